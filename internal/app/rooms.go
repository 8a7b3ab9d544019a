// Package app puts the house together: the rooms declared into one book, the
// store, the keys, the policy pack, the jobs. The faces (web, api, cli) and the
// simulation all stand on one App.
package app

import (
	"slices"

	"muster/internal/frame/house"
	"muster/internal/frame/record"
	"muster/internal/intake/appeals"
	"muster/internal/intake/cases"
	"muster/internal/intake/clocks"
	"muster/internal/intake/cycle"
	"muster/internal/intake/dispatch"
	"muster/internal/intake/draws"
	"muster/internal/intake/integrity"
	"muster/internal/intake/leads"
	"muster/internal/intake/medical"
	"muster/internal/intake/preservice"
	"muster/internal/intake/quota"
	"muster/internal/intake/selection"
	"muster/internal/intake/signup"
	"muster/internal/intake/tips"
	"muster/internal/intake/velocity"
	"muster/internal/intake/vetting"
	"muster/internal/lead/assessment"
	"muster/internal/lead/penalty"
	"muster/internal/office/offices"
	"muster/internal/office/staff"
	"muster/internal/office/training"
	"muster/internal/people"
	"muster/internal/service/studyplace"
)

// Followers are told of changes once they are durable.
type Followers struct {
	Tree  func()              // the office tree changed
	Staff func(record.Record) // an account or a post changed
}

// Declare lets every room declare itself. A new room is one line here.
func Declare(h *house.House, f Followers) {
	offices.Declare(h.Book, h.Shelf, f.Tree)
	staff.Declare(h, f.Staff)
	training.Declare(h)
	people.Declare(h)
	cycle.Declare(h)
	quota.Declare(h)
	cases.Declare(h)
	signup.Declare(h)
	draws.Declare(h)
	medical.Declare(h)
	velocity.Declare(h)
	vetting.Declare(h)
	integrity.Declare(h)
	leads.Declare(h)
	tips.Declare(h)
	preservice.Declare(h)
	selection.Declare(h)
	dispatch.Declare(h)
	remedies := appeals.Declare(h)
	assessment.Declare(h)
	penalty.Declare(h, remedies)
	studyplace.Declare(h)
	clocks.Declare(h, slices.Concat(peopleClocks(), []clocks.Running{cycle.Clock(), integrity.Clock(), selection.ScoreClock(), selection.NoticeClock(), appeals.Clock(),
		dispatch.Clock(), dispatch.DefectClock(), dispatch.ReturnClock(), penalty.Clock(), studyplace.Clock()})...)
	selection.FollowOutages(h)
	appeals.FollowOutages(h)
	penalty.FollowOutages(h)
	assessment.FollowOutages(h)
}
