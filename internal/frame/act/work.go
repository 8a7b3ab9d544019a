package act

import (
	"database/sql"
	"reflect"
	"time"

	"muster/internal/frame/access"
	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/fault"
	"muster/internal/frame/field"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/jobs"
	"muster/internal/frame/ledger"
	"muster/internal/frame/outbox"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
)

// Work is one act on its way: what its rule may read, and what it wants
// stored. Nothing is written before the rule has returned.
type Work struct {
	Actor   access.Actor
	Signer  access.Actor // who signed second; zero where nobody had to
	Now     clock.Instant
	Tree    *unit.Tree
	Kind    *Kind
	Purpose access.Purpose
	Basis   string

	day     clock.Date // the day that counts instead of today's; zero where none does
	road    *Road
	tx      *db.Tx
	loaded  map[record.Record]snapshot
	same    map[identity]record.Record // what was loaded, so that no rule works on two copies
	changes []change
	saved   map[record.Record]bool
	notices []outbox.Notice
	jobs    []jobs.Job
	after   []func()
	instead record.Record   // what a founding act found already there
	inner   *inner          // the act that this signature sets free
	free    map[string]bool // unique values that Claimed found unclaimed
	dry     bool            // nothing is locked, nothing will be stored
}

// identity is one record, whichever way it was found.
type identity struct {
	table  *record.Table
	county unit.Code
	id     ident.ID
}

// snapshot is what a record was like when it was loaded.
type snapshot struct {
	unit   unit.Code
	cell   string
	unique []string
}

type change struct {
	table *record.Table
	rec   record.Record
}

// Time is Now as a time.Time in the zone of the installation.
func (w *Work) Time() time.Time { return w.Now.Time().In(w.road.Zone) }

// Today is the calendar day that counts: of Now in the zone of the installation, or
// on which a form on paper was received.
func (w *Work) Today() clock.Date {
	if w.day != "" {
		return w.day
	}
	return w.Now.Date(w.road.Zone)
}

// NewID makes the id of a new record.
func (w *Work) NewID() ident.ID { return ident.New(w.Now.Time(), w.road.Random) }

// Save asks for a record to be stored: its next revision if it was loaded in
// this act, otherwise its first.
func (w *Work) Save(t *record.Table, r record.Record) {
	if w.saved[r] {
		return
	}
	if w.saved == nil {
		w.saved = make(map[record.Record]bool, 2)
	}
	w.saved[r] = true
	w.changes = append(w.changes, change{t, r})
}

// Found asks for a new record at a unit, whose county and place it sets.
func (w *Work) Found(t *record.Table, r record.Record, at unit.Code) error {
	u, ok := w.Tree.Get(at)
	if !ok {
		return UnknownUnit(at)
	}
	h := r.Head()
	h.ID, h.County, h.Unit, h.Place = w.NewID(), u.Home, u.Code, u.Place
	w.Save(t, r)
	return nil
}

// UnknownUnit is the fault for a unit code that is not in the tree.
func UnknownUnit(code unit.Code) error {
	return fault.New(fault.Invalid, "unit.unknown", "单位代码“{code}”不存在。", "There is no unit with the code {code}.", "code", code).
		OnField("unit", "unit.unknown", "单位代码“{code}”不存在。", "There is no unit with the code {code}.", "code", code)
}

// Instead turns a founding act towards a record that is there already: nothing
// is founded, and the answer names that record. change may ask for whatever is
// to be stored instead, or for nothing.
func (w *Work) Instead(t *record.Table, county unit.Code, id ident.ID, change func(record.Record) error) error {
	r := t.New()
	if err := w.load(t, county, id, r); err != nil {
		return err
	}
	w.changes, w.saved, w.instead = nil, nil, r
	return change(r)
}

// Notify asks for a notice to be sent after the commit.
func (w *Work) Notify(n outbox.Notice) {
	n.ID, n.Made = w.NewID(), w.Now
	w.notices = append(w.notices, n)
}

// Schedule asks for a job of a kind at a time, in the county of the act's
// subject: a reminder, never anything adverse.
func (w *Work) Schedule(county unit.Code, kind, body string, due clock.Instant) {
	w.jobs = append(w.jobs, jobs.Job{County: county, ID: w.NewID(), Kind: kind, Body: body, Due: due})
}

// AfterCommit runs fn once the act is durable, and only then.
func (w *Work) AfterCommit(fn func()) {
	if !w.dry {
		w.after = append(w.after, fn)
	}
}

// Query runs a query of the room inside the transaction. It must not write.
func (w *Work) Query(query string, args []any, dest ...any) (found bool, err error) {
	return w.tx.One(query, args, dest...)
}

// Counts runs a query of the room whose rows are a key and a count, and adds the
// counts up by key. It must not write.
func (w *Work) Counts(query string, args []any) (map[string]int64, error) {
	out := map[string]int64{}
	err := w.tx.Each(query, args, func(rows *sql.Rows) error {
		var key string
		var n int64
		if err := rows.Scan(&key, &n); err != nil {
			return err
		}
		out[key] += n
		return nil
	})
	return out, err
}

// Claimed finds the record that holds a unique value.
func (w *Work) Claimed(t *record.Table, fieldName, value string) (county unit.Code, id ident.ID, found bool, err error) {
	county, id, found, err = w.road.claims.find(w.tx, t, fieldName, value)
	if err == nil && !found {
		if w.free == nil {
			w.free = map[string]bool{}
		}
		w.free[t.Name+"."+fieldName+"\x00"+value] = true
	}
	return county, id, found, err
}

// DidOn says whether the human who holds an account did one of the kinds of act that
// wrote a record, by whichever account of theirs.
func (w *Work) DidOn(t *record.Table, county unit.Code, id ident.ID, account ident.ID, kinds ...string) (bool, error) {
	return ledger.DidOn(w.tx, county, t.Name, id, w.Accounts(account), kinds)
}

// Subject is how the ledger names a record.
func Subject(t *record.Table, id ident.ID) string { return t.Name + "/" + string(id) }

// recordView lets access read the fields of a record.
type recordView struct {
	schema *field.Schema
	value  reflect.Value
}

// ViewOf is the access.View of a record.
func ViewOf(t *record.Table, r record.Record) access.View {
	return recordView{t.Schema, reflect.ValueOf(r).Elem()}
}

// Value implements access.View.
func (v recordView) Value(name string) string {
	if f := v.schema.Get(name); f != nil {
		return f.Format(v.value)
	}
	return ""
}

// refuse builds a Conflict fault; rooms use it for what a rule forbids.
func refuse(code string, text i18n.Text) *fault.Fault {
	return &fault.Fault{Kind: fault.Conflict, Code: code, Text: text}
}

// Each runs a query of the room inside the transaction and visits its rows. It
// must not write.
func (w *Work) Each(query string, args []any, scan func(*sql.Rows) error) error {
	return w.tx.Each(query, args, scan)
}
