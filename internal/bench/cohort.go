package bench

import (
	"context"
	"fmt"
	"math/rand/v2"

	"muster/internal/frame/clock"
	"muster/internal/frame/policy"
	"muster/policies"
)

// cohortSizes are the numbers of people of P7; its growth is linear.
var cohortSizes = []int{100_000, 1_000_000, 10_000_000}

// sampled is how many people the peer explains row by row.
const sampled = 20_000

// cohort is P7: eligibility with reasons for everybody at once, against the same
// expressions row by row, and one person explained.
func cohort(ctx context.Context, _ string) (out []Result, err error) {
	files, err := policies.Open("cn")
	if err != nil {
		return nil, err
	}
	pack, err := policy.Load(files)
	if err != nil {
		return nil, err
	}
	view := pack.On("2026-03-01")
	for _, n := range cohortSizes {
		columns := invented(n)
		one, err := rowByRow(view, columns)
		if err != nil {
			return nil, err
		}
		var verdicts *policy.Verdicts
		seconds, err := timed(func() (err error) { verdicts, err = view.Cohort("eligibility", columns); return err })
		if err != nil {
			return nil, err
		}
		if err := agrees(view, columns, verdicts); err != nil {
			return nil, err
		}
		ours := seconds * 1e9 / float64(n)
		out = append(out, Result{"P7", fmt.Sprintf("eligibility of %d people, ns a person against row by row", n), ours, one, "ns", one / ours, ">= 100"})
		if n == cohortSizes[0] {
			out = append(out, Result{"P7", "one person explained, µs against 50", one / 1000, 50, "µs", one / 50_000, "<= 1"})
		}
		if ctx.Err() != nil {
			return out, ctx.Err()
		}
	}
	return out, nil
}

// rowByRow explains people one after the other, in nanoseconds a person.
func rowByRow(view *policy.View, columns []policy.Column) (float64, error) {
	seconds, err := timed(func() error {
		for p := range sampled {
			if _, err := view.Explain("eligibility", facts(columns, p)); err != nil {
				return err
			}
		}
		return nil
	})
	return seconds * 1e9 / sampled, err
}

// agrees compares a sample of the pass with the answer for one.
func agrees(view *policy.View, columns []policy.Column, verdicts *policy.Verdicts) error {
	for p := 0; p < len(verdicts.Of); p += len(verdicts.Of) / 500 {
		a, err := view.Explain("eligibility", facts(columns, p))
		if err != nil {
			return err
		}
		if got := verdicts.Answers[verdicts.Of[p]]; got.Outcome != a.Outcome || len(got.Lines) != len(a.Lines) {
			return fmt.Errorf("person %d: the pass says %s, explaining %s", p, got.Outcome, a.Outcome)
		}
	}
	return nil
}

func facts(columns []policy.Column, person int) map[string]any {
	out := make(map[string]any, len(columns))
	for _, c := range columns {
		if v := c.Values[c.Codes[person]]; v != nil {
			out[c.Fact] = v
		}
	}
	return out
}

// invented is a cohort as a register has it: every day of birth of ten years, a
// tenth of the education not on file.
func invented(n int) []policy.Column {
	random := rand.New(rand.NewPCG(7, 7))
	births := []any{nil}
	for day := clock.NewDate(2000, 1, 1); day < clock.NewDate(2010, 1, 1); day = day.AddDays(1) {
		births = append(births, string(day))
	}
	years := []any{nil}
	for year := int64(2018); year < 2032; year++ {
		years = append(years, year)
	}
	columns := []policy.Column{{Fact: "birth_date", Values: births}, {Fact: "sex", Values: []any{nil, "male", "female"}},
		{Fact: "education", Values: []any{nil, "junior_middle", "senior_high", "vocational", "junior_college", "bachelor", "master", "doctor"}},
		{Fact: "graduation_year", Values: years}, {Fact: "student", Values: []any{nil, true, false}}}
	for i := range columns {
		columns[i].Codes = make([]uint16, n)
		for p := range n {
			if columns[i].Fact != "education" || random.IntN(10) > 0 {
				columns[i].Codes[p] = uint16(1 + random.IntN(len(columns[i].Values)-1))
			}
		}
	}
	return columns
}
