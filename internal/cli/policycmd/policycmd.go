// Package policycmd is the command line of policy packs: muster policy check,
// test, diff and explain. It reads pack files and facts given by the caller and
// writes nothing but its answer; facts are not logged.
package policycmd

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/frame/policy"
	"muster/policies"
)

// Env is what the commands need from the program around them.
type Env struct {
	Stdin  io.Reader // read where a file is named "-"
	Stdout io.Writer // results
	Stderr io.Writer // remarks
	Lang   i18n.Lang
	JSON   bool
	Clock  clock.Clock // today, where no day is given
}

// Commands are the verbs of muster policy.
type Commands struct {
	Check   Check   `cmd:"" help:"Find everything that is wrong with a policy pack, with file and line."`
	Test    Test    `cmd:"" help:"Run the examples beside a policy pack."`
	Diff    Diff    `cmd:"" help:"Show what differs between two policy packs."`
	Explain Explain `cmd:"" help:"Answer a question of the law from facts, each line with its article."`
}

func (e *Env) today() time.Time {
	if e.Clock == nil {
		return clock.System{}.Now()
	}
	return e.Clock.Now()
}

func (e *Env) say(text i18n.Text) { fmt.Fprintln(e.Stderr, text.In(e.Lang)) }

func (e *Env) printJSON(value any) error {
	encoder := json.NewEncoder(e.Stdout)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(value)
}

// problem is a fault as a program reads it.
type problem struct {
	fault.Place
	Code string    `json:"code"`
	Text i18n.Text `json:"text"`
}

// report prints problems and returns the fault that makes the exit code 1.
func (e *Env) report(problems []*fault.Fault) error {
	list := make([]problem, 0, len(problems))
	for _, p := range problems {
		list = append(list, problem{p.Place, p.Code, p.Text})
		if !e.JSON {
			fmt.Fprintln(e.Stdout, p.In(e.Lang))
		}
	}
	if e.JSON {
		if err := e.printJSON(list); err != nil {
			return err
		}
	}
	if len(problems) == 0 {
		return nil
	}
	return fault.New(fault.Invalid, "policy.problems", "政策包有 {count} 处问题。", "the policy pack has {count} problems.", "count", len(problems))
}

// Check finds everything that is wrong with a pack.
type Check struct {
	Pack string `arg:"" default:"cn" help:"Name of a built-in pack, or a folder."`
}

// Help shows an example.
func (c *Check) Help() string { return "Example: muster policy check policies/cn" }

// Run prints one line a problem; any problem is a fault.
func (c *Check) Run(env *Env) error {
	fsys, err := policies.Open(c.Pack)
	if err != nil {
		return err
	}
	problems := policy.Check(fsys)
	if len(problems) == 0 {
		env.say(i18n.T("政策包 {name} 没有问题。", "The policy pack {name} is in order.").With("name", c.Pack))
	}
	return env.report(problems)
}

// Test runs the examples beside a pack.
type Test struct {
	Pack string `arg:"" default:"cn" help:"Name of a built-in pack, or a folder."`
}

// Help shows an example.
func (c *Test) Help() string { return "Example: muster policy test cn" }

// Run prints one line an example that does not hold; any is a fault.
func (c *Test) Run(env *Env) error {
	fsys, err := policies.Open(c.Pack)
	if err != nil {
		return err
	}
	tested, err := policy.Test(fsys)
	if err != nil {
		return env.loading(err)
	}
	env.say(i18n.T("运行样例 {count} 个，不符 {failed} 处。", "{count} examples run, {failed} do not hold.").
		With("count", tested.Count, "failed", len(tested.Faults)))
	return env.report(tested.Faults)
}

// loading reports every problem of a pack that cannot be loaded.
func (e *Env) loading(err error) error {
	var many interface{ Unwrap() []error }
	if !errors.As(err, &many) {
		return err
	}
	var problems []*fault.Fault
	for _, one := range many.Unwrap() {
		problems = append(problems, fault.As(one))
	}
	return e.report(problems)
}

func (e *Env) load(name string) (*policy.Pack, error) {
	fsys, err := policies.Open(name)
	if err != nil {
		return nil, err
	}
	pack, err := policy.Load(fsys)
	if err != nil {
		return nil, e.loading(err)
	}
	return pack, nil
}

// read reads a file, or the standard input where the name is "-".
func (e *Env) read(name string) ([]byte, error) {
	if name == "-" {
		return io.ReadAll(e.Stdin)
	}
	content, err := os.ReadFile(name)
	if err != nil {
		return nil, fault.New(fault.Unknown, "file.unreadable", "无法读取文件 {name}。", "the file {name} cannot be read.", "name", name).Because(err)
	}
	return content, nil
}

// Diff shows what differs between two packs.
type Diff struct {
	Old   string `arg:"" help:"Name of a built-in pack, or a folder."`
	New   string `arg:"" help:"Name of a built-in pack, or a folder."`
	Facts string `help:"JSON file with samples: a list of question, on and facts, whose answers are compared too." placeholder:"FILE"`
}

// Help shows an example.
func (c *Diff) Help() string { return "Example: muster policy diff cn ./our-pack --facts samples.json" }

// Run prints each change; a difference is no fault.
func (c *Diff) Run(env *Env) error {
	old, err := env.load(c.Old)
	if err != nil {
		return err
	}
	other, err := env.load(c.New)
	if err != nil {
		return err
	}
	var samples []policy.Sample
	if c.Facts != "" {
		content, err := env.read(c.Facts)
		if err != nil {
			return err
		}
		if samples, err = policy.ReadSamples(content); err != nil {
			return err
		}
	}
	changes := policy.Diff(old, other, samples...)
	if env.JSON {
		return env.printJSON(changes)
	}
	for _, change := range changes {
		fmt.Fprintf(env.Stdout, "%s\n%s%s", change.What, marked("- ", change.Old), marked("+ ", change.New))
	}
	env.say(i18n.T("共 {count} 处不同。", "{count} differences.").With("count", len(changes)))
	return nil
}

func marked(mark, text string) string {
	if text == "" {
		return ""
	}
	return mark + strings.ReplaceAll(text, "\n", "\n"+mark) + "\n"
}
