package act_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/db/dbtest"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/ledger"
	"muster/internal/frame/record"
	"muster/internal/frame/tally"
	"muster/internal/frame/unit"
	"muster/migrations"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

// item is the record of a room that exists for these tests only.
type item struct {
	record.Base
	Person  ident.ID  `f:"person,filter" zh:"人" en:"Person"`
	Station unit.Code `f:"station,filter" zh:"站" en:"Station"`
	Name    string    `f:"name,required,unique,search,max=60" zh:"名" en:"Name"`
	Amount  int64     `f:"amount,sort" zh:"数" en:"Amount"`
	Readers []string  `f:"readers" zh:"收件人" en:"Addressed to"`
}

// lot is a number of seats, of which a row says how many are taken.
type lot struct {
	record.Base
	Seats int64 `f:"seats" zh:"名额" en:"Seats"`
	Used  int64 `f:"used" zh:"已用" en:"Used"`
}

type itemBody struct {
	Unit   unit.Code `f:"unit,required" zh:"单位" en:"Unit"`
	Name   string    `f:"name,required,max=60" zh:"名" en:"Name"`
	Amount int64     `f:"amount" zh:"数" en:"Amount"`
}

type amountBody struct {
	Amount int64 `f:"amount" zh:"数" en:"Amount"`
}

type giveBody struct {
	Person  ident.ID  `f:"person" zh:"人" en:"Person"`
	Station unit.Code `f:"station" zh:"站" en:"Station"`
	State   string    `f:"state" zh:"状态" en:"State"`
	Readers []string  `f:"readers" zh:"收件人" en:"Addressed to"`
}

type lotBody struct {
	Seats int64 `f:"seats" zh:"名额" en:"Seats"`
}

type acceptBody struct {
	Lot ident.ID `f:"lot,required" zh:"名额" en:"Lot"`
}

const (
	work    access.Purpose = "work"
	clerk   access.Role    = "clerk"
	officer access.Role    = "officer"
	chief   access.Role    = "chief"
)

// bench is a road with the test room on an empty store.
type bench struct {
	*act.Road
	items, lots *record.Table
	look        act.Look
}

const roomTables = `CREATE TABLE item (county {t} NOT NULL, id {t} NOT NULL, rev {i} NOT NULL, unit {t} NOT NULL, place {t} NOT NULL, state {t} NOT NULL,
	person {t} NOT NULL, station {t} NOT NULL, name {t} NOT NULL, amount {i} NOT NULL, readers {t} NOT NULL, PRIMARY KEY (county, id));
CREATE TABLE lot (county {t} NOT NULL, id {t} NOT NULL, rev {i} NOT NULL, unit {t} NOT NULL, place {t} NOT NULL, state {t} NOT NULL,
	seats {i} NOT NULL, used {i} NOT NULL, PRIMARY KEY (county, id))`

func grants(r access.Role) []access.Grant {
	return []access.Grant{{Role: r, Relation: access.Subtree, Purposes: []access.Purpose{work}}}
}

func setup(t *testing.T, store db.Store) *bench {
	t.Helper()
	if err := db.Migrate(t.Context(), store, migrations.FS); err != nil {
		t.Fatal(err)
	}
	for _, statement := range roomStatements(store.Dialect()) {
		if _, err := store.Admin().Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	b := &bench{items: record.NewTable[item]("item", i18n.T("件", "Item"), record.State{Name: "open", Label: i18n.T("开", "open")},
		record.State{Name: "checked", Label: i18n.T("核", "checked")}, record.State{Name: "accepted", Label: i18n.T("收", "accepted"), End: true}, act.VoidState),
		lots: record.NewTable[lot]("lot", i18n.T("名额", "Lot"), record.State{Name: "open", Label: i18n.T("开", "open")})}
	b.items.Personal = true
	b.Road = act.NewRoad(act.Deps{Store: store, Book: b.book(), Clock: clock.NewManual(time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)),
		Random: ident.Secure, Zone: time.UTC, Cube: tally.NewCube(), Policy: "test", ClaimKey: []byte("key")})
	b.SetTree(tree())
	b.look = act.Look{Table: b.items, Grants: grants(officer), Actor: actor("reader", officer, "13", b.Tree()), Purpose: work, Via: "view"}
	return b
}

func (b *bench) book() *act.Book {
	book := act.NewBook()
	act.Declare(book, act.Spec[lot, *lot, lotBody]{Name: "lot.add", Title: i18n.T("设", "Add"), Table: b.lots, New: true, By: grants(clerk),
		Do: func(_ *act.Work, l *lot, body *lotBody) error { l.Seats, l.State = body.Seats, "open"; return nil }})
	act.Declare(book, act.Spec[item, *item, itemBody]{Name: "item.add", Title: i18n.T("设", "Add"), Table: b.items, New: true, By: grants(clerk), To: []string{"open"},
		Unit: func(_ *act.Work, body *itemBody) (unit.Code, error) { return body.Unit, nil },
		Do: func(_ *act.Work, i *item, body *itemBody) error {
			i.Name, i.Amount, i.State = body.Name, body.Amount, "open"
			return nil
		}})
	act.Declare(book, act.Spec[item, *item, amountBody]{Name: "item.change", Title: i18n.T("改", "Change"), Table: b.items, From: []string{"open", "checked"}, By: grants(clerk),
		Do: func(_ *act.Work, i *item, body *amountBody) error { i.Amount = body.Amount; return nil }})
	act.Declare(book, act.Spec[item, *item, amountBody]{Name: "item.check", Title: i18n.T("核", "Check"), Table: b.items, From: []string{"open"}, To: []string{"checked"},
		By: append(grants(officer), grants(clerk)...), NotBy: []string{"item.add"}, Do: func(_ *act.Work, i *item, _ *amountBody) error { i.State = "checked"; return nil }})
	act.Declare(book, act.Spec[item, *item, amountBody]{Name: "item.pay", Title: i18n.T("付", "Pay"), Table: b.items, From: []string{"open", "checked"}, By: grants(officer),
		Sign: append(grants(chief), grants(officer)...), Do: func(_ *act.Work, i *item, body *amountBody) error {
			if body.Amount < 0 {
				return fault.New(fault.Conflict, "pay.negative", "不可为负", "Not below zero")
			}
			i.Amount += body.Amount
			return nil
		}})
	act.Declare(book, act.Spec[item, *item, acceptBody]{Name: "item.accept", Title: i18n.T("收", "Accept"), Table: b.items, From: []string{"open", "checked"}, To: []string{"accepted"},
		By: grants(officer), Do: func(w *act.Work, i *item, body *acceptBody) error {
			l, err := act.Load[lot](w, b.lots, i.County, body.Lot)
			if err != nil {
				return err
			}
			if l.Used >= l.Seats {
				return fault.New(fault.Conflict, "lot.full", "已满", "Full")
			}
			l.Used++
			w.Save(b.lots, l)
			i.State = "accepted"
			return nil
		}})
	act.Declare(book, act.Spec[item, *item, giveBody]{Name: "item.give", Title: i18n.T("给", "Give"), Table: b.items, By: grants(clerk),
		Do: func(_ *act.Work, i *item, body *giveBody) error {
			i.Person, i.Station, i.State, i.Readers = body.Person, body.Station, body.State, body.Readers
			return nil
		}})
	act.DeclareReversal[item](book, b.items, grants(officer), nil)
	return book
}

func roomStatements(dialect db.Dialect) []string {
	text, integer := "TEXT", "INTEGER"
	if dialect == db.Postgres {
		text, integer = `TEXT COLLATE "C"`, "BIGINT"
	}
	return strings.Split(strings.NewReplacer("{t}", text, "{i}", integer).Replace(roomTables), ";")
}

// tree has a province, two counties and two townships in each.
func tree() *unit.Tree {
	root := &unit.Unit{Code: "13", Kind: unit.Province, Place: unit.Place("").Child(0), Home: "13"}
	units := []*unit.Unit{root}
	for i, c := range []unit.Code{"1301", "1302"} {
		county := &unit.Unit{Code: c, Parent: "13", Kind: unit.County, Place: root.Place.Child(i), Home: c}
		units = append(units, county)
		for j := range 2 {
			units = append(units, &unit.Unit{Code: unit.Code(fmt.Sprintf("%s%02d", c, j)), Parent: c, Kind: unit.Township, Place: county.Place.Child(j), Home: c})
		}
	}
	return unit.NewTree(units)
}

func actor(name string, r access.Role, at unit.Code, tree *unit.Tree) access.Actor {
	u, _ := tree.Get(at)
	return access.Actor{Account: ident.ID(name), Role: r, Unit: at, Home: u.Home, Ranges: tree.Scope(at), Strength: access.Strong}
}

func (b *bench) by(name string, r access.Role) access.Actor { return actor(name, r, "1301", b.Tree()) }

func (b *bench) adding(name string) act.Request {
	return act.Request{Kind: "item.add", Actor: b.by("adder", clerk), Purpose: work, Body: &itemBody{Unit: "130100", Name: name}}
}

func (b *bench) add(t *testing.T, name string) act.Answer {
	t.Helper()
	a, err := b.Do(t.Context(), b.adding(name))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func (b *bench) on(a act.Answer, kind string, by access.Actor, body any) act.Request {
	return act.Request{Kind: kind, County: a.County, Subject: a.Subject, Actor: by, Purpose: work, Body: body}
}

// load reads an item past the road.
func (b *bench) load(t *testing.T, a act.Answer) *item {
	t.Helper()
	i := new(item)
	if err := b.Store.Read(t.Context(), func(tx *db.Tx) error { return b.items.Load(tx, a.County, a.Subject, i, false) }); err != nil {
		t.Fatal(err)
	}
	return i
}

func (b *bench) number(t *testing.T, query string, args ...any) (n int64) {
	t.Helper()
	if err := b.Store.Admin().QueryRow(query, args...).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// sound verifies the whole store; every test ends with it.
func (b *bench) sound(t *testing.T) {
	t.Helper()
	_, err := ledger.Verify(t.Context(), b.Store, ledger.Inspection{Tables: b.Book.Tables(), Claim: b.ClaimDigest}, func(f ledger.Finding) { t.Error(f.Text().EN) })
	if err != nil {
		t.Fatal(err)
	}
}

func wants(t *testing.T, err error, code string) {
	t.Helper()
	if !fault.Coded(err, code) {
		t.Fatalf("want the fault %s, got %v", code, err)
	}
}
