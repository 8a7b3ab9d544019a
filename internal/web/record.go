package web

import (
	"crypto/sha256"
	"encoding/hex"
	"reflect"
	"strconv"
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

// event is one leaf of a record's history, without its contents.
type event struct {
	Seq     int64
	At      clock.Instant
	Title   i18n.Text
	Name    string // of who did it
	Role    i18n.Text
	Unit    string
	Purpose i18n.Text
	Signer  string
	Basis   string
	Refused bool
	Reading bool
}

// proposalData is exactly what a second signature would set free.
type proposalData struct {
	Act    i18n.Text
	Facts  []fact
	Body   string
	Digest string
	Sound  bool // the digest fits the body
}

// historyLimit is how many leaves of one record are looked at.
const historyLimit = 1000

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
	switch r := r.(type) {
	case *cases.Case:
		d.Gates = r.Progress(s.App.Pack.On(s.policyDay(r)).Gates())
	case *act.Proposal:
		if d.Proposal, err = q.proposal(r); err != nil {
			return err
		}
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
	err := q.s.read(q.Context(), func(tx *db.Tx) error {
		out = nil
		for _, k := range q.s.App.Book.On(t) {
			ok, err := q.may(tx, k, r)
			if err != nil {
				return err
			}
			if ok {
				out = append(out, linkTo{actPath(k.Name, r), k.Title})
			}
		}
		return nil
	})
	return out, err
}

func (q *request) may(tx *db.Tx, k *act.Kind, r record.Record) (bool, error) {
	grants := k.By
	if p, ok := r.(*act.Proposal); ok {
		inner := q.s.App.Book.Kind(p.Act)
		if inner == nil || p.Proposer == q.actor.Account {
			return false, nil
		}
		grants = inner.Sign
	}
	h := r.Head()
	if k.New || !k.MayStart(h.State) || !access.Any(grants, q.actor, register.FirstPurpose(grants, q.actor), act.ViewOf(k.Table, r)) {
		return false, nil
	}
	if len(k.NotBy) == 0 {
		return true, nil
	}
	did, err := ledger.DidOn(tx, h.County, act.Subject(k.Table, h.ID), q.actor.Account, k.NotBy)
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

// history lists what was done to a record, the newest first. Readings are left
// out here: the person concerned finds them on their own page.
func (q *request) history(t *record.Table, r record.Record) ([]event, error) {
	var out []event
	err := q.s.read(q.Context(), func(tx *db.Tx) error {
		found, err := ledger.History(tx, r.Head().County, act.Subject(t, r.Head().ID), historyLimit)
		out = nil
		for i := len(found) - 1; i >= 0; i-- {
			if e := q.event(found[i]); !e.Reading && !e.Refused {
				out = append(out, e)
			}
		}
		return err
	})
	return out, err
}

// event reads a leaf for people.
func (q *request) event(f ledger.Found) event {
	e := event{Seq: f.Seq, At: f.At, Role: roleLabel(access.Role(f.Leaf.Role)), Unit: q.unitName(f.Leaf.Unit), Name: q.accountName(f.Actor),
		Purpose: purposeLabel(f.Leaf.Purpose), Signer: q.accountName(f.Leaf.Signer), Basis: f.Leaf.Basis, Refused: f.Leaf.Outcome == "denied"}
	e.Title, e.Reading = q.kindTitle(f.Kind)
	return e
}

func (q *request) kindTitle(kind string) (title i18n.Text, reading bool) {
	if table, ok := strings.CutPrefix(kind, "read."); ok {
		title = i18n.T("查阅", "Read")
		if t := q.s.App.Book.Table(table); t != nil {
			title = i18n.T("查阅{what}", "Read: {what}").With("what", t.Title)
		}
		return title, true
	}
	if k := q.s.App.Book.Kind(kind); k != nil {
		return k.Title, false
	}
	if kind == "proposal.open" {
		return i18n.T("提出,待会签", "Proposed for a second signature"), false
	}
	return i18n.Same(kind), false
}

func (q *request) accountName(id ident.ID) string {
	if a, ok := q.s.App.Directory.Account(id); ok {
		return a.Name
	}
	if id == "system" {
		return i18n.T("系统", "System").In(q.lang)
	}
	return string(id)
}

// proposal reads what a proposal would do, field by field, and checks that its
// digest is that of the body shown.
func (q *request) proposal(p *act.Proposal) (*proposalData, error) {
	sum := sha256.Sum256([]byte(p.Body))
	d := &proposalData{Act: i18n.Same(p.Act), Body: p.Body, Digest: p.Digest, Sound: hex.EncodeToString(sum[:]) == p.Digest}
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

// done reads the notice of what has just been done from the ledger: the address
// names a leaf, and only the reader's own is announced.
func (q *request) done() (*notice, error) {
	county, number, ok := strings.Cut(q.URL.Query().Get("done"), ".")
	seq, err := strconv.ParseInt(number, 10, 64)
	if !ok || err != nil {
		return nil, nil
	}
	var n *notice
	err = q.s.read(q.Context(), func(tx *db.Tx) error {
		f, found, err := ledger.At(tx, unit.Code(county), seq)
		if err != nil || !found || f.Actor != q.actor.Account || f.Leaf.Outcome != "" {
			return err
		}
		title, _ := q.kindTitle(f.Kind)
		n = &notice{Text: i18n.T("已办理:{act}。记入日志 {log} 第 {seq} 号。", "Done: {act}. Recorded in log {log} as number {seq}.").
			With("act", title, "log", county, "seq", seq)}
		if f.Kind == "proposal.open" {
			n.Wait = true
			n.Text = i18n.T("已提出,待另一人会签后生效。记入日志 {log} 第 {seq} 号。", "Proposed; it takes effect once somebody else has signed. Recorded in log {log} as number {seq}.").
				With("log", county, "seq", seq)
		}
		return nil
	})
	return n, err
}
