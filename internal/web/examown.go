package web

import (
	"github.com/a-h/templ"

	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
	"muster/internal/intake/medical"
	"muster/internal/intake/medical/blind"
	"muster/internal/office/role"
)

// opinions are what the form of a section offers.
func (d sheetData) opinions(p *page) (out []option) {
	for _, o := range medical.Pass.Options() {
		out = append(out, option{o.Value, o.Label.In(p.Lang), d.Opinion == o.Value})
	}
	return out
}

// described ties the field of an item to what is wrong with it.
func (it sheetItem) described() templ.Attributes {
	if it.Wrong.IsZero() {
		return nil
	}
	return templ.Attributes{"aria-invalid": "true", "aria-describedby": "wrong-" + it.Name}
}

func outcomeLabel(code string) i18n.Text {
	for _, o := range medical.Pass.Options() {
		if o.Value == code {
			return o.Label
		}
	}
	return i18n.Same(code)
}

// appointmentData is a citizen's appointment with the sessions that are free.
type appointmentData struct {
	County  unit.Code
	ID      ident.ID
	Case    ident.ID
	State   value
	On      clock.Date
	Starts  string
	Station string
	Place   int64
	Missed  bool
	Books   bool
	Free    []option
	Key     string
	Results string
}

// appointment reads an appointment of the reader for their page.
func (q *request) appointment(a *medical.Appointment) (appointmentData, error) {
	d := appointmentData{County: a.County, ID: a.ID, Case: a.Case, State: q.valueOf(medical.Appointments, medical.Appointments.Schema.Get("state"), a),
		On: a.On, Starts: a.Starts, Station: q.unitName(a.Station), Key: newKey(), Missed: a.State == medical.Missed,
		Books: a.State == medical.Booked || a.State == medical.Waits || a.State == medical.Missed}
	if a.State == medical.Waits {
		d.Place = a.Queue
	}
	if a.State == medical.Attended {
		return d, q.s.read(q.Context(), func(tx *db.Tx) error {
			e := &medical.Exam{}
			err := medical.Exams.Load(tx, a.County, q.s.blindKey().Record(a.ID, blind.Chief), e, false)
			if err == nil && e.State == medical.Concluded {
				d.Results = "/me/exam/" + string(a.County) + "/" + string(a.ID)
			}
			return err
		})
	}
	if !d.Books {
		return d, nil
	}
	reg := q.s.App.Shelf.Get(medical.Sessions.Name)
	found, err := q.s.App.Road.Page(q.Context(), reg.Look(q.actor, role.Own, "list"), record.Query{Sort: "exam_on", Down: true, Limit: mostExpected,
		Filters: []record.Filter{{Field: "station", Values: []string{string(a.Station)}}, {Field: "state", Values: []string{medical.Open}}}})
	for _, r := range found.Records {
		x := r.(*medical.Session)
		if x.On >= q.s.App.Today() && x.Free() > 0 && x.Waiting == 0 && (x.ID != a.Session || a.State != medical.Booked) {
			d.Free = append([]option{{string(x.ID), string(x.On) + " " + x.Starts, false}}, d.Free...)
		}
	}
	return d, err
}

// examRecords names the records of an examination that the reader went to, so that
// they see who has opened them.
func (q *request) examRecords(a *medical.Appointment) (out []owned) {
	if a.State != medical.Attended {
		return nil
	}
	e := &medical.Exam{Candidate: a.ID}
	e.County, e.ID = a.County, q.s.blindKey().Record(a.ID, blind.Chief)
	out = append(out, owned{medical.Exams, e, true})
	for _, id := range medical.PartIDs(q.s.App.Pack, q.s.blindKey(), e) {
		p := &medical.Part{}
		p.County, p.ID = a.County, id
		out = append(out, owned{medical.Parts, p, true})
	}
	return out
}

// ownExamData is somebody's own results.
type ownExamData struct {
	Station, Day string
	Sections     []chiefSection
}

// ownExamPage shows somebody the results of their own examination once it is
// concluded; what a clinician tells first is left out.
func (s *server) ownExamPage(q *request) error {
	reg := s.App.Shelf.Get(medical.Appointments.Name)
	rec, err := s.App.Road.One(q.Context(), reg.Look(q.actor, role.Own, "view"), unit.Code(q.PathValue("county")), ident.ID(q.PathValue("id")))
	if err != nil {
		return err
	}
	a, e := rec.(*medical.Appointment), &medical.Exam{}
	err = s.read(q.Context(), func(tx *db.Tx) error {
		return medical.Exams.Load(tx, a.County, s.blindKey().Record(a.ID, blind.Chief), e, false)
	})
	if err != nil {
		return err
	}
	if e.State != medical.Concluded || !q.citizen() {
		return record.Missing(medical.Exams.Title)
	}
	parts, err := q.partsOf(e)
	if err != nil {
		return err
	}
	v := q.viewer()
	v.Grants, v.Purpose = medical.OwnReaders(), role.Own
	d := ownExamData{Station: q.unitName(a.Station), Day: string(a.On)}
	for _, p := range parts {
		sheet, err := v.Sheet(q.Context(), p, false)
		if err != nil {
			return err
		}
		if p.Section == "psychology" {
			continue
		}
		d.Sections = append(d.Sections, q.chiefSection(p, sheet, nil))
	}
	return q.show(ownExamPage(q.page(i18n.T("我的体检结果", "My results")), d))
}
