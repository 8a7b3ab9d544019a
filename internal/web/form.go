package web

import (
	"crypto/rand"
	"encoding/base64"
	"net/url"
	"reflect"
	"strconv"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/fault"
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
	Basis    i18n.Text
	Second   bool // it needs a second signature
	Files    bool // it takes a file
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
	if k.Name == act.EnterPaper { // it has a page that shows the fields of what was signed
		return q.redirect("/paper-form")
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

// form builds a form from values as they were written.
func (q *request) form(k *act.Kind, subject record.Record, values url.Values, wrong *fault.Fault) (formData, error) {
	d := formData{Kind: k, Fault: wrong, Second: len(k.Sign) > 0, Back: "/",
		Hidden: []hidden{{"_key", values.Get("_key")}, {"_rev", values.Get("_rev")}}}
	if k.Basis != "" {
		d.Basis = q.s.App.Pack.Article(k.Basis)
	}
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
		d.Files = d.Files || f.File
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
