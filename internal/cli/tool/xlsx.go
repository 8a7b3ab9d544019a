package tool

import (
	"errors"
	"io"
	"slices"
	"strings"

	"muster/internal/frame/sheet"
)

// isPacked says whether the bytes of a file are those of a spreadsheet.
func isPacked(data string) bool { return strings.HasPrefix(data, "PK\x03\x04") }

// header is what the columns of a spreadsheet may be called.
type header struct {
	env  *Env
	cols columns
}

// declared lists the columns for the reader of spreadsheets.
func (h *header) declared() ([]sheet.Column, error) {
	var out []sheet.Column
	for i, name := range slices.Concat(h.cols.required, h.cols.optional) {
		names, err := h.env.names(h.cols.kind, name)
		if err != nil {
			return nil, err
		}
		out = append(out, sheet.Column{Name: name, Aliases: names, Required: i < len(h.cols.required)})
	}
	return out, nil
}

// eachPacked reads a spreadsheet.
func (t *table) eachPacked(visit func(row) error) error {
	cols, err := t.packed.declared()
	if err != nil {
		return err
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
