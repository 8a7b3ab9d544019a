package selection_test

import (
	"testing"
	"time"

	"muster/internal/frame/act"
	"muster/internal/intake/cases"
	"muster/internal/intake/integrity"
	"muster/internal/intake/selection"
	"muster/internal/office/role"
	"muster/internal/web/webtest"
)

// TestNoApprovalWithoutACompletedNotice: on no day of the notice, and not after its last
// day before an inspector has cleared it, is anybody approved whom the gate has cleared.
func TestNoApprovalWithoutACompletedNotice(t *testing.T) {
	t.Parallel()
	b := webtest.New(t).Selection()
	city, _, _ := b.Inspectors()
	b.As(city, role.Integrity, "clearance.give", act.Answer{}, &integrity.Clearing{Ranking: b.Ranking.Subject, Home: b.Ranking.County})
	approve := func() error {
		_, err := b.Try(b.Actor(role.Approver), role.Selection, "application.approve", b.Cases["测试甲02"], &selection.Words{})
		return err
	}
	until := webtest.At[selection.Ranking](b, selection.Rankings, "1 = 1")[0].NoticeTo
	for b.App.Today() <= until.AddDays(1) {
		wants(t, "approved on "+string(b.App.Today()), approve(), "approve.no_notice")
		b.Clock.Advance(24 * time.Hour)
	}
	webtest.Attest[selection.Ranking](b, selection.Rankings, "UPDATE ranking SET state = 'frozen'")
	wants(t, "approved on a list that was never on notice", approve(), "approve.no_notice")
}

// TestARootHoldsAgainstWhoWritesFactsToo: somebody who changes a list and its facts alike
// is found by the root of the list: it is not cleared, filled or put on notice.
func TestARootHoldsAgainstWhoWritesFactsToo(t *testing.T) {
	t.Parallel()
	b := webtest.New(t).Selection()
	city, _, _ := b.Inspectors()
	for range 8 {
		b.NextDay()
	}
	webtest.Attest[cases.Case](b, cases.Table, "UPDATE application SET rank = 3 - rank WHERE rank IN (1, 2)")
	_, err := b.Try(city, role.Integrity, "ranking.clear", b.Ranking, &selection.Words{})
	wants(t, "cleared", err, "ranking.changed")
	_, err = b.Try(b.Actor(role.Selector), role.Selection, "ranking.fill", b.Ranking, &selection.Words{})
	wants(t, "filled", err, "ranking.changed")
	webtest.Attest[selection.Ranking](b, selection.Rankings, "UPDATE ranking SET state = 'frozen'")
	_, err = b.Try(b.Extra("approver2", "", role.Approver, webtest.County), role.Selection, "ranking.publish", b.Ranking, &selection.Words{})
	wants(t, "published", err, "ranking.changed")
}
