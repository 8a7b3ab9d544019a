package web

import (
	"net/url"
	"reflect"
	"strings"

	"muster/internal/frame/act"
	"muster/internal/frame/fault"
	"muster/internal/frame/field"
	"muster/internal/frame/i18n"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
)

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
		if f.File {
			in.Type, in.Value = "file", ""
		}
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
