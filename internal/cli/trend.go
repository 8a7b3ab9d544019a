package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"muster/internal/app"
	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/sheet"
	"muster/internal/frame/unit"
	"muster/internal/insight"
	"muster/internal/insight/smallcell"
	"muster/internal/insight/trend"
)

// Trend prints how many came to each point of the funnel, intake by intake and by
// groups, and what lies between two intakes. Nothing is changed.
type Trend struct {
	Folder
	Unit    string            `help:"Office whose cases are counted (default: the office of who asks)." placeholder:"CODE"`
	By      string            `help:"Divide by education, sex, graduate, target, priority or applies_at." placeholder:"NAME"`
	Cycle   string            `help:"The intake, by name or id (default: all)." placeholder:"NAME"`
	Against string            `help:"The intake it is compared with (default: the one before it)." placeholder:"NAME"`
	From    int               `default:"0" help:"The gate begins at this point of the funnel, counted from 0." placeholder:"N"`
	To      int               `default:"4" help:"The gate ends at this one." placeholder:"N"`
	Where   map[string]string `help:"Only cases with this value of a counted field, such as sex=female." placeholder:"FIELD=VALUE"`
	Out     string            `type:"path" help:"Write a file instead: .xlsx, .csv, or with --picture .svg or .png." placeholder:"FILE"`
	Picture string            `help:"The picture to write: funnel, map or trend." placeholder:"NAME"`
}

func (c *Trend) run(env *Env, a *app.App) error {
	actor, _, err := c.actor(a, trend.Readers())
	if err != nil {
		return err
	}
	q := trend.Question{Unit: actor.Unit, By: c.By, From: c.From, To: c.To, Where: c.Where, Whole: trend.Whole(actor)}
	if c.Unit != "" {
		q.Unit = unit.Code(c.Unit)
	}
	if _, err := insight.Within(a.Road.Tree(), actor, q.Unit); err != nil {
		return err
	}
	for name, to := range map[string]*ident.ID{c.Cycle: &q.Intake, c.Against: &q.Against} {
		if name == "" {
			continue
		}
		intake, err := intakeOf(env, a, name)
		if err != nil {
			return err
		}
		*to = intake.ID
	}
	intakes, err := trend.Intakes(env, a.Store)
	if err != nil {
		return err
	}
	f, err := trend.Source{Cube: a.Cube, Tree: a.Road.Tree(), Law: a.Pack.On(a.Today()), Now: clock.InstantOf(a.Clock.Now())}.Ask(q, intakes)
	if err != nil {
		return err
	}
	switch {
	case c.Out != "":
		return c.file(env, a, f)
	case env.JSON:
		return env.Result(trendJSON(f, env.Lang))
	}
	return writeTrend(env, a, f)
}

// file writes the figures as a table or as a picture.
func (c *Trend) file(env *Env, a *app.App, f *trend.Figures) (err error) {
	format, zone := strings.TrimPrefix(filepath.Ext(c.Out), "."), a.Pack.Zone()
	drawing := f.Picture(c.Picture, env.Lang, zone)
	table := slices.Contains([]string{"xlsx", "csv"}, format)
	if !table && drawing == nil {
		return usage("out", "表格为 .xlsx 或 .csv;图片须用 --picture 指明 funnel、map 或 trend。", "A table is .xlsx or .csv; a picture needs --picture with funnel, map or trend.")
	}
	out, err := os.Create(c.Out)
	if err != nil {
		return fault.New(fault.Usage, "out.unwritable", "无法写入“{file}”。", "{file} cannot be written.", "file", c.Out).Because(err)
	}
	defer func() {
		if closing := out.Close(); err == nil {
			err = closing
		}
	}()
	if table {
		return f.Write(sheet.New(out, c.Out, trend.Header(env.Lang)...), env.Lang, zone)
	}
	return drawing.Write(out, format)
}

// trendJSON is the figures with hidden counts as null.
func trendJSON(f *trend.Figures, lang i18n.Lang) map[string]any {
	lines := func(list []trend.Line) (out []map[string]any) {
		for _, l := range list {
			m := map[string]any{"intake": l.Intake.Name, "counts": l.At}
			if l.Group != nil {
				m["group"] = l.Group.Code
			}
			out = append(out, m)
		}
		return out
	}
	tiles := []map[string]any{}
	for _, t := range f.Tiles {
		tiles = append(tiles, map[string]any{"unit": t.Unit, "from": t.From, "to": t.To})
	}
	out := map[string]any{"unit": f.Unit, "definition": f.Definition, "law": f.Law, "at": f.At.String(), "intakes": lines(f.Trend), "all": lines([]trend.Line{f.Funnel})[0],
		"groups": lines(f.Groups), "units": tiles}
	if f.Change != nil {
		out["change"] = map[string]any{"before": f.Change.Before.Name, "after": f.Change.After.Name, "parts": f.Change.Parts, "words": f.Change.Words(f.To).In(lang)}
	}
	return out
}

func writeTrend(env *Env, a *app.App, f *trend.Figures) error {
	out := tabwriter.NewWriter(env.Stdout, 0, 4, 2, ' ', tabwriter.AlignRight)
	for _, p := range trend.Points() {
		fmt.Fprint(out, p.In(env.Lang), "\t")
	}
	fmt.Fprintln(out)
	row := func(label string, counts []smallcell.Cell) {
		for _, c := range counts {
			fmt.Fprint(out, c.Show(), "\t")
		}
		fmt.Fprint(out, "  ", label, "\t\n")
	}
	for _, l := range f.Trend {
		row(l.Intake.Name, l.At)
	}
	for _, l := range append([]trend.Line{f.Funnel}, f.Groups...) {
		row(l.Label.In(env.Lang), l.At)
	}
	if err := out.Flush(); err != nil {
		return err
	}
	if f.Change != nil {
		env.Say(f.Change.Words(f.To))
	}
	env.Say(i18n.Same(f.Name + " · ").And(f.Conditions()).And(i18n.Same(" · ")).And(f.Provenance(a.Pack.Zone())))
	return nil
}
