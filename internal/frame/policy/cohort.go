package policy

import (
	"fmt"
	"slices"

	"muster/internal/frame/fault"
)

// Column is one fact of many people: of each person a code, and what each code
// means. A nil value is a fact that is not on file.
type Column struct {
	Fact   string
	Codes  []uint16 // of each person
	Values []any    // by code, as Explain takes them
}

// Verdicts are the answers to one question for many people.
type Verdicts struct {
	Answers []Answer // the different ones, as they came up; what a line judged is left out
	Counts  []int64  // people by answer
	Of      []uint16 // the answer of each person
}

// mostCombinations is how many combinations of classes a question may have: their table must
// fit in memory, and every one that somebody has is evaluated once.
const mostCombinations = 1 << 24

// mostAnswers is how many different answers are told apart.
const mostAnswers = 1 << 16

// Cohort answers a question for everybody at once, exactly as Explain would for
// each (a test proves them equal). People who agree in all that the rules can see
// get one answer: each column is reduced to the classes that the expressions of
// the question can tell apart (a date of birth that is only seen through the age
// has one class a year), the classes of a person together are one number, and
// the expressions are evaluated once for each number that occurs.
func (v *View) Cohort(question string, columns []Column) (*Verdicts, error) {
	if len(v.edition.clauses[question]) == 0 {
		return nil, notInForce(question, v.day)
	}
	c := &cohort{view: v, question: question, columns: columns}
	if err := c.classify(); err != nil {
		return nil, err
	}
	return c.run()
}

type cohort struct {
	view     *View
	question string
	columns  []Column
	offsets  [][]uint32 // by column and code: its class times its stride
	people   int
	combined int
}

// classify reduces every column to its classes.
func (c *cohort) classify() error {
	direct, through := c.uses()
	c.combined = 1
	for i, column := range c.columns {
		if i == 0 {
			c.people = len(column.Codes)
		}
		if len(column.Codes) != c.people || len(column.Values) > 1<<16 {
			return fmt.Errorf("column %s: %d codes of %d values for %d people", column.Fact, len(column.Codes), len(column.Values), c.people)
		}
		if _, known := c.view.pack.facts[column.Fact]; !known {
			return fault.New(fault.Invalid, "fact.unknown", "政策包没有事实“{fact}”。", "the policy pack has no fact {fact}.", "fact", column.Fact)
		}
		classes, n, err := c.classesOf(column, direct[column.Fact], through[column.Fact])
		if err != nil {
			return err
		}
		offsets := make([]uint32, max(len(classes), 1))
		for code, class := range classes {
			offsets[code] = uint32(class * c.combined)
		}
		c.offsets = append(c.offsets, offsets)
		if c.combined *= max(n, 1); c.combined > mostCombinations {
			return fault.New(fault.Invalid, "cohort.large", "问题“{question}”要区分的情形过多。", "the question {question} tells too many cases apart.", "question", c.question)
		}
	}
	return nil
}

// uses says which facts the expressions of the question name themselves, or mix
// with another fact, and through which derived facts they see a fact alone.
func (c *cohort) uses() (direct map[string]bool, through map[string][]string) {
	direct, through = map[string]bool{}, map[string][]string{}
	var see func(names []string)
	see = func(names []string) {
		for _, name := range names {
			d, derived := c.view.pack.derived[name]
			if !derived {
				direct[name] = true
				continue
			}
			if base := c.base(d.value.names); len(base) == 1 {
				through[base[0]] = append(through[base[0]], name)
			} else {
				see(d.value.names)
			}
		}
	}
	for _, clause := range c.view.edition.clauses[c.question] {
		for _, x := range expressionsOf(clause) {
			see(x.names)
		}
	}
	return direct, through
}

// base lists the facts on which names rest, each once.
func (c *cohort) base(names []string) (facts []string) {
	for _, name := range names {
		found := []string{name}
		if d, derived := c.view.pack.derived[name]; derived {
			found = c.base(d.value.names)
		} else if _, fact := c.view.pack.facts[name]; !fact {
			continue
		}
		for _, f := range found {
			if !slices.Contains(facts, f) {
				facts = append(facts, f)
			}
		}
	}
	return facts
}

func expressionsOf(c *clause) (list []*expression) {
	if c.when != nil {
		list = append(list, c.when)
	}
	if c.value != nil {
		list = append(list, c.value)
	}
	for _, j := range c.cases {
		list = append(list, j.test)
	}
	return list
}

// classesOf gives each code of a column its class, and the number of classes.
func (c *cohort) classesOf(column Column, direct bool, through []string) (classes []int, n int, err error) {
	seen := map[string]int{}
	for _, value := range column.Values {
		key := "·" // not on file
		switch {
		case value == nil || value == "":
		case direct:
			key = fmt.Sprint("=", value)
		default:
			if key, err = c.seenThrough(column.Fact, value, through); err != nil {
				return nil, 0, err
			}
		}
		class, known := seen[key]
		if !known {
			class = len(seen)
			seen[key] = class
		}
		classes = append(classes, class)
	}
	return classes, len(seen), nil
}

// seenThrough is what derived facts make of a value of the fact they rest on.
func (c *cohort) seenThrough(fact string, value any, through []string) (string, error) {
	e := c.view.begin(1)
	if err := e.read(map[string]any{fact: value}, &Answer{}); err != nil {
		return "", err
	}
	key := "="
	for _, name := range through {
		derived, ok := e.derive(c.view.pack.derived[name])
		key += fmt.Sprintf("%v %v;", ok, derived)
	}
	return key, nil
}
