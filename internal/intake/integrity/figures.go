package integrity

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/house"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/register"
	"muster/internal/frame/unit"
	"muster/internal/office/role"
)

// Figures are the figures of one county as they stood when a day was closed:
// how many cases had reached each point, and who they were by sex and education.
// They are never changed. Where a later closing finds the people of an earlier
// day under other labels, it says so in delta lines (SECURITY, T12).
type Figures struct {
	record.Base
	Day     clock.Date `f:"day,required,filter,sort" zh:"日期" en:"Day"`
	Reached []string   `f:"reached" zh:"各环节人数" en:"Reached each point"`
	Labels  []string   `f:"labels" zh:"性别与学历构成" en:"By sex and education"`
	Last    ident.ID   `f:"last,hidden" zh:"截止编号" en:"Last case counted"`
	Before  ident.ID   `f:"before,ref=daily_figures" zh:"上一次封存" en:"Closing before"`
	Delta   []string   `f:"delta" zh:"事后改动" en:"Changed afterwards"`
	Hash    string     `f:"hash,max=64" zh:"指纹" en:"Hash"`
}

// FiguresTable is the table of frozen figures.
var FiguresTable = record.NewTable[Figures]("daily_figures", i18n.T("每日封存数据", "Figures of the day"),
	record.State{Name: register.Active, Label: i18n.T("已封存", "frozen")})

// Closing is the body of closing a day.
type Closing struct {
	Remark string `f:"remark,long,max=500" zh:"说明" en:"Remark"`
}

func declareFigures(h *house.House) {
	office := []access.Grant{role.Grant(role.CountyOfficer, role.Intake)}
	act.Declare(h.Book, act.Spec[Figures, *Figures, Closing]{
		Name: "daily_figures.freeze", Title: i18n.T("封存当日数据", "Close the figures of the day"), Table: FiguresTable, New: true, To: []string{register.Active},
		By: office, Basis: "integrity-practice", Do: func(w *act.Work, f *Figures, _ *Closing) error { return freeze(w, f) }})
	h.Shelf.Add(h.Book, &register.Register{Table: FiguresTable, Floor: "intake", Columns: []string{"unit", "day", "reached", "delta", "hash"}, Veil: veilFigures,
		Read: append(inspector(), office[0], role.Grant(role.Supervisor, role.Integrity), role.Grant(role.Leader, role.Intake), role.Grant(role.Assessor, role.Assessment))})
}

// veilFigures leaves of a closing that it was made, its hash and whether anything was
// changed afterwards, to whoever may not open the cases: in a county a level of
// education is often one person, and the figures of insight would hide it in vain.
// The hash tells nothing of the counts, since the last case is in it.
func veilFigures(a access.Actor, r record.Record) {
	if a.Role == role.Inspector || a.Role == role.CountyOfficer {
		return
	}
	f := r.(*Figures)
	for _, lines := range []*[]string{&f.Reached, &f.Labels, &f.Delta} {
		if len(*lines) > 0 {
			*lines = []string{"·"}
		}
	}
}

const (
	reachedCases = `SELECT reach, COUNT(*) FROM application WHERE county = $1 AND state <> 'void' GROUP BY reach`
	// Ids sort by time, so that the cases of an earlier closing are found again.
	labelledCases = `SELECT sex || ' ' || education, COUNT(*) FROM application WHERE county = $1 AND state <> 'void' AND id <= $2 GROUP BY sex || ' ' || education`
	lastCase      = `SELECT COALESCE(MAX(id), '') FROM application WHERE county = $1`
	lastFigures   = "county = $1 AND unit = $2 ORDER BY day DESC, id DESC LIMIT 1"
)

func freeze(w *act.Work, f *Figures) error {
	before, err := act.List[Figures](w, FiguresTable, lastFigures, string(f.County), string(f.Unit))
	if err != nil {
		return err
	}
	if len(before) > 0 && before[0].Day >= w.Today() {
		return fault.New(fault.Conflict, "figures.closed", "{day} 的数据已封存。", "The figures of {day} are closed.", "day", before[0].Day)
	}
	if _, err := w.Query(lastCase, []any{string(f.County)}, (*string)(&f.Last)); err != nil {
		return err
	}
	if f.Reached, err = lines(w, reachedCases, f.County); err != nil {
		return err
	}
	if f.Labels, err = lines(w, labelledCases, f.County, string(f.Last)); err != nil {
		return err
	}
	if len(before) > 0 {
		f.Before = before[0].ID
		now, err := lines(w, labelledCases, f.County, string(before[0].Last))
		if err != nil {
			return err
		}
		f.Delta = delta(before[0], now)
	}
	f.Day, f.State = w.Today(), register.Active
	f.Hash = f.digest(before)
	return nil
}

// lines are the rows of a count, "key=n", in the order of their keys.
func lines(w *act.Work, query string, county unit.Code, more ...any) ([]string, error) {
	counts, err := w.Counts(query, append([]any{string(county)}, more...))
	out := make([]string, 0, len(counts))
	for _, key := range slices.Sorted(maps.Keys(counts)) {
		out = append(out, fmt.Sprintf("%s=%d", key, counts[key]))
	}
	return out, err
}

// delta says what of an earlier closing reads otherwise today.
func delta(before *Figures, now []string) (out []string) {
	then, today := read(before.Labels), read(now)
	all := maps.Clone(then)
	maps.Copy(all, today)
	for _, key := range slices.Sorted(maps.Keys(all)) {
		if then[key] != today[key] {
			out = append(out, fmt.Sprintf("%s %s: %s → %s", before.Day, key, number(then[key]), number(today[key])))
		}
	}
	return out
}

func number(text string) string {
	if text == "" {
		return "0"
	}
	return text
}

func read(lines []string) map[string]string {
	out := map[string]string{}
	for _, line := range lines {
		key, n, _ := strings.Cut(line, "=")
		out[key] = n
	}
	return out
}

// digest is the hash over the figures and over the hash of the closing before,
// so that closings form a chain.
func (f *Figures) digest(before []*Figures) string {
	h := sha256.New()
	previous := ""
	if len(before) > 0 {
		previous = before[0].Hash
	}
	fmt.Fprintf(h, "muster/figures/v2\n%s\n%s\n%s\n%s\n", f.Unit, f.Day, f.Last, previous)
	for _, list := range [][]string{f.Reached, f.Labels, f.Delta} {
		fmt.Fprintf(h, "%d\n", len(list))
		for _, line := range list {
			fmt.Fprintln(h, line)
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Sound says whether a closing still fits its hash, given the one before it, nil
// for the first.
func (f *Figures) Sound(before *Figures) bool {
	if before == nil {
		return f.Hash == f.digest(nil)
	}
	return f.Hash == f.digest([]*Figures{before})
}
