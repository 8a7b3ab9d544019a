// Package velocity stops an assembly line: whoever reaches more results of a
// kind than the policy pack allows in an hour or a day is stopped until two
// supervisors from outside their office have looked and released them
// (SECURITY, T04 and D2).
//
// Each counted act keeps a mark; the one too many is refused, and a record of
// the stop stands in the same transaction. A stop is no verdict: it says how
// many results there were, and nothing follows from it but that somebody looks.
// Whoever holds these tables could remove marks; the ledger's verification finds
// that.
package velocity

import (
	"time"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/house"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/register"
	"muster/internal/office/role"
	"muster/internal/people"
)

// Mark is one counted result of somebody.
type Mark struct {
	record.Base
	Account ident.ID      `f:"account,required,filter,ref=account" zh:"办理人" en:"By"`
	Rule    string        `f:"rule,required,filter,max=60" zh:"限速项目" en:"Rule"`
	Act     string        `f:"act,required,max=60" zh:"事项" en:"Act"`
	At      clock.Instant `f:"at" zh:"时刻" en:"At"`
}

// Marks is the table of marks.
var Marks = record.NewTable[Mark]("velocity_mark", i18n.T("限速计数", "Velocity mark"), record.State{Name: register.Active, Label: i18n.T("计数", "counted")})

// Stop is a stop of somebody's acts.
type Stop struct {
	record.Base
	Account    ident.ID      `f:"account,required,filter,ref=account" zh:"被停办人" en:"Who is stopped"`
	Rule       string        `f:"rule,required,filter,max=60" zh:"限速项目" en:"Rule"`
	Act        string        `f:"act,required,filter,max=60" zh:"事项" en:"Act"`
	Per        string        `f:"per,max=10" zh:"时段" en:"Within"`
	Most       int64         `f:"most" zh:"上限" en:"Limit"`
	Since      clock.Instant `f:"since" zh:"停办时刻" en:"Since"`
	ReleasedAt clock.Instant `f:"released_at" zh:"解除时刻" en:"Released at"`
	Remark     string        `f:"remark,long" zh:"核查结果" en:"What was found"`
}

// States of a stop.
const (
	Open     = "open"
	Released = "released"
)

// Stops is the table of stops.
var Stops = record.NewTable[Stop]("velocity_stop", i18n.T("限速停办", "Velocity stop"),
	record.State{Name: Open, Label: i18n.T("停办中", "stopped")}, record.State{Name: Released, Label: i18n.T("已解除", "released"), End: true})

// halting is the kind of the leaf of a stop.
const halting = "velocity_stop.open"

// hour is the time that a rule "per hour" counts over.
const hour = time.Hour

// Releasing is the body of releasing a stop.
type Releasing struct {
	Remark string `f:"remark,required,long" zh:"核查结果(抽看了哪些件、有无异常)" en:"What was found (which files were looked at, and how they were)"`
}

// Declare declares the register of stops and bounds the acts of rooms that
// stand below this one.
func Declare(h *house.House) {
	inspector := []access.Grant{role.Grant(role.Inspector, role.Integrity)}
	h.Book.AddTable(Marks)
	declareHaste(h, inspector)
	h.Book.Halting(halting, i18n.T("限速停办", "Stopped: too many results"), Stops)
	act.Declare(h.Book, act.Spec[Stop, *Stop, Releasing]{
		Name: "velocity_stop.release", Title: i18n.T("核查后解除停办", "Release after looking"), Table: Stops, From: []string{Open}, To: []string{Released},
		By: inspector, Sign: inspector, Do: release})
	h.Book.Limit("registration.conclude", Per(h, "registration.exempt", i18n.T("免服、不得服兵役结论", "conclusions exempt or barred"),
		func(r *people.Registration) bool { return r.State == people.Exempt || r.State == people.Barred }))
	h.Shelf.Add(h.Book, &register.Register{Table: Stops, Floor: "intake", Columns: []string{"account", "unit", "act", "rule", "most", "per", "since", "state"}, Read: inspector})
}

// release needs two people from outside the office of whoever is stopped.
func release(w *act.Work, s *Stop, b *Releasing) error {
	if w.Actor.Unit == s.Unit || w.Signer.Unit == s.Unit || w.Same(w.Actor.Account, s.Account) || w.Same(w.Signer.Account, s.Account) {
		return inside()
	}
	s.State, s.Remark, s.ReleasedAt = Released, b.Remark, w.Now
	return nil
}
