package web

import (
	"slices"
	"strings"

	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/docs"
	"muster/internal/frame/field"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
	"muster/internal/people"
)

// formPrefix begins the name of an act's form on paper.
const formPrefix = "form."

// paperTable is the register whose record a form is about: that of the act, or the
// person's file where the act founds a record.
func paperTable(k *act.Kind) *record.Table {
	if k.New {
		return people.Persons
	}
	return k.Table
}

// formOnPaper is the form of a citizen's act, to be filled in by hand: its fields
// as they are declared, and a code that names act and record, so that whoever
// enters it cannot mistake it for another.
func (q *request) formOnPaper(k *act.Kind, county unit.Code, id ident.ID) ([]docs.Paper, error) {
	if !k.HasForm() {
		return nil, q.s.nowhere(q)
	}
	t := paperTable(k)
	r, err := q.paperSubject(t, county, id)
	if err != nil {
		return nil, err
	}
	serial, err := act.NewSerial(ident.Secure)
	if err != nil {
		return nil, err
	}
	facts := docs.Facts{{Label: i18n.T("何人", "Whose"), Value: q.title(t, r)}, {Label: i18n.T("事项", "Matter"), Value: k.Table.Title.In(q.lang)}, {Label: i18n.T("状态", "State"), Value: t.StateLabel(r.Head().State).In(q.lang)}}
	parts := []docs.Part{facts}
	for _, f := range k.Body.Visible() {
		if !k.FormSays(f.Name) {
			parts = append(parts, docs.Words{Heading: paperLabel(f), Lines: q.blanks(f)})
		}
	}
	signed := i18n.T("本人(监护人)签名、日期", "Signature of the person (or guardian), date")
	if k.Form.Complete() {
		signed = i18n.T("单位盖章、法定代表人签名、日期", "Seal of the organisation, signature of its representative, date")
	}
	parts = append(parts, docs.Signatures{signed, i18n.T("收件人签名、日期(回执)", "Received by, date (receipt)")})
	return []docs.Paper{{Title: k.FormTitle(), Issuer: q.officeOf(r.Head().Unit), Number: serial[:5] + "-" + serial[5:], Parts: parts, Code: act.PrintedCode(k.Name, county, id, serial),
		About: i18n.T("二维码写明本表所办事项、记录和印制编号;每张表只能录入一次,勿复印使用。交到村(社区)、乡镇(街道)或县(市、区)征兵办,由工作人员录入并给回执;纸质申请的日期以收件日为准。",
			"The code names what this form does, to which record, and its serial: each printed form is entered once, so do not use a copy. Hand it in at the village, township or county office; it is entered and a receipt given. The day it is received counts."),
		Foot: i18n.T("网上办理与纸质办理效力相同。", "Paper and online have the same effect.")}}, nil
}

func paperLabel(f *field.Field) i18n.Text {
	if f.Required {
		return f.Label.And(i18n.T("(必填)", " (required)"))
	}
	return f.Label
}

// blanks are the lines to write on, or the boxes to tick.
func (q *request) blanks(f *field.Field) []i18n.Text {
	switch {
	case f.Reasons != "":
		var boxes []i18n.Text
		for _, why := range q.s.App.Pack.On(q.s.App.Today()).Reasons(f.Reasons) {
			boxes = append(boxes, i18n.Same("[  ] ").And(why.Text))
		}
		return boxes
	case len(f.Options) > 0:
		var boxes []string
		for _, o := range f.Options {
			boxes = append(boxes, "[  ] "+o.Label.In(q.lang))
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
	for _, k := range q.onPaper(t, r, q.s.App.Today()) {
		out = append(out, linkTo{paperPath(k, r), k.FormTitle().And(i18n.T("(PDF)", " (PDF)"))})
	}
	return out
}

func paperPath(k *act.Kind, r record.Record) string {
	return "/paper/" + formPrefix + k.Name + "/" + string(r.Head().County) + "/" + string(r.Head().ID)
}

// onPaper are the acts that have a form about a record, as it stands, and might have been
// received on one of the days: a form is the party's, so a citizen's act has none about an
// organisation.
func (q *request) onPaper(t *record.Table, r record.Record, days ...clock.Date) (out []*act.Kind) {
	for _, k := range q.s.App.Book.Kinds() {
		if !k.HasForm() || paperTable(k) != t {
			continue
		}
		own, self := k.OnPaper()
		if self && !k.New && act.ViewOf(t, r).Value(own.SelfField()) == "" {
			continue
		}
		if k.New || slices.ContainsFunc(days, func(day clock.Date) bool { return k.Offers(r, day) }) {
			out = append(out, k)
		}
	}
	return out
}
