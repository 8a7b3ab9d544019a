// Package integrity is the fourth gate. Nobody acts on a case in which they have
// declared an interest; a case about which something is open is held, and
// released by somebody else; every county reports every day, even that there is
// nothing to report, and closes the figures of the day under a hash; appointed
// citizens look on; complaints are answered by another office by a day; and before
// anybody is approved an inspector who has not touched the case clears it.
//
// A hold takes nothing away and ends nothing: the place is kept. Nothing holds a
// case by itself, nothing releases one by running out of time, and a report that
// is missing is shown, not punished. Tips have a room of their own (package tips),
// the stop of assembly lines too (package velocity).
//
// Whoever holds these tables could remove a conflict, a hold or a figure; the
// ledger's verification finds that.
package integrity

import (
	"muster/internal/frame/access"
	"muster/internal/frame/house"
	"muster/internal/office/role"
)

// Declare declares the registers and acts of the gate.
func Declare(h *house.House) {
	declareConflicts(h)
	declareHolds(h)
	declareClearances(h)
	declareReports(h)
	declareFigures(h)
	declareSupervisors(h)
	declareComplaints(h)
}

// inspector is the grant of the discipline inspection in its subtree.
func inspector() []access.Grant { return []access.Grant{role.Grant(role.Inspector, role.Integrity)} }
