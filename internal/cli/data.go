package cli

import (
	"bufio"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"muster/internal/app"
	"muster/internal/frame/access"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/frame/record"
	"muster/internal/frame/register"
	"muster/internal/frame/register/transfer"
	"muster/internal/frame/sheet"
)

// kinds are the names that files have beside those of their registers.
var kinds = map[string]string{"people": "person", "units": "unit", "quotas": "quota_row", "accounts": "account", "posts": "post"}

// registerOf finds a register by the name of its table or of its files.
func registerOf(a *app.App, name string) (*register.Register, error) {
	if table, ok := kinds[name]; ok {
		name = table
	}
	if r := a.Shelf.Get(name); r != nil {
		return r, nil
	}
	var all []string
	for _, r := range a.Shelf.All() {
		all = append(all, r.Table.Name)
	}
	return nil, fault.New(fault.Usage, "register.unknown", "没有登记簿“{name}”;可用:{all}。", "There is no register {name}; there are: {all}.", "name", name, "all", strings.Join(all, ", "))
}

// Import imports a file.
type Import struct {
	Folder
	Kind   string `arg:"" help:"units, people, quotas, or the name of a register."`
	File   string `arg:"" type:"path" help:"CSV or XLSX file."`
	DryRun bool   `help:"Try every row, store nothing."`
	Report string `type:"path" help:"Where to write what is wrong with which row (csv or xlsx)." placeholder:"OUT"`
}

func (c *Import) run(env *Env, a *app.App) error {
	file, err := os.Open(c.File)
	if err != nil {
		return fault.New(fault.Invalid, "file.unreadable", "文件 {file} 打不开。", "The file {file} cannot be read.", "file", c.File).Because(err)
	}
	defer file.Close()
	if c.Kind == "units" {
		return c.units(env, a, file)
	}
	reg, err := registerOf(a, c.Kind)
	if err != nil {
		return err
	}
	if reg.Import == "" {
		return fault.New(fault.Usage, "import.none", "“{register}”不接受导入。", "{register} takes no imports.", "register", reg.Table.Title)
	}
	kind, err := kindOf(a, reg.Import)
	if err != nil {
		return err
	}
	actor, purpose, err := c.actor(a, kind.By)
	if err != nil {
		return err
	}
	report, done, err := c.report(env)
	if err != nil {
		return err
	}
	summary, err := transfer.Import(env, a.Road, reg, actor, purpose, file, transfer.Options{Name: filepath.Base(c.File), DryRun: c.DryRun,
		Aliases: a.FileAliases, Wrong: report})
	if err = errors.Join(err, done()); err != nil {
		return err
	}
	return c.summary(env, summary)
}

// report writes wrong rows to the file that was asked for, or the first of them
// to stderr.
func (c *Import) report(env *Env) (add func(int, error) error, done func() error, err error) {
	if c.Report != "" {
		r, err := sheet.CreateReport(c.Report, env.Lang)
		if err != nil {
			return nil, nil, err
		}
		return r.Add, r.Close, nil
	}
	n := 0
	return func(line int, err error) error {
		if n++; n <= shownRows {
			for _, text := range lines(err, env.Lang) {
				env.Remark(i18n.T("第 {line} 行:{text}", "line {line}: {text}").With("line", line, "text", text))
			}
		}
		return nil
	}, func() error { return nil }, nil
}

// shownRows is how many wrong rows are shown where no report was asked for.
const shownRows = 20

func (c *Import) summary(env *Env, s transfer.Summary) error {
	if env.JSON {
		if err := env.Result(s); err != nil {
			return err
		}
	} else {
		counted := "{rows} rows"
		if s.Rows == 1 {
			counted = "1 row"
		}
		env.Say(i18n.T("共 {rows} 行:成功 {done},此前已导入 {repeated},待会签 {pending},有误 {failed}。",
			counted+": {done} done, {repeated} imported before, {pending} awaiting a signature, {failed} wrong.").
			With("rows", s.Rows, "done", s.Done, "repeated", s.Repeated, "pending", s.Pending, "failed", s.Failed))
	}
	if s.Failed > 0 {
		return exitCode(1)
	}
	return nil
}

// units imports the tree: all of its rows or none.
func (c *Import) units(env *Env, a *app.App, file io.Reader) error {
	actor, purpose, err := c.founder(a)
	if err != nil {
		return err
	}
	rows, err := a.ReadUnits(file, filepath.Base(c.File))
	again := false
	if err == nil {
		again, err = a.ImportUnitsBy(env, actor, purpose, rows, c.DryRun)
	}
	if c.Report != "" {
		err = errors.Join(err, c.reportAll(env, err))
	}
	if err != nil {
		return err
	}
	summary := transfer.Summary{Rows: len(rows), Done: len(rows)}
	if again {
		summary.Done, summary.Repeated = 0, len(rows)
	}
	return c.summary(env, summary)
}

// founder is who imports a tree. Where there is none yet nobody can hold a post,
// and the system does it as it does for muster init.
func (c *Import) founder(a *app.App) (access.Actor, access.Purpose, error) {
	if c.As == "" && a.Road.Tree().Len() == 0 {
		return a.System(), "", nil
	}
	return c.actor(a, a.Book.Kind("unit.import").By)
}

func (c *Import) reportAll(env *Env, err error) error {
	add, done, failed := c.report(env)
	if failed != nil {
		return failed
	}
	var list []error
	if err != nil {
		list = append(list, err)
	}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		list = joined.Unwrap()
	}
	for _, e := range list {
		if err := add(fault.As(e).Place.Line, e); err != nil {
			return err
		}
	}
	return done()
}

// Export exports a register: what the caller may see, streamed.
type Export struct {
	Folder
	Kind   string   `arg:"" help:"Name of a register."`
	Format string   `default:"csv" enum:"csv,xlsx,json" help:"csv, xlsx or json (a record a line)."`
	Out    string   `type:"path" help:"File to write (default: stdout)." placeholder:"FILE"`
	Filter []string `help:"field=value, may be repeated." placeholder:"F=V"`
}

func (c *Export) run(env *Env, a *app.App) error {
	reg, err := registerOf(a, c.Kind)
	if err != nil {
		return err
	}
	actor, purpose, err := c.actor(a, reg.Read)
	if err != nil {
		return err
	}
	var q record.Query
	for _, f := range c.Filter {
		name, value, _ := strings.Cut(f, "=")
		q.Filters = append(q.Filters, record.Filter{Field: name, Values: []string{value}})
	}
	out, done, err := output(env, c.Out)
	if err != nil {
		return err
	}
	switch c.Format {
	case "json":
		err = transfer.ExportJSON(env, a.Road, reg, actor, purpose, q, out)
	default:
		err = transfer.Export(env, a.Road, reg, actor, purpose, q, sheet.New(out, "export."+c.Format, transfer.Header(reg)...))
	}
	return errors.Join(err, done())
}

// output opens a file for writing, or stdout.
func output(env *Env, path string) (w io.Writer, done func() error, err error) {
	if path == "" {
		b := bufio.NewWriter(env.Stdout)
		return b, b.Flush, nil
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, nil, fault.New(fault.Invalid, "file.unwritable", "文件 {file} 不能写入。", "The file {file} cannot be written.", "file", path).Because(err)
	}
	b := bufio.NewWriter(file)
	return b, func() error { return errors.Join(b.Flush(), file.Close()) }, nil
}
