package web

import (
	"cmp"
	"reflect"
	"slices"
	"strings"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/ledger"
	"muster/internal/frame/record"
	"muster/internal/frame/register"
	"muster/internal/frame/unit"
	"muster/internal/intake/cases"
	"muster/internal/intake/draws"
	"muster/internal/intake/quota"
	"muster/internal/intake/selection"
	"muster/internal/intake/tips"
)

// recordData is what the page of a record shows.
type recordData struct {
	Table    *record.Table
	Heading  string
	State    value
	Facts    []fact
	Acts     []linkTo
	Begin    []linkTo // acts that begin something about this record
	History  []event
	Gates    []cases.Step
	Proposal *proposalData
	List     string
}

// proposalData is exactly what a second signature would set free.
type proposalData struct {
	Act    i18n.Text
	Facts  []fact
	Body   string
	Digest string
	Sound  bool // the digest fits what is shown
}

func (s *server) recordPage(q *request) error {
	reg, look, err := q.open("view")
	if err != nil {
		return err
	}
	r, err := s.App.Road.One(q.Context(), look, unit.Code(q.PathValue("county")), ident.ID(q.PathValue("id")))
	if err != nil {
		return err
	}
	d := recordData{Table: reg.Table, Heading: q.title(reg.Table, r), Facts: q.factsOf(reg.Table, r), List: "/r/" + reg.Table.Name,
		State: q.valueOf(reg.Table, reg.Table.Schema.Get("state"), r)}
	if d.Acts, err = q.available(reg.Table, r); err != nil {
		return err
	}
	d.Begin = q.begin(reg.Table, r)
	if d.History, err = q.history(reg.Table, r); err != nil {
		return err
	}
	d.Begin = append(d.Begin, q.printable(r)...)
	d.Begin = append(d.Begin, pageLinks(r)...)
	d.Begin = append(d.Begin, q.deskLinks(reg.Table, r)...)
	switch r := r.(type) {
	case *cases.Case:
		d.Gates = r.Progress(s.App.Pack.On(s.policyDay(r)).Gates())
	case *quota.Quota:
		d.Begin = append(d.Begin, linkTo{ledgerPath(r.Cycle, r.Unit), i18n.T("名额账目", "Quota ledger")})
	case *tips.Tip:
		d.Begin = append(d.Begin, linkTo{"/integrity/tip/" + string(r.County) + "/" + string(r.ID), i18n.T("打开内容与往来", "Open it with its messages")})
	case *draws.Draw:
		d.Begin = append(d.Begin, drawLinks(r, s.App.Today())...)
	case *selection.Ranking:
		d.Begin = append(d.Begin, q.rankingLinks(r)...)
	case *act.Proposal:
		if d.Proposal, err = q.proposal(r); err != nil {
			return err
		}
		d.Facts = slices.DeleteFunc(d.Facts, func(f fact) bool { return f.Text == r.Body || f.Text == r.Digest })
	}
	p := q.page(i18n.Same(d.Heading))
	if p.Notice, err = q.done(); err != nil {
		return err
	}
	return q.show(recordPage(p, d))
}

func (s *server) policyDay(c *cases.Case) clock.Date {
	if c.PolicyDay.IsZero() {
		return s.App.Today()
	}
	return c.PolicyDay
}

// available lists the acts that role, relation, state and the separation of
// duties leave open to the reader on a record. The road decides again when one
// is done.
func (q *request) available(t *record.Table, r record.Record) ([]linkTo, error) {
	var out []linkTo
	var kinds []*act.Kind
	err := q.s.read(q.Context(), func(tx *db.Tx) error {
		kinds = nil
		for _, k := range q.s.App.Book.On(t) {
			ok, err := q.may(tx, k, r)
			if err != nil {
				return err
			}
			if ok {
				kinds = append(kinds, k)
			}
		}
		return nil
	})
	slices.SortStableFunc(kinds, func(a, b *act.Kind) int { return cmp.Compare(rank(a), rank(b)) })
	for _, k := range kinds {
		out = append(out, linkTo{actPath(k.Name, r), k.Title})
	}
	return out, err
}

// rank orders acts for the eye: what moves the record on comes first, undoing
// comes last.
func rank(k *act.Kind) int {
	switch {
	case strings.HasSuffix(k.Name, ".reverse"):
		return 2
	case moves(k):
		return 0
	}
	return 1
}

func (q *request) may(tx *db.Tx, k *act.Kind, r record.Record) (bool, error) {
	grants := k.By
	if p, ok := r.(*act.Proposal); ok {
		inner := q.s.App.Book.Kind(p.Act)
		if inner == nil || q.s.App.Road.Same(p.Proposer, q.actor.Account) {
			return false, nil
		}
		grants = inner.Sign
	}
	h := r.Head()
	if k.New || !k.Offers(r, q.s.App.Today()) || !access.Any(grants, q.actor, register.FirstPurpose(grants, q.actor), act.ViewOf(k.Table, r)) {
		return false, nil
	}
	if len(k.NotBy) == 0 {
		return true, nil
	}
	did, err := ledger.DidOn(tx, h.County, k.Table.Name, h.ID, q.s.App.Road.Accounts(q.actor.Account), k.NotBy)
	return !did, err
}

// actPath is the address of the form of an act on a record.
func actPath(kind string, r record.Record) string {
	h := r.Head()
	return "/act/" + kind + "?_county=" + string(h.County) + "&_id=" + string(h.ID)
}

// begin lists the founding acts whose body names a record of this table, with
// that field filled in.
func (q *request) begin(t *record.Table, r record.Record) (out []linkTo) {
	h := r.Head()
	for _, k := range q.s.App.Book.Kinds() {
		f := k.Body.Get(t.Name)
		if !k.New || k.Table == t || f == nil || (f.Ref != "" && f.Ref != t.Name) ||
			!access.AnyRole(k.By, q.actor, register.FirstPurpose(k.By, q.actor)) {
			continue
		}
		href := "/act/" + k.Name + "?" + t.Name + "=" + string(h.ID)
		for name, v := range map[string]unit.Code{"county": h.County, "unit": h.Unit} {
			if k.Body.Get(name) != nil {
				href += "&" + name + "=" + string(v)
			}
		}
		if k.Body.Get(t.Name+"_home") != nil {
			href += "&" + t.Name + "_home=" + string(h.County)
		}
		out = append(out, linkTo{href, k.Title})
	}
	return out
}

// proposal reads what a proposal would do, field by field, and checks that its
// digest is that of what is shown.
func (q *request) proposal(p *act.Proposal) (*proposalData, error) {
	d := &proposalData{Act: i18n.Same(p.Act), Body: p.Body, Digest: p.Digest, Sound: p.Sound()}
	k := q.s.App.Book.Kind(p.Act)
	if k == nil {
		return d, nil
	}
	d.Act = k.Title
	body := k.NewBody()
	if err := k.Body.Restore([]byte(p.Body), body); err != nil {
		return nil, err
	}
	v := reflect.ValueOf(body).Elem()
	for _, f := range k.Body.Visible() {
		if !f.Value(v).IsZero() {
			d.Facts = append(d.Facts, fact{f.Label, q.plain(k.Table, f, v, p.County)})
		}
	}
	return d, nil
}
