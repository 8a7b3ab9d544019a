package sheet

import (
	"errors"
	"io"
	"strings"
	"testing"

	"muster/internal/frame/fault"
)

// people are the columns of the table tests.
var people = []Column{
	{Name: "id_no", Aliases: []string{"公民身份号码"}, Required: true, Code: true, Width: 18},
	{Name: "name", Aliases: []string{"姓名"}, Required: true},
	{Name: "phone", Aliases: []string{"电话"}, Code: true},
	{Name: "note"},
}

// read opens a table that must have a good header and renders every row as
// "line:cell|cell" (id_no, name) or "line:!code".
func read(t *testing.T, text string) []string {
	t.Helper()
	r, err := NewReader(strings.NewReader(text), "in.csv", people)
	if err != nil {
		t.Fatalf("header refused: %v", err)
	}
	return rest(t, r)
}

func rest(t *testing.T, r *Reader) []string {
	t.Helper()
	var got []string
	for {
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			got = append(got, place(row.Line)+row.Get("id_no")+"|"+row.Get("name"))
			continue
		}
		f := fault.As(err)
		code := f.Code
		for _, field := range f.Fields {
			code += "," + field.Name + "=" + field.Code
		}
		if f.Place.File != "in.csv" || !f.Text.Complete() {
			t.Errorf("fault without file or without a text: %+v", f)
		}
		if f.Place.Column != "" && len(f.Fields) == 0 {
			code += "@" + f.Place.Column
		}
		got = append(got, place(f.Place.Line)+"!"+code)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	return got
}

func place(line int) string { return string(rune('0'+line%10)) + ":" }
