// Package signup is the first gate: who may apply, who applies, on which
// documents, who is preselected.
//
// An application is always taken while sign-up is open. The law's answer (policy
// questions "eligibility" and "place") stands beside it, clause by clause, and a
// human concludes the preliminary check: the program proposes, it does not
// refuse. What is not known is asked for, never held against anybody. A paper
// that somebody uploads proves nothing by itself: the authority that issued it,
// or two people who saw the original, say that it is right.
package signup

import (
	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/fault"
	"muster/internal/frame/field"
	"muster/internal/frame/house"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/outbox"
	"muster/internal/frame/unit"
	"muster/internal/intake/cases"
	"muster/internal/intake/cycle"
	"muster/internal/office/role"
	"muster/internal/people"
)

// Applying is the body of an application. Place and unit may be left out: then
// it goes to the place of household registration.
type Applying struct {
	Cycle     ident.ID    `f:"cycle,required,ref=cycle" zh:"征集批次" en:"Intake"`
	CycleHome unit.Code   `f:"cycle_home,required" zh:"批次属地" en:"Home of the intake"`
	County    unit.Code   `f:"county,required" zh:"档案属地" en:"Home county of the file"`
	Person    ident.ID    `f:"person,required,ref=person" zh:"人员" en:"Person"`
	AppliesAt cases.Place `f:"applies_at" zh:"应征地(不填为户籍所在地)" en:"Place of application (empty: household)"`
	At        unit.Code   `f:"at" zh:"应征地单位代码(居住地、学校)" en:"Unit of that place (residence, campus)"`
	Consent   bool        `f:"own_consent" zh:"本人自愿应征(未满 18 周岁须勾选)" en:"I apply of my own will (needed under 18)"`
}

// Leaving is the body of withdrawing.
type Leaving struct {
	Reason string `f:"reason,required,max=60,reasons=withdrawal" zh:"理由代码" en:"Reason code"`
	Remark string `f:"remark,long" zh:"说明" en:"In words"`
}

// Open are the states of a case before its approval, in which its person may
// withdraw.
var Open = []string{cases.Applied, cases.Prechecked, cases.Preselected, cases.Summoned, cases.Examined, cases.Recheck, cases.PhysicalPass,
	cases.InVetting, cases.Qualified, cases.Trained, cases.Scored, cases.Proposed, cases.Reserve}

// Declare declares the acts of the gate.
func Declare(h *house.House) {
	act.Declare(h.Book, act.Spec[cases.Case, *cases.Case, Applying]{
		Name: "application.apply", Title: i18n.T("报名应征", "Apply"), Table: cases.Table, New: true, To: []string{cases.Applied},
		By: []access.Grant{role.Self(), role.Grant(role.Clerk, role.Intake)}, Basis: "conscription-regulation 15",
		Unit: func(w *act.Work, b *Applying) (unit.Code, error) { return b.At, nil },
		Do:   func(w *act.Work, c *cases.Case, b *Applying) error { return apply(w, h, c, b) }})
	act.Declare(h.Book, act.Spec[cases.Case, *cases.Case, Leaving]{
		Name: "application.withdraw", Title: i18n.T("退出应征", "Withdraw"), Table: cases.Table, To: []string{cases.Withdrawn}, From: Open,
		By: []access.Grant{role.Self()}, Do: func(w *act.Work, c *cases.Case, b *Leaving) error { return withdraw(h, c, b) }})
	declareDocuments(h)
	declareChecks(h)
}

func withdraw(h *house.House, c *cases.Case, b *Leaving) error {
	if _, err := c.ReasonOf(h, "withdrawal", b.Reason); err != nil {
		return err
	}
	c.Reason, c.Remark, c.State, c.Claim, c.ObjectBy = b.Reason, b.Remark, cases.Withdrawn, "", "" // nothing to contest: it is their own
	return nil
}

func apply(w *act.Work, h *house.House, c *cases.Case, b *Applying) error {
	intake, err := cycle.Of(w, b.CycleHome, b.Cycle)
	if err != nil {
		return err
	}
	p, err := people.LivingOf(w, b.County, b.Person)
	if err != nil {
		return err
	}
	if err := intake.TakesFrom(p.Sex == people.Female, w.Today(), w.Time().Hour()); err != nil {
		return err
	}
	if err := claim(w, c, b); err != nil {
		return err
	}
	if err := settle(w, c, b, p); err != nil {
		return err
	}
	c.Person, c.Name, c.Sex, c.Education = p.ID, p.Name, p.Sex, p.Education
	c.Cycle, c.CycleHome, c.PolicyDay = intake.ID, b.CycleHome, intake.PolicyDay
	c.Consent = b.Consent
	answer, err := Eligibility(h.Pack, c, p)
	if err != nil {
		return err
	}
	c.Eligible = answer.Outcome
	c.Move(cases.Applied, cases.ReachApplied)
	if w.Actor.Person == p.ID {
		return nil
	}
	c.Helper = w.Actor.Account
	w.Notify(people.Tell(p, outbox.SMS, i18n.T("有人代您报名应征", "Somebody applied for you"),
		i18n.T("{office}已代您报名应征。如非本人意愿,请在本人页面退出。", "{office} applied for you. If that is not your wish, withdraw on your page.").
			With("office", w.Tree.Name(w.Actor.Unit))))
	return nil
}

// claim makes the application the one of its person in the intake, wherever it
// is handed in.
func claim(w *act.Work, c *cases.Case, b *Applying) error {
	c.Claim = string(b.Cycle) + "/" + string(b.Person)
	_, _, taken, err := w.Claimed(cases.Table, "claim", c.Claim)
	if err == nil && taken {
		err = fault.New(fault.Conflict, "signup.doubled", "您在本批次已报名。", "There is an application in this intake already.")
	}
	return err
}

// settle says which office handles the application: that of the household, or
// the one of the chosen residence or campus. Whether the choice is right is for
// the preliminary check.
func settle(w *act.Work, c *cases.Case, b *Applying, p *people.Person) error {
	if c.AppliesAt = b.AppliesAt; c.AppliesAt == "" {
		c.AppliesAt = cases.Household
	}
	if c.AppliesAt == cases.Household {
		c.County, c.Unit, c.Place = p.County, p.Unit, p.Place
		return nil
	}
	at, ok := w.Tree.Get(b.At)
	if !ok {
		return fault.New(fault.Invalid, "signup.place", "选择居住地或学校应征的,须填写其单位代码。", "To apply at a residence or a campus, give its unit.").
			OnField("at", "unit.unknown", "单位代码“{code}”不存在。", "There is no unit with the code {code}.", "code", b.At)
	}
	c.County, c.Unit, c.Place = at.Home, at.Code, at.Place
	if at.Home != p.County {
		c.PersonHome = p.County
	}
	return nil
}

// Outcome is the outcome of a preliminary check.
type Outcome string

// Options is the closed list of outcomes.
func (Outcome) Options() []field.Option {
	return []field.Option{{Value: "pass", Label: i18n.T("通过", "pass")}, {Value: "incomplete", Label: i18n.T("待补正(不影响资格)", "incomplete: ask for what is missing")},
		{Value: "fail", Label: i18n.T("不通过", "fail")}}
}
