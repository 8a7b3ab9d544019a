package cli

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strings"

	"muster/internal/frame/db"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/frame/unit"
	"muster/internal/insight/forecast"
	"muster/internal/sim"
)

// Calibrate plays seasons of one county, forecasts each on some day of it, and prints
// how often the intervals held what came of it.
type Calibrate struct {
	Seasons   int    `default:"100" help:"Seasons that are played." placeholder:"N"`
	Seed      uint64 `default:"1" help:"The same seed plays the same seasons." placeholder:"S"`
	Machinery bool   `help:"Run each season with all its acts instead of drawing it (about two seconds each)."`
}

// measured is how one model did.
type measured struct {
	Model  string           `json:"model"`
	Report *forecast.Report `json:"report"`
	Misfit float64          `json:"misfit"`
	Holds  bool             `json:"calibrated"`
}

// Run prints the coverage and the table of reliability, of the model and of one that
// has no doubt.
func (c *Calibrate) Run(env *Env) error {
	if c.Seasons < 1 || c.Seasons > 100_000 {
		return usage("seasons", "季数须在 1 至 100000 之间。", "The number of seasons must lie between 1 and 100,000.")
	}
	years := func(yield func(forecast.Year)) error {
		for i := range c.Seasons {
			yield(forecast.Play(c.Seed*1_000_003 + uint64(i)))
		}
		return nil
	}
	if c.Machinery {
		years = func(yield func(forecast.Year)) error { return c.machinery(env, yield) }
	}
	model, certain := &forecast.Report{}, &forecast.Report{}
	err := years(func(y forecast.Year) {
		model.Add(y, forecast.Fit)
		certain.Add(y, forecast.Certain)
	})
	if err != nil {
		return err
	}
	all := []measured{{"doubtful", model, model.Misfit(), model.Calibrated()}, {"certain", certain, certain.Misfit(), certain.Calibrated()}}
	if env.JSON {
		return env.Result(all)
	}
	for _, m := range all {
		writeCalibration(env, m)
	}
	return nil
}

func writeCalibration(env *Env, m measured) {
	name := map[string]i18n.Text{"doubtful": i18n.T("预测模型", "the model"), "certain": i18n.T("对照:不计不确定性", "control: the same without doubt")}[m.Model]
	verdict := map[bool]i18n.Text{true: i18n.T("校准", "calibrated"), false: i18n.T("未校准", "not calibrated")}[m.Holds]
	r := m.Report
	env.Say(i18n.T("{name}:{years} 季;80 % 区间命中 {a},90 % 区间命中 {b};{verdict}", "{name}: {years} seasons; the 80 % interval held {a}, the 90 % interval {b}; {verdict}").
		With("name", name, "years", r.Years, "a", r.In80, "b", r.In90, "verdict", verdict))
	for i, b := range r.Bins {
		env.Say(i18n.T("  完成概率 {from}–{to} %:{n} 季,平均预测 {p} %,实际完成 {met}", "  met with {from}–{to} %: {n} seasons, forecast {p} % on average, met {met} times").
			With("from", i*20, "to", (i+1)*20, "n", b.Years, "p", fmt.Sprintf("%.0f", b.Forecast*100), "met", b.Met))
	}
}

// stages are the steps of a season after which it is forecast, one a season in turn.
var stages = []string{"issue", "sign_up", "examine", "review", "vet", "educate", "score"}

// machinery runs seasons of one county with all their acts, each with rates of its
// own, and forecasts each from six others.
func (c *Calibrate) machinery(env *Env, yield func(forecast.Year)) error {
	const earlier = 6
	var done []forecast.Tally
	for i := range c.Seasons + earlier {
		y, final, err := c.one(env, uint64(i))
		if err != nil {
			return err
		}
		if i >= earlier {
			y.Earlier = append([]forecast.Tally(nil), done[i-earlier:]...)
			yield(y)
		}
		done = append(done, final)
	}
	return nil
}

// one runs one season in a folder that is removed afterwards.
func (c *Calibrate) one(env *Env, n uint64) (y forecast.Year, final forecast.Tally, err error) {
	dir, err := os.MkdirTemp("", "muster-calibrate-")
	if err != nil {
		return y, final, err
	}
	defer os.RemoveAll(dir)
	rates, seats := forecast.Conditions(c.Seed*1_000_003 + n)
	look := func(s *sim.Season) (t forecast.Tally, err error) {
		err = s.App().Store.Read(env, func(tx *db.Tx) error {
			all, err := forecast.Tallies(tx)
			if own := all[onlyCounty][s.Cycle()]; own != nil {
				t = *own
			}
			return err
		})
		return t, err
	}
	s, err := sim.Run(env, sim.Options{Dir: dir, People: 600, Seed: c.Seed*7919 + n, Units: oneCounty, Seats: seats,
		Rates: sim.Rates{Checked: rates[0], Healthy: rates[1], Spotless: rates[2]},
		After: func(step string, s *sim.Season) error {
			if step == stages[1+int(n)%(len(stages)-1)] {
				y.Now, err = look(s)
			}
			return err
		}})
	if err != nil {
		return y, final, err
	}
	defer s.App().Close()
	final, err = look(s)
	y.Seats, y.Final = seats, final.Passed[forecast.Approval]+final.Waiting[forecast.Approval]
	return y, final, err
}

// onlyCounty is where the people of a season of one county live.
const onlyCounty unit.Code = "130102"

// oneCounty is a province whose people all live in one county; three others have the
// stations for rechecks.
func oneCounty() (io.Reader, error) {
	all, err := sim.Units()
	if err != nil {
		return nil, fault.As(err)
	}
	var b strings.Builder
	for lines := bufio.NewScanner(all); lines.Scan(); {
		code, _, _ := strings.Cut(lines.Text(), ",")
		switch {
		case code == "code", code == "13", code == "1301", code == "130104", code == "130105", code == "130108", strings.HasPrefix(code, string(onlyCounty)):
			b.WriteString(lines.Text() + "\n")
		}
	}
	return strings.NewReader(b.String()), nil
}
