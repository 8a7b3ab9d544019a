// Package assessment is the sixth gate: the superior office scores the work of
// the offices below from their records. No figure is typed: every rate stands
// with its numerator and denominator and the version of its definition, and the
// office concerned sees it and can dispute it.
package assessment

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
	"muster/internal/intake/appeals"
	"muster/internal/intake/cases"
	"muster/internal/intake/clocks"
	"muster/internal/office/role"
)

// definition is the pack's version of how the counts are made.
const definition = "assessment.definition"

// Assessment is the scored work of one county office in one intake. Rates are in
// hundredths of a percent; a rate with the denominator 0 is -1.
type Assessment struct {
	record.Base
	Cycle       ident.ID      `f:"cycle,required,filter,ref=cycle" zh:"征集批次" en:"Intake"`
	Year        int64         `f:"year" zh:"年度" en:"Year"`
	Definition  string        `f:"definition,max=30" zh:"口径版本" en:"Definition"`
	Computed    clock.Instant `f:"computed_at" zh:"计算时刻" en:"Computed at"`
	Seats       int64         `f:"seats,min=0" zh:"名额" en:"Seats"`
	Applied     int64         `f:"applied,min=0" zh:"报名人数" en:"Applied"`
	Summoned    int64         `f:"summoned,min=0" zh:"通知体检人数" en:"Summoned"`
	Examined    int64         `f:"examined,min=0" zh:"上站人数" en:"Examined"`
	Passed      int64         `f:"passed,min=0" zh:"体检合格人数" en:"Physical passed"`
	Qualified   int64         `f:"qualified,min=0" zh:"双合格人数" en:"Doubly qualified"`
	Approved    int64         `f:"approved,min=0" zh:"批准人数" en:"Approved"`
	Graduates   int64         `f:"graduates,min=0" zh:"送往部队的大专以上人数" en:"Graduates handed over"`
	HandedOver  int64         `f:"handed_over,min=0" zh:"交接人数" en:"Handed over"`
	Returned    int64         `f:"returned,min=0" zh:"退回人数" en:"Returned"`
	SignUp      int64         `f:"signup_rate,sort,rate" zh:"报名率" en:"Sign-up"`
	Attendance  int64         `f:"attendance_rate,sort,rate" zh:"上站率" en:"Attendance"`
	PassRate    int64         `f:"pass_rate,sort,rate" zh:"合格率" en:"Pass rate"`
	Selection   int64         `f:"selection_rate,sort,rate" zh:"择优率" en:"Doubly qualified a seat"`
	Filled      int64         `f:"filled_rate,sort,rate" zh:"完成率" en:"Seats filled"`
	ReturnRate  int64         `f:"return_rate,sort,rate" zh:"退兵率" en:"Returns"`
	GradShare   int64         `f:"graduate_share,sort,rate" zh:"大学毕业生占比" en:"Graduate share"`
	Due         int64         `f:"due,min=0" zh:"应登记人数" en:"Due to register"`
	Registered  int64         `f:"registered,min=0" zh:"按时登记人数" en:"Registered"`
	Responsible int64         `f:"responsible,min=0" zh:"责任退兵人数" en:"Returned by our error"`
	Cases       int64         `f:"cases,min=0" zh:"有期限的事项" en:"Matters with a limit"`
	OnTime      int64         `f:"on_time,min=0" zh:"按期办结" en:"Done in time"`
	Complaints  int64         `f:"complaints,min=0" zh:"查实的投诉" en:"Substantiated complaints"`
	Overdue     int64         `f:"overdue,min=0" zh:"逾期未决的复核" en:"Reviews over their day, undecided"`
	Reviewed    int64         `f:"reviewed,min=0" zh:"复核" en:"Reviewed"`
	Changed     int64         `f:"changed,min=0" zh:"复核撤销(健康指标,不扣分)" en:"Set aside on review (not held against anybody)"`
	Registering int64         `f:"registration_rate,sort,rate" zh:"登记率" en:"Registration"`
	DoublePass  int64         `f:"double_pass_rate,sort,rate" zh:"双合格率" en:"Double pass"`
	Fault       int64         `f:"responsible_rate,sort,rate" zh:"责任退兵率" en:"Returns by our error"`
	Timeliness  int64         `f:"timeliness_rate,sort,rate" zh:"按期办结率" en:"Timeliness"`
	Complaining int64         `f:"complaint_rate,sort,rate" zh:"查实投诉率" en:"Substantiated complaints per person"`
	DisputeBy   clock.Date    `f:"dispute_by" zh:"可提出异议至" en:"To be disputed until"`
	Answer      string        `f:"answer,long" zh:"对异议的答复" en:"Answer to the objection"`
	Objection   string        `f:"objection,long" zh:"异议" en:"Objection"`
}

// States of an assessment.
const (
	Published = "published"
	Disputed  = "disputed"
	Settled   = "settled"
)

// Table is the table of assessments.
var Table = record.NewTable[Assessment]("assessment", i18n.T("考核评价", "Assessment"),
	record.State{Name: Published, Label: i18n.T("已发布", "published")},
	record.State{Name: Disputed, Label: i18n.T("有异议", "disputed")},
	record.State{Name: Settled, Label: i18n.T("已定", "settled"), End: true}, act.VoidState)

// Assessing is the body of assessing a county office.
type Assessing struct {
	Cycle ident.ID  `f:"cycle,required,ref=cycle" zh:"征集批次" en:"Intake"`
	Unit  unit.Code `f:"unit,required" zh:"县级单位代码" en:"County"`
}

// Words is the body of disputing and settling.
type Words struct {
	Remark string `f:"remark,required,long" zh:"说明" en:"In words"`
}

// Declare declares the acts of the gate.
func Declare(h *house.House) {
	assessor := []access.Grant{role.Grant(role.Assessor, role.Assessment)}
	act.Declare(h.Book, act.Spec[Assessment, *Assessment, Assessing]{
		Name: "assessment.publish", Title: i18n.T("计算并发布考核", "Compute and publish"), Table: Table, New: true, To: []string{Published}, By: assessor,
		Basis: "conscription-regulation 6", Unit: func(_ *act.Work, b *Assessing) (unit.Code, error) { return b.Unit, nil }, Do: func(w *act.Work, a *Assessment, b *Assessing) error { return compute(w, h, a, b) }})
	act.Declare(h.Book, act.Spec[Assessment, *Assessment, Words]{
		Name: "assessment.dispute", Title: i18n.T("提出异议", "Dispute"), Table: Table, From: []string{Published}, To: []string{Disputed},
		By: []access.Grant{role.Grant(role.CountyOfficer, role.Intake)}, Offered: func(a *Assessment, today clock.Date) bool { return today <= a.DisputeBy },
		Do: func(w *act.Work, a *Assessment, b *Words) error {
			if err := clocks.Kept(i18n.T("提出异议", "disputing an assessment"), w.Today(), a.DisputeBy); err != nil {
				return err
			}
			a.State, a.Objection = Disputed, b.Remark
			return nil
		}})
	act.Declare(h.Book, act.Spec[Assessment, *Assessment, Words]{
		Name: "assessment.settle", Title: i18n.T("确定", "Settle"), Table: Table, From: []string{Published, Disputed}, To: []string{Settled},
		By: assessor, NotBy: []string{"assessment.publish"}, Do: func(w *act.Work, a *Assessment, b *Words) error { return settle(w, h, a, b) }})
	h.Shelf.Add(h.Book, &register.Register{Table: Table, Floor: "lead",
		Columns: []string{"unit", "seats", "filled_rate", "attendance_rate", "pass_rate", "double_pass_rate", "return_rate", "graduate_share", "timeliness_rate", "state"},
		Read:    []access.Grant{assessor[0], role.Grant(role.CountyOfficer, role.Intake), role.Grant(role.Leader, role.Assessment), role.Grant(role.Inspector, role.Integrity)}})
}

// FollowOutages lengthens within the act that records an outage the time in which the
// office that was assessed may dispute it.
func FollowOutages(h *house.House) {
	published := func(a *Assessment) clock.Date { return a.Computed.Date(h.Pack.Zone()) }
	appeals.Lengthen(h, appeals.Time[Assessment, *Assessment]{Table: Table, Deadline: "assessment_dispute", Field: "dispute_by", Until: func(a *Assessment) *clock.Date { return &a.DisputeBy },
		From: published, Law: published})
}

// A gate that somebody had passed and failed when it was done again is not passed: the
// result that stands counts, however far they had come.
const countCases = `SELECT COUNT(*), COALESCE(SUM(CASE WHEN exam_on <> '' THEN 1 ELSE 0 END), 0),
	COALESCE(SUM(CASE WHEN reach >= $4 THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE WHEN reach >= $5 AND state <> 'physical_fail' THEN 1 ELSE 0 END), 0),
	COALESCE(SUM(CASE WHEN reach >= $6 AND state <> 'physical_fail' AND state <> 'vetting_fail' THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE WHEN approved_on <> '' THEN 1 ELSE 0 END), 0),
	COALESCE(SUM(CASE WHEN handed_at > 0 AND education IN ('junior_college', 'bachelor', 'master', 'doctor') THEN 1 ELSE 0 END), 0),
	COALESCE(SUM(CASE WHEN handed_at > 0 THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE WHEN state = $7 THEN 1 ELSE 0 END), 0)
	FROM application WHERE county = $1 AND cycle = $2 AND state <> $3`

const countSeats = `SELECT COALESCE(SUM(seats), 0) FROM quota WHERE county = $1 AND unit = $2 AND cycle = $3 AND state = 'issued'`

// compute counts the records of the county and derives the rates.
func compute(w *act.Work, h *house.House, a *Assessment, b *Assessing) error {
	at, _ := w.Tree.Get(b.Unit)
	if at.Home != at.Code || at.Kind != unit.County {
		return fault.New(fault.Invalid, "assessment.level", "考核对象须为县级单位。", "Only a county office is assessed.").OnField("unit", "assessment.level", "须为县级单位。", "It must be a county.")
	}
	if a.State == "" {
		before, err := act.List[Assessment](w, Table, "county = $1 AND unit = $2 AND cycle = $3 AND state <> 'void'", string(a.County), string(b.Unit), string(b.Cycle))
		if err != nil {
			return err
		}
		if len(before) > 0 {
			return fault.New(fault.Conflict, "assessment.doubled", "该单位本批次已有考核;记录更正后,经异议重新计算。", "This county has been assessed for the intake; where records were put right, a dispute has it computed again.")
		}
	}
	a.Cycle, a.State = b.Cycle, Published
	var err error
	if a.DisputeBy, err = clocks.Of(w, h).Due(a.Place, w.Today(), "assessment_dispute", w.Today()); err != nil {
		return err
	}
	if _, err := w.Query(countSeats, []any{string(a.County), string(b.Unit), string(b.Cycle)}, &a.Seats); err != nil {
		return err
	}
	_, err = w.Query(countCases, []any{string(a.County), string(b.Cycle), act.Void, string(cases.ReachExamined), string(cases.ReachPhysical),
		string(cases.ReachQualified), cases.Returned}, &a.Applied, &a.Summoned, &a.Examined, &a.Passed, &a.Qualified, &a.Approved, &a.Graduates, &a.HandedOver, &a.Returned)
	a.SignUp, a.Computed = Rate(a.Applied, a.Seats), w.Now
	a.Attendance, a.PassRate, a.Selection = Rate(a.Examined, a.Summoned), Rate(a.Passed, a.Examined), Rate(a.Qualified, a.Seats)
	a.Filled, a.ReturnRate, a.GradShare = Rate(a.Approved, a.Seats), Rate(a.Returned, a.HandedOver), Rate(a.Graduates, a.HandedOver)
	if err != nil {
		return err
	}
	return more(w, h, a)
}

// Rate is n of d in hundredths of a percent, rounded to the nearest; -1 where d
// is 0: there is nothing to be scored.
func Rate(n, d int64) int64 {
	if d == 0 {
		return -1
	}
	return (n*10000*2 + d) / (2 * d)
}
