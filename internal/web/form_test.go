package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"muster/internal/frame/act"
	"muster/internal/frame/db"
	"muster/internal/frame/field"
	"muster/internal/web/webtest"
)

// on is the address of the form of an act on a record.
func on(kind string, a act.Answer) string {
	return "/act/" + kind + "?_county=" + string(a.County) + "&_id=" + string(a.Subject)
}

func TestFormRoundTrip(t *testing.T) {
	t.Parallel()
	b := webtest.New(t).Season()
	officer := as(t, serve(t, b).URL, "county_officer")
	c := b.Cases["测试21"]
	page := officer.get(on("application.precheck", c)).want(t, http.StatusOK)
	form := page.fields()
	form.Set("outcome", "perhaps")
	form.Set("remark", "保留的说明")
	refused := officer.post("/act/application.precheck", form).want(t, http.StatusUnprocessableEntity)
	for _, want := range []string{`href="#f-outcome"`, `aria-invalid="true"`, "保留的说明", `aria-describedby="f-outcome-wrong"`} {
		if !strings.Contains(refused.Body, want) {
			t.Errorf("the refused form lacks %s", want)
		}
	}
	form.Set("outcome", "pass")
	form.Set("state", "approved")
	officer.post("/act/application.precheck", form).want(t, http.StatusUnprocessableEntity)
	form.Del("state")
	done := officer.post("/act/application.precheck", form).want(t, http.StatusSeeOther)
	shown := officer.get(done.Header.Get("Location")).want(t, http.StatusOK)
	if !strings.Contains(text(shown.Body), "已办理:初审初检。记入日志 130102 第") {
		t.Errorf("no notice of what was done:\n%s", text(shown.Body))
	}
	again := officer.post("/act/application.precheck", form).want(t, http.StatusSeeOther)
	if again.Header.Get("Location") != done.Header.Get("Location") {
		t.Errorf("a repeat went to %s, the first to %s", again.Header.Get("Location"), done.Header.Get("Location"))
	}
}

func TestStaleForm(t *testing.T) {
	t.Parallel()
	b := webtest.New(t).Season()
	server := serve(t, b)
	citizen := as(t, server.URL, "citizen")
	first := citizen.get(on("person.contact", b.People["测试01"])).want(t, http.StatusOK).fields()
	second := citizen.get(on("person.contact", b.People["测试01"])).want(t, http.StatusOK).fields()
	first.Set("phone", "13900000001")
	second.Set("phone", "13900000002")
	citizen.post("/act/person.contact", first).want(t, http.StatusSeeOther)
	stale := citizen.post("/act/person.contact", second).want(t, http.StatusConflict)
	if !strings.Contains(stale.Body, "刚被别人改过") || !strings.Contains(stale.Body, "13900000002") {
		t.Errorf("the stale form says:\n%s", text(stale.Body))
	}
	retry := stale.fields()
	retry.Set("phone", "13900000002")
	citizen.post("/act/person.contact", retry).want(t, http.StatusSeeOther)
}

func TestForeignOriginIsRefused(t *testing.T) {
	t.Parallel()
	b := webtest.New(t).Season()
	officer := as(t, serve(t, b).URL, "county_officer")
	form := officer.get(on("application.precheck", b.Cases["测试22"])).fields()
	form.Set("outcome", "pass")
	for _, path := range []string{"/act/application.precheck", "/signin", "/signout", "/post", "/r/person/import"} {
		officer.post(path, form, "Sec-Fetch-Site", "cross-site").want(t, http.StatusForbidden)
		officer.post(path, form, "Origin", "https://elsewhere.example").want(t, http.StatusForbidden)
	}
	officer.post("/act/application.precheck", form, "Sec-Fetch-Site", "same-origin").want(t, http.StatusSeeOther)
}

// counted reads how many rows the tables have that a mere look must not change.
func counted(t *testing.T, b *webtest.Bench) map[string]int64 {
	t.Helper()
	out := map[string]int64{}
	err := b.App.Store.Read(t.Context(), func(tx *db.Tx) error {
		for _, name := range []string{"fact", "outbox", "claim", "tally", "job", "session"} {
			var n int64
			if _, err := tx.One("SELECT COUNT(*) FROM "+name, nil, &n); err != nil {
				return err
			}
			out[name] = n
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestLookingChangesNothing(t *testing.T) {
	t.Parallel()
	b := webtest.New(t).Season()
	server := serve(t, b)
	for login, paths := range webtest.Tour(b) {
		browser := as(t, server.URL, login)
		before := counted(t, b)
		for _, path := range append(paths, "/signin", "/signout", "/post", "/lang?to=en&back=/") {
			browser.get(path)
		}
		after := counted(t, b)
		for name, n := range before {
			if after[name] != n {
				t.Errorf("%s: looking changed %s from %d to %d rows", login, name, n, after[name])
			}
		}
	}
}

func TestSecondSignature(t *testing.T) {
	t.Parallel()
	b := webtest.New(t).Season()
	server := serve(t, b)
	approver := as(t, server.URL, "quota_approver")
	if page := approver.get("/"); !strings.Contains(text(page.Body), "1 待我会签") {
		t.Fatalf("the worklist does not ask for the signature:\n%s", text(page.Body))
	}
	list := approver.get("/r/proposal?state=open&act=quota.issue").want(t, http.StatusOK)
	path := regexp.MustCompile(`/r/proposal/\d+/[0-9a-z]{26}`).FindString(list.Body)
	record := approver.get(path).want(t, http.StatusOK)
	if !strings.Contains(record.Body, "&#34;seats&#34;:120") {
		t.Errorf("the page does not show the body to be signed:\n%s", text(record.Body))
	}
	parts := strings.Split(path, "/")
	form := approver.get("/act/proposal.sign?_county="+parts[3]+"&_id="+parts[4]).want(t, http.StatusOK).fields()
	wrong := url.Values{}
	for name, v := range form {
		wrong[name] = v
	}
	wrong.Set("digest", strings.Repeat("0", 64))
	approver.post("/act/proposal.sign", wrong).want(t, http.StatusConflict)
	approver.post("/act/proposal.sign", form).want(t, http.StatusSeeOther)
	if page := approver.get("/"); !strings.Contains(text(page.Body), "0 待我会签") {
		t.Errorf("the signed proposal still waits:\n%s", text(page.Body))
	}
	proposer := as(t, server.URL, "quota_officer")
	if page := proposer.get(path).want(t, http.StatusOK); strings.Contains(page.Body, "/act/proposal.sign") {
		t.Error("the proposer is offered to sign")
	}
}

func TestFaultsHaveTheirStatus(t *testing.T) {
	t.Parallel()
	b := webtest.New(t).Season()
	server := serve(t, b)
	officer := as(t, server.URL, "county_officer")
	for path, status := range map[string]int{
		"/nowhere": http.StatusNotFound, "/r/nothing": http.StatusNotFound, "/r/account": http.StatusNotFound,
		"/r/application?sort=remark": http.StatusUnprocessableEntity, "/r/application?remark=x": http.StatusUnprocessableEntity,
		"/r/application?after=!": http.StatusUnprocessableEntity, "/r/application?within=x": http.StatusUnprocessableEntity,
		"/r/application/130102/" + string(b.People["测试01"].Subject): http.StatusNotFound,
		"/act/nothing": http.StatusNotFound, "/act/quota.issue": http.StatusForbidden,
		"/insight/funnel?unit=130104": http.StatusNotFound, "/r/application/export?format=exe": http.StatusUnprocessableEntity,
	} {
		got := officer.get(path, "Accept-Language", "en")
		if got.Status != status {
			t.Errorf("%s: %d, want %d", path, got.Status, status)
		}
		if got.Header.Get("Cache-Control") != "no-store" || !strings.Contains(got.Header.Get("Content-Security-Policy"), "default-src 'none'") {
			t.Errorf("%s: headers %v", path, got.Header)
		}
	}
}

// TestEveryFormHasItsFields checks that whatever a room declares can be asked
// for in every language.
func TestEveryFormHasItsFields(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	for _, k := range b.App.Book.Kinds() {
		for _, f := range k.Body.Visible() {
			if f.Kind == field.Sealed || !f.Label.Complete() {
				t.Errorf("%s.%s cannot be asked for in a form", k.Name, f.Name)
			}
		}
	}
}
