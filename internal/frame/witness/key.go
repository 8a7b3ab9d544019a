package witness

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"muster/internal/frame/fault"
	"muster/internal/frame/receipt"
)

// cosignature is the kind of key that signs checkpoints with the time.
const cosignature = 4

// secretHead begins the text of a secret key, so that it is not taken for a public one.
const secretHead = "PRIVATE+KEY+"

// Key signs checkpoints in the name of a witness.
type Key struct {
	Public  receipt.Key
	private ed25519.PrivateKey
}

// NewKey makes a key. The name stands in every signature; one that cannot is a
// fault of kind Invalid.
func NewKey(name string) (Key, error) {
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return Key{}, err
	}
	key, err := receipt.NewKey(name, cosignature, public)
	return Key{key, private}, err
}

// Secret is the key as it is kept.
func (k Key) Secret() string {
	return secretHead + k.Public.Name + "+" + base64.StdEncoding.EncodeToString(append([]byte{cosignature}, k.private.Seed()...))
}

// ParseSecret reads a key that Secret wrote.
func ParseSecret(text string) (Key, error) {
	rest, marked := strings.CutPrefix(strings.TrimSpace(text), secretHead)
	name, encoded, _ := strings.Cut(rest, "+")
	raw, err := base64.StdEncoding.DecodeString(encoded)
	if !marked || err != nil || len(raw) != 1+ed25519.SeedSize || raw[0] != cosignature {
		return Key{}, fault.New(fault.Invalid, "witness.secret", "这不是见证人的私钥。", "this is no secret key of a witness")
	}
	private := ed25519.NewKeyFromSeed(raw[1:])
	public, err := receipt.NewKey(name, cosignature, private.Public().(ed25519.PublicKey))
	return Key{public, private}, err
}

// line is the line of signature under the text of a checkpoint.
func (k Key) line(text string, now time.Time) string {
	at := uint64(max(0, now.Unix()))
	sig := binary.BigEndian.AppendUint64(k.Public.ID(), at)
	sig = append(sig, ed25519.Sign(k.private, []byte("cosignature/v1\ntime "+strconv.FormatUint(at, 10)+"\n"+text))...)
	return "— " + k.Public.Name + " " + base64.StdEncoding.EncodeToString(sig) + "\n"
}

// hexOf is for messages.
func hexOf(root [32]byte) string { return hex.EncodeToString(root[:6]) }
