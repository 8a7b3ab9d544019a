package radar

import (
	"fmt"
	"strings"
)

// Line is one setting of the blind re-examination with what it does.
type Line struct {
	Sample int64   `json:"sample"`
	Limit  float64 `json:"limit_percent"`
	Found  float64 `json:"found"`
	False  float64 `json:"false_alarms"`
}

// usualTail is the share of stations at the limit that the policy pack allows to be
// alarmed, in percent.
const usualTail = 1

// Sizes and Alarms are the sizes of sample and the limits of the curve.
var (
	Sizes  = []int64{40, 60, 100, 150, 200, 300}
	Alarms = []float64{1, 1.6, 2, 3, 5}
)

// Curve plays seasons with a fraud and clean ones at every size and limit.
func Curve(kind Fraud, candidates int, share, disagree float64, seasons int, seed uint64) (out []Line) {
	corrupt := Season{Candidates: candidates, Share: share, Kind: kind, Disagree: disagree}
	clean := Season{Candidates: candidates, Kind: Honest, Disagree: disagree}
	for _, size := range Sizes {
		for _, limit := range Alarms {
			s := Setting{Minimum: size, Percent: 5, Limit: limit, Tail: usualTail}
			out = append(out, Line{size, limit, Try(corrupt, s, seasons, seed).Rate(), Try(clean, s, seasons, seed+1).Rate()})
		}
	}
	return out
}

// Reaches says whether a setting finds at least 95 of 100 corrupt stations and
// alarms less than one clean one in a hundred: the goal of the guide.
func Reaches(l Line) bool { return l.Found >= 0.95 && l.False < 0.01 }

// Drawing draws the curve as an SVG picture: what is found against the sample, one
// line for each limit; the false alarms are beside each point.
func Drawing(lines []Line, title string) string {
	const left, right, top, bottom = 60, 620, 50, 330
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 390" font-family="sans-serif" font-size="12"><rect width="760" height="390" fill="#fff"/><text x="60" y="24" font-size="15">%s</text>`+"\n", title)
	most := float64(Sizes[len(Sizes)-1])
	x := func(n int64) float64 { return left + float64(n)/most*(right-left) }
	y := func(rate float64) float64 { return bottom - rate*(bottom-top) }
	for _, r := range []float64{0, 0.25, 0.5, 0.75, 0.95, 1} {
		fmt.Fprintf(&b, `<path d="M%d %.1fH%d" stroke="#ccc"/><text x="52" y="%.1f" text-anchor="end">%.0f%%</text>`+"\n", left, y(r), right, y(r)+4, r*100)
	}
	for _, n := range Sizes {
		fmt.Fprintf(&b, `<text x="%.1f" y="350" text-anchor="middle">%d</text>`+"\n", x(n), n)
	}
	b.WriteString(`<text x="620" y="372" text-anchor="end">people drawn of those examined / 抽查人数</text>` + "\n")
	colours := []string{"#7a2e8e", "#1d5fa8", "#0b7a4b", "#a06000", "#b3261e"}
	for i, limit := range Alarms {
		var path strings.Builder
		for _, l := range lines {
			if l.Limit != limit {
				continue
			}
			fmt.Fprintf(&path, "%s%.1f %.1f", map[bool]string{true: "M", false: "L"}[path.Len() == 0], x(l.Sample), y(l.Found))
			fill := colours[i]
			if !(l.False < 0.01) {
				fill = "#fff" // too many clean stations alarmed
			}
			fmt.Fprintf(&b, `<circle cx="%.1f" cy="%.1f" r="5" fill="%s" stroke="%s" stroke-width="2"/>`+"\n", x(l.Sample), y(l.Found), fill, colours[i])
		}
		fmt.Fprintf(&b, `<path d="%s" fill="none" stroke="%s" stroke-width="2"/><text x="650" y="%d" fill="%s">limit %.1f %%</text>`+"\n", path.String(), colours[i], 80+i*22, colours[i], limit)
	}
	b.WriteString(`<text x="60" y="42" fill="#555">filled: under 1 % of clean stations alarmed / 实心:误报率低于 1%</text></svg>` + "\n")
	return b.String()
}
