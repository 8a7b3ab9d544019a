package ledger

import (
	"cmp"
	"crypto/hmac"
	"crypto/sha256"
	"database/sql"
	"slices"
	"strconv"

	"muster/internal/frame/ident"
)

// factRow is one stored revision without its contents.
type factRow struct {
	table    string
	id       ident.ID
	rev, seq int64
	salt     [32]byte
	sum      [32]byte // the commitment, recomputed
	was, is  int32    // the cell it counted in before and now, -1 for none
	state    factState
}

type factState uint8

const (
	factOpen    factState = iota
	factCovered           // a leaf has been found that wrote it
	factBad               // reported, whatever a leaf may say
)

func (f *factRow) name() string { return f.table + "/" + string(f.id) + "/" + number(f.rev) }

const factsOf = `SELECT kind, id, rev, seq, salt, body FROM fact WHERE county = $1 ORDER BY kind, id, rev`

const factPrefix = "muster/fact/v1\x00"

// readFacts reads all revisions of the county and recomputes their commitments.
func (c *county) readFacts() error {
	var kind, id, salt, body sql.RawBytes
	var buffer []byte
	var f factRow
	err := c.tx.Each(factsOf, []any{string(c.log)}, func(rows *sql.Rows) error {
		if err := rows.Scan(&kind, &id, &f.rev, &f.seq, &salt, &body); err != nil {
			return err
		}
		if string(kind) != f.table {
			f.table = string(kind)
		}
		f.id, f.was, f.is, f.state = ident.ID(id), -1, -1, factOpen
		n := copy(f.salt[:], salt)
		buffer = append(append(append(buffer[:0], factPrefix...), salt...), kind...)
		buffer = append(append(append(buffer, 0), id...), 0)
		buffer = append(strconv.AppendInt(buffer, f.rev, 10), 0)
		f.sum = sha256.Sum256(append(buffer, body...))
		c.bytes += int64(len(body))
		c.factCount++
		if body == nil || salt == nil || n != len(f.salt) || len(salt) != n {
			f.state = factBad
			c.fact(Removed, &f, "body")
		}
		c.follow(&f, body)
		c.facts = append(c.facts, f)
		return nil
	})
	c.bySeq = make([]int32, len(c.facts))
	for i := range c.bySeq {
		c.bySeq[i] = int32(i)
	}
	slices.SortStableFunc(c.bySeq, func(a, b int32) int { return cmp.Compare(c.facts[a].seq, c.facts[b].seq) })
	return err
}

// fact reports a revision that does not fit.
func (c *county) fact(what Change, f *factRow, field string) {
	f.state = factBad
	c.doubt[recordKey(f.table, f.id)] = true
	c.uncounted[f.table] = true
	c.find(what, "fact", f.name(), field)
}

// follow notes what a revision counts as, now and before.
func (c *county) follow(f *factRow, body []byte) {
	if n := len(c.facts); n > 0 && c.facts[n-1].table == f.table && c.facts[n-1].id == f.id {
		f.was = c.facts[n-1].is
	}
	f.is = c.cellOf(f.table, body)
}

// skip passes over the facts of a leaf that cannot be read: nothing can be said
// about them.
func (c *county) skip(next int, seq int64) int {
	for ; next < len(c.bySeq) && c.facts[c.bySeq[next]].seq <= seq; next++ {
		f := &c.facts[c.bySeq[next]]
		if f.seq < seq {
			c.orphans(c.bySeq[next : next+1])
			continue
		}
		f.state = factCovered
	}
	return next
}

// orphans reports facts that name a leaf which is not there.
func (c *county) orphans(list []int32) {
	for _, i := range list {
		if f := &c.facts[i]; f.state == factOpen {
			c.fact(Inserted, f, "seq")
		}
	}
}

// compareFacts compares what a leaf says it wrote with the facts that name it.
// next is the first fact not yet looked at.
func (c *county) compareFacts(next int, r *leafRow, l *leafText) int {
	first := next
	for first < len(c.bySeq) && c.facts[c.bySeq[first]].seq < r.seq {
		first++
	}
	c.orphans(c.bySeq[next:first])
	end := first
	for end < len(c.bySeq) && c.facts[c.bySeq[end]].seq == r.seq {
		end++
	}
	own := c.bySeq[first:end]
	if l.bulk >= 0 {
		c.compareBulk(own, r, l)
		return end
	}
	for i := range l.writes {
		c.compareWrite(own, r, &l.writes[i])
	}
	c.orphans(own)
	return end
}

func (c *county) compareWrite(own []int32, r *leafRow, w *writeText) {
	for _, i := range own {
		f := &c.facts[i]
		if f.rev != w.rev || f.table != string(w.table) || string(f.id) != string(w.id) {
			continue
		}
		switch {
		case f.state == factBad:
		case f.sum == w.sum:
			f.state = factCovered
		case !c.saltFits(r.salt, f):
			c.fact(Changed, f, "salt")
		default:
			c.fact(Changed, f, "body")
		}
		return
	}
	c.missing(w)
}

// missing reports a write whose fact is gone, or names another leaf by now.
func (c *county) missing(w *writeText) {
	want := factRow{table: string(w.table), id: ident.ID(w.id), rev: w.rev}
	i, there := slices.BinarySearchFunc(c.facts, want, func(a, b factRow) int {
		return cmp.Or(cmp.Compare(a.table, b.table), cmp.Compare(a.id, b.id), cmp.Compare(a.rev, b.rev))
	})
	switch {
	case !there:
		c.fact(Removed, &want, "")
	case c.facts[i].state == factOpen:
		c.fact(Changed, &c.facts[i], "seq")
	}
}

// compareBulk compares the facts of a leaf that wrote too many to name them.
func (c *county) compareBulk(own []int32, r *leafRow, l *leafText) {
	h := sha256.New()
	for _, i := range own {
		h.Write(c.facts[i].sum[:])
	}
	fits := [32]byte(h.Sum(nil)) == l.bulkHash && int64(len(own)) == l.bulk
	named := false
	for _, i := range own {
		f := &c.facts[i]
		if f.state == factOpen && !fits && !c.saltFits(r.salt, f) {
			c.fact(Changed, f, "salt")
		}
		named = named || f.state == factBad
		if f.state == factOpen {
			f.state = factCovered
		}
	}
	if fits || named {
		return
	}
	for _, i := range own {
		c.uncounted[c.facts[i].table] = true
	}
	what := Changed
	if int64(len(own)) < l.bulk {
		what = Removed
	} else if int64(len(own)) > l.bulk {
		what = Inserted
	}
	c.find(what, "fact", "of leaf "+number(r.seq), "")
}

func (c *county) saltFits(leafSalt []byte, f *factRow) bool {
	mac := hmac.New(sha256.New, leafSalt)
	mac.Write([]byte(f.table + "\x00" + string(f.id)))
	return hmac.Equal(mac.Sum(nil), f.salt[:])
}
