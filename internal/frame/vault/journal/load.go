package journal

import (
	"bufio"
	"errors"
	"io"
	"os"

	"muster/internal/frame/fault"
)

// load reads the whole file into the index and cuts off an incomplete end.
func (s *Store) load() error {
	info, err := s.file.Stat()
	if err != nil {
		return err
	}
	total := int(info.Size() / recordSize)
	in := bufio.NewReaderSize(io.NewSectionReader(s.file, 0, info.Size()), 1<<20)
	for s.records < total {
		body, err := readBatch(in, total-s.records)
		if errors.Is(err, errDamaged) {
			if err := s.refuseDamage(total); err != nil {
				return err
			}
			break
		}
		if err != nil {
			return err
		}
		s.records++ // the batch record itself
		for ; len(body) > 0; body = body[recordSize:] {
			r := record(body[:recordSize])
			s.note(&r, s.records)
			s.records++
		}
	}
	good := int64(s.records) * recordSize
	if s.torn = info.Size() - good; s.torn == 0 {
		return nil
	}
	if err := s.file.Truncate(good); err != nil {
		return err
	}
	return s.file.Sync()
}

// readBatch reads a batch of at most limit records, its own included.
func readBatch(in io.Reader, limit int) ([]byte, error) {
	var head record
	if _, err := io.ReadFull(in, head[:]); err != nil {
		return nil, err
	}
	if head[0] != batchRecord || !head.sound() || head.count() >= limit {
		return nil, errDamaged
	}
	body := make([]byte, head.count()*recordSize)
	if _, err := io.ReadFull(in, body); err != nil {
		return nil, err
	}
	if !head.covers(body) {
		return nil, errDamaged
	}
	return body, nil
}

// refuseDamage looks for a sound batch after a damaged one, which no crash
// leaves behind.
func (s *Store) refuseDamage(total int) error {
	for n := s.records + 1; n < total; n++ {
		in := io.NewSectionReader(s.file, int64(n)*recordSize, int64(total-n)*recordSize)
		_, err := readBatch(in, total-n)
		if err == nil {
			return fault.New(fault.Unavailable, "vault.keys_damaged",
				"密钥库“{path}”在第{record}条记录处损坏,未做任何更改;请从密钥备份恢复。",
				"The key store {path} is damaged at record {record} and was left as it is; restore it from the archive of keys.",
				"path", s.path, "record", s.records)
		}
		if !errors.Is(err, errDamaged) {
			return err
		}
	}
	return nil
}

// note enters a record into the index; n is its number.
func (s *Store) note(r *record, n int) {
	switch r[0] {
	case classRecord:
		s.classes[r.className()] = r.number()
		s.names[r.number()] = r.className()
	case keyRecord:
		s.index[r.slot()] = uint32(n)
	}
}

// at reads a record from the file or, if it is not there yet, from memory.
func (s *Store) at(n int) (r record, err error) {
	switch {
	case n < s.records:
		_, err = s.file.ReadAt(r[:], int64(n)*recordSize)
	case n < s.records+len(s.flushing):
		r = s.flushing[n-s.records]
	default:
		r = s.pending[n-s.records-len(s.flushing)]
	}
	if err == nil && !r.sound() {
		err = errDamaged
	}
	return r, err
}

// syncFolder makes a rename durable.
func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
