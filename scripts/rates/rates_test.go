package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"
	"testing"

	"muster/internal/app"
	"muster/internal/frame/access"
	"muster/internal/frame/db"
	"muster/internal/frame/db/dbtest"
	"muster/internal/frame/record"
	"muster/internal/frame/register/transfer"
	"muster/internal/frame/sheet"
	"muster/internal/frame/unit"
	"muster/internal/lead/assessment"
	"muster/internal/office/role"
	"muster/internal/office/staff"
	"muster/internal/sim"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

// twoCities is the province with two of its cities.
func twoCities() (io.Reader, error) {
	all, err := sim.Units()
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	lines := bufio.NewScanner(all)
	for lines.Scan() {
		code, _, _ := strings.Cut(lines.Text(), ",")
		if code == "code" || code == "13" || strings.HasPrefix(code, "1301") || strings.HasPrefix(code, "1303") {
			b.WriteString(lines.Text() + "\n")
		}
	}
	return strings.NewReader(b.String()), lines.Err()
}

// exported is what a county officer gets of a register as a file.
func exported(t *testing.T, a *app.App, officer access.Actor, table string) []row {
	t.Helper()
	reg := a.Shelf.Get(table)
	var out bytes.Buffer
	if err := transfer.Export(t.Context(), a.Road, reg, officer, reg.Purpose(officer), record.Query{}, sheet.New(&out, "export.csv", transfer.Header(reg)...)); err != nil {
		t.Fatal(err)
	}
	rows, err := read(&out)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// TestRatesEqual plays a season, has every county's rates counted again from what
// its officer exports, and compares them with what its assessment shows; each
// number that leads to a list leads to as many records as it says.
func TestRatesEqual(t *testing.T) {
	t.Parallel()
	s, err := sim.Run(t.Context(), sim.Options{Dir: t.TempDir(), People: 2500, Seed: 9, Units: twoCities})
	if err != nil {
		t.Fatal(err)
	}
	a := s.App()
	defer a.Close()
	var list []*assessment.Assessment
	err = a.Store.Read(t.Context(), func(tx *db.Tx) (err error) {
		list, err = record.All[assessment.Assessment](tx, assessment.Table, "1 = 1")
		return err
	})
	if err != nil || len(list) == 0 {
		t.Fatalf("%d assessments: %v", len(list), err)
	}
	returned, handed := int64(0), int64(0)
	for _, found := range list {
		returned, handed = returned+found.Returned, handed+found.HandedOver
		officer := officerOf(t, a, found.County)
		var out bytes.Buffer
		if err := count(string(found.County), string(found.Cycle), exported(t, a, officer, "application"), exported(t, a, officer, "quota")).write(&out); err != nil {
			t.Fatal(err)
		}
		if got, want := out.String(), shown(found); got != want {
			t.Errorf("%s: counted again\n%sassessed\n%s", found.County, got, want)
		}
		drill(t, a, officer, found)
	}
	if returned == 0 || handed == 0 {
		t.Errorf("a season with %d returns of %d handed over proves little", returned, handed)
	}
}

// shown is what an assessment says of the five rates, in the words of this program.
func shown(a *assessment.Assessment) string {
	var b strings.Builder
	for _, m := range a.Measures() {
		if m.Five {
			rate := strconv.FormatInt(m.Rate, 10)
			if m.Rate < 0 {
				rate = "-"
			}
			fmt.Fprintln(&b, m.Code, m.N.N, m.D.N, rate)
		}
	}
	return b.String()
}

// drill counts the records behind each number by the list that it leads to.
func drill(t *testing.T, a *app.App, officer access.Actor, found *assessment.Assessment) {
	t.Helper()
	for _, m := range found.Measures() {
		for _, c := range []assessment.Count{m.N, m.D} {
			reg := a.Shelf.Get(c.Table)
			if reg == nil || c.Sum || !access.AnyRole(reg.Read, officer, reg.Purpose(officer)) {
				continue
			}
			q := record.Query{Filters: c.Where, Within: a.Road.Tree().Scope(found.Unit)}
			if n, err := a.Road.Count(t.Context(), reg.Look(officer, reg.Purpose(officer), "list"), q); err != nil || n != c.N {
				t.Errorf("%s %s: %s is %d, its list has %d (%v)", found.County, m.Code, c.Label.In("en"), c.N, n, err)
			}
		}
	}
}

func officerOf(t *testing.T, a *app.App, county unit.Code) access.Actor {
	t.Helper()
	account, ok := a.Directory.Login(string(county) + ".county_officer.1")
	if !ok {
		t.Fatalf("%s has no officer", county)
	}
	for _, p := range a.Directory.PostsOf(account.ID, a.Today()) {
		if access.Role(p.Role) == role.CountyOfficer {
			return staff.ActorIn(a.Road.Tree(), account, p, access.Strong)
		}
	}
	t.Fatalf("the officer of %s has no post", county)
	return access.Actor{}
}
