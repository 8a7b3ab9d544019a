package whatif_test

import (
	"testing"

	"muster/internal/frame/clock"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
	"muster/internal/insight/whatif"
	"muster/internal/intake/cases"
	"muster/internal/intake/medical"
	"muster/internal/intake/selection"
	"muster/internal/people"
)

// TestWhoWouldStandOnTheList: one person at a time, by what turned them away and what is on
// file. What people decided moves only where the law's own answer differs, and what nobody
// looked into is unknown.
func TestWhoWouldStandOnTheList(t *testing.T) {
	t.Parallel()
	law := pack(t, nil)
	tall, short := taller(t), draft(t, "limits: {low: 160}", "limits: {low: 140}")
	older := pack(t, map[string]string{"eligibility.age_max": "30"})
	for name, x := range map[string]struct {
		state   string // on the list: scored
		born    clock.Date
		height  string // "": nothing is held
		unknown bool   // the education is not on file
		late    bool
		change  whatif.Change
		new     whatif.Fate
		why     whatif.Why
	}{
		"below the new height":                         {cases.Scored, "2006-05-01", "170", false, false, whatif.Change{Pack: tall}, whatif.Out, whatif.Physical},
		"nothing measured is held":                     {cases.Scored, "2006-05-01", "", false, false, whatif.Change{Pack: tall}, whatif.Unknown, whatif.NotMeasured},
		"failed before and now":                        {cases.PhysicalFail, "2006-05-01", "150", false, false, whatif.Change{Pack: tall}, whatif.Out, ""},
		"failed by the old height alone":               {cases.PhysicalFail, "2006-05-01", "150", false, false, whatif.Change{Pack: short}, whatif.Unknown, whatif.NotVetted},
		"failed by something else than was measured":   {cases.PhysicalFail, "2006-05-01", "180", false, false, whatif.Change{Pack: short}, whatif.Out, ""},
		"would pass, and be too old":                   {cases.PhysicalFail, "2006-05-01", "150", false, false, whatif.Change{Pack: short, Day: "2031-03-01"}, whatif.Out, whatif.NotEligible},
		"too old on the other day":                     {cases.Scored, "2006-05-01", "180", false, false, whatif.Change{Day: "2031-03-01"}, whatif.Out, whatif.NotEligible},
		"of an age at which the education decides":     {cases.Scored, "2006-05-01", "180", true, false, whatif.Change{Day: "2029-03-01"}, whatif.Unknown, whatif.NoFacts},
		"too old then, not now":                        {cases.NotEligible, "2000-05-01", "", false, false, whatif.Change{Pack: older}, whatif.Unknown, whatif.NotExamined},
		"left by their own word":                       {cases.Withdrawn, "2006-05-01", "180", false, false, whatif.Change{Pack: short}, whatif.Out, ""},
		"too late":                                     {cases.Scored, "2006-05-01", "180", false, true, whatif.Change{CutOff: "2026-07-01"}, whatif.Out, whatif.TooLate},
		"too late, and would have been eligible":       {cases.NotEligible, "2000-05-01", "", false, true, whatif.Change{Pack: older, CutOff: "2026-07-01"}, whatif.Out, ""},
		"too late, and would have passed the physical": {cases.PhysicalFail, "2006-05-01", "150", false, true, whatif.Change{Pack: short, CutOff: "2026-07-01"}, whatif.Out, ""},
	} {
		p := &people.Person{Base: record.Base{County: "130302", ID: "p"}, Particulars: people.Particulars{BirthDate: x.born, Sex: people.Male, Education: "senior_high"}}
		if x.unknown {
			p.Education = ""
		}
		c := &cases.Case{Base: record.Base{County: "130302", ID: "c", State: x.state}, Person: "p", PolicyDay: "2026-03-01", Sex: people.Male}
		if x.state == cases.Scored {
			c.Ranking, c.Rank = "r", 1
		}
		f := &whatif.File{Pool: &selection.Pool{County: "130302", Cases: []*cases.Case{c}, Ranking: &selection.Ranking{Base: record.Base{ID: "r"}, Chosen: 1}, Seats: 1},
			People: map[ident.ID]*people.Person{"p": p}, Late: map[ident.ID]bool{"c": x.late}}
		if x.change.Pack == tall || x.change.Pack == short {
			f.Measured = map[ident.ID]*medical.Measured{"c": {Sex: people.Male}}
			if x.height != "" {
				f.Measured["c"].Values = map[string]string{"height_cm": x.height}
			}
		}
		got, err := whatif.Run(f, unit.NewTree([]*unit.Unit{{Code: "130302", Kind: unit.County, Place: "a"}}), law, x.change)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if g := got[0]; g.New != x.new || g.Why != x.why || (g.Old == whatif.Selected) != (x.state == cases.Scored) {
			t.Errorf("%s: was %d, is %d (%s), want %d (%s)", name, g.Old, g.New, g.Why, x.new, x.why)
		}
	}
}
