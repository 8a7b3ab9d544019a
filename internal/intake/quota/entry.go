package quota

import (
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/field"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
)

// Movement is what moves seats.
type Movement string

// The movements. Each takes seats from the debit unit and gives them to the
// credit unit; an empty unit is the world outside the ledger: the order from
// above that gives the seats, or the people who fill them.
const (
	Issuing    Movement = "issue"     // from outside to the top
	PassOn     Movement = "pass_on"   // from a unit to one directly below it
	Transfer   Movement = "transfer"  // between two units directly below the same one
	Return     Movement = "return"    // from a unit to the one above it, or from the top to outside
	Using      Movement = "use"       // from a unit to a person
	GivingBack Movement = "give_back" // from a person to a unit
)

// Options is the closed list of movements.
func (Movement) Options() []field.Option {
	return []field.Option{{Value: string(Issuing), Label: i18n.T("下达", "issued")}, {Value: string(PassOn), Label: i18n.T("下分", "passed on")},
		{Value: string(Transfer), Label: i18n.T("调剂", "transferred")}, {Value: string(Return), Label: i18n.T("上交", "returned")},
		{Value: string(Using), Label: i18n.T("使用", "used")}, {Value: string(GivingBack), Label: i18n.T("退还", "given back")}}
}

// Label is the reading of a movement.
func (m Movement) Label() i18n.Text {
	for _, o := range m.Options() {
		if o.Value == string(m) {
			return o.Label
		}
	}
	return i18n.Same(string(m))
}

// Entry is one movement of seats. Entries are never changed: there is no act on
// them, and only the reversal of the whole act that wrote one makes it void.
type Entry struct {
	record.Base
	Cycle  ident.ID      `f:"cycle,required,filter,ref=cycle" zh:"征集批次" en:"Intake"`
	Kind   Movement      `f:"kind,required,filter" zh:"变动" en:"Movement"`
	Debit  unit.Code     `f:"debit,filter" zh:"减少单位" en:"From"`
	Credit unit.Code     `f:"credit,filter" zh:"增加单位" en:"To"`
	Seats  int64         `f:"seats,required,min=1" zh:"名额" en:"Seats"`
	Act    string        `f:"act,filter,max=60" zh:"事项" en:"Act"`
	Reason string        `f:"reason,long" zh:"理由" en:"Reason"`
	At     clock.Instant `f:"at" zh:"时间" en:"At"`
}

// Posted is the state of an entry.
const Posted = "posted"

// Entries is the table of the quota ledger.
var Entries = record.NewTable[Entry]("quota_entry", i18n.T("名额账目", "Quota ledger"),
	record.State{Name: Posted, Label: i18n.T("已记账", "posted")}, act.VoidState)

// post writes one movement. The entry stands in the log of the unit that gives,
// or, where the seats come from outside, of the one that receives.
func post(w *act.Work, intake ident.ID, kind Movement, debit, credit unit.Code, seats int64, reason string) (*Entry, error) {
	e := &Entry{Cycle: intake, Kind: kind, Debit: debit, Credit: credit, Seats: seats, Act: w.Kind.Name, Reason: reason, At: w.Now}
	e.State = Posted
	at := debit
	if at == "" {
		at = credit
	}
	return e, w.Found(Entries, e, at)
}
