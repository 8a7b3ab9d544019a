package web

import (
	"slices"
	"strings"

	"muster/internal/frame/docs"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
	"muster/internal/intake/cases"
)

// resultLinks is the paper of a result against somebody, for whoever may know its reason:
// the person, and the office where it is not sealed.
func (q *request) resultLinks(c *cases.Case) []linkTo {
	if !c.Contestable() || !q.citizen() && slices.Contains([]string{cases.PhysicalFail, cases.VettingFail}, c.State) {
		return nil
	}
	return []linkTo{{"/paper/result-notice/" + string(c.County) + "/" + string(c.ID), i18n.T("结论告知书(PDF)", "Notice of the result (PDF)")}}
}

// resultNotice says on paper what the own page says of a result against somebody: which it
// is, why, under which article, what can be done against it and until when. It is for
// whoever was only told by short message, which gives no reason.
func (q *request) resultNotice(county unit.Code, id ident.ID) ([]docs.Paper, error) {
	found, err := q.seen(cases.Table, county, id)
	if err != nil {
		return nil, err
	}
	c := found.(*cases.Case)
	if q.resultLinks(c) == nil {
		return nil, fault.New(fault.Conflict, "result.none", "目前没有对本人不利的结论,或理由已加密、只由本人打印。", "There is no result against the person, or its reason is sealed and only they print it.")
	}
	d, err := q.caseOf(matter{}, c)
	if err != nil {
		return nil, err
	}
	why := []i18n.Text{i18n.T("未记载", "none on file")}
	if d.Why != nil {
		why = []i18n.Text{d.Why.Text, i18n.Same(d.Remark), i18n.T("依据:{article}", "Under: {article}").With("article", d.Why.Article)}
	}
	var how []i18n.Text
	switch {
	case !d.Review.IsZero():
		how = append(how, d.Review)
	case d.Late:
		how = append(how, i18n.T("申请复核的期限已于 {day} 届满。您仍可以投诉。", "The time to ask for a review ended on {day}. You can still complain.").With("day", d.Object))
	case !d.Object.IsZero():
		how = append(how, i18n.T("在 {day} 前可以申请复核,由他人办理,期间为您保留名额;可在本人页面提出,也可交纸质表。", "Until {day} you may ask for a review: on your page, or by a form on paper. Somebody else decides it, and your place is kept meanwhile.").With("day", d.Object))
	}
	how = append(how, i18n.Text{ZH: d.Further.ZH, EN: strings.TrimSpace(d.Further.EN)})
	return []docs.Paper{{Title: i18n.T("结论告知书", "Notice of a result"), Issuer: q.officeOf(c.Unit), Number: "GZ-" + string(c.County) + "-" + string(c.ID[len(c.ID)-8:]),
		Parts: []docs.Part{docs.Facts{{Label: i18n.T("姓名", "Name"), Value: c.Name}, {Label: i18n.T("结论", "Result"), Value: q.resultLabel(c.Result()).In(q.lang)}, {Label: i18n.T("告知日", "Told on"), Value: string(c.ToldOn)}},
			docs.Words{Heading: i18n.T("为什么", "Why"), Lines: why}, docs.Words{Heading: i18n.T("怎样提出异议", "How to object"), Lines: how},
			docs.Signatures{i18n.T("征兵办公室(盖章)", "County office (seal)"), i18n.T("本人签收、日期", "Received by the person, date")}},
		Foot: i18n.T("短信不写明理由;本告知书与本人页面内容一致。", "A short message gives no reason; this notice says what the own page says.")}}, nil
}
