package journal

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"

	"muster/internal/frame/fault"
	"muster/internal/frame/vault"
)

// Store implements vault.KeyStore.
//
// Records are numbered through file and memory: [0, records) are in the file
// and durable, then come those being flushed, then the pending ones. A batch
// record has its number reserved when the first pending record is added, so
// that no number changes when it is flushed.
type Store struct {
	path string
	lock *os.File
	torn int64

	writing sync.Mutex // held by whoever writes the file; taken before mu

	mu       sync.RWMutex // guards everything below
	file     *os.File
	records  int
	flushing []record
	pending  []record
	index    map[slot]uint32   // number of the key's record
	classes  map[string]uint16 // number of a class name
	names    map[uint16]string
	broken   error // set by a failed write: what is on disk is unknown
}

var _ vault.KeyStore = (*Store)(nil)

// Open opens the store at path and makes an empty one if there is none. One
// process at a time may hold it; a second one is refused with a fault of kind
// Unavailable.
func Open(path string) (*Store, error) {
	lock, err := lockFile(path + ".lock")
	if err != nil {
		return nil, err
	}
	s := &Store{path: path, lock: lock}
	if err := s.open(); err != nil {
		if s.file != nil {
			_ = s.file.Close() // the first error is what matters
		}
		_ = lock.Close()
		return nil, err
	}
	return s, nil
}

func (s *Store) open() error {
	if err := os.Remove(s.path + ".new"); err != nil && !errors.Is(err, os.ErrNotExist) { // a rewriting that was interrupted
		return err
	}
	file, err := os.OpenFile(s.path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return fault.New(fault.Unavailable, "vault.keys_unreadable", "无法打开密钥库“{path}”。",
			"Cannot open the key store {path}.", "path", s.path).Because(err)
	}
	s.file = file
	s.index, s.classes, s.names = make(map[slot]uint32), make(map[string]uint16), make(map[uint16]string)
	if err := s.load(); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(s.path))
}

// Torn is the number of bytes of an incomplete end that Open cut off: keys
// whose rows were never committed.
func (s *Store) Torn() int64 { return s.torn }

// Len is the number of keys.
func (s *Store) Len() int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return len(s.index)
}

// Close releases the file. Keys that were not synchronised are lost.
func (s *Store) Close() error {
	s.writing.Lock()
	defer s.writing.Unlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.broken == nil {
		s.broken = os.ErrClosed
	}
	return errors.Join(s.file.Close(), s.lock.Close())
}

// Get implements vault.KeyStore.
func (s *Store) Get(owner vault.Owner) (vault.Wrapped, bool, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.find(owner)
}

// find needs mu.
func (s *Store) find(owner vault.Owner) (key vault.Wrapped, ok bool, err error) {
	class, known := s.classes[owner.Class]
	if !known {
		return key, false, nil
	}
	n, ok := s.index[slot{owner.Subject, class}]
	if !ok {
		return key, false, nil
	}
	r, err := s.at(int(n))
	if err != nil {
		return key, false, err
	}
	if r[0] != keyRecord || r.slot() != (slot{owner.Subject, class}) {
		return key, false, errDamaged
	}
	return r.wrapped(), true, nil
}

// Put implements vault.KeyStore.
func (s *Store) Put(owner vault.Owner, key vault.Wrapped) (vault.Wrapped, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.broken != nil {
		return key, s.broken
	}
	if kept, ok, err := s.find(owner); ok || err != nil {
		return kept, err
	}
	class, err := s.class(owner.Class)
	if err != nil {
		return key, err
	}
	s.add(newKey(slot{owner.Subject, class}, key))
	return key, nil
}

// class finds the number of a class name or gives it the next one.
func (s *Store) class(name string) (uint16, error) {
	if number, ok := s.classes[name]; ok {
		return number, nil
	}
	if len(name) == 0 || len(name) > maxClassName {
		return 0, errLongName
	}
	if len(s.classes) > 0xffff {
		return 0, errors.New("journal: too many classes")
	}
	number := uint16(len(s.classes))
	s.add(newClass(number, name))
	return number, nil
}

// add appends a record in memory. The first one of a batch is preceded by an
// empty record, which Sync turns into the batch record.
func (s *Store) add(r record) {
	if len(s.pending) == 0 {
		s.pending = append(s.pending, record{})
	}
	s.pending = append(s.pending, r)
	s.note(&r, s.records+len(s.flushing)+len(s.pending)-1)
}

// Sync implements vault.KeyStore. Readers and Put go on meanwhile; calls that
// come together share one write.
func (s *Store) Sync(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.writing.Lock()
	defer s.writing.Unlock()
	s.mu.Lock()
	if s.broken != nil || len(s.pending) == 0 {
		defer s.mu.Unlock()
		return s.broken
	}
	s.flushing, s.pending = s.pending, nil
	file, offset, batch := s.file, int64(s.records)*recordSize, assemble(s.flushing)
	s.mu.Unlock()

	_, err := file.WriteAt(batch, offset)
	if err == nil {
		err = file.Sync()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err != nil {
		s.broken = err
		return err
	}
	s.records += len(s.flushing)
	s.flushing = nil
	return nil
}

// assemble gives the bytes of a batch whose first record is still empty.
func assemble(batch []record) []byte {
	out := make([]byte, recordSize, len(batch)*recordSize)
	for _, r := range batch[1:] {
		out = append(out, r[:]...)
	}
	head := newBatch(out[recordSize:])
	copy(out, head[:])
	return out
}
