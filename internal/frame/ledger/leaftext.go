package ledger

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"strconv"
)

// leafText is a leaf taken apart. Its parts point into the stored text where
// that needs no unescaping.
type leafText struct {
	log, at, kind, subject, actor, signer, outcome, key []byte
	seq, rows                                           int64
	payload                                             [32]byte
	writes                                              []writeText
	bulk                                                int64 // number of records, -1 where they are listed
	bulkHash                                            [32]byte
}

type writeText struct {
	table, id []byte
	rev       int64
	sum       [32]byte
}

// scanner reads the canonical text of a leaf and nothing else: a text that says
// the same in another way is not what Append wrote.
type scanner struct {
	rest []byte
	bad  bool
}

func (s *scanner) take(text string) bool {
	if len(s.rest) < len(text) || string(s.rest[:len(text)]) != text {
		return false
	}
	s.rest = s.rest[len(text):]
	return true
}

func (s *scanner) expect(text string) {
	if !s.take(text) {
		s.bad = true
	}
}

func (s *scanner) integer() int64 {
	i := 0
	for i < len(s.rest) && s.rest[i] >= '0' && s.rest[i] <= '9' {
		i++
	}
	n, err := strconv.ParseInt(string(s.rest[:i]), 10, 64)
	s.bad = s.bad || err != nil || (i > 1 && s.rest[0] == '0')
	s.rest = s.rest[i:]
	return n
}

func (s *scanner) text() []byte {
	s.expect(`"`)
	for i, c := range s.rest {
		if c == '"' {
			out := s.rest[:i]
			s.rest = s.rest[i+1:]
			return out
		}
		if c == '\\' {
			return s.escaped(i)
		}
	}
	s.bad = true
	return nil
}

// escaped reads a string whose first escape stands at i.
func (s *scanner) escaped(i int) []byte {
	for ; i < len(s.rest); i++ {
		switch s.rest[i] {
		case '\\':
			i++
		case '"':
			var out string
			quoted := append([]byte{'"'}, s.rest[:i+1]...)
			s.bad = s.bad || json.Unmarshal(quoted, &out) != nil
			s.rest = s.rest[i+1:]
			return []byte(out)
		}
	}
	s.bad = true
	return nil
}

func (s *scanner) hash() (out [32]byte) {
	text := s.text()
	if len(text) != 43 {
		s.bad = true
		return out
	}
	n, err := base64.RawStdEncoding.Strict().Decode(out[:], text)
	s.bad = s.bad || err != nil || n != len(out)
	return out
}

// parseLeaf takes a leaf apart; ok is false for a text that Append cannot have
// written. writes is reused from call to call.
func parseLeaf(raw []byte, l *leafText) (ok bool) {
	s := scanner{rest: raw}
	*l = leafText{writes: l.writes[:0], bulk: -1}
	s.expect(`{"v":1,"log":`)
	l.log = s.text()
	s.expect(`,"seq":`)
	l.seq = s.integer()
	s.expect(`,"at":`)
	l.at = s.text()
	var unread []byte
	for _, m := range []struct {
		name string
		to   *[]byte
	}{{"kind", &l.kind}, {"subject", &l.subject}, {"actor", &l.actor}, {"signer", &l.signer}, {"role", &unread}, {"unit", &unread},
		{"purpose", &unread}, {"basis", &unread}, {"policy", &unread}, {"outcome", &l.outcome}, {"key", &l.key}} {
		if s.member(m.name) {
			*m.to = s.text()
		}
	}
	if s.take(`,"rows":`) {
		l.rows = s.integer()
	}
	s.expect(`,"payload":`)
	l.payload = s.hash()
	if s.take(`,"bulk":[`) {
		l.bulk = s.integer()
		s.expect(`,`)
		l.bulkHash = s.hash()
		s.expect(`]`)
	} else if s.take(`,"writes":[`) {
		s.list(l)
	}
	s.expect(`}`)
	return !s.bad && len(s.rest) == 0
}

// member takes `,"name":` if it comes next.
func (s *scanner) member(name string) bool {
	n := len(name) + 4
	if len(s.rest) < n || s.rest[0] != ',' || s.rest[1] != '"' || string(s.rest[2:2+len(name)]) != name || !bytes.HasPrefix(s.rest[2+len(name):], []byte(`":`)) {
		return false
	}
	s.rest = s.rest[n:]
	return true
}

func (s *scanner) list(l *leafText) {
	for !s.bad {
		var w writeText
		s.expect(`[`)
		w.table = s.text()
		s.expect(`,`)
		w.id = s.text()
		s.expect(`,`)
		w.rev = s.integer()
		s.expect(`,`)
		w.sum = s.hash()
		s.expect(`]`)
		l.writes = append(l.writes, w)
		if !s.take(`,`) {
			break
		}
	}
	s.expect(`]`)
}
