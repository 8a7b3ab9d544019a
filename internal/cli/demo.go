package cli

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"

	"muster/internal/frame/i18n"
	"muster/internal/office/role"
	"muster/internal/sim"
	"muster/internal/web"
)

// Demo runs a season and serves it.
type Demo struct {
	Dir     string `type:"path" help:"Folder to make (default: a temporary one)." placeholder:"D"`
	People  int    `default:"20000" help:"Number of synthetic people."`
	Seed    uint64 `default:"1" help:"Seed of the season: the same people and seed give the same funnel."`
	Years   int    `default:"1" help:"Intakes to play: before the last one, one a year with a tenth of the people."`
	Addr    string `default:"127.0.0.1:8080" help:"Loopback address to serve on."`
	NoServe bool   `help:"Stop after the season."`
}

// Run runs the season, prints the funnel by city and serves.
func (c *Demo) Run(env *Env) error {
	if c.People < 100 || c.People > 5_000_000 {
		return usage("people", "人数须在 100 至 5000000 之间。", "The number of people must lie between 100 and 5,000,000.")
	}
	if c.Years < 1 || c.Years > 2 {
		return usage("years", "年数须为 1 或 2。", "The number of years must be 1 or 2.")
	}
	if !c.NoServe {
		if err := loopbackOnly(c.Addr); err != nil {
			return err
		}
	}
	if c.Dir == "" {
		dir, err := os.MkdirTemp("", "muster-demo-")
		if err != nil {
			return err
		}
		c.Dir = dir
	}
	back := sim.Roomy()
	season, err := sim.Run(env, sim.Options{Dir: c.Dir, People: c.People, Seed: c.Seed, Earlier: c.Years - 1, Progress: &bars{out: env.Stderr, lang: env.Lang}})
	back()
	if err != nil {
		return err
	}
	defer season.App().Close()
	report, err := season.Report()
	if err != nil {
		return err
	}
	if err := c.report(env, report); err != nil || c.NoServe {
		return err
	}
	users, err := season.Users()
	if err != nil {
		return err
	}
	fmt.Fprintln(env.Stderr, i18n.T("演示登录(口令均相同):", "Demo sign-ins (one password for all):").In(env.Lang), users[0].Password)
	var shown []web.DemoSignIn
	for _, u := range users {
		fmt.Fprintf(env.Stderr, "  %-28s %s\n", u.Login, role.Labels[u.Role].In(env.Lang))
		shown = append(shown, web.DemoSignIn{Login: u.Login, Password: u.Password, Role: u.Role, Unit: season.App().Road.Tree().Name(u.Unit)})
	}
	season.Release()
	return serve(env, season.App(), c.Dir, c.Addr, shown)
}

func (c *Demo) report(env *Env, r sim.Report) error {
	if env.JSON {
		return env.Result(r)
	}
	if err := r.Write(env.Stdout, env.Lang); err != nil {
		return err
	}
	env.Remark(i18n.T("{acts} 项事项,用时 {seconds} 秒,每秒 {rate} 项。文件夹:{dir}", "{acts} acts in {seconds} s, {rate} a second. Folder: {dir}").
		With("acts", r.Acts, "seconds", fmt.Sprintf("%.1f", r.Seconds), "rate", int(float64(r.Acts)/r.Seconds), "dir", c.Dir))
	return nil
}

// bars shows a progress bar a phase.
type bars struct {
	out   io.Writer
	lang  i18n.Lang
	bar   *progressbar.ProgressBar
	total int
}

// Begin implements sim.Progress.
func (b *bars) Begin(name i18n.Text, total int) {
	b.total = total
	b.bar = progressbar.NewOptions(total, progressbar.OptionSetWriter(b.out), progressbar.OptionSetDescription(fmt.Sprintf("%-22s", name.In(b.lang))),
		progressbar.OptionShowCount(), progressbar.OptionSetWidth(24), progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionSetPredictTime(false))
}

// Step implements sim.Progress.
func (b *bars) Step(n int) { _ = b.bar.Add(n) } // a bar that cannot be drawn stops nothing

// More tells of acts that follow from the answers of others.
func (b *bars) More(n int) {
	b.total += n
	b.bar.ChangeMax(b.total)
}

// End implements sim.Progress.
func (b *bars) End() { _ = b.bar.Finish(); fmt.Fprintln(b.out) }
