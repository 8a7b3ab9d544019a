package medical

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/db"
	"muster/internal/frame/ident"
	"muster/internal/frame/policy"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
	"muster/internal/people"
)

// Measured is what the sections measured of somebody at the examination that was
// concluded last, blind re-examinations left out.
type Measured struct {
	Sex    people.Sex
	Values map[string]string // nil: none is held any more
}

// MeasuredIn opens what the sections measured of everybody in an intake of a county,
// by application, for figures that name nobody. What is specially guarded stays
// closed. Whoever uses it has shown before that the reader may see these
// applications; each opening is in the ledger as a reading.
func (v Viewer) MeasuredIn(ctx context.Context, pack *policy.Pack, home unit.Code, intake ident.ID) (map[ident.ID]*Measured, error) {
	var exams []*Exam
	owner, parts := map[ident.ID]*Exam{}, []act.Sealed[Value]{}
	err := v.Road.Store.Read(ctx, func(tx *db.Tx) (err error) {
		owner, parts = map[ident.ID]*Exam{}, nil
		if exams, err = lastExams(tx, home, intake); err != nil {
			return err
		}
		for _, e := range exams {
			for _, id := range PartIDs(pack, v.Key, e) {
				owner[id] = e
			}
		}
		parts, err = signedParts(tx, owner)
		return err
	})
	if err != nil {
		return nil, err
	}
	v.Grants = []access.Grant{{Role: v.Actor.Role, Relation: access.Anybody, Purposes: []access.Purpose{v.Purpose}}}
	opened, err := act.RevealAll(ctx, v.Road, v.Vault, v.look(Parts), foundColumn, parts)
	if err != nil {
		return nil, err
	}
	out := map[ident.ID]*Measured{}
	for _, e := range exams {
		out[e.Case] = &Measured{Sex: e.Sex}
	}
	for i, text := range opened {
		f, err := ReadFindings(text)
		if err != nil {
			return nil, err
		}
		m := out[owner[parts[i].Record.Head().ID].Case]
		if m.Values == nil && len(f.Values) > 0 {
			m.Values = map[string]string{}
		}
		maps.Copy(m.Values, f.Values)
	}
	return out, nil
}

// lastExams are the concluded examinations of an intake, of each person the one that was
// concluded last: the day does not tell two of one day apart, and an id follows from the
// candidate.
func lastExams(tx *db.Tx, home unit.Code, intake ident.ID) ([]*Exam, error) {
	all, err := record.All[Exam](tx, Exams, "application_home = $1 AND cycle = $2 AND state = $3 AND kind <> $4", string(home), string(intake), Concluded, string(Blind))
	return lastOf(all), err
}

// lastOf keeps of each application the examination that was concluded last.
func lastOf(all []*Exam) []*Exam {
	slices.SortFunc(all, func(a, b *Exam) int {
		return cmp.Or(strings.Compare(string(a.Case), string(b.Case)), cmp.Compare(b.Settled, a.Settled), strings.Compare(string(b.On), string(a.On)), strings.Compare(string(b.ID), string(a.ID)))
	})
	return slices.CompactFunc(all, func(a, b *Exam) bool { return a.Case == b.Case })
}

// signedParts are the sections of examinations, in the order of their ids: no order
// in the ledger tells which belong together.
func signedParts(tx *db.Tx, owner map[ident.ID]*Exam) (out []act.Sealed[Value], err error) {
	ids := slices.Sorted(maps.Keys(owner))
	for chunk := range slices.Chunk(ids, 500) {
		args := &access.Args{}
		marks := make([]string, len(chunk))
		for i, id := range chunk {
			marks[i] = args.Add(string(id))
		}
		found, err := record.All[Part](tx, Parts, "id IN ("+strings.Join(marks, ", ")+") AND state = 'closed'", args.Values...)
		if err != nil {
			return nil, err
		}
		slices.SortFunc(found, func(a, b *Part) int { return strings.Compare(string(a.ID), string(b.ID)) })
		for _, p := range found {
			out = append(out, act.Sealed[Value]{Record: p, Subject: owner[p.ID].Subject, Value: p.Found})
		}
	}
	return out, nil
}

// FailedBy says whether the standard speaks against somebody by what was measured,
// section by section as the doctors are shown it.
func (m *Measured) FailedBy(view *policy.View) (bool, error) {
	sections := map[string]bool{}
	for _, item := range Items(view, "") {
		sections[item.Section] = true
	}
	for section := range sections {
		p, err := Propose(view, Items(view, section), m.Sex, m.Values)
		if err != nil || p.Fails {
			return p.Fails, err
		}
	}
	return false, nil
}

// StandardDiffers says whether another pack judges what is measured in another way,
// and lists its changed clauses on specially guarded items, whose values stay closed.
func StandardDiffers(before, after *policy.Pack, view *policy.View) (differs bool, guarded []string) {
	if before == after {
		return false, nil
	}
	for _, c := range policy.Diff(before, after) {
		kind, name, _ := strings.Cut(c.What, " ")
		switch {
		case kind == "clause" && strings.HasPrefix(name, question+"."):
			differs = true
			rule := strings.TrimPrefix(name, question+".")
			item, _, _ := strings.Cut(rule, ".")
			if it, ok := find(Items(view, ""), item); ok && it.Guarded {
				guarded = append(guarded, rule)
			}
		case kind == "derived", kind == "table" && (name == "exam_item" || name == "special_post_height"):
			differs = true
		}
	}
	return differs, guarded
}
