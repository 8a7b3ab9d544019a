package receipt

import (
	"encoding/base64"
	"strconv"
	"strings"
	"unicode/utf8"
)

// head is the first line of a receipt.
const head = "muster/receipt/v1"

// Receipt is a leaf of a log with everything that proves it.
type Receipt struct {
	Leaf       string // the text of the leaf
	Index      int64
	Proof      [][32]byte
	Fact       *Fact  // what the leaf committed to, where it is disclosed
	Key        string // the log's public key as it is printed
	Checkpoint string // the signed note
}

// Fact is one revision of one record with the salt that opens its commitment.
type Fact struct {
	Table, ID string
	Rev       int64
	Salt      []byte // 32 bytes
	Body      string // canonical JSON
}

// Text is the one way in which a receipt is written.
func (r *Receipt) Text() string {
	var b strings.Builder
	b.WriteString(head + "\nleaf " + r.Leaf + "\nindex " + strconv.FormatInt(r.Index, 10) + "\n")
	writeProof(&b, r.Proof)
	if f := r.Fact; f != nil {
		b.WriteString("fact " + f.Table + "/" + f.ID + " " + strconv.FormatInt(f.Rev, 10) + "\n")
		b.WriteString("salt " + base64.StdEncoding.EncodeToString(f.Salt) + "\nbody " + f.Body + "\n")
	}
	b.WriteString("key " + r.Key + "\n\n" + r.Checkpoint)
	return b.String()
}

func writeProof(b *strings.Builder, proof [][32]byte) {
	for _, p := range proof {
		b.WriteString("proof " + base64.StdEncoding.EncodeToString(p[:]) + "\n")
	}
}

// scanner takes the lines of a file one after the other.
type scanner struct {
	rest string
	bad  bool
}

// line takes a line that begins with a word and gives what follows it.
func (s *scanner) line(word string) string {
	line, rest, ended := strings.Cut(s.rest, "\n")
	value, marked := strings.CutPrefix(line, word)
	if s.bad = s.bad || !ended || !marked; s.bad {
		return ""
	}
	s.rest = rest
	return value
}

// only takes a line that has nothing after its word.
func (s *scanner) only(word string) {
	if s.line(word) != "" {
		s.bad = true
	}
}

// next says whether the next line begins with a word.
func (s *scanner) next(word string) bool { return !s.bad && strings.HasPrefix(s.rest, word) }

// number reads a count as it is written: no sign, no zeros in front.
func (s *scanner) number(text string) int64 {
	n, err := strconv.ParseInt(text, 10, 64)
	s.bad = s.bad || err != nil || n < 0 || n > mostLeaves || strconv.FormatInt(n, 10) != text
	return n
}

func (s *scanner) proof() (out [][32]byte) {
	for s.next("proof ") {
		h, err := decodeHash(s.line("proof "))
		if s.bad = s.bad || err != nil; s.bad {
			return nil
		}
		out = append(out, h)
	}
	return out
}

// parse reads a receipt; ok is false for anything but what Text would write.
func parse(text string) (r *Receipt, ok bool) {
	if !utf8.ValidString(text) || strings.ContainsRune(text, '\r') {
		return nil, false
	}
	r = &Receipt{}
	s := scanner{rest: text}
	s.only(head)
	r.Leaf = s.line("leaf ")
	r.Index = s.number(s.line("index "))
	r.Proof = s.proof()
	if s.next("fact ") {
		r.Fact = s.fact()
	}
	r.Key = s.line("key ")
	s.only("")
	r.Checkpoint = s.rest
	return r, !s.bad && r.Text() == text
}

func (s *scanner) fact() *Fact {
	f := &Fact{}
	name, rev, _ := strings.Cut(s.line("fact "), " ")
	f.Table, f.ID, _ = strings.Cut(name, "/")
	f.Rev = s.number(rev)
	salt, err := base64.StdEncoding.Strict().DecodeString(s.line("salt "))
	s.bad = s.bad || err != nil || len(salt) != 32
	f.Salt, f.Body = salt, s.line("body ")
	return f
}
