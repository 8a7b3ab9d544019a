package journal

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"muster/internal/frame/fault"
	"muster/internal/frame/vault"
	"muster/internal/frame/vault/keystoretest"
)

func open(t *testing.T, path string) *Store {
	t.Helper()
	s, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() }) // closing twice is harmless
	return s
}

func TestConformance(t *testing.T) {
	keystoretest.Run(t, func(t *testing.T, folder string) (vault.KeyStore, func()) {
		s := open(t, filepath.Join(folder, "data"))
		return s, func() {
			if err := s.Close(); err != nil {
				t.Errorf("close: %v", err)
			}
		}
	})
}

func below(n int) func(int) bool { return func(i int) bool { return i < n } }

// twoBatches gives the bytes of a store with keys [0,5) in one batch and [5,9)
// in the next, and the length of the first.
func twoBatches(t *testing.T) (content []byte, first int) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "data")
	s := open(t, path)
	keystoretest.Put(t, s, 0, 5)
	first = s.records * recordSize
	keystoretest.Put(t, s, 5, 9)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content, first
}

func written(t *testing.T, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "data")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// A crash while the last batch is written leaves any part of it: cut at any
// byte, or with its length but not its bytes, or with a page of them missing.
func TestCrashAtEveryByte(t *testing.T) {
	t.Parallel()
	content, first := twoBatches(t)
	for cut := first; cut <= len(content); cut++ {
		zeroed := append(bytes.Clone(content[:cut]), make([]byte, len(content)-cut)...)
		hole := bytes.Clone(content)
		clear(hole[cut-min(cut-first, 50) : cut])
		for kind, left := range map[string][]byte{"cut": content[:cut], "zeroed": zeroed, "hole": hole} {
			whole := bytes.Equal(left, content)
			s := open(t, written(t, left))
			keys, torn := 5, int64(len(left)-first)
			if whole {
				keys, torn = 9, 0
			}
			keystoretest.Expect(t, s, 9, below(keys))
			if s.Torn() != torn {
				t.Fatalf("%s at %d: %d bytes cut off, want %d", kind, cut, s.Torn(), torn)
			}
			keystoretest.Put(t, s, keys, 12)
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			again := open(t, s.path)
			keystoretest.Expect(t, again, 12, below(12))
			if again.Torn() != 0 {
				t.Fatalf("%s at %d: torn again", kind, cut)
			}
			if err := again.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// Damage before a sound batch is no crash: it must be reported, and nothing may
// be cut off.
func TestDamageInTheMiddleIsRefused(t *testing.T) {
	t.Parallel()
	content, first := twoBatches(t)
	for at := range first {
		damaged := bytes.Clone(content)
		damaged[at] ^= 0x10
		path := written(t, damaged)
		if _, err := Open(path); !fault.Coded(err, "vault.keys_damaged") {
			t.Fatalf("byte %d: %v", at, err)
		}
		if after, err := os.ReadFile(path); err != nil || !bytes.Equal(after, damaged) {
			t.Fatalf("byte %d: the damaged file was changed: %v", at, err)
		}
	}
}

// Damage that happens while the store is open is found when the key is read.
func TestDamageIsFoundOnReading(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "data")
	s := open(t, path)
	keystoretest.Put(t, s, 0, 2)
	if _, err := s.file.WriteAt([]byte{0xff}, 3*recordSize-20); err != nil {
		t.Fatal(err)
	}
	_, _, errFirst := s.Get(keystoretest.Owner(0))
	_, _, errSecond := s.Get(keystoretest.Owner(1))
	if !errors.Is(errors.Join(errFirst, errSecond), errDamaged) {
		t.Errorf("damage was not found: %v %v", errFirst, errSecond)
	}
}

func TestDestroyedBytesAreGone(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	s := open(t, filepath.Join(folder, "data"))
	keystoretest.Put(t, s, 0, 30)
	old, err := os.Open(s.path) // stands for the blocks of the file that is replaced
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = old.Close() }()
	if err := s.Destroy(context.Background(), keystoretest.Owner(3), keystoretest.Owner(17)); err != nil {
		t.Fatal(err)
	}
	replaced := make([]byte, 1<<16)
	n, _ := old.ReadAt(replaced, 0)
	files := map[string][]byte{"replaced file": replaced[:n]}
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if files[entry.Name()], err = os.ReadFile(filepath.Join(folder, entry.Name())); err != nil {
			t.Fatal(err)
		}
	}
	for name, content := range files {
		for _, gone := range []int{3, 17} {
			key, subject := keystoretest.Key(gone), keystoretest.Owner(gone).Subject
			if bytes.Contains(content, key[:8]) || bytes.Contains(content, key[12:]) {
				t.Errorf("%s still has key %d", name, gone)
			}
			if record := append(subject[:], key[:]...); bytes.Contains(content, record) {
				t.Errorf("%s still has the record %d", name, gone)
			}
		}
	}
	if key := keystoretest.Key(4); !bytes.Contains(files["data"], key[:]) {
		t.Error("a key that was not destroyed is missing: the search proves nothing")
	}
}

// A crash while the file is rewritten leaves a new file beside the old one,
// which then still counts.
func TestInterruptedRewriting(t *testing.T) {
	t.Parallel()
	content, _ := twoBatches(t)
	path := written(t, content)
	if err := os.WriteFile(path+".new", content[:100], 0o600); err != nil {
		t.Fatal(err)
	}
	s := open(t, path)
	keystoretest.Expect(t, s, 9, below(9))
	if _, err := os.Stat(path + ".new"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the unfinished file is still there: %v", err)
	}
}

func TestOneProcessAtATime(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "data")
	s := open(t, path)
	if _, err := Open(path); !fault.Coded(err, "vault.keys_locked") {
		t.Errorf("got %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	open(t, path)
}

func TestFailedWriteIsFinal(t *testing.T) {
	t.Parallel()
	s := open(t, filepath.Join(t.TempDir(), "data"))
	keystoretest.Put(t, s, 0, 2)
	if err := s.file.Close(); err != nil { // from now on every write fails
		t.Fatal(err)
	}
	if _, err := s.Put(keystoretest.Owner(2), keystoretest.Key(2)); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := s.Sync(context.Background()); !errors.Is(err, os.ErrClosed) {
			t.Errorf("sync: %v", err)
		}
		if _, err := s.Put(keystoretest.Owner(3), keystoretest.Key(3)); !errors.Is(err, os.ErrClosed) {
			t.Errorf("put: %v", err)
		}
	}
}

func TestBackupOpens(t *testing.T) {
	t.Parallel()
	s := open(t, filepath.Join(t.TempDir(), "data"))
	keystoretest.Put(t, s, 0, 9)
	var archive bytes.Buffer
	if err := s.Backup(&archive); err != nil {
		t.Fatal(err)
	}
	copied := open(t, written(t, archive.Bytes()))
	keystoretest.Expect(t, copied, 9, below(9))
	if copied.Len() != 9 || copied.Torn() != 0 {
		t.Errorf("%d keys, %d bytes torn", copied.Len(), copied.Torn())
	}
}

func TestLongClassName(t *testing.T) {
	t.Parallel()
	s := open(t, filepath.Join(t.TempDir(), "data"))
	for _, name := range []string{"", string(make([]byte, maxClassName+1))} {
		if _, err := s.Put(vault.Owner{Class: name}, vault.Wrapped{}); !errors.Is(err, errLongName) {
			t.Errorf("%d bytes: %v", len(name), err)
		}
	}
	long := vault.Owner{Class: string(bytes.Repeat([]byte("x"), maxClassName))}
	if _, err := s.Put(long, keystoretest.Key(1)); err != nil {
		t.Error(err)
	}
}

func BenchmarkGet(b *testing.B) {
	s, err := Open(filepath.Join(b.TempDir(), "data"))
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	for n := range 10000 {
		if _, err := s.Put(keystoretest.Owner(n), keystoretest.Key(n)); err != nil {
			b.Fatal(err)
		}
	}
	if err := s.Sync(context.Background()); err != nil {
		b.Fatal(err)
	}
	n := 0
	for b.Loop() {
		if _, ok, err := s.Get(keystoretest.Owner(n % 10000)); !ok || err != nil {
			b.Fatal(err)
		}
		n++
	}
}
