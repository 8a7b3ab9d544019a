package insight_test

import (
	"reflect"
	"testing"

	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/db/dbtest"
	"muster/internal/frame/policy"
	"muster/internal/insight"
	"muster/internal/intake/cases"
	"muster/internal/intake/signup"
	"muster/internal/office/role"
	"muster/internal/people"
	"muster/internal/people/idnumber"
	"muster/internal/web/webtest"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

// TestCompareIsCountingOneByOne: the counts under two laws, and whose answer
// differs, are those of explaining everybody one by one.
func TestCompareIsCountingOneByOne(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, store db.Store) {
		b := webtest.NewOn(t, store)
		var everybody []people.Particulars
		for i := range 60 {
			day := clock.NewDate(1999+i%13, 1+i%12, 5)
			number, err := idnumber.GB11643{}.Make(string(webtest.County), day, i+1)
			if err != nil {
				t.Fatal(err)
			}
			p := people.Particulars{IDNo: number, Name: "虚构", BirthDate: day, Sex: people.Male, Phone: "13800000000"}
			if i%2 == 1 {
				p.Sex = people.Female
			}
			p.Education = people.Education([]string{"", "senior_high", "junior_college", "bachelor", "master"}[i%5])
			if i%3 == 0 {
				p.Graduation = new(int64(2024 + i%4))
			}
			everybody = append(everybody, p)
			at := webtest.Village
			if i%7 == 0 {
				at = "130104001" // another county: not in the cohort
				everybody = everybody[:len(everybody)-1]
			}
			who := b.Actor(role.CountyRegistrar)
			if at != webtest.Village {
				who = b.Extra("elsewhere", "elsewhere", role.CountyRegistrar, webtest.Other)
			}
			b.As(who, role.Registration, "person.record", act.Answer{}, &people.Recording{Unit: at, Particulars: p})
		}
		cohort, err := insight.ReadCohort(t.Context(), b.App.Store, b.App.Road.Tree().Scope(webtest.County), 1990, 2020)
		if err != nil || cohort.People != len(everybody) {
			t.Fatalf("%d of %d people, %v", cohort.People, len(everybody), err)
		}
		before, after := b.App.Pack.On("2025-03-01"), b.App.Pack.On("2026-03-01")
		got, err := insight.Compare(cohort, "eligibility", before, after)
		if err != nil {
			t.Fatal(err)
		}
		was, is, differ := map[string]int64{}, map[string]int64{}, int64(0)
		for _, p := range everybody {
			facts := signup.Facts(&cases.Case{}, &people.Person{Particulars: p})
			x, err := before.Explain("eligibility", facts)
			if err != nil {
				t.Fatal(err)
			}
			y, err := after.Explain("eligibility", facts)
			if err != nil {
				t.Fatal(err)
			}
			was[x.Outcome]++
			is[y.Outcome]++
			if x.Outcome != y.Outcome {
				differ++
			}
		}
		for side, want := range map[*insight.Outcomes]map[string]int64{&got.Before: was, &got.After: is} {
			for _, c := range side.Counts {
				if want[c.Code] != c.People {
					t.Errorf("%s: %s %d, want %d", side.Day, c.Code, c.People, want[c.Code])
				}
			}
		}
		sum := int64(0)
		for _, c := range got.Changes {
			sum += c.People
			if c.Rule == "" {
				t.Errorf("a change without its clause: %+v", c)
			}
		}
		if sum != differ || differ == 0 {
			t.Errorf("%d differ, want %d", sum, differ)
		}
	})
}

// TestAComparisonReadsTheSame: of several wordings of one clause the same is named each
// time.
func TestAComparisonReadsTheSame(t *testing.T) {
	t.Parallel()
	pack := mustPack(t)
	var births, educations []uint16
	for i := range uint16(40) {
		births, educations = append(births, i%8), append(educations, i/8%4)
	}
	cohort := &insight.Cohort{People: 40, Columns: []policy.Column{
		{Fact: "birth_date", Codes: births, Values: []any{"2000-05-01", "2001-05-01", "2002-05-01", "2003-05-01", "2004-05-01", "2005-05-01", "2006-05-01", "2007-05-01"}},
		{Fact: "sex", Codes: make([]uint16, 40), Values: []any{"male"}},
		{Fact: "education", Codes: educations, Values: []any{"senior_high", "bachelor", "master", "junior_college"}},
		{Fact: "graduation_year", Codes: make([]uint16, 40), Values: []any{int64(2022)}},
		{Fact: "student", Codes: make([]uint16, 40), Values: []any{false}}}}
	var first []insight.Change
	for range 30 {
		c, err := insight.Compare(cohort, "eligibility", pack.On("2024-03-01"), pack.On("2026-03-01"))
		if err != nil || len(c.Changes) == 0 {
			t.Fatal(len(c.Changes), err)
		}
		if first == nil {
			first = c.Changes
		}
		if !reflect.DeepEqual(first, c.Changes) {
			t.Fatalf("%+v, then %+v", first, c.Changes)
		}
	}
}
