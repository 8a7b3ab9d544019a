package preservice

import (
	"context"

	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/register"
	"muster/internal/frame/unit"
	"muster/internal/frame/vault"
	"muster/internal/intake/cases"
	"muster/internal/office/role"
)

// Harm is the vault class of what is known of an injury.
type Harm struct{}

// VaultClass is M1.
func (Harm) VaultClass() string { return "M1" }

// Injury is an injury or illness of somebody during the course. What it is stands
// in the vault; it takes no point and no place from anybody.
type Injury struct {
	record.Base
	Course ident.ID           `f:"course,required,filter,ref=preservice_course" zh:"役前教育" en:"Course"`
	Case   ident.ID           `f:"application,required,filter,ref=application" zh:"应征" en:"Application"`
	Person ident.ID           `f:"person,required,filter,ref=person" zh:"人员" en:"Person"`
	Number int64              `f:"number,sort" zh:"学号" en:"Number"`
	Day    clock.Date         `f:"day,required,sort" zh:"日期" en:"Day"`
	Told   vault.Sealed[Harm] `f:"told,hidden" zh:"伤病情况" en:"What happened"`
}

// Injuries is the log of injuries.
var Injuries = injuries()

func injuries() *record.Table {
	t := record.NewTable[Injury]("preservice_injury", i18n.T("役前教育伤病", "Injury"), record.State{Name: register.Active, Label: i18n.T("已登记", "recorded")}, act.VoidState)
	t.Personal = true
	return t
}

// Harming is the body of recording an injury.
type Harming struct {
	Place ident.ID   `f:"preservice_place,required,ref=preservice_place" zh:"学员" en:"Place"`
	Home  unit.Code  `f:"place_home,required" zh:"属地" en:"Home of the place"`
	Day   clock.Date `f:"day,required" zh:"日期" en:"Day"`
	Told  string     `f:"told,required,secret,long,max=2000" zh:"伤病情况与处置" en:"What happened and what was done"`
}

func (r *room) declareInjuries() {
	act.Declare(r.Book, act.Spec[Injury, *Injury, Harming]{
		Name: "preservice_injury.record", Title: i18n.T("登记伤病", "Record an injury"), Table: Injuries, New: true, To: []string{register.Active}, By: officer(), Cause: true, Basis: basis,
		Unit: func(_ *act.Work, b *Harming) (unit.Code, error) { return b.Home, nil }, Do: r.injure})
	r.Shelf.Add(r.Book, &register.Register{Table: Injuries, Floor: "intake", Columns: []string{"course", "number", "day"},
		Read: append(officer(), role.Self())})
}

func (r *room) injure(w *act.Work, i *Injury, b *Harming) error {
	p, err := act.Load[Place](w, Places, b.Home, b.Place)
	if err != nil {
		return err
	}
	c, err := courseOf(w, p.County, p.Course)
	if err != nil {
		return err
	}
	if err := held(w, c, b.Day); err != nil {
		return err
	}
	i.Unit, i.Place = p.Unit, p.Base.Place
	i.Course, i.Case, i.Person, i.Number, i.Day, i.State = c.ID, p.Case, p.Person, p.Number, b.Day, register.Active
	if i.Told, err = vault.Seal(r.Vault, i.sealedAt(), vault.NewClear[Harm]([]byte(b.Told))); err != nil {
		return err
	}
	one, err := act.Load[cases.Case](w, cases.Table, p.CaseHome, p.Case)
	if err != nil {
		return err
	}
	return one.Tell(w, false, i18n.T("已登记您在役前教育期间的伤病", "Your injury during the education is on file"),
		i18n.T("请假天数不影响得分。", "The days you are excused cost you no points."))
}

func (i *Injury) sealedAt() vault.Place {
	return vault.Place{Table: Injuries.Name, Column: "told", Subject: i.Person}
}

// Open reads what happened, for a reader whom the register's grants allow it,
// leaving a leaf of its own.
func (i *Injury) Open(ctx context.Context, road *act.Road, v *vault.Vault, look act.Look) (string, error) {
	content, err := act.Reveal(ctx, road, v, look, i, "told", i.Person, i.Told)
	return string(content), err
}
