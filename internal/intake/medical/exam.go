package medical

import (
	"slices"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/register"
	"muster/internal/frame/unit"
	"muster/internal/frame/vault"
	"muster/internal/intake/cases"
	"muster/internal/intake/velocity"
	"muster/internal/office/role"
	"muster/internal/people"
)

// Exam is one examination of one applicant as the chief examiner sees it: under a
// number of its own.
type Exam struct {
	record.Base
	Number    string              `f:"number,search,filter,sort,max=20" zh:"临时编号" en:"Temporary number"`
	Candidate ident.ID            `f:"candidate,hidden" zh:"预约" en:"Appointment"`
	Case      ident.ID            `f:"application,hidden" zh:"应征" en:"Application"`
	Home      unit.Code           `f:"application_home,hidden" zh:"应征属地" en:"Home of the application"`
	Subject   ident.ID            `f:"subject,hidden" zh:"受检人" en:"Examined person"`
	Cycle     ident.ID            `f:"cycle,filter,ref=cycle" zh:"征集批次" en:"Intake"`
	CycleHome unit.Code           `f:"cycle_home,hidden" zh:"批次属地" en:"Home of the intake"`
	Law       clock.Date          `f:"law_day,hidden" zh:"适用政策日期" en:"Law of the day"`
	Sex       people.Sex          `f:"sex,hidden" zh:"性别" en:"Sex"`
	Station   unit.Code           `f:"station,required,filter" zh:"体检站" en:"Station"`
	On        clock.Date          `f:"exam_on,filter,sort" zh:"体检日期" en:"Day"`
	Kind      Kind                `f:"kind,hidden" zh:"类别" en:"Kind"`
	Again     bool                `f:"again,hidden" zh:"复查" en:"Recheck"`
	Sample    ident.ID            `f:"sample,hidden" zh:"抽查" en:"Sample"`
	Drawer    unit.Code           `f:"sample_home,hidden" zh:"抽查属地" en:"Home of the sample"`
	Near      bool                `f:"near,hidden" zh:"接近限值" en:"Near a limit"`
	Chief     ident.ID            `f:"chief,hidden" zh:"主检医师" en:"Chief examiner"`
	Findings  vault.Sealed[Value] `f:"findings,hidden" zh:"主检说明" en:"The chief examiner's words"`
	Outcome   string              `f:"outcome,class=M2,max=60" zh:"主检结论" en:"Conclusion"`
	Unfit     []string            `f:"unfit,class=M2" zh:"不适合的特殊岗位" en:"Special posts it is not for"`
	Settled   clock.Instant       `f:"concluded_at,hidden" zh:"结论时刻" en:"Concluded at"` // of two on one day the one that was concluded last stands
}

// States of an examination.
const (
	Waiting   = "waiting"
	Concluded = "concluded"
)

// Exams is the table of examinations.
var Exams = hidden(personal(record.NewTable[Exam]("exam", i18n.T("体格检查", "Examination"),
	record.State{Name: Waiting, Label: i18n.T("待结论", "to be concluded")},
	record.State{Name: Concluded, Label: i18n.T("已结论", "concluded")},
	act.VoidState)))

// Conclusion is the body of the chief examiner's conclusion. Unfit lists the
// special posts that somebody who passes is not fit for.
type Conclusion struct {
	Outcome Opinion  `f:"outcome,required" zh:"结论" en:"Conclusion"`
	Reason  string   `f:"reason,secret,max=60,reasons=physical" zh:"理由代码" en:"Reason code"`
	Remark  string   `f:"remark,secret,long,max=2000" zh:"说明" en:"In words"`
	Unfit   []string `f:"unfit" zh:"不适合的特殊岗位(以 | 分隔)" en:"Special posts it is not for (separated by |)"`

	Physique   cases.Band `f:"physique_band" zh:"体质等次(合格者)" en:"Band of the physique (of a pass)"`
	Psychology cases.Band `f:"psychology_band" zh:"心理等次(合格者)" en:"Band of the psychology (of a pass)"`
}

// Banding is the body of noting the bands of somebody whose conclusion has none.
type Banding struct {
	Physique   cases.Band `f:"physique_band,required" zh:"体质等次" en:"Band of the physique"`
	Psychology cases.Band `f:"psychology_band,required" zh:"心理等次" en:"Band of the psychology"`
}

func (r *room) declareExams() {
	here := atStation(role.ChiefExaminer)
	act.Declare(r.Book, act.Spec[Exam, *Exam, Conclusion]{
		Name: "exam.conclude", Title: i18n.T("主检结论", "Conclude"), Table: Exams, From: []string{Waiting}, To: []string{Concluded},
		By: []access.Grant{here}, Needs: certified(), Adverse: true, Basis: "conscription-regulation 18", Do: r.conclude,
		Limits: []act.Limit{velocity.Per(r.House, "exam.unfit", i18n.T("体检不合格结论", "physicals not passed"), func(e *Exam) bool { return e.Outcome == string(Fail) })}})
	act.Declare(r.Book, act.Spec[Exam, *Exam, Banding]{
		Name: "exam.band", Title: i18n.T("补记体质、心理等次", "Note the bands of body and mind"), Table: Exams, From: []string{Concluded}, Cause: true,
		By: []access.Grant{here}, Needs: certified(), Basis: "conscription-regulation 27", Do: band})
	r.Shelf.Add(r.Book, &register.Register{Table: Exams, Floor: "intake", Columns: []string{"number", "station", "exam_on", "outcome", "state"},
		Read: []access.Grant{here}})
}

// band notes the bands on an examination that was passed, until the score is posted.
func band(w *act.Work, e *Exam, b *Banding) error {
	c, err := act.Load[cases.Case](w, cases.Table, e.Home, e.Case)
	if err != nil {
		return err
	}
	if e.Outcome != string(Pass) || e.Kind == Blind || !slices.Contains(banded, c.State) {
		return conflict("exam.band", "只有体检合格且尚未评分的,才能补记等次。", "Bands are noted of a pass whose score is not posted yet.")
	}
	c.Physique, c.Psychology = b.Physique, b.Psychology
	w.Save(cases.Table, c)
	return nil
}

// banded are the states of a case in which its bands may still be noted.
var banded = []string{cases.PhysicalPass, cases.InVetting, cases.Qualified, cases.Trained}

// partsOf finds the sections of an examination, in the order of the pack: their ids
// follow from the candidate and the key.
func (r *room) partsOf(w *act.Work, e *Exam) ([]*Part, error) {
	args := &access.Args{}
	condition := "county = " + args.Add(string(e.County)) + " AND id IN (''"
	ids := PartIDs(r.Pack, r.key, e)
	for _, id := range ids {
		condition += ", " + args.Add(string(id))
	}
	list, err := act.Take[Part](w, Parts, condition+")", args.Values...)
	slices.SortFunc(list, func(a, b *Part) int { return slices.Index(ids, a.ID) - slices.Index(ids, b.ID) })
	return list, err
}

// conclude is the chief examiner's own decision on the signed sections.
func (r *room) conclude(w *act.Work, e *Exam, b *Conclusion) error {
	if err := r.mayConclude(w, e); err != nil {
		return err
	}
	parts, err := r.partsOf(w, e)
	if err != nil {
		return err
	}
	for _, p := range parts {
		switch {
		case p.State != Signed:
			return conflict("exam.unsigned", "还有科室未签署或更正未会签:{section}。", "Not every section has signed yet: {section}.", "section", r.sectionLabel(p.Section))
		case w.Same(p.Examiner, w.Actor.Account):
			return duties("主检医师不得给自己检查过的人下结论。", "Nobody concludes on somebody whom they examined.")
		}
		e.Near = e.Near || p.Near
		p.State = Closed
		w.Save(Parts, p)
	}
	return r.settle(w, e, b)
}

// onwards is the subject of a short message that does not tell what an examination found.
var onwards = i18n.T("体格检查有后续安排", "Your physical examination goes on")

func (r *room) sectionLabel(code string) i18n.Text {
	for _, s := range r.sections() {
		if s.Code == code {
			return s.Label
		}
	}
	return i18n.Same(code)
}

// mayConclude keeps whoever had a part in an earlier examination of the same person
// from concluding another.
func (r *room) mayConclude(w *act.Work, e *Exam) error {
	before, err := r.before(w, &Appointment{Case: e.Case, Kind: e.Kind, Base: record.Base{ID: e.Candidate}})
	if err != nil {
		return err
	}
	if w.Among(before, w.Actor.Account) {
		return duties("复查和抽查须由另一名主检医师作出结论。", "Another chief examiner concludes a recheck.")
	}
	return nil
}

// settle writes the conclusion on the examination and what follows from it on the
// application.
func (r *room) settle(w *act.Work, e *Exam, b *Conclusion) error {
	if b.Outcome == Note {
		return fault.New(fault.Invalid, "exam.outcome", "主检结论为合格、不合格或复查。", "The conclusion is pass, fail or recheck.").OnField("outcome", "exam.outcome", "不在可选结论中。", "Not a conclusion.")
	}
	for _, post := range b.Unfit {
		if _, ok := r.Pack.Rank("post_type", post); !ok || b.Outcome != Pass {
			return fault.New(fault.Invalid, "exam.post", "“{post}”不是岗位类别,或结论不是合格。", "{post} is no post type, or the conclusion is not a pass.", "post", post).
				OnField("unfit", "exam.post", "请检查。", "Look at it.")
		}
	}
	c, err := act.Load[cases.Case](w, cases.Table, e.Home, e.Case)
	if err != nil {
		return err
	}
	if e.Kind != Blind && c.State != cases.Examined { // whoever has left, or was taken out, gets no result after all
		return conflict("exam.state", "该应征已不在待体检状态。", "This application no longer waits for an examination.")
	}
	if err := r.reasoned(c, b); err != nil {
		return err
	}
	e.Outcome, e.Unfit, e.Chief, e.Settled, e.State = string(b.Outcome), b.Unfit, w.Actor.Account, w.Now, Concluded
	if b.Remark != "" || b.Reason != "" {
		e.Findings, err = vault.Seal(r.Vault, vault.Place{Table: Exams.Name, Column: "findings", Subject: e.Subject}, vault.NewClear[Value]([]byte(b.Reason+"\n"+b.Remark)))
		if err != nil {
			return err
		}
	}
	if e.Kind == Blind {
		return r.compared(w, e, c)
	}
	c.Physical = string(b.Outcome)
	w.Save(cases.Table, c)
	switch b.Outcome {
	case Pass:
		c.Reason, c.PlaceKept, c.Physique, c.Psychology = "", false, b.Physique, b.Psychology
		c.Move(cases.PhysicalPass, cases.ReachPhysical)
		return nil
	case Recheck:
		c.State = cases.Recheck
		return c.TellDiscreetlyAs(w, i18n.T("体格检查需要复查", "You are to be rechecked"), onwards, i18n.T("将另行通知您到另一个体检站,由另一名医生检查。", "You will be told when to come to another station; other doctors will examine you."), i18n.Text{})
	}
	c.State = cases.PhysicalFail
	if err := c.SealPhysical(r.House, b.Reason, b.Remark); err != nil {
		return err
	}
	return c.TellPrivately(w, r.House, i18n.T("体格检查有结论", "Your physical examination has a result"))
}

// reasoned refuses an outcome other than a pass without a code of its closed list,
// and a fail without words.
func (r *room) reasoned(c *cases.Case, b *Conclusion) error {
	list := map[Opinion]string{Fail: "physical", Recheck: "recheck"}[b.Outcome]
	if list == "" {
		return nil
	}
	if err := cases.NeedsReason(b.Remark); err != nil {
		return err
	}
	_, err := c.ReasonOf(r.House, list, b.Reason)
	return err
}
