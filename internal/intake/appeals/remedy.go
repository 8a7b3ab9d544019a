package appeals

import (
	"slices"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
	"muster/internal/intake/clocks"
	"muster/internal/office/role"
	"muster/internal/people"
)

// Subject is what a review needs to know of the record it is about.
type Subject struct {
	Person      ident.ID
	Home        unit.Code  // of the person's file
	Law         clock.Date // whose law counts the time
	Case, Cycle ident.ID   // empty outside the intake
}

// Remedy is how the adverse results of one table are contested and undone.
type Remedy[R any, P record.Of[R]] struct {
	Name  string // of the act of asking
	Table *record.Table
	From  []string // the adverse states
	// Goes are the states through which one result goes on: a review that was asked for
	// in one of them is executed in every other. nil: the state is the result.
	Goes []string
	// Until is the last day to ask, "" where none was fixed; ok is false where there is
	// nothing to contest.
	Until func(rec P) (last clock.Date, ok bool)
	// Result names the result that stands against somebody, "" where there is none; nil:
	// it is the state.
	Result func(rec P) string
	// Told is when the result was told, where a record can have one after the other, of one
	// day too; nil where it has but one.
	Told func(rec P) clock.Instant
	// Of says whom a record is about.
	Of func(w *act.Work, rec P) (Subject, error)
	// Keep is told while a review is open and when it has ended; nil where there
	// is no place to keep.
	Keep func(rec P, open bool)
	// Touched says whether an account took part by records of other tables.
	Touched func(w *act.Work, rec P, account ident.ID) (bool, error)
	// Made names the acts on records of other tables, by their field application, that make
	// such a result: whoever did one whose result was set aside does none again.
	Made []string
	// Restore undoes the result and saves what else it changes.
	Restore func(w *act.Work, rec P) error
}

// remedy is a Remedy without its type.
type remedy struct {
	load    func(w *act.Work, county unit.Code, id ident.ID) (record.Record, error)
	until   func(rec record.Record) (last clock.Date, ok bool)
	of      func(w *act.Work, rec record.Record) (Subject, error)
	keep    func(rec record.Record, open bool)
	touched func(w *act.Work, rec record.Record, account ident.ID) (bool, error)
	restore func(w *act.Work, rec record.Record) error
	result  func(rec record.Record) string
	told    func(rec record.Record) clock.Instant
	goes    []string
	made    []string
	table   *record.Table
}

// again says whether a review is of an earlier result than the one that stands now: that
// was told after the review had been asked for and not before it was decided.
func (m *remedy) again(r *Review, rec record.Record) bool {
	told := m.told(rec)
	return r.State == Decided && told > r.AskedAt && told >= r.DecidedAt
}

// same says whether a record with a result still has the one that it had before.
func (m *remedy) same(one, other string) bool {
	return one == other || slices.Contains(m.goes, one) && slices.Contains(m.goes, other)
}

// Against declares the act of asking for a review of a table's results, and keeps
// how they are undone.
func Against[R any, P record.Of[R]](room *Room, m Remedy[R, P]) {
	if room.remedies[m.Table.Name] != nil {
		panic("table " + m.Table.Name + " has two remedies")
	}
	act.Declare(room.house.Book, act.Spec[R, P, Asking]{
		Name: m.Name, Title: i18n.T("申请复核", "Ask for a review"), Table: m.Table, From: m.From, Cause: true, By: []access.Grant{role.Self()}, Basis: "house-rule",
		Offered: func(rec P, today clock.Date) bool {
			last, ok := m.Until(rec)
			return ok && (last == "" || today <= last)
		},
		Do: func(w *act.Work, rec P, b *Asking) error { return room.Ask(w, m.Table, rec, w.Today(), b) }})
	room.remedies[m.Table.Name] = &remedy{table: m.Table, goes: m.Goes, made: m.Made,
		load: func(w *act.Work, county unit.Code, id ident.ID) (record.Record, error) {
			return act.Load[R, P](w, m.Table, county, id)
		},
		until: func(rec record.Record) (clock.Date, bool) { return m.Until(rec.(P)) },
		of:    func(w *act.Work, rec record.Record) (Subject, error) { return m.Of(w, rec.(P)) },
		keep: func(rec record.Record, open bool) {
			if m.Keep != nil {
				m.Keep(rec.(P), open)
			}
		},
		result: func(rec record.Record) string {
			if m.Result == nil {
				return rec.Head().State
			}
			return m.Result(rec.(P))
		},
		told: func(rec record.Record) clock.Instant {
			if m.Told == nil {
				return 0
			}
			return m.Told(rec.(P))
		},
		restore: func(w *act.Work, rec record.Record) error { return m.Restore(w, rec.(P)) },
		touched: func(w *act.Work, rec record.Record, account ident.ID) (bool, error) {
			if m.Touched == nil {
				return false, nil
			}
			return m.Touched(w, rec.(P), account)
		}}
}

// Ask opens a review of the result on a record that was asked for on a day: within an act
// of the person, or of an office that takes it in for whoever has no account.
func (room *Room) Ask(w *act.Work, t *record.Table, rec record.Record, on clock.Date, b *Asking) error {
	m := room.remedies[t.Name]
	last, ok := m.until(rec)
	if !ok {
		return fault.New(fault.Conflict, "review.nothing", "目前没有对您不利的结论。", "There is no result against you.")
	}
	if last != "" {
		if err := clocks.Kept(i18n.T("申请复核", "asking for a review"), on, last); err != nil {
			return err
		}
	}
	about, err := m.of(w, rec)
	if err != nil {
		return err
	}
	m.keep(rec, true)
	return room.ask(w, t, rec, about, b)
}

// ask opens a review; of one result there is one.
func (room *Room) ask(w *act.Work, t *record.Table, rec record.Record, about Subject, b *Asking) error {
	h, m := rec.Head(), room.remedies[t.Name]
	against := m.result(rec)
	open, err := act.List[Review](w, Reviews, "county = $1 AND about_id = $2", string(h.County), string(h.ID))
	if err != nil {
		return err
	}
	if slices.ContainsFunc(open, func(r *Review) bool {
		return m.same(r.Against, against) && (r.State == Asked || r.Outcome == string(Stands) && !m.again(r, rec))
	}) {
		return fault.New(fault.Conflict, "review.doubled", "对这一结论已申请过复核。", "A review of this result was asked for already.")
	}
	r := &Review{Case: about.Case, Cycle: about.Cycle, Person: about.Person, Home: about.Home, Table: t.Name, About: h.ID, Against: against, Grounds: b.Grounds, Asked: w.Today(),
		AskedAt: w.Now, Law: about.Law}
	r.Base = record.Base{County: h.County, ID: w.NewID(), Unit: h.Unit, Place: h.Place, State: Asked}
	if r.Fast, err = room.leavesSoon(w, r, about.Cycle); err != nil {
		return err
	}
	if err := r.setClock(clocks.Of(w, room.house)); err != nil {
		return err
	}
	w.Save(Reviews, r)
	clocks.Remind(w, room.house, Reviews, r.County, r.ID, r.DecideBy)
	soon := i18n.T("将由未经手此事的人在 {day} 前作出决定,期间为您保留名额。", " Somebody who has not touched your case will decide by {day}; your place is kept meanwhile.").With("day", r.DecideBy)
	return tell(w, r, i18n.T("已收到您的复核申请", "Your request for a review was received"), soon, soon)
}

const nextDeparture = `SELECT COALESCE(MIN(departs_at), 0) FROM transport WHERE county = $1 AND cycle = $2 AND state IN ('planned', 'ready') AND departs_at > $3`

// leavesSoon says whether a transport of the intake leaves before the review
// would be due, so that it must be decided in hours.
func (room *Room) leavesSoon(w *act.Work, r *Review, intake ident.ID) (bool, error) {
	if intake == "" {
		return false, nil
	}
	var at int64
	if _, err := w.Query(nextDeparture, []any{string(r.County), string(intake), int64(w.Now)}, &at); err != nil || at == 0 {
		return false, err
	}
	due, err := clocks.Of(w, room.house).Due(r.Place, r.Law, "review_decision", w.Today())
	return clock.Instant(at).Date(room.house.Pack.Zone()) <= due, err
}

// tell tells the person on their page, and by short message what may be said openly; an
// organisation is served on paper.
func tell(w *act.Work, r *Review, subject, body, openly i18n.Text) error {
	if r.Person == "" {
		return nil
	}
	p, err := people.PersonOf(w, r.Home, r.Person)
	if err == nil {
		people.TellDiscreetly(w, p, subject, body, openly)
	}
	return err
}
