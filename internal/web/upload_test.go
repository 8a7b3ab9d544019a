package web_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"muster/internal/frame/act"
	"muster/internal/frame/docs/docstest"
	"muster/internal/frame/ident"
	"muster/internal/frame/receipt"
	"muster/internal/office/role"
	"muster/internal/people"
	"muster/internal/web/webtest"
)

// TestUpload: a picture of a paper is kept sealed, comes back to the person and
// the office byte by byte, and to nobody else; one that is too large is refused
// on its form.
func TestUpload(t *testing.T) {
	t.Parallel()
	b := webtest.New(t).Season()
	server := serve(t, b)
	citizen, officer := as(t, server.URL, "citizen2"), as(t, server.URL, "county_officer")
	c := b.Cases["测试21"]
	form := as(t, server.URL, "clerk").get("/act/document.present?application="+string(c.Subject)+"&application_home="+string(c.County)).want(t, http.StatusOK)
	if !strings.Contains(form.Body, `type="file"`) || !strings.Contains(form.Body, "multipart/form-data") {
		t.Error("the form takes no file")
	}
	picture := append([]byte("\x89PNG\r\n\x1a\n"), bytes.Repeat([]byte{7}, 5000)...)
	clerk := as(t, server.URL, "clerk")
	send := func(content []byte) answer {
		var body bytes.Buffer
		w := multipart.NewWriter(&body)
		for name, value := range map[string]string{"application": string(c.Subject), "application_home": string(c.County), "kind": "residence", "number": "A1", "_key": "up"} {
			if err := w.WriteField(name, value); err != nil {
				t.Fatal(err)
			}
		}
		part, err := w.CreateFormFile("file", "card.png")
		if err == nil {
			_, err = part.Write(content)
		}
		if err == nil {
			err = w.Close()
		}
		if err != nil {
			t.Fatal(err)
		}
		return clerk.send(http.MethodPost, "/act/document.present", w.FormDataContentType(), &body, "Sec-Fetch-Site", "same-origin")
	}
	send(bytes.Repeat([]byte{1}, 1<<20+1)).want(t, http.StatusUnprocessableEntity)
	where := send(picture).want(t, http.StatusSeeOther).Header.Get("Location")
	path := "/upload/" + strings.TrimPrefix(strings.SplitN(where, "?", 2)[0], "/r/document/")
	if got := officer.get(path).want(t, http.StatusOK); got.Body != string(picture) || got.Header.Get("Content-Type") != "image/png" {
		t.Errorf("%d bytes of %s came back", len(got.Body), got.Header.Get("Content-Type"))
	}
	if got := citizen.get(path); got.Status == http.StatusOK { // somebody else's paper
		t.Error("another citizen saw it")
	}
	if got := as(t, server.URL, "leader").get(path); got.Status == http.StatusOK {
		t.Error("a leader saw it")
	}
}

// TestCertificateIsPrinted: the concluded registration has a paper; one that is
// not concluded has none.
func TestCertificateIsPrinted(t *testing.T) {
	t.Parallel()
	b := webtest.New(t).Season()
	server := serve(t, b)
	registrar := as(t, server.URL, "county_registrar")
	list := registrar.get("/r/registration").want(t, http.StatusOK)
	at := strings.Index(list.Body, "/r/registration/"+string(webtest.County)+"/")
	id := list.Body[at+len("/r/registration/"+string(webtest.County)+"/"):]
	id = id[:strings.IndexAny(id, `"?`)]
	paper := "/paper/registration-certificate/" + string(webtest.County) + "/" + id
	registrar.get(paper).want(t, http.StatusConflict)
	conclude(b, id)
	got := registrar.get(paper).want(t, http.StatusOK)
	if !strings.HasPrefix(got.Body, "%PDF-") {
		t.Error("it is not a PDF")
	}
	key, err := receipt.ParseKey(b.App.Keys.Public)
	if err != nil {
		t.Fatal(err)
	}
	codes := docstest.Read(t, []byte(got.Body))
	if len(codes) != 1 {
		t.Fatalf("%d codes are printed", len(codes))
	}
	if _, err := receipt.CheckCertificate(codes[0], key); err != nil {
		t.Errorf("the printed code does not verify: %v", err)
	}
	if _, err := receipt.CheckCertificate(strings.Replace(codes[0], "130102", "130104", 1), key); err == nil {
		t.Error("a forged code verifies")
	}
	if got := as(t, server.URL, "leader").get(paper); got.Status == http.StatusOK {
		t.Error("a leader printed somebody's certificate")
	}
}

// TestCertificatesAreToldApart: a certificate says on which day it was concluded and
// made, and a new conclusion gives a new number, so that an old paper is told from a
// new one without a line; while the registration is open again, and after it was
// cancelled, no certificate is printed.
func TestCertificatesAreToldApart(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	p := b.Person("甲一", 1, webtest.Village)
	due := b.Do(role.CountyRegistrar, role.Registration, "registration.due", act.Answer{}, &people.DueBody{Person: p.Subject, County: p.County, Unit: webtest.Village, Year: 2026})
	b.Do(role.Clerk, role.Registration, "registration.submit", due, &people.Form{Residence: "长安"})
	b.Do(role.CountyRegistrar, role.Registration, "registration.conclude", due, &people.Concluding{Conclusion: people.MustServe})
	second := b.Another(role.CountyRegistrar, "登记员二")
	b.WithPasswords()
	server := serve(t, b)
	get := func(path string) answer { return as(t, server.URL, "county_registrar").get(path) } // the day changes, and a session ends with it
	paper := "/paper/registration-certificate/" + string(webtest.County) + "/" + string(due.Subject)
	printed := func() *receipt.Certificate {
		t.Helper()
		codes := docstest.Read(t, []byte(get(paper).want(t, http.StatusOK).Body))
		key, err := receipt.ParseKey(b.App.Keys.Public)
		if err != nil {
			t.Fatal(err)
		}
		c, err := receipt.CheckCertificate(codes[0], key)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	said := func(c *receipt.Certificate, name string) string {
		for _, s := range c.Says {
			if s[0] == name {
				return s[1]
			}
		}
		return ""
	}
	first := printed()
	today := string(b.App.Today())
	if said(first, "concluded") != today || said(first, "issued") != today {
		t.Errorf("the certificate tells no day: %v", first.Says)
	}
	b.NextDay()
	if c := printed(); c.Number != first.Number || said(c, "concluded") != today || said(c, "issued") != string(b.App.Today()) {
		t.Errorf("printed anew on %s it says %v", b.App.Today(), c.Says)
	}
	b.Do(role.Clerk, role.Registration, "registration.ask_exemption", due, &people.Claim{Evidence: "残 1", Reason: "病"})
	get(paper).want(t, http.StatusConflict)
	b.As(second, role.Registration, "registration.conclude", due, &people.Concluding{Conclusion: people.Exempt, Code: "exempt_later_illness", Evidence: "残 1", Reason: "病"})
	if c := printed(); c.Number == first.Number || said(c, "conclusion") != people.Exempt {
		t.Errorf("the second conclusion has the paper %s %v, the first was %s", c.Number, c.Says, first.Number)
	}
	asked := b.As(second, role.Registration, "person.close", p, &people.Closing{Cause: "death", Evidence: "公 1"})
	if _, err := b.Sign(b.Actor(role.CountyRegistrar), role.Registration, asked); err != nil {
		t.Fatal(err)
	}
	get(paper).want(t, http.StatusConflict)
	if page := get("/r/registration/130102/"+string(due.Subject)).want(t, http.StatusOK); strings.Contains(page.Body, "registration-certificate") {
		t.Error("a cancelled registration offers its certificate")
	}
}

func conclude(b *webtest.Bench, id string) {
	b.T.Helper()
	b.Do(role.CountyRegistrar, role.Registration, "registration.conclude", act.Answer{County: webtest.County, Subject: ident.ID(id)},
		&people.Concluding{Conclusion: people.MustServe})
}
