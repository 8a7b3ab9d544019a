package choose

import (
	"strings"
	"testing"

	"muster/internal/frame/fault"
)

func TestRefusalsOfLists(t *testing.T) {
	t.Parallel()
	units := []Unit{{Code: "u", Line: 2}}
	tags := []Tag{{Tag: "a", Line: 2}}
	for name, c := range map[string]struct {
		units  []Unit
		tags   []Tag
		quotas []Quota
		code   string
		line   int
	}{
		"empty code":       {[]Unit{{Line: 2}}, nil, nil, "choose.unit.code", 2},
		"duplicate unit":   {[]Unit{{Code: "u"}, {Code: "u", Line: 3}}, nil, nil, "choose.unit.duplicate", 3},
		"missing parent":   {[]Unit{{Code: "u", Parent: "x", Line: 2}}, nil, nil, "choose.unit.parent", 2},
		"two roots":        {[]Unit{{Code: "u"}, {Code: "v", Line: 3}}, nil, nil, "choose.unit.roots", 3},
		"cycle of units":   {[]Unit{{Code: "r"}, {Code: "u", Parent: "v", Line: 3}, {Code: "v", Parent: "u"}}, nil, nil, "choose.unit.cycle", 3},
		"tag with a bar":   {units, []Tag{{Tag: "a|b", Line: 2}}, nil, "choose.tag.name", 2},
		"duplicate tag":    {units, []Tag{{Tag: "a"}, {Tag: "a", Line: 3}}, nil, "choose.tag.duplicate", 3},
		"unknown parent":   {units, []Tag{{Tag: "a", Parent: "b", Line: 2}}, nil, "choose.tag.parent", 2},
		"cycle of tags":    {units, []Tag{{Tag: "a", Parent: "a", Line: 2}}, nil, "choose.tag.cycle", 2},
		"quota without id": {units, tags, []Quota{{Unit: "u", Line: 2}}, "choose.id", 2},
		"duplicate quota":  {units, tags, []Quota{{ID: "q", Unit: "u"}, {ID: "q", Unit: "u", Line: 3}}, "choose.quota.duplicate", 3},
		"unknown unit":     {units, tags, []Quota{{ID: "q", Unit: "x", Line: 2}}, "choose.unit", 2},
		"unknown tag":      {units, tags, []Quota{{ID: "q", Unit: "u", Tag: "x", Line: 2}}, "choose.tag", 2},
		"negative":         {units, tags, []Quota{{ID: "q", Unit: "u", Min: -1, Line: 2}}, "choose.quota.negative", 2},
		"min above max":    {units, tags, []Quota{{ID: "q", Unit: "u", Min: 2, Max: bound(1), Line: 2}}, "choose.quota.crossed", 2},
	} {
		_, err := NewInput(c.units, c.tags, c.quotas)
		if f := fault.As(err); f.Code != c.code || f.Place.Line != c.line || !f.Text.Complete() {
			t.Errorf("%s: got %s at line %d, want %s at %d", name, f.Code, f.Place.Line, c.code, c.line)
		}
	}
}

func TestRefusalsOfCandidates(t *testing.T) {
	t.Parallel()
	good := Candidate{ID: "1", Unit: "u", Score: "1.5", Tie: "3", Tags: "a", Line: 7}
	for column, c := range map[string]struct {
		change func(c *Candidate)
		code   string
	}{
		"id":           {func(c *Candidate) { c.ID = "" }, "choose.id"},
		"unit":         {func(c *Candidate) { c.Unit = "x" }, "choose.unit"},
		"unit empty":   {func(c *Candidate) { c.Unit = "" }, "choose.unit"},
		"tags":         {func(c *Candidate) { c.Tags = "a|x" }, "choose.tag"},
		"tags empty":   {func(c *Candidate) { c.Tags = "a|" }, "choose.tag"},
		"score":        {func(c *Candidate) { c.Score = "1e3" }, "choose.score"},
		"score point":  {func(c *Candidate) { c.Score = "1." }, "choose.score"},
		"score points": {func(c *Candidate) { c.Score = "1.2.3" }, "choose.score"},
		"score empty":  {func(c *Candidate) { c.Score = "" }, "choose.score"},
		"score long":   {func(c *Candidate) { c.Score = strings.Repeat("9", 1001) }, "choose.digits"},
		"tie":          {func(c *Candidate) { c.Tie = "1.5" }, "choose.tie"},
		"tie sign":     {func(c *Candidate) { c.Tie = "-" }, "choose.tie"},
	} {
		in, err := NewInput([]Unit{{Code: "u"}}, []Tag{{Tag: "a"}}, nil)
		if err != nil {
			t.Fatal(err)
		}
		bad := good
		c.change(&bad)
		f := fault.As(in.Add(bad))
		name, _, _ := strings.Cut(column, " ")
		if f.Code != c.code || f.Place.Line != 7 || f.Place.Column != name || in.Len() != 0 {
			t.Errorf("%s: got %s at %s", column, f.Code, f.Place)
		}
	}
}

func TestDoubleIDs(t *testing.T) {
	t.Parallel()
	in, err := NewInput([]Unit{{Code: "u"}}, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	for line, id := range []string{"prefix-long-9", "prefix-long-1", "prefix-long-12345678b", "prefix-long-12345678a", "prefix-long-9", "prefix-long-1"} {
		if err := in.Add(Candidate{ID: id, Unit: "u", Score: "1", Tie: "1", Line: line + 2}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := Choose(in); !fault.Coded(err, "choose.duplicate") || fault.As(err).Place.Line != 6 {
		t.Errorf("got %v", err)
	}
}

// TestNumbersOfAnyLength puts scores and ties in order that no float could tell
// apart, with tags that nobody declared.
func TestNumbersOfAnyLength(t *testing.T) {
	t.Parallel()
	for name, scores := range map[string][]string{
		"narrow": {"10", "9.999999999999999", "9.99999999999999", "+1", "0", "-0.5", "-1"},
		"scaled": {"999999999999999999", "0.2", "0.10000000000000001", "0.1", "-0.00000000000000001", "-999999999999999999"},
		"wide":   {"100000000000000000000000000000.2", "100000000000000000000000000000.1", "0.5", "-0.5", "-100000000000000000000000000000"},
	} {
		in, err := NewInput([]Unit{{Code: "u"}}, nil, []Quota{{ID: "q", Unit: "u", Max: bound(2)}})
		if err != nil {
			t.Fatal(err)
		}
		for i := len(scores) - 1; i >= 0; i-- {
			id := string(rune('a' + i))
			for _, tie := range []string{"18446744073709551616", "-3", "18446744073709551615"} {
				if err := in.Add(Candidate{ID: id + tie, Unit: "u", Score: scores[i], Tie: tie, Tags: "x|y"}); err != nil {
					t.Fatal(err)
				}
			}
		}
		result, err := Choose(in)
		if err != nil {
			t.Fatal(err)
		}
		for n, v := range result.Verdicts {
			want := string(rune('a'+n/3)) + []string{"-3", "18446744073709551615", "18446744073709551616"}[n%3]
			if in.ID(v.Candidate) != want {
				t.Errorf("%s: place %d is %s, want %s", name, n+1, in.ID(v.Candidate), want)
			}
		}
	}
}

func TestVacating(t *testing.T) {
	t.Parallel()
	in, err := NewInput([]Unit{{Code: "u"}}, nil, []Quota{{ID: "q", Unit: "u", Max: bound(1)}})
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"a", "b"} {
		if err := in.Add(Candidate{ID: id, Unit: "u", Score: "1", Tie: "1"}); err != nil {
			t.Fatal(err)
		}
	}
	result, err := Choose(in)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := result.Successor("b"); !fault.Coded(err, "choose.vacate.reserve") {
		t.Errorf("somebody in the reserve left a place: %v", err)
	}
	if _, _, err := result.Successor("c"); !fault.Coded(err, "choose.nobody") {
		t.Errorf("nobody left a place: %v", err)
	}
	if v, ok, err := result.Successor("a"); !ok || err != nil || in.ID(v.Candidate) != "b" {
		t.Errorf("a leaves: got %v %v %v", v, ok, err)
	}
}

// TestBroadKeys has scores and ties that do not fit in one 64-bit key together.
func TestBroadKeys(t *testing.T) {
	t.Parallel()
	in, err := NewInput([]Unit{{Code: "u"}}, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"d", "c", "b", "a"}
	for i, c := range []Candidate{{Score: "-400000000000000000", Tie: "1"}, {Score: "0", Tie: "400000000000000000"},
		{Score: "0", Tie: "-400000000000000000"}, {Score: "400000000000000000", Tie: "400000000000000000"}} {
		c.ID, c.Unit = string(rune('a'+i)), "u"
		if err := in.Add(c); err != nil {
			t.Fatal(err)
		}
	}
	result, err := Choose(in)
	if err != nil {
		t.Fatal(err)
	}
	for n, v := range result.Verdicts {
		if in.ID(v.Candidate) != want[n] || v.Outcome != NoSeat || v.Quota != NoQuota || v.Place != 0 {
			t.Errorf("%d: got %s %+v, want %s", n, in.ID(v.Candidate), v, want[n])
		}
	}
}

func TestNumberingOfManyPairs(t *testing.T) {
	t.Parallel()
	for _, columns := range []int{3, smallTable} {
		n := newNumbering(4, columns)
		for i, pair := range [][2]int32{{-1, 0}, {0, 0}, {3, 2}, {0, 2}} {
			if number, isNew := n.of(pair[0], pair[1]); number != int32(i) || !isNew {
				t.Errorf("%v: got %d %v", pair, number, isNew)
			}
		}
		if number, isNew := n.of(3, 2); number != 2 || isNew {
			t.Errorf("a pair seen before: got %d %v", number, isNew)
		}
	}
}
