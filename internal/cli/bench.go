package cli

import (
	"os"

	"muster/internal/bench"
)

// Bench measures a performance goal beside its limit.
type Bench struct {
	Name string `arg:"" help:"P2, P3, P7, P8, P9, P14 or P15."`
	Dir  string `type:"path" help:"Folder to work in (default: a temporary one, removed afterwards)." placeholder:"D"`
}

// Run prints both sides and the ratio.
func (c *Bench) Run(env *Env) error {
	dir := c.Dir
	if dir == "" {
		made, err := os.MkdirTemp("", "muster-bench-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(made)
		dir = made
	}
	results, err := bench.Run(env, c.Name, dir)
	if err != nil {
		return err
	}
	if env.JSON {
		return env.Result(results)
	}
	bench.Write(env.Stdout, results)
	return nil
}
