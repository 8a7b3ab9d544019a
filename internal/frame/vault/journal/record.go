package journal

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"hash/crc32"

	"muster/internal/frame/vault"
)

// recordSize is the size of every record in bytes.
const recordSize = 96

// Layout of a record: its kind, then what the kind needs, zeros, and the CRC.
//
//	batch: count (4, at 4), SHA-256 of the records that follow (32, at 8)
//	class: number (2, at 2), length of the name (1, at 1), name (at 4)
//	key:   number of its class (2, at 2), digest of the subject (16, at 4), wrapped key (72, at 20)
const (
	batchRecord = 'B'
	classRecord = 'C'
	keyRecord   = 'K'

	maxClassName = 64
	keyOffset    = 20
	crcOffset    = recordSize - 4
)

type record [recordSize]byte

var (
	castagnoli  = crc32.MakeTable(crc32.Castagnoli)
	errDamaged  = errors.New("journal: record is damaged")
	errLongName = errors.New("journal: a class name has 1 to 64 bytes")
)

func (r *record) seal() {
	binary.BigEndian.PutUint32(r[crcOffset:], crc32.Checksum(r[:crcOffset], castagnoli))
}

// sound says whether the record is whole.
func (r *record) sound() bool {
	return binary.BigEndian.Uint32(r[crcOffset:]) == crc32.Checksum(r[:crcOffset], castagnoli)
}

func newBatch(body []byte) (r record) {
	r[0] = batchRecord
	binary.BigEndian.PutUint32(r[4:], uint32(len(body)/recordSize))
	digest := sha256.Sum256(body)
	copy(r[8:], digest[:])
	r.seal()
	return r
}

// count is the number of records that belong to a batch record.
func (r *record) count() int { return int(binary.BigEndian.Uint32(r[4:])) }

// covers says whether body is what the batch record was made for.
func (r *record) covers(body []byte) bool {
	return len(body) == r.count()*recordSize && sha256.Sum256(body) == [32]byte(r[8:40])
}

func newClass(number uint16, name string) (r record) {
	r[0], r[1] = classRecord, byte(len(name))
	binary.BigEndian.PutUint16(r[2:], number)
	copy(r[4:], name)
	r.seal()
	return r
}

func newKey(at slot, key vault.Wrapped) (r record) {
	r[0] = keyRecord
	binary.BigEndian.PutUint16(r[2:], at.class)
	copy(r[4:keyOffset], at.subject[:])
	copy(r[keyOffset:], key[:])
	r.seal()
	return r
}

func (r *record) number() uint16    { return binary.BigEndian.Uint16(r[2:]) }
func (r *record) className() string { return string(r[4 : 4+min(int(r[1]), maxClassName)]) }
func (r *record) slot() slot        { return slot{subject: [16]byte(r[4:keyOffset]), class: r.number()} }
func (r *record) wrapped() vault.Wrapped {
	return vault.Wrapped(r[keyOffset : keyOffset+vault.WrappedSize])
}

// slot is an owner in compact form.
type slot struct {
	subject [16]byte
	class   uint16
}
