package policies_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"muster/internal/frame/clock"
	"muster/internal/frame/policy"
)

// cohort is n invented people as columns, in which anything may be missing.
func cohort(n int, seed uint64) []policy.Column {
	random := rand.New(rand.NewPCG(seed, 1))
	births := []any{nil}
	for day := clock.NewDate(1995, 1, 1); day < clock.NewDate(2012, 12, 31); day = day.AddDays(1) {
		births = append(births, string(day))
	}
	years := []any{nil}
	for year := int64(2015); year < 2035; year++ {
		years = append(years, year)
	}
	columns := []policy.Column{{Fact: "birth_date", Values: births}, {Fact: "sex", Values: []any{nil, "male", "female"}},
		{Fact: "education", Values: []any{nil, "junior_middle", "senior_high", "vocational", "junior_college", "bachelor", "master", "doctor"}},
		{Fact: "graduation_year", Values: years}, {Fact: "student", Values: []any{nil, true, false}}, {Fact: "own_consent", Values: []any{nil, true}}}
	for i := range columns {
		columns[i].Codes = make([]uint16, n)
		for p := range n {
			if random.IntN(20) > 0 { // otherwise not on file
				columns[i].Codes[p] = uint16(1 + random.IntN(len(columns[i].Values)-1))
			}
		}
	}
	return columns
}

func factsOf(columns []policy.Column, person int) map[string]any {
	facts := map[string]any{}
	for _, c := range columns {
		if v := c.Values[c.Codes[person]]; v != nil {
			facts[c.Fact] = v
		}
	}
	return facts
}

// TestCohortIsExplainForEverybody: the pass over the columns gives each person
// the outcome, the questions and the clauses that Explain gives, in three years
// and for every question of the sign-up gate.
func TestCohortIsExplainForEverybody(t *testing.T) {
	t.Parallel()
	columns := cohort(4000, 7)
	for _, question := range []string{"eligibility", "registration"} {
		for _, day := range []clock.Date{"2024-03-01", "2026-03-01", "2027-09-01"} {
			view := china(t).On(day)
			verdicts, err := view.Cohort(question, columns)
			if err != nil {
				t.Fatal(err)
			}
			total := int64(0)
			for _, n := range verdicts.Counts {
				total += n
			}
			if total != 4000 || len(verdicts.Answers) < 3 {
				t.Errorf("%s on %s: %d people, %d answers", question, day, total, len(verdicts.Answers))
			}
			for p := range 4000 {
				want, err := view.Explain(question, factsOf(columns, p))
				if err != nil {
					t.Fatal(err)
				}
				for i := range want.Lines {
					want.Lines[i].Value = nil
				}
				got := verdicts.Answers[verdicts.Of[p]]
				if fmt.Sprint(got.Outcome, got.Ask, got.Lines) != fmt.Sprint(want.Outcome, want.Ask, want.Lines) {
					t.Fatalf("%s on %s, person %v:\ngot  %+v\nwant %+v", question, day, factsOf(columns, p), got, want)
				}
			}
		}
	}
}
