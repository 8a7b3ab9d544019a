package act

import (
	"fmt"

	"muster/internal/frame/jobs"
	"muster/internal/frame/ledger"
	"muster/internal/frame/outbox"
	"muster/internal/frame/record"
	"muster/internal/frame/tally"
	"muster/internal/frame/unit"
)

// check validates the records that are to be stored.
func (w *Work) check() error {
	for _, c := range w.changes {
		if err := c.table.Schema.Validate(c.rec); err != nil {
			return err
		}
		if c.rec.Head().Place == "" || c.rec.Head().County == "" {
			return fmt.Errorf("%s: a record of %s has no home", w.Kind.Name, c.table.Name)
		}
	}
	return nil
}

// effects is what applying an act has written, by home county.
type effects struct {
	facts  map[unit.Code][]ledger.Fact
	deltas map[unit.Code][]tally.Delta
}

// apply writes the changes; the caller appends the leaves afterwards. New
// records of one table that stand together go in many rows a statement.
func (w *Work) apply() (effects, error) {
	out := effects{facts: map[unit.Code][]ledger.Fact{}, deltas: map[unit.Code][]tally.Delta{}}
	for i := 0; i < len(w.changes); {
		n := w.run(i)
		if err := w.write(w.changes[i : i+n]); err != nil {
			return out, err
		}
		i += n
	}
	for _, c := range w.changes {
		h := c.rec.Head()
		out.facts[h.County] = append(out.facts[h.County], ledger.Fact{Table: c.table.Name, ID: h.ID, Rev: h.Rev, Body: c.table.Canonical(c.rec)})
		before, known := w.loaded[c.rec]
		out.deltas[h.County] = append(out.deltas[h.County], moved(c, before, known)...)
	}
	if err := outbox.Put(w.tx, w.notices); err != nil {
		return out, err
	}
	return out, jobs.Put(w.tx, w.jobs)
}

// run is the number of changes from i on that may be written together.
func (w *Work) run(i int) int {
	n := 1
	for ; i+n < len(w.changes); n++ {
		if w.changes[i+n].table != w.changes[i].table || w.known(i) || w.known(i+n) {
			break
		}
	}
	return n
}

func (w *Work) known(i int) bool {
	_, ok := w.loaded[w.changes[i].rec]
	return ok
}

func (w *Work) write(changes []change) error {
	t, records := changes[0].table, make([]record.Record, len(changes))
	for i, c := range changes {
		c.rec.Head().Rev++
		records[i] = c.rec
	}
	before, known := w.loaded[records[0]]
	var err error
	if known {
		err = t.Update(w.tx, records[0])
	} else {
		err = t.Insert(w.tx, records)
	}
	for i := 0; err == nil && i < len(records); i++ {
		err = w.road.claims.move(w.tx, t, records[i], before.unique, w.free)
	}
	if err != nil { // the rule may run again on the same records
		for _, r := range records {
			r.Head().Rev--
		}
	}
	return err
}

func moved(c change, before snapshot, known bool) []tally.Delta {
	if len(c.table.Tally()) == 0 {
		return nil
	}
	now := tally.Key{Kind: c.table.Name, Unit: c.rec.Head().Unit, Cell: c.table.Cell(c.rec)}
	if !known {
		return []tally.Delta{{Key: now, By: 1}}
	}
	old := tally.Key{Kind: c.table.Name, Unit: before.unit, Cell: before.cell}
	if old == now {
		return nil
	}
	return []tally.Delta{{Key: old, By: -1}, {Key: now, By: 1}}
}
