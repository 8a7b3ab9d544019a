package trend

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"muster/internal/frame/i18n"
	"muster/internal/frame/picture"
)

// The colours of drawings. Lines differ by a letter as well, so that nobody needs to
// tell colours apart (Okabe and Ito's palette, darkened so that white reads on it).
var colours = []string{"#0c325c", "#b84f00", "#00775a", "#a3467f", "#0072b2", "#7a6000", "#5b3a00", "#444444", "#7a1fa2"}

// The tones of the map, from none to all, and where writing on them turns white.
var tones = []string{"#f3f5f8", "#d5e4f5", "#a9c9ec", "#6fa3da", "#2f6fb5", "#174f8c", "#0c325c"}

const (
	ink, faint, track = "#1b2430", "#5a6675", "#eef1f5"
	darkFrom          = 4
)

// Tone is the shade of a share on the map: 0 where it is hidden or there is none, up
// to 6.
func Tone(t Tile) int {
	rate, ok := Rate(t.To, t.From)
	if !ok {
		return 0
	}
	return int(min(6, 1+rate*6/10000))
}

// ShowRate renders hundredths of a percent, rounded to tenths; 100% is only everybody.
func ShowRate(rate int64, ok bool) string {
	if !ok {
		return "–"
	}
	tenths := (rate + 5) / 10
	if rate < everybody {
		tenths = min(tenths, everybody/10-1)
	}
	return fmt.Sprintf("%d.%d%%", tenths/10, tenths%10)
}

// Provenance says what the figures are of, how they are counted, and when they were.
func (f *Figures) Provenance(zone *time.Location) i18n.Text {
	at := f.At.Time().In(zone).Format("2006-01-02 15:04:05")
	return i18n.T("口径 {definition} · 政策包 {law} · 截至 {at}", "definition {definition} · law {law} · as of {at}").With("definition", f.Definition, "law", f.Law, "at", at)
}

// Conditions says what the figures are narrowed to, in words; all where nothing is.
func (f *Figures) Conditions() i18n.Text {
	all := i18n.T("全部批次", "all intakes")
	if i := f.intake(f.Intake); i.Name != "" {
		all = i18n.Same(i.Name)
	}
	for _, d := range f.dimensions {
		for _, g := range d.Groups {
			if f.Where[d.Code] == g.Code && d.Parts {
				all = all.And(i18n.Same(" · ")).And(d.Label).And(i18n.T(":", ": ")).And(g.Label)
			}
		}
	}
	return all
}

// head writes title and provenance around a drawing and returns where it begins.
func (f *Figures) head(d *picture.Drawing, title i18n.Text, lang i18n.Lang, zone *time.Location) float64 {
	d.Label = f.Name + " " + title.In(lang)
	d.Text(12, 24, 16, picture.Start, ink, f.Name+" · "+title.In(lang))
	d.Text(12, 42, 11, picture.Start, faint, f.Conditions().In(lang))
	d.Text(12, float64(d.Height)-8, 10, picture.Start, faint, f.Provenance(zone).In(lang))
	return 56
}

// FunnelPicture draws how far the applicants came.
func (f *Figures) FunnelPicture(lang i18n.Lang, zone *time.Location) *picture.Drawing {
	d := &picture.Drawing{Width: 640, Height: 80 + 30*len(f.Funnel.At)}
	y := f.head(d, i18n.T("走到哪一步", "how far they came"), lang, zone)
	for p, label := range Points() {
		c := f.Funnel.At[p]
		d.Text(176, y+18, 13, picture.End, ink, label.In(lang))
		d.Rect(186, y+3, 340, 22, track)
		if rate, ok := f.Funnel.Rate(0, p); ok {
			d.Rect(186, y+3, 340*float64(rate)/10000, 22, tones[darkFrom])
		}
		d.Text(534, y+18, 13, picture.Start, ink, c.Show())
		y += 30
	}
	return d
}

// MapPicture draws the units below, shaded by the gate looked at.
func (f *Figures) MapPicture(lang i18n.Lang, zone *time.Location) *picture.Drawing {
	const columns, width, height = 4, 150.0, 60.0
	rows := (len(f.Tiles) + columns - 1) / columns
	d := &picture.Drawing{Width: 24 + columns*int(width), Height: 84 + rows*int(height)}
	points := Points()
	y := f.head(d, i18n.T("下级单位:{from}→{to}", "units below: {from} → {to}").With("from", points[f.From], "to", points[f.To]), lang, zone)
	for i, t := range f.Tiles {
		x, top, tone := 12+float64(i%columns)*width, y+float64(i/columns)*height, Tone(t)
		colour := ink
		if tone >= darkFrom {
			colour = "#ffffff"
		}
		d.Rect(x+1, top+1, width-2, height-2, tones[tone])
		d.Text(x+width/2, top+24, 13, picture.Middle, colour, t.Name)
		d.Text(x+width/2, top+44, 13, picture.Middle, colour, ShowRate(Rate(t.To, t.From))+" ("+t.To.Show()+"/"+t.From.Show()+")")
	}
	return d
}

// curve is one line of the chart over the intakes.
type curve struct {
	label i18n.Text
	lines []Line
}

func (f *Figures) curves() (out []curve) {
	if len(f.By.Groups) == 0 {
		return []curve{{i18n.T("全部", "everybody"), f.Trend}}
	}
	for g := range f.By.Groups {
		c := curve{label: f.By.Groups[g].Label}
		for _, l := range f.Curves {
			if l.Group == &f.By.Groups[g] {
				c.lines = append(c.lines, l)
			}
		}
		if len(c.lines) > 0 {
			out = append(out, c)
		}
	}
	return out
}

// The size of the chart over the intakes.
const (
	chartLeft, chartWidth, chartHeight = 48.0, 420.0, 220.0
	legendRow                          = 18.0
	namesInRow                         = 5 // of intakes below the chart
)

// TrendPicture draws the rate of the gate looked at over the intakes, a line for each
// group; where a rate is hidden the line is broken.
func (f *Figures) TrendPicture(lang i18n.Lang, zone *time.Location) *picture.Drawing {
	list := f.curves()
	d := &picture.Drawing{Width: 520, Height: 130 + int(chartHeight+legendRow*float64(len(list)))}
	points := Points()
	top := f.head(d, i18n.T("{from}→{to}", "{from} → {to}").With("from", points[f.From], "to", points[f.To]), lang, zone) + 8
	highest := f.highest(list)
	f.axes(d, top, highest)
	for n, c := range list {
		colour, letter := colours[n%len(colours)], string(rune('A'+n%26))
		f.draw(d, c, top, highest, colour, letter)
		y := top + chartHeight + 44 + legendRow*float64(n)
		d.Dot(chartLeft+6, y-4, 8, colour)
		d.Text(chartLeft+6, y, 11, picture.Middle, "#ffffff", letter)
		d.Text(chartLeft+22, y, 12, picture.Start, ink, c.label.In(lang))
	}
	return d
}

// highest is the end of the scale, in percent.
func (f *Figures) highest(list []curve) float64 {
	most := int64(1000)
	for _, c := range list {
		for _, l := range c.lines {
			if rate, ok := l.Rate(f.From, f.To); ok {
				most = max(most, rate)
			}
		}
	}
	return math.Ceil(float64(most)/1000) * 10
}

func (f *Figures) x(i int) float64 {
	return chartLeft + chartWidth*(float64(i)+0.5)/float64(max(1, len(f.Intakes)))
}

func (f *Figures) axes(d *picture.Drawing, top, highest float64) {
	for i := range 6 {
		y := top + chartHeight*float64(i)/5
		d.Line(chartLeft, y, chartLeft+chartWidth, y, 1, "#d7dde5")
		d.Text(chartLeft-6, y+4, 11, picture.End, faint, fmt.Sprintf("%.0f%%", highest*float64(5-i)/5))
	}
	every := (len(f.Intakes) + namesInRow - 1) / namesInRow
	for i, in := range f.Intakes {
		if (len(f.Intakes)-1-i)%max(1, every) != 0 {
			continue // names would lie upon each other; the newest has its own
		}
		d.Text(f.x(i), top+chartHeight+18, 11, picture.Middle, ink, in.Name)
	}
}

// draw draws one line; an intake that is running and of which nobody has come to the
// later point yet has no rate.
func (f *Figures) draw(d *picture.Drawing, c curve, top, highest float64, colour, letter string) {
	type point struct{ x, y float64 }
	var dots []point
	var last *point
	for i, in := range f.Intakes {
		at := slices.IndexFunc(c.lines, func(l Line) bool { return l.Intake.ID == in.ID })
		if at < 0 {
			continue
		}
		l := c.lines[at]
		rate, ok := l.Rate(f.From, f.To)
		if !ok || in.Running && l.At[f.To].N == 0 {
			last = nil
			continue
		}
		p := point{f.x(i), top + chartHeight*(1-float64(rate)/100/highest)}
		if last != nil {
			d.Line(last.x, last.y, p.x, p.y, 2, colour)
		}
		dots, last = append(dots, p), &p
	}
	for _, p := range dots {
		d.Dot(p.x, p.y, 8, colour)
		d.Text(p.x, p.y+4, 11, picture.Middle, "#ffffff", letter)
	}
}

// Picture is one of the drawings by its name: funnel, map or trend; nil where there
// is none.
func (f *Figures) Picture(name string, lang i18n.Lang, zone *time.Location) *picture.Drawing {
	switch strings.ToLower(name) {
	case "funnel":
		return f.FunnelPicture(lang, zone)
	case "map":
		return f.MapPicture(lang, zone)
	case "trend":
		return f.TrendPicture(lang, zone)
	}
	return nil
}
