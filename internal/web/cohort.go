package web

import (
	"slices"

	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/frame/unit"
	"muster/internal/insight"
	"muster/internal/office/role"
)

// cohortData is what the page of a cohort shows.
type cohortData struct {
	Unit          *unit.Unit
	Before, After clock.Date
	Comparison    *insight.Comparison
	Changes       []cohortChange
	Rarely        bool
	Fault         *fault.Fault
}

// cohortChange is one line of differences.
type cohortChange struct {
	insight.Change
	figure
	From, To i18n.Text
}

// cohortPage answers who of everybody on file would be eligible under the law of
// one day and of another, in counts.
func (s *server) cohortPage(q *request) error {
	if q.citizen() {
		return fault.New(fault.Denied, "funnel.staff", "此页仅供工作人员使用。", "This page is for staff.")
	}
	code := unit.Code(q.URL.Query().Get("unit"))
	if code == "" {
		code = q.actor.Unit
	}
	u, ok := s.App.Road.Tree().Get(code)
	if !ok || !slices.ContainsFunc(q.actor.Ranges, func(r unit.Range) bool { return r.Contains(u.Place) }) {
		return fault.New(fault.Unknown, "unit.scope", "没有这个单位,或不在您的范围内。", "There is no such unit, or it is outside your scope.")
	}
	today := s.App.Today()
	d := cohortData{Unit: u, Before: q.dayOr("before", today.AddYears(-1)), After: q.dayOr("after", today), Rarely: q.actor.Role == role.Leader}
	first, last, err := s.cohortYears(d.After)
	if err != nil {
		return err
	}
	cohort, err := insight.ReadCohort(q.Context(), s.App.Store, s.App.Road.Tree().Scope(code), first, last)
	if err != nil {
		return err
	}
	d.Comparison, err = insight.Compare(cohort, "eligibility", s.App.Pack.On(d.Before), s.App.Pack.On(d.After))
	if err != nil {
		d.Fault = fault.As(err)
		return q.show(cohortPage(q.page(cohortTitle), d))
	}
	for _, c := range d.Comparison.Changes {
		d.Changes = append(d.Changes, cohortChange{c, rare(c.People, d.Rarely), q.outcomeLabel(d.Comparison, c.Before), q.outcomeLabel(d.Comparison, c.After)})
	}
	return q.show(cohortPage(q.page(cohortTitle), d))
}

// cohortYears are the years of birth that the page looks at: those of the lowest
// and the highest age of the law of the day, and one more on either side.
func (s *server) cohortYears(day clock.Date) (first, last int, err error) {
	view := s.App.Pack.On(day)
	youngest, err := view.Int("eligibility.age_min_consent")
	if err != nil {
		return 0, 0, err
	}
	oldest, err := view.Int("eligibility.age_max_postgraduate")
	return day.Year() - int(oldest) - 1, day.Year() - int(youngest) + 1, err
}

var cohortTitle = i18n.T("换一套规定会怎样", "Who would be eligible under another law")

// dayOr reads a day of the address.
func (q *request) dayOr(name string, otherwise clock.Date) clock.Date {
	if day, err := clock.ParseDate(q.URL.Query().Get(name)); err == nil {
		return day
	}
	return otherwise
}

func (q *request) outcomeLabel(c *insight.Comparison, code string) i18n.Text {
	for _, o := range slices.Concat(c.Before.Counts, c.After.Counts) {
		if o.Code == code {
			return o.Label
		}
	}
	return i18n.Same(code)
}
