package cli

import (
	"fmt"
	"os"
	"strings"

	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/insight/radar"
)

// Radar prints what the integrity radar finds: for sizes of the blind sample and
// alarm rules the share of corrupt stations that are found and of clean ones that are
// alarmed, and for each fraud what each detector does.
type Radar struct {
	Seasons    int     `default:"200" help:"Seasons of each kind that are played." placeholder:"N"`
	Candidates int     `default:"400" help:"People examined at a station in a season." placeholder:"N"`
	Share      float64 `default:"5" help:"False results of a corrupt station, in percent." placeholder:"PERCENT"`
	Disagree   float64 `default:"1" help:"How often two honest examinations differ, in percent." placeholder:"PERCENT"`
	Alarm      float64 `default:"1" help:"Share of clean seasons that each detector may alarm, in percent." placeholder:"PERCENT"`
	Seed       uint64  `default:"1" help:"The same seed plays the same seasons." placeholder:"S"`
	Draw       string  `help:"Write the curve as an SVG picture." placeholder:"FILE"`
}

// radarAnswer is everything that the command measured.
type radarAnswer struct {
	Curve  []radar.Line                  `json:"curve"`
	Frauds map[string]map[string]float64 `json:"detectors"`
	order  []radar.Fraud                 // of the frauds
	rates  map[radar.Fraud]map[radar.Detector]float64
}

// Run plays the seasons and prints the tables.
func (c *Radar) Run(env *Env) error {
	if c.Seasons < 1 || c.Candidates < 1 || c.Share < 0 || c.Share > 25 {
		return fault.New(fault.Usage, "radar.numbers", "季数和人数须为正,造假比例为 0 至 25(%)。", "Seasons and people are at least one, the share lies between 0 and 25 percent.")
	}
	a := radarAnswer{Curve: radar.Curve(radar.Bought, c.Candidates, c.Share/100, c.Disagree/100, c.Seasons, c.Seed), Frauds: map[string]map[string]float64{},
		order: []radar.Fraud{radar.Bought, radar.Steered, radar.Swapped, radar.Phantoms, radar.Honest}, rates: map[radar.Fraud]map[radar.Detector]float64{}}
	for _, kind := range a.order {
		rates := radar.Rates(radar.Usual(c.Candidates, c.Share/100, c.Disagree/100), kind, c.Alarm/100, c.Seasons, c.Seed)
		a.rates[kind], a.Frauds[string(kind)] = rates, map[string]float64{}
		for d, r := range rates {
			a.Frauds[string(kind)][string(d)] = r
		}
	}
	if c.Draw != "" {
		title := fmt.Sprintf("%d examined, %g %% bought, %g %% honest disagreement, %d + %d seasons", c.Candidates, c.Share, c.Disagree, c.Seasons, c.Seasons)
		if err := os.WriteFile(c.Draw, []byte(radar.Drawing(a.Curve, title)), 0o644); err != nil {
			return err
		}
	}
	if env.JSON {
		return env.Result(a)
	}
	return a.print(env)
}

func (a radarAnswer) print(env *Env) error {
	env.Say(i18n.T("抽查人数 × 报警界限(%):查出率 / 误报率", "people drawn × limit of the alarm (%): found / false alarms"))
	var out strings.Builder
	for i, l := range a.Curve {
		if i%len(radar.Alarms) == 0 {
			fmt.Fprintf(&out, "\n%4d", l.Sample)
		}
		fmt.Fprintf(&out, "   %3.1f %%: %5.1f / %4.1f", l.Limit, l.Found*100, l.False*100)
	}
	fmt.Fprintf(&out, "\n\n%-10s", "")
	for _, d := range radar.Detectors() {
		fmt.Fprintf(&out, "%10s", d)
	}
	for _, kind := range a.order {
		fmt.Fprintf(&out, "\n%-10s", kind)
		for _, d := range radar.Detectors() {
			fmt.Fprintf(&out, "%10.1f", a.rates[kind][d]*100)
		}
	}
	_, err := fmt.Fprintln(env.Stdout, strings.TrimPrefix(out.String(), "\n"))
	return err
}
