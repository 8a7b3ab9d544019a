package draws

import (
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"muster/internal/frame/act"
	"muster/internal/frame/fault"
	"muster/internal/intake/selection/draw"
)

// writeLists turns the lists into the files that are hashed, and checks them.
func writeLists(d *Draw, b *Lists) error {
	candidates, examiners := map[string]bool{}, map[string]bool{}
	d.Candidates, d.Examiners, d.Conflicts = "id\n", "id,capacity\n", "candidate,examiner\n"
	for _, id := range b.Candidates {
		if err := known(candidates, id, "candidates"); err != nil {
			return err
		}
		d.Candidates += id + "\n"
	}
	for _, entry := range b.Examiners {
		id, capacity, _ := strings.Cut(entry, "=")
		if n, err := strconv.ParseUint(capacity, 10, 31); err != nil || strconv.FormatUint(n, 10) != capacity {
			return bad(entry, "examiners")
		}
		if err := known(examiners, id, "examiners"); err != nil {
			return err
		}
		d.Examiners += id + "," + capacity + "\n"
	}
	pairs := map[string]bool{}
	for _, entry := range b.Conflicts {
		candidate, examiner, ok := strings.Cut(entry, "=")
		if !ok || !candidates[candidate] || !examiners[examiner] || pairs[entry] {
			return bad(entry, "conflicts")
		}
		pairs[entry] = true
		d.Conflicts += candidate + "," + examiner + "\n"
	}
	h := draw.ListsHash(d.files())
	d.H = hex.EncodeToString(h[:])
	return nil
}

// known checks an id, which must be new and fit a cell without quotes.
func known(ids map[string]bool, id, fieldName string) error {
	plain := !strings.ContainsFunc(id, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_' || r == '.')
	})
	if id == "" || !plain || ids[id] {
		return bad(id, fieldName)
	}
	ids[id] = true
	return nil
}

func bad(entry, fieldName string) error {
	return fault.New(fault.Invalid, "draw.list", "名单中的“{entry}”格式不对、重复或指向不在名单中的人。", "The entry {entry} is malformed, doubled, or names somebody who is not on the lists.", "entry", entry).
		OnField(fieldName, "draw.list", "请检查“{entry}”。", "Look at {entry}.", "entry", entry)
}

func (d *Draw) files() draw.Files {
	return draw.Files{Candidates: []byte(d.Candidates), Examiners: []byte(d.Examiners), Conflicts: []byte(d.Conflicts)}
}

// undrawn refuses a candidate who stands on another draw at the station, unless that
// draw is over and left them without an examiner: who could be listed again could be
// drawn until the examiner suits.
func undrawn(w *act.Work, b *Lists) error {
	at, ok := w.Tree.Get(b.Station)
	if !ok {
		return act.UnknownUnit(b.Station)
	}
	list, err := act.List[Draw](w, Table, "county = $1 AND station = $2 AND state IN ($3, $4, $5)", string(at.Home), string(b.Station), Frozen, Committed, Concluded)
	if err != nil {
		return err
	}
	for _, d := range list {
		for _, id := range d.taken() {
			if slices.Contains(b.Candidates, id) {
				return fault.New(fault.Conflict, "draw.listed", "考生 {id} 已在抽签“{name}”中,不得另行抽签。", "The candidate {id} is on the draw {name} already and cannot be drawn apart from it.", "id", id, "name", d.Name).
					OnField("candidates", "draw.listed", "{id} 已在另一次抽签中。", "{id} is on another draw.", "id", id)
			}
		}
	}
	return nil
}

// taken lists the candidates of a draw who cannot be on another one.
func (d *Draw) taken() (out []string) {
	if d.State != Concluded {
		for _, r := range rows(d.Candidates) {
			out = append(out, r[0])
		}
		return out
	}
	for _, r := range rows(d.Assigned) {
		if r[2] != "" {
			out = append(out, r[1])
		}
	}
	return out
}

// rows are the lines of a list without its header.
func rows(file string) [][]string {
	var out [][]string
	for _, line := range strings.Split(strings.TrimSuffix(file, "\n"), "\n")[1:] {
		out = append(out, strings.Split(line, ","))
	}
	return out
}

func (d *Draw) lists() (l draw.Lists) {
	for _, r := range rows(d.Candidates) {
		l.Candidates = append(l.Candidates, r[0])
	}
	for _, r := range rows(d.Examiners) {
		n, _ := strconv.ParseInt(r[1], 10, 64) // writeLists wrote a number
		l.Examiners = append(l.Examiners, draw.Examiner{ID: r[0], Capacity: n})
	}
	for _, r := range rows(d.Conflicts) {
		l.Conflicts = append(l.Conflicts, draw.Conflict{Candidate: r[0], Examiner: r[1]})
	}
	return l
}
