package selection

import (
	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/house"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/register"
	"muster/internal/frame/unit"
	"muster/internal/intake/cases"
	"muster/internal/intake/clocks"
	"muster/internal/office/role"
	"muster/internal/people"
)

// ScoreObjection is the objection of somebody to their posted score.
type ScoreObjection struct {
	record.Base
	Case      ident.ID   `f:"application,required,filter,ref=application" zh:"应征" en:"Application"`
	Person    ident.ID   `f:"person,required,filter,ref=person" zh:"人员" en:"Person"`
	Grounds   string     `f:"grounds,long,max=2000" zh:"异议理由" en:"Grounds"`
	Asked     clock.Date `f:"asked_on,sort" zh:"提出日" en:"Made on"`
	DecideBy  clock.Date `f:"decide_by,sort,due" zh:"应于此日前决定" en:"To be decided by"`
	Outcome   string     `f:"outcome,filter,max=60,reasons=score_objection" zh:"决定" en:"Decision"`
	Reasoning string     `f:"reasoning,long,max=2000" zh:"决定理由" en:"Reasons"`
	Before    int64      `f:"score_before,class=S1" zh:"原得分(百分之一分)" en:"Score before (hundredths)"`
	After     int64      `f:"score_after,class=S1" zh:"重新评分(百分之一分)" en:"Score after (hundredths)"`
}

// States of an objection to a score.
const (
	Raised  = "raised"
	Upheld  = "upheld" // decided for the person, not yet scored again
	Settled = "settled"
)

// ScoreObjections is the table of objections to scores.
var ScoreObjections = personal(record.NewTable[ScoreObjection]("score_objection", i18n.T("成绩异议", "Objection to a score"),
	record.State{Name: Raised, Label: i18n.T("待决定", "to be decided")},
	record.State{Name: Upheld, Label: i18n.T("成立,待重新评分", "upheld; to be scored again")},
	record.State{Name: Settled, Label: i18n.T("已办结", "settled"), End: true}))

// Objecting is the body of objecting to one's own score.
type Objecting struct {
	Grounds string `f:"grounds,required,long,max=2000" zh:"哪一项不对,为什么" en:"Which line is wrong, and why"`
}

// Deciding is the body of deciding an objection to a score.
type Deciding struct {
	Outcome   string `f:"outcome,required,max=60,reasons=score_objection" zh:"决定" en:"Decision"`
	Reasoning string `f:"reasoning,required,long,max=2000" zh:"理由" en:"Reasons"`
}

// ScoreClock is how the clock of an objection to a score is set again.
func ScoreClock() clocks.Running {
	return clocks.For(ScoreObjections, func(o *ScoreObjection) *clock.Date { return &o.DecideBy }, func(k *clocks.Reading, o *ScoreObjection) error {
		due, err := k.Due(o.Place, o.Asked, "review_decision", o.Asked)
		o.DecideBy = max(o.DecideBy, due)
		return err
	})
}

func declareScoreObjections(h *house.House, readers []access.Grant) {
	act.Declare(h.Book, act.Spec[cases.Case, *cases.Case, Objecting]{
		Name: "application.object_score", Title: i18n.T("对成绩提出异议", "Object to the score"), Table: cases.Table, From: []string{cases.Scored},
		By: []access.Grant{role.Self()}, Cause: true, Basis: "conscription-regulation 27",
		Do: func(w *act.Work, c *cases.Case, b *Objecting) error { return objectScore(w, h, c, b) }})
	act.Declare(h.Book, act.Spec[ScoreObjection, *ScoreObjection, Deciding]{
		Name: "score_objection.decide", Title: i18n.T("对成绩异议作出决定", "Decide the objection"), Table: ScoreObjections, From: []string{Raised}, To: []string{Upheld, Settled},
		By: []access.Grant{role.Grant(role.AppealsOfficer, role.Review)}, Adverse: true, Basis: "conscription-regulation 27",
		Do: func(w *act.Work, o *ScoreObjection, b *Deciding) error { return decideScore(w, h, o, b) }})
	h.Shelf.Add(h.Book, &register.Register{Table: ScoreObjections, Floor: "intake", Columns: []string{"unit", "asked_on", "decide_by", "outcome", "state"}, Read: readers})
}

// objectScore is the person's own, once for each posting, while it lasts.
func objectScore(w *act.Work, h *house.House, c *cases.Case, b *Objecting) error {
	until, err := clocks.Of(w, h).Due(c.Place, c.PolicyDay, "score_posting", c.ScoredOn)
	if err != nil {
		return err
	}
	if w.Today() >= until {
		return fault.New(fault.Conflict, "objection.late", "成绩公布期已于 {day} 届满。", "The posting ended on {day}.", "day", until)
	}
	before, err := act.List[ScoreObjection](w, ScoreObjections, "county = $1 AND application = $2 AND asked_on >= $3", string(c.County), string(c.ID), string(c.ScoredOn))
	if err != nil {
		return err
	}
	if len(before) > 0 {
		return fault.New(fault.Conflict, "objection.doubled", "对本次公布的成绩已提出过异议。", "There is an objection to this posting already.")
	}
	due, err := h.Pack.On(c.PolicyDay).Due("review_decision", w.Today())
	if err != nil {
		return err
	}
	o := &ScoreObjection{Case: c.ID, Person: c.Person, Grounds: b.Grounds, Asked: w.Today(), DecideBy: due, Before: c.Score}
	o.Base = record.Base{County: c.County, ID: w.NewID(), Unit: c.Unit, Place: c.Place, State: Raised}
	w.Save(ScoreObjections, o)
	clocks.Remind(w, h, ScoreObjections, o.County, o.ID, o.DecideBy)
	c.PlaceKept = true
	return c.Tell(w, false, i18n.T("已收到您对成绩的异议", "Your objection to the score is on file"), i18n.T("将由未经手评分的人在 {day} 前决定;决定前名单不定稿。", "Somebody who had no part in the score decides by {day}; until then the list is not frozen.").With("day", due))
}

// scoring are the acts after which somebody decides no objection to the score.
var scoring = []string{"application.score", "exam.band", "preservice_course.complete", "score_item.grant", "application.precheck"}

// decideScore is for who had no part in the score; deciding on a review of another
// result is none. It is carried out at once: the case goes back to be scored again, and the
// objection stays open until that is done.
func decideScore(w *act.Work, h *house.House, o *ScoreObjection, b *Deciding) error {
	c, err := act.Load[cases.Case](w, cases.Table, o.County, o.Case)
	if err != nil {
		return err
	}
	did, err := w.DidOn(cases.Table, c.County, c.ID, w.Actor.Account, scoring...)
	if err == nil && !did {
		did, err = cases.Touched(w, h, c.County, c.ID, w.Actor.Account, ScoreObjections, h.Book.Table("review"))
	}
	if err != nil {
		return err
	}
	if did {
		return fault.New(fault.Denied, "access.duties", "异议须由未经手评分的人决定。", "An objection is decided by somebody who had no part in the score.")
	}
	why, err := c.ReasonOf(h, "score_objection", b.Outcome)
	if err != nil {
		return err
	}
	o.Outcome, o.Reasoning, o.State = b.Outcome, b.Reasoning, Settled
	if b.Outcome == "again" && c.State == cases.Scored {
		o.State, c.State, c.ScoredOn = Upheld, cases.Trained, ""
	} else {
		c.PlaceKept = false
	}
	w.Save(cases.Table, c)
	further, err := people.Remedies(h.Pack.On(c.PolicyDay), w.Today())
	if err != nil {
		return err
	}
	return c.TellDiscreetly(w, i18n.T("对您成绩异议的决定", "The decision on your objection"), i18n.T("{outcome}(依据:{article})。理由:{reasons}。", "{outcome} (under {article}). Reasons: {reasons}.").
		With("outcome", why.Text, "article", why.Article, "reasons", b.Reasoning).And(further), further)
}

// executeObjection closes an objection that was upheld, once the score is new.
func executeObjection(w *act.Work, c *cases.Case, before int64) error {
	if !c.PlaceKept {
		return nil
	}
	list, err := act.Take[ScoreObjection](w, ScoreObjections, "county = $1 AND application = $2 AND state = $3", string(c.County), string(c.ID), Upheld)
	for _, o := range list {
		o.Before, o.After, o.State = before, c.Score, Settled
		w.Save(ScoreObjections, o)
		c.PlaceKept = false
	}
	return err
}

const openScoreObjections = `SELECT o.state, COUNT(*) FROM score_objection o JOIN application a ON a.county = o.county AND a.id = o.application
	WHERE o.county = $1 AND o.state <> 'settled' AND a.cycle = $2 AND a.state IN ('scored', 'trained') GROUP BY o.state`

// noObjection refuses to freeze a list while an objection to a score is not decided
// and carried out.
func noObjection(w *act.Work, county unit.Code, cycle ident.ID) error {
	open, err := w.Counts(openScoreObjections, []any{string(county), string(cycle)})
	if err != nil || len(open) == 0 {
		return err
	}
	return fault.New(fault.Conflict, "score.objection", "有 {n} 件成绩异议未办结,不得定稿。", "{n} objections to scores are not settled; the list cannot be frozen.", "n", open[Raised]+open[Upheld])
}
