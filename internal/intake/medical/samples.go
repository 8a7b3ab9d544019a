package medical

import (
	"encoding/hex"
	"fmt"
	"slices"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/register"
	"muster/internal/frame/unit"
	"muster/internal/intake/cases"
	"muster/internal/intake/medical/sample"
	"muster/internal/intake/quota"
)

// Sample is one blind re-examination of a station: who was drawn, and how far what
// was found again differs.
type Sample struct {
	record.Base
	Station   unit.Code  `f:"station,filter" zh:"被抽查体检站" en:"Station that is checked"`
	Other     unit.Code  `f:"other_station" zh:"复检体检站" en:"Station that examines again"`
	Cycle     ident.ID   `f:"cycle,filter,ref=cycle" zh:"征集批次" en:"Intake"`
	CycleHome unit.Code  `f:"cycle_home,hidden" zh:"批次属地" en:"Home of the intake"`
	On        clock.Date `f:"exam_on,sort" zh:"复检日期" en:"Day"`
	Public    string     `f:"public,max=200" zh:"公开数" en:"Public value"`
	Seed      string     `f:"seed,max=64" zh:"种子" en:"Seed"`
	Listed    int64      `f:"listed" zh:"名单人数" en:"On the list"`
	Drawn     int64      `f:"drawn" zh:"抽中人数" en:"Drawn"`
	Compared  int64      `f:"compared" zh:"已比对" en:"Compared"`
	Differ    int64      `f:"differ" zh:"不一致" en:"Different"`
	Failed    int64      `f:"failed" zh:"原合格复检不合格" en:"Passed first, failed now"`
	Lower     string     `f:"lower_bound,max=20" zh:"不一致率下限(%)" en:"Lower bound of disagreement (%)"`
}

// Running is the state of a sample.
const Running = "running"

// Samples is the table of samples.
var Samples = record.NewTable[Sample]("exam_sample", i18n.T("随机抽查", "Blind re-examination"),
	record.State{Name: Running, Label: i18n.T("进行中", "running")}, act.VoidState)

// Sampling is the body of drawing a sample. The public value becomes known only
// after the last conclusion of the list.
type Sampling struct {
	Station   unit.Code  `f:"station,required" zh:"被抽查体检站" en:"Station that is checked"`
	Cycle     ident.ID   `f:"cycle,required,ref=cycle" zh:"征集批次" en:"Intake"`
	CycleHome unit.Code  `f:"cycle_home,required" zh:"批次属地" en:"Home of the intake"`
	Other     unit.Code  `f:"other_station,required" zh:"复检体检站" en:"Station that examines again"`
	On        clock.Date `f:"exam_on,required" zh:"复检日期" en:"Day"`
	Public    string     `f:"public,required,max=200" zh:"公开数(结论作出后才产生)" en:"Public value (known only after the conclusions)"`
}

func (r *room) declareSamples() {
	act.Declare(r.Book, act.Spec[Sample, *Sample, Sampling]{
		Name: "exam_sample.draw", Title: i18n.T("抽取抽查对象", "Draw a sample for blind re-examination"), Table: Samples, New: true, To: []string{Running},
		By: []access.Grant{inspector}, Basis: "conscription-regulation 22", Do: r.drawSample,
		Unit: func(_ *act.Work, b *Sampling) (unit.Code, error) { return b.Station, nil }})
	r.Shelf.Add(r.Book, &register.Register{Table: Samples, Floor: "intake", Read: []access.Grant{inspector, officer},
		Columns: []string{"station", "other_station", "exam_on", "drawn", "compared", "differ", "lower_bound"}})
}

// drawSample draws from everybody whom the station has concluded on in the intake
// and who was not drawn before, and gives each a place at another station. It says
// nothing against anybody, and changes no result.
func (r *room) drawSample(w *act.Work, s *Sample, b *Sampling) error {
	other, ok := w.Tree.Get(b.Other)
	if !ok {
		return act.UnknownUnit(b.Other)
	}
	if b.Other == b.Station {
		return conflict("exam.other_station", "抽查须在另一个体检站进行。", "A sample is examined at another station.")
	}
	list, err := act.Take[Exam](w, Exams, "county = $1 AND station = $2 AND cycle = $3 AND state = 'concluded' AND kind <> 'sample' AND sample = '' AND outcome IN ('pass', 'fail')",
		string(s.County), string(b.Station), string(b.Cycle))
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return conflict("sample.empty", "没有可抽查的体检。", "There is no examination to draw from.")
	}
	s.Station, s.Other, s.Cycle, s.CycleHome, s.On, s.Public, s.State = b.Station, b.Other, b.Cycle, b.CycleHome, b.On, b.Public, Running
	drawn, err := r.choose(w, s, list)
	if err != nil {
		return err
	}
	for _, e := range list {
		if !slices.Contains(drawn, string(e.ID)) {
			continue
		}
		e.Sample = s.ID
		w.Save(Exams, e)
		if err := again(w, s, e, other); err != nil {
			return err
		}
	}
	return nil
}

// choose is the pure draw over the list, by the ids of the examinations.
func (r *room) choose(w *act.Work, s *Sample, list []*Exam) ([]string, error) {
	n := numbers{view: r.Pack.On(w.Today())}
	least, percent, risk := n.int("physical.spot_check_minimum"), n.decimal("physical.spot_check_percent"), n.int("physical.spot_check_risk")
	each := n.int("physical.spot_check_per_examiner")
	ones := make([]sample.One, len(list))
	for i, e := range list {
		ones[i] = sample.One{Number: string(e.ID), Risk: e.Near, By: []string{string(e.Chief)}}
		parts, err := r.partsOf(w, e)
		if err != nil {
			return nil, err
		}
		for _, p := range parts {
			ones[i].By = append(ones[i].By, string(p.Examiner))
		}
	}
	// The secret of the installation keeps whoever types the public value from trying
	// values until somebody is drawn, or is not.
	seed := sample.Seed(string(s.Station)+"."+string(s.Cycle)+"."+r.key.Digest("sample "+string(s.Station)+" "+string(s.Cycle)), ones, s.Public)
	ids := sample.Draw(seed, ones, sample.Size(int64(len(list)), least, percent), risk, each)
	s.Seed, s.Listed, s.Drawn = hex.EncodeToString(seed[:]), int64(len(list)), int64(len(ids))
	return ids, n.err
}

// again gives somebody who was drawn a place at the other station, and tells them.
func again(w *act.Work, s *Sample, e *Exam, at *unit.Unit) error {
	c, err := act.Load[cases.Case](w, cases.Table, e.Home, e.Case)
	if err != nil {
		return err
	}
	a := appointmentOf(w, c, at, Blind)
	a.Sample, a.Drawer = s.ID, s.County
	if err := place(w, a, at, s.On); err != nil {
		return err
	}
	w.Save(Appointments, a)
	return c.Tell(w, true, i18n.T("您被抽签选中复检", "You were drawn by lot to be examined again"),
		i18n.T("这是对体检站的随机抽查,不是对您的怀疑。请于 {day} {time} 到{station},时间不便可在本人页面改约。", "This checks the station, not you. Please come to {station} on {day} at {time}, or book another time on your page.").
			With("day", a.On, "time", a.Starts, "station", w.Tree.Name(at.Code)))
}

// first finds the examination that a sample compares with.
func (r *room) first(w *act.Work, s *Sample, e *Exam) (*Exam, error) {
	list, err := act.List[Exam](w, Exams, "county = $1 AND application = $2 AND sample = $3 AND kind <> 'sample'", string(s.County), string(e.Case), string(s.ID))
	return first(list), err
}

// compared counts a blind re-examination. The result of the person does not change
// by it: where the two differ, the application goes to a recheck, which a third
// station decides. Where too many differ an alarm is opened.
func (r *room) compared(w *act.Work, e *Exam, c *cases.Case) error {
	s, err := act.Load[Sample](w, Samples, e.Drawer, e.Sample)
	if err != nil {
		return err
	}
	before, err := r.first(w, s, e)
	if err != nil || before == nil {
		return err
	}
	s.Compared++
	if before.Outcome != e.Outcome && e.Outcome != string(Recheck) {
		s.Differ++
		if e.Outcome == string(Fail) {
			s.Failed++
		}
		if err := differ(w, c); err != nil {
			return err
		}
	}
	w.Save(Samples, s)
	n := numbers{view: r.Pack.On(w.Today())}
	limit, tail, many := n.decimal("physical.disagreement_limit_percent"), n.decimal("physical.disagreement_tail_percent"), n.decimal("physical.reexamine_all_percent")
	if n.err != nil {
		return n.err
	}
	s.Lower = fmt.Sprintf("%.2f", sample.Lower(s.Differ, s.Compared, tail)*100)
	seats, err := seatsOf(w, s)
	if err != nil {
		return err
	}
	switch {
	// Whoever has not come yet is counted as if they agreed: the order cannot be put
	// off by one who stays away, and is never given that the last comparison could undo.
	case sample.Alarm(s.Differ, s.Drawn, limit, tail):
		return raise(w, s, Disagreement)
	case sample.Many(s.Failed, seats, many):
		return raise(w, s, ManyFailed)
	}
	return nil
}

// open results are those that a blind re-examination may still send to a recheck.
var openResults = []string{cases.PhysicalPass, cases.PhysicalFail, cases.InVetting, cases.Qualified, cases.Trained, cases.Scored}

func differ(w *act.Work, c *cases.Case) error {
	if !slices.Contains(openResults, c.State) {
		return nil
	}
	c.State, c.PlaceKept = cases.Recheck, true
	w.Save(cases.Table, c)
	return c.TellDiscreetlyAs(w, i18n.T("两次检查结果不一致,需要复查", "Two examinations differ; you are to be rechecked"), onwards,
		i18n.T("抽查结果与首次检查不一致,将由第三个体检站复查决定;期间为您保留名额。", "The examination drawn by lot and the first one differ; a third station decides, and your place is kept meanwhile."), i18n.Text{})
}

// seatsOf is the quota of the county of the station that is checked.
func seatsOf(w *act.Work, s *Sample) (seats int64, err error) {
	_, err = w.Query("SELECT seats FROM quota WHERE county = $1 AND unit = $2 AND cycle = $3 AND state = $4", []any{string(s.County), string(s.County), string(s.Cycle), quota.Issued}, &seats)
	return seats, err
}
