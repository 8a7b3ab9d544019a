// Package ledger is the tamper-evident log of everything that was done.
//
// There is one log for each county. Every act, and every reading of personal
// data, is a leaf of its log's Merkle tree (RFC 6962 hashing), written in the
// transaction of its effect: if the leaf cannot be written, nothing happened.
// A leaf carries salted commitments and never personal data in clear, so that
// erasing the salt and the payload leaves nothing that could be guessed back.
//
// Whoever holds the tables can change any row, but cannot make the change fit:
// Verify recomputes every tree from its first leaf, compares it with the signed
// checkpoints, and checks every stored record against the leaf that wrote it.
// Whoever also holds the signing key can rewrite history up to the last
// checkpoint that somebody outside has kept.
package ledger

import (
	"cmp"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"slices"
	"strconv"

	"muster/internal/frame/clock"
	"muster/internal/frame/field"
	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
)

// Fact is one revision of one record, as it is stored for good.
type Fact struct {
	Table string
	ID    ident.ID
	Rev   int64
	Body  []byte // canonical JSON
}

// Sighting is one record that was shown to somebody.
type Sighting struct {
	County  unit.Code
	Subject string
}

// Entry is what becomes a leaf.
type Entry struct {
	Log     unit.Code  // whose log
	Kind    string     // the act, such as "case.approve"
	Subject string     // "table/id"
	Actor   ident.ID   // who did it
	Signer  ident.ID   // who signed second, if anybody
	Role    string     // in which role
	Unit    unit.Code  // for which office
	Purpose string     // why, from the closed list
	Basis   string     // on which article or order
	Policy  string     // version of the policy pack
	Outcome string     // "" for done, "denied" for a refused attempt
	Key     string     // idempotency key
	Rows    int64      // number of records read, for readings
	Payload []byte     // canonical body of the act
	Facts   []Fact     // what it wrote
	Seen    []Sighting // whose records were shown, for readings

	// Stored is told the place of the leaf after it was written, still inside
	// the transaction. It may be nil.
	Stored func(seq int64, at clock.Instant)

	salt        [32]byte
	commitments [][32]byte
}

// NewSalt draws the 256 random bits that hide the contents of a leaf.
func newSalt() (salt [32]byte) {
	_, _ = rand.Read(salt[:]) // never fails since Go 1.24: it ends the program instead
	return salt
}

// Commit is the commitment to a payload under a salt.
func Commit(salt, payload []byte) [32]byte {
	h := sha256.New()
	h.Write([]byte("muster/act/v1\x00"))
	h.Write(salt)
	h.Write(payload)
	return [32]byte(h.Sum(nil))
}

// CommitFact is the commitment to one revision of one record under its salt.
func CommitFact(salt []byte, f Fact) [32]byte {
	h := sha256.New()
	h.Write([]byte("muster/fact/v1\x00"))
	h.Write(salt)
	h.Write([]byte(f.Table + "\x00" + string(f.ID) + "\x00" + strconv.FormatInt(f.Rev, 10) + "\x00"))
	h.Write(f.Body)
	return [32]byte(h.Sum(nil))
}

// factSalt derives the salt of one record from that of its act, so that
// disclosing one record discloses nothing about its neighbours.
func factSalt(salt []byte, f Fact) []byte {
	mac := hmac.New(sha256.New, salt)
	mac.Write([]byte(f.Table + "\x00" + string(f.ID)))
	return mac.Sum(nil)
}

// leaf is the canonical text of the leaf: JSON with a fixed order of members.
func (e *Entry) leaf(seq int64, at clock.Instant) []byte {
	b := make([]byte, 0, 448)
	b = append(b, `{"v":1,"log":`...)
	b = field.AppendString(b, string(e.Log))
	b = append(b, `,"seq":`...)
	b = strconv.AppendInt(b, seq, 10)
	b = append(b, `,"at":"`...)
	b = append(b, at.String()...)
	b = append(b, '"')
	for _, m := range []struct{ name, value string }{
		{"kind", e.Kind}, {"subject", e.Subject}, {"actor", string(e.Actor)}, {"signer", string(e.Signer)}, {"role", e.Role},
		{"unit", string(e.Unit)}, {"purpose", e.Purpose}, {"basis", e.Basis}, {"policy", e.Policy}, {"outcome", e.Outcome}, {"key", e.Key}} {
		if m.value != "" {
			b = append(append(append(b, `,"`...), m.name...), `":`...)
			b = field.AppendString(b, m.value)
		}
	}
	if e.Rows > 0 {
		b = strconv.AppendInt(append(b, `,"rows":`...), e.Rows, 10)
	}
	commitment := Commit(e.salt[:], e.Payload)
	b = appendHash(append(b, `,"payload":`...), commitment[:])
	switch {
	case len(e.Facts) > listed:
		hash := e.bulkHash()
		b = strconv.AppendInt(append(b, `,"bulk":[`...), int64(len(e.Facts)), 10)
		b = append(appendHash(append(b, ','), hash[:]), ']')
	case len(e.Facts) > 0:
		b = e.appendWrites(b)
	}
	return append(b, '}')
}

// listed is the largest number of records that a leaf names one by one. A leaf
// that wrote more carries their number and one hash over their commitments.
const listed = 64

func (e *Entry) bulkHash() [32]byte {
	order := make([]int, len(e.Facts))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int {
		a, b := e.Facts[i], e.Facts[j]
		return cmp.Or(cmp.Compare(a.Table, b.Table), cmp.Compare(a.ID, b.ID), cmp.Compare(a.Rev, b.Rev))
	})
	h := sha256.New()
	for _, i := range order {
		h.Write(e.commitments[i][:])
	}
	return [32]byte(h.Sum(nil))
}

func (e *Entry) appendWrites(b []byte) []byte {
	b = append(b, `,"writes":[`...)
	for i, f := range e.Facts {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, '[')
		b = field.AppendString(b, f.Table)
		b = field.AppendString(append(b, ','), string(f.ID))
		b = strconv.AppendInt(append(b, ','), f.Rev, 10)
		b = appendHash(append(b, ','), e.commitments[i][:])
		b = append(b, ']')
	}
	return append(b, ']')
}

func appendHash(b, hash []byte) []byte {
	b = append(b, '"')
	b = base64.RawStdEncoding.AppendEncode(b, hash)
	return append(b, '"')
}

// listSeen makes the list of what was shown the payload of a reading, so that
// the leaf covers it.
func (e *Entry) listSeen() {
	if len(e.Seen) == 0 {
		return
	}
	b := []byte{'['}
	for i, s := range e.Seen {
		if i > 0 {
			b = append(b, ',')
		}
		b = field.AppendString(b, string(s.County)+"/"+s.Subject)
	}
	e.Payload = append(b, ']')
}
