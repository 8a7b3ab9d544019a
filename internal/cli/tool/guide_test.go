package tool

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"muster/internal/intake/selection/choose"
)

const guide = "../../../docs/guide/"

// guideFile reads a file of the worked example.
func guideFile(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(guide, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestGuideOfTheChoice runs the worked example of the guide for citizens, and
// compares both languages of the guide with its files.
func TestGuideOfTheChoice(t *testing.T) {
	t.Parallel()
	b := setup(t)
	in := func(name string) string { return filepath.Join(guide, "choice-example", name) }
	b.must("choose", "--units", in("units.csv"), "--tags", in("tags.csv"), "--quotas", in("quotas.csv"), "--candidates", in("candidates.csv"), "--out", b.path("result"))
	if got, want := b.read("result/chosen.csv"), guideFile(t, "choice-example/chosen.csv"); got != want {
		t.Errorf("the example gives\n%s\nnot\n%s", got, want)
	}
	b.must("choose", "--vacate", "b", "--from", b.path("result"))
	if got := strings.TrimSpace(b.stdout.String()); got != "c" {
		t.Errorf("the successor of b is %q", got)
	}
	b.must("verify", "choice", b.path("result"))
	for _, page := range []string{"choice.md", "choice.zh.md"} {
		text := guideFile(t, page)
		for _, name := range []string{"quotas.csv", "candidates.csv", "chosen.csv"} {
			if !strings.Contains(text, "```csv\n"+guideFile(t, "choice-example/"+name)+"```\n") {
				t.Errorf("%s does not show %s as it is", page, name)
			}
		}
	}
}

// TestGuideOfTheHurdles: what the guide says each of the reserve would have
// needed.
func TestGuideOfTheHurdles(t *testing.T) {
	t.Parallel()
	paths := map[string]string{}
	for _, file := range caseFiles {
		paths[file.name] = filepath.Join(guide, "choice-example", file.name)
	}
	c, err := (&Env{}).readCase(paths)
	if err != nil {
		t.Fatal(err)
	}
	in := c.input
	result, err := choose.Choose(in)
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]string{"c": "b", "e": "b", "f": "b", "i": "d"} {
		ahead, ok, err := result.Hurdle(id)
		if err != nil || !ok || in.ID(ahead.Candidate) != want {
			t.Errorf("%s would have had to be ahead of %s, not %s (%v)", id, in.ID(ahead.Candidate), want, err)
		}
	}
}
