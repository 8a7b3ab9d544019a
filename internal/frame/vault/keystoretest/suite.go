// Package keystoretest is the definition of vault.KeyStore in tests: every
// store must pass Run. Only tests import it.
package keystoretest

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"sync"
	"testing"

	"muster/internal/frame/ident"
	"muster/internal/frame/vault"
)

// Open opens a store that keeps its state under folder. The returned function
// closes it; a store opened again in the same folder has what was durable.
type Open func(t *testing.T, folder string) (store vault.KeyStore, closeStore func())

// Run tests a store against everything that vault.KeyStore promises.
func Run(t *testing.T, open Open) {
	t.Parallel()
	for name, test := range map[string]func(*testing.T, Open){
		"AbsentIsNotAnError":       absent,
		"FirstPutWins":             firstPutWins,
		"SyncedKeysSurvive":        syncedKeysSurvive,
		"UnsyncedKeysAreOptional":  unsyncedKeys,
		"DestroyedKeysStayGone":    destroyedKeysStayGone,
		"RewrapIsAllOrNone":        rewrapAllOrNone,
		"CancelledChangesNothing":  cancelledChangesNothing,
		"ConcurrentUseIsConfirmed": concurrentUse,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, open)
		})
	}
}

// Owner gives the n-th owner of a test; owners alternate between two classes.
func Owner(n int) vault.Owner {
	return vault.OwnerOf(ident.ID(fmt.Sprintf("subject-%d", n/2)), [...]string{"test.alpha", "test.beta"}[n%2])
}

// Key gives the n-th key of a test.
func Key(n int) (key vault.Wrapped) {
	for i := 0; i+8 <= len(key); i += 8 {
		binary.BigEndian.PutUint64(key[i:], uint64(n)*0x9e3779b97f4a7c15+uint64(i))
	}
	return key
}

// Put puts the keys [from, to) and synchronises.
func Put(t *testing.T, store vault.KeyStore, from, to int) {
	t.Helper()
	for n := from; n < to; n++ {
		if kept, err := store.Put(Owner(n), Key(n)); err != nil || kept != Key(n) {
			t.Fatalf("put %d: %v", n, err)
		}
	}
	if err := store.Sync(context.Background()); err != nil {
		t.Fatalf("sync: %v", err)
	}
}

// Expect checks that exactly the wanted of the first count keys are there.
func Expect(t *testing.T, store vault.KeyStore, count int, wanted func(n int) bool) {
	t.Helper()
	for n := range count {
		key, ok, err := store.Get(Owner(n))
		if err != nil || ok != wanted(n) || ok && key != Key(n) {
			t.Fatalf("key %d: found %v, wanted %v, right %v, error %v", n, ok, wanted(n), key == Key(n), err)
		}
	}
}

func all(int) bool { return true }

func absent(t *testing.T, open Open) {
	store, closeStore := open(t, t.TempDir())
	defer closeStore()
	Expect(t, store, 4, func(int) bool { return false })
	if err := errors.Join(store.Sync(context.Background()), store.Destroy(context.Background(), Owner(1)), store.Destroy(context.Background())); err != nil {
		t.Errorf("nothing to do must be no error: %v", err)
	}
}

func firstPutWins(t *testing.T, open Open) {
	store, closeStore := open(t, t.TempDir())
	defer closeStore()
	Put(t, store, 0, 1)
	for range 2 { // before and after the second key would be durable
		if kept, err := store.Put(Owner(0), Key(7)); err != nil || kept != Key(0) {
			t.Errorf("the second key replaced the first: %v", err)
		}
		if err := store.Sync(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	Expect(t, store, 1, all)
}

func syncedKeysSurvive(t *testing.T, open Open) {
	folder := t.TempDir()
	for round := range 3 {
		store, closeStore := open(t, folder)
		Expect(t, store, 10*round, all)
		Put(t, store, 10*round, 10*round+10)
		Expect(t, store, 10*round+10, all)
		closeStore()
	}
}

func unsyncedKeys(t *testing.T, open Open) {
	folder := t.TempDir()
	store, closeStore := open(t, folder)
	Put(t, store, 0, 3)
	if _, err := store.Put(Owner(3), Key(3)); err != nil {
		t.Fatal(err)
	}
	Expect(t, store, 4, all)
	closeStore()
	store, closeStore = open(t, folder)
	defer closeStore()
	Expect(t, store, 3, all)
	if key, ok, err := store.Get(Owner(3)); err != nil || ok && key != Key(3) {
		t.Errorf("a key that was not synchronised may be there or not, but not changed: %v", err)
	}
}

func destroyedKeysStayGone(t *testing.T, open Open) {
	folder := t.TempDir()
	store, closeStore := open(t, folder)
	Put(t, store, 0, 20)
	if _, err := store.Put(Owner(20), Key(20)); err != nil {
		t.Fatal(err)
	}
	left := func(n int) bool { return n != 4 && n != 9 && n != 20 }
	for range 2 { // an erasure may be repeated
		if err := store.Destroy(context.Background(), Owner(4), Owner(9), Owner(20), Owner(99)); err != nil {
			t.Fatal(err)
		}
		Expect(t, store, 21, left)
	}
	if err := store.Sync(context.Background()); err != nil {
		t.Fatal(err)
	}
	closeStore()
	store, closeStore = open(t, folder)
	defer closeStore()
	Expect(t, store, 21, left)
	if kept, err := store.Put(Owner(4), Key(4)); err != nil || kept != Key(4) {
		t.Errorf("a new key after an erasure: %v", err)
	}
}

func rewrapAllOrNone(t *testing.T, open Open) {
	folder := t.TempDir()
	store, closeStore := open(t, folder)
	Put(t, store, 0, 20)
	seen, refusal := 0, errors.New("refused")
	err := store.Rewrap(context.Background(), func(_ vault.Owner, key vault.Wrapped) (vault.Wrapped, error) {
		if seen++; seen == 13 {
			return key, refusal
		}
		return Key(1000), nil
	})
	if !errors.Is(err, refusal) {
		t.Errorf("got %v", err)
	}
	Expect(t, store, 20, all)
	err = store.Rewrap(context.Background(), func(owner vault.Owner, key vault.Wrapped) (vault.Wrapped, error) {
		if kept, ok, err := keyOf(owner, key); !ok || err != nil {
			return key, fmt.Errorf("owner and key do not belong together: %v %v", kept, err)
		}
		key[0]++
		return key, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	closeStore()
	store, closeStore = open(t, folder)
	defer closeStore()
	for n := range 20 {
		want := Key(n)
		want[0]++
		if key, ok, err := store.Get(Owner(n)); !ok || err != nil || key != want {
			t.Errorf("key %d was not rewrapped: %v", n, err)
		}
	}
}

// keyOf says whether the key is the one that the owner has in a test.
func keyOf(owner vault.Owner, key vault.Wrapped) (n int, ok bool, err error) {
	for n := range 20 {
		if Owner(n) == owner {
			return n, Key(n) == key, nil
		}
	}
	return 0, false, errors.New("unknown owner")
}

func cancelledChangesNothing(t *testing.T, open Open) {
	store, closeStore := open(t, t.TempDir())
	defer closeStore()
	Put(t, store, 0, 5)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := store.Destroy(ctx, Owner(1)); !errors.Is(err, context.Canceled) {
		t.Errorf("destroy: %v", err)
	}
	if err := store.Rewrap(ctx, func(vault.Owner, vault.Wrapped) (vault.Wrapped, error) { return Key(99), nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("rewrap: %v", err)
	}
	Expect(t, store, 5, all)
	Put(t, store, 5, 6)
}

func concurrentUse(t *testing.T, open Open) {
	folder := t.TempDir()
	store, closeStore := open(t, folder)
	const workers, each = 4, 40
	var group sync.WaitGroup
	for w := range workers {
		group.Go(func() {
			for n := w * each; n < (w+1)*each; n++ {
				_, errPut := store.Put(Owner(n), Key(n))
				errSync := store.Sync(context.Background())
				key, ok, err := store.Get(Owner(n))
				if errPut != nil || errSync != nil || err != nil || !ok || key != Key(n) {
					t.Errorf("key %d: %v %v %v %v", n, errPut, errSync, err, ok)
				}
				if n%each == 17 {
					if err := store.Destroy(context.Background(), Owner(n)); err != nil {
						t.Errorf("destroy %d: %v", n, err)
					}
				}
			}
		})
	}
	group.Wait()
	closeStore()
	store, closeStore = open(t, folder)
	defer closeStore()
	Expect(t, store, workers*each, func(n int) bool { return n%each != 17 })
}
