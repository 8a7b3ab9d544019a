package web

import (
	"cmp"
	"database/sql"
	"slices"

	"muster/internal/frame/db"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/ledger"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
	"muster/internal/intake/appeals"
	"muster/internal/intake/cases"
	"muster/internal/intake/dispatch"
)

// signature is one act of the case with who answers for it.
type signature struct {
	event
	Gate i18n.Text
}

// tracePage lists every signature of a case from the application to the return:
// gate, person, office, time, receipt.
func (s *server) tracePage(q *request) error {
	county, id := unit.Code(q.PathValue("county")), ident.ID(q.PathValue("id"))
	found, err := q.seen(cases.Table, county, id)
	if err != nil {
		return err
	}
	c := found.(*cases.Case)
	var list []signature
	err = q.s.read(q.Context(), func(tx *db.Tx) error {
		list = nil
		for _, at := range q.traced(tx, c) {
			changes, err := ledger.Changes(tx, county, at.table.Name, at.id, historyLimit)
			if err != nil {
				return err
			}
			for _, f := range changes {
				list = append(list, signature{q.event(f), at.table.Title})
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	slices.SortStableFunc(list, func(a, b signature) int { return cmp.Compare(a.At, b.At) })
	list = slices.CompactFunc(list, func(a, b signature) bool { return a.Log == b.Log && a.Seq == b.Seq })
	return q.show(tracePage(q.page(i18n.T("责任追溯", "Who answers for what")), c, list))
}

type traced struct {
	table *record.Table
	id    ident.ID
}

// traced are the case and the records of the gates beside it.
func (q *request) traced(tx *db.Tx, c *cases.Case) []traced {
	out := []traced{{cases.Table, c.ID}}
	for _, t := range []*record.Table{dispatch.Defects, dispatch.Returns, appeals.Reviews} {
		list, err := idsOf(tx, t, c)
		if err == nil {
			out = append(out, list...)
		}
	}
	if c.Batch != "" {
		out = append(out, traced{dispatch.Transports, c.Batch})
	}
	return out
}

func idsOf(tx *db.Tx, t *record.Table, c *cases.Case) (out []traced, err error) {
	err = tx.Each("SELECT id FROM "+t.Name+" WHERE county = $1 AND application = $2 ORDER BY id", []any{string(c.County), string(c.ID)}, func(rows *sql.Rows) error {
		var id ident.ID
		err := rows.Scan((*string)(&id))
		out = append(out, traced{t, id})
		return err
	})
	return out, err
}
