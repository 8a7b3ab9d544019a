package penalty

import (
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/field"
	"muster/internal/frame/house"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
	"muster/internal/intake/appeals"
	"muster/internal/intake/clocks"
)

// Party is whether a person or an organisation is the subject.
type Party string

// Options is the closed list of parties.
func (Party) Options() []field.Option {
	return []field.Option{{Value: "citizen", Label: i18n.T("公民", "citizen")}, {Value: "organisation", Label: i18n.T("单位", "organisation")}}
}

// Penalty is one case.
type Penalty struct {
	record.Base
	Party     Party      `f:"party,filter" zh:"当事人类别" en:"Kind of party"`
	Person    ident.ID   `f:"person,filter,ref=person" zh:"当事人" en:"Person"`
	Home      unit.Code  `f:"person_home,hidden" zh:"档案属地" en:"Home county of the file"`
	Body      string     `f:"organisation,max=120" zh:"单位名称" en:"Organisation"`
	Conduct   string     `f:"conduct,filter,max=60,reasons=conduct" zh:"行为" en:"Conduct"`
	ConductOn clock.Date `f:"conduct_on" zh:"行为终了日" en:"Conduct ended on"`
	Minor     bool       `f:"minor" zh:"未满十八周岁(从轻或者减轻)" en:"Under 18 (lighter)"`
	Facts     string     `f:"facts,long,max=2000" zh:"事实与证据" en:"Facts and evidence"`
	FiledOn   clock.Date `f:"filed_on" zh:"立案日" en:"Filed on"`
	CorrectBy clock.Date `f:"correct_by" zh:"责令改正期限" en:"To be corrected by"`
	OrderedOn clock.Date `f:"ordered_on,hidden" zh:"责令改正日" en:"Ordered on"`
	Ordered   clock.Date `f:"ordered_by,hidden" zh:"原定改正期限" en:"Term as it was ordered"` // CorrectBy moves with outages
	Refused   string     `f:"refused_again,long,max=2000" zh:"逾期再次拒绝的事实" en:"How it was refused again"`
	Measure   string     `f:"measure,filter,max=60,reasons=measure" zh:"措施" en:"Measure"`
	Amount    int64      `f:"amount,min=0" zh:"罚款(分)" en:"Fine (fen)"`
	NoticeOn  clock.Date `f:"notice_on" zh:"告知日" en:"Notice served on"`
	Reasons   string     `f:"reasons,long,max=2000" zh:"理由与依据" en:"Reasons and basis"`
	HearBy    clock.Date `f:"hear_by" zh:"可要求听证至" en:"Hearing may be asked for until"`
	Hearing   clock.Date `f:"hearing_on" zh:"听证日" en:"Hearing on"`
	Statement string     `f:"statement,long,max=20000" zh:"当事人陈述和申辩" en:"What the party says"`
	Minutes   string     `f:"hearing_record,long,max=2000" zh:"听证笔录" en:"Record of the hearing"`
	Legal     string     `f:"legal_opinion,long,max=2000" zh:"法制审核意见" en:"Legal review"`
	DecideBy  clock.Date `f:"decide_by" zh:"应于此日前决定" en:"To be decided by"`
	DecidedOn clock.Date `f:"decided_on" zh:"决定日" en:"Decided on"`
	Decision  string     `f:"decision,long,max=2000" zh:"决定理由" en:"Reasons of the decision"`
	ServedOn  clock.Date `f:"served_on" zh:"送达日" en:"Served on"`
	Served    string     `f:"served_how,max=500" zh:"送达方式" en:"How it was served"`
	From      clock.Date `f:"starts_on" zh:"措施起" en:"Measure begins"`
	Until     clock.Date `f:"ends_on" zh:"措施止" en:"Measure ends"`
	ObjectBy  clock.Date `f:"object_by" zh:"可申请复核至" en:"Review may be asked for until"`
	DueBy     clock.Date `f:"due_by,sort,due" zh:"下一期限" en:"Next limit"`
}

// The states: each is reached from the one before by somebody else.
const (
	Found      = "found"     // facts noted by one officer
	Filed      = "filed"     // confirmed by a second
	Ordered    = "ordered"   // to correct, by a day
	Persisted  = "persisted" // the day has passed and it was refused again
	Noticed    = "noticed"
	HearingDue = "hearing"
	Heard      = "heard"
	Reviewed   = "reviewed" // by a lawyer
	Imposed    = "imposed"
	Running    = "running" // executed by the department
	Finished   = "finished"
	Dropped    = "dropped"
	Lifted     = "lifted"
)

// Penalties is the table of penalties.
var Penalties = penalties()

func penalties() *record.Table {
	t := record.NewTable[Penalty]("penalty", i18n.T("行政处罚", "Penalty"),
		record.State{Name: Found, Label: i18n.T("已提出事实", "facts noted")}, record.State{Name: Filed, Label: i18n.T("已立案", "filed")},
		record.State{Name: Ordered, Label: i18n.T("已责令改正", "ordered to correct")}, record.State{Name: Persisted, Label: i18n.T("逾期仍拒绝", "refused again")},
		record.State{Name: Noticed, Label: i18n.T("已事先告知", "notice served")}, record.State{Name: HearingDue, Label: i18n.T("待听证", "hearing to be held")},
		record.State{Name: Heard, Label: i18n.T("已听取意见", "heard")}, record.State{Name: Reviewed, Label: i18n.T("已法制审核", "legally reviewed")},
		record.State{Name: Imposed, Label: i18n.T("已决定", "decided")}, record.State{Name: Running, Label: i18n.T("执行中", "in force")},
		record.State{Name: Finished, Label: i18n.T("已期满", "ended"), End: true}, record.State{Name: Dropped, Label: i18n.T("不予处罚", "no penalty"), End: true},
		record.State{Name: Lifted, Label: i18n.T("已撤销", "lifted"), End: true}, act.VoidState)
	t.Personal = true
	return t
}

// Clock is how the clock of a penalty is set again.
func Clock() clocks.Running {
	return clocks.For(Penalties, func(p *Penalty) *clock.Date { return &p.DueBy }, func(k *clocks.Reading, p *Penalty) (err error) {
		switch {
		case p.State == Noticed:
			p.HearBy, err = k.Due(p.Place, p.FiledOn, "hearing_request", p.NoticeOn)
			p.DueBy = p.HearBy
		case p.State == Ordered && p.OrderedOn != "":
			p.CorrectBy, err = k.Given(p.Place, p.OrderedOn, p.Ordered)
			p.DueBy = p.CorrectBy
		case p.State == Imposed && p.ServedOn == "":
			p.DueBy, err = k.Due(p.Place, p.FiledOn, "penalty_service", p.DecidedOn)
		}
		return err
	})
}

// FollowOutages lengthens within the act that records an outage the time in which a
// penalty that was decided may be contested.
func FollowOutages(h *house.House) {
	appeals.Lengthen(h, appeals.Time[Penalty, *Penalty]{Table: Penalties, Deadline: "reconsideration", Until: func(p *Penalty) *clock.Date { return &p.ObjectBy },
		From: func(p *Penalty) clock.Date { return max(p.DecidedOn, p.ServedOn) }, Law: func(p *Penalty) clock.Date { return p.FiledOn }})
}

// Finding is the body of noting facts.
type Finding struct {
	Party     Party      `f:"party,required" zh:"当事人类别" en:"Kind of party"`
	Person    ident.ID   `f:"person,ref=person" zh:"当事人" en:"Person"`
	Home      unit.Code  `f:"person_home" zh:"档案属地" en:"Home county of the file"`
	Body      string     `f:"organisation,max=120" zh:"单位名称" en:"Organisation"`
	Conduct   string     `f:"conduct,required,max=60,reasons=conduct" zh:"行为" en:"Conduct"`
	ConductOn clock.Date `f:"conduct_on,required" zh:"行为终了日" en:"Conduct ended on"`
	Facts     string     `f:"facts,required,long,max=2000" zh:"事实与证据(何人何时亲自查明)" en:"Facts and evidence (who established them, when)"`
}

// Order is the body of ordering to correct.
type Order struct {
	By     clock.Date `f:"correct_by,required" zh:"改正期限" en:"To be corrected by"`
	Remark string     `f:"remark,required,long,max=2000" zh:"应当如何改正" en:"What is to be done"`
}

// Notice is the body of the notice before a decision.
type Notice struct {
	Measure string `f:"measure,required,max=60,reasons=measure" zh:"拟采取的措施" en:"Measure"`
	Amount  int64  `f:"amount,min=0" zh:"罚款(分)" en:"Fine (fen)"`
	Reasons string `f:"reasons,required,long,max=2000" zh:"理由与依据" en:"Reasons and basis"`
}

// Words is the body of a step that is told in words.
type Words struct {
	Remark string `f:"remark,required,long,max=2000" zh:"内容" en:"In words"`
}

// Calling is the body of calling a hearing.
type Calling struct {
	On clock.Date `f:"hearing_on,required" zh:"听证日" en:"Day"`
}

// Serving is the body of noting that the decision reached the party.
type Serving struct {
	On  clock.Date `f:"served_on,required" zh:"送达日" en:"Served on"`
	How string     `f:"served_how,required,max=500" zh:"送达方式(当面、留置、邮寄、委托)及回证编号" en:"How (in person, left, by post, through others), and the number of the receipt"`
}

// Term is the body of executing a measure.
type Term struct {
	From clock.Date `f:"starts_on,required" zh:"起" en:"From"`
}
