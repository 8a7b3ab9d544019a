package web

import (
	"strings"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/docs"
	"muster/internal/frame/field"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
	"muster/internal/office/role"
)

// formPrefix begins the name of an act's form on paper.
const formPrefix = "form."

// byCitizen says whether an act is a step of a citizen in their own matters.
func byCitizen(k *act.Kind) bool {
	for _, g := range k.By {
		if g.Role == role.Citizen && g.Relation == access.Self {
			return true
		}
	}
	return false
}

// formOnPaper is the form of a citizen's act, to be filled in by hand: its fields
// as they are declared, and a code that names act and record, so that whoever
// enters it cannot mistake it for another.
func (q *request) formOnPaper(k *act.Kind, county unit.Code, id ident.ID) ([]docs.Paper, error) {
	if !byCitizen(k) {
		return nil, q.s.nowhere(q)
	}
	r, err := q.seen(k.Table, county, id)
	if err != nil {
		return nil, err
	}
	number := k.Name + " " + string(county) + " " + string(id)
	facts := docs.Facts{{Label: i18n.T("事项", "Matter"), Value: k.Table.Title.In(q.lang)}, {Label: i18n.T("状态", "State"), Value: k.Table.StateLabel(r.Head().State).In(q.lang)}}
	parts := []docs.Part{facts}
	for _, f := range k.Body.Visible() {
		parts = append(parts, docs.Words{Heading: paperLabel(f), Lines: blanks(f, q.lang)})
	}
	parts = append(parts, docs.Signatures{i18n.T("本人(监护人)签名、日期", "Signature of the person (or guardian), date"), i18n.T("收件人签名、日期(回执)", "Received by, date (receipt)")})
	return []docs.Paper{{Title: k.Title, Issuer: q.officeOf(r.Head().Unit), Number: number, Parts: parts, Code: "muster:form " + number,
		About: i18n.T("二维码写明本表所办事项和记录编号。交到村(社区)、乡镇(街道)或县(市、区)征兵办,由工作人员录入并给回执;纸质申请的日期以收件日为准。",
			"The code names what this form does and to which record. Hand it in at the village, township or county office; it is entered and a receipt given. The day it is received counts."),
		Foot: i18n.T("网上办理与纸质办理效力相同。", "Paper and online have the same effect.")}}, nil
}

func paperLabel(f *field.Field) i18n.Text {
	if f.Required {
		return f.Label.And(i18n.T("(必填)", " (required)"))
	}
	return f.Label
}

// blanks are the lines to write on, or the boxes to tick.
func blanks(f *field.Field, lang i18n.Lang) []i18n.Text {
	switch {
	case len(f.Options) > 0:
		var boxes []string
		for _, o := range f.Options {
			boxes = append(boxes, "[  ] "+o.Label.In(lang))
		}
		return []i18n.Text{i18n.Same(strings.Join(boxes, "    "))}
	case f.Kind == field.Bool:
		return []i18n.Text{i18n.T("[  ] 是    [  ] 否", "[  ] yes    [  ] no")}
	}
	line, n := i18n.Same(strings.Repeat("_", 60)), 1
	if f.Long {
		n = 5
	}
	out := make([]i18n.Text, n)
	for i := range out {
		out[i] = line
	}
	return out
}

// forms are the forms on paper of what the reader may do to a record.
func (q *request) forms(t *record.Table, r record.Record) (out []linkTo) {
	if !q.citizen() {
		return nil
	}
	for _, k := range q.s.App.Book.On(t) {
		if byCitizen(k) && !k.New && k.MayStart(r.Head().State) {
			out = append(out, linkTo{"/paper/" + formPrefix + k.Name + "/" + string(r.Head().County) + "/" + string(r.Head().ID), i18n.T("纸质表:", "On paper: ").And(k.Title)})
		}
	}
	return out
}
