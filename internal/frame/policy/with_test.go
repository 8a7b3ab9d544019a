package policy_test

import (
	"testing"

	"muster/internal/frame/fault"
	"muster/internal/frame/policy"
	"muster/policies"
)

// TestWith: a draft has the values it was given and a version of its own, the pack it
// was made from keeps its own, and what cannot be set is refused.
func TestWith(t *testing.T) {
	t.Parallel()
	files, err := policies.Open("cn")
	if err != nil {
		t.Fatal(err)
	}
	pack, err := policy.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	draft, err := pack.With(map[string]string{"eligibility.age_max": "19", "score.education.bachelor": "2.5"})
	if err != nil || draft.Version() == pack.Version() {
		t.Fatalf("%v, version %s", err, draft.Version())
	}
	facts := map[string]any{"birth_date": "2006-03-09", "sex": "male", "education": "senior_high", "graduation_year": int64(2024), "student": false}
	for p, want := range map[*policy.Pack]string{pack: "eligible", draft: "not_eligible"} {
		a, err := p.On("2026-06-01").Explain("eligibility", facts)
		if err != nil || a.Outcome != want {
			t.Errorf("%s, want %s (%v)", a.Outcome, want, err)
		}
	}
	if points, err := draft.On("2026-06-01").Decimal("score.education.bachelor"); err != nil || points != 2.5 {
		t.Errorf("%v points, %v", points, err)
	}
	for name, value := range map[string]string{"nothing.here": "1", "eligibility.age_max": "old", "score.education.bachelor": "NaN", "signup.documents": "none"} {
		if _, err := pack.With(map[string]string{name: value}); !fault.Coded(err, "policy.set") {
			t.Errorf("%s=%s: %v", name, value, err)
		}
	}
	if same, err := pack.With(nil); err != nil || same != pack {
		t.Error("nothing set is another pack")
	}
}
