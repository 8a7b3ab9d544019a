package policies_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/goccy/go-yaml"
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

// TestEachFactMissing takes the facts of every example of the pack away one by one,
// and all of them: no answer becomes a no by it.
func TestEachFactMissing(t *testing.T) {
	t.Parallel()
	pack, taken := china(t), 0
	no := map[string]string{}
	for _, q := range pack.Questions() {
		if q.Combine == "worst" || q.Combine == "best" {
			no[q.Name] = q.Outcomes[len(q.Outcomes)-1].Code
		}
	}
	for _, e := range examples(t) {
		bad, judged := no[e.Question]
		if !judged {
			continue
		}
		view := pack.On(clock.Date(e.On))
		whole, err := view.Explain(e.Question, e.Facts)
		if err != nil {
			continue // an example of what is refused
		}
		for name := range e.Facts {
			less := maps.Clone(e.Facts)
			delete(less, name)
			part, err := view.Explain(e.Question, less)
			if err != nil {
				t.Fatalf("%s without %s: %v", e.Question, name, err)
			}
			if taken++; part.Outcome == bad && whole.Outcome != bad {
				t.Errorf("%s on %s: %s with %v, but %s without %s", e.Question, e.On, whole.Outcome, e.Facts, bad, name)
			}
		}
		if none, err := view.Explain(e.Question, nil); err != nil || none.Outcome == bad {
			t.Errorf("%s on %s of somebody of whom nothing is known: %s, %v", e.Question, e.On, none.Outcome, err)
		}
	}
	if t.Logf("%d times a fact was taken away", taken); taken < 300 {
		t.Error("too few to prove anything")
	}
}

// example is one of the pack's own examples.
type example struct {
	Question string
	On       string
	Facts    map[string]any
}

func examples(t *testing.T) (out []example) {
	t.Helper()
	names, err := filepath.Glob("cn/tests/*.yaml")
	if err != nil || len(names) == 0 {
		t.Fatalf("%v, %v", names, err)
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var file struct{ Examples []example }
		if err := yaml.Unmarshal(text, &file); err != nil {
			t.Fatal(err)
		}
		out = append(out, file.Examples...)
	}
	return out
}
