package sim

import (
	"fmt"
	"strings"
	"testing"
)

// adverse is a state of a table, and the condition that its reason stands.
type adverse struct{ table, state, reason string }

// adverseStates are the states that take something from somebody, and what must
// be on the record as its reason.
var adverseStates = []adverse{
	{"registration", "exempt", "code <> ''"}, {"registration", "barred", "code <> ''"},
	{"application", "not_eligible", "reason <> '' AND remark <> ''"}, {"application", "physical_fail", "LENGTH(physical_why) > 0"},
	{"application", "vetting_fail", "LENGTH(vetting_why) > 0"}, {"application", "cancelled", "reason <> ''"},
	{"deferral", "refused", "code <> ''"}, {"deferral", "ended", "1 = 1"}, {"correction", "refused", "reason <> ''"}, {"person", "closed", "1 = 1"},
}

// unfounded counts records that came to an adverse state otherwise than by a
// declared adverse act of a real account, and those that say no reason.
func (c *chance) unfounded(states []adverse) map[string]string {
	out := map[string]string{}
	for _, a := range states {
		is := `body LIKE '%"state":"` + a.state + `"%'`
		out[a.table+" "+a.state+" without a decision"] = `SELECT COUNT(*) FROM fact f WHERE f.kind = '` + a.table + `' AND f.` + is + `
			AND NOT EXISTS (SELECT 1 FROM fact b WHERE b.county = f.county AND b.kind = f.kind AND b.id = f.id AND b.rev = f.rev - 1 AND b.` + is + `)
			AND NOT EXISTS (SELECT 1 FROM ledger_leaf l WHERE ` + somebody(a.state) + ` AND l.log = f.county AND l.seq = f.seq AND l.outcome = '' AND l.kind IN (` + c.adverseKinds() + `))`
		out[a.table+" "+a.state+" without a revision"] = `SELECT COUNT(*) FROM ` + a.table + ` r WHERE r.state = '` + a.state + `'
			AND NOT EXISTS (SELECT 1 FROM fact f WHERE f.county = r.county AND f.kind = '` + a.table + `' AND f.id = r.id AND f.rev = r.rev AND f.` + is + `)`
		out[a.table+" "+a.state+" without a reason"] = `SELECT COUNT(*) FROM ` + a.table + ` WHERE state = '` + a.state + `' AND NOT (` + a.reason + `)`
	}
	out["an adverse act of the system"] = `SELECT COUNT(*) FROM ledger_leaf WHERE outcome = '' AND (actor = 'system' OR signer = 'system') AND kind IN (` + c.adverseKinds() + `)`
	return out
}

// somebody is the condition that a leaf is the act of a real account; what people
// give up for themselves is theirs.
func somebody(state string) string {
	if state == "ended" {
		return "l.actor <> 'system'"
	}
	return "EXISTS (SELECT 1 FROM account x WHERE x.id = l.actor)"
}

// notBoth counts records on which the same person did, or signed, two acts.
func notBoth(first, second string) string {
	return `SELECT COUNT(*) FROM ledger_leaf a JOIN ledger_leaf b ON b.log = a.log AND b.subject = a.subject WHERE a.kind = '` + first + `' AND b.kind = '` + second + `'
		AND a.outcome = '' AND b.outcome = '' AND b.seq > a.seq AND (a.actor IN (b.actor, b.signer) OR (a.signer <> '' AND a.signer IN (b.actor, b.signer)))`
}

// onRounds counts conclusions by somebody who did an act on the round of the case.
func onRounds(kind string) string {
	return `SELECT COUNT(*) FROM vetting_round r JOIN ledger_leaf a ON a.log = r.county AND a.subject = 'vetting_round/' || r.id AND a.kind = '` + kind + `' AND a.outcome = ''
		JOIN ledger_leaf b ON b.log = r.county AND b.subject = 'application/' || r.application AND b.kind = 'application.conclude_vetting' AND b.outcome = '' AND b.actor = a.actor AND b.seq > a.seq`
}

// never are what no sequence may come to.
var never = map[string]string{
	"registration concluded by who submitted":  notBoth("registration.submit", "registration.conclude"),
	"preliminary check by who applied":         notBoth("application.apply", "application.precheck"),
	"preselected by who checked":               notBoth("application.precheck", "application.preselect"),
	"passed over by who checked":               notBoth("application.precheck", "application.pass_over"),
	"document verified by who presented":       notBoth("document.present", "document.verify"),
	"document witnessed by who presented":      notBoth("document.present", "document.witness"),
	"correction countersigned by who made it":  notBoth("exam_section.amend", "exam_section.adopt"),
	"vetting concluded by who opened":          notBoth("application.vet", "application.conclude_vetting"),
	"vetting concluded by who visited":         onRounds("vetting_round.visit"),
	"vetting concluded by who sealed (police)": onRounds("vetting_round.seal_station"),
	"vetting concluded by who sealed (office)": onRounds("vetting_round.seal_office"),
	"deferral granted by who asked":            notBoth("deferral.ask", "deferral.grant"),
	"deferral granted by who checked":          notBoth("deferral.check", "deferral.grant"),
	"deferral refused by who checked":          notBoth("deferral.check", "deferral.refuse"),
	"reserve entered by who reported":          notBoth("reserve_entry.report", "reserve_entry.in_reserve"),
	"complaint answered by who assigned":       notBoth("complaint.assign", "complaint.answer"),
	"a second signature by the first":          `SELECT COUNT(*) FROM ledger_leaf WHERE signer <> '' AND signer = actor`,
	"a hold released by who began it": `SELECT COUNT(*) FROM case_hold h JOIN ledger_leaf r ON r.log = h.county AND r.subject = 'case_hold/' || h.id AND r.kind = 'case_hold.release' AND r.outcome = ''
		JOIN fact f ON f.county = h.county AND f.kind = 'case_hold' AND f.id = h.id AND f.rev = 1 JOIN ledger_leaf b ON b.log = f.county AND b.seq = f.seq WHERE r.actor IN (b.actor, b.signer)`,
	"passed the check on an upload": `SELECT COUNT(*) FROM application a JOIN (SELECT 'identity' AS kind UNION SELECT 'household' UNION SELECT 'education' UNION SELECT 'prelim_health') k ON 1 = 1
		WHERE a.state NOT IN ('applied', 'not_eligible', 'withdrawn', 'cancelled', 'void') AND NOT EXISTS (
			SELECT 1 FROM document d JOIN ledger_leaf l ON l.log = d.county AND l.subject = 'document/' || d.id AND l.outcome = ''
			WHERE d.county = a.county AND d.application = a.id AND d.kind = k.kind
			AND ((l.kind = 'document.verify' AND d.source = 'authority') OR (l.kind = 'document.witness' AND l.signer <> '' AND l.signer <> l.actor)))`,
	"a withdrawal undone": `SELECT COUNT(*) FROM fact f JOIN fact b ON b.county = f.county AND b.kind = f.kind AND b.id = f.id AND b.rev = f.rev - 1
		WHERE f.kind = 'application' AND b.body LIKE '%"state":"withdrawn"%' AND f.body NOT LIKE '%"state":"withdrawn"%'`,
	"a place of somebody who withdrew": `SELECT COUNT(*) FROM exam_appointment p JOIN application a ON a.county = p.application_home AND a.id = p.application
		WHERE p.kind <> 'sample' AND p.state IN ('booked', 'waiting', 'missed') AND a.state IN ('withdrawn', 'cancelled')`,
	"vetting concluded but not whole": `SELECT COUNT(*) FROM vetting_round r WHERE r.state = 'concluded' AND (r.visits < 2 OR r.vetting_session = '' OR r.station_sealed = '' OR r.office_sealed = ''
		OR EXISTS (SELECT 1 FROM vetting_check k WHERE k.county = r.county AND k.round = r.id AND k.state = 'asked'))`,
	"a physical passed without an examination": `SELECT COUNT(*) FROM application a WHERE a.state IN ('physical_pass', 'vetting', 'qualified') AND NOT EXISTS (
		SELECT 1 FROM exam e JOIN ledger_leaf l ON l.log = e.county AND l.subject = 'exam/' || e.id AND l.kind = 'exam.conclude' AND l.outcome = '' WHERE e.application = a.id AND e.outcome = 'pass')`,
	"more people than places": `SELECT COUNT(*) FROM exam_session WHERE booked + walked_in > capacity`,
	"a session whose count is wrong": `SELECT COUNT(*) FROM exam_session s WHERE s.booked <> (SELECT COUNT(*) FROM exam_appointment a
		WHERE a.county = s.county AND a.session = s.id AND a.state IN ('booked', 'attended') AND a.walk_in = 0)`,
}

// unmet counts examinations signed or concluded by who checked the identity, or
// concluded by who examined: only the key leads from one to the other.
func (c *chance) unmet(t *testing.T) (n int) {
	t.Helper()
	by := map[string][]string{}
	err := c.find(`SELECT kind, subject, actor FROM ledger_leaf WHERE outcome = '' AND kind IN ('exam_appointment.admit', 'exam_section.sign', 'exam.conclude')`, func(kind, subject, actor string) {
		by[kind+" "+subject[strings.Index(subject, "/")+1:]] = append(by[kind+" "+subject[strings.Index(subject, "/")+1:]], actor)
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range c.lanes {
		for _, a := range l.records["exam_appointment"] {
			seen := map[string]bool{}
			for _, who := range by["exam_appointment.admit "+string(a.id)] {
				seen[who] = true
			}
			doctorsOf := map[string]bool{}
			for _, s := range doctors {
				for _, who := range by["exam_section.sign "+string(c.key().Record(a.id, s))] {
					doctorsOf[who] = true
					if seen[who] {
						n++
					}
				}
			}
			for _, who := range by["exam.conclude "+string(c.key().Record(a.id, "chief"))] {
				if doctorsOf[who] {
					n++
				}
			}
		}
	}
	return n
}

// planted breaks promises by raw SQL and finds each: what finds nothing would
// prove nothing. Every plant takes a row that there is however few sequences are
// tried and whatever becomes of them.
func (c *chance) planted(t *testing.T) {
	t.Helper()
	found := c.unfounded(adverseStates)
	for what, query := range found {
		if n := c.count(t, query); n != 0 {
			t.Errorf("%s: %d times", what, n)
		}
	}
	if n := c.unmet(t); n != 0 {
		t.Errorf("examined or concluded by who had met them: %d times", n)
	}
	for _, p := range []struct{ plant, query string }{
		{`UPDATE application SET state = 'physical_fail' WHERE id = (SELECT MIN(id) FROM application WHERE state <> 'physical_fail')`,
			found["application physical_fail without a revision"]},
		{`UPDATE registration SET state = 'barred' WHERE id = (SELECT MIN(id) FROM registration WHERE state <> 'barred' AND code = '')`, found["registration barred without a reason"]},
		{`UPDATE application SET state = 'prechecked' WHERE id = (SELECT MIN(a.id) FROM application a WHERE NOT EXISTS (SELECT 1 FROM document d WHERE d.application = a.id AND d.state = 'verified'))`,
			never["passed the check on an upload"]},
		{leafAs("'system'", "l.kind = 'application.precheck' AND l.outcome = ''"), found["an adverse act of the system"]},
		{leafAs("(SELECT MIN(b.actor) FROM ledger_leaf b WHERE b.log = l.log AND b.subject = l.subject AND b.kind = 'registration.submit' AND b.outcome = '')",
			"l.kind = 'registration.conclude' AND l.outcome = '' AND EXISTS (SELECT 1 FROM ledger_leaf b WHERE b.log = l.log AND b.subject = l.subject AND b.kind = 'registration.submit' AND b.outcome = '')"),
			never["registration concluded by who submitted"]},
		{`INSERT INTO fact SELECT county, kind, id, rev + 1000, -1, salt, REPLACE(body, '"state":"applied"', '"state":"not_eligible"') FROM fact WHERE kind = 'application' AND body LIKE '%"state":"applied"%' LIMIT 1`, found["application not_eligible without a decision"]},
	} {
		if _, err := c.app.Store.Admin().ExecContext(t.Context(), p.plant); err != nil {
			t.Fatal(fmt.Errorf("%w in %s", err, p.plant))
		}
		if c.count(t, p.query) == 0 {
			t.Errorf("not found: %s", p.plant)
		}
	}
}

// leafAs plants a leaf like those that match, of another actor.
func leafAs(actor, like string) string {
	return `INSERT INTO ledger_leaf (log, seq, at, kind, subject, actor, signer, outcome, key, leaf, salt, payload)
		SELECT l.log, l.seq + 100000000, l.at, l.kind, l.subject, ` + actor + `, '', '', '', l.leaf, l.salt, l.payload FROM ledger_leaf l WHERE ` + like + ` LIMIT 1`
}
