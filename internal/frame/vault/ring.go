package vault

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"muster/internal/frame/fault"
)

// Ring holds the key-encryption keys of an installation: the current one, and
// while keys are being rotated also the one before. It is immutable and gives
// nothing away by printing.
//
// Its file is text, one key a line, the current one first: "muster-kek-1" and
// the key in base64. It has the mode 0600 and belongs to no backup of the
// database.
type Ring struct{ keys []kek }

// kek is one key-encryption key. A GCM key with random nonces is good for 2³²
// wrappings, far beyond the number of people of any country.
type kek struct {
	id     [4]byte // from the key, to tell which one wrapped a data key
	secret func() [32]byte
	aead   func() cipher.AEAD
}

const kekMark = "muster-kek-1 "

func newKEK(secret [32]byte) (kek, error) {
	aead, err := newAEAD(secret[:])
	if err != nil {
		return kek{}, err
	}
	digest := sha256.Sum256(append([]byte("muster/vault/kek/v1\x00"), secret[:]...))
	return kek{id: [4]byte(digest[:]), secret: hide(secret), aead: hide(aead)}, nil
}

func randomKEK() (kek, error) {
	var secret [32]byte
	_, _ = rand.Read(secret[:]) // never fails: it ends the process instead
	return newKEK(secret)
}

// newAEAD is AES-256-GCM with a random nonce in front of what it seals.
func newAEAD(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}

// CreateRing makes the key file of a new installation. A file that exists is
// never replaced: that would make everything sealed under it unreadable.
func CreateRing(path string) (*Ring, error) {
	if _, err := os.Lstat(path); err == nil {
		return nil, fault.New(fault.Conflict, "vault.kek_exists", "主密钥文件“{path}”已存在,不会覆盖。",
			"The key file {path} exists already and is not replaced.", "path", path)
	}
	key, err := randomKEK()
	if err != nil {
		return nil, err
	}
	ring := &Ring{keys: []kek{key}}
	return ring, ring.save(path)
}

// LoadRing reads the key file. A file that others may read is refused.
func LoadRing(path string) (*Ring, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, ringFault(path, err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, fault.New(fault.Denied, "vault.kek_open", "主密钥文件“{path}”可被他人读取;请执行 chmod 600。",
			"Others may read the key file {path}; run chmod 600 on it.", "path", path)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, ringFault(path, err)
	}
	ring := &Ring{}
	for line := range strings.Lines(string(text)) {
		encoded, marked := strings.CutPrefix(strings.TrimRight(line, "\r\n"), kekMark)
		secret, err := base64.StdEncoding.DecodeString(encoded)
		if err != nil || !marked || len(secret) != 32 {
			return nil, ringFault(path, errors.New("malformed line"))
		}
		key, err := newKEK([32]byte(secret))
		if err != nil {
			return nil, ringFault(path, err)
		}
		ring.keys = append(ring.keys, key)
	}
	if len(ring.keys) == 0 {
		return nil, ringFault(path, errors.New("no key"))
	}
	return ring, nil
}

func ringFault(path string, cause error) error {
	return fault.New(fault.Unavailable, "vault.kek_unreadable", "无法读取主密钥文件“{path}”;请从密钥备份恢复。",
		"The key file {path} cannot be read; restore it from the archive of keys.", "path", path).Because(cause)
}

// save writes the key file, durably and all at once.
func (r *Ring) save(path string) error {
	var text strings.Builder
	for _, key := range r.keys {
		secret := key.secret()
		text.WriteString(kekMark + base64.StdEncoding.EncodeToString(secret[:]) + "\n")
	}
	file, err := os.OpenFile(path+".new", os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = file.WriteString(text.String())
	err = errors.Join(err, file.Sync(), file.Close())
	if err != nil {
		return err
	}
	if err := os.Rename(path+".new", path); err != nil {
		return err
	}
	folder, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// wrap seals a data key under the current key.
func (r *Ring) wrap(owner Owner, id [8]byte, secret []byte) (w Wrapped) {
	copy(w[:8], id[:])
	copy(w[8:12], r.keys[0].id[:])
	r.keys[0].aead().Seal(w[12:12], nil, secret, wrapContext(owner, id))
	return w
}

// unwrap opens a data key.
func (r *Ring) unwrap(owner Owner, w Wrapped) (secret []byte, err error) {
	for _, key := range r.keys {
		if key.id == [4]byte(w[8:12]) {
			return key.aead().Open(nil, nil, w[12:], wrapContext(owner, [8]byte(w[:8])))
		}
	}
	return nil, fmt.Errorf("vault: data key wrapped by unknown key-encryption key %x", w[8:12])
}

// wrapContext binds a wrapped key to its owner and id.
func wrapContext(owner Owner, id [8]byte) []byte {
	return bound("muster/vault/key/v1", string(owner.Subject[:]), owner.Class, string(id[:]))
}

// Rotate gives an installation a new key-encryption key: the new key is added
// to the file, every data key is wrapped anew, and only then the old key is
// removed from the file. After a crash at any point everything opens and Rotate
// can be run again. It returns the ring to go on with; copies of the old key
// file then open nothing that the store still holds. No vault may use the store
// meanwhile.
func Rotate(ctx context.Context, path string, keys KeyStore) (*Ring, error) {
	old, err := LoadRing(path)
	if err != nil {
		return nil, err
	}
	key, err := randomKEK()
	if err != nil {
		return nil, err
	}
	both := &Ring{keys: append([]kek{key}, old.keys...)}
	if err := both.save(path); err != nil {
		return nil, err
	}
	err = keys.Rewrap(ctx, func(owner Owner, w Wrapped) (Wrapped, error) {
		secret, err := both.unwrap(owner, w)
		if err != nil {
			return w, err
		}
		return both.wrap(owner, [8]byte(w[:8]), secret), nil
	})
	if err != nil {
		return nil, err
	}
	alone := &Ring{keys: both.keys[:1]}
	return alone, alone.save(path)
}

// String gives nothing away.
func (r Ring) String() string { return redacted }

// GoString gives nothing away.
func (r Ring) GoString() string { return redacted }

// Format answers every verb of package fmt with the same remark.
func (r Ring) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(redacted)) }

// LogValue gives nothing away.
func (r Ring) LogValue() slog.Value { return slog.StringValue(redacted) }
