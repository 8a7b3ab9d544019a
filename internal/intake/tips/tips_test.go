package tips_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/db/dbtest"
	"muster/internal/frame/fault"
	"muster/internal/frame/record"
	"muster/internal/intake/tips"
	"muster/internal/office/role"
	"muster/internal/web/webtest"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

func wants(t *testing.T, what string, err error, code string) {
	t.Helper()
	if !fault.Coded(err, code) {
		t.Errorf("%s: want %s, got %v", what, code, err)
	}
}

func send(t *testing.T, b *webtest.Bench, r tips.Report) tips.Receipt {
	t.Helper()
	receipt, err := b.App.Tips.Send(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	return receipt
}

func all(b *webtest.Bench) []*tips.Tip {
	return webtest.At[tips.Tip](b, tips.Tips, "1 = 1 ORDER BY id")
}

// TestTwoWays tells the whole story: a report, the receipt, an answer that only the
// receipt opens, a further message, the end with an outcome of the list.
func TestTwoWays(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	city, second, county := b.Inspectors()
	line, ctx := b.App.Tips, t.Context()
	receipt := send(t, b, tips.Report{About: webtest.County, Names: "某主检", Text: "交钱可以改结论"})
	if letter, err := line.Open(ctx, receipt); err != nil || !letter.Waiting || len(all(b)) != 0 {
		t.Fatalf("on the same day: %+v, %v", letter, err)
	}
	wants(t, "adding on the same day", line.Write(ctx, receipt, "还有"), "tip.waiting")
	b.NextDay()
	list := all(b)
	if len(list) != 1 || list[0].Unit != webtest.City || list[0].Day != b.App.Today().AddDays(-1) {
		t.Fatalf("collected: %+v", list)
	}
	tip := webtest.On(list[0])
	thread, err := line.Read(ctx, city, tip.County, tip.Subject)
	if err != nil || thread.Report.Text != "交钱可以改结论" || thread.Report.About != webtest.County {
		t.Fatalf("the inspector reads %+v, %v", thread, err)
	}
	_, err = b.Try(county, role.Integrity, "tip.assign", tip, &tips.Taking{})
	if !fault.Is(err, fault.Unknown) {
		t.Errorf("an inspector of the office named takes it: %v", err)
	}
	_, err = b.Try(city, role.Integrity, "tip.assign", tip, &tips.Taking{Account: county.Account})
	wants(t, "putting somebody else in charge", err, "tip.not_addressed")
	b.As(city, role.Integrity, "tip.assign", tip, &tips.Taking{Account: second.Account})
	_, err = b.Try(city, role.Integrity, "tip.inquire", tip, &tips.Empty{})
	wants(t, "inquiring for somebody else", err, "tip.in_charge")
	b.As(second, role.Integrity, "tip.inquire", tip, &tips.Empty{})
	b.As(second, role.Integrity, "tip.reply", tip, &tips.Reply{Text: "是哪一天?"})
	if err := line.Write(ctx, receipt, "八月一日"); err != nil {
		t.Fatal(err)
	}
	b.NextDay()
	_, err = b.Try(second, role.Integrity, "tip.close", tip, &tips.Closing{Outcome: "forgotten", Text: "x"})
	wants(t, "an outcome outside the list", err, "reason.unknown")
	b.As(second, role.Integrity, "tip.close", tip, &tips.Closing{Outcome: "proven", Text: "已处理,谢谢"})
	letter, err := line.Open(ctx, receipt)
	if err != nil || letter.Tip.State != tips.Closed || letter.Tip.Outcome != "proven" || spoken(letter.Said) != "inspector:是哪一天?|reporter:八月一日|inspector:已处理,谢谢" {
		t.Fatalf("the reporter reads %s, %v", spoken(letter.Said), err)
	}
	thread, err = line.Read(ctx, second, tip.County, tip.Subject)
	if err != nil || spoken(thread.Said) != spoken(letter.Said) {
		t.Errorf("the inspector reads %s, %v", spoken(thread.Said), err)
	}
}

func spoken(list []tips.Said) string {
	var parts []string
	for _, s := range list {
		parts = append(parts, string(s.From)+":"+s.Text)
	}
	return strings.Join(parts, "|")
}

// TestItGoesAboveWhomItNames: to the office one level up with a letter box; past
// an office all of whose inspectors are named, by name or by a post in the unit.
func TestItGoesAboveWhomItNames(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	b.Inspectors() // city: 郑监察, 施监察; county: 孔监察; province: 曹监察
	if err := b.App.Appoint(t.Context(), b.Extra("inspector2", "", role.Inspector, webtest.City).Account, role.CountyOfficer, webtest.Other); err != nil {
		t.Fatal(err)
	}
	for what, c := range map[string]struct {
		r     tips.Report
		unit  string
		names int
	}{
		"a township goes to the county":          {tips.Report{About: webtest.Township}, "130102", 1},
		"a county goes to the city":              {tips.Report{About: webtest.County}, "130100", 2},
		"without the inspector named":            {tips.Report{About: webtest.County, Names: "郑 监察"}, "130100", 1},
		"without one named in the text":          {tips.Report{About: webtest.County, Text: "找过施监察,没有用"}, "130100", 1},
		"past an office that is named":           {tips.Report{About: webtest.County, Names: "郑监察、施监察"}, "130000", 1},
		"without one who has a post there":       {tips.Report{About: webtest.Other}, "130100", 1},
		"a city goes to the province":            {tips.Report{About: webtest.City}, "130000", 1},
		"the province to its own, nobody above":  {tips.Report{About: webtest.Province}, "130000", 1},
		"past the county where its one is named": {tips.Report{About: webtest.Village, Names: "孔监察"}, "130100", 2},
	} {
		if c.r.Text == "" {
			c.r.Text = what
		}
		receipt := send(t, b, c.r)
		b.NextDay()
		letter, err := b.App.Tips.Open(t.Context(), receipt)
		if err != nil || string(letter.Tip.Unit) != c.unit || len(letter.Tip.Addressed) != c.names {
			t.Errorf("%s: %+v, %v", what, letter, err)
		}
	}
	_, err := b.App.Tips.Send(t.Context(), tips.Report{About: webtest.Province, Names: "曹监察", Text: "x"})
	wants(t, "about the only ones who could read", err, "tip.nobody")
}

// TestWhomItNamesCannotReachIt by any reading or act; nor can anybody else whom it
// is not addressed to, in any role, office and purpose.
func TestWhomItNamesCannotReachIt(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	city, second, county := b.Inspectors()
	receipt := send(t, b, tips.Report{About: webtest.County, Names: "施监察", Text: "施监察收了钱"})
	b.NextDay()
	tip := all(b)[0]
	b.As(city, role.Integrity, "tip.assign", webtest.On(tip), &tips.Taking{})
	b.As(city, role.Integrity, "tip.reply", webtest.On(tip), &tips.Reply{Text: "收到"})
	outsiders := []access.Actor{second, county, b.Extra("inspector.root", "", role.Inspector, webtest.Province)}
	moved := city
	moved.Unit, moved.Ranges = webtest.County, b.App.Road.Tree().Scope(webtest.County) // the same account at another office
	outsiders = append(outsiders, moved)
	for _, r := range append(role.Options(), role.Citizen, access.System) {
		who := access.Actor{Account: "probe", Person: "probe", Role: r, Unit: webtest.Province, Home: webtest.Province, Ranges: b.App.Road.Tree().Scope(webtest.Province), Strength: access.Strong}
		outsiders = append(outsiders, who)
		who.Unit = webtest.City
		outsiders = append(outsiders, who)
	}
	for _, who := range outsiders {
		reach(t, b, who, tip)
	}
	if _, err := b.App.Tips.Read(t.Context(), city, tip.County, tip.ID); err != nil {
		t.Errorf("whom it is addressed to: %v", err)
	}
	if _, err := b.App.Tips.Open(t.Context(), receipt); err != nil {
		t.Errorf("the reporter: %v", err)
	}
}

// reach tries every reading and every act on a tip.
func reach(t *testing.T, b *webtest.Bench, who access.Actor, tip *tips.Tip) {
	t.Helper()
	ctx := t.Context()
	for purpose := range role.Purposes {
		for _, table := range []*record.Table{tips.Tips, tips.Messages} {
			look := b.App.Shelf.Get(table.Name).Look(who, purpose, "list")
			page, err := b.App.Road.Page(ctx, look, record.Query{Limit: 5})
			n, counting := b.App.Road.Count(ctx, look, record.Query{})
			exporting := b.App.Road.Export(ctx, look, record.Query{}, func(record.Record) error { return errors.New("exported") })
			if errors.Join(err, counting, exporting) != nil || len(page.Records) != 0 || n != 0 {
				t.Errorf("%s at %s finds %d records of %s, %v %v %v", who.Role, who.Unit, n, table.Name, err, counting, exporting)
			}
		}
		look := b.App.Shelf.Get("tip").Look(who, purpose, "view")
		if _, err := b.App.Road.One(ctx, look, tip.County, tip.ID); !fault.Is(err, fault.Unknown) {
			t.Errorf("%s at %s opens the record: %v", who.Role, who.Unit, err)
		}
		for _, k := range b.App.Book.On(tips.Tips) {
			if k.New || k.Name == "tip.follow" && who.Role == access.System {
				continue
			}
			_, err := b.App.Road.Do(ctx, act.Request{Kind: k.Name, County: tip.County, Subject: tip.ID, Body: filled(k.Name), Actor: who, Purpose: purpose})
			if f := fault.As(err); err == nil || f.Kind != fault.Unknown && f.Kind != fault.Denied {
				t.Errorf("%s at %s does %s: %v", who.Role, who.Unit, k.Name, err)
			}
		}
	}
	if _, err := b.App.Tips.Read(ctx, who, tip.County, tip.ID); !fault.Is(err, fault.Unknown) {
		t.Errorf("%s at %s reads it: %v", who.Role, who.Unit, err)
	}
}

func filled(kind string) any {
	switch kind {
	case "tip.assign":
		return &tips.Taking{}
	case "tip.reply":
		return &tips.Reply{Text: "x"}
	case "tip.close":
		return &tips.Closing{Outcome: "proven", Text: "x"}
	case "tip.follow":
		return &tips.Followed{Day: "2026-01-01", Key: "x", ForOffice: "x", ForReporter: "x"}
	}
	return &tips.Empty{}
}

// TestReceipts: read as people write them; a wrong one, and one digit off, opens
// nothing; two are never alike; what is stored does not hold one.
func TestReceipts(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	b.Inspectors()
	receipt := send(t, b, tips.Report{About: webtest.County, Text: "x"})
	b.NextDay()
	for what, text := range map[string]string{"grouped": receipt.Grouped(), "with dashes": strings.ReplaceAll(receipt.Grouped(), " ", "-"),
		"full width": strings.Map(func(r rune) rune { return r - '0' + '０' }, string(receipt))} {
		if got, err := tips.ParseReceipt(text); err != nil || got != receipt {
			t.Errorf("%s: %q, %v", what, got, err)
		}
	}
	for _, text := range []string{"", "1234", string(receipt) + "0", "x" + string(receipt[1:])} {
		if _, err := tips.ParseReceipt(text); !fault.Coded(err, "tip.receipt") {
			t.Errorf("%q: %v", text, err)
		}
	}
	other := []byte(receipt)
	other[23] = '0' + (other[23]-'0'+1)%10
	if _, err := b.App.Tips.Open(t.Context(), tips.Receipt(other)); !fault.Coded(err, "tip.unknown") {
		t.Errorf("one digit off: %v", err)
	}
	again, err := tips.NewReceipt()
	if err != nil || again == receipt || len(again) != 24 {
		t.Errorf("another receipt: %q, %v", again, err)
	}
}

// TestSameWorkForEveryReceipt: the medians of opening a good and a wrong receipt
// are near each other, because the derivation that is the same for both is nearly
// all of it.
func TestSameWorkForEveryReceipt(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	b.Inspectors()
	good := send(t, b, tips.Report{About: webtest.County, Text: "x"})
	b.NextDay()
	wrong, err := tips.NewReceipt()
	if err != nil {
		t.Fatal(err)
	}
	best := map[tips.Receipt]time.Duration{}
	for range 15 {
		for _, r := range []tips.Receipt{good, wrong} {
			began := time.Now()
			_, _ = b.App.Tips.Open(t.Context(), r)
			if took := time.Since(began); best[r] == 0 || took < best[r] {
				best[r] = took
			}
		}
	}
	if best[good] > 3*best[wrong] || best[wrong] > 3*best[good] {
		t.Errorf("a good receipt takes %v, a wrong one %v", best[good], best[wrong])
	}
}

// TestNothingOfTheReporterIsKept: after many tips neither the text nor the receipt,
// nor anything but the day, stands in the database, its log file, a backup, its
// keys or the ledger. What is planted in a request is looked for by the test of
// the pages.
func TestNothingOfTheReporterIsKept(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	city, _, _ := b.Inspectors()
	b.Clock.Advance(3*time.Hour + 25*time.Minute + 45*time.Second + 678*time.Microsecond)
	var receipts []tips.Receipt
	for range 200 {
		receipts = append(receipts, send(t, b, tips.Report{About: webtest.County, Names: "柳莺", Text: "金丝雀在煤矿里 canary-in-the-mine"}))
	}
	search(t, b, receipts)
	var leaves int64
	if err := b.App.Store.Admin().QueryRowContext(t.Context(), `SELECT COUNT(*) FROM ledger_leaf WHERE at >= $1`, b.Clock.Now().Add(-time.Hour).UnixMicro()).Scan(&leaves); err != nil || leaves != 0 {
		t.Errorf("%d leaves tell the hour of a tip, %v", leaves, err)
	}
	b.NextDay()
	if err := b.App.Tips.Write(t.Context(), receipts[0], "第二只金丝雀"); err != nil {
		t.Fatal(err)
	}
	b.NextDay()
	tip := all(b)[0]
	b.As(city, role.Integrity, "tip.assign", webtest.On(tip), &tips.Taking{})
	b.As(city, role.Integrity, "tip.reply", webtest.On(tip), &tips.Reply{Text: "金丝雀的答复"})
	if _, err := b.App.Tips.Read(t.Context(), city, tip.County, tip.ID); err != nil {
		t.Fatal(err)
	}
	search(t, b, receipts)
}

// search looks through every file of the installation and a backup of it.
func search(t *testing.T, b *webtest.Bench, receipts []tips.Receipt) {
	t.Helper()
	copied := filepath.Join(t.TempDir(), "copy.db")
	if err := b.App.Backup(t.Context(), copied); err != nil {
		t.Fatal(err)
	}
	needles := []string{"金丝雀", "canary-in-the-mine", "柳莺", "2026-08-03T04:25", "2026-08-03 12:25"}
	for _, r := range receipts {
		needles = append(needles, string(r), r.Grouped())
	}
	for _, dir := range []string{b.Dir, filepath.Dir(copied)} {
		err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			raw, err := os.ReadFile(path)
			for _, n := range needles {
				if bytes.Contains(raw, []byte(n)) {
					t.Errorf("%s holds %q", filepath.Base(path), n)
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// TestPaperForm: the code goes in with the text, the receipt stays with the
// reporter, and whoever enters the form learns neither the box nor the key.
func TestPaperForm(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	city, _, county := b.Inspectors()
	code, receipt, err := b.App.Tips.Form(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	report := tips.Report{About: webtest.County, Text: "纸上写的"}
	for _, wrong := range []tips.FormCode{"", "M1", code[:40], "M2" + code[2:], code + "A"} {
		_, err := b.App.Tips.Enter(t.Context(), county, wrong, report, "k")
		wants(t, "the code "+string(wrong), err, "tip.code")
	}
	if _, err := b.App.Tips.Enter(t.Context(), county, tips.FormCode(strings.ToLower(code.Grouped())), report, "k"); err != nil {
		t.Fatal(err)
	}
	tip := all(b)[0]
	if tip.Unit != webtest.City {
		t.Errorf("entered in the county, it went to %s", tip.Unit)
	}
	if _, err := b.App.Tips.Read(t.Context(), county, tip.County, tip.ID); !fault.Is(err, fault.Unknown) {
		t.Errorf("whoever entered it reads it: %v", err)
	}
	b.As(city, role.Integrity, "tip.reply", webtest.On(tip), &tips.Reply{Text: "收到纸质件"})
	letter, err := b.App.Tips.Open(t.Context(), receipt)
	if err != nil || spoken(letter.Said) != "inspector:收到纸质件" {
		t.Errorf("the reporter reads %+v, %v", letter, err)
	}
}

// TestNewKeyOldMail: an office that opens a new box still reads what came before.
func TestNewKeyOldMail(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	city, _, _ := b.Inspectors()
	send(t, b, tips.Report{About: webtest.County, Text: "旧"})
	b.NextDay()
	b.As(city, role.Integrity, "tip_key.open", act.Answer{}, &tips.Opening{On: b.App.Today()})
	send(t, b, tips.Report{About: webtest.County, Text: "新"})
	b.NextDay()
	got := map[string]bool{}
	for _, tip := range all(b) {
		thread, err := b.App.Tips.Read(t.Context(), city, tip.County, tip.ID)
		if err != nil {
			t.Fatal(err)
		}
		got[thread.Report.Text] = true
	}
	if !got["旧"] || !got["新"] || len(got) != 2 {
		t.Errorf("read: %v", got)
	}
}
