package cli

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"muster/internal/app"
	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/frame/policy"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
	"muster/internal/insight"
	"muster/internal/insight/trend"
	"muster/internal/insight/whatif"
	"muster/internal/intake/cycle"
	"muster/internal/intake/medical"
)

// WhatIf chooses the lists of an intake again under other terms and prints who
// would gain and lose, in counts. Nothing is changed.
type WhatIf struct {
	Folder
	Cycle string   `required:"" help:"The intake, by name or id." placeholder:"NAME"`
	Unit  string   `help:"County, or office above it (default: the office of who asks)." placeholder:"CODE"`
	Set   []string `help:"What would be otherwise: quota.CODE=seats, row.ID.min=n, row.ID.max=n, day=DATE, cutoff=DATE, or a parameter score.… or eligibility.…" placeholder:"NAME=VALUE"`
	Draft string   `type:"path" help:"Folder with a draft of the policy pack." placeholder:"FOLDER"`
}

func (c *WhatIf) run(env *Env, a *app.App) error {
	actor, purpose, err := c.actor(a, whatif.Readers())
	if err != nil {
		return err
	}
	intake, err := intakeOf(env, a, c.Cycle)
	if err != nil {
		return err
	}
	draft, err := draftOf(c.Draft)
	if err != nil {
		return err
	}
	change, err := whatif.Set(a.Pack, draft, c.Set)
	if err != nil {
		return err
	}
	at := actor.Unit
	if c.Unit != "" {
		at = unit.Code(c.Unit)
	}
	answer, err := whatif.Reader{Road: a.Road, Vault: a.Vault, Pack: a.Pack, Key: medical.Key(a.Keys.Derive)}.
		Ask(env, whatif.Asking{Actor: actor, Purpose: purpose, Cycle: intake.ID, Unit: at, Change: change})
	if err != nil {
		return err
	}
	for _, note := range answer.Notes {
		env.Remark(note)
	}
	if env.JSON {
		return env.Result(map[string]any{"cycle": answer.Cycle.Name, "unit": at, "law": answer.Law, "draft": answer.Draft, "running": answer.Running > 0, "table": answer.Table})
	}
	return writeWhatIf(env, answer.Table)
}

func writeWhatIf(env *Env, t whatif.Table) error {
	out := tabwriter.NewWriter(env.Stdout, 0, 4, 2, ' ', tabwriter.AlignRight)
	heading := i18n.T("原入选\t新入选\t增\t减\t无法得知\t", "selected\twould be\tgain\tlose\tunknown\t")
	fmt.Fprintln(out, heading.In(env.Lang)+"\t")
	for _, r := range t.Rows {
		fmt.Fprintf(out, "%s\t%s\t%s\t%s\t%s\t  %s\t\n", r.Old.Show(), r.New.Show(), r.Gain.Show(), r.Lose.Show(), r.Unknown.Show(), r.Label.In(env.Lang))
	}
	for _, r := range t.Reasons {
		fmt.Fprintf(out, "\t\t\t%s\t%s\t  %s\t\n", r.Lose.Show(), r.Unknown.Show(), r.Text.In(env.Lang))
	}
	return out.Flush()
}

// intakeOf finds an intake by its name or id.
func intakeOf(env *Env, a *app.App, name string) (*cycle.Cycle, error) {
	var list []*cycle.Cycle
	err := a.Store.Read(env, func(tx *db.Tx) (err error) {
		list, err = record.All[cycle.Cycle](tx, cycle.Table, "name = $1 OR id = $1", name)
		return err
	})
	if err == nil && len(list) == 0 {
		err = fault.New(fault.Usage, "cycle.unknown", "没有征集批次“{name}”。", "There is no intake {name}.", "name", name)
	}
	if err != nil {
		return nil, err
	}
	return list[0], nil
}

func draftOf(folder string) (*policy.Pack, error) {
	if folder == "" {
		return nil, nil
	}
	return app.LoadPack(folder)
}

// Cohort applies two laws and, where it is given, a draft to everybody on file who
// is of age, and prints the differences by clause, in counts.
type Cohort struct {
	Folder
	Unit  string `help:"Office whose people are looked at (default: the office of who asks)." placeholder:"CODE"`
	Now   string `help:"The law of this day (default: today)." placeholder:"DATE"`
	Past  string `help:"And of this one (default: a year before)." placeholder:"DATE"`
	Draft string `type:"path" help:"Folder with a draft of the policy pack." placeholder:"FOLDER"`
}

func (c *Cohort) run(env *Env, a *app.App) error {
	actor, _, err := c.actor(a, trend.Readers()) // every post, as on the page
	if err != nil {
		return err
	}
	at := actor.Unit
	if c.Unit != "" {
		at = unit.Code(c.Unit)
	}
	if _, err := insight.Within(a.Road.Tree(), actor, at); err != nil {
		return err
	}
	draft, err := draftOf(c.Draft)
	if err != nil {
		return err
	}
	now, past, err := c.days(a)
	if err != nil {
		return err
	}
	laws := []*policy.View{a.Pack.On(past), a.Pack.On(now)}
	if draft != nil {
		laws = append(laws, draft.On(now))
	}
	list, err := insight.CompareBelow(env, a.Store, a.Road.Tree(), actor.Unit, at, now, laws)
	if err != nil {
		return err
	}
	if env.JSON {
		return env.Result(jsonOf(list))
	}
	for _, x := range list {
		writeCohort(env.Stdout, env.Lang, x)
	}
	return nil
}

func (c *Cohort) days(a *app.App) (now, past clock.Date, err error) {
	now = a.Today()
	if c.Now != "" {
		if now, err = clock.ParseDate(c.Now); err != nil {
			return now, past, err
		}
	}
	past = now.AddYears(-1)
	if c.Past != "" {
		past, err = clock.ParseDate(c.Past)
	}
	return now, past, err
}

func jsonOf(list []*insight.Comparison) (out []any) {
	for _, c := range list {
		side := func(o insight.Outcomes) map[string]any {
			counts := map[string]any{}
			for _, n := range o.Counts {
				counts[n.Code] = n.Cell
			}
			return map[string]any{"day": o.Day, "pack": o.Pack, "counts": counts}
		}
		var changes []any
		for _, ch := range c.Changes {
			changes = append(changes, map[string]any{"before": ch.Before, "after": ch.After, "rule": ch.Rule, "article": ch.Article, "people": ch.Cell})
		}
		out = append(out, map[string]any{"question": c.Question, "people": c.Cell, "born_from": c.FirstYear, "born_to": c.LastYear, "before": side(c.Before), "after": side(c.After), "changes": changes})
	}
	return out
}

func writeCohort(to io.Writer, lang i18n.Lang, c *insight.Comparison) {
	for _, o := range []insight.Outcomes{c.Before, c.After} {
		var parts []string
		for _, n := range o.Counts {
			parts = append(parts, n.Label.In(lang)+" "+n.Cell.Show())
		}
		fmt.Fprintf(to, "%s %s: %s\n", o.Day, o.Pack, strings.Join(parts, ", "))
	}
	for _, ch := range c.Changes {
		fmt.Fprintf(to, "  %s -> %s: %s  (%s, %s)\n", ch.Before, ch.After, ch.Cell.Show(), ch.Rule, ch.Article.In(lang))
	}
}
