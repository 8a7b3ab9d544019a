package people

import (
	"fmt"
	"strings"

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

// Conclusion is what a registration comes to.
type Conclusion string

// Options is the closed list of conclusions.
func (Conclusion) Options() []field.Option {
	return []field.Option{{Value: MustServe, Label: i18n.T("应服兵役", "liable for service")}, {Value: Exempt, Label: i18n.T("免服兵役", "exempt")},
		{Value: Barred, Label: i18n.T("不得服兵役", "barred")}}
}

// Registration is the military service registration of one person. It is a fact
// of its own: nothing about an application follows from it.
type Registration struct {
	record.Base
	Person      ident.ID   `f:"person,required,filter,ref=person" zh:"人员" en:"Person"`
	Name        string     `f:"name,search,class=I1,max=60" zh:"姓名" en:"Name"`
	Year        int64      `f:"year,required,filter,tally" zh:"登记年度" en:"Year"`
	Helper      ident.ID   `f:"helper,ref=account" zh:"代办人" en:"Helped by"`
	Told        bool       `f:"told" zh:"已告知本人" en:"Person was told"`
	Claimed     bool       `f:"claimed" zh:"本人已认领" en:"Claimed by the person"`
	Residence   string     `f:"residence,class=I2,max=200" zh:"常住地址" en:"Residence"`
	Volunteers  bool       `f:"volunteers,filter" zh:"有应征意愿" en:"Wishes to apply"`
	Submitted   clock.Date `f:"submitted,filter" zh:"提交日期" en:"Submitted on"`
	Concluded   Conclusion `f:"conclusion,filter" zh:"登记结论" en:"Conclusion"`
	ObjectBy    clock.Date `f:"object_by" zh:"可异议至" en:"Objection until"`
	ToldOn      clock.Date `f:"told_on,hidden" zh:"告知结论日" en:"Told of the conclusion on"`
	VerifiedFor int64      `f:"verified_for" zh:"已核验年度" en:"Verified for"`
	VerifyFor   int64      `f:"verify_for,filter" zh:"待核验年度" en:"To be verified for"`
	Reason      string     `f:"reason,long" zh:"理由" en:"Reason"`
	Code        string     `f:"code,filter,max=60,reasons=registration" zh:"理由代码" en:"Reason code"`
	Evidence    string     `f:"evidence,max=120" zh:"依据编号" en:"Evidence reference"`
	DueBy       clock.Date `f:"due_by,sort,due" zh:"应于此日前办结" en:"To be done by"`
	Reminded    clock.Date `f:"reminded" zh:"最近提醒日" en:"Last reminded on"`
	Deferred    clock.Date `f:"deferred_until" zh:"缓征至" en:"Deferred until"`
	Certificate string     `f:"certificate,max=40" zh:"登记证明编号" en:"Number of the certificate"`
}

// States of a registration.
const (
	Due       = "due"
	Draft     = "draft"
	Submitted = "submitted"
	Confirmed = "confirmed"
	MustServe = "must_serve"
	Exempt    = "exempt"
	Barred    = "barred"
	Cancelled = "cancelled"
)

// Registrations is the table of registrations.
var Registrations = personal(record.NewTable[Registration]("registration", i18n.T("兵役登记", "Registration"),
	record.State{Name: Due, Label: i18n.T("应登记", "due")},
	record.State{Name: Draft, Label: i18n.T("填写中", "draft")},
	record.State{Name: Submitted, Label: i18n.T("已提交", "submitted")},
	record.State{Name: Confirmed, Label: i18n.T("已核实", "confirmed")},
	record.State{Name: MustServe, Label: i18n.T("应服兵役", "liable for service")},
	record.State{Name: Exempt, Label: i18n.T("免服兵役", "exempt")},
	record.State{Name: Barred, Label: i18n.T("不得服兵役", "barred")},
	record.State{Name: Cancelled, Label: i18n.T("已注销", "cancelled"), End: true},
	act.VoidState))

// DueBody is the body of putting somebody on the due list of a year.
type DueBody struct {
	Person ident.ID  `f:"person,required" zh:"人员" en:"Person"`
	County unit.Code `f:"county,required" zh:"属地" en:"Home county"`
	Unit   unit.Code `f:"unit,required" zh:"单位代码" en:"Unit code"`
	Year   int64     `f:"year,required,min=1950,max=2100" zh:"年度" en:"Year"`
}

// Form is the body of a registration form.
type Form struct {
	Residence  string `f:"residence,required,max=200" zh:"常住地址" en:"Residence"`
	Volunteers bool   `f:"volunteers" zh:"有应征意愿" en:"I wish to apply"`
}

// Concluding is the body of concluding a registration. An exemption or a bar
// needs its code from the closed list, the number of the evidence, and words.
type Concluding struct {
	Conclusion Conclusion `f:"conclusion,required" zh:"登记结论" en:"Conclusion"`
	Code       string     `f:"code,max=60,reasons=registration" zh:"理由代码" en:"Reason code"`
	Evidence   string     `f:"evidence,max=120" zh:"依据编号(鉴定书、裁判文书等)" en:"Evidence reference (certificate, judgment)"`
	Reason     string     `f:"reason,long" zh:"理由" en:"Reason"`
}

// Claim is the body of asking for an exemption that came up later.
type Claim struct {
	Evidence string `f:"evidence,required,max=120" zh:"依据编号(鉴定书等)" en:"Evidence reference (certificate)"`
	Reason   string `f:"reason,required,long" zh:"情况说明" en:"What happened"`
}

// Calling is the body of calling somebody to the yearly verification.
type Calling struct {
	Year int64 `f:"year,required,min=1950,max=2100" zh:"年度" en:"Year"`
}

// Empty is the body of an act that needs no words.
type Empty struct{}

func declareRegistrations(h *house.House) {
	registrar := role.Grant(role.CountyRegistrar, role.Registration)
	clerk := role.Grant(role.Clerk, role.Registration)
	act.Declare(h.Book, act.Spec[Registration, *Registration, DueBody]{
		Name: "registration.due", Title: i18n.T("列入应登记名单", "Put on the due list"), Table: Registrations, New: true, To: []string{Due},
		By: []access.Grant{registrar}, Basis: "service-law 15",
		Unit: func(_ *act.Work, b *DueBody) (unit.Code, error) { return b.Unit, nil },
		Do:   func(w *act.Work, r *Registration, b *DueBody) error { return putOnList(w, h, r, b) }})
	act.Declare(h.Book, act.Spec[Registration, *Registration, Form]{
		Name: "registration.submit", Title: i18n.T("提交兵役登记", "Submit the registration"), Table: Registrations, From: []string{Due, Draft}, To: []string{Submitted},
		By: []access.Grant{role.Self(), clerk}, Basis: "service-law 15", Do: submit})
	act.Declare(h.Book, act.Spec[Registration, *Registration, Empty]{
		Name: "registration.claim", Title: i18n.T("确认代办属实", "It was done for me rightly"), Table: Registrations, From: []string{Submitted, Confirmed, MustServe, Exempt, Barred},
		By: []access.Grant{role.Self()}, Offered: helped, Do: func(_ *act.Work, r *Registration, _ *Empty) error { r.Claimed = true; return nil }})
	act.Declare(h.Book, act.Spec[Registration, *Registration, Verdict]{
		Name: "registration.disown", Title: i18n.T("代办有误,退回", "It was not done for me rightly"), Table: Registrations, From: []string{Submitted, Confirmed, MustServe, Exempt, Barred},
		To: []string{Due}, By: []access.Grant{role.Self()}, Offered: helped, Do: func(_ *act.Work, r *Registration, b *Verdict) error { return disown(h, r, b) }})
	act.Declare(h.Book, act.Spec[Registration, *Registration, Concluding]{
		Name: "registration.conclude", Title: i18n.T("核实并作出登记结论", "Confirm and conclude"), Table: Registrations, From: []string{Submitted, Confirmed},
		To: []string{MustServe, Exempt, Barred}, By: []access.Grant{registrar}, NotBy: []string{"registration.submit", "registration.conclude"}, Adverse: true,
		Basis: "conscription-regulation 12", Do: func(w *act.Work, r *Registration, c *Concluding) error { return conclude(w, h, r, c) }})
	act.Declare(h.Book, act.Spec[Registration, *Registration, Verdict]{
		Name: "registration.object", Title: i18n.T("对登记结论有异议", "Object to the conclusion"), Table: Registrations, From: []string{MustServe, Exempt, Barred},
		To: []string{Submitted}, By: []access.Grant{role.Self()}, Offered: func(r *Registration, today clock.Date) bool { return today <= r.ObjectBy },
		Do: func(w *act.Work, r *Registration, b *Verdict) error { return object(w, h, r, b) }})
	declareCalendar(h)
	act.DeclareReversal[Registration](h.Book, Registrations, []access.Grant{registrar}, nil)
	h.Shelf.Add(h.Book, &register.Register{Table: Registrations, Floor: "people", Columns: []string{"name", "year", "unit", "submitted", "conclusion", "state"},
		Read: []access.Grant{role.Self(), clerk, registrar, role.Grant(role.CountyOfficer, role.Intake)}})
}

// helped says whether somebody else submitted a registration whose person has not said yet
// that it is right.
func helped(r *Registration, _ clock.Date) bool { return r.Helper != "" && !r.Claimed }

// putOnList founds the registration of somebody whom the law makes due. Who is
// not due is refused with the rule, so that a wrong list cannot make them so.
func putOnList(w *act.Work, h *house.House, r *Registration, b *DueBody) error {
	p, err := LivingOf(w, b.County, b.Person)
	if err != nil {
		return err
	}
	first, last, err := DueYears(h, b.Year)
	if err != nil {
		return err
	}
	if p.Sex != Male || p.BirthYear < first || p.BirthYear > last {
		return fault.New(fault.Conflict, "registration.not_due", "此人在 {year} 年不属应登记对象(男性,{first} 至 {last} 年出生)。",
			"This person is not due in {year} (men born {first} to {last}).", "year", b.Year, "first", first, "last", last)
	}
	return r.found(w, h, p, b.Year)
}

// found fills the first revision of a registration, with the day by which the
// county completes it.
func (r *Registration) found(w *act.Work, h *house.House, p *Person, year int64) error {
	known, err := act.List[Registration](w, Registrations, "county = $1 AND person = $2 AND state <> 'void' AND state <> 'cancelled'", string(p.County), string(p.ID))
	if err != nil {
		return err
	}
	if len(known) > 0 {
		return fault.New(fault.Conflict, "registration.exists", "此人已有兵役登记。", "This person has a registration already.")
	}
	r.County, r.Unit, r.Place = p.County, p.Unit, p.Place
	r.Person, r.Name, r.Year, r.State = p.ID, p.Name, year, Due
	return r.fallDue(h)
}

// fallDue sets the day by which the registration is completed: the last of its year.
func (r *Registration) fallDue(h *house.House) (err error) {
	r.DueBy, err = h.Pack.On(clock.NewDate(int(r.Year), 12, 31)).DayOfYear("registration.deadline", int(r.Year))
	return err
}

// DueYears gives the birth years, first to last, of the men who are due to
// register in a year: those who reach the age of registration in it, and the
// older ones up to the age of late registration who never did.
func DueYears(h *house.House, year int64) (first, last int64, err error) {
	view := h.Pack.On(clock.NewDate(int(year), 12, 31))
	age, err := view.Int("registration.age")
	if err != nil {
		return 0, 0, err
	}
	late, err := view.Int("registration.late_until_age")
	return year - late, year - age, err
}

// submit takes the form. Somebody who submits for another has that person told
// by two routes.
func submit(w *act.Work, r *Registration, f *Form) error {
	r.Residence, r.Volunteers, r.Submitted, r.State = f.Residence, f.Volunteers, w.Today(), Submitted
	if w.Actor.Person == r.Person {
		r.Helper, r.Claimed = "", true
		return nil
	}
	p, err := PersonOf(w, r.County, r.Person)
	if err != nil {
		return err
	}
	r.Helper, r.Claimed, r.Told = w.Actor.Account, false, true
	body := i18n.T("{office}已代您提交兵役登记。如属实请在本人页面认领;如不属实请退回。",
		"{office} submitted your military service registration for you. Claim it on your page if it is right; send it back if it is not.").
		With("office", w.Tree.Name(w.Actor.Unit))
	w.Notify(Tell(p, outbox.SMS, helpedSubject, body))
	w.Notify(Tell(p, outbox.Page, helpedSubject, body))
	return nil
}

// disown sends back what somebody else submitted, also after the conclusion: what
// rests on a form that the person does not own is concluded anew, by the day by which
// it was due, and no verification stands on it.
func disown(h *house.House, r *Registration, b *Verdict) error {
	if r.Helper == "" || r.Claimed {
		return fault.New(fault.Conflict, "registration.own", "这份登记由您本人提交或已由您确认;如有异议或信息有误,请提出异议或申请更正。",
			"You submitted this yourself, or said that it is right; object to the conclusion, or ask for a correction.")
	}
	r.reopen(b.Reason)
	r.State, r.Helper, r.Submitted, r.VerifiedFor, r.VerifyFor = Due, "", "", 0, 0
	return r.fallDue(h)
}

var helpedSubject = i18n.T("有人代您办理了兵役登记", "Somebody registered you")

func conclude(w *act.Work, h *house.House, r *Registration, c *Concluding) error {
	if c.Conclusion != MustServe {
		if err := c.grounds(h, w.Today()); err != nil {
			return err
		}
	}
	p, err := PersonOf(w, r.County, r.Person)
	if err != nil {
		return err
	}
	r.Concluded, r.Reason, r.State, r.VerifiedFor, r.DueBy = c.Conclusion, c.Reason, string(c.Conclusion), r.Year, ""
	r.Code, r.Evidence, r.Certificate = c.Code, c.Evidence, certificateNumber(r)
	r.ToldOn = w.Today()
	if r.ObjectBy, err = h.Pack.On(w.Today()).Due("review_request", w.Today()); err != nil {
		return err
	}
	label, ground := Registrations.StateLabel(r.State), i18n.T("依据:{article}。", "It rests on {article}. ").With("article", h.Pack.Article(w.Kind.Basis))
	if why, known := h.Pack.On(w.Today()).Reason("registration." + c.Code); known && c.Conclusion != MustServe {
		ground = i18n.T("理由:{why}(依据:{article})。", "Reason: {why} (under {article}). ").With("why", why.Text, "article", why.Article)
	}
	how := i18n.T("如有异议,可在 {due} 前在本人页面提出,由另一名登记员重新作出结论。",
		" If you disagree, object on your page until {due}; another registrar will conclude it anew.").With("due", r.ObjectBy)
	TellDiscreetly(w, p, i18n.T("兵役登记结论", "Your registration is concluded"), i18n.T("您的兵役登记结论为:{conclusion}。{ground}{reason}", "Your registration was concluded: {conclusion}. {ground}{reason}").
		With("conclusion", label, "ground", ground, "reason", spaced(c.Reason)).And(how), how)
	return nil
}

// grounds refuses to exempt or bar somebody without a code of the closed list
// that fits the conclusion, the number of the evidence, and words.
func (c *Concluding) grounds(h *house.House, day clock.Date) error {
	_, known := h.Pack.On(day).Reason("registration." + c.Code)
	var missing []fault.Field
	for _, f := range []struct {
		name string
		ok   bool
		text i18n.Text
	}{
		{"code", known && strings.HasPrefix(c.Code, string(c.Conclusion)), i18n.T("请选与结论相符的理由代码。", "Choose a reason code that fits the conclusion.")},
		{"evidence", c.Evidence != "", i18n.T("请填写鉴定书、裁判文书等的编号。", "Give the number of the certificate or judgment.")},
		{"reason", c.Reason != "", i18n.T("请写明理由。", "Give the reason in words.")},
	} {
		if !f.ok {
			missing = append(missing, fault.Field{Name: f.name, Code: "field.required", Text: f.text})
		}
	}
	return field.Faulty(missing)
}

// object opens the registration again; who concluded it cannot conclude it a
// second time.
func object(w *act.Work, _ *house.House, r *Registration, b *Verdict) error {
	if w.Today() > r.ObjectBy {
		return fault.New(fault.Conflict, "registration.late", "异议期限已于 {day} 届满;仍可申请更正登记信息。",
			"The time to object ended on {day}; you can still ask for a correction of what is on file.", "day", r.ObjectBy)
	}
	r.reopen(b.Reason)
	return nil
}

// reopen puts a concluded registration before another registrar.
func (r *Registration) reopen(reason string) {
	r.State, r.Reason, r.Concluded, r.Certificate, r.Code = Submitted, reason, "", "", ""
}

func spaced(s string) string {
	if s == "" {
		return ""
	}
	return fmt.Sprintf("(%s) ", s)
}
