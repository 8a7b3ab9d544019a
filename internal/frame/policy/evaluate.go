package policy

import (
	"slices"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
)

// evaluation is one answer in the making. It is what expressions see as their
// variables: a name that is not there makes an expression undecided, and the
// logical operators of CEL absorb that wherever the other side decides.
type evaluation struct {
	view    *View
	given   map[string]ref.Val
	raw     map[string]any
	derived map[string]inForce
	day     ref.Val
	clause  *clause
	since   clock.Date // the newest of the parameters that the clause used
	missing []string   // what the expression at hand lacked
	asked   []string
}

// read types the facts that the pack knows and fills in presumptions.
func (e *evaluation) read(facts map[string]any, a *Answer) error {
	e.raw = facts
	for name, value := range facts {
		f, known := e.view.pack.facts[name]
		if !known {
			a.Ignored = append(a.Ignored, name)
			continue
		}
		if value == nil || value == "" {
			continue
		}
		converted, err := f.convert(e.view.pack, value)
		if err != nil {
			return err
		}
		e.given[name] = converted
	}
	slices.Sort(a.Ignored)
	return nil
}

// ResolveName finds the value of a name for an expression.
func (e *evaluation) ResolveName(name string) (any, bool) {
	if value, ok := e.given[name]; ok {
		return value, true
	}
	switch name {
	case nameOn:
		return e.day, true
	case nameLimit:
		return e.clause.limits, true
	}
	if value, ok := e.view.edition.values[name]; ok {
		e.since = max(e.since, value.since)
		return value.value, true
	}
	if d, ok := e.view.pack.derived[name]; ok {
		return e.derive(d)
	}
	if f, ok := e.view.pack.facts[name]; ok && f.presumed != nil {
		return e.presume(f)
	}
	e.missing = append(e.missing, name)
	return nil, false
}

// Parent says that there are no other variables.
func (e *evaluation) Parent() cel.Activation { return nil }

func (e *evaluation) derive(d *derivedFact) (any, bool) {
	value, ok := e.derived[d.name]
	if !ok {
		outer := e.since
		e.since = ""
		result, _, err := d.value.program.Eval(e)
		value = inForce{result, e.since}
		e.since = outer
		if err != nil {
			return nil, false
		}
		if e.derived == nil {
			e.derived = map[string]inForce{}
		}
		e.derived[d.name] = value
	}
	e.since = max(e.since, value.since)
	return value.value, true
}

func (e *evaluation) presume(f *Fact) (any, bool) {
	if f.presumed == presumedDay {
		return e.day, true
	}
	value, err := f.convert(e.view.pack, f.presumed)
	return value, err == nil
}

func (e *evaluation) ask(names ...string) {
	for _, name := range names {
		if !slices.Contains(e.asked, name) {
			e.asked = append(e.asked, name)
		}
	}
}

// decide evaluates an expression: known is false, and what is missing is asked,
// where it cannot be decided. An expression that fails although nothing is
// missing met a value that the law does not provide for.
func (e *evaluation) decide(x *expression) (value ref.Val, known bool, err error) {
	e.missing = e.missing[:0]
	value, _, failure := x.program.Eval(e)
	switch {
	case failure == nil:
		return value, true, nil
	case len(e.missing) > 0:
		e.ask(e.missing...)
		return nil, false, nil
	}
	return nil, false, fault.New(fault.Invalid, "policy.undecidable", "规则“{rule}”无法用所给的值判断。",
		"the rule {rule} cannot be applied to the values given.", "rule", e.clause.rule).Because(failure)
}

// judge applies a clause; ok is false where it does not apply or cannot be
// decided.
func (e *evaluation) judge(c *clause) (line Line, ok bool, err error) {
	e.clause, e.since = c, c.From
	if c.when != nil {
		applies, known, err := e.decide(c.when)
		if err != nil || !known || applies != types.True {
			return Line{}, false, err
		}
	}
	outcome, text := c.otherwise, c.text
	for _, j := range c.cases {
		holds, known, err := e.decide(j.test)
		if err != nil || !known {
			return Line{}, false, err
		}
		if holds == types.True {
			outcome = j.outcome
			if !j.text.IsZero() {
				text = j.text
			}
			break
		}
	}
	value, known, err := e.shown(c)
	if err != nil || !known {
		return Line{}, false, err
	}
	return Line{Rule: c.rule, Outcome: outcome, Value: value, Article: c.article, ValidFrom: e.since, Text: text, Source: c.source, Limits: c.bounds}, true, nil
}

// shown is the value a line shows: the clause's own, or the fact it judges as
// it was given.
func (e *evaluation) shown(c *clause) (any, bool, error) {
	if c.value != nil {
		value, known, err := e.decide(c.value)
		return native(value, e.view.pack.zone), known, err
	}
	if value, ok := e.given[c.field]; ok {
		return native(value, e.view.pack.zone), true, nil
	}
	if value, ok := e.derived[c.field]; ok {
		return native(value.value, e.view.pack.zone), true, nil
	}
	return nil, true, nil
}

// deadlines adds a line for each deadline whose event is known.
func (e *evaluation) deadlines(lines []Line) []Line {
	for _, d := range e.view.edition.counted {
		e.missing = e.missing[:0]
		line, ok := d.line(e)
		if ok {
			lines = append(lines, line)
		}
		e.ask(e.missing...)
	}
	return lines
}
