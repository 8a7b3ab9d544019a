package medical

import (
	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/field"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/register"
	"muster/internal/frame/unit"
	"muster/internal/frame/vault"
	"muster/internal/office/role"
)

// Part is the examination of one candidate by one section. It has nothing in
// common with the parts of the other sections: number and id are keyed, the link to
// the person is closed under the blind key.
type Part struct {
	record.Base
	Number   string     `f:"number,search,filter,sort,max=20" zh:"临时编号" en:"Temporary number"`
	Section  string     `f:"section,filter,max=40" zh:"科室" en:"Section"`
	Station  unit.Code  `f:"station,hidden" zh:"体检站" en:"Station"`
	On       clock.Date `f:"exam_on,filter" zh:"体检日期" en:"Day"`
	Examiner ident.ID   `f:"examiner,hidden" zh:"主检医生" en:"Examiner"`
	Version  int64      `f:"version" zh:"结果版本" en:"Version of the results"`
	Link     string     `f:"link,hidden" zh:"内部关联" en:"Inner link"`
	Near     bool       `f:"near,hidden" zh:"接近限值" en:"Near a limit"`

	Found          vault.Sealed[Value]   `f:"found,hidden" zh:"检查结果" en:"Results"`
	Guarded        vault.Sealed[Guarded] `f:"guarded,hidden" zh:"特别保护的结果" en:"Specially guarded results"`
	Amended        vault.Sealed[Value]   `f:"amended,hidden" zh:"待会签的更正" en:"Correction to be countersigned"`
	AmendedGuarded vault.Sealed[Guarded] `f:"amended_guarded,hidden" zh:"待会签的更正(特别保护)" en:"Guarded correction to be countersigned"`
}

// States of a part.
const (
	Called   = "called"
	Signed   = "signed"
	Amending = "amending" // a correction waits for its second signature
	Closed   = "closed"   // the examination is concluded: the section has done with it
)

// The columns for which results are sealed.
const (
	foundColumn   = "found"
	guardedColumn = "guarded"
)

// Parts is the table of the sections' examinations.
var Parts = hidden(personal(record.NewTable[Part]("exam_section", i18n.T("科室检查", "Examination in a section"),
	record.State{Name: Waiting, Label: i18n.T("待检", "waiting")},
	record.State{Name: Called, Label: i18n.T("已叫号", "called")},
	record.State{Name: Signed, Label: i18n.T("已签署", "signed")},
	record.State{Name: Amending, Label: i18n.T("更正待会签", "correction to be countersigned")},
	record.State{Name: Closed, Label: i18n.T("已结束", "closed"), End: true}, act.VoidState)))

func hidden(t *record.Table) *record.Table {
	t.Blind = true
	return t
}

// Opinion is what an examiner proposes of a section, or a chief examiner concludes.
type Opinion string

// The opinions.
const (
	Pass    Opinion = "pass"
	Note    Opinion = "note"
	Fail    Opinion = "fail"
	Recheck Opinion = "recheck"
)

// Options is the closed list of an examiner's opinions.
func (Opinion) Options() []field.Option {
	return []field.Option{{Value: string(Pass), Label: i18n.T("合格", "pass")}, {Value: string(Note), Label: i18n.T("合格(附说明)", "pass with a note")},
		{Value: string(Fail), Label: i18n.T("不合格", "fail")}, {Value: string(Recheck), Label: i18n.T("复查", "recheck")}}
}

// Entry is the body of signing a section's results: "item=value" for each item.
type Entry struct {
	Values  []string `f:"values,required,secret,class=M1" zh:"结果(项目=值,以 | 分隔)" en:"Results (item=value, separated by |)"`
	Opinion Opinion  `f:"opinion,required,secret,class=M1" zh:"意见" en:"Opinion"`
	Remark  string   `f:"remark,secret,long,class=M1,max=2000" zh:"说明" en:"In words"`
}

// Correcting is the body of correcting signed results.
type Correcting struct {
	Entry
	Reason string `f:"reason,required,max=300" zh:"更正事由(不写测值)" en:"Why it is corrected (no values)"`
}

// Giving is the body of giving a candidate of a section to another examiner.
type Giving struct {
	Account ident.ID `f:"account,required,ref=account" zh:"改由" en:"To"`
	Reason  string   `f:"reason,required,long,max=300" zh:"公开的理由" en:"Public reason"`
}

func (r *room) declareSections() {
	here := atStation(role.ChiefExaminer)
	act.Declare(r.Book, act.Spec[Part, *Part, Empty]{
		Name: "exam_section.call", Title: i18n.T("叫号", "Call the number"), Table: Parts, From: []string{Waiting}, To: []string{Called},
		By: []access.Grant{mine()}, Needs: certified(), Basis: "conscription-regulation 18",
		Do: func(w *act.Work, p *Part, _ *Empty) error { p.State = Called; return today(w, p) }})
	act.Declare(r.Book, act.Spec[Part, *Part, Entry]{
		Name: "exam_section.sign", Title: i18n.T("录入并签署检查结果", "Enter and sign the results"), Table: Parts, From: []string{Waiting, Called}, To: []string{Signed},
		By: []access.Grant{mine()}, Needs: certified(), Basis: "conscription-regulation 18", Do: r.sign})
	act.Declare(r.Book, act.Spec[Part, *Part, Correcting]{
		Name: "exam_section.amend", Title: i18n.T("更正结果(待会签)", "Correct the results (to be countersigned)"), Table: Parts, From: []string{Signed}, To: []string{Amending},
		By: []access.Grant{mine()}, Needs: certified(), Basis: "conscription-regulation 18", Do: r.amend})
	act.Declare(r.Book, act.Spec[Part, *Part, Empty]{
		Name: "exam_section.adopt", Title: i18n.T("会签更正", "Countersign the correction"), Table: Parts, From: []string{Amending}, To: []string{Signed},
		By: []access.Grant{here}, NotBy: []string{"exam_section.sign", "exam_section.amend"}, Needs: certified(), Basis: "conscription-regulation 18", Do: adopt})
	act.Declare(r.Book, act.Spec[Part, *Part, Words]{
		Name: "exam_section.refuse", Title: i18n.T("不同意更正", "Refuse the correction"), Table: Parts, From: []string{Amending}, To: []string{Signed},
		By: []access.Grant{here}, NotBy: []string{"exam_section.amend"}, Needs: certified(), Basis: "conscription-regulation 18",
		Do: func(_ *act.Work, p *Part, _ *Words) error {
			p.Amended, p.AmendedGuarded, p.State = vault.Sealed[Value]{}, vault.Sealed[Guarded]{}, Signed
			return nil
		}})
	act.Declare(r.Book, act.Spec[Part, *Part, Giving]{
		Name: "exam_section.reassign", Title: i18n.T("改派主检医生", "Give it to another examiner"), Table: Parts, From: []string{Waiting, Called}, To: []string{Waiting},
		By: []access.Grant{here}, Sign: []access.Grant{inspector, role.Grant(role.Inspector, role.Medical)}, Basis: "conscription-regulation 18", Do: r.reassign})
	r.Shelf.Add(r.Book, &register.Register{Table: Parts, Floor: "intake", Columns: []string{"number", "section", "exam_on", "version", "state"},
		Read: []access.Grant{mine(Waiting, Called, Signed, Amending), atStation(role.ChiefExaminer, Waiting, Called, Amending)}})
}

// today refuses an examination on another day than that of the identity event.
func today(w *act.Work, p *Part) error {
	if p.On != w.Today() {
		return conflict("exam.day", "身份核对当日({day})才能检查。", "Only on the day on which the identity was checked ({day}).", "day", p.On)
	}
	return nil
}

// sign seals the results of a section under the person's keys. The examiner signs;
// what the standard says of the values is shown, and only stops what would count
// something missing, or one blood figure alone, against somebody.
func (r *room) sign(w *act.Work, p *Part, b *Entry) (err error) {
	if err := today(w, p); err != nil {
		return err
	}
	if p.Found, p.Guarded, err = r.seal(w, p, b); err != nil {
		return err
	}
	p.Version, p.State = p.Version+1, Signed
	return nil
}

// seal checks the entered values and seals them. A correction is sealed for the
// same place as what it will replace, so that it can be put there unopened.
func (r *room) seal(w *act.Work, p *Part, b *Entry) (open vault.Sealed[Value], guarded vault.Sealed[Guarded], err error) {
	l, err := r.open(p)
	if err != nil {
		return open, guarded, err
	}
	if err := apart(w, l); err != nil {
		return open, guarded, err
	}
	items := Items(r.Pack.On(l.Law), p.Section)
	values, err := entered(items, b.Values)
	if err != nil {
		return open, guarded, err
	}
	proposal, err := Propose(r.Pack.On(l.Law), items, l.Sex, values)
	if err != nil {
		return open, guarded, err
	}
	if err := r.fits(proposal, b); err != nil {
		return open, guarded, err
	}
	p.Near = proposal.Near
	plain, kept := Findings{Values: map[string]string{}, Opinion: b.Opinion, Remark: b.Remark}, Findings{Values: map[string]string{}}
	for _, it := range items {
		value, ok := values[it.Name]
		switch {
		case !ok:
		case it.Guarded:
			kept.Values[it.Name] = value
		default:
			plain.Values[it.Name] = value
		}
	}
	if open, err = vault.Seal(r.Vault, vault.Place{Table: Parts.Name, Column: foundColumn, Subject: l.Person}, vault.NewClear[Value](plain.bytes())); err != nil {
		return open, guarded, err
	}
	if len(kept.Values) > 0 {
		guarded, err = vault.Seal(r.Vault, vault.Place{Table: Parts.Name, Column: guardedColumn, Subject: l.Person}, vault.NewClear[Guarded](kept.bytes()))
	}
	return open, guarded, err
}

// apart keeps the desk that checked somebody's identity from examining them.
func apart(w *act.Work, l link) error {
	if w.Same(l.Desk, w.Actor.Account) {
		return duties("核对身份者当日不得检查同一人。", "Whoever checked somebody's identity does not examine them.")
	}
	return nil
}

// fits refuses to sign what is not complete, and a fail that nothing supports.
func (r *room) fits(p Proposal, b *Entry) error {
	if len(p.Ask) > 0 && b.Opinion != Recheck {
		return missing(r.Pack, p.Ask)
	}
	if b.Opinion == Fail && !p.Fails {
		return fault.New(fault.Invalid, "exam.no_ground", "标准中没有支持不合格的项目:血液指标单项略超范围不作淘汰,心理检测须经访谈。",
			"Nothing in the standard supports a fail: one blood figure slightly out of range never fails anybody, and nobody fails psychology without the interview.").
			OnField("opinion", "exam.no_ground", "没有支持的项目。", "Nothing supports it.")
	}
	if b.Opinion != Pass && b.Remark == "" {
		return fault.New(fault.Invalid, "reason.required", "请写明理由。", "Say why, in words.").OnField("remark", "field.required", "必须填写。", "This is required.")
	}
	return nil
}
