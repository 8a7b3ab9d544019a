package tool

import "strings"

// appendRow writes cells as CSV: quotes only where needed, LF.
func appendRow(to []byte, cells ...string) []byte {
	for i, cell := range cells {
		if i > 0 {
			to = append(to, ',')
		}
		to = appendCell(to, cell)
	}
	return append(to, '\n')
}

// appendCell writes one cell of a row. Cells are written as they are: ids are
// compared and hashed, so none may be changed to please a spreadsheet.
func appendCell(to []byte, cell string) []byte {
	if !strings.ContainsAny(cell, ",\"\r\n") {
		return append(to, cell...)
	}
	to = append(to, '"')
	to = append(to, strings.ReplaceAll(cell, `"`, `""`)...)
	return append(to, '"')
}
