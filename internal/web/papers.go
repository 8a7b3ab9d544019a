package web

import (
	"bytes"
	"net/http"
	"strconv"
	"strings"

	"muster/internal/app"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/docs"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/ledger"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
	"muster/internal/intake/cases"
	"muster/internal/intake/dispatch"
	"muster/internal/intake/preservice"
	"muster/internal/intake/selection"
	"muster/internal/intake/signup"
	"muster/internal/lead/penalty"
	"muster/internal/people"
)

// papers are the documents that can be printed, by the name in their address.
// Each maker checks by the road who may see what it prints.
var papers = map[string]func(q *request, county unit.Code, id ident.ID) ([]docs.Paper, error){
	"registration-certificate": (*request).registrationCertificate,
	"paper-receipt":            (*request).paperReceipt,
	"restoration-notice":       (*request).restorationNotice,
	"penalty-decision":         (*request).penaltyDecision,
	"result-notice":            (*request).resultNotice,
	"approval-form":            approvalPaper(func(_ *request, p selection.Printed) docs.Paper { return p.ApprovalForm() }),
	"enlistment-notice":        approvalPaper(func(_ *request, p selection.Printed) docs.Paper { return p.EnlistmentNotice() }),
	"household-notice":         approvalPaper(func(_ *request, p selection.Printed) docs.Paper { return p.HouseholdNotice() }),
	"file-cover":               approvalPaper(func(q *request, p selection.Printed) docs.Paper { return p.FileCover(q.s.App.Today()) }),
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
	return q.print(q.PathValue("paper"), list)
}

// print sends papers as one PDF.
func (q *request) print(name string, list []docs.Paper) error {
	var out bytes.Buffer
	lacking, err := docs.Print(&out, q.lang, list...)
	if err != nil {
		return err
	}
	h := q.w.Header()
	h.Set("Content-Type", "application/pdf")
	h.Set("Content-Disposition", `inline; filename="`+name+`.pdf"`)
	h.Set("Content-Length", strconv.Itoa(out.Len()))
	if len(lacking) > 0 {
		q.s.App.Log.Warn("a printed paper lacks characters", "paper", name, "characters", string(lacking))
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
// about a record, and its day.
func (q *request) lastEntry(t *record.Table, r record.Record, kinds ...string) (entry string, on clock.Date, err error) {
	h := r.Head()
	err = q.s.read(q.Context(), func(tx *db.Tx) error {
		found, err := ledger.Changes(tx, h.County, t.Name, h.ID, historyLimit)
		for _, f := range found {
			for _, k := range kinds {
				if f.Kind == k {
					entry, on = app.Entry(string(f.Log), f.Seq), f.At.Date(q.s.App.Pack.Zone())
				}
			}
		}
		return err
	})
	return entry, on, err
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
	if !r.Certified() {
		return nil, fault.New(fault.Conflict, "certificate.none", "登记尚无结论、正在重新办理或已注销,没有证明。", "The registration is not concluded, open again, or cancelled; there is no certificate.")
	}
	file, err := q.seen(people.Persons, r.County, r.Person)
	if err != nil {
		return nil, err
	}
	p := file.(*people.Person)
	issued := people.Issued{Office: q.officeOf(r.Unit), Under: q.s.App.Pack.Article("service-law 15; conscription-regulation 12"), On: q.s.App.Today()}
	if issued.Entry, issued.Concluded, err = q.lastEntry(people.Registrations, r, "registration.conclude"); err != nil {
		return nil, err
	}
	code, err := q.s.App.Certify(r.Statement(p, issued))
	if err != nil {
		return nil, err
	}
	return []docs.Paper{r.Paper(p, q.lang, issued, code)}, nil
}

// approvalPaper makes a paper of somebody who is approved, for whoever may see both
// the case and the file.
func approvalPaper(make func(q *request, p selection.Printed) docs.Paper) func(q *request, county unit.Code, id ident.ID) ([]docs.Paper, error) {
	return func(q *request, county unit.Code, id ident.ID) ([]docs.Paper, error) {
		found, err := q.seen(cases.Table, county, id)
		if err != nil {
			return nil, err
		}
		c := found.(*cases.Case)
		if c.ApprovedOn == "" {
			return nil, fault.New(fault.Conflict, "approval.none", "尚未批准入伍,没有这份文书。", "There is no approval, and no such paper.")
		}
		file, err := q.seen(people.Persons, c.FileHome(), c.Person)
		if err != nil {
			return nil, err
		}
		p := selection.Printed{Case: c, Person: file.(*people.Person), Office: q.officeOf(c.Unit), Lang: q.lang, Pack: q.s.App.Pack}
		if p.List, p.Meet, err = q.decision(c); err != nil {
			return nil, err
		}
		return []docs.Paper{make(q, p)}, nil
	}
}

// decision is the list of a case and the meeting that carried it.
func (q *request) decision(c *cases.Case) (list *selection.Ranking, meeting *selection.Meeting, err error) {
	list = &selection.Ranking{}
	err = q.s.read(q.Context(), func(tx *db.Tx) error {
		if err := selection.Rankings.Load(tx, c.County, c.Ranking, list, false); err != nil {
			return err
		}
		found, err := record.All[selection.Meeting](tx, selection.Meetings, "county = $1 AND ranking = $2 AND decision = $3", string(c.County), string(c.Ranking), string(selection.Carried))
		if err == nil && len(found) == 0 {
			err = fault.New(fault.Conflict, "meeting.none", "定兵会议尚未集体通过该名单。", "No quorate meeting has decided on this list.")
		}
		if err == nil {
			meeting = found[0]
		}
		return err
	})
	return list, meeting, err
}

// approvalLinks are the papers of somebody who is approved; the citizen has the
// notice of enlistment.
func (q *request) approvalLinks(c *cases.Case) (out []linkTo) {
	at := "/" + string(c.County) + "/" + string(c.ID)
	out = append(out, linkTo{"/paper/enlistment-notice" + at, i18n.T("入伍通知书(PDF)", "Notice of enlistment (PDF)")})
	if !q.citizen() {
		out = append(out, linkTo{"/paper/approval-form" + at, i18n.T("入伍批准书(PDF)", "Approval form (PDF)")},
			linkTo{"/paper/household-notice" + at, i18n.T("户口注销通知(PDF)", "Household office notice (PDF)")}, linkTo{"/paper/file-cover" + at, i18n.T("档案封面与目录(PDF)", "File cover (PDF)")})
	}
	return out
}

// caseLinks are the papers of a case, and for whoever is on a list its files.
func (q *request) caseLinks(c *cases.Case) (out []linkTo) {
	if c.ApprovedOn != "" {
		out = q.approvalLinks(c)
	}
	out = append(out, q.resultLinks(c)...)
	if !q.citizen() {
		return append(out, linkTo{"/trace/" + string(c.County) + "/" + string(c.ID), i18n.T("责任追溯", "Who answers for what")})
	}
	if c.Ranking != "" {
		out = append(out, linkTo{"/choice/" + string(c.County) + "/" + string(c.Ranking), i18n.T("离线复算名单的文件", "Files to re-compute the list offline")})
	}
	return out
}

// printable are the papers of a record.
func (q *request) printable(r record.Record) []linkTo {
	if c, ok := r.(*cases.Case); ok {
		return q.caseLinks(c)
	}
	if d, ok := r.(*signup.Document); ok {
		return uploadLink(d)
	}
	if form, ok := r.(*act.PaperForm); ok {
		return []linkTo{{"/paper/paper-receipt/" + string(form.County) + "/" + string(form.ID), i18n.T("回执(PDF)", "Receipt (PDF)")}}
	}
	switch r := r.(type) {
	case *preservice.Injury:
		if q.citizen() {
			return pageLinks(r)
		}
	case *dispatch.Return:
		return q.returnLinks(r)
	case *penalty.Penalty:
		return penaltyLinks(r)
	}
	if reg, ok := r.(*people.Registration); ok && reg.Certified() {
		return []linkTo{{"/paper/registration-certificate/" + string(reg.County) + "/" + string(reg.ID), i18n.T("登记证明(PDF)", "Certificate (PDF)")}}
	}
	return nil
}
