package whatif_test

import (
	"testing"

	"muster/internal/frame/fault"
	"muster/internal/insight/whatif"
)

// TestSetReadsChanges: what may be asked, as people write it; the physical standard is not
// among it, for trying limits would find out values.
func TestSetReadsChanges(t *testing.T) {
	t.Parallel()
	law := pack(t, nil)
	ch, err := whatif.Set(law, nil, []string{"quota.130302=7", "row.a.b.min=1", "row.a.b.max=3", "day=2026-06-01", "cutoff=2026-07-31", "eligibility.age_max=24"})
	if err != nil {
		t.Fatal(err)
	}
	if l := ch.Rows["a.b"]; ch.Seats["130302"] != 7 || *l.Min != 1 || *l.Max != 3 || ch.Day != "2026-06-01" || ch.CutOff != "2026-07-31" || ch.Pack == nil || ch.Pack == law {
		t.Errorf("%+v", ch)
	}
	if ch, err := whatif.Set(law, nil, nil); err != nil || ch.Pack != nil || ch.Seats != nil {
		t.Errorf("nothing changed is %+v, %v", ch, err)
	}
	for _, entry := range []string{"physical.disagreement_limit_percent=1", "quota.130302", "quota.130302=-1", "quota.130302=1.5", "row.a=1", "row.a.most=1", "row.a.min=x", "vetting.x=1", "day=2026-02-30", "cutoff=tomorrow", "=", "score.=1", "eligibility.nothing=1"} {
		if _, err := whatif.Set(law, nil, []string{entry}); !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.Unknown) {
			t.Errorf("%s: %v", entry, err)
		}
	}
}
