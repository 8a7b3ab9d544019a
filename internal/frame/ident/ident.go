// Package ident makes the ids of records.
//
// An id is made in Go, never by a database sequence, so that it can be known
// before the row exists and is unique across counties. It sorts by time and
// carries 80 random bits, so that it cannot be guessed.
package ident

import (
	"crypto/rand"
	"encoding/base32"
	"encoding/binary"
	"io"
	"time"

	"muster/internal/frame/fault"
)

// ID is 26 characters of Crockford base 32 in lower case: 48 bits of
// milliseconds, 80 random bits. The zero value is no record.
type ID string

// Random is the source of randomness; production uses crypto/rand, a
// simulation a seeded stream.
type Random = io.Reader

// Secure is the random source of production.
var Secure Random = rand.Reader

var encoding = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// New makes an id from the time and a random source. A source that fails is a
// broken machine: it panics rather than hand out a guessable id.
func New(now time.Time, random Random) ID {
	var raw [16]byte
	binary.BigEndian.PutUint64(raw[:8], uint64(now.UnixMilli())<<16)
	if _, err := io.ReadFull(random, raw[6:]); err != nil {
		panic("random source failed: " + err.Error())
	}
	return ID(encoding.EncodeToString(raw[:]))
}

// Parse checks the form of an id that came from outside.
func Parse(s string) (ID, error) {
	if raw, err := encoding.DecodeString(s); err == nil && len(raw) == 16 {
		return ID(s), nil
	}
	return "", fault.New(fault.Invalid, "id.malformed", "编号“{value}”格式不对。", "{value} is not a record id.", "value", s)
}
