package staff

import (
	"encoding/hex"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/house"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/people/idnumber"
)

// Numbered is the kind of claim by which a citizen number is known. The holder of an
// account is kept as its digest: the one under which the number's file is claimed, so
// that whose account it is can be compared, and read by nobody who lacks the key.
const Numbered = "person.id_no"

// Holding is the body of saying whose account it is.
type Holding struct {
	IDNo string `f:"id_no,required,secret,code,class=I2,max=30" zh:"使用人公民身份号码(仅存摘要)" en:"Citizen number of the holder (only a digest is kept)"`
}

// Correcting is the body of correcting whose account it is.
type Correcting struct {
	Holding
	Reason string `f:"reason,required,long,max=300" zh:"更正理由" en:"Why it is corrected"`
}

// DigestOf is what stands for the holder of a citizen number. A number that the
// scheme refuses is its fault.
func DigestOf(w *act.Work, scheme idnumber.Checker, number string) (string, error) {
	parts, err := scheme.Read(number)
	if err != nil {
		return "", err
	}
	return hex.EncodeToString(w.ClaimDigest(Numbered, parts.Number)), nil
}

// room is what the acts on accounts need.
type room struct {
	scheme  idnumber.Checker
	changed func(record.Record)
}

func newRoom(h *house.House, changed func(record.Record)) *room {
	scheme, err := idnumber.Scheme(h.Pack.IdentityScheme())
	if err != nil {
		panic("policy pack: " + err.Error()) // the pack names a scheme that this program does not know
	}
	return &room{scheme, changed}
}

func (r *room) declareHolders(b *act.Book) {
	keep := keepers()[:2] // people, not the program's own jobs
	both := []string{Open, Locked}
	act.Declare(b, act.Spec[Account, *Account, Holding]{
		Name: "account.bind", Title: i18n.T("补登账号使用人", "Say who holds the account"), Table: Accounts, From: both, By: keep, Basis: "house-rule",
		Offered: func(a *Account, _ clock.Date) bool { return !a.Bound },
		Do: func(w *act.Work, a *Account, h *Holding) error {
			if a.Bound {
				return fault.New(fault.Conflict, "account.bound", "该账号已登记使用人;如有误,请由他人更正。", "It is known already who holds this account; if that is wrong, somebody else corrects it.")
			}
			return r.bind(w, a, h.IDNo)
		}})
	act.Declare(b, act.Spec[Account, *Account, Correcting]{
		Name: "account.rebind", Title: i18n.T("更正账号使用人", "Correct who holds the account"), Table: Accounts, From: both, By: keep,
		NotBy: []string{"account.open", "account.bind", "account.rebind"}, Cause: true, Basis: "house-rule",
		Offered: func(a *Account, _ clock.Date) bool { return a.Bound },
		Do:      func(w *act.Work, a *Account, c *Correcting) error { return r.bind(w, a, c.IDNo) }})
}

// bind keeps who holds an account; nobody says so of an account of their own.
func (r *room) bind(w *act.Work, a *Account, number string) error {
	holder, err := DigestOf(w, r.scheme, number)
	if err != nil {
		return err
	}
	if w.Same(a.ID, w.Actor.Account) || holder == w.Holder(w.Actor.Account) {
		return fault.New(fault.Denied, "account.own", "本人的账号须由他人开立和登记使用人。", "Somebody else opens your accounts and says that they are yours.")
	}
	a.Holder, a.Bound = holder, true
	return after(w, a, r.changed)
}

// opened is bind for a new account. The program itself opens the first account of an
// installation, before there is anybody to ask; whoever issues accounts says whose
// they are.
func (r *room) opened(w *act.Work, a *Account, number string) error {
	if number == "" && w.Actor.Role == access.System {
		return after(w, a, r.changed)
	}
	if number == "" {
		return fault.New(fault.Invalid, "account.holder", "请填写使用人的公民身份号码:一个人的多个账号按一个人计。",
			"Enter the citizen number of whoever will hold the account: all accounts of one human count as one person.").
			OnField("id_no", "field.required", "必须填写。", "This is required.")
	}
	return r.bind(w, a, number)
}

const numberOf = `SELECT id_no FROM person WHERE county = $1 AND id = $2`

// enrolled binds a citizen's account to the file that it is for.
func (r *room) enrolled(w *act.Work, a *Account) error {
	var number string
	found, err := w.Query(numberOf, []any{string(a.County), string(a.Person)}, &number)
	if err != nil || !found {
		return err
	}
	a.Holder, a.Bound = hex.EncodeToString(w.ClaimDigest(Numbered, r.scheme.Canonical(number))), true
	return nil
}

// Accounts implements act.Holders.
func (d *Directory) Accounts(account ident.ID) []ident.ID {
	d.mu.RLock()
	defer d.mu.RUnlock()
	if a := d.byID[account]; a != nil && a.Holder != "" {
		return d.byHolder[a.Holder]
	}
	return []ident.ID{account}
}

// Holder implements act.Holders.
func (d *Directory) Holder(account ident.ID) string {
	d.mu.RLock()
	defer d.mu.RUnlock()
	if a := d.byID[account]; a != nil {
		return a.Holder
	}
	return ""
}

// Held implements act.Holders.
func (d *Directory) Held(holder string) []ident.ID {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.byHolder[holder]
}

// Unbound counts the open accounts of the staff of which it is not known who holds
// them: they can be somebody's second.
func (d *Directory) Unbound() (n int) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	for _, a := range d.byID {
		if a.State == Open && !a.Bound && a.Person == "" {
			n++
		}
	}
	return n
}
