// Package draws is the room of public draws: who examines whom is drawn, not
// chosen by anybody.
//
// The lists are frozen first, under their hash H. Contributors of at least three
// different lines, among them citizens who are named with the lists, each publish the
// hash of a secret; when the commitments are closed they reveal, and each reveal is
// checked. Whoever does not reveal in time is replaced by a value that was fixed with
// the lists, and the record says so. The public value is known last; where it comes
// from was fixed with the lists too, and two people enter it, for whoever chose it
// freely could choose the outcome. Seed and outcome follow from these alone (package
// selection/draw), so that nobody steers a draw unless all contributors do together.
// A candidate stands on one draw at a time: a draw is repeated only with two
// signatures and a public reason, and only who was left over is drawn once more.
//
// The lists hold temporary numbers and accounts, no names. Whoever holds this
// table could swap a list or an outcome; the published record, recomputed by
// "muster verify draw", finds that.
package draws

import (
	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/house"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/register"
	"muster/internal/frame/unit"
	"muster/internal/office/role"
)

// Draw is one public draw.
type Draw struct {
	record.Base
	Name         string     `f:"name,search,unique,max=120" zh:"名称" en:"Name"`
	Station      unit.Code  `f:"station,required,filter" zh:"体检站" en:"Station"`
	Reason       string     `f:"reason,long" zh:"事由" en:"Reason"`
	Replaces     ident.ID   `f:"replaces,ref=draw" zh:"重抽自" en:"Replaces"`
	Witnessed    string     `f:"witnessed,max=200" zh:"预先确定的替代值" en:"Value fixed in advance"`
	Source       string     `f:"source,max=200" zh:"公开数的来源" en:"Source of the public value"`
	Represented  []string   `f:"representatives" zh:"公民代表(账号)" en:"Citizens who contribute (accounts)"`
	H            string     `f:"h,max=64" zh:"名单指纹 H" en:"Hash of the lists, H"`
	Contributors []string   `f:"contributors" zh:"出值人(账号=职责=承诺)" en:"Contributors (account=line=commitment)"`
	Reveals      []string   `f:"reveals" zh:"公开值(账号=密值=盐=是否替代)" en:"Reveals (account=secret=salt=whether it stands in)"`
	RevealBy     clock.Date `f:"reveal_by" zh:"公开截止" en:"To be revealed by"`
	Public       string     `f:"public,max=200" zh:"公开数" en:"Public value"`
	S            string     `f:"s,max=64" zh:"种子 S" en:"Seed S"`
	Candidates   string     `f:"candidates,hidden,max=2000000" zh:"考生名单" en:"Candidates"`
	Examiners    string     `f:"examiners,hidden,max=200000" zh:"主考名单" en:"Examiners"`
	Conflicts    string     `f:"conflicts,hidden,max=2000000" zh:"回避名单" en:"Conflicts"`
	Assigned     string     `f:"assigned,hidden,max=2000000" zh:"结果" en:"Outcome"`
	Record       string     `f:"record,hidden,max=200000" zh:"抽签记录" en:"Record"`
}

// States of a draw.
const (
	Frozen    = "frozen"    // the lists are fixed, commitments come in
	Committed = "committed" // commitments are closed, reveals come in
	Concluded = "concluded"
	SetAside  = "set_aside" // drawn again
)

// Table is the table of draws.
var Table = record.NewTable[Draw]("draw", i18n.T("公开抽签", "Public draw"),
	record.State{Name: Frozen, Label: i18n.T("名单已封存", "lists frozen")},
	record.State{Name: Committed, Label: i18n.T("承诺已封口", "commitments closed")},
	record.State{Name: Concluded, Label: i18n.T("已抽定", "concluded")},
	record.State{Name: SetAside, Label: i18n.T("已重抽或放弃", "drawn again or abandoned"), End: true}, act.VoidState)

// Lists is the body of freezing the lists of a draw.
type Lists struct {
	Name       string    `f:"name,required,max=100" zh:"名称" en:"Name"`
	Station    unit.Code `f:"station,required" zh:"体检站" en:"Station"`
	Reason     string    `f:"reason,required,long" zh:"事由" en:"Reason"`
	Candidates []string  `f:"candidates,required" zh:"考生(临时编号,以 | 分隔)" en:"Candidates (temporary numbers, separated by |)"`
	Examiners  []string  `f:"examiners,required" zh:"主考(账号=容量,以 | 分隔)" en:"Examiners (account=capacity, separated by |)"`
	Conflicts  []string  `f:"conflicts" zh:"回避(考生=主考,以 | 分隔)" en:"Conflicts (candidate=examiner, separated by |)"`
	Witnessed  string    `f:"witnessed,required,min=20,max=200" zh:"当众确定的替代值(如掷 20 次骰子)" en:"Value fixed before witnesses (such as 20 dice)"`
	Source     string    `f:"source,required,min=4,max=200" zh:"公开数的来源(如某日某期开奖号码)" en:"Source of the public value (such as the lottery of a day to come)"`
	Citizens   []string  `f:"representatives" zh:"出值的公民代表(账号,以 | 分隔)" en:"Citizens who contribute (accounts, separated by |)"`
}

// Commitment is the body of a contributor's commitment.
type Commitment struct {
	Hash string `f:"commitment,required,min=64,max=64" zh:"承诺:SHA-256(密值‖盐)" en:"Commitment: SHA-256(secret‖salt)"`
}

// Closing is the body of closing the commitments.
type Closing struct {
	RevealBy clock.Date `f:"reveal_by,required" zh:"公开截止" en:"To be revealed by"`
}

// Reveal is the body of revealing what was committed to.
type Reveal struct {
	Secret string `f:"secret,required,min=64,max=64" zh:"密值(32 字节,十六进制)" en:"Secret (32 bytes, hex)"`
	Salt   string `f:"salt,required,min=32,max=32" zh:"盐(16 字节,十六进制)" en:"Salt (16 bytes, hex)"`
}

// Default is the body of putting the value fixed in advance in the place of a
// contributor who did not reveal.
type Default struct {
	Contributor ident.ID `f:"contributor,required,ref=account" zh:"未公开的出值人" en:"Contributor who did not reveal"`
	Remark      string   `f:"remark,required,long" zh:"说明" en:"In words"`
}

// Conclusion is the body of drawing.
type Conclusion struct {
	Public string `f:"public,required,max=200" zh:"公开数(公开后才产生)" en:"Public value (known only after the reveals)"`
}

// Again is the body of setting a draw aside and drawing again.
type Again struct {
	Name      string `f:"name,required,max=100" zh:"新抽签名称" en:"Name of the new draw"`
	Reason    string `f:"reason,required,long" zh:"公开的理由" en:"Public reason"`
	Witnessed string `f:"witnessed,required,min=20,max=200" zh:"当众确定的替代值" en:"Value fixed before witnesses"`
	Source    string `f:"source,required,min=4,max=200" zh:"公开数的来源(如某日某期开奖号码)" en:"Source of the public value (such as the lottery of a day to come)"`
}

// Abandoning is the body of giving a draw up before anybody could know its outcome.
type Abandoning struct {
	Reason string `f:"reason,required,long" zh:"公开的理由" en:"Public reason"`
}

// Declare declares the register of draws and its acts.
func Declare(h *house.House) {
	organiser := []access.Grant{role.Grant(role.CountyOfficer, role.Intake)}
	inspector := []access.Grant{role.Grant(role.Inspector, role.Integrity), role.Grant(role.Inspector, role.Intake)}
	contributor := []access.Grant{role.Grant(role.CountyOfficer, role.Intake), role.Grant(role.Inspector, role.Integrity), role.Grant(role.ChiefExaminer, role.Medical),
		role.Grant(role.Clerk, role.Intake), role.Grant(role.AppealsOfficer, role.Review),
		{Role: role.Citizen, Relation: access.Anybody, Purposes: []access.Purpose{role.Own}}} // whom the lists name
	basis := "conscription-regulation 18"
	act.Declare(h.Book, act.Spec[Draw, *Draw, Lists]{Name: "draw.freeze", Title: i18n.T("封存抽签名单", "Freeze the lists of a draw"), Table: Table, New: true,
		To: []string{Frozen}, By: organiser, Basis: basis, Unit: func(_ *act.Work, b *Lists) (unit.Code, error) { return b.Station, nil }, Do: Freeze})
	act.Declare(h.Book, act.Spec[Draw, *Draw, Commitment]{Name: "draw.commit", Title: i18n.T("提交承诺", "Commit"), Table: Table, From: []string{Frozen},
		By: contributor, Basis: basis, Do: commit})
	act.Declare(h.Book, act.Spec[Draw, *Draw, Closing]{Name: "draw.close", Title: i18n.T("承诺封口", "Close the commitments"), Table: Table, From: []string{Frozen},
		To: []string{Committed}, By: organiser, Basis: basis, Do: closeCommitments})
	act.Declare(h.Book, act.Spec[Draw, *Draw, Reveal]{Name: "draw.reveal", Title: i18n.T("公开密值", "Reveal"), Table: Table, From: []string{Committed},
		By: contributor, Basis: basis, Do: reveal})
	act.Declare(h.Book, act.Spec[Draw, *Draw, Default]{Name: "draw.default", Title: i18n.T("以预定值替代未公开者", "Put the fixed value in place of a missing reveal"), Table: Table,
		From: []string{Committed}, By: organiser, Sign: inspector, Basis: basis, Do: standIn})
	act.Declare(h.Book, act.Spec[Draw, *Draw, Conclusion]{Name: "draw.conclude", Title: i18n.T("抽签", "Draw"), Table: Table, From: []string{Committed},
		To: []string{Concluded}, By: organiser, Sign: inspector, Basis: basis, Do: conclude})
	act.Declare(h.Book, act.Spec[Draw, *Draw, Again]{Name: "draw.redraw", Cause: true, Title: i18n.T("重抽", "Draw again"), Table: Table, From: []string{Committed, Concluded},
		To: []string{SetAside}, By: organiser, Sign: inspector, Basis: basis, Do: redraw})
	act.Declare(h.Book, act.Spec[Draw, *Draw, Abandoning]{Name: "draw.abandon", Cause: true, Title: i18n.T("放弃未封口的抽签", "Abandon a draw before its commitments are closed"), Table: Table,
		From: []string{Frozen}, To: []string{SetAside}, By: organiser, Sign: inspector, Basis: basis,
		Do: func(_ *act.Work, d *Draw, b *Abandoning) error { d.Reason, d.State = b.Reason, SetAside; return nil }})
	h.Shelf.Add(h.Book, &register.Register{Table: Table, Floor: "intake", Columns: []string{"name", "station", "reveal_by", "state"}, Read: readers()})
}

// readers: a draw is public.
func readers() []access.Grant {
	grants := []access.Grant{{Role: role.Citizen, Relation: access.Anybody, Purposes: []access.Purpose{role.Own}}}
	for _, r := range role.Options() {
		grants = append(grants, access.Grant{Role: r, Relation: access.Anybody, Purposes: []access.Purpose{role.Intake}})
	}
	return grants
}
