package sheet

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"os"
	"strconv"
	"strings"

	"muster/internal/frame/fault"
)

// Limits of what is read, in bytes.
const (
	MaxRow      = 1 << 20   // one row of a CSV file
	MaxUpload   = 256 << 20 // an XLSX file as it is
	MaxUnpacked = 2 << 30   // an XLSX file unpacked
)

// source gives the rows of one file format. A *fault.Fault with a line is one
// bad row, after which reading may go on; any other error is final.
type source interface {
	next() (cells []string, line int, err error)
	close() error
}

// Reader reads a table row by row. It is not safe for concurrent use.
type Reader struct {
	name   string
	source source
	header *header
	names  []string // header cells as they stand in the file
	file   *os.File // nil when reading from a stream
	done   bool
}

// Row is one row. It stays valid after the next call of Next.
type Row struct {
	Line   int // where the row begins; the header is line 1
	header *header
	cells  []string
}

// Get returns the cell of a column, as it stands in the file, without the
// apostrophe that Guard added; empty where the file has no such column.
func (r Row) Get(name string) string {
	if i, ok := r.header.at[name]; ok {
		return r.cells[i]
	}
	return ""
}

// Has says whether the file has the column at all, so that a column left out
// can be told from an empty cell.
func (r Row) Has(name string) bool {
	_, ok := r.header.at[name]
	return ok
}

// Open opens a table by path; the content, not the ending, tells the format.
// The faults are those of NewReader and of a file that is absent.
func Open(path string, columns []Column) (*Reader, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fault.New(fault.Unknown, "sheet.unreadable", "无法打开文件“{path}”。",
			"Cannot open the file {path}.", "path", path).Because(err)
	}
	r, err := NewReader(file, path, columns)
	if err != nil {
		_ = file.Close() // opened for reading only
		return nil, err
	}
	r.file = file
	return r, nil
}

// NewReader reads a table from a stream. The name stands in the place of every
// fault. A wrong header is refused at once, with a field for each column
// concerned.
func NewReader(src io.Reader, name string, columns []Column) (*Reader, error) {
	r := &Reader{name: name}
	buffered := bufio.NewReaderSize(src, window)
	magic, err := buffered.Peek(4)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	switch {
	case bytes.Equal(magic, []byte("PK\x03\x04")):
		r.source, err = newXLSXSource(buffered)
	case bytes.Equal(magic, []byte("\xd0\xcf\x11\xe0")):
		err = fault.New(fault.Invalid, "sheet.old_format", "这是旧版 XLS 或加密的文件;请另存为 XLSX(无密码)或“CSV UTF-8”。",
			"This is an old XLS or a locked file; save it as XLSX without a password, or as CSV UTF-8.")
	case bytes.HasPrefix(magic, []byte("\xff\xfe")), bytes.HasPrefix(magic, []byte("\xfe\xff")):
		err = fault.New(fault.Invalid, "sheet.utf16", "文件是 UTF-16 编码;请另存为“CSV UTF-8”。",
			"The file is UTF-16; save it as CSV UTF-8.").At("", 1, "")
	default:
		r.source, err = newCSVSource(buffered), nil
	}
	if err != nil {
		return nil, r.placed(err)
	}
	if err := r.readHeader(columns); err != nil {
		_ = r.source.close() // the header's fault is what matters
		return nil, r.placed(err)
	}
	return r, nil
}

// readHeader takes the first row with content as the header.
func (r *Reader) readHeader(columns []Column) error {
	for {
		cells, line, err := r.source.next()
		if errors.Is(err, io.EOF) {
			return fault.New(fault.Invalid, "sheet.empty", "文件是空的,缺少表头。",
				"The file is empty; it needs a header row.").At("", 1, "")
		}
		if err != nil {
			return err
		}
		if len(trimTail(cells)) == 0 {
			continue
		}
		if r.header, err = newHeader(cells, columns); err != nil {
			if f := fault.As(err); line > 0 {
				f.Place.Line = line
			}
			return err
		}
		r.names = cells
		return nil
	}
}

// Next returns the next row; io.EOF after the last one. A *fault.Fault tells
// of a bad row, nothing of which is returned: call Next again for the row after
// it. Where the file cannot be read any further the fault has no line, and the
// next call gives io.EOF. Any other error is the source's own and final.
func (r *Reader) Next() (Row, error) {
	for !r.done {
		cells, line, err := r.source.next()
		if err != nil {
			if bad := new(fault.Fault); !errors.As(err, &bad) || bad.Place.Line == 0 {
				r.done = true
			}
			return Row{Line: line}, r.placed(err)
		}
		for i, cell := range cells {
			cells[i] = Unguard(cell)
		}
		if len(trimTail(cells)) == 0 {
			continue
		}
		if wrong := r.header.check(cells, line); wrong != nil {
			return Row{Line: line}, r.placed(wrong)
		}
		return Row{Line: line, header: r.header, cells: cells}, nil
	}
	return Row{}, io.EOF
}

// Close releases the file and what was unpacked from it.
func (r *Reader) Close() error {
	err := r.source.close()
	if r.file != nil {
		if closing := r.file.Close(); err == nil {
			err = closing
		}
	}
	return err
}

// placed writes the file's name into a fault and turns the number of a cell
// ("#3") into the name that its column has in the file.
func (r *Reader) placed(err error) error {
	var f *fault.Fault
	if !errors.As(err, &f) {
		return err
	}
	f.Place.File = r.name
	if number, ok := strings.CutPrefix(f.Place.Column, "#"); ok {
		if n, _ := strconv.Atoi(number); n > 0 && n <= len(r.names) {
			f.Place.Column = r.names[n-1]
		}
	}
	return f
}
