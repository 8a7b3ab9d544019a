package leads

import (
	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/field"
	"muster/internal/frame/house"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/register"
	"muster/internal/frame/unit"
	"muster/internal/office/role"
)

// Detector is what alarmed.
type Detector string

// The detectors of the radar.
const (
	Funnel   Detector = "funnel"   // a pass rate beside what the cases lead one to expect
	Sample   Detector = "sample"   // blind re-examination disagrees
	Pairs    Detector = "pairs"    // two people meet more often than the draw would have them
	Velocity Detector = "velocity" // more acts in an hour than can be done with care
	Edits    Detector = "edits"    // corrections of what was signed
	Missing  Detector = "missing"  // a conclusion without what must come before it
	Identity Detector = "identity" // the receiving unit doubts who it is
)

// Options is the closed list of detectors.
func (Detector) Options() []field.Option {
	return []field.Option{{Value: string(Funnel), Label: i18n.T("合格率漏斗图", "funnel of pass rates")}, {Value: string(Sample), Label: i18n.T("盲法复检不一致", "blind re-examination")},
		{Value: string(Pairs), Label: i18n.T("反复同组", "repeated pairs")}, {Value: string(Velocity), Label: i18n.T("办理速度", "velocity")},
		{Value: string(Edits), Label: i18n.T("事后更正", "late edits")}, {Value: string(Missing), Label: i18n.T("缺少前置环节", "steps that are missing")},
		{Value: string(Identity), Label: i18n.T("交接时身份存疑", "identity doubted at the hand-over")}}
}

// Finding is how a lead ended.
type Finding string

// Options is the closed list of findings.
func (Finding) Options() []field.Option {
	return []field.Option{{Value: "nothing", Label: i18n.T("未发现异常", "nothing found")}, {Value: "explained", Label: i18n.T("有正当解释", "explained")},
		{Value: "mended", Label: i18n.T("流程缺陷,已整改", "a fault of the process, mended")}, {Value: "passed_on", Label: i18n.T("已移送有权机关", "passed to the competent authority")}}
}

// Lead is one matter that an inspector looks into.
type Lead struct {
	record.Base
	Detector Detector   `f:"detector,required,filter" zh:"报警来源" en:"Alarm of"`
	About    unit.Code  `f:"about,required,filter" zh:"所涉单位" en:"Office or station"`
	Account  ident.ID   `f:"account,filter,ref=account" zh:"所涉工作人员" en:"Member of staff"`
	Figures  string     `f:"figures,required,max=300" zh:"报警数据" en:"Figures of the alarm"`
	Owner    ident.ID   `f:"owner,required,filter,ref=account" zh:"承办人" en:"Owner"`
	Opened   clock.Date `f:"opened_on,sort" zh:"立项日" en:"Opened on"`
	Looked   []string   `f:"looked_at" zh:"核查记录" en:"What was looked at"`
	Finding  Finding    `f:"finding,filter" zh:"结论" en:"Finding"`
	Words    string     `f:"words,long,max=2000" zh:"结论说明" en:"In words"`
	Closed   clock.Date `f:"closed_on,sort" zh:"办结日" en:"Closed on"`
}

// States of a lead.
const (
	Open   = "open"
	Closed = "closed"
)

// Table is the table of leads.
var Table = record.NewTable[Lead]("radar_lead", i18n.T("雷达线索", "Lead of the radar"),
	record.State{Name: Open, Label: i18n.T("核查中", "being looked into")}, record.State{Name: Closed, Label: i18n.T("已办结", "closed"), End: true}, act.VoidState)

// Opening is the body of opening a lead from an alarm.
type Opening struct {
	Detector Detector  `f:"detector,required" zh:"报警来源" en:"Alarm of"`
	About    unit.Code `f:"about,required" zh:"所涉单位代码" en:"Office or station (code)"`
	Account  ident.ID  `f:"account,ref=account" zh:"所涉工作人员(可空)" en:"Member of staff (may be empty)"`
	Figures  string    `f:"figures,required,max=300" zh:"报警数据(不写应征公民)" en:"Figures of the alarm (no candidates)"`
}

// Looking is the body of noting what was looked at.
type Looking struct {
	What string `f:"what,required,long,max=1000" zh:"核查了什么(不写应征公民姓名、号码)" en:"What was looked at (no names or numbers of candidates)"`
}

// Giving is the body of giving a lead to another inspector.
type Giving struct {
	Owner ident.ID `f:"owner,required,ref=account" zh:"改由" en:"To"`
}

// Closing is the body of closing a lead.
type Closing struct {
	Finding Finding `f:"finding,required" zh:"结论" en:"Finding"`
	Words   string  `f:"words,required,long,max=2000" zh:"结论说明" en:"In words"`
}

// Declare declares the register of leads and its acts. Leads are read by
// inspectors only; nobody whom one is about is among them, because it stands at the
// office of the inspector who opened it.
func Declare(h *house.House) {
	inspector := []access.Grant{role.Grant(role.Inspector, role.Integrity)}
	owner := []access.Grant{{Role: role.Inspector, Relation: access.Named, Field: "owner", Purposes: []access.Purpose{role.Integrity}}}
	act.Declare(h.Book, act.Spec[Lead, *Lead, Opening]{
		Name: "radar_lead.open", Title: i18n.T("立为线索", "Open a lead"), Table: Table, New: true, To: []string{Open}, By: inspector, Basis: "integrity-practice", Do: open})
	act.Declare(h.Book, act.Spec[Lead, *Lead, Looking]{
		Name: "radar_lead.note", Title: i18n.T("记录核查", "Note what was looked at"), Table: Table, From: []string{Open}, By: owner, Cause: true, Basis: "integrity-practice",
		Do: func(w *act.Work, l *Lead, b *Looking) error {
			l.Looked = append(l.Looked, string(w.Today())+" "+b.What)
			return nil
		}})
	act.Declare(h.Book, act.Spec[Lead, *Lead, Giving]{
		Name: "radar_lead.give", Title: i18n.T("改派承办人", "Give it to another inspector"), Table: Table, From: []string{Open}, By: inspector, Cause: true, Basis: "integrity-practice", Do: give})
	act.Declare(h.Book, act.Spec[Lead, *Lead, Closing]{
		Name: "radar_lead.close", Title: i18n.T("办结线索", "Close the lead"), Table: Table, From: []string{Open}, To: []string{Closed}, By: owner, Basis: "integrity-practice", Do: finish})
	h.Shelf.Add(h.Book, &register.Register{Table: Table, Floor: "intake", Columns: []string{"detector", "about", "account", "owner", "opened_on", "finding", "state"}, Read: inspector})
}

// open makes the inspector who read the alarm the owner. The office must lie in
// the inspector's scope, the account be of staff; nobody looks into themselves.
func open(w *act.Work, l *Lead, b *Opening) error {
	about, ok := w.Tree.Get(b.About)
	if !ok || !w.Actor.Reaches(about.Place) {
		return fault.New(fault.Invalid, "lead.scope", "“{code}”不在您的监督范围内。", "{code} is outside your scope.", "code", b.About).OnField("about", "lead.scope", "不在范围内。", "Outside your scope.")
	}
	if w.Same(b.Account, w.Actor.Account) {
		return fault.New(fault.Denied, "lead.self", "不能核查自己。", "Nobody looks into themselves.")
	}
	if err := isStaff(w, b.Account); err != nil {
		return err
	}
	l.Detector, l.About, l.Account, l.Figures, l.Owner, l.Opened, l.State = b.Detector, b.About, b.Account, b.Figures, w.Actor.Account, w.Today(), Open
	return nil
}

// isStaff refuses an account that is nobody's, or a citizen's own.
func isStaff(w *act.Work, id ident.ID) error {
	if id == "" {
		return nil
	}
	var person string
	found, err := w.Query("SELECT person FROM account WHERE id = $1", []any{string(id)}, &person)
	if err == nil && (!found || person != "") {
		err = fault.New(fault.Invalid, "lead.account", "线索只针对单位和工作人员,不针对公民。", "A lead is about an office or a member of staff, never about a citizen.").
			OnField("account", "lead.account", "不是工作人员账号。", "Not an account of the staff.")
	}
	return err
}

// give hands a lead to another inspector, never to whom it is about.
func give(w *act.Work, l *Lead, b *Giving) error {
	var n int64
	_, err := w.Query("SELECT COUNT(*) FROM post WHERE account = $1 AND role = $2 AND state = 'active'", []any{string(b.Owner), string(role.Inspector)}, &n)
	if err != nil {
		return err
	}
	if n == 0 || w.Same(b.Owner, l.Account) {
		return fault.New(fault.Invalid, "lead.owner", "承办人须为其他纪检监察干部。", "The owner is an inspector, and not whom the lead is about.").
			OnField("owner", "lead.owner", "不能由此人承办。", "Not this account.")
	}
	l.Owner = b.Owner
	return nil
}

// finish closes a lead that was looked into.
func finish(w *act.Work, l *Lead, b *Closing) error {
	if len(l.Looked) == 0 {
		return fault.New(fault.Conflict, "lead.unseen", "尚无核查记录,不能办结。", "Nothing has been looked at yet; note that first.")
	}
	l.Finding, l.Words, l.Closed, l.State = b.Finding, b.Words, w.Today(), Closed
	return nil
}
