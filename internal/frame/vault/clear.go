package vault

import (
	"encoding/json"
	"fmt"
	"log/slog"

	"muster/internal/frame/fault"
	"muster/internal/frame/ident"
	"muster/internal/frame/vault/permit"
)

// Class is a sensitive class: an empty struct type that names itself. The name
// is stored with every key and never changes; it has 1 to 64 bytes.
type Class interface{ VaultClass() string }

// Permit allows to open; see package permit, which issues it.
type Permit = permit.Permit

func className[C Class]() string {
	var class C
	return class.VaultClass()
}

// Clear is a content of a class in memory, before it is sealed or after it was
// opened. It is immutable. Printing, logging and encoding give a remark in its
// place. The zero value is no content.
type Clear[C Class] struct {
	// A function, because formatting a struct that holds a Clear in an unexported
	// field does not ask the methods below but prints what it finds, even behind
	// a pointer where the verb does not fit; of a function it prints the address.
	content func() []byte
	subject ident.ID // whose it is; empty before it is sealed
}

// NewClear takes over a content that came from outside.
func NewClear[C Class](content []byte) Clear[C] { return Clear[C]{content: hide(content)} }

// hide puts a value where no formatting reaches it.
func hide[T any](value T) func() T { return func() T { return value } }

// IsZero says whether there is no content.
func (c Clear[C]) IsZero() bool { return c.content == nil }

// Reveal gives the content to whoever has a permit for its subject and class.
// A content that is not sealed yet belongs to nobody else: it is revealed to
// any permit for its class and the subject given here; an opened one only for
// the subject that it was opened for. A refusal is a fault of kind Denied. The
// caller must not keep or change the bytes.
func (c Clear[C]) Reveal(p Permit, subject ident.ID) ([]byte, error) {
	if c.subject != "" && c.subject != subject || !p.MayOpen(subject, className[C]()) {
		return nil, denied()
	}
	if c.content == nil {
		return nil, nil
	}
	return c.content(), nil
}

// UnmarshalJSON takes the content from a JSON string; null is no content.
func (c *Clear[C]) UnmarshalJSON(data []byte) error {
	var text *string
	if err := json.Unmarshal(data, &text); err != nil {
		return fault.New(fault.Invalid, "vault.not_text", "此项应为文本。", "This field must be text.") // without the cause: it may quote the content
	}
	if *c = (Clear[C]{}); text != nil {
		*c = NewClear[C]([]byte(*text))
	}
	return nil
}

const redacted = "[redacted]"

// String tells that there is something, not what.
func (c Clear[C]) String() string { return redacted }

// GoString tells that there is something, not what.
func (c Clear[C]) GoString() string { return redacted }

// Format answers every verb of package fmt with the same remark.
func (c Clear[C]) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(redacted)) }

// LogValue tells that there is something, not what.
func (c Clear[C]) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalJSON tells that there is something, not what: clear content never
// leaves by encoding.
func (c Clear[C]) MarshalJSON() ([]byte, error) { return []byte(`"` + redacted + `"`), nil }

// MarshalText tells that there is something, not what.
func (c Clear[C]) MarshalText() ([]byte, error) { return []byte(redacted), nil }

func denied() error {
	return fault.New(fault.Denied, "vault.denied", "没有查看此内容的许可。", "There is no permit to see this content.")
}
