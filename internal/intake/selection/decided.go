package selection

import (
	"slices"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/fault"
	"muster/internal/frame/record"
	"muster/internal/intake/cases"
)

// decisionOn is the closed meeting that carried a list, whose root is the list's.
func decisionOn(w *act.Work, r *Ranking) error {
	list, err := act.Take[Meeting](w, Meetings, "county = $1 AND ranking = $2 AND state = $3", string(r.County), string(r.ID), Closed)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(list, func(m *Meeting) bool { return m.Decision == Carried })
	if at < 0 {
		return fault.New(fault.Conflict, "meeting.none", "定兵会议尚未集体通过该名单。", "No quorate meeting has decided on this list.")
	}
	if list[at].Root != r.Root {
		return changed()
	}
	return nil
}

// upon are the acts on a case that go on only upon the list that was decided.
var upon = []string{"application.approve", "application.board", "application.hand_over"}

// decided is the guard of those acts: the case is on a list on which a meeting
// decided. That none of the three was changed past the acts, the road sees to.
func decided(w *act.Work, s record.Record, who access.Actor) error {
	c, ok := s.(*cases.Case)
	if !ok || !slices.Contains(upon, w.Kind.Name) || who.Account != w.Actor.Account {
		return nil
	}
	if c.Ranking == "" {
		return changed()
	}
	r, err := act.Load[Ranking](w, Rankings, c.County, c.Ranking)
	if err != nil {
		return err
	}
	return decisionOn(w, r)
}
