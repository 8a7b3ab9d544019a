package assessment

import (
	"muster/internal/frame/act"
	"muster/internal/frame/fault"
	"muster/internal/frame/house"
)

// Counts of records beside the cases, each a numerator or a denominator.
const (
	countRegistered = `SELECT COUNT(*), COALESCE(SUM(CASE WHEN submitted <> '' AND state <> 'due' AND state <> 'draft' THEN 1 ELSE 0 END), 0)
		FROM registration WHERE county = $1 AND year = $2 AND state NOT IN ('void', 'cancelled')`
	countResponsible = `SELECT COUNT(*) FROM recruit_return WHERE county = $1 AND cycle = $2 AND state IN ('accepted', 'back') AND responsible <> 0`
	countReviews     = `SELECT COUNT(*), COALESCE(SUM(CASE WHEN outcome = 'repeat' THEN 1 ELSE 0 END), 0) FROM review WHERE county = $1 AND cycle = $2 AND state = 'decided'`
	countDecided     = `SELECT COUNT(*), COALESCE(SUM(CASE WHEN late = 0 THEN 1 ELSE 0 END), 0) FROM review WHERE county = $1 AND cycle = $2 AND state = 'decided' AND office = $1`
	countTransports  = `SELECT COUNT(*), COALESCE(SUM(CASE WHEN county_late = 0 THEN 1 ELSE 0 END), 0) FROM transport WHERE county = $1 AND cycle = $2 AND state = 'done'`
	lateTransports   = `SELECT COUNT(*) FROM transport WHERE county = $1 AND cycle = $2 AND departed_at > 0 AND state NOT IN ('done', 'void')
		AND (county_late <> 0 OR next_by = 'county' AND due_by <> '' AND due_by < $3)`
	countDefects    = `SELECT COUNT(*), COALESCE(SUM(CASE WHEN late = 0 THEN 1 ELSE 0 END), 0) FROM file_defect WHERE county = $1 AND cycle = $2 AND state = 'mended'`
	lateDefects     = `SELECT COUNT(*) FROM file_defect WHERE county = $1 AND cycle = $2 AND state = 'open' AND found_late = 0 AND due_by <> '' AND due_by < $3`
	countReturns    = `SELECT COUNT(*), COALESCE(SUM(CASE WHEN accepted_late = 0 THEN 1 ELSE 0 END), 0) FROM recruit_return WHERE county = $1 AND cycle = $2 AND state IN ('accepted', 'back')`
	lateReturns     = `SELECT COUNT(*) FROM recruit_return WHERE county = $1 AND cycle = $2 AND state IN ('notified', 'appraised') AND noted_late = 0 AND due_by <> '' AND due_by < $3`
	yearOf          = `SELECT year FROM cycle WHERE id = $1`
	countOverdue    = `SELECT COUNT(*) FROM review WHERE county = $1 AND cycle = $2 AND state = 'asked' AND decide_by < $3`
	countComplaints = `SELECT COUNT(*) FROM complaint WHERE blamed = $1 AND cycle = $2 AND outcome IN ('founded', 'partly')`
)

// more counts what is not on the cases, and derives its rates. What is over its day counts
// as not in time before it is done: a step of a transport, a defect of a file, a return that
// is to be accepted. A county answers for its own days only: not for a review that the
// office above decides, nor for what the military unit did late, or left it no day for (ADR
// 20). Complaints are those about the county
// and the offices below it, whoever answered them. How many reviews
// changed a result is shown and scores nothing: a place that corrects itself is
// not worse for it.
func more(w *act.Work, h *house.House, a *Assessment) (err error) {
	if a.Definition, err = h.Pack.On(w.Today()).Text(definition); err != nil {
		return err
	}
	county, cycle := string(a.County), string(a.Cycle)
	if _, err := w.Query(yearOf, []any{cycle}, &a.Year); err != nil {
		return err
	}
	done, kept, late := [3]int64{}, [3]int64{}, [3]int64{} // transports, defects, returns
	for _, q := range []struct {
		query string
		args  []any
		into  []any
	}{
		{countRegistered, []any{county, a.Year}, []any{&a.Due, &a.Registered}},
		{countResponsible, []any{county, cycle}, []any{&a.Responsible}},
		{countReviews, []any{county, cycle}, []any{&a.Reviewed, &a.Changed}},
		{countDecided, []any{county, cycle}, []any{&a.Cases, &a.OnTime}},
		{countOverdue, []any{county, cycle, string(w.Today())}, []any{&a.Overdue}},
		{countTransports, []any{county, cycle}, []any{&done[0], &kept[0]}},
		{countDefects, []any{county, cycle}, []any{&done[1], &kept[1]}},
		{countReturns, []any{county, cycle}, []any{&done[2], &kept[2]}},
		{lateTransports, []any{county, cycle, string(w.Today())}, []any{&late[0]}},
		{lateDefects, []any{county, cycle, string(w.Today())}, []any{&late[1]}},
		{lateReturns, []any{county, cycle, string(w.Today())}, []any{&late[2]}},
		{countComplaints, []any{county, cycle}, []any{&a.Complaints}},
	} {
		if _, err := w.Query(q.query, q.args, q.into...); err != nil {
			return err
		}
	}
	for i := range done {
		a.Cases, a.OnTime = a.Cases+done[i]+late[i], a.OnTime+kept[i]
	}
	a.Registering, a.DoublePass, a.Fault = Rate(a.Registered, a.Due), Rate(a.Qualified, a.Examined), Rate(a.Responsible, a.HandedOver)
	a.Timeliness, a.Complaining = Rate(a.OnTime, a.Cases), Rate(a.Complaints, a.Applied)
	return nil
}

// settle answers an objection, and otherwise waits until nobody can object.
func settle(w *act.Work, h *house.House, a *Assessment, b *Words) error {
	if a.State == Published && w.Today() <= a.DisputeBy {
		return fault.New(fault.Conflict, "assessment.open", "异议期到 {day} 才届满。", "It can be disputed until {day}.", "day", a.DisputeBy)
	}
	if a.State == Disputed { // what was wrong in the records has been put right there
		by := a.DisputeBy
		if err := compute(w, h, a, &Assessing{Cycle: a.Cycle, Unit: a.Unit}); err != nil {
			return err
		}
		a.DisputeBy = by
	}
	a.State, a.Answer = Settled, b.Remark
	return nil
}
