package web

import (
	"fmt"
	"math"

	"muster/internal/insight/radar"
)

// radarChart is a funnel plot: examinations to the right, the rate upwards; for
// each source the span that its own cases allow, and where it stands.
type radarChart struct {
	Marks  []radarMark
	Most   int64
	Across []radarTick
}

// radarMark is one source.
type radarMark struct {
	X, High, Low, Expected, Rate int
	Alarm                        bool
}

type radarTick struct {
	X     int
	Label string
}

// The frame of the plot.
const (
	plotLeft, plotRight  = 60, 700
	plotTop, plotBottom  = 16, 296
	plotTicks, plotLines = 4, 5
)

// chartOf places the sources; those whose comparison is hidden from the reader are
// not drawn, and what would tell hidden counts of others is left out.
func chartOf(table string, points []radar.Point, counts *radarCounts) (c radarChart) {
	for _, p := range points {
		if !counts.cell(table, p.Name, isN, p.N).Hidden {
			c.Most = max(c.Most, p.N)
		}
	}
	if c.Most == 0 {
		return c
	}
	for _, p := range points {
		shown, rounded := counts.compares(table, points, p)
		if !shown {
			continue
		}
		n := float64(p.N)
		m := radarMark{X: across(p.N, c.Most), High: up(float64(p.Ceiling) / n), Low: up(float64(p.Floor) / n), Expected: up(p.Expected), Rate: up(p.Rate), Alarm: p.Alarm}
		if rounded {
			m.Expected = up(math.Round(p.Expected*100) / 100)
			m.High, m.Low = m.Expected, m.Expected
		}
		c.Marks = append(c.Marks, m)
	}
	for i := range int64(plotTicks) + 1 {
		n := c.Most * i / plotTicks
		c.Across = append(c.Across, radarTick{across(n, c.Most), number(n)})
	}
	return c
}

func across(n, most int64) int {
	return plotLeft + int(math.Round(float64(n)/float64(most)*(plotRight-plotLeft)))
}

func up(rate float64) int { return plotBottom - int(math.Round(rate*(plotBottom-plotTop))) }

// Lines are the horizontal lines of the plot with their rates.
func (c radarChart) Lines() (out []radarTick) {
	for i := range plotLines {
		rate := float64(i) / (plotLines - 1)
		out = append(out, radarTick{up(rate), fmt.Sprintf("%.0f%%", rate*100)})
	}
	return out
}

// diamond is the mark of an alarm, another shape than that of the others.
func (m radarMark) diamond() string {
	return fmt.Sprintf("%d,%d %d,%d %d,%d %d,%d", m.X, m.Rate-8, m.X+8, m.Rate, m.X, m.Rate+8, m.X-8, m.Rate)
}
