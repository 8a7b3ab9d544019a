package policies_test

import (
	"testing"

	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
)

// TestParametersOfTheIntake holds the numbers that rooms ask for by name, on the
// days on which they change.
func TestParametersOfTheIntake(t *testing.T) {
	t.Parallel()
	pack := china(t)
	for _, test := range []struct {
		name string
		day  clock.Date
		want int64
	}{
		{"registration.age", "2026-01-01", 18}, {"registration.late_until_age", "2026-01-01", 24}, {"return.window_days", "2023-05-01", 45},
		{"notice.working_days", "2026-01-01", 5}, {"score.posted_days", "2026-01-01", 3}, {"review.request_working_days", "2026-01-01", 5},
		{"review.decide_working_days", "2026-01-01", 5}, {"eligibility.age_max", "2021-10-01", 22},
		{"tuition.cap_undergraduate", "2024-08-31", 1600000}, {"tuition.cap_undergraduate", "2024-09-01", 2000000},
	} {
		if got, err := pack.On(test.day).Int(test.name); err != nil || got != test.want {
			t.Errorf("%s on %s: %d %v, want %d", test.name, test.day, got, err, test.want)
		}
	}
	if _, err := pack.On("2023-04-30").Int("return.window_days"); !fault.Coded(err, "policy.not_in_force") {
		t.Errorf("before the regulation: %v", err)
	}
	if _, err := pack.On("2026-01-01").Int("quota.send_reserve"); !fault.Coded(err, "policy.type") {
		t.Errorf("a decimal is not a whole number: %v", err)
	}
	if reserve, err := pack.On("2026-01-01").Decimal("quota.send_reserve"); err != nil || reserve != 1.2 {
		t.Error(reserve, err)
	}
	for year, want := range map[int]clock.Date{2025: "2025-09-30", 2026: "2026-10-31"} {
		if day, err := pack.On(clock.NewDate(year, 6, 1)).DayOfYear("registration.deadline", year); err != nil || day != want {
			t.Errorf("%s %v, want %s", day, err, want)
		}
	}
}

// TestReasonLists proves that every list the rooms close over is there, complete
// and found again by code.
func TestReasonLists(t *testing.T) {
	t.Parallel()
	view := china(t).On("2026-03-01")
	for _, list := range []string{"signup", "physical", "vetting", "integrity", "withdrawal", "return", "reversal", "review"} {
		reasons := view.Reasons(list)
		if len(reasons) < 3 {
			t.Errorf("%s has %d reasons", list, len(reasons))
		}
		for _, reason := range reasons {
			again, ok := view.Reason(reason.Code)
			if !ok || again != reason || !reason.Text.Complete() || !reason.Article.Complete() {
				t.Errorf("%+v", reason)
			}
		}
	}
	if _, ok := view.Reason("physical.wrong"); ok {
		t.Error("found a reason that is not there")
	}
}

// TestScoresAreVisible proves that no point of the ranking is hidden in the data.
func TestScoresAreVisible(t *testing.T) {
	t.Parallel()
	scores := china(t).On("2026-03-01").Parameters("score.")
	if len(scores) < 15 {
		t.Fatalf("only %d", len(scores))
	}
	for _, p := range scores {
		if !p.Visible || !p.Article.Complete() || !p.Label.Complete() {
			t.Errorf("%+v", p)
		}
	}
}

// TestListsAndTables looks into each kind of declaration once.
func TestListsAndTables(t *testing.T) {
	t.Parallel()
	pack := china(t)
	view := pack.On("2026-03-01")
	if gates := view.Gates(); len(gates) != 6 || gates[0].Code != "signup" || gates[5].Code != "assessment" {
		t.Errorf("%+v", gates)
	}
	if row, ok := view.Row("special_post_height", "tank"); !ok || row.Decimal("min_cm") != 162 || row.Decimal("max_cm") != 178 {
		t.Errorf("%+v", row)
	}
	if row, _ := view.Row("special_post_height", "paratroop"); row.Has("max_cm") || row.Decimal("max_cm") != 0 {
		t.Errorf("%+v", row)
	}
	if row, ok := view.Row("intake_calendar", "second_half"); !ok || row.Text("approval") != "09-01" || len(view.Table("intake_calendar")) != 2 {
		t.Errorf("%+v", row)
	}
	if column, ok := pack.Column("people", "身份证号"); !ok || column != "id_no" {
		t.Error(column)
	}
	if code, ok := pack.TermCode("sex", "女"); !ok || code != "female" {
		t.Error(code)
	}
	low, _ := pack.Rank("education", "senior_high")
	if high, ok := pack.Rank("education", "doctor"); !ok || high <= low {
		t.Error(low, high)
	}
	if keep, ok := view.Retention("access_log"); !ok || keep.Keep != 6 || keep.Unit != "years" {
		t.Errorf("%+v", keep)
	}
	if pack.Zone().String() != "Asia/Shanghai" || pack.IdentityScheme() != "gb11643" || !pack.Name().Complete() || len(pack.UnitKinds()) != 10 {
		t.Error(pack.Zone(), pack.IdentityScheme(), pack.UnitKinds())
	}
	if standards := view.Standards("medical"); len(standards) < 50 || len(pack.On("2020-01-01").Standards("medical")) != 0 {
		t.Error(len(standards))
	}
}
