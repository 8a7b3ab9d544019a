package policy_test

import (
	"sync"
	"testing"

	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/policy"
)

// TestViewAcrossDates looks at the sample on the days around a change.
func TestViewAcrossDates(t *testing.T) {
	t.Parallel()
	pack, err := policy.Load(packOf(small))
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		day      clock.Date
		age, cap int64
	}{{"2020-01-01", 16, 5}, {"2024-12-31", 16, 5}, {"2025-01-01", 18, 6}, {"2099-01-01", 18, 6}} {
		view := pack.On(test.day)
		row, ok := view.Row("caps", "a")
		if age, err := view.Int("age.min"); err != nil || age != test.age || !ok || row.Int("cap") != test.cap {
			t.Errorf("%s: %d %d %v", test.day, age, row.Int("cap"), err)
		}
		p, err := view.Parameter("age.min")
		if err != nil || !p.Covers(test.day) || p.Article.EN != "Act, Art. 1" {
			t.Errorf("%+v %v", p, err)
		}
	}
	before := pack.On("2019-12-31")
	if _, err := before.Int("age.min"); !fault.Coded(err, "policy.not_in_force") {
		t.Error(err)
	}
	if _, ok := before.Row("caps", "a"); ok || before.Table("caps") != nil {
		t.Error("a row before its time")
	}
	if _, ok := before.Reason("signup.late"); ok {
		t.Error("a reason before its time")
	}
	if _, err := before.Deadline("answer"); !fault.Coded(err, "policy.not_in_force") {
		t.Error(err)
	}
	if _, err := before.Explain("fit", nil); !fault.Coded(err, "policy.not_in_force") {
		t.Error(err)
	}
}

// TestViewsInParallel asks one pack from many sides at once, on days whose
// editions are not made yet.
func TestViewsInParallel(t *testing.T) {
	t.Parallel()
	pack, err := policy.Load(packOf(small))
	if err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for i := range 64 {
		group.Go(func() {
			day := clock.Date("2024-12-01").AddDays(i)
			want := map[bool]string{true: "no", false: "yes"}[day >= "2025-01-01"]
			answer, err := pack.On(day).Explain("fit", map[string]any{"age": 17})
			if err != nil || answer.Outcome != want {
				t.Errorf("%s: %s %v", day, answer.Outcome, err)
			}
		})
	}
	group.Wait()
}

// TestMonthsAndYears counts to days that a month may lack.
func TestMonthsAndYears(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		from   clock.Date
		amount int
		unit   string
		want   clock.Date
	}{
		{"2025-08-31", 6, policy.Months, "2026-02-28"},
		{"2024-02-29", 1, policy.Years, "2025-02-28"},
		{"2024-02-29", 4, policy.Years, "2028-02-29"},
		{"2026-03-31", -1, policy.Months, "2026-02-28"},
		{"2026-01-01", 45, policy.Days, "2026-02-15"},
		{"2026-01-01", -1, policy.Days, "2025-12-31"},
		{"2026-01-01", 25, policy.Hours, "2026-01-03"},
		{"2026-01-01", -24, policy.Hours, "2025-12-31"},
	} {
		got, err := policy.Deadline{Amount: test.amount, Unit: test.unit}.From(test.from, nil)
		if err != nil || got != test.want {
			t.Errorf("%s %+d %s: %s %v, want %s", test.from, test.amount, test.unit, got, err, test.want)
		}
	}
}
