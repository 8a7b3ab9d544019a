package tool

import (
	"fmt"
	"testing"

	"muster/internal/frame/receipt"
	"muster/internal/frame/receipt/receipttest"
)

// TestPageChecksCertificates: good and changed texts of certificates get the same
// answer from the page and from the command, also without the last line end, under
// another key, and with a second signature.
func TestPageChecksCertificates(t *testing.T) {
	t.Parallel()
	m := maker{receipttest.New(47)}
	var cases []pageCase
	for n := range 1000 {
		c := &receipt.Certificate{Kind: "registration", Number: fmt.Sprintf("2026-130102-%d", n), Says: [][2]string{{"name", "张 一"}, {"conclusion", "must_serve"}}[:m.IntN(3)]}
		text := c.Text() + "\n"
		if m.IntN(4) == 0 {
			text += m.Plain.Line(c.Text())
		}
		text += m.Log.Line(c.Text())
		if m.IntN(3) == 0 {
			text = text[:len(text)-1]
		}
		key := m.Log.Key
		if m.IntN(10) == 0 {
			key = m.Timed.Key
		}
		good := pageCase{Kind: "certificate", Files: map[string][]byte{"file": []byte(text)}, Keys: []string{key}}
		cases = append(cases, good, m.changed(good))
	}
	compareWithPage(t, cases, 800)
}
