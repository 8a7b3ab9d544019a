package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"muster/internal/app"
	"muster/internal/frame/act"
	"muster/internal/frame/db"
	"muster/internal/frame/fault"
	"muster/internal/frame/field"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
	"muster/migrations"

	"reflect"
)

// Init makes an empty installation.
type Init struct {
	Dir    string `required:"" type:"path" help:"Folder to make." placeholder:"D"`
	Units  string `required:"" type:"path" help:"File of the office tree: code,parent,kind,name." placeholder:"FILE"`
	Policy string `default:"cn" help:"Policy pack."`
	Name   string `default:"muster" help:"Name of the installation; every checkpoint carries it."`
	DB     string `name:"db" env:"MUSTER_DB" help:"PostgreSQL address instead of the embedded database." placeholder:"postgres://…"`
}

// Run reads the tree before it makes anything, so that a wrong file leaves
// nothing behind.
func (c *Init) Run(env *Env) error {
	if c.Policy != "cn" {
		return fault.New(fault.Usage, "policy.unknown", "没有政策包“{name}”。", "There is no policy pack {name}.", "name", c.Policy)
	}
	pack, err := app.ChinaPack()
	if err != nil {
		return err
	}
	file, err := os.Open(c.Units)
	if err != nil {
		return fault.New(fault.Invalid, "file.unreadable", "文件 {file} 打不开。", "The file {file} cannot be read.", "file", c.Units).Because(err)
	}
	defer file.Close()
	rows, err := (&app.App{Pack: pack}).ReadUnits(file, filepath.Base(c.Units))
	if err != nil {
		return err
	}
	if err := app.CreateKeys(c.Dir, c.Name); err != nil {
		return err
	}
	a, err := (&Folder{Dir: c.Dir, DB: c.DB}).open(env, false)
	if err != nil {
		return err
	}
	defer a.Close()
	if _, err := a.ImportUnits(env, rows); err != nil {
		return err
	}
	password, err := a.FirstAdministrator(env)
	if err != nil {
		return err
	}
	if env.JSON {
		return env.Result(map[string]any{"dir": c.Dir, "units": len(rows), "login": "admin", "password": password})
	}
	env.Say(i18n.T("已建立:{n} 个单位。首位管理员:登录名 admin,一次性口令 {password}(只显示这一次)。",
		"Made: {n} units. First administrator: sign in as admin with {password} (shown this once).").With("n", len(rows), "password", password))
	return nil
}

// Migrate brings the schema to the newest version.
type Migrate struct {
	Folder
	DryRun bool `help:"Only say what would be done."`
}

// Run opens the store alone: an App would migrate by itself.
func (c *Migrate) Run(env *Env) error {
	store, err := c.store(env)
	if err != nil {
		return err
	}
	defer store.Close()
	pending, err := db.Pending(env, store, migrations.FS)
	if err == nil && !c.DryRun {
		err = db.Migrate(env, store, migrations.FS)
	}
	if err != nil {
		return err
	}
	if env.JSON {
		return env.Result(map[string]any{"pending": pending, "migrated": !c.DryRun})
	}
	env.Say(i18n.T("待执行的结构变更:{n}", "Pending migrations: {n}").With("n", pending))
	return nil
}

// Act does one act from the command line.
type Act struct {
	Folder
	Kind    string   `arg:"" help:"Kind of act, such as cycle.plan."`
	Fields  []string `arg:"" optional:"" help:"Fields of its form: name=value."`
	County  string   `help:"Home county of the subject."`
	Subject string   `help:"Id of the subject."`
	Key     string   `help:"Idempotency key: a repeat changes nothing."`
	DryRun  bool     `help:"Try the rule, store nothing."`
}

func (c *Act) run(env *Env, a *app.App) error {
	k, err := kindOf(a, c.Kind)
	if err != nil {
		return err
	}
	actor, purpose, err := c.actor(a, k.By)
	if err != nil {
		return err
	}
	body, err := readFields(k.Body, k.NewBody(), c.Fields)
	if err != nil {
		return err
	}
	q := act.Request{Kind: c.Kind, County: unit.Code(c.County), Subject: ident.ID(c.Subject), Body: body, Actor: actor, Purpose: purpose, Key: c.Key}
	if c.DryRun {
		return a.Road.Try(env, q)
	}
	answer, err := a.Road.Do(env, q)
	if err != nil {
		return err
	}
	return env.Result(answer)
}

// readFields fills a body from name=value words.
func readFields(schema *field.Schema, body any, words []string) (any, error) {
	v := reflect.ValueOf(body).Elem()
	var wrong []fault.Field
	for _, word := range words {
		name, value, ok := strings.Cut(word, "=")
		f := schema.Get(name)
		if !ok || f == nil {
			return nil, fault.New(fault.Usage, "field.unknown", "没有字段“{name}”;可用:{names}。", "There is no field {name}; there are: {names}.", "name", name, "names", names(schema))
		}
		if e := f.Parse(v, value); e != nil {
			wrong = append(wrong, *e)
		}
	}
	return body, field.Faulty(wrong)
}

func names(s *field.Schema) string {
	var out []string
	for _, f := range s.Fields {
		out = append(out, f.Name)
	}
	return strings.Join(out, ", ")
}

// Version prints the version.
type Version struct{}

// Run prints it.
func (Version) Run(env *Env) error {
	fmt.Fprintln(env.Stdout, "muster", app.Version)
	return nil
}

// Doctor looks an installation over.
type Doctor struct{ Folder }

func (c *Doctor) run(env *Env, a *app.App) error {
	findings, err := a.Examine(env)
	if err != nil {
		return err
	}
	sort.Slice(findings, func(i, j int) bool { return findings[i].EN < findings[j].EN })
	if env.JSON {
		if findings == nil {
			findings = []i18n.Text{}
		}
		err = env.Result(map[string]any{"healthy": len(findings) == 0, "findings": findings})
	} else {
		sayFindings(env, findings)
	}
	if err == nil && len(findings) > 0 {
		return exitCode(1)
	}
	return err
}

func sayFindings(env *Env, findings []i18n.Text) {
	for _, f := range findings {
		env.Say(f)
	}
	if len(findings) == 0 {
		env.Say(i18n.T("一切正常。", "All is well."))
	}
}
