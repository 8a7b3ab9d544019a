package sim

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// row is a quota row as a list keeps it.
type row struct {
	unit, tag   string
	least, most int64
}

func rowsOf(rule fact) (out []row) {
	out = append(out, row{unit: rule.Unit, tag: "*", most: rule.Seats})
	for _, text := range rule.Rows {
		parts := strings.SplitN(text, " ", 4)
		least, most, _ := strings.Cut(parts[2], "..")
		q := row{unit: parts[0], tag: parts[1], most: 1 << 40}
		q.least, _ = strconv.ParseInt(least, 10, 64)
		if most != "" {
			q.most, _ = strconv.ParseInt(most, 10, 64)
		}
		out = append(out, q)
	}
	return out
}

// counts says whether an entry counts for a row: its tag, at the row's unit or below.
func (q row) counts(rule, f fact) bool {
	if q.tag != "*" && !slices.Contains(f.Tags, q.tag) {
		return false
	}
	parent := map[string]string{}
	for _, entry := range rule.Units {
		code, above, _ := strings.Cut(entry, "=")
		parent[code] = above
	}
	for at := cmp.Or(f.SeatUnit, rule.Unit); at != ""; at = parent[at] {
		if at == q.unit {
			return true
		}
	}
	return false
}

// successor is the place on the list of whoever moves up next, -1 for nobody. The
// seats of the list themselves bind nobody here: that one is free was counted.
func successor(rule fact, list []fact) int {
	rows, best, least := rowsOf(rule), -1, int64(1<<40)
	for i, f := range list {
		if f.State != "reserve" {
			continue
		}
		short, allowed := int64(0), true
		for n, q := range rows {
			have := int64(0)
			for j, other := range list {
				if (j == i || slices.Contains([]string{"proposed", "approved", "dispatched", "handed_over"}, other.State)) && q.counts(rule, other) {
					have++
				}
			}
			allowed = allowed && (n == 0 || have <= q.most || !q.counts(rule, f))
			short += max(0, q.least-have)
		}
		if allowed && short < least {
			best, least = i, short
		}
	}
	return best
}
