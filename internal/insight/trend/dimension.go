package trend

import (
	"slices"
	"strings"

	"muster/internal/frame/field"
	"muster/internal/frame/i18n"
	"muster/internal/frame/policy"
	"muster/internal/frame/record"
	"muster/internal/intake/cases"
)

// Dimension is a way to divide the applicants.
type Dimension struct {
	Code   string
	Label  i18n.Text
	Groups []Group
	Parts  bool // everybody is in exactly one group
}

// Group is some of the applicants: those whose counted field has one of some values.
type Group struct {
	Code   string
	Label  i18n.Text
	Field  string
	Values []string
	Others bool // none of the values instead
}

// has says whether a value of the field belongs to the group.
func (g Group) has(value string) bool { return slices.Contains(g.Values, value) != g.Others }

// Filter is the group as a condition of the list of cases.
func (g Group) Filter() record.Filter {
	f := record.Filter{Field: g.Field, Values: g.Values}
	if g.Others {
		f.Values = nil
		for _, v := range g.Values {
			f.Values = append(f.Values, record.Not+v)
		}
	}
	return f
}

// Dimensions are the ways to divide the applicants under a law: it says which levels
// of education are graduates, which tags rows of a quota can ask for, and which
// reasons open the green channel.
func Dimensions(law *policy.View) []Dimension {
	green := []field.Option{}
	for _, r := range law.Reasons("green_channel") {
		green = append(green, field.Option{Value: strings.TrimPrefix(r.Code, r.List+"."), Label: r.Text})
	}
	graduates := tagged(law, "graduate")
	return []Dimension{
		byField("education", i18n.T("学历", "education"), options("education")),
		byField("sex", i18n.T("性别", "sex"), options("sex")),
		{Code: "graduate", Label: i18n.T("是否大学毕业生", "graduates"), Parts: true, Groups: []Group{
			{Code: "yes", Label: i18n.T("大学毕业生(大专以上)", "graduates of higher education"), Field: "education", Values: graduates},
			{Code: "no", Label: i18n.T("其他学历", "other education"), Field: "education", Values: graduates, Others: true}}},
		{Code: "target", Label: i18n.T("重点对象(名额行标签)", "target group (tags of quota rows)"), Groups: targets(law)},
		byField("priority", i18n.T("绿色通道", "green channel"), green),
		byField("applies_at", i18n.T("应征地类型", "place of application"), options("applies_at")),
	}
}

func options(name string) []field.Option { return cases.Table.Schema.Get(name).Options }

// byField divides by the values of one counted field; the last group are those in
// whose case it is empty or has a value that the list does not know.
func byField(name string, label i18n.Text, values []field.Option) Dimension {
	d := Dimension{Code: name, Label: label, Parts: true}
	rest := Group{Code: "none", Label: i18n.T("未填或无", "none on file"), Field: name, Others: true}
	for _, o := range values {
		d.Groups = append(d.Groups, Group{Code: o.Value, Label: o.Label, Field: name, Values: []string{o.Value}})
		rest.Values = append(rest.Values, o.Value)
	}
	d.Groups = append(d.Groups, rest)
	return d
}

// targets are the tags that rows of a quota can ask for.
func targets(law *policy.View) (out []Group) {
	seen := map[string]bool{}
	for _, row := range law.Table("quota_tag") {
		tag := row.Text("tag")
		if seen[tag] {
			continue
		}
		seen[tag] = true
		g := Group{Code: tag, Label: i18n.T(row.Text("zh"), row.Text("en")), Field: "education", Values: tagged(law, tag)}
		if row.Text("fact") != "" {
			g.Field = row.Text("fact")
		}
		out = append(out, g)
	}
	return out
}

// tagged are the values that carry a tag themselves, or through a tag within it.
func tagged(law *policy.View, tag string) (out []string) {
	for _, row := range law.Table("quota_tag") {
		if row.Text("fact") != "" && (row.Text("tag") == tag || row.Text("within") == tag) {
			out = append(out, row.Text("value"))
		}
	}
	return out
}
