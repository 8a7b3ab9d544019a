package cases

import (
	"muster/internal/frame/field"
	"muster/internal/frame/i18n"
)

// Integrity is the result of the integrity gate for a case, "" before there is
// one (DOMAIN, 1.3).
type Integrity string

// The results of the integrity gate.
const (
	Clear  Integrity = "clear" // nothing is open: it may be approved
	OnHold Integrity = "hold"  // something is being looked into
	Voided Integrity = "void"  // forgery was proven: what rests on it does not count
	Undone Integrity = ""
)

// Options is the closed list of results.
func (Integrity) Options() []field.Option {
	return []field.Option{{Value: string(Clear), Label: i18n.T("通过", "clear")}, {Value: string(OnHold), Label: i18n.T("暂停", "hold")},
		{Value: string(Voided), Label: i18n.T("作废", "void")}}
}
