// Package field reads the fields of a declared Go struct once, so that its
// form, its checks, its columns, its JSON, its CSV and its OpenAPI schema all
// come from the same line of code.
//
// A field is declared by tags:
//
//	Height int64 `f:"height_cm,required,min=50,max=250,class=M1" zh:"身高(厘米)" en:"Height (cm)"`
//
// Options: required; min=, max= (integers: the value; texts: characters);
// class= the sensitivity class; search, filter, sort (lists); tally (counted
// in the dashboards); unique (claimed by one record in the whole installation);
// secret (sensitive contents that no act's payload may carry: its rule seals
// them); ref= the register that an id refers to; code (an identifier that a
// spreadsheet may mangle); long (a text of several lines); hidden (in no form,
// list or export); key (it identifies a row in a file, so that a file may hold
// each value once); reasons= the closed list of the policy pack whose codes it
// holds, for forms to offer. Anonymous structs are flattened.
package field

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"muster/internal/frame/clock"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
)

// Kind is the type of a field's value as people and databases see it.
type Kind uint8

// The kinds of fields.
const (
	Text Kind = iota
	Integer
	Optional // an integer that may be absent
	Bool
	Date
	Instant
	ID
	Unit
	Choice // one of a closed list
	List   // texts, separated by | where there is only one cell
	Sealed // an encrypted value of the vault
)

// Option is one value of a closed list, with its reading.
type Option struct {
	Value string
	Label i18n.Text
}

// Chooser is implemented by string types with a closed list of values.
type Chooser interface{ Options() []Option }

// Field is one declared field.
type Field struct {
	Name     string
	Label    i18n.Text
	Kind     Kind
	Required bool
	Min, Max *int64
	Class    string
	Search   bool
	Filter   bool
	Sort     bool
	Tally    bool
	Unique   bool
	Code     bool
	Long     bool
	Hidden   bool
	Secret   bool
	Key      bool // identifies a row in a file
	Due      bool // the day by which the record is to be dealt with
	File     bool // the content of an uploaded file, in base64
	Rate     bool // hundredths of a percent, -1: of nothing
	Ref      string
	Reasons  string // the pack's list of reasons whose codes it holds
	Options  []Option

	index  []int
	goType reflect.Type
}

// Schema is the declared fields of one struct type.
type Schema struct {
	Type   reflect.Type
	Fields []*Field // in declared order
	sorted []*Field // by name, for canonical bytes
	byName map[string]*Field
}

// Of reads the schema of T. A wrong tag is a mistake of the programmer and
// panics while the program starts.
func Of[T any]() *Schema { return OfType(reflect.TypeFor[T]()) }

// OfType is Of for a type known only at run time.
func OfType(t reflect.Type) *Schema {
	s := &Schema{Type: t, byName: map[string]*Field{}}
	s.collect(t, nil)
	s.sorted = append(s.sorted, s.Fields...)
	sortByName(s.sorted)
	return s
}

func (s *Schema) collect(t reflect.Type, prefix []int) {
	for i := range t.NumField() {
		sf := t.Field(i)
		index := append(append([]int(nil), prefix...), i)
		if sf.Anonymous && sf.Type.Kind() == reflect.Struct {
			s.collect(sf.Type, index)
			continue
		}
		tag, ok := sf.Tag.Lookup("f")
		if !ok {
			continue
		}
		f := parse(tag, sf)
		f.index = index
		if s.byName[f.Name] != nil {
			panic(fmt.Sprintf("%s: field %s declared twice", t, f.Name))
		}
		s.Fields, s.byName[f.Name] = append(s.Fields, f), f
	}
}

// Get finds a field by name, nil if there is none.
func (s *Schema) Get(name string) *Field { return s.byName[name] }

// Visible lists the fields that people may see in forms, lists and exports.
func (s *Schema) Visible() []*Field {
	var out []*Field
	for _, f := range s.Fields {
		if !f.Hidden {
			out = append(out, f)
		}
	}
	return out
}

// Value is the reflected value of the field in a struct value.
func (f *Field) Value(record reflect.Value) reflect.Value { return record.FieldByIndex(f.index) }

// GoType is the type of the field in its struct.
func (f *Field) GoType() reflect.Type { return f.goType }

// At is the same field as the n-th one of another struct.
func (f *Field) At(n int) *Field {
	g := *f
	g.index = []int{n}
	return &g
}

// OptionLabel is the reading of an option's value; the value itself where it is
// unknown.
func (f *Field) OptionLabel(value string) i18n.Text {
	for _, o := range f.Options {
		if o.Value == value {
			return o.Label
		}
	}
	return i18n.Same(value)
}

func parse(tag string, sf reflect.StructField) *Field {
	parts := strings.Split(tag, ",")
	f := &Field{Name: parts[0], Label: i18n.T(sf.Tag.Get("zh"), sf.Tag.Get("en")), goType: sf.Type}
	f.Kind, f.Options = kindOf(sf.Type)
	for _, part := range parts[1:] {
		key, value, _ := strings.Cut(part, "=")
		if !f.set(key, value) {
			panic(fmt.Sprintf("field %s: unknown option %q", f.Name, part))
		}
	}
	return f
}

func (f *Field) set(key, value string) bool {
	flags := map[string]*bool{"required": &f.Required, "search": &f.Search, "filter": &f.Filter, "sort": &f.Sort,
		"tally": &f.Tally, "unique": &f.Unique, "code": &f.Code, "long": &f.Long, "hidden": &f.Hidden, "secret": &f.Secret, "key": &f.Key, "due": &f.Due, "file": &f.File, "rate": &f.Rate}
	if flag, ok := flags[key]; ok {
		*flag = true
		return true
	}
	switch key {
	case "class":
		f.Class = value
	case "ref":
		f.Ref = value
	case "reasons":
		f.Reasons = value
	case "min", "max":
		n, err := strconv.ParseInt(value, 10, 64)
		if err != nil {
			return false
		}
		if key == "min" {
			f.Min = &n
		} else {
			f.Max = &n
		}
	default:
		return false
	}
	return true
}

// Stored is what a sealed value of the vault looks like from here: bytes.
type Stored interface {
	Bytes() []byte
	Scan(src any) error
}

func kindOf(t reflect.Type) (Kind, []Option) {
	zero := reflect.Zero(t).Interface()
	if c, ok := zero.(Chooser); ok {
		return Choice, c.Options()
	}
	if _, ok := reflect.New(t).Interface().(Stored); ok {
		return Sealed, nil
	}
	switch zero.(type) {
	case clock.Date:
		return Date, nil
	case clock.Instant:
		return Instant, nil
	case ident.ID:
		return ID, nil
	case unit.Code:
		return Unit, nil
	case *int64:
		return Optional, nil
	case []string:
		return List, nil
	}
	switch t.Kind() {
	case reflect.String:
		return Text, nil
	case reflect.Int64:
		return Integer, nil
	case reflect.Bool:
		return Bool, nil
	}
	panic(fmt.Sprintf("a field cannot have the type %s", t))
}

func sortByName(fields []*Field) {
	for i := 1; i < len(fields); i++ {
		for j := i; j > 0 && fields[j].Name < fields[j-1].Name; j-- {
			fields[j], fields[j-1] = fields[j-1], fields[j]
		}
	}
}
