package tool

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"muster/internal/intake/selection/choicefile"
)

// TestPageChecksChoices: hundreds of good and changed choices get the same answer
// from the page, which computes them its own way, and from the command.
func TestPageChecksChoices(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(21, 22))
	b := setup(t)
	var cases []pageCase
	for len(cases) < 800 {
		if c, ok := b.randomChoice(r, len(cases)); ok {
			cases = append(cases, c, mutate(r, c))
		}
	}
	compareWithPage(t, cases, 400)
}

// randomChoice is a small choice with nested tags and minima; ok is false where
// two quota rows happen to overlap.
func (b *bench) randomChoice(r *rand.Rand, n int) (c pageCase, ok bool) {
	units := []string{"p", "c1", "c2", "d1", "d2", "d3"}
	parents := []string{"", "p", "p", "c1", "c1", "c2"}
	tags := []string{"w", "g", "g1", "张"}
	table := map[string]*strings.Builder{}
	row := func(name string, cells ...string) {
		if table[name] == nil {
			table[name] = &strings.Builder{}
		}
		table[name].Write(choicefile.AppendRow(nil, cells...))
	}
	row(unitsFile, "code", "parent", "name")
	for i, u := range units {
		row(unitsFile, u, parents[i], "name, "+u)
	}
	row(tagsFile, "tag", "parent")
	for i, tag := range tags {
		row(tagsFile, tag, []string{"", "", "g", ""}[i])
	}
	row(candidatesFile, "id", "unit", "score", "tie", "tags")
	for i := range 1 + r.IntN(14) {
		var own []string
		for _, tag := range tags {
			if r.IntN(3) == 0 {
				own = append(own, tag)
			}
		}
		row(candidatesFile, fmt.Sprintf(oddIDs[r.IntN(len(oddIDs))], i), units[r.IntN(len(units))], []string{"1", "2.5", "-1.50", "2.50", "0.0", "99999999999999999999.1"}[r.IntN(6)],
			fmt.Sprint(r.IntN(3)), strings.Join(own, "|"))
	}
	row(quotasFile, "id", "unit", "tag", "min", "max")
	for i := range 1 + r.IntN(6) {
		least, most := r.IntN(4), ""
		if r.IntN(3) > 0 {
			most = fmt.Sprint(least + r.IntN(4))
		}
		row(quotasFile, fmt.Sprintf("q%d", i), units[r.IntN(len(units))], []string{"", "", "w", "g", "g1", "张"}[r.IntN(6)], fmt.Sprint(least), most)
	}
	dir := fmt.Sprintf("made%d", n)
	args := []string{"choose", "--out", b.path(dir)}
	names := []string{bundleFile, chosenFile, unitsFile, candidatesFile, quotasFile}
	for _, f := range [][2]string{{"--units", unitsFile}, {"--candidates", candidatesFile}, {"--quotas", quotasFile}} {
		args = append(args, f[0], b.put(f[1], table[f[1]].String()))
	}
	if r.IntN(4) > 0 {
		args, names = append(args, "--tags", b.put(tagsFile, table[tagsFile].String())), append(names, tagsFile)
	}
	if b.run(args...) != nil {
		return c, false
	}
	c = pageCase{Kind: "choice", Files: map[string][]byte{}}
	for _, name := range names {
		c.Files[name] = []byte(b.read(dir + "/" + name))
	}
	return c, true
}
