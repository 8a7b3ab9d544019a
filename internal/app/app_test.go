package app_test

import (
	"compress/gzip"
	"os"
	"testing"

	"muster/internal/app"
	"muster/internal/frame/act"
	"muster/internal/office/role"
	"muster/internal/office/staff"
	"muster/internal/people"
	"muster/internal/people/idnumber"
)

func TestFirstSteps(t *testing.T) {
	t.Parallel()
	ctx, dir := t.Context(), t.TempDir()
	if err := app.CreateKeys(dir, "muster.test"); err != nil {
		t.Fatal(err)
	}
	a, err := app.Open(ctx, app.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	file, err := os.Open("../sim/data/hebei_units.csv.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	plain, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := a.ReadUnits(plain, "units.csv")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.ImportUnits(ctx, rows); err != nil {
		t.Fatal(err)
	}
	if n := a.Road.Tree().Len(); n != len(rows) {
		t.Fatalf("%d units in the tree, %d in the file", n, len(rows))
	}
	id, err := a.OpenAccount(ctx, "registrar", "Registrar", role.CountyRegistrar, "130102")
	if err != nil {
		t.Fatal(err)
	}
	posts := a.Directory.PostsOf(id, a.Today())
	account, _ := a.Directory.Account(id)
	actor := staff.ActorIn(a.Road.Tree(), account, posts[0], 2)
	number, err := idnumber.GB11643{}.Make("130102", "2008-03-09", 11)
	if err != nil {
		t.Fatal(err)
	}
	body := &people.Recording{Unit: "130102001001", Particulars: people.Particulars{IDNo: number, Name: "测试甲", BirthDate: "2008-03-09", Sex: people.Male}}
	first, err := a.Road.Do(ctx, act.Request{Kind: "person.record", Body: body, Actor: actor, Purpose: role.Registration, Key: "a"})
	if err != nil {
		t.Fatal(err)
	}
	again, err := a.Road.Do(ctx, act.Request{Kind: "person.record", Body: body, Actor: actor, Purpose: role.Registration, Key: "a"})
	if err != nil || again.Subject != first.Subject || !again.Again || again.Seq != first.Seq {
		t.Fatalf("a repeat gave %+v, %v; the first was %+v", again, err, first)
	}
	look := a.Shelf.Get("person").Look(actor, role.Registration, "view")
	if _, err := a.Road.One(ctx, look, first.County, first.Subject); err != nil {
		t.Fatal(err)
	}
}
