package web

import (
	"strconv"
	"strings"

	"muster/internal/frame/access"
	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/ledger"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
	"muster/internal/office/role"
)

// event is one leaf of a record's history, without its contents.
type event struct {
	Log     unit.Code
	Seq     int64
	At      clock.Instant
	Title   i18n.Text
	Name    string // of who did it
	Role    i18n.Text
	Unit    string
	Purpose i18n.Text
	Signer  string
	Basis   i18n.Text
	Refused bool
	Reading bool
	Paper   bool // signed on paper, entered by Signer
}

// historyLimit is how many leaves of one record are looked at.
const historyLimit = 1000

// history lists what was done to a record, the newest first. Readings are left
// out here: the person concerned finds them on their own page.
func (q *request) history(t *record.Table, r record.Record) ([]event, error) {
	var out []event
	if t.Blind {
		return nil, nil
	}
	err := q.s.read(q.Context(), func(tx *db.Tx) error {
		found, err := ledger.Changes(tx, r.Head().County, t.Name, r.Head().ID, historyLimit)
		out = nil
		for i := len(found) - 1; i >= 0; i-- {
			out = append(out, q.event(found[i]))
		}
		return err
	})
	return out, err
}

// event reads a leaf for people.
func (q *request) event(f ledger.Found) event {
	e := event{Log: f.Log, Seq: f.Seq, At: f.At, Role: roleLabel(access.Role(f.Leaf.Role)), Unit: q.unitName(f.Leaf.Unit), Name: q.accountName(f.Actor),
		Purpose: purposeLabel(f.Leaf.Purpose), Signer: q.accountName(f.Leaf.Signer), Refused: f.Leaf.Outcome == "denied"}
	e.Paper = f.Leaf.Role == string(role.Citizen) && f.Leaf.Signer != ""
	if f.Leaf.Basis != "" {
		e.Basis = q.s.App.Pack.Article(f.Leaf.Basis)
	}
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
	if title, ok := q.s.App.Book.Title(kind); ok {
		return title, false
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
	switch {
	case id == "": // nobody, such as a second signature that was not needed
		return ""
	case id == "system":
		return i18n.T("系统", "System").In(q.lang)
	case id == q.actor.Person: // a citizen known to the state acts as the own file
		return i18n.T("您本人", "You").In(q.lang)
	}
	return i18n.T("本人", "The person").In(q.lang)
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

// signerLabel says what a second name beside an act means.
func signerLabel(e event) i18n.Text {
	if e.Paper {
		return i18n.T("纸质,录入:", "on paper, entered by: ")
	}
	return i18n.T("会签:", "second signature: ")
}
