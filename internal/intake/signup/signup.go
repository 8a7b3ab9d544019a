// Package signup is the first gate: who may apply, who applies, who is
// preselected.
//
// An application is always taken. The law's answer (policy question
// "eligibility") stands beside it, clause by clause, and a human concludes the
// preliminary check: the program proposes, it does not refuse.
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
	"muster/internal/frame/policy"
	"muster/internal/frame/unit"
	"muster/internal/intake/cases"
	"muster/internal/intake/cycle"
	"muster/internal/office/role"
	"muster/internal/people"
)

// Applying is the body of an application.
type Applying struct {
	Cycle     ident.ID  `f:"cycle,required,ref=cycle" zh:"征集批次" en:"Intake"`
	CycleHome unit.Code `f:"cycle_home,required" zh:"批次属地" en:"Home of the intake"`
	County    unit.Code `f:"county,required" zh:"档案属地" en:"Home county of the file"`
	Person    ident.ID  `f:"person,required,ref=person" zh:"人员" en:"Person"`
}

// Outcome is the outcome of a preliminary check.
type Outcome string

// Options is the closed list of outcomes.
func (Outcome) Options() []field.Option {
	return []field.Option{{Value: "pass", Label: i18n.T("通过", "pass")}, {Value: "fail", Label: i18n.T("不通过", "fail")}}
}

// Checking is the body of the preliminary check.
type Checking struct {
	Outcome Outcome `f:"outcome,required" zh:"结论" en:"Outcome"`
	Reason  string  `f:"reason,max=60,reasons=signup" zh:"理由代码" en:"Reason code"`
	Remark  string  `f:"remark,long" zh:"说明" en:"In words"`
}

// Leaving is the body of withdrawing.
type Leaving struct {
	Reason string `f:"reason,required,max=60,reasons=withdrawal" zh:"理由代码" en:"Reason code"`
	Remark string `f:"remark,long" zh:"说明" en:"In words"`
}

// Declare declares the acts of the gate.
func Declare(h *house.House) {
	officer := role.Grant(role.CountyOfficer, role.Intake)
	clerk := role.Grant(role.Clerk, role.Intake)
	act.Declare(h.Book, act.Spec[cases.Case, *cases.Case, Applying]{
		Name: "application.apply", Title: i18n.T("报名应征", "Apply"), Table: cases.Table, New: true, To: []string{cases.Applied},
		By: []access.Grant{role.Self(), clerk}, Basis: "conscription-regulation 15",
		Unit: func(w *act.Work, b *Applying) (unit.Code, error) { return w.Actor.Unit, nil },
		Do:   func(w *act.Work, c *cases.Case, b *Applying) error { return apply(w, h, c, b) }})
	act.Declare(h.Book, act.Spec[cases.Case, *cases.Case, Checking]{
		Name: "application.precheck", Title: i18n.T("初审初检", "Preliminary check"), Table: cases.Table, From: []string{cases.Applied},
		To: []string{cases.Prechecked, cases.NotEligible}, By: []access.Grant{officer}, NotBy: []string{"application.apply"}, Adverse: true,
		Basis: "conscription-regulation 16", Do: func(w *act.Work, c *cases.Case, b *Checking) error { return precheck(w, h, c, b) }})
	act.Declare(h.Book, act.Spec[cases.Case, *cases.Case, people.Empty]{
		Name: "application.preselect", Title: i18n.T("确定为预定征集对象", "Preselect"), Table: cases.Table, From: []string{cases.Prechecked},
		To: []string{cases.Preselected}, By: []access.Grant{officer, clerk}, NotBy: []string{"application.precheck"}, Basis: "conscription-regulation 17",
		Do: func(w *act.Work, c *cases.Case, _ *people.Empty) error {
			c.Move(cases.Preselected, cases.ReachSelected)
			return c.Tell(w, false, i18n.T("您已被确定为预定征集对象", "You are preselected"), i18n.T("请等待体格检查通知。", "You will be told when and where to be examined."))
		}})
	act.Declare(h.Book, act.Spec[cases.Case, *cases.Case, Leaving]{
		Name: "application.withdraw", Title: i18n.T("退出应征", "Withdraw"), Table: cases.Table, To: []string{cases.Withdrawn},
		From: []string{cases.Applied, cases.Prechecked, cases.Preselected, cases.Summoned, cases.Examined, cases.Recheck, cases.PhysicalPass,
			cases.InVetting, cases.Qualified, cases.Trained, cases.Scored, cases.Proposed, cases.Reserve},
		By: []access.Grant{role.Self()}, Do: func(w *act.Work, c *cases.Case, b *Leaving) error {
			if _, err := c.ReasonOf(h, "withdrawal", b.Reason); err != nil {
				return err
			}
			c.Reason, c.Remark, c.State = b.Reason, b.Remark, cases.Withdrawn
			return nil
		}})
}

func apply(w *act.Work, h *house.House, c *cases.Case, b *Applying) error {
	intake, err := cycle.Of(w, b.CycleHome, b.Cycle)
	if err != nil {
		return err
	}
	if w.Today() > intake.SignUp {
		return fault.New(fault.Conflict, "signup.closed", "本批次报名已于 {day} 截止。", "Sign-up for this intake closed on {day}.", "day", intake.SignUp)
	}
	p, err := people.PersonOf(w, b.County, b.Person)
	if err != nil {
		return err
	}
	known, err := act.List[cases.Case](w, cases.Table, "county = $1 AND person = $2 AND cycle = $3 AND state NOT IN ('void', 'withdrawn')",
		string(b.County), string(b.Person), string(b.Cycle))
	if err != nil {
		return err
	}
	if len(known) > 0 {
		return fault.New(fault.Conflict, "signup.doubled", "您在本批次已报名。", "There is an application in this intake already.")
	}
	c.County, c.Unit, c.Place = p.County, p.Unit, p.Place
	c.Person, c.Name, c.Sex, c.Education = p.ID, p.Name, p.Sex, p.Education
	c.Cycle, c.CycleHome, c.PolicyDay = intake.ID, b.CycleHome, intake.PolicyDay
	answer, err := Eligibility(h.Pack, c, p)
	if err != nil {
		return err
	}
	c.Eligible = answer.Outcome
	c.Move(cases.Applied, cases.ReachApplied)
	if w.Actor.Person != p.ID {
		c.Helper = w.Actor.Account
		w.Notify(people.Tell(p, outbox.SMS, i18n.T("有人代您报名应征", "Somebody applied for you"),
			i18n.T("{office}已代您报名应征。如非本人意愿,请在本人页面退出。", "{office} applied for you. If that is not your wish, withdraw on your page.").
				With("office", w.Tree.Name(w.Actor.Unit))))
	}
	return nil
}

// Facts are the facts of a person that the eligibility rules ask for. What is
// not on file is left out, so that the rules ask for it.
func Facts(p *people.Person) map[string]any {
	facts := map[string]any{"birth_date": string(p.BirthDate), "sex": string(p.Sex), "student": p.Student}
	if p.Education != "" {
		facts["education"] = string(p.Education)
	}
	if p.Graduation != nil {
		facts["graduation_year"] = *p.Graduation
	}
	return facts
}

// Eligibility is the law's answer for a person, clause by clause.
func Eligibility(pack *policy.Pack, c *cases.Case, p *people.Person) (policy.Answer, error) {
	return pack.On(c.PolicyDay).Explain("eligibility", Facts(p))
}

func precheck(w *act.Work, h *house.House, c *cases.Case, b *Checking) error {
	if b.Outcome == "pass" {
		c.State = cases.Prechecked
		return nil
	}
	if err := cases.NeedsReason(b.Remark); err != nil {
		return err
	}
	r, err := c.ReasonOf(h, "signup", b.Reason)
	if err != nil {
		return err
	}
	c.State, c.Reason, c.Remark = cases.NotEligible, b.Reason, b.Remark
	return c.TellAdverse(w, h, i18n.T("初审初检未通过", "The preliminary check was not passed"), r, b.Remark)
}
