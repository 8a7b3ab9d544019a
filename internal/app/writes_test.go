package app_test

import (
	"errors"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"muster/internal/frame/db/dbtest"
)

// TestRecordsChangeByActsOnly: no statement in the product changes a table of records past
// the road: not a page, not a job, not a timer. What the frame keeps beside them (sessions,
// jobs, the outbox, the ledger) is no record.
func TestRecordsChangeByActsOnly(t *testing.T) {
	t.Parallel()
	a := open(t, dbtest.SQLite(t))
	records := map[string]bool{}
	for _, table := range a.Book.Tables() {
		records[table.Name] = true
	}
	if len(records) < 40 {
		t.Fatalf("%d tables of records", len(records))
	}
	command := exec.Command("git", "grep", "-nihE", `(INSERT INTO|UPDATE|DELETE FROM) +[a-z_]+`, "--", "internal/*.go", "cmd/*.go", ":!*_test.go", ":!internal/web/webtest", ":!internal/bench")
	command.Dir = "../.."
	out, err := command.Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() != 1 || err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	statement := regexp.MustCompile("[\"`][^\"`]*(?:INSERT INTO|UPDATE|DELETE FROM) +([a-z_]+)")
	seen := 0
	for line := range strings.Lines(string(out)) {
		for _, found := range statement.FindAllStringSubmatch(line, -1) {
			if seen++; records[found[1]] {
				t.Errorf("%s is changed past the acts: %s", found[1], strings.TrimSpace(line))
			}
		}
	}
	if seen < 10 {
		t.Errorf("only %d statements were looked at", seen)
	}
}
