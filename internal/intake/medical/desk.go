package medical

import (
	"encoding/json"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
	"muster/internal/intake/cases"
	"muster/internal/intake/medical/blind"
	"muster/internal/office/role"
	"muster/internal/people"
)

// Arrival is the body by which the desk admits somebody who has come.
type Arrival struct {
	Identity bool `f:"identity_checked,required" zh:"已当面核对身份证件与本人" en:"Identity document and person compared"`
}

// WalkingIn is the body by which the desk takes somebody without an appointment.
type WalkingIn struct {
	IDNo string `f:"id_no,required,secret,code,max=30" zh:"公民身份号码" en:"Citizen number"`
}

func (r *room) declareDesk() {
	act.Declare(r.Book, act.Spec[Appointment, *Appointment, WalkingIn]{
		Name: "exam_appointment.walk_in", Title: i18n.T("现场登记", "Take a walk-in"), Table: Appointments, New: true, To: []string{Booked},
		By: []access.Grant{atStation(role.Desk)}, Basis: "conscription-regulation 19", Do: r.walkIn})
	act.Declare(r.Book, act.Spec[Appointment, *Appointment, Arrival]{
		Name: "exam_appointment.admit", Title: i18n.T("核对身份并发临时编号", "Check identity, give the numbers"), Table: Appointments,
		From: []string{Booked}, To: []string{Attended}, By: []access.Grant{atStation(role.Desk)}, Basis: "conscription-regulation 20", Do: r.admit})
}

// walkIn takes somebody who shows an identity document and waits for an
// examination, within the share of walk-ins. Whatever appointment they had is
// given up.
func (r *room) walkIn(w *act.Work, a *Appointment, b *WalkingIn) error {
	at, ok := w.Tree.Get(w.Actor.Unit)
	if !ok {
		return act.UnknownUnit(w.Actor.Unit)
	}
	c, err := r.waitingCase(w, at, b.IDNo)
	if err != nil {
		return err
	}
	if err := theirStation(c, at); err != nil {
		return err
	}
	kind, err := giveUp(w, c, at)
	if err != nil {
		return err
	}
	today, err := sessionsOn(w, at, w.Today())
	if err != nil {
		return err
	}
	for _, s := range today {
		if s.FreeToWalkIn() == 0 {
			continue
		}
		s.Walked++
		w.Save(Sessions, s)
		head := a.Base
		*a = *appointmentOf(w, c, at, kind)
		a.ID, a.WalkIn = head.ID, true
		a.in(s, Booked)
		c.Station, c.ExamOn, c.State = at.Code, a.On, cases.Summoned
		w.Save(cases.Table, c)
		return nil
	}
	return noPlace()
}

// waitingCase finds the application of a person that waits for an examination: kept
// by the county of the file, or by that of the station for those who apply where
// they live or study.
func (r *room) waitingCase(w *act.Work, at *unit.Unit, number string) (*cases.Case, error) {
	county, person, found, err := people.Numbered(w, r.House, number)
	if err != nil {
		return nil, err
	}
	if found {
		list, err := act.Take[cases.Case](w, cases.Table, "county IN ($1, $3) AND person = $2 AND state IN ('preselected', 'summoned', 'recheck') ORDER BY id DESC",
			string(county), string(person), string(at.Home))
		if err != nil || len(list) > 0 {
			return first(list), err
		}
	}
	return nil, fault.New(fault.Conflict, "exam.nobody", "没有待体检的应征记录与该证件相符。", "Nobody who waits for an examination has this document.").
		OnField("id_no", "exam.nobody", "没有相符的记录。", "Nothing fits.")
}

func first[T any](list []*T) *T {
	if len(list) == 0 {
		return nil
	}
	return list[0]
}

// giveUp ends the open appointment of a case, if any, and says of which kind the
// next one is. Somebody with a place today at this station needs no other.
func giveUp(w *act.Work, c *cases.Case, at *unit.Unit) (Kind, error) {
	kind := First
	if c.State == cases.Recheck {
		kind = Again
	}
	open, err := act.Take[Appointment](w, Appointments, "application = $1 AND kind <> 'sample' AND state IN ('booked', 'waiting', 'missed')", string(c.ID))
	if err != nil {
		return kind, err
	}
	for _, a := range open {
		kind = a.Kind
		if a.State == Booked && a.Station == at.Code && a.On == w.Today() {
			return kind, conflict("exam.expected", "此人今天在本站已有预约,请直接办理。", "They are expected here today; admit them.")
		}
		s, err := act.Load[Session](w, Sessions, a.County, a.Session)
		if err != nil {
			return kind, err
		}
		if err := a.leave(w, s); err != nil {
			return kind, err
		}
		a.State = Cancelled
		w.Save(Appointments, a)
	}
	if kind == Again {
		return kind, elsewhere(w, c, at.Code)
	}
	return kind, nil
}

// theirStation refuses a walk-in at a station of a county that does not handle the
// case, unless they are summoned there: nobody looks for a station that would take them.
func theirStation(c *cases.Case, at *unit.Unit) error {
	if at.Home == c.County || c.State == cases.Summoned && at.Code == c.Station {
		return nil
	}
	return conflict("exam.station", "此人的应征由另一县办理,请到该县或通知书上的体检站。", "Another county handles their application; they go to its station, or to that of the summons.")
}

// link is what the record of a section keeps closed under the blind key: whose it
// is, and what its rules need to know of them.
type link struct {
	Candidate ident.ID   `json:"c"` // the appointment
	At        unit.Code  `json:"a"` // its home county
	Person    ident.ID   `json:"p"`
	Sex       people.Sex `json:"s"`
	Law       clock.Date `json:"l"` // the law of this day
	Desk      ident.ID   `json:"d"` // who checked the identity
}

func (l link) text() string {
	raw, _ := json.Marshal(l) // texts always encode
	return string(raw)
}

// openLink reads the link of a section's record.
func openLink(key blind.Key, p *Part) (l link, err error) {
	text, err := key.Open(p.Link, p.ID)
	if err == nil {
		err = json.Unmarshal([]byte(text), &l)
	}
	return l, err
}

func (r *room) open(p *Part) (link, error) { return openLink(r.key, p) }

// admit is the identity event: the desk has compared document and person. Only it
// opens an examination, and only for the same day; it makes a record for every
// section under a number of its own.
func (r *room) admit(w *act.Work, a *Appointment, b *Arrival) error {
	if !b.Identity {
		return fault.New(fault.Invalid, "exam.identity", "须先当面核对身份。", "Compare document and person first.").OnField("identity_checked", "field.required", "必须核对。", "This is required.")
	}
	if a.On != w.Today() {
		return conflict("exam.day", "预约日期为 {day},只能当日办理;可先改约或现场登记。", "The appointment is for {day} and can only be used on that day.", "day", a.On)
	}
	c, err := act.Load[cases.Case](w, cases.Table, a.Home, a.Case)
	if err != nil {
		return err
	}
	if a.Kind != Blind {
		if c.State != cases.Summoned {
			return conflict("exam.state", "该应征已不在待体检状态。", "This application no longer waits for an examination.")
		}
		c.Move(cases.Examined, cases.ReachExamined)
		w.Save(cases.Table, c)
	}
	e := &Exam{Candidate: a.ID, Case: c.ID, Home: c.County, Subject: c.Person, Cycle: c.Cycle, CycleHome: c.CycleHome, Law: c.PolicyDay, Sex: c.Sex,
		Station: a.Station, On: w.Today(), Kind: a.Kind, Again: a.Kind == Again, Sample: a.Sample, Drawer: a.Drawer}
	e.Base = record.Base{County: a.County, ID: r.key.Record(a.ID, blind.Chief), Unit: a.Unit, Place: a.Place, State: Waiting}
	if err := r.openParts(w, a, e); err != nil {
		return err
	}
	w.Save(Exams, e)
	a.State = Attended
	return nil
}

// openParts makes the records of the sections, under numbers that nobody else has
// at this station on this day, each with its examiner.
func (r *room) openParts(w *act.Work, a *Appointment, e *Exam) error {
	sections := r.sections()
	attempt, err := r.unused(w, a, sections)
	if err != nil {
		return err
	}
	give, err := r.assigner(w, a)
	if err != nil {
		return err
	}
	e.Number = r.key.Number(a.ID, blind.Chief, attempt)
	l := link{a.ID, a.County, a.Person, e.Sex, e.Law, w.Actor.Account}.text()
	for _, s := range sections {
		p := &Part{Number: r.key.Number(a.ID, s.Code, attempt), Section: s.Code, Station: a.Station, On: w.Today()}
		p.Base = record.Base{County: a.County, ID: r.key.Record(a.ID, s.Code), Unit: a.Unit, Place: a.Place, State: Waiting}
		p.Link = r.key.Close(l, p.ID)
		p.Examiner = give(s.Code, p.Number)
		w.Save(Parts, p)
	}
	return nil
}

// unused is the least attempt at which none of the candidate's numbers is taken at
// the station on the day.
func (r *room) unused(w *act.Work, a *Appointment, sections []Section) (attempt int, err error) {
	for ; ; attempt++ {
		args := &access.Args{}
		text := "SELECT COUNT(*) FROM exam_section WHERE county = " + args.Add(string(a.County)) + " AND station = " + args.Add(string(a.Station)) +
			" AND exam_on = " + args.Add(string(w.Today())) + " AND number IN (''"
		for _, s := range sections {
			text += ", " + args.Add(r.key.Number(a.ID, s.Code, attempt))
		}
		var taken int64
		if _, err := w.Query(text+")", args.Values, &taken); err != nil || taken == 0 {
			return attempt, err
		}
	}
}
