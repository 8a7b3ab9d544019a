package act

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
	"strings"

	"muster/internal/frame/db"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/ledger"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
)

var stateText = i18n.T("当前状态为“{state}”,不能办理“{act}”。", "The record is in the state “{state}”, in which “{act}” cannot be done.")

// repeated finds the first answer to a key that came before. The same key with
// another body is refused.
func (r *Road) repeated(tx *db.Tx, w *Work, q Request, payload []byte, a *Answer) (bool, error) {
	if q.Key == "" {
		return false, nil
	}
	log := q.County
	if w.Kind.New {
		at, err := w.Kind.unitOf(w, q.Body)
		if err != nil {
			return false, err
		}
		if u, ok := w.Tree.Get(at); ok {
			log = u.Home
		}
	}
	first, found, err := ledger.ByKey(tx, log, q.Actor.Account, q.Key)
	if err != nil || !found {
		return false, err
	}
	if (first.Kind != q.Kind && first.Kind != proposeName) || !bytes.Equal(first.Payload, payload) {
		return false, fault.New(fault.Reused, "key.reused", "该幂等键已用于另一项内容不同的提交。",
			"This idempotency key was used for a different submission.")
	}
	if answer := firsts(tx)[keyed{log, q.Actor.Account, q.Key}]; answer != nil {
		*a = *answer
		a.Again = true
		// The leaf of the first has its place only when the group is sealed.
		tx.Before(func(*db.Tx) error { a.Seq, a.At = answer.Seq, answer.At; return nil })
		return true, nil
	}
	table, id, _ := strings.Cut(first.Subject, "/")
	*a = Answer{County: log, Subject: ident.ID(id), Seq: first.Seq, At: first.At, Again: true, Pending: first.Kind == proposeName}
	return true, r.firstState(tx, table, first, a)
}

// answered says whether an act that failed has been done by another request with
// the same key meanwhile: on an engine with many writers a repeat that overtakes
// its first may meet half of its effects. The answer is then that of the first.
func (r *Road) answered(ctx context.Context, q Request, a *Answer) bool {
	if q.Key == "" {
		return false
	}
	var first Answer
	if r.Store.Read(ctx, func(tx *db.Tx) error { return r.perform(tx, q, options{recall: true}, &first) }) != nil {
		return false
	}
	*a = first
	return true
}

// keyed is an idempotency key with whose and where it is.
type keyed struct {
	log   unit.Code
	actor ident.ID
	key   string
}

type firstsKey struct{}

// firsts are the answers of this commit to requests with a key, for repeats that
// share the commit with the first.
func firsts(tx *db.Tx) map[keyed]*Answer {
	v, _ := tx.Shared(firstsKey{}, func() any { return map[keyed]*Answer{} })
	return v.(map[keyed]*Answer)
}

// firstState reads the revision and state that the first answer had.
func (r *Road) firstState(tx *db.Tx, table string, first ledger.Found, a *Answer) error {
	t := r.Book.Table(table)
	if t == nil {
		return fmt.Errorf("leaf %d of %s names the unknown table %q", first.Seq, a.County, table)
	}
	rec := t.New()
	rev, body, found, err := ledger.FactOf(tx, a.County, table, a.Subject, first.Seq)
	if err != nil || !found {
		return err
	}
	a.Rev = rev
	if err := t.Schema.Restore(body, rec); err != nil {
		return err
	}
	a.State = rec.Head().State
	return nil
}

// claims keeps values that one record in the whole installation may hold.
type claims struct{ key []byte }

// ClaimDigest is the digest under which a unique value is claimed; kind is the
// table and the field, "person.id_no".
func (r *Road) ClaimDigest(kind, value string) []byte { return r.claims.digest(kind, value) }

func (c claims) digest(kind, value string) []byte {
	mac := hmac.New(sha256.New, c.key)
	mac.Write([]byte(kind + "\x00" + value))
	return mac.Sum(nil)
}

const (
	findClaim = `SELECT county, id FROM claim WHERE kind = $1 AND digest = $2`
	addClaim  = `INSERT INTO claim (kind, digest, county, id) VALUES ($1, $2, $3, $4)`
	dropClaim = `DELETE FROM claim WHERE kind = $1 AND digest = $2 AND county = $3 AND id = $4`
)

func (c claims) find(tx *db.Tx, t *record.Table, field, value string) (county unit.Code, id ident.ID, found bool, err error) {
	kind := t.Name + "." + field
	found, err = tx.One(findClaim, []any{kind, c.digest(kind, value)}, (*string)(&county), (*string)(&id))
	return county, id, found, err
}

// move takes the claims of a record's unique values, and frees those it no
// longer holds. A value that another record holds is a Conflict naming the field.
//
// free are the values that the act has found unclaimed already, see Claimed.
func (c claims) move(tx *db.Tx, t *record.Table, r record.Record, before []string, free map[string]bool) error {
	if len(t.Unique()) == 0 {
		return nil
	}
	h, claimed := r.Head(), t.Claims(r)
	for i, f := range t.Unique() {
		old, now := "", claimed[i]
		if before != nil {
			old = before[i]
		}
		if old == now {
			continue
		}
		kind := t.Name + "." + f.Name
		if old != "" {
			if _, err := tx.Exec(dropClaim, kind, c.digest(kind, old), string(h.County), string(h.ID)); err != nil {
				return err
			}
		}
		if now == "" {
			continue
		}
		taken := false
		if !free[kind+"\x00"+now] {
			var err error
			if _, _, taken, err = c.find(tx, t, f.Name, now); err != nil {
				return err
			}
		}
		if taken {
			return fault.New(fault.Conflict, "value.taken", "{field}已被另一条记录使用。", "Another record already has this {field}.", "field", f.Label).
				OnField(f.Name, "value.taken", "已被另一条记录使用。", "Another record already has it.")
		}
		delete(free, kind+"\x00"+now)
		if _, err := tx.Exec(addClaim, kind, c.digest(kind, now), string(h.County), string(h.ID)); err != nil {
			return err
		}
	}
	return nil
}
