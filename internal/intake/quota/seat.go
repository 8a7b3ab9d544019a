package quota

import (
	"muster/internal/frame/act"
	"muster/internal/frame/fault"
	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
)

// Lock loads the quota that seats people of a unit in an intake: the nearest at
// or above it in the same county. It stays locked until the commit.
func Lock(w *act.Work, county, at unit.Code, intake ident.ID) (*Quota, error) {
	list, err := act.Take[Quota](w, Table, "county = $1 AND cycle = $2 AND state = $3", string(county), string(intake), Issued)
	if err != nil {
		return nil, err
	}
	for _, u := range w.Tree.Up(at) {
		for _, q := range list {
			if q.Unit == u.Code {
				return q, nil
			}
		}
	}
	return nil, fault.New(fault.Conflict, "quota.none", "{unit}在本批次没有名额。", "{unit} has no seats in this intake.", "unit", w.Tree.Name(at))
}

// Use takes one seat. At the limit it refuses: a quota is never exceeded.
func Use(w *act.Work, q *Quota) error {
	if q.Free() < 1 {
		return fault.New(fault.Conflict, "quota.full", "{unit}的名额({seats})已用完。", "The seats of {unit} ({seats}) are used up.",
			"unit", w.Tree.Name(q.Unit), "seats", q.Seats)
	}
	q.Used++
	w.Save(Table, q)
	_, err := post(w, q.Cycle, Using, q.Unit, "", 1, "")
	return err
}

// GiveBack returns one seat that was used.
func GiveBack(w *act.Work, q *Quota) error {
	if q.Used < 1 {
		return fault.New(fault.Conflict, "quota.unused", "{unit}没有已使用的名额可以退还。", "{unit} has no used seat to give back.", "unit", w.Tree.Name(q.Unit))
	}
	q.Used--
	w.Save(Table, q)
	_, err := post(w, q.Cycle, GivingBack, "", q.Unit, 1, "")
	return err
}
