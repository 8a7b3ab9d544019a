package signin

import (
	"context"
	"runtime"
	"time"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/fault"
	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
	"muster/internal/frame/vault"
	"muster/internal/office/staff"
)

// Desk checks who signs in. It is safe for concurrent use.
type Desk struct {
	Sessions
	road      *act.Road
	directory *staff.Directory
	vault     *vault.Vault
	hasher    *Hasher
	pace      *pace
}

// NewDesk makes a desk that works on as many digests at a time as there are
// processors.
func NewDesk(road *act.Road, directory *staff.Directory, v *vault.Vault) *Desk {
	return &Desk{Sessions: Sessions{Store: road.Store, Clock: road.Clock}, road: road, directory: directory, vault: v,
		hasher: NewHasher(runtime.NumCPU()), pace: newPace()}
}

// Try is what somebody says to prove who they are.
type Try struct {
	Login, Password, Code string
	Source                string // where it comes from: an address
}

// SignIn checks a try and returns the account with the strength of the proof.
// Every refusal but that of pace reads alike and takes the same time, so that
// nobody learns which part was wrong or whether there is such an account.
func (d *Desk) SignIn(ctx context.Context, t Try) (staff.Account, int, error) {
	a, known := d.directory.Login(t.Login)
	aim := a.ID
	if !known {
		aim = ident.ID("\x00" + t.Login)
	}
	if left := d.pace.wait(t.Source, aim, d.Clock.Now()); left > 0 {
		return a, 0, slower(left)
	}
	fits, err := d.hasher.Check(ctx, t.Password, a.Secret)
	if err != nil {
		return a, 0, err
	}
	step, strength, err := d.second(a, t.Code)
	if err != nil {
		return a, 0, err
	}
	if !fits || !known || a.State != staff.Open || strength == 0 {
		d.pace.fail(t.Source, aim, d.Clock.Now())
		return a, 0, refused()
	}
	if _, err := d.road.Do(ctx, d.request(a, "account.sign_in", &staff.SignIn{Step: step})); err != nil {
		return a, 0, err
	}
	d.pace.succeed(t.Source, a.ID)
	return a, strength, nil
}

// second checks the one-time code of an account that has one; strength 0 means
// that it does not fit.
func (d *Desk) second(a staff.Account, code string) (step int64, strength int, err error) {
	if a.Factor == "" {
		return 0, access.Password, nil
	}
	secret, err := openFactor(d.vault, a.ID, a.Factor)
	if err != nil {
		return 0, 0, err
	}
	if step = stepOf(code, secret, d.Clock.Now()); step == 0 || step <= a.LastStep {
		return 0, 0, nil
	}
	return step, access.Strong, nil
}

func slower(left time.Duration) error {
	return fault.New(fault.Unavailable, "signin.pace", "尝试次数过多;请在 {minutes} 分钟后再试。账号未被锁定。",
		"Too many tries; please try again in {minutes} minutes. The account is not locked.", "minutes", int(left.Minutes())+1)
}

func refused() error {
	return fault.New(fault.Invalid, "signin.refused", "登录名、口令或动态口令不正确。", "The sign-in name, the password or the one-time code is not right.")
}

// SetPassword gives an account a password that its holder must change before
// anything else, and ends its sessions.
func (d *Desk) SetPassword(ctx context.Context, account ident.ID, password string) error {
	return d.set(ctx, account, password, true)
}

// SetLasting gives a synthetic account of a demo or a test a password that need
// not be changed.
func (d *Desk) SetLasting(ctx context.Context, account ident.ID, password string) error {
	return d.set(ctx, account, password, false)
}

func (d *Desk) set(ctx context.Context, account ident.ID, password string, provisional bool) error {
	digest, err := d.hasher.Digest(ctx, password)
	if err != nil {
		return err
	}
	if err := d.credentials(ctx, account, &staff.Credentials{Secret: digest, Provisional: provisional}); err != nil {
		return err
	}
	return d.EndAll(ctx, account)
}

// ChangePassword gives an account a new password after the present one was
// shown; wrong tries are slowed down as those of signing in are.
func (d *Desk) ChangePassword(ctx context.Context, account ident.ID, present, next, source string) error {
	if err := d.confirm(ctx, account, present, source); err != nil {
		return err
	}
	return d.set(ctx, account, next, false)
}

// confirm checks the present password of an account.
func (d *Desk) confirm(ctx context.Context, account ident.ID, password, source string) error {
	a, ok := d.directory.Account(account)
	if !ok {
		return Needed()
	}
	if left := d.pace.wait(source, account, d.Clock.Now()); left > 0 {
		return slower(left)
	}
	fits, err := d.hasher.Check(ctx, password, a.Secret)
	if err != nil {
		return err
	}
	if !fits {
		d.pace.fail(source, account, d.Clock.Now())
		return fault.New(fault.Invalid, "signin.present", "当前口令不正确。", "The present password is not right.").
			OnField("password", "signin.present", "不正确。", "It is not right.")
	}
	return nil
}

// Offer draws a second factor for an account, shown once; it counts for nothing
// until Accept has seen a code made with it.
func (d *Desk) Offer(ctx context.Context, account ident.ID, password, source, issuer string) (Enrolment, error) {
	if err := d.confirm(ctx, account, password, source); err != nil {
		return Enrolment{}, err
	}
	a, _ := d.directory.Account(account)
	return newFactor(d.vault, account, a.Login, issuer)
}

// Accept makes an offered second factor count, once a code shows that the
// authenticator has it.
func (d *Desk) Accept(ctx context.Context, account ident.ID, sealed, code string) error {
	secret, err := openFactor(d.vault, account, sealed)
	if err != nil || stepOf(code, secret, d.Clock.Now()) == 0 {
		return fault.New(fault.Invalid, "signin.code", "动态口令不正确;请核对手机时间后再试。", "The one-time code is not right; check the clock of your phone and try again.").
			OnField("code", "signin.code", "不正确。", "It is not right.").Because(err)
	}
	return d.credentials(ctx, account, &staff.Credentials{Factor: sealed})
}

// Enrol gives an account a second factor at once; the secret is shown once. It
// is for operators: whoever enrols himself goes through Offer and Accept.
func (d *Desk) Enrol(ctx context.Context, account ident.ID, issuer string) (Enrolment, error) {
	a, ok := d.directory.Account(account)
	if !ok {
		return Enrolment{}, Needed()
	}
	e, err := newFactor(d.vault, account, a.Login, issuer)
	if err != nil {
		return e, err
	}
	return e, d.credentials(ctx, account, &staff.Credentials{Factor: e.Sealed})
}

func (d *Desk) credentials(ctx context.Context, account ident.ID, body *staff.Credentials) error {
	a, ok := d.directory.Account(account)
	if !ok {
		return Needed()
	}
	_, err := d.road.Do(ctx, d.request(a, "account.credentials", body))
	return err
}

func (d *Desk) request(a staff.Account, kind string, body any) act.Request {
	home := unit.Code("")
	if root := d.road.Tree().Root(); root != nil {
		home = root.Code
	}
	return act.Request{Kind: kind, County: a.County, Subject: a.ID, Body: body, Actor: staff.System(home)}
}
