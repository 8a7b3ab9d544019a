package records

import (
	"database/sql"
	"fmt"
	"strings"

	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/ident"
	"muster/internal/frame/policy"
	"muster/internal/frame/unit"
	"muster/internal/intake/medical"
	"muster/internal/intake/medical/blind"
)

// exam is one concluded examination, with everybody who had a hand in it.
type exam struct {
	log                unit.Code // of the station
	station            unit.Code
	on                 string
	kind               string // of case: sex, education, age and whether a special post was signed for
	pass               bool
	chief              ident.ID
	summoner           ident.ID
	desk               ident.ID
	admitted, finished clock.Instant // 0: no leaf says so
	sections           []hand
	candidate          ident.ID
	application        ident.ID
}

// hand is what one doctor had of an examination.
type hand struct {
	section string
	doctor  ident.ID
	signed  bool
}

// Ages at which a case counts as of another kind. They only group cases that are
// alike; no right hangs on them.
const (
	young = 20
	older = 23
)

// examQuery reads first examinations with what their case is like. The file of a
// person may be kept in another county than the case.
const examQuery = `SELECT e.county, e.station, e.exam_on, e.candidate, e.application, e.chief, e.sex, e.outcome, a.education, a.posts, a.policy_day, COALESCE(p.birth_year, 0)
	FROM exam e
	JOIN application a ON a.county = e.application_home AND a.id = e.application
	LEFT JOIN person p ON p.county = CASE WHEN a.person_home = '' THEN a.county ELSE a.person_home END AND p.id = a.person
	WHERE e.cycle = $1 AND e.state = 'concluded' AND e.kind = 'first' AND e.outcome IN ('pass', 'fail') AND (%s)`

// reader reads one snapshot.
type reader struct {
	tx     *db.Tx
	cycle  ident.ID
	ranges []unit.Range
	pack   *policy.Pack
	key    blind.Key
}

// within is the condition for places below the office, with its arguments after
// those that stand already.
func (r reader) within(column string, args []any) (string, []any) {
	parts := []string{"1 = 0"}
	for _, x := range r.ranges {
		args = append(args, string(x.From), string(x.To))
		parts = append(parts, fmt.Sprintf("%s >= $%d AND %s < $%d", column, len(args)-1, column, len(args)))
	}
	return strings.Join(parts, " OR "), args
}

func (r reader) exams() (out []*exam, err error) {
	condition, args := r.within("e.place", []any{string(r.cycle)})
	err = r.tx.Each(fmt.Sprintf(examQuery, condition), args, func(rows *sql.Rows) error {
		e := &exam{}
		var sex, outcome, education, posts, day string
		var born int
		if err := rows.Scan((*string)(&e.log), (*string)(&e.station), &e.on, (*string)(&e.candidate), (*string)(&e.application), (*string)(&e.chief), &sex, &outcome, &education,
			&posts, &day, &born); err != nil {
			return err
		}
		e.pass, e.kind = outcome == string(medical.Pass), kindOf(sex, education, posts, clock.Date(e.on), born)
		out = append(out, e)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, r.sections(out)
}

// kindOf is the kind of a case: cases of one kind are expected to pass alike.
func kindOf(sex, education, posts string, on clock.Date, born int) string {
	age := "?"
	switch years := on.Year() - born; {
	case born == 0:
	case years < young:
		age = fmt.Sprintf("<%d", young)
	case years < older:
		age = fmt.Sprintf("%d+", young)
	default:
		age = fmt.Sprintf("%d+", older)
	}
	post := "ordinary"
	if posts != "" {
		post = "special"
	}
	return sex + "|" + education + "|" + age + "|" + post
}

// sections finds who examined whom: the ids of the sections follow from the
// appointment under the blind key.
func (r reader) sections(list []*exam) error {
	parts := map[ident.ID]hand{}
	condition, args := r.within("place", nil)
	err := r.tx.Each("SELECT id, section, examiner, state FROM exam_section WHERE state <> 'void' AND ("+condition+")", args, func(rows *sql.Rows) error {
		var id, section, doctor, state string
		err := rows.Scan(&id, &section, &doctor, &state)
		parts[ident.ID(id)] = hand{section, ident.ID(doctor), state == medical.Closed || state == medical.Signed || state == medical.Amending}
		return err
	})
	for _, e := range list {
		for _, id := range medical.PartIDs(r.pack, r.key, &medical.Exam{Candidate: e.candidate}) {
			if h, ok := parts[id]; ok {
				e.sections = append(e.sections, h)
			}
		}
	}
	return err
}

// leaf is what the radar needs to know of a leaf.
type leaf struct {
	log           unit.Code
	at            clock.Instant
	kind, subject string
	actor, signer ident.ID
}

// kinds are the acts that the radar reads from the logs.
var kinds = []string{"exam.conclude", "exam_section.sign", "exam_section.amend", "exam_section.adopt", "exam_section.refuse", "exam_section.reassign", "exam.band",
	"exam_appointment.admit", "exam_appointment.walk_in", "application.summon", "preservice_day.correct", "correction.accept"}

// leaves reads the acts of some logs, in their order.
func (r reader) leaves(logs []unit.Code) (out []leaf, err error) {
	for _, log := range logs {
		args := []any{string(log)}
		marks := make([]string, len(kinds))
		for i, k := range kinds {
			args = append(args, k)
			marks[i] = fmt.Sprintf("$%d", len(args))
		}
		err := r.tx.Each("SELECT at, kind, subject, actor, signer FROM ledger_leaf WHERE log = $1 AND outcome = '' AND kind IN ("+strings.Join(marks, ", ")+") ORDER BY seq", args,
			func(rows *sql.Rows) error {
				l := leaf{log: log}
				err := rows.Scan((*int64)(&l.at), &l.kind, &l.subject, (*string)(&l.actor), (*string)(&l.signer))
				out = append(out, l)
				return err
			})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// trace adds to the examinations what the leaves say of them.
func (r reader) trace(list []*exam, leaves []leaf) {
	byCandidate, byCase, byExam := map[ident.ID]*exam{}, map[ident.ID]*exam{}, map[ident.ID]*exam{}
	for _, e := range list {
		byCandidate[e.candidate], byCase[e.application], byExam[r.key.Record(e.candidate, blind.Chief)] = e, e, e
	}
	for _, l := range leaves {
		_, id, _ := strings.Cut(l.subject, "/")
		switch l.kind {
		case "exam_appointment.admit", "exam_appointment.walk_in":
			if e := byCandidate[ident.ID(id)]; e != nil {
				e.desk, e.admitted = l.actor, l.at
			}
		case "application.summon":
			if e := byCase[ident.ID(id)]; e != nil && e.summoner == "" {
				e.summoner = l.actor
			}
		case "exam.conclude":
			if e := byExam[ident.ID(id)]; e != nil {
				e.finished = l.at
			}
		}
	}
}
