package draw

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"slices"
	"strconv"
)

// Rule is the version of the rule, and the first part of what S is taken over.
const Rule = "muster/draw/v1"

// Hash is a SHA-256 value.
type Hash = [sha256.Size]byte

// Secret is what one contributor revealed.
type Secret struct {
	Value     [32]byte
	Salt      [16]byte
	Defaulted bool // the contributor did not reveal, and this stands in
}

// Commitment is what the contributor publishes before the draw.
func (s *Secret) Commitment() Hash { return sha256.Sum256(append(s.Value[:], s.Salt[:]...)) }

// Examiner is one who takes up to Capacity candidates.
type Examiner struct {
	ID       string
	Capacity int64
}

// Conflict is a pair that must not meet.
type Conflict struct{ Candidate, Examiner string }

// Files are the bytes of the three lists, as published.
type Files struct{ Candidates, Examiners, Conflicts []byte }

// Lists are what the files say. Ids are unique, conflicts name known ids.
type Lists struct {
	Candidates []string
	Examiners  []Examiner
	Conflicts  []Conflict
}

// Assignment is one line of the outcome, in the order of the draw.
type Assignment struct {
	Candidate string
	Examiner  string // empty: nobody was left
}

// ListsHash is H.
func ListsHash(f Files) Hash {
	h := sha256.New()
	prefixed(h, f.Candidates)
	prefixed(h, f.Examiners)
	prefixed(h, f.Conflicts)
	return Hash(h.Sum(nil))
}

// Seed is S.
func Seed(name string, lists Hash, secrets []Secret, public string) Hash {
	h := sha256.New()
	h.Write([]byte(Rule))
	h.Write([]byte{0})
	prefixed(h, []byte(name))
	h.Write(lists[:])
	for i := range secrets {
		prefixed(h, secrets[i].Value[:])
	}
	prefixed(h, []byte(public))
	return Hash(h.Sum(nil))
}

func prefixed(h hash.Hash, x []byte) {
	var length [4]byte
	binary.BigEndian.PutUint32(length[:], uint32(len(x)))
	h.Write(length[:])
	h.Write(x)
}

// StandIn is what takes the place of the n-th contributor, counted from 0, who
// did not reveal. It follows from what was public before anybody committed: the
// name, H in hex, and a value fixed before witnesses.
func StandIn(name, lists string, n int, witnessed string) Secret {
	part := func(what string) Hash {
		h := sha256.New()
		h.Write([]byte("muster/draw/default/v1"))
		h.Write([]byte{0})
		for _, x := range []string{what, name, lists, strconv.Itoa(n), witnessed} {
			prefixed(h, []byte(x))
		}
		return Hash(h.Sum(nil))
	}
	s := Secret{Value: part("secret"), Defaulted: true}
	salt := part("salt")
	copy(s.Salt[:], salt[:])
	return s
}

// Assign draws. The order of the lists does not matter beyond the seed. The cost
// is one HMAC for every pair of a candidate and an examiner with capacity left.
func Assign(seed Hash, lists Lists) []Assignment {
	key := newKeyed(seed)
	drawn := make([]placed, len(lists.Candidates))
	for i, c := range lists.Candidates {
		drawn[i] = placed{key.of('c', c), c}
	}
	slices.SortFunc(drawn, func(a, b placed) int { return bytes.Compare(a.key[:], b.key[:]) })
	conflicts := make(map[Conflict]bool, len(lists.Conflicts))
	for _, x := range lists.Conflicts {
		conflicts[x] = true
	}
	free := slices.DeleteFunc(slices.Clone(lists.Examiners), func(e Examiner) bool { return e.Capacity <= 0 })
	assigned := make([]Assignment, len(drawn))
	for n, d := range drawn {
		assigned[n].Candidate = d.candidate
		best := key.preferred(d.candidate, free, conflicts)
		if best < 0 {
			continue
		}
		assigned[n].Examiner = free[best].ID
		if free[best].Capacity--; free[best].Capacity == 0 {
			free = slices.Delete(free, best, best+1)
		}
	}
	return assigned
}

type placed struct {
	key       Hash
	candidate string
}

// keyed computes HMACs under one key.
type keyed struct {
	mac     hash.Hash
	message []byte
	sum     []byte
}

func newKeyed(seed Hash) *keyed { return &keyed{mac: hmac.New(sha256.New, seed[:])} }

// of is the HMAC of a letter and the prefixed parts.
func (k *keyed) of(letter byte, parts ...string) Hash {
	k.message = append(k.message[:0], letter)
	for _, part := range parts {
		k.message = binary.BigEndian.AppendUint32(k.message, uint32(len(part)))
		k.message = append(k.message, part...)
	}
	k.mac.Reset()
	k.mac.Write(k.message)
	k.sum = k.mac.Sum(k.sum[:0])
	return Hash(k.sum)
}

// preferred is the index of the examiner whom a candidate takes, -1 for nobody.
func (k *keyed) preferred(candidate string, free []Examiner, conflicts map[Conflict]bool) int {
	best, least := -1, Hash{}
	for i := range free {
		if len(conflicts) > 0 && conflicts[Conflict{candidate, free[i].ID}] {
			continue
		}
		if key := k.of('a', candidate, free[i].ID); best < 0 || bytes.Compare(key[:], least[:]) < 0 {
			best, least = i, key
		}
	}
	return best
}
