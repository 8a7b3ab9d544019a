package records

import (
	"database/sql"
	"slices"
	"strings"

	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
	"muster/internal/intake/medical/blind"
)

// The records of a county that belong to an intake, as the subjects of leaves name
// them. A candidate is whoever was called up or examined here, or elsewhere a second time: that
// conclusion stands in the log of both.
const (
	casesOf      = `SELECT id FROM application WHERE county = $1 AND cycle = $2`
	daysOf       = `SELECT d.id FROM preservice_day d JOIN preservice_course c ON c.county = d.county AND c.id = d.course WHERE d.county = $1 AND c.cycle = $2`
	candidatesOf = `SELECT again.id FROM exam_appointment p JOIN application a ON a.county = p.application_home AND a.id = p.application
		JOIN exam_appointment again ON again.application = p.application WHERE p.county = $1 AND a.cycle = $2
		UNION SELECT candidate FROM exam WHERE county = $1 AND cycle = $2`
	nextIntake = `SELECT COALESCE(MIN(id), '') FROM cycle WHERE id > $1 AND state IN ('open', 'closed')`
)

// ofIntake leaves out what was done in other intakes: the log of a county goes on from
// year to year, and somebody fast, or a pair, of last year is nobody's alarm of this. A
// correction of a file belongs to the intake that was the newest when it was begun.
func (r reader) ofIntake(all []leaf, logs []unit.Code) ([]leaf, error) {
	ours := map[string]bool{}
	for _, log := range logs {
		for query, add := range map[string]func(ident.ID){
			casesOf:      func(id ident.ID) { ours["application/"+string(id)] = true },
			daysOf:       func(id ident.ID) { ours["preservice_day/"+string(id)] = true },
			candidatesOf: func(id ident.ID) { r.candidate(ours, id) },
		} {
			err := r.tx.Each(query, []any{string(log), string(r.cycle)}, func(rows *sql.Rows) error {
				var id ident.ID
				err := rows.Scan((*string)(&id))
				add(id)
				return err
			})
			if err != nil {
				return nil, err
			}
		}
	}
	var next string
	if _, err := r.tx.One(nextIntake, []any{string(r.cycle)}, &next); err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(l leaf) bool {
		if id, correction := strings.CutPrefix(l.subject, "correction/"); correction {
			return id < string(r.cycle) || next != "" && id >= next
		}
		return !ours[l.subject]
	}), nil
}

// candidate marks what is kept of somebody who is examined.
func (r reader) candidate(ours map[string]bool, id ident.ID) {
	ours["exam_appointment/"+string(id)] = true
	ours["exam/"+string(r.key.Record(id, blind.Chief))] = true
	for _, t := range r.pack.Scale("exam_section") {
		ours["exam_section/"+string(r.key.Record(id, t.Code))] = true
	}
}
