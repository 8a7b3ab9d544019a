package policycmd_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"muster/internal/cli/policycmd"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/frame/policy"
)

// run parses and runs one command line.
func run(t *testing.T, stdin string, asJSON bool, args ...string) (stdout, stderr string, err error) {
	t.Helper()
	var out, remarks bytes.Buffer
	parser, err := kong.New(&policycmd.Commands{})
	if err != nil {
		t.Fatal(err)
	}
	context, err := parser.Parse(args)
	if err != nil {
		return "", "", err
	}
	err = context.Run(&policycmd.Env{Stdin: strings.NewReader(stdin), Stdout: &out, Stderr: &remarks, Lang: i18n.EN, JSON: asJSON})
	return out.String(), remarks.String(), err
}

func TestExplain(t *testing.T) {
	t.Parallel()
	out, remarks, err := run(t, `{"birth_date": "2008-03-09", "sex": "male", "shoe": 42}`, false,
		"explain", "eligibility", "--policy", "cn", "--on", "2026-03-01", "--facts", "-")
	if err != nil {
		t.Fatal(err)
	}
	var answer policy.Answer
	if err := json.Unmarshal([]byte(out), &answer); err != nil || answer.Outcome != "eligible" || len(answer.Lines) == 0 {
		t.Errorf("%s %v", out, err)
	}
	if !strings.Contains(remarks, "shoe") {
		t.Errorf("the ignored field is not named: %q", remarks)
	}
}

// TestExplainMissing proves that missing facts are an answer and not a fault.
func TestExplainMissing(t *testing.T) {
	t.Parallel()
	for _, what := range []string{"eligibility", "deferral", "medical", "priority", "benefits", "deadlines"} {
		out, _, err := run(t, `{}`, false, "explain", what, "--on", "2026-03-01", "--facts", "-")
		if err != nil || !strings.Contains(out, `"outcome": "unknown"`) || !strings.Contains(out, `"ask": [`) {
			t.Errorf("%s: %v %s", what, err, out)
		}
	}
}

func TestExplainRefuses(t *testing.T) {
	t.Parallel()
	for code, args := range map[string][]string{
		"question.unknown": {"explain", "weather", "--facts", "-"},
		"date.malformed":   {"explain", "medical", "--facts", "-", "--on", "yesterday"},
		"policy.unknown":   {"explain", "medical", "--facts", "-", "--policy", "atlantis"},
		"file.unreadable":  {"explain", "medical", "--facts", "no-such-file.json"},
	} {
		if _, _, err := run(t, `{}`, false, args...); !fault.Coded(err, code) {
			t.Errorf("want %s, got %v", code, err)
		}
	}
	if _, _, err := run(t, `[1]`, false, "explain", "medical", "--facts", "-"); !fault.Coded(err, "facts.malformed") {
		t.Error(err)
	}
}

func TestCheckTestDiff(t *testing.T) {
	t.Parallel()
	if out, remarks, err := run(t, "", false, "check"); err != nil || out != "" || !strings.Contains(remarks, "in order") {
		t.Error(out, remarks, err)
	}
	if _, remarks, err := run(t, "", false, "test", "cn"); err != nil || !strings.Contains(remarks, "0 do not hold") {
		t.Error(remarks, err)
	}
	if out, _, err := run(t, "", true, "diff", "cn", "cn"); err != nil || strings.TrimSpace(out) != "[]" {
		t.Error(out, err)
	}
	broken := t.TempDir()
	if err := os.WriteFile(filepath.Join(broken, "pack.yaml"), []byte("pack: {code: xx}\nnonsense: 1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, verb := range []string{"check", "test"} {
		out, _, err := run(t, "", false, verb, broken)
		if !fault.Coded(err, "policy.problems") || !strings.Contains(out, "pack.yaml:2: unknown field nonsense") {
			t.Errorf("%s: %v %s", verb, err, out)
		}
	}
	out, _, err := run(t, "", true, "check", broken)
	if !fault.Is(err, fault.Invalid) || !strings.Contains(out, `"line": 2`) {
		t.Errorf("%v %s", err, out)
	}
}
