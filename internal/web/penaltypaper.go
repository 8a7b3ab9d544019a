package web

import (
	"fmt"
	"strings"

	"muster/internal/frame/clock"
	"muster/internal/frame/docs"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
	"muster/internal/lead/penalty"
	"muster/internal/people"
)

// penaltyLinks is the paper of a penalty that was decided.
func penaltyLinks(p *penalty.Penalty) []linkTo {
	if p.DecidedOn == "" {
		return nil
	}
	return []linkTo{{"/paper/penalty-decision/" + string(p.County) + "/" + string(p.ID), i18n.T("行政处罚决定书(PDF)", "Decision on a penalty (PDF)")}}
}

// penaltyDecision is the decision as it is served on the person or the organisation
// (penalty-law 59): who, what was found, under which article, why, what follows, how the
// party was heard, and what can be done against it until when.
func (q *request) penaltyDecision(county unit.Code, id ident.ID) ([]docs.Paper, error) {
	found, err := q.seen(penalty.Penalties, county, id)
	if err != nil {
		return nil, err
	}
	p := found.(*penalty.Penalty)
	if p.DecidedOn == "" {
		return nil, fault.New(fault.Conflict, "penalty.undecided", "尚未作出处罚决定,没有决定书。", "Nothing is decided yet; there is no decision to print.")
	}
	party, err := q.penalised(p)
	if err != nil {
		return nil, err
	}
	entry, _, err := q.lastEntry(penalty.Penalties, p, "penalty.impose")
	if err != nil {
		return nil, err
	}
	view := q.s.App.Pack.On(p.FiledOn)
	conduct, _ := view.Reason("conduct." + p.Conduct)
	measure, _ := view.Reason("measure." + p.Measure)
	further, err := people.Remedies(view, max(p.DecidedOn, p.ServedOn))
	if err != nil {
		return nil, err
	}
	facts := append(party, docs.Facts{
		{Label: i18n.T("违法行为、终了日", "Conduct, ended on"), Value: conduct.Text.In(q.lang) + " · " + string(p.ConductOn)},
		{Label: i18n.T("立案、事先告知", "Filed, notice served"), Value: string(p.FiledOn) + " · " + string(p.NoticeOn)},
		{Label: i18n.T("听证", "Hearing"), Value: orWords(q.lang, p.Hearing, i18n.T("未要求", "none was asked for"))},
		{Label: i18n.T("决定、送达", "Decided, served"), Value: string(p.DecidedOn) + " · " + orWords(q.lang, p.ServedOn, i18n.T("由送达人填写", "filled in by whoever serves it"))}}...)
	what := measure.Text
	if p.Amount > 0 {
		what = what.And(i18n.T(":罚款 {sum} 元", ": a fine of {sum} yuan").With("sum", fmt.Sprintf("%d.%02d", p.Amount/100, p.Amount%100)))
	}
	under := conduct.Article
	if measure.Article != conduct.Article {
		under = under.And(i18n.Same("; ")).And(measure.Article)
	}
	words := func(heading i18n.Text, lines ...i18n.Text) docs.Words {
		return docs.Words{Heading: heading, Lines: lines}
	}
	parts := []docs.Part{facts, words(i18n.T("事实与证据", "Facts and evidence"), i18n.Same(p.Facts), i18n.T("责令改正后再次拒绝:{how}", "Refused again after the order to correct: {how}").With("how", p.Refused)),
		words(i18n.T("当事人陈述和申辩", "What the party said"), orNothing(p.Statement)), words(i18n.T("理由", "Reasons"), i18n.Same(p.Reasons), i18n.Same(p.Decision)),
		words(i18n.T("决定与依据", "Decision and article"), i18n.T("{what}(依据:{article})。", "{what} (under {article}).").With("what", what, "article", under)),
		words(i18n.T("不服的救济途径", "What you can do against it"), i18n.T("可在 {day} 前向县(市、区)征兵办申请复核,由未经手的人办理;撤销的,措施同时解除。",
			"Ask the county office for a review until {day}: somebody who had no part in it decides; what is set aside is lifted at once.").With("day", p.ObjectBy), i18n.Text{ZH: further.ZH, EN: strings.TrimSpace(further.EN)}),
		docs.Signatures{i18n.T("县级人民政府(盖章)、日期", "County government (seal), date"), i18n.T("当事人签收、日期", "Received by the party, date")}}
	return []docs.Paper{{Title: i18n.T("行政处罚决定书", "Decision on a penalty"), Issuer: q.officeOf(p.Unit), Number: "CF-" + string(p.County) + "-" + string(p.ID[len(p.ID)-8:]), Parts: parts,
		Code: "muster:entry " + entry, About: i18n.T("二维码为日志编号,凭此可向任何一级征兵办核对本决定。", "The code is the entry of the log: any office checks this decision by it."),
		Foot: i18n.T("事实查明、听证与法制审核、决定、执行由不同的人办理({article})。", "Finding the facts, hearing and legal review, deciding and executing are done by different people ({article}).").With("article", q.s.App.Pack.Article("service-law 63"))}}, nil
}

// penalised are the particulars of the party, its number alone for a reader who may see the
// case and not the file.
func (q *request) penalised(p *penalty.Penalty) (docs.Facts, error) {
	if p.Person == "" {
		return docs.Facts{{Label: i18n.T("当事人(单位)", "Party (organisation)"), Value: p.Body}}, nil
	}
	files := q.s.App.Shelf.Get(people.Persons.Name)
	if !files.Look(q.actor, files.Purpose(q.actor), "").Visible() {
		return docs.Facts{{Label: i18n.T("当事人(档案编号)", "Party (number of the file)"), Value: string(p.Person)}}, nil
	}
	file, err := q.seen(people.Persons, p.Home, p.Person)
	if err != nil {
		return nil, err
	}
	person := file.(*people.Person)
	return docs.Facts{{Label: i18n.T("当事人", "Party"), Value: person.Name}, {Label: i18n.T("公民身份号码", "Citizen number"), Value: person.IDNo}}, nil
}

// orWords is a day, or what is said where there is none.
func orWords(lang i18n.Lang, day clock.Date, none i18n.Text) string {
	if day == "" {
		return none.In(lang)
	}
	return string(day)
}

func orNothing(said string) i18n.Text {
	if said == "" {
		return i18n.T("未提出。", "Nothing.")
	}
	return i18n.Same(said)
}
