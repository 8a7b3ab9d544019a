package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"muster/internal/frame/act"
	"muster/internal/frame/db"
	"muster/internal/frame/fault"
	"muster/internal/frame/receipt"
	"muster/internal/frame/record"
	"muster/internal/intake/cases"
	"muster/internal/intake/quota"
	"muster/internal/intake/selection"
	"muster/internal/office/offices"
	"muster/internal/office/role"
	"muster/internal/web/webtest"
)

// onList reads the cases of a bench by name.
func onList(t *testing.T, b *webtest.Bench) map[string]*cases.Case {
	t.Helper()
	out := map[string]*cases.Case{}
	if err := b.App.Store.Read(t.Context(), func(tx *db.Tx) error {
		list, err := record.All[cases.Case](tx, cases.Table, "1 = 1")
		for _, c := range list {
			out[c.Name] = c
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return out
}

// leave takes somebody off the list at their own wish.
func leave(t *testing.T, b *webtest.Bench, name string) {
	t.Helper()
	p := b.Do(role.Approver, role.Selection, "application.cancel", b.Cases[name], &selection.Cancelling{Reason: "own_wish", Remark: "本人放弃"})
	proposal := &act.Proposal{}
	if err := b.App.Store.Read(t.Context(), func(tx *db.Tx) error { return act.Proposals.Load(tx, p.County, p.Subject, proposal, false) }); err != nil {
		t.Fatal(err)
	}
	b.Do(role.Inspector, role.Integrity, "proposal.sign", p, &act.Opinion{Digest: proposal.Digest})
}

// TestListChosenByRows: two graduates enter to meet a minimum, the two ahead of them
// give way; each line of the page carries the row that decided, and the rows their
// cut-offs.
func TestListChosenByRows(t *testing.T) {
	t.Parallel()
	b := webtest.New(t).Selection()
	for name, want := range map[string]string{"测试甲08": cases.Proposed, "测试甲09": cases.Reserve, "测试甲10": cases.Reserve,
		"测试甲11": cases.Proposed, "测试甲12": cases.Proposed, "测试甲13": cases.Reserve} {
		if got := onList(t, b)[name]; got.State != want || got.SeatUnit != webtest.County {
			t.Errorf("%s is %s at %s", name, got.State, got.SeatUnit)
		}
	}
	if got := onList(t, b)["测试甲11"].Tags; strings.Join(got, " ") != "bachelor graduate male" {
		t.Errorf("tags %v", got)
	}
	page := as(t, serve(t, b).URL, "selector").get("/ranking/" + string(b.Ranking.County) + "/" + string(b.Ranking.Subject) + "?lang=en")
	said := text(page.want(t, http.StatusOK).Body)
	for _, want := range []string{"130102-graduates", "130102-women", "长安区 · 大学毕业生", "长安区 · 女", "至少 2", "至多 2", "为满足下限入选", "因他人满足下限而递补"} {
		if !strings.Contains(said, want) {
			t.Errorf("the page does not say %q:\n%s", want, said)
		}
	}
	if strings.Count(said, "130102-graduates") != 3 { // the row itself, and two lines that it decided
		t.Errorf("the row is named %d times", strings.Count(said, "130102-graduates"))
	}
}

// TestVacancyKeepsTheRows: when one of the two graduates leaves, the next graduate
// follows, not the first of the reserve.
func TestVacancyKeepsTheRows(t *testing.T) {
	t.Parallel()
	b := webtest.New(t).Selection()
	leave(t, b, "测试甲11")
	if err := try(t, b, role.Selector, role.Selection, "ranking.fill", b.Ranking, &selection.Words{}); !fault.Coded(err, "ranking.no_vacancy") {
		t.Errorf("a place was filled while its holder may still ask for a review: %v", err)
	}
	b.Clock.Advance(14 * 24 * time.Hour)
	b.Do(role.Selector, role.Selection, "ranking.fill", b.Ranking, &selection.Words{})
	if list := onList(t, b); list["测试甲09"].State != cases.Reserve || (list["测试甲13"].State == cases.Proposed) == (list["测试甲14"].State == cases.Proposed) {
		t.Errorf("states %s, %s, %s", list["测试甲09"].State, list["测试甲13"].State, list["测试甲14"].State)
	}
	leave(t, b, "测试甲01")
	b.Clock.Advance(14 * 24 * time.Hour)
	b.Do(role.Selector, role.Selection, "ranking.fill", b.Ranking, &selection.Words{})
	first := onList(t, b)["测试甲09"].State == cases.Proposed
	if second := onList(t, b)["测试甲10"].State == cases.Proposed; first == second {
		t.Errorf("first %v, second %v", first, second)
	}
}

// TestRowsThatCannotBe: a row nobody could carry the tag of, or whose id the list
// uses itself, is refused; rows ended later change no list that is frozen.
func TestRowsThatCannotBe(t *testing.T) {
	t.Parallel()
	b := webtest.New(t).Selection()
	add := func(row *quota.Row) error {
		_, err := b.App.Road.Do(t.Context(), act.Request{Kind: "quota_row.add", Body: row, Actor: b.Actor(role.QuotaOfficer), Purpose: role.Intake})
		return err
	}
	for _, id := range []string{"seats", "a|b"} {
		if err := add(&quota.Row{Code: id, Unit: webtest.County}); !fault.Coded(err, "quota.row_id") {
			t.Errorf("%s: %v", id, err)
		}
	}
	if err := b.App.Store.Write(t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec("UPDATE quota_row SET min = 9 WHERE code = '130102-graduates'")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	path := "/ranking/" + string(b.Ranking.County) + "/" + string(b.Ranking.Subject)
	selector := as(t, serve(t, b).URL, "selector")
	selector.get(path).want(t, http.StatusOK)
	if err := b.App.Store.Write(t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec("UPDATE ranking SET rows = REPLACE(rows, '2..', '1..')")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	selector.get(path).want(t, http.StatusConflict)
}

// TestNoticeOutlivesARenaming: a list that was published can be written and proven
// after one of its townships got a new name, with the name of that day.
func TestNoticeOutlivesARenaming(t *testing.T) {
	t.Parallel()
	b := webtest.New(t).Selection()
	township := act.Answer{}
	if err := b.App.Store.Read(t.Context(), func(tx *db.Tx) error {
		_, err := tx.One("SELECT county, id FROM unit WHERE unit = $1", []any{string(webtest.Township)}, (*string)(&township.County), (*string)(&township.Subject))
		return err
	}); err != nil {
		t.Fatal(err)
	}
	before := b.App.Road.Tree().Name(webtest.Township)
	b.Do(role.Administrator, role.Office, "unit.rename", township, &offices.Renaming{Name: "新名街道"})
	if got := b.App.Road.Tree().Name(webtest.Township); got == before {
		t.Fatal("the township was not renamed")
	}
	if err := b.App.Checkpoint(t.Context()); err != nil {
		t.Fatal(err)
	}
	text, err := b.App.Notice(t.Context(), b.Ranking.County, b.Ranking.Subject, 0)
	if err != nil {
		t.Fatal(err)
	}
	key, err := receipt.ParseKey(b.App.Keys.Public)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := receipt.CheckNotice(text, receipt.Trust{Log: key}); err != nil || !strings.Contains(text, before) || strings.Contains(text, "新名街道") {
		t.Errorf("%v\n%s", err, text)
	}
}
