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
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/intake/draws"
	"muster/internal/intake/integrity"
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

// frozen freezes the draw of the eyes for the day on which three people are
// expected, one of whom the first doctor declared not to meet, and lets everybody
// commit.
func frozen(t *testing.T, b *webtest.Bench) act.Answer {
	t.Helper()
	b.Duty(b.Colleague("examiner_eyes2", role.Examiner, webtest.County), "eyes")
	b.Do(role.Examiner, role.Medical, "exam_conflict.declare", act.Answer{}, &medical.Declaring{IDNo: b.Number(21), Reason: "表弟"})
	b.Do(role.Examiner, role.Medical, "exam_conflict.declare", act.Answer{}, &medical.Declaring{IDNo: "130102199001011234", Reason: "不在册的亲属"})
	d := b.Do(role.CountyOfficer, role.Intake, "draw.freeze_section", act.Answer{}, &medical.Drawing{Station: webtest.County, On: "2026-08-05", Section: "eyes",
		Reason: "首日体检", Witnessed: dice, Source: lottery})
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

// TestDrawKeepsEveryDeclaredInterest: what an examiner declared where all staff
// declare, in a person or in the village of people, keeps them from those people as
// what they declared at the station does, until it has ended.
func TestDrawKeepsEveryDeclaredInterest(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]*integrity.Declaring{"a person": {Kind: "kinship"}, "a unit": {Kind: "kinship", Office: webtest.Village}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := webtest.New(t).Season()
			b.Duty(b.Colleague("examiner_eyes2", role.Examiner, webtest.County), "eyes")
			want, who := 2, b.Actor(role.Examiner) // of the three, two live in the village
			if body.Office == "" {
				body.IDNo, want, who.Role = b.Number(21), 1, role.CountyOfficer // in their other post: at a station nobody is told who is on file
			}
			b.As(who, role.Integrity, "conflict.declare", act.Answer{}, body)
			id := b.Do(role.CountyOfficer, role.Intake, "draw.freeze_section", act.Answer{}, &medical.Drawing{Station: webtest.County, On: "2026-08-05", Section: "eyes",
				Reason: "首日体检", Witnessed: dice, Source: lottery})
			d := webtest.At[draws.Draw](b, draws.Table, "id = $1", string(id.Subject))[0]
			if got := strings.Count(d.Conflicts, ","+string(b.Actor(role.Examiner).Account)+"\n"); got != want {
				t.Errorf("%d kept apart, not %d: %q", got, want, d.Conflicts)
			}
		})
	}
}

// TestDraw plays a draw in which one contributor does not reveal; the published
// files verify by the command, the drawn examiner alone may examine, reassigning
// and drawing again take two people.
func TestDraw(t *testing.T) {
	t.Parallel()
	b := webtest.New(t).Season()
	d := frozen(t, b)
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
	b.Signed(role.CountyOfficer, role.Intake, "draw.conclude", d, &draws.Conclusion{Public: "2026-08-05 双色球 07 13 22 25 28 31 + 09"}, role.Inspector)

	a := b.Admit(b.Cases["测试11"])
	part, second := b.Part(a, "eyes"), b.Colleague("examiner_eyes2", role.Examiner, webtest.County)
	refused(t, try(t, b, role.Examiner, role.Medical, "exam_section.sign", part, &medical.Entry{Values: webtest.Values["eyes"], Opinion: "pass"}), "record.unknown")
	b.As(second, role.Medical, "exam_section.call", part, &medical.Empty{})
	drawnElsewhere(t, b, second, part)

	dir := t.TempDir()
	h := web.New(*b.Handler())
	if w := anybody(t, h, "/draw/"+string(d.County)+"/"+string(d.Subject)+"/conflicts.csv"); w.Code != http.StatusNotFound {
		t.Errorf("on the day itself the conflicts are answered with %d: a doctor could learn a number from them", w.Code)
	}
	b.Clock.Advance(24 * time.Hour)
	download(t, b, d, dir)
	verify(t, dir, nil)
	tampered, err := os.ReadFile(filepath.Join(dir, "assigned.csv"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "assigned.csv"), bytes.Replace(tampered, []byte(second.Account), []byte("mine"), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	verify(t, dir, errDiffers)
	b.Signed(role.CountyOfficer, role.Intake, "draw.redraw", d, &draws.Again{Name: "130102.2026-08-05.eyes.2", Reason: "一名主检医师因病回避", Witnessed: dice, Source: lottery}, role.Inspector)
}

// drawnElsewhere: the doctor who must not meet a candidate is not given them by
// reassigning either, and reassigning waits for a second person.
func drawnElsewhere(t *testing.T, b *webtest.Bench, second access.Actor, part act.Answer) {
	t.Helper()
	to := func(who access.Actor) error {
		return try(t, b, role.ChiefExaminer, role.Medical, "exam_section.reassign", part, &medical.Giving{Account: who.Account, Reason: "设备故障"})
	}
	refused(t, to(b.Actor(role.Examiner)), "exam.not_eligible")
	refused(t, to(b.Doctor("dental")), "exam.not_eligible")
	b.Signed(role.ChiefExaminer, role.Medical, "exam_section.reassign", part, &medical.Giving{Account: second.Account, Reason: "设备故障"}, role.Inspector)
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
