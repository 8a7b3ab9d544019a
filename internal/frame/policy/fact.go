package policy

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
)

// Type is the type of a fact, a parameter or a table column.
type Type string

// The types. Amounts of money are Int, in the smallest unit of the currency.
const (
	Int      Type = "int"
	Decimal  Type = "decimal"
	Bool     Type = "bool"
	Text     Type = "text"
	Date     Type = "date"
	Instant  Type = "instant"   // a date and time; a bare date is its first instant in the pack's zone
	MonthDay Type = "month_day" // a day of every year, such as "10-31"
)

var expressionTypes = map[Type]*cel.Type{Int: cel.IntType, Decimal: cel.DoubleType, Bool: cel.BoolType, Text: cel.StringType,
	Date: cel.TimestampType, Instant: cel.TimestampType, MonthDay: cel.StringType}

// Fact is something a question may need to know.
type Fact struct {
	Name     string
	Type     Type
	Label    i18n.Text
	Scale    string // the closed list of a text fact; empty: free
	Min, Max *float64
	presumed any // the value while nobody has asserted another; nil: ask
}

// Presumed says whether the fact is never asked of the person, because only an
// authority may assert it or because the pack gives it a usual value.
func (f *Fact) Presumed() bool { return f.presumed != nil }

// presumedDay is the presumption that a date is the day of the question.
const presumedDay = "on"

func (l *loader) factSection() {
	for _, n := range l.sections["facts"] {
		r := n.record("name", "type", "label", "scale", "presume", "min", "max")
		f := &Fact{Name: r.need("name").word(), Type: Type(r.need("type").word()), Label: r.need("label").text(), Scale: r.get("scale").word()}
		if _, ok := expressionTypes[f.Type]; !ok {
			n.problem("type", "未知类型“{type}”。", "unknown type {type}.", "type", f.Type)
			f.Type = Text
		}
		if _, ok := l.pack.scales[f.Scale]; f.Scale != "" && !ok {
			n.problem("scale.unknown", "未知取值表“{name}”。", "unknown scale {name}.", "name", f.Scale)
		}
		f.Min, f.Max = bound(r.get("min")), bound(r.get("max"))
		l.declare(f.Name, n)
		l.pack.facts[f.Name], l.pack.factOrder = f, append(l.pack.factOrder, f.Name)
		l.item("fact", f.Name, n)
		l.presumption(f, r.get("presume"))
	}
}

func bound(n node) *float64 {
	if !n.given() {
		return nil
	}
	limit := n.number()
	return &limit
}

func (l *loader) presumption(f *Fact, n node) {
	if !n.given() {
		return
	}
	if f.Type == Date && n.word() == presumedDay {
		f.presumed = presumedDay
		return
	}
	var raw any = n.word()
	if f.Type == Bool {
		raw = n.flag()
	}
	if _, err := f.convert(l.pack, raw); err != nil {
		n.problem("type", "推定值与事实“{name}”的类型不符。", "the presumed value does not fit the fact {name}.", "name", f.Name)
	}
	f.presumed = raw
}

// convert brings a given value to the fact's type. Numbers may come as Go
// numbers, as json.Number or as text; a date as text or clock.Date.
func (f *Fact) convert(p *Pack, raw any) (ref.Val, error) {
	switch f.Type {
	case Bool:
		if b, ok := asBool(raw); ok {
			return types.Bool(b), nil
		}
	case Int:
		if x, ok := asNumber(raw); ok && x == math.Trunc(x) && math.Abs(x) <= 1<<53 && f.inRange(x) {
			return types.Int(int64(x)), nil
		}
	case Decimal:
		if x, ok := asNumber(raw); ok && f.inRange(x) {
			return types.Double(x), nil
		}
	case Date:
		if day, err := clock.ParseDate(fmt.Sprint(raw)); err == nil {
			return types.Timestamp{Time: day.Time()}, nil
		}
	case Instant:
		if at, ok := asInstant(raw, p.zone); ok {
			return types.Timestamp{Time: at}, nil
		}
	default:
		if word, ok := f.term(p, fmt.Sprint(raw)); ok {
			return types.String(word), nil
		}
	}
	return nil, fault.New(fault.Invalid, "fact.malformed", "“{label}”（{name}）的值不合要求。", "{label} ({name}): the value does not fit.",
		"label", f.Label, "name", f.Name).OnField(f.Name, "fact.malformed", "应为{want}", "must be {want}", "want", f.wanted(p))
}

func (f *Fact) inRange(x float64) bool {
	return (f.Min == nil || x >= *f.Min) && (f.Max == nil || x <= *f.Max)
}

func (f *Fact) term(p *Pack, word string) (string, bool) {
	if f.Scale == "" {
		return word, true
	}
	return p.TermCode(f.Scale, word)
}

func (f *Fact) wanted(p *Pack) i18n.Text {
	if f.Scale != "" {
		var codes []string
		for _, term := range p.scales[f.Scale] {
			codes = append(codes, term.Code)
		}
		return i18n.T("以下之一:"+strings.Join(codes, "、"), "one of "+strings.Join(codes, ", "))
	}
	text := map[Type]i18n.Text{Int: i18n.T("整数", "a whole number"), Decimal: i18n.T("数字", "a number"), Bool: i18n.T("true 或 false", "true or false"),
		Date: i18n.T("日期", "a date"), Instant: i18n.T("日期或时刻", "a date or a time")}[f.Type]
	if f.Min != nil && f.Max != nil {
		text = i18n.T(text.ZH+"({min} 至 {max})", text.EN+" from {min} to {max}").With("min", *f.Min, "max", *f.Max)
	}
	return text
}

func asBool(raw any) (value, ok bool) {
	switch v := raw.(type) {
	case bool:
		return v, true
	case string:
		i := slices.Index([]string{"true", "是", "yes", "false", "否", "no"}, strings.ToLower(v))
		return i < 3, i >= 0
	}
	return false, false
}

func asNumber(raw any) (float64, bool) {
	switch v := raw.(type) {
	case int:
		return float64(v), true
	case int64:
		return float64(v), true
	case uint64:
		return float64(v), true
	case float64:
		return v, !math.IsNaN(v) && !math.IsInf(v, 0)
	case json.Number:
		x, err := strconv.ParseFloat(v.String(), 64)
		return x, err == nil
	case string:
		x, err := strconv.ParseFloat(strings.TrimSpace(v), 64)
		return x, err == nil && !math.IsNaN(x) && !math.IsInf(x, 0)
	}
	return 0, false
}

func asInstant(raw any, zone *time.Location) (time.Time, bool) {
	if at, ok := raw.(time.Time); ok {
		return at, true
	}
	word := fmt.Sprint(raw)
	if at, err := time.Parse(time.RFC3339, word); err == nil {
		return at, true
	}
	if at, err := time.ParseInLocation("2006-01-02T15:04", word, zone); err == nil {
		return at, true
	}
	day, err := clock.ParseDate(word)
	return day.In(zone), err == nil
}
