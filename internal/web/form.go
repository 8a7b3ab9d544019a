package web

import (
	"crypto/rand"
	"encoding/base64"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/db"
	"muster/internal/frame/fault"
	"muster/internal/frame/field"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/register"
	"muster/internal/frame/unit"
)

// formData is what the form of an act shows.
type formData struct {
	Kind     *act.Kind
	Heading  string // of the subject; empty for a founding act
	Facts    []fact
	Proposal *proposalData
	Inputs   []input
	Hidden   []hidden
	Fault    *fault.Fault
	Loose    []fault.Field // faults of fields that the form does not show
	Back     string
	Units    []option
	Second   bool // it needs a second signature
}

// input is one field of a form.
type input struct {
	Field   *field.Field
	ID      string
	Value   string
	Checked bool
	Options []option
	Type    string // of the control
	Wrong   []i18n.Text
}

// subject is the record that a form is about, nil for a founding act.
func (q *request) subject(k *act.Kind, values url.Values) (record.Record, error) {
	if k.New {
		return nil, nil
	}
	county, id := unit.Code(values.Get("_county")), ident.ID(values.Get("_id"))
	if reg := q.s.App.Shelf.Get(k.Table.Name); reg != nil {
		if look := reg.Look(q.actor, reg.Purpose(q.actor), "view"); look.Visible() {
			return q.s.App.Road.One(q.Context(), look, county, id)
		}
	}
	look := act.Look{Table: k.Table, Grants: k.By, Actor: q.actor, Purpose: register.FirstPurpose(k.By, q.actor), Via: "view"}
	return q.s.App.Road.One(q.Context(), look, county, id)
}

func (q *request) kind() (*act.Kind, error) {
	k := q.s.App.Book.Kind(q.PathValue("kind"))
	if k == nil {
		return nil, fault.New(fault.Unknown, "act.unknown", "没有“{kind}”这种事项。", "There is no act {kind}.", "kind", q.PathValue("kind"))
	}
	if !access.AnyRole(k.By, q.actor, register.FirstPurpose(k.By, q.actor)) {
		return nil, access.Denied()
	}
	return k, nil
}

func (s *server) formPage(q *request) error {
	k, err := q.kind()
	if err != nil {
		return err
	}
	subject, err := q.subject(k, q.URL.Query())
	if err != nil {
		return err
	}
	body := k.NewBody()
	q.prefill(k, subject, reflect.ValueOf(body).Elem())
	values := url.Values{"_key": {newKey()}}
	if subject != nil {
		values.Set("_rev", strconv.FormatInt(subject.Head().Rev, 10))
	}
	for _, f := range k.Body.Visible() {
		values.Set(f.Name, f.Format(reflect.ValueOf(body).Elem()))
	}
	d, err := q.form(k, subject, values, nil)
	if err != nil {
		return err
	}
	return q.show(formPage(q.page(k.Title), d))
}

// newKey draws an idempotency key, so that a form sent twice is done once.
func newKey() string {
	raw := make([]byte, 18)
	_, _ = rand.Read(raw) // never fails: it ends the program instead
	return "web-" + base64.RawURLEncoding.EncodeToString(raw)
}

// prefill puts into a body what is known: from the address, from the subject
// where the act changes what is there, and the reader's own unit and file.
func (q *request) prefill(k *act.Kind, subject record.Record, body reflect.Value) {
	for _, f := range k.Body.Visible() {
		if text := q.URL.Query().Get(f.Name); text != "" {
			_ = f.Parse(body, text) // a wrong value leaves the field empty
			continue
		}
		if subject != nil && q.fromSubject(k, f, subject, body) {
			continue
		}
		_ = f.Parse(body, q.own(k, f))
	}
}

// fromSubject takes over a field that the subject has as well. A reason is given
// anew each time, and nothing leads somebody who decides against a person.
func (q *request) fromSubject(k *act.Kind, f *field.Field, subject record.Record, body reflect.Value) bool {
	there := k.Table.Schema.Get(f.Name)
	if p, ok := subject.(*act.Proposal); ok && f.Name == "digest" {
		return f.Parse(body, p.Digest) == nil
	}
	if there == nil || there.GoType() != f.GoType() || k.Adverse || f.Long || f.Reasons != "" || f.Name == "reason" || k.Table == act.Proposals {
		return false
	}
	f.Value(body).Set(there.Value(reflect.ValueOf(subject).Elem()))
	return true
}

// own is the reader's own value for a field of a founding act.
func (q *request) own(k *act.Kind, f *field.Field) string {
	switch {
	case k.New && f.Kind == field.Unit && f.Name == "unit":
		return string(q.actor.Unit)
	case q.citizen() && f.Name == "person":
		return string(q.actor.Person)
	case q.citizen() && f.Kind == field.Unit && f.Name == "county":
		return string(q.actor.Home)
	}
	return ""
}

// form builds a form from values as they were written.
func (q *request) form(k *act.Kind, subject record.Record, values url.Values, wrong *fault.Fault) (formData, error) {
	d := formData{Kind: k, Fault: wrong, Second: len(k.Sign) > 0, Back: "/",
		Hidden: []hidden{{"_key", values.Get("_key")}, {"_rev", values.Get("_rev")}}}
	if subject != nil {
		h := subject.Head()
		d.Hidden = append(d.Hidden, hidden{"_county", string(h.County)}, hidden{"_id", string(h.ID)})
		d.Heading, d.Facts, d.Back = q.title(k.Table, subject), q.factsOf(k.Table, subject), recordPath(k.Table, h.County, h.ID)
		if p, ok := subject.(*act.Proposal); ok {
			var err error
			if d.Proposal, err = q.proposal(p); err != nil {
				return d, err
			}
			d.Facts = nil
		}
	}
	if q.citizen() {
		d.Back = "/me"
	}
	shown := map[string]bool{}
	for _, f := range k.Body.Visible() {
		if q.settled(k, f, values) {
			d.Hidden = append(d.Hidden, hidden{f.Name, values.Get(f.Name)}, hidden{"~" + f.Name, "1"})
			continue
		}
		in, err := q.input(k, f, values, wrong)
		if err != nil {
			return d, err
		}
		shown[f.Name] = true
		d.Inputs = append(d.Inputs, in)
		if in.Type == "unit" && d.Units == nil {
			d.Units = q.units()
		}
	}
	if wrong != nil {
		for _, e := range wrong.Fields {
			if !shown[e.Name] {
				d.Loose = append(d.Loose, e)
			}
		}
	}
	return d, nil
}

// settled says whether a field needs no asking: the id of what the form was
// opened for, what goes with it, and the digest of what is to be signed.
func (q *request) settled(k *act.Kind, f *field.Field, values url.Values) bool {
	if strings.HasSuffix(f.Name, "_home") && k.Body.Get(strings.TrimSuffix(f.Name, "_home")) != nil {
		return true // it follows from what it is the home of
	}
	if values.Get(f.Name) == "" {
		return false
	}
	about := f.Kind == field.ID && (q.citizen() || q.URL.Query().Has(f.Name) || q.PostForm.Has("~"+f.Name))
	county := f.Kind == field.Unit && f.Name == "county"
	return about || county || (k.Table == act.Proposals && f.Name == "digest")
}

// mostOptions is the number of records or units that a form offers to choose
// from; with more it asks for the id or code.
const mostOptions = 300

func (q *request) input(k *act.Kind, f *field.Field, values url.Values, wrong *fault.Fault) (input, error) {
	in := input{Field: f, ID: "f-" + f.Name, Value: values.Get(f.Name), Options: q.options(k.Table, f)}
	switch f.Kind {
	case field.Bool:
		in.Type, in.Checked, in.Options = "checkbox", in.Value == "true", nil
	case field.Choice:
		in.Type = "select"
	case field.Date:
		in.Type = "date"
	case field.Integer, field.Optional:
		in.Type = "number"
		if in.Value == "0" && f.Kind == field.Integer && !values.Has("_sent") {
			in.Value = ""
		}
	case field.Unit:
		in.Type = "unit"
	case field.ID:
		var err error
		if in.Type, in.Options, err = q.records(f); err != nil {
			return in, err
		}
	default:
		in.Type = "text"
		if f.Long || f.Kind == field.List {
			in.Type = "long"
		}
		if f.Reasons != "" {
			in.Type, in.Options = "select", q.reasons(f.Reasons)
		}
	}
	for i := range in.Options {
		in.Options[i].Chosen = in.Options[i].Value == in.Value
	}
	if wrong != nil {
		for _, e := range wrong.Fields {
			if e.Name == f.Name {
				in.Wrong = append(in.Wrong, e.Text)
			}
		}
	}
	return in, nil
}

// reasons offers the codes of a closed list of the policy pack.
func (q *request) reasons(list string) (out []option) {
	for _, r := range q.s.App.Pack.On(q.s.App.Today()).Reasons(list) {
		out = append(out, option{Value: strings.TrimPrefix(r.Code, list+"."), Label: r.Text.In(q.lang)})
	}
	return out
}

// records offers the records that an id may name, where they are few and about
// no person; otherwise the id itself is asked for.
func (q *request) records(f *field.Field) (kind string, out []option, err error) {
	name := f.Ref
	if name == "" {
		name = f.Name
	}
	reg := q.s.App.Shelf.Get(name)
	if reg == nil || reg.Table.Personal || len(reg.Table.Names) == 0 {
		return "text", nil, nil
	}
	look := reg.Look(q.actor, reg.Purpose(q.actor), "list")
	found, err := q.s.App.Road.Page(q.Context(), look, record.Query{Limit: mostOptions})
	if err != nil || found.Next != "" {
		return "text", nil, err
	}
	for _, r := range found.Records {
		out = append(out, option{Value: string(r.Head().ID), Label: q.title(reg.Table, r) + " · " + reg.Table.StateLabel(r.Head().State).In(q.lang)})
	}
	return "select", out, nil
}

// units offers the units of the reader's subtree, where they are few.
func (q *request) units() (out []option) {
	tree := q.s.App.Road.Tree()
	whole := tree.Walk(q.actor.Unit, func(u *unit.Unit) bool {
		out = append(out, option{Value: string(u.Code), Label: u.Name})
		return len(out) <= mostOptions
	})
	if !whole {
		return out[:0]
	}
	return out
}

// submit does the act of a form.
func (s *server) submit(q *request) error {
	k, err := q.kind()
	if err != nil {
		return err
	}
	if err := q.ParseForm(); err != nil {
		return unreadable(err)
	}
	body, err := q.body(k)
	if err != nil {
		return q.again(k, err)
	}
	rev, _ := strconv.ParseInt(q.PostFormValue("_rev"), 10, 64) // 0: whichever revision
	answer, err := s.App.Road.Do(q.Context(), act.Request{Kind: k.Name, County: unit.Code(q.PostFormValue("_county")), Subject: ident.ID(q.PostFormValue("_id")),
		Rev: rev, Body: body, Actor: q.actor, Purpose: register.FirstPurpose(k.By, q.actor), Key: q.PostFormValue("_key")})
	if err != nil {
		return q.again(k, err)
	}
	return q.redirect(q.after(k, answer) + "?done=" + string(answer.County) + "." + strconv.FormatInt(answer.Seq, 10))
}

// controls are the fields of a form that are not of the act.
var controls = []string{"_key", "_rev", "_county", "_id", "_sent"}

// body reads the fields of the form into a new body. A field that is not of the
// act, or is given twice, is refused (SECURITY, T18).
func (q *request) body(k *act.Kind) (any, error) {
	body := k.NewBody()
	v := reflect.ValueOf(body).Elem()
	var wrong []fault.Field
	for name, values := range q.PostForm {
		f := k.Body.Get(name)
		if slices.Contains(controls, name) || strings.HasPrefix(name, "~") {
			continue
		}
		if f == nil || f.Hidden || len(values) != 1 {
			wrong = append(wrong, fault.Field{Name: name, Code: "field.unknown", Text: i18n.T("没有这个字段,或重复。", "There is no such field, or it is given twice.")})
			continue
		}
		text := values[0]
		if f.Kind == field.List {
			text = strings.Join(strings.Fields(text), "|")
		}
		if e := f.Parse(v, text); e != nil {
			wrong = append(wrong, *e)
		}
	}
	if err := q.homes(k, v); err != nil {
		return nil, err
	}
	slices.SortFunc(wrong, func(a, b fault.Field) int { return strings.Compare(a.Name, b.Name) })
	return body, field.Faulty(wrong)
}

// homes fills in the home county of each record that the body names by an id of
// its own list.
func (q *request) homes(k *act.Kind, body reflect.Value) error {
	for _, home := range k.Body.Fields {
		name, ok := strings.CutSuffix(home.Name, "_home")
		f := k.Body.Get(name)
		if !ok || f == nil || !home.Value(body).IsZero() || f.Value(body).IsZero() {
			continue
		}
		reg := q.s.App.Shelf.Get(name)
		if reg == nil {
			continue
		}
		found, err := q.s.App.Road.Page(q.Context(), reg.Look(q.actor, reg.Purpose(q.actor), "search"),
			record.Query{Filters: []record.Filter{{Field: "id", Values: []string{f.Value(body).String()}}}, Limit: 1})
		if err != nil {
			return err
		}
		if len(found.Records) == 1 {
			home.Value(body).SetString(string(found.Records[0].Head().County))
		}
	}
	return nil
}

// again shows the form once more with what is wrong and what was written. What
// is not about the form is the page of the fault.
func (q *request) again(k *act.Kind, err error) error {
	f := fault.As(err)
	if !slices.Contains([]fault.Kind{fault.Invalid, fault.Conflict, fault.Stale, fault.Reused}, f.Kind) {
		return err
	}
	subject, loading := q.subject(k, q.PostForm)
	if loading != nil {
		return loading
	}
	values := url.Values{}
	for name, v := range q.PostForm {
		values[name] = v
	}
	values.Set("_sent", "1")
	if f.Kind == fault.Reused || f.Kind == fault.Stale {
		values.Set("_key", newKey())
	}
	if f.Kind == fault.Stale && subject != nil { // the form now shows what it is today
		values.Set("_rev", strconv.FormatInt(subject.Head().Rev, 10))
	}
	d, err := q.form(k, subject, values, f)
	if err != nil {
		return err
	}
	return q.render(statuses[f.Kind], formPage(q.page(k.Title), d))
}

// after is where the reader goes after an act: to the record, where it is still
// theirs to see, otherwise home.
func (q *request) after(k *act.Kind, a act.Answer) string {
	if q.citizen() {
		return "/me"
	}
	t := k.Table
	if a.Pending {
		t = act.Proposals
	}
	reg := q.s.App.Shelf.Get(t.Name)
	if reg == nil {
		return "/"
	}
	rec, allowed := t.New(), false
	err := q.s.read(q.Context(), func(tx *db.Tx) error { return t.Load(tx, a.County, a.Subject, rec, false) })
	if err == nil {
		allowed = access.Any(reg.Read, q.actor, reg.Purpose(q.actor), act.ViewOf(t, rec))
	}
	if !allowed {
		return "/"
	}
	return recordPath(t, a.County, a.Subject)
}
