package trend

import (
	"fmt"
	"strconv"
	"time"

	"muster/internal/frame/i18n"
	"muster/internal/frame/sheet"
	"muster/internal/insight/smallcell"
)

// The tables of a file of figures: codes, so that programs can read them.
const (
	FunnelTable = "funnel" // the intake asked about, by group
	TrendTable  = "trend"  // intake by intake, everybody
	CurveTable  = "curve"  // the gate looked at, by group and intake
	UnitTable   = "unit"   // the gate looked at, by unit below
	ChangeTable = "change" // what lies between two intakes
)

// Header names the columns of a file of figures.
func Header(lang i18n.Lang) (out []string) {
	for _, c := range columns {
		out = append(out, c.In(lang))
	}
	return out
}

var columns = []i18n.Text{
	i18n.T("表", "table"), i18n.T("批次", "intake"), i18n.T("分组", "group"), i18n.T("单位", "unit"),
	i18n.T("起点", "from"), i18n.T("终点", "to"), i18n.T("分子(到达终点)", "numerator (came to it)"),
	i18n.T("分母(到达起点)", "denominator (came to the first)"), i18n.T("比率(%)", "rate (%)"),
	i18n.T("统计范围", "scope"), i18n.T("条件", "conditions"), i18n.T("口径", "definition"),
	i18n.T("政策包", "law"), i18n.T("截至", "as of"),
}

// Write writes every figure of the answer as a table, each with what it is over and
// where it is from; hidden ones as "·". It closes the writer.
func (f *Figures) Write(out sheet.Writer, lang i18n.Lang, zone *time.Location) error {
	w := writer{f: f, out: out, lang: lang, tail: []string{f.Name, f.Conditions().In(lang), f.Definition, f.Law, f.At.Time().In(zone).Format(time.RFC3339)}}
	for _, l := range append([]Line{f.Funnel}, f.Groups...) {
		w.line(FunnelTable, l)
	}
	for _, l := range f.Trend {
		w.line(TrendTable, l)
	}
	for _, l := range f.Curves {
		w.row(CurveTable, l.Intake.Name, l.Label.In(lang), f.Name, f.From, f.To, l.At[f.To], l.At[f.From])
	}
	for _, t := range f.Tiles {
		w.row(UnitTable, f.intake(f.Intake).Name, "", t.Name, f.From, f.To, t.To, t.From)
	}
	if f.Change != nil {
		for _, p := range f.Change.Parts {
			w.put(ChangeTable, f.Change.Before.Name+" → "+f.Change.After.Name, p.Cause().In(lang), f.Name, "", Points()[f.To].In(lang), strconv.Itoa(p.People), "", "")
		}
	}
	if w.err != nil {
		return w.err
	}
	return out.Close()
}

// writer keeps the first error.
type writer struct {
	f    *Figures
	out  sheet.Writer
	lang i18n.Lang
	tail []string
	err  error
}

// line is one row of a table: how many applied, then each gate.
func (w *writer) line(table string, l Line) {
	points := Points()
	w.put(table, l.Intake.Name, l.Label.In(w.lang), w.f.Name, "", points[0].In(w.lang), l.At[0].Show(), "", "")
	for p := 1; p < len(points); p++ {
		w.row(table, l.Intake.Name, l.Label.In(w.lang), w.f.Name, p-1, p, l.At[p], l.At[p-1])
	}
}

func (w *writer) row(table, intake, group, unit string, from, to int, n, of smallcell.Cell) {
	rate, points := "", Points()
	if _, ok := Rate(n, of); ok {
		r := (n.N*everybody*2 + of.N) / (of.N * 2)
		if n.N < of.N {
			r = min(r, everybody-1)
		}
		rate = fmt.Sprintf("%d.%02d", r/100, r%100)
	}
	w.put(table, intake, group, unit, points[from].In(w.lang), points[to].In(w.lang), n.Show(), of.Show(), rate)
}

func (w *writer) put(cells ...string) {
	if w.err == nil {
		w.err = w.out.Write(append(cells, w.tail...)...)
	}
}
