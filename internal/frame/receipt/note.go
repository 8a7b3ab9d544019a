package receipt

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"strconv"
	"strings"
	"unicode/utf8"

	"muster/internal/frame/fault"
)

// The kinds of signature of signed notes (C2SP signed-note, tlog-cosignature).
const (
	plainSignature = 1
	cosignature    = 4 // eight bytes of time before the signature, which covers them
)

// Key is a public key that signs notes. Equal keys are equal values.
type Key struct {
	Name   string
	Public [ed25519.PublicKeySize]byte
	kind   byte
	id     [4]byte
}

// ParseKey reads a key as it is printed: name, id and base64 of kind and key,
// joined by plus signs. Anything else is a fault of kind Invalid.
func ParseKey(text string) (Key, error) {
	parts := strings.SplitN(text, "+", 3)
	if len(parts) < 3 {
		return Key{}, badKey()
	}
	id, errID := hex.DecodeString(parts[1])
	raw, errRaw := base64.StdEncoding.Strict().DecodeString(parts[2])
	if errID != nil || errRaw != nil || len(id) != 4 || len(raw) != 1+ed25519.PublicKeySize {
		return Key{}, badKey()
	}
	k := Key{Name: parts[0], Public: [32]byte(raw[1:]), kind: raw[0]}
	k.id = k.hash()
	if k.String() != text || !nameOfKey(k.Name) || (k.kind != plainSignature && k.kind != cosignature) {
		return Key{}, badKey()
	}
	return k, nil
}

// NewKey makes a key of its parts; kind is 1 for plain signatures and 4 for
// cosignatures. A name that cannot stand in a signature is a fault of kind Invalid.
func NewKey(name string, kind byte, public ed25519.PublicKey) (Key, error) {
	k := Key{Name: name, Public: [32]byte(public), kind: kind}
	k.id = k.hash()
	if !nameOfKey(name) {
		return Key{}, fault.New(fault.Invalid, "receipt.name", "名称“{name}”不能为空,也不能含空格和加号。", "the name {name} must not be empty or hold blanks or plus signs", "name", name)
	}
	return k, nil
}

// ID is the four bytes that begin a signature of the key.
func (k Key) ID() []byte { return append([]byte(nil), k.id[:]...) }

func badKey() error {
	return fault.New(fault.Invalid, "receipt.key", "这不是一把公钥:应为“名称+编号+base64”一行。", "this is no public key: one line of name+id+base64 is expected")
}

// nameOfKey says whether a name can stand in a signature line.
func nameOfKey(name string) bool {
	return name != "" && utf8.ValidString(name) && !strings.ContainsAny(name, " \t\n\r\v\f+") && !strings.ContainsFunc(name, func(r rune) bool { return r < 0x20 })
}

// hash is the id that follows from name and key.
func (k Key) hash() [4]byte {
	h := sha256.New()
	h.Write([]byte(k.Name + "\n"))
	h.Write([]byte{k.kind})
	h.Write(k.Public[:])
	return [4]byte(h.Sum(nil))
}

// String is the key as it is printed.
func (k Key) String() string {
	return k.Name + "+" + hex.EncodeToString(k.id[:]) + "+" + base64.StdEncoding.EncodeToString(append([]byte{k.kind}, k.Public[:]...))
}

// signed is a note taken apart.
type signed struct {
	text  string // with its last line end; what the signatures cover
	lines []signature
}

type signature struct {
	name string
	raw  []byte // key id and signature
}

const signatureMark = "— "

// openNote takes a signed note apart. It has a text, an empty line, and one or
// more lines of signature.
func openNote(note string) (s signed, ok bool) {
	text, tail, found := cutLast(note, "\n\n")
	if !found || tail == "" || !strings.HasSuffix(tail, "\n") {
		return s, false
	}
	s.text = text + "\n"
	for line := range strings.SplitSeq(strings.TrimSuffix(tail, "\n"), "\n") {
		rest, marked := strings.CutPrefix(line, signatureMark)
		name, encoded, spaced := strings.Cut(rest, " ")
		raw, err := base64.StdEncoding.Strict().DecodeString(encoded)
		if !marked || !spaced || err != nil || len(raw) <= 4 || !nameOfKey(name) || base64.StdEncoding.EncodeToString(raw) != encoded {
			return s, false
		}
		s.lines = append(s.lines, signature{name, raw})
	}
	return s, true
}

func cutLast(s, sep string) (before, after string, found bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

// signedBy says whether a key has signed the note. A signature under the key's
// name and id that does not hold is worse than none: wrong is true.
func (s signed) signedBy(k Key) (good, wrong bool) {
	for _, line := range s.lines {
		if line.name != k.Name || !bytes.Equal(line.raw[:4], k.id[:]) {
			continue
		}
		if !k.holds(s.text, line.raw[4:]) {
			return false, true
		}
		good = true
	}
	return good, false
}

func (k Key) holds(text string, sig []byte) bool {
	if k.kind == plainSignature {
		return len(sig) == ed25519.SignatureSize && ed25519.Verify(k.Public[:], []byte(text), sig)
	}
	if len(sig) != 8+ed25519.SignatureSize {
		return false
	}
	at := binary.BigEndian.Uint64(sig)
	message := "cosignature/v1\ntime " + strconv.FormatUint(at, 10) + "\n" + text
	return ed25519.Verify(k.Public[:], []byte(message), sig[8:])
}

// checkpoint is what a note of the log says: origin, size, root, time.
type checkpoint struct {
	origin string
	size   int64
	root   [32]byte
	at     string
}

func readCheckpoint(text string) (c checkpoint, ok bool) {
	lines := strings.Split(text, "\n")
	if len(lines) != 5 || lines[4] != "" {
		return c, false
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	root, errRoot := decodeHash(lines[2])
	if err != nil || errRoot != nil || size < 1 || size > mostLeaves || strconv.FormatInt(size, 10) != lines[1] {
		return c, false
	}
	return checkpoint{lines[0], size, root, lines[3]}, true
}

// Checkpoint is what the signed note of a log says.
type Checkpoint struct {
	Origin string
	Size   int64
	Root   [32]byte
	Text   string // what the signatures cover
}

// OpenCheckpoint reads a checkpoint that a key has signed. A text that is none is
// a fault of kind Invalid, one that the key has not signed of kind Denied.
func OpenCheckpoint(note string, key Key) (Checkpoint, error) {
	s, ok := openNote(note)
	c, shaped := readCheckpoint(s.text)
	if !ok || !shaped {
		return Checkpoint{}, fault.New(fault.Invalid, "receipt.checkpoint", "这不是一份日志检查点。", "this is no checkpoint of a log")
	}
	if good, _ := s.signedBy(key); !good {
		return Checkpoint{}, fault.New(fault.Denied, "receipt.unsigned_by", "检查点上没有 {name} 的有效签名。", "the checkpoint has no valid signature of {name}", "name", key.Name)
	}
	return Checkpoint{c.origin, c.size, c.root, s.text}, nil
}

// mostLeaves keeps sizes within what every reader counts exactly.
const mostLeaves = 1 << 53

func decodeHash(text string) (h [32]byte, err error) {
	raw, err := base64.StdEncoding.Strict().DecodeString(text)
	if err != nil || len(raw) != 32 || base64.StdEncoding.EncodeToString(raw) != text {
		return h, fault.New(fault.Invalid, "receipt.hash", "哈希写法有误。", "a hash is not written as it should be")
	}
	return [32]byte(raw), nil
}
