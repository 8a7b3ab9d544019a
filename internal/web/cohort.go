package web

import (
	"cmp"
	"fmt"
	"slices"

	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/frame/policy"
	"muster/internal/frame/unit"
	"muster/internal/insight"
	"muster/internal/insight/smallcell"
)

// cohortData is what the page of a cohort shows.
type cohortData struct {
	Unit          *unit.Unit
	Before, After clock.Date
	Drafts        []option
	People        smallcell.Cell
	First, Last   int         // years of birth of those looked at
	Sides         []cohortLaw // law by law
	Differences   []cohortDifference
	Fault         *fault.Fault
}

// cohortLaw is the outcomes under one law.
type cohortLaw struct {
	insight.Outcomes
	Draft string // its name, where it is one
}

// cohortDifference is what differs between a law and the next.
type cohortDifference struct {
	ID      string
	Title   i18n.Text
	Changes []cohortChange
}

// cohortChange is one line of differences.
type cohortChange struct {
	insight.Change
	From, To i18n.Text
}

// distinct is what the clause says under both laws, once where they say the same.
func (c cohortChange) distinct() []i18n.Text {
	return slices.CompactFunc(slices.Clone(c.Texts), func(a, b i18n.Text) bool { return a.In(i18n.ZH) == b.In(i18n.ZH) && a.In(i18n.EN) == b.In(i18n.EN) })
}

// cohortPage answers who of everybody on file would be eligible under the law of
// one day, of another, and under a draft, in counts.
func (s *server) cohortPage(q *request) error {
	if q.citizen() {
		return fault.New(fault.Denied, "funnel.staff", "此页仅供工作人员使用。", "This page is for staff.")
	}
	code := cmp.Or(unit.Code(q.URL.Query().Get("unit")), q.actor.Unit)
	if _, err := insight.Within(s.App.Road.Tree(), q.actor, code); err != nil {
		return err
	}
	u, _ := s.App.Road.Tree().Get(code)
	today, draft := s.App.Today(), q.URL.Query().Get("draft")
	d := cohortData{Unit: u, Before: today.AddYears(-1), After: today}
	for _, name := range s.App.Drafts() {
		d.Drafts = append(d.Drafts, option{Value: name, Label: name, Chosen: name == draft})
	}
	err := cmp.Or(q.day("before", &d.Before), q.day("after", &d.After))
	if err == nil {
		err = q.compareLaws(&d, draft)
	}
	if err != nil {
		if d.Fault = fault.As(err); d.Fault.Kind == fault.Internal {
			return err
		}
	}
	return q.show(cohortPage(q.page(cohortTitle), d))
}

func (q *request) compareLaws(d *cohortData, draft string) error {
	a := q.s.App
	laws := []*policy.View{a.Pack.On(d.Before), a.Pack.On(d.After)}
	if draft != "" {
		pack, err := a.Draft(draft)
		if err != nil {
			return err
		}
		laws = append(laws, pack.On(d.After))
	}
	list, err := insight.CompareBelow(q.Context(), a.Store, a.Road.Tree(), q.actor.Unit, d.Unit.Code, d.After, laws)
	if err != nil {
		return err
	}
	d.First, d.Last = list[0].FirstYear, list[0].LastYear
	d.People, d.Sides = list[0].Cell, []cohortLaw{{Outcomes: list[0].Before}}
	for i, c := range list {
		d.Sides = append(d.Sides, cohortLaw{Outcomes: c.After})
		one := cohortDifference{ID: fmt.Sprintf("changes-%d", i), Title: i18n.T("谁的答案会变、因为哪一条:{before} → {after}", "Whose answer differs, and by which clause: {before} → {after}").
			With("before", c.Before.Day, "after", c.After.Day)}
		if i > 0 {
			one.Title = i18n.T("与草案“{draft}”相比", "Against the draft {draft}").With("draft", draft)
			d.Sides[i+1].Draft = draft
		}
		for _, ch := range c.Changes {
			one.Changes = append(one.Changes, cohortChange{ch, cohortOutcome(c, ch.Before), cohortOutcome(c, ch.After)})
		}
		d.Differences = append(d.Differences, one)
	}
	return nil
}

var cohortTitle = i18n.T("换一套规定会怎样", "Who would be eligible under another law")

// day reads a day of the address, where it names one.
func (q *request) day(name string, to *clock.Date) error {
	text := q.URL.Query().Get(name)
	if text == "" {
		return nil
	}
	day, err := clock.ParseDate(text)
	if err == nil {
		*to = day
	}
	return err
}

func cohortOutcome(c *insight.Comparison, code string) i18n.Text {
	for _, o := range slices.Concat(c.Before.Counts, c.After.Counts) {
		if o.Code == code {
			return o.Label
		}
	}
	return i18n.Same(code)
}
