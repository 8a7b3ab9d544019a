package appeals

import (
	"cmp"
	"database/sql"
	"slices"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/frame/record"
	"muster/internal/intake/cases"
	"muster/internal/people"
)

// Overtaken is the restored state of a review whose result was gone already, by
// another act of the person or the office, when it was set aside.
const Overtaken = "overtaken"

// decide carries the outcome out at once: there is no decision that waits for its
// execution.
func (room *Room) decide(w *act.Work, r *Review, b *Decision) error {
	m := room.remedies[r.Table]
	if m == nil {
		return fault.New(fault.Conflict, "review.table", "此事项没有复核途径。", "There is no remedy for this.")
	}
	rec, err := m.load(w, r.County, r.About)
	if err != nil {
		return err
	}
	if err := room.untouched(w, m, rec, r); err != nil {
		return err
	}
	r.Outcome, r.Reasoning, r.State, r.DecidedOn = string(b.Outcome), b.Reasoning, Decided, w.Today()
	r.DecidedAt, r.Late, r.Office = w.Now, r.DecidedOn > r.DecideBy, w.Actor.Unit
	m.keep(rec, false)
	done := i18n.T("原结论不变。", "The result stays as it was.")
	if b.Outcome == Repeat {
		if r.Restored = Overtaken; m.same(m.result(rec), r.Against) {
			if err := m.restore(w, rec); err != nil {
				return err
			}
			r.Restored = rec.Head().State
		}
		done = i18n.T("系统已执行:您的事项现为“{state}”。", "This has been carried out: your matter now stands at {state}.").With("state", m.table.StateLabel(rec.Head().State))
	}
	w.Save(m.table, rec)
	view := room.house.Pack.On(r.Law)
	further, err := people.Remedies(view, w.Today())
	if err != nil {
		return err
	}
	rule, err := view.Deadline("review_decision")
	if err != nil {
		return err
	}
	return tell(w, r, i18n.T("复核决定", "The decision on your review"), i18n.T("{outcome}(依据:{article})。理由:{reasons}。{done}",
		"{outcome} (under {article}). Reasons: {reasons}. {done}").
		With("outcome", b.Outcome.label(), "article", rule.Article, "reasons", b.Reasoning, "done", done).And(further), further)
}

// untouched refuses whoever did any act on the case, or on a record that was made of
// it, in whatever role: only the earlier decisions on reviews do not count.
func (room *Room) untouched(w *act.Work, m *remedy, rec record.Record, r *Review) error {
	h, account := rec.Head(), w.Actor.Account
	did, err := w.DidOn(m.table, h.County, h.ID, account, cases.KindsBut(room.house, Reviews)...)
	if err == nil && !did {
		did, err = m.touched(w, rec, account)
	}
	if err == nil && !did && r.Case != "" {
		did, err = cases.Touched(w, room.house, r.County, r.Case, account, Reviews)
	}
	if did {
		return fault.New(fault.Denied, "access.duties", "复核须由未经手此件的人办理。", "A review is decided by somebody who has not touched the case.")
	}
	return err
}

// again refuses whoever made a result that was set aside.
func again() error {
	return fault.New(fault.Denied, "access.duties", "原结论已被撤销,须由他人重新办理。", "The result was set aside; somebody else must do it again.")
}

// guard keeps whoever made a result that was set aside from making it again.
func (room *Room) guard(w *act.Work, s record.Record, who access.Actor) error {
	for _, m := range room.remedies {
		if slices.Contains(m.made, w.Kind.Name) {
			return m.guard(w, s, who)
		}
	}
	if !w.Kind.Adverse || room.remedies[w.Kind.Table.Name] == nil {
		return nil
	}
	h, n := s.Head(), int64(0)
	if _, err := w.Query(`SELECT COUNT(*) FROM review WHERE county = $1 AND about_id = $2 AND outcome = 'repeat'`, []any{string(h.County), string(h.ID)}, &n); err != nil || n == 0 {
		return err
	}
	did, err := w.DidOn(w.Kind.Table, h.County, h.ID, who.Account, w.Kind.Name)
	if did {
		return again()
	}
	return err
}

// guard is the same for an act on a record that belongs to an application, whose result it
// makes: whoever made that of an earlier such record.
func (m *remedy) guard(w *act.Work, s record.Record, who access.Actor) error {
	t, n := w.Kind.Table, int64(0)
	application := act.ViewOf(t, s).Value("application")
	if _, err := w.Query(`SELECT COUNT(*) FROM review WHERE about = $1 AND about_id = $2 AND outcome = 'repeat'`, []any{m.table.Name, application}, &n); err != nil || n == 0 {
		return err
	}
	var before []record.Base
	err := w.Each("SELECT county, id FROM "+t.Name+" WHERE application = $1", []any{application}, func(rows *sql.Rows) error {
		var h record.Base
		err := rows.Scan((*string)(&h.County), (*string)(&h.ID))
		before = append(before, h)
		return err
	})
	for _, h := range before {
		did, failed := w.DidOn(t, h.County, h.ID, who.Account, w.Kind.Name)
		if err = cmp.Or(err, failed); did {
			return again()
		}
	}
	return err
}
