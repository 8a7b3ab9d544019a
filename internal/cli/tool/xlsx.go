package tool

import (
	"errors"
	"io"
	"strings"

	"muster/internal/frame/sheet"
)

// eachPacked reads a spreadsheet.
func (t *table) eachPacked(visit func(row) error) error {
	cols := make([]sheet.Column, len(t.columns))
	for i, name := range t.columns {
		cols[i] = sheet.Column{Name: name}
	}
	reader, err := sheet.NewReader(strings.NewReader(t.text), t.path, cols)
	if err != nil {
		return err
	}
	defer func() { _ = reader.Close() }() // reading only
	for {
		from, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		r := row{line: from.Line, cells: make([]string, len(t.columns))}
		for i, name := range t.columns {
			r.cells[i] = from.Get(name)
		}
		if err := visit(r); err != nil {
			return err
		}
	}
}
