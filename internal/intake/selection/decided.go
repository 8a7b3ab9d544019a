package selection

import (
	"slices"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/fault"
	"muster/internal/frame/record"
	"muster/internal/intake/cases"
)

// decisionOn is the closed meeting that carried a list, of which no column was
// changed and whose root is the list's.
func decisionOn(w *act.Work, r *Ranking) error {
	list, err := meetingsOf(w, r)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(list, func(m *Meeting) bool { return m.State == Closed && m.Decision == Carried })
	if at < 0 {
		return fault.New(fault.Conflict, "meeting.none", "定兵会议尚未集体通过该名单。", "No quorate meeting has decided on this list.")
	}
	whole, err := act.Untouched(w, Meetings, list[at])
	if err == nil && (!whole || list[at].Root != r.Root) {
		err = changed()
	}
	return err
}

// upon are the acts on a case that go on only upon the list that was decided.
var upon = []string{"application.approve", "application.board", "application.hand_over"}

// decided is the guard of those acts: the case, its list and the meeting's decision
// are what the acts made them, column for column.
func decided(w *act.Work, s record.Record, who access.Actor) error {
	c, ok := s.(*cases.Case)
	if !ok || !slices.Contains(upon, w.Kind.Name) || who.Account != w.Actor.Account {
		return nil
	}
	whole, err := act.Untouched(w, cases.Table, c)
	if err != nil {
		return err
	}
	if !whole || c.Ranking == "" {
		return changed()
	}
	r, err := act.Load[Ranking](w, Rankings, c.County, c.Ranking)
	if err != nil {
		return err
	}
	if whole, err = act.Untouched(w, Rankings, r); err == nil && !whole {
		err = changed()
	}
	if err != nil {
		return err
	}
	return decisionOn(w, r)
}
