package sheet

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"muster/internal/frame/fault"
)

const (
	head = "id_no,name\n"
	one  = "110101200803091234"
	two  = "11010120080309123X"
)

func gb(t *testing.T, s string) string {
	t.Helper()
	encoded, err := simplifiedchinese.GB18030.NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	return encoded
}

func TestReadCSV(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		text string
		want []string
	}{
		"header only":            {head, nil},
		"no last line end":       {head + one + ",a", []string{"2:" + one + "|a"}},
		"crlf":                   {"id_no,name\r\n" + one + ",a\r\n", []string{"2:" + one + "|a"}},
		"byte order mark":        {"\ufeff" + head + one + ",王", []string{"2:" + one + "|王"}},
		"any order, any case":    {" Name ,ID_NO\na," + one, []string{"2:" + one + "|a"}},
		"chinese names":          {"姓名,公民身份号码\n王," + one, []string{"2:" + one + "|王"}},
		"quotes":                 {head + one + `,"a,""b"""` + "\n", []string{"2:" + one + `|a,"b"`}},
		"line end in quotes":     {head + one + ",\"a\r\nb\"\n" + two + ",c", []string{"2:" + one + "|a\r\nb", "4:" + two + "|c"}},
		"blank rows":             {head + "\n" + one + ",a\n,\n\n" + two + ",b\n", []string{"3:" + one + "|a", "6:" + two + "|b"}},
		"ragged":                 {head + one + "\n" + one + ",a,b\n" + two + ",b\n", []string{"2:!sheet.ragged", "3:!sheet.ragged", "4:" + two + "|b"}},
		"stray quote":            {head + one + ",a\"b\n" + two + ",b\n", []string{"2:!sheet.quote_stray@name", "3:" + two + "|b"}},
		"text after quote":       {head + "\"" + one + "\"x,a\n" + two + ",b\n", []string{"2:!sheet.quote_stray@id_no", "3:" + two + "|b"}},
		"quote never closed":     {head + one + ",\"a\n" + two + ",b\n" + one + ",\"c\"\n", []string{"2:!sheet.quote_stray@name", "3:" + two + "|b", "4:" + one + "|c"}},
		"open to the end":        {head + one + ",\"a\n" + two + ",b\n", []string{"2:!sheet.quote_open@name", "3:" + two + "|b"}},
		"nul":                    {head + one + ",a\x00\n" + two + ",b\n", []string{"2:!sheet.nul", "3:" + two + "|b"}},
		"one damaged line":       {head + one + ",王\n" + two + ",\xff\xfe\n" + one + ",李\n", []string{"2:" + one + "|王", "3:!sheet.encoding", "4:" + one + "|李"}},
		"gb18030":                {gb(t, "公民身份号码,姓名\n"+one+",王𬭼\n"), []string{"2:" + one + "|王𬭼"}},
		"gb18030 in a later row": {gb(t, head+one+",a\n"+two+",李\n"), []string{"2:" + one + "|a", "3:" + two + "|李"}},
		"gb18030 damaged":        {gb(t, "公民身份号码,姓名\n"+two+",李\n"+one) + ",\xff\xff\n", []string{"2:" + two + "|李", "3:!sheet.encoding"}},
		"blank last columns":     {"id_no,name,,\n" + one + ",a,,\n" + two + ",b,,x\n", []string{"2:" + one + "|a", "3:!sheet.ragged"}},
		"damaged inside quotes":  {head + one + ",\"a\n\x00\"\n" + two + ",b\n", []string{"2:!sheet.quote_open@name", "3:!sheet.nul", "4:" + two + "|b"}},
		"row too long": {head + one + "," + strings.Repeat("x", MaxRow) + "\n" + two + ",b\n",
			[]string{"2:!sheet.row_too_long", "3:" + two + "|b"}},
		"mangled": {"id_no,name,phone\n1.10101E+17,a,138\n" + one + ",b, 138\n10101200803091234,c,138 \n",
			[]string{"2:!sheet.code_mangled,id_no=code.scientific", "3:!sheet.code_mangled,phone=code.blanks",
				"4:!sheet.code_mangled,id_no=code.zeros_lost,phone=code.blanks"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := read(t, test.text); !reflect.DeepEqual(got, test.want) {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
		})
	}
}

func TestHeaderFaults(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ text, want string }{
		"unknown":      {"id_no,name,colour\n", "colour=sheet.column_unknown"},
		"doubled":      {"id_no,name,姓名\n", "姓名=sheet.column_doubled"},
		"missing":      {"name\n", "id_no=sheet.column_missing"},
		"unnamed":      {"id_no,,name\n", "#2=sheet.column_unnamed"},
		"all at once":  {"x,y\n", "x=sheet.column_unknown y=sheet.column_unknown id_no=sheet.column_missing name=sheet.column_missing"},
		"empty":        {"", "sheet.empty"},
		"blank":        {"\n\n", "sheet.empty"},
		"utf-16":       {"\xff\xfea\x00", "sheet.utf16"},
		"old xls":      {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "sheet.old_format"},
		"broken xlsx":  {"PK\x03\x04 nothing", "sheet.xlsx_broken"},
		"binary":       {"\x7fELF\x00\n", "sheet.nul"},
		"broken quote": {"id_no,\"name\n", "sheet.quote_open"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := NewReader(strings.NewReader(test.text), "in.csv", people)
			f := fault.As(err)
			var got []string
			for _, field := range f.Fields {
				got = append(got, field.Name+"="+field.Code)
				if !field.Text.Complete() {
					t.Errorf("field without text: %+v", field)
				}
			}
			if len(got) == 0 {
				got = append(got, f.Code)
			}
			if joined := strings.Join(got, " "); joined != test.want {
				t.Errorf("got %q want %q", joined, test.want)
			}
			if f.Place.File != "in.csv" || f.Kind != fault.Invalid {
				t.Errorf("place or kind: %+v", f)
			}
		})
	}
}

func TestRowTellsColumnsPresent(t *testing.T) {
	t.Parallel()
	r, err := NewReader(strings.NewReader(head+one+",'=1+1\n"), "in.csv", people)
	if err != nil {
		t.Fatal(err)
	}
	row, err := r.Next()
	if err != nil {
		t.Fatal(err)
	}
	if !row.Has("name") || row.Has("phone") || row.Has("colour") || row.Get("phone") != "" {
		t.Errorf("columns present are told wrongly: %+v", row)
	}
	if row.Get("name") != "=1+1" {
		t.Errorf("the apostrophe of an export stayed: %q", row.Get("name"))
	}
}

func TestReadXLSX(t *testing.T) {
	t.Parallel()
	book := excelize.NewFile()
	day, err := book.NewStyle(&excelize.Style{NumFmt: 14})
	if err != nil {
		t.Fatal(err)
	}
	set := func(cell string, value any) {
		t.Helper()
		if err := book.SetCellValue("Sheet1", cell, value); err != nil {
			t.Fatal(err)
		}
	}
	for cell, value := range map[string]any{
		"A1": "公民身份号码", "B1": "姓名", "C1": "phone", "D1": "note", "A2": one, "B2": "王",
		"A4": int64(110101200803091234), "B4": "number", "A5": two, "B5": "date", "D5": 39516,
		"A6": two, "B6": "too wide", "F6": "x", "C7": "", "A8": two, "B8": "phone", "C8": 13800138000,
	} {
		set(cell, value)
	}
	if err := book.SetCellStyle("Sheet1", "D5", "D5", day); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "in.csv") // the content tells, not the ending
	var packed bytes.Buffer
	if err := book.Write(&packed); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, packed.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := Open(path, people)
	if err != nil {
		t.Fatal(err)
	}
	r.name = "in.csv"
	want := []string{"2:" + one + "|王", "4:!sheet.code_mangled,id_no=code.scientific", "5:" + two + "|date",
		"6:!sheet.ragged", "8:" + two + "|phone"}
	if got := rest(t, r); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	again, err := NewReader(&packed, "in.csv", people)
	if err != nil {
		t.Fatal(err)
	}
	for {
		row, err := again.Next()
		if errors.Is(err, io.EOF) {
			return
		}
		if row.Line == 5 && row.Get("note") != "2008-03-09" {
			t.Errorf("date read as %q", row.Get("note"))
		}
		if row.Line == 8 && row.Get("phone") != "13800138000" {
			t.Errorf("phone read as %q", row.Get("phone"))
		}
	}
}

func TestOpenAbsent(t *testing.T) {
	t.Parallel()
	if _, err := Open(filepath.Join(t.TempDir(), "none.csv"), people); !fault.Coded(err, "sheet.unreadable") {
		t.Errorf("got %v", err)
	}
}

func TestSourceErrorIsFinal(t *testing.T) {
	t.Parallel()
	broken := errors.New("disk gone")
	r, err := NewReader(io.MultiReader(strings.NewReader(head+one+",a\n"), iotest.ErrReader(broken)), "in.csv", people)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Next(); err != nil {
		t.Fatalf("the good row before: %v", err)
	}
	if _, err := r.Next(); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	if _, err := r.Next(); !errors.Is(err, io.EOF) {
		t.Errorf("after a final error: %v", err)
	}
}

func FuzzReader(f *testing.F) {
	f.Add([]byte(head + one + ",\"a\nb\"\n,,\n\"\n"))
	f.Add([]byte("\ufeffid_no,name\r\n\x00\r\n\xd6\xd0,\xff\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		r, err := NewReader(bytes.NewReader(text), "in.csv", people)
		if err != nil {
			return
		}
		last := 1
		for {
			row, err := r.Next()
			if errors.Is(err, io.EOF) {
				break
			}
			if row.Line <= last {
				t.Fatalf("line %d after line %d", row.Line, last)
			}
			last = row.Line
		}
	})
}
