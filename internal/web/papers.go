package web

import (
	"bytes"
	"net/http"
	"strconv"
	"strings"

	"muster/internal/app"
	"muster/internal/frame/db"
	"muster/internal/frame/docs"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/ledger"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
	"muster/internal/intake/cases"
	"muster/internal/intake/signup"
	"muster/internal/people"
)

// papers are the documents that can be printed, by the name in their address.
// Each maker checks by the road who may see what it prints.
var papers = map[string]func(q *request, county unit.Code, id ident.ID) ([]docs.Paper, error){
	"registration-certificate": (*request).registrationCertificate,
}

// paper sends a document as PDF in the reader's language.
func (s *server) paper(q *request) error {
	make, ok := papers[q.PathValue("paper")]
	if kind := s.App.Book.Kind(strings.TrimPrefix(q.PathValue("paper"), formPrefix)); !ok && kind != nil && strings.HasPrefix(q.PathValue("paper"), formPrefix) {
		make, ok = func(q *request, county unit.Code, id ident.ID) ([]docs.Paper, error) {
			return q.formOnPaper(kind, county, id)
		}, true
	}
	if !ok {
		return s.nowhere(q)
	}
	list, err := make(q, unit.Code(q.PathValue("county")), ident.ID(q.PathValue("id")))
	if err != nil {
		return err
	}
	var out bytes.Buffer
	lacking, err := docs.Print(&out, q.lang, list...)
	if err != nil {
		return err
	}
	h := q.w.Header()
	h.Set("Content-Type", "application/pdf")
	h.Set("Content-Disposition", `inline; filename="`+q.PathValue("paper")+`.pdf"`)
	h.Set("Content-Length", strconv.Itoa(out.Len()))
	if len(lacking) > 0 {
		s.App.Log.Warn("a printed paper lacks characters", "paper", q.PathValue("paper"), "characters", string(lacking))
	}
	q.w.WriteHeader(http.StatusOK)
	_, err = q.w.Write(out.Bytes())
	return err
}

// seen reads a record as the reader may, leaving a leaf.
func (q *request) seen(t *record.Table, county unit.Code, id ident.ID) (record.Record, error) {
	reg := q.s.App.Shelf.Get(t.Name)
	return q.s.App.Road.One(q.Context(), reg.Look(q.actor, reg.Purpose(q.actor), "print"), county, id)
}

// lastEntry names the newest entry of the log that one of the kinds of act wrote
// about a record.
func (q *request) lastEntry(t *record.Table, r record.Record, kinds ...string) (entry string, err error) {
	h := r.Head()
	err = q.s.read(q.Context(), func(tx *db.Tx) error {
		found, err := ledger.Changes(tx, h.County, t.Name, h.ID, historyLimit)
		for _, f := range found {
			for _, k := range kinds {
				if f.Kind == k {
					entry = app.Entry(string(f.Log), f.Seq)
				}
			}
		}
		return err
	})
	return entry, err
}

// officeOf is the name of the county that a unit belongs to, with its city.
func (q *request) officeOf(code unit.Code) string {
	tree := q.s.App.Road.Tree()
	at := tree.Ancestor(code, unit.County)
	if at == nil {
		return tree.Name(code)
	}
	name := at.Name
	if city := tree.Ancestor(code, unit.City); city != nil && city.Code != at.Code {
		name = city.Name + name
	}
	return name
}

func (q *request) registrationCertificate(county unit.Code, id ident.ID) ([]docs.Paper, error) {
	found, err := q.seen(people.Registrations, county, id)
	if err != nil {
		return nil, err
	}
	r := found.(*people.Registration)
	if r.Certificate == "" {
		return nil, fault.New(fault.Conflict, "certificate.none", "登记尚无结论,没有证明。", "The registration is not concluded; there is no certificate.")
	}
	file, err := q.seen(people.Persons, r.County, r.Person)
	if err != nil {
		return nil, err
	}
	p := file.(*people.Person)
	entry, err := q.lastEntry(people.Registrations, r, "registration.conclude")
	if err != nil {
		return nil, err
	}
	office := q.officeOf(r.Unit)
	code, err := q.s.App.Certify(r.Statement(p, office, entry))
	if err != nil {
		return nil, err
	}
	return []docs.Paper{r.Paper(p, q.lang, office, code)}, nil
}

// printable are the papers of a record.
func (q *request) printable(r record.Record) []linkTo {
	if c, ok := r.(*cases.Case); ok && !q.citizen() {
		return []linkTo{{"/trace/" + string(c.County) + "/" + string(c.ID), i18n.T("责任追溯", "Who answers for what")}}
	}
	if d, ok := r.(*signup.Document); ok {
		return uploadLink(d)
	}
	if reg, ok := r.(*people.Registration); ok && reg.Certificate != "" {
		return []linkTo{{"/paper/registration-certificate/" + string(reg.County) + "/" + string(reg.ID), i18n.T("登记证明(PDF)", "Certificate (PDF)")}}
	}
	return nil
}
