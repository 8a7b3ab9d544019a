package act

import (
	"reflect"
	"slices"

	"muster/internal/frame/access"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
)

// HasForm says whether the act has a form on paper: of a citizen, or of somebody who has
// no account.
func (k *Kind) HasForm() bool {
	_, own := k.OnPaper()
	return own || k.Form.Complete()
}

// FormTitle is the title of the form.
func (k *Kind) FormTitle() i18n.Text {
	if k.Form.Complete() {
		return k.Form
	}
	return k.Title
}

// FormSays says whether a form itself says a field of its act, so that nobody writes it:
// whose new record it is, or when and under which number it was received.
func (k *Kind) FormSays(field string) bool {
	return k.New && slices.Contains([]string{"person", "person_home", "county", "unit"}, field) || k.Form.Complete() && (field == formReceived || field == formReceipt)
}

// The fields of an act with a form of its own that the entry of the form fills in.
const (
	formReceived = "received_on"
	formReceipt  = "receipt"
)

// takeIn does the act of a form of somebody who has no account: by the rights of whoever
// enters it, who is told nothing new. The day on which it was received is the act's.
func (d Desk) takeIn(w *Work, p *PaperForm, k *Kind, county unit.Code, id ident.ID, e *Entering) error {
	body, err := k.written(e.Contents)
	if err != nil {
		return err
	}
	for name, text := range map[string]string{formReceived: string(e.Received), formReceipt: p.Serial} {
		if f := k.Body.Get(name); f != nil {
			f.Value(reflect.ValueOf(body).Elem()).SetString(text)
		}
	}
	if err := k.Body.Validate(body); err != nil {
		return err
	}
	at := slices.IndexFunc(k.By, func(g access.Grant) bool { return g.Role == w.Actor.Role })
	if at < 0 {
		return access.Denied()
	}
	q := Request{Kind: k.Name, County: county, Subject: id, Body: body, Actor: w.Actor, Purpose: k.By[at].Purposes[0], Basis: k.Basis}
	in := &Work{Actor: w.Actor, Now: w.Now, Tree: w.Tree, Kind: k, Purpose: q.Purpose, Basis: q.Basis, road: w.road, tx: w.tx, dry: w.dry}
	s, err := in.subject(q)
	if err != nil {
		return err
	}
	h := s.Head()
	p.Subject, p.County, p.Unit, p.Place, p.Home = id, h.County, h.Unit, h.Place, h.County
	if !access.Any(w.Kind.By, w.Actor, w.Purpose, ViewOf(PaperForms, p)) {
		return fault.As(record.Missing(k.Table.Title)).Because(access.Denied())
	}
	if err := in.rule(s, body); err != nil {
		return err
	}
	w.inner = &inner{in, q, s, k.Body.AppendCanonical(nil, reflect.ValueOf(body).Elem())}
	return nil
}
