package sheet

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"muster/internal/frame/fault"
)

// Writer writes a table row by row. The cells come in the order of the header,
// one for each of its columns. Nothing is complete before Close, which does not
// close what the table is written to. After an error nothing more is written
// and every call returns that error. A Writer is not safe for concurrent use.
type Writer interface {
	Write(cells ...string) error
	Close() error
}

// csvWriter implements Writer.
type csvWriter struct {
	out   *bufio.Writer
	cells int
	err   error
}

// NewCSV starts a CSV file with its header row.
func NewCSV(w io.Writer, header ...string) Writer {
	c := &csvWriter{out: bufio.NewWriterSize(w, 64<<10), cells: len(header)}
	_ = c.Write(header...) // kept and returned by the next call
	return c
}

// Write implements Writer.
func (c *csvWriter) Write(cells ...string) error {
	if c.err == nil && len(cells) != c.cells {
		c.err = wrongWidth(len(cells), c.cells)
	}
	if c.err != nil {
		return c.err
	}
	for i, cell := range cells {
		if i > 0 {
			_ = c.out.WriteByte(',') // bufio keeps its first error
		}
		c.cell(Guard(cell))
	}
	c.err = c.out.WriteByte('\n')
	return c.err
}

// cell writes one cell, in quotes where reading it would need them. The empty
// cell of a single column is quoted, since its line would otherwise be blank.
func (c *csvWriter) cell(cell string) {
	if !needsQuotes(cell) && (cell != "" || c.cells > 1) {
		_, _ = c.out.WriteString(cell)
		return
	}
	_ = c.out.WriteByte('"')
	_, _ = c.out.WriteString(strings.ReplaceAll(cell, `"`, `""`))
	_ = c.out.WriteByte('"')
}

// Close implements Writer.
func (c *csvWriter) Close() error {
	if c.err == nil {
		c.err = c.out.Flush()
	}
	return c.err
}

// needsQuotes says whether a cell has a separator or quote in it, or a byte
// order mark in front, which would be lost at the start of the file.
func needsQuotes(cell string) bool {
	for i := range len(cell) {
		switch cell[i] {
		case ',', '"', '\n', '\r':
			return true
		}
	}
	return strings.HasPrefix(cell, "\ufeff")
}

// wrongWidth is a mistake of the program, not of a user.
func wrongWidth(got, want int) error {
	return fmt.Errorf("sheet: row of %d cells under a header of %d", got, want)
}

// overLimit tells that a table does not fit into XLSX.
func overLimit(zh, en string, limit int) error {
	return fault.New(fault.Invalid, "sheet.xlsx_limit", zh+"请改用 CSV。", en+" Use CSV instead.", "limit", limit)
}
