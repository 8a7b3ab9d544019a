package people

import (
	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/field"
	"muster/internal/frame/house"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/outbox"
	"muster/internal/frame/record"
	"muster/internal/frame/register"
	"muster/internal/frame/unit"
	"muster/internal/office/role"
)

// Ground is a ground of deferral, as the law names them.
type Ground string

// Options is the closed list of grounds; the policy pack says which of them the
// law of the day still knows.
func (Ground) Options() []field.Option {
	return []field.Option{{Value: "sole_breadwinner", Label: i18n.T("维持家庭生活唯一劳动力", "sole breadwinner of the family")},
		{Value: "student", Label: i18n.T("在校学习", "student")}}
}

// DeferralBody is the body of asking for a deferral.
type DeferralBody struct {
	OfPerson
	Ground   Ground `f:"ground,required" zh:"事由" en:"Ground"`
	Evidence string `f:"evidence,required,max=120" zh:"证明编号及出具单位" en:"Certificate, and who issued it"`
	Words    string `f:"words,required,long" zh:"情况说明" en:"In words"`
}

// Deferral is a request to be conscripted later, and what came of it.
type Deferral struct {
	record.Base
	Person   ident.ID   `f:"person,required,filter,ref=person" zh:"人员" en:"Person"`
	Name     string     `f:"name,search,class=I1,max=60" zh:"姓名" en:"Name"`
	Ground   Ground     `f:"ground,filter" zh:"事由" en:"Ground"`
	Evidence string     `f:"evidence,max=120" zh:"证明编号及出具单位" en:"Certificate, and who issued it"`
	Words    string     `f:"words,long" zh:"情况说明" en:"In words"`
	Answer   string     `f:"answer,max=30" zh:"政策核对" en:"What the law says"`
	DueBy    clock.Date `f:"due_by,sort,due" zh:"应于此日前办理" en:"To be dealt with by"`
	Until    clock.Date `f:"until" zh:"缓征至" en:"Deferred until"`
	Checked  string     `f:"checked,max=120" zh:"核实编号" en:"Checked under"`
	Code     string     `f:"code,max=60,reasons=deferral" zh:"理由代码" en:"Reason code"`
	ObjectBy clock.Date `f:"object_by" zh:"可申请复核至" en:"Review may be asked for until"`
	ToldOn   clock.Date `f:"told_on,hidden" zh:"告知结论日" en:"Told of the result on"`
	Reason   string     `f:"reason,long" zh:"决定理由" en:"Reason of the decision"`
}

// States of a deferral.
const (
	DeferralAsked   = "asked"
	DeferralChecked = "checked"
	DeferralGranted = "granted"
	DeferralRefused = "refused"
	DeferralEnded   = "ended"
)

// Deferrals is the table of deferrals.
var Deferrals = personal(record.NewTable[Deferral]("deferral", i18n.T("缓征", "Deferral"),
	record.State{Name: DeferralAsked, Label: i18n.T("待核实", "asked for")},
	record.State{Name: DeferralChecked, Label: i18n.T("已核实待决定", "checked")},
	record.State{Name: DeferralGranted, Label: i18n.T("已缓征", "deferred")},
	record.State{Name: DeferralRefused, Label: i18n.T("未准", "refused"), End: true},
	record.State{Name: DeferralEnded, Label: i18n.T("已结束", "ended"), End: true},
	act.VoidState))

// Check is the body of checking the evidence with its source.
type Check struct {
	Checked string `f:"checked,required,max=120" zh:"核实编号(出证单位答复)" en:"Reference of the issuer's answer"`
}

// Granting is the body of granting a deferral.
type Granting struct {
	Until  clock.Date `f:"until,required" zh:"缓征至" en:"Until"`
	Reason string     `f:"reason,required,long" zh:"理由" en:"Reason"`
}

// Refusal is the body of refusing a deferral.
type Refusal struct {
	Code   string `f:"code,required,max=60,reasons=deferral" zh:"理由代码" en:"Reason code"`
	Reason string `f:"reason,required,long" zh:"理由" en:"Reason"`
}

func declareDeferrals(h *house.House) {
	officer, clerk := role.Grant(role.CountyOfficer, role.Intake), role.Grant(role.Clerk, role.Registration)
	by := []access.Grant{officer}
	act.Declare(h.Book, act.Spec[Deferral, *Deferral, DeferralBody]{
		Name: "deferral.ask", Title: i18n.T("申请缓征", "Ask to be deferred"), Table: Deferrals, New: true, To: []string{DeferralAsked},
		By: []access.Grant{role.Self(), clerk}, Basis: "service-law 23", Unit: func(*act.Work, *DeferralBody) (unit.Code, error) { return "", nil },
		Do: func(w *act.Work, d *Deferral, b *DeferralBody) error { return askDeferral(w, h, d, b) }})
	act.Declare(h.Book, act.Spec[Deferral, *Deferral, Check]{
		Name: "deferral.check", Title: i18n.T("向出证单位核实", "Check with the issuer"), Table: Deferrals, From: []string{DeferralAsked}, To: []string{DeferralChecked},
		By: []access.Grant{officer, clerk}, NotBy: []string{"deferral.ask"},
		Do: func(_ *act.Work, d *Deferral, b *Check) error {
			d.Checked, d.State = b.Checked, DeferralChecked
			return nil
		}})
	act.Declare(h.Book, act.Spec[Deferral, *Deferral, Granting]{
		Name: "deferral.grant", Title: i18n.T("准予缓征", "Grant the deferral"), Table: Deferrals, From: []string{DeferralChecked}, To: []string{DeferralGranted},
		By: by, NotBy: []string{"deferral.ask", "deferral.check"}, Basis: "service-law 23",
		Do: func(w *act.Work, d *Deferral, b *Granting) error { return grantDeferral(w, d, b) }})
	act.Declare(h.Book, act.Spec[Deferral, *Deferral, Refusal]{
		Name: "deferral.refuse", Title: i18n.T("不予缓征", "Refuse the deferral"), Table: Deferrals, From: []string{DeferralChecked}, To: []string{DeferralRefused},
		By: by, NotBy: []string{"deferral.ask", "deferral.check"}, Adverse: true, Basis: "service-law 23",
		Do: func(w *act.Work, d *Deferral, b *Refusal) error { return refuseDeferral(w, h, d, b) }})
	act.Declare(h.Book, act.Spec[Deferral, *Deferral, Verdict]{
		Name: "deferral.end", Cause: true, Title: i18n.T("缓征事由消失", "The ground has ended"), Table: Deferrals, From: []string{DeferralGranted}, To: []string{DeferralEnded},
		By: []access.Grant{role.Self(), officer}, Adverse: true, Basis: "service-law 23",
		Do: func(w *act.Work, d *Deferral, b *Verdict) error { return endDeferral(w, h, d, b.Reason) }})
	h.Shelf.Add(h.Book, &register.Register{Table: Deferrals, Floor: "people", Read: []access.Grant{role.Self(), clerk, officer},
		Columns: []string{"name", "ground", "answer", "due_by", "until", "state"}})
}

// askDeferral notes the request with what the law of the day says to it. What it
// says decides nothing: an officer does.
func askDeferral(w *act.Work, h *house.House, d *Deferral, b *DeferralBody) error {
	p, err := LivingOf(w, b.County, b.Person)
	if err != nil {
		return err
	}
	view := h.Pack.On(w.Today())
	answer, err := view.Explain("deferral", map[string]any{"sole_breadwinner": b.Ground == "sole_breadwinner", "student": p.Student})
	if err != nil {
		return err
	}
	if d.DueBy, err = view.Due("deferral_decision", w.Today()); err != nil {
		return err
	}
	d.County, d.Unit, d.Place, d.State = p.County, p.Unit, p.Place, DeferralAsked
	d.Person, d.Name, d.Ground, d.Evidence, d.Words, d.Answer = p.ID, p.Name, b.Ground, b.Evidence, b.Words, answer.Outcome
	return nil
}

// registrationOf is the registration of somebody that is not void, nil if none.
func registrationOf(w *act.Work, county unit.Code, person ident.ID) (*Registration, error) {
	list, err := act.Take[Registration](w, Registrations, "county = $1 AND person = $2 AND state <> 'void' AND state <> 'cancelled'", string(county), string(person))
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return list[0], nil
}

func grantDeferral(w *act.Work, d *Deferral, b *Granting) error {
	if b.Until <= w.Today() {
		return fault.New(fault.Invalid, "deferral.past", "缓征期限须在今天之后。", "A deferral ends after today.").
			OnField("until", "deferral.past", "须在今天之后。", "It must be after today.")
	}
	r, err := registrationOf(w, d.County, d.Person)
	if err != nil {
		return err
	}
	if r != nil {
		r.Deferred = b.Until
		w.Save(Registrations, r)
	}
	d.State, d.Until, d.Reason, d.DueBy = DeferralGranted, b.Until, b.Reason, b.Until // the end is a day to look again, not an end by itself
	return d.tell(w, i18n.T("准予缓征至 {day}。事由仍存在的,到期前可再次申请;到期不会自动失去缓征。",
		"You are deferred until {day}. If the ground remains, ask again before; nothing ends by the date alone.").With("day", b.Until))
}

func refuseDeferral(w *act.Work, h *house.House, d *Deferral, b *Refusal) error {
	view := h.Pack.On(w.Today())
	why, known := view.Reason("deferral." + b.Code)
	if !known {
		return unknownReason("deferral", b.Code, "code")
	}
	due, err := view.Due("review_request", w.Today())
	if err != nil {
		return err
	}
	d.State, d.Code, d.Reason, d.DueBy, d.ObjectBy, d.ToldOn = DeferralRefused, b.Code, b.Reason, "", due, w.Today()
	return d.against(w, i18n.T("缓征申请未准:{why}(依据:{article})。{reason}",
		"Your deferral was not granted: {why} (under {article}). {reason}").
		With("why", why.Text, "article", why.Article, "reason", spaced(b.Reason)))
}

// Resume brings a deferral in force again whose end a review has set aside.
func (d *Deferral) Resume(w *act.Work) error {
	r, err := registrationOf(w, d.County, d.Person)
	if err != nil {
		return err
	}
	if r != nil {
		r.Deferred = d.Until
		w.Save(Registrations, r)
	}
	d.State, d.Reason, d.ObjectBy, d.DueBy = DeferralGranted, "", "", d.Until
	return nil
}

// against tells what goes against the person, and how to contest it.
func (d *Deferral) against(w *act.Work, body i18n.Text) error {
	p, err := PersonOf(w, d.County, d.Person)
	if err != nil {
		return err
	}
	how := i18n.T("如有异议,可在 {due} 前在本人页面申请复核,由他人重新办理;也可补充证明后再次申请。",
		" If you disagree, ask for a review on your page until {due}: somebody else decides; you can also ask again with further evidence.").With("due", d.ObjectBy)
	TellDiscreetly(w, p, i18n.T("缓征申请", "Your deferral"), body.And(how), how)
	return nil
}

func endDeferral(w *act.Work, h *house.House, d *Deferral, reason string) error {
	r, err := registrationOf(w, d.County, d.Person)
	if err != nil {
		return err
	}
	if r != nil {
		r.Deferred = ""
		w.Save(Registrations, r)
	}
	d.State, d.Reason, d.DueBy = DeferralEnded, reason, ""
	if w.Actor.Role == role.Citizen { // their own word is nothing against them
		return d.tell(w, i18n.T("您的缓征已按您的申请结束。", "Your deferral has ended, as you asked."))
	}
	if d.ObjectBy, err = h.Pack.On(w.Today()).Due("review_request", w.Today()); err != nil {
		return err
	}
	d.ToldOn = w.Today()
	return d.against(w, i18n.T("您的缓征已结束,因事由消失(依据:{article}):{reason}。", "Your deferral has ended since its ground has (under {article}): {reason}.").With("article", h.Pack.Article(w.Kind.Basis), "reason", reason))
}

func (d *Deferral) tell(w *act.Work, body i18n.Text) error {
	p, err := PersonOf(w, d.County, d.Person)
	if err != nil {
		return err
	}
	w.Notify(Tell(p, outbox.SMS, i18n.T("缓征申请", "Your deferral"), body))
	w.Notify(Tell(p, outbox.Page, i18n.T("缓征申请", "Your deferral"), body))
	return nil
}
