package policy_test

import (
	"testing"

	"muster/internal/frame/policy"
	"muster/policies"
)

// TestChinaPack proves that the pack that the product brings along is without
// problems and that every example beside it holds.
func TestChinaPack(t *testing.T) {
	t.Parallel()
	fsys, err := policies.Open("cn")
	if err != nil {
		t.Fatal(err)
	}
	tested, err := policy.Test(fsys)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range tested.Faults {
		t.Error(f)
	}
	if tested.Count < 300 {
		t.Errorf("only %d examples ran", tested.Count)
	}
}
