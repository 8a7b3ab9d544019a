// Package duplicates finds files that may be one person's. It is pure: no I/O,
// no clock. It only proposes; a human decides.
//
// Pairs are looked for inside blocks (same birth date and family name; same
// telephone; same number but for its last four places), and scored by how alike
// the names are (Jaro–Winkler) and what else agrees. A block that is too large
// to say anything, such as a telephone that a whole village shares, is passed
// over beyond its first members.
package duplicates

import (
	"cmp"
	"slices"
	"unicode/utf8"
)

// File is what is compared of one person.
type File struct {
	ID, IDNo, Name, BirthDate, Sex, Phone string
}

// Pair is two files that may be one person's. A sorts before B.
type Pair struct {
	A, B  string
	Score int64 // 0 to 100
}

// Threshold is the least score that is proposed.
const Threshold = 80

// blockSize bounds how many members of a block are compared with each other.
const blockSize = 60

// Find proposes pairs, the likeliest first.
func Find(files []File) []Pair {
	best := map[[2]string]int64{}
	for _, key := range []func(File) string{byBirth, byPhone, byNumber} {
		for _, block := range blocks(files, key) {
			compareAll(block, best)
		}
	}
	pairs := make([]Pair, 0, len(best))
	for ids, score := range best {
		pairs = append(pairs, Pair{ids[0], ids[1], score})
	}
	slices.SortFunc(pairs, func(p, q Pair) int {
		return cmp.Or(cmp.Compare(q.Score, p.Score), cmp.Compare(p.A, q.A), cmp.Compare(p.B, q.B))
	})
	return pairs
}

func byBirth(f File) string {
	family, _ := utf8.DecodeRuneInString(f.Name)
	return f.BirthDate + "|" + string(family)
}

func byPhone(f File) string { return f.Phone }

func byNumber(f File) string {
	if len(f.IDNo) < 18 {
		return ""
	}
	return f.IDNo[:14]
}

func blocks(files []File, key func(File) string) map[string][]File {
	out := map[string][]File{}
	for _, f := range files {
		if k := key(f); k != "" && len(out[k]) < blockSize {
			out[k] = append(out[k], f)
		}
	}
	return out
}

func compareAll(block []File, best map[[2]string]int64) {
	for i, a := range block {
		for _, b := range block[i+1:] {
			if a.ID == b.ID {
				continue
			}
			if score := Score(a, b); score >= Threshold {
				ids := [2]string{min(a.ID, b.ID), max(a.ID, b.ID)}
				best[ids] = max(best[ids], score)
			}
		}
	}
}

// Score says how likely two files are one person's, 0 to 100: the likeness of
// the names counts 50, the birth date 25, the telephone 15, the sex 5, a number
// that differs in one place or two neighbouring ones 30, all capped at 100.
func Score(a, b File) int64 {
	score := int64(Similarity(a.Name, b.Name) * 50)
	if a.BirthDate == b.BirthDate {
		score += 25
	}
	if a.Phone != "" && a.Phone == b.Phone {
		score += 15
	}
	if a.Sex == b.Sex {
		score += 5
	}
	if slips(a.IDNo, b.IDNo) {
		score += 30
	}
	return min(score, 100)
}

// slips says whether two numbers differ as typing slips do: in one place, or by
// two neighbours exchanged.
func slips(a, b string) bool {
	if len(a) != len(b) || a == "" {
		return false
	}
	var at []int
	for i := range len(a) - 1 { // the last place is the check character and follows the others
		if a[i] != b[i] {
			at = append(at, i)
		}
	}
	switch len(at) {
	case 0, 1:
		return true
	case 2:
		return at[1] == at[0]+1 && a[at[0]] == b[at[1]] && a[at[1]] == b[at[0]]
	}
	return false
}

// Similarity is the Jaro–Winkler similarity of two names, 0 to 1.
func Similarity(a, b string) float64 {
	x, y := []rune(a), []rune(b)
	j := jaro(x, y)
	prefix := 0
	for prefix < min(len(x), len(y), 4) && x[prefix] == y[prefix] {
		prefix++
	}
	return j + float64(prefix)*0.1*(1-j)
}

func jaro(x, y []rune) float64 {
	if len(x) == 0 || len(y) == 0 {
		return 0
	}
	window := max(len(x), len(y))/2 - 1
	inX, inY := make([]bool, len(x)), make([]bool, len(y))
	matches := 0
	for i := range x {
		for j := max(0, i-window); j < min(len(y), i+window+1); j++ {
			if !inY[j] && x[i] == y[j] {
				inX[i], inY[j] = true, true
				matches++
				break
			}
		}
	}
	if matches == 0 {
		return 0
	}
	m := float64(matches)
	return (m/float64(len(x)) + m/float64(len(y)) + (m-float64(transposed(x, y, inX, inY))/2)/m) / 3
}

func transposed(x, y []rune, inX, inY []bool) (n int) {
	j := 0
	for i := range x {
		if !inX[i] {
			continue
		}
		for !inY[j] {
			j++
		}
		if x[i] != y[j] {
			n++
		}
		j++
	}
	return n
}
