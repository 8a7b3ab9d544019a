package tool

import (
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"muster/internal/frame/fault"
)

// table is a file with named columns, in memory. Its cells are parts of the
// file's own bytes, so that millions of rows cost no copies.
type table struct {
	path    string
	text    string   // without the byte order mark
	columns []string // as the rule names them, in its order
	at      []int    // by column: where it stands in the file, -1: absent
	width   int      // cells of a row in the file
	plain   bool     // no quotes: rows are cut at line ends and commas
	regular bool     // columns stand in the order of the rule: rows are as written
	renamed bool     // the header speaks another language than the rule
	packed  *header  // of an XLSX file: what its columns may be called
}

// row is one row of a table. Cells are in the order of the table's columns, empty
// where the file has no such column, and valid until the next row.
type row struct {
	line  int
	cells []string
	raw   string // the row as the rule would write it, where that is how it stands in the file
}

// columns are the columns that a file of a kind must have and those that it may
// have. The policy pack may know more names for them, by kind.
type columns struct {
	kind               string
	required, optional []string
}

// readTable reads a file and its header. Rows are read by each.
func (e *Env) readTable(path string, cols columns) (*table, error) {
	data, err := readFile(path)
	if err != nil {
		return nil, err
	}
	return e.newTable(path, data, cols)
}

func (e *Env) newTable(path, data string, cols columns) (*table, error) {
	t := &table{path: path, text: strings.TrimPrefix(data, "\ufeff"), columns: slices.Concat(cols.required, cols.optional)}
	if isPacked(data) {
		t.packed = &header{e, cols}
		return t, nil
	}
	if !utf8.ValidString(t.text) {
		return nil, fault.New(fault.Invalid, "csv.encoding", "这一行不是 UTF-8 编码;请另存为“CSV UTF-8”。",
			"this line is not UTF-8; save the file as CSV UTF-8").At(path, badLine(t.text), "")
	}
	t.plain = strings.IndexByte(t.text, '"') < 0
	header, err := readHeader(t.text)
	if err != nil {
		return nil, t.placed(err)
	}
	return t, t.match(header, e, cols)
}

// badLine is the first line that is not UTF-8.
func badLine(text string) int {
	line := 1
	for l := range strings.Lines(text) {
		if !utf8.ValidString(l) {
			break
		}
		line++
	}
	return line
}

// readHeader reads the first line as names of columns.
func readHeader(text string) ([]string, error) {
	reader := csv.NewReader(strings.NewReader(text))
	names, err := reader.Read()
	if err == nil {
		if line, _ := reader.FieldPos(0); line == 1 {
			return names, nil
		}
	}
	return nil, fault.New(fault.Invalid, "csv.header", "缺少表头:第 1 行应是列名。",
		"the header is missing: line 1 has to name the columns").At("", 1, "").Because(err)
}

// match finds the columns in the header.
func (t *table) match(written []string, e *Env, cols columns) error {
	header, err := e.translate(written, cols.kind, t.columns)
	if err != nil {
		return err
	}
	t.renamed = !slices.Equal(header, written)
	t.width, t.at = len(header), make([]int, len(t.columns))
	var unknown, missing []string
	for i, name := range header {
		if !slices.Contains(t.columns, name) || slices.Index(header, name) != i {
			unknown = append(unknown, written[i])
		}
	}
	for i, name := range t.columns {
		if t.at[i] = slices.Index(header, name); t.at[i] < 0 && slices.Contains(cols.required, name) {
			missing = append(missing, name)
		}
	}
	known := strings.Join(t.columns, ",")
	switch {
	case unknown != nil:
		return fault.New(fault.Invalid, "csv.columns", "不认识或重复的列:{names};可用的列是 {known}。",
			"unknown or double columns: {names}; the columns are {known}", "names", strings.Join(unknown, ", "), "known", known).At(t.path, 1, "")
	case missing != nil:
		return fault.New(fault.Invalid, "csv.missing", "缺少列:{names};应有的列是 {known}。",
			"missing columns: {names}; the columns are {known}", "names", strings.Join(missing, ", "), "known", known).At(t.path, 1, "")
	}
	t.regular = t.plain && slices.Equal(header, t.columns) && strings.Count(t.text, "\r") == strings.Count(t.text, "\r\n")
	return nil
}

// translate puts the rule's own names into a header. The policy pack is asked
// only where the header has a name that is not the rule's.
func (e *Env) translate(header []string, kind string, columns []string) ([]string, error) {
	if !slices.ContainsFunc(header, func(name string) bool { return !slices.Contains(columns, name) }) {
		return header, nil
	}
	header = slices.Clone(header)
	for _, column := range columns {
		names, err := e.names(kind, column)
		if err != nil {
			return nil, err
		}
		for i, name := range header {
			if slices.Contains(names, name) && !slices.Contains(columns, name) {
				header[i] = column
			}
		}
	}
	return header, nil
}

// each visits the rows in order. A fault gets the name of the file.
func (t *table) each(visit func(row) error) error {
	var err error
	switch {
	case t.packed != nil:
		err = t.eachPacked(visit)
	case t.plain:
		err = t.eachPlain(visit)
	default:
		err = t.eachQuoted(visit)
	}
	if err == nil {
		return nil
	}
	return t.placed(err)
}

// placed adds the name of the file to a fault that names none.
func (t *table) placed(err error) error {
	f := fault.As(err)
	if f.Place.File == "" {
		f.Place.File = t.path
	}
	return f
}

// eachPlain cuts rows at line ends and commas, without a copy. It is what makes
// a file of millions of rows cost little more than reading it.
func (t *table) eachPlain(visit func(row) error) error {
	_, rest, _ := strings.Cut(t.text, "\n")
	r := row{line: 1, cells: make([]string, len(t.columns))}
	cells := make([]string, t.width)
	for rest != "" {
		var line string
		line, rest, _ = strings.Cut(rest, "\n")
		line = strings.TrimSuffix(line, "\r")
		r.line++
		if strings.Trim(line, ",") == "" {
			continue
		}
		if !split(line, cells) {
			return t.ragged(r.line)
		}
		if t.regular {
			r.raw, r.cells = line, cells
		} else {
			t.arrange(r.cells, cells)
		}
		if err := visit(r); err != nil {
			return err
		}
	}
	return nil
}

// split cuts a line at its commas; false if the number of cells is another.
func split(line string, cells []string) bool {
	last := len(cells) - 1
	for i := range last {
		n := strings.IndexByte(line, ',')
		if n < 0 {
			return false
		}
		cells[i], line = line[:n], line[n+1:]
	}
	cells[last] = line
	return strings.IndexByte(line, ',') < 0
}

// arrange puts the cells of a row into the order of the rule.
func (t *table) arrange(to, from []string) {
	for i, at := range t.at {
		if to[i] = ""; at >= 0 {
			to[i] = from[at]
		}
	}
}

func (t *table) ragged(line int) error {
	return fault.New(fault.Invalid, "csv.cells", "这一行的列数与表头不同(表头 {width} 列)。",
		"this row has not as many cells as the header, which has {width}", "width", t.width).At("", line, "")
}

// eachQuoted reads RFC 4180 in full.
func (t *table) eachQuoted(visit func(row) error) error {
	reader := csv.NewReader(strings.NewReader(t.text))
	reader.FieldsPerRecord = -1
	r := row{cells: make([]string, len(t.columns))}
	for first := true; ; first = false {
		cells, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return brokenQuote(err)
		}
		r.line, _ = reader.FieldPos(0)
		if first || strings.Join(cells, "") == "" {
			continue
		}
		if len(cells) != t.width {
			return t.ragged(r.line)
		}
		t.arrange(r.cells, cells)
		if err := visit(r); err != nil {
			return err
		}
	}
}

func brokenQuote(err error) error {
	line := 0
	if at := new(csv.ParseError); errors.As(err, &at) {
		line = at.StartLine
	}
	return fault.New(fault.Invalid, "csv.quote", "这一行的引号不配对,或引号内外还有别的字符。",
		"the quotes of this row are not in pairs, or something stands beside them").At("", line, "").Because(err)
}
