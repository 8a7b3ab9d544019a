package insight_test

import (
	"fmt"
	"testing"

	"muster/internal/app"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/policy"
	"muster/internal/frame/record"
	"muster/internal/insight"
	"muster/internal/insight/smallcell"
	"muster/internal/intake/cases"
	"muster/internal/intake/signup"
	"muster/internal/office/role"
	"muster/internal/people"
	"muster/internal/people/idnumber"
	"muster/internal/web/webtest"
)

// TestADraftIsCountedOneByOne: the counts under the law of a year ago, of today and
// under a draft, and the differences, are those of exporting everybody and asking
// for each; what is small is hidden.
func TestADraftIsCountedOneByOne(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	for i := range 70 {
		file(t, b, i)
	}
	draft, err := mustPack(t).With(map[string]string{"eligibility.age_max": "19", "eligibility.age_max_women": "20"})
	if err != nil {
		t.Fatal(err)
	}
	day := clock.Date("2026-03-01")
	laws := []*policy.View{b.App.Pack.On("2025-03-01"), b.App.Pack.On(day), draft.On(day)}
	scope, err := insight.Within(b.App.Road.Tree(), b.Actor(role.CountyRegistrar), webtest.County)
	if err != nil {
		t.Fatal(err)
	}
	got, err := insight.CompareLaws(t.Context(), b.App.Store, scope, day, laws)
	if err != nil || len(got) != 2 {
		t.Fatalf("%d comparisons, %v", len(got), err)
	}
	insight.Hide(got...)
	want := exported(t, b, laws)
	shown, hidden := 0, 0
	check := func(what string, cell smallcell.Cell, n int64) {
		if n > 0 && n < smallcell.Smallest && !cell.Hidden {
			t.Errorf("%s: %d is shown", what, n)
		}
		if cell.Hidden {
			hidden++
			return
		}
		if shown++; cell.N != n {
			t.Errorf("%s: %d, the export has %d", what, cell.N, n)
		}
	}
	for i, c := range got {
		for side, o := range []insight.Outcomes{c.Before, c.After} {
			for _, n := range o.Counts {
				check(fmt.Sprint(i+side, " ", n.Code), n.Cell, want[fmt.Sprint(i+side, " ", n.Code)])
			}
		}
		moves := map[string]int64{}
		for _, ch := range c.Changes {
			moves[ch.Before+" "+ch.After] += ch.People
			check(ch.Rule, ch.Cell, ch.People)
		}
		for move, n := range moves {
			if key := fmt.Sprint(i, " ", move); want[key] != n {
				t.Errorf("%s: %d, the export has %d", key, n, want[key])
			}
		}
	}
	if shown < 6 || hidden == 0 {
		t.Errorf("%d figures are shown, %d hidden", shown, hidden)
	}
}

func mustPack(t *testing.T) *policy.Pack {
	t.Helper()
	p, err := app.ChinaPack()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func file(t *testing.T, b *webtest.Bench, i int) {
	t.Helper()
	day := clock.NewDate(2002+i%8, 1+i%12, 5)
	number, err := idnumber.GB11643{}.Make(string(webtest.County), day, i+1)
	if err != nil {
		t.Fatal(err)
	}
	p := people.Particulars{IDNo: number, Name: "虚构", BirthDate: day, Sex: people.Male, Phone: "13800000000", Education: "senior_high"}
	if i%2 == 1 {
		p.Sex = people.Female
	}
	if i%5 == 0 {
		p.Education = "bachelor"
	}
	if i%9 != 0 {
		p.Graduation = new(int64(2025 + i%2))
	}
	b.As(b.Actor(role.CountyRegistrar), role.Registration, "person.record", act.Answer{}, &people.Recording{Unit: webtest.Village, Particulars: p})
}

// exported asks for everybody whom a registrar exports, law by law: how many have an
// outcome ("law outcome"), how many move from one to another ("law from to").
func exported(t *testing.T, b *webtest.Bench, laws []*policy.View) map[string]int64 {
	t.Helper()
	out, registrar := map[string]int64{}, b.Actor(role.CountyRegistrar)
	look := act.Look{Table: people.Persons, Grants: b.App.Shelf.Get(people.Persons.Name).Read, Actor: registrar, Purpose: role.Registration, Via: "export"}
	err := b.App.Road.Export(t.Context(), look, record.Query{Within: registrar.Ranges}, func(r record.Record) error {
		p, before := r.(*people.Person), ""
		for i, law := range laws {
			a, err := law.Explain("eligibility", signup.Facts(&cases.Case{}, p))
			if err != nil {
				return err
			}
			out[fmt.Sprint(i, " ", a.Outcome)]++
			if i > 0 && before != a.Outcome {
				out[fmt.Sprint(i-1, " ", before, " ", a.Outcome)]++
			}
			before = a.Outcome
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
