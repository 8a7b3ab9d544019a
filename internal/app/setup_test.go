package app_test

import (
	"bufio"
	"context"
	"io"
	"strings"
	"testing"
	"time"

	"muster/internal/app"
	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/db"
	"muster/internal/frame/db/dbtest"
	"muster/internal/frame/fault"
	"muster/internal/frame/ledger"
	"muster/internal/frame/record"
	"muster/internal/office/role"
	"muster/internal/office/staff"
	"muster/internal/people"
	"muster/internal/sim"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

// fewUnits is a province with two cities, four counties and a few villages.
func fewUnits() (io.Reader, error) {
	all, err := sim.Units()
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	children := map[string]int{}
	kept := map[string]bool{"": true, "13": true, "1301": true, "1311": true, "130102": true, "131102": true, "131103": true, "1331": true, "130629": true}
	lines := bufio.NewScanner(all)
	for lines.Scan() {
		f := strings.Split(lines.Text(), ",")
		small := f[2] == "township" || f[2] == "village"
		if small && kept[f[1]] && children[f[1]] < 2 {
			children[f[1]]++
			kept[f[0]] = true
		}
		if f[0] == "code" || kept[f[0]] {
			b.WriteString(lines.Text() + "\n")
		}
	}
	return strings.NewReader(b.String()), lines.Err()
}

// season runs a small intake year in a folder, on the given store or on a file
// there, and adds what a season lacks: readings, refused attempts, a reversal,
// an open proposal, leaves after the last checkpoint.
func season(t *testing.T, dir string, store db.Store) *app.App {
	t.Helper()
	s, err := sim.Run(context.Background(), sim.Options{Dir: dir, People: 400, Seed: 7, Store: store, Units: fewUnits})
	if err != nil {
		t.Fatal(err)
	}
	a := s.App()
	t.Cleanup(func() { _ = a.Close() })
	read(t, a)
	return a
}

func actorOf(t *testing.T, a *app.App, login string) access.Actor {
	t.Helper()
	account, ok := a.Directory.Login(login)
	if !ok {
		t.Fatalf("no account %s", login)
	}
	posts := a.Directory.PostsOf(account.ID, a.Today())
	if len(posts) == 0 {
		t.Fatalf("no post of %s", login)
	}
	return staff.ActorIn(a.Road.Tree(), account, posts[0], access.Strong)
}

func read(t *testing.T, a *app.App) {
	t.Helper()
	ctx := t.Context()
	registrar, auditor := actorOf(t, a, "130102.county_registrar.1"), actorOf(t, a, "13.auditor.1")
	look := a.Shelf.Get("person").Look(registrar, role.Registration, "list")
	page, err := a.Road.Page(ctx, look, record.Query{Limit: 20})
	if err != nil || len(page.Records) < 5 {
		t.Fatalf("%d people on the first page, %v", len(page.Records), err)
	}
	for _, r := range page.Records[:5] {
		if _, err := a.Road.One(ctx, look, r.Head().County, r.Head().ID); err != nil {
			t.Fatal(err)
		}
	}
	if err := a.Road.Export(ctx, look, record.Query{}, func(record.Record) error { return nil }); err != nil {
		t.Fatal(err)
	}
	h := page.Records[0].Head()
	if _, err := a.Road.One(ctx, a.Shelf.Get("person").Look(auditor, role.Registration, "view"), h.County, h.ID); !fault.Is(err, fault.Unknown) {
		t.Fatalf("the auditor's look gave %v", err)
	}
	_, err = a.Road.Do(ctx, act.Request{Kind: "person.record", County: h.County, Actor: auditor, Purpose: role.Audit, Body: &people.Recording{}})
	if !fault.Is(err, fault.Denied) {
		t.Fatalf("the auditor's act gave %v", err)
	}
	if _, err := ledger.Sign(ctx, a.Store, a.Keys.Signer, a.Keys.Signer.Name(), time.Date(2026, 12, 31, 8, 0, 0, 5000, time.UTC)); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Road.One(ctx, look, h.County, h.ID); err != nil { // a leaf behind the newest checkpoint
		t.Fatal(err)
	}
}

// findings verifies an installation and keeps what does not fit.
func findings(t *testing.T, store db.Store, a *app.App) ([]ledger.Finding, ledger.Report) {
	t.Helper()
	var out []ledger.Finding
	report, err := ledger.Verify(t.Context(), store, ledger.Inspection{Tables: a.Book.Tables(), Verifier: a.Keys.Verifier, Claim: a.Road.ClaimDigest},
		func(f ledger.Finding) { out = append(out, f) })
	if err != nil {
		t.Fatal(err)
	}
	return out, report
}
