package vetting

import (
	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/fault"
	"muster/internal/frame/field"
	"muster/internal/frame/house"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/intake/cases"
	"muster/internal/intake/velocity"
)

// Outcome is the conclusion of vetting. What is incomplete has none.
type Outcome string

// Options is the closed list of conclusions.
func (Outcome) Options() []field.Option {
	return []field.Option{{Value: "passed", Label: i18n.T("合格", "passed")}, {Value: "not_passed", Label: i18n.T("不合格", "not passed")}}
}

// Conclusion is the body of the chair's conclusion.
type Conclusion struct {
	Outcome Outcome `f:"outcome,required" zh:"结论" en:"Conclusion"`
	Reason  string  `f:"reason,secret,max=60,reasons=vetting" zh:"理由代码" en:"Reason code"`
	Remark  string  `f:"remark,secret,long,max=500" zh:"说明" en:"In words"`
}

// Adjourning is the body of noting that a vetting is not complete.
type Adjourning struct {
	Remark string `f:"remark,required,long,max=500" zh:"缺什么、由谁补" en:"What is missing, and from whom"`
}

func declareConclusion(h *house.House) {
	act.Declare(h.Book, act.Spec[cases.Case, *cases.Case, Conclusion]{
		Name: "application.conclude_vetting", Title: i18n.T("作出政治考核结论", "Conclude the vetting"), Table: cases.Table, From: []string{cases.InVetting},
		To: []string{cases.Qualified, cases.VettingFail}, By: []access.Grant{chair}, NotBy: []string{"application.vet", "application.conclude_vetting"}, Adverse: true,
		Limits: []act.Limit{velocity.Per(h, "vetting.not_passed", i18n.T("政治考核不合格结论", "vettings not passed"),
			func(c *cases.Case) bool { return c.State == cases.VettingFail })},
		Basis: "conscription-regulation 23", Do: func(w *act.Work, c *cases.Case, b *Conclusion) error { return conclude(w, h, c, b) }})
	act.Declare(h.Book, act.Spec[cases.Case, *cases.Case, Adjourning]{
		Name: "application.adjourn_vetting", Title: i18n.T("考核未完成,告知本人", "Vetting incomplete: tell the person"), Table: cases.Table, From: []string{cases.InVetting},
		By: []access.Grant{chair}, Basis: "conscription-regulation 24", Do: func(w *act.Work, c *cases.Case, _ *Adjourning) error {
			c.PlaceKept = true
			return c.Tell(w, false, i18n.T("政治考核尚未完成", "Your vetting is not complete yet"),
				i18n.T("有关材料尚未齐备,考核继续进行,期间为您保留名额;未完成不等于不合格。", "Something is still missing, so the vetting goes on and your place is kept. Incomplete does not mean failed."))
		}})
}

// conclude needs a whole round with both seals; the chair, not the answers,
// decides, and is somebody who did none of the earlier steps.
func conclude(w *act.Work, h *house.House, c *cases.Case, b *Conclusion) error {
	r, err := RoundOf(w, c)
	if err != nil {
		return err
	}
	if r == nil || r.State != Open {
		return fault.New(fault.Conflict, "vetting.none", "没有进行中的政治考核;请先发起。", "No vetting is under way; open one first.")
	}
	if err := concludable(w, h, r); err != nil {
		return err
	}
	r.State, r.Concluded = Concluded, w.Today()
	w.Save(Rounds, r)
	c.Vetting = string(b.Outcome)
	if b.Outcome == "passed" {
		c.Reason, c.PlaceKept = "", false
		c.Move(cases.Qualified, cases.ReachQualified)
		return c.Tell(w, false, i18n.T("政治考核合格", "Your vetting is passed"), i18n.T("您的政治考核结论为合格。", "You have passed the vetting."))
	}
	if err := cases.NeedsReason(b.Remark); err != nil {
		return err
	}
	if _, err := c.ReasonOf(h, "vetting", b.Reason); err != nil {
		return err
	}
	if b.Reason == "incomplete" || b.Reason == "passed" {
		return fault.New(fault.Invalid, "vetting.reason", "未完成不是不合格的理由。", "That something is incomplete is no reason to fail anybody.").
			OnField("reason", "vetting.reason", "请选不合格的理由。", "Choose a reason of failing.")
	}
	c.State = cases.VettingFail
	if err := c.SealVetting(h, b.Reason, b.Remark); err != nil {
		return err
	}
	return c.TellPrivately(w, h, i18n.T("政治考核有结论", "Your vetting has a result"))
}

func concludable(w *act.Work, h *house.House, r *Round) error {
	if err := ready(w, h, r); err != nil {
		return err
	}
	if r.Sealed.IsZero() || r.Stamped.IsZero() {
		return fault.New(fault.Conflict, "vetting.unsealed", "派出所和县征兵办的印章尚未齐全。", "The seals of the police and of the county office are not both there.")
	}
	return uninvolved(w, r)
}

// worked are the acts on a round of whoever reports, seals or signs in it.
var worked = []string{"vetting_round.visit", "vetting_round.seal_station", "vetting_round.seal_office", "vetting_round.sign_special"}

// uninvolved refuses a chair who answered, visited or sealed.
func uninvolved(w *act.Work, r *Round) error {
	did, err := w.DidOn(Rounds, r.County, r.ID, w.Actor.Account, worked...)
	if err != nil {
		return err
	}
	answered, err := act.List[Check](w, Checks, "county = $1 AND application = $2 AND round = $3", string(r.County), string(r.Case), string(r.ID))
	for _, check := range answered {
		if err != nil || did {
			break
		}
		did, err = w.DidOn(Checks, check.County, check.ID, w.Actor.Account, "vetting_check.answer")
	}
	if err == nil && did {
		err = duties()
	}
	return err
}

// Involved says whether an account answered, visited, sat, sealed or signed in any round
// of a case, so that it does not decide a review of it.
func Involved(w *act.Work, c *cases.Case, account ident.ID) (bool, error) {
	list, err := act.List[Round](w, Rounds, "county = $1 AND application = $2", string(c.County), string(c.ID))
	for _, r := range list {
		if err != nil {
			return false, err
		}
		var did bool
		if did, err = w.DidOn(Rounds, r.County, r.ID, account, worked...); did {
			return true, err
		}
		if r.Session == "" {
			continue
		}
		s, problem := act.List[Session](w, Sessions, "county = $1 AND id = $2", string(r.County), string(r.Session))
		if problem != nil || len(s) == 1 && sits(w, s[0].Attendees, account) {
			return problem == nil, problem
		}
	}
	return false, err
}
