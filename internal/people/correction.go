package people

import (
	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/field"
	"muster/internal/frame/house"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/outbox"
	"muster/internal/frame/record"
	"muster/internal/frame/register"
	"muster/internal/frame/unit"
	"muster/internal/office/role"
	"muster/internal/people/idnumber"

	"reflect"
)

// Correction is a proposed change of somebody's particulars, with both readings
// side by side, for a human to accept or refuse.
type Correction struct {
	record.Base
	Person ident.ID  `f:"person,required,filter,ref=person" zh:"人员" en:"Person"`
	Source string    `f:"source,max=200" zh:"来源" en:"Source"`
	Was    string    `f:"was,long,max=4000" zh:"现登记" en:"On file"`
	Reason string    `f:"reason,long" zh:"理由" en:"Reason"`
	To     unit.Code `f:"to_unit" zh:"改归单位" en:"Move to the unit"`
	Particulars
}

// States of a correction.
const (
	CorrectionOpen     = "open"
	CorrectionAccepted = "accepted"
	CorrectionRefused  = "refused"
)

// Corrections is the table of proposed corrections. The citizen number in it is
// a copy, so it claims nothing.
var Corrections = personal(unclaimed(record.NewTable[Correction]("correction", i18n.T("更正", "Correction"),
	record.State{Name: CorrectionOpen, Label: i18n.T("待审核", "awaiting decision")},
	record.State{Name: CorrectionAccepted, Label: i18n.T("已采纳", "accepted"), End: true},
	record.State{Name: CorrectionRefused, Label: i18n.T("未采纳", "refused"), End: true})))

func unclaimed(t *record.Table) *record.Table {
	t.Disclaim()
	return t
}

// Asking is the body by which somebody asks for a correction of their own file.
type Asking struct {
	Reason string `f:"reason,required,long" zh:"哪里不对、依据什么" en:"What is wrong, and how we can see it"`
	Particulars
}

// Verdict is the body of deciding on a correction.
type Verdict struct {
	Reason string `f:"reason,required,long" zh:"理由" en:"Reason"`
}

var particularFields = field.Of[Particulars]()

func declareCorrections(h *house.House, checker idnumber.Checker) {
	deciders := []access.Grant{role.Grant(role.CountyRegistrar, role.Registration)}
	act.Declare(h.Book, act.Spec[Person, *Person, Asking]{
		Name: "person.ask_correction", Title: i18n.T("申请更正", "Ask for a correction"), Table: Persons, From: []string{Living},
		By: append([]access.Grant{selfByID()}, recorders()...), Basis: "privacy-law 46",
		Do: func(w *act.Work, p *Person, b *Asking) error {
			if err := check(checker, &b.Particulars); err != nil {
				return err
			}
			if err := plausible(h.Pack.On(w.Today()), w.Today(), b.Particulars); err != nil {
				return err
			}
			openCorrection(w, p, b.Particulars, "", string(w.Actor.Role), b.Reason)
			return nil
		}})
	act.Declare(h.Book, act.Spec[Correction, *Correction, Verdict]{
		Name: "correction.accept", Title: i18n.T("采纳更正", "Accept the correction"), Table: Corrections, From: []string{CorrectionOpen}, To: []string{CorrectionAccepted},
		By: deciders, NotBy: []string{"person.ask_correction", "person.record", "roster_line.correct"},
		Do: func(w *act.Work, c *Correction, b *Verdict) error { return accept(w, c, b) }})
	act.Declare(h.Book, act.Spec[Correction, *Correction, Verdict]{
		Name: "correction.refuse", Title: i18n.T("不采纳更正", "Refuse the correction"), Table: Corrections, From: []string{CorrectionOpen}, To: []string{CorrectionRefused},
		By: deciders, NotBy: []string{"person.ask_correction", "person.record", "roster_line.correct"}, Adverse: true, Basis: "privacy-law 46",
		Do: func(w *act.Work, c *Correction, b *Verdict) error {
			c.State, c.Reason = CorrectionRefused, b.Reason
			return refused(w, h, c)
		}})
	h.Shelf.Add(h.Book, &register.Register{Table: Corrections, Floor: "people", Columns: []string{"person", "unit", "source", "state"},
		Read: append([]access.Grant{role.Self()}, deciders...)})
}

// differ compares a recording with the file that is there. What agrees changes
// nothing; what disagrees opens a correction, once.
func differ(w *act.Work, p *Person, b *Recording) error {
	to := b.Unit
	if to == p.Unit {
		to = ""
	}
	if to == "" && b.Particulars.equal(p.Particulars) {
		return nil
	}
	same, err := act.List[Correction](w, Corrections, "county = $1 AND person = $2 AND state = $3", string(p.County), string(p.ID), CorrectionOpen)
	if err != nil {
		return err
	}
	for _, c := range same {
		if c.To == to && c.Particulars.equal(b.Particulars) {
			return nil
		}
	}
	openCorrection(w, p, b.Particulars, to, "import", "")
	return nil
}

func (p Particulars) equal(q Particulars) bool { return string(canonical(p)) == string(canonical(q)) }

func canonical(p Particulars) []byte {
	return particularFields.AppendCanonical(nil, reflect.ValueOf(&p).Elem())
}

func openCorrection(w *act.Work, p *Person, proposed Particulars, to unit.Code, source, reason string) {
	c := &Correction{Person: p.ID, Source: source, Was: string(canonical(p.Particulars)), Particulars: proposed, To: to, Reason: reason}
	c.Base = record.Base{County: p.County, ID: w.NewID(), Unit: p.Unit, Place: p.Place, State: CorrectionOpen}
	w.Save(Corrections, c)
}

func accept(w *act.Work, c *Correction, b *Verdict) error {
	p, err := PersonOf(w, c.County, c.Person)
	if err != nil {
		return err
	}
	p.Particulars, p.BirthYear = c.Particulars, int64(c.BirthDate.Year())
	if c.To != "" {
		at, ok := w.Tree.Get(c.To)
		if !ok {
			return act.UnknownUnit(c.To)
		}
		p.Unit, p.Place = at.Code, at.Place // the home county of the file stays; which office answers for it changes
	}
	w.Save(Persons, p)
	c.State, c.Reason = CorrectionAccepted, b.Reason
	w.Notify(Tell(p, outbox.SMS, correctionSubject, i18n.T("您的登记信息已更正。", "Your particulars were corrected.")))
	return nil
}

var correctionSubject = i18n.T("更正结果", "Your correction")

// refused tells why a correction was not accepted and what can be done against it.
func refused(w *act.Work, h *house.House, c *Correction) error {
	p, err := PersonOf(w, c.County, c.Person)
	if err != nil {
		return err
	}
	further, err := Remedies(h.Pack.On(w.Today()), w.Today())
	if err == nil {
		TellDiscreetly(w, p, correctionSubject, i18n.T("您的更正申请未被采纳(依据:{article})。理由:{reason}。原登记保持不变;您可以补充依据后再次申请,由他人办理。",
			"Your correction was not accepted (under {article}). Reasons: {reason}. What is on file stays; you can ask again with further evidence, and somebody else decides.").
			With("article", h.Pack.Article(w.Kind.Basis), "reason", c.Reason).And(further), further)
	}
	return err
}
