package weigh_test

import (
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"muster/internal/frame/fault"
	"muster/internal/intake/quota/weigh"
)

func decimal(t testing.TB, text string) *big.Rat {
	t.Helper()
	r, err := weigh.Decimal(text)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func published(t testing.TB) weigh.Coefficients {
	t.Helper()
	return weigh.Coefficients{Registered: decimal(t, "0.4"), Population: decimal(t, "0.3"), Graduates: decimal(t, "0.3"),
		Floor: decimal(t, "0.85"), Ceiling: decimal(t, "1.15")}
}

// TestWeighByHand compares with weights worked out by hand.
func TestWeighByHand(t *testing.T) {
	t.Parallel()
	c := published(t)
	for name, x := range map[string]struct {
		in   []weigh.Figures
		want []string
	}{
		"shares alone": {[]weigh.Figures{{Registered: 300, Population: 1000, Graduates: 50}, {Registered: 100, Population: 1000, Graduates: 150}},
			[]string{"0.525", "0.475"}},
		"a series that nobody has": {[]weigh.Figures{{Registered: 3}, {Registered: 1}}, []string{"0.3", "0.1"}},
		"nothing on record":        {[]weigh.Figures{{}, {}}, []string{"0", "0"}},
		"a disaster halves":        {[]weigh.Figures{{Registered: 1, Factor: decimal(t, "0.5")}, {Registered: 1}}, []string{"0.1", "0.2"}},
		// mean 150/200; 1.2 and 0.8 of it are held at the bounds
		"pass rates": {[]weigh.Figures{{Registered: 1, Examined: 100, Passed: 90}, {Registered: 1, Examined: 100, Passed: 60}}, []string{"0.23", "0.17"}},
		// mean 80/100; 1.0625 of it for the first, the second was never examined
		"no history": {[]weigh.Figures{{Registered: 1, Examined: 40, Passed: 34}, {Registered: 2}, {Registered: 1, Examined: 60, Passed: 46}},
			[]string{"0.10625", "0.2", "0.095833333333"}},
		"thirds are rounded": {[]weigh.Figures{{Registered: 1}, {Registered: 2}}, []string{"0.133333333333", "0.266666666667"}},
	} {
		if got := weigh.Weigh(x.in, c); !slices.Equal(got, x.want) {
			t.Errorf("%s: %v, not %v", name, got, x.want)
		}
	}
}

// TestWeighIsSound: more people never weigh less, scaling every count changes
// nothing, and without corrections the weights sum to at most 1.
func TestWeighIsSound(t *testing.T) {
	t.Parallel()
	c := published(t)
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 6).Draw(t, "units")
		in, scaled := make([]weigh.Figures, n), make([]weigh.Figures, n)
		k := rapid.Int64Range(1, 1000).Draw(t, "scale")
		for i := range in {
			count := rapid.Int64Range(0, 1_000_000)
			in[i] = weigh.Figures{Registered: count.Draw(t, "r"), Population: count.Draw(t, "p"), Graduates: count.Draw(t, "g")}
			scaled[i] = weigh.Figures{Registered: in[i].Registered * k, Population: in[i].Population * k, Graduates: in[i].Graduates * k}
		}
		weights := weigh.Weigh(in, c)
		if !slices.Equal(weights, weigh.Weigh(scaled, c)) {
			t.Fatalf("scaling by %d changes %v", k, weights)
		}
		sum := new(big.Rat)
		for _, w := range weights {
			r, _ := new(big.Rat).SetString(w)
			sum.Add(sum, r)
		}
		if limit := new(big.Rat).Add(big.NewRat(1, 1), big.NewRat(int64(n), 2_000_000_000_000)); sum.Cmp(limit) > 0 {
			t.Fatalf("the weights %v sum to %s", weights, weigh.Text(sum))
		}
		more := slices.Clone(in)
		more[0].Registered++
		before, _ := new(big.Rat).SetString(weights[0])
		after, _ := new(big.Rat).SetString(weigh.Weigh(more, c)[0])
		if after.Cmp(before) < 0 {
			t.Fatalf("one more registered lowers %s to %s", weigh.Text(before), weigh.Text(after))
		}
	})
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "1/2", "-1", "1e3", "0x10", "一", "+1"} {
		if _, err := weigh.Decimal(text); !fault.Coded(err, "weigh.decimal") {
			t.Errorf("%q gave %v", text, err)
		}
	}
	c := published(t)
	c.Graduates = decimal(t, "0.31")
	if err := c.Check(); !fault.Coded(err, "weigh.sum") {
		t.Errorf("coefficients above 1 gave %v", err)
	}
	c = published(t)
	c.Floor = decimal(t, "2")
	if err := c.Check(); !fault.Coded(err, "weigh.clamp") {
		t.Errorf("crossed bounds gave %v", err)
	}
}
