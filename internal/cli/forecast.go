package cli

import (
	"fmt"
	"text/tabwriter"

	"muster/internal/app"
	"muster/internal/frame/i18n"
	"muster/internal/frame/unit"
	"muster/internal/insight"
	"muster/internal/insight/forecast"
	"muster/internal/insight/trend"
	"muster/internal/insight/whatif"
)

// Forecast groups the forecast of the quotas and its calibration.
type Forecast struct {
	Show      ForecastShow `cmd:"" help:"Say for each county whether its quota will be met. Example: muster forecast show --dir D --cycle NAME"`
	Calibrate Calibrate    `cmd:"" help:"Measure how often forecasts are right. Example: muster forecast calibrate --seasons 100"`
}

// ForecastShow forecasts every county of an office.
type ForecastShow struct {
	Folder
	Cycle string `required:"" help:"The intake, by name or id." placeholder:"NAME"`
	Unit  string `help:"County, or office above it (default: the office of who asks)." placeholder:"CODE"`
}

// line is a county as the command prints it.
type line struct {
	Unit     unit.Code          `json:"unit"`
	Seats    int64              `json:"seats"`
	Forecast *forecast.Forecast `json:"forecast"` // null where there are no seats
	Invite80 int64              `json:"invite_80"`
	Invite95 int64              `json:"invite_95"`
	Without  *i18n.Text         `json:"without,omitempty"` // why nothing can be forecast
}

// lineOf is what is printed of a county.
func lineOf(k forecast.County) line {
	l := line{Unit: k.Unit, Seats: k.Seats, Forecast: k.Forecast}
	if k.Forecast != nil {
		l.Invite80, _ = k.Forecast.Invite(0.8)
		l.Invite95, _ = k.Forecast.Invite(0.95)
	}
	if why := k.Without(); !why.IsZero() {
		l.Without = &why
	}
	return l
}

func (c *ForecastShow) run(env *Env, a *app.App) error {
	actor, _, err := c.actor(a, whatif.Readers())
	if err != nil {
		return err
	}
	intake, err := intakeOf(env, a, c.Cycle)
	if err != nil {
		return err
	}
	at := actor.Unit
	if c.Unit != "" {
		at = unit.Code(c.Unit)
	}
	scope, err := insight.Within(a.Road.Tree(), actor, at)
	if err != nil {
		return err
	}
	counties, err := forecast.Read(env, a.Store, a.Road.Tree(), intake.ID, scope)
	if err != nil {
		return err
	}
	figures := trend.Source{Cube: a.Cube, Tree: a.Road.Tree(), Law: a.Pack.On(a.Today()), Hidden: &trend.Hidden{}}
	lines, small := []line{}, 0
	for _, k := range counties {
		few := k.Small()
		if !few && !trend.Whole(actor) {
			shown, err := figures.Shown(k.Unit, intake.ID)
			if err != nil {
				return err
			}
			few = k.Tells(shown[forecast.Point(forecast.Approval)])
		}
		if few {
			small++
			continue
		}
		lines = append(lines, lineOf(k))
	}
	if small > 0 {
		env.Remark(i18n.T("{n} 个县(市、区)报名、在办或可批准的不足 5 人,不显示。", "{n} counties are not shown: fewer than 5 people applied, are under way or could be approved.").With("n", small))
	}
	if env.JSON {
		return env.Result(lines)
	}
	return writeForecast(env, a.Road.Tree(), lines)
}

// writeForecast prints the lines as a table, with words where there is no forecast.
func writeForecast(env *Env, tree *unit.Tree, lines []line) error {
	out := tabwriter.NewWriter(env.Stdout, 0, 4, 2, ' ', 0)
	fmt.Fprintln(out, i18n.T("单位\t名额\t预计\t80 %\t90 %\t完成概率\t还须报名(80 %)\t(95 %)", "unit\tseats\texpected\t80 %\t90 %\tmet with\tto invite (80 %)\t(95 %)").In(env.Lang))
	for _, l := range lines {
		f := l.Forecast
		if l.Without != nil {
			invite := "—\t—"
			if f != nil {
				invite = fmt.Sprintf("%d\t%d", l.Invite80, l.Invite95)
			}
			fmt.Fprintf(out, "%s\t%d\t—\t—\t—\t—\t%s\t%s\n", tree.Name(l.Unit), l.Seats, invite, l.Without.In(env.Lang))
			continue
		}
		fmt.Fprintf(out, "%s\t%d\t%.0f\t%d–%d\t%d–%d\t%.0f %%\t%d\t%d\n", tree.Name(l.Unit), l.Seats, f.Expected, f.In80.Low, f.In80.High, f.In90.Low, f.In90.High, f.Met*100, l.Invite80, l.Invite95)
	}
	return out.Flush()
}
