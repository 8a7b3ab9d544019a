package vetting

import (
	"muster/internal/frame/act"
	"muster/internal/frame/record"
	"muster/internal/intake/cases"
)

// left ends the vetting of somebody who leaves the intake, in the same act: no
// department is asked about them any longer, none keeps their number, and nobody
// goes on with the round. What was answered and reported already stays as it is.
func left(w *act.Work, s record.Record) error {
	c := s.(*cases.Case)
	waiting, err := act.Take[Check](w, Checks, "county = $1 AND application = $2 AND state = 'asked'", string(c.County), string(c.ID))
	if err != nil {
		return err
	}
	for _, check := range waiting {
		check.IDNo, check.State = "", act.Void
		w.Save(Checks, check)
	}
	open, err := act.Take[Round](w, Rounds, "county = $1 AND application = $2 AND state = 'open'", string(c.County), string(c.ID))
	if err != nil {
		return err
	}
	for _, r := range open {
		r.State = act.Void
		w.Save(Rounds, r)
	}
	return nil
}
