package bench

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"muster/internal/app"
	"muster/internal/sim"
)

// season is P14: a whole year of 20,000 people, and of 200,000 against it.
func season(ctx context.Context, dir string) ([]Result, error) {
	small, err := runSeason(ctx, filepath.Join(dir, "p14a"), 20_000)
	if err != nil {
		return nil, err
	}
	large, err := runSeason(ctx, filepath.Join(dir, "p14b"), 200_000)
	if err != nil {
		return nil, err
	}
	return []Result{
		{"P14", fmt.Sprintf("whole year of 20,000 people, %d acts", small.Acts), small.Seconds, 30, "s", small.Seconds / 30, "<= 1 (30 s)"},
		{"P14", "acts a second in it", float64(small.Acts) / small.Seconds, 5000, "acts/s", float64(small.Acts) / small.Seconds / 5000, ">= 1"},
		{"P14", "200,000 people against 20,000", large.Seconds, small.Seconds, "s", large.Seconds / small.Seconds, "<= 12"},
	}, nil
}

func runSeason(ctx context.Context, dir string, people int) (sim.Report, error) {
	defer sim.Roomy()()
	s, err := sim.Run(ctx, sim.Options{Dir: dir, People: people, Seed: 1})
	if err != nil {
		return sim.Report{}, err
	}
	defer s.App().Close()
	return s.Report()
}

// footprint is P15: the size of this binary, how long an installation with
// 100,000 people takes to be ready, and what it keeps in memory then.
func footprint(ctx context.Context, dir string) ([]Result, error) {
	at := filepath.Join(dir, "p15")
	if _, err := runSeason(ctx, at, 100_000); err != nil {
		return nil, err
	}
	runtime.GC()
	var opened *app.App
	ready, err := timed(func() (err error) { opened, err = app.Open(ctx, app.Options{Dir: at}); return err })
	if err != nil {
		return nil, err
	}
	defer opened.Close()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	out := []Result{
		{"P15", "ready with 100,000 people", ready * 1000, 500, "ms", ready * 1000 / 500, "<= 1 (500 ms)"},
		{"P15", "heap in use then", float64(m.HeapInuse) / 1e6, 256, "MB", float64(m.HeapInuse) / 1e6 / 256, "<= 1 (256 MB)"},
	}
	if path, err := os.Executable(); err == nil && strings.HasSuffix(path, "muster") {
		if info, err := os.Stat(path); err == nil {
			size := float64(info.Size()) / 1e6
			out = append(out, Result{"P15", "size of the binary", size, 64, "MB", size / 64, "<= 1 (64 MB)"})
		}
	}
	return out, nil
}
