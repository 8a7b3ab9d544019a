package people

import (
	"strconv"
	"strings"

	"muster/internal/frame/db"
	"muster/internal/frame/field"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ledger"
	"muster/internal/frame/receipt"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
)

// Validity says whether a certificate still holds.
type Validity string

// The answers. Nothing more is said of anybody, and nothing at all to whoever does not
// have the signed text.
const (
	Holds      Validity = "holds"
	Superseded Validity = "superseded" // the registration was concluded again: there is a newer one
	Lapsed     Validity = "lapsed"     // it is open again, cancelled or void
	Unsigned   Validity = "unsigned"   // the text is none, was changed, or somebody else signed it
)

// Options is the closed list of answers, as they are worded to whoever asks.
func (Validity) Options() []field.Option {
	return []field.Option{
		{Value: string(Holds), Label: i18n.T("有效:登记结论至今未变。", "It holds: the conclusion has not changed since.")},
		{Value: string(Superseded), Label: i18n.T("已被取代:此后另有登记结论,请本人出示新的证明。", "Superseded: there is a newer conclusion. Ask the person for the newer certificate.")},
		{Value: string(Lapsed), Label: i18n.T("不再有效:登记正在重新办理或已注销。", "It holds no more: the registration is open again, or cancelled.")},
		{Value: string(Unsigned), Label: i18n.T("不是本机构签发的证明,或内容被改动。不就此提供任何信息。", "Not a certificate that this office signed, or it was changed. Nothing is said about it.")}}
}

// Ask says whether a certificate still holds; nil is one whose signature was not
// found good. The registration is found by the entry of the log on which the
// certificate rests, however it is numbered now; the same two queries, each by a key,
// run for every text.
func Ask(tx *db.Tx, c *receipt.Certificate) (Validity, error) {
	log, seq := "", int64(0)
	if c != nil && c.Kind == "registration" {
		log, seq = entryOf(c)
	}
	entry, found, err := ledger.At(tx, unit.Code(log), seq)
	if err != nil {
		return Unsigned, err
	}
	id := strings.TrimPrefix(entry.Subject, Registrations.Name+"/")
	list, err := record.All[Registration](tx, Registrations, "county = $1 AND id = $2", log, id)
	switch {
	case err != nil || c == nil || c.Kind != "registration":
		return Unsigned, err
	case !found || len(list) == 0 || !list[0].Certified():
		return Lapsed, nil
	case list[0].Certificate != c.Number:
		return Superseded, nil
	}
	return Holds, nil
}

// entryOf reads which log and entry a certificate names.
func entryOf(c *receipt.Certificate) (log string, seq int64) {
	for _, s := range c.Says {
		if s[0] == "entry" {
			county, number, _ := strings.Cut(s[1], "/")
			if n, err := strconv.ParseInt(number, 10, 64); err == nil {
				return county, n
			}
		}
	}
	return "", 0
}
