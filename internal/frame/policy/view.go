package policy

import (
	"slices"
	"strconv"

	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
)

// View is the pack as it stands on one day. It is small, immutable and safe for
// concurrent use.
type View struct {
	pack    *Pack
	edition *edition
	day     clock.Date
}

// Pack is the pack that the view looks at.
func (v *View) Pack() *Pack { return v.pack }

// Day is the day of the view.
func (v *View) Day() clock.Date { return v.day }

func notInForce(what string, day clock.Date) *fault.Fault {
	return fault.New(fault.Unknown, "policy.not_in_force", "政策包在 {day} 没有关于“{what}”的规定。",
		"the policy pack has no rule named {what} on {day}.", "what", what, "day", day)
}

// Parameter returns a parameter with its article and time of validity. A name
// that is unknown or not in force on the day is refused with the code
// "policy.not_in_force".
func (v *View) Parameter(name string) (Parameter, error) {
	s, ok := v.edition.settings[name]
	if !ok {
		return Parameter{}, notInForce(name, v.day)
	}
	p := v.pack.parameters[name]
	return Parameter{Name: name, Type: p.kind, Unit: p.unit, Label: p.label, Visible: p.visible, Value: s.value.native,
		Span: s.Span, Article: s.value.article}, nil
}

// Parameters lists the parameters in force whose names begin with a prefix, by
// name.
func (v *View) Parameters(prefix string) []Parameter {
	var list []Parameter
	for name := range v.edition.settings {
		if len(name) >= len(prefix) && name[:len(prefix)] == prefix {
			p, _ := v.Parameter(name)
			list = append(list, p)
		}
	}
	slices.SortFunc(list, func(a, b Parameter) int {
		if a.Name < b.Name {
			return -1
		}
		return 1
	})
	return list
}

func typed[T any](v *View, name string) (T, error) {
	var zero T
	s, ok := v.edition.settings[name]
	if !ok {
		return zero, notInForce(name, v.day)
	}
	value, ok := s.value.native.(T)
	if !ok {
		return zero, fault.New(fault.Internal, "policy.type", "参数“{name}”的类型不符。", "the parameter {name} has another type.", "name", name)
	}
	return value, nil
}

// Int returns a whole-number parameter; amounts of money in the smallest unit.
func (v *View) Int(name string) (int64, error) { return typed[int64](v, name) }

// Decimal returns a decimal parameter.
func (v *View) Decimal(name string) (float64, error) { return typed[float64](v, name) }

// DecimalText returns a decimal parameter as it is written in the pack, for exact
// arithmetic: the shortest decimal that stands for the number.
func (v *View) DecimalText(name string) (string, error) {
	x, err := typed[float64](v, name)
	return strconv.FormatFloat(x, 'f', -1, 64), err
}

// Bool returns a yes-or-no parameter.
func (v *View) Bool(name string) (bool, error) { return typed[bool](v, name) }

// Text returns a text parameter, or a date or month and day as it is written.
func (v *View) Text(name string) (string, error) { return typed[string](v, name) }

// DayOfYear returns the day that a month-and-day parameter means in a year.
func (v *View) DayOfYear(name string, year int) (clock.Date, error) {
	monthDay, err := v.Text(name)
	if err != nil {
		return "", err
	}
	return dayIn(int64(year), monthDay)
}

// Table returns the rows of a table in force, in the order of the file; nil for
// an unknown table.
func (v *View) Table(name string) []Row { return v.edition.rows[name] }

// Row finds the row of a table by the words of its key columns.
func (v *View) Row(table string, key ...string) (Row, bool) {
	want := ""
	for i, k := range key {
		if i > 0 {
			want += "/"
		}
		want += k
	}
	for _, row := range v.edition.rows[table] {
		if row.key == want {
			return row, true
		}
	}
	return Row{}, false
}

// Deadline returns a deadline; it is refused like a parameter.
func (v *View) Deadline(name string) (Deadline, error) {
	d, ok := v.edition.deadlines[name]
	if !ok {
		return Deadline{}, notInForce(name, v.day)
	}
	return d, nil
}

// Due counts a deadline from a day by the pack's calendar.
func (v *View) Due(name string, event clock.Date) (clock.Date, error) {
	d, err := v.Deadline(name)
	if err != nil {
		return "", err
	}
	return d.From(event, v.pack.calendar)
}

// Reason finds a reason in force by its code, such as "refusal.late".
func (v *View) Reason(code string) (Reason, bool) { r, ok := v.edition.reasons[code]; return r, ok }

// Reasons lists the reasons of a list in force, in the order of the file.
func (v *View) Reasons(list string) []Reason { return v.edition.lists[list] }

// Gates lists the gates in force, in their order.
func (v *View) Gates() []Gate { return v.edition.gates }

// Retention says how long a class of records is kept; ok is false for a class
// that the pack does not name.
func (v *View) Retention(class string) (Retention, bool) {
	r, ok := v.edition.retention[class]
	return r, ok
}

// Standard is a clause in force as a person reads it: what it judges, its text
// with its numbers, its article.
type Standard struct {
	Rule    string
	Text    i18n.Text
	Article i18n.Text
	Span
}

// Standards lists the clauses of a question in force, in the order of the files.
func (v *View) Standards(question string) []Standard {
	var list []Standard
	for _, c := range v.edition.clauses[question] {
		list = append(list, Standard{Rule: c.rule, Text: c.text, Article: c.source, Span: c.Span})
	}
	return list
}
