package people

import (
	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/field"
	"muster/internal/frame/house"
	"muster/internal/frame/i18n"
	"muster/internal/office/role"
)

// Cause is why a file is closed.
type Cause string

// Options is the closed list of causes; their words and articles are those of
// the pack's reasons of registration.
func (Cause) Options() []field.Option {
	return []field.Option{{Value: "death", Label: i18n.T("死亡", "death")}, {Value: "nationality", Label: i18n.T("丧失国籍", "loss of nationality")}}
}

// Closing is the body of closing a file.
type Closing struct {
	Cause    Cause  `f:"cause,required" zh:"原因" en:"Cause"`
	Evidence string `f:"evidence,required,max=120" zh:"依据编号(公安机关注销证明等)" en:"Evidence reference (notice of the police)"`
	Remark   string `f:"remark,long" zh:"说明" en:"Remark"`
}

// declareClosing declares the end of a file: two persons, an evidence reference,
// and the registration with it. What is on file stays.
func declareClosing(h *house.House) {
	registrar := []access.Grant{role.Grant(role.CountyRegistrar, role.Registration)}
	act.Declare(h.Book, act.Spec[Person, *Person, Closing]{
		Name: "person.close", Title: i18n.T("注销人员档案", "Close the file"), Table: Persons, From: []string{Living}, To: []string{Closed},
		By: registrar, Sign: registrar, Adverse: true, Cause: true, Basis: "registration-rules", Do: func(w *act.Work, p *Person, b *Closing) error { return closeFile(w, h, p, b) }})
}

func closeFile(w *act.Work, h *house.House, p *Person, b *Closing) error {
	why, known := h.Pack.On(w.Today()).Reason("registration." + string(b.Cause))
	if !known {
		return unknownReason("registration", string(b.Cause), "cause")
	}
	r, err := registrationOf(w, p.County, p.ID)
	if err != nil {
		return err
	}
	if r != nil {
		r.State, r.Code, r.Evidence, r.Reason, r.DueBy = Cancelled, string(b.Cause), b.Evidence, b.Remark, ""
		w.Save(Registrations, r)
	}
	p.State = Closed
	further, err := Remedies(h.Pack.On(w.Today()), w.Today())
	if err == nil { // a file that was closed by mistake is found by whoever it is about
		TellDiscreetly(w, p, i18n.T("人员档案已注销", "A file was closed"), i18n.T("档案已注销,理由:{why}(依据:{article};证明 {evidence})。与事实不符的,请立即持身份证件到县(市、区)征兵办,由他人核实并恢复。",
			"The file was closed: {why} (under {article}; evidence {evidence}). If this is wrong, go to the county office with your identity card at once: somebody else checks it and opens the file again.").
			With("why", why.Text, "article", why.Article, "evidence", b.Evidence).And(further), further)
	}
	return err
}
