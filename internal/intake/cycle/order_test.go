package cycle

import (
	"testing"

	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
)

// TestDatesInOrder: an intake is not planned of which a later step comes before an earlier
// one; the fault names the field.
func TestDatesInOrder(t *testing.T) {
	t.Parallel()
	for name, x := range map[string]struct {
		from, until, womenFrom, womenTo, approval clock.Date
		field                                     string
	}{
		"in order":                       {"2026-04-01", "2026-08-10", "2026-06-26", "2026-08-15", "2026-09-10", ""},
		"nothing but the ends":           {"", "2026-08-10", "", "", "2026-09-10", ""},
		"all on one day":                 {"2026-08-10", "2026-08-10", "", "", "2026-08-10", ""},
		"closed before it opens":         {"2026-08-11", "2026-08-10", "", "", "2026-09-10", "sign_up_until"},
		"of women closed before it":      {"", "2026-08-10", "2026-08-12", "2026-08-11", "2026-09-10", "women_until"},
		"of women opens after men's end": {"", "2026-08-10", "2026-08-12", "", "2026-09-10", "women_until"},
		"approval before the end":        {"", "2026-08-10", "", "", "2026-08-09", "approval_date"},
		"approval before that of women":  {"", "2026-08-10", "", "2026-09-11", "2026-09-10", "approval_date"},
	} {
		d := Dates{From: x.from, SignUp: x.until, WomenFrom: x.womenFrom, WomenTo: x.womenTo, Approval: x.approval}
		err := d.check()
		if x.field == "" {
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if f := fault.As(err); len(f.Fields) != 1 || f.Fields[0].Name != x.field {
			t.Errorf("%s: %v", name, err)
		}
	}
}
