package ledger

import (
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"

	"muster/internal/frame/db"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
)

// sum is an order-free digest of a set: its size and the exclusive or of keyed
// hashes of its members. The key is drawn for each run, so that nobody can
// prepare two sets with the same sum.
type sum struct {
	n     int64
	lanes [4]uint64
}

func (s *sum) add(h [32]byte) {
	s.n++
	for i := range s.lanes {
		s.lanes[i] ^= binary.LittleEndian.Uint64(h[i*8:])
	}
}

// mark is the keyed hash of one member.
func (v *verification) mark(parts ...[]byte) [32]byte {
	b := make([]byte, 0, 160)
	b = append(b, v.key[:]...)
	for _, p := range parts {
		b = append(binary.LittleEndian.AppendUint32(b, uint32(len(p))), p...)
	}
	return sha256.Sum256(b)
}

// addShown adds the records that a reading showed to the log's sum.
func (c *county) addShown(seq int64, payload []byte) {
	var list []string
	if json.Unmarshal(payload, &list) != nil {
		c.leaf(Changed, seq, "payload")
		return
	}
	number := binary.LittleEndian.AppendUint64(nil, uint64(seq))
	for _, s := range list {
		c.seen.add(c.v.mark([]byte(s), number))
	}
}

// across compares what is kept by record and not by log: the list of who was
// shown to whom, and the claims. Each is read once and summed by log; only where
// a sum differs are the two sides compared row by row, in one snapshot.
func (v *verification) across(ctx context.Context, counties []*county, tell func(Finding)) error {
	byLog := map[unit.Code]*county{}
	for _, c := range counties {
		byLog[c.log] = c
	}
	seen, claims, err := v.stored(ctx)
	if err != nil {
		return err
	}
	for _, log := range suspects(byLog, seen, func(c *county) sum { return c.seen }) {
		if err := v.compareSeen(ctx, log, tell); err != nil {
			return err
		}
	}
	for _, log := range suspects(byLog, claims, func(c *county) sum { return c.claims }) {
		if err := v.compareClaims(ctx, log, byLog[log], tell); err != nil {
			return err
		}
	}
	return nil
}

// suspects lists the logs whose two sums differ, sorted.
func suspects(counties map[unit.Code]*county, stored map[unit.Code]*sum, of func(*county) sum) (out []unit.Code) {
	for log, c := range counties {
		if stored[log] == nil {
			stored[log] = &sum{}
		}
		if of(c) != *stored[log] {
			out = append(out, log)
		}
	}
	for log := range stored {
		if counties[log] == nil {
			out = append(out, log)
		}
	}
	slices.Sort(out)
	return out
}

// stored sums the rows of ledger_seen and of claim.
func (v *verification) stored(ctx context.Context) (seen, claims map[unit.Code]*sum, err error) {
	at := func(sums map[unit.Code]*sum, log []byte) *sum {
		s := sums[unit.Code(log)]
		if s == nil {
			s = &sum{}
			sums[unit.Code(log)] = s
		}
		return s
	}
	err = v.store.Read(ctx, func(tx *db.Tx) error {
		seen, claims = map[unit.Code]*sum{}, map[unit.Code]*sum{}
		var county, subject, log, digest sql.RawBytes
		var seq int64
		err := tx.Each(`SELECT county, subject, log, seq FROM ledger_seen`, nil, func(rows *sql.Rows) error {
			if err := rows.Scan(&county, &subject, &log, &seq); err != nil {
				return err
			}
			shown := append(append(append([]byte(nil), county...), '/'), subject...)
			at(seen, log).add(v.mark(shown, binary.LittleEndian.AppendUint64(nil, uint64(seq))))
			return nil
		})
		if err != nil {
			return err
		}
		return tx.Each(`SELECT kind, digest, county, id FROM claim`, nil, func(rows *sql.Rows) error {
			if err := rows.Scan(&log, &digest, &county, &subject); err != nil {
				return err
			}
			at(claims, county).add(v.mark(log, digest, subject))
			return nil
		})
	})
	return seen, claims, err
}

// shown is one record that one leaf showed.
type shown struct {
	what string // "county/table/id"
	seq  int64
}

// compareSeen compares the list of a log with the payloads of its readings.
func (v *verification) compareSeen(ctx context.Context, log unit.Code, tell func(Finding)) error {
	want, wrong := map[shown]bool{}, map[int64]bool{}
	var have []shown
	err := v.store.Read(ctx, func(tx *db.Tx) error {
		clear(want)
		have = nil
		if err := readShown(tx, log, want, wrong); err != nil {
			return err
		}
		return tx.Each(`SELECT county, subject, seq FROM ledger_seen WHERE log = $1 ORDER BY seq, county, subject`, []any{string(log)}, func(rows *sql.Rows) error {
			var county, subject string
			var seq int64
			err := rows.Scan(&county, &subject, &seq)
			have = append(have, shown{county + "/" + subject, seq})
			return err
		})
	})
	for _, s := range have {
		if !want[s] && !wrong[s.seq] {
			tell(Finding{Log: log, Table: "ledger_seen", ID: s.what + "/" + number(s.seq), What: Inserted})
		}
		delete(want, s)
	}
	var missing []shown
	for s := range want {
		missing = append(missing, s)
	}
	slices.SortFunc(missing, func(a, b shown) int { return cmp.Or(cmp.Compare(a.seq, b.seq), cmp.Compare(a.what, b.what)) })
	for _, s := range missing {
		tell(Finding{Log: log, Table: "ledger_seen", ID: s.what + "/" + number(s.seq), What: Removed})
	}
	return err
}

// readShown reads what the readings of a log showed; wrong are leaves whose
// payload is not the one they committed to, of which nothing can be said.
func readShown(tx *db.Tx, log unit.Code, want map[shown]bool, wrong map[int64]bool) error {
	return tx.Each(`SELECT seq, leaf, salt, payload FROM ledger_leaf WHERE log = $1 ORDER BY seq`, []any{string(log)}, func(rows *sql.Rows) error {
		var seq int64
		var leaf, salt, payload sql.RawBytes
		if err := rows.Scan(&seq, &leaf, &salt, &payload); err != nil {
			return err
		}
		var l leafText
		if !parseLeaf(leaf, &l) || Commit(salt, payload) != l.payload {
			wrong[seq] = true
			return nil
		}
		var list []string
		if len(payload) == 0 || payload[0] != '[' || json.Unmarshal(payload, &list) != nil {
			return nil
		}
		for _, what := range list {
			want[shown{what, seq}] = true
		}
		return nil
	})
}

// compareClaims compares the claims of a county with its records. Claims of
// records that were reported already are passed over.
func (v *verification) compareClaims(ctx context.Context, log unit.Code, known *county, tell func(Finding)) error {
	want, have := map[string]string{}, map[string]string{}
	err := v.store.Read(ctx, func(tx *db.Tx) error {
		clear(want)
		clear(have)
		for _, t := range v.Tables {
			if err := v.wanted(tx, t, log, known, want); err != nil {
				return err
			}
		}
		return tx.Each(`SELECT kind, digest, id FROM claim WHERE county = $1`, []any{string(log)}, func(rows *sql.Rows) error {
			var kind, id string
			var digest []byte
			err := rows.Scan(&kind, &digest, &id)
			if table, _, _ := strings.Cut(kind, "."); known == nil || !known.doubt[[2]string{table, id}] {
				have[kind+"/"+hex.EncodeToString(digest)] = id
			}
			return err
		})
	})
	tellClaims(log, want, have, tell)
	return err
}

func (v *verification) wanted(tx *db.Tx, t *record.Table, log unit.Code, known *county, want map[string]string) error {
	if len(t.Unique()) == 0 {
		return nil
	}
	return tx.Each(t.Select()+" WHERE county = $1", []any{string(log)}, func(rows *sql.Rows) error {
		r := t.New()
		if rows.Scan(t.Targets(r)...) != nil || (known != nil && known.doubt[recordKey(t.Name, r.Head().ID)]) {
			return nil
		}
		for _, claim := range v.claimsOf(t, r) {
			want[claim.kind+"/"+hex.EncodeToString(claim.digest)] = string(r.Head().ID)
		}
		return nil
	})
}

// tellClaims reports the differences of two lists of claims, sorted.
func tellClaims(log unit.Code, want, have map[string]string, tell func(Finding)) {
	var found []Finding
	add := func(what Change, key, id string) {
		kind, _, _ := strings.Cut(key, "/")
		found = append(found, Finding{Log: log, Table: "claim", ID: kind + "/" + id, What: what})
	}
	for key, id := range have {
		if want[key] == "" {
			add(Inserted, key, id)
		} else if want[key] != id {
			add(Changed, key, want[key])
		}
	}
	for key, id := range want {
		if have[key] == "" {
			add(Removed, key, id)
		}
	}
	slices.SortFunc(found, func(a, b Finding) int { return cmp.Compare(a.ID, b.ID) })
	for _, f := range found {
		tell(f)
	}
}
