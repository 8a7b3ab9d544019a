package apportion

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"muster/internal/frame/fault"
)

func weigh(t rapid.TB, text string) Weight {
	w, err := ParseWeight(text)
	if err != nil {
		t.Fatalf("weight %s: %v", text, err)
	}
	return w
}

func upTo(n int64) *int64 { return &n }

// child is one sibling of a random division, with its weight as a rational.
type child struct {
	code     string
	weight   *big.Rat
	min, max int64
	capped   bool
}

// family draws siblings and seats that can be divided among them.
func family(t *rapid.T) (units []Unit, kids []child, seats int64) {
	units = []Unit{{Code: "root"}}
	text := rapid.SampledFrom([]string{"0", "1", "1.0", "2", "3", "0.5", "0.333", "7.25", "10", "100", "12345678901234567890123.5", "0.00000000000000000001"})
	if rapid.Bool().Draw(t, "narrow") {
		text = rapid.Custom(func(t *rapid.T) string { return fmt.Sprint(rapid.IntRange(0, 30).Draw(t, "weight")) })
	}
	var least, most int64
	for i := range rapid.IntRange(1, 8).Draw(t, "children") {
		written := text.Draw(t, "weight")
		weight, _ := new(big.Rat).SetString(written)
		k := child{code: fmt.Sprintf("c%d", (i*5)%8), weight: weight, min: rapid.Int64Range(0, 4).Draw(t, "min")}
		k.max, k.capped = k.min+rapid.Int64Range(0, 9).Draw(t, "room"), rapid.Bool().Draw(t, "capped")
		u := Unit{Code: k.code, Parent: "root", Weight: weigh(t, written), Min: k.min}
		if k.capped {
			u.Max = upTo(k.max)
		} else {
			k.max = 1 << 40
		}
		least += k.min
		if weight.Sign() > 0 {
			most += min(k.max, 60)
		} else {
			most += k.min
		}
		units, kids = append(units, u), append(kids, k)
	}
	return units, kids, rapid.Int64Range(least, most).Draw(t, "seats")
}

// before is the order of ties, written out once more.
func before(a, b child) bool {
	if c := a.weight.Cmp(b.weight); c != 0 {
		return c > 0
	}
	return a.code < b.code
}

// oneByOne is Webster's method as the rule reads.
func oneByOne(kids []child, seats int64) []int64 {
	given := make([]int64, len(kids))
	for i, k := range kids {
		given[i] = k.min
		seats -= k.min
	}
	quotient := func(i int) *big.Rat {
		return new(big.Rat).Quo(kids[i].weight, big.NewRat(2*given[i]+1, 2))
	}
	for ; seats > 0; seats-- {
		best := -1
		for i, k := range kids {
			if given[i] >= k.max || k.weight.Sign() == 0 {
				continue
			}
			if best < 0 {
				best = i
				continue
			}
			if c := quotient(i).Cmp(quotient(best)); c > 0 || c == 0 && before(k, kids[best]) {
				best = i
			}
		}
		given[best]++
	}
	return given
}

// clampedSum is the sum of clamp(λ·weight, min, max), and the shares.
func clampedSum(kids []child, factor *big.Rat) (*big.Rat, []*big.Rat) {
	total, shares := new(big.Rat), make([]*big.Rat, len(kids))
	for i, k := range kids {
		s := new(big.Rat).Mul(factor, k.weight)
		if low := new(big.Rat).SetInt64(k.min); s.Cmp(low) < 0 {
			s = low
		}
		if high := new(big.Rat).SetInt64(k.max); s.Cmp(high) > 0 {
			s = high
		}
		total.Add(total, s)
		shares[i] = s
	}
	return total, shares
}

// remainders is the largest-remainder method as the rule reads: λ is found
// between the two neighbouring breakpoints of the clamped sum.
func remainders(kids []child, seats int64) []int64 {
	points := []*big.Rat{new(big.Rat)}
	for _, k := range kids {
		if k.weight.Sign() > 0 {
			points = append(points, new(big.Rat).Quo(new(big.Rat).SetInt64(k.min), k.weight),
				new(big.Rat).Quo(new(big.Rat).SetInt64(k.max), k.weight))
		}
	}
	slices.SortFunc(points, (*big.Rat).Cmp)
	goal, factor := new(big.Rat).SetInt64(seats), points[len(points)-1]
	for n := 1; n < len(points); n++ {
		low, _ := clampedSum(kids, points[n-1])
		high, _ := clampedSum(kids, points[n])
		if goal.Cmp(low) >= 0 && goal.Cmp(high) <= 0 && low.Cmp(high) < 0 {
			part := new(big.Rat).Quo(new(big.Rat).Sub(goal, low), new(big.Rat).Sub(high, low))
			factor = part.Mul(part, new(big.Rat).Sub(points[n], points[n-1]))
			factor.Add(factor, points[n-1])
			break
		} else if goal.Cmp(low) == 0 {
			factor = points[n-1]
			break
		}
	}
	_, shares := clampedSum(kids, factor)
	given, order := make([]int64, len(kids)), make([]int, len(kids))
	rest := make([]*big.Rat, len(kids))
	for i, s := range shares {
		floor := new(big.Int).Quo(s.Num(), s.Denom())
		given[i], order[i] = floor.Int64(), i
		rest[i] = new(big.Rat).Sub(s, new(big.Rat).SetInt(floor))
		seats -= given[i]
	}
	slices.SortFunc(order, func(i, j int) int {
		if c := rest[j].Cmp(rest[i]); c != 0 {
			return c
		} else if before(kids[i], kids[j]) {
			return -1
		}
		return 1
	})
	for _, i := range order {
		if seats > 0 && given[i] < kids[i].max {
			given[i]++
			seats--
		}
	}
	return given
}

// repeatedly checks a property on thousands of cases.
func repeatedly(t *testing.T, property func(t *rapid.T)) {
	for range 50 {
		rapid.Check(t, property)
	}
}

func TestDivideEqualsRationalArithmetic(t *testing.T) {
	t.Parallel()
	for method, rule := range map[Method]func([]child, int64) []int64{Webster: oneByOne, LargestRemainder: remainders} {
		t.Run(fmt.Sprint(method), func(t *testing.T) {
			t.Parallel()
			repeatedly(t, func(t *rapid.T) {
				units, kids, seats := family(t)
				got, err := Divide(units, seats, method)
				if err != nil {
					t.Fatalf("divide: %v", err)
				}
				if want := rule(kids, seats); !slices.Equal(got[1:], want) {
					t.Fatalf("%d seats over %v: got %v, want %v", seats, kids, got[1:], want)
				}
			})
		})
	}
}

func TestWebsterNeverTakesASeatFromAnybody(t *testing.T) {
	t.Parallel()
	repeatedly(t, func(t *rapid.T) {
		units, _, seats := family(t)
		less, err := Divide(units, seats, Webster)
		if err != nil {
			t.Fatalf("%d seats: %v", seats, err)
		}
		more, err := Divide(units, seats+1, Webster)
		if fault.Coded(err, "apportion.max") || fault.Coded(err, "apportion.weightless") {
			return
		}
		for i := range less {
			if err != nil || more[i] < less[i] {
				t.Fatalf("%d → %d seats: %v became %v (%v)", seats, seats+1, less, more, err)
			}
		}
	})
}

func TestDivideRunsDownTheTree(t *testing.T) {
	t.Parallel()
	units := []Unit{
		{Code: "town", Parent: "city", Weight: Whole(1)},
		{Code: "city", Parent: "root", Weight: Whole(3), Max: upTo(100)},
		{Code: "root"},
		{Code: "county", Parent: "root", Weight: Whole(1)},
		{Code: "village", Parent: "city", Weight: Whole(2)},
	}
	for _, c := range []struct {
		seats int64
		want  []int64
	}{
		{0, []int64{0, 0, 0, 0, 0}},
		{8, []int64{2, 6, 8, 2, 4}},
		{1000, []int64{33, 100, 1000, 900, 67}},
	} {
		for _, method := range []Method{Webster, LargestRemainder} {
			got, err := Divide(units, c.seats, method)
			if err != nil || !slices.Equal(got, c.want) {
				t.Errorf("method %d, %d seats: got %v %v, want %v", method, c.seats, got, err, c.want)
			}
		}
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	root := Unit{Code: "r", Line: 2}
	for name, c := range map[string]struct {
		units []Unit
		seats int64
		code  string
		line  int
	}{
		"no root":        {[]Unit{{Code: "a", Parent: "a", Line: 2}}, 1, "apportion.rootless", 0},
		"two roots":      {[]Unit{root, {Code: "s", Line: 3}}, 1, "apportion.roots", 3},
		"duplicate":      {[]Unit{root, {Code: "r", Parent: "r", Line: 3}}, 1, "apportion.duplicate", 3},
		"missing parent": {[]Unit{root, {Code: "a", Parent: "x", Line: 3}}, 1, "apportion.parent", 3},
		"cycle": {[]Unit{root, {Code: "a", Parent: "b", Line: 3}, {Code: "b", Parent: "a", Line: 4}},
			1, "apportion.cycle", 3},
		"negative seats": {[]Unit{root}, -1, "apportion.seats", 0},
		"root bounds":    {[]Unit{{Code: "r", Max: upTo(3), Line: 2}}, 4, "apportion.root", 2},
		"root crossed":   {[]Unit{{Code: "r", Min: 4, Max: upTo(3), Line: 2}}, 4, "apportion.crossed", 2},
		"crossed": {[]Unit{root, {Code: "a", Parent: "r", Weight: Whole(1), Min: 2, Max: upTo(1), Line: 3}},
			4, "apportion.crossed", 2},
		"mins above":  {[]Unit{root, {Code: "a", Parent: "r", Weight: Whole(1), Min: 5}}, 4, "apportion.min", 2},
		"maxes below": {[]Unit{root, {Code: "a", Parent: "r", Weight: Whole(1), Max: upTo(3)}}, 4, "apportion.max", 2},
		"weightless":  {[]Unit{root, {Code: "a", Parent: "r"}}, 1, "apportion.weightless", 2},
		"the first parent in input order, though the other is divided first": {[]Unit{
			{Code: "b", Parent: "r", Weight: Whole(1), Line: 2},
			{Code: "a", Parent: "r", Weight: Whole(1), Line: 3},
			{Code: "r", Line: 4},
			{Code: "a1", Parent: "a", Line: 5},
			{Code: "b1", Parent: "b", Line: 6},
		}, 2, "apportion.weightless", 2},
	} {
		_, err := Divide(c.units, c.seats, Webster)
		if f := fault.As(err); f.Code != c.code || f.Place.Line != c.line || !f.Text.Complete() {
			t.Errorf("%s: got %s at line %d (%v), want %s at %d", name, f.Code, f.Place.Line, err, c.code, c.line)
		}
	}
}

func TestWeights(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{"", "-1", "+1", "1e3", "1,5", ".5", "5.", "1.2.3", " 1", "٣"} {
		if _, err := ParseWeight(bad); !fault.Coded(err, "apportion.weight") {
			t.Errorf("%q was read as a weight: %v", bad, err)
		}
	}
	if w := weigh(t, "007.500"); w.digits.narrow != 75 || w.scale != 1 {
		t.Errorf("007.500 was read as %+v", w)
	}
}

// TestOrderOfTheInputDoesNotMatter shuffles a tree; and every parent's seats are
// those of its children together, within every bound.
func TestOrderOfTheInputDoesNotMatter(t *testing.T) {
	t.Parallel()
	units := country(6000)
	units[5].Max = upTo(9000)
	shuffled := slices.Clone(units)
	r := rand.New(rand.NewPCG(1, 1))
	r.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	for _, method := range []Method{Webster, LargestRemainder} {
		seats, err := Divide(units, 300_000, method)
		again, err2 := Divide(shuffled, 300_000, method)
		if err != nil || err2 != nil {
			t.Fatal(err, err2)
		}
		byCode, sums := map[string]int64{}, map[string]int64{}
		for i, u := range units {
			byCode[u.Code] = seats[i]
			sums[u.Parent] += seats[i]
			if seats[i] < u.Min || seats[i] > u.max() {
				t.Errorf("unit %s has %d seats, outside its bounds", u.Code, seats[i])
			}
		}
		for i, u := range shuffled {
			if byCode[u.Code] != again[i] {
				t.Fatalf("unit %s: %d or %d seats, by the order of the input", u.Code, byCode[u.Code], again[i])
			}
			if sum, parent := sums[u.Code]; parent && sum != again[i] {
				t.Errorf("unit %s: %d seats, its children %d", u.Code, again[i], sum)
			}
		}
	}
}

// TestSeatsBeyondCounting divides more seats than could be given one by one.
func TestSeatsBeyondCounting(t *testing.T) {
	t.Parallel()
	units := []Unit{{Code: "r"}, {Code: "a", Parent: "r", Weight: weigh(t, "1")}, {Code: "b", Parent: "r", Weight: weigh(t, "2.000000000000000000000000000001")}}
	for _, method := range []Method{Webster, LargestRemainder} {
		got, err := Divide(units, Limit, method)
		if err != nil || !slices.Equal(got, []int64{Limit, 333_333_333_333, 666_666_666_667}) {
			t.Errorf("got %v %v", got, err)
		}
	}
	if _, err := Divide(units, Limit+1, Webster); !fault.Coded(err, "apportion.seats") {
		t.Error(err)
	}
	if _, err := ParseMethod("hare"); !fault.Is(err, fault.Usage) {
		t.Error(err)
	}
	if w := Whole(1 << 62); w.digits.wide == nil || !Whole(-1).digits.zero() || Whole(7).digits.narrow != 7 {
		t.Errorf("whole weights: %+v", w)
	}
}
