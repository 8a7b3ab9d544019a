package selection

import (
	"strings"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/house"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/policy"
	"muster/internal/frame/record"
	"muster/internal/frame/register"
	"muster/internal/frame/unit"
	"muster/internal/intake/cases"
	"muster/internal/intake/clocks"
	"muster/internal/intake/preservice"
	"muster/internal/intake/selection/score"
	"muster/internal/intake/signup"
	"muster/internal/office/role"
)

// Item is one further item of a score, granted by two people on a verified
// document.
type Item struct {
	record.Base
	Case     ident.ID `f:"application,required,filter,ref=application" zh:"应征" en:"Application"`
	Person   ident.ID `f:"person,required,filter,ref=person" zh:"人员" en:"Person"`
	Code     string   `f:"item,required,filter,max=60,reasons=score_item" zh:"加分项目" en:"Item"`
	Document ident.ID `f:"document,required,ref=document" zh:"依据材料" en:"Document"`
	Remark   string   `f:"remark,long,max=1000" zh:"理由" en:"Reasons"`
}

// Items is the table of further items.
var Items = personal(record.NewTable[Item]("score_item", i18n.T("加分项目", "Item of a score"),
	record.State{Name: register.Active, Label: i18n.T("有效", "in force")}, act.VoidState))

func personal(t *record.Table) *record.Table { t.Personal = true; return t }

// Sheet is the score of somebody as it was posted: each line with its evidence, the
// rules it was computed by, until when it can be objected to.
type Sheet struct {
	record.Base
	Case     ident.ID   `f:"application,required,filter,ref=application" zh:"应征" en:"Application"`
	Person   ident.ID   `f:"person,required,filter,ref=person" zh:"人员" en:"Person"`
	Rule     string     `f:"rule,max=120" zh:"规则版本" en:"Version of the rules"`
	Lines    []string   `f:"lines" zh:"得分明细(项目 得分 依据)" en:"Lines (item, points, evidence)"`
	Total    int64      `f:"total,class=S1" zh:"综合得分(百分之一分)" en:"Score (hundredths of a point)"`
	PostedOn clock.Date `f:"posted_on,sort" zh:"公布日" en:"Posted on"`
	Until    clock.Date `f:"posted_until" zh:"公布至" en:"Posted until"`
}

// Sheets is the table of posted scores.
var Sheets = personal(record.NewTable[Sheet]("score_sheet", i18n.T("成绩单", "Score"),
	record.State{Name: register.Active, Label: i18n.T("已公布", "posted")}, act.VoidState))

// Granting is the body of granting an item.
type Granting struct {
	Case     ident.ID  `f:"application,required,ref=application" zh:"应征" en:"Application"`
	CaseHome unit.Code `f:"application_home,required" zh:"应征属地" en:"Home of the application"`
	Code     string    `f:"item,required,max=60,reasons=score_item" zh:"加分项目" en:"Item"`
	Document ident.ID  `f:"document,required,ref=document" zh:"已核实的材料" en:"Verified document"`
	Remark   string    `f:"remark,required,long,max=1000" zh:"理由" en:"Reasons"`
}

// Posting is the body of noting special posts.
type Posting struct {
	Posts []string `f:"posts" zh:"接兵部队签署的特殊岗位(以 | 分隔)" en:"Special posts for which the receiving unit signs (separated by |)"`
}

func declareScores(h *house.House, selector []access.Grant, certified []act.Need) {
	officer := []access.Grant{role.Grant(role.CountyOfficer, role.Intake)}
	act.Declare(h.Book, act.Spec[Item, *Item, Granting]{
		Name: "score_item.grant", Title: i18n.T("认定加分项目(两人)", "Grant an item (two people)"), Table: Items, New: true, To: []string{register.Active},
		By: officer, Sign: append(officer[:1:1], selector...), Basis: "conscription-regulation 27", Unit: func(_ *act.Work, b *Granting) (unit.Code, error) { return b.CaseHome, nil },
		Do: func(w *act.Work, i *Item, b *Granting) error { return grant(w, h, i, b) }})
	act.Declare(h.Book, act.Spec[cases.Case, *cases.Case, Posting]{
		Name: "application.sign_posts", Title: i18n.T("登记接兵部队签署的特殊岗位", "Note the special posts the receiving unit signs for"), Table: cases.Table, Cause: true,
		From: []string{cases.Qualified, cases.Trained, cases.Scored}, By: officer, Sign: []access.Grant{role.Grant(role.Receiver, role.Dispatch)}, Basis: "conscription-regulation 25",
		Do: func(_ *act.Work, c *cases.Case, b *Posting) error { return signPosts(h, c, b) }})
	act.Declare(h.Book, act.Spec[cases.Case, *cases.Case, Words]{
		Name: "application.score", Title: i18n.T("评分并公布", "Score and post"), Table: cases.Table, From: []string{cases.Trained}, To: []string{cases.Scored},
		By: selector, NotBy: []string{"preservice_course.complete"}, Needs: certified, Basis: "conscription-regulation 27",
		Do: func(w *act.Work, c *cases.Case, _ *Words) error { return post(w, h, c) }})
	readers := []access.Grant{role.Self(), officer[0], selector[0], role.Grant(role.Approver, role.Selection), role.Grant(role.Inspector, role.Integrity), role.Grant(role.AppealsOfficer, role.Review)}
	h.Shelf.Add(h.Book, &register.Register{Table: Items, Floor: "intake", Columns: []string{"application", "item", "document", "state"}, Read: readers})
	h.Shelf.Add(h.Book, &register.Register{Table: Sheets, Floor: "intake", Columns: []string{"application", "total", "posted_on", "posted_until"}, Read: readers})
	declareScoreObjections(h, readers)
}

// grant needs a verified document of the kind that the pack names for the item, of
// the same person.
func grant(w *act.Work, h *house.House, i *Item, b *Granting) error {
	c, err := act.Load[cases.Case](w, cases.Table, b.CaseHome, b.Case)
	if err != nil {
		return err
	}
	row, ok := h.Pack.On(c.PolicyDay).Row("score_item", b.Code)
	if !ok {
		return fault.New(fault.Invalid, "score.item", "没有加分项目“{item}”。", "There is no item {item}.", "item", b.Code).OnField("item", "score.item", "不在清单中。", "It is not in the list.")
	}
	if c.State != cases.Qualified && c.State != cases.Trained {
		return fault.New(fault.Conflict, "score.late", "成绩已公布或尚未双合格,不能认定加分。", "The score is posted already, or the applicant is not doubly qualified yet.")
	}
	d, err := act.Load[signup.Document](w, signup.Documents, c.County, b.Document)
	if err != nil {
		return err
	}
	if d.Case != c.ID || d.State != signup.Verified || d.Kind != row.Text("document") {
		return fault.New(fault.Conflict, "score.document", "须有本人已核实的“{kind}”材料。", "It takes a verified document of the kind {kind} of the same person.", "kind", row.Text("document"))
	}
	have, err := act.List[Item](w, Items, "county = $1 AND application = $2 AND state <> 'void'", string(c.County), string(c.ID))
	if err != nil {
		return err
	}
	for _, other := range have {
		if known, ok := h.Pack.On(c.PolicyDay).Row("score_item", other.Code); ok && known.Text("group") == row.Text("group") {
			return fault.New(fault.Conflict, "score.doubled", "同类项目已认定“{item}”。", "{item} of the same group is granted already.", "item", other.Code)
		}
	}
	i.County, i.Unit, i.Place = c.County, c.Unit, c.Place
	i.Case, i.Person, i.Code, i.Document, i.Remark, i.State = c.ID, c.Person, b.Code, d.ID, b.Remark, register.Active
	return nil
}

// evidence is what is on file for the score of somebody.
func evidence(w *act.Work, c *cases.Case) (score.Evidence, error) {
	e := score.Evidence{Application: c.ID, Education: string(c.Education), Physique: string(c.Physique), Psychology: string(c.Psychology)}
	places, err := act.List[preservice.Place](w, preservice.Places, "county = $1 AND application = $2 AND state = 'finished'", string(c.County), string(c.ID))
	if err != nil {
		return e, err
	}
	for _, p := range places {
		e.Place, e.Drill, e.Knowledge = p.ID, p.Drill, p.Knowledge
	}
	items, err := act.List[Item](w, Items, "county = $1 AND application = $2 AND state <> 'void'", string(c.County), string(c.ID))
	for _, i := range items {
		e.Items = append(e.Items, score.Item{Code: i.Code, Evidence: i.ID})
	}
	return e, err
}

// ruleOf names the rules that a case is scored by.
func ruleOf(pack *policy.Pack, c *cases.Case) string {
	return pack.Version() + " " + string(c.PolicyDay)
}

// post computes the score and posts it, line by line.
func post(w *act.Work, h *house.House, c *cases.Case) error {
	e, err := evidence(w, c)
	if err != nil {
		return err
	}
	if err := grantedByOthers(w, c, e); err != nil {
		return err
	}
	view := h.Pack.On(c.PolicyDay)
	computed, err := score.Compute(view, e)
	if err != nil {
		return err
	}
	until, err := clocks.Of(w, h).Due(c.Place, c.PolicyDay, "score_posting", w.Today())
	if err != nil {
		return err
	}
	before := c.Score
	s, err := sheetOf(w, c)
	if err != nil {
		return err
	}
	s.Rule, s.Lines, s.Total, s.PostedOn, s.Until = ruleOf(h.Pack, c), computed.Texts(), computed.Total, w.Today(), until
	w.Save(Sheets, s)
	c.Score, c.ScoredOn, c.Tie = computed.Total, w.Today(), tie(c.ID)
	c.Move(cases.Scored, cases.ReachScored)
	if err := executeObjection(w, c, before); err != nil {
		return err
	}
	return c.Tell(w, false, i18n.T("成绩已公布", "Your score is posted"), i18n.T("您的综合得分为 {score}:{lines}。如有异议,请在 {until} 前提出。", "Your score is {score}: {lines}. If you disagree, object before {until}.").
		With("score", Points(c.Score), "lines", LinesText(computed.Lines), "until", until))
}

// grantedByOthers keeps whoever granted an item from scoring.
func grantedByOthers(w *act.Work, c *cases.Case, e score.Evidence) error {
	for _, i := range e.Items {
		did, err := w.DidOn(Items, c.County, i.Evidence, w.Actor.Account, "score_item.grant")
		if err != nil {
			return err
		}
		if did {
			return fault.New(fault.Denied, "access.duties", "认定过加分项目的人不得评分。", "Whoever granted an item does not score.")
		}
	}
	return nil
}

// sheetOf is the posted score of a case, a new one where there is none.
func sheetOf(w *act.Work, c *cases.Case) (*Sheet, error) {
	list, err := act.Take[Sheet](w, Sheets, "county = $1 AND application = $2", string(c.County), string(c.ID))
	if err != nil {
		return nil, err
	}
	if len(list) > 0 {
		return list[0], nil
	}
	s := &Sheet{Case: c.ID, Person: c.Person}
	s.Base = record.Base{County: c.County, ID: w.NewID(), Unit: c.Unit, Place: c.Place, State: register.Active}
	return s, nil
}

// LinesText is all lines in words, each with its points and article.
func LinesText(lines []score.Line) (all i18n.Text) {
	for i, l := range lines {
		one := i18n.T("{label} {points} 分({article})", "{label} {points} ({article})").With("label", l.Label, "points", Points(l.Points), "article", l.Article)
		if i > 0 {
			all = all.And(i18n.T(";", "; "))
		}
		all = all.And(one)
	}
	return all
}

// Told is the lines of a sheet as the law of a day words them; a line that can no
// longer be read is shown as it is kept.
func (s *Sheet) Told(view *policy.View) (out []score.Line) {
	for _, text := range s.Lines {
		parts := strings.Fields(text)
		l := score.Line{Code: text, Label: i18n.Same(text)}
		if len(parts) == 3 {
			if p, err := view.Parameter("score." + parts[0]); err == nil {
				l = score.Line{Code: parts[0], Evidence: ident.ID(parts[2]), Label: p.Label, Article: p.Article, Points: hundredths(parts[1])}
			}
		}
		out = append(out, l)
	}
	return out
}
