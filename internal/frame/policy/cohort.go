package policy

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"

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

// block is how many people are taken through the columns at once: their numbers
// stay in the nearest cache.
const block = 4096

// run numbers the people, evaluates each number that occurs once, and counts.
func (c *cohort) run() (*Verdicts, error) {
	numbers := make([]uint32, c.people)
	occurs := c.number(numbers)
	out := &Verdicts{Of: make([]uint16, c.people)}
	answerOf, known := make([]uint16, c.combined), map[string]uint16{}
	for number, person := range occurs {
		if person == 0 {
			continue
		}
		a, err := c.answer(int(person - 1))
		if err != nil {
			return nil, err
		}
		key := a.key()
		index, found := known[key]
		if !found {
			if len(out.Answers) == mostAnswers {
				return nil, fault.New(fault.Invalid, "cohort.answers", "答案种类过多。", "there are too many different answers.")
			}
			index = uint16(len(out.Answers))
			known[key], out.Answers = index, append(out.Answers, a)
		}
		answerOf[number] = index
	}
	out.Counts = c.assign(numbers, answerOf, out.Of, len(out.Answers))
	return out, nil
}

// key tells answers apart: outcome, what is asked, and what each clause says. The
// rest of a line follows from its clause and these.
func (a *Answer) key() string {
	parts := append([]string{a.Outcome}, a.Ask...)
	for _, line := range a.Lines {
		parts = append(parts, line.Rule, line.Outcome, string(line.ValidFrom), line.Text.ZH)
	}
	return strings.Join(parts, "\x00")
}

// number gives everybody the number of their classes and returns, by number,
// somebody who has it (counted from 1; 0: nobody).
func (c *cohort) number(numbers []uint32) []uint32 {
	parts := make([][]uint32, runtime.GOMAXPROCS(0))
	c.each(len(parts), func(part, from, to int) {
		occurs := make([]uint32, c.combined)
		for at := from; at < to; at += block {
			end := min(at+block, to)
			here := numbers[at:end]
			for i, column := range c.columns {
				addOffsets(here, column.Codes[at:end], c.offsets[i], i == 0)
			}
			for i, number := range here {
				occurs[number] = uint32(at + i + 1)
			}
		}
		parts[part] = occurs
	})
	for _, more := range parts[1:] {
		for number, person := range more {
			if person != 0 {
				parts[0][number] = person
			}
		}
	}
	return parts[0]
}

// addOffsets adds to each number the offset of the person's code in one column.
func addOffsets(numbers []uint32, codes []uint16, offsets []uint32, first bool) {
	codes = codes[:len(numbers)]
	if first {
		for i, code := range codes {
			numbers[i] = offsets[code]
		}
		return
	}
	for i, code := range codes {
		numbers[i] += offsets[code]
	}
}

// assign gives everybody the answer of their number and counts.
func (c *cohort) assign(numbers []uint32, answerOf, of []uint16, answers int) []int64 {
	parts := make([][]int64, runtime.GOMAXPROCS(0))
	c.each(len(parts), func(part, from, to int) {
		counts := make([]int64, answers)
		for i := from; i < to; i++ {
			a := answerOf[numbers[i]]
			of[i] = a
			counts[a]++
		}
		parts[part] = counts
	})
	for _, more := range parts[1:] {
		for a, n := range more {
			parts[0][a] += n
		}
	}
	return parts[0]
}

// each cuts the people into parts and runs them side by side.
func (c *cohort) each(parts int, run func(part, from, to int)) {
	var wait sync.WaitGroup
	for part := range parts {
		wait.Go(func() { run(part, c.people*part/parts, c.people*(part+1)/parts) })
	}
	wait.Wait()
}

// answer explains one person, without the values that were judged: they differ
// between people who share an answer.
func (c *cohort) answer(person int) (Answer, error) {
	facts := make(map[string]any, len(c.columns))
	for _, column := range c.columns {
		if value := column.Values[column.Codes[person]]; value != nil {
			facts[column.Fact] = value
		}
	}
	a, err := c.view.Explain(c.question, facts)
	for i := range a.Lines {
		a.Lines[i].Value = nil
	}
	return a, err
}
