package web

import (
	"fmt"
	"slices"
	"strings"

	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/policy"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
	"muster/internal/intake/medical"
	"muster/internal/office/role"
)

// sectionRow is one number on the list of a section.
type sectionRow struct {
	Number  string
	Section i18n.Text
	State   value
	Href    string
}

// sectionListData is the day of one doctor: numbers and nothing else.
type sectionListData struct {
	Today clock.Date
	Open  []sectionRow
	Done  []sectionRow
	Queue string
}

func (s *server) sectionListPage(q *request) error {
	if err := q.at(role.Examiner); err != nil {
		return err
	}
	reg := s.App.Shelf.Get(medical.Parts.Name)
	found, err := s.App.Road.Page(q.Context(), reg.Look(q.actor, role.Medical, "list"),
		record.Query{Filters: []record.Filter{{Field: "exam_on", Values: []string{string(s.App.Today())}}}, Sort: "number", Limit: mostExpected})
	if err != nil {
		return err
	}
	d := sectionListData{Today: s.App.Today(), Queue: "/queue/" + string(q.actor.Unit)}
	for _, r := range found.Records {
		x := r.(*medical.Part)
		row := sectionRow{x.Number, s.sectionLabel(x.Section), q.valueOf(medical.Parts, medical.Parts.Schema.Get("state"), x), sheetPath(x)}
		if x.State == medical.Waiting || x.State == medical.Called {
			d.Open = append(d.Open, row)
		} else {
			d.Done = append(d.Done, row)
		}
	}
	return q.show(sectionListPage(q.page(i18n.T("科室检查", "My section")), d))
}

func sheetPath(x *medical.Part) string {
	return "/exam/section/" + string(x.County) + "/" + string(x.ID)
}

// sheetData is the sheet of a section for one number.
type sheetData struct {
	*medical.Part
	Title   i18n.Text
	State   value
	Items   []sheetItem
	Lines   []policyLine
	Ask     []i18n.Text
	Opinion string
	Remark  string
	Reason  string
	Sent    bool // values have been checked, or are signed
	Signs   bool // results can be entered
	Amends  bool // signed results can be corrected
	Calls   bool
	Key     string
	Action  string
	Fault   *fault.Fault
}

// sheetItem is one item with what was entered and what a device delivered.
type sheetItem struct {
	Name    string
	Label   i18n.Text
	Value   string
	Device  []string
	Options []option // of a closed list; none where a number is written
	Wrong   i18n.Text
}

// policyLine is one clause as it judges: the program's proposal.
type policyLine struct {
	Text, Article, Outcome i18n.Text
	Tone                   string
	Value                  string
}

func (q *request) viewer() medical.Viewer {
	v := medical.Viewer{Road: q.s.App.Road, Vault: q.s.App.Vault, Key: q.s.blindKey(), Actor: q.actor, Purpose: role.Medical}
	switch q.actor.Role {
	case role.ChiefExaminer:
		v.Grants = medical.ChiefReaders()
	case role.Examiner:
		v.Grants = medical.SectionReaders()
	}
	return v
}

func (q *request) part() (*medical.Part, error) {
	if err := q.at(role.Examiner); err != nil {
		return nil, err
	}
	reg := q.s.App.Shelf.Get(medical.Parts.Name)
	rec, err := q.s.App.Road.One(q.Context(), reg.Look(q.actor, role.Medical, "view"), unit.Code(q.PathValue("county")), ident.ID(q.PathValue("id")))
	if err != nil {
		return nil, err
	}
	return rec.(*medical.Part), nil
}

func (s *server) sheetPage(q *request) error {
	p, err := q.part()
	if err != nil {
		return err
	}
	sheet, err := q.viewer().Sheet(q.Context(), p, true)
	if err != nil {
		return err
	}
	d, err := q.sheet(p, sheet, sheet.Values)
	if err != nil {
		return err
	}
	d.Opinion, d.Remark = string(sheet.Opinion), sheet.Remark
	page := q.page(i18n.Same(p.Number))
	if page.Notice, err = q.done(); err != nil {
		return err
	}
	return q.show(sheetPage(page, d))
}

// sheet builds the sheet of a section from values as they are written.
func (q *request) sheet(p *medical.Part, opened medical.Sheet, values map[string]string) (sheetData, error) {
	view := q.s.App.Pack.On(opened.Law)
	items := medical.Items(view, p.Section)
	d := sheetData{Part: p, Title: q.s.sectionLabel(p.Section), State: q.valueOf(medical.Parts, medical.Parts.Schema.Get("state"), p),
		Key: newKey(), Action: sheetPath(p), Sent: len(values) > 0,
		Signs: p.State == medical.Waiting || p.State == medical.Called, Amends: p.State == medical.Signed, Calls: p.State == medical.Waiting}
	raw, err := q.readings(p)
	if err != nil {
		return d, err
	}
	for _, it := range items {
		d.Items = append(d.Items, q.sheetItem(it.Name, values[it.Name], raw[it.Name]))
	}
	if !d.Sent {
		return d, nil
	}
	proposal, err := medical.Propose(view, items, opened.Sex, values)
	if err != nil {
		d.Fault = fault.As(err)
		for i := range d.Items {
			for _, f := range d.Fault.Fields {
				if f.Name == d.Items[i].Name {
					d.Items[i].Wrong = f.Text
				}
			}
		}
		return d, nil
	}
	d.Lines = q.clauses(proposal.Answer.Lines)
	for _, name := range proposal.Ask {
		d.Ask = append(d.Ask, q.factLabel(name))
	}
	return d, nil
}

func (q *request) factLabel(name string) i18n.Text {
	if f, ok := q.s.App.Pack.Fact(name); ok {
		return f.Label
	}
	return i18n.Same(name)
}

// sheetItem is the field of one item; what is not entered yet starts with the newest
// raw value.
func (q *request) sheetItem(name, entered string, raw []string) sheetItem {
	it := sheetItem{Name: name, Label: q.factLabel(name), Value: entered, Device: raw}
	f, ok := q.s.App.Pack.Fact(name)
	if !ok {
		return it
	}
	if entered == "" && len(raw) > 0 {
		it.Value, _, _ = strings.Cut(raw[len(raw)-1], " ")
	}
	switch {
	case f.Type == policy.Bool:
		it.Options = []option{{"true", i18n.T("是", "yes").In(q.lang), it.Value == "true"}, {"false", i18n.T("否", "no").In(q.lang), it.Value == "false"}}
	case f.Scale != "":
		for _, t := range q.s.App.Pack.Scale(f.Scale) {
			it.Options = append(it.Options, option{t.Code, t.Text.In(q.lang), it.Value == t.Code})
		}
	}
	return it
}

// readings opens the raw values of a section, by item, each with its device.
func (q *request) readings(p *medical.Part) (map[string][]string, error) {
	reg, out := q.s.App.Shelf.Get(medical.Readings.Name), map[string][]string{}
	look := reg.Look(q.actor, role.Medical, "view")
	if !look.Visible() {
		return out, nil
	}
	found, err := q.s.App.Road.Page(q.Context(), look, record.Query{Limit: pageSize,
		Filters: []record.Filter{{Field: "number", Values: []string{p.Number}}, {Field: "exam_on", Values: []string{string(p.On)}}}})
	if err != nil {
		return nil, err
	}
	v := q.viewer()
	v.Grants = reg.Read
	for _, r := range found.Records {
		x := r.(*medical.Reading)
		value, err := v.Raw(q.Context(), p, x)
		if err != nil {
			return nil, err
		}
		out[x.Item] = append(out[x.Item], value+" ("+x.Device+")")
	}
	return out, nil
}

// sheetSend checks what was entered, or signs it: the same form, two buttons.
func (s *server) sheetSend(q *request) error {
	p, err := q.part()
	if err != nil {
		return err
	}
	if err := q.ParseForm(); err != nil {
		return unreadable(err)
	}
	opened, err := q.viewer().Sheet(q.Context(), p, true)
	if err != nil {
		return err
	}
	values, entry := map[string]string{}, medical.Entry{Opinion: medical.Opinion(q.PostFormValue("opinion")), Remark: q.PostFormValue("remark")}
	for _, it := range medical.Items(s.App.Pack.On(opened.Law), p.Section) {
		if value := strings.TrimSpace(q.PostFormValue("item." + it.Name)); value != "" {
			values[it.Name] = value
			entry.Values = append(entry.Values, it.Name+"="+value)
		}
	}
	kind := map[string]string{"call": "exam_section.call", "sign": "exam_section.sign", "amend": "exam_section.amend"}[q.PostFormValue("do")]
	if kind == "" {
		return q.sheetAgain(p, opened, values, entry, nil)
	}
	var body any = &entry
	switch kind {
	case "exam_section.call":
		body = &medical.Empty{}
	case "exam_section.amend":
		body = &medical.Correcting{Entry: entry, Reason: q.PostFormValue("reason")}
	}
	answer, err := s.App.Road.Do(q.Context(), act.Request{Kind: kind, County: p.County, Subject: p.ID, Body: body, Actor: q.actor, Purpose: role.Medical, Key: q.PostFormValue("_key")})
	if err != nil {
		f := fault.As(err)
		if !slices.Contains([]fault.Kind{fault.Invalid, fault.Conflict, fault.Stale, fault.Reused}, f.Kind) {
			return err
		}
		return q.sheetAgain(p, opened, values, entry, f)
	}
	return q.redirect(fmt.Sprintf("%s?done=%s.%d", examTarget(kind, answer), answer.County, answer.Seq))
}

func (q *request) sheetAgain(p *medical.Part, opened medical.Sheet, values map[string]string, entry medical.Entry, f *fault.Fault) error {
	d, err := q.sheet(p, opened, values)
	if err != nil {
		return err
	}
	d.Opinion, d.Remark, d.Reason = string(entry.Opinion), entry.Remark, q.PostFormValue("reason")
	status := 200
	if f != nil {
		d.Fault, status = f, statuses[f.Kind]
	}
	return q.render(status, sheetPage(q.page(i18n.Same(p.Number)), d))
}
