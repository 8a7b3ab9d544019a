package web_test

import (
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/db"
	"muster/internal/frame/fault"
	"muster/internal/frame/ident"
	"muster/internal/frame/ledger"
	"muster/internal/frame/record"
	"muster/internal/intake/appeals"
	"muster/internal/intake/cases"
	"muster/internal/office/role"
	"muster/internal/people"
	"muster/internal/web/webtest"
)

// withoutPaper are the acts of citizens that are no steps in their own matters, with
// the reason why no form is needed.
var withoutPaper = map[string]string{
	"draw.commit": "a representative of the public draws in the room, with dice where there is no line",
	"draw.reveal": "as draw.commit",
}

// TestEveryCitizenActHasAPaperForm: whatever a citizen may do online is printed with
// a code, and an officer of the county can enter it while one of another county
// cannot. A new act of a citizen without a form fails here.
func TestEveryCitizenActHasAPaperForm(t *testing.T) {
	t.Parallel()
	b := webtest.New(t).Season()
	base := serve(t, b).URL
	me, p := as(t, base, "citizen"), b.People["测试01"]
	stranger := b.Extra("stranger", "外县干事", role.CountyOfficer, webtest.Other)
	n := 0
	for _, k := range b.App.Book.Kinds() {
		own, onPaper := k.OnPaper()
		citizen := false
		for _, g := range k.By {
			citizen = citizen || g.Role == role.Citizen
		}
		switch {
		case !citizen:
			continue
		case !onPaper && withoutPaper[k.Name] == "":
			t.Errorf("a citizen may do %s, and it has no form on paper", k.Name)
		}
		if !onPaper {
			continue
		}
		n++
		if len(k.Sign) > 0 || own.Role != role.Citizen || len(own.Purposes) == 0 {
			t.Errorf("%s cannot be done on paper: a second signature, or nobody's own", k.Name)
		}
		on := p
		if !k.New && k.Table != people.Persons {
			on = aRecord(t, b, k.Table, p)
		}
		if got := me.get("/paper/form." + k.Name + "/" + string(on.County) + "/" + string(on.Subject)); got.Status != http.StatusOK || !strings.HasPrefix(got.Body, "%PDF-") {
			t.Errorf("the form of %s: %d", k.Name, got.Status)
		}
		e := &act.Entering{Code: act.PrintedCode(k.Name, on.County, on.Subject, serial(t)), Signed: b.App.Today(), Received: b.App.Today(), Seen: true, Contents: "{}"}
		if _, err := b.Try(stranger, role.Intake, act.EnterPaper, act.Answer{}, e); !fault.Is(err, fault.Unknown) {
			t.Errorf("%s entered by another county: %v", k.Name, err)
		}
		if page := as(t, base, "county_officer").get("/paper-form?" + url.Values{"code": {e.Code}}.Encode()); page.Status != http.StatusOK || !strings.Contains(page.Body, `name="_signed"`) {
			t.Errorf("the page to enter %s: %d", k.Name, page.Status)
		}
	}
	if n < 20 {
		t.Errorf("only %d acts of citizens", n)
	}
}

func serial(t *testing.T) string {
	t.Helper()
	s, err := act.NewSerial(ident.Secure)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestAFormIsEnteredOnce: a printed form is used once, whoever scans it again and for
// whatever act; the second is told where the first is. A form without its serial, or
// with a slip in it, is no form.
func TestAFormIsEnteredOnce(t *testing.T) {
	t.Parallel()
	b := webtest.New(t).Season()
	officer, other, p := b.Actor(role.CountyOfficer), b.Another(role.CountyOfficer, "officer2"), b.People["测试01"]
	form := serial(t)
	e := &act.Entering{Signed: b.App.Today(), Received: b.App.Today(), Seen: true, Contents: `{"agree":"true"}`}
	enter := func(who access.Actor, code string) error {
		e.Code = code
		_, err := b.Try(who, role.Intake, act.EnterPaper, act.Answer{}, e)
		return err
	}
	slip := []byte(form)
	slip[2], slip[3] = slip[3], slip[2]
	if slip[2] == slip[3] {
		slip[2] = serialOther(slip[2])
	}
	for what, code := range map[string]string{"no serial": act.PaperCode("pool_entry.join", p.County, p.Subject), "a slip": act.PrintedCode("pool_entry.join", p.County, p.Subject, string(slip)),
		"too short": act.PrintedCode("pool_entry.join", p.County, p.Subject, form[:9]), "other characters": act.PrintedCode("pool_entry.join", p.County, p.Subject, "OOOOOOOOOO")} {
		if err := enter(officer, code); !fault.Coded(err, "paper.serial") {
			t.Errorf("%s: %v", what, err)
		}
	}
	if err := enter(officer, act.PrintedCode("pool_entry.join", p.County, p.Subject, strings.ToLower(form[:5]+"-"+form[5:]))); err != nil {
		t.Fatal(err)
	}
	first := webtest.At[act.PaperForm](b, act.PaperForms, "1 = 1")[0]
	for what, err := range map[string]error{"the same scan": enter(officer, act.PrintedCode("pool_entry.join", p.County, p.Subject, form)),
		"another officer":    enter(other, act.PrintedCode("pool_entry.join", p.County, p.Subject, form)),
		"for another person": enter(officer, act.PrintedCode("pool_entry.join", b.People["测试02"].County, b.People["测试02"].Subject, form))} {
		if !fault.Coded(err, "paper.used") || !strings.Contains(fault.As(err).Text.In("en"), string(first.ID)) || !strings.Contains(fault.As(err).Text.In("zh"), string(first.Received)) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if n := len(webtest.At[act.PaperForm](b, act.PaperForms, "1 = 1")); n != 1 {
		t.Errorf("%d forms are on file", n)
	}
	page := as(t, serve(t, b).URL, "county_officer").get("/paper-form?" + url.Values{"code": {act.PaperCode("pool_entry.join", p.County, p.Subject)}}.Encode())
	if !strings.Contains(page.Body, `name="_serial"`) {
		t.Error("a code without its serial does not ask for it")
	}
}

// serialOther is another character of a serial.
func serialOther(c byte) byte {
	if c == '7' {
		return '9'
	}
	return '7'
}

// aRecord is a record of a table about somebody, put there for the purpose.
func aRecord(t *testing.T, b *webtest.Bench, table *record.Table, p act.Answer) act.Answer {
	t.Helper()
	r, at := table.New(), b.App.Road.Tree()
	u, _ := at.Get(webtest.Village)
	*r.Head() = record.Base{County: webtest.County, ID: ident.New(b.Clock.Now(), ident.Secure), Rev: 1, Unit: u.Code, Place: u.Place, State: table.States[0].Name}
	if wrong := table.Schema.Get("person").Parse(reflect.ValueOf(r).Elem(), string(p.Subject)); wrong != nil {
		t.Fatal(wrong)
	}
	err := b.App.Store.Write(t.Context(), func(tx *db.Tx) error { return table.Insert(tx, []record.Record{r}) })
	if err != nil {
		t.Fatal(err)
	}
	return webtest.On(r)
}

// TestPaperIsAsOnline: a review asked for on paper is the person's own act, with the
// officer's name beside it; the day of receipt counts; a receipt is printed; the
// person is told; what the law forbids online it forbids on paper.
func TestPaperIsAsOnline(t *testing.T) {
	t.Parallel()
	b := webtest.New(t).Season()
	base := serve(t, b).URL
	failed := webtest.At[cases.Case](b, cases.Table, "state = 'physical_fail' AND name <> '测试01' ORDER BY id")[0]
	officer, post := as(t, base, "county_officer"), url.Values{}
	code := act.PrintedCode("application.ask_review", failed.County, failed.ID, serial(t))
	if list := officer.get("/forms/application/" + string(failed.County) + "/" + string(failed.ID)); !strings.Contains(list.Body, "申请复核") {
		t.Fatalf("the forms of the case: %d", list.Status)
	}
	for name, value := range map[string]string{"_code": code, "_key": "paper-1", "_signed": string(failed.ObjectBy), "_received": string(failed.ObjectBy), "_seen": "true", "grounds": "戴镜后视力正常"} {
		post.Set(name, value)
	}
	for b.App.Today() <= failed.ObjectBy {
		b.Clock.Advance(24 * time.Hour)
	}
	officer = as(t, base, "county_officer")
	late := url.Values{}
	for name, v := range post {
		late[name] = v
	}
	late.Set("_received", string(b.App.Today()))
	if got := officer.post("/paper-form", late); got.Status != http.StatusConflict {
		t.Errorf("received after the last day: %d", got.Status)
	}
	unseen := url.Values{}
	for name, v := range post {
		unseen[name] = v
	}
	unseen.Del("_seen")
	if got := officer.post("/paper-form", unseen); got.Status != http.StatusUnprocessableEntity {
		t.Errorf("without having seen the card: %d", got.Status)
	}
	done := officer.post("/paper-form", post)
	if done.Status != http.StatusSeeOther {
		t.Fatalf("entering: %d\n%s", done.Status, text(done.Body))
	}
	if again := officer.post("/paper-form", post); again.Status != http.StatusSeeOther {
		t.Errorf("sending it twice: %d", again.Status)
	}
	reviews := webtest.At[appeals.Review](b, appeals.Reviews, "about_id = $1", string(failed.ID))
	if len(reviews) != 1 || reviews[0].Asked != failed.ObjectBy || reviews[0].Grounds != "戴镜后视力正常" {
		t.Fatalf("the review: %+v", reviews)
	}
	var leaf ledger.Found
	err := b.App.Store.Read(t.Context(), func(tx *db.Tx) error {
		done, err := ledger.Changes(tx, failed.County, cases.Table.Name, failed.ID, 100)
		for _, f := range done {
			if f.Kind == "application.ask_review" {
				leaf = f
			}
		}
		return err
	})
	if err != nil || leaf.Actor != failed.Person || leaf.Leaf.Signer != b.Actor(role.CountyOfficer).Account || leaf.Leaf.Role != string(role.Citizen) {
		t.Errorf("the leaf: %+v (%v)", leaf, err)
	}
	form := webtest.At[act.PaperForm](b, act.PaperForms, "person = $1", string(failed.Person))[0]
	if got := officer.get("/paper/paper-receipt/" + string(form.County) + "/" + string(form.ID)); !strings.HasPrefix(got.Body, "%PDF-") {
		t.Errorf("the receipt: %d", got.Status)
	}
	b.Citizen(failed.Name, "onpaper")
	b.WithPasswords()
	page := as(t, base, "onpaper").get("/me")
	for _, words := range []string{"您的纸质申请已录入", "纸质,录入:", "待决定"} {
		if !strings.Contains(page.Body, words) {
			t.Errorf("the own page lacks %q", words)
		}
	}
	if _, err := b.App.VerifyLog(t.Context(), func(f ledger.Finding) { t.Errorf("the log: %v", f) }); err != nil {
		t.Error(err)
	}
}
