package tool

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"muster/internal/frame/fault"
)

// pageCase is a question to the checks of the page.
type pageCase struct {
	Kind   string            `json:"kind"`
	Files  map[string][]byte `json:"files"`
	Keys   []string          `json:"keys,omitempty"`
	Needed int               `json:"needed"`
}

// askPage runs the scripts of the page on all cases and gives the answers.
func askPage(t *testing.T, cases []pageCase) []string {
	t.Helper()
	var in, out bytes.Buffer
	for _, c := range cases {
		line, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		in.Write(append(line, '\n'))
	}
	scripts, err := filepath.Abs("../../../web/src/verify")
	if err != nil {
		t.Fatal(err)
	}
	node := exec.CommandContext(t.Context(), "node", "testdata/verify.mjs", scripts)
	node.Stdin, node.Stdout, node.Stderr = &in, &out, os.Stderr
	if err := node.Run(); err != nil {
		t.Fatal(err)
	}
	answers := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
	if len(answers) != len(cases) {
		t.Fatalf("%d answers to %d questions", len(answers), len(cases))
	}
	return answers
}

// verdictOf is the answer of the commands to a case.
func (b *bench) verdictOf(c pageCase, n int) string {
	dir := fmt.Sprintf("case%d", n)
	for name, text := range c.Files {
		b.put(filepath.Join(dir, name), string(text))
	}
	args := []string{"verify", c.Kind, b.path(dir)}
	if len(c.Keys) > 0 {
		keys := b.put(filepath.Join(dir, "keys"), strings.Join(c.Keys, "\n"))
		args = []string{"verify", c.Kind, b.path(filepath.Join(dir, "file")), "--key", keys}
		if c.Kind != "certificate" {
			args = append(args, "--witnesses", fmt.Sprint(c.Needed))
		}
	}
	err := b.run(args...)
	_ = os.RemoveAll(b.path(dir))
	switch {
	case err == nil:
		return "0"
	case errors.As(err, new(Unwitnessed)):
		return "3"
	}
	return "1 " + fault.As(err).Code
}

// compareWithPage asks both and wants the same, and so many of each answer.
func compareWithPage(t *testing.T, cases []pageCase, good int) {
	t.Helper()
	b := setup(t)
	answers := askPage(t, cases)
	seen := map[string]int{}
	for i, c := range cases {
		want := b.verdictOf(c, i)
		seen[want]++
		if answers[i][:1] != want[:1] || strings.Contains(answers[i], "?") {
			t.Errorf("case %d (%s): the command says %s, the page %s\n%s", i, c.Kind, want, answers[i], show(c))
		}
	}
	if seen["0"]+seen["3"] < good {
		t.Errorf("only %d good cases: %v", seen["0"]+seen["3"], seen)
	}
	t.Log(seen)
}

func show(c pageCase) string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(c.Files)) {
		fmt.Fprintf(&b, "-- %s --\n%q\n", name, c.Files[name])
	}
	return b.String()
}

// mutate changes one of the files in one place.
func mutate(r *rand.Rand, c pageCase) pageCase {
	names := slices.Sorted(maps.Keys(c.Files))
	name := names[r.IntN(len(names))]
	c.Files = maps.Clone(c.Files)
	c.Files[name] = mutateBytes(r, c.Files[name])
	return c
}

func mutateBytes(r *rand.Rand, text []byte) []byte {
	text = slices.Clone(text)
	if len(text) == 0 {
		return []byte("x")
	}
	at := r.IntN(len(text))
	switch r.IntN(8) {
	case 0:
		return slices.Delete(text, at, at+1)
	case 1:
		return slices.Insert(text, at, text[at])
	case 2:
		return slices.Insert(text, at, []byte("\r\n,\"{} 0=+张|-\xff")[r.IntN(16)])
	case 3:
		return text[:at]
	case 4: // two lines change places, which a table may survive
		lines := bytes.SplitAfter(text, []byte("\n"))
		i, j := r.IntN(len(lines)), r.IntN(len(lines))
		lines[i], lines[j] = lines[j], lines[i]
		return bytes.Join(lines, nil)
	case 5: // the other line ends
		return bytes.ReplaceAll(text, []byte("\n"), []byte("\r\n"))
	case 6:
		text[at] ^= 1 << r.IntN(8)
		return text
	default: // another digit
		for i := range text {
			if k := (at + i) % len(text); text[k] >= '0' && text[k] <= '9' {
				text[k] = '0' + (text[k]-'0'+1+byte(r.IntN(9)))%10
				break
			}
		}
		return text
	}
}
