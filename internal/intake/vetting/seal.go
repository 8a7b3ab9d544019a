package vetting

import (
	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/fault"
	"muster/internal/frame/house"
	"muster/internal/frame/i18n"
	"muster/internal/intake/cases"
)

// Stamp is the body of a seal or signature.
type Stamp struct {
	Document string `f:"document,required,max=120" zh:"文书编号" en:"Number of the document"`
}

func declareSeals(h *house.House) {
	basis := "conscription-regulation 24"
	act.Declare(h.Book, act.Spec[Round, *Round, Stamp]{
		Name: "vetting_round.seal_station", Title: i18n.T("派出所盖章", "Seal of the police"), Table: Rounds, From: []string{Open}, By: []access.Grant{police},
		NotBy: []string{"vetting_round.visit", "vetting_round.seal_office"}, Basis: basis, Do: func(w *act.Work, r *Round, _ *Stamp) error {
			if !r.Sealed.IsZero() {
				return doubled()
			}
			if err := ready(w, h, r); err != nil {
				return err
			}
			r.Sealed = w.Today()
			return nil
		}})
	act.Declare(h.Book, act.Spec[Round, *Round, Stamp]{
		Name: "vetting_round.seal_office", Title: i18n.T("县征兵办盖章", "Seal of the county office"), Table: Rounds, From: []string{Open}, By: []access.Grant{officer},
		NotBy: []string{"vetting_round.visit", "vetting_round.seal_station"}, Basis: basis, Do: func(w *act.Work, r *Round, _ *Stamp) error { return stamp(w, h, r) }})
	act.Declare(h.Book, act.Spec[Round, *Round, Stamp]{
		Name: "vetting_round.sign_special", Title: i18n.T("接兵部队签署(特殊岗位)", "Sign for the receiving unit (special posts)"), Table: Rounds, From: []string{Open, Concluded},
		By: []access.Grant{receiver}, Basis: "conscription-regulation 25", Do: func(w *act.Work, r *Round, _ *Stamp) error {
			if !r.Special || !r.UnitSigned.IsZero() {
				return doubled()
			}
			r.UnitSigned = w.Today()
			return nil
		}})
}

// stamp is the seal of the county office: another office than the police, and
// somebody other than who opened the vetting.
func stamp(w *act.Work, h *house.House, r *Round) error {
	opened, err := w.DidOn(cases.Table, r.County, r.Case, w.Actor.Account, "application.vet")
	if err != nil {
		return err
	}
	switch {
	case opened:
		return duties()
	case w.Actor.Unit == r.Station:
		return fault.New(fault.Denied, "vetting.two_offices", "两枚印章须由两个单位分别加盖。", "The two seals are those of two offices.")
	case !r.Stamped.IsZero():
		return doubled()
	}
	if err := ready(w, h, r); err != nil {
		return err
	}
	r.Stamped = w.Today()
	return nil
}

func doubled() *fault.Fault {
	return fault.New(fault.Conflict, "vetting.sealed", "已办理,或此件不需要。", "It was done already, or is not needed here.")
}
