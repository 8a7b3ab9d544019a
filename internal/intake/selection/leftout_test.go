package selection_test

import (
	"testing"
	"time"

	"muster/internal/frame/act"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/intake/appeals"
	"muster/internal/intake/cases"
	"muster/internal/intake/clocks"
	"muster/internal/intake/selection"
	"muster/internal/office/role"
	"muster/internal/web/webtest"
)

// outage records, signed by an inspector, that nothing worked on a whole day.
func outage(t *testing.T, b *webtest.Bench, what string) {
	t.Helper()
	p := b.Do(role.CountyOfficer, role.Intake, "outage.record", act.Answer{}, &clocks.Stretch{Area: webtest.County, From: b.App.Today(), FromTime: "00:00", Until: b.App.Today(), UntilTime: "23:59",
		What: what, Source: "OPS-1"})
	if _, err := b.Sign(b.Actor(role.Inspector), role.Integrity, p); err != nil {
		t.Fatal(err)
	}
}

// TestAnOutageLengthensTheNotice: a working day on which nobody could read the list
// is made up, and the list is not cleared before.
func TestAnOutageLengthensTheNotice(t *testing.T) {
	t.Parallel()
	b := webtest.New(t).Selection()
	ranking := func() *selection.Ranking {
		return webtest.At[selection.Ranking](b, selection.Rankings, "1 = 1")[0]
	}
	before := ranking().NoticeTo
	b.Clock.Advance(24 * time.Hour)
	outage(t, b, "公示网站中断")
	r := ranking()
	if r.NoticeTo <= before {
		t.Fatalf("a working day was lost, and the notice ends on %s as before", r.NoticeTo)
	}
	for b.App.Today() <= before {
		b.Clock.Advance(24 * time.Hour)
	}
	_, err := b.Try(b.Actor(role.Inspector), role.Integrity, "ranking.clear", b.Ranking, &selection.Words{})
	wants(t, "cleared on the day that would have done without the outage", err, "notice.running")
	for b.App.Today() <= r.NoticeTo {
		b.Clock.Advance(24 * time.Hour)
	}
	b.Do(role.Inspector, role.Integrity, "ranking.clear", b.Ranking, &selection.Words{})
}

// TestNobodyIsLeftOffTheList: no list while somebody is not scored, while a review is
// open or what it had repeated is not done, or before a posting that an outage lengthened has lasted its days.
func TestNobodyIsLeftOffTheList(t *testing.T) {
	t.Parallel()
	b := educated(t, nil)
	b.Clock.Advance(24 * time.Hour)
	outage(t, b, "成绩公布中断")
	b.Clock.Advance(2 * 24 * time.Hour)
	freeze := func() error {
		_, err := b.Try(b.Actor(role.Selector), role.Selection, "ranking.freeze", act.Answer{}, &selection.Freezing{Cycle: b.Cycle.Subject, Unit: webtest.County})
		return err
	}
	wants(t, "frozen on the third day, one of which was lost", freeze(), "score.posted")
	if _, err := b.Try(b.Self("测试丙01"), role.Own, "application.object_score", b.Cases["测试丙01"], &selection.Objecting{Grounds: "中断"}); err != nil {
		t.Errorf("objecting on the day that was made up: %v", err)
	}
	o := webtest.At[selection.ScoreObjection](b, selection.ScoreObjections, "1 = 1")[0]
	b.Do(role.AppealsOfficer, role.Review, "score_objection.decide", webtest.On(o), &selection.Deciding{Outcome: "stands", Reasoning: "x"})
	b.Clock.Advance(3 * 24 * time.Hour)
	c := caseOf(b, "测试丙02")
	webtest.Attest[cases.Case](b, cases.Table, "UPDATE application SET state = 'trained' WHERE id = $1", string(c.ID))
	wants(t, "frozen without somebody who has no score", freeze(), "ranking.unscored")
	webtest.Attest[cases.Case](b, cases.Table, "UPDATE application SET state = 'scored' WHERE id = $1", string(c.ID))
	r := &appeals.Review{Case: c.ID, Cycle: c.Cycle, Person: c.Person, Home: c.County, Table: "application", About: c.ID, Against: "physical_fail", Asked: b.App.Today(), Law: c.PolicyDay, DecideBy: b.App.Today()}
	r.Base = record.Base{County: c.County, ID: ident.New(b.Clock.Now(), ident.Secure), Rev: 1, Unit: c.Unit, Place: c.Place, State: appeals.Asked}
	b.Put(appeals.Reviews, r)
	wants(t, "frozen while a review is open", freeze(), "ranking.review")
	webtest.Attest[appeals.Review](b, appeals.Reviews, "UPDATE review SET state = 'decided', outcome = 'repeat' WHERE id = $1", string(r.ID))
	webtest.Attest[cases.Case](b, cases.Table, "UPDATE application SET state = 'vetting' WHERE id = $1", string(c.ID))
	wants(t, "frozen while a gate is done again", freeze(), "ranking.repeated")
	webtest.Attest[cases.Case](b, cases.Table, "UPDATE application SET state = 'vetting_fail' WHERE id = $1", string(c.ID))
	wants(t, "once everybody has a result only the seats are lacking", freeze(), "quota.none")
}
