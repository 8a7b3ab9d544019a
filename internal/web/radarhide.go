package web

import (
	"strings"

	"muster/internal/frame/i18n"
	"muster/internal/insight/radar"
	"muster/internal/insight/radar/records"
	"muster/internal/insight/smallcell"
)

// radarCounts are the counts of the radar's page as its reader is shown them: whoever
// may not open every case sees none of fewer than five people, nor one that tells
// such a one. The zero value shows everything.
type radarCounts struct {
	set   smallcell.Set[radarKey]
	hides bool
}

// radarKey is one count of the page: of a table, a row and a column.
type radarKey struct{ table, row, column string }

// The columns of counts that stand in no table of their own name.
const (
	isN    = "n"
	isX    = "x"
	isLost = "lost"
	isRest = "rest"
)

// hideRadar decides what of the figures a reader is shown.
func hideRadar(f *records.Figures, whole bool) *radarCounts {
	h := &radarCounts{hides: !whole}
	if whole {
		return h
	}
	h.set.Sum(h.put("all", "", isN, f.Exams), h.put("all", "", isX, f.Passed), h.put("all", "", isLost, f.Exams-f.Passed))
	h.funnel(f, "stations", f.Stations)
	h.samples(f)
	h.steps(f)
	for _, x := range f.Identity {
		row := string(x.County)
		h.set.Sum(h.put("identity", row, isN, x.N), h.put("identity", row, "doubted", x.Doubted), h.put("identity", row, isRest, x.N-x.Doubted))
	}
	h.close(f)
	h.set.Hide()
	return h
}

// close guards what must stay closed of the office and its stations since the pages of
// other offices would tell a small count by it.
func (h *radarCounts) close(f *records.Figures) {
	guard := func(table, row string, closed records.Closed) {
		for column, yes := range map[string]bool{isN: closed.N, isX: closed.Passed, isLost: closed.Failed} {
			if yes {
				h.set.Guard(radarKey{table, row, column})
			}
		}
	}
	guard("all", "", f.Office)
	for station, closed := range f.Closed {
		guard("stations", string(station), closed)
		guard("steps", string(station), closed)
	}
}

// list joins titles as the language does.
func (p *page) list(titles []i18n.Text) string {
	var out []string
	for _, t := range titles {
		out = append(out, p.T(t))
	}
	return strings.Join(out, p.T(i18n.T("、", ", ")))
}

func (h *radarCounts) put(table, row, column string, n int64) int {
	return h.set.Count(radarKey{table, row, column}, n)
}

// funnel adds the counts of a funnel: those compared and those left out make up
// everybody.
func (h *radarCounts) funnel(f *records.Figures, table string, points []radar.Point) {
	ns, xs, n, x := []int{}, []int{}, f.Exams, f.Passed
	for _, p := range points {
		at, of := h.put(table, p.Name, isN, p.N), h.put(table, p.Name, isX, p.X)
		h.set.Sum(at, of, h.put(table, p.Name, isLost, p.N-p.X))
		ns, xs, n, x = append(ns, at), append(xs, of), n-p.N, x-p.X
	}
	h.sum(h.put("all", "", isN, f.Exams), ns, radarKey{table, isRest, isN}, n)
	h.sum(h.put("all", "", isX, f.Passed), xs, radarKey{table, isRest, isX}, x)
}

// sum says that a count is the sum of others and of a rest that stands nowhere. No
// rest is not a count that could be hidden: everybody sees that there is none.
func (h *radarCounts) sum(total int, parts []int, key radarKey, rest int64) {
	if rest > 0 {
		parts = append(parts, h.set.Count(key, rest))
	}
	if len(parts) > 0 {
		h.set.Sum(total, parts...)
	}
}

func (h *radarCounts) samples(f *records.Figures) {
	for _, s := range f.Samples {
		row := string(s.Station)
		compared, differ := h.put("samples", row, "compared", s.Compared), h.put("samples", row, "differ", s.Differ)
		h.set.Sum(h.put("samples", row, "drawn", s.Drawn), compared, h.put("samples", row, "open", s.Drawn-s.Compared))
		h.set.Sum(compared, differ, h.put("samples", row, "agree", s.Compared-s.Differ))
		h.set.Sum(differ, h.put("samples", row, "failed", s.Failed), h.put("samples", row, "otherwise", s.Differ-s.Failed))
	}
}

func (h *radarCounts) steps(f *records.Figures) {
	var ns []int
	for _, s := range f.Steps {
		row := string(s.Station)
		ns = append(ns, h.put("steps", row, isN, s.N))
		h.put("steps", row, "unadmitted", s.Unadmitted)
		h.put("steps", row, "unsigned", s.Unsigned)
		h.put("steps", row, "hasty", s.Hasty)
		for _, p := range f.Stations {
			if p.Name == row { // the same examinations, but for those of kinds that nobody else has
				h.set.Sum(h.put("steps", row, isN, s.N), h.put("stations", row, isN, p.N), h.put("stations", row, "alone", s.N-p.N))
			}
		}
	}
	h.sum(h.put("all", "", isN, f.Exams), ns, radarKey{"steps", isRest, isN}, 0)
}

// cell is a count as the reader is shown it.
func (h *radarCounts) cell(table, row, column string, n int64) smallcell.Cell {
	if !h.hides {
		return smallcell.Cell{N: n}
	}
	return h.set.Cell(radarKey{table, row, column})
}

// show renders a count.
func (h *radarCounts) show(table, row, column string, n int64) string {
	return shownCell(h.cell(table, row, column, n))
}

// enough is so many examinations by others that one more pass among them does not
// show in whole percents.
const enough = 100

// compares says what of the comparison with the others is shown at a point: nothing
// where its own counts are hidden, or where the others are so few that what is hidden
// of one of them could be computed from it; otherwise all, in whole percents where
// something of them is hidden.
func (h *radarCounts) compares(table string, points []radar.Point, p radar.Point) (shown, rounded bool) {
	if !h.hides {
		return true, false
	}
	others := -p.N
	for _, x := range points {
		others += x.N
		rounded = rounded || h.closed(table, x)
	}
	return !h.closed(table, p) && (!rounded || others >= enough), rounded
}

func (h *radarCounts) closed(table string, p radar.Point) bool {
	return h.cell(table, p.Name, isN, p.N).Hidden || h.cell(table, p.Name, isX, p.X).Hidden || h.cell(table, p.Name, isLost, p.N-p.X).Hidden
}
