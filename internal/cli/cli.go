// Package cli is the command line: every command with its flags, its help and
// its exit code. It holds no rule; what a command does is done by the rooms.
//
// Exit codes: 0 done, 1 a fault (one line on stderr: what, where, what to do),
// 2 wrong usage, 3 a genuine receipt that is not yet witnessed. Results go to
// stdout, progress and remarks to stderr.
package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/alecthomas/kong"

	"muster/internal/cli/policycmd"
	"muster/internal/cli/tool"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
)

// Grammar is the commands.
type Grammar struct {
	Lang string `help:"Language of messages: zh or en (default: from LANG)." placeholder:"zh|en"`
	JSON bool   `help:"Machine-readable results."`

	Demo         Demo               `cmd:"" help:"Run a whole intake year of a synthetic Hebei and serve it. Example: muster demo --people 20000"`
	Init         Init               `cmd:"" help:"Make an empty installation. Example: muster init --dir D --units units.csv"`
	Serve        Serve              `cmd:"" help:"Serve the web app, the API and the jobs. Example: muster serve --dir D"`
	Import       Import             `cmd:"" help:"Import a file, every row an act. Example: muster import people people.csv --dir D --report errors.csv"`
	Export       Export             `cmd:"" help:"Export a register. Example: muster export person --dir D --format xlsx --out people.xlsx"`
	Act          Act                `cmd:"" help:"Do one act. Example: muster act cycle.plan --dir D --as quota name=2026H2 year=2026 half=2 …"`
	Due          Due                `cmd:"" help:"Put everybody who is due on the list of a year. Example: muster due --dir D --year 2026 --as registrar"`
	Missing      Missing            `cmd:"" help:"Note whom a roster that has arrived lacks; nobody's status changes. Example: muster missing --dir D --roster 2026 --as registrar"`
	Verification Verification       `cmd:"" help:"Call those who registered earlier to the yearly verification. Example: muster verification --dir D --year 2026 --as registrar"`
	Duplicates   Duplicates         `cmd:"" help:"Propose files that may be one person's; nothing is merged. Example: muster duplicates --dir D --as registrar"`
	Verify       Verify             `cmd:"" help:"Check logs, draws, choices, receipts, notices. Example: muster verify log --dir D"`
	Receipt      Receipt            `cmd:"" help:"Write the receipt of one entry of a log. Example: muster receipt --dir D --log 130102 --seq 7 --out receipt.txt"`
	Notice       Notice             `cmd:"" help:"Write a published list with its proof. Example: muster notice --dir D --log 130102 --list ID --out notice.txt"`
	Witness      Witness            `cmd:"" help:"Cosign checkpoints of a log, on a machine of one's own. Example: muster witness sign --dir W --key log.pub requests.txt"`
	Backup       Backup             `cmd:"" help:"Copy the database while it is in use. Example: muster backup --dir D --to muster.backup"`
	Restore      Restore            `cmd:"" help:"Make an installation from a backup and verify it. Example: muster restore --from muster.backup --keys K --dir D2"`
	User         User               `cmd:"" help:"Accounts and posts. Example: muster user add --dir D --login zhang --name 张 --id-no 130102198005171014 --role county_officer --unit 130102"`
	Migrate      Migrate            `cmd:"" help:"Bring the schema to the newest version. Example: muster migrate --dir D --dry-run"`
	Doctor       Doctor             `cmd:"" help:"Look an installation over and say what is wrong. Example: muster doctor --dir D"`
	Policy       policycmd.Commands `cmd:"" help:"Check, test, compare and explain policy packs. Example: muster policy check cn"`
	Apportion    tool.Apportion     `cmd:"" help:"Divide seats exactly over a tree of offices. Example: muster apportion --in bases.csv --seats 600"`
	Choose       tool.Choose        `cmd:"" help:"Find the one best choice under quotas. Example: muster choose --units U --candidates C --quotas Q --out DIR"`
	Draw         tool.Draw          `cmd:"" help:"Draw examiners in a way anybody can check. Example: muster draw --id N --candidates C …"`
	Bench        Bench              `cmd:"" help:"Measure a performance goal beside its limit. Example: muster bench P14 --json"`
	Radar        Radar              `cmd:"" help:"Print what blind re-examination finds, by size of the sample and alarm rule. Example: muster radar --seasons 200"`
	WhatIf       WhatIf             `cmd:"" name:"whatif" help:"Choose the lists of an intake again under other terms; nothing is changed. Example: muster whatif --dir D --cycle NAME --set quota.130102=20"`
	Trend        Trend              `cmd:"" help:"How many came how far, by intake and group, and what lies between two intakes. Example: muster trend --dir D --unit 1301 --by education"`
	Cohort       Cohort             `cmd:"" help:"Who would be eligible now, under last year's law and under a draft. Example: muster cohort --dir D --draft FOLDER"`
	Forecast     Forecast           `cmd:"" help:"Forecast whether quotas will be met, and measure how often that is right. Example: muster forecast calibrate --seasons 100"`
	Version      Version            `cmd:"" help:"Print the version. Example: muster version"`
}

// Verify groups the checks.
type Verify struct {
	Log    VerifyLog         `cmd:"" help:"Recompute every log and check every record against its leaf. Example: muster verify log --dir D"`
	Scores VerifyScores      `cmd:"" help:"Compute every posted score and ranked list again. Example: muster verify scores --dir D"`
	Draw   tool.VerifyDraw   `cmd:"" help:"Recompute a draw. Example: muster verify draw record.json"`
	Choice tool.VerifyChoice `cmd:"" help:"Recompute a choice. Example: muster verify choice bundle.json"`

	Receipt     tool.VerifyReceipt     `cmd:"" help:"Check a receipt. Example: muster verify receipt receipt.txt --key log.pub"`
	Notice      tool.VerifyNotice      `cmd:"" help:"Check a published list. Example: muster verify notice notice.txt --key log.pub"`
	Certificate tool.VerifyCertificate `cmd:"" help:"Check the code of a certificate. Example: muster verify certificate scanned.txt --key log.pub"`
}

// Env is what a command runs in.
type Env struct {
	context.Context
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Lang           i18n.Lang
	JSON           bool
}

// Say writes a result line.
func (e *Env) Say(t i18n.Text) { fmt.Fprintln(e.Stdout, t.In(e.Lang)) }

// Remark writes a remark.
func (e *Env) Remark(t i18n.Text) { fmt.Fprintln(e.Stderr, t.In(e.Lang)) }

// Result writes a machine-readable result, indented for people who look.
func (e *Env) Result(v any) error {
	out := json.NewEncoder(e.Stdout)
	out.SetEscapeHTML(false)
	return out.Encode(v)
}

// exitCode is an error that asks for a particular exit code.
type exitCode int

// Error implements error; the code says it all.
func (c exitCode) Error() string { return fmt.Sprintf("exit %d", int(c)) }

// Main runs one command line and returns its exit code.
func Main(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	var g Grammar
	code := -1
	parser, err := kong.New(&g, kong.Name("muster"), kong.Writers(stdout, stderr), kong.Exit(func(c int) { code = c }),
		kong.Description("Muster runs a military-service year: every quota exact, every gate signed, every outcome explained, every record checkable."),
		kong.UsageOnError())
	if err != nil {
		fmt.Fprintln(stderr, err)
		return 1
	}
	parsed, err := parser.Parse(args)
	if code >= 0 { // --help
		return code
	}
	env := &Env{Context: ctx, Stdin: stdin, Stdout: stdout, Stderr: stderr, Lang: language(g.Lang), JSON: g.JSON}
	if err != nil {
		fmt.Fprintf(stderr, "muster: %s\n", err)
		return 2
	}
	parsed.Bind(env, &tool.Env{Stdout: stdout, Stderr: stderr, Lang: env.Lang, JSON: g.JSON, Aliases: columnNames},
		&policycmd.Env{Stdin: stdin, Stdout: stdout, Stderr: stderr, Lang: env.Lang, JSON: g.JSON})
	if c := g.onFolder(parsed.Command()); c != nil {
		return finish(env, runOnFolder(env, &g, parsed.Command(), c))
	}
	return finish(env, parsed.Run())
}

// finish turns an error into one clear line and an exit code.
func finish(env *Env, err error) int {
	var code exitCode
	switch {
	case err == nil:
		return 0
	case errors.As(err, new(tool.Unwitnessed)):
		return 3
	case errors.As(err, &code):
		return int(code)
	case errors.Is(err, context.Canceled):
		return 1
	}
	for _, line := range lines(err, env.Lang) {
		fmt.Fprintln(env.Stderr, "muster: "+line)
	}
	if fault.Is(err, fault.Usage) {
		return 2
	}
	return 1
}

// lines renders an error, each of several joined ones on a line of its own.
// An internal one shows its text as well: at the terminal sits the operator.
func lines(err error, lang i18n.Lang) []string {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		var out []string
		for _, e := range joined.Unwrap() {
			out = append(out, lines(e, lang)...)
		}
		return out
	}
	var f *fault.Fault
	if errors.As(err, &f) {
		text := f.In(lang)
		if f.Kind == fault.Internal && f.Cause != nil {
			text += " (" + f.Cause.Error() + ")"
		}
		return []string{text}
	}
	return []string{err.Error()}
}

func language(flag string) i18n.Lang {
	for _, tag := range []string{flag, os.Getenv("MUSTER_LANG"), os.Getenv("LC_ALL"), os.Getenv("LANG")} {
		tag, _, _ = strings.Cut(tag, ".")
		if lang, ok := i18n.Parse(strings.ReplaceAll(tag, "_", "-")); ok && tag != "" {
			return lang
		}
	}
	return i18n.EN
}
