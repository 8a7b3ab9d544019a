package preservice

import (
	"math"
	"slices"
	"strconv"

	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/frame/policy"
	"muster/internal/intake/cases"
)

// Limits are the most points of each part, in hundredths, as the law of a day says.
type Limits struct{ Attendance, Drill, Knowledge int64 }

// LimitsOf reads the limits; attendance is a part of the points for drill.
func LimitsOf(view *policy.View) (l Limits, err error) {
	for name, at := range map[string]*int64{"attendance_max": &l.Attendance, "drill_max": &l.Drill, "knowledge_max": &l.Knowledge} {
		points, err := view.Decimal("score.adaptability." + name)
		if err != nil {
			return l, err
		}
		*at = int64(math.Round(points * 100))
	}
	return l, nil
}

// Sheets is everything recorded of a course.
type Sheets struct {
	Days  []*Day
	Tests []*Test
}

// Points computes what a place earned: attendance by the days that count, drill and
// knowledge by the mean of the marks. missing names what is not recorded; while
// anything is, there are no points. It is a pure function.
func Points(l Limits, c *Course, p *Place, s Sheets) (drill, knowledge, present, counted int64, missing []i18n.Text) {
	number := strconv.FormatInt(p.Number, 10)
	held := map[clock.Date]*Day{}
	for _, d := range s.Days {
		held[d.Day] = d
	}
	for day := c.From; day <= c.Until; day = day.AddDays(1) {
		switch d := held[day]; {
		case d == nil:
			missing = append(missing, i18n.T("{day} 的出勤", "the attendance of {day}").With("day", day))
		case slices.Contains(d.Excused, number):
		case slices.Contains(d.Absent, number):
			counted++
		default:
			counted++
			present++
		}
	}
	sums, marks := map[Sort]int64{}, map[Sort]int64{}
	for _, t := range s.Tests {
		if list, err := marksOf(t.Marks); err == nil {
			if mark, ok := list[p.Number]; ok {
				sums[t.Sort] += mark
				marks[t.Sort]++
			}
		}
	}
	for _, o := range Sort("").Options() {
		if marks[Sort(o.Value)] == 0 {
			missing = append(missing, i18n.T("学号 {n} 的“{sort}”成绩", "a mark in {sort} of number {n}").With("n", p.Number, "sort", o.Label))
		}
	}
	if len(missing) > 0 {
		return 0, 0, present, counted, missing
	}
	drill = share(l.Attendance, present, counted) + share(l.Drill-l.Attendance, sums[Drill], marks[Drill]*percent)
	return drill, share(l.Knowledge, sums[Knowledge], marks[Knowledge]*percent), present, counted, nil
}

// share is a part of the most points, rounded to the nearest hundredth; where
// nothing counts, all of it.
func share(most, part, whole int64) int64 {
	if whole == 0 {
		return most
	}
	return (2*most*part + whole) / (2 * whole)
}

// SheetsOf reads everything recorded of a course.
func SheetsOf(w *act.Work, c *Course) (s Sheets, err error) {
	args := []any{string(c.County), string(c.ID)}
	if s.Days, err = act.List[Day](w, Days, "county = $1 AND course = $2 AND state <> 'void'", args...); err != nil {
		return s, err
	}
	s.Tests, err = act.List[Test](w, Tests, "county = $1 AND course = $2 AND state <> 'void'", args...)
	return s, err
}

// complete computes everybody's points and takes their cases on. Who withdrew
// meanwhile is noted as having left.
func (r *room) complete(w *act.Work, c *Course, _ *Empty) error {
	if w.Today() <= c.Until {
		return fault.New(fault.Conflict, "preservice.running", "役前教育到 {day} 结束。", "The course runs until {day}.", "day", c.Until)
	}
	limits, err := LimitsOf(r.Pack.On(c.PolicyDay))
	if err != nil {
		return err
	}
	sheets, err := SheetsOf(w, c)
	if err != nil {
		return err
	}
	if err := r.byAnother(w, sheets); err != nil {
		return err
	}
	list, err := act.Take[Place](w, Places, "county = $1 AND course = $2 AND state = 'enrolled'", string(c.County), string(c.ID))
	if err != nil {
		return err
	}
	byID, err := casesOf(w, c)
	if err != nil {
		return err
	}
	finished := 0
	for _, p := range list {
		one := byID[string(p.Case)]
		if one == nil || one.State != cases.Qualified {
			leftMeanwhile(w, p, one)
			continue
		}
		var missing []i18n.Text
		if p.Drill, p.Knowledge, p.Present, p.Counted, missing = Points(limits, c, p, sheets); len(missing) > 0 {
			return fault.New(fault.Conflict, "preservice.missing", "尚未登记:{what}。", "Not recorded yet: {what}.", "what", missing[0])
		}
		p.State, one.State = Finished, cases.Trained
		w.Save(Places, p)
		w.Save(cases.Table, one)
		finished++
	}
	if finished == 0 {
		return fault.New(fault.Conflict, "preservice.nobody_left", "没有参加完毕的人员。", "Nobody took part to the end.")
	}
	c.Done, c.State = w.Today(), Completed
	return nil
}

// byAnother keeps whoever recorded the attendance or a mark from completing.
func (r *room) byAnother(w *act.Work, s Sheets) error {
	did := false
	for _, d := range s.Days {
		wrote, err := w.DidOn(Days, d.County, d.ID, w.Actor.Account, "preservice_day.record", "preservice_day.correct")
		if err != nil {
			return err
		}
		did = did || wrote
	}
	for _, t := range s.Tests {
		wrote, err := w.DidOn(Tests, t.County, t.ID, w.Actor.Account, "preservice_test.record")
		if err != nil {
			return err
		}
		did = did || wrote
	}
	if did {
		return fault.New(fault.Denied, "access.duties", "登记过出勤或成绩的人不得办理结业。", "Whoever recorded attendance or marks does not complete the course.")
	}
	return nil
}

func casesOf(w *act.Work, c *Course) (map[string]*cases.Case, error) {
	list, err := act.Take[cases.Case](w, cases.Table, "county = $1 AND cycle = $2 AND id IN (SELECT application FROM preservice_place WHERE county = $1 AND course = $3)",
		string(c.County), string(c.Cycle), string(c.ID))
	out := make(map[string]*cases.Case, len(list))
	for _, one := range list {
		out[string(one.ID)] = one
	}
	return out, err
}

func leftMeanwhile(w *act.Work, p *Place, c *cases.Case) {
	p.State = Left
	if c != nil && c.State == cases.Withdrawn {
		p.Reason, p.Remark = c.Reason, c.Remark
	}
	w.Save(Places, p)
}
