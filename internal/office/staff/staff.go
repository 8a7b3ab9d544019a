// Package staff keeps those who do the work: accounts, and the posts in which
// they act. A post is a role at a unit for a time; a deputy holds a post of
// their own that names whom they stand in for. An account is bound to the human who
// holds it, so that what asks for two people asks for two humans. Rights come from posts and are
// looked up at every request.
//
// Whoever holds these tables could appoint himself; the ledger's verification
// finds that.
package staff

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

// Account is somebody who can sign in.
type Account struct {
	record.Base
	Login    string   `f:"login,required,unique,search,max=60" zh:"登录名" en:"Sign-in name"`
	Name     string   `f:"name,required,search,max=60" zh:"姓名" en:"Name"`
	Person   ident.ID `f:"person,ref=person" zh:"本人档案" en:"Own file"`
	Phone    string   `f:"phone,class=I2,max=20" zh:"电话" en:"Phone"`
	Secret   string   `f:"secret,hidden,max=300" zh:"口令摘要" en:"Password digest"`
	Factor   string   `f:"factor,hidden,max=300" zh:"动态口令密钥" en:"Second factor"`
	LastStep int64    `f:"last_step,hidden" zh:"最近动态口令" en:"Last one-time code"`
	// Provisional marks a password that somebody else has set: it opens nothing
	// but the page on which it is changed.
	Provisional bool `f:"provisional,hidden" zh:"须更改口令" en:"Password must be changed"`
	// Holder is the keyed digest of the citizen number of the human who holds the
	// account, see Numbered; "" where nobody has said so yet, and Bound is false.
	Holder string `f:"holder,hidden,max=64" zh:"使用人摘要" en:"Digest of the holder"`
	Bound  bool   `f:"bound,filter" zh:"已登记使用人" en:"Holder known"`
}

// States of an account.
const (
	Open   = "open"
	Locked = "locked"
)

// Accounts is the table of accounts.
var Accounts = record.NewTable[Account]("account", i18n.T("账号", "Account"),
	record.State{Name: Open, Label: i18n.T("正常", "open")},
	record.State{Name: Locked, Label: i18n.T("已停用", "locked"), End: true},
	act.VoidState)

// RoleName is a role as a field of a form or a file.
type RoleName access.Role

// Options lists the roles that a post can carry.
func (RoleName) Options() []field.Option {
	var out []field.Option
	for _, r := range role.Options() {
		out = append(out, field.Option{Value: string(r), Label: role.Labels[r]})
	}
	return out
}

// Post is a role at a unit. Base.Unit is the unit.
type Post struct {
	record.Base
	Account  ident.ID   `f:"account,required,filter,ref=account" zh:"账号" en:"Account"`
	Role     RoleName   `f:"role,required,filter" zh:"角色" en:"Role"`
	From     clock.Date `f:"valid_from,required" zh:"自" en:"From"`
	To       clock.Date `f:"valid_to" zh:"至" en:"Until"`
	DeputyOf ident.ID   `f:"deputy_of,ref=post" zh:"代理的岗位" en:"Deputy of"`
}

// On says whether the post is held on a day; To is the last day.
func (p *Post) On(day clock.Date) bool {
	return p.State == register.Active && p.From <= day && (p.To.IsZero() || day <= p.To)
}

// Posts is the table of posts.
var Posts = record.NewTable[Post]("post", i18n.T("岗位", "Post"), register.PlainStates()...)

// Opening is the body of opening an account for somebody of the staff.
type Opening struct {
	Unit  unit.Code `f:"unit,required" zh:"单位代码" en:"Unit code"`
	Login string    `f:"login,required,min=2,max=60" zh:"登录名" en:"Sign-in name"`
	Name  string    `f:"name,required,max=60" zh:"姓名" en:"Name"`
	Phone string    `f:"phone,max=20" zh:"电话" en:"Phone"`
	// IDNo says whose account it is; only its digest is kept.
	IDNo string `f:"id_no,secret,code,class=I2,max=30" zh:"使用人公民身份号码(仅存摘要)" en:"Citizen number of the holder (only a digest is kept)"`
}

// Appointment is the body of appointing somebody to a post.
type Appointment struct {
	Account ident.ID   `f:"account,required,ref=account" zh:"账号" en:"Account"`
	Unit    unit.Code  `f:"unit,required" zh:"单位代码" en:"Unit code"`
	Role    RoleName   `f:"role,required" zh:"角色" en:"Role"`
	From    clock.Date `f:"valid_from,required" zh:"自" en:"From"`
	To      clock.Date `f:"valid_to" zh:"至" en:"Until"`
	Deputy  ident.ID   `f:"deputy_of,ref=post" zh:"代理的岗位" en:"Deputy of"`
}

// keepers may keep accounts and posts of their subtree.
func keepers() []access.Grant {
	return []access.Grant{role.Grant(role.PersonnelClerk, role.Office), role.Grant(role.Administrator, role.Office),
		{Role: access.System, Relation: access.Anybody}}
}

// Declare declares accounts and posts and their acts. changed is told the record
// after a change is durable, so that rights follow at once.
func Declare(h *house.House, changed func(record.Record)) {
	b, s, r := h.Book, h.Shelf, newRoom(h, changed)
	Accounts.Personal = true
	r.declareAccounts(b)
	r.declareHolders(b)
	act.Declare(b, act.Spec[Post, *Post, Appointment]{
		Name: "post.appoint", Title: i18n.T("任命", "Appoint"), Table: Posts, New: true, To: []string{register.Active}, By: keepers(),
		Unit: func(_ *act.Work, a *Appointment) (unit.Code, error) { return a.Unit, nil },
		Do: func(w *act.Work, p *Post, a *Appointment) error {
			p.Account, p.Role, p.From, p.To, p.DeputyOf, p.State = a.Account, a.Role, a.From, a.To, a.Deputy, register.Active
			if w.Same(a.Account, w.Actor.Account) {
				return fault.New(fault.Denied, "post.self", "不能给自己任命岗位。", "Nobody appoints themselves.")
			}
			return after(w, p, changed)
		}})
	act.Declare(b, act.Spec[Post, *Post, register.Ending]{
		Name: "post.end", Title: i18n.T("免去岗位", "End the post"), Table: Posts, From: []string{register.Active}, To: []string{register.Ended}, By: keepers(),
		Do: func(w *act.Work, p *Post, _ *register.Ending) error {
			p.State = register.Ended
			return after(w, p, changed)
		}})
	s.Add(b, &register.Register{Table: Accounts, Floor: "office", Read: readers(), Columns: []string{"login", "name", "unit", "bound", "state"}})
	s.Add(b, &register.Register{Table: Posts, Floor: "office", Read: readers(), Columns: []string{"role", "unit", "account", "valid_from", "valid_to", "state"}})
}

func readers() []access.Grant {
	return []access.Grant{role.Grant(role.PersonnelClerk, role.Office), role.Grant(role.Administrator, role.Office), role.Grant(role.Auditor, role.Audit)}
}

// after tells of a changed record once it is durable.
func after(w *act.Work, r record.Record, changed func(record.Record)) error {
	w.AfterCommit(func() { changed(r) })
	return nil
}
