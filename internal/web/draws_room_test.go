package web_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"muster/internal/cli/tool"
	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/db"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/intake/draws"
	"muster/internal/office/role"
	"muster/internal/office/staff"
	"muster/internal/web/webtest"
)

// secretOf is what a contributor gives to the n-th draw.
func secretOf(who string, n int) (*draws.Commitment, *draws.Reveal) {
	value, salt := sha256.Sum256([]byte(fmt.Sprint(who, n))), sha256.Sum256([]byte(fmt.Sprint("salt", who, n)))
	sum := sha256.Sum256(append(value[:], salt[:16]...))
	return &draws.Commitment{Hash: hex.EncodeToString(sum[:])}, &draws.Reveal{Secret: hex.EncodeToString(value[:]), Salt: hex.EncodeToString(salt[:16])}
}

// drawn plays a whole draw of the room, every step as an act.
func drawn(b *webtest.Bench, n int, lists *draws.Lists) act.Answer {
	b.T.Helper()
	lists.Name, lists.Station, lists.Reason, lists.Witnessed, lists.Source = fmt.Sprint("抽签 ", n), webtest.County, "体检", dice, lottery
	d := b.Do(role.CountyOfficer, role.Intake, "draw.freeze", act.Answer{}, lists)
	for _, p := range parts() {
		commitment, _ := secretOf(string(p.role), n)
		b.Do(p.role, p.purpose, "draw.commit", d, commitment)
	}
	b.Do(role.CountyOfficer, role.Intake, "draw.close", d, &draws.Closing{RevealBy: "2026-08-04"})
	for _, p := range parts() {
		_, reveal := secretOf(string(p.role), n)
		b.Do(p.role, p.purpose, "draw.reveal", d, reveal)
	}
	b.Signed(role.CountyOfficer, role.Intake, "draw.conclude", d, &draws.Conclusion{Public: fmt.Sprint("07 13 22 ", n)}, role.Inspector)
	return d
}

// anybodyOf is a candidate of a draw who found an examiner.
func anybodyOf(d *draws.Draw, r *rand.Rand) string {
	lines := strings.Split(strings.TrimSpace(d.Assigned), "\n")[1:]
	for {
		if cells := strings.Split(lines[r.IntN(len(lines))], ","); cells[2] != "" {
			return cells[1]
		}
	}
}

func numbered(from, n int) (out []string) {
	for i := range n {
		out = append(out, fmt.Sprintf("T%07d", from+i))
	}
	return out
}

// outcomes reads what every draw of the room came to.
func outcomes(t *testing.T, b *webtest.Bench) map[ident.ID]*draws.Draw {
	t.Helper()
	out := map[ident.ID]*draws.Draw{}
	if err := b.App.Store.Read(t.Context(), func(tx *db.Tx) error {
		list, err := record.All[draws.Draw](tx, draws.Table, "1 = 1")
		for _, d := range list {
			out[d.ID] = d
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return out
}

// TestDrawsAreUniform: over many draws of the room nobody is drawn to an examiner, or
// to a place, more often than chance has it (chi-square, p > 0.001).
func TestDrawsAreUniform(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	const rounds, people = 60, 40
	examiners, places := map[string]float64{}, map[bool]float64{}
	for n := range rounds {
		candidates := numbered(n*people, people)
		d := drawn(b, n, &draws.Lists{Candidates: candidates, Examiners: []string{"a=40", "b=40", "c=40", "d=40"}})
		for i, line := range strings.Split(strings.TrimSpace(outcomes(t, b)[d.Subject].Assigned), "\n")[1:] {
			cells := strings.Split(line, ",")
			examiners[cells[2]]++
			if cells[1] < candidates[people/2] { // the first half of the list
				places[i < people/2]++
			}
		}
	}
	chi := func(counts map[string]float64, each float64) (sum float64) {
		for _, n := range counts {
			sum += (n - each) * (n - each) / each
		}
		return sum
	}
	if x := chi(examiners, rounds*people/4); len(examiners) != 4 || x > 16.27 { // 3 degrees of freedom
		t.Errorf("examiners %v, chi-square %.2f", examiners, x)
	}
	early := map[string]float64{"early": places[true], "late": places[false]}
	if x := chi(early, rounds*people/4); x > 10.83 { // 1 degree of freedom
		t.Errorf("places %v, chi-square %.2f", early, x)
	}
}

// TestNobodyIsDrawnTwice: ten thousand random attempts of everybody who has a part in
// draws, none with a second signature, change no examiner of anybody.
func TestNobodyIsDrawnTwice(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	first := drawn(b, 1, &draws.Lists{Candidates: numbered(0, 12), Examiners: []string{"a=4", "b=4", "c=3"}})
	before := outcomes(t, b)[first.Subject]
	b.Clock.Advance(3 * 24 * time.Hour)
	r := rand.New(rand.NewPCG(3, 4))
	people := append(parts(), part{role: role.Examiner, purpose: role.Medical}, part{role: role.Desk, purpose: role.Medical}, part{role: role.QuotaOfficer, purpose: role.Intake})
	var requests []act.Request
	for n := range 10_000 {
		p := people[r.IntN(len(people))]
		commitment, reveal := secretOf("thief", n)
		kind, body := "", any(nil)
		switch r.IntN(8) {
		case 0, 1: // somebody of the first draw among others
			kind, body = "draw.freeze", &draws.Lists{Name: fmt.Sprint("again ", n), Station: webtest.County, Reason: "x", Witnessed: dice, Source: lottery,
				Candidates: append(numbered(100, r.IntN(3)), anybodyOf(before, r)), Examiners: []string{"a=4", "mine=9"}}
		case 2:
			kind, body = "draw.commit", commitment
		case 3:
			kind, body = "draw.close", &draws.Closing{RevealBy: "2026-08-30"}
		case 4:
			kind, body = "draw.reveal", reveal
		case 5:
			kind, body = "draw.default", &draws.Default{Contributor: b.Actor(role.Inspector).Account, Remark: "x"}
		case 6:
			kind, body = "draw.conclude", &draws.Conclusion{Public: fmt.Sprint(n)}
		default:
			kind, body = "draw.redraw", &draws.Again{Name: fmt.Sprint("redraw ", n), Reason: "x", Witnessed: dice, Source: lottery}
		}
		request := act.Request{Kind: kind, Body: body, Actor: b.Actor(p.role), Purpose: p.purpose}
		if kind != "draw.freeze" {
			request.County, request.Subject = first.County, first.Subject
		}
		requests = append(requests, request)
	}
	for from := 0; from < len(requests); from += 500 {
		if _, err := b.App.Road.Batch(t.Context(), requests[from:from+500]); err != nil {
			t.Fatal(err)
		}
	}
	after := outcomes(t, b)
	if got := after[first.Subject]; len(after) != 1 || got.Assigned != before.Assigned || got.Record != before.Record || got.State != draws.Concluded {
		t.Errorf("%d draws; the first is %s and came to\n%s", len(after), got.State, got.Assigned)
	}
}

// TestContributors: two of one line may contribute beside others, and a citizen whom
// the lists name; nobody else, nobody twice, and two lines are not enough.
func TestContributors(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	b.Person("测试甲01", 11, webtest.Village)
	named := b.Citizen("测试甲01", "citizen1")
	b.Person("测试甲02", 12, webtest.Village)
	other := b.Citizen("测试甲02", "citizen2")
	d := b.Do(role.CountyOfficer, role.Intake, "draw.freeze", act.Answer{}, &draws.Lists{Name: "抽签", Station: webtest.County, Reason: "体检", Witnessed: dice, Source: lottery,
		Candidates: numbered(0, 3), Examiners: []string{"a=3"}, Citizens: []string{string(named)}})
	citizen := func(account ident.ID, kind string, body any) error {
		_, err := b.App.Road.Do(t.Context(), act.Request{Kind: kind, County: d.County, Subject: d.Subject, Body: body, Actor: citizenActor(t, b, account), Purpose: role.Own})
		return err
	}
	commitment, reveal := secretOf("citizen", 1)
	refused(t, citizen(other, "draw.commit", commitment), "draw.citizen")
	colleague, err := b.App.OpenAccount(t.Context(), "officer2", "二号", role.CountyOfficer, webtest.County)
	if err != nil {
		t.Fatal(err)
	}
	account, _ := b.App.Directory.Account(colleague)
	second := staff.ActorIn(b.App.Road.Tree(), account, b.App.Directory.PostsOf(colleague, b.App.Today())[0], access.Strong)
	both := func(kind string, n int) {
		t.Helper()
		for i, who := range []access.Actor{b.Actor(role.CountyOfficer), second} {
			c, r := secretOf(fmt.Sprint("officer", i), n)
			body := any(c)
			if kind == "draw.reveal" {
				body = r
			}
			if _, err := b.App.Road.Do(t.Context(), act.Request{Kind: kind, County: d.County, Subject: d.Subject, Body: body, Actor: who, Purpose: role.Intake}); err != nil {
				t.Fatal(err)
			}
		}
	}
	both("draw.commit", 1)
	c, inspectors := secretOf("inspector", 1)
	b.Do(role.Inspector, role.Integrity, "draw.commit", d, c)
	refused(t, try(t, b, role.CountyOfficer, role.Intake, "draw.close", d, &draws.Closing{RevealBy: "2026-08-04"}), "draw.few")
	if err := citizen(named, "draw.commit", commitment); err != nil {
		t.Fatal(err)
	}
	refused(t, citizen(named, "draw.commit", commitment), "draw.twice")
	b.Do(role.CountyOfficer, role.Intake, "draw.close", d, &draws.Closing{RevealBy: "2026-08-04"})
	both("draw.reveal", 1)
	b.Do(role.Inspector, role.Integrity, "draw.reveal", d, inspectors)
	if err := citizen(named, "draw.reveal", reveal); err != nil {
		t.Fatal(err)
	}
	b.Signed(role.CountyOfficer, role.Intake, "draw.conclude", d, &draws.Conclusion{Public: "07 13"}, role.Inspector)
	dir := t.TempDir()
	download(t, b, d, dir)
	if err := (&tool.VerifyDraw{Files: []string{dir}}).Run(&tool.Env{Stdout: io.Discard, Stderr: io.Discard}); err != nil {
		t.Error(err)
	}
	if got := outcomes(t, b)[d.Subject]; len(got.Contributors) != 4 || !strings.Contains(got.Contributors[3], "=citizen=") {
		t.Errorf("contributors %v", got.Contributors)
	}
}

// TestLeftOverIsDrawnOnceMore: who found no examiner may be on a further draw, who
// found one may not; a draw given up before it was closed frees everybody.
func TestLeftOverIsDrawnOnceMore(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	d := drawn(b, 1, &draws.Lists{Candidates: numbered(0, 3), Examiners: []string{"a=2"}})
	left, placed := "", ""
	for _, line := range strings.Split(strings.TrimSpace(outcomes(t, b)[d.Subject].Assigned), "\n")[1:] {
		if cells := strings.Split(line, ","); cells[2] == "" {
			left = cells[1]
		} else {
			placed = cells[1]
		}
	}
	lists := func(id string) *draws.Lists {
		return &draws.Lists{Name: "再抽 " + id, Station: webtest.County, Reason: "体检", Witnessed: dice, Source: lottery, Candidates: []string{id}, Examiners: []string{"b=1"}}
	}
	refused(t, try(t, b, role.CountyOfficer, role.Intake, "draw.freeze", act.Answer{}, lists(placed)), "draw.listed")
	again := b.Do(role.CountyOfficer, role.Intake, "draw.freeze", act.Answer{}, lists(left))
	refused(t, try(t, b, role.CountyOfficer, role.Intake, "draw.freeze", act.Answer{}, lists(left)), "draw.listed")
	b.Signed(role.CountyOfficer, role.Intake, "draw.abandon", again, &draws.Abandoning{Reason: "名单有误"}, role.Inspector)
	drawn(b, 2, &draws.Lists{Candidates: []string{left}, Examiners: []string{"b=1"}})
}

// citizenActor is a citizen who signed in strongly.
func citizenActor(t *testing.T, b *webtest.Bench, id ident.ID) access.Actor {
	t.Helper()
	actor, err := b.App.Directory.Actor(b.App.Road.Tree(), id, "", access.Strong, b.App.Today())
	if err != nil {
		t.Fatal(err)
	}
	return actor
}
