package app_test

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// layers are the floors of the house from the bottom up, with the reason for
// what each may import. A package may import its own floor where a line says so,
// and every floor named.
var layers = []struct {
	prefix string
	may    []string
	why    string
}{
	{"internal/frame/i18n", nil, "words"},
	{"internal/frame/fault", []string{"internal/frame/i18n"}, "a fault is a text"},
	{"internal/frame/clock", []string{"internal/frame/fault", "internal/frame/i18n"}, "words"},
	{"internal/frame/ident", []string{"internal/frame/fault", "internal/frame/i18n"}, "words"},
	{"internal/frame/unit", []string{"internal/frame/clock", "internal/frame/fault", "internal/frame/i18n"}, "words"},
	{"internal/frame/receipt", []string{"internal/frame/fault", "internal/frame/i18n", "internal/frame/receipt"}, "checks the ledger's word without the ledger's code"},
	{"internal/frame", []string{"internal/frame", "migrations"}, "the frame knows only itself: not one word about conscription"},
	{"internal/office/role", []string{"internal/frame"}, "words for who acts"},
	{"internal/people", []string{"internal/frame", "internal/office/role", "internal/people"}, "people act in roles"},
	{"internal/office", []string{"internal/frame", "internal/office", "internal/people/idnumber"}, "those who do the work, known by the same numbers"},
	{"internal/intake", []string{"internal/frame", "internal/office", "internal/people", "internal/intake"}, "the year"},
	{"internal/service", []string{"internal/frame", "internal/office", "internal/people", "internal/intake", "internal/service"}, "after the gate"},
	{"internal/lead", []string{"internal/frame", "internal/office", "internal/people", "internal/intake", "internal/lead"}, "scores the year"},
	{"internal/insight", []string{"internal/frame", "internal/office", "internal/people", "internal/intake", "internal/lead", "internal/insight"}, "reads what all floors below have written"},
	{"internal/app", []string{"internal/frame", "internal/office", "internal/people", "internal/intake", "internal/lead", "internal/service", "migrations", "policies"}, "puts the house together"},
	{"internal/sim", []string{"internal/app", "internal/frame", "internal/office", "internal/people", "internal/intake", "internal/lead", "internal/sim"}, "uses every room as its users do"},
	{"internal/web", []string{"internal/app", "internal/frame", "internal/office", "internal/people", "internal/intake", "internal/lead", "internal/service", "internal/insight", "internal/web"}, "a face"},
	{"internal/api", []string{"internal/app", "internal/frame", "internal/office", "internal/api", "migrations"}, "a face, which also says whether the schema is current"},
	{"internal/bench", []string{"internal", "policies"}, "measures everything"},
	{"internal/crash", []string{"internal"}, "kills everything"},
	{"internal/cli", []string{"internal", "policies", "migrations"}, "a face that starts the others"},
	{"scripts", nil, "programs that stand beside the product"},
	{"cmd", []string{"internal/cli"}, "signals, then the command line"},
	{"policies", []string{"internal/frame"}, "data, and its opener"},
	{"migrations", nil, "data"},
}

// guarded are imports that only some packages may make, each with its reason.
var guarded = map[string]struct {
	by  []string
	why string
}{
	"modernc.org/sqlite":                 {[]string{"internal/frame/db/sqlite"}, "one driver, one place"},
	"github.com/jackc/pgx":               {[]string{"internal/frame/db/postgres", "internal/frame/db/dbtest"}, "one driver, one place, and the suite that makes databases for it"},
	"net/http":                           {[]string{"internal/web", "internal/api", "internal/cli", "internal/frame/i18n", "internal/crash", "internal/bench"}, "rooms do not speak HTTP"},
	"muster/internal/frame/vault/permit": {[]string{"internal/frame/vault", "internal/frame/act", "internal/office/signin"}, "only the road lets anybody open the vault, and the desk the second factor of whoever signs in"},
	"math/rand":                          {[]string{"internal/insight/radar", "internal/insight/forecast", "internal/sim", "internal/intake/selection/choose", "internal/bench", "internal/frame/receipt/receipttest"}, "what is guarded by chance uses the machine's source"},
}

type listed struct {
	ImportPath string
	Imports    []string
}

func packages(t *testing.T) []listed {
	t.Helper()
	command := exec.Command("go", "list", "-json=ImportPath,Imports", "./...")
	command.Dir = "../.."
	out, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	var all []listed
	for in := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := in.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

func within(path, prefix string) bool { return path == prefix || strings.HasPrefix(path, prefix+"/") }

// TestImportGraph proves the direction of the house: every edge between its
// packages is allowed by a line above, and drivers, HTTP and the vault's permits
// stay where they belong.
func TestImportGraph(t *testing.T) {
	t.Parallel()
	for _, p := range packages(t) {
		path := strings.TrimPrefix(p.ImportPath, "muster/")
		at := slices.IndexFunc(layers, func(l struct {
			prefix string
			may    []string
			why    string
		}) bool {
			return within(path, l.prefix)
		})
		if at < 0 {
			t.Errorf("%s lies on no floor", path)
			continue
		}
		for _, imported := range p.Imports {
			if other, ok := strings.CutPrefix(imported, "muster/"); ok &&
				!slices.ContainsFunc(layers[at].may, func(m string) bool { return within(other, m) }) {
				t.Errorf("%s must not import %s (%s)", path, other, layers[at].why)
			}
			for guardedPath, g := range guarded {
				if within(imported, guardedPath) && !slices.ContainsFunc(g.by, func(b string) bool { return within(path, b) }) {
					t.Errorf("%s must not import %s: %s", path, imported, g.why)
				}
			}
		}
	}
}

// TestTimeComesFromTheClock proves that nobody but package clock asks the
// machine for the time.
func TestTimeComesFromTheClock(t *testing.T) {
	t.Parallel()
	command := exec.Command("git", "grep", "-nE", `time\.(Now|Since|Until)\(`, "--", "*.go", ":!*_test.go", ":!internal/frame/clock")
	command.Dir = "../.."
	out, err := command.Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 1 {
		return // nothing found
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Errorf("the time is asked of the machine outside package clock:\n%s", out)
}
