package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
)

func TestCSVBytes(t *testing.T) {
	t.Parallel()
	tests := []struct {
		cells []string
		want  string
	}{
		{[]string{"王", "a b"}, "王,a b\n"}, {[]string{"a,b", `"`}, "\"a,b\",\"\"\"\"\n"}, {[]string{"a\nb", "\r"}, "\"a\nb\",\"'\r\"\n"},
		{[]string{"=1+1", "+86"}, "'=1+1,'+86\n"}, {[]string{"-5", "-0.25"}, "-5,-0.25\n"}, {[]string{"-5+1", "@x"}, "'-5+1,'@x\n"},
		{[]string{"\tx", "\uff1dx"}, "'\tx,'\uff1dx\n"}, {[]string{"", ""}, ",\n"}, {[]string{"'=x", "'x"}, "''=x,'x\n"}, {[]string{"-", "--1"}, "'-,'--1\n"},
	}
	for _, test := range tests {
		var out bytes.Buffer
		w := NewCSV(&out, "a", "b")
		if err := errors.Join(w.Write(test.cells...), w.Close()); err != nil {
			t.Fatal(err)
		}
		if got := out.String(); got != "a,b\n"+test.want {
			t.Errorf("%q written as %q, want %q", test.cells, got, test.want)
		}
	}
}

// cells draws what a table may hold: text with everything that needs care.
func cells(t *rapid.T) []string {
	special := rapid.SampledFrom([]string{"=", "+", "-", "@", "\t", "\r", "\n", "'", "\"", ",", "5", ".", " ", "_x000D_", "_x005F_", "&", "<", ">", "\uff1d", "\ufeff", "𬭼", "\x01", "\x7f"})
	cell := rapid.Custom(func(t *rapid.T) string {
		if rapid.Bool().Draw(t, "plain") {
			return rapid.StringMatching(`[a-z0-9王\n ]{0,6}`).Draw(t, "text")
		}
		return strings.Join(rapid.SliceOfN(special, 0, 5).Draw(t, "parts"), "")
	})
	return rapid.SliceOfN(cell, 3, 3).Draw(t, "cells")
}

func TestRoundTrip(t *testing.T) {
	t.Parallel()
	columns := []Column{{Name: "a"}, {Name: "b"}, {Name: "c"}}
	rapid.Check(t, func(t *rapid.T) {
		for _, name := range []string{"x.csv", "x.xlsx"} {
			var out bytes.Buffer
			w := New(&out, name, "a", "b", "c")
			var want [][]string
			for range rapid.IntRange(0, 4).Draw(t, "rows") {
				row := cells(t)
				if err := w.Write(row...); err != nil {
					t.Fatal(err)
				}
				if strings.TrimSpace(strings.Join(row, "")) != "" {
					want = append(want, row)
				}
			}
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
			if got := readAll(t, &out, columns); !reflect.DeepEqual(got, want) {
				t.Fatalf("%s: wrote %q, read %q", name, want, got)
			}
		}
	})
}

func readAll(t interface{ Fatal(...any) }, src io.Reader, columns []Column) (rows [][]string) {
	r, err := NewReader(src, "x", columns)
	if err != nil {
		t.Fatal(err)
	}
	for {
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			return rows
		}
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, column := range columns {
			got = append(got, row.Get(column.Name))
		}
		rows = append(rows, got)
	}
}

// What we write, the standard library reads, and reads as what was meant.
func TestCSVIsRFC4180(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		row := cells(t)
		var out bytes.Buffer
		w := NewCSV(&out, "a", "b", "c")
		if err := errors.Join(w.Write(row...), w.Close()); err != nil {
			t.Fatal(err)
		}
		got, err := csv.NewReader(&out).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for i, cell := range got[1] { // the standard library reads CRLF inside quotes as LF
			if want := strings.ReplaceAll(Guard(row[i]), "\r\n", "\n"); cell != want {
				t.Fatalf("wrote %q, standard library reads %q", want, cell)
			}
		}
	})
}

func TestGuardIsUndoneExactly(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		for _, cell := range cells(t) {
			guarded := Guard(cell)
			if Unguard(guarded) != cell {
				t.Fatalf("%q became %q and came back as %q", cell, guarded, Unguard(guarded))
			}
			if dangerous(guarded) && !plainNumber(guarded) {
				t.Fatalf("%q is still dangerous", guarded)
			}
		}
	})
}

func TestXLSXLimits(t *testing.T) {
	t.Parallel()
	w := NewXLSX(io.Discard, "a")
	if err := w.Write(strings.Repeat("中", maxXLSXCell)); err != nil {
		t.Errorf("a cell at the limit: %v", err)
	}
	if err := w.Write(strings.Repeat("中", maxXLSXCell+1)); !fault.Coded(err, "sheet.xlsx_limit") {
		t.Errorf("a cell beyond the limit: %v", err)
	}
	if err := w.Close(); !fault.Coded(err, "sheet.xlsx_limit") {
		t.Errorf("closing after a fault must tell it again: %v", err)
	}
	full := NewXLSX(io.Discard, "a").(*xlsxWriter)
	full.rows = maxXLSXRows - 1
	if err := full.Write("last"); err != nil {
		t.Errorf("the last row: %v", err)
	}
	if err := full.Write("one more"); !fault.Coded(err, "sheet.xlsx_limit") {
		t.Errorf("one row too many: %v", err)
	}
}

type failing struct{ after int }

var errFull = errors.New("disk full")

func (f *failing) Write(p []byte) (int, error) {
	if f.after -= len(p); f.after < 0 {
		return 0, errFull
	}
	return len(p), nil
}

func TestWriteErrorsAreKept(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"a.csv", "a.xlsx"} {
		for _, after := range []int{0, 100, 3000, 70000} {
			w := New(&failing{after: after}, name, "a")
			for i := range 100000 {
				_ = w.Write(strings.Repeat(string(rune('a'+i*7919%26)), i%50))
			}
			if err := w.Close(); !errors.Is(err, errFull) {
				t.Errorf("%s after %d bytes: %v", name, after, err)
			}
		}
		w := New(io.Discard, name, "a", "b")
		if err := w.Write("only one"); err == nil || w.Close() == nil {
			t.Errorf("%s: a row of the wrong width was taken", name)
		}
	}
}

func TestReport(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"report.csv", "report.XLSX"} {
		path := filepath.Join(t.TempDir(), name)
		r, err := CreateReport(path, i18n.EN)
		if err != nil {
			t.Fatal(err)
		}
		err = errors.Join(
			r.Add(7, fault.New(fault.Invalid, "unit.unknown", "无", "No unit {u}.", "u", "=1").At("in.csv", 7, "unit")),
			r.Add(0, fault.New(fault.Invalid, "row", "行", "Row.").At("in.csv", 9, "").OnField("a", "a.bad", "甲", "A.").OnField("b", "b.bad", "乙", "B.")),
			r.Add(11, errors.New("secret detail")), r.Close())
		if err != nil {
			t.Fatal(err)
		}
		columns := []Column{{Name: "row"}, {Name: "column"}, {Name: "code"}, {Name: "message"}}
		file, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		got := readAll(t, file, columns)
		_ = file.Close()
		want := [][]string{{"7", "unit", "unit.unknown", "No unit =1."}, {"9", "a", "a.bad", "A."}, {"9", "b", "b.bad", "B."},
			{"11", "", "internal", "Something went wrong on our side and was recorded; please try again later."}}
		if !reflect.DeepEqual(got, want) || r.Len() != 3 {
			t.Errorf("%s: got %q", name, got)
		}
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("mode %v %v", info.Mode(), err)
		}
	}
	if _, err := CreateReport(filepath.Join(t.TempDir(), "no", "r.csv"), i18n.EN); !fault.Coded(err, "sheet.unwritable") {
		t.Errorf("got %v", err)
	}
}

func TestColumnLetters(t *testing.T) {
	t.Parallel()
	for i, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 51: "AZ", 52: "BA", 701: "ZZ", 702: "AAA", 16383: "XFD"} {
		if got := columnLetters(i); got != want {
			t.Errorf("column %d is %s, want %s", i, got, want)
		}
	}
}
