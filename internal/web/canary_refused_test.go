package web_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/fault"
	"muster/internal/frame/field"
	"muster/internal/intake/integrity"
	"muster/internal/intake/medical"
	"muster/internal/office/role"
	"muster/internal/web/webtest"
)

// TestRefusalsTellNobody tries, as an examiner, the chief examiner and the desk of
// another station, every act there is on records of every table, with an empty body and
// with one that guesses: no answer, done or refused, has a name, number, telephone,
// address or id that leads to a person.
func TestRefusalsTellNobody(t *testing.T) {
	t.Parallel()
	c := plant(t)
	c.Colleague("desk.elsewhere", role.Desk, webtest.Other)
	c.WithPasswords()
	server := c.serveBoth()
	records := map[string][]string{}
	for _, r := range c.records(3) {
		table, rest, _ := strings.Cut(r, "/")
		records[table] = append(records[table], rest)
	}
	for _, login := range []string{"examiner", "chief_examiner", "desk.elsewhere"} {
		client, token, tried, statuses := as(t, server.URL, login), c.token(login), 0, map[int]int{}
		for _, kind := range c.App.Book.Kinds() {
			subjects := append([]string{""}, records[kind.Table.Name]...)
			for _, on := range subjects {
				county, id, _ := strings.Cut(on, "/")
				for _, body := range []string{"{}", c.guess(kind)} {
					sent := `{"county":"` + county + `","subject":"` + id + `","body":` + body + `}`
					got := client.send(http.MethodPost, "/api/v1/acts/"+kind.Name, "application/json", strings.NewReader(sent), "Authorization", "Bearer "+token)
					tried++
					statuses[got.Status]++
					for word, what := range c.words {
						if strings.Contains(got.Body, word) && !strings.Contains(sent, word) {
							t.Errorf("%s: %s on %s answers with %s: %s", login, kind.Name, on, what, got.Body)
						}
					}
				}
			}
		}
		if tried < 1000 || statuses[http.StatusForbidden] < 200 {
			t.Errorf("%s: only %d tries, answered %v", login, tried, statuses)
		}
	}
	hits, opened := c.crawl(server, "desk.elsewhere", c.words)
	if opened < 500 {
		t.Errorf("only %d addresses were opened", opened)
	}
	for _, hit := range hits[:min(10, len(hits))] {
		t.Errorf("the desk of another station: %s", hit)
	}
}

// guess is a body of a kind of act whose fields somebody fills in who hopes to be told
// more: numbers they saw, an id they learnt, a word of a name.
func (c *canaries) guess(kind *act.Kind) string {
	body := map[string]any{}
	for _, f := range kind.Body.Fields {
		switch {
		case f.Name == "number":
			body[f.Name] = c.ExamNumber(c.visits[1], "eyes")
		case f.Name == "id_no" || f.Name == "person_id_no":
			body[f.Name] = c.Number(103)
		case f.Ref == "person":
			body[f.Name] = c.People["金丝雀01"].Subject
		case f.Name == "county" || f.Name == "unit" || f.Name == "office" || f.Name == "station":
			body[f.Name] = webtest.County
		case len(f.Options) > 0:
			body[f.Name] = f.Options[0].Value
		case !f.Required:
		case f.Kind == field.Text:
			body[f.Name] = "金丝"
		case f.Kind == field.Integer:
			body[f.Name] = 1
		case f.Kind == field.Date:
			body[f.Name] = "2026-08-03"
		}
	}
	text, err := json.Marshal(body)
	if err != nil {
		c.T.Fatal(err)
	}
	return string(text)
}

// TestADeclaredInterestTellsNothing: somebody at a station who declares whom they must
// not meet learns neither whose a citizen number is nor whether it is known: a known
// and an unknown one are answered alike, and the one register that would tell is not
// for them. An interest in an office they declare as everybody does.
func TestADeclaredInterestTellsNothing(t *testing.T) {
	t.Parallel()
	c := plant(t)
	for login, who := range map[string]access.Actor{"examiner": c.Doctor("eyes"), "chief_examiner": c.Actor(role.ChiefExaminer), "desk": c.Actor(role.Desk)} {
		for _, number := range []string{c.Number(103), c.Number(909)} {
			if _, err := c.Try(who, role.Medical, "exam_conflict.declare", act.Answer{}, &medical.Declaring{IDNo: number, Reason: "表亲"}); err != nil {
				t.Errorf("%s declared %s: %v", login, number, err)
			}
			_, err := c.Try(who, role.Integrity, "conflict.declare", act.Answer{}, &integrity.Declaring{Kind: "kinship", IDNo: number})
			if !fault.Coded(err, "conflict.station") {
				t.Errorf("%s asked about %s: %v", login, number, err)
			}
		}
		if _, err := c.Try(who, role.Integrity, "conflict.declare", act.Answer{}, &integrity.Declaring{Kind: "kinship", Office: webtest.Village}); err != nil {
			t.Errorf("%s declared a unit: %v", login, err)
		}
	}
	person := string(c.People["金丝雀01"].Subject)
	server := c.serveBoth()
	for _, login := range []string{"examiner", "chief_examiner", "desk"} {
		client := as(t, server.URL, login)
		for _, table := range []string{"conflict", "exam_conflict"} {
			for _, path := range []string{"/r/" + table, "/r/" + table + "/export?format=csv", "/api/v1/registers/" + table} {
				if got := client.get(path, "Authorization", "Bearer "+c.token(login)); strings.Contains(got.Body, person) {
					t.Errorf("%s: %s tells that the number is known", login, path)
				}
			}
		}
	}
}
