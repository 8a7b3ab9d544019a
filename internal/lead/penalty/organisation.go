package penalty

import (
	"slices"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/house"
	"muster/internal/frame/i18n"
	"muster/internal/intake/appeals"
)

// Taking is the body of taking in what an organisation handed in on paper: it has no
// account, and the day on which it was received counts.
type Taking struct {
	On     clock.Date `f:"received_on,required" zh:"收件日(期限以此日为准)" en:"Received on (this day counts)"`
	Number string     `f:"receipt,required,max=60" zh:"收文编号(回执)" en:"Number of the receipt"`
	Words  string     `f:"remark,required,long,max=2000" zh:"单位所写内容" en:"What the organisation wrote"`
}

// declareOrganisations lets the office that found the facts, and the one that reviews,
// take in what an organisation says and its request for a review: a citizen does both by
// themselves, or by a form on paper.
func declareOrganisations(h *house.House, remedies *appeals.Room, desk []access.Grant, decided []string) {
	act.Declare(h.Book, act.Spec[Penalty, *Penalty, Taking]{Name: "penalty.take_statement", Title: i18n.T("登记单位的陈述和申辩", "Take in an organisation's statement"), Table: Penalties,
		Form: i18n.T("单位陈述和申辩书", "Statement of an organisation"),
		From: []string{Noticed, HearingDue, Heard}, By: desk, Cause: true, Basis: "penalty-law 45", Offered: func(p *Penalty, _ clock.Date) bool { return p.Party == organisation },
		Do: func(w *act.Work, p *Penalty, b *Taking) error {
			if err := p.received(w, h, b); err != nil {
				return err
			}
			return p.said(b.Words)
		}})
	act.Declare(h.Book, act.Spec[Penalty, *Penalty, Taking]{Name: "penalty.take_review", Title: i18n.T("登记单位的复核申请", "Take in an organisation's request for a review"), Table: Penalties,
		Form: i18n.T("单位复核申请书", "An organisation's request for a review"),
		// The day of receipt decides: what came in time may be entered as long as any paper may.
		From: decided, By: desk, Cause: true, Offered: func(p *Penalty, today clock.Date) bool {
			most, err := h.Pack.On(today).Int(entryDays)
			return err == nil && p.Party == organisation && today.AddDays(-int(most)) <= p.ObjectBy
		},
		Do: func(w *act.Work, p *Penalty, b *Taking) error {
			if err := p.received(w, h, b); err != nil {
				return err
			}
			return remedies.Ask(w, Penalties, p, b.On, &appeals.Asking{Grounds: b.Words})
		}})
}

// entryDays is the parameter that says how many days after its receipt a paper may be
// entered.
const entryDays = "paper.entry_days"

// organisation is the party without an account.
const organisation Party = "organisation"

// received refuses what a citizen does by themselves, and a day on which nothing that is
// entered today was received (the pack's paper.entry_days).
func (p *Penalty) received(w *act.Work, h *house.House, b *Taking) error {
	if p.Party != organisation {
		return fault.New(fault.Conflict, "penalty.citizen", "公民由本人在本人页面办理,或用带编号的纸质表。", "A citizen does this on their page, or by a form on paper with a code.")
	}
	most, err := h.Pack.On(w.Today()).Int(entryDays)
	if err != nil {
		return err
	}
	first := slices.Max([]clock.Date{p.NoticeOn, w.Today().AddDays(-int(most))})
	if b.On > w.Today() || b.On < first {
		return fault.New(fault.Invalid, "paper.received", "收件日须在 {n} 日内且不在将来。", "It was received within the last {n} days and not in the future.", "n", most).
			OnField("received_on", "paper.received", "收件日不对。", "This cannot be the day.")
	}
	return nil
}
