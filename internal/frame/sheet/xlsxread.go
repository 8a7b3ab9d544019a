package sheet

import (
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"

	"muster/internal/frame/fault"
)

// xlsxSource reads the rows of the first worksheet, each cell as the
// spreadsheet shows it.
type xlsxSource struct {
	book   *excelize.File
	rows   *excelize.Rows
	number int
	cells  int // in the header row; 0 until it is read
}

func newXLSXSource(r io.Reader) (s *xlsxSource, err error) {
	defer refusePanic(&err)
	packed := &io.LimitedReader{R: r, N: MaxUpload + 1}
	book, err := excelize.OpenReader(packed, excelize.Options{
		UnzipSizeLimit:   MaxUnpacked,
		ShortDatePattern: "yyyy-mm-dd",
		LongDatePattern:  "yyyy-mm-dd",
		CultureInfo:      excelize.CultureNameZhCN,
	})
	if packed.N <= 0 {
		err = fmt.Errorf("more than %d bytes packed", MaxUpload)
	}
	if err != nil {
		return nil, brokenXLSX(err)
	}
	rows, err := book.Rows(book.GetSheetName(0))
	if err != nil {
		_ = book.Close()
		return nil, brokenXLSX(err)
	}
	return &xlsxSource{book: book, rows: rows}, nil
}

// next implements source. A spreadsheet leaves out blank cells at the end of a
// row, or adds some: a row is filled up or cut to the width of the header.
func (s *xlsxSource) next() (cells []string, number int, err error) {
	defer refusePanic(&err)
	if !s.rows.Next() {
		if err := s.rows.Error(); err != nil {
			return nil, 0, brokenXLSX(err)
		}
		return nil, 0, io.EOF
	}
	s.number++
	if cells, err = s.rows.Columns(); err != nil {
		return nil, 0, brokenXLSX(err)
	}
	if s.cells == 0 {
		cells = trimTail(cells)
		s.cells = len(cells)
	} else if len(cells) > s.cells && len(trimTail(cells)) <= s.cells {
		cells = cells[:s.cells]
	}
	for len(cells) > 0 && len(cells) < s.cells {
		cells = append(cells, "")
	}
	return cells, s.number, nil
}

// close implements source; it removes the temporary files.
func (s *xlsxSource) close() error {
	err := s.rows.Close()
	if closing := s.book.Close(); err == nil {
		err = closing
	}
	return err
}

// refusePanic turns a panic of the library, which parses hostile files, into
// the fault of a damaged file.
func refusePanic(err *error) {
	if what := recover(); what != nil {
		*err = brokenXLSX(fmt.Errorf("panic: %v", what))
	}
}

// brokenXLSX ends the reading: it has no line, since nothing after it can be
// trusted.
func brokenXLSX(cause error) error {
	return fault.New(fault.Invalid, "sheet.xlsx_broken",
		"无法读取该 XLSX 文件:已损坏、有密码或过大;请重新另存,或另存为“CSV UTF-8”。",
		"The XLSX file cannot be read: it is damaged, locked with a password or too large; save it again, or as CSV UTF-8.").
		Because(cause)
}
