package policy

import (
	"slices"
	"strings"

	"muster/internal/frame/clock"
)

// Span is the time in which something is in force: both days included, an
// empty day is open.
type Span struct {
	From clock.Date `json:"from,omitempty"`
	To   clock.Date `json:"to,omitempty"`
}

// Covers says whether the day lies in the span.
func (s Span) Covers(day clock.Date) bool {
	return (s.From.IsZero() || s.From <= day) && (s.To.IsZero() || day <= s.To)
}

// within is a span and the line that declares it.
type within struct {
	Span
	at node
}

// checkSpans reports gaps and overlaps between the versions of one thing. A
// thing may begin late and end for good, but not be absent in between.
func checkSpans(name string, versions []within) {
	versions = slices.Clone(versions)
	slices.SortStableFunc(versions, func(a, b within) int { return strings.Compare(string(a.From), string(b.From)) })
	for i, v := range versions {
		if !v.To.IsZero() && v.To < v.From {
			v.at.problem("dates.reversed", "“{name}”的终止日早于起始日。", "{name} ends before it begins.", "name", name)
		}
		if i == 0 {
			continue
		}
		before := versions[i-1]
		switch {
		case before.To.IsZero() || v.From <= before.To:
			v.at.problem("dates.overlap", "“{name}”自 {from} 起的版本与第 {line} 行的版本时间重叠。",
				"the version of {name} from {from} overlaps the one on line {line}.", "name", name, "from", v.From, "line", before.at.line)
		case before.To.AddDays(1) < v.From:
			v.at.problem("dates.gap", "“{name}”在 {to} 之后、{from} 之前没有规定。",
				"{name} has no value after {to} and before {from}.", "name", name, "to", before.To, "from", v.From)
		}
	}
}

// boundaries collects the days on which anything changes.
type boundaries map[clock.Date]bool

func (b boundaries) add(s Span) {
	b[s.From] = true
	if !s.To.IsZero() {
		b[s.To.AddDays(1)] = true
	}
}

func (b boundaries) sorted() []clock.Date {
	b[""] = true
	days := make([]clock.Date, 0, len(b))
	for day := range b {
		days = append(days, day)
	}
	slices.Sort(days)
	return days
}
