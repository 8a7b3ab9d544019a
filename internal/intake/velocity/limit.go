package velocity

import (
	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/house"
	"muster/internal/frame/i18n"
	"muster/internal/frame/policy"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
	"muster/internal/office/staff"
)

// adverse is the rule that counts every counted result of a person together,
// and whoever signs one (SECURITY, D2).
const adverse = "adverse"

// table is the pack's table of rules: how many results a person may reach per
// hour or day.
const table = "velocity"

// Per is the limit of a rule of the pack's table "velocity" on an act: counts
// says of the act's subject, as the rule of the act has left it, whether it is a
// result of that kind. A rule that the table does not name bounds nothing of its
// own, but its results count for the rule "adverse".
func Per[R any, P record.Of[R]](h *house.House, rule string, what i18n.Text, counts func(P) bool) act.Limit {
	return limit{h, rule, what, func(r record.Record) bool { p, ok := r.(P); return ok && counts(p) }}
}

type limit struct {
	house  *house.House
	rule   string
	what   i18n.Text
	counts func(record.Record) bool
}

// Describe implements act.Limit.
func (l limit) Describe() i18n.Text { return i18n.T("限速:", "velocity: ").And(l.what) }

// Stopped implements act.Limit.
func (l limit) Stopped(w *act.Work, who access.Actor) error {
	var n int64
	args := &access.Args{Values: []any{string(home(w, who)), Open, l.rule, adverse}}
	_, err := w.Query("SELECT COUNT(*) FROM velocity_stop WHERE county = $1 AND state = $2 AND rule IN ($3, $4) AND account IN ("+w.OneOf(who.Account, args)+")", args.Values, &n)
	if err == nil && n > 0 {
		err = stopped()
	}
	return err
}

// Count implements act.Limit.
func (l limit) Count(w *act.Work, s record.Record) error {
	if !l.counts(s) {
		return nil
	}
	if err := l.hasty(w, s); err != nil {
		return err
	}
	if err := l.count(w, w.Actor, l.rule, adverse); err != nil || w.Signer.Account == "" {
		return err
	}
	return l.count(w, w.Signer, adverse)
}

// count keeps a mark of somebody for each rule, or stops them where there are
// as many already as the pack allows.
func (l limit) count(w *act.Work, who access.Actor, rules ...string) error {
	// The accounts of a human are locked, so that two acts at the same time are
	// counted one after the other.
	args := &access.Args{Values: []any{string(who.Home)}}
	if _, err := act.Take[staff.Account](w, staff.Accounts, "county = $1 AND id IN ("+w.OneOf(who.Account, args)+") ORDER BY id", args.Values...); err != nil {
		return err
	}
	for _, rule := range rules {
		for _, row := range l.house.Pack.On(w.Today()).Table(table) {
			if row.Text("rule") != rule {
				continue
			}
			full, err := reached(w, who, row)
			if err != nil {
				return err
			}
			if full {
				return l.stop(w, who, row)
			}
		}
		m := &Mark{Account: who.Account, Rule: rule, Act: w.Kind.Name, At: w.Now}
		m.State = "active"
		if err := w.Found(Marks, m, who.Unit); err != nil {
			return err
		}
	}
	return nil
}

const (
	marksSince  = `SELECT COUNT(*) FROM velocity_mark WHERE county = $1 AND rule = $2 AND at >= $3 AND account IN (`
	lastRelease = `SELECT COALESCE(MAX(released_at), 0) FROM velocity_stop WHERE county = $1 AND rule = $2 AND account IN (`
)

// reached says whether somebody has as many marks within the row's time as it
// allows; a release begins the count anew.
func reached(w *act.Work, who access.Actor, row policy.Row) (bool, error) {
	var released, n int64
	args := &access.Args{Values: []any{string(home(w, who)), row.Text("rule")}}
	if _, err := w.Query(lastRelease+w.OneOf(who.Account, args)+")", args.Values, &released); err != nil {
		return false, err
	}
	since := max(int64(begin(w, row.Text("per"))), released+1)
	args = &access.Args{Values: []any{string(home(w, who)), row.Text("rule"), since}}
	_, err := w.Query(marksSince+w.OneOf(who.Account, args)+")", args.Values, &n)
	return n >= row.Int("most"), err
}

// begin is the first instant of the time that a row counts over: the calendar
// day, or the last hour.
func begin(w *act.Work, per string) clock.Instant {
	if per == "day" {
		return clock.InstantOf(w.Today().In(w.Time().Location()))
	}
	return clock.InstantOf(w.Time().Add(-hour)) + 1
}

func (l limit) stop(w *act.Work, who access.Actor, row policy.Row) error {
	at, ok := w.Tree.Get(who.Unit)
	if !ok {
		return act.UnknownUnit(who.Unit)
	}
	s := &Stop{Account: who.Account, Rule: row.Text("rule"), Act: w.Kind.Name, Per: row.Text("per"), Most: row.Int("most"), Since: w.Now}
	s.Base = record.Base{County: at.Home, ID: w.NewID(), Unit: at.Code, Place: at.Place, State: Open}
	return w.Halt(halting, s, stopped())
}

// home is the county whose log keeps what concerns an actor's office.
func home(w *act.Work, who access.Actor) unit.Code {
	if u, ok := w.Tree.Get(who.Unit); ok {
		return u.Home
	}
	return who.Home
}

func stopped() *fault.Fault {
	return fault.New(fault.Conflict, "velocity.stopped", "办理次数已达上限,此类事项已停办;须由本单位以外的监督人员两人核查后解除。",
		"The limit of such results is reached and they are stopped, until two supervisors from outside your office have looked and released them.")
}

func inside() *fault.Fault {
	return fault.New(fault.Denied, "velocity.outside", "解除停办须由被停办单位以外的两人办理。", "A stop is released by two people from outside the office concerned.")
}
