package web

import (
	"net/url"
	"slices"
	"strings"

	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/field"
	"muster/internal/frame/i18n"
	"muster/internal/frame/record"
	"muster/internal/frame/register"
	"muster/internal/frame/unit"
)

// query reads the query of a list from the address. Only declared fields may be
// named; everything else is refused.
func (q *request) query(reg *register.Register) (record.Query, error) {
	return q.queryFrom(reg, q.URL.Query())
}

// queryFrom reads it from any values that an address could have.
func (q *request) queryFrom(reg *register.Register, values url.Values) (record.Query, error) {
	out := record.Query{Limit: pageSize, Search: strings.TrimSpace(values.Get("q")), Sort: values.Get("sort"), Down: values.Get("dir") == "down", After: values.Get("after")}
	for name, chosen := range values {
		chosen = slices.DeleteFunc(slices.Clone(chosen), func(v string) bool { return v == "" })
		if slices.Contains([]string{"q", "sort", "dir", "after", "format"}, name) || len(chosen) == 0 {
			continue
		}
		if name == "due" && reg.Table.Due() != nil {
			day, known := q.dueBefore(chosen[0])
			if !known {
				return out, fault.New(fault.Invalid, "due.unknown", "期限条件只能是 overdue 或 week。", "The condition due is overdue or week.")
			}
			out.DueBefore = day
			continue
		}
		if name == "within" {
			ranges := q.s.App.Road.Tree().Scope(unit.Code(chosen[0]))
			if ranges == nil {
				return out, act.UnknownUnit(unit.Code(chosen[0]))
			}
			out.Within = ranges
			continue
		}
		out.Filters = append(out.Filters, record.Filter{Field: name, Values: chosen})
	}
	slices.SortFunc(out.Filters, func(a, b record.Filter) int { return strings.Compare(a.Field, b.Field) })
	return out, nil
}

// soonDays is how many days ahead of its day a matter counts as due soon.
const soonDays = 7

// dueBefore is the day that a word of the condition due means.
func (q *request) dueBefore(word string) (clock.Date, bool) {
	today := q.s.App.Today()
	switch word {
	case "overdue":
		return today, true
	case "week":
		return today.AddDays(soonDays + 1), true
	}
	return "", false
}

// filter is one field of the form of conditions.
type filter struct {
	Name    string
	Label   i18n.Text
	Value   string
	Options []option
	Units   bool
	None    i18n.Text // what it means to choose nothing; the zero text: all
}

type option struct {
	Value, Label string
	Chosen       bool
}

type hidden struct{ Name, Value string }

// values is the query of the page with one value changed and the paging begun
// again.
func (q *request) values(name, value string) url.Values {
	values := q.URL.Query()
	values.Del("after")
	values.Set(name, value)
	for n, v := range values {
		if len(v) == 1 && v[0] == "" {
			values.Del(n)
		}
	}
	return values
}

func (q *request) with(name, value string) string {
	return q.URL.Path + "?" + q.values(name, value).Encode()
}

// filters builds the form of conditions: choices and states as lists, the rest
// of what is filtered by kept as it is.
func (q *request) filters(reg *register.Register, query record.Query) (shown []filter, kept []hidden) {
	chosen := map[string][]string{}
	for _, f := range query.Filters {
		chosen[f.Field] = f.Values
	}
	for _, f := range reg.Table.Schema.Fields {
		if !f.Filter || f.Name == "unit" {
			continue
		}
		options := q.options(reg.Table, f)
		if len(options) == 0 || len(chosen[f.Name]) > 1 {
			kept = append(kept, hiddenAll(f.Name, chosen[f.Name])...)
			continue
		}
		for i := range options {
			options[i].Chosen = slices.Contains(chosen[f.Name], options[i].Value)
		}
		shown = append(shown, filter{Name: f.Name, Label: f.Label, Options: options})
	}
	within := q.URL.Query().Get("within")
	shown = append(shown, filter{Name: "within", Label: i18n.T("单位代码(含下级)", "Unit code (with those below)"), Value: within, Units: true})
	if due := reg.Table.Due(); due != nil {
		chosen := q.URL.Query().Get("due")
		shown = append(shown, filter{Name: "due", Label: due.Label, Options: []option{
			{"overdue", i18n.T("已逾期", "overdue").In(q.lang), chosen == "overdue"},
			{"week", i18n.T("七日内到期或已逾期", "due within seven days or overdue").In(q.lang), chosen == "week"}}})
	}
	kept = append(kept, hiddenAll("unit", chosen["unit"])...)
	if query.Sort != "" {
		kept = append(kept, hidden{"sort", query.Sort}, hidden{"dir", q.URL.Query().Get("dir")})
	}
	return shown, kept
}

func hiddenAll(name string, values []string) (out []hidden) {
	for _, v := range values {
		out = append(out, hidden{name, v})
	}
	return out
}

// conditions puts the kept conditions into words, so that no list is narrowed
// without saying so.
func (q *request) conditions(t *record.Table, kept []hidden) (out []fact) {
	words := map[string][]string{}
	for _, h := range kept {
		f := t.Schema.Get(h.Name)
		if f == nil || h.Name == "sort" {
			continue
		}
		plain, turned := strings.CutPrefix(h.Value, record.Not)
		text := plain
		for _, o := range q.options(t, f) {
			if o.Value == plain {
				text = o.Label
			}
		}
		if f.Kind == field.Unit {
			text = q.unitName(unit.Code(text))
		}
		words[h.Name] = append(words[h.Name], q.condition(f, text, turned))
	}
	for _, f := range t.Schema.Fields {
		if list := words[f.Name]; len(list) > 0 {
			out = append(out, fact{f.Label, value{Text: strings.Join(list, i18n.T("、", ", ").In(q.lang))}})
		}
	}
	return out
}

// condition is one value of a condition in words.
func (q *request) condition(f *field.Field, text string, turned bool) string {
	switch {
	case !turned:
		return q.word(f, text)
	case text == "":
		return i18n.T("已有", "is set").In(q.lang)
	}
	return i18n.T("不是“{value}”", "not {value}").With("value", q.word(f, text)).In(q.lang)
}

func (q *request) options(t *record.Table, f *field.Field) (out []option) {
	if f.Name == "state" {
		for _, s := range t.States {
			out = append(out, option{Value: s.Name, Label: s.Label.In(q.lang)})
		}
		return out
	}
	if f.Kind == field.Bool {
		return []option{{Value: "true", Label: i18n.T("是", "yes").In(q.lang)}, {Value: "false", Label: i18n.T("否", "no").In(q.lang)}}
	}
	for _, o := range f.Options {
		out = append(out, option{Value: o.Value, Label: o.Label.In(q.lang)})
	}
	return out
}
