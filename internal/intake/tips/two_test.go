package tips_test

import (
	"fmt"
	"sync"
	"testing"

	"muster/internal/frame/access"
	"muster/internal/frame/fault"
	"muster/internal/intake/tips"
	"muster/internal/office/role"
	"muster/internal/web/webtest"
)

// TestOneReportOpenedByTwo: both inspectors to whom it is addressed read the same, at
// the same time, and each reading of the report and of the key is a leaf of its own
// reader; whoever comes to the office later, to whom it is not addressed, reads
// nothing, though the key is that of their office; and who leaves reads no more.
func TestOneReportOpenedByTwo(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	city, second, _ := b.Inspectors()
	send(t, b, tips.Report{About: webtest.County, Text: "交钱可以改结论"})
	b.NextDay()
	tip := all(b)[0]
	later := b.Extra("inspector3", "蒋监察", role.Inspector, webtest.City)
	both := []access.Actor{city, second}
	texts := make([]string, len(both))
	var wait sync.WaitGroup
	for i, who := range both {
		wait.Go(func() {
			thread, err := b.App.Tips.Read(t.Context(), who, tip.County, tip.ID)
			if err != nil {
				t.Error(err)
				return
			}
			texts[i] = thread.Report.Text
		})
	}
	wait.Wait()
	if texts[0] != "交钱可以改结论" || texts[1] != texts[0] {
		t.Errorf("the two read %q", texts)
	}
	for i, who := range append(both, later) {
		want := min(1, 2-i)
		for _, subject := range []string{"tip/" + string(tip.ID), "tip_key/" + string(tip.Key)} {
			if n := leaves(t, b, subject, who); n > 0 != (want > 0) {
				t.Errorf("the log has %d leaves of reader %d on %s", n, i+1, subject[:4])
			}
		}
	}
	if _, err := b.App.Tips.Read(t.Context(), later, tip.County, tip.ID); !fault.Is(err, fault.Unknown) {
		t.Errorf("who came later: %v", err)
	}
	gone := second
	gone.Unit, gone.Ranges = webtest.Other, b.App.Road.Tree().Scope(webtest.Other)
	if _, err := b.App.Tips.Read(t.Context(), gone, tip.County, tip.ID); !fault.Is(err, fault.Unknown) {
		t.Errorf("who has left the office: %v", err)
	}
}

func leaves(t *testing.T, b *webtest.Bench, subject string, who access.Actor) (n int) {
	t.Helper()
	err := b.App.Store.Admin().QueryRowContext(t.Context(), "SELECT COUNT(*) FROM ledger_leaf WHERE subject = $1 AND actor = $2 AND kind NOT LIKE 'tip%.%'", subject, string(who.Account)).Scan(&n)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestTwoPhonesWithOneReceipt: both open the same box, and what both add at one moment
// arrives, once each, without either of them being told apart.
func TestTwoPhonesWithOneReceipt(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	city, _, _ := b.Inspectors()
	receipt := send(t, b, tips.Report{About: webtest.County, Text: "x"})
	b.NextDay()
	var wait sync.WaitGroup
	for i := range 2 {
		wait.Go(func() {
			if err := b.App.Tips.Write(t.Context(), receipt, fmt.Sprintf("补充 %d", i+1)); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	b.NextDay()
	tip := all(b)[0]
	thread, err := b.App.Tips.Read(t.Context(), city, tip.County, tip.ID)
	if err != nil {
		t.Fatal(err)
	}
	if got := spoken(thread.Said); got != "reporter:补充 1|reporter:补充 2" && got != "reporter:补充 2|reporter:补充 1" {
		t.Errorf("the inspector reads %s", got)
	}
}

// TestGuessingReceipts: whoever guesses learns nothing from the answer, neither near a
// receipt that was given out nor far from it, nor of a report that still lies in the box.
func TestGuessingReceipts(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	b.Inspectors()
	old := send(t, b, tips.Report{About: webtest.County, Text: "x"})
	b.NextDay()
	fresh := send(t, b, tips.Report{About: webtest.County, Text: "x"})
	said := map[string]bool{}
	for _, near := range []tips.Receipt{old, fresh, "000000000000000000000000"} {
		for at := range 6 {
			guess := []byte(near)
			guess[4*at] = '0' + (guess[4*at]-'0'+3)%10
			_, err := b.App.Tips.Open(t.Context(), tips.Receipt(guess))
			wants(t, "a guess", err, "tip.unknown")
			said[err.Error()] = true
			wants(t, "writing by a guess", b.App.Tips.Write(t.Context(), tips.Receipt(guess), "x"), "tip.unknown")
		}
	}
	if len(said) != 1 {
		t.Errorf("guesses are answered in %d ways", len(said))
	}
}
