package staff

import (
	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/register"
	"muster/internal/frame/unit"
	"muster/internal/office/role"
)

// Enrolment is the body by which a citizen opens an account for the own file.
type Enrolment struct {
	Unit   unit.Code `f:"unit,required" zh:"单位代码" en:"Unit code"`
	Login  string    `f:"login,required,min=2,max=60" zh:"登录名" en:"Sign-in name"`
	Name   string    `f:"name,required,max=60" zh:"姓名" en:"Name"`
	Person ident.ID  `f:"person,required" zh:"本人档案" en:"Own file"`
}

// Credentials is the body of setting a password or a second factor. Both are
// digests or sealed values already; empty ones stay as they are.
type Credentials struct {
	Provisional bool   `f:"provisional" zh:"须更改口令" en:"Password must be changed"`
	Secret      string `f:"secret,secret,max=300" zh:"口令摘要" en:"Password digest"`
	Factor      string `f:"factor,secret,max=300" zh:"动态口令密钥" en:"Second factor"`
}

// SignIn is the body of the leaf that a sign-in leaves.
type SignIn struct {
	Step int64 `f:"step" zh:"动态口令时间步" en:"One-time code step"`
}

func (r *room) declareAccounts(b *act.Book) {
	changed := r.changed
	system := access.Grant{Role: access.System, Relation: access.Anybody}
	act.Declare(b, act.Spec[Account, *Account, Opening]{
		Name: "account.open", Title: i18n.T("开立工作账号", "Open an account"), Table: Accounts, New: true, To: []string{Open}, By: keepers(),
		Unit: func(_ *act.Work, o *Opening) (unit.Code, error) { return o.Unit, nil },
		Do: func(w *act.Work, a *Account, o *Opening) error {
			a.Login, a.Name, a.Phone, a.State = o.Login, o.Name, o.Phone, Open
			return r.opened(w, a, o.IDNo)
		}})
	act.Declare(b, act.Spec[Account, *Account, Enrolment]{
		Name: "account.enrol", Title: i18n.T("公民开通账号", "Enrol"), Table: Accounts, New: true, To: []string{Open},
		By:   []access.Grant{system, role.Grant(role.CountyRegistrar, role.Registration), role.Grant(role.Clerk, role.Registration)},
		Unit: func(_ *act.Work, e *Enrolment) (unit.Code, error) { return e.Unit, nil },
		Do: func(w *act.Work, a *Account, e *Enrolment) error {
			a.Login, a.Name, a.Person, a.State = e.Login, e.Name, e.Person, Open
			if err := r.enrolled(w, a); err != nil {
				return err
			}
			return after(w, a, changed)
		}})
	act.Declare(b, act.Spec[Account, *Account, Credentials]{
		Name: "account.credentials", Title: i18n.T("设置口令", "Set credentials"), Table: Accounts, From: []string{Open}, By: []access.Grant{system},
		Do: func(w *act.Work, a *Account, c *Credentials) error {
			if c.Secret != "" {
				a.Secret, a.Provisional = c.Secret, c.Provisional
			}
			if c.Factor != "" {
				a.Factor, a.LastStep = c.Factor, 0
			}
			return after(w, a, changed)
		}})
	act.Declare(b, act.Spec[Account, *Account, SignIn]{
		Name: "account.sign_in", Title: i18n.T("登录", "Sign in"), Table: Accounts, From: []string{Open}, By: []access.Grant{system},
		Do: func(w *act.Work, a *Account, s *SignIn) error {
			if s.Step != 0 && s.Step <= a.LastStep {
				return fault.New(fault.SignIn, "signin.used", "该动态口令已用过;请等下一个。", "This one-time code was used already; wait for the next one.")
			}
			a.LastStep = max(a.LastStep, s.Step)
			return after(w, a, changed)
		}})
	act.Declare(b, act.Spec[Account, *Account, register.Ending]{
		Name: "account.lock", Title: i18n.T("停用账号", "Lock the account"), Table: Accounts, From: []string{Open}, To: []string{Locked},
		By: []access.Grant{role.Grant(role.PersonnelClerk, role.Office), role.Grant(role.Administrator, role.Office)},
		Do: func(w *act.Work, a *Account, _ *register.Ending) error {
			a.State = Locked
			return after(w, a, changed)
		}})
}
