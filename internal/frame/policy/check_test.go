package policy_test

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"muster/internal/frame/fault"
	"muster/internal/frame/policy"
)

// small is a pack without problems that the tests below plant faults in.
const small = `pack:
  code: xx
  name: {zh: 示例, en: sample}
  country: XX
  time_zone: Asia/Shanghai
  log_origin: muster.xx
sources:
  - {code: act, tier: A, in_force: 2020-01-01, name: {zh: 法, en: Act}}
scales:
  - name: colour
    values:
      - {code: red, text: {zh: 红, en: red}, words: [赤]}
      - {code: blue, text: {zh: 蓝, en: blue}}
facts:
  - {name: age, type: int, label: {zh: 年龄, en: age}, min: 0, max: 150}
  - {name: colour, type: text, scale: colour, label: {zh: 颜色, en: colour}}
  - {name: born, type: date, label: {zh: 出生, en: born}}
  - {name: barred, type: bool, presume: false, label: {zh: 受限, en: barred}}
  - {name: size, type: decimal, label: {zh: 大小, en: size}}
derived:
  - {name: twice, type: int, label: {zh: 两倍, en: twice}, value: age * 2}
parameters:
  - name: age.min
    type: int
    label: {zh: 下限, en: lowest}
    values:
      - {from: 2020-01-01, to: 2024-12-31, value: 16, article: act 1}
      - {from: 2025-01-01, value: 18, article: act 1}
tables:
  - name: caps
    label: {zh: 上限, en: caps}
    columns: {kind: text, cap: int}
    key: [kind]
    rows:
      - {kind: a, cap: 5, article: act 2, from: 2020-01-01, to: 2024-12-31}
      - {kind: a, cap: 6, article: act 2, from: 2025-01-01}
questions:
  - name: fit
    label: {zh: 合适, en: fit}
    combine: worst
    outcomes:
      - {code: yes, text: {zh: 是, en: "yes"}}
      - {code: no, text: {zh: 否, en: "no"}}
clauses:
  - question: fit
    rule: age.lowest
    cases: [{then: yes, if: age >= age.min && age <= limit.high}]
    otherwise: no
    limits: {high: 60}
    text: {zh: "至 {high} 岁", en: "up to {high}"}
    article: act 1
deadlines:
  - {name: answer, event: born, amount: 5, unit: working_days, bound: not_after, label: {zh: 答复, en: answer}, article: act 3}
reasons:
  - list: signup
    codes:
      - {code: late, text: {zh: 迟, en: late}, article: act 4}
calendars:
  - year: 2026
    article: act 5
    holidays:
      - {from: 2026-10-01, to: 2026-10-07, name: {zh: 国庆, en: National Day}}
    make_up: [2026-10-10]
`

func packOf(content string) fs.FS {
	return fstest.MapFS{"pack.yaml": &fstest.MapFile{Data: []byte(content)}}
}

func lineOf(t *testing.T, content, part string) int {
	t.Helper()
	before, _, found := strings.Cut(content, part)
	if !found {
		t.Fatalf("%q is not in the pack", part)
	}
	return strings.Count(before, "\n") + 1
}

// TestCheckFindsPlantedFaults plants one fault at a time and wants it named,
// with its file and line, in both languages, and nothing else reported first.
func TestCheckFindsPlantedFaults(t *testing.T) {
	t.Parallel()
	if problems := policy.Check(packOf(small)); len(problems) > 0 {
		t.Fatalf("the sample itself has problems: %v", problems)
	}
	tests := []struct{ name, old, planted, code string }{
		{"syntax", "  - {name: age, type: int", "  - {name: age, type: [int", "policy.syntax"},
		{"unknown section", "reasons:", "reasonings:", "policy.field.unknown"},
		{"unknown field", "cap: 5, article", "cup: 5, article", "policy.field.unknown"},
		{"missing field", "bound: not_after, ", "", "policy.field.missing"},
		{"number as text", "value: 16,", "value: sixteen,", "policy.type"},
		{"bad date", "from: 2025-01-01, value: 18", "from: 2025-13-01, value: 18", "policy.type"},
		{"list wanted", "make_up: [2026-10-10]", "make_up: 2026-10-10", "policy.type"},
		{"unknown type", "name: born, type: date", "name: born, type: moment", "policy.type"},
		{"gap", "from: 2025-01-01, value: 18", "from: 2025-01-02, value: 18", "policy.dates.gap"},
		{"overlap", "from: 2025-01-01, value: 18", "from: 2024-12-31, value: 18", "policy.dates.overlap"},
		{"reversed", "from: 2020-01-01, to: 2024-12-31, value: 16", "from: 2020-01-01, to: 2019-12-31, value: 16", "policy.dates.reversed"},
		{"gap in a table", "cap: 6, article: act 2, from: 2025-01-01", "cap: 6, article: act 2, from: 2025-02-01", "policy.dates.gap"},
		{"overlap in a table", "cap: 6, article: act 2, from: 2025-01-01", "cap: 6, article: act 2, from: 2024-02-01", "policy.dates.overlap"},
		{"missing translation", "label: {zh: 颜色, en: colour}", "label: {zh: 颜色}", "policy.translation.missing"},
		{"unknown source", "label: {zh: 答复, en: answer}, article: act 3", "label: {zh: 答复, en: answer}, article: decree 3", "policy.source.unknown"},
		{"declared twice", "name: born, type: date", "name: age, type: date", "policy.duplicate"},
		{"name", "name: born, type: date", "name: Born on, type: date", "policy.name"},
		{"reserved name", "name: born, type: date", "name: on, type: date", "policy.name"},
		{"unknown scale", "scale: colour", "scale: color", "policy.scale.unknown"},
		{"presumption", "presume: false", "presume: maybe", "policy.type"},
		{"undeclared name", "if: age >= age.min", "if: aged >= age.min", "policy.expression"},
		{"types do not fit", "if: age >= age.min", "if: colour >= age.min", "policy.expression"},
		{"not a yes or no", "if: age >= age.min && age <= limit.high}", "if: age + limit.high}", "policy.expression.type"},
		{"derived of another type", "value: age * 2", "value: age > 2", "policy.expression.type"},
		{"loop", "value: age * 2", "'value': '[1, 2].map(x, x * age)[0]'", "policy.expression"},
		{"too costly", "value: age * 2", "value: '[" + strings.Repeat("age, ", 2001) + "age][0]'", "policy.expression.cost"},
		{"unknown outcome", "otherwise: no", "otherwise: perhaps", "policy.outcome.unknown"},
		{"unknown question", "question: fit", "question: fat", "policy.question.unknown"},
		{"rule judges nothing", "rule: age.lowest", "rule: ages.lowest", "policy.rule.field"},
		{"limit unused", "limits: {high: 60}", "limits: {high: 60, low: 3}", "policy.limit.unused"},
		{"unit of a deadline", "unit: working_days", "unit: fortnights", "policy.unit"},
		{"event of a deadline", "event: born", "event: age", "policy.expression.type"},
		{"make-up day", "make_up: [2026-10-10]", "make_up: [2026-10-12]", "policy.calendar.make_up"},
		{"holiday of another year", "to: 2026-10-07", "to: 2027-10-07", "policy.calendar.holiday"},
		{"time zone", "time_zone: Asia/Shanghai", "time_zone: Asia/Nowhere", "policy.zone"},
		{"combine", "combine: worst", "combine: middle", "policy.combine"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			content := strings.Replace(small, test.old, test.planted, 1)
			line := lineOf(t, small, test.old)
			problems := policy.Check(packOf(content))
			if len(problems) == 0 {
				t.Fatal("not found")
			}
			var found *fault.Fault
			for _, p := range problems {
				if p.Code == test.code && p.Place.Line == line {
					found = p
				}
			}
			if found == nil {
				t.Fatalf("want %s on line %d, got %v", test.code, line, problems)
			}
			if found.Place.File != "pack.yaml" || !found.Text.Complete() || strings.Contains(found.Text.EN, "{") {
				t.Errorf("incomplete: %+v", found)
			}
		})
	}
}

// TestDamagedPack takes lines and characters out of a pack: whatever is left, it
// is read to the end, and every problem names its file and line.
func TestDamagedPack(t *testing.T) {
	t.Parallel()
	lines := strings.SplitAfter(small, "\n")
	rapid.Check(t, func(r *rapid.T) {
		from := rapid.IntRange(0, len(lines)-1).Draw(r, "from")
		to := min(len(lines), from+rapid.IntRange(0, 6).Draw(r, "lines"))
		content := strings.Join(lines[:from], "") + strings.Join(lines[to:], "")
		at := rapid.IntRange(0, len(content)).Draw(r, "at")
		content = content[:at] + content[min(len(content), at+rapid.IntRange(0, 12).Draw(r, "characters")):]
		for _, p := range policy.Check(packOf(content)) {
			if p.Place.File == "" || p.Place.Line < 1 || !p.Text.Complete() {
				r.Fatalf("incomplete: %+v", p)
			}
		}
	})
}

// TestLoadJoinsEveryProblem proves that one reading finds all faults, and that
// none of them goes unmarked.
func TestLoadJoinsEveryProblem(t *testing.T) {
	t.Parallel()
	content := strings.NewReplacer("value: 16,", "value: x,", "time_zone: Asia/Shanghai", "time_zone: Mars", "otherwise: no", "otherwise: maybe").Replace(small)
	_, err := policy.Load(packOf(content))
	var joined interface{ Unwrap() []error }
	if !errors.As(err, &joined) || len(joined.Unwrap()) != 3 {
		t.Fatalf("want three problems, got %v", err)
	}
	for _, one := range joined.Unwrap() {
		if !fault.Is(one, fault.Invalid) {
			t.Errorf("not a fault: %v", one)
		}
	}
}

// TestVersion proves that the version follows the content of the law and not its
// tests.
func TestVersion(t *testing.T) {
	t.Parallel()
	version := func(files fstest.MapFS) string {
		pack, err := policy.Load(files)
		if err != nil {
			t.Fatal(err)
		}
		return pack.Version()
	}
	file := func(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }
	plain := version(fstest.MapFS{"pack.yaml": file(small)})
	tested := version(fstest.MapFS{"pack.yaml": file(small), "tests/a.yaml": file("examples: []")})
	changed := version(fstest.MapFS{"pack.yaml": file(strings.Replace(small, "value: 18", "value: 19", 1))})
	if plain != tested || plain == changed || len(plain) != 12 {
		t.Error(plain, tested, changed)
	}
}

// TestDiff proves that a changed number shows once, and in the answer of a
// sample.
func TestDiff(t *testing.T) {
	t.Parallel()
	load := func(s string) *policy.Pack {
		pack, err := policy.Load(packOf(s))
		if err != nil {
			t.Fatal(err)
		}
		return pack
	}
	old, changed := load(small), load(strings.Replace(small, "value: 18", "value: 19", 1))
	sample := policy.Sample{Question: "fit", On: "2026-01-01", Facts: map[string]any{"age": 18}}
	if none := policy.Diff(old, load("# a remark\n"+small), sample); len(none) != 0 {
		t.Errorf("a remark is no change: %v", none)
	}
	changes := policy.Diff(old, changed, sample)
	if len(changes) != 2 || changes[0].What != "parameter age.min" || changes[1].What != "sample fit 2026-01-01" {
		t.Fatalf("%+v", changes)
	}
	if !strings.Contains(changes[0].Old, "18") || !strings.Contains(changes[0].New, "19") ||
		changes[1].Old != "yes\nage.lowest yes" || changes[1].New != "no\nage.lowest no" {
		t.Errorf("%+v", changes)
	}
}

// TestExamplesThatDoNotHold proves that a pack's own tests can fail, with file
// and line.
func TestExamplesThatDoNotHold(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{"pack.yaml": {Data: []byte(small)}, "tests/a.yaml": {Data: []byte(`examples:
  - {question: fit, on: 2026-01-01, facts: {age: 18}, outcome: yes}
  - {question: fit, on: 2026-01-01, facts: {age: 18}, outcome: no}
  - {question: fit, on: 2026-01-01, facts: {}, outcome: unknown, ask: [size]}
  - {question: fit, on: 2026-01-01, vary: age, rule: age.lowest, expect: {17: no, 18: no}}
  - {question: fit, on: 2026-01-01, facts: {age: 18}, values: {age.lowest: 19}, since: {age.lowest: 2020-01-01}}
`)}}
	tested, err := policy.Test(files)
	if err != nil {
		t.Fatal(err)
	}
	var lines []int
	for _, f := range tested.Faults {
		lines = append(lines, f.Place.Line)
	}
	if tested.Count != 6 || fmt.Sprint(lines) != "[3 4 5 6 6]" {
		t.Errorf("%d examples, faults on lines %v: %v", tested.Count, lines, tested.Faults)
	}
}
