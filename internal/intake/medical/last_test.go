package medical

import (
	"testing"

	"muster/internal/frame/clock"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"pgregory.net/rapid"
)

// TestTheLastConclusionStands: of several examinations of one person, of one day too, the
// one that was concluded last stands, in whatever order they are read and whatever their
// ids, which follow from the candidates, are.
func TestTheLastConclusionStands(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		want := map[ident.ID]ident.ID{}
		var all []*Exam
		for at, id := range rapid.Permutation([]ident.ID{"a", "b", "c", "d", "e", "f"}).Draw(t, "ids") { // in the order of the log
			of := rapid.SampledFrom([]ident.ID{"one", "two"}).Draw(t, "application")
			all = append(all, &Exam{Base: record.Base{ID: id}, Case: of, On: "2026-08-03", Settled: clock.Instant(at + 1)})
			want[of] = id
		}
		for _, e := range lastOf(rapid.Permutation(all).Draw(t, "read")) {
			if want[e.Case] != e.ID {
				t.Errorf("of %s %s stands, not %s", e.Case, e.ID, want[e.Case])
			}
			delete(want, e.Case)
		}
		if len(want) > 0 {
			t.Errorf("nothing stands of %v", want)
		}
	})
}
