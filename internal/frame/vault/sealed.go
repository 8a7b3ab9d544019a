package vault

import (
	"database/sql/driver"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"log/slog"

	"muster/internal/frame/fault"
)

// Sealed is a content of a class as it is stored: a byte string in the
// database, base64 in canonical JSON. The zero value is no content, NULL and
// null. Printing and logging give a remark, so that logs do not become a copy.
//
// Its bytes are: version 1, the id of the data key (8), the nonce (12), the
// padded content under AES-256-GCM, the tag (16).
type Sealed[C Class] struct{ bytes []byte }

const (
	sealedVersion = 1
	sealedHead    = 1 + 8
)

// IsZero says whether there is no content.
func (s Sealed[C]) IsZero() bool { return len(s.bytes) == 0 }

// Bytes are the stored bytes, for a commitment of the ledger; not to be changed.
func (s Sealed[C]) Bytes() []byte { return s.bytes }

// Value implements driver.Valuer.
func (s Sealed[C]) Value() (driver.Value, error) {
	if s.IsZero() {
		return nil, nil
	}
	return s.bytes, nil
}

// Scan implements sql.Scanner.
func (s *Sealed[C]) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		s.bytes = nil
	case []byte:
		s.bytes = append([]byte(nil), v...) // the driver reuses its buffer
	case string:
		s.bytes = []byte(v)
	default:
		return fmt.Errorf("vault: a sealed content cannot be read from %T", src)
	}
	return nil
}

// MarshalJSON gives the stored bytes in base64.
func (s Sealed[C]) MarshalJSON() ([]byte, error) {
	if s.IsZero() {
		return []byte("null"), nil
	}
	return json.Marshal(base64.StdEncoding.EncodeToString(s.bytes))
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (s *Sealed[C]) UnmarshalJSON(data []byte) error {
	var stored []byte
	if err := json.Unmarshal(data, &stored); err != nil {
		return fault.New(fault.Invalid, "vault.not_sealed", "此项不是加密内容。", "This field is no sealed content.").Because(err)
	}
	s.bytes = stored
	return nil
}

const sealedRemark = "[sealed]"

// String tells that there is something, not what.
func (s Sealed[C]) String() string { return sealedRemark }

// GoString tells that there is something, not what.
func (s Sealed[C]) GoString() string { return sealedRemark }

// Format answers every verb of package fmt with the same remark.
func (s Sealed[C]) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(sealedRemark)) }

// LogValue tells that there is something, not what.
func (s Sealed[C]) LogValue() slog.Value { return slog.StringValue(sealedRemark) }
