// Package integrity is the fourth gate: a discipline inspector holds a case that
// something is open about, and releases it. A held case cannot be approved.
//
// A hold takes nothing away: the place is kept. Nothing holds a case by itself,
// and nothing releases one by running out of time.
package integrity

import (
	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/fault"
	"muster/internal/frame/house"
	"muster/internal/frame/i18n"
	"muster/internal/intake/cases"
	"muster/internal/office/role"
)

// Holding is the body of holding a case.
type Holding struct {
	Reason string `f:"reason,required,max=60,reasons=integrity" zh:"理由代码" en:"Reason code"`
	Remark string `f:"remark,required,long" zh:"说明" en:"In words"`
}

// Releasing is the body of releasing a case.
type Releasing struct {
	Remark string `f:"remark,required,long" zh:"核查结果" en:"What was found"`
}

// Declare declares the acts of the gate.
func Declare(h *house.House) {
	inspector := []access.Grant{role.Grant(role.Inspector, role.Integrity)}
	from := []string{cases.Prechecked, cases.Preselected, cases.Summoned, cases.Examined, cases.Recheck, cases.PhysicalPass, cases.InVetting,
		cases.Qualified, cases.Trained, cases.Scored, cases.Proposed, cases.Reserve}
	act.Declare(h.Book, act.Spec[cases.Case, *cases.Case, Holding]{
		Name: "application.hold", Title: i18n.T("暂停(待核查)", "Hold"), Table: cases.Table, From: from, By: inspector, Adverse: true,
		Basis: "conscription-regulation 30", Do: func(_ *act.Work, c *cases.Case, b *Holding) error {
			if c.Hold != "" {
				return fault.New(fault.Conflict, "integrity.held", "该件已暂停。", "The case is held already.")
			}
			if _, err := c.ReasonOf(h, "integrity", b.Reason); err != nil {
				return err
			}
			c.Hold, c.PlaceKept = b.Reason, true
			return nil
		}})
	act.Declare(h.Book, act.Spec[cases.Case, *cases.Case, Releasing]{
		Name: "application.release", Title: i18n.T("核查完毕,解除暂停", "Release"), Table: cases.Table, From: from, By: inspector,
		Do: func(_ *act.Work, c *cases.Case, _ *Releasing) error {
			if c.Hold == "" {
				return fault.New(fault.Conflict, "integrity.not_held", "该件未被暂停。", "The case is not held.")
			}
			c.Hold, c.PlaceKept = "", false
			return nil
		}})
}
