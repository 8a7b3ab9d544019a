package act

import (
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
)

// Load reads a record of the same transaction and keeps it from other writers
// until the commit. A missing record is a fault. One that the act has loaded before
// is the same one again, with whatever the rule has changed in it. One that was
// changed past the acts is a fault.
func Load[R any, P record.Of[R]](w *Work, t *record.Table, county unit.Code, id ident.ID) (P, error) {
	if r, ok := w.same[identity{t, county, id}].(P); ok {
		return r, nil
	}
	r := P(new(R))
	return r, w.load(t, county, id, r)
}

func (w *Work) load(t *record.Table, county unit.Code, id ident.ID, r record.Record) error {
	if err := t.Load(w.tx, county, id, r, !w.dry); err != nil {
		return err
	}
	w.remember(t, r)
	if w.dry {
		return nil
	}
	return w.unchanged(t, r)
}

func (w *Work) remember(t *record.Table, r record.Record) {
	if w.loaded == nil {
		w.loaded = make(map[record.Record]snapshot, 2)
	}
	s := snapshot{unit: r.Head().Unit}
	if len(t.Tally()) > 0 {
		s.cell = t.Cell(r)
	}
	s.unique = t.Claims(r)
	w.loaded[r] = s
	if w.same == nil {
		w.same = make(map[identity]record.Record, 2)
	}
	w.same[identity{t, r.Head().County, r.Head().ID}] = r
}

// List reads the records that match a condition, such as "county = $1 AND
// state = $2", without keeping them from other writers.
func List[R any, P record.Of[R]](w *Work, t *record.Table, condition string, args ...any) ([]P, error) {
	return record.All[R, P](w.tx, t, condition, args...)
}

// Take is List for records that the act is going to change. The condition is that
// of the database; a record that the act has loaded before is the same one again,
// one that was changed past the acts a fault.
func Take[R any, P record.Of[R]](w *Work, t *record.Table, condition string, args ...any) ([]P, error) {
	if !w.dry {
		condition += w.tx.ForUpdate()
	}
	list, err := record.All[R, P](w.tx, t, condition, args...)
	for i, r := range list {
		if before, ok := w.same[identity{t, r.Head().County, r.Head().ID}].(P); ok {
			list[i] = before
			continue
		}
		w.remember(t, r)
		if err == nil && !w.dry {
			err = w.unchanged(t, r)
		}
	}
	return list, err
}
