package medical

import (
	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/field"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/outbox"
	"muster/internal/frame/record"
	"muster/internal/frame/register"
	"muster/internal/frame/unit"
	"muster/internal/intake/cases"
	"muster/internal/office/role"
)

// Kind is why somebody is examined.
type Kind string

// The kinds.
const (
	First Kind = "first"
	Again Kind = "recheck"
	Blind Kind = "sample" // drawn by lot, to compare
)

// Options is the closed list of kinds.
func (Kind) Options() []field.Option {
	return []field.Option{{Value: string(First), Label: i18n.T("首次", "first")}, {Value: string(Again), Label: i18n.T("复查", "recheck")},
		{Value: string(Blind), Label: i18n.T("抽查", "drawn by lot")}}
}

// Appointment is somebody's place in a session, or on its waiting list. Its id is
// the candidate of the blind numbers.
type Appointment struct {
	record.Base
	Case    ident.ID   `f:"application,hidden" zh:"应征" en:"Application"`
	Home    unit.Code  `f:"application_home,hidden" zh:"应征属地" en:"Home of the application"`
	Person  ident.ID   `f:"person,hidden,filter,ref=person" zh:"人员" en:"Person"`
	Name    string     `f:"name,search,class=I1,max=60" zh:"姓名" en:"Name"`
	Station unit.Code  `f:"station,filter" zh:"体检站" en:"Station"`
	On      clock.Date `f:"exam_on,filter,sort" zh:"体检日期" en:"Day"`
	Starts  string     `f:"starts,filter,max=5" zh:"时间" en:"Time"`
	Session ident.ID   `f:"session,hidden" zh:"场次" en:"Session"`
	Kind    Kind       `f:"kind,filter" zh:"类别" en:"Kind"`
	WalkIn  bool       `f:"walk_in,filter" zh:"现场登记" en:"Walked in"`
	Queue   int64      `f:"queue" zh:"候补序号" en:"Place on the waiting list"`
	Sample  ident.ID   `f:"sample,hidden" zh:"抽查" en:"Sample"`
	Drawer  unit.Code  `f:"sample_home,hidden" zh:"抽查属地" en:"Home of the sample"`
}

// States of an appointment.
const (
	Booked    = "booked"
	Waits     = "waiting"
	Attended  = "attended"
	Missed    = "missed" // never adverse: another time can be booked
	Cancelled = "cancelled"
)

// Appointments is the table of appointments.
var Appointments = personal(record.NewTable[Appointment]("exam_appointment", i18n.T("体检预约", "Appointment for the examination"),
	record.State{Name: Booked, Label: i18n.T("已预约", "booked")},
	record.State{Name: Waits, Label: i18n.T("候补", "waiting")},
	record.State{Name: Attended, Label: i18n.T("已到检", "attended")},
	record.State{Name: Missed, Label: i18n.T("未到,可改约", "missed; another time can be booked")},
	record.State{Name: Cancelled, Label: i18n.T("已取消", "cancelled"), End: true}, act.VoidState))

func personal(t *record.Table) *record.Table {
	t.Personal = true
	return t
}

// Summons is the body of summoning somebody to an examination.
type Summons struct {
	Station unit.Code  `f:"station,required" zh:"体检站" en:"Station"`
	On      clock.Date `f:"exam_on,required" zh:"日期" en:"Day"`
}

// Choice is the body of booking another time: a session with a free place.
type Choice struct {
	Session ident.ID  `f:"exam_session,required,ref=exam_session" zh:"场次" en:"Session"`
	Home    unit.Code `f:"exam_session_home,required" zh:"场次属地" en:"Home of the session"`
}

// Words is the body of an act that needs its reason in words.
type Words struct {
	Reason string `f:"reason,required,long,max=500" zh:"理由" en:"Reason"`
}

// Empty is the body of an act that says all by itself.
type Empty struct{}

func (r *room) declareAppointments() {
	act.Declare(r.Book, act.Spec[cases.Case, *cases.Case, Summons]{
		Name: "application.summon", Title: i18n.T("通知体检", "Summon to the examination"), Table: cases.Table, From: []string{cases.Preselected, cases.Recheck},
		To: []string{cases.Summoned}, By: []access.Grant{officer}, Basis: "conscription-regulation 19", Do: summon})
	act.Declare(r.Book, act.Spec[Appointment, *Appointment, Choice]{
		Name: "exam_appointment.rebook", Title: i18n.T("改约体检时间", "Book another time"), Table: Appointments, From: []string{Booked, Waits, Missed}, To: []string{Booked},
		By: []access.Grant{role.Self(), officer}, Basis: "conscription-regulation 19", Do: rebook})
	act.Declare(r.Book, act.Spec[Appointment, *Appointment, Empty]{
		Name: "exam_appointment.miss", Cause: true, Title: i18n.T("登记未到", "Note that somebody did not come"), Table: Appointments, From: []string{Booked}, To: []string{Missed},
		By: []access.Grant{atStation(role.Desk), officer}, Basis: "conscription-regulation 19", Do: miss})
	act.Declare(r.Book, act.Spec[Appointment, *Appointment, Words]{
		Name: "exam_appointment.cancel", Cause: true, Title: i18n.T("取消预约", "Cancel the appointment"), Table: Appointments, From: []string{Booked, Waits, Missed}, To: []string{Cancelled},
		By: []access.Grant{officer, inspector}, Basis: "conscription-regulation 19", Do: cancel})
	r.Shelf.Add(r.Book, &register.Register{Table: Appointments, Floor: "intake", Columns: []string{"name", "exam_on", "starts", "kind", "walk_in", "state"},
		Read: []access.Grant{role.Self(), officer, inspector, atStation(role.Desk)}})
}

// summon gives somebody a place in the first session of the day that has one, or a
// place on its waiting list. A recheck is at another station.
func summon(w *act.Work, c *cases.Case, b *Summons) error {
	at, ok := w.Tree.Get(b.Station)
	if !ok {
		return act.UnknownUnit(b.Station)
	}
	kind := First
	if c.State == cases.Recheck {
		kind = Again
		if err := elsewhere(w, c, b.Station); err != nil {
			return err
		}
	}
	a := appointmentOf(w, c, at, kind)
	if err := place(w, a, at, b.On); err != nil {
		return err
	}
	w.Save(Appointments, a)
	c.Station, c.ExamOn, c.State = b.Station, "", cases.Summoned
	if a.State == Waits {
		return c.Tell(w, true, i18n.T("体格检查候补", "You are on the waiting list"), i18n.T("{day} {station}名额已满,您列候补第 {n} 位;有空缺即通知您,也可在本人页面改约。",
			"The places at {station} on {day} are taken; you are number {n} of those waiting and will be told, or book another time on your page.").
			With("day", b.On, "station", w.Tree.Name(b.Station), "n", a.Queue))
	}
	c.ExamOn = b.On
	return c.Tell(w, true, i18n.T("体格检查通知", "Your physical examination"),
		i18n.T("请于 {day} {time} 到{station}参加体格检查,携带居民身份证;时间不便可在本人页面改约。", "Please come to {station} on {day} at {time} with your identity card; you can book another time on your page.").
			With("day", a.On, "time", a.Starts, "station", w.Tree.Name(b.Station)))
}

// elsewhere refuses a station that has examined somebody before: a recheck is done
// by others.
func elsewhere(w *act.Work, c *cases.Case, station unit.Code) error {
	var before int64
	_, err := w.Query("SELECT COUNT(*) FROM exam WHERE application = $1 AND station = $2 AND state <> 'void'", []any{string(c.ID), string(station)}, &before)
	if err == nil && before > 0 {
		return conflict("exam.other_station", "复查须到另一个体检站,由另一名医生办理。", "A recheck is done at another station, by other doctors.")
	}
	return err
}

func appointmentOf(w *act.Work, c *cases.Case, at *unit.Unit, kind Kind) *Appointment {
	a := &Appointment{Case: c.ID, Home: c.County, Person: c.Person, Name: c.Name, Station: at.Code, Kind: kind}
	a.Base = record.Base{County: at.Home, ID: w.NewID(), Unit: at.Code, Place: at.Place}
	return a
}

// place takes a place in a session of the day, or on its waiting list.
func place(w *act.Work, a *Appointment, at *unit.Unit, on clock.Date) error {
	list, err := sessionsOn(w, at, on)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return conflict("exam.no_session", "{station}在 {day} 没有体检场次,请先开设。", "{station} has no session on {day}; open one first.", "station", w.Tree.Name(at.Code), "day", on)
	}
	for _, s := range list {
		if s.Free() > 0 {
			s.Booked++
			a.in(s, Booked)
			w.Save(Sessions, s)
			return nil
		}
	}
	s := list[0]
	s.Waiting++
	s.Queue++
	a.Queue = s.Queue
	a.in(s, Waits)
	w.Save(Sessions, s)
	return nil
}

func (a *Appointment) in(s *Session, state string) {
	a.Session, a.On, a.Starts, a.State = s.ID, s.On, s.Starts, state
}

// enter writes the day of a booked appointment on the case that waits for it.
func (a *Appointment) enter(w *act.Work) error {
	if a.Kind == Blind {
		return nil
	}
	c, err := act.Load[cases.Case](w, cases.Table, a.Home, a.Case)
	if err != nil || c.State != cases.Summoned {
		return err
	}
	c.ExamOn = a.On
	w.Save(cases.Table, c)
	return nil
}

// fileHome is the home county of the candidate's file, which is not that of the case
// for somebody who applies at their residence or campus.
func (a *Appointment) fileHome(w *act.Work) (unit.Code, error) {
	list, err := act.List[cases.Case](w, cases.Table, "county = $1 AND id = $2", string(a.Home), string(a.Case))
	if err != nil || len(list) == 0 {
		return a.Home, err
	}
	return list[0].FileHome(), nil
}

func (a *Appointment) tell(w *act.Work, subject, body i18n.Text) error {
	home, err := a.fileHome(w)
	if err == nil {
		w.Notify(outbox.Notice{County: home, Person: a.Person, Channel: outbox.Page, Subject: subject, Body: body})
	}
	return err
}

// leave frees the place of an appointment in its session.
func (a *Appointment) leave(w *act.Work, s *Session) error {
	switch a.State {
	case Booked:
		if a.WalkIn {
			s.Walked--
		} else {
			s.Booked--
		}
	case Waits:
		s.Waiting--
		a.Queue = 0
	}
	w.Save(Sessions, s)
	return advance(w, s, a.ID)
}

func noPlace() error {
	return fault.New(fault.Conflict, "exam.walk_in_full", "今天的现场名额已用完,请预约。", "The places for walk-ins today are taken; please book.")
}
