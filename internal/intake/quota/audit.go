package quota

import (
	"cmp"
	"database/sql"
	"slices"

	"muster/internal/frame/db"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
)

// Account is what the entries of the quota ledger sum up to for one unit in one
// intake.
type Account struct {
	Cycle ident.ID
	Unit  unit.Code
	// Parent is the unit that passed seats on to this one last; empty at the top.
	Parent                unit.Code
	Seats, PassedOn, Used int64
}

// Free is the seats that nobody holds.
func (a *Account) Free() int64 { return a.Seats - a.PassedOn - a.Used }

// book is a key of an account.
type book struct {
	cycle ident.ID
	unit  unit.Code
}

const sums = `SELECT cycle, kind, debit, credit, CAST(SUM(seats) AS BIGINT) FROM quota_entry WHERE state <> 'void'`

// Accounts adds the entries of one intake up, or of all where it is empty; by
// unit code within each intake.
func Accounts(tx *db.Tx, intake ident.ID) ([]*Account, error) {
	query, args := sums, []any(nil)
	if intake != "" {
		query, args = sums+" AND cycle = $1", []any{string(intake)}
	}
	books := map[book]*Account{}
	err := tx.Each(query+" GROUP BY cycle, kind, debit, credit", args, func(rows *sql.Rows) error {
		var e Entry
		if err := rows.Scan((*string)(&e.Cycle), (*string)(&e.Kind), (*string)(&e.Debit), (*string)(&e.Credit), &e.Seats); err != nil {
			return err
		}
		e.book(func(code unit.Code) *Account {
			key := book{e.Cycle, code}
			if books[key] == nil {
				books[key] = &Account{Cycle: e.Cycle, Unit: code}
			}
			return books[key]
		})
		return nil
	})
	out := make([]*Account, 0, len(books))
	for _, a := range books {
		out = append(out, a)
	}
	slices.SortFunc(out, func(a, b *Account) int { return cmp.Or(cmp.Compare(a.Cycle, b.Cycle), cmp.Compare(a.Unit, b.Unit)) })
	return out, err
}

// book adds an entry, or a sum of entries, to the accounts of its two units.
func (e *Entry) book(of func(unit.Code) *Account) {
	switch e.Kind {
	case Issuing:
		of(e.Credit).Seats += e.Seats
	case PassOn:
		of(e.Debit).PassedOn += e.Seats
		of(e.Credit).Seats += e.Seats
		of(e.Credit).Parent = e.Debit
	case Transfer:
		of(e.Debit).Seats -= e.Seats
		of(e.Credit).Seats += e.Seats
	case Return:
		of(e.Debit).Seats -= e.Seats
		if e.Credit != "" {
			of(e.Credit).PassedOn -= e.Seats
		}
	case Using:
		of(e.Debit).Used += e.Seats
	case GivingBack:
		of(e.Credit).Used -= e.Seats
	}
}

// Audit compares the quota ledger with the quotas, in every intake: the entries
// sum up to the rows, and what a unit passed on is what those below it hold. It
// lists what does not fit.
func Audit(tx *db.Tx, name func(unit.Code) string) ([]i18n.Text, error) {
	accounts, err := Accounts(tx, "")
	if err != nil {
		return nil, err
	}
	rows, err := record.All[Quota](tx, Table, "state = $1 ORDER BY cycle, unit", Issued)
	if err != nil {
		return nil, err
	}
	booked, held := map[book]*Account{}, map[book]int64{}
	for _, a := range accounts {
		booked[book{a.Cycle, a.Unit}] = a
	}
	for _, q := range rows {
		if q.Parent != "" {
			held[book{q.Cycle, q.Parent}] += q.Seats
		}
	}
	var out []i18n.Text
	for _, q := range rows {
		key := book{q.Cycle, q.Unit}
		a := booked[key]
		delete(booked, key)
		if a == nil {
			a = &Account{}
		}
		out = append(out, q.differs(a, held[key], name)...)
	}
	for _, a := range accounts {
		if booked[book{a.Cycle, a.Unit}] != nil {
			out = append(out, i18n.T("名额账目中的{unit}没有对应的名额。", "The quota ledger speaks of {unit}, which has no quota.").With("unit", name(a.Unit)))
		}
	}
	return out, nil
}

// differs says where a quota is not what its account and those below it say.
func (q *Quota) differs(a *Account, below int64, name func(unit.Code) string) (out []i18n.Text) {
	if a.Seats != q.Seats || a.PassedOn != q.PassedOn || a.Used != q.Used {
		out = append(out, i18n.T("{unit}的名额(共 {seats}、下分 {passed}、已用 {used})与账目(共 {a}、下分 {b}、已用 {c})不符。",
			"The quota of {unit} (seats {seats}, passed on {passed}, used {used}) is not what the ledger sums up to ({a}, {b}, {c}).").
			With("unit", name(q.Unit), "seats", q.Seats, "passed", q.PassedOn, "used", q.Used, "a", a.Seats, "b", a.PassedOn, "c", a.Used))
	}
	if below != q.PassedOn {
		out = append(out, i18n.T("{unit}下分 {passed} 个名额,下级合计却有 {held} 个。", "{unit} passed on {passed} seats, but the units below it hold {held}.").
			With("unit", name(q.Unit), "passed", q.PassedOn, "held", below))
	}
	return out
}
