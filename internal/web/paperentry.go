package web

import (
	"net/url"
	"slices"
	"strings"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/docs"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/register"
	"muster/internal/frame/unit"
)

// entryData is the page on which an officer enters what somebody signed on paper.
type entryData struct {
	formData
	Code     string
	Serial   string // as it was typed
	Ask      bool   // for the serial: the code did not come from the form itself
	Whom     string
	Signed   string
	Received string
	Seen     bool
	Today    clock.Date
}

// desk says whether the reader takes in forms on paper.
func (q *request) desk() (*act.Kind, bool) {
	k := q.s.App.Book.Kind(act.EnterPaper)
	return k, access.AnyRole(k.By, q.actor, register.FirstPurpose(k.By, q.actor))
}

// paperSubject reads the record that a form is about: as the reader may see its
// register, or as whoever takes in forms for the people of the area.
func (q *request) paperSubject(t *record.Table, county unit.Code, id ident.ID) (record.Record, error) {
	k, takes := q.desk()
	if !takes {
		return q.seen(t, county, id)
	}
	look := act.Look{Table: t, Grants: k.By, Actor: q.actor, Purpose: register.FirstPurpose(k.By, q.actor), Via: "print"}
	return q.s.App.Road.One(q.Context(), look, county, id)
}

// deskLinks are the forms on paper of a record, for whoever takes them in.
func (q *request) deskLinks(t *record.Table, r record.Record) []linkTo {
	if _, takes := q.desk(); !takes || len(q.onPaper(t, r, q.receivable()...)) == 0 {
		return nil
	}
	return []linkTo{{"/forms/" + t.Name + "/" + string(r.Head().County) + "/" + string(r.Head().ID), i18n.T("纸质表:打印、录入", "Forms on paper: print, enter")}}
}

// receivable are the first and the last day on which a form that is entered today may have
// been received: what could be asked on either of them may be entered.
func (q *request) receivable() []clock.Date {
	today := q.s.App.Today()
	most, err := q.s.App.Pack.On(today).Int("paper.entry_days")
	if err != nil {
		return []clock.Date{today}
	}
	return []clock.Date{today, today.AddDays(-int(most))}
}

// paperChoice is one form that a person may hand in.
type paperChoice struct {
	Title        i18n.Text
	Print, Enter string
}

// formsPage lists the forms on paper about a record.
func (s *server) formsPage(q *request) error {
	t := s.App.Book.Table(q.PathValue("table"))
	if _, takes := q.desk(); !takes || t == nil {
		return s.nowhere(q)
	}
	r, err := q.paperSubject(t, unit.Code(q.PathValue("county")), ident.ID(q.PathValue("id")))
	if err != nil {
		return err
	}
	var list []paperChoice
	for _, k := range q.onPaper(t, r, q.receivable()...) {
		list = append(list, paperChoice{Title: k.FormTitle(), Print: paperPath(k, r), Enter: "/paper-form?" + url.Values{"code": {act.PaperCode(k.Name, r.Head().County, r.Head().ID)}}.Encode()})
	}
	return q.show(formsPage(q.page(i18n.T("纸质表", "Forms on paper")), q.title(t, r), list))
}

// paperPage is the form of a code, or where there is none the field for it.
func (s *server) paperPage(q *request) error {
	if _, takes := q.desk(); !takes {
		return access.Denied()
	}
	code := q.URL.Query().Get("code")
	d := entryData{Code: code, Ask: act.PaperSerial(code) == "", Today: s.App.Today(), Received: string(s.App.Today())}
	if code == "" {
		return q.show(paperEntry(q.page(i18n.T("录入纸质申请", "Enter a form on paper")), d))
	}
	k, county, id, err := s.App.Book.PaperOf(code)
	if err != nil {
		d.Fault = fault.As(err)
		return q.render(statuses[d.Fault.Kind], paperEntry(q.page(i18n.T("录入纸质申请", "Enter a form on paper")), d))
	}
	if err := q.fillEntry(&d, k, county, id, url.Values{"_key": {newKey()}}, nil); err != nil {
		return err
	}
	return q.show(paperEntry(q.page(i18n.T("录入纸质申请", "Enter a form on paper")), d))
}

// fillEntry fills in the fields of the act of a form.
func (q *request) fillEntry(d *entryData, k *act.Kind, county unit.Code, id ident.ID, values url.Values, wrong *fault.Fault) error {
	t := paperTable(k)
	subject, err := q.paperSubject(t, county, id)
	if err != nil {
		return err
	}
	d.Whom = q.title(t, subject)
	if d.formData, err = q.form(k, nil, values, wrong); err != nil {
		return err
	}
	d.Back = "/forms/" + t.Name + "/" + string(county) + "/" + string(id)
	d.Inputs = slices.DeleteFunc(d.Inputs, func(in input) bool { f := in.Field; return f != nil && (k.FormSays(f.Name) || f.File) })
	d.Hidden = slices.DeleteFunc(d.Hidden, func(h hidden) bool { f := k.Body.Get(h.Name); return f != nil && k.FormSays(f.Name) })
	return nil
}

// paperSend enters a form.
func (s *server) paperSend(q *request) error {
	enter, takes := q.desk()
	if !takes {
		return access.Denied()
	}
	if err := q.parse(); err != nil {
		return err
	}
	code, typed := q.PostFormValue("_code"), strings.TrimSpace(q.PostFormValue("_serial"))
	full := strings.TrimSpace(code + " " + typed)
	k, county, id, err := s.App.Book.PaperOf(full)
	if err != nil {
		return err
	}
	body, err := q.body(k)
	var answer act.Answer
	if err == nil {
		e := &act.Entering{Code: full, Signed: clock.Date(q.PostFormValue("_signed")), Received: clock.Date(q.PostFormValue("_received")), Seen: q.PostFormValue("_seen") == "true", Contents: k.WrittenOf(body)}
		answer, err = s.App.Road.Do(q.Context(), act.Request{Kind: enter.Name, Body: e, Actor: q.actor, Purpose: register.FirstPurpose(enter.By, q.actor), Key: q.PostFormValue("_key")})
	}
	if err == nil {
		return q.redirect(q.after(enter, answer) + doneMark(answer))
	}
	f := fault.As(err)
	if !slices.Contains([]fault.Kind{fault.Invalid, fault.Conflict}, f.Kind) {
		return err
	}
	values := url.Values{"_sent": {"1"}}
	for name, v := range q.PostForm {
		values[name] = v
	}
	d := entryData{Code: code, Serial: typed, Ask: act.PaperSerial(code) == "", Signed: q.PostFormValue("_signed"), Received: q.PostFormValue("_received"), Seen: q.PostFormValue("_seen") == "true", Today: s.App.Today()}
	if err := q.fillEntry(&d, k, county, id, values, f); err != nil {
		return err
	}
	return q.render(statuses[f.Kind], paperEntry(q.page(i18n.T("录入纸质申请", "Enter a form on paper")), d))
}

// paperReceipt is the receipt of a form on paper for whoever handed it in.
func (q *request) paperReceipt(county unit.Code, id ident.ID) ([]docs.Paper, error) {
	found, err := q.seen(act.PaperForms, county, id)
	if err != nil {
		return nil, err
	}
	p := found.(*act.PaperForm)
	k := q.s.App.Book.Kind(p.Act)
	if k == nil {
		return nil, record.Missing(act.PaperForms.Title)
	}
	entry, _, err := q.lastEntry(act.PaperForms, p, act.EnterPaper)
	if err != nil {
		return nil, err
	}
	facts := docs.Facts{{Label: i18n.T("事项", "Matter"), Value: k.Title.In(q.lang)}, {Label: i18n.T("本人签名日", "Signed on"), Value: string(p.Signed)},
		{Label: i18n.T("收件日(期限以此日为准)", "Received on (this day counts)"), Value: string(p.Received)}, {Label: i18n.T("录入人", "Entered by"), Value: q.accountName(p.Clerk)},
		{Label: i18n.T("日志编号", "Entry of the log"), Value: entry}, {Label: i18n.T("纸质表编号", "Code of the form"), Value: p.Code}}
	return []docs.Paper{{Title: i18n.T("纸质申请回执", "Receipt of a form on paper"), Issuer: q.officeOf(p.Unit), Number: entry, Parts: []docs.Part{facts,
		docs.Signatures{i18n.T("收件人签名、日期", "Received by, date")}}, Code: "muster:receipt " + entry,
		About: i18n.T("凭日志编号可向任何一级征兵办查询;登录本人页面可下载能离线核验的回执。", "Ask any office by the entry of the log; on your page there is a receipt that anybody can check offline."),
		Foot:  i18n.T("网上办理与纸质办理效力相同。", "Paper and online have the same effect.")}}, nil
}
