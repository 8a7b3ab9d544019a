// Package cases is the case of one applicant in one intake, on its way through
// the six gates. The gates themselves are rooms of their own, which declare
// their acts on this record; here stand its states, its reading, and what all
// gates share: telling the person, naming a reason from the closed lists.
//
// A case holds no medical value and no vetting finding, only conclusions with
// their reason codes. Whoever holds this table sees who applied and how far
// they came.
package cases

import (
	"strings"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/field"
	"muster/internal/frame/house"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/outbox"
	"muster/internal/frame/policy"
	"muster/internal/frame/record"
	"muster/internal/frame/register"
	"muster/internal/frame/unit"
	"muster/internal/frame/vault"
	"muster/internal/intake/clocks"
	"muster/internal/office/role"
	"muster/internal/people"
)

// The states of a case.
const (
	Applied      = "applied"
	NotEligible  = "not_eligible"
	Prechecked   = "prechecked"
	Preselected  = "preselected"
	Summoned     = "summoned"
	Examined     = "examined"
	Recheck      = "recheck"
	PhysicalPass = "physical_pass"
	PhysicalFail = "physical_fail"
	InVetting    = "vetting"
	Qualified    = "qualified" // both physical and vetting
	VettingFail  = "vetting_fail"
	Trained      = "trained"
	Scored       = "scored"
	Proposed     = "proposed"
	Reserve      = "reserve"
	Approved     = "approved"
	Dispatched   = "dispatched"
	HandedOver   = "handed_over"
	Returned     = "returned"
	Withdrawn    = "withdrawn"
	Cancelled    = "cancelled"
)

// Case is one application in one intake.
type Case struct {
	record.Base
	Person     ident.ID         `f:"person,required,filter,ref=person" zh:"人员" en:"Person"`
	PersonHome unit.Code        `f:"person_home,hidden" zh:"档案属地" en:"Home county of the file"`
	Claim      string           `f:"claim,unique,hidden,max=60" zh:"本批次唯一" en:"One in the intake"`
	Name       string           `f:"name,search,class=I1,max=60" zh:"姓名" en:"Name"`
	AppliesAt  Place            `f:"applies_at,filter,tally" zh:"应征地类型" en:"Place of application"`
	Priority   string           `f:"priority,filter,sort,tally,max=60,reasons=green_channel" zh:"绿色通道" en:"Green channel"`
	Consent    bool             `f:"own_consent" zh:"本人自愿(未满 18 周岁)" en:"Own consent (under 18)"`
	Sex        people.Sex       `f:"sex,filter,tally" zh:"性别" en:"Sex"`
	Education  people.Education `f:"education,filter,tally" zh:"学历" en:"Education"`
	Cycle      ident.ID         `f:"cycle,required,filter,tally,ref=cycle" zh:"征集批次" en:"Intake"`
	CycleHome  unit.Code        `f:"cycle_home,hidden" zh:"批次属地" en:"Home of the intake"`
	PolicyDay  clock.Date       `f:"policy_day" zh:"适用政策日期" en:"Law of the day"`
	Reach      Reach            `f:"reach,filter,tally" zh:"最远环节" en:"Furthest point"`
	Helper     ident.ID         `f:"helper,ref=account" zh:"代办人" en:"Helped by"`
	Eligible   string           `f:"eligible,max=30" zh:"条件核对" en:"Conditions"`
	Station    unit.Code        `f:"station,filter" zh:"体检站" en:"Examination station"`
	ExamOn     clock.Date       `f:"exam_on,filter" zh:"体检日期" en:"Day of examination"`
	Physical   string           `f:"physical,class=M2,max=60" zh:"体检结论" en:"Physical conclusion"`
	Physique   Band             `f:"physique_band,class=M2" zh:"体质等次" en:"Band of the physique"`
	Psychology Band             `f:"psychology_band,class=M2" zh:"心理等次" en:"Band of the psychology"`
	Vetting    string           `f:"vetting,class=V1,max=60" zh:"政治考核结论" en:"Vetting conclusion"`
	Score      int64            `f:"score,class=S1,sort,min=0,max=100000" zh:"综合得分(百分之一分)" en:"Score (hundredths of a point)"`
	ScoredOn   clock.Date       `f:"scored_on" zh:"成绩公布日" en:"Score posted on"`
	Tie        int64            `f:"tie,hidden" zh:"同分次序" en:"Order among equals"`
	Rank       int64            `f:"rank,class=S1,sort" zh:"名次" en:"Rank"`
	Ranking    ident.ID         `f:"ranking,filter,ref=ranking" zh:"定兵名单" en:"Ranked list"`
	Integrity  Integrity        `f:"integrity,filter" zh:"廉洁关结论" en:"Integrity gate"`
	Hold       string           `f:"hold,filter,max=60" zh:"廉洁监督暂停" en:"Held"`
	Reason     string           `f:"reason,filter,max=60" zh:"理由代码" en:"Reason code"`
	Remark     string           `f:"remark,long" zh:"说明" en:"Remark"`
	ApprovedOn clock.Date       `f:"approved_on,filter" zh:"批准日期" en:"Approved on"`
	Benefits   clock.Date       `f:"benefits_from" zh:"优待起算日" en:"Benefits begin on"`
	Batch      ident.ID         `f:"batch,filter,ref=transport" zh:"起运批次" en:"Transport"`
	KitOn      clock.Date       `f:"kit_on" zh:"被装发放日" en:"Clothing issued on"`
	Kit        []string         `f:"kit" zh:"发放的被装" en:"Clothing issued"`
	Identity   string           `f:"identity,filter,max=20" zh:"交接身份核对" en:"Identity at the hand-over"`
	GivenBy    ident.ID         `f:"given_by,ref=account" zh:"移交人" en:"Handed over by"`
	TakenBy    ident.ID         `f:"taken_by,ref=account" zh:"接收人" en:"Taken over by"`
	Arrived    clock.Date       `f:"arrived_on" zh:"到达部队日" en:"Arrived on"`
	HandedAt   clock.Instant    `f:"handed_at,filter" zh:"交接时刻" en:"Handed over at"`
	ObjectBy   clock.Date       `f:"object_by" zh:"可申请复核至" en:"Review may be asked for until"`
	ToldOn     clock.Date       `f:"told_on,hidden" zh:"告知结论日" en:"Told of the result on"`
	ToldAt     clock.Instant    `f:"told_at,hidden" zh:"告知结论时刻" en:"Told of the result at"` // two results of one day are told apart by it
	PlaceKept  bool             `f:"place_kept" zh:"复核期间保留名额" en:"Place kept during review"`

	// Posts are the special posts for which the receiving unit has signed. Tags and
	// SeatUnit are what quota rows asked about when the list was frozen: the tags
	// carried, and the nearest unit with a row.
	Posts    []string  `f:"posts" zh:"特殊岗位" en:"Special posts"`
	Tags     []string  `f:"tags" zh:"定稿时的标签" en:"Tags when frozen"`
	SeatUnit unit.Code `f:"seat_unit,hidden" zh:"定稿时的名额单位" en:"Unit of the quota rows when frozen"`

	PhysicalWhy vault.Sealed[MedicalWhy] `f:"physical_why,hidden" zh:"体检不合格原因" en:"Why the physical was failed"`
	VettingWhy  vault.Sealed[VettingWhy] `f:"vetting_why,hidden" zh:"政治考核不合格原因" en:"Why vetting was failed"`
}

// Band is what a medical conclusion says of the body or the mind for the selection:
// no value, one of three words.
type Band string

// Options is the closed list of bands.
func (Band) Options() []field.Option {
	return []field.Option{{Value: "high", Label: i18n.T("优", "high")}, {Value: "middle", Label: i18n.T("良", "middle")}, {Value: "low", Label: i18n.T("合格", "low")}}
}

// Place is where somebody applies (conscription-regulation 15).
type Place string

// The places of application.
const (
	Household Place = "household"
	Residence Place = "residence"
	Campus    Place = "campus"
)

// Options is the closed list of places of application.
func (Place) Options() []field.Option {
	return []field.Option{{Value: string(Household), Label: i18n.T("户籍所在地", "place of household registration")},
		{Value: string(Residence), Label: i18n.T("经常居住地", "usual residence")}, {Value: string(Campus), Label: i18n.T("就读学校所在地", "campus")}}
}

// FileHome is the home county of the person's file: a case is kept by the county
// that handles it, which need not be that of the file.
func (c *Case) FileHome() unit.Code {
	if c.PersonHome != "" {
		return c.PersonHome
	}
	return c.County
}

// Table is the table of cases.
var Table = table()

func table() *record.Table {
	end := true
	t := record.NewTable[Case]("application", i18n.T("应征", "Application"),
		record.State{Name: Applied, Label: i18n.T("已报名", "applied")},
		record.State{Name: NotEligible, Label: i18n.T("不符合条件", "not eligible")},
		record.State{Name: Prechecked, Label: i18n.T("初审初检通过", "prechecked")},
		record.State{Name: Preselected, Label: i18n.T("预定征集对象", "preselected")},
		record.State{Name: Summoned, Label: i18n.T("已通知体检", "summoned")},
		record.State{Name: Examined, Label: i18n.T("已到检", "at examination")},
		record.State{Name: Recheck, Label: i18n.T("待复查", "to be rechecked")},
		record.State{Name: PhysicalPass, Label: i18n.T("体检合格", "physical passed")},
		record.State{Name: PhysicalFail, Label: i18n.T("体检不合格", "physical failed")},
		record.State{Name: InVetting, Label: i18n.T("政治考核中", "in vetting")},
		record.State{Name: Qualified, Label: i18n.T("双合格", "doubly qualified")},
		record.State{Name: VettingFail, Label: i18n.T("政治考核不合格", "vetting failed")},
		record.State{Name: Trained, Label: i18n.T("完成役前教育", "pre-service education done")},
		record.State{Name: Scored, Label: i18n.T("已评分公布", "scored")},
		record.State{Name: Proposed, Label: i18n.T("拟定兵", "proposed")},
		record.State{Name: Reserve, Label: i18n.T("递补", "reserve")},
		record.State{Name: Approved, Label: i18n.T("批准入伍", "approved")},
		record.State{Name: Dispatched, Label: i18n.T("已起运", "dispatched")},
		record.State{Name: HandedOver, Label: i18n.T("已交接", "handed over")},
		record.State{Name: Returned, Label: i18n.T("退回", "returned"), End: end},
		record.State{Name: Withdrawn, Label: i18n.T("已退出", "withdrawn"), End: end},
		record.State{Name: Cancelled, Label: i18n.T("已取消", "cancelled"), End: end},
		act.VoidState)
	t.Personal = true
	return t
}

// Readers are those who may see cases.
func Readers() []access.Grant {
	return []access.Grant{role.Self(), role.Grant(role.Clerk, role.Intake), role.Grant(role.CountyOfficer, role.Intake),
		role.Grant(role.Selector, role.Selection), role.Grant(role.Approver, role.Selection), role.Grant(role.VettingChair, role.Vetting),
		role.Grant(role.Inspector, role.Integrity), role.Grant(role.AppealsOfficer, role.Review),
		{Role: role.Desk, Relation: access.Assigned, Field: "station", Purposes: []access.Purpose{role.Medical}, States: []string{Summoned, Recheck, Examined}},
		{Role: role.Receiver, Relation: access.Subtree, Purposes: []access.Purpose{role.Dispatch}, States: []string{Approved, Dispatched, HandedOver, Returned}}}
}

// Declare puts the register of cases on the shelf.
func Declare(h *house.House) {
	act.DeclareReversal[Case](h.Book, Table, []access.Grant{role.Grant(role.CountyOfficer, role.Intake)}, []access.Grant{role.Grant(role.Inspector, role.Integrity)})
	h.Shelf.Add(h.Book, &register.Register{Table: Table, Floor: "intake", Read: Readers(),
		Columns: []string{"name", "sex", "education", "unit", "state", "rank"}})
}

// Move puts a case into a state, and forward in the funnel where it got further.
func (c *Case) Move(state string, reach Reach) {
	c.State = state
	if reach > c.Reach {
		c.Reach = reach
	}
}

// Reason finds a reason of a closed list by its code, as the law of the case
// words it.
func (c *Case) ReasonOf(h *house.House, list, code string) (policy.Reason, error) {
	view := h.Pack.On(c.PolicyDay)
	r, ok := view.Reason(list + "." + code)
	if !ok {
		return r, fault.New(fault.Invalid, "reason.unknown", "理由代码“{code}”不在“{list}”清单中。", "The reason {code} is not in the list {list}.", "code", code, "list", list).
			OnField("reason", "reason.unknown", "不在清单中。", "It is not in the list.")
	}
	return r, nil
}

// NeedsReason refuses an adverse act without words of explanation.
func NeedsReason(text string) error {
	if text != "" {
		return nil
	}
	return fault.New(fault.Invalid, "reason.required", "不利结论须写明理由。", "An adverse result needs its reason in words.").
		OnField("remark", "field.required", "必须填写。", "This is required.")
}

// Tell tells the person of the case, on their page and, where it takes something
// from them, by short message as well.
func (c *Case) Tell(w *act.Work, adverse bool, subject, body i18n.Text) error {
	n := outbox.Notice{County: c.FileHome(), Person: c.Person, Channel: outbox.Page, Subject: subject, Body: body}
	w.Notify(n)
	if !adverse {
		return nil
	}
	p, err := people.PersonOf(w, c.FileHome(), c.Person)
	if err != nil {
		return err
	}
	w.Notify(people.Tell(p, outbox.SMS, subject, body))
	return nil
}

// TellDiscreetly tells the person of the case on their page, and by short message only
// that something stands there, and what is said of it openly.
func (c *Case) TellDiscreetly(w *act.Work, subject, page, openly i18n.Text) error {
	return c.TellDiscreetlyAs(w, subject, subject, page, openly)
}

// TellDiscreetlyAs is TellDiscreetly with another subject for the short message.
func (c *Case) TellDiscreetlyAs(w *act.Work, subject, open, page, openly i18n.Text) error {
	p, err := people.PersonOf(w, c.FileHome(), c.Person)
	if err == nil {
		people.TellDiscreetlyAs(w, p, subject, open, page, openly)
	}
	return err
}

// Objection is how an adverse outcome can be contested, in plain words; due is
// the last day.
func Objection(due clock.Date) i18n.Text {
	return i18n.T("如有异议,可在 {due} 前在本人页面申请复核;复核由他人办理,期间为您保留名额。",
		" If you disagree, ask for a review on your page until {due}; somebody else will decide, and your place is kept meanwhile.").With("due", due)
}

// contestable fixes until when a review of the result may be asked for.
func (c *Case) contestable(w *act.Work, h *house.House) (due clock.Date, err error) {
	c.ToldOn, c.ToldAt = w.Today(), w.Now
	c.ObjectBy, err = clocks.Of(w, h).Due(c.Place, c.PolicyDay, "review_request", w.Today())
	return c.ObjectBy, err
}

// KeptPlaces counts the places on a list that nobody else may take: those of people
// who were taken off it and may still ask for a review, or wait for its decision.
func KeptPlaces(w *act.Work, county unit.Code, ranking ident.ID) (n int64, err error) {
	_, err = w.Query(`SELECT COUNT(*) FROM application WHERE county = $1 AND ranking = $2 AND reach >= $3 AND (state = 'cancelled' OR state = 'returned') AND (place_kept <> 0 OR object_by >= $4)`,
		[]any{string(county), string(ranking), string(ReachProposed), string(w.Today())}, &n)
	return n, err
}

// TellAdverse tells an adverse outcome: the reason in words with its article,
// how to object, by when. The short message leaves the reason out.
func (c *Case) TellAdverse(w *act.Work, h *house.House, subject i18n.Text, r policy.Reason, remark string) error {
	return c.TellAdverseAs(w, h, subject, subject, r, remark)
}

// sentence is what somebody wrote as a sentence of a notice: with a space before it and a
// full stop behind it, nothing where nothing was written.
func sentence(words string) i18n.Text {
	words = strings.TrimRight(strings.TrimSpace(words), "。.")
	if words == "" {
		return i18n.Text{}
	}
	return i18n.Text{ZH: words + "。", EN: " " + words + "."}
}

// TellAdverseAs is TellAdverse where the short message does not say either what the result
// is: its subject is openly.
func (c *Case) TellAdverseAs(w *act.Work, h *house.House, subject, openly i18n.Text, r policy.Reason, remark string) error {
	due, err := c.contestable(w, h)
	if err != nil {
		return err
	}
	body := i18n.T("{reason}(依据:{article})。", "{reason} (under: {article}).").With("reason", r.Text, "article", r.Article).And(sentence(remark))
	return c.TellDiscreetlyAs(w, subject, openly, body.And(Objection(due)), Objection(due))
}
