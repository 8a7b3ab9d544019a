package ledger

import (
	"database/sql"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
)

// Found is a stored leaf.
type Found struct {
	Log     unit.Code
	Seq     int64
	At      clock.Instant
	Kind    string
	Subject string
	Actor   ident.ID
	Leaf    Leaf
	Payload []byte
}

// Leaf is the text of a leaf, read back.
type Leaf struct {
	Log     unit.Code `json:"log"`
	Seq     int64     `json:"seq"`
	At      string    `json:"at"`
	Kind    string    `json:"kind"`
	Subject string    `json:"subject"`
	Actor   ident.ID  `json:"actor"`
	Signer  ident.ID  `json:"signer"`
	Role    string    `json:"role"`
	Unit    unit.Code `json:"unit"`
	Purpose string    `json:"purpose"`
	Basis   string    `json:"basis"`
	Policy  string    `json:"policy"`
	Outcome string    `json:"outcome"`
	Key     string    `json:"key"`
	Rows    int64     `json:"rows"`
	Payload string    `json:"payload"`
	Writes  []Write   `json:"writes"`
	Bulk    []any     `json:"bulk"` // number of records and the hash over their commitments
}

// Write is one record that a leaf covers.
type Write struct {
	Table      string
	ID         ident.ID
	Rev        int64
	Commitment string // raw base64 of the 32 bytes
}

// UnmarshalJSON reads the array form ["table","id",rev,"commitment"].
func (w *Write) UnmarshalJSON(raw []byte) error {
	var parts [4]json.RawMessage
	if err := json.Unmarshal(raw, &parts); err != nil {
		return err
	}
	for i, to := range []any{&w.Table, &w.ID, &w.Rev, &w.Commitment} {
		if err := json.Unmarshal(parts[i], to); err != nil {
			return err
		}
	}
	return nil
}

const leafSelect = `SELECT l.log, l.seq, l.at, l.kind, l.subject, l.actor, l.leaf, COALESCE(l.payload, '') FROM ledger_leaf l `

func scanFound(rows *sql.Rows) (f Found, err error) {
	var leaf, payload string
	if err = rows.Scan((*string)(&f.Log), &f.Seq, (*int64)(&f.At), &f.Kind, &f.Subject, (*string)(&f.Actor), &leaf, &payload); err != nil {
		return f, err
	}
	f.Payload = []byte(payload)
	return f, json.Unmarshal([]byte(leaf), &f.Leaf)
}

func query(tx *db.Tx, condition string, args ...any) (out []Found, err error) {
	err = tx.Each(leafSelect+condition, args, func(rows *sql.Rows) error {
		f, err := scanFound(rows)
		out = append(out, f)
		return err
	})
	return out, err
}

// ByKey finds the leaf that an account wrote under an idempotency key.
func ByKey(tx *db.Tx, log unit.Code, actor ident.ID, key string) (first Found, found bool, err error) {
	Pending(tx, func(e *Entry) bool {
		if e.Log == log && e.Actor == actor && e.Key == key {
			first = Found{Log: log, Seq: -1, Kind: e.Kind, Subject: e.Subject, Actor: actor, Payload: e.Payload}
			found = true
		}
		return !found
	})
	if found {
		return first, true, nil
	}
	list, err := query(tx, "WHERE log = $1 AND actor = $2 AND key = $3 AND key <> ''", string(log), string(actor), key)
	if err != nil || len(list) == 0 {
		return first, false, err
	}
	return list[0], true, nil
}

// At reads one leaf; found is false if there is none.
func At(tx *db.Tx, log unit.Code, seq int64) (f Found, found bool, err error) {
	list, err := query(tx, "WHERE log = $1 AND seq = $2", string(log), seq)
	if err != nil || len(list) == 0 {
		return f, false, err
	}
	return list[0], true, nil
}

// History lists the leaves about a subject, the oldest first, at most limit.
func History(tx *db.Tx, log unit.Code, subject string, limit int) ([]Found, error) {
	return query(tx, "WHERE log = $1 AND subject = $2 ORDER BY seq LIMIT "+strconv.Itoa(limit), string(log), subject)
}

// Changes lists the leaves that wrote a record, whatever their own subject, the
// oldest first, at most limit. Readings and refused attempts are none.
func Changes(tx *db.Tx, county unit.Code, table string, id ident.ID, limit int) ([]Found, error) {
	return query(tx, "JOIN fact f ON f.county = l.log AND f.seq = l.seq WHERE f.county = $1 AND f.kind = $2 AND f.id = $3 ORDER BY l.seq LIMIT "+
		strconv.Itoa(limit), string(county), table, string(id))
}

const didOn = `SELECT l.kind FROM fact f JOIN ledger_leaf l ON l.log = f.county AND l.seq = f.seq
	WHERE f.county = $1 AND f.kind = $2 AND f.id = $3 AND l.outcome = '' AND `

// DidOn says whether one of the accounts, all of one human, did (not merely tried) one
// of the kinds of act that wrote a record, whatever their own subject: who proposed a
// correction from somebody's file did it to the correction as well. Acts of the same
// commit are included.
func DidOn(tx *db.Tx, log unit.Code, table string, id ident.ID, accounts []ident.ID, kinds []string) (did bool, err error) {
	Pending(tx, func(e *Entry) bool {
		did = e.Log == log && (slices.Contains(accounts, e.Actor) || slices.Contains(accounts, e.Signer)) && e.Outcome == "" && slices.Contains(kinds, e.Kind) &&
			slices.ContainsFunc(e.Facts, func(f Fact) bool { return f.Table == table && f.ID == id })
		return !did
	})
	if did || len(accounts) == 0 || len(kinds) == 0 {
		return did, nil
	}
	args := []any{string(log), table, string(id)}
	who, what := marks(&args, accounts), marks(&args, kinds)
	err = tx.Each(didOn+"(l.actor IN ("+who+") OR l.signer IN ("+who+")) AND l.kind IN ("+what+") LIMIT 1", args, func(*sql.Rows) error {
		did = true
		return nil
	})
	return did, err
}

// marks adds values to the arguments of a query and returns their placeholders.
func marks[T ~string](args *[]any, values []T) string {
	out := make([]string, len(values))
	for i, v := range values {
		*args = append(*args, string(v))
		out[i] = "$" + strconv.Itoa(len(*args))
	}
	return strings.Join(out, ", ")
}

// FactOf reads the revision that a record had after a leaf of its log: the one
// that the leaf wrote, or where it wrote none the one before.
func FactOf(tx *db.Tx, county unit.Code, table string, id ident.ID, seq int64) (rev int64, body []byte, found bool, err error) {
	var text string
	found, err = tx.One(`SELECT rev, COALESCE(body, '') FROM fact WHERE county = $1 AND kind = $2 AND id = $3 AND seq <= $4 ORDER BY rev DESC LIMIT 1`,
		[]any{string(county), table, string(id), seq}, &rev, &text)
	return rev, []byte(text), found, err
}

// FactAt reads one revision of a record.
func FactAt(tx *db.Tx, county unit.Code, table string, id ident.ID, rev int64) (body []byte, found bool, err error) {
	var text string
	found, err = tx.One(`SELECT COALESCE(body, '') FROM fact WHERE county = $1 AND kind = $2 AND id = $3 AND rev = $4`,
		[]any{string(county), table, string(id), rev}, &text)
	return []byte(text), found, err
}

// SightingsOf lists the readings that showed a record, the newest first, at most
// limit.
func SightingsOf(tx *db.Tx, county unit.Code, subject string, limit int) ([]Found, error) {
	return query(tx, "JOIN ledger_seen s ON s.log = l.log AND s.seq = l.seq WHERE s.county = $1 AND s.subject = $2 ORDER BY l.at DESC LIMIT "+
		strconv.Itoa(limit), string(county), subject)
}

// FirstOn is when the first act on a subject was done.
func FirstOn(tx *db.Tx, log unit.Code, subject string) (at clock.Instant, found bool, err error) {
	found, err = tx.One("SELECT at FROM ledger_leaf WHERE log = $1 AND subject = $2 ORDER BY seq LIMIT 1", []any{string(log), subject}, &at)
	return at, found, err
}
