package vault

import (
	"context"
	"crypto/sha256"

	"muster/internal/frame/ident"
)

// Owner is whose key it is: a subject and a class. The store sees only a digest
// of the subject, so that a stolen store does not list people.
type Owner struct {
	Subject [16]byte
	Class   string
}

// OwnerOf gives the owner of a key.
func OwnerOf(subject ident.ID, class string) Owner {
	digest := sha256.Sum256([]byte("muster/vault/owner/v1\x00" + string(subject)))
	return Owner{Subject: [16]byte(digest[:]), Class: class}
}

// WrappedSize is the size of a wrapped data key in bytes.
const WrappedSize = 8 + 4 + 12 + 32 + 16

// Wrapped is a data key under a key-encryption key: the id of the data key (8),
// the id of the key-encryption key (4), the nonce (12), the key (32), the tag (16).
type Wrapped [WrappedSize]byte

// KeyStore keeps wrapped data keys apart from the database. All methods are
// safe for concurrent use. Package keystoretest is its definition in tests.
type KeyStore interface {
	// Get finds the key of an owner, also one that is not durable yet; ok is
	// false where there is none.
	Get(owner Owner) (key Wrapped, ok bool, err error)

	// Put adds a key. The first one wins: if the owner has a key already, that
	// one is returned and nothing is changed. The key is durable only after the
	// next Sync; a crash before may lose it, and then all keys put after it.
	Put(owner Owner, key Wrapped) (kept Wrapped, err error)

	// Sync makes every key put before the call durable. It must have returned
	// without error before a transaction commits that stores something sealed
	// under such a key. Without new keys it costs nothing. After an error the
	// store refuses every further Put and Sync until it is opened again, because
	// what reached the disk is then unknown.
	Sync(ctx context.Context) error

	// Destroy removes keys: when it returns without error they are gone from
	// memory and from the store's files, durably. Owners without a key are
	// passed over, so that an erasure can be repeated. Either all of them are
	// gone or, after an error, possibly none: call again. Many owners in one
	// call cost as much as one.
	Destroy(ctx context.Context, owners ...Owner) error

	// Rewrap replaces every key by what rewrap makes of it, all or none.
	Rewrap(ctx context.Context, rewrap func(Owner, Wrapped) (Wrapped, error)) error
}
