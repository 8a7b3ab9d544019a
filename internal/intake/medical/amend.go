package medical

import (
	"slices"

	"muster/internal/frame/act"
	"muster/internal/frame/vault"
)

// amend seals a correction beside the signed results, which stand until a second
// person has countersigned.
func (r *room) amend(w *act.Work, p *Part, b *Correcting) (err error) {
	if p.Amended, p.AmendedGuarded, err = r.seal(w, p, &b.Entry); err != nil {
		return err
	}
	p.State = Amending
	return nil
}

// adopt puts a correction in force as a new version; the earlier version stays in
// the facts of the record.
func adopt(w *act.Work, p *Part, _ *Empty) error {
	p.Found, p.Guarded = p.Amended, p.AmendedGuarded
	p.Amended, p.AmendedGuarded = vault.Sealed[Value]{}, vault.Sealed[Guarded]{}
	p.Version, p.State = p.Version+1, Signed
	return nil
}

// reassign gives a candidate to another doctor who is on duty in the section and
// has no conflict.
func (r *room) reassign(w *act.Work, p *Part, b *Giving) error {
	if err := today(w, p); err != nil {
		return err
	}
	l, err := r.open(p)
	if err != nil {
		return err
	}
	a, err := act.Load[Appointment](w, Appointments, l.At, l.Candidate)
	if err != nil {
		return err
	}
	at, ok := w.Tree.Get(p.Station)
	if !ok {
		return act.UnknownUnit(p.Station)
	}
	duty, err := onDuty(w, at, p.On)
	if err != nil {
		return err
	}
	avoid, err := r.avoiding(w, a)
	if err != nil {
		return err
	}
	before, err := r.before(w, a)
	if err != nil {
		return err
	}
	if !slices.Contains(duty[p.Section], b.Account) || w.Among(avoid, b.Account) || w.Among(before, b.Account) {
		return conflict("exam.not_eligible", "此医生当日不在本科室值守,或须回避。", "This doctor is not on duty in the section on that day, or must not examine this candidate.")
	}
	p.Examiner, p.State = b.Account, Waiting
	return nil
}
