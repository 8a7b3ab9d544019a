package act

import (
	"context"

	"muster/internal/frame/access"
	"muster/internal/frame/db"
	"muster/internal/frame/fault"
	"muster/internal/frame/ledger"
	"muster/internal/frame/unit"
)

// Survey is a reading that shows counts over the records of a table below an
// office and no record itself. It takes the road: whoever no grant of the look
// serves, or whose scope the office lies outside, is refused, and the reading is a leaf
// of the reader's log, with the office it was about, before anything is shown. read
// may run more than once and says how many records the counts rest on.
func (r *Road) Survey(ctx context.Context, l Look, at unit.Code, read func(*db.Tx) (rows int64, err error)) error {
	u, ok := r.Tree().Get(at)
	if !ok || !l.Visible() || !l.Actor.Reaches(u.Place) {
		return access.Denied()
	}
	e := &ledger.Entry{Log: l.Actor.Home, Kind: "read." + l.Table.Name, Subject: "unit/" + string(at), Actor: l.Actor.Account, Role: string(l.Actor.Role), Unit: l.Actor.Unit,
		Purpose: string(l.Purpose), Policy: r.Policy, Outcome: l.Via}
	if e.Log == "" {
		e.Log = u.Home
	}
	if err := r.Store.Read(ctx, func(tx *db.Tx) (err error) { e.Rows, err = read(tx); return err }); err != nil {
		return err
	}
	err := r.Store.Write(ctx, func(tx *db.Tx) error { ledger.Append(tx, r.Clock.Now(), e); return nil })
	if err != nil {
		return fault.New(fault.Unavailable, "ledger.unavailable", "查阅记录无法登记,因此不能显示;请稍后再试。",
			"This reading could not be recorded, so nothing is shown; please try again later.").Because(err)
	}
	return nil
}
