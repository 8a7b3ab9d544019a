package ledger

import (
	"bytes"
	"cmp"
	"database/sql"
	"encoding/json"
	"slices"

	"muster/internal/frame/ident"
	"muster/internal/frame/record"
)

// readRecords compares the tables of records with the newest revisions.
func (c *county) readRecords() error {
	for _, t := range c.v.Tables {
		newest := c.newest(t.Name)
		wrong, err := c.compareTable(t, newest)
		if err != nil {
			return err
		}
		for _, w := range wrong {
			if err := c.explain(t, w); err != nil {
				return err
			}
		}
	}
	return nil
}

// newest lists the newest fact of each record of a table, by id.
func (c *county) newest(table string) []int32 {
	first, _ := slices.BinarySearchFunc(c.facts, table, func(f factRow, name string) int { return cmp.Compare(f.table, name) })
	var out []int32
	for i := first; i < len(c.facts) && c.facts[i].table == table; i++ {
		if i+1 == len(c.facts) || c.facts[i+1].table != table || c.facts[i+1].id != c.facts[i].id {
			out = append(out, int32(i))
		}
	}
	return out
}

// differing is a row that is not what its newest revision says.
type differing struct {
	row       record.Record
	rev       int64
	canonical []byte
}

// compareTable reads the rows of a table beside the newest facts.
func (c *county) compareTable(t *record.Table, newest []int32) (wrong []differing, err error) {
	next := 0
	err = c.tx.Each(t.Select()+" WHERE county = $1 ORDER BY id", []any{string(c.log)}, func(rows *sql.Rows) error {
		r := t.New()
		broken := rows.Scan(t.Targets(r)...) != nil // a value that its column cannot have
		h := r.Head()
		for ; next < len(newest) && c.facts[newest[next]].id < h.ID; next++ {
			c.record(Removed, t, c.facts[newest[next]].id, "")
		}
		c.recordCount++
		if next == len(newest) || c.facts[newest[next]].id != h.ID {
			c.record(Inserted, t, h.ID, "")
			return nil
		}
		f := &c.facts[newest[next]]
		next++
		if canonical := t.Canonical(r); broken || CommitFact(f.salt[:], Fact{t.Name, f.id, f.rev, canonical}) != f.sum {
			wrong = append(wrong, differing{r, f.rev, canonical})
			return nil
		}
		c.addClaims(t, r)
		return nil
	})
	for ; next < len(newest); next++ {
		c.record(Removed, t, c.facts[newest[next]].id, "")
	}
	return wrong, err
}

// record reports a record, unless a revision of it was reported before.
func (c *county) record(what Change, t *record.Table, id ident.ID, field string) {
	key := recordKey(t.Name, id)
	if what == Changed || !c.doubt[key] {
		c.find(what, t.Name, string(id), field)
	}
	c.doubt[key] = true
}

// explain names the fields in which a row differs from its newest revision.
func (c *county) explain(t *record.Table, d differing) error {
	h := d.row.Head()
	if c.doubt[recordKey(t.Name, h.ID)] {
		return nil
	}
	body, _, err := FactAt(c.tx, c.log, t.Name, h.ID, d.rev)
	if err != nil {
		return err
	}
	var row, fact map[string]json.RawMessage
	if json.Unmarshal(d.canonical, &row) != nil || json.Unmarshal(body, &fact) != nil {
		c.record(Changed, t, h.ID, "")
		return nil
	}
	named := false
	for _, f := range t.Schema.Fields {
		if !bytes.Equal(row[f.Name], fact[f.Name]) {
			named = true
			c.record(Changed, t, h.ID, f.Name)
		}
	}
	if !named {
		c.record(Changed, t, h.ID, "")
	}
	return nil
}

// addClaims adds what a record claims to the county's sum.
func (c *county) addClaims(t *record.Table, r record.Record) {
	for _, claim := range c.v.claimsOf(t, r) {
		c.claims.add(c.v.mark([]byte(claim.kind), claim.digest, []byte(r.Head().ID)))
	}
}

type claimed struct {
	kind   string
	digest []byte
}

// claimsOf lists what a record must have claimed.
func (v *verification) claimsOf(t *record.Table, r record.Record) (out []claimed) {
	values := t.Claims(r)
	for i, f := range t.Unique() {
		if value := values[i]; value != "" {
			kind := t.Name + "." + f.Name
			out = append(out, claimed{kind, v.Claim(kind, value)})
		}
	}
	return out
}
