package web

import (
	"fmt"

	"muster/internal/frame/act"
	"muster/internal/frame/db"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/policy"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
	"muster/internal/intake/medical"
	"muster/internal/office/role"
)

// chiefRow is one examination on the chief examiner's list.
type chiefRow struct {
	Number   string
	Day      string
	Signed   int
	Sections int
	Ready    bool
	State    value
	Href     string
}

// chiefListData is the chief examiner's day, by numbers.
type chiefListData struct {
	Ready, Open, Done []chiefRow
	Queue             string
}

func (s *server) chiefListPage(q *request) error {
	if err := q.at(role.ChiefExaminer); err != nil {
		return err
	}
	reg := s.App.Shelf.Get(medical.Exams.Name)
	found, err := s.App.Road.Page(q.Context(), reg.Look(q.actor, role.Medical, "list"),
		record.Query{Filters: []record.Filter{{Field: "state", Values: []string{medical.Waiting}}}, Sort: "number", Limit: mostExpected})
	if err != nil {
		return err
	}
	done, err := s.App.Road.Page(q.Context(), reg.Look(q.actor, role.Medical, "list"), record.Query{Sort: "number", Limit: mostExpected,
		Filters: []record.Filter{{Field: "state", Values: []string{medical.Concluded}}, {Field: "exam_on", Values: []string{string(s.App.Today())}}}})
	if err != nil {
		return err
	}
	states, err := q.partStates()
	if err != nil {
		return err
	}
	d := chiefListData{Queue: "/queue/" + string(q.actor.Unit)}
	for _, r := range append(found.Records, done.Records...) {
		row := q.chiefRow(r.(*medical.Exam), states)
		switch {
		case r.Head().State == medical.Concluded:
			d.Done = append(d.Done, row)
		case row.Ready:
			d.Ready = append(d.Ready, row)
		default:
			d.Open = append(d.Open, row)
		}
	}
	p := q.page(i18n.T("主检", "Chief examiner"))
	if p.Notice, err = q.done(); err != nil {
		return err
	}
	return q.show(chiefListPage(p, d))
}

func (q *request) chiefRow(e *medical.Exam, states map[ident.ID]string) chiefRow {
	row := chiefRow{Number: e.Number, Day: string(e.On), State: q.valueOf(medical.Exams, medical.Exams.Schema.Get("state"), e), Href: "/exam/chief/" + string(e.County) + "/" + string(e.ID)}
	for _, id := range medical.PartIDs(q.s.App.Pack, q.s.blindKey(), e) {
		row.Sections++
		// A concluded examination closed its sections, which are not among the states.
		if e.State == medical.Concluded || states[id] == medical.Signed {
			row.Signed++
		}
	}
	row.Ready = row.Signed == row.Sections
	return row
}

// partStates are the states of the sections that are not closed at the reader's
// station.
func (q *request) partStates() (map[ident.ID]string, error) {
	at, ok := q.s.App.Road.Tree().Get(q.actor.Unit)
	out := map[ident.ID]string{}
	if !ok {
		return out, nil
	}
	err := q.s.read(q.Context(), func(tx *db.Tx) error {
		list, err := record.All[medical.Part](tx, medical.Parts, "county = $1 AND station = $2 AND state <> 'closed'", string(at.Home), string(at.Code))
		for _, x := range list {
			out[x.ID] = x.State
		}
		return err
	})
	return out, err
}

// chiefData is one examination with all its sections, under its number.
type chiefData struct {
	*medical.Exam
	State    value
	Sections []chiefSection
	Ask      []i18n.Text
	Unfit    []i18n.Text
	Posts    []option
	Outcomes []option
	Reasons  []option
	Rechecks []option
	Ready    bool
	Key      string
}

// Unsigned counts the sections that have still to sign: until they have, that something
// is missing is what everybody expects.
func (d chiefData) Unsigned() (n int) {
	for _, s := range d.Sections {
		if s.Part.State != medical.Signed && s.Part.State != medical.Amending {
			n++
		}
	}
	return n
}

// chiefSection is what one section found.
type chiefSection struct {
	Title   i18n.Text
	State   value
	Opinion i18n.Text
	Tone    string
	Remark  string
	Items   []sheetItem
	Lines   []policyLine
	Amended []sheetItem // a correction that waits
	Part    *medical.Part
}

func (s *server) chiefPage(q *request) error {
	if err := q.at(role.ChiefExaminer); err != nil {
		return err
	}
	reg := s.App.Shelf.Get(medical.Exams.Name)
	rec, err := s.App.Road.One(q.Context(), reg.Look(q.actor, role.Medical, "view"), unit.Code(q.PathValue("county")), ident.ID(q.PathValue("id")))
	if err != nil {
		return err
	}
	e := rec.(*medical.Exam)
	d := chiefData{Exam: e, State: q.valueOf(medical.Exams, medical.Exams.Schema.Get("state"), e), Key: newKey(), Ready: e.State == medical.Waiting}
	parts, err := q.partsOf(e)
	if err != nil {
		return err
	}
	values := map[string]string{}
	sheets := make([]medical.Sheet, len(parts))
	for i, p := range parts {
		if sheets[i], err = q.viewer().Sheet(q.Context(), p, true); err != nil {
			return err
		}
		for name, value := range sheets[i].Values {
			values[name] = value
		}
	}
	answer, err := q.standard(e, values)
	if err != nil {
		return err
	}
	for i, p := range parts {
		x := q.chiefSection(p, sheets[i], answer.Lines)
		d.Ready = d.Ready && p.State == medical.Signed
		d.Sections = append(d.Sections, x)
	}
	if err := q.chiefChoices(&d, values, answer.Ask); err != nil {
		return err
	}
	p := q.page(i18n.Same(e.Number))
	if p.Notice, err = q.done(); err != nil {
		return err
	}
	return q.show(chiefPage(p, d))
}

// partsOf reads the sections of an examination, in their order.
func (q *request) partsOf(e *medical.Exam) (out []*medical.Part, err error) {
	err = q.s.read(q.Context(), func(tx *db.Tx) error {
		out = nil
		for _, id := range medical.PartIDs(q.s.App.Pack, q.s.blindKey(), e) {
			p := &medical.Part{}
			if err := medical.Parts.Load(tx, e.County, id, p, false); err != nil {
				return err
			}
			out = append(out, p)
		}
		return nil
	})
	return out, err
}

// standard is what the standard says of everything that was found together.
func (q *request) standard(e *medical.Exam, values map[string]string) (policy.Answer, error) {
	facts := map[string]any{"sex": string(e.Sex)}
	for name, value := range values {
		facts[name] = value
	}
	return q.s.App.Pack.On(e.Law).Explain("medical", facts)
}

// chiefSend concludes an examination.
func (s *server) chiefSend(q *request) error {
	if err := q.at(role.ChiefExaminer); err != nil {
		return err
	}
	if err := q.ParseForm(); err != nil {
		return unreadable(err)
	}
	body := &medical.Conclusion{Outcome: medical.Opinion(q.PostFormValue("outcome")), Reason: q.PostFormValue("reason"), Remark: q.PostFormValue("remark")}
	if body.Outcome == medical.Pass {
		body.Unfit = q.PostForm["unfit"]
	}
	answer, err := s.App.Road.Do(q.Context(), act.Request{Kind: "exam.conclude", County: unit.Code(q.PathValue("county")), Subject: ident.ID(q.PathValue("id")),
		Body: body, Actor: q.actor, Purpose: role.Medical, Key: q.PostFormValue("_key")})
	if err != nil {
		return err
	}
	return q.redirect(fmt.Sprintf("/exam/chief?done=%s.%d", answer.County, answer.Seq))
}
