package policy_test

import (
	"bytes"
	"strings"
	"testing"

	"muster/internal/frame/fault"
	"muster/internal/frame/policy"
)

// TestCasesKeepTheirVersion changes the law under a case that has begun: by its
// version it is still answered as on the day it began.
func TestCasesKeepTheirVersion(t *testing.T) {
	t.Parallel()
	begun, err := policy.Load(packOf(small))
	if err != nil {
		t.Fatal(err)
	}
	kept, err := policy.FromBundle(begun.Bundle())
	if err != nil || kept.Version() != begun.Version() || !bytes.Equal(kept.Bundle(), begun.Bundle()) {
		t.Fatalf("the kept pack is another: %v", err)
	}
	changed, err := policy.Load(packOf(strings.Replace(small, "value: 18", "value: 19", 1)))
	if err != nil {
		t.Fatal(err)
	}
	library := policy.NewLibrary(changed, kept)
	for version, want := range map[string]string{begun.Version(): "yes", library.Current().Version(): "no"} {
		pack, err := library.Version(version)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := pack.On("2026-01-01").Explain("fit", map[string]any{"age": 18})
		if err != nil || answer.Outcome != want {
			t.Errorf("version %s: %s %v, want %s", version, answer.Outcome, err, want)
		}
	}
	if _, err := library.Version("0123456789ab"); !fault.Coded(err, "policy.version_unknown") {
		t.Errorf("an unknown version: %v", err)
	}
	if _, err := policy.FromBundle([]byte("{")); !fault.Coded(err, "policy.bundle") {
		t.Errorf("a damaged bundle: %v", err)
	}
}
