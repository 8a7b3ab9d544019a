package api

import (
	"strconv"

	"muster/internal/frame/field"
	"muster/internal/frame/i18n"
	"muster/internal/frame/register"
)

// objectSchema is the JSON Schema of declared fields. strict is for what a
// caller sends: nothing else may be in it, and bounds are told.
func objectSchema(s *field.Schema, fields []*field.Field, strict bool) object {
	properties, required := object{}, []string{}
	for _, f := range fields {
		if strict && f.Kind == field.Sealed {
			continue
		}
		properties[f.Name] = fieldSchema(f, strict)
		if f.Required && strict {
			required = append(required, f.Name)
		}
	}
	out := object{"type": "object", "properties": properties}
	if len(required) > 0 {
		out["required"] = required
	}
	if strict {
		out["additionalProperties"] = false
	}
	return out
}

func recordSchema(r *register.Register) object {
	out := objectSchema(r.Table.Schema, r.Table.Schema.Shown(), false)
	properties := out["properties"].(object)
	properties["county"] = object{"type": "string", "description": both(i18n.T("属地", "Home county"))}
	states := make([]string, len(r.Table.States))
	for i, s := range r.Table.States {
		states[i] = s.Name
	}
	if len(states) > 0 {
		properties["state"].(object)["enum"] = states
	}
	properties["history"] = object{"type": "array", "items": object{"type": "object", "properties": object{
		"seq": object{"type": "integer"}, "at": object{"type": "string", "format": "date-time"}, "kind": object{"type": "string"},
		"role": object{"type": "string"}, "unit": object{"type": "string"}, "signer": object{"type": "string"}}}}
	return out
}

// fieldSchema is the JSON Schema of one field, its label in both languages.
func fieldSchema(f *field.Field, strict bool) object {
	out := object{"type": f.JSONType(), "description": both(f.Label)}
	if f.Rate {
		out["description"] = both(f.Label.And(i18n.T("(万分比;-1 表示无可计)", " (hundredths of a percent; -1: of nothing)")))
	}
	switch f.Kind {
	case field.Optional:
		out["type"] = []string{"integer", "null"}
	case field.Date:
		out["format"] = "date"
	case field.Instant:
		out["format"] = "date-time"
	case field.ID:
		if strict {
			out["pattern"] = "^[0-9a-hjkmnp-tv-z]{26}$"
		}
	case field.List:
		out["items"] = object{"type": "string"}
	case field.Choice:
		values := make([]string, len(f.Options))
		for i, o := range f.Options {
			values[i] = o.Value
		}
		out["enum"] = values
	}
	if strict {
		bounds(f, out)
	}
	return out
}

// bounds tells the limits of a number or of the length of a text.
func bounds(f *field.Field, out object) {
	low, high := "minimum", "maximum"
	if f.Kind == field.Text || f.Kind == field.Unit {
		low, high = "minLength", "maxLength"
	}
	if f.Min != nil {
		out[low] = *f.Min
	}
	if f.Max != nil {
		out[high] = *f.Max
	}
}

func answerSchema() object {
	return object{"type": "object", "required": []string{"county", "subject", "rev", "state", "seq", "at"}, "properties": object{
		"county": object{"type": "string"}, "subject": object{"type": "string"}, "rev": object{"type": "integer"}, "state": object{"type": "string"},
		"seq": object{"type": "integer"}, "at": object{"type": "string", "format": "date-time"},
		"pending": object{"type": "boolean", "description": both(i18n.T("待会签", "It waits for a second signature"))}}}
}

func problemSchema() object {
	text := object{"type": "string"}
	return object{"type": "object", "required": []string{"type", "title", "status", "detail", "code"}, "properties": object{
		"type": text, "title": text, "status": object{"type": "integer"}, "detail": text, "code": text,
		"fields": object{"type": "array", "items": object{"type": "object", "properties": object{"name": text, "code": text, "detail": text}}}}}
}

func batchSchemaObject() object {
	one := objectSchema(batchSchema, batchSchema.Fields, true)
	one["properties"].(object)["body"] = object{"type": "object"}
	return object{"type": "array", "maxItems": batchActs, "items": one}
}

func resultsSchema() object {
	return object{"type": "object", "properties": object{"results": object{"type": "array", "items": object{"type": "object", "properties": object{
		"status": object{"type": "integer"}, "answer": ref("Answer"), "problem": ref("Problem")}}}}}
}

// withProblems adds the answers that any address can give.
func withProblems(responses object) object {
	for _, kind := range kindOf {
		if responses[strconv.Itoa(kind.status)] == nil {
			responses[strconv.Itoa(kind.status)] = object{"description": both(kind.title), "content": content("application/problem+json", ref("Problem"))}
		}
	}
	return responses
}
