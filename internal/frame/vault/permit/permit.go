// Package permit issues the permits without which the vault opens nothing.
//
// It stands apart from the vault so that the import graph can say who may issue
// one: only the road that acts and reads take, which has asked for access and
// writes the ledger leaf, and the replay of erasures after a restore. Everybody
// else is handed a Permit and cannot make one: the zero Permit allows nothing.
//
// An attacker who can import this package can open everything that the process
// holds keys for; keeping the list of importers short is what protects it.
package permit

import (
	"slices"
	"sync/atomic"

	"muster/internal/frame/ident"
)

// Grant is what one permit allows.
type Grant struct {
	Subjects []ident.ID // whose contents
	Classes  []string   // of which sensitive classes
	Erase    bool       // to destroy the keys of these subjects and classes; does not allow to open them
}

// Permit allows what its grant says until it is revoked. It is safe for
// concurrent use.
type Permit struct{ state *state }

type state struct {
	grant   Grant
	revoked atomic.Bool
}

// Issue makes a permit. Call revoke when the request or transaction ends: a
// permit that was kept beyond it opens nothing.
func Issue(grant Grant) (p Permit, revoke func()) {
	grant.Subjects, grant.Classes = slices.Clone(grant.Subjects), slices.Clone(grant.Classes)
	s := &state{grant: grant}
	return Permit{s}, func() { s.revoked.Store(true) }
}

// MayOpen says whether contents of this subject and class may be opened.
func (p Permit) MayOpen(subject ident.ID, class string) bool {
	return p.covers(subject, class) && !p.state.grant.Erase
}

// MayErase says whether the keys of this subject and class may be destroyed.
func (p Permit) MayErase(subject ident.ID, class string) bool {
	return p.covers(subject, class) && p.state.grant.Erase
}

func (p Permit) covers(subject ident.ID, class string) bool {
	return p.state != nil && !p.state.revoked.Load() && subject != "" &&
		slices.Contains(p.state.grant.Subjects, subject) && slices.Contains(p.state.grant.Classes, class)
}
