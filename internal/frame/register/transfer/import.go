package transfer

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"reflect"
	"strings"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/fault"
	"muster/internal/frame/field"
	"muster/internal/frame/i18n"
	"muster/internal/frame/register"
	"muster/internal/frame/sheet"
)

// Options of an import; the zero value is usable.
type Options struct {
	Name   string // of the file, for the places of faults
	DryRun bool   // try every row and store nothing
	// Aliases gives further names of a column, such as those of the policy pack.
	Aliases func(kind, column string) []string
	// Wrong is told every row that failed, in the order of the lines.
	Wrong func(line int, err error) error
	// Progress is told the number of rows dealt with so far.
	Progress func(rows int)
}

// Summary is what came of an import.
type Summary struct {
	Rows     int `json:"rows"`     // that had content
	Done     int `json:"done"`     // stored, or good in a dry run
	Repeated int `json:"repeated"` // imported before
	Pending  int `json:"pending"`  // waiting for a second signature
	Failed   int `json:"failed"`
}

// batch is how many rows share one commit.
const batch = 500

// Import reads a file and does the register's act of import for every row. The
// error is a fault where the register takes no imports, the header is wrong or
// the file cannot be read on; rows that fail are told to o.Wrong instead.
func Import(ctx context.Context, road *act.Road, reg *register.Register, actor access.Actor, purpose access.Purpose,
	from io.Reader, o Options) (Summary, error) {
	kind := road.Book.Kind(reg.Import)
	if kind == nil {
		return Summary{}, fault.New(fault.Invalid, "import.none", "“{register}”不接受导入。", "{register} takes no imports.", "register", reg.Table.Title)
	}
	if !access.AnyRole(kind.By, actor, purpose) {
		return Summary{}, access.Denied()
	}
	in, err := sheet.NewReader(from, o.Name, Columns(kind, o.Aliases))
	if err != nil {
		return Summary{}, err
	}
	defer in.Close()
	m := &importer{ctx: ctx, road: road, kind: kind, actor: actor, purpose: purpose, o: o, first: map[string]int{}, twice: reg.Twice}
	err = errors.Join(m.run(in), ctx.Err())
	return m.summary, err
}

// Columns are the columns that a file for a kind of act may have: the fields of
// its body, known by name or by label in any language.
func Columns(kind *act.Kind, aliases func(kind, column string) []string) []sheet.Column {
	var out []sheet.Column
	for _, f := range kind.Body.Visible() {
		c := sheet.Column{Name: f.Name, Required: f.Required, Code: f.Code, Aliases: []string{f.Label.ZH, f.Label.EN}}
		if aliases != nil {
			c.Aliases = append(c.Aliases, aliases(kind.Table.Name, f.Name)...)
		}
		out = append(out, c)
	}
	return out
}

type importer struct {
	ctx     context.Context
	road    *act.Road
	kind    *act.Kind
	actor   access.Actor
	purpose access.Purpose
	o       Options
	summary Summary
	twice   bool           // a key may stand in several lines, which is for the act
	first   map[string]int // the line on which a key field had a value first
	rows    []row          // since the last commit, in the order of the file
	waiting []act.Request  // of those rows that could be read
}

// row is one line of the file and what is wrong with it, if it could not be read.
type row struct {
	line int
	err  error
}

func (m *importer) run(in *sheet.Reader) error {
	for m.ctx.Err() == nil {
		row, err := in.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		m.summary.Rows++
		if err != nil {
			if fault.As(err).Place.Line == 0 {
				return errors.Join(m.flush(), err)
			}
			if err := m.add(row.Line, err); err != nil {
				return err
			}
			continue
		}
		if err := m.take(row); err != nil {
			return err
		}
	}
	return m.flush()
}

// take turns a row into a request.
func (m *importer) take(row sheet.Row) error {
	body := m.kind.NewBody()
	v := reflect.ValueOf(body).Elem()
	var bad []fault.Field
	for _, f := range m.kind.Body.Visible() {
		if e := f.Parse(v, row.Get(f.Name)); e != nil {
			bad = append(bad, *e)
		} else if e := m.doubled(f, v, row.Line); e != nil {
			bad = append(bad, *e)
		}
	}
	if err := field.Faulty(bad); err != nil {
		return m.add(row.Line, err)
	}
	sum := sha256.Sum256(m.kind.Body.AppendCanonical([]byte(m.kind.Name+"\x00"), v))
	m.waiting = append(m.waiting, act.Request{Kind: m.kind.Name, Body: body, Actor: m.actor, Purpose: m.purpose, Key: "row-" + hex.EncodeToString(sum[:])})
	return m.add(row.Line, nil)
}

// add keeps a row for the next commit. One that cannot be read waits for it too,
// so that everything wrong is told in the order of the lines.
func (m *importer) add(line int, err error) error {
	m.rows = append(m.rows, row{line, err})
	if len(m.rows) == batch {
		return m.flush()
	}
	return nil
}

// doubled finds a row whose key stood on an earlier line of the same file. Both
// rows may agree: a file that names one thing twice is wrong all the same, and
// which line was meant is for people to say. The earlier line keeps the key even
// if something else is wrong with it.
func (m *importer) doubled(f *field.Field, body reflect.Value, line int) *fault.Field {
	value := f.Format(body)
	if !f.Key || value == "" || m.twice {
		return nil
	}
	key := f.Name + "\x00" + strings.ToUpper(value)
	if first, seen := m.first[key]; seen {
		return &fault.Field{Name: f.Name, Code: "row.doubled", Text: i18n.T("与本文件第 {first} 行重复；请只保留一行。",
			"Line {first} of this file has it already; keep one of the two lines.").With("first", first)}
	}
	m.first[key] = line
	return nil
}

// flush does what is waiting.
func (m *importer) flush() error {
	results, err := m.do()
	for _, r := range m.rows {
		switch {
		case r.err != nil:
			err = errors.Join(err, m.wrong(r.line, r.err))
		case len(results) > 0:
			err = errors.Join(err, m.count(r.line, results[0]))
			results = results[1:]
		}
	}
	m.rows, m.waiting = m.rows[:0], nil
	if m.o.Progress != nil {
		m.o.Progress(m.summary.Rows)
	}
	return err
}

func (m *importer) do() ([]act.Result, error) {
	if len(m.waiting) == 0 {
		return nil, nil
	}
	if !m.o.DryRun {
		return m.road.Batch(m.ctx, m.waiting)
	}
	results := make([]act.Result, len(m.waiting))
	for i, q := range m.waiting {
		results[i].Err = m.road.Try(m.ctx, q)
	}
	return results, nil
}

func (m *importer) count(line int, r act.Result) error {
	switch {
	case r.Err != nil:
		return m.wrong(line, r.Err)
	case r.Answer.Again:
		m.summary.Repeated++
	case r.Answer.Pending:
		m.summary.Pending++
	default:
		m.summary.Done++
	}
	return nil
}

func (m *importer) wrong(line int, err error) error {
	m.summary.Failed++
	if m.o.Wrong == nil {
		return nil
	}
	return m.o.Wrong(line, err)
}
