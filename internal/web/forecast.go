package web

import (
	"fmt"
	"slices"

	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
	"muster/internal/insight/forecast"
	"muster/internal/insight/smallcell"
	"muster/internal/insight/trend"
	"muster/internal/intake/cycle"
)

// forecastData is what the page of the forecast shows.
type forecastData struct {
	Unit   *unit.Unit
	Cycles []option
	Lines  []forecastLine
	Gates  []gateLine     // of a single county
	Drawn  []forecastLine // those of the lines that have a forecast
	Hides  bool           // small counts are not shown to the reader
	Closed bool           // nobody can apply any more
	Small  int            // counties of so few people that nothing is shown
	Scale  int64          // the largest figure of the chart
}

// forecastLine is one county.
type forecastLine struct {
	forecast.County
	Name               string
	Href               string
	Invite80, Invite95 string
	Without            i18n.Text // why there is no forecast
}

// Met renders the probability that the quota is met; no forecast is sure.
func (l forecastLine) Met() string {
	switch p := l.Forecast.Met; {
	case p >= 0.995:
		return "> 99 %"
	case p <= 0.005:
		return "< 1 %"
	default:
		return fmt.Sprintf("%.0f %%", p*100)
	}
}

// gateLine is one gate of a county: its counts and the rate they lead one to expect.
type gateLine struct {
	Label                   i18n.Text
	Waiting, Passed, Failed smallcell.Cell
	Rate                    string
}

var gateNames = [forecast.Gates]i18n.Text{i18n.T("初审初检与预定", "check and preselection"), i18n.T("体格检查", "physical"), i18n.T("政治考核", "vetting"),
	i18n.T("役前教育与评分", "education and score"), i18n.T("评分到批准", "from score to approval")}

var forecastTitle = i18n.T("名额能否完成", "Will the quota be met")

// forecastPage forecasts the counties of a unit. It reads counts of cases and nothing
// of anybody.
func (s *server) forecastPage(q *request) error {
	u, _, err := q.asker()
	if err != nil {
		return err
	}
	d := forecastData{Unit: u, Hides: !trend.Whole(q.actor)}
	intake, err := q.cycles(&d.Cycles, "")
	if err != nil {
		return err
	}
	if intake == nil {
		return q.show(forecastPage(q.page(forecastTitle), d))
	}
	d.Closed = intake.State != cycle.Open
	tree := s.App.Road.Tree()
	counties, err := forecast.Read(q.Context(), s.App.Store, tree, intake.ID, tree.Scope(u.Code))
	if err != nil {
		return err
	}
	for _, c := range counties {
		few, err := q.tooFew(c, intake.ID)
		if err != nil {
			return err
		}
		if few {
			d.Small++
			continue
		}
		l := forecastLine{County: c, Name: tree.Name(c.Unit), Href: "/insight/forecast?unit=" + string(c.Unit) + "&cycle=" + string(intake.ID),
			Invite80: invite(c.Forecast, 0.8), Invite95: invite(c.Forecast, 0.95), Without: c.Without()}
		d.Lines = append(d.Lines, l)
		if l.Without.IsZero() {
			d.Drawn = append(d.Drawn, l)
			d.Scale = max(d.Scale, c.Forecast.In90.High, c.Seats)
		}
	}
	if len(d.Lines) == 1 && d.Lines[0].Unit == u.Code {
		shown, err := s.figures().Shown(u.Code, intake.ID)
		if err != nil {
			return err
		}
		d.Gates = gateLines(d.Lines[0].County, shown, d.Hides)
		d.Lines[0].Href = ""
	}
	return q.show(forecastPage(q.page(forecastTitle), d))
}

// tooFew says whether a county has so few people that the reader is shown nothing of it.
func (q *request) tooFew(c forecast.County, intake ident.ID) (bool, error) {
	if c.Small() || trend.Whole(q.actor) {
		return c.Small(), nil
	}
	shown, err := q.s.figures().Shown(c.Unit, intake)
	return err == nil && c.Tells(shown[forecast.Point(forecast.Approval)]), err
}

func invite(f *forecast.Forecast, confidence float64) string {
	if f == nil {
		return "—"
	}
	n, enough := f.Invite(confidence)
	if !enough {
		return "—"
	}
	return number(n)
}

// gateLines are the gates of a county, small counts hidden: whoever passed a gate has
// passed the next one, failed it or waits at it. How many came how far is shown on the
// pages of figures as well, and tells nothing more here than there. Whoever may open the
// cases sees all of them.
func gateLines(c forecast.County, shown []smallcell.Cell, hides bool) (out []gateLine) {
	var t smallcell.Table
	var known [][]smallcell.Term
	came := []int{t.Count(shown[0].N)} // who applied, then who passed each gate but the last
	for g := range forecast.Approval {
		came = append(came, t.Count(shown[forecast.Point(g)].N))
	}
	approved := shown[forecast.Point(forecast.Approval)]
	last := t.Count(approved.N)
	for i, place := range append(slices.Clone(came), last) {
		if at := append([]smallcell.Cell{shown[0]}, pointsOf(shown)...)[i]; !at.Hidden {
			known = append(known, smallcell.All(place))
		}
	}
	t.Seal(known)
	passed, waiting, failed := slices.Clone(came[1:]), []int{}, []int{}
	passed = append(passed, t.Count(c.Tally.Passed[forecast.Approval]))
	t.Keep(t.Made([]smallcell.Term{{Cell: last, Factor: 1}, {Cell: passed[forecast.Approval], Factor: -1}})) // approved, and back again
	for g := range forecast.Gates {
		waiting = append(waiting, t.Count(c.Tally.Waiting[g]))
		failed = append(failed, t.Made([]smallcell.Term{{Cell: came[g], Factor: 1}, {Cell: passed[g], Factor: -1}, {Cell: waiting[g], Factor: -1}}))
	}
	t.Decide()
	cell := func(place int, n int64) smallcell.Cell { return smallcell.Cell{N: n, Hidden: hides && !t.Known(place)} }
	for g := range forecast.Gates {
		rate := "—"
		if c.Forecast != nil {
			r := c.Forecast.Rates[g]
			rate = fmt.Sprintf("%.0f %% (%.0f–%.0f)", r.Mean*100, r.Low*100, r.High*100)
		}
		out = append(out, gateLine{gateNames[g], cell(waiting[g], c.Tally.Waiting[g]), cell(passed[g], c.Tally.Passed[g]), cell(failed[g], c.Tally.Failed[g]), rate})
	}
	return out
}

// pointsOf are the counts at the points to which the gates lead.
func pointsOf(shown []smallcell.Cell) (out []smallcell.Cell) {
	for g := range forecast.Gates {
		out = append(out, shown[forecast.Point(g)])
	}
	return out
}

// The chart of the forecast: names on the left, intervals on a common scale.
const (
	forecastLeft  = 180
	forecastWidth = 540
	forecastRow   = 30
)

// x is where a figure lies on the chart.
func (d forecastData) x(n int64) string {
	return num(forecastLeft + int(n*forecastWidth/max(d.Scale, 1)))
}

// width is the length of an interval on the chart, at least so much that it is seen.
func (d forecastData) width(i forecast.Interval) string {
	return num(max(3, int((i.High-i.Low)*forecastWidth/max(d.Scale, 1))))
}

func (d forecastData) box() string {
	return fmt.Sprintf("0 0 %d %d", forecastLeft+forecastWidth+20, len(d.Drawn)*forecastRow+4)
}
