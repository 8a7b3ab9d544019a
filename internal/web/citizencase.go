package web

import (
	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/i18n"
	"muster/internal/intake/cases"
	"muster/internal/intake/dispatch"
	"muster/internal/intake/selection"
	"muster/internal/intake/selection/score"
	"slices"
)

// scoreData is the posted score of somebody, line by line, on their own page.
type scoreData struct {
	Lines  []score.Line
	Total  int64
	Posted clock.Date
	Until  clock.Date
	Object string // the form of the objection; empty where its time is over
}

// noticeOfCase is the list on which somebody stands while it is on notice.
type noticeOfCase struct {
	Href     string
	From, To clock.Date
}

// departureData is when and how somebody leaves, and the hand-over once it was.
type departureData struct {
	Name, Meeting string
	Mode          i18n.Text
	At            clock.Instant
	Handed        clock.Instant
}

// score is a posted score as its person reads it. The way to object stands beside it
// as long as it is open, and not among the other acts.
func (q *request) score(d *caseData, s *selection.Sheet) {
	c := d.record
	d.Score = &scoreData{Lines: s.Told(q.s.App.Pack.On(q.s.policyDay(c))), Total: s.Total, Posted: s.PostedOn, Until: s.Until}
	k := q.s.App.Book.Kind("application.object_score")
	d.Acts = slices.DeleteFunc(d.Acts, func(l linkTo) bool { return l.Href == actPath(k.Name, c) })
	if k.MayStart(c.State) && q.s.App.Today() < s.Until {
		d.Score.Object = actPath(k.Name, c)
	}
}

// later fills in the second half of a case: the notice of its list and the
// departure. Both are the person's own matters.
func (q *request) later(d *caseData, c *cases.Case) error {
	return q.s.read(q.Context(), func(tx *db.Tx) error {
		d.Notice, d.Departure = nil, nil
		if c.Ranking != "" && c.State == cases.Proposed {
			r := &selection.Ranking{}
			if err := selection.Rankings.Load(tx, c.County, c.Ranking, r, false); err != nil {
				return err
			}
			if r.OnNotice(q.s.App.Today()) {
				d.Notice = &noticeOfCase{noticePath(r), r.NoticeFrom, r.NoticeTo}
			}
		}
		if c.Batch == "" {
			return nil
		}
		t := &dispatch.Transport{}
		if err := dispatch.Transports.Load(tx, c.County, c.Batch, t, false); err != nil {
			return err
		}
		d.Departure = &departureData{t.Name, t.Meeting, optionText(t.Mode.Options(), string(t.Mode)), t.DepartsAt, c.HandedAt}
		return nil
	})
}
