package field

import (
	"math"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"

	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
)

// Parse sets the field of record (a struct value, addressable) from text as
// people write it: a form, a CSV cell, a flag. Choices are accepted by value or
// by label in any language. Empty text sets the zero value. The returned field
// fault is nil where the text is good.
func (f *Field) Parse(record reflect.Value, text string) *fault.Field {
	v := f.Value(record)
	text = strings.TrimSpace(text)
	if text == "" {
		v.SetZero()
		return nil
	}
	switch f.Kind {
	case Integer, Optional:
		return f.parseInteger(v, text)
	case Bool:
		return f.parseBool(v, text)
	case Date:
		d, err := clock.ParseDate(text)
		if err != nil {
			return f.wrong("date.malformed", fault.As(err).Text)
		}
		v.SetString(string(d))
	case Instant:
		return f.parseInstant(v, text)
	case ID:
		id, err := ident.Parse(text)
		if err != nil {
			return f.wrong("id.malformed", fault.As(err).Text)
		}
		v.SetString(string(id))
	case Choice:
		return f.parseChoice(v, text)
	case List:
		v.Set(reflect.ValueOf(strings.Split(text, "|")))
	case Sealed:
		return f.wrong("field.sealed", i18n.T("该字段不能直接填写。", "This field cannot be filled in directly."))
	default:
		if !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
			return f.wrong("text.malformed", i18n.T("含有无效字符。", "It contains invalid characters."))
		}
		v.SetString(text)
	}
	return nil
}

func (f *Field) parseInteger(v reflect.Value, text string) *fault.Field {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return f.wrong("integer.malformed", i18n.T("“{value}”不是整数。", "{value} is not a whole number.").With("value", text))
	}
	if f.Kind == Optional {
		v.Set(reflect.ValueOf(&n))
		return nil
	}
	v.SetInt(n)
	return nil
}

var truths = map[string]bool{"true": true, "yes": true, "1": true, "on": true, "是": true,
	"false": false, "no": false, "0": false, "off": false, "否": false}

func (f *Field) parseBool(v reflect.Value, text string) *fault.Field {
	b, ok := truths[strings.ToLower(text)]
	if !ok {
		return f.wrong("bool.malformed", i18n.T("“{value}”应为 是 或 否。", "{value} should be yes or no.").With("value", text))
	}
	v.SetBool(b)
	return nil
}

func (f *Field) parseInstant(v reflect.Value, text string) *fault.Field {
	for _, layout := range []string{clock.InstantLayout, "2006-01-02T15:04:05Z07:00"} {
		if t, err := parseTime(layout, text); err == nil {
			v.SetInt(int64(clock.InstantOf(t)))
			return nil
		}
	}
	return f.wrong("instant.malformed",
		i18n.T("时间“{value}”无效;请写成 2026-09-01T08:00:00Z。", "{value} is not a time; write 2026-09-01T08:00:00Z.").With("value", text))
}

func (f *Field) parseChoice(v reflect.Value, text string) *fault.Field {
	for _, o := range f.Options {
		if text == o.Value || text == o.Label.ZH || strings.EqualFold(text, o.Label.EN) {
			v.SetString(o.Value)
			return nil
		}
	}
	return f.wrong("choice.unknown", i18n.T("“{value}”不在可选值中:{values}。", "{value} is none of: {values}.").
		With("value", text, "values", f.choices()))
}

func (f *Field) choices() i18n.Text {
	var zh, en []string
	for _, o := range f.Options {
		zh, en = append(zh, o.Label.ZH), append(en, o.Value)
	}
	return i18n.T(strings.Join(zh, "、"), strings.Join(en, ", "))
}

func (f *Field) wrong(code string, text i18n.Text) *fault.Field {
	return &fault.Field{Name: f.Name, Code: code, Text: text}
}

// Validate checks required fields and bounds of a struct (by value or pointer);
// the fault names every field that is wrong. nil means all is well.
func (s *Schema) Validate(record any) error {
	v := reflect.Indirect(reflect.ValueOf(record))
	var wrong []fault.Field
	for _, f := range s.Fields {
		if e := f.check(f.Value(v)); e != nil {
			wrong = append(wrong, *e)
		}
	}
	return Faulty(wrong)
}

// Faulty joins field faults into one fault, nil if there are none.
func Faulty(wrong []fault.Field) error {
	if len(wrong) == 0 {
		return nil
	}
	f := fault.New(fault.Invalid, "fields.invalid", "填写有误,请更正标出的项目。", "Some fields need correcting.")
	f.Fields = wrong
	return f
}

func (f *Field) check(v reflect.Value) *fault.Field {
	if v.IsZero() {
		if f.Required {
			return f.wrong("field.required", i18n.T("必须填写。", "This is required."))
		}
		return nil
	}
	switch f.Kind {
	case Text, Unit:
		return f.bounded(int64(utf8.RuneCountInString(v.String())),
			i18n.T("长度须在 {min} 至 {max} 个字符之间。", "It must have between {min} and {max} characters."))
	case Integer:
		return f.bounded(v.Int(), betweenText)
	case Optional:
		return f.bounded(v.Elem().Int(), betweenText)
	case Choice:
		if !f.has(v.String()) {
			return f.wrong("choice.unknown", i18n.T("“{value}”不在可选值中:{values}。", "{value} is none of: {values}.").
				With("value", v.String(), "values", f.choices()))
		}
	case Date:
		if _, err := clock.ParseDate(v.String()); err != nil {
			return f.wrong("date.malformed", fault.As(err).Text)
		}
	}
	return nil
}

func (f *Field) has(value string) bool {
	for _, o := range f.Options {
		if o.Value == value {
			return true
		}
	}
	return false
}

var betweenText = i18n.T("须在 {min} 至 {max} 之间。", "It must be between {min} and {max}.")

// longest is the length of a text whose declaration names none: enough for a
// reason, too little for a file.
const longest = 500

func (f *Field) bounded(n int64, text i18n.Text) *fault.Field {
	lowest, highest := int64(0), int64(longest)
	if f.Kind == Integer || f.Kind == Optional {
		lowest, highest = math.MinInt64, math.MaxInt64
	}
	if f.Min != nil {
		lowest = *f.Min
	}
	if f.Max != nil {
		highest = *f.Max
	}
	if n < lowest || n > highest {
		return f.wrong("field.bounds", text.With("min", lowest, "max", highest))
	}
	return nil
}
