package policies_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/policy"
	"muster/policies"
)

func china(t testing.TB) *policy.Pack {
	t.Helper()
	fsys, err := policies.Open("cn")
	if err != nil {
		t.Fatal(err)
	}
	pack, err := policy.Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	return pack
}

// healthy are the facts of a man whom nothing speaks against.
func healthy() map[string]any {
	return map[string]any{"sex": "male", "height_cm": 172, "weight_kg": 65.5, "systolic": 118, "diastolic": 76, "heart_rate": 72,
		"vision_left": 5.0, "vision_right": 5.0, "laser_surgery": false, "colour_vision": "normal", "hearing_left_m": 5, "hearing_right_m": 5,
		"smell": "normal", "tattoo_face_neck": false, "tattoo_exposed_cm": 0, "tattoo_other_cm": 0, "leg_difference_cm": 0, "knee_gap_cm": 0,
		"flat_foot": "none", "bad_teeth_adjacent": 0, "bad_teeth_apart": 0, "alt": 22, "creatinine": 80, "urea": 5, "wbc": 6,
		"neutrophil_percent": 55, "lymphocyte_percent": 35, "rbc": 5, "haemoglobin": 145, "platelets": 220, "fasting_glucose": 5.1,
		"hbsag": "negative", "hiv_antibody": "negative", "urine_protein": "negative", "urine_ketone": "negative", "urine_sugar": "negative",
		"urine_bilirubin": "negative", "urobilinogen": 0.5, "drug_test": "negative", "ecg": "normal", "chest_xray": "normal",
		"abdominal_ultrasound": "normal", "psychological_band": "pass"}
}

// TestRefusals lists what an explanation refuses; a missing fact is not among it.
func TestRefusals(t *testing.T) {
	t.Parallel()
	pack := china(t)
	for _, test := range []struct {
		question string
		day      clock.Date
		facts    map[string]any
		code     string
	}{
		{"weather", "2026-01-01", nil, "question.unknown"},
		{"medical", "1999-01-01", nil, "policy.not_in_force"},
		{"medical", "2026-01-01", map[string]any{"sex": "x"}, "fact.malformed"},
		{"medical", "2026-01-01", map[string]any{"sex": []any{"male"}}, "fact.malformed"},
		{"medical", "2026-01-01", map[string]any{"height_cm": map[string]any{}}, "fact.malformed"},
		{"medical", "2026-01-01", map[string]any{"height_cm": json.Number("1e999")}, "fact.malformed"},
		{"medical", "2026-01-01", map[string]any{"height_cm": "tall"}, "fact.malformed"},
		{"medical", "2026-01-01", map[string]any{"height_cm": 17200}, "fact.malformed"},
		{"medical", "2026-01-01", map[string]any{"bad_teeth_apart": 1.5}, "fact.malformed"},
		{"medical", "2026-01-01", map[string]any{"laser_surgery": "perhaps"}, "fact.malformed"},
		{"eligibility", "2026-01-01", map[string]any{"birth_date": "2008-02-30"}, "fact.malformed"},
	} {
		_, err := pack.On(test.day).Explain(test.question, test.facts)
		if !fault.Coded(err, test.code) {
			t.Errorf("%s %v: want %s, got %v", test.question, test.facts, test.code, err)
		}
		if f := fault.As(err); !f.Text.Complete() || strings.Contains(f.Error(), "{") {
			t.Errorf("incomplete text: %v", f)
		}
	}
}

// TestMissingFactIsAsked takes facts away from a decided answer: whatever is
// missing, the answer is the same or unknown, it is never refused, asks only for
// what was taken, and no line changes its outcome.
func TestMissingFactIsAsked(t *testing.T) {
	t.Parallel()
	pack := china(t)
	view := pack.On("2026-06-01")
	rapid.Check(t, func(r *rapid.T) {
		facts := healthy()
		facts["height_cm"] = rapid.IntRange(150, 190).Draw(r, "height")
		facts["weight_kg"] = rapid.IntRange(40, 120).Draw(r, "weight")
		facts["hba1c_percent"] = rapid.IntRange(4, 9).Draw(r, "hba1c")
		facts["heart_rate"] = rapid.IntRange(45, 115).Draw(r, "heart")
		whole, err := view.Explain("medical", facts)
		if err != nil || whole.Outcome == policy.Unknown {
			r.Fatalf("%+v %v", whole.Ask, err)
		}
		names := slices.Sorted(maps.Keys(facts))
		taken := rapid.SliceOfNDistinct(rapid.SampledFrom(names), 1, 5, rapid.ID[string]).Draw(r, "taken")
		for _, name := range taken {
			delete(facts, name)
		}
		part, err := view.Explain("medical", facts)
		if err != nil {
			r.Fatal(err)
		}
		if (len(part.Ask) > 0) != (part.Outcome == policy.Unknown) || len(part.Ask) == 0 && part.Outcome != whole.Outcome {
			r.Fatalf("outcome %s, ask %v, whole %s", part.Outcome, part.Ask, whole.Outcome)
		}
		for _, name := range part.Ask {
			if !slices.Contains(taken, name) {
				r.Fatalf("asks for %s, which is given", name)
			}
		}
		for _, line := range part.Lines {
			i := slices.IndexFunc(whole.Lines, func(l policy.Line) bool { return l.Rule == line.Rule })
			if i < 0 || whole.Lines[i].Outcome != line.Outcome {
				r.Fatalf("%s became %s", line.Rule, line.Outcome)
			}
		}
	})
}

// TestBodyMassIndexIsExact compares the rule with whole-number arithmetic: the
// limits 17.5 and 30 hold exactly for every height in millimetres and weight in
// decagrams.
func TestBodyMassIndexIsExact(t *testing.T) {
	t.Parallel()
	view := china(t).On("2026-06-01")
	rapid.Check(t, func(r *rapid.T) {
		millimetres := rapid.Int64Range(1400, 2100).Draw(r, "mm")
		limit := rapid.SampledFrom([]int64{175, 300}).Draw(r, "limit")
		decagrams := limit*millimetres*millimetres/100000 + rapid.Int64Range(-1, 2).Draw(r, "step")
		scaled := decagrams * 100000
		pass := scaled >= 175*millimetres*millimetres && scaled < 300*millimetres*millimetres
		answer, err := view.Explain("medical", map[string]any{"sex": "male",
			"height_cm": json.Number(fmt.Sprintf("%d.%d", millimetres/10, millimetres%10)),
			"weight_kg": json.Number(fmt.Sprintf("%d.%02d", decagrams/100, decagrams%100))})
		if err != nil {
			r.Fatal(err)
		}
		i := slices.IndexFunc(answer.Lines, func(l policy.Line) bool { return l.Rule == "weight_kg.bmi_men" })
		if got := answer.Lines[i].Outcome == "pass"; got != pass {
			r.Fatalf("%d mm, %d dag: pass is %v, want %v", millimetres, decagrams, got, pass)
		}
	})
}

func BenchmarkExplain(b *testing.B) {
	view := china(b).On("2026-06-01")
	for _, c := range []struct {
		question string
		facts    map[string]any
	}{
		{"eligibility", map[string]any{"birth_date": "2002-03-09", "sex": "male", "education": "bachelor", "graduation_year": 2025, "student": false}},
		{"medical", healthy()},
		{"medical", map[string]any{"sex": "male"}},
	} {
		b.Run(fmt.Sprintf("%s/%d_facts", c.question, len(c.facts)), func(b *testing.B) {
			for b.Loop() {
				if _, err := view.Explain(c.question, c.facts); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		china(b)
	}
}
