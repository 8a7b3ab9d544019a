package sheet

import (
	"archive/zip"
	"bufio"
	"compress/flate"
	"io"
	"regexp"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// Limits of the file format (ECMA-376, as every spreadsheet applies them).
const (
	maxXLSXRows = 1 << 20 // the header included
	maxXLSXCell = 32767   // UTF-16 units in a cell
)

// The parts of a workbook around its one worksheet. All cells are text (number
// format 49), so that a spreadsheet leaves identifiers as they are.
const (
	xmlHead      = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	contentTypes = xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>`
	rootRels     = xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`
	workbook     = xmlHead + `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`
	workbookRels = xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`
	styles       = xmlHead + `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="2"><font><sz val="11"/></font><font><b/><sz val="11"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf xfId="0"/><xf numFmtId="49" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" fontId="1" xfId="0" applyNumberFormat="1" applyFont="1"/></cellXfs></styleSheet>`
	sheetHead    = xmlHead + `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>`
	sheetTail    = `</sheetData></worksheet>`
)

// xlsxWriter implements Writer. It packs while it writes: nothing is kept, in
// memory or in a temporary file.
type xlsxWriter struct {
	archive *zip.Writer
	out     *bufio.Writer // the worksheet
	letters []string      // of the columns: A, B, …, Z, AA, …
	rows    int
	err     error
}

// NewXLSX starts an XLSX file of one worksheet with its header row, which
// stays in sight when the reader scrolls. A cell of more than 32,767
// characters and a table of more than 1,048,575 rows are faults: nothing is
// cut in silence.
func NewXLSX(w io.Writer, header ...string) Writer {
	x := &xlsxWriter{archive: zip.NewWriter(w)}
	x.archive.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(w, flate.BestSpeed)
	})
	for i := range header {
		x.letters = append(x.letters, columnLetters(i))
	}
	x.err = x.open()
	_ = x.Write(header...) // kept and returned by the next call
	return x
}

// open writes every part but the worksheet, and the beginning of that.
func (x *xlsxWriter) open() error {
	for _, part := range []struct{ path, text string }{
		{"[Content_Types].xml", contentTypes}, {"_rels/.rels", rootRels}, {"xl/workbook.xml", workbook},
		{"xl/_rels/workbook.xml.rels", workbookRels}, {"xl/styles.xml", styles},
	} {
		w, err := x.archive.Create(part.path)
		if err != nil {
			return err
		}
		if _, err := io.WriteString(w, part.text); err != nil {
			return err
		}
	}
	w, err := x.archive.Create("xl/worksheets/sheet1.xml")
	if err != nil {
		return err
	}
	x.out = bufio.NewWriterSize(w, 64<<10)
	_, _ = x.out.WriteString(sheetHead)
	if n := len(x.letters); n > 0 {
		_, _ = x.out.WriteString(`<cols><col min="1" max="` + strconv.Itoa(n) + `" width="18" style="1" customWidth="1"/></cols>`)
	}
	_, err = x.out.WriteString(`<sheetData>`)
	return err
}

// Write implements Writer.
func (x *xlsxWriter) Write(cells ...string) error {
	if x.err == nil {
		x.err = x.fits(cells)
	}
	if x.err != nil {
		return x.err
	}
	x.rows++
	style := ` s="1"`
	if x.rows == 1 {
		style = ` s="2"`
	}
	number := strconv.Itoa(x.rows)
	x.put(`<row r="`, number, `">`)
	for i, cell := range cells {
		if cell != "" {
			x.put(`<c r="`, x.letters[i], number, `"`, style, ` t="inlineStr"><is><t xml:space="preserve">`)
			x.text(Guard(cell))
			x.put(`</t></is></c>`)
		}
	}
	_, x.err = x.out.WriteString(`</row>`)
	return x.err
}

// fits refuses what the format cannot hold.
func (x *xlsxWriter) fits(cells []string) error {
	if len(cells) != len(x.letters) {
		return wrongWidth(len(cells), len(x.letters))
	}
	if x.rows == maxXLSXRows {
		return overLimit("XLSX 最多 {limit} 行。", "XLSX holds at most {limit} rows.", maxXLSXRows)
	}
	for _, cell := range cells {
		if len(cell) >= maxXLSXCell && len(utf16.Encode([]rune(Guard(cell)))) > maxXLSXCell {
			return overLimit("XLSX 单元格最多 {limit} 个字符。", "An XLSX cell holds at most {limit} characters.", maxXLSXCell)
		}
	}
	return nil
}

func (x *xlsxWriter) put(parts ...string) {
	for _, part := range parts {
		_, _ = x.out.WriteString(part) // bufio keeps its first error
	}
}

// escaped finds text that a reader would take for an escape of the format.
var escaped = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

// text writes a cell's text as XML. Control characters, which XML 1.0 does not
// allow, become the escapes of the format (_x000D_); bytes that are no UTF-8
// become U+FFFD.
func (x *xlsxWriter) text(cell string) {
	start := 0
	for i := 0; i < len(cell); {
		c := cell[i]
		size, instead := 1, ""
		switch {
		case c == '&':
			instead = "&amp;"
		case c == '<':
			instead = "&lt;"
		case c == '>':
			instead = "&gt;"
		case c < ' ' && c != '\t' && c != '\n':
			instead = "_x00" + string("0123456789ABCDEF"[c>>4]) + string("0123456789ABCDEF"[c&15]) + "_"
		case c == '_' && len(cell)-i >= 7 && escaped.MatchString(cell[i:i+7]):
			instead = "_x005F_"
		case c >= utf8.RuneSelf:
			var r rune
			if r, size = utf8.DecodeRuneInString(cell[i:]); size == 1 || r == 0xfffe || r == 0xffff {
				instead = "\ufffd"
			}
		}
		if instead != "" {
			x.put(cell[start:i], instead)
			start = i + size
		}
		i += size
	}
	x.put(cell[start:])
}

// Close implements Writer.
func (x *xlsxWriter) Close() error {
	if x.err != nil {
		return x.err
	}
	x.put(sheetTail)
	if x.err = x.out.Flush(); x.err == nil {
		x.err = x.archive.Close()
	}
	return x.err
}

// columnLetters names a column, counted from 0, the way spreadsheets do.
func columnLetters(i int) string {
	if i < 26 {
		return string(rune('A' + i))
	}
	return columnLetters(i/26-1) + string(rune('A'+i%26))
}
