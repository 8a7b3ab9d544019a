// Package fault is the product's one error type that people may read.
//
// A Fault says what is wrong, where, and what to do, in every language. Any
// other error is internal: it is logged once and its text never reaches a user.
package fault

import (
	"errors"
	"fmt"
	"strings"

	"muster/internal/frame/i18n"
)

// Kind classes a fault by what the caller can do about it.
type Kind uint8

// The kinds, from the caller's mistake to ours.
const (
	Internal    Kind = iota // ours: retry later, report it
	Invalid                 // the input is wrong: correct it
	Denied                  // not allowed: ask somebody who is
	Unknown                 // no such thing, or not visible to the caller
	Conflict                // the state or a rule forbids it now
	Stale                   // somebody changed it since it was read: look again
	Reused                  // an idempotency key came back with another body
	Unsigned                // a second signature is needed first
	SignIn                  // not signed in, or not strongly enough
	Unavailable             // a resource is out: retry after a while
	Usage                   // wrong command line
)

// Field is a fault of one input field.
type Field struct {
	Name string    `json:"name"`
	Code string    `json:"code"`
	Text i18n.Text `json:"text"`
}

// Place is where in a file something is wrong; zero parts are unknown.
type Place struct {
	File   string `json:"file,omitempty"`
	Line   int    `json:"line,omitempty"`
	Column string `json:"column,omitempty"`
}

// Fault is an error that a user may read.
type Fault struct {
	Kind   Kind
	Code   string    // stable machine-readable name, such as "quota.full"
	Text   i18n.Text // what is wrong and what to do
	Fields []Field   // the input fields concerned
	Place  Place     // the place in a file
	Cause  error     // for the log only
}

// New builds a fault; pairs fill {name} placeholders of the texts.
func New(kind Kind, code, zh, en string, pairs ...any) *Fault {
	return &Fault{Kind: kind, Code: code, Text: i18n.T(zh, en).With(pairs...)}
}

// Error gives the English text with its place, for logs and terminals.
func (f *Fault) Error() string { return f.In(i18n.EN) }

// In renders the whole fault for a reader: place, text and fields.
func (f *Fault) In(lang i18n.Lang) string {
	var b strings.Builder
	if at := f.Place.String(); at != "" {
		b.WriteString(at + ": ")
	}
	b.WriteString(f.Text.In(lang))
	for i, field := range f.Fields {
		sep := "; "
		if i == 0 && f.Text.IsZero() {
			sep = ""
		}
		fmt.Fprintf(&b, "%s%s: %s", sep, field.Name, field.Text.In(lang))
	}
	return b.String()
}

// String renders a place as file:line:column with unknown parts left out.
func (p Place) String() string {
	s := p.File
	if p.Line > 0 {
		s = strings.TrimPrefix(fmt.Sprintf("%s:%d", s, p.Line), ":")
	}
	if p.Column != "" {
		s = strings.TrimPrefix(s+":"+p.Column, ":")
	}
	return s
}

// Unwrap gives the cause to errors.Is and errors.As.
func (f *Fault) Unwrap() error { return f.Cause }

// Because attaches the cause for the log.
func (f *Fault) Because(err error) *Fault { f.Cause = err; return f }

// At attaches the place in a file.
func (f *Fault) At(file string, line int, column string) *Fault {
	f.Place = Place{File: file, Line: line, Column: column}
	return f
}

// OnField adds the fault of one input field.
func (f *Fault) OnField(name, code, zh, en string, pairs ...any) *Fault {
	f.Fields = append(f.Fields, Field{Name: name, Code: code, Text: i18n.T(zh, en).With(pairs...)})
	return f
}

// As finds the fault in an error chain. An error that is no fault becomes an
// internal one whose text tells the user nothing but that it was recorded.
func As(err error) *Fault {
	var f *Fault
	if errors.As(err, &f) {
		return f
	}
	return New(Internal, "internal", "系统内部错误,已记录;请稍后重试。",
		"Something went wrong on our side and was recorded; please try again later.").Because(err)
}

// Is says whether the error carries a fault of this kind.
func Is(err error, kind Kind) bool {
	var f *Fault
	return errors.As(err, &f) && f.Kind == kind
}

// Coded says whether the error carries a fault with this code.
func Coded(err error, code string) bool {
	var f *Fault
	return errors.As(err, &f) && f.Code == code
}
