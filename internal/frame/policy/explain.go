package policy

import (
	"slices"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
)

// Answer is the answer to a question. It marshals to the JSON that other
// people's programs read.
type Answer struct {
	Outcome string   `json:"outcome"`
	Lines   []Line   `json:"lines"`
	Ask     []string `json:"ask,omitempty"` // the facts that are missing, each once

	Label   i18n.Text `json:"-"` // the outcome for people
	Ignored []string  `json:"-"` // given facts that the pack does not know, by name
}

// Line is what one rule says. Value is what was judged; nil where the pack
// presumed it.
type Line struct {
	Rule      string     `json:"rule"` // begins with the field that is judged
	Outcome   string     `json:"outcome"`
	Value     any        `json:"value"`
	Article   string     `json:"article"`    // in every language
	ValidFrom clock.Date `json:"valid_from"` // since when this rule with these numbers is in force
	Text      i18n.Text  `json:"text"`

	Source i18n.Text `json:"-"` // the article for people
	Limits []float64 `json:"-"` // the numbers of the rule, ascending
}

// Explain answers a question of the pack from the facts given. The package
// comment tells how missing facts are treated. A question that the pack does
// not know or that has no rule in force on the day, and a fact whose value does
// not fit its declaration, are refused; a missing fact never is. A fact that is
// nil or an empty text counts as missing.
func (v *View) Explain(question string, facts map[string]any) (Answer, error) {
	return v.explain(question, facts, nil)
}

// ExplainOf is Explain by those clauses alone that judge one of the fields, for
// somebody who may know these and no others. A fact that a clause needs beside
// them is asked as always.
func (v *View) ExplainOf(question string, fields []string, facts map[string]any) (Answer, error) {
	return v.explain(question, facts, func(c *clause) bool { return slices.Contains(fields, c.field) })
}

func (v *View) explain(question string, facts map[string]any, judged func(*clause) bool) (Answer, error) {
	q, ok := v.pack.questions[question]
	if !ok {
		return Answer{}, fault.New(fault.Unknown, "question.unknown", "政策包没有问题“{name}”；可问：{known}。",
			"the policy pack has no question {name}; it answers {known}.", "name", question, "known", v.pack.questionNames())
	}
	clauses := v.edition.clauses[question]
	if len(clauses) == 0 && (q.Combine != deadlined || len(v.edition.counted) == 0) {
		return Answer{}, notInForce(question, v.day)
	}
	e := v.begin(len(facts))
	a := Answer{Lines: make([]Line, 0, len(clauses))}
	if err := e.read(facts, &a); err != nil {
		return Answer{}, err
	}
	for _, c := range clauses {
		if judged != nil && !judged(c) {
			continue
		}
		line, ok, err := e.judge(c)
		if err != nil {
			return Answer{}, err
		}
		if ok {
			a.Lines = append(a.Lines, line)
		}
	}
	if q.Combine == deadlined {
		a.Lines = e.deadlines(a.Lines)
	}
	a.Ask = e.asked
	a.Outcome = q.combine(a)
	a.Label = q.labelOf(a.Outcome)
	return a, nil
}

// begin begins an answer from so many facts.
func (v *View) begin(facts int) *evaluation {
	return &evaluation{view: v, given: make(map[string]ref.Val, facts), day: types.Timestamp{Time: v.day.Time()}}
}

func (p *Pack) questionNames() (names []string) {
	for _, q := range p.Questions() {
		names = append(names, q.Name)
	}
	return names
}

// combine makes the outcome of a question from its lines. A missing fact comes
// first: half a file decides nothing.
func (q *Question) combine(a Answer) string {
	if len(a.Ask) > 0 {
		return Unknown
	}
	mildest, gravest := len(q.Outcomes)-1, 0
	for _, line := range a.Lines {
		rank := q.rank(line.Outcome)
		mildest, gravest = min(mildest, rank), max(gravest, rank)
	}
	switch q.Combine {
	case worst:
		return q.Outcomes[gravest].Code
	case best:
		return q.Outcomes[mildest].Code
	}
	return q.Outcomes[0].Code
}

func (q *Question) labelOf(outcome string) i18n.Text {
	if i := q.rank(outcome); i >= 0 {
		return q.Outcomes[i].Text
	}
	return i18n.T("尚不能确定", "not known yet")
}
