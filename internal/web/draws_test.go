package web_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"muster/internal/cli/tool"
	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/db"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/frame/record"
	"muster/internal/intake/draws"
	"muster/internal/intake/medical"
	"muster/internal/office/role"
	"muster/internal/web"
	"muster/internal/web/webtest"
)

// What a draw fixes beforehand.
const (
	dice    = "3 1 4 1 5 2 6 5 3 5 4 2 1 3 2 6 4 6 2 3"
	lottery = "2026-08-05 双色球开奖号码"
)

// part is one contributor of the test.
type part struct {
	role         access.Role
	purpose      access.Purpose
	secret, salt string
}

func (p part) commitment() *draws.Commitment {
	raw, _ := hex.DecodeString(p.secret + p.salt)
	sum := sha256.Sum256(raw)
	return &draws.Commitment{Hash: hex.EncodeToString(sum[:])}
}

func parts() []part {
	return []part{{role.CountyOfficer, role.Intake, strings.Repeat("1a", 32), strings.Repeat("01", 16)},
		{role.Inspector, role.Integrity, strings.Repeat("2b", 32), strings.Repeat("02", 16)},
		{role.ChiefExaminer, role.Medical, strings.Repeat("3c", 32), strings.Repeat("03", 16)}}
}

func try(t *testing.T, b *webtest.Bench, r access.Role, purpose access.Purpose, kind string, on act.Answer, body any) error {
	t.Helper()
	_, err := b.App.Road.Do(t.Context(), act.Request{Kind: kind, County: on.County, Subject: on.Subject, Body: body, Actor: b.Actor(r), Purpose: purpose})
	return err
}

func refused(t *testing.T, err error, code string) {
	t.Helper()
	if !fault.Coded(err, code) {
		t.Errorf("wanted %s, got %v", code, err)
	}
}

// admitted brings somebody to the station and gives the examination with its
// temporary number.
func admitted(t *testing.T, b *webtest.Bench, name string) *medical.Exam {
	t.Helper()
	c := b.Cases[name]
	b.Do(role.Desk, role.Medical, "application.admit", c, &medical.Arrival{Identity: true})
	var found []*medical.Exam
	err := b.App.Store.Read(t.Context(), func(tx *db.Tx) (err error) {
		found, err = record.All[medical.Exam](tx, medical.Exams, "county = $1 AND application = $2", string(c.County), string(c.Subject))
		return err
	})
	if err != nil || len(found) != 1 {
		t.Fatalf("%d examinations, %v", len(found), err)
	}
	return found[0]
}

// frozen freezes a draw over one examination, which the holder of the examiner's
// post may not take, and lets everybody commit.
func frozen(t *testing.T, b *webtest.Bench, e *medical.Exam) act.Answer {
	t.Helper()
	d := b.Do(role.CountyOfficer, role.Intake, "draw.freeze", act.Answer{}, &draws.Lists{Name: "2026 下半年主检抽签", Station: webtest.County, Reason: "首日体检",
		Candidates: []string{e.Number, "T0000001", "T0000002"}, Examiners: []string{string(b.Actor(role.Examiner).Account) + "=2", "other=2"},
		Conflicts: []string{e.Number + "=" + string(b.Actor(role.Examiner).Account)}, Witnessed: dice, Source: lottery})
	for i, p := range parts() {
		if i == 2 {
			refused(t, try(t, b, role.CountyOfficer, role.Intake, "draw.close", d, &draws.Closing{RevealBy: "2026-08-04"}), "draw.few")
		}
		b.Do(p.role, p.purpose, "draw.commit", d, p.commitment())
		refused(t, try(t, b, p.role, p.purpose, "draw.commit", d, parts()[0].commitment()), "draw.twice")
	}
	refused(t, try(t, b, role.ChiefExaminer, role.Medical, "draw.reveal", d, &draws.Reveal{Secret: parts()[2].secret, Salt: parts()[2].salt}), "act.state")
	b.Do(role.CountyOfficer, role.Intake, "draw.close", d, &draws.Closing{RevealBy: "2026-08-04"})
	return d
}

// TestDraw plays a draw in which one contributor does not reveal; the published
// files verify by the command, the drawn examiner alone may examine, and drawing
// again takes two people.
func TestDraw(t *testing.T) {
	t.Parallel()
	b := webtest.New(t).Season()
	e := admitted(t, b, "测试11")
	d := frozen(t, b, e)
	p := parts()
	b.WithPasswords()
	if page := as(t, serve(t, b).URL, "county_officer").get("/r/draw/" + string(d.County) + "/" + string(d.Subject)); strings.Contains(page.want(t, http.StatusOK).Body, "会签:") {
		t.Error("the history names a second signature where none was needed")
	}
	refused(t, try(t, b, p[0].role, p[0].purpose, "draw.reveal", d, &draws.Reveal{Secret: p[1].secret, Salt: p[0].salt}), "draw.mismatch")
	for _, x := range p[:2] {
		b.Do(x.role, x.purpose, "draw.reveal", d, &draws.Reveal{Secret: x.secret, Salt: x.salt})
	}
	refused(t, try(t, b, p[0].role, p[0].purpose, "draw.reveal", d, &draws.Reveal{Secret: p[0].secret, Salt: p[0].salt}), "draw.no_part")
	refused(t, try(t, b, role.CountyOfficer, role.Intake, "draw.conclude", d, &draws.Conclusion{Public: "x"}), "draw.open")
	missing := &draws.Default{Contributor: b.Actor(role.ChiefExaminer).Account, Remark: "逾期未公开"}
	refused(t, try(t, b, role.CountyOfficer, role.Intake, "draw.default", d, missing), "draw.early")
	b.Clock.Advance(2 * 24 * time.Hour)
	b.Signed(role.CountyOfficer, role.Intake, "draw.default", d, missing, role.Inspector)
	finding := &medical.Finding{Findings: "视力 4.9", Opinion: "pass"}
	b.Signed(role.CountyOfficer, role.Intake, "draw.conclude", d, &draws.Conclusion{Public: "2026-08-05 双色球 07 13 22 25 28 31 + 09"}, role.Inspector)
	refused(t, try(t, b, role.Examiner, role.Medical, "exam.record", act.Answer{County: e.County, Subject: e.ID}, finding), "exam.drawn")

	dir := t.TempDir()
	download(t, b, d, dir)
	verify(t, dir, nil)
	tampered, err := os.ReadFile(filepath.Join(dir, "assigned.csv"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "assigned.csv"), bytes.Replace(tampered, []byte("other"), []byte("mine"), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	verify(t, dir, errDiffers)
	b.Signed(role.CountyOfficer, role.Intake, "draw.redraw", d, &draws.Again{Name: "2026 下半年主检重抽", Reason: "一名主检医师因病回避", Witnessed: dice, Source: lottery}, role.Inspector)
	b.Do(role.Examiner, role.Medical, "exam.record", act.Answer{County: e.County, Subject: e.ID}, finding) // no draw stands any more
}

var errDiffers = errors.New("differs")

func download(t *testing.T, b *webtest.Bench, d act.Answer, dir string) {
	t.Helper()
	h := web.New(*b.Handler())
	for _, name := range []string{"candidates.csv", "examiners.csv", "conflicts.csv", "assigned.csv", "record.json"} {
		w := anybody(t, h, "/draw/"+string(d.County)+"/"+string(d.Subject)+"/"+name)
		if w.Code != http.StatusOK {
			t.Fatalf("%s answers %d", name, w.Code)
		}
		if err := os.WriteFile(filepath.Join(dir, name), w.Body.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// verify runs "muster verify draw" on a folder.
func verify(t *testing.T, dir string, want error) {
	t.Helper()
	var out, said bytes.Buffer
	err := (&tool.VerifyDraw{Files: []string{dir}}).Run(&tool.Env{Stdout: &out, Stderr: &said, Lang: i18n.EN})
	if (err == nil) != (want == nil) {
		t.Errorf("verify draw says %v %s", err, out.String())
	}
	if record, _ := os.ReadFile(filepath.Join(dir, "record.json")); strings.Count(string(record), `"default": true`) != 1 {
		t.Errorf("the record does not name the missing reveal:\n%s", record)
	}
}
