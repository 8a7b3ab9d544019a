package medical

import (
	"time"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/register"
	"muster/internal/frame/unit"
	"muster/internal/office/role"
)

// Session is the places of a station at one time of one day. Whoever takes or
// frees a place locks this row; a CHECK of the database refuses an overshoot even
// if a rule were wrong.
type Session struct {
	record.Base
	Station  unit.Code  `f:"station,required,filter" zh:"体检站" en:"Station"`
	On       clock.Date `f:"exam_on,required,filter,sort" zh:"体检日期" en:"Day"`
	Starts   string     `f:"starts,required,filter,max=5" zh:"开始时间" en:"Begins at"`
	Capacity int64      `f:"capacity,min=1,max=5000" zh:"容量" en:"Places"`
	WalkIn   int64      `f:"walk_in_percent,min=0,max=100" zh:"现场名额比例(%)" en:"Share for walk-ins (%)"`
	Booked   int64      `f:"booked" zh:"已预约" en:"Booked"`
	Walked   int64      `f:"walked_in" zh:"现场已用" en:"Walk-ins taken"`
	Waiting  int64      `f:"waiting" zh:"候补" en:"Waiting"`
	Queue    int64      `f:"queue,hidden" zh:"候补序号" en:"Last number of the waiting list"`
}

// Open is the state of a session in which places are given.
const Open = "open"

// Sessions is the table of sessions.
var Sessions = record.NewTable[Session]("exam_session", i18n.T("体检场次", "Examination session"),
	record.State{Name: Open, Label: i18n.T("开放", "open")}, act.VoidState)

// walkSeats are the places that are kept for walk-ins.
func (s *Session) walkSeats() int64 { return s.Capacity * s.WalkIn / 100 }

// Free is the places that can still be booked.
func (s *Session) Free() int64 { return max(0, s.Capacity-s.walkSeats()-s.Booked) }

// FreeToWalkIn is the places that somebody who comes without an appointment can
// still have.
func (s *Session) FreeToWalkIn() int64 { return max(0, s.walkSeats()-s.Walked) }

// Opening is the body of opening a session.
type Opening struct {
	Station  unit.Code  `f:"station,required" zh:"体检站" en:"Station"`
	On       clock.Date `f:"exam_on,required" zh:"体检日期" en:"Day"`
	Starts   string     `f:"starts,required,max=5" zh:"开始时间(如 08:00)" en:"Begins at (such as 08:00)"`
	Capacity int64      `f:"capacity,required,min=1,max=5000" zh:"容量" en:"Places"`
	WalkIn   *int64     `f:"walk_in_percent,min=0,max=100" zh:"现场名额比例(%,空则按规定)" en:"Share for walk-ins (%, as the rules say where empty)"`
}

// Resizing is the body of changing the places of a session.
type Resizing struct {
	Capacity int64  `f:"capacity,required,min=1,max=5000" zh:"容量" en:"Places"`
	Reason   string `f:"reason,required,long,max=300" zh:"事由" en:"Reason"`
}

// readers of sessions: whoever may have to choose one.
func sessionReaders() []access.Grant {
	return []access.Grant{{Role: role.Citizen, Relation: access.Anybody, Purposes: []access.Purpose{role.Own}}, officer, inspector, role.Grant(role.Supervisor, role.Integrity), atStation(role.Desk), atStation(role.ChiefExaminer)}
}

func (r *room) declareSessions() {
	act.Declare(r.Book, act.Spec[Session, *Session, Opening]{Name: "exam_session.open", Title: i18n.T("开设体检场次", "Open a session"), Table: Sessions, New: true,
		To: []string{Open}, By: []access.Grant{officer}, Basis: "conscription-regulation 19", Do: r.openSession,
		Unit: func(_ *act.Work, b *Opening) (unit.Code, error) { return b.Station, nil }})
	act.Declare(r.Book, act.Spec[Session, *Session, Resizing]{Name: "exam_session.resize", Title: i18n.T("调整场次容量", "Change the places"), Table: Sessions,
		From: []string{Open}, By: []access.Grant{officer}, Basis: "conscription-regulation 19",
		Do: func(w *act.Work, s *Session, b *Resizing) error { return resize(w, s, b) }})
	r.Shelf.Add(r.Book, &register.Register{Table: Sessions, Floor: "intake", Read: sessionReaders(), Import: "exam_session.open",
		Columns: []string{"station", "exam_on", "starts", "capacity", "booked", "walked_in", "waiting"}})
}

func (r *room) openSession(w *act.Work, s *Session, b *Opening) error {
	if _, err := time.Parse("15:04", b.Starts); err != nil || len(b.Starts) != len("15:04") {
		return fault.New(fault.Invalid, "session.time", "时间应写作 08:00。", "Write the time as 08:00.").OnField("starts", "session.time", "应写作 08:00。", "Such as 08:00.")
	}
	if b.On < w.Today() {
		return fault.New(fault.Invalid, "session.past", "该日已过。", "That day has passed.").OnField("exam_on", "session.past", "已过。", "It has passed.")
	}
	same, err := act.List[Session](w, Sessions, "county = $1 AND station = $2 AND exam_on = $3 AND starts = $4 AND state = 'open'",
		string(s.County), string(b.Station), string(b.On), b.Starts)
	if err != nil {
		return err
	}
	if len(same) > 0 {
		return conflict("session.doubled", "该场次已开设。", "This session is open already.")
	}
	n := numbers{view: r.Pack.On(w.Today())}
	share := n.int("physical.walk_in_percent")
	if b.WalkIn != nil {
		share = *b.WalkIn
	}
	s.Station, s.On, s.Starts, s.Capacity, s.WalkIn, s.State = b.Station, b.On, b.Starts, b.Capacity, share, Open
	return n.err
}

// resize never takes a place away from somebody who has one; places that come
// free go to the waiting list, in its order.
func resize(w *act.Work, s *Session, b *Resizing) error {
	old := s.Capacity
	s.Capacity = b.Capacity
	if s.Capacity-s.walkSeats() < s.Booked || s.walkSeats() < s.Walked {
		s.Capacity = old
		return conflict("session.taken", "已有 {n} 人预约、{m} 人现场登记,容量不能减到其下。", "{n} have booked and {m} walked in; the places cannot be fewer.", "n", s.Booked, "m", s.Walked)
	}
	return advance(w, s, "")
}

// sessionsOn locks the sessions of a station on a day, the earliest first.
func sessionsOn(w *act.Work, station *unit.Unit, on clock.Date) ([]*Session, error) {
	return act.Take[Session](w, Sessions, "county = $1 AND station = $2 AND exam_on = $3 AND state = 'open' ORDER BY starts, id",
		string(station.Home), string(station.Code), string(on))
}

// lockBoth locks two sessions, always in the same order so that nobody waits for
// somebody who waits for them. They may be one and the same.
func lockBoth(w *act.Work, home1 unit.Code, id1 ident.ID, home2 unit.Code, id2 ident.ID) (first, second *Session, err error) {
	if id1 == id2 {
		first, err = act.Load[Session](w, Sessions, home1, id1)
		return first, first, err
	}
	if id2 < id1 {
		second, first, err = lockBoth(w, home2, id2, home1, id1)
		return first, second, err
	}
	if first, err = act.Load[Session](w, Sessions, home1, id1); err != nil {
		return nil, nil, err
	}
	second, err = act.Load[Session](w, Sessions, home2, id2)
	return first, second, err
}

// advance gives the free places of a session to those who wait, in their order;
// leaving is an appointment that has just left the list.
func advance(w *act.Work, s *Session, leaving ident.ID) error {
	if s.Free() == 0 || s.Waiting == 0 {
		return nil
	}
	list, err := act.Take[Appointment](w, Appointments, "county = $1 AND session = $2 AND state = 'waiting' ORDER BY queue", string(s.County), string(s.ID))
	if err != nil {
		return err
	}
	for _, a := range list {
		if s.Free() == 0 {
			break
		}
		if a.ID == leaving {
			continue
		}
		s.Booked++
		s.Waiting--
		a.State = Booked
		w.Save(Appointments, a)
		if err := a.enter(w); err != nil {
			return err
		}
		err = a.tell(w, i18n.T("候补成功", "A place has come free for you"), i18n.T("您的体检时间为 {day} {time},地点:{station}。", "You are to be examined on {day} at {time}, at {station}.").
			With("day", a.On, "time", a.Starts, "station", w.Tree.Name(a.Station)))
		if err != nil {
			return err
		}
	}
	return nil
}
