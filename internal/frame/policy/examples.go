package policy

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
)

// Tested is the outcome of a pack's own tests.
type Tested struct {
	Count  int            `json:"count"`
	Faults []*fault.Fault `json:"-"` // each failed expectation with file and line
}

// Test runs the examples beside a pack: tests/*.yaml, each a list of
//
//	examples:
//	  - question: eligibility
//	    on: 2026-03-01
//	    facts: {birth_date: 2008-03-09, sex: male}
//	    outcome: eligible           # of the answer
//	    ask: [education]            # all that is asked, in any order
//	    lines: {birth_date.age: eligible}   # outcome by rule; "none": no such line
//	    values: {birth_date.age: 18}
//	    since: {birth_date.age: 2021-10-01}
//	    vary: height_cm             # instead of outcome: one fact through many values,
//	    rule: height_cm.men         # and the outcome of one line (or of the answer)
//	    expect: {159.9: fail, 160: pass}
//
// Test needs a pack without problems.
func Test(fsys fs.FS) (Tested, error) {
	pack, err := Load(fsys)
	if err != nil {
		return Tested{}, err
	}
	names, err := fs.Glob(fsys, path.Join(testFolder, "*.yaml"))
	if err != nil {
		return Tested{}, err
	}
	run := &exampleRun{pack: pack}
	for _, name := range names {
		content, err := fs.ReadFile(fsys, name)
		if err != nil {
			return Tested{}, err
		}
		if root, ok := parse(name, content, &run.problems); ok {
			for _, n := range root.record("examples").need("examples").list() {
				run.example(n)
			}
		}
	}
	return Tested{Count: run.count, Faults: run.list}, nil
}

type exampleRun struct {
	problems
	pack  *Pack
	count int
}

func (t *exampleRun) example(n node) {
	r := n.record("question", "on", "facts", "outcome", "ask", "lines", "values", "since", "vary", "rule", "expect")
	s := Sample{Question: r.need("question").word(), On: r.need("on").date(), Facts: map[string]any{}}
	if r.has("facts") {
		for _, p := range r.get("facts").pairs() {
			s.Facts[p.name] = plain(p.value)
		}
	}
	if !r.has("vary") {
		t.expectAnswer(r, s)
		return
	}
	rule := r.get("rule").word()
	for _, p := range r.need("expect").pairs() {
		s.Facts[r.get("vary").word()] = p.name
		t.count++
		answer, err := t.pack.On(s.On).Explain(s.Question, s.Facts)
		got := answer.Outcome
		if rule != "" {
			got = lineOutcome(answer, rule)
		}
		if err != nil {
			got = fault.As(err).Code
		}
		compare(p.value, r.get("vary").word()+"="+p.name, p.value.word(), got)
	}
}

func (t *exampleRun) expectAnswer(r record, s Sample) {
	t.count++
	answer, err := t.pack.On(s.On).Explain(s.Question, s.Facts)
	if err != nil {
		compare(r.at, "error", r.get("outcome").word(), fault.As(err).Code)
		return
	}
	if r.has("outcome") {
		compare(r.get("outcome"), "outcome", r.get("outcome").word(), answer.Outcome)
	}
	if r.has("ask") {
		want, got := r.get("ask").words(), slices.Clone(answer.Ask)
		slices.Sort(want)
		slices.Sort(got)
		compare(r.get("ask"), "ask", strings.Join(want, " "), strings.Join(got, " "))
	}
	eachLine(r, "lines", func(rule string) string { return lineOutcome(answer, rule) })
	eachLine(r, "values", func(rule string) string {
		l, _ := findLine(answer, rule)
		shown, _ := json.Marshal(l.Value)
		return strings.Trim(string(shown), `"`)
	})
	eachLine(r, "since", func(rule string) string { l, _ := findLine(answer, rule); return string(l.ValidFrom) })
}

func eachLine(r record, field string, got func(rule string) string) {
	if !r.has(field) {
		return
	}
	for _, p := range r.get(field).pairs() {
		compare(p.value, p.name, p.value.word(), got(p.name))
	}
}

func findLine(a Answer, rule string) (Line, bool) {
	i := slices.IndexFunc(a.Lines, func(l Line) bool { return l.Rule == rule })
	if i < 0 {
		return Line{}, false
	}
	return a.Lines[i], true
}

func lineOutcome(a Answer, rule string) string {
	if l, ok := findLine(a, rule); ok {
		return l.Outcome
	}
	return "none"
}

func compare(n node, what, want, got string) {
	if want != got {
		n.problem("example", "{what}：应为 {want}，实为 {got}。", "{what}: want {want}, got {got}.", "what", what, "want", want, "got", got)
	}
}

// plain is a scalar as JSON would have given it.
func plain(n node) any {
	switch value := n.value.(type) {
	case *ast.BoolNode:
		return value.Value
	case *ast.IntegerNode:
		return n.whole()
	case *ast.FloatNode:
		return value.Value
	case *ast.NullNode:
		return nil
	}
	return n.word()
}

// ReadSamples reads the samples of Diff from JSON: a list of question, on and
// facts.
func ReadSamples(content []byte) ([]Sample, error) {
	var samples []Sample
	if err := json.Unmarshal(content, &samples); err != nil {
		return nil, fault.New(fault.Invalid, "samples.malformed", "样例文件不是合格的 JSON:{why}", "the samples are not valid JSON: {why}", "why", fmt.Sprint(err))
	}
	for _, s := range samples {
		if _, err := clock.ParseDate(string(s.On)); err != nil {
			return nil, err
		}
	}
	return samples, nil
}
