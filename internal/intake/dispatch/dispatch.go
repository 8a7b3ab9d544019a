// Package dispatch is the fifth gate: transport, hand-over with two signatures,
// and return within the window of the law.
//
// Liability passes at the hand-over: its instant and both signatures are kept.
// A return gives the seat back to the quota that it came from.
package dispatch

import (
	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/house"
	"muster/internal/frame/i18n"
	"muster/internal/intake/cases"
	"muster/internal/intake/quota"
	"muster/internal/office/role"
)

// Transport is the body of dispatching somebody.
type Transport struct {
	Batch string     `f:"batch,required,max=60" zh:"起运批次" en:"Transport"`
	On    clock.Date `f:"departs_on,required" zh:"起运日期" en:"Departs on"`
}

// HandOver is the body of handing somebody over.
type HandOver struct {
	Mode     string `f:"mode,required,max=60" zh:"交接方式(送兵、自行报到、领兵)" en:"Mode (escorted, own travel, collected)"`
	Identity bool   `f:"identity_checked,required" zh:"已当面核对身份" en:"Identity checked in person"`
}

// Return is the body of returning somebody.
type Return struct {
	Reason string `f:"reason,required,max=60,reasons=return" zh:"理由代码(body、vetting、fraud、illness)" en:"Reason code (body, vetting, fraud, illness)"`
	Letter string `f:"letter,required,max=120" zh:"退兵函编号" en:"Number of the letter"`
	Remark string `f:"remark,required,long" zh:"说明(不写医学、考核细节)" en:"In words (no medical or vetting detail)"`
}

// Declare declares the acts of the gate.
func Declare(h *house.House) {
	officer := []access.Grant{role.Grant(role.CountyOfficer, role.Dispatch)}
	receiver := []access.Grant{role.Grant(role.Receiver, role.Dispatch)}
	act.Declare(h.Book, act.Spec[cases.Case, *cases.Case, Transport]{
		Name: "application.dispatch", Title: i18n.T("起运", "Dispatch"), Table: cases.Table, From: []string{cases.Approved}, To: []string{cases.Dispatched},
		By: officer, Basis: "conscription-regulation 35", Do: func(w *act.Work, c *cases.Case, b *Transport) error {
			c.Batch = b.Batch
			c.Move(cases.Dispatched, cases.ReachDispatched)
			return c.Tell(w, false, i18n.T("起运通知", "Departure"), i18n.T("您编入批次 {batch},{day} 起运。", "You leave with {batch} on {day}.").With("batch", b.Batch, "day", b.On))
		}})
	act.Declare(h.Book, act.Spec[cases.Case, *cases.Case, HandOver]{
		Name: "application.hand_over", Title: i18n.T("交接", "Hand over"), Table: cases.Table, From: []string{cases.Dispatched}, To: []string{cases.HandedOver},
		By: officer, Sign: receiver, Basis: "conscription-regulation 41", Do: func(w *act.Work, c *cases.Case, _ *HandOver) error {
			c.HandedAt = w.Now
			c.Move(cases.HandedOver, cases.ReachHandedOver)
			return nil
		}})
	act.Declare(h.Book, act.Spec[cases.Case, *cases.Case, Return]{
		Name: "application.return", Title: i18n.T("退回", "Return"), Table: cases.Table, From: []string{cases.HandedOver}, To: []string{cases.Returned},
		By: receiver, Sign: []access.Grant{role.Grant(role.Approver, role.Selection)}, Adverse: true, Basis: "conscription-regulation 49",
		Do: func(w *act.Work, c *cases.Case, b *Return) error { return giveBack(w, h, c, b) }})
}

// giveBack checks the window and corrects the quota. Fraud knows no window
// (conscription-regulation 56), nor does an illness until it is stable (50).
func giveBack(w *act.Work, h *house.House, c *cases.Case, b *Return) error {
	r, err := c.ReasonOf(h, "return", b.Reason)
	if err != nil {
		return err
	}
	if b.Reason == "body" || b.Reason == "vetting" {
		last, err := h.Pack.On(c.PolicyDay).Due("return", c.HandedAt.Date(h.Pack.Zone()))
		if err != nil {
			return err
		}
		if w.Today() > last {
			return fault.New(fault.Conflict, "return.late", "退兵期限已于 {day} 届满。", "The window for a return closed on {day}.", "day", last)
		}
	}
	q, err := quota.Lock(w, c.County, c.Unit, c.Cycle)
	if err != nil {
		return err
	}
	if err := quota.GiveBack(w, q); err != nil {
		return err
	}
	c.State, c.Reason, c.Remark, c.ApprovedOn = cases.Returned, b.Reason, b.Remark, ""
	subject := i18n.T("您被退回", "You were returned")
	if b.Reason == "fraud" {
		return c.TellAdverse(w, h, subject, r, b.Remark)
	}
	return c.TellPrivately(w, h, subject)
}
