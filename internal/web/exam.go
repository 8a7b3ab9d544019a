package web

import (
	"cmp"
	"slices"
	"strings"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
	"muster/internal/intake/medical"
	"muster/internal/intake/medical/blind"
	"muster/internal/office/role"
)

// examRoles are those who work at a station, with their screen.
var examRoles = map[access.Role]string{role.Desk: "/exam/desk", role.Examiner: "/exam/section", role.ChiefExaminer: "/exam/chief"}

// examPage leads to the reader's screen of the exam day.
func (s *server) examPage(q *request) error {
	if to := examRoles[q.actor.Role]; to != "" {
		return q.redirect(to)
	}
	return access.Denied()
}

// at keeps a screen to its role.
func (q *request) at(r access.Role) error {
	if q.actor.Role != r {
		return access.Denied()
	}
	return nil
}

func (s *server) blindKey() blind.Key { return medical.Key(s.App.Keys.Derive) }

// sectionLabel is the reading of a section of the pack.
func (s *server) sectionLabel(code string) i18n.Text {
	for _, t := range s.App.Pack.Scale("exam_section") {
		if t.Code == code {
			return t.Text
		}
	}
	return i18n.Same(code)
}

// deskData is the screen of the registration desk.
type deskData struct {
	Today    clock.Date
	Station  string
	Sessions []deskSession
	Expected []deskRow
	Here     []deskRow
	Queue    string
	Key      string // for the form of a walk-in
}

type deskSession struct {
	Starts           string
	Booked, Capacity int64
	WalkIn           int64 // free places for walk-ins
}

type deskRow struct {
	*medical.Appointment
	KindText i18n.Text
	Key      string
	Slip     string
}

// mostExpected bounds the people on one screen of a desk.
const mostExpected = 1000

func (s *server) deskPage(q *request) error {
	if err := q.at(role.Desk); err != nil {
		return err
	}
	today := s.App.Today()
	d := deskData{Today: today, Station: s.App.Road.Tree().Name(q.actor.Unit), Queue: "/queue/" + string(q.actor.Unit), Key: newKey()}
	reg := s.App.Shelf.Get(medical.Appointments.Name)
	filters := []record.Filter{{Field: "exam_on", Values: []string{string(today)}}, {Field: "state", Values: []string{medical.Booked, medical.Attended}}}
	found, err := s.App.Road.Page(q.Context(), reg.Look(q.actor, role.Medical, "list"), record.Query{Filters: filters, Sort: "starts", Limit: mostExpected})
	if err != nil {
		return err
	}
	for _, r := range found.Records {
		a := r.(*medical.Appointment)
		row := deskRow{Appointment: a, Key: newKey(), Slip: "/exam/slip/" + string(a.County) + "/" + string(a.ID), KindText: kindText(a.Kind)}
		if a.State == medical.Attended {
			d.Here = append(d.Here, row)
		} else {
			d.Expected = append(d.Expected, row)
		}
	}
	slices.SortFunc(d.Here, func(a, b deskRow) int { return cmp.Compare(a.Name, b.Name) })
	if d.Sessions, err = q.deskSessions(today); err != nil {
		return err
	}
	p := q.page(i18n.T("体检登记", "Registration desk"))
	if p.Notice, err = q.done(); err != nil {
		return err
	}
	return q.show(deskPage(p, d))
}

func (q *request) deskSessions(today clock.Date) (out []deskSession, err error) {
	reg := q.s.App.Shelf.Get(medical.Sessions.Name)
	found, err := q.s.App.Road.Page(q.Context(), reg.Look(q.actor, role.Medical, "list"),
		record.Query{Filters: []record.Filter{{Field: "exam_on", Values: []string{string(today)}}}, Sort: "starts", Limit: pageSize})
	for _, r := range found.Records {
		x := r.(*medical.Session)
		out = append(out, deskSession{x.Starts, x.Booked + x.Walked, x.Capacity, x.FreeToWalkIn()})
	}
	return out, err
}

func kindText(k medical.Kind) i18n.Text {
	for _, o := range k.Options() {
		if o.Value == string(k) {
			return o.Label
		}
	}
	return i18n.Same(string(k))
}

// slipData is the slip with somebody's numbers, which they carry from door to door.
type slipData struct {
	Name    string
	Station string
	Number  string // of the whole examination
	Lines   []slipLine
}

type slipLine struct {
	Section i18n.Text
	Room    string
	Number  string
}

// slipPage is the numbers of somebody who was admitted. The desk alone sees name and
// numbers together, and no results.
func (s *server) slipPage(q *request) error {
	if err := q.at(role.Desk); err != nil {
		return err
	}
	reg := s.App.Shelf.Get(medical.Appointments.Name)
	rec, err := s.App.Road.One(q.Context(), reg.Look(q.actor, role.Medical, "view"), unit.Code(q.PathValue("county")), ident.ID(q.PathValue("id")))
	if err != nil {
		return err
	}
	a, e := rec.(*medical.Appointment), &medical.Exam{}
	rooms := map[string]string{}
	err = s.read(q.Context(), func(tx *db.Tx) error {
		list, err := record.All[medical.Room](tx, medical.Rooms, "county = $1 AND station = $2 AND state = 'active' ORDER BY room", string(a.County), string(a.Station))
		for _, x := range list {
			rooms[x.Section] = strings.TrimPrefix(rooms[x.Section]+"、"+x.Room, "、")
		}
		if err != nil {
			return err
		}
		return medical.Exams.Load(tx, a.County, s.blindKey().Record(a.ID, blind.Chief), e, false)
	})
	if err != nil {
		return err
	}
	numbers := medical.Numbers(s.App.Pack, s.blindKey(), a, e)
	d := slipData{Name: a.Name, Station: s.App.Road.Tree().Name(a.Station), Number: numbers[blind.Chief]}
	for _, t := range s.App.Pack.Scale("exam_section") {
		d.Lines = append(d.Lines, slipLine{t.Text, rooms[t.Code], numbers[t.Code]})
	}
	p := q.page(i18n.T("体检编号单", "Slip with the numbers"))
	if p.Notice, err = q.done(); err != nil {
		return err
	}
	return q.show(slipPage(p, d))
}

// queueData is the screen in the hall: rooms and numbers, nothing else.
type queueData struct {
	Station string
	Lines   []queueLine
	Hold    bool
	Toggle  string
}

type queueLine struct {
	Section i18n.Text
	Room    string
	Called  []string
	Waiting int
}

// queueRefresh is how often the screen in the hall asks anew, in seconds. The
// browser does it by itself, without a script; whoever reads it can stop it.
const queueRefresh = "15"

// queuePage shows the numbers that are called, and how many wait. Anybody may see it,
// and therefore it names none of those that wait: somebody who arrives gets a number
// for every section at the same moment, and whoever watched the screen could tell
// which numbers are one person.
func (s *server) queuePage(q *request) error {
	at, ok := s.App.Road.Tree().Get(unit.Code(q.PathValue("station")))
	if !ok {
		return fault.New(fault.Unknown, "page.unknown", "没有这个页面。", "There is no such page.")
	}
	d := queueData{Station: at.Name, Hold: q.URL.Query().Get("hold") != "", Toggle: "/queue/" + string(at.Code)}
	if !d.Hold {
		q.w.Header().Set("Refresh", queueRefresh)
		d.Toggle += "?hold=1"
	}
	byState, rooms := map[[2]string][]string{}, map[string]string{}
	err := s.read(q.Context(), func(tx *db.Tx) error {
		clear(byState)
		clear(rooms)
		parts, err := record.All[medical.Part](tx, medical.Parts, "county = $1 AND station = $2 AND exam_on = $3 AND state IN ('waiting', 'called') ORDER BY number",
			string(at.Home), string(at.Code), string(s.App.Today()))
		for _, x := range parts {
			byState[[2]string{x.Section, x.State}] = append(byState[[2]string{x.Section, x.State}], x.Number)
		}
		if err != nil {
			return err
		}
		list, err := record.All[medical.Room](tx, medical.Rooms, "county = $1 AND station = $2 AND state = 'active' ORDER BY room", string(at.Home), string(at.Code))
		for _, x := range list {
			rooms[x.Section] = strings.TrimPrefix(rooms[x.Section]+"、"+x.Room, "、")
		}
		return err
	})
	if err != nil {
		return err
	}
	for _, t := range s.App.Pack.Scale("exam_section") {
		d.Lines = append(d.Lines, queueLine{t.Text, rooms[t.Code], byState[[2]string{t.Code, medical.Called}], len(byState[[2]string{t.Code, medical.Waiting}])})
	}
	return q.show(queuePage(q.page(i18n.T("候检", "Waiting")), d))
}

// examTarget is where a reader goes after an act of the exam day; "" for elsewhere.
func examTarget(kind string, a act.Answer) string {
	switch kind {
	case "exam_appointment.admit":
		return "/exam/slip/" + string(a.County) + "/" + string(a.Subject)
	case "exam_appointment.walk_in":
		return "/exam/desk"
	case "exam.conclude":
		return "/exam/chief"
	case "exam_section.call", "exam_section.sign", "exam_section.amend":
		return "/exam/section/" + string(a.County) + "/" + string(a.Subject)
	}
	return ""
}
