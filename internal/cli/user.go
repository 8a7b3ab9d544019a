package cli

import (
	"slices"

	"muster/internal/app"
	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
	"muster/internal/office/role"
	"muster/internal/office/staff"
)

// User groups the commands on accounts.
type User struct {
	Add      UserAdd      `cmd:"" help:"Open an account and appoint it to a post. Example: muster user add --dir D --login zhang --name 张三 --id-no 130102198005171014 --role clerk --unit 130102"`
	List     UserList     `cmd:"" help:"List the accounts. Example: muster user list --dir D"`
	Token    UserToken    `cmd:"" help:"Issue or revoke a bearer token for the API. Example: muster user token --dir D --login portal --role county_officer"`
	Bind     UserBind     `cmd:"" help:"Say who holds an account of which that is not known. Example: muster user bind --dir D --login zhang --id-no 130102198005171014"`
	Password UserPassword `cmd:"" help:"Set a new random password. Example: muster user password --dir D --login zhang"`
}

// UserAdd opens an account.
type UserAdd struct {
	Folder
	Login  string `required:"" help:"Sign-in name."`
	Name   string `required:"" help:"Name."`
	IDNo   string `required:"" name:"id-no" env:"MUSTER_ID_NO" help:"Citizen number of whoever will hold the account; only a digest is kept. The environment is not seen by other users of the machine, a command line is."`
	Role   string `required:"" help:"Role of the post."`
	Unit   string `required:"" help:"Code of the unit."`
	From   string `help:"First day of the post (default: today)."`
	DryRun bool   `help:"Try, store nothing."`
}

func (c *UserAdd) run(env *Env, a *app.App) error {
	actor, purpose, err := c.actor(a, a.Book.Kind("account.open").By)
	if err != nil {
		return err
	}
	from := a.Today()
	if c.From != "" {
		if from, err = clock.ParseDate(c.From); err != nil {
			return err
		}
	}
	if !slices.Contains(role.Options(), access.Role(c.Role)) { // before the account is there
		return fault.New(fault.Usage, "role.unknown", "没有角色“{role}”。", "There is no role {role}.", "role", c.Role)
	}
	open := act.Request{Kind: "account.open", Actor: actor, Purpose: purpose, Body: &staff.Opening{Unit: unit.Code(c.Unit), Login: c.Login, Name: c.Name, IDNo: c.IDNo}}
	if c.DryRun {
		return a.Road.Try(env, open)
	}
	opened, err := a.Road.Do(env, open)
	if err != nil {
		return err
	}
	_, err = a.Road.Do(env, act.Request{Kind: "post.appoint", Actor: actor, Purpose: purpose,
		Body: &staff.Appointment{Account: opened.Subject, Unit: unit.Code(c.Unit), Role: staff.RoleName(c.Role), From: from}})
	if err != nil {
		return err
	}
	password := app.NewPassword()
	if err := a.NewDesk().SetPassword(env, opened.Subject, password); err != nil {
		return err
	}
	return tellPassword(env, c.Login, password)
}

// UserBind says who holds an account.
type UserBind struct {
	Folder
	Login string `required:"" help:"Sign-in name."`
	IDNo  string `required:"" name:"id-no" env:"MUSTER_ID_NO" help:"Citizen number of the holder; only a digest is kept."`
}

func (c *UserBind) run(env *Env, a *app.App) error {
	actor, purpose, err := c.actor(a, a.Book.Kind("account.bind").By)
	if err != nil {
		return err
	}
	account, ok := a.Directory.Login(c.Login)
	if !ok {
		return fault.New(fault.Unknown, "login.unknown", "没有账号“{login}”。", "There is no account {login}.", "login", c.Login)
	}
	_, err = a.Road.Do(env, act.Request{Kind: "account.bind", County: account.County, Subject: account.ID, Actor: actor, Purpose: purpose, Body: &staff.Holding{IDNo: c.IDNo}})
	return err
}

func tellPassword(env *Env, login, password string) error {
	if env.JSON {
		return env.Result(map[string]string{"login": login, "password": password})
	}
	env.Say(i18n.T("登录名 {login},口令 {password}(只显示这一次)。", "Sign-in name {login}, password {password} (shown this once).").With("login", login, "password", password))
	return nil
}

// UserList lists the accounts that the caller may see.
type UserList struct{ Folder }

func (c *UserList) run(env *Env, a *app.App) error {
	reg := a.Shelf.Get("account")
	actor, purpose, err := c.actor(a, reg.Read)
	if err != nil {
		return err
	}
	return a.Road.Export(env, reg.Look(actor, purpose, "list"), record.Query{}, func(r record.Record) error {
		account := r.(*staff.Account)
		for _, p := range a.Directory.PostsOf(account.ID, a.Today()) {
			if env.JSON {
				if err := env.Result(map[string]string{"login": account.Login, "name": account.Name, "role": string(p.Role), "unit": string(p.Unit), "state": account.State}); err != nil {
					return err
				}
				continue
			}
			env.Say(i18n.Same(account.Login + "\t" + account.Name + "\t" + string(p.Role) + "\t" + string(p.Unit) + "\t" + account.State))
		}
		return nil
	})
}

// UserPassword sets a new random password.
type UserPassword struct {
	Folder
	Login string `required:"" help:"Sign-in name."`
}

func (c *UserPassword) run(env *Env, a *app.App) error {
	if _, _, err := c.actor(a, a.Book.Kind("account.lock").By); err != nil {
		return err
	}
	account, ok := a.Directory.Login(c.Login)
	if !ok {
		return fault.New(fault.Unknown, "login.unknown", "没有账号“{login}”。", "There is no account {login}.", "login", c.Login)
	}
	password := app.NewPassword()
	if err := a.NewDesk().SetPassword(env, account.ID, password); err != nil {
		return err
	}
	return tellPassword(env, c.Login, password)
}
