package idnumber

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
)

// Two numbers printed as examples in GB 11643-1999.
const (
	woman = "11010519491231002X"
	man   = "440524188001010014"
)

func codes(t *testing.T, err error) string {
	t.Helper()
	if err == nil {
		return ""
	}
	f := fault.As(err)
	if f.Kind != fault.Invalid || !f.Text.Complete() {
		t.Errorf("kind or text: %+v", f)
	}
	var got []string
	for _, field := range f.Fields {
		if !field.Text.Complete() {
			t.Errorf("incomplete text of %s", field.Code)
		}
		got = append(got, field.Name+"="+field.Code)
	}
	return strings.Join(got, " ")
}

func TestCheck(t *testing.T) {
	t.Parallel()
	checker, err := Scheme("gb11643")
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		number string
		known  Facts
		want   string
	}{
		{woman, Facts{}, ""},
		{woman, Facts{"1949-12-31", Female}, ""},
		{strings.ToLower(woman), Facts{"1949-12-31", Female}, ""},
		{"１１０１０５ 19491231\u3000００２ｘ", Facts{"1949-12-31", Female}, ""},
		{"110105-19491231-002X", Facts{}, "id_no=id.length"},
		{man, Facts{"1880-01-01", Male}, ""},
		{woman, Facts{"1949-12-30", Male}, "birth_date=id.birth_differs sex=id.sex_differs"},
		{"110105194912310021", Facts{}, "id_no=id.check"},
		{"110105194912310020", Facts{Sex: Male}, "id_no=id.check sex=id.sex_differs"},
		{"110105194912310000", Facts{}, "id_no=id.rounded"},
		{"110105194902300029", Facts{"1949-02-28", Female}, "id_no=id.birth"},
		{"010105194912310026", Facts{}, "id_no=id.area"},
		{"110105491231002", Facts{}, "id_no=id.first_generation"},
		{"", Facts{}, "id_no=id.length"},
		{"1101051949123100", Facts{}, "id_no=id.length"},
		{"11010519491231O02X", Facts{}, "id_no=id.characters"},
		{"1101051949123100XX", Facts{}, "id_no=id.characters"},
		{"11010519491231002Y", Facts{}, "id_no=id.characters"},
		{"中文中文中文", Facts{}, "id_no=id.characters"},
	}
	for _, test := range tests {
		if test.want == "id_no=id.birth" || test.want == "id_no=id.area" {
			test.number = test.number[:17] + string(gbCheck(test.number)) // only that part is wrong
		}
		err := checker.Check(test.number, test.known)
		if got := codes(t, err); got != test.want {
			t.Errorf("%s %v: got %q want %q", test.number, test.known, got, test.want)
		}
		if err != nil && test.number != "" && strings.Contains(err.Error(), test.number) {
			t.Errorf("the fault repeats the number: %v", err)
		}
	}
}

func TestScheme(t *testing.T) {
	t.Parallel()
	if _, err := Scheme("none"); !fault.Is(err, fault.Unknown) || !strings.Contains(err.Error(), "gb11643") {
		t.Errorf("got %v", err)
	}
}

// person draws a number with its parts.
func person(t *rapid.T) (string, Parts) {
	area := rapid.StringMatching(`[1-9][0-9]{5}`).Draw(t, "area")
	birth := clock.Date("1900-01-01").AddDays(rapid.IntRange(0, 70000).Draw(t, "day"))
	sequence := rapid.IntRange(0, 999).Draw(t, "sequence")
	number, err := GB11643{}.Make(area, birth, sequence)
	if err != nil {
		t.Fatal(err)
	}
	sex := Female
	if sequence%2 == 1 {
		sex = Male
	}
	return number, Parts{number, area, birth, sex, sequence}
}

func TestMadeNumbersReadBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		number, want := person(t)
		got, err := GB11643{}.Read(number)
		if err != nil || got != want {
			t.Fatalf("%s: %+v %v", number, got, err)
		}
		if err := (GB11643{}).Check(number, Facts{want.Birth, want.Sex}); err != nil {
			t.Fatal(err)
		}
	})
}

// MOD 11-2 finds every single wrong character and every swap of neighbours.
func TestEverySlipIsFound(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		number, _ := person(t)
		at := rapid.IntRange(0, 17).Draw(t, "at")
		slip := []byte(number)
		slip[at] = rapid.SampledFrom([]byte("0123456789X")).Draw(t, "character")
		if string(slip) != number {
			if _, err := (GB11643{}).Read(string(slip)); err == nil {
				t.Fatalf("%s taken for %s", slip, number)
			}
		}
		swap := []byte(number)
		if at > 0 && swap[at] != swap[at-1] {
			swap[at], swap[at-1] = swap[at-1], swap[at]
			if _, err := (GB11643{}).Read(string(swap)); err == nil {
				t.Fatalf("%s taken for %s", swap, number)
			}
		}
	})
}

func TestMakeRefuses(t *testing.T) {
	t.Parallel()
	for _, bad := range []struct {
		area     string
		birth    clock.Date
		sequence int
	}{{"13010", "2008-03-09", 1}, {"13010x", "2008-03-09", 1}, {"130102", "", 1}, {"130102", "2008-02-30", 1}, {"130102", "2008-03-09", 1000}, {"130102", "2008-03-09", -1}, {"030102", "2008-03-09", 1}} {
		if number, err := (GB11643{}).Make(bad.area, bad.birth, bad.sequence); err == nil {
			t.Errorf("%+v made %s", bad, number)
		}
	}
}

func BenchmarkCheck(b *testing.B) {
	known := Facts{"1949-12-31", Female}
	for b.Loop() {
		if err := (GB11643{}).Check(woman, known); err != nil {
			b.Fatal(err)
		}
	}
}
