package cli

import (
	"errors"
	"io"
	"strings"

	"muster/internal/app"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
	"muster/internal/intake/selection"
)

// Receipt writes the receipt of one entry of a log.
type Receipt struct {
	Folder
	Log  string `required:"" help:"The log: the code of its county." placeholder:"LOG"`
	Seq  int64  `required:"" help:"The number of the entry in its log." placeholder:"N"`
	Fact string `help:"A record that the entry wrote, to be disclosed with it." placeholder:"TABLE/ID"`
	Out  string `type:"path" help:"File to write (default: stdout)." placeholder:"FILE"`
}

func (c *Receipt) run(env *Env, a *app.App) error {
	fact, err := c.fact(env, a)
	if err != nil {
		return err
	}
	r, err := a.Receipt(env, unit.Code(c.Log), c.Seq, fact)
	if fault.Coded(err, "receipt.unsigned") {
		if err = a.Checkpoint(env); err == nil {
			r, err = a.Receipt(env, unit.Code(c.Log), c.Seq, fact)
		}
	}
	if err != nil {
		return err
	}
	return writeOut(env, c.Out, r.Text())
}

// fact names the record to be disclosed. Whoever asks must be allowed to read it,
// and the reading is recorded, as on a page.
func (c *Receipt) fact(env *Env, a *app.App) (app.Named, error) {
	if c.Fact == "" {
		return app.Named{}, nil
	}
	table, id, found := strings.Cut(c.Fact, "/")
	if !found || id == "" {
		return app.Named{}, fault.New(fault.Usage, "receipt.fact.name", "--fact 的写法是 登记簿/编号。", "--fact is TABLE/ID.")
	}
	return app.Named{Table: table, ID: ident.ID(id)}, c.look(env, a, table, unit.Code(c.Log), ident.ID(id))
}

// look reads a record on behalf of whoever acts.
func (f *Folder) look(env *Env, a *app.App, table string, county unit.Code, id ident.ID) error {
	reg, err := registerOf(a, table)
	if err != nil {
		return err
	}
	actor, purpose, err := f.actor(a, reg.Read)
	if err == nil {
		_, err = a.Road.One(env, reg.Look(actor, purpose, "export"), county, id)
	}
	return err
}

// Notice writes the file of a published list, or of one row of it.
type Notice struct {
	Folder
	Log  string `required:"" help:"The log: the code of the county of the list." placeholder:"LOG"`
	List string `required:"" help:"Id of the ranked list." placeholder:"ID"`
	Rank int64  `help:"One row only: the rank of the person." placeholder:"N"`
	Out  string `type:"path" help:"File to write (default: stdout)." placeholder:"FILE"`
}

func (c *Notice) run(env *Env, a *app.App) error {
	list := ident.ID(c.List)
	if err := c.look(env, a, selection.Rankings.Name, unit.Code(c.Log), list); err != nil {
		return err
	}
	text, err := a.Notice(env, unit.Code(c.Log), list, c.Rank)
	if fault.Coded(err, "receipt.unsigned") {
		if err = a.Checkpoint(env); err == nil {
			text, err = a.Notice(env, unit.Code(c.Log), list, c.Rank)
		}
	}
	if err != nil {
		return err
	}
	return writeOut(env, c.Out, text)
}

// writeOut writes a text to a file, or to stdout.
func writeOut(env *Env, path, text string) error {
	out, done, err := output(env, path)
	if err != nil {
		return err
	}
	_, err = io.WriteString(out, text)
	if err = errors.Join(err, done()); err == nil && path != "" {
		env.Remark(i18n.T("已写入 {file}", "written to {file}").With("file", path))
	}
	return err
}
