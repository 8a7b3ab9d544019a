package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strconv"
	"testing"

	"github.com/xuri/excelize/v2"
)

const benchRows = 20000

var benchHeader = []string{"id_no", "name", "birth_date", "sex", "unit", "education", "graduation_year", "student", "phone"}

func benchColumns() []Column {
	columns := make([]Column, len(benchHeader))
	for i, name := range benchHeader {
		columns[i] = Column{Name: name, Required: true, Code: i == 0 || i == 4 || i == 8}
	}
	return columns
}

func benchRow(i int) []string {
	return []string{"13010220080309" + strconv.Itoa(1000+i%9000), "王小明", "2008-03-09", "male", "130102001002", "senior_high", "2026", "yes", "13800138000"}
}

func benchTable(name string) []byte {
	var out bytes.Buffer
	w := New(&out, name, benchHeader...)
	for i := range benchRows {
		_ = w.Write(benchRow(i)...)
	}
	_ = w.Close()
	return out.Bytes()
}

func rate(b *testing.B) {
	b.ReportMetric(float64(benchRows*b.N)/b.Elapsed().Seconds(), "rows/s")
}

func benchRead(b *testing.B, name string) {
	table := benchTable(name)
	for b.Loop() {
		r, err := NewReader(bytes.NewReader(table), name, benchColumns())
		if err != nil {
			b.Fatal(err)
		}
		rows := 0
		for {
			_, err := r.Next()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				b.Fatal(err)
			}
			rows++
		}
		if rows != benchRows {
			b.Fatalf("%d rows", rows)
		}
		_ = r.Close()
	}
	rate(b)
}

func BenchmarkReadCSV(b *testing.B)  { benchRead(b, "a.csv") }
func BenchmarkReadXLSX(b *testing.B) { benchRead(b, "a.xlsx") }

func BenchmarkReadCSVBare(b *testing.B) {
	table := benchTable("a.csv")
	for b.Loop() {
		r := csv.NewReader(bytes.NewReader(table))
		rows := -1
		for {
			_, err := r.Read()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				b.Fatal(err)
			}
			rows++
		}
		if rows != benchRows {
			b.Fatalf("%d rows", rows)
		}
	}
	rate(b)
}

func benchWrite(b *testing.B, name string) {
	row := benchRow(7)
	for b.Loop() {
		w := New(io.Discard, name, benchHeader...)
		for range benchRows {
			_ = w.Write(row...)
		}
		if err := w.Close(); err != nil {
			b.Fatal(err)
		}
	}
	rate(b)
}

func BenchmarkWriteCSV(b *testing.B)  { benchWrite(b, "a.csv") }
func BenchmarkWriteXLSX(b *testing.B) { benchWrite(b, "a.xlsx") }

func BenchmarkWriteCSVBare(b *testing.B) {
	row := benchRow(7)
	for b.Loop() {
		w := csv.NewWriter(io.Discard)
		for range benchRows {
			_ = w.Write(row)
		}
		w.Flush()
	}
	rate(b)
}

func BenchmarkWriteXLSXLibrary(b *testing.B) {
	row := make([]any, len(benchHeader))
	for i, cell := range benchRow(7) {
		row[i] = cell
	}
	for b.Loop() {
		book := excelize.NewFile()
		w, err := book.NewStreamWriter("Sheet1")
		if err != nil {
			b.Fatal(err)
		}
		for i := range benchRows {
			if err := w.SetRow("A"+strconv.Itoa(i+1), row); err != nil {
				b.Fatal(err)
			}
		}
		if err := errors.Join(w.Flush(), book.Write(io.Discard), book.Close()); err != nil {
			b.Fatal(err)
		}
	}
	rate(b)
}
