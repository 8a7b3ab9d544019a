package cli

import (
	"strconv"

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
	return env.bulk(a, &c.Folder, "due", strconv.FormatInt(c.Year, 10), c.DryRun)
}

// Missing notes whom a roster that has arrived lacks.
type Missing struct {
	Folder
	Roster string `required:"" help:"The name of the roster, as its rows have it."`
	DryRun bool   `help:"Only count."`
}

func (c *Missing) run(env *Env, a *app.App) error {
	return env.bulk(a, &c.Folder, "missing", c.Roster, c.DryRun)
}

// Verification calls those who registered earlier to the yearly verification.
type Verification struct {
	Folder
	Year   int64 `required:"" help:"The year of verification."`
	DryRun bool  `help:"Only count."`
}

func (c *Verification) run(env *Env, a *app.App) error {
	return env.bulk(a, &c.Folder, "verification", strconv.FormatInt(c.Year, 10), c.DryRun)
}

// Duplicates proposes files that may be one person's.
type Duplicates struct {
	Folder
	DryRun bool `help:"Only count."`
}

func (c *Duplicates) run(env *Env, a *app.App) error {
	return env.bulk(a, &c.Folder, "duplicates", "", c.DryRun)
}

// bulk does a bulk work as whoever the folder's flags name.
func (e *Env) bulk(a *app.App, f *Folder, name, word string, dry bool) error {
	bulk, _ := app.BulkOf(name)
	actor, _, err := f.actor(a, a.Book.Kind(bulk.Kind).By)
	if err != nil {
		return err
	}
	b, err := a.DoBulk(e, name, actor, word, dry, e.wrong)
	return e.batched(b, err)
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
