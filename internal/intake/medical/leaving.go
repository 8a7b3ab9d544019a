package medical

import (
	"muster/internal/frame/act"
	"muster/internal/frame/record"
	"muster/internal/intake/cases"
)

// left frees whatever somebody who leaves the intake still holds at a station:
// the place, which the next one waiting is given, and an examination that has not
// been concluded, which nobody goes on with.
func (r *room) left(w *act.Work, s record.Record) error {
	c := s.(*cases.Case)
	places, err := act.Take[Appointment](w, Appointments, "application = $1 AND kind <> 'sample' AND state IN ('booked', 'waiting', 'missed')", string(c.ID))
	if err != nil {
		return err
	}
	for _, a := range places {
		at, err := act.Load[Session](w, Sessions, a.County, a.Session)
		if err != nil {
			return err
		}
		if err := a.leave(w, at); err != nil {
			return err
		}
		a.State = Cancelled
		w.Save(Appointments, a)
	}
	return r.abandon(w, c)
}

// abandon voids the unfinished examinations of a case in all sections.
func (r *room) abandon(w *act.Work, c *cases.Case) error {
	exams, err := act.Take[Exam](w, Exams, "application = $1 AND kind <> 'sample' AND state = 'waiting'", string(c.ID))
	if err != nil {
		return err
	}
	for _, e := range exams {
		parts, err := r.partsOf(w, e)
		if err != nil {
			return err
		}
		for _, p := range parts {
			p.State = act.Void
			w.Save(Parts, p)
		}
		e.State = act.Void
		w.Save(Exams, e)
	}
	return nil
}
