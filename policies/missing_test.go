package policies_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"muster/internal/frame/clock"
	"muster/internal/frame/policy"
)

// someFacts draws a value for every fact of the pack: near a plain one for numbers,
// anything of the scale for texts.
func someFacts(t *rapid.T, pack *policy.Pack) map[string]any {
	out := healthy()
	for _, f := range pack.Facts() {
		if _, known := out[f.Name]; known && rapid.IntRange(0, 99).Draw(t, f.Name+" usual") < 97 {
			continue
		}
		low, high := 0.0, 200.0
		if f.Min != nil {
			low = *f.Min
		}
		if f.Max != nil {
			high = *f.Max
		}
		if f.Type == policy.Int && f.Max == nil {
			high = 2030
		}
		high = max(low, high)
		switch f.Type {
		case policy.Bool:
			out[f.Name] = rapid.Bool().Draw(t, f.Name)
		case policy.Int:
			out[f.Name] = rapid.IntRange(int(low), int(high)).Draw(t, f.Name)
		case policy.Decimal:
			out[f.Name] = rapid.Float64Range(low, high).Draw(t, f.Name)
		case policy.Text:
			if scale := pack.Scale(f.Scale); len(scale) > 0 {
				out[f.Name] = rapid.SampledFrom(scale).Draw(t, f.Name).Code
			}
		default:
			out[f.Name] = fmt.Sprintf("%d-06-15", rapid.IntRange(1996, 2012).Draw(t, f.Name))
		}
	}
	out["sex"] = rapid.SampledFrom([]string{"male", "male", "female"}).Draw(t, "sex")
	return out
}

// TestMissingFactsNeverSayNo: of every question that ends in a yes or a no, taking
// facts away never turns an answer into a no.
func TestMissingFactsNeverSayNo(t *testing.T) {
	t.Parallel()
	pack := china(t)
	for _, q := range pack.Questions() {
		if q.Combine != "worst" && q.Combine != "best" {
			continue
		}
		no := q.Outcomes[len(q.Outcomes)-1].Code
		t.Run(q.Name, func(t *testing.T) {
			t.Parallel()
			seen := map[string]int{}
			rapid.Check(t, func(r *rapid.T) {
				facts := someFacts(r, pack)
				day := rapid.SampledFrom([]string{"2024-03-01", "2026-01-01", "2026-08-01"}).Draw(r, "day")
				view := pack.On(clock.Date(day))
				whole, err := view.Explain(q.Name, facts)
				if err != nil {
					r.Skip(err)
				}
				less := maps.Clone(facts)
				names := slices.Sorted(maps.Keys(facts))
				for _, at := range rapid.SliceOfN(rapid.IntRange(0, len(names)-1), 0, 6).Draw(r, "dropped") {
					delete(less, names[at])
				}
				part, err := view.Explain(q.Name, less)
				if err != nil {
					r.Fatal(err)
				}
				seen[part.Outcome]++
				if part.Outcome == no && whole.Outcome != no {
					r.Fatalf("%s with %v, and %s with %v", whole.Outcome, facts, no, less)
				}
			})
			t.Log(seen)
			if len(seen) < 2 {
				t.Errorf("only %v was ever answered", seen)
			}
		})
	}
}
