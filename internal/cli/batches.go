package cli

import (
	"muster/internal/api"
	"muster/internal/app"
	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
)

// Due makes the due list of a year.
type Due struct {
	Folder
	Year   int64 `required:"" help:"The year of registration."`
	DryRun bool  `help:"Only count."`
}

func (c *Due) run(env *Env, a *app.App) error {
	actor, _, err := c.actor(a, a.Book.Kind("registration.due").By)
	if err != nil {
		return err
	}
	b, err := a.DueList(env, actor, c.Year, c.DryRun, env.wrong)
	return env.batched(b, err)
}

// Duplicates proposes files that may be one person's.
type Duplicates struct {
	Folder
	DryRun bool `help:"Only count."`
}

func (c *Duplicates) run(env *Env, a *app.App) error {
	actor, _, err := c.actor(a, a.Book.Kind("duplicate.propose").By)
	if err != nil {
		return err
	}
	b, err := a.FindDuplicates(env, actor, c.DryRun, env.wrong)
	return env.batched(b, err)
}

// wrong names an act of a batch that failed.
func (e *Env) wrong(q act.Request, err error) {
	for _, text := range lines(err, e.Lang) {
		e.Remark(i18n.Same(q.Key + ": " + text))
	}
}

func (e *Env) batched(b app.Batched, err error) error {
	if err != nil {
		return err
	}
	if e.JSON {
		err = e.Result(b)
	} else {
		e.Say(i18n.T("共 {found} 件:办理 {done},此前已办 {repeated},未成 {failed}。", "{found} found: {done} done, {repeated} done before, {failed} failed.").
			With("found", b.Found, "done", b.Done, "repeated", b.Repeated, "failed", b.Failed))
	}
	if err == nil && b.Failed > 0 {
		return exitCode(1)
	}
	return err
}

// UserToken issues a bearer token for the API.
type UserToken struct {
	Folder
	Login string `required:"" help:"Sign-in name of the account that the token acts as."`
	Role  string `required:"" help:"Role of its post that the token acts in."`
}

func (c *UserToken) run(env *Env, a *app.App) error {
	if _, _, err := c.actor(a, a.Book.Kind("account.lock").By); err != nil {
		return err
	}
	account, ok := a.Directory.Login(c.Login)
	if !ok {
		return fault.New(fault.Unknown, "login.unknown", "没有账号“{login}”。", "There is no account {login}.", "login", c.Login)
	}
	post := ident.ID("")
	for _, p := range a.Directory.PostsOf(account.ID, a.Today()) {
		if string(p.Role) == c.Role {
			post = p.ID
		}
	}
	if post == "" {
		return fault.New(fault.Invalid, "token.post", "账号“{login}”没有角色为“{role}”的岗位。", "The account {login} holds no post as {role}.", "login", c.Login, "role", c.Role)
	}
	token, err := api.IssueToken(env, a, account.ID, post, access.Strong)
	if err != nil {
		return err
	}
	if env.JSON {
		return env.Result(map[string]string{"token": token})
	}
	env.Say(i18n.T("令牌(只显示这一次):{token}", "token (shown this once): {token}").With("token", token))
	return nil
}
