package web

import (
	"muster/internal/frame/docs"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
	"muster/internal/intake/cases"
	"muster/internal/intake/dispatch"
	"muster/internal/people"
)

// returnLinks are the letter of an accepted return, and for the person its page.
func (q *request) returnLinks(r *dispatch.Return) (out []linkTo) {
	if q.citizen() {
		out = pageLinks(r)
	}
	if r.AcceptedOn != "" && r.State != dispatch.Undone {
		out = append(out, linkTo{"/paper/restoration-notice/" + string(r.County) + "/" + string(r.ID), i18n.T("恢复工作、学籍通知(PDF)", "Letter: work or study to be restored (PDF)")})
	}
	return out
}

// restorationNotice is the letter to the place of work or study of somebody who was
// returned (conscription-regulation 55). It does not say why; the addressee is
// written by hand, since the file does not hold it.
func (q *request) restorationNotice(county unit.Code, id ident.ID) ([]docs.Paper, error) {
	found, err := q.seen(dispatch.Returns, county, id)
	if err != nil {
		return nil, err
	}
	r := found.(*dispatch.Return)
	if r.AcceptedOn == "" || r.State == dispatch.Undone {
		return nil, fault.New(fault.Conflict, "return.open", "退兵尚未接收或已撤销,没有这份通知。", "The return is not accepted, or was set aside; there is no such letter.")
	}
	of, err := q.seen(cases.Table, r.County, r.Case)
	if err != nil {
		return nil, err
	}
	c := of.(*cases.Case)
	file, err := q.seen(people.Persons, c.FileHome(), c.Person)
	if err != nil {
		return nil, err
	}
	p := file.(*people.Person)
	return []docs.Paper{{Title: i18n.T("恢复工作、学籍通知", "Work or study to be restored"), Issuer: q.officeOf(r.Unit), Number: "HF-" + string(r.County) + "-" + string(r.ID[len(r.ID)-8:]),
		Parts: []docs.Part{docs.Words{Heading: i18n.T("致(原工作单位或学校)", "To (place of work or study)"), Lines: []i18n.Text{i18n.Same("________________________________________")}},
			docs.Facts{{Label: i18n.T("姓名", "Name"), Value: p.Name}, {Label: i18n.T("公民身份号码", "Citizen number"), Value: p.IDNo}},
			docs.Words{Lines: []i18n.Text{i18n.T("上述人员自 {day} 起不再服现役。请依法恢复其原工作或者学籍,并保留其应有待遇。", "The person named is no longer in service since {day}. Please restore their work or study as the law provides.").With("day", r.AcceptedOn),
				i18n.T("本通知不载明原因,不得据此作不利处理。", "This letter states no reason; nothing adverse may follow from it.")}},
			docs.Signatures{i18n.T("征兵办公室(盖章)", "County office (seal)"), i18n.T("收件单位签收、日期", "Received by, date")}},
		Foot: i18n.T("依据:{article}。", "Under: {article}.").With("article", q.s.App.Pack.Article("conscription-regulation 54; conscription-regulation 55"))}}, nil
}
