package forecast

import (
	"math"
	"reflect"
	"testing"
)

// TestCalibration: over played years the intervals hold the truth and the quota is
// met as often as the model says, and a model without doubt fails the same check.
func TestCalibration(t *testing.T) {
	t.Parallel()
	r := Calibrate(100, 1, Fit)
	if !r.Calibrated() {
		t.Errorf("not calibrated: %+v, misfit %.1f", r, r.Misfit())
	}
	if c := Calibrate(100, 1, Certain); c.Calibrated() {
		t.Errorf("a model without doubt passes: %+v, misfit %.1f", c, c.Misfit())
	}
}

// TestSame: the same question has the same answer.
func TestSame(t *testing.T) {
	t.Parallel()
	y := Play(3)
	a, b := Fit(y.Earlier).For(y.Now, y.Seats), Fit(y.Earlier).For(y.Now, y.Seats)
	if !reflect.DeepEqual(a, b) {
		t.Error("two forecasts differ")
	}
}

// TestNothingLeftToChance: where nobody waits any more the forecast is what is known.
func TestNothingLeftToChance(t *testing.T) {
	t.Parallel()
	done := Tally{Passed: [Gates]int64{60, 50, 45, 44, 40}, Failed: [Gates]int64{20, 10, 5, 1, 4}}
	for seats, met := range map[int64]float64{40: 1, 41: 0} {
		f := Fit([]Tally{done}).For(done, seats)
		if f.In90 != (Interval{40, 40}) || math.Abs(f.Met-met) > 1e-9 {
			t.Errorf("%d seats: %+v", seats, f)
		}
	}
}

// TestInvitedIsEnough: with as many more as the forecast asks for, the forecast says
// that the quota is met with about that confidence, and with a tenth fewer it does
// not.
func TestInvitedIsEnough(t *testing.T) {
	t.Parallel()
	for seed := range uint64(8) {
		y := Play(seed)
		m := Fit(append(y.Earlier, y.Now))
		n, enough := m.For(y.Now, y.Seats+300).Invite(0.9)
		if !enough || n == 0 {
			t.Fatalf("%d %v", n, enough)
		}
		with := func(n int64) float64 {
			more := y.Now
			more.Waiting[Check] += n
			return m.For(more, y.Seats+300).Met
		}
		if p := with(n); math.Abs(p-0.9) > 0.03 {
			t.Errorf("seed %d: with %d invited the quota is met with %.3f", seed, n, p)
		}
		if p := with(n * 4 / 5); p > 0.9 {
			t.Errorf("seed %d: with a fifth fewer it is met with %.3f", seed, p)
		}
	}
}

// TestPooling: a county that has shown nothing is believed to be like the others,
// one that has shown much like itself.
func TestPooling(t *testing.T) {
	t.Parallel()
	var all []Tally
	for range 12 {
		all = append(all, Tally{Passed: [Gates]int64{80, 80, 80, 80, 80}, Failed: [Gates]int64{20, 20, 20, 20, 20}})
	}
	m := Fit(all)
	if r := m.For(Tally{}, 1).Rates[Physical]; math.Abs(r.Mean-0.8) > 0.03 {
		t.Errorf("without anything shown: %+v", r)
	}
	odd := Tally{Passed: [Gates]int64{0, 300}, Failed: [Gates]int64{0, 700}}
	if r := Fit(append(all, odd)).For(odd, 1).Rates[Physical]; math.Abs(r.Mean-0.3) > 0.05 {
		t.Errorf("with much shown: %+v", r)
	}
}
