package receipt_test

import (
	"strings"
	"testing"

	"muster/internal/frame/fault"
	"muster/internal/frame/receipt"
	"muster/internal/frame/receipt/receipttest"
)

// TestEveryByteCounts: whatever single byte of a receipt or a notice is changed,
// nothing that it says can change with it.
func TestEveryByteCounts(t *testing.T) {
	t.Parallel()
	m := receipttest.New(51)
	key, err := receipt.ParseKey(m.Log.Key)
	if err != nil {
		t.Fatal(err)
	}
	trust := receipt.Trust{Log: key}
	r, err := m.Receipt(`{"a":1}`)
	if err != nil {
		t.Fatal(err)
	}
	notice, err := m.Notice()
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		text  string
		check func(string) error
	}{
		"receipt": {r.Text(), func(s string) error { _, err := receipt.Check(s, trust); return err }},
		"notice":  {notice, func(s string) error { _, err := receipt.CheckNotice(s, trust); return err }},
	} {
		if err := c.check(c.text); err != nil {
			t.Fatal(name, err)
		}
		for i := range c.text {
			changed := c.text[:i] + string(rune(c.text[i]^1)) + c.text[i+1:]
			if err := c.check(changed); !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.Conflict) {
				t.Errorf("%s, byte %d: %v\n%s", name, i, err, changed)
			}
		}
	}
}

func TestWitnessesCountOnce(t *testing.T) {
	t.Parallel()
	m := receipttest.New(52)
	var keys []receipt.Key
	for _, text := range []string{m.Log.Key, m.Plain.Key, m.Timed.Key} {
		key, err := receipt.ParseKey(text)
		if err != nil {
			t.Fatal(err)
		}
		keys = append(keys, key)
	}
	r, err := m.Receipt("", m.Plain, m.Timed, m.Plain)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		witnesses []receipt.Key
		want      int
	}{{nil, 0}, {keys[1:2], 1}, {keys[1:], 2}, {[]receipt.Key{keys[1], keys[1]}, 1}, {keys[:1], 0}} {
		p, err := receipt.Check(r.Text(), receipt.Trust{Log: keys[0], Witnesses: c.witnesses, Needed: 2})
		if err != nil || p.Witnesses != c.want || p.Witnessed != (c.want >= 2) {
			t.Errorf("%d keys: %+v, %v", len(c.witnesses), p, err)
		}
	}
	if _, err := m.Plain.Verifier(); err != nil {
		t.Error("the library of signed notes does not know the key", err)
	}
}

func TestKeysInOneSpelling(t *testing.T) {
	t.Parallel()
	good := receipttest.New(53).Log.Key
	for _, bad := range []string{"", "a+b", "+" + good, strings.ToUpper(good), good + "=", " " + good, strings.Replace(good, "+", "+0", 1), strings.Replace(good, "muster", "mustar", 1)} {
		if _, err := receipt.ParseKey(bad); !fault.Coded(err, "receipt.key") {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func TestMask(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{"": "*", "张": "张*", "张三": "张*", "欧阳修": "欧**", "Alexander": "A***"} {
		if got := receipt.Mask(name); got != want {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
	}
}
