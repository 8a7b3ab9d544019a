package cli

import (
	"muster/internal/api"
	"muster/internal/app"
	"muster/internal/frame/access"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/office/staff"
)

// UserToken issues a bearer token with which a program acts in one post of an
// account, or makes one void.
type UserToken struct {
	Folder
	Login  string `help:"Sign-in name of the account that the program acts for." xor:"what" required:""`
	Role   string `help:"Role of the post, where the account holds several."`
	Revoke string `help:"Token to make void." placeholder:"muster_…" xor:"what" required:""`
}

func (c *UserToken) run(env *Env, a *app.App) error {
	if _, _, err := c.actor(a, a.Book.Kind("account.lock").By); err != nil {
		return err
	}
	if c.Revoke != "" {
		return api.RevokeToken(env, a, c.Revoke)
	}
	account, ok := a.Directory.Login(c.Login)
	if !ok {
		return fault.New(fault.Unknown, "login.unknown", "没有账号“{login}”。", "There is no account {login}.", "login", c.Login)
	}
	post, err := c.post(a, account)
	if err != nil {
		return err
	}
	token, err := api.IssueToken(env, a, account.ID, post, access.Strong) // 256 random bits, held by a machine
	if err != nil {
		return err
	}
	if env.JSON {
		return env.Result(map[string]string{"login": c.Login, "token": token})
	}
	env.Say(i18n.T("访问令牌(只显示这一次):{token}", "Access token (shown this once): {token}").With("token", token))
	return nil
}

// post finds the one post that is meant.
func (c *UserToken) post(a *app.App, account staff.Account) (found ident.ID, err error) {
	n := 0
	for _, p := range a.Directory.PostsOf(account.ID, a.Today()) {
		if c.Role == "" || string(p.Role) == c.Role {
			found = p.ID
			n++
		}
	}
	if n != 1 {
		return "", fault.New(fault.Usage, "token.post", "账号“{login}”符合条件的岗位有 {n} 个;请用 --role 指明其中一个。",
			"The account {login} holds {n} such posts; name one with --role.", "login", c.Login, "n", n)
	}
	return found, nil
}
