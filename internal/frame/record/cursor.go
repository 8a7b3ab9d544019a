package record

import (
	"encoding/base64"
	"fmt"
	"reflect"
	"strings"

	"muster/internal/frame/access"
	"muster/internal/frame/fault"
	"muster/internal/frame/field"
)

// cursor names the last record of a page: its sort value and its id.
func (t *Table) cursor(q Query, last Record) string {
	value := ""
	if q.Sort != "" {
		value = t.Schema.Get(q.Sort).Format(reflect.ValueOf(last).Elem())
	}
	return base64.RawURLEncoding.EncodeToString([]byte(string(last.Head().ID) + "\x00" + value))
}

func after(q Query, f *field.Field, compare string, args *access.Args) (string, error) {
	raw, err := base64.RawURLEncoding.DecodeString(q.After)
	id, value, ok := strings.Cut(string(raw), "\x00")
	if err != nil || !ok {
		return "", fault.New(fault.Invalid, "list.cursor", "翻页标记无效;请从第一页开始。", "The page mark is not valid; start from the first page.")
	}
	if f.Name == "id" {
		return fmt.Sprintf("id %s %s", compare, args.Add(id)), nil
	}
	v, err := filterValue(f, value)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("(%s, id) %s (%s, %s)", f.Name, compare, args.Add(v), args.Add(id)), nil
}

// filterValue turns text into the argument that the column compares with.
func filterValue(f *field.Field, text string) (any, error) {
	holder := reflect.New(reflect.StructOf([]reflect.StructField{{Name: "V", Type: f.GoType()}})).Elem()
	if e := f.At(0).Parse(holder, text); e != nil {
		return nil, field.Faulty([]fault.Field{*e})
	}
	return argument(f.At(0), holder.Field(0)), nil
}
