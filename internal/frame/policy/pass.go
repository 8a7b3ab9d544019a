package policy

import (
	"runtime"
	"strings"
	"sync"

	"muster/internal/frame/fault"
)

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
