package web

import (
	"fmt"
	"strings"

	"muster/internal/frame/i18n"
	"muster/internal/frame/policy"
)

// outcomeTones are the tones of what a clause says.
var outcomeTones = map[string]string{"pass": "ok", "note": "ok", "doctor_decides": "warn", "fail": "bad"}

func (q *request) clauses(lines []policy.Line) (out []policyLine) {
	for _, l := range lines {
		out = append(out, policyLine{l.Text, l.Source, q.outcomeText(l.Outcome), outcomeTones[l.Outcome], q.valueText(l)})
	}
	return out
}

// valueText is the value of a line as people read it.
func (q *request) valueText(l policy.Line) string {
	name, _, _ := strings.Cut(l.Rule, ".")
	text := ""
	switch v := l.Value.(type) {
	case nil:
		return ""
	case float64:
		text = strings.TrimRight(strings.TrimRight(fmt.Sprintf("%.2f", v), "0"), ".")
	case bool:
		text = yesNo(v).In(q.lang)
	default:
		text = fmt.Sprint(v)
	}
	if f, ok := q.s.App.Pack.Fact(name); ok {
		for _, t := range q.s.App.Pack.Scale(f.Scale) {
			if t.Code == text {
				return t.Text.In(q.lang)
			}
		}
	}
	return text
}

// outcomes of a clause, beside unknown.
func (q *request) outcomeText(code string) i18n.Text {
	for _, question := range q.s.App.Pack.Questions() {
		if question.Name != "medical" {
			continue
		}
		for _, o := range question.Outcomes {
			if o.Code == code {
				return o.Text
			}
		}
	}
	return i18n.T("待补查", "to be examined")
}
