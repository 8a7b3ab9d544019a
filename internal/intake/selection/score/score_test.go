package score_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"muster/internal/app"
	"muster/internal/frame/fault"
	"muster/internal/frame/policy"
	"muster/internal/intake/selection/score"
)

func view(t *testing.T) *policy.View {
	t.Helper()
	pack, err := app.ChinaPack()
	if err != nil {
		t.Fatal(err)
	}
	return pack.On("2026-08-03")
}

func whole() score.Evidence {
	return score.Evidence{Application: "a", Education: "bachelor", Physique: "high", Psychology: "low", Place: "p", Drill: 3812, Knowledge: 1101}
}

// TestLinesOfAScore: each thing that earns points is a line with its article, and
// the lines make the sum.
func TestLinesOfAScore(t *testing.T) {
	t.Parallel()
	e := whole()
	e.Items = []score.Item{{Code: "stem", Evidence: "i2"}, {Code: "award_national", Evidence: "i1"}}
	s, err := score.Compute(view(t), e)
	if err != nil {
		t.Fatal(err)
	}
	want := "education.bachelor 10.00 a|physique.high 8.00 a|psychology.low 4.00 a|adaptability.drill_max 38.12 p|adaptability.knowledge_max 11.01 p|award.national 10.00 i1|bonus.stem 1.00 i2"
	if got := strings.Join(s.Texts(), "|"); got != want || s.Total != 8213 {
		t.Errorf("%d: %s", s.Total, got)
	}
	for _, l := range s.Lines {
		if !l.Label.Complete() || !l.Article.Complete() {
			t.Errorf("%s has no label or article", l.Code)
		}
	}
}

// TestWhatIsLackingIsAskedFor: it never counts as nothing.
func TestWhatIsLackingIsAskedFor(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(e *score.Evidence)
		code   string
	}{
		"education":  {func(e *score.Evidence) { e.Education = "" }, "score.lacking"},
		"body":       {func(e *score.Evidence) { e.Physique = "" }, "score.lacking"},
		"mind":       {func(e *score.Evidence) { e.Psychology = "" }, "score.lacking"},
		"course":     {func(e *score.Evidence) { e.Place = "" }, "score.lacking"},
		"too much":   {func(e *score.Evidence) { e.Drill = 4001 }, "score.bounds"},
		"too little": {func(e *score.Evidence) { e.Knowledge = -1 }, "score.bounds"},
		"no item":    {func(e *score.Evidence) { e.Items = []score.Item{{Code: "friend"}} }, "score.item"},
		"one group":  {func(e *score.Evidence) { e.Items = []score.Item{{Code: "skill_junior"}, {Code: "skill_senior"}} }, "score.item"},
	} {
		e := whole()
		c.change(&e)
		if _, err := score.Compute(view(t), e); !fault.Coded(err, c.code) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestOrderOfItemsDoesNotMatter and each piece of evidence moves the sum by its own
// points alone.
func TestOrderOfItemsDoesNotMatter(t *testing.T) {
	t.Parallel()
	v := view(t)
	all := []score.Item{{Code: "skill_middle", Evidence: "1"}, {Code: "award_provincial", Evidence: "2"}, {Code: "stem", Evidence: "3"}, {Code: "veteran_child", Evidence: "4"}}
	points := map[string]int64{"skill_middle": 700, "award_provincial": 700, "stem": 100, "veteran_child": 200}
	rapid.Check(t, func(r *rapid.T) {
		e := whole()
		e.Drill, e.Knowledge = rapid.Int64Range(0, 4000).Draw(r, "drill"), rapid.Int64Range(0, 1500).Draw(r, "knowledge")
		want := 1000 + 800 + 400 + e.Drill + e.Knowledge
		e.Items = rapid.Permutation(all).Draw(r, "items")[:rapid.IntRange(0, 4).Draw(r, "n")]
		for _, i := range e.Items {
			want += points[i.Code]
		}
		s, err := score.Compute(v, e)
		if err != nil || s.Total != want {
			r.Fatalf("%d, want %d: %v", s.Total, want, err)
		}
	})
}
