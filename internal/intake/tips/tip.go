package tips

import (
	"slices"
	"strings"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/house"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/register"
	"muster/internal/frame/unit"
	"muster/internal/office/role"
)

// Tip is one report as it is kept. Its unit is the office that it is for.
type Tip struct {
	record.Base
	Day       clock.Date `f:"day,filter,sort" zh:"收到日" en:"Day"`
	Key       ident.ID   `f:"key,hidden" zh:"信箱" en:"Letter box"`
	Box       string     `f:"box,hidden,max=100" zh:"回信箱" en:"Reporter's box"`
	ReplyKey  string     `f:"reply_key,hidden,max=200" zh:"回信公钥" en:"Reporter's public key"`
	Addressed []string   `f:"addressed,hidden" zh:"收件人" en:"Addressed to"`
	InCharge  ident.ID   `f:"in_charge,filter,ref=account" zh:"承办人" en:"In charge"`
	Content   string     `f:"content,hidden,max=200000" zh:"内容" en:"Contents"`
	Outcome   string     `f:"outcome,filter,tally,max=60,reasons=tip" zh:"办理结果" en:"Outcome"`
	ClosedOn  clock.Date `f:"closed_on,sort" zh:"办结日" en:"Closed on"`
}

// States of a report.
const (
	Received = "received"
	Assigned = "assigned"
	Inquiry  = "inquiry"
	Closed   = "closed"
)

// Tips is the table of reports.
var Tips = tips()

func tips() *record.Table {
	t := record.NewTable[Tip]("tip", i18n.T("举报件", "Tip"),
		record.State{Name: Received, Label: i18n.T("已收到", "received")}, record.State{Name: Assigned, Label: i18n.T("已承办", "assigned")},
		record.State{Name: Inquiry, Label: i18n.T("核查中", "in inquiry")}, record.State{Name: Closed, Label: i18n.T("已办结", "closed")})
	t.Personal = true
	return t
}

// Dropped is the body by which a report comes out of the box, or from a paper
// form.
type Dropped struct {
	Office    unit.Code  `f:"office,required,hidden" zh:"受理单位" en:"Office"`
	Day       clock.Date `f:"day,required,hidden" zh:"收到日" en:"Day"`
	Key       ident.ID   `f:"key,required,hidden" zh:"信箱" en:"Letter box"`
	Box       string     `f:"box,required,hidden,secret,max=100" zh:"回信箱" en:"Reporter's box"`
	ReplyKey  string     `f:"reply_key,required,hidden,secret,max=200" zh:"回信公钥" en:"Reporter's public key"`
	Addressed []string   `f:"addressed,required,hidden" zh:"收件人" en:"Addressed to"`
	Content   string     `f:"content,required,hidden,secret,max=200000" zh:"内容" en:"Contents"`
}

// Taking is the body of putting somebody in charge.
type Taking struct {
	Account ident.ID `f:"account,ref=account" zh:"承办人(空为本人)" en:"In charge (empty: yourself)"`
}

// Closing is the body of closing a report with an answer.
type Closing struct {
	Outcome string `f:"outcome,required,max=60,reasons=tip" zh:"办理结果" en:"Outcome"`
	Text    string `f:"text,required,long,secret,class=T1,max=3000" zh:"给举报人的答复(只有持回执者能读)" en:"Answer to the reporter (only the receipt opens it)"`
}

func declareTips(h *house.House) {
	by := []access.Grant{addressed}
	act.Declare(h.Book, act.Spec[Tip, *Tip, Dropped]{
		Name: "tip.collect", Title: i18n.T("开箱取信", "Empty the box"), Table: Tips, New: true, To: []string{Received}, By: []access.Grant{system},
		Unit: func(_ *act.Work, b *Dropped) (unit.Code, error) { return b.Office, nil }, Do: take})
	act.Declare(h.Book, act.Spec[Tip, *Tip, Dropped]{
		Name: "tip.enter", Title: i18n.T("录入纸质举报", "Enter a paper form"), Table: Tips, New: true, To: []string{Received},
		By:   []access.Grant{{Role: role.Inspector, Relation: access.Anybody, Purposes: []access.Purpose{role.Integrity}}},
		Unit: func(_ *act.Work, b *Dropped) (unit.Code, error) { return b.Office, nil }, Do: take})
	act.Declare(h.Book, act.Spec[Tip, *Tip, Taking]{
		Name: "tip.assign", Title: i18n.T("确定承办人", "Put somebody in charge"), Table: Tips, From: []string{Received}, To: []string{Assigned}, By: by, Do: assign})
	act.Declare(h.Book, act.Spec[Tip, *Tip, Empty]{
		Name: "tip.inquire", Title: i18n.T("开始核查", "Begin the inquiry"), Table: Tips, From: []string{Assigned}, To: []string{Inquiry}, By: by,
		Do: func(w *act.Work, t *Tip, _ *Empty) error { t.State = Inquiry; return own(w, t) }})
	act.Declare(h.Book, act.Spec[Tip, *Tip, Reply]{
		Name: "tip.reply", Title: i18n.T("答复举报人", "Write to the reporter"), Table: Tips, From: []string{Received, Assigned, Inquiry, Closed}, By: by,
		Do: func(w *act.Work, t *Tip, b *Reply) error { return reply(w, t, b.Text) }})
	act.Declare(h.Book, act.Spec[Tip, *Tip, Closing]{
		Name: "tip.close", Title: i18n.T("办结", "Close"), Table: Tips, From: []string{Assigned, Inquiry}, To: []string{Closed}, By: by,
		Do: func(w *act.Work, t *Tip, b *Closing) error { return finish(w, h, t, b) }})
	h.Shelf.Add(h.Book, &register.Register{Table: Tips, Floor: "intake", Columns: []string{"day", "unit", "in_charge", "outcome", "state"}, Read: by})
}

func take(_ *act.Work, t *Tip, b *Dropped) error {
	for _, name := range b.Addressed {
		if !strings.HasPrefix(name, string(b.Office)+"/") {
			return fault.New(fault.Invalid, "tip.addressed", "收件人不属于受理单位。", "Somebody addressed is not of the office.")
		}
	}
	t.Day, t.Key, t.Box, t.ReplyKey, t.Addressed, t.Content, t.State = b.Day, b.Key, b.Box, b.ReplyKey, b.Addressed, b.Content, Received
	return nil
}

// assign puts somebody in charge to whom the report is addressed.
func assign(w *act.Work, t *Tip, b *Taking) error {
	who := b.Account
	if who == "" {
		who = w.Actor.Account
	}
	if !slices.Contains(t.Addressed, string(t.Unit)+"/"+string(who)) {
		return fault.New(fault.Invalid, "tip.not_addressed", "此件不是寄给此人的,不能由其承办。", "The report is not addressed to them.").
			OnField("account", "tip.not_addressed", "不在收件人之列。", "Not among those addressed.")
	}
	t.InCharge, t.State = who, Assigned
	return nil
}

// own refuses whoever is not in charge.
func own(w *act.Work, t *Tip) error {
	if t.InCharge == w.Actor.Account {
		return nil
	}
	return fault.New(fault.Denied, "tip.in_charge", "此件由另一人承办。", "Somebody else is in charge of this report.")
}

func finish(w *act.Work, h *house.House, t *Tip, b *Closing) error {
	if err := own(w, t); err != nil {
		return err
	}
	if _, ok := h.Pack.On(w.Today()).Reason("tip." + b.Outcome); !ok {
		return fault.New(fault.Invalid, "reason.unknown", "该结果不在清单中。", "That outcome is not in the list.").
			OnField("outcome", "reason.unknown", "不在清单中。", "It is not in the list.")
	}
	t.Outcome, t.ClosedOn, t.State = b.Outcome, w.Today(), Closed
	return reply(w, t, b.Text)
}
