package sheet

import (
	"bufio"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
)

// New starts a table in the format that the ending of a file name asks for:
// XLSX for .xlsx, CSV for everything else.
func New(w io.Writer, name string, header ...string) Writer {
	if strings.EqualFold(filepath.Ext(name), ".xlsx") {
		return NewXLSX(w, header...)
	}
	return NewCSV(w, header...)
}

// Create makes a file, readable by its owner only since tables hold personal
// data, and starts a table in it as New does. Close also closes the file.
func Create(path string, header ...string) (Writer, error) {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, fault.New(fault.Unavailable, "sheet.unwritable", "无法写入文件“{path}”。",
			"Cannot write the file {path}.", "path", path).Because(err)
	}
	buffered := bufio.NewWriterSize(file, 64<<10)
	return &fileWriter{Writer: New(buffered, path, header...), buffered: buffered, file: file}, nil
}

// fileWriter is a Writer that owns its file.
type fileWriter struct {
	Writer
	buffered *bufio.Writer
	file     *os.File
}

// Close completes the table and closes the file; the first error counts.
func (f *fileWriter) Close() error {
	err := f.Writer.Close()
	if flushing := f.buffered.Flush(); err == nil {
		err = flushing
	}
	if closing := f.file.Close(); err == nil {
		err = closing
	}
	return err
}

// Report writes what was wrong with the rows of an import: one line for each
// fault, or for each field of a fault that names fields.
type Report struct {
	out  Writer
	lang i18n.Lang
	len  int
}

// ReportHeader is the header of a report; scripts depend on it.
var ReportHeader = []string{"row", "column", "code", "message"}

// NewReport writes a report in a language to a table whose header is
// ReportHeader. Close closes that table.
func NewReport(out Writer, lang i18n.Lang) *Report { return &Report{out: out, lang: lang} }

// CreateReport makes the file of a report, CSV or XLSX by its ending.
func CreateReport(path string, lang i18n.Lang) (*Report, error) {
	out, err := Create(path, ReportHeader...)
	if err != nil {
		return nil, err
	}
	return NewReport(out, lang), nil
}

// Add reports what is wrong with a row. An error that is no fault is reported
// as an internal one, without its text. Line 0 leaves the place to the fault.
func (r *Report) Add(line int, err error) error {
	f := fault.As(err)
	if line == 0 {
		line = f.Place.Line
	}
	row := ""
	if line > 0 {
		row = strconv.Itoa(line)
	}
	r.len++
	if len(f.Fields) == 0 {
		return r.out.Write(row, f.Place.Column, f.Code, f.Text.In(r.lang))
	}
	for _, field := range f.Fields {
		if err := r.out.Write(row, field.Name, field.Code, field.Text.In(r.lang)); err != nil {
			return err
		}
	}
	return nil
}

// Len is the number of faults reported.
func (r *Report) Len() int { return r.len }

// Close completes the report.
func (r *Report) Close() error { return r.out.Close() }
