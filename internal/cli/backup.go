package cli

import (
	"errors"

	"muster/internal/app"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
)

// Backup copies the database while it is in use, and the keys into an archive of
// their own beside it, which belongs somewhere else.
type Backup struct {
	Folder
	To string `required:"" type:"path" help:"File to write; the keys go to FILE.keys." placeholder:"FILE"`
}

func (c *Backup) run(env *Env, a *app.App) error {
	if err := a.Checkpoint(env); err != nil {
		return err
	}
	if err := a.Backup(env, c.To); err != nil {
		return err
	}
	env.Say(i18n.T("已备份到 {file};密钥在 {file}.keys,请另行保管。", "Backed up to {file}; the keys are in {file}.keys: keep them elsewhere.").With("file", c.To))
	return nil
}

// Restore makes an installation from a backup.
type Restore struct {
	From string `required:"" type:"path" help:"The copy of the database." placeholder:"FILE"`
	Keys string `type:"path" help:"The archive of the keys (default: FILE.keys)." placeholder:"FILE"`
	Dir  string `required:"" type:"path" help:"Folder to make." placeholder:"D2"`
}

// Run restores into a new folder and verifies every log before it says done. A
// restore that fails leaves nothing behind.
func (c *Restore) Run(env *Env) error {
	if c.Keys == "" {
		c.Keys = c.From + ".keys"
	}
	if err := app.Restore(env, c.From, c.Keys, c.Dir, func() error { return c.verify(env) }); err != nil {
		return err
	}
	env.Say(i18n.T("已恢复并核验:{dir}", "Restored and verified: {dir}").With("dir", c.Dir))
	return nil
}

func (c *Restore) verify(env *Env) (err error) {
	a, err := (&Folder{Dir: c.Dir}).open(env, false)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	clean, err := verifyLog(env, a, env.Stderr)
	if err == nil && !clean {
		err = fault.New(fault.Invalid, "restore.unverified", "备份 {file} 未通过核验，未恢复任何内容。",
			"The backup {file} did not pass verification; nothing was restored.", "file", c.From)
	}
	return err
}
