package policy

import (
	"fmt"
	"slices"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"muster/internal/frame/i18n"
)

// Unknown is the outcome of a question while a consulted fact is missing.
const Unknown = "unknown"

// questionKind says how a question's lines make its outcome.
const (
	worst     = "worst"     // the last of the listed outcomes that any line has; the first where no line applies
	best      = "best"      // the first of the listed outcomes that any line has; the last where no line applies
	listed    = "listed"    // the lines are the answer; the outcome is the first listed
	deadlined = "deadlines" // as listed; the lines come from the deadlines
)

// Question is what a pack can answer.
type Question struct {
	Name     string
	Label    i18n.Text
	Combine  string
	Outcomes []Term // in the order that Combine uses; what a line may say
}

// clause is one line of a question: what it judges and how.
type clause struct {
	within
	question  *Question
	rule      string
	field     string
	when      *expression
	cases     []judgement
	otherwise string
	value     *expression
	limits    ref.Val
	bounds    []float64 // the same numbers, ascending
	text      i18n.Text
	article   string
	source    i18n.Text
}

// judgement is one possible outcome of a clause; the first that holds counts.
type judgement struct {
	test    *expression
	outcome string
	text    i18n.Text // empty: the clause's own
}

// derivedFact is a value that follows from facts.
type derivedFact struct {
	name  string
	label i18n.Text
	value *expression
}

// derivedSection compiles derived facts in the order of the files: each may use
// those before it, so that there is no circle.
func (l *loader) derivedSection() {
	for _, n := range l.sections["derived"] {
		r := n.record("name", "type", "label", "value")
		d := &derivedFact{name: r.need("name").word(), label: r.need("label").text()}
		kind, ok := expressionTypes[Type(r.need("type").word())]
		if !ok {
			r.get("type").problem("type", "未知类型“{type}”。", "unknown type {type}.", "type", r.get("type").word())
			continue
		}
		l.declare(d.name, n)
		l.item("derived", d.name, n)
		d.value = l.compile(r.need("value"), kind)
		l.pack.derived[d.name] = d
		if l.env == nil {
			continue
		}
		if env, err := l.env.Extend(cel.Variable(d.name, kind)); err == nil {
			l.env = env
		}
	}
}

func (l *loader) questionSection() {
	for _, n := range l.sections["questions"] {
		r := n.record("name", "label", "combine", "outcomes")
		q := &Question{Name: r.need("name").word(), Label: r.need("label").text(), Combine: r.need("combine").word(), Outcomes: terms(r.need("outcomes"))}
		if !slices.Contains([]string{worst, best, listed, deadlined}, q.Combine) {
			r.get("combine").problem("combine", "combine 应为 worst、best、listed 或 deadlines。", "combine must be worst, best, listed or deadlines.")
		}
		l.pack.questions[q.Name] = q
		l.item("question", q.Name, n)
	}
}

func (l *loader) clauseSection() {
	versions := map[string][]within{}
	for _, n := range l.sections["clauses"] {
		r := n.record("question", "rule", "when", "cases", "otherwise", "value", "limits", "text", "article", "from", "to")
		c := &clause{rule: r.need("rule").word(), article: bilingual(l.cite(r.need("article"))), source: l.cite(r.get("article"))}
		c.within = l.span(r, r.get("article"))
		q, ok := l.pack.questions[r.need("question").word()]
		if !ok {
			r.get("question").problem("question.unknown", "未知问题“{name}”。", "unknown question {name}.", "name", r.get("question").word())
			continue
		}
		c.question = q
		c.field, _, _ = strings.Cut(c.rule, ".")
		if _, known := l.names[c.field]; !known {
			r.get("rule").problem("rule.field", "规则名“{rule}”须以所判断的事实开头。", "the rule {rule} must begin with the fact it judges.", "rule", c.rule)
		}
		limits := l.limits(c, r.get("limits"))
		c.text = r.need("text").text().With(limits...)
		c.when, c.value = l.compile(r.get("when"), cel.BoolType), l.compile(r.get("value"), nil)
		l.cases(c, r, limits)
		l.checkLimits(c, r, limits)
		key := q.Name + "." + c.rule
		versions[key] = append(versions[key], c.within)
		l.pack.clauses = append(l.pack.clauses, c)
		l.item("clause", key, n)
	}
	for name, list := range versions {
		checkSpans(name, list)
	}
}

// limits reads the numbers of a clause, so that its text and its expressions
// cannot disagree; the pairs fill the text.
func (l *loader) limits(c *clause, n node) (pairs []any) {
	values := map[ref.Val]ref.Val{}
	if n.given() {
		for _, p := range n.pairs() {
			number := p.value.number()
			values[types.String(p.name)] = types.Double(number)
			c.bounds = append(c.bounds, number)
			pairs = append(pairs, p.name, p.value.word())
		}
	}
	slices.Sort(c.bounds)
	c.limits = types.NewRefValMap(types.DefaultTypeAdapter, values)
	return pairs
}

func (l *loader) cases(c *clause, r record, limits []any) {
	for _, at := range r.get("cases").list() {
		k := at.record("then", "if", "text")
		j := judgement{outcome: k.need("then").word(), test: l.compile(k.need("if"), cel.BoolType), text: k.get("text").text().With(limits...)}
		l.checkOutcome(c, k.get("then"))
		c.cases = append(c.cases, j)
	}
	c.otherwise = r.need("otherwise").word()
	l.checkOutcome(c, r.get("otherwise"))
}

func (l *loader) checkOutcome(c *clause, n node) {
	if n.given() && !slices.ContainsFunc(c.question.Outcomes, func(t Term) bool { return t.Code == n.word() }) {
		n.problem("outcome.unknown", "问题“{question}”没有结论“{outcome}”。", "the question {question} has no outcome {outcome}.",
			"question", c.question.Name, "outcome", n.word())
	}
}

// checkLimits reports a limit that an expression uses and the clause lacks, or
// the reverse.
func (l *loader) checkLimits(c *clause, r record, limits []any) {
	used := map[string]bool{}
	for _, e := range c.expressions() {
		for _, name := range e.names {
			if limit, ok := strings.CutPrefix(name, nameLimit+"."); ok {
				used[limit] = true
			}
		}
	}
	for i := 0; i < len(limits); i += 2 {
		if name := fmt.Sprint(limits[i]); !used[name] {
			r.get("limits").problem("limit.unused", "限值“{name}”未被使用。", "the limit {name} is not used.", "name", name)
		}
		delete(used, fmt.Sprint(limits[i]))
	}
	for name := range used {
		r.at.problem("limit.missing", "缺少限值“{name}”。", "the limit {name} is missing.", "name", name)
	}
}

func (c *clause) expressions() []*expression {
	list := []*expression{c.when, c.value}
	for _, j := range c.cases {
		list = append(list, j.test)
	}
	return slices.DeleteFunc(list, func(e *expression) bool { return e == nil })
}

// rank is the position of an outcome in the question's order.
func (q *Question) rank(outcome string) int {
	return slices.IndexFunc(q.Outcomes, func(t Term) bool { return t.Code == outcome })
}

// Questions lists what the pack can answer, by name.
func (p *Pack) Questions() []Question {
	list := make([]Question, 0, len(p.questions))
	for _, q := range p.questions {
		list = append(list, *q)
	}
	slices.SortFunc(list, func(a, b Question) int { return strings.Compare(a.Name, b.Name) })
	return list
}
