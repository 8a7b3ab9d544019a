package web

import (
	"slices"

	"muster/internal/frame/policy"
	"muster/internal/intake/medical"
)

func (q *request) chiefSection(p *medical.Part, sheet medical.Sheet, lines []policy.Line) chiefSection {
	x := chiefSection{Title: q.s.sectionLabel(p.Section), State: q.valueOf(medical.Parts, medical.Parts.Schema.Get("state"), p), Remark: sheet.Remark, Part: p}
	items := medical.Items(q.s.App.Pack.On(sheet.Law), p.Section)
	for _, o := range sheet.Opinion.Options() {
		if o.Value == string(sheet.Opinion) {
			x.Opinion, x.Tone = o.Label, map[medical.Opinion]string{medical.Pass: "ok", medical.Note: "ok", medical.Recheck: "warn", medical.Fail: "bad"}[sheet.Opinion]
		}
	}
	for _, it := range items {
		if value, ok := sheet.Values[it.Name]; ok {
			x.Items = append(x.Items, sheetItem{Name: it.Name, Label: q.factLabel(it.Name), Value: q.termText(it.Name, value)})
		}
		if sheet.Amended != nil {
			if value := sheet.Amended.Values[it.Name]; value != sheet.Values[it.Name] {
				x.Amended = append(x.Amended, sheetItem{Name: it.Name, Label: q.factLabel(it.Name), Value: q.termText(it.Name, value)})
			}
		}
	}
	own := slices.DeleteFunc(slices.Clone(lines), func(l policy.Line) bool {
		return !slices.ContainsFunc(items, func(it medical.Item) bool {
			return len(l.Rule) > len(it.Name) && l.Rule[:len(it.Name)+1] == it.Name+"."
		})
	})
	for _, l := range q.clauses(own) {
		if l.Tone != "ok" {
			x.Lines = append(x.Lines, l)
		}
	}
	return x
}

// termText reads a value of a closed list.
func (q *request) termText(name, value string) string {
	f, ok := q.s.App.Pack.Fact(name)
	if !ok {
		return value
	}
	if f.Type == policy.Bool {
		return yesNo(value == "true").In(q.lang)
	}
	for _, t := range q.s.App.Pack.Scale(f.Scale) {
		if t.Code == value {
			return t.Text.In(q.lang)
		}
	}
	return value
}

// chiefChoices are what the form of the conclusion offers: the special posts for
// which the standard says no are ticked, the chief examiner decides.
func (q *request) chiefChoices(d *chiefData, values map[string]string, ask []string) error {
	for _, name := range ask {
		d.Ask = append(d.Ask, q.factLabel(name))
	}
	unfit, err := medical.Unfit(q.s.App.Pack, d.Law, d.Sex, values)
	if err != nil {
		return err
	}
	for _, t := range q.s.App.Pack.Scale("post_type") {
		if t.Code != "general" {
			d.Posts = append(d.Posts, option{t.Code, t.Text.In(q.lang), slices.Contains(unfit, t.Code)})
		}
		if slices.Contains(d.Exam.Unfit, t.Code) {
			d.Unfit = append(d.Unfit, t.Text)
		}
	}
	for _, o := range medical.Pass.Options() {
		if o.Value != string(medical.Note) {
			d.Outcomes = append(d.Outcomes, option{o.Value, o.Label.In(q.lang), false})
		}
	}
	view := q.s.App.Pack.On(d.Law)
	for list, to := range map[string]*[]option{"physical": &d.Reasons, "recheck": &d.Rechecks} {
		for _, r := range view.Reasons(list) {
			*to = append(*to, option{r.Code[len(list)+1:], r.Text.In(q.lang), false})
		}
	}
	return nil
}
