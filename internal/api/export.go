package api

import (
	"bufio"
	"io"
	"net/http"
	"reflect"
	"time"

	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/field"
	"muster/internal/frame/record"
	"muster/internal/frame/sheet"
)

// export streams every record that the list pages through. The first byte goes
// out with the first record, so that a refusal is still a problem; where a later
// one cannot be read, the connection is cut.
func (s *server) export(x *exchange) error {
	reg, look, err := s.look(x, "export")
	if err != nil {
		return err
	}
	values, err := parameters(x.r.URL.RawQuery, "filter", "sort", "search", "format", "purpose")
	if err != nil {
		return err
	}
	q, err := query(values)
	if err != nil {
		return err
	}
	begin, ok := formats[values.Get("format")]
	if !ok {
		return fault.New(fault.Invalid, "export.format", "格式须为 csv、xlsx 或 json。", "The format must be csv, xlsx or json.").
			OnField("format", "choice.unknown", "须为 csv、xlsx 或 json。", "It must be csv, xlsx or json.")
	}
	// A reader who stops reading must not keep the snapshot for ever. A recorder
	// has no connection to set a deadline on.
	connection := http.NewResponseController(x)
	_ = connection.SetWriteDeadline(clock.System{}.Now().Add(exportTime))
	defer func() { _ = connection.SetWriteDeadline(time.Time{}) }()
	shown := reg.Table.Schema.Shown()
	var out rows
	start := func() {
		if out == nil {
			x.Header().Set("Content-Type", begin.media)
			x.Header().Set("Content-Disposition", `attachment; filename="`+reg.Table.Name+begin.ending+`"`)
			out = begin.rows(x, shown)
		}
	}
	err = s.app.Road.Export(x.r.Context(), look, q, func(rec record.Record) error {
		start()
		return out.put(rec)
	})
	if err != nil {
		return err
	}
	start()
	return out.Close()
}

// rows writes records into a file.
type rows interface {
	put(record.Record) error
	Close() error
}

type format struct {
	media, ending string
	rows          func(io.Writer, []*field.Field) rows
}

var formats = map[string]format{
	"csv": {"text/csv; charset=utf-8", ".csv", func(w io.Writer, shown []*field.Field) rows {
		return newSheet(sheet.NewCSV(w, names(shown)...), shown)
	}},
	"xlsx": {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx", func(w io.Writer, shown []*field.Field) rows {
		return newSheet(sheet.NewXLSX(w, names(shown)...), shown)
	}},
	"json": {"application/x-ndjson", ".ndjson", func(w io.Writer, shown []*field.Field) rows {
		return &lines{out: bufio.NewWriterSize(w, 64<<10), shown: shown}
	}},
}

func names(shown []*field.Field) []string {
	out := make([]string, len(shown))
	for i, f := range shown {
		out[i] = f.Name
	}
	return out
}

// table is rows of a spreadsheet.
type table struct {
	sheet.Writer
	shown []*field.Field
	cells []string
}

func newSheet(w sheet.Writer, shown []*field.Field) rows {
	return &table{Writer: w, shown: shown, cells: make([]string, len(shown))}
}

func (t *table) put(rec record.Record) error {
	v := reflect.ValueOf(rec).Elem()
	for i, f := range t.shown {
		t.cells[i] = f.Format(v)
	}
	return t.Write(t.cells...)
}

// lines is one JSON object a line.
type lines struct {
	out   *bufio.Writer
	shown []*field.Field
	line  []byte
}

func (l *lines) put(rec record.Record) error {
	l.line = append(appendRecord(l.line[:0], l.shown, rec), "}\n"...)
	_, err := l.out.Write(l.line)
	return err
}

// Close writes what is still held back.
func (l *lines) Close() error { return l.out.Flush() }
