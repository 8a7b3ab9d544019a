package vetting_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/intake/cases"
	"muster/internal/intake/integrity"
	"muster/internal/intake/vetting"
	"muster/internal/office/role"
	"muster/internal/web/webtest"
)

// crowd is the people of the random sequences: each of the first five holds every
// role of the gate, as in a county where everybody does everything.
func crowd(t *testing.T, b *webtest.Bench) (out []access.Actor) {
	t.Helper()
	for i := range 5 {
		out = append(out, b.Extra(fmt.Sprintf("all%d", i), fmt.Sprintf("全能%d", i), role.CountyOfficer, webtest.County))
	}
	return append(out, b.App.System())
}

// in is somebody acting in a role at an office.
func in(b *webtest.Bench, who access.Actor, r access.Role) access.Actor {
	who.Role, who.Unit, who.Home, who.Strength = r, webtest.County, webtest.County, access.Strong
	who.Ranges = b.App.Road.Tree().Scope(who.Unit)
	return who
}

// TestRandomSequencesKeepTheDuties tries random acts by random people in random
// order on many cases, most of them refused, and looks at what came of it: no
// result without a human decision, none by whoever opened, answered, visited or
// sealed, nothing concluded that was not whole, nothing ended by a hold.
func TestRandomSequencesKeepTheDuties(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	b.Departments()
	people, random := crowd(t, b), rand.New(rand.NewPCG(11, 12))
	for n := range 12 {
		b.InState(fmt.Sprintf("丁%d", n), 101+2*n, cases.PhysicalPass, cases.ReachPhysical)
	}
	done := map[string]int{}
	for range 6000 {
		name := fmt.Sprintf("丁%d", random.IntN(12))
		kind := attempt(b, random, people[random.IntN(len(people))], name)
		done[kind]++
	}
	for _, kind := range []string{"application.vet", "vetting_check.answer", "vetting_round.visit", "vetting_session.record", "vetting_round.seal_station", "vetting_round.seal_office",
		"application.conclude_vetting", "application.hold", "case_hold.release"} {
		if done[kind] == 0 {
			t.Errorf("in all sequences nobody ever did %s", kind)
		}
	}
	for what, query := range broken {
		var n int64
		if err := b.App.Store.Admin().QueryRowContext(t.Context(), query).Scan(&n); err != nil || n != 0 {
			t.Errorf("%s: %d times, %v", what, n, err)
		}
	}
}

// attempt tries one act and returns its kind, "" where it was refused.
func attempt(b *webtest.Bench, random *rand.Rand, who access.Actor, name string) string {
	var r access.Role
	var purpose access.Purpose
	var body any
	on, kind := b.Cases[name], ""
	round := webtest.At[vetting.Round](b, vetting.Rounds, "application = $1 ORDER BY state DESC, id DESC LIMIT 1", string(on.Subject))
	pick := random.IntN(10)
	if pick > 0 && pick < 6 && len(round) == 0 {
		return ""
	}
	switch pick {
	case 0:
		kind, r, purpose, body = "application.vet", role.CountyOfficer, role.Intake, &vetting.Opening{}
	case 1:
		checks := webtest.At[vetting.Check](b, vetting.Checks, "round = $1 AND state = 'asked'", string(round[0].ID))
		if len(checks) == 0 {
			return ""
		}
		kind, r, purpose, body, on = "vetting_check.answer", role.Reviewer, role.Vetting, &vetting.Reply{Clear: true, Evidence: "E"}, webtest.On(checks[random.IntN(len(checks))])
	case 2:
		kind, r, purpose, body, on = "vetting_round.visit", role.VettingMember, role.Vetting, &vetting.Reporting{Where: "family", On: b.App.Today(), Met: "x", Report: "x"}, webtest.On(round[0])
	case 3:
		kind, r, purpose, on = "vetting_session.record", role.VettingChair, role.Vetting, act.Answer{}
		body = &vetting.Sitting{Day: b.App.Today(), Minutes: "1", Rounds: []string{string(round[0].ID)}, Attendees: []string{"all0", "all1", "all2", "all3"}[:1+random.IntN(4)]}
	case 4:
		kind, r, purpose, body, on = "vetting_round.seal_station", role.Reviewer, role.Vetting, &vetting.Stamp{Document: "1"}, webtest.On(round[0])
	case 5:
		kind, r, purpose, body, on = "vetting_round.seal_office", role.CountyOfficer, role.Intake, &vetting.Stamp{Document: "1"}, webtest.On(round[0])
	case 6:
		kind, r, purpose, body = "application.hold", role.Inspector, role.Integrity, &integrity.Holding{Reason: "hold_tip", Remark: "x"}
	case 7:
		holds := webtest.At[integrity.Hold](b, integrity.Holds, "application = $1 AND state = 'held'", string(on.Subject))
		if len(holds) == 0 {
			return ""
		}
		kind, r, purpose, body, on = "case_hold.release", role.Inspector, role.Integrity, &integrity.Releasing{Finding: "x"}, webtest.On(holds[0])
	default:
		kind, r, purpose = "application.conclude_vetting", role.VettingChair, role.Vetting
		body = &vetting.Conclusion{Outcome: []vetting.Outcome{"passed", "not_passed"}[random.IntN(2)], Reason: []string{"proceedings", "incomplete", "dislike"}[random.IntN(3)], Remark: []string{"", "x"}[random.IntN(2)]}
	}
	if who.Role != access.System {
		who = in(b, who, r)
		if r == role.Reviewer { // whoever it is comes from the office that was asked
			who.Unit = webtest.Police
			if kind == "vetting_check.answer" {
				who.Unit = webtest.At[vetting.Check](b, vetting.Checks, "id = $1", string(on.Subject))[0].Office
			}
		}
	}
	if _, err := b.Try(who, purpose, kind, on, body); err != nil {
		return ""
	}
	return kind
}

const doneBy = `SELECT COUNT(*) FROM vetting_round r JOIN ledger_leaf c ON c.log = r.county AND c.subject = 'application/' || r.application AND c.kind = 'application.conclude_vetting' AND c.outcome = ''
	JOIN ledger_leaf x ON x.log = r.county AND x.outcome = '' AND x.actor = c.actor AND `

// broken are things that no sequence may lead to.
var broken = map[string]string{
	"concluded by who opened":            doneBy + `x.kind = 'application.vet' AND x.subject = c.subject`,
	"concluded by who visited or sealed": doneBy + `x.subject = 'vetting_round/' || r.id AND x.kind LIKE 'vetting_round.%'`,
	"concluded by who answered":          doneBy + `x.kind = 'vetting_check.answer' AND EXISTS (SELECT 1 FROM vetting_check k WHERE k.round = r.id AND x.subject = 'vetting_check/' || k.id)`,
	"a result without a human decision":  `SELECT COUNT(*) FROM application a WHERE a.state IN ('vetting_fail', 'qualified') AND NOT EXISTS (SELECT 1 FROM ledger_leaf l WHERE l.log = a.county AND l.subject = 'application/' || a.id AND l.kind = 'application.conclude_vetting' AND l.outcome = '' AND l.actor <> 'system')`,
	"failed without a sealed reason":     `SELECT COUNT(*) FROM application WHERE state = 'vetting_fail' AND LENGTH(vetting_why) = 0`,
	"concluded but not whole":            `SELECT COUNT(*) FROM vetting_round r WHERE r.state = 'concluded' AND (r.visits < 2 OR r.vetting_session = '' OR r.station_sealed = '' OR r.office_sealed = '' OR EXISTS (SELECT 1 FROM vetting_check k WHERE k.round = r.id AND k.state = 'asked'))`,
	"two visits by one person":           `SELECT COUNT(*) FROM vetting_visit a JOIN vetting_visit b ON b.vetting_round = a.vetting_round AND b.id > a.id AND b.visitor = a.visitor`,
	"both seals by one person":           `SELECT COUNT(*) FROM ledger_leaf a JOIN ledger_leaf b ON b.subject = a.subject AND b.actor = a.actor WHERE a.kind = 'vetting_round.seal_station' AND b.kind = 'vetting_round.seal_office' AND a.outcome = '' AND b.outcome = ''`,
	"sealed by who opened":               `SELECT COUNT(*) FROM ledger_leaf s JOIN vetting_round r ON s.subject = 'vetting_round/' || r.id JOIN ledger_leaf o ON o.subject = 'application/' || r.application AND o.kind = 'application.vet' WHERE s.kind = 'vetting_round.seal_office' AND s.actor = o.actor AND s.outcome = '' AND o.outcome = ''`,
	"a session below the quorum":         `SELECT COUNT(*) FROM vetting_session WHERE LENGTH(attendees) - LENGTH(REPLACE(attendees, '|', '')) < 2`,
	"a hold released by who began it":    `SELECT COUNT(*) FROM case_hold h JOIN ledger_leaf r ON r.subject = 'case_hold/' || h.id AND r.kind = 'case_hold.release' AND r.outcome = '' JOIN ledger_leaf b ON b.subject = 'application/' || h.application AND b.kind = 'application.hold' AND b.outcome = '' AND b.actor = r.actor AND b.seq < r.seq`,
	"an act of the system":               `SELECT COUNT(*) FROM ledger_leaf WHERE actor = 'system' AND outcome = '' AND kind LIKE 'application.%'`,
	"a case that a hold moved or ended":  `SELECT COUNT(*) FROM application WHERE state NOT IN ('physical_pass', 'vetting', 'vetting_fail', 'qualified')`,
}
