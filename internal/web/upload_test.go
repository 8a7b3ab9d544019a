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

func conclude(b *webtest.Bench, id string) {
	b.T.Helper()
	b.Do(role.CountyRegistrar, role.Registration, "registration.conclude", act.Answer{County: webtest.County, Subject: ident.ID(id)},
		&people.Concluding{Conclusion: people.MustServe})
}
