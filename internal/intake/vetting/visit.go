package vetting

import (
	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/house"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/register"
	"muster/internal/frame/vault"
	"muster/internal/intake/cases"
)

// Visit is the report of one visitor.
type Visit struct {
	record.Base
	Round   ident.ID                `f:"vetting_round,required,filter,ref=vetting_round" zh:"政治考核" en:"Vetting"`
	Subject ident.ID                `f:"subject,hidden" zh:"对象" en:"About"`
	Visitor ident.ID                `f:"visitor,required,filter,ref=account" zh:"走访人" en:"Visitor"`
	Where   string                  `f:"visit_place,required,filter,max=60" zh:"走访地点" en:"Place"`
	On      clock.Date              `f:"visited_on,sort" zh:"走访日" en:"Day"`
	Met     vault.Sealed[Informant] `f:"met,hidden" zh:"走访对象" en:"Persons met"`
	Report  vault.Sealed[Finding]   `f:"report,hidden" zh:"走访报告" en:"Report"`
}

// Visits is the table of visits.
var Visits = visits()

func visits() *record.Table {
	t := record.NewTable[Visit]("vetting_visit", i18n.T("走访报告", "Visit"), record.State{Name: register.Active, Label: i18n.T("已提交", "reported"), End: true}, act.VoidState)
	t.Personal = true
	return t
}

// Reporting is the body of a visitor's report.
type Reporting struct {
	Where  string     `f:"visit_place,required,max=60" zh:"走访地点(family 家庭、unit 单位、school 学校、neighbours 邻里)" en:"Place (family, unit, school, neighbours)"`
	On     clock.Date `f:"visited_on,required" zh:"走访日" en:"Day of the visit"`
	Met    string     `f:"met,required,secret,class=V3,max=200" zh:"走访了谁(另行密封)" en:"Persons met (sealed apart)"`
	Report string     `f:"report,required,long,secret,class=V2,max=2000" zh:"走访情况" en:"Report"`
}

func declareVisits(h *house.House) {
	act.Declare(h.Book, act.Spec[Round, *Round, Reporting]{
		Name: "vetting_round.visit", Title: i18n.T("提交走访报告", "Report a visit"), Table: Rounds, From: []string{Open}, By: []access.Grant{member},
		NotBy: []string{"vetting_round.visit"}, Basis: "conscription-regulation 24",
		Do: func(w *act.Work, r *Round, b *Reporting) error { return visit(w, h, r, b) }})
	h.Shelf.Add(h.Book, &register.Register{Table: Visits, Floor: "intake", Columns: []string{"vetting_round", "visit_place", "visited_on", "visitor"},
		Read: []access.Grant{member, chair}})
}

// visit keeps one visitor's report, sealed; the same person reports once.
func visit(w *act.Work, h *house.House, r *Round, b *Reporting) error {
	if _, known := h.Pack.Rank("visit_place", b.Where); !known {
		return fault.New(fault.Invalid, "vetting.place", "走访地点不在清单中。", "That place is not in the list.").
			OnField("visit_place", "vetting.place", "不在清单中。", "It is not in the list.")
	}
	if b.On > w.Today() || b.On < r.OpenedOn {
		return fault.New(fault.Invalid, "vetting.day", "走访日应在发起之后、今天之前。", "The visit lies between the opening and today.").
			OnField("visited_on", "vetting.day", "日期不对。", "That day cannot be.")
	}
	if opened, err := w.DidOn(cases.Table, r.County, r.Case, w.Actor.Account, "application.vet"); err != nil {
		return err
	} else if opened {
		return duties()
	}
	v := &Visit{Round: r.ID, Subject: r.Subject, Visitor: w.Actor.Account, Where: b.Where, On: b.On}
	v.Base = record.Base{County: r.County, ID: w.NewID(), Unit: r.Unit, Place: r.Place, State: register.Active}
	var err error
	at := vault.Place{Table: Visits.Name, Column: "report", Subject: r.Subject}
	if v.Report, err = vault.Seal(h.Vault, at, vault.NewClear[Finding]([]byte(b.Report))); err != nil {
		return err
	}
	at.Column = "met"
	if v.Met, err = vault.Seal(h.Vault, at, vault.NewClear[Informant]([]byte(b.Met))); err != nil {
		return err
	}
	w.Save(Visits, v)
	r.Visits++
	return nil
}

func duties() *fault.Fault {
	return fault.New(fault.Denied, "access.duties", "职责须分离:您已办理过此件的前一环节,应由他人办理本环节。",
		"Duties are separated: you did an earlier step of this case, so somebody else must do this one.")
}
