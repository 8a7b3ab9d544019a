package smallcell

// Set is the counts of a page or a file under keys, with the sums that hold between
// them, so that a count that is shown in several places is hidden in all or in none.
// The zero value is empty. It is not safe for concurrent use.
type Set[Key comparable] struct {
	table   Table
	at      map[Key]int
	decided bool
}

// Count puts a count under a key, once; it returns its place.
func (s *Set[Key]) Count(key Key, n int64) int {
	if at, known := s.at[key]; known {
		return at
	}
	if s.at == nil {
		s.at = map[Key]int{}
	}
	s.at[key] = s.table.Count(n)
	return s.at[key]
}

// Sum says that one count is the sum of others, by their places.
func (s *Set[Key]) Sum(total int, parts ...int) { s.table.Equal(Sum(total, parts...)) }

// Guard says that a count that was put must not become known, however many it is of.
func (s *Set[Key]) Guard(key Key) {
	if at, known := s.at[key]; known {
		s.table.Guard(at)
	}
}

// Hide decides what is hidden; without it everything is shown.
func (s *Set[Key]) Hide() {
	s.table.Decide()
	s.decided = true
}

// Cell is a count as its reader is shown it; one that was never put is hidden.
func (s *Set[Key]) Cell(key Key) Cell {
	at, known := s.at[key]
	if !known {
		return Cell{Hidden: true}
	}
	return Cell{N: s.table.counts[at], Hidden: s.decided && !s.table.Known(at)}
}
