package selection

import (
	"muster/internal/frame/clock"
	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
	"muster/internal/intake/cases"
)

// NoticeRow is one line of a public notice. It can hold the rank, a masked name, the
// township or school and the notice, and nothing else about a person (SECURITY, 3.8).
type NoticeRow struct {
	Rank   int64
	Name   string // masked
	Place  string // township or school
	Notice ident.ID
}

// NoticeRowOf is the line of a case: the row that the root of the notice commits to.
func NoticeRowOf(tree *unit.Tree, c *cases.Case) NoticeRow {
	row := rowOf(tree, c)
	return NoticeRow{Rank: row.Rank, Name: row.Name, Place: row.Place, Notice: c.Ranking}
}

// Over says whether a list was on notice and the notice has ended.
func (r *Ranking) Over(day clock.Date) bool {
	return r.NoticeTo != "" && (r.State == OnShow || r.State == Cleared) && !r.OnNotice(day)
}
