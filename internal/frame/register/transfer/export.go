package transfer

import (
	"context"
	"encoding/json"
	"io"
	"reflect"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/field"
	"muster/internal/frame/record"
	"muster/internal/frame/register"
	"muster/internal/frame/sheet"
)

// Header is the header row of an export: the names of the visible fields, by
// which an import knows them again.
func Header(reg *register.Register) []string {
	var out []string
	for _, f := range exported(reg) {
		out = append(out, f.Name)
	}
	return out
}

// exported are the visible fields; sealed contents never leave by this way.
func exported(reg *register.Register) (out []*field.Field) {
	for _, f := range reg.Table.Schema.Visible() {
		if f.Kind != field.Sealed && !f.Secret {
			out = append(out, f)
		}
	}
	return out
}

// Export writes every record that the list would page through to a table that
// was started with Header, and closes it. Each batch of records is recorded as
// seen before it is written.
func Export(ctx context.Context, road *act.Road, reg *register.Register, actor access.Actor, purpose access.Purpose,
	q record.Query, to sheet.Writer) error {
	fields := exported(reg)
	cells := make([]string, len(fields))
	err := road.Export(ctx, reg.Look(actor, purpose, "export"), q, func(r record.Record) error {
		v := reflect.ValueOf(r).Elem()
		for i, f := range fields {
			cells[i] = f.Format(v)
		}
		return to.Write(cells...)
	})
	if err != nil {
		return err
	}
	return to.Close()
}

// ExportJSON is Export as JSON lines, one object a record.
func ExportJSON(ctx context.Context, road *act.Road, reg *register.Register, actor access.Actor, purpose access.Purpose,
	q record.Query, to io.Writer) error {
	fields := exported(reg)
	var line []byte
	return road.Export(ctx, reg.Look(actor, purpose, "export"), q, func(r record.Record) error {
		line = append(appendObject(line[:0], fields, reflect.ValueOf(r).Elem()), '\n')
		_, err := to.Write(line)
		return err
	})
}

func appendObject(dst []byte, fields []*field.Field, v reflect.Value) []byte {
	dst = append(dst, '{')
	for i, f := range fields {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(field.AppendString(dst, f.Name), ':')
		text := f.Format(v)
		switch {
		case f.Kind == field.List:
			raw, _ := json.Marshal(f.Value(v).Interface()) // texts always encode
			dst = append(dst, raw...)
		case f.Kind == field.Optional && text == "":
			dst = append(dst, "null"...)
		case f.Kind == field.Integer, f.Kind == field.Optional, f.Kind == field.Bool:
			dst = append(dst, text...)
		default:
			dst = field.AppendString(dst, text)
		}
	}
	return append(dst, '}')
}
