package signup

import (
	"context"
	"encoding/base64"
	"slices"
	"strings"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/fault"
	"muster/internal/frame/field"
	"muster/internal/frame/house"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/policy"
	"muster/internal/frame/record"
	"muster/internal/frame/register"
	"muster/internal/frame/unit"
	"muster/internal/frame/vault"
	"muster/internal/intake/cases"
	"muster/internal/intake/velocity"
	"muster/internal/intake/vetting"
	"muster/internal/office/role"
)

// Paper is the vault class of an uploaded document.
type Paper struct{}

// VaultClass is E1: education records and their proof, and papers like them.
func (Paper) VaultClass() string { return "E1" }

// Source is what a verified document rests on.
type Source string

// Options is the closed list of sources. An upload is none of them.
func (Source) Options() []field.Option {
	return []field.Option{{Value: "authority", Label: i18n.T("出证单位答复", "answer of the issuing authority")},
		{Value: "two_people", Label: i18n.T("两人核对原件", "two people who saw the original")}}
}

// Document is one paper on which an application rests.
type Document struct {
	record.Base
	Case     ident.ID            `f:"application,required,filter,ref=application" zh:"应征" en:"Application"`
	Person   ident.ID            `f:"person,required,filter,ref=person" zh:"人员" en:"Person"`
	Name     string              `f:"name,search,class=I1,max=60" zh:"姓名" en:"Name"`
	Kind     string              `f:"kind,required,filter,max=60,reasons=document" zh:"材料" en:"Document"`
	Number   string              `f:"number,class=I2,max=120" zh:"证件编号" en:"Number of the document"`
	Office   unit.Code           `f:"office,filter" zh:"核实单位" en:"Asked to verify"`
	Source   Source              `f:"source,filter" zh:"核实来源" en:"Verified by"`
	Evidence string              `f:"evidence,max=120" zh:"核实编号" en:"Evidence reference"`
	Content  vault.Sealed[Paper] `f:"content,hidden" zh:"上传文件" en:"Uploaded file"`
	Digest   string              `f:"digest,max=64" zh:"文件指纹" en:"Digest of the file"`
}

// States of a document.
const (
	Presented    = "presented"
	Verified     = "verified"
	Contradicted = "contradicted"
)

// Documents is the table of documents.
var Documents = documents()

func documents() *record.Table {
	t := record.NewTable[Document]("document", i18n.T("报名材料", "Document"),
		record.State{Name: Presented, Label: i18n.T("已提交待核实", "presented, not verified")},
		record.State{Name: Verified, Label: i18n.T("已核实", "verified")},
		record.State{Name: Contradicted, Label: i18n.T("核实不一致", "contradicted by the source")}, act.VoidState)
	t.Personal = true
	return t
}

// largestPaper is the largest upload in bytes; a photograph of a page fits.
const largestPaper = 1 << 20

// Presenting is the body of presenting a document. The file is optional: it
// helps whoever verifies, and proves nothing.
type Presenting struct {
	Case     ident.ID  `f:"application,required,ref=application" zh:"应征" en:"Application"`
	CaseHome unit.Code `f:"application_home" zh:"应征属地" en:"Home of the application"`
	Kind     string    `f:"kind,required,max=60,reasons=document" zh:"材料" en:"Document"`
	Number   string    `f:"number,required,max=120" zh:"证件编号(证书编号、学籍验证码等)" en:"Number of the document"`
	File     string    `f:"file,file,secret,max=1398104" zh:"照片或扫描件(可不上传,不超过 1 MB)" en:"Photograph or scan (optional, at most 1 MB)"`
}

// Verdict is what the issuing authority answers.
type Verdict struct {
	Genuine  bool   `f:"genuine" zh:"属实" en:"It is genuine and right"`
	Evidence string `f:"evidence,required,max=120" zh:"答复编号" en:"Reference of the answer"`
}

// Sighting is what two people testify who saw the original.
type Sighting struct {
	Evidence string `f:"evidence,required,max=120" zh:"原件核对说明(时间、地点)" en:"Where and when the original was seen"`
}

func declareDocuments(h *house.House) {
	reviewer := access.Grant{Role: role.Reviewer, Relation: access.Assigned, Field: "office", Purposes: []access.Purpose{role.Intake}}
	desk := []access.Grant{role.Grant(role.CountyOfficer, role.Intake), role.Grant(role.Clerk, role.Intake)}
	act.Declare(h.Book, act.Spec[Document, *Document, Presenting]{
		Name: "document.present", Title: i18n.T("提交报名材料", "Present a document"), Table: Documents, New: true, To: []string{Presented},
		By: append([]access.Grant{role.Self()}, desk...), Basis: "conscription-regulation 16", Unit: func(*act.Work, *Presenting) (unit.Code, error) { return "", nil },
		Do: func(w *act.Work, d *Document, b *Presenting) error { return present(w, h, d, b) }})
	act.Declare(h.Book, act.Spec[Document, *Document, Verdict]{
		Name: "document.verify", Title: i18n.T("答复材料核实", "Answer whether the document is right"), Table: Documents, From: []string{Presented}, To: []string{Verified, Contradicted},
		By: []access.Grant{reviewer}, NotBy: []string{"document.present"}, Basis: "conscription-regulation 16", Do: verify,
		Limits: []act.Limit{velocity.Per(h, "document.contradicted", i18n.T("材料答复为不属实", "documents contradicted"), func(d *Document) bool { return d.State == Contradicted })}})
	act.Declare(h.Book, act.Spec[Document, *Document, Sighting]{
		Name: "document.witness", Title: i18n.T("核对原件(两人)", "Testify to the original (two people)"), Table: Documents, From: []string{Presented}, To: []string{Verified}, // what its source contradicted is presented anew
		By: desk, Sign: desk, NotBy: []string{"document.present"}, Basis: "conscription-regulation 16",
		Do: func(_ *act.Work, d *Document, b *Sighting) error {
			d.Source, d.Evidence, d.State = "two_people", b.Evidence, Verified
			return nil
		}})
	h.Shelf.Add(h.Book, &register.Register{Table: Documents, Floor: "intake", Columns: []string{"name", "kind", "office", "source", "unit", "state"},
		Read: Readers(reviewer)})
}

// Readers are those who may see documents, and open the uploads: the person, the
// office, and whoever is asked to verify.
func Readers(reviewer access.Grant) []access.Grant {
	return []access.Grant{role.Self(), role.Grant(role.CountyOfficer, role.Intake), role.Grant(role.Clerk, role.Intake), reviewer,
		role.Grant(role.AppealsOfficer, role.Review)}
}

// Open opens the upload for a reader whom the register's grants allow it, leaving
// a leaf of its own.
func (d *Document) Open(ctx context.Context, road *act.Road, v *vault.Vault, look act.Look) ([]byte, error) {
	content, err := act.Reveal(ctx, road, v, look, d, "content", d.Person, d.Content)
	return []byte(content), err
}

func present(w *act.Work, h *house.House, d *Document, b *Presenting) error {
	c, err := act.Load[cases.Case](w, cases.Table, b.CaseHome, b.Case)
	if err != nil {
		return err
	}
	if c.State != cases.Applied && c.State != cases.NotEligible {
		return fault.New(fault.Conflict, "document.late", "初审初检已完成,不再接收材料。", "The preliminary check is done; no more documents are taken.")
	}
	if _, err := c.ReasonOf(h, "document", b.Kind); err != nil {
		return fault.As(err).OnField("kind", "reason.unknown", "不在清单中。", "It is not in the list.")
	}
	d.County, d.Unit, d.Place, d.State = c.County, c.Unit, c.Place, Presented
	d.Case, d.Person, d.Name, d.Kind, d.Number = c.ID, c.Person, c.Name, b.Kind, b.Number
	if d.Office, err = source(w, h, c, b.Kind); err != nil {
		return err
	}
	return d.seal(h, b.File)
}

// source is the office that answers whether a document is right: the department
// that the pack and the county name for it, otherwise the county.
func source(w *act.Work, h *house.House, c *cases.Case, kind string) (unit.Code, error) {
	if row, ok := h.Pack.On(c.PolicyDay).Row("document_source", kind); ok {
		office, err := vetting.Answers(w, c.County, row.Text("question"))
		if office != "" || err != nil {
			return office, err
		}
	}
	if county := w.Tree.Ancestor(c.Unit, unit.County); county != nil {
		return county.Code, nil
	}
	return c.Unit, nil
}

// seal keeps the upload in the vault, and its digest in clear.
func (d *Document) seal(h *house.House, file string) error {
	if file == "" {
		return nil
	}
	content, err := base64.StdEncoding.DecodeString(file)
	if err != nil || len(content) > largestPaper {
		return fault.New(fault.Invalid, "document.file", "文件不能读取或超过 1 MB。", "The file cannot be read, or is larger than 1 MB.").
			OnField("file", "document.file", "请上传不超过 1 MB 的照片或扫描件。", "Upload a photograph or scan of at most 1 MB.").Because(err)
	}
	d.Digest = digest(content)
	d.Content, err = vault.Seal(h.Vault, d.place(), vault.NewClear[Paper](content))
	return err
}

func (d *Document) place() vault.Place {
	return vault.Place{Table: Documents.Name, Column: "content", Subject: d.Person}
}

func verify(w *act.Work, d *Document, b *Verdict) error {
	d.Source, d.Evidence, d.State = "authority", b.Evidence, Verified
	if b.Genuine {
		return nil
	}
	d.State = Contradicted
	c, err := act.Load[cases.Case](w, cases.Table, d.County, d.Case)
	if err != nil {
		return err
	}
	return c.Tell(w, true, i18n.T("一份材料与出证单位记录不一致", "A document does not agree with its source"),
		i18n.T("请核对编号后重新提交,或请工作人员核对原件。资格暂不受影响。", "Check the number and present it again, or have the original seen by the office. Nothing is lost meanwhile."))
}

// unverified lists the required documents of a case that nobody has verified.
func unverified(w *act.Work, h *house.House, c *cases.Case) (lacking []policy.Reason, err error) {
	view := h.Pack.On(c.PolicyDay)
	required, err := view.Text("signup.documents")
	if err != nil {
		return nil, err
	}
	have, err := act.List[Document](w, Documents, "county = $1 AND application = $2 AND state = $3", string(c.County), string(c.ID), Verified)
	for kind := range strings.SplitSeq(required, " ") {
		if !slices.ContainsFunc(have, func(d *Document) bool { return d.Kind == kind }) {
			why, _ := view.Reason("document." + kind)
			lacking = append(lacking, why)
		}
	}
	return lacking, err
}
