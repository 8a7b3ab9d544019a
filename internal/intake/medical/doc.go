// Package medical is the second gate: the physical examination.
//
// An office opens sessions with so many places at a station and summons people to
// them (Session, Appointment). On the day the desk checks who has come and gives
// a temporary number for every section, each another one (package blind). The
// sections see numbers and their own fields, nothing else; an examiner sees only
// what was drawn to them. Who examines whom is drawn or, where no draw was made,
// follows from a keyed hash; nobody chooses. A section is signed by its examiner;
// a correction is a new version with a second signature. The chief examiner alone
// sees the sections of one person together, under a number, and concludes. A
// recheck is done by others at another station. A sample drawn afterwards is
// examined again, blind; where too many results differ, the list of the county
// cannot be frozen until a human has dealt with it (Settled).
//
// What is found is sealed in the vault under the person's keys: M1, and M3 for
// psychology and infectious diseases. Missing facts are asked for and never count
// against anybody; a missed appointment changes nothing; the program shows what
// each clause says and concludes nothing.
//
// Whoever holds these tables without the blind key sees who was summoned and with
// which conclusion, and rows of sections that cannot be joined with anybody. The
// leaves of the log do tell which rows one admission made: no page shows them for
// these tables (record.Table.Blind).
//
// What numbers cannot hide is time: one person's numbers appear on the lists of all
// sections at the same moment. Two doctors who watch their lists and compare when each
// number came can guess which two are of one person, the better the fewer people come
// in that hour, and then know more of a body than either should, though no name. They
// find it out by watching only: a number and the id of its row are keyed, the lists are
// ordered by number and show no hour, no page shows the history of these rows, an
// examiner is shown nobody's numbers but those drawn to them, and the screen in the
// hall names no waiting number. Names are known to the desk alone, which may examine
// nobody whom it met. Where two doctors and the desk collude nothing is blind; what
// they sell is left to the draw, to the chief who concludes, and to the sample that
// another station examines.
package medical

import (
	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/fault"
	"muster/internal/frame/house"
	"muster/internal/frame/policy"
	"muster/internal/intake/medical/blind"
	"muster/internal/office/role"
	"muster/internal/office/training"
)

// Value is the vault class of what a section finds.
type Value struct{}

// VaultClass is M1.
func (Value) VaultClass() string { return "M1" }

// Guarded is the vault class of psychology and infectious diseases.
type Guarded struct{}

// VaultClass is M3.
func (Guarded) VaultClass() string { return "M3" }

// question is what the pack is asked about somebody's body.
const question = "medical"

// room is what the rules of the gate share.
type room struct {
	*house.House
	key blind.Key
}

// Declare declares the registers and acts of the gate.
func Declare(h *house.House) {
	r := &room{House: h, key: Key(h.Derive)}
	r.declareStations()
	r.declareSessions()
	r.declareAppointments()
	r.declareDesk()
	r.declareSections()
	r.declareReadings()
	r.declareConflicts()
	r.declareExams()
	r.declareSamples()
	r.declareAlarms()
	h.Book.Follow("application.withdraw", r.left)
	h.Book.Trace(r.partsBehind)
	h.Book.Trace(r.readingsBehind)
}

// Key is the blind key of an installation whose secrets are derived so. It takes whoever has it from one section to all.
func Key(derive func(purpose string) []byte) blind.Key {
	if derive == nil {
		return nil
	}
	return blind.Key(derive(blind.Purpose))
}

// atStation grants to those who work at the station of a record.
func atStation(r access.Role, states ...string) access.Grant {
	return access.Grant{Role: r, Relation: access.Assigned, Field: "station", Purposes: []access.Purpose{role.Medical}, States: states}
}

// mine grants to the examiner to whom a record was drawn.
func mine(states ...string) access.Grant {
	return access.Grant{Role: role.Examiner, Relation: access.Named, Field: "examiner", Purposes: []access.Purpose{role.Medical}, States: states}
}

var (
	officer   = role.Grant(role.CountyOfficer, role.Intake)
	inspector = role.Grant(role.Inspector, role.Integrity)
)

// certified is the need of a certificate for those who examine.
func certified() []act.Need { return []act.Need{training.Certificate("examiner")} }

func conflict(code, zh, en string, pairs ...any) *fault.Fault {
	return fault.New(fault.Conflict, code, zh, en, pairs...)
}

func duties(zh, en string) error { return fault.New(fault.Denied, "access.duties", zh, en) }

// numbers reads parameters of the pack.
type numbers struct {
	view *policy.View
	err  error
}

func (n *numbers) int(name string) int64 {
	x, err := n.view.Int(name)
	if err != nil && n.err == nil {
		n.err = err
	}
	return x
}

func (n *numbers) decimal(name string) float64 {
	x, err := n.view.Decimal(name)
	if err != nil && n.err == nil {
		n.err = err
	}
	return x
}
