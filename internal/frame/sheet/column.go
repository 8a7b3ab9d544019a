package sheet

import (
	"strconv"
	"strings"

	"muster/internal/frame/fault"
)

// Column declares one column that a table may have.
type Column struct {
	Name     string   // the English name, by which Row.Get finds it
	Aliases  []string // other names accepted in the header, such as Chinese ones
	Required bool     // refuse a table without this column
	Code     bool     // holds identifiers: every cell is given to CheckCode
	Width    int      // digits that an identifier of digits must have; 0: any
}

// header maps the cells of a row to declared columns.
type header struct {
	columns []Column
	cells   int            // in the header row, blank ones at its end included
	named   int            // without those
	at      map[string]int // column name to cell index
	codes   []int          // indexes into columns of the identifier columns present
}

// newHeader resolves the header row. All that is wrong with it is told in one
// fault, a field for each column concerned.
func newHeader(cells []string, columns []Column) (*header, error) {
	h := &header{columns: columns, cells: len(cells), at: make(map[string]int, len(columns))}
	wrong := fault.New(fault.Invalid, "sheet.header", "表头有误。", "The header row is wrong.")
	byName := namesOf(columns)
	h.named = len(trimTail(cells))
	for i, cell := range cells[:h.named] {
		name := foldName(cell)
		column, known := byName[name]
		switch _, doubled := h.at[column]; {
		case name == "":
			wrong.OnField("#"+strconv.Itoa(i+1), "sheet.column_unnamed",
				"第{n}列没有列名。", "Column {n} has no name.", "n", i+1)
		case !known:
			wrong.OnField(cell, "sheet.column_unknown",
				"不认识列“{name}”;请删除或改名。", "Unknown column {name}; remove or rename it.", "name", cell)
		case doubled:
			wrong.OnField(cell, "sheet.column_doubled",
				"列“{name}”出现两次({column})。", "Column {name} appears twice ({column}).", "name", cell, "column", column)
		default:
			h.at[column] = i
		}
	}
	h.missing(wrong)
	if len(wrong.Fields) > 0 {
		wrong.Place = fault.Place{Line: 1, Column: wrong.Fields[0].Name}
		return nil, wrong
	}
	return h, nil
}

// missing adds the required columns that are absent and collects the
// identifier columns that are there.
func (h *header) missing(wrong *fault.Fault) {
	for i, column := range h.columns {
		_, present := h.at[column.Name]
		if present && column.Code {
			h.codes = append(h.codes, i)
		}
		if !present && column.Required {
			wrong.OnField(column.Name, "sheet.column_missing", "缺少列“{name}”。", "Column {name} is missing.",
				"name", strings.Join(append([]string{column.Name}, column.Aliases...), " / "))
		}
	}
}

// check looks at the number of cells of a row and at its identifiers.
func (h *header) check(cells []string, line int) *fault.Fault {
	if len(cells) != h.cells || len(trimTail(cells)) > h.named {
		return fault.New(fault.Invalid, "sheet.ragged",
			"本行有{got}个单元格,表头有{want}个;请检查是否多了或少了逗号。",
			"This row has {got} cells, the header has {want}; look for a missing or extra comma.",
			"got", len(cells), "want", h.named).At("", line, "")
	}
	var wrong *fault.Fault
	for _, i := range h.codes {
		column := h.columns[i]
		found := CheckCode(cells[h.at[column.Name]], column.Width)
		if found == nil {
			continue
		}
		if wrong == nil {
			wrong = fault.New(fault.Invalid, "sheet.code_mangled", "编号被电子表格改动。",
				"A spreadsheet has changed an identifier.").At("", line, column.Name)
		}
		wrong.Fields = append(wrong.Fields, fault.Field{Name: column.Name, Code: found.Code, Text: found.Text})
	}
	return wrong
}

// namesOf maps every accepted name, folded, to the column's own name.
func namesOf(columns []Column) map[string]string {
	names := make(map[string]string, 2*len(columns))
	for _, column := range columns {
		names[foldName(column.Name)] = column.Name
		for _, alias := range column.Aliases {
			names[foldName(alias)] = column.Name
		}
	}
	return names
}

// foldName makes header names compare without regard to blanks around them
// and to the case of letters, which people change without noticing.
func foldName(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// trimTail drops the blank cells at the end of a row, which spreadsheets add
// where a cell was once touched.
func trimTail(cells []string) []string {
	for len(cells) > 0 && strings.TrimSpace(cells[len(cells)-1]) == "" {
		cells = cells[:len(cells)-1]
	}
	return cells
}
