package people_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"muster/internal/frame/act"
	"muster/internal/frame/fault"
	"muster/internal/frame/register/transfer"
	"muster/internal/office/role"
	"muster/internal/people"
	"muster/internal/web/webtest"
)

const rosterHead = "花名册,单位代码,公民身份号码,姓名,出生日期,性别,手机\r\n"

// load imports a roster as the registrar of the county and counts what was wrong.
func load(t *testing.T, b *webtest.Bench, ctx context.Context, text io.Reader) (transfer.Summary, map[string]int, error) {
	t.Helper()
	wrong := map[string]int{}
	summary, err := transfer.Import(ctx, b.App.Road, b.App.Shelf.Get(people.RosterLines.Name), b.Actor(role.CountyRegistrar), role.Registration, text,
		transfer.Options{Name: "roster.csv", Wrong: func(_ int, err error) error {
			f := fault.As(err)
			code := f.Code
			if len(f.Fields) > 0 {
				code = f.Fields[0].Code
			}
			wrong[code]++
			return nil
		}})
	return summary, wrong, err
}

// TestRosterDirtOfOffices: what offices really send: a mark in front, the heading once
// more in the middle, cells of a whole page, bytes of another encoding, a person who
// died, one of another county, one number for two people in either order. Each row is a
// line for somebody or a row of the report.
func TestRosterDirtOfOffices(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	file := fill(b, 4)
	all[people.Person](b, people.Persons, "1 = 1")
	dead := all[people.Person](b, people.Persons, "id_no = $1", file[1].IDNo)[0]
	asked := b.Do(role.CountyRegistrar, role.Registration, "person.close", act.Answer{County: dead.County, Subject: dead.ID}, &people.Closing{Cause: "death", Evidence: "公 1"})
	if _, err := b.Sign(b.Another(role.CountyRegistrar, "登记员二"), role.Registration, asked); err != nil {
		t.Fatal(err)
	}
	row := func(unit string, p people.Particulars, name string) string {
		return fmt.Sprintf("2026,%s,%s,%s,%s,%s,\r\n", unit, p.IDNo, name, p.BirthDate, map[people.Sex]string{people.Male: "男", people.Female: "女"}[p.Sex])
	}
	fresh := invented(b, 5, "2009")
	text := "\ufeff" + rosterHead + row(string(webtest.Village), file[0], file[0].Name) + rosterHead + row(string(webtest.Village), file[1], file[1].Name) +
		row(string(webtest.Other), file[2], file[2].Name) + row(string(webtest.Village), invented(b, 6, "2009"), strings.Repeat("长", 70_000)) +
		row(string(webtest.Village), fresh, "王新") + row(string(webtest.Village), fresh, "李新") + row(string(webtest.Village), file[3], "王\x00新")
	summary, wrong, err := load(t, b, t.Context(), strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	lines := map[string]int{}
	for _, l := range all[people.RosterLine](b, people.RosterLines, "1 = 1") {
		lines[l.State+" "+l.Differs]++
	}
	t.Log(summary, wrong, lines)
	if summary.Rows != 8 || summary.Done+summary.Failed != 8 || lines["matched "] != 1 || lines["conflicting file_closed"] != 1 {
		t.Errorf("%+v %v %v", summary, wrong, lines)
	}
	if lines["conflicting twice_in_roster"] != 2 {
		t.Errorf("one number for two people: the order of the rows says whom to believe: %v", lines)
	}
	if n := len(all[people.Person](b, people.Persons, "1 = 1")); n != 4 {
		t.Errorf("%d files", n)
	}
}

// TestRosterInAnotherEncoding: a file saved by an old spreadsheet is read as what it is,
// or refused as a whole with what to do, never taken in with broken names.
func TestRosterInAnotherEncoding(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	p := fill(b, 1)[0]
	gbk, err := simplifiedchinese.GBK.NewEncoder().String(rosterHead + fmt.Sprintf("2026,%s,%s,%s,%s,女,\r\n", webtest.Village, p.IDNo, p.Name, p.BirthDate))
	if err != nil {
		t.Fatal(err)
	}
	summary, wrong, err := load(t, b, t.Context(), strings.NewReader(gbk))
	t.Log(summary, wrong, err)
	for _, l := range all[people.RosterLine](b, people.RosterLines, "1 = 1") {
		if l.Name != p.Name {
			t.Errorf("taken in as %q", l.Name)
		}
	}
	if err == nil && summary.Failed == 0 && summary.Done == 0 {
		t.Error("nothing was said of it")
	}
}

// TestRosterBrokenOff: an import that is broken off in the middle and run again, and once
// more, has each row once.
func TestRosterBrokenOff(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	var text bytes.Buffer
	text.WriteString(rosterHead)
	const rows = 3000
	for i := range rows {
		p := invented(b, i, "2009")
		fmt.Fprintf(&text, "2026,%s,%s,%s,%s,%s,\r\n", webtest.Village, p.IDNo, p.Name, p.BirthDate, map[people.Sex]string{people.Male: "男", people.Female: "女"}[p.Sex])
	}
	ctx, cancel := context.WithCancel(t.Context())
	_, err := transfer.Import(ctx, b.App.Road, b.App.Shelf.Get(people.RosterLines.Name), b.Actor(role.CountyRegistrar), role.Registration, bytes.NewReader(text.Bytes()),
		transfer.Options{Name: "roster.csv", Progress: func(rows int) {
			if rows >= 1000 {
				cancel()
			}
		}})
	some := len(all[people.RosterLine](b, people.RosterLines, "1 = 1"))
	if err == nil || some == 0 || some >= rows {
		t.Fatalf("it was not broken off in the middle: %d lines, %v", some, err)
	}
	for range 2 {
		summary, wrong, err := load(t, b, t.Context(), bytes.NewReader(text.Bytes()))
		if err != nil || summary.Failed != 0 || summary.Rows != rows {
			t.Fatalf("%+v %v %v", summary, wrong, err)
		}
		if n := len(all[people.RosterLine](b, people.RosterLines, "1 = 1")); n != rows {
			t.Errorf("%d lines of %d rows", n, rows)
		}
	}
}
