package medical

import (
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

// Furnishing is what is recorded of a room.
type Furnishing struct {
	Station unit.Code `f:"station,required,filter" zh:"体检站" en:"Station"`
	Section string    `f:"section,required,filter,max=40" zh:"科室代码" en:"Section"`
	Room    string    `f:"room,required,search,max=60" zh:"房间" en:"Room"`
	Device  string    `f:"device,max=120" zh:"主要仪器及校准" en:"Main device and its calibration"`
}

// Room is one room of a section at a station.
type Room struct {
	record.Base
	Furnishing
}

// Rooms is the table of rooms.
var Rooms = record.NewTable[Room]("exam_room", i18n.T("体检科室房间", "Examination room"), register.PlainStates()...)

// Service is what is recorded of a doctor's duty.
type Service struct {
	Account ident.ID   `f:"account,required,filter,ref=account" zh:"医生" en:"Doctor"`
	Station unit.Code  `f:"station,required,filter" zh:"体检站" en:"Station"`
	Section string     `f:"section,required,filter,max=40" zh:"科室代码" en:"Section"`
	From    clock.Date `f:"on_from,required,sort" zh:"自" en:"From"`
	Until   clock.Date `f:"on_until,required,sort" zh:"至" en:"Until"`
}

// Duty is a doctor's duty in a section for some days.
type Duty struct {
	record.Base
	Service
}

// Roster is the table of duties.
var Roster = record.NewTable[Duty]("exam_duty", i18n.T("体检医生值守", "Doctor on duty"), register.PlainStates()...)

func (r *room) declareStations() {
	keep := []access.Grant{officer}
	staff := append([]access.Grant{inspector, atStation(role.Desk), atStation(role.ChiefExaminer)}, keep...)
	register.Declare(r.Book, r.Shelf, register.Plain[Room, *Room, Furnishing]{
		Table: Rooms, Floor: "intake", Columns: []string{"station", "section", "room", "state"}, Read: append([]access.Grant{atStation(role.Examiner)}, staff...), Keep: keep,
		Content: func(x *Room) *Furnishing { return &x.Furnishing },
		Unit:    func(_ *act.Work, f *Furnishing) (unit.Code, error) { return f.Station, nil },
		Check:   func(_ *act.Work, x *Room) error { return r.isSection(x.Section) }})
	register.Declare(r.Book, r.Shelf, register.Plain[Duty, *Duty, Service]{
		Table: Roster, Floor: "intake", Columns: []string{"account", "station", "section", "on_from", "on_until", "state"}, Read: staff, Keep: keep,
		Content: func(d *Duty) *Service { return &d.Service },
		Unit:    func(_ *act.Work, s *Service) (unit.Code, error) { return s.Station, nil },
		Check:   func(w *act.Work, d *Duty) error { return r.dutyFits(w, d) }})
}

// Section is one section of the pack's closed list.
type Section struct {
	Code  string
	Label i18n.Text
}

// SectionsOf lists the sections of a pack, in their order.
func (r *room) sections() (out []Section) {
	for _, t := range r.Pack.Scale("exam_section") {
		out = append(out, Section{t.Code, t.Text})
	}
	return out
}

func (r *room) isSection(code string) error {
	if _, ok := r.Pack.Rank("exam_section", code); ok {
		return nil
	}
	return fault.New(fault.Invalid, "exam.section", "科室“{code}”不在清单中。", "There is no section {code}.", "code", code).
		OnField("section", "exam.section", "不在清单中。", "It is not in the list.")
}

// dutyFits refuses a duty that ends before it begins, or more sections on one day
// than the pack allows: whoever works in two sections could tell which numbers
// belong together.
func (r *room) dutyFits(w *act.Work, d *Duty) error {
	if err := r.isSection(d.Section); err != nil {
		return err
	}
	if d.Until < d.From {
		return fault.New(fault.Invalid, "duty.dates", "截止日早于起始日。", "It ends before it begins.").OnField("on_until", "duty.dates", "早于起始日。", "Before the first day.")
	}
	most, err := r.Pack.On(w.Today()).Int("physical.sections_per_doctor")
	if err != nil {
		return err
	}
	args := &access.Args{Values: []any{string(d.Until), string(d.From), string(d.ID), d.Section}}
	other, err := w.Counts("SELECT section, 1 FROM exam_duty WHERE account IN ("+w.OneOf(d.Account, args)+
		") AND state = 'active' AND on_from <= $1 AND on_until >= $2 AND id <> $3 AND section <> $4", args.Values)
	if err == nil && int64(len(other))+1 > most {
		return conflict("duty.sections", "一名医生同日最多在 {n} 个科室值守,以免串出编号。", "A doctor is on duty in at most {n} sections on one day, so that nobody can join the numbers.", "n", most)
	}
	return err
}

// onDuty lists the doctors on duty in each section of a station on a day.
func onDuty(w *act.Work, station *unit.Unit, on clock.Date) (map[string][]ident.ID, error) {
	list, err := act.List[Duty](w, Roster, "county = $1 AND station = $2 AND state = 'active' AND on_from <= $3 AND on_until >= $3 ORDER BY account",
		string(station.Home), string(station.Code), string(on))
	out := map[string][]ident.ID{}
	for _, d := range list {
		out[d.Section] = append(out[d.Section], d.Account)
	}
	return out, err
}
