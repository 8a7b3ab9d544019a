package field

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"reflect"
	"strconv"
	"strings"
	"time"

	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
)

func parseTime(layout, text string) (time.Time, error) { return time.Parse(layout, text) }

// AppendCanonical appends the canonical JSON of a struct value: one object, the
// fields sorted by name, zero values left out, no white space. The same values
// always give the same bytes, also after fields were added to the declaration.
// Secret fields of a body never appear.
func (s *Schema) AppendCanonical(dst []byte, record reflect.Value) []byte {
	dst = append(dst, '{')
	first := true
	for _, f := range s.sorted {
		v := f.Value(record)
		if v.IsZero() || f.Secret || f.Kind == List && v.Len() == 0 { // a list without members is stored as none
			continue
		}
		if !first {
			dst = append(dst, ',')
		}
		first = false
		dst = append(append(append(dst, '"'), f.Name...), '"', ':')
		dst = f.appendJSON(dst, v)
	}
	return append(dst, '}')
}

// Shown lists the fields that may leave the house in lists, files and answers:
// the visible ones that are not sealed.
func (s *Schema) Shown() []*Field {
	var out []*Field
	for _, f := range s.Fields {
		if !f.Hidden && !f.Secret && f.Kind != Sealed {
			out = append(out, f)
		}
	}
	return out
}

// AppendJSON appends the field of a record as a JSON value: numbers and truth
// values bare, lists as arrays, everything else as text.
func (f *Field) AppendJSON(dst []byte, record reflect.Value) []byte {
	return f.appendJSON(dst, f.Value(record))
}

func (f *Field) appendJSON(dst []byte, v reflect.Value) []byte {
	switch f.Kind {
	case Integer:
		return strconv.AppendInt(dst, v.Int(), 10)
	case Optional:
		if v.IsNil() {
			return append(dst, "null"...)
		}
		return strconv.AppendInt(dst, v.Elem().Int(), 10)
	case Bool:
		return strconv.AppendBool(dst, v.Bool())
	case Instant:
		return append(append(append(dst, '"'), clock.Instant(v.Int()).String()...), '"')
	case List:
		raw, _ := json.Marshal(v.Interface())
		return append(dst, raw...)
	case Sealed:
		dst = append(dst, '"')
		dst = base64.StdEncoding.AppendEncode(dst, v.Addr().Interface().(Stored).Bytes())
		return append(dst, '"')
	default:
		return AppendString(dst, v.String())
	}
}

// AppendString appends a JSON string without the escaping of HTML.
func AppendString(dst []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < 0x20 || c == '"' || c == '\\' || c >= 0x7f {
			return appendQuoted(dst, s)
		}
	}
	return append(append(append(dst, '"'), s...), '"')
}

func appendQuoted(dst []byte, s string) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(s) // a string always encodes
	return append(dst, bytes.TrimSuffix(b.Bytes(), []byte("\n"))...)
}

// Show renders the field of a record for a reader.
func (f *Field) Show(record reflect.Value, lang i18n.Lang) string {
	v := f.Value(record)
	switch f.Kind {
	case Choice:
		return f.OptionLabel(v.String()).In(lang)
	case Bool:
		if v.Bool() {
			return i18n.T("是", "yes").In(lang)
		}
		return i18n.T("否", "no").In(lang)
	default:
		return f.Format(record)
	}
}

// Format renders the field of a record for a file: the text that Parse reads.
func (f *Field) Format(record reflect.Value) string {
	v := f.Value(record)
	switch f.Kind {
	case Integer:
		return strconv.FormatInt(v.Int(), 10)
	case Optional:
		if v.IsNil() {
			return ""
		}
		return strconv.FormatInt(v.Elem().Int(), 10)
	case Bool:
		return strconv.FormatBool(v.Bool())
	case Instant:
		return clock.Instant(v.Int()).String()
	case List:
		return strings.Join(v.Interface().([]string), "|")
	case Sealed:
		return ""
	default:
		return v.String()
	}
}

// Decode fills record (a pointer to a struct of the schema's type) from one
// flat JSON object. Unknown fields, doubled fields and wrong types are refused
// by name; nothing but declared fields can be set.
func (s *Schema) Decode(data []byte, record any) error { return s.DecodeAround(data, record, nil) }

// DecodeAround is Decode for an object that carries another one: aside is
// offered each member that is no field of the schema and says whether it knows
// it. A member taken aside twice is refused as doubled too.
func (s *Schema) DecodeAround(data []byte, record any, aside func(name string, raw json.RawMessage) bool) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	if token, err := d.Token(); err != nil || token != json.Delim('{') {
		return malformed(err)
	}
	v := reflect.Indirect(reflect.ValueOf(record))
	seen := map[string]bool{}
	var wrong []fault.Field
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return malformed(err)
		}
		var raw json.RawMessage
		if err := d.Decode(&raw); err != nil {
			return malformed(err)
		}
		key, _ := name.(string)
		if s.byName[key] == nil && aside != nil && !seen[key] && aside(key, raw) {
			seen[key] = true
			continue
		}
		if e := s.decodeField(v, key, raw, seen); e != nil {
			wrong = append(wrong, *e)
		}
	}
	if _, err := d.Token(); err != nil {
		return malformed(err)
	}
	if d.More() {
		return malformed(nil)
	}
	return Faulty(wrong)
}

func malformed(err error) error {
	return fault.New(fault.Invalid, "json.malformed", "请求内容须为一个 JSON 对象。", "The body must be one JSON object.").Because(err)
}

var doubledText = i18n.T("字段重复。", "The field is given twice.")

func (s *Schema) decodeField(v reflect.Value, name string, raw json.RawMessage, seen map[string]bool) *fault.Field {
	f := s.byName[name]
	if f == nil && seen[name] {
		return &fault.Field{Name: name, Code: "field.doubled", Text: doubledText}
	}
	if f == nil || f.Kind == Sealed {
		return &fault.Field{Name: name, Code: "field.unknown", Text: i18n.T("没有这个字段。", "There is no such field.")}
	}
	if seen[name] {
		return f.wrong("field.doubled", doubledText)
	}
	seen[name] = true
	text := string(raw)
	if text == "null" {
		return nil
	}
	switch f.Kind {
	case Integer, Optional, Bool:
		if text[0] == '"' || text[0] == '{' || text[0] == '[' {
			return f.wrong("field.type", i18n.T("类型不对,应为{type}。", "Wrong type, expected {type}.").With("type", f.JSONType()))
		}
		return f.Parse(v, text)
	case List:
		var list []string
		if err := json.Unmarshal(raw, &list); err != nil {
			return f.wrong("field.type", i18n.T("应为文本数组。", "It must be a list of texts."))
		}
		f.Value(v).Set(reflect.ValueOf(list))
		return nil
	default:
		var str string
		if err := json.Unmarshal(raw, &str); err != nil {
			return f.wrong("field.type", i18n.T("应为文本。", "It must be a text."))
		}
		return f.Parse(v, str)
	}
}

// JSONType is the JSON Schema type of the field.
func (f *Field) JSONType() string {
	switch f.Kind {
	case Integer, Optional:
		return "integer"
	case Bool:
		return "boolean"
	case List:
		return "array"
	default:
		return "string"
	}
}

// Restore fills record from the canonical JSON that AppendCanonical wrote,
// hidden and sealed fields included. It is for stored facts only, never for
// what comes from outside. Members that are no longer declared are passed over.
func (s *Schema) Restore(data []byte, record any) error {
	members := map[string]json.RawMessage{}
	if err := json.Unmarshal(data, &members); err != nil {
		return err
	}
	v := reflect.Indirect(reflect.ValueOf(record))
	for name, raw := range members {
		f := s.byName[name]
		if f == nil {
			continue
		}
		if f.Kind == Sealed {
			var stored []byte
			if err := json.Unmarshal(raw, &stored); err != nil {
				return err
			}
			if err := f.Value(v).Addr().Interface().(interface{ Scan(any) error }).Scan(stored); err != nil {
				return err
			}
			continue
		}
		if err := f.restore(v, raw); err != nil {
			return err
		}
	}
	return nil
}

// restore is decoding without the trimming and checking of what people write.
func (f *Field) restore(record reflect.Value, raw json.RawMessage) error {
	v := f.Value(record)
	switch f.Kind {
	case Text, Choice, Date, ID, Unit:
		var text string
		if err := json.Unmarshal(raw, &text); err != nil {
			return err
		}
		v.SetString(text)
		return nil
	case Instant:
		var text string
		if err := json.Unmarshal(raw, &text); err != nil {
			return err
		}
		t, err := time.Parse(clock.InstantLayout, text)
		v.SetInt(int64(clock.InstantOf(t)))
		return err
	case Optional:
		var n int64
		err := json.Unmarshal(raw, &n)
		v.Set(reflect.ValueOf(&n))
		return err
	default:
		return json.Unmarshal(raw, v.Addr().Interface())
	}
}
