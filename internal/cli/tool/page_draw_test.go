package tool

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"strings"
	"testing"

	"muster/internal/intake/selection/choicefile"
	"muster/internal/intake/selection/draw"
)

// TestPageChecksDraws: 1,000 good and 1,000 changed draws get the same answer from
// the page and from the command.
func TestPageChecksDraws(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(11, 12))
	b := setup(t)
	var cases []pageCase
	for range 1000 {
		c := b.randomDraw(r)
		cases = append(cases, c, mutate(r, c))
	}
	compareWithPage(t, cases, 1000)
}

var oddIDs = []string{"c%d", "张%d", "c,%d", "c\"%d", "  %d", "\U0001f600%d", "\uffee%d", "\u2028%d"}

func (b *bench) randomDraw(r *rand.Rand) pageCase {
	ids := func(n int) (out []string) {
		for i := range n {
			out = append(out, fmt.Sprintf(oddIDs[r.IntN(len(oddIDs))], i))
		}
		return out
	}
	candidates, examiners := ids(1+r.IntN(12)), ids(1+r.IntN(4))
	tables := map[string]string{candidatesFile: "id\n", examinersFile: "id,capacity\n", conflictsFile: "candidate,examiner\n"}
	row := func(name string, cells ...string) { tables[name] += string(choicefile.AppendRow(nil, cells...)) }
	for _, c := range candidates {
		row(candidatesFile, c)
	}
	for _, e := range examiners {
		row(examinersFile, e, fmt.Sprint(r.IntN(6)))
		if r.IntN(2) == 0 {
			row(conflictsFile, candidates[r.IntN(len(candidates))], e)
		}
	}
	secrets := make([]draw.Secret, 1+r.IntN(3))
	for i := range secrets {
		for k := range secrets[i].Value {
			secrets[i].Value[k] = byte(r.Uint32())
		}
		secrets[i].Defaulted = r.IntN(3) == 0
	}
	c := pageCase{Kind: "draw", Files: map[string][]byte{}}
	paths := map[string]string{}
	for name, text := range tables {
		c.Files[name], paths[name] = []byte(text), b.put(name, text)
	}
	files, lists, err := (&Env{}).readDraw(paths)
	if err != nil {
		b.Fatal(err)
	}
	name, public := fmt.Sprintf(oddIDs[r.IntN(len(oddIDs))], r.IntN(9)), strings.Repeat("<7>&\b\f\u007f\U0001f600", r.IntN(3))
	result := assignedBytes(draw.Assign(draw.Seed(name, draw.ListsHash(files), secrets, public), lists))
	c.Files[assignedFile] = result
	c.Files[recordFile] = draw.NewRecord(name, public, secrets, files, result).Bytes()
	return c
}

// TestPageRefusesForgedDraws: every part of a record replaced by that of another.
func TestPageRefusesForgedDraws(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(13, 14))
	b := setup(t)
	var cases []pageCase
	for range 40 {
		good, other := b.randomDraw(r), b.randomDraw(r)
		for name := range good.Files {
			forged := good
			forged.Files = maps.Clone(good.Files)
			forged.Files[name] = other.Files[name]
			cases = append(cases, forged)
		}
	}
	compareWithPage(t, cases, 0)
}
