package cli

import (
	"fmt"
	"strings"

	"muster/internal/frame/i18n"
	"muster/internal/insight/radar"
)

// Radar prints what blind re-examination finds: for sizes of the sample and alarm
// rules, the share of stations with bought results that are found, and of clean
// ones that are alarmed.
type Radar struct {
	Seasons    int     `default:"200" help:"Seasons of each kind that are played." placeholder:"N"`
	Candidates int     `default:"400" help:"People examined at a station in a season." placeholder:"N"`
	Share      float64 `default:"5" help:"False results of a corrupt station, in percent." placeholder:"PERCENT"`
	Disagree   float64 `default:"1" help:"How often two honest examinations differ, in percent." placeholder:"PERCENT"`
	Seed       uint64  `default:"1" help:"The same seed plays the same seasons." placeholder:"S"`
}

// radarLine is one setting with what it does.
type radarLine struct {
	Sample int64   `json:"sample"`
	Limit  float64 `json:"limit_percent"`
	Found  float64 `json:"found"`
	False  float64 `json:"false_alarms"`
}

// Run plays the seasons and prints the curve.
func (c *Radar) Run(env *Env) error {
	bought := radar.Season{Candidates: c.Candidates, Share: c.Share / 100, Kind: radar.Bought, Disagree: c.Disagree / 100}
	clean := radar.Season{Candidates: c.Candidates, Kind: radar.Honest, Disagree: c.Disagree / 100}
	var lines []radarLine
	for _, size := range []int64{40, 60, 100, 150, 200, 300} {
		for _, limit := range []float64{1, 1.6, 2, 3, 5} {
			s := radar.Setting{Minimum: size, Percent: 5, Limit: limit, Z: 1.96}
			lines = append(lines, radarLine{size, limit, radar.Try(bought, s, c.Seasons, c.Seed).Rate(), radar.Try(clean, s, c.Seasons, c.Seed+1).Rate()})
		}
	}
	if env.JSON {
		return env.Result(lines)
	}
	env.Say(i18n.T("抽查人数 × 报警界限(%):查出率 / 误报率", "people drawn × limit of the alarm (%): found / false alarms"))
	var out strings.Builder
	for i, l := range lines {
		if i%5 == 0 {
			fmt.Fprintf(&out, "\n%4d", l.Sample)
		}
		fmt.Fprintf(&out, "   %3.1f %%: %5.1f / %4.1f", l.Limit, l.Found*100, l.False*100)
	}
	_, err := fmt.Fprintln(env.Stdout, strings.TrimPrefix(out.String(), "\n"))
	return err
}
