// Command muster runs a military-service year: registration, six gates, quotas,
// selection, hand-over, assessment. Run muster --help.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	_ "time/tzdata" // deadlines are counted in the country's legal time, also on a machine without zone files

	"muster/internal/cli"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(cli.Main(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
