package records

import (
	"cmp"
	"database/sql"
	"encoding/json"
	"slices"
	"strings"

	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
	"muster/internal/intake/medical/blind"
)

// Edit is how often somebody corrected what was signed, with whom as the second,
// and which way the corrections went.
type Edit struct {
	Log           unit.Code
	Kind          string
	Actor, Signer ident.ID
	N             int64
	For, Against  int64 // the corrected went on to pass, or to fail; marked less absent, or more
}

// edited are the acts that correct what stood already.
var edited = []string{"exam_section.amend", "exam_section.adopt", "exam_section.refuse", "exam_section.reassign", "exam.band", "preservice_day.correct", "correction.accept"}

// edits counts corrections. Which way one of an examination went is read from the
// conclusion that followed, since its values are sealed; one of attendance from
// the two revisions.
func (r reader) edits(leaves []leaf, list []*exam) ([]Edit, error) {
	passed := map[ident.ID]bool{}
	known := map[ident.ID]bool{}
	for _, e := range list {
		for _, id := range r.recordsOf(e) {
			passed[id], known[id] = e.pass, true
		}
	}
	found := map[Edit]*Edit{}
	for _, l := range leaves {
		if !slices.Contains(edited, l.kind) {
			continue
		}
		key := Edit{Log: l.log, Kind: l.kind, Actor: l.actor, Signer: l.signer}
		if found[key] == nil {
			found[key] = &Edit{Log: l.log, Kind: l.kind, Actor: l.actor, Signer: l.signer}
		}
		e := found[key]
		e.N++
		_, id, _ := strings.Cut(l.subject, "/")
		way := 0
		if known[ident.ID(id)] {
			way = map[bool]int{true: 1, false: -1}[passed[ident.ID(id)]]
		}
		if l.kind == "preservice_day.correct" {
			var err error
			if way, err = r.attendance(l, ident.ID(id)); err != nil {
				return nil, err
			}
		}
		if way > 0 {
			e.For++
		} else if way < 0 {
			e.Against++
		}
	}
	out := make([]Edit, 0, len(found))
	for _, e := range found {
		out = append(out, *e)
	}
	slices.SortFunc(out, func(a, b Edit) int {
		return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Actor, b.Actor), cmp.Compare(a.Signer, b.Signer), cmp.Compare(a.Log, b.Log))
	})
	return out, nil
}

// recordsOf are the ids under which an examination and its sections are kept.
func (r reader) recordsOf(e *exam) []ident.ID {
	out := []ident.ID{r.key.Record(e.candidate, blind.Chief)}
	for _, t := range r.pack.Scale("exam_section") {
		out = append(out, r.key.Record(e.candidate, t.Code))
	}
	return out
}

// attendance is 1 where a correction left fewer absent than before, -1 where more.
func (r reader) attendance(l leaf, id ident.ID) (way int, err error) {
	var absent [2]int
	n := 0
	err = r.tx.Each(`SELECT f.body FROM fact f WHERE f.county = $1 AND f.kind = 'preservice_day' AND f.id = $2 AND f.seq <= (SELECT MAX(x.seq) FROM ledger_leaf x
		WHERE x.log = $1 AND x.subject = $3 AND x.kind = $4 AND x.at = $5) ORDER BY f.rev DESC LIMIT 2`,
		[]any{string(l.log), string(id), l.subject, l.kind, int64(l.at)}, func(rows *sql.Rows) error {
			var text string
			if err := rows.Scan(&text); err != nil {
				return err
			}
			var body struct {
				Absent []string `json:"absent"`
			}
			err := json.Unmarshal([]byte(text), &body)
			absent[min(n, 1)] = len(body.Absent)
			n++
			return err
		})
	if n < 2 {
		return 0, err
	}
	return cmp.Compare(absent[1], absent[0]), err
}
