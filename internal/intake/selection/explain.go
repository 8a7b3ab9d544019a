package selection

import (
	"slices"

	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
	"muster/internal/intake/cases"
	"muster/internal/intake/selection/choose"
)

// Explained is a frozen list computed again, so that each outcome can be shown
// with what decided it.
type Explained struct {
	ranking *Ranking
	result  *choose.Result
	in      *choose.Input
	people  []*cases.Case // in order of rank
	outcome map[ident.ID]choose.Verdict
}

// Explain computes the choice of a list again. list is everybody on it, whatever
// became of them since; a list that is not the one that was frozen is refused.
func Explain(r *Ranking, list []*cases.Case) (*Explained, error) {
	list = slices.Clone(list)
	slices.SortFunc(list, func(a, b *cases.Case) int { return int(a.Rank - b.Rank) })
	if Root(r, list) != r.Root {
		return nil, changed()
	}
	e := &Explained{ranking: r, people: list, outcome: map[ident.ID]choose.Verdict{}}
	var err error
	if e.result, e.in, err = choice(r, list); err != nil {
		return nil, err
	}
	for _, v := range e.result.Verdicts {
		e.outcome[ident.ID(e.in.ID(v.Candidate))] = v
	}
	return e, nil
}

// People lists everybody on the list in order of rank.
func (e *Explained) People() []*cases.Case { return e.people }

// Chosen says whether somebody was among the proposed when the list was frozen.
func (e *Explained) Chosen(c *cases.Case) bool { return e.outcome[c.ID].Outcome == choose.Chosen }

// Reason is why somebody was chosen or not, in words.
func (e *Explained) Reason(c *cases.Case) i18n.Text { return reasons[e.outcome[c.ID].Reason] }

var reasons = map[choose.Reason]i18n.Text{
	choose.ByMerit:            i18n.T("按名次入选", "by merit"),
	choose.ByMinimum:          i18n.T("为满足下限入选", "to meet a minimum"),
	choose.DisplacedByMinimum: i18n.T("因他人满足下限而递补", "displaced by a minimum"),
	choose.Full:               i18n.T("名额已满", "the seats were full"),
	choose.Seatless:           i18n.T("没有名额", "no seat"),
}

// Row is the row of bounds that decided about somebody; ok is false where none
// did.
func (e *Explained) Row(c *cases.Case) (name i18n.Text, ok bool) {
	v := e.outcome[c.ID]
	if v.Quota == choose.NoQuota {
		return i18n.Text{}, false
	}
	return e.rowName(e.in.Quota(v.Quota)), true
}

// Standing is how full a row of bounds was when the list was frozen.
type Standing struct {
	Name       i18n.Text
	Unit       unit.Code
	Tag        string // empty: everybody
	Min        int64
	Max        *int64 // nil: none
	Candidates int64
	Chosen     int64
	Short      int64       // missing for the min
	Last       *cases.Case // the cut-off; nil: nobody was chosen
}

// Standings lists the rows of bounds, that of the seats first.
func (e *Explained) Standings() []Standing {
	out := make([]Standing, len(e.result.Standings))
	for i, s := range e.result.Standings {
		q := e.in.Quota(int32(i))
		out[i] = Standing{Name: e.rowName(q), Unit: unit.Code(q.Unit), Tag: q.Tag, Min: q.Min, Max: q.Max, Candidates: s.Candidates, Chosen: s.Chosen, Short: s.Shortfall}
		if s.Last >= 0 {
			out[i].Last = e.named(e.result.Verdicts[s.Last])
		}
	}
	return out
}

// rowName is the id of a row, or what stands for that of the seats.
func (e *Explained) rowName(q *choose.Quota) i18n.Text {
	if q.ID != seatsRow {
		return i18n.Same(q.ID)
	}
	return i18n.T("名额 {n} 个", "{n} seats").With("n", e.ranking.Seats)
}

// CutOff is the last of the chosen when the list was frozen; ok is false where
// nobody was.
func (e *Explained) CutOff() (last *cases.Case, ok bool) {
	n := e.result.Chosen()
	if n == 0 {
		return nil, false
	}
	return e.named(e.result.Verdicts[n-1]), true
}

// Hurdle is the one whom somebody in the reserve would have had to be ahead of;
// ok is false where no place would have been enough.
func (e *Explained) Hurdle(c *cases.Case) (ahead *cases.Case, ok bool, err error) {
	v, ok, err := e.result.Hurdle(string(c.ID))
	if err != nil || !ok {
		return nil, false, err
	}
	return e.named(v), true, nil
}

func (e *Explained) named(v choose.Verdict) *cases.Case {
	id := ident.ID(e.in.ID(v.Candidate))
	return e.people[slices.IndexFunc(e.people, func(c *cases.Case) bool { return c.ID == id })]
}

// Shown are the states of those whom a public notice names.
var Shown = []string{cases.Proposed, cases.Approved, cases.Dispatched, cases.HandedOver}

// OnNotice says whether the list may be shown to the public on a day.
func (r *Ranking) OnNotice(day clock.Date) bool {
	return r.State == OnShow && r.NoticeFrom <= day && day <= r.NoticeTo
}

func changed() error {
	return fault.New(fault.Conflict, "ranking.changed", "名单与定稿时的指纹不一致,已停止办理,请立即核查。", "The list is not the one that was frozen; nothing goes on until this is looked into.")
}
