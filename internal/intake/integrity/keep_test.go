package integrity_test

import (
	"testing"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/record"
	"muster/internal/intake/integrity"
	"muster/internal/office/role"
	"muster/internal/web/webtest"
)

// TestAComplaintIsKeptFromWhomItNames: somebody in office whom a complaint names, in
// its own line or among the grounds, finds it by no channel, neither assigns nor
// answers it, and the clerk whom it names does not take it down; where every inspector
// of the office above is named, it goes to the next one above. Colleagues see it.
func TestAComplaintIsKeptFromWhomItNames(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	city, second, _ := b.Inspectors()
	province := b.Extra("inspector.root", "", role.Inspector, webtest.Province)
	both := b.Extra("inspector.both", "两处任职", role.Inspector, webtest.City)
	if err := b.App.Appoint(t.Context(), both.Account, role.CountyOfficer, webtest.County); err != nil {
		t.Fatal(err)
	}
	nameOf := func(a access.Actor) string {
		account, _ := b.App.Directory.Account(a.Account)
		return account.Name
	}
	b.Person("甲", 41, webtest.Village)
	me := citizenOf(b, "甲")
	file := func(who access.Actor, about, grounds string) (act.Answer, error) {
		purpose := role.Own
		if who.Role == role.Clerk {
			purpose = role.Intake
		}
		return b.Try(who, purpose, "complaint.file", act.Answer{}, &integrity.Complaining{Person: me.Person, County: webtest.County, Gate: "physical",
			Against: webtest.County, About: about, Grounds: grounds})
	}
	sees := func(who access.Actor, a act.Answer) bool {
		look := b.App.Shelf.Get("complaint").Look(who, role.Integrity, "list")
		page, err := b.App.Road.Page(t.Context(), look, record.Query{Limit: 50})
		if err != nil {
			t.Fatal(err)
		}
		listed, counted, exported := 0, 0, 0
		for _, r := range page.Records {
			if r.Head().ID == a.Subject {
				listed++
			}
		}
		if err := b.App.Road.Export(t.Context(), look, record.Query{}, func(r record.Record) error {
			if r.Head().ID == a.Subject {
				exported++
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		n, err := b.App.Road.Count(t.Context(), look, record.Query{})
		if err != nil {
			t.Fatal(err)
		}
		counted = int(n)
		_, err = b.App.Road.One(t.Context(), look, a.County, a.Subject)
		if (err == nil) != (listed == 1) || listed != exported || counted != len(page.Records) {
			t.Errorf("%s: %d in the list, %d exported, %d of %d counted, one: %v", nameOf(who), listed, exported, counted, len(page.Records), err)
		}
		return listed == 1
	}
	for name, c := range map[string]struct {
		about, grounds string
		sees           map[string]bool
	}{
		"an office only":       {"", "插队", map[string]bool{"city": true, "second": true, "province": false, "both": false}},
		"one inspector":        {"某某," + nameOf(city), "插队", map[string]bool{"city": false, "second": true, "province": false, "both": false}},
		"among the grounds":    {"", "是 " + nameOf(second) + " 安排的", map[string]bool{"city": true, "second": false, "province": false, "both": false}},
		"all of the one above": {nameOf(city) + "、" + nameOf(second) + "、孔监察", "插队", map[string]bool{"city": false, "second": false, "province": true, "both": false}},
	} {
		a, err := file(me, c.about, c.grounds)
		if err != nil {
			t.Fatal(name, err)
		}
		for who, actor := range map[string]access.Actor{"city": city, "second": second, "province": province, "both": both} {
			if got := sees(actor, a); got != c.sees[who] {
				t.Errorf("%s: %s sees it: %v", name, who, got)
			}
			if !c.sees[who] {
				_, err := b.Try(actor, role.Integrity, "complaint.assign", a, &integrity.Assigning{Office: webtest.City})
				wants(t, name+" assigned by "+who, err, "record.unknown")
			}
		}
		if name == "all of the one above" {
			_, err := b.Try(province, role.Integrity, "complaint.assign", a, &integrity.Assigning{Office: webtest.City})
			wants(t, "given to those whom it names", err, "complaint.named")
		}
	}
	clerk := b.Actor(role.Clerk)
	_, err := file(clerk, "  "+nameOf(clerk), "不受理")
	wants(t, "taken down by whom it names", err, "complaint.own")
	if _, err := file(clerk, "别人", "不受理"); err != nil {
		t.Error("the clerk takes down what is about somebody else:", err)
	}
}
