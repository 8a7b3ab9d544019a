package medical

import (
	"context"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/ident"
	"muster/internal/frame/policy"
	"muster/internal/frame/record"
	"muster/internal/frame/vault"
	"muster/internal/intake/medical/blind"
	"muster/internal/office/role"
	"muster/internal/people"
)

// PartIDs are the ids of the sections of an examination, in the order of the pack.
func PartIDs(pack *policy.Pack, key blind.Key, e *Exam) (ids []ident.ID) {
	for _, t := range pack.Scale("exam_section") {
		ids = append(ids, key.Record(e.Candidate, t.Code))
	}
	return ids
}

// SectionReaders may open the results of a section: the examiner to whom it was
// drawn, until the examination is concluded.
func SectionReaders() []access.Grant { return []access.Grant{mine(Waiting, Called, Signed, Amending)} }

// ChiefReaders may open the results of every section of a number at their station.
func ChiefReaders() []access.Grant { return []access.Grant{atStation(role.ChiefExaminer)} }

// OwnReaders are citizens. Whoever uses them has shown before that the examination
// is the reader's own: its records do not say so.
func OwnReaders() []access.Grant {
	return []access.Grant{{Role: role.Citizen, Relation: access.Anybody, Purposes: []access.Purpose{role.Own}}}
}

// Viewer opens what is sealed for somebody who may see it; every opening leaves a
// leaf.
type Viewer struct {
	Road    *act.Road
	Vault   *vault.Vault
	Key     blind.Key
	Grants  []access.Grant
	Actor   access.Actor
	Purpose access.Purpose
}

func (v Viewer) look(t *record.Table) act.Look {
	return act.Look{Table: t, Grants: v.Grants, Actor: v.Actor, Purpose: v.Purpose, Via: "view"}
}

// Sheet is what a section has found, opened.
type Sheet struct {
	Findings
	Sex     people.Sex
	Law     clock.Date // the law of this day judges it
	Amended *Findings  // a correction that waits for its second signature
}

// Sheet opens the results of a section, its specially guarded ones only where
// guarded is set.
func (v Viewer) Sheet(ctx context.Context, p *Part, guarded bool) (s Sheet, err error) {
	l, err := openLink(v.Key, p)
	if err != nil {
		return s, err
	}
	s.Sex, s.Law = l.Sex, l.Law
	if s.Findings, err = v.findings(ctx, p, l, p.Found, p.Guarded, guarded); err != nil || p.Amended.IsZero() {
		return s, err
	}
	amended, err := v.findings(ctx, p, l, p.Amended, p.AmendedGuarded, guarded)
	s.Amended = &amended
	return s, err
}

func (v Viewer) findings(ctx context.Context, p *Part, l link, open vault.Sealed[Value], kept vault.Sealed[Guarded], guarded bool) (f Findings, err error) {
	text, err := act.Reveal(ctx, v.Road, v.Vault, v.look(Parts), p, foundColumn, l.Person, open)
	if err != nil {
		return f, err
	}
	if f, err = ReadFindings(text); err != nil || !guarded {
		return f, err
	}
	if text, err = act.Reveal(ctx, v.Road, v.Vault, v.look(Parts), p, guardedColumn, l.Person, kept); err != nil {
		return f, err
	}
	more, err := ReadFindings(text)
	for name, value := range more.Values {
		if f.Values == nil {
			f.Values = map[string]string{}
		}
		f.Values[name] = value
	}
	return f, err
}

// Raw opens one device reading of a section.
func (v Viewer) Raw(ctx context.Context, p *Part, x *Reading) (string, error) {
	l, err := openLink(v.Key, p)
	if err != nil {
		return "", err
	}
	if !x.Guarded.IsZero() {
		return act.Reveal(ctx, v.Road, v.Vault, v.look(Readings), x, "raw_guarded", l.Person, x.Guarded)
	}
	return act.Reveal(ctx, v.Road, v.Vault, v.look(Readings), x, "raw", l.Person, x.Raw)
}

// Numbers are the numbers that somebody with an appointment has, by section, and
// the number of the whole examination under blind.Chief; the desk writes them on
// the slip.
func Numbers(pack *policy.Pack, key blind.Key, a *Appointment, e *Exam) map[string]string {
	out := map[string]string{blind.Chief: e.Number}
	attempt := 0
	for key.Number(a.ID, blind.Chief, attempt) != e.Number && attempt < 8 {
		attempt++
	}
	for _, t := range pack.Scale("exam_section") {
		out[t.Code] = key.Number(a.ID, t.Code, attempt)
	}
	return out
}
