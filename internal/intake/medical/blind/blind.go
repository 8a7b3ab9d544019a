// Package blind makes the temporary numbers of the examination stations.
//
// A candidate has another number in every section, HMAC(key, candidate ‖ section)
// (SECURITY, T02). The ids of the records of the sections are made the same way, so that
// neither their order nor their beginnings tell which belong together, and the
// link from such a record back to the examination is closed under the same key.
//
// Whoever has the key joins everything; whoever has the database without it sees
// rows of each section that have nothing in common. The package is pure.
package blind

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"encoding/base64"
	"encoding/binary"

	"muster/internal/frame/fault"
	"muster/internal/frame/ident"
)

// Key is the secret of the blind numbers, 32 bytes.
type Key []byte

// Purpose is what the installation derives the key for.
const Purpose = "exam/blind/v1"

// Chief stands for a section where the number is that of the whole examination,
// which the chief examiner sees.
const Chief = "*"

// letters are the digits of ids and numbers: no I, L, O or U that could be misread.
const letters = "0123456789abcdefghjkmnpqrstvwxyz"

var encoding = base32.NewEncoding(letters).WithPadding(base32.NoPadding)

// upper is the same in capitals, for numbers that people type.
var upper = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

func (k Key) mac(what string, parts ...string) []byte {
	h := hmac.New(sha256.New, k)
	h.Write([]byte(what))
	for _, p := range parts {
		var length [4]byte
		binary.BigEndian.PutUint32(length[:], uint32(len(p)))
		h.Write(length[:])
		h.Write([]byte(p))
	}
	return h.Sum(nil)
}

// Number is the temporary number of a candidate in a section: eight letters and
// digits, 40 bits. attempt counts from 0 and is raised where the number is taken.
func (k Key) Number(candidate ident.ID, section string, attempt int) string {
	return upper.EncodeToString(k.mac("number", string(candidate), section, string(rune('0'+attempt)))[:5])
}

// Record is the id of the record of a candidate in a section. Unlike the ids of
// other records it does not sort by time.
func (k Key) Record(candidate ident.ID, section string) ident.ID {
	return ident.ID(encoding.EncodeToString(k.mac("record", string(candidate), section)[:16]))
}

// Digest is the same for equal texts, and says nothing about them without the key.
func (k Key) Digest(text string) string {
	return base64.RawURLEncoding.EncodeToString(k.mac("digest", text)[:18])
}

// Order is a key to order by that nobody can choose or foresee.
func (k Key) Order(parts ...string) string { return string(k.mac("order", parts...)) }

// Close closes a link for the record that holds it; at is that record's id.
func (k Key) Close(link string, at ident.ID) string {
	nonce := k.mac("nonce", link, string(at))[:12]
	return base64.RawURLEncoding.EncodeToString(k.aead().Seal(nonce, nonce, []byte(link), []byte(at)))
}

// Open opens what Close closed. A link that was changed or moved to another
// record is an Internal fault.
func (k Key) Open(closed string, at ident.ID) (string, error) {
	raw, err := base64.RawURLEncoding.DecodeString(closed)
	if err == nil && len(raw) > 12 {
		var link []byte
		if link, err = k.aead().Open(nil, raw[:12], raw[12:], []byte(at)); err == nil {
			return string(link), nil
		}
	}
	return "", fault.New(fault.Internal, "exam.link", "体检记录的内部关联已损坏。", "The inner link of this examination is damaged.").Because(err)
}

// aead cannot fail: the key that it is made from has 32 bytes.
func (k Key) aead() cipher.AEAD {
	block, _ := aes.NewCipher(k.mac("link"))
	aead, _ := cipher.NewGCM(block)
	return aead
}
