package record

import (
	"database/sql"
	"fmt"
	"reflect"
	"strings"

	"muster/internal/frame/db"
	"muster/internal/frame/fault"
	"muster/internal/frame/field"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
)

// Load reads one record; a missing one is a fault. lock keeps it from others
// until the commit.
func (t *Table) Load(tx *db.Tx, county unit.Code, id ident.ID, into Record, lock bool) error {
	query := t.selectOne
	if lock {
		query += tx.ForUpdate()
	}
	found, err := tx.One(query, []any{string(county), string(id)}, t.Targets(into)...)
	if err != nil {
		return fmt.Errorf("load %s: %w", t.Name, err)
	}
	if !found {
		return Missing(t.Title)
	}
	return nil
}

// Missing is the fault for a record that is not there, or not for the caller:
// the two read alike, so that ids cannot be probed.
func Missing(what i18n.Text) error {
	return fault.New(fault.Unknown, "record.unknown", "没有找到{what},或您无权查看。",
		"There is no such record ({what}), or it is not yours to see.", "what", what)
}

// Insert stores the first revisions of new records.
func (t *Table) Insert(tx *db.Tx, records []Record) error {
	rows := make([][]any, len(records))
	for i, r := range records {
		rows[i] = t.values(r)
	}
	return tx.Bulk(t.Name, t.columns, rows, "")
}

// Update stores the next revision, r.Rev; it is stale where somebody else has
// stored that one before.
func (t *Table) Update(tx *db.Tx, r Record) error {
	n, err := tx.Exec(t.update, t.values(r)...)
	if err == nil && n == 0 {
		return Stale()
	}
	return err
}

// Stale is the fault for a change that rests on an old revision.
func Stale() error {
	return fault.New(fault.Stale, "record.stale", "这条记录刚被别人改过;请重新打开,核对后再提交。",
		"Somebody changed this record since you opened it; open it again, look, and repeat your change.")
}

// values are the record's columns as arguments.
func (t *Table) values(r Record) []any {
	v := reflect.ValueOf(r).Elem()
	args := make([]any, len(t.Schema.Fields))
	for i, f := range t.Schema.Fields {
		args[i] = argument(f, f.Value(v))
	}
	return args
}

func argument(f *field.Field, v reflect.Value) any {
	switch f.Kind {
	case field.Integer, field.Instant:
		return v.Int()
	case field.Optional:
		if v.IsNil() {
			return nil
		}
		return v.Elem().Int()
	case field.Bool:
		if v.Bool() {
			return int64(1)
		}
		return int64(0)
	case field.List:
		return strings.Join(v.Interface().([]string), "|")
	case field.Sealed:
		return append([]byte{}, v.Addr().Interface().(field.Stored).Bytes()...) // never NULL
	default:
		return v.String()
	}
}

// Targets are the scan targets of the record's columns.
func (t *Table) Targets(r Record) []any {
	v := reflect.ValueOf(r).Elem()
	out := make([]any, len(t.Schema.Fields))
	for i, f := range t.Schema.Fields {
		out[i] = target(f, f.Value(v))
	}
	return out
}

var (
	stringPointer = reflect.TypeFor[*string]()
	intPointer    = reflect.TypeFor[*int64]()
)

func target(f *field.Field, v reflect.Value) any {
	switch f.Kind {
	case field.Integer, field.Instant:
		return v.Addr().Convert(intPointer).Interface()
	case field.Optional, field.Bool:
		return v.Addr().Interface()
	case field.List:
		return (*list)(v.Addr().Interface().(*[]string))
	case field.Sealed:
		return v.Addr().Interface().(sql.Scanner)
	default:
		return v.Addr().Convert(stringPointer).Interface()
	}
}

// list scans texts joined by "|".
type list []string

// Scan implements sql.Scanner.
func (l *list) Scan(value any) error {
	text, ok := value.(string)
	if raw, isBytes := value.([]byte); isBytes {
		text, ok = string(raw), true
	}
	if !ok {
		return fmt.Errorf("a list is stored as text, not as %T", value)
	}
	*l = nil
	if text != "" {
		*l = strings.Split(text, "|")
	}
	return nil
}
