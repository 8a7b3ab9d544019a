package quota_test

import (
	"maps"
	"slices"
	"testing"

	"muster/internal/frame/act"
	"muster/internal/frame/db"
	"muster/internal/frame/db/dbtest"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/register"
	"muster/internal/frame/unit"
	"muster/internal/intake/cases"
	"muster/internal/intake/cycle"
	"muster/internal/intake/quota"
	"muster/internal/people"
)

// put stores a record as it is, so that a test has something to count.
func (b *bench) put(table *record.Table, at unit.Code, state string, r record.Record) {
	b.t.Helper()
	u, ok := b.Road.Tree().Get(at)
	if !ok {
		b.t.Fatalf("no unit %s", at)
	}
	*r.Head() = record.Base{County: u.Home, ID: ident.New(b.clock.Now(), b.Road.Random), Rev: 1, Unit: at, Place: u.Place, State: state}
	b.must(b.Store.Write(b.t.Context(), func(tx *db.Tx) error { return table.Insert(tx, []record.Record{r}) }))
}

// populate puts people on file: by unit how many, of whom so many registered, in
// college, and examined and passed in an intake of last year.
func (b *bench) populate(list map[unit.Code][5]int) {
	b.t.Helper()
	last, ancient := &cycle.Cycle{PolicyDay: "2025-08-01"}, &cycle.Cycle{PolicyDay: "2020-08-01"}
	b.put(cycle.Table, province, cycle.Closed, last)
	b.put(cycle.Table, province, cycle.Closed, ancient)
	for at, n := range list {
		for i := range n[0] {
			p := &people.Person{}
			p.Student = i < n[2] && i%2 == 0
			if i < n[2] && i%2 == 1 {
				p.Education = "bachelor"
			}
			b.put(people.Persons, at, people.Living, p)
		}
		for range n[1] {
			b.put(people.Registrations, at, people.MustServe, &people.Registration{})
		}
		for i := range n[3] {
			reach := cases.ReachExamined
			if i < n[4] {
				reach = cases.ReachQualified
			}
			b.put(cases.Table, at, cases.PhysicalFail, &cases.Case{Cycle: last.ID, Reach: reach})
			b.put(cases.Table, at, cases.PhysicalFail, &cases.Case{Cycle: ancient.ID, Reach: cases.ReachQualified}) // too long ago
			b.put(cases.Table, at, cases.PhysicalFail, &cases.Case{Cycle: b.cycle, Reach: cases.ReachQualified})    // this one
		}
		b.put(people.Persons, at, people.Closed, &people.Person{})
		b.put(people.Registrations, at, people.Due, &people.Registration{})
	}
}

func (b *bench) basis(a act.Answer) *quota.Basis {
	b.t.Helper()
	s := &quota.Basis{}
	b.must(b.Store.Read(b.t.Context(), func(tx *db.Tx) error { return quota.Bases.Load(tx, a.County, a.Subject, s, false) }))
	return s
}

// TestBasis: the figures are counted from records up the tree, weighed by the
// published formula, and a division that names the basis uses just these.
func TestBasis(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, store db.Store) {
		b := setup(t, store).issued(60)
		b.populate(map[unit.Code][5]int{"1301101": {6, 3, 2, 4, 2}, "13012": {2, 1, 1, 0, 0}, "13021": {8, 4, 1, 6, 6}})
		s := b.basis(b.do("quota_basis.compute", act.Answer{}, b.officer, &quota.Computing{Cycle: b.cycle,
			Population: []string{"1303 = 16", "13031=16"}, Factors: []string{"1302=0.5"}, Source: "统计公报"}))
		for _, want := range []string{"1301=4/8/3/4/2/1", "1302=4/8/1/6/6/0.5", "1303=0/16/0/0/0/1", "13011=3/6/2/4/2/1", "13012=1/2/1/0/0/1", "13021=4/8/1/6/6/1", "13014=0/0/0/0/0/1"} {
			if !slices.Contains(s.Inputs, want) {
				t.Errorf("no %s among %v", want, s.Inputs)
			}
		}
		// 1301: (0.4·4/8 + 0.3·8/32 + 0.3·3/4)·0.85, for 2/4 against a mean of 8/10 is held at the floor
		// 1302: (0.4·4/8 + 0.3·8/32 + 0.3·1/4)·0.5·1.15; 1303: 0.3·16/32
		if want := []string{"1301=0.425", "1302=0.20125", "1303=0.15"}; !slices.Equal(s.Weights[:3], want) {
			t.Errorf("the weights are %v, not %v", s.Weights[:3], want)
		}
		b.signed("quota.divide", b.of(province), &quota.Division{Basis: s.ID, Whole: true})
		d := b.divisions()[0]
		if d.Basis != s.ID || !slices.Equal(d.Weights, s.Weights) || !slices.Equal(d.Inputs, s.Inputs) {
			t.Errorf("the division keeps %+v", d)
		}
		want := map[unit.Code]int64{"13": 60, "1301": 33, "13011": 24, "13012": 9, "1302": 15, "13021": 15, "1303": 12, "13031": 12}
		if got := seatsOf(b.quotas()); !maps.Equal(got, want) {
			t.Errorf("divided as %v, not %v", got, want)
		}
		b.sound()
	})
}

// TestBasisWithinACounty counts by unit below a county.
func TestBasisWithinACounty(t *testing.T) {
	t.Parallel()
	b := setup(t, dbtest.SQLite(t))
	b.populate(map[unit.Code][5]int{"1301101": {6, 3, 2, 4, 2}, "13012": {2, 1, 1, 0, 0}})
	county := b.actor("quota_officer", "13011")
	s := b.basis(b.do("quota_basis.compute", act.Answer{}, county, &quota.Computing{Cycle: b.cycle}))
	if len(s.Inputs) != 1 || s.Inputs[0] != "1301101=3/6/2/4/2/1" {
		t.Errorf("the inputs are %v", s.Inputs)
	}
}

func TestBasisRefuses(t *testing.T) {
	t.Parallel()
	b := setup(t, dbtest.SQLite(t)).issued(10)
	leaf := b.actor("quota_officer", "1301101")
	for _, x := range []struct {
		code string
		body quota.Computing
	}{
		{"cycle.unknown", quota.Computing{Cycle: "none"}},
		{"basis.entry", quota.Computing{Cycle: b.cycle, Population: []string{"13=5"}}},
		{"basis.entry", quota.Computing{Cycle: b.cycle, Population: []string{"1301=-5"}}},
		{"weigh.decimal", quota.Computing{Cycle: b.cycle, Factors: []string{"1301=1/2"}}},
		{"basis.source", quota.Computing{Cycle: b.cycle, Factors: []string{"1301=0.5"}}},
	} {
		_, err := b.try("quota_basis.compute", act.Answer{}, b.officer, &x.body)
		wants(t, err, x.code)
	}
	_, err := b.try("quota_basis.compute", act.Answer{}, leaf, &quota.Computing{Cycle: b.cycle})
	wants(t, err, "basis.leaf")
	a := b.do("quota_basis.compute", act.Answer{}, b.officer, &quota.Computing{Cycle: b.cycle})
	b.do("quota_basis.withdraw", a, b.officer, &register.Ending{Reason: "错"})
	_, err = b.try("quota.divide", b.of(province), b.officer, &quota.Division{Basis: a.Subject})
	wants(t, err, "quota.basis")
}

// TestBasisServesEveryLevel: the basis of the province divides the seats of a city
// too, with the weights of the counties below it.
func TestBasisServesEveryLevel(t *testing.T) {
	t.Parallel()
	b := setup(t, dbtest.SQLite(t)).issued(100)
	basis := b.do("quota_basis.compute", act.Answer{}, b.officer, &quota.Computing{Cycle: b.cycle,
		Population: []string{"1301=60", "1302=30", "1303=10", "13011=3", "13012=1"}, Source: "公报"})
	b.signed("quota.divide", b.of(province), &quota.Division{Basis: basis.Subject})
	b.signed("quota.divide", b.of("1301"), &quota.Division{Basis: basis.Subject})
	got := seatsOf(b.quotas())
	if got["1301"] != 60 || got["13011"] != 45 || got["13012"] != 15 {
		t.Errorf("divided as %v", got)
	}
	b.sound()
}
