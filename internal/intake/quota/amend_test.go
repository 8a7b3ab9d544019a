package quota_test

import (
	"strings"
	"testing"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/db"
	"muster/internal/frame/db/dbtest"
	"muster/internal/frame/unit"
	"muster/internal/intake/quota"
	"muster/internal/office/role"
)

// TestAmendments: each takes two people and a reason, moves seats as it says, is
// one entry, and is told to the offices of both units.
func TestAmendments(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, store db.Store) {
		b := setup(t, store).issued(100)
		b.signed("quota.divide", b.of(province), &quota.Division{Weights: []string{"1301=1", "1302=1"}, Bounds: []string{"1301=..40", "1302=..60"}})
		city, county := b.actor(role.QuotaOfficer, "1302"), b.actor(role.CountyOfficer, "1301")
		b.signed("quota.supplement", b.of(province), &quota.Supplement{Seats: 20, Reason: "国防部追加"})
		b.signed("quota.raise", b.of(province), &quota.Change{Unit: "1303", Seats: 12, Reason: "兵源充足"})
		b.signed("quota.cut", b.of(province), &quota.Change{Unit: "1301", Seats: 3, Reason: "灾情"})
		b.signed("quota.transfer", b.of(province), &quota.Shift{From: "1301", To: "1302", Seats: 7, Reason: "调剂"})
		_, err := b.try("quota.give_up", b.of("1302"), county, &quota.Surrender{Seats: 1, Reason: "无权"})
		wants(t, err, "record.unknown")
		p := b.do("quota.give_up", b.of("1302"), city, &quota.Surrender{Seats: 4, Reason: "未用完"})
		b.do("proposal.sign", p, b.approver, &act.Opinion{Digest: b.proposal(p).Digest})
		b.signed("quota.supplement", b.of(province), &quota.Supplement{Seats: -10, Reason: "国防部核减"})
		for code, want := range map[unit.Code]int64{"13": 110, "1301": 30, "1302": 63, "1303": 12} {
			if got := seatsOf(b.quotas())[code]; got != want {
				t.Errorf("%s has %d seats, not %d", code, got, want)
			}
		}
		b.sound()
		unchanged(t, b)
		b.told(city, "7", "4")
		b.told(county, "3", "7")
		b.told(b.officer, "20", "12", "3", "4", "10")
	})
}

// told runs the jobs and expects one notice of an amendment for each number of
// seats, in any order.
func (b *bench) told(who access.Actor, seats ...string) {
	b.t.Helper()
	b.must(b.RunDue(b.t.Context()))
	rows, err := b.Store.Admin().Query("SELECT body FROM outbox WHERE person = $1", string(who.Account))
	b.must(err)
	defer rows.Close()
	var bodies []string
	for rows.Next() {
		var body string
		b.must(rows.Scan(&body))
		bodies = append(bodies, body)
	}
	if len(bodies) != len(seats) {
		b.t.Errorf("told %d times: %v", len(bodies), bodies)
	}
	for _, n := range seats {
		if !strings.Contains(strings.Join(bodies, "\n"), " "+n+" 个名额") {
			b.t.Errorf("not told of %s seats: %v", n, bodies)
		}
	}
}

// TestAmendmentsRefuse names each refusal, and that nobody amends alone.
func TestAmendmentsRefuse(t *testing.T) {
	t.Parallel()
	b := setup(t, dbtest.SQLite(t)).issued(100)
	b.signed("quota.divide", b.of(province), &quota.Division{Weights: []string{"1301=1", "1302=1"}})
	for _, x := range []struct {
		code, kind string
		on         act.Answer
		body       any
	}{
		{"quota.not_free", "quota.raise", b.of(province), &quota.Change{Unit: "1303", Seats: 1, Reason: "r"}},
		{"quota.not_free", "quota.cut", b.of(province), &quota.Change{Unit: "1301", Seats: 51, Reason: "r"}},
		{"quota.none", "quota.cut", b.of(province), &quota.Change{Unit: "1303", Seats: 1, Reason: "r"}},
		{"quota.below", "quota.cut", b.of(province), &quota.Change{Unit: "13011", Seats: 1, Reason: "r"}},
		{"quota.below", "quota.transfer", b.of(province), &quota.Shift{From: "1301", To: "13", Seats: 1, Reason: "r"}},
		{"quota.same", "quota.transfer", b.of(province), &quota.Shift{From: "1301", To: "1301", Seats: 1, Reason: "r"}},
		{"quota.not_free", "quota.give_up", b.of(province), &quota.Surrender{Seats: 1, Reason: "r"}},
		{"quota.not_top", "quota.supplement", b.of("1301"), &quota.Supplement{Seats: 1, Reason: "r"}},
		{"quota.not_free", "quota.supplement", b.of(province), &quota.Supplement{Seats: -1, Reason: "r"}},
		{"fields.invalid", "quota.raise", b.of(province), &quota.Change{Unit: "1303", Seats: 1}},
		{"fields.invalid", "quota.cut", b.of(province), &quota.Change{Unit: "1301", Seats: -5, Reason: "r"}},
	} {
		_, err := b.try(x.kind, x.on, b.officer, x.body)
		wants(t, err, x.code)
	}
	p := b.do("quota.cut", b.of(province), b.officer, &quota.Change{Unit: "1301", Seats: 5, Reason: "r"})
	_, err := b.try("proposal.sign", p, b.officer, &act.Opinion{Digest: b.proposal(p).Digest})
	wants(t, err, "access.denied")
	if n := b.quotas()["1301"].Seats; n != 50 {
		t.Errorf("a cut that nobody signed left %d seats", n)
	}
	b.sound()
}

// TestAuditFindsPlantedFaults: a row changed behind the acts, a lost entry, an
// entry too much.
func TestAuditFindsPlantedFaults(t *testing.T) {
	t.Parallel()
	for name, statement := range map[string]string{
		"seats":    `UPDATE quota SET seats = seats + 1 WHERE unit = '1301'`,
		"used":     `UPDATE quota SET used = used + 1 WHERE unit = '1302'`,
		"lost":     `DELETE FROM quota_entry WHERE credit = '1301'`,
		"voided":   `UPDATE quota_entry SET state = 'void' WHERE credit = '1302'`,
		"too much": `UPDATE quota_entry SET seats = seats + 1 WHERE kind = 'issue'`,
		"homeless": `UPDATE quota_entry SET credit = '1399' WHERE credit = '1301'`,
	} {
		b := setup(t, dbtest.SQLite(t)).issued(100)
		b.signed("quota.divide", b.of(province), &quota.Division{Weights: []string{"1301=1", "1302=1.5"}})
		clean, err := b.Examine(t.Context())
		b.must(err)
		_, err = b.Store.Admin().Exec(statement)
		b.must(err)
		found, err := b.Examine(t.Context())
		b.must(err)
		if len(found) <= len(clean) {
			t.Errorf("%s: nothing found: %v", name, found)
		}
	}
}
