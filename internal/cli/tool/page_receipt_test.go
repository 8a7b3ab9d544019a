package tool

import (
	"bytes"
	"testing"

	"muster/internal/frame/receipt/receipttest"
)

// TestPageChecksReceipts: 1,000 good and 1,000 changed receipts, and as many
// notices, get the same answer from the page and from the command.
func TestPageChecksReceipts(t *testing.T) {
	t.Parallel()
	m := maker{receipttest.New(31)}
	var cases []pageCase
	for range 1000 {
		cases = append(append(cases, m.pair(t, "receipt")...), m.pair(t, "notice")...)
	}
	compareWithPage(t, cases, 2000)
}

// maker adds what only this test needs.
type maker struct{ *receipttest.Maker }

// pair makes a good file and a changed one, each with keys to check it with.
func (m maker) pair(t *testing.T, kind string) []pageCase {
	t.Helper()
	signers := [][]receipttest.Signer{nil, {m.Plain}, {m.Timed}, {m.Plain, m.Timed}}[m.IntN(4)]
	var text string
	var err error
	if kind == "notice" {
		text, err = m.Notice(signers...)
	} else {
		r, failed := m.Receipt([]string{"", `{"a":"<张>"}`}[m.IntN(2)], signers...)
		text, err = r.Text(), failed
	}
	if err != nil {
		t.Fatal(err)
	}
	keys := [][]string{{m.Log.Key}, {m.Log.Key, m.Plain.Key}, {m.Log.Key, m.Plain.Key, m.Timed.Key, m.Plain.Key}}[m.IntN(3)]
	good := pageCase{Kind: kind, Files: map[string][]byte{"file": []byte(text)}, Keys: keys, Needed: m.IntN(3)}
	return []pageCase{good, m.changed(good)}
}

// changed mutates a file; some changes take a whole line away or make one double.
func (m maker) changed(c pageCase) pageCase {
	if m.IntN(3) > 0 {
		return mutate(m.Rand, c)
	}
	lines := bytes.SplitAfter(c.Files["file"], []byte("\n"))
	at := m.IntN(len(lines))
	double := append([][]byte{}, lines[:at]...)
	if m.IntN(2) == 0 {
		double = append(double, lines[at], lines[at])
	}
	c.Files = map[string][]byte{"file": bytes.Join(append(double, lines[at+1:]...), nil)}
	return c
}
