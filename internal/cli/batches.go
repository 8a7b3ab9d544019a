package cli

import (
	"muster/internal/app"
	"muster/internal/frame/act"
	"muster/internal/frame/i18n"
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
