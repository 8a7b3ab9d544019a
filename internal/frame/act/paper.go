package act

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"

	"muster/internal/frame/access"
	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/field"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/outbox"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
)

// PaperForm is what somebody signed on paper and an officer entered: which act it
// was, to which record, when it was signed and received. What was written stands
// where the act put it, and the paper with the office.
type PaperForm struct {
	record.Base
	Act      string     `f:"act,filter" zh:"事项" en:"Act"`
	About    string     `f:"about,filter,max=60" zh:"所涉登记簿" en:"Register"`
	Subject  ident.ID   `f:"subject,filter" zh:"对象" en:"Subject"`
	Person   ident.ID   `f:"person,filter,ref=person" zh:"人员" en:"Person"` // none: an organisation
	Home     unit.Code  `f:"person_home,hidden" zh:"档案属地" en:"Home county of the file"`
	Code     string     `f:"code,max=200" zh:"纸质表编号" en:"Code of the form"`
	Serial   string     `f:"serial,unique,max=20" zh:"印制编号(只用一次)" en:"Serial of the form (used once)"`
	Signed   clock.Date `f:"signed_on" zh:"本人签名日" en:"Signed on"`
	Received clock.Date `f:"received_on,sort" zh:"收件日" en:"Received on"`
	Clerk    ident.ID   `f:"clerk,ref=account" zh:"录入人" en:"Entered by"`
}

// PaperEntered is the state of a form that was entered.
const PaperEntered = "entered"

// PaperForms is the table of forms on paper.
var PaperForms = paperForms()

func paperForms() *record.Table {
	t := record.NewTable[PaperForm]("paper_form", i18n.T("纸质申请", "Form on paper"), record.State{Name: PaperEntered, Label: i18n.T("已录入", "entered"), End: true})
	t.Personal = true
	return t
}

// EnterPaper is the act of entering a form on paper.
const EnterPaper = "paper_form.enter"

// paperCode begins the code that is printed on a form.
const paperCode = "muster:form "

// PaperCode names an act on a record, as the code of its form begins; for an act that
// founds one the record is the person's file. PrintedCode is the code of one form.
func PaperCode(kind string, county unit.Code, id ident.ID) string {
	return paperCode + kind + " " + string(county) + " " + string(id)
}

// Entering is the body of entering a form: its code, and what is written in its
// fields as a JSON object of texts, each as the field would be typed.
type Entering struct {
	Code     string     `f:"code,required,max=200" zh:"纸质表编号(或扫描二维码)" en:"Code of the form (or scan it)"`
	Signed   clock.Date `f:"signed_on,required" zh:"本人签名日" en:"Signed on"`
	Received clock.Date `f:"received_on,required" zh:"收件日(期限以此日为准)" en:"Received on (this day counts)"`
	Seen     bool       `f:"identity_seen" zh:"已核对身份证件和签名" en:"Identity card and signature were compared"`
	Contents string     `f:"contents,required,long,secret,max=50000" zh:"表中所填" en:"What is written"`
}

// Desk says who takes in forms on paper, and whose acts they are.
type Desk struct {
	Files   *record.Table  // of the people, whose id is the person
	Citizen access.Role    // of somebody in their own matters
	By      []access.Grant // who enters
	// Days is how many days after its receipt a form may be entered.
	Days func(today clock.Date) (int, error)
	// Tell tells the person of a file by another way than their page.
	Tell func(w *Work, file record.Record, subject, body i18n.Text)
}

// DeclarePaper declares that what a citizen may do online can be done on paper: by
// one act for all kinds, old and new. The act itself runs as the person's own, by
// their rights and not by those of whoever enters it, and carries both names.
func DeclarePaper(b *Book, d Desk) {
	Declare(b, Spec[PaperForm, *PaperForm, Entering]{
		Name: EnterPaper, Title: i18n.T("录入纸质申请", "Enter a form on paper"), Table: PaperForms, New: true, To: []string{PaperEntered}, By: d.By,
		Unit: func(_ *Work, e *Entering) (unit.Code, error) { // the rule sets the record's own; the key belongs to this county's log
			_, county, _, err := b.PaperOf(e.Code)
			return county, err
		},
		Do: func(w *Work, p *PaperForm, e *Entering) error { return d.enter(w, p, e) }})
}

// OnPaper says by which grant a citizen does a kind of act in their own matters,
// and so whether it has a form on paper.
func (k *Kind) OnPaper() (own access.Grant, ok bool) {
	at := slices.IndexFunc(k.By, func(g access.Grant) bool { return g.Relation == access.Self })
	if at < 0 {
		return own, false
	}
	return k.By[at], true
}

// PaperOf reads a code, with or without its serial: the kind of act and the record.
func (b *Book) PaperOf(code string) (k *Kind, county unit.Code, id ident.ID, err error) {
	parts := paperParts(code)
	if len(parts) == 3 || len(parts) == 4 {
		k = b.Kind(parts[0])
	}
	if k != nil {
		if k.HasForm() {
			return k, unit.Code(parts[1]), ident.ID(parts[2]), nil
		}
	}
	return nil, "", "", fault.New(fault.Invalid, "paper.code", "这不是纸质表的编号。", "This is not the code of a form.").OnField("code", "paper.code", "不是纸质表的编号。", "It is not the code of a form.")
}

// enter carries out what a form says, as the person who signed it.
func (d Desk) enter(w *Work, p *PaperForm, e *Entering) error {
	if err := d.days(w, e); err != nil {
		return err
	}
	if err := d.once(w, p, e.Code); err != nil {
		return err
	}
	k, county, id, err := w.road.Book.PaperOf(e.Code)
	if err != nil {
		return err
	}
	own, self := k.OnPaper()
	p.Act, p.About, p.Code, p.Signed, p.Received, p.Clerk, p.State = k.Name, k.Table.Name, e.Code, e.Signed, e.Received, w.Actor.Account, PaperEntered
	if !self {
		return d.takeIn(w, p, k, county, id, e)
	}
	if err := d.whose(w, p, k, own, county, id); err != nil {
		return err
	}
	file := d.Files.New()
	if err := w.load(d.Files, p.Home, p.Person, file); err != nil {
		return err
	}
	if k.New {
		p.County, p.Unit, p.Place = file.Head().County, file.Head().Unit, file.Head().Place
	}
	if !access.Any(w.Kind.By, w.Actor, w.Purpose, ViewOf(PaperForms, p)) {
		return fault.As(record.Missing(k.Table.Title)).Because(access.Denied())
	}
	if err := d.carry(w, p, k, own, file, e); err != nil {
		return err
	}
	subject, body := i18n.T("您的纸质申请已录入", "Your form on paper was entered"), i18n.T("{act}:{signed} 签名,{received} 收件,由{office}录入,与网上办理效力相同。不是您本人签名的,请立即向该单位或上级提出。",
		"{act}: signed on {signed}, received on {received}, entered by {office}. It has the same effect as online. If the signature is not yours, tell that office or the one above at once.").
		With("act", k.Title, "signed", p.Signed, "received", p.Received, "office", w.Tree.Name(w.Actor.Unit))
	w.Notify(outbox.Notice{County: p.Home, Person: p.Person, Channel: outbox.Page, Subject: subject, Body: body})
	d.Tell(w, file, subject, body)
	return nil
}

// days refuses a form whose days cannot be, or that lay too long.
func (d Desk) days(w *Work, e *Entering) error {
	most, err := d.Days(w.Today())
	if err != nil {
		return err
	}
	wrong := func(name, code, zh, en string, pairs ...any) error {
		return fault.New(fault.Invalid, code, zh, en, pairs...).OnField(name, code, zh, en, pairs...)
	}
	switch {
	case !e.Seen:
		return wrong("identity_seen", "paper.identity", "须核对身份证件和签名。", "Compare the identity card and the signature.")
	case e.Signed > e.Received:
		return wrong("signed_on", "paper.signed", "签名日不能晚于收件日。", "It cannot be signed after it was received.")
	case e.Received > w.Today() || e.Received < w.Today().AddDays(-most):
		return wrong("received_on", "paper.received", "收件日须在 {n} 日内且不在将来。", "It was received within the last {n} days and not in the future.", "n", most)
	}
	return nil
}

// whose finds the person that a form is about, and where it belongs.
func (d Desk) whose(w *Work, p *PaperForm, k *Kind, own access.Grant, county unit.Code, id ident.ID) error {
	if k.New {
		p.Person, p.Home = id, county
		return nil
	}
	s := k.Table.New()
	if err := k.Table.Load(w.tx, county, id, s, false); err != nil {
		return err
	}
	view, h := ViewOf(k.Table, s), s.Head()
	p.Subject, p.County, p.Unit, p.Place = id, h.County, h.Unit, h.Place
	if view.Value(own.SelfField()) == "" {
		return record.Missing(d.Files.Title)
	}
	p.Person, p.Home = ident.ID(view.Value(own.SelfField())), unit.Code(view.Value("person_home"))
	if p.Home == "" {
		p.Home = h.County
	}
	return nil
}

// carry runs the act of a form by the rights of the person, on the day on which the
// form was received.
func (d Desk) carry(w *Work, p *PaperForm, k *Kind, own access.Grant, file record.Record, e *Entering) error {
	body, err := k.written(e.Contents)
	if err != nil {
		return err
	}
	k.named(body, p, file)
	if err := k.Body.Validate(body); err != nil {
		return err
	}
	citizen := access.Actor{Account: p.Person, Role: d.Citizen, Person: p.Person, Unit: file.Head().Unit, Home: p.Home, Strength: w.Actor.Strength}
	q := Request{Kind: k.Name, County: p.County, Subject: p.Subject, Body: body, Actor: citizen, Purpose: own.Purposes[0], Basis: k.Basis}
	in := &Work{Actor: citizen, Signer: w.Actor, Now: w.Now, day: e.Received, Tree: w.Tree, Kind: k, Purpose: q.Purpose, Basis: q.Basis, road: w.road, tx: w.tx, dry: w.dry}
	for _, need := range k.Needs {
		if err := need.Check(in); err != nil {
			return err
		}
	}
	s, err := in.subject(q)
	if err != nil {
		return err
	}
	if !k.New {
		if err := in.guarded(s, w.Actor); err != nil {
			return err
		}
	}
	if err := in.rule(s, body); err != nil {
		return err
	}
	if p.Subject = s.Head().ID; in.instead != nil {
		p.Subject = in.instead.Head().ID
	}
	w.inner = &inner{in, q, s, k.Body.AppendCanonical(nil, reflect.ValueOf(body).Elem())}
	return nil
}

// named fills in whose a new record is, where the form does not say it.
func (k *Kind) named(body any, p *PaperForm, file record.Record) {
	if !k.New {
		return
	}
	h := file.Head()
	for name, text := range map[string]string{"person": string(p.Person), "person_home": string(p.Home), "county": string(h.County), "unit": string(h.Unit)} {
		if f := k.Body.Get(name); f != nil && f.Value(reflect.ValueOf(body).Elem()).IsZero() {
			f.Value(reflect.ValueOf(body).Elem()).SetString(text)
		}
	}
}

// written reads what a form says into a body of its act.
func (k *Kind) written(contents string) (any, error) {
	texts := map[string]string{}
	if err := json.Unmarshal([]byte(contents), &texts); err != nil {
		return nil, fault.New(fault.Invalid, "paper.contents", "内容须为 JSON 对象,值为文字。", "The contents are a JSON object of texts.").Because(err)
	}
	body := k.newBody()
	v := reflect.ValueOf(body).Elem()
	var wrong []fault.Field
	for name, text := range texts {
		f := k.Body.Get(name)
		if f == nil || f.Hidden {
			wrong = append(wrong, fault.Field{Name: name, Code: "field.unknown", Text: i18n.T("没有这个字段。", "There is no such field.")})
			continue
		}
		if e := f.Parse(v, text); e != nil {
			wrong = append(wrong, *e)
		}
	}
	slices.SortFunc(wrong, func(a, b fault.Field) int { return strings.Compare(a.Name, b.Name) })
	return body, field.Faulty(wrong)
}

// WrittenOf is what a form would say to give a body: the reverse of reading it.
func (k *Kind) WrittenOf(body any) string {
	texts := map[string]string{}
	v := reflect.ValueOf(body).Elem()
	for _, f := range k.Body.Fields {
		if !f.Hidden && !f.Value(v).IsZero() {
			texts[f.Name] = f.Format(v)
		}
	}
	out, _ := json.Marshal(texts) // texts always encode
	return string(out)
}
