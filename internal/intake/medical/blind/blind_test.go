package blind_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"muster/internal/frame/fault"
	"muster/internal/frame/ident"
	"muster/internal/intake/medical/blind"
)

var key = blind.Key(strings.Repeat("k", 32))

// TestNumbersHaveNothingInCommon: over many candidates, the numbers and ids of two
// sections agree in no more beginnings than chance gives, and their order is no
// order of the candidates.
func TestNumbersHaveNothingInCommon(t *testing.T) {
	t.Parallel()
	const n = 2000
	same, seen := 0, map[string]bool{}
	var eyes, ent []string
	for i := range n {
		c := ident.ID(fmt.Sprintf("candidate%06d", i))
		a, b := key.Number(c, "eyes", 0), key.Number(c, "ent", 0)
		if len(a) != 8 || seen[a] || seen[b] || a == b {
			t.Fatalf("%s %s: doubled or malformed", a, b)
		}
		seen[a], seen[b] = true, true
		if a[0] == b[0] {
			same++
		}
		eyes, ent = append(eyes, string(key.Record(c, "eyes"))), append(ent, string(key.Record(c, "ent")))
		if _, err := ident.Parse(eyes[i]); err != nil {
			t.Fatal(err)
		}
	}
	if same > n/16 { // 1/32 is expected
		t.Errorf("%d of %d pairs begin alike", same, n)
	}
	if slices.IsSorted(eyes) || slices.IsSorted(ent) {
		t.Error("the ids are in the order of the candidates")
	}
	if agree := concordant(eyes, ent); agree < 0.47 || agree > 0.53 {
		t.Errorf("the orders of two sections agree in %.3f of the pairs", agree)
	}
}

// concordant is the share of pairs that two lists put in the same order.
func concordant(a, b []string) float64 {
	same, all := 0, 0
	for i := range a {
		for j := i + 1; j < len(a); j += 7 {
			all++
			if (a[i] < a[j]) == (b[i] < b[j]) {
				same++
			}
		}
	}
	return float64(same) / float64(all)
}

func TestNumbersNeedTheKey(t *testing.T) {
	t.Parallel()
	other := blind.Key(strings.Repeat("x", 32))
	if key.Number("c", "eyes", 0) == other.Number("c", "eyes", 0) || key.Record("c", "eyes") == other.Record("c", "eyes") || key.Digest("a") == other.Digest("a") {
		t.Error("another key gives the same")
	}
	if key.Number("c", "eyes", 0) == key.Number("c", "eyes", 1) || key.Number("ce", "yes", 0) == key.Number("c", "eyes", 0) {
		t.Error("numbers that must differ are the same")
	}
}

func TestLinks(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		link, at := rapid.String().Draw(r, "link"), ident.ID(rapid.StringMatching(`[a-z0-9]{26}`).Draw(r, "at"))
		closed := key.Close(link, at)
		if got, err := key.Open(closed, at); err != nil || got != link {
			r.Fatalf("%q %v", got, err)
		}
		if _, err := key.Open(closed, at+"x"); !fault.Coded(err, "exam.link") {
			r.Fatalf("it opens for another record: %v", err)
		}
		if _, err := blind.Key("another").Open(closed, at); !fault.Coded(err, "exam.link") {
			r.Fatalf("it opens under another key: %v", err)
		}
	})
	for _, broken := range []string{"", "!", "AAAA", key.Close("x", "y")[1:]} {
		if _, err := key.Open(broken, "y"); !fault.Coded(err, "exam.link") {
			t.Errorf("%q: %v", broken, err)
		}
	}
}
