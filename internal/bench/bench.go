// Package bench measures the performance goals: each as a ratio to a limit or a
// peer measured in the same run, with both sides printed. A benchmark fails only
// where its own result is wrong; a fast wrong answer is a defect.
package bench

import (
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
)

// Result is one measurement.
type Result struct {
	Name  string  `json:"name"`
	What  string  `json:"what"`
	Ours  float64 `json:"ours"`
	Limit float64 `json:"limit"`
	Unit  string  `json:"unit"`
	Ratio float64 `json:"ratio"` // ours to limit, in the sense of Goal
	Goal  string  `json:"goal"`
}

// String is the line of a measurement.
func (r Result) String() string {
	return fmt.Sprintf("%-4s %-58s ours %12.4g  limit %12.4g %-10s ratio %8.3f  goal %s", r.Name, r.What, r.Ours, r.Limit, r.Unit, r.Ratio, r.Goal)
}

// run is a benchmark: it writes its files into dir.
type run func(ctx context.Context, dir string) ([]Result, error)

var runs = map[string]run{"P2": importPeople, "P3": bulkActs, "P7": cohort, "P8": dashboard, "P9": lists, "P14": season, "P15": footprint}

// Names lists the benchmarks.
func Names() []string {
	var names []string
	for name := range runs {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Run runs one benchmark in a folder that it may fill.
func Run(ctx context.Context, name, dir string) ([]Result, error) {
	r, ok := runs[name]
	if !ok {
		return nil, fault.New(fault.Usage, "bench.unknown", "没有基准“{name}”;可用:{all}。", "There is no benchmark {name}; there are: {all}.", "name", name, "all", fmt.Sprint(Names()))
	}
	return r(ctx, dir)
}

// Write prints measurements.
func Write(w io.Writer, results []Result) {
	for _, r := range results {
		fmt.Fprintln(w, r)
	}
}

// timed measures a function in seconds.
func timed(fn func() error) (float64, error) {
	began := clock.System{}.Now()
	err := fn()
	return clock.System{}.Now().Sub(began).Seconds(), err
}

// median is the middle of some measurements.
func median(values []float64) float64 {
	slices.Sort(values)
	return values[len(values)/2]
}

// percentile is the value below which a share of the measurements lies.
func percentile(values []time.Duration, share float64) time.Duration {
	slices.Sort(values)
	return values[min(len(values)-1, int(float64(len(values))*share))]
}
