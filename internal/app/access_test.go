package app_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"flag"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"muster/internal/app"
	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/db"
	"muster/internal/frame/db/dbtest"
	"muster/internal/frame/fault"
	"muster/internal/frame/field"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
	"muster/internal/office/role"
	"muster/internal/office/training"
)

var update = flag.Bool("update", false, "write docs/reference/access.csv anew")

const accessTable = "../../docs/reference/access.csv"

// relation is how somebody may stand to the record of the test, which belongs to
// the county 130102, is about the person "self" and is assigned to 131103.
type relation struct {
	name   string
	unit   unit.Code
	person ident.ID
}

var relations = []relation{{"own unit", "130102", ""}, {"superior", "1301", ""}, {"subordinate", "130102001", ""}, {"other branch", "131102", ""},
	{"self", "131102", "self"}, {"other person", "131102", "other"}, {"assigned", "131103", ""}, {"named", "131102", ""}}

// TestAccessTable asks the road about every kind of act, role, relation, state
// and purpose, and compares its decisions with the table that people read. A
// grant that nobody decided on shows as a line that is not there.
func TestAccessTable(t *testing.T) {
	t.Parallel()
	a := open(t, dbtest.SQLite(t))
	file, err := fewUnits()
	if err != nil {
		t.Fatal(err)
	}
	rows, err := a.ReadUnits(file, "units.csv")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.ImportUnits(t.Context(), rows); err != nil {
		t.Fatal(err)
	}
	p := &prober{App: a, allowed: map[decision][]string{}}
	p.certify(t)
	for _, table := range a.Book.Tables() {
		for _, s := range table.States {
			p.probe(t, table, s.Name)
		}
	}
	got := p.table(t)
	if *update {
		if err := os.WriteFile(accessTable, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(accessTable)
	if err != nil {
		t.Fatal(err)
	}
	before, after := strings.Split(string(want), "\n"), strings.Split(string(got), "\n")
	for _, line := range before {
		if !slices.Contains(after, line) {
			t.Errorf("no longer so: %s", line)
		}
	}
	for _, line := range after {
		if !slices.Contains(before, line) {
			t.Errorf("not in %s: %s", accessTable, line)
		}
	}
}

// decision is one act by one role in one relation for one purpose; its states
// are those in which the road admits it.
type decision struct {
	act      string
	role     access.Role
	relation string
	purpose  access.Purpose
}

type prober struct {
	*app.App
	allowed map[decision][]string
}

// holders are the accounts of the test: one, and one to whom a record was given.
var holders = []ident.ID{"probe", "named"}

func everyRole() []access.Role { return append(role.Options(), role.Citizen, access.System) }

// certify gives the account of the test every certificate, so that the lack of
// one does not hide what the grants say.
func (p *prober) certify(t *testing.T) {
	t.Helper()
	for i := range 2 * len(training.Subject("").Options()) {
		o := training.Subject("").Options()[i/2]
		c := &training.Course{}
		c.Base = record.Base{County: "13", Unit: "13", Place: "00", State: "active", Rev: 1}
		c.ID = ident.ID("course" + string(rune('a'+i)))
		c.Account, c.Subject, c.ValidFrom, c.ValidUntil = holders[i%2], training.Subject(o.Value), "2000-01-01", "2099-01-01"
		p.put(t, training.Table, c)
	}
}

func (p *prober) put(t *testing.T, table *record.Table, r record.Record) {
	t.Helper()
	if err := p.Store.Write(t.Context(), func(tx *db.Tx) error { return table.Insert(tx, []record.Record{r}) }); err != nil {
		t.Fatal(err)
	}
}

// probe puts one record in a state and asks about every act on it.
func (p *prober) probe(t *testing.T, table *record.Table, state string) {
	t.Helper()
	r := table.New()
	h := r.Head()
	home, _ := p.Road.Tree().Get("130102")
	h.County, h.ID, h.Rev, h.Unit, h.Place, h.State = "130102", "probed", 1, home.Code, home.Place, state
	for _, k := range p.Book.On(table) {
		relate(table, r, k.By)
	}
	p.put(t, table, r)
	for _, k := range p.Book.On(table) {
		for _, role := range everyRole() {
			for _, rel := range relations {
				p.ask(t, k, role, rel, h)
			}
		}
	}
	if _, err := p.Store.Admin().ExecContext(context.Background(), "DELETE FROM "+table.Name+" WHERE county = $1 AND id = $2", string(h.County), string(h.ID)); err != nil {
		t.Fatal(err)
	}
}

// relate fills the fields that grants speak of.
func relate(table *record.Table, r record.Record, grants []access.Grant) {
	for _, g := range grants {
		name, value := g.Field, "131103"
		if g.Relation == access.Self {
			name, value = g.SelfField(), "self"
		}
		if g.Relation == access.Named {
			value = "named"
		}
		if f := table.Schema.Get(name); f != nil && (g.Relation == access.Self || g.Relation == access.Assigned || g.Relation == access.Named) {
			f.Value(reflect.ValueOf(r).Elem()).SetString(value)
		}
	}
}

// ask puts one act to the road for every purpose. Of a role that no grant names
// one purpose is enough: it must be refused.
func (p *prober) ask(t *testing.T, k *act.Kind, r access.Role, rel relation, on *record.Base) {
	t.Helper()
	tree := p.Road.Tree()
	u, _ := tree.Get(rel.unit)
	who := access.Actor{Account: "probe", Person: rel.person, Role: r, Unit: rel.unit, Home: u.Home, Ranges: tree.Scope(rel.unit), Strength: access.Strong}
	if r == role.Citizen {
		who.Ranges = nil // a citizen has no office
	}
	if rel.name == "named" {
		who.Account = "named"
	}
	named := slices.ContainsFunc(k.By, func(g access.Grant) bool { return g.Role == r })
	for purpose := range role.Purposes {
		if k.New {
			if named && p.founds(k, who, purpose) {
				p.allow(decision{k.Name, r, rel.name, purpose}, "(new)")
			}
			continue
		}
		err := p.Road.Try(t.Context(), act.Request{Kind: k.Name, County: "130102", Subject: on.ID, Body: filled(k), Actor: who, Purpose: purpose})
		if admitted(err) {
			p.allow(decision{k.Name, r, rel.name, purpose}, on.State)
		}
		if !named {
			break
		}
	}
}

// founds is the decision for an act that founds a record of the county: what the
// road asks of the new record before it is stored.
func (p *prober) founds(k *act.Kind, who access.Actor, purpose access.Purpose) bool {
	if k.Adverse && who.Role == access.System {
		return false
	}
	home, _ := p.Road.Tree().Get("130102")
	r := k.Table.New()
	r.Head().Unit, r.Head().Place = home.Code, home.Place
	relate(k.Table, r, k.By)
	return access.Any(k.By, who, purpose, act.ViewOf(k.Table, r))
}

func (p *prober) allow(d decision, state string) {
	if !slices.Contains(p.allowed[d], state) {
		p.allowed[d] = append(p.allowed[d], state)
	}
}

// admitted says whether the road let an act come to its rule.
func admitted(err error) bool {
	f := fault.As(err)
	return err == nil || (f.Code != "access.denied" && !fault.Is(f.Cause, fault.Denied) && f.Code != "act.state")
}

// filled is a body with something in every required field.
func filled(k *act.Kind) any {
	body := k.NewBody()
	v := reflect.ValueOf(body).Elem()
	for _, f := range k.Body.Fields {
		if f.Required {
			fill(f, f.Value(v))
		}
	}
	return body
}

func fill(f *field.Field, v reflect.Value) {
	n := int64(1)
	if f.Min != nil {
		n = max(n, *f.Min)
	}
	switch f.Kind {
	case field.Integer, field.Instant:
		v.SetInt(n)
	case field.Optional:
		v.Set(reflect.ValueOf(&n))
	case field.Bool:
		v.SetBool(true)
	case field.Choice:
		v.SetString(f.Options[0].Value)
	case field.Date:
		v.SetString("2026-03-02")
	case field.Unit:
		v.SetString("130102")
	case field.List:
		v.Set(reflect.ValueOf([]string{"x"}))
	case field.Sealed:
	default:
		v.SetString(strings.Repeat("x", int(n)))
	}
}

// table writes what was found: one line for each act, role and relation, the
// purposes with the same states together.
func (p *prober) table(t *testing.T) []byte {
	t.Helper()
	lines := map[[4]string][]string{}
	for d, states := range p.allowed {
		slices.Sort(states)
		key := [4]string{d.act, string(d.role), d.relation, strings.Join(states, "|")}
		lines[key] = append(lines[key], string(d.purpose))
	}
	var out [][]string
	for key, purposes := range lines {
		k := p.Book.Kind(key[0])
		var needs, sign []string
		for _, n := range k.Needs {
			needs = append(needs, n.Describe().EN)
		}
		for _, l := range k.Limits {
			needs = append(needs, l.Describe().EN)
		}
		for _, g := range k.Sign {
			sign = append(sign, string(g.Role))
		}
		slices.Sort(purposes)
		if len(purposes) == len(role.Purposes) {
			purposes = []string{"any"}
		}
		out = append(out, []string{key[0], key[1], key[2], key[3], strings.Join(purposes, "|"), strings.Join(needs, "|"), strings.Join(sign, "|"), strings.Join(k.NotBy, "|")})
	}
	out = anyRelation(out)
	slices.SortFunc(out, func(a, b []string) int { return slices.Compare(a, b) })
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	if err := w.WriteAll(append([][]string{{"act", "role", "relation", "states", "purposes", "needs", "second signature", "not after"}}, out...)); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// anyRelation makes one line of those that say the same of every relation.
func anyRelation(lines [][]string) (out [][]string) {
	same := map[string][][]string{}
	for _, line := range lines {
		key := strings.Join(slices.Concat(line[:2], line[3:]), "\x00")
		same[key] = append(same[key], line)
	}
	for _, list := range same {
		if len(list) == len(relations) {
			list[0][2] = "any"
			list = list[:1]
		}
		out = append(out, list...)
	}
	return out
}
