package journal

import (
	"context"
	"errors"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"muster/internal/frame/vault"
)

// batchSize is the number of records in a batch of a rewritten file.
const batchSize = 4096

// Destroy implements vault.KeyStore. It rewrites the whole file, about 100
// bytes a key: destroy many owners in one call.
func (s *Store) Destroy(ctx context.Context, owners ...vault.Owner) error {
	gone := make(map[slot]bool, len(owners))
	s.mu.RLock()
	for _, owner := range owners {
		if class, ok := s.classes[owner.Class]; ok {
			at := slot{owner.Subject, class}
			if _, ok := s.index[at]; ok {
				gone[at] = true
			}
		}
	}
	s.mu.RUnlock()
	if len(gone) == 0 {
		return ctx.Err()
	}
	return s.rewrite(ctx, func(r record) (record, bool, error) { return r, !gone[r.slot()], nil })
}

// Rewrap implements vault.KeyStore.
func (s *Store) Rewrap(ctx context.Context, rewrap func(vault.Owner, vault.Wrapped) (vault.Wrapped, error)) error {
	return s.rewrite(ctx, func(r record) (record, bool, error) {
		at := r.slot()
		key, err := rewrap(vault.Owner{Subject: at.subject, Class: s.names[at.class]}, r.wrapped())
		return newKey(at, key), true, err
	})
}

// rewrite replaces the file by one with the key records that change returns
// with keep. Pending keys become durable with it. It holds both locks: nobody
// may see a key of the old file once the new one is in place.
func (s *Store) rewrite(ctx context.Context, change func(record) (r record, keep bool, err error)) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.broken != nil {
		return s.broken
	}
	path := s.path + ".new"
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	next := &Store{path: s.path, file: file, index: make(map[slot]uint32, len(s.index)),
		classes: maps.Clone(s.classes), names: maps.Clone(s.names)}
	obsolete, err := s.copyTo(ctx, next, change)
	if err == nil {
		err = file.Sync()
	}
	if err == nil {
		err = os.Rename(path, s.path)
	}
	if err != nil {
		_, _ = file.Close(), os.Remove(path) // the old file is untouched and goes on
		return err
	}
	old := s.file
	s.file, s.records, s.index = next.file, next.records, next.index
	s.pending, s.flushing = nil, nil
	if err := syncFolder(filepath.Dir(s.path)); err != nil {
		s.broken = err // after a crash either file may be there
		return errors.Join(err, old.Close())
	}
	return overwrite(old, obsolete)
}

// copyTo writes the classes and the kept keys to the next store, in the order
// of the records so that the disk is read in one sweep, and returns the numbers
// of the durable records that were left out or changed.
func (s *Store) copyTo(ctx context.Context, next *Store, change func(record) (record, bool, error)) (obsolete []int, err error) {
	for _, number := range slices.Sorted(maps.Keys(s.names)) {
		next.add(newClass(number, s.names[number]))
	}
	for _, n := range slices.Sorted(maps.Values(s.index)) {
		r, err := s.at(int(n))
		if err != nil {
			return nil, err
		}
		changed, keep, err := change(r)
		if err != nil {
			return nil, err
		}
		if keep {
			next.add(changed)
		}
		if (!keep || changed != r) && int(n) < s.records {
			obsolete = append(obsolete, int(n))
		}
		if len(next.pending) >= batchSize {
			if err := next.append(ctx); err != nil {
				return nil, err
			}
		}
	}
	return obsolete, next.append(ctx)
}

// append writes the pending records without synchronising them.
func (s *Store) append(ctx context.Context) error {
	if err := ctx.Err(); err != nil || len(s.pending) == 0 {
		return err
	}
	if _, err := s.file.WriteAt(assemble(s.pending), int64(s.records)*recordSize); err != nil {
		return err
	}
	s.records += len(s.pending)
	s.pending = s.pending[:0]
	return nil
}

// overwrite puts zeros over records of the file that is no longer in place, so
// that its blocks, which the file system gives to others, hold no key.
func overwrite(old *os.File, records []int) error {
	var zeros record
	for _, n := range records {
		if _, err := old.WriteAt(zeros[:], int64(n)*recordSize); err != nil {
			return errors.Join(err, old.Close())
		}
	}
	return errors.Join(old.Sync(), old.Close())
}

// Backup writes all durable keys, for an archive of keys that is kept apart
// from the backups of the database and expires.
func (s *Store) Backup(w io.Writer) error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	_, err := io.Copy(w, io.NewSectionReader(s.file, 0, int64(s.records)*recordSize))
	return err
}
