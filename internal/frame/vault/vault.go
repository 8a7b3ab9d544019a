package vault

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"

	"muster/internal/frame/fault"
	"muster/internal/frame/ident"
)

// Vault seals and opens. It is safe for concurrent use.
type Vault struct {
	ring *Ring
	keys KeyStore
}

// New makes a vault from the key-encryption keys and the store of data keys.
func New(ring *Ring, keys KeyStore) *Vault { return &Vault{ring: ring, keys: keys} }

// Place is where a sealed content is stored and whose it is; a content does not
// open at any other place.
type Place struct {
	Table   string
	Column  string
	Subject ident.ID
}

// Seal encrypts a content for its place under the key of its subject and class,
// which it makes if there is none. Nothing may be committed before Vault.Sync.
// No content seals to no content.
func Seal[C Class](v *Vault, at Place, clear Clear[C]) (Sealed[C], error) {
	if clear.IsZero() {
		return Sealed[C]{}, nil
	}
	if clear.subject != "" && clear.subject != at.Subject {
		return Sealed[C]{}, denied() // what was opened for one person is not written to another
	}
	class := className[C]()
	id, secret, err := v.keyFor(OwnerOf(at.Subject, class))
	if err != nil {
		return Sealed[C]{}, err
	}
	aead, err := newAEAD(secret)
	if err != nil {
		return Sealed[C]{}, err
	}
	padded := pad(clear.content())
	out := make([]byte, sealedHead, sealedHead+len(padded)+aead.Overhead())
	out[0] = sealedVersion
	copy(out[1:], id[:])
	return Sealed[C]{aead.Seal(out, nil, padded, at.context(class))}, nil
}

// Open decrypts a stored content of a place for a permit. The faults are
// Denied without a permit for this subject and class, Unknown where the key was
// destroyed, Internal where the bytes were changed, moved from another place or
// sealed under a lost key-encryption key. No content opens to no content.
func Open[C Class](v *Vault, p Permit, at Place, sealed Sealed[C]) (Clear[C], error) {
	class := className[C]()
	if !p.MayOpen(at.Subject, class) {
		return Clear[C]{}, denied()
	}
	if sealed.IsZero() {
		return Clear[C]{}, nil
	}
	if len(sealed.bytes) < sealedHead || sealed.bytes[0] != sealedVersion {
		return Clear[C]{}, damaged(errors.New("unknown version"))
	}
	owner := OwnerOf(at.Subject, class)
	wrapped, found, err := v.keys.Get(owner)
	if err != nil {
		return Clear[C]{}, unavailable(err)
	}
	if !found || [8]byte(wrapped[:8]) != [8]byte(sealed.bytes[1:]) {
		return Clear[C]{}, fault.New(fault.Unknown, "vault.erased", "此内容已依规销毁,无法恢复。",
			"This content was erased and cannot be restored.")
	}
	secret, err := v.ring.unwrap(owner, wrapped)
	if err != nil {
		return Clear[C]{}, damaged(err)
	}
	aead, err := newAEAD(secret)
	if err != nil {
		return Clear[C]{}, damaged(err)
	}
	padded, err := aead.Open(nil, nil, sealed.bytes[sealedHead:], at.context(class))
	if err != nil {
		return Clear[C]{}, damaged(err)
	}
	return Clear[C]{content: hide(unpad(padded)), subject: at.Subject}, nil
}

// Sync makes all new keys durable; see KeyStore.Sync. A transaction that stores
// sealed contents calls it before it commits.
func (v *Vault) Sync(ctx context.Context) error {
	if err := v.keys.Sync(ctx); err != nil {
		return unavailable(err)
	}
	return nil
}

// Destroy erases everything of a subject in these classes by destroying the
// keys. The permit must be one to erase. It may be repeated. A content sealed
// afterwards gets a new key; what was sealed before stays unreadable.
func (v *Vault) Destroy(ctx context.Context, p Permit, subject ident.ID, classes ...string) error {
	owners := make([]Owner, 0, len(classes))
	for _, class := range classes {
		if !p.MayErase(subject, class) {
			return denied()
		}
		owners = append(owners, OwnerOf(subject, class))
	}
	if err := v.keys.Destroy(ctx, owners...); err != nil {
		return unavailable(err)
	}
	return nil
}

// keyFor finds the data key of an owner or makes one.
func (v *Vault) keyFor(owner Owner) (id [8]byte, secret []byte, err error) {
	wrapped, found, err := v.keys.Get(owner)
	if err == nil && !found {
		var fresh [8 + 32]byte
		_, _ = rand.Read(fresh[:]) // never fails: it ends the process instead
		wrapped, err = v.keys.Put(owner, v.ring.wrap(owner, [8]byte(fresh[:8]), fresh[8:]))
	}
	if err != nil {
		return id, nil, unavailable(err)
	}
	if secret, err = v.ring.unwrap(owner, wrapped); err != nil {
		return id, nil, damaged(err)
	}
	return [8]byte(wrapped[:8]), secret, nil
}

// context is what a content is bound to.
func (at Place) context(class string) []byte {
	return bound("muster/vault/content/v1", at.Table, at.Column, string(at.Subject), class)
}

// bound joins parts so that no two lists of parts give the same bytes.
func bound(parts ...string) []byte {
	var out []byte
	for _, part := range parts {
		out = binary.BigEndian.AppendUint32(out, uint32(len(part)))
		out = append(out, part...)
	}
	return out
}

// block is the length that contents are padded to a multiple of, in bytes.
const block = 32

// pad appends 0x80 and zeros (ISO/IEC 7816-4).
func pad(content []byte) []byte {
	out := make([]byte, (len(content)/block+1)*block)
	out[copy(out, content)] = 0x80
	return out
}

// unpad is the inverse of pad; authentication has shown that pad made this.
func unpad(padded []byte) []byte {
	for i := len(padded) - 1; i >= 0; i-- {
		if padded[i] == 0x80 {
			return padded[:i]
		}
	}
	return padded
}

func damaged(cause error) error {
	return fault.New(fault.Internal, "vault.damaged", "保存的内容已被改动或移动,无法打开;请联系管理员。",
		"The stored content was changed or moved and does not open; tell the administrator.").Because(cause)
}

func unavailable(cause error) error {
	return fault.New(fault.Unavailable, "vault.keys_unavailable", "密钥库暂不可用;请稍后重试,并联系管理员。",
		"The key store is not available; try again later and tell the administrator.").Because(cause)
}
