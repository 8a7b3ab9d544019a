package tool

import (
	"encoding/json"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"muster/internal/frame/i18n"
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
		if m.IntN(5) == 0 {
			text = "\ufeff" + strings.ReplaceAll(text, "\n", "\r\n")
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

// TestPageAndCommandSayTheSame: what people read of a certificate is in their words, in
// both languages, and the same on the page and from the command; a word that neither
// knows is shown as it stands.
func TestPageAndCommandSayTheSame(t *testing.T) {
	t.Parallel()
	for _, c := range []receipt.Certificate{
		{Kind: "registration", Number: "2026-130102-x-4", Says: [][2]string{{"name", "张一"}, {"id-ends", "123X"}, {"year", "2026"}, {"conclusion", "must_serve"},
			{"concluded", "2026-09-01"}, {"office", "石家庄市长安区"}, {"entry", "130102/7"}, {"issued", "2026-11-02"}}},
		{Kind: "registration", Number: "1", Says: [][2]string{{"conclusion", "exempt"}, {"conclusion", "barred"}, {"conclusion", "constructor"}, {"toString", "barred"}}},
		{Kind: "__proto__", Number: "1"},
	} {
		raw, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		script := `import { certificateLines } from "../../../web/src/verify/words.mjs";
			const c = JSON.parse(process.argv[1]);
			console.log(JSON.stringify(certificateLines({ type: c.kind, number: c.number, says: c.says ?? [] }).flatMap((l) => [l.zh, l.en])));`
		out, err := exec.CommandContext(t.Context(), "node", "--input-type=module", "-e", script, "--", string(raw)).Output()
		if err != nil {
			t.Fatal(err)
		}
		var page, command []string
		if err := json.Unmarshal(out, &page); err != nil {
			t.Fatal(err, string(out))
		}
		for _, line := range certificateLines(&c) {
			command = append(command, line.In(i18n.ZH), line.In(i18n.EN))
		}
		if !slices.Equal(page, command) {
			t.Errorf("the page says %q\nthe command   %q", page, command)
		}
	}
}
