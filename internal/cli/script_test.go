package cli_test

import (
	"context"
	"os"
	"testing"
	_ "time/tzdata"

	"github.com/rogpeppe/go-internal/testscript"

	"muster/internal/cli"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"muster": func() {
		os.Exit(cli.Main(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
	}})
}

// TestScripts runs the stories of testdata/script against the real commands.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata/script", Setup: func(e *testscript.Env) error {
		e.Setenv("MUSTER_LANG", "en")
		return nil
	}})
}
