package signin

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"

	"muster/internal/frame/fault"
)

// The cost of one digest: Argon2id with 19 MiB and two passes, the least that
// OWASP recommends (SECURITY, T27).
const (
	memory  = 19 * 1024 // KiB
	passes  = 2
	lanes   = 1
	saltLen = 16
	hashLen = 32
)

const digestForm = "$argon2id$v=19$m=19456,t=2,p=1$"

// ShortestPassword is the least number of characters of a password.
const ShortestPassword = 12

// longestPassword bounds the work that one try can cause, in bytes.
const longestPassword = 256

// Hasher makes and checks digests, a few at a time, so that a flood of sign-ins
// cannot take all memory. It is safe for concurrent use.
type Hasher struct {
	places chan struct{}
	nobody string // the digest against which unknown names are checked
}

// NewHasher makes a hasher that works on so many digests at a time.
func NewHasher(atOnce int) *Hasher {
	h := &Hasher{places: make(chan struct{}, max(1, atOnce))}
	salt := make([]byte, saltLen)
	h.nobody = encode(salt, derive("", salt))
	return h
}

// Digest makes the digest of a new password; a fault where it is too short, or
// where ctx ends while waiting.
func (h *Hasher) Digest(ctx context.Context, password string) (string, error) {
	if len([]rune(password)) < ShortestPassword || len(password) > longestPassword {
		return "", fault.New(fault.Invalid, "password.length", "口令须为 {min} 至 {max} 个字符。",
			"A password has between {min} and {max} characters.", "min", ShortestPassword, "max", longestPassword)
	}
	if err := h.enter(ctx); err != nil {
		return "", err
	}
	defer h.leave()
	salt := make([]byte, saltLen)
	_, _ = rand.Read(salt) // never fails: it ends the program instead
	return encode(salt, derive(password, salt)), nil
}

// Check says whether a password fits a digest. An empty or damaged digest costs
// the same time and never fits.
func (h *Hasher) Check(ctx context.Context, password, digest string) (bool, error) {
	if len(password) > longestPassword {
		password = password[:longestPassword] + "\x00" // never fits, costs no more
	}
	if err := h.enter(ctx); err != nil {
		return false, err
	}
	defer h.leave()
	salt, want, known := decode(digest)
	if !known {
		salt, want, _ = decode(h.nobody)
	}
	same := subtle.ConstantTimeCompare(derive(password, salt), want) == 1
	return same && known, nil
}

func (h *Hasher) enter(ctx context.Context) error {
	select {
	case h.places <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (h *Hasher) leave() { <-h.places }

func derive(password string, salt []byte) []byte {
	return argon2.IDKey([]byte(password), salt, passes, memory, lanes, hashLen)
}

func encode(salt, hash []byte) string {
	return fmt.Sprintf("%s%s$%s", digestForm, base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(hash))
}

func decode(digest string) (salt, hash []byte, ok bool) {
	rest, ok := strings.CutPrefix(digest, digestForm)
	if !ok {
		return nil, nil, false
	}
	first, second, _ := strings.Cut(rest, "$")
	salt, err := base64.RawStdEncoding.DecodeString(first)
	if err != nil {
		return nil, nil, false
	}
	hash, err = base64.RawStdEncoding.DecodeString(second)
	return salt, hash, err == nil && len(salt) == saltLen && len(hash) == hashLen
}
