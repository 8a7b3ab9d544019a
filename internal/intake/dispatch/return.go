package dispatch

import (
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/field"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
	"muster/internal/intake/cases"
	"muster/internal/intake/clocks"
)

// Level is who approves a return.
type Level string

// The levels of approval (conscription-regulation 49, 56).
const (
	Brigade Level = "brigade"
	Corps   Level = "corps"
)

// Options is the closed list of levels.
func (Level) Options() []field.Option {
	return []field.Option{{Value: string(Brigade), Label: i18n.T("旅级单位政治工作部门", "political department of a brigade")}, {Value: string(Corps), Label: i18n.T("军级单位", "corps level")}}
}

// Return is the return of one recruit.
type Return struct {
	record.Base
	Case        ident.ID      `f:"application,required,filter,ref=application" zh:"应征" en:"Application"`
	Person      ident.ID      `f:"person,required,filter,ref=person" zh:"人员" en:"Person"`
	Cycle       ident.ID      `f:"cycle,filter,ref=cycle" zh:"征集批次" en:"Intake"`
	Route       string        `f:"route,filter,max=60,reasons=return" zh:"退兵类别" en:"Route"`
	Level       Level         `f:"level" zh:"批准层级" en:"Approved by"`
	Proof       string        `f:"proof,max=120" zh:"证明编号" en:"Number of the proof"`
	Letter      string        `f:"letter,max=120" zh:"退兵函编号" en:"Number of the letter"`
	LetterOn    clock.Date    `f:"letter_on" zh:"退兵函日期" en:"Date of the letter"`
	Remark      string        `f:"remark,long,max=1000" zh:"说明" en:"In words"`
	Decided     clock.Date    `f:"decided_on" zh:"决定日" en:"Decided on"`
	Disputed    clock.Date    `f:"disputed_on" zh:"提请鉴定日" en:"Appraisal asked on"`
	Finding     string        `f:"finding,long,max=1000" zh:"鉴定结论" en:"Appraisal"`
	Responsible bool          `f:"responsible,filter" zh:"责任退兵" en:"Due to an error of the intake"`
	AcceptedOn  clock.Date    `f:"accepted_on" zh:"接收日" en:"Accepted on"`
	BackAt      clock.Instant `f:"back_at" zh:"交接时刻" en:"Handed back at"`
	DueBy       clock.Date    `f:"due_by,sort,due" zh:"下一期限" en:"Next limit"`
	Late        bool          `f:"late,filter" zh:"逾期交接" en:"Handed back late"`
	Belated     bool          `f:"noted_late,filter" zh:"收函时已过期限" en:"Noted after its limit"`
	Ours        bool          `f:"accepted_late,filter" zh:"逾期接收" en:"Accepted late"`
	Law         clock.Date    `f:"law,hidden" zh:"适用政策日期" en:"Law of the day"`
}

// States of a return.
const (
	Notified  = "notified" // the letter is here
	Appraisal = "appraisal"
	Appraised = "appraised" // the appraisal agreed: final
	Refuted   = "refuted"   // the appraisal disagreed: final
	Accepted  = "accepted"
	Back      = "back"
	Undone    = "undone" // set aside by a review
)

// Returns is the table of returns.
var Returns = returns()

func returns() *record.Table {
	t := record.NewTable[Return]("recruit_return", i18n.T("退兵", "Return"),
		record.State{Name: Notified, Label: i18n.T("收到退兵函", "letter received")}, record.State{Name: Appraisal, Label: i18n.T("医学鉴定中", "medical appraisal")},
		record.State{Name: Appraised, Label: i18n.T("鉴定同意退兵", "appraisal agrees")}, record.State{Name: Refuted, Label: i18n.T("鉴定不同意,不予退兵", "appraisal disagrees: no return"), End: true},
		record.State{Name: Accepted, Label: i18n.T("已接收,待交接", "accepted, to be handed back")}, record.State{Name: Back, Label: i18n.T("已交接", "handed back"), End: true},
		record.State{Name: Undone, Label: i18n.T("复核撤销", "set aside on review"), End: true}, act.VoidState)
	t.Personal = true
	return t
}

// Opening is the body of noting a return letter.
type Opening struct {
	Case     ident.ID   `f:"application,required,ref=application" zh:"应征" en:"Application"`
	Home     unit.Code  `f:"application_home,required" zh:"属地" en:"Home of the application"`
	Route    string     `f:"route,required,max=60,reasons=return" zh:"退兵类别" en:"Route"`
	Level    Level      `f:"level,required" zh:"批准层级" en:"Approved by"`
	Proof    string     `f:"proof,required,max=120" zh:"证明编号(军队医院、协查函、核查结论)" en:"Number of the proof (military hospital, inquiry, finding)"`
	Letter   string     `f:"letter,required,max=120" zh:"退兵函编号" en:"Number of the letter"`
	LetterOn clock.Date `f:"letter_on,required" zh:"退兵函日期" en:"Date of the letter"`
	Stable   bool       `f:"stable" zh:"病情已稳定(患病负伤退回时)" en:"The illness is stable (return for illness)"`
	Remark   string     `f:"remark,required,long,max=1000" zh:"说明(不写医学、考核细节)" en:"In words (no medical or vetting detail)"`
}

// Disputing is the body of asking for a medical appraisal.
type Disputing struct {
	Grounds string `f:"grounds,required,long,max=1000" zh:"理由" en:"Grounds"`
}

// Appraising is the body of a medical appraisal.
type Appraising struct {
	Agrees  bool   `f:"agrees" zh:"同意退兵" en:"Agrees with the return"`
	Finding string `f:"finding,required,long,max=1000" zh:"鉴定结论(不写医学细节)" en:"Conclusion (no medical detail)"`
}

// Accepting is the body of accepting a return.
type Accepting struct {
	Responsible bool   `f:"responsible" zh:"经核系征集工作失误(责任退兵)" en:"It is due to an error of the intake"`
	Remark      string `f:"remark,required,long,max=1000" zh:"认定说明" en:"Why"`
}

// ReturnClock is how the clock of a return is set again.
func ReturnClock() clocks.Running {
	return clocks.For(Returns, func(r *Return) *clock.Date { return &r.DueBy }, func(k *clocks.Reading, r *Return) error { return r.setClock(k) })
}

func (r *Return) setClock(k *clocks.Reading) (err error) {
	switch r.State {
	case Appraisal:
		r.DueBy, err = k.Due(r.Place, r.Law, "appraisal", r.Disputed)
	case Notified, Appraised, Accepted:
		r.DueBy, err = k.Due(r.Place, r.Law, "return_handover", r.Decided)
	default:
		r.DueBy = ""
	}
	return err
}

// Limits are the days that a return is bound by; "" where there is none.
type Limits struct {
	Window    clock.Date // last day of the letter
	Appraisal clock.Date // by when an appraisal that was asked for is made
	Handover  clock.Date // by when the person is handed back
	Notices   clock.Date // by when household office and place of work or study are told
}

// Limits counts the days of a return of a case.
func (r *Return) Limits(k *clocks.Reading, c *cases.Case) (l Limits, err error) {
	if row, ok := k.View(r.Law).Row("return_route", r.Route); ok && row.Text("window") == "yes" && c.Arrived != "" {
		if l.Window, err = k.Due(c.Place, r.Law, "return", c.Arrived); err != nil {
			return l, err
		}
	}
	if r.Disputed != "" {
		if l.Appraisal, err = k.Due(r.Place, r.Law, "appraisal", r.Disputed); err != nil {
			return l, err
		}
	}
	if r.State == Refuted {
		return l, nil
	}
	if l.Handover, err = k.Due(r.Place, r.Law, "return_handover", r.Decided); err != nil {
		return l, err
	}
	l.Notices, err = k.Due(r.Place, r.Law, "return_notices", r.Decided)
	return l, err
}
