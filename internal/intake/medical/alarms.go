package medical

import (
	"fmt"
	"slices"
	"strings"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/fault"
	"muster/internal/frame/field"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/register"
	"muster/internal/frame/unit"
	"muster/internal/intake/cases"
	"muster/internal/people"
)

// Cause is why everybody is to be examined again.
type Cause string

// The causes.
const (
	Disagreement Cause = "disagreement" // the lower bound of disagreement is above its limit
	ManyFailed   Cause = "many_failed"  // those found unfit are a high share of the quota
)

// Options is the closed list of causes.
func (Cause) Options() []field.Option {
	return []field.Option{{Value: string(Disagreement), Label: i18n.T("抽查不一致率过高", "too many differ")},
		{Value: string(ManyFailed), Label: i18n.T("抽查不合格人数过多", "too many found unfit")}}
}

// Alarm says that everybody of a station and intake is to be examined again. It
// changes nobody's result; until a human has dealt with it the lists of those
// counties cannot be frozen.
type Alarm struct {
	record.Base
	Station unit.Code `f:"station,filter" zh:"体检站" en:"Station"`
	Cycle   ident.ID  `f:"cycle,filter,ref=cycle" zh:"征集批次" en:"Intake"`
	Sample  ident.ID  `f:"exam_sample,ref=exam_sample" zh:"抽查" en:"Sample"`
	Cause   Cause     `f:"cause,filter" zh:"原因" en:"Cause"`
	Figures string    `f:"figures,max=200" zh:"数据" en:"Figures"`
	Reason  string    `f:"reason,max=60" zh:"处理代码" en:"How it was dealt with"`
	Words   string    `f:"words,long" zh:"处理说明" en:"In words"`
}

// States of an alarm.
const (
	Raised   = "raised"
	Resolved = "resolved"
)

// Alarms is the table of alarms.
var Alarms = record.NewTable[Alarm]("exam_alarm", i18n.T("全部复查", "Re-examine all"),
	record.State{Name: Raised, Label: i18n.T("待处理", "open")},
	record.State{Name: Resolved, Label: i18n.T("已处理", "dealt with"), End: true}, act.VoidState)

// Resolving is the body of dealing with an alarm.
type Resolving struct {
	Reason string `f:"reason,required,max=60,reasons=reexamination" zh:"处理代码" en:"How it was dealt with"`
	Words  string `f:"words,required,long,max=2000" zh:"说明" en:"In words"`
}

func (r *room) declareAlarms() {
	act.Declare(r.Book, act.Spec[Alarm, *Alarm, Resolving]{
		Name: "exam_alarm.resolve", Title: i18n.T("处理全部复查", "Deal with the order to re-examine all"), Table: Alarms, From: []string{Raised}, To: []string{Resolved},
		By: []access.Grant{inspector}, Basis: "conscription-regulation 22", Do: r.resolve})
	act.Declare(r.Book, act.Spec[cases.Case, *cases.Case, Words]{
		Name: "application.reexamine", Title: i18n.T("通知全部复查", "Call back: everybody is re-examined"), Table: cases.Table,
		From: []string{cases.PhysicalPass, cases.InVetting, cases.Qualified, cases.Trained, cases.Scored}, To: []string{cases.Recheck},
		By: []access.Grant{officer}, Adverse: true, Basis: "conscription-regulation 22", Do: r.reexamine})
	r.Shelf.Add(r.Book, &register.Register{Table: Alarms, Floor: "intake", Columns: []string{"station", "cause", "figures", "state"},
		Read: []access.Grant{inspector, officer}})
}

// raise opens an alarm for a sample, once.
func raise(w *act.Work, s *Sample, cause Cause) error {
	open, err := act.List[Alarm](w, Alarms, "county = $1 AND station = $2 AND cycle = $3 AND exam_sample = $4", string(s.County), string(s.Station), string(s.Cycle), string(s.ID))
	if err != nil || len(open) > 0 {
		return err
	}
	a := &Alarm{Station: s.Station, Cycle: s.Cycle, Sample: s.ID, Cause: cause, Figures: fmt.Sprintf("%d/%d, %s%%, %d", s.Differ, s.Compared, s.Lower, s.Failed)}
	a.State = Raised
	return w.Found(Alarms, a, s.Station)
}

// unexamined are the states of those who passed at a station and have not been
// called back.
var unexamined = []string{cases.PhysicalPass, cases.InVetting, cases.Qualified, cases.Trained, cases.Scored}

func (r *room) resolve(w *act.Work, a *Alarm, b *Resolving) error {
	if _, ok := r.Pack.On(w.Today()).Reason("reexamination." + b.Reason); !ok {
		return fault.New(fault.Invalid, "reason.unknown", "理由代码“{code}”不在清单中。", "The reason {code} is not in the list.", "code", b.Reason).
			OnField("reason", "reason.unknown", "不在清单中。", "It is not in the list.")
	}
	if b.Reason == "reexamined" {
		var left int64
		_, err := w.Query("SELECT COUNT(*) FROM application WHERE cycle = $1 AND station = $2 AND state IN ('"+strings.Join(unexamined, "', '")+"', 'summoned', 'examined', 'recheck')",
			[]any{string(a.Cycle), string(a.Station)}, &left)
		if err != nil {
			return err
		}
		if left > 0 {
			return conflict("alarm.left", "还有 {n} 人未复查完毕。", "{n} people have not been re-examined.", "n", left)
		}
	}
	a.Reason, a.Words, a.State = b.Reason, b.Words, Resolved
	return nil
}

// reexamine calls somebody back whose station is under an open alarm; their place
// is kept, and another station examines them.
func (r *room) reexamine(w *act.Work, c *cases.Case, b *Words) error {
	at, ok := w.Tree.Get(c.Station)
	if !ok {
		return act.UnknownUnit(c.Station)
	}
	open, err := act.List[Alarm](w, Alarms, "county = $1 AND station = $2 AND cycle = $3 AND state = 'raised'", string(at.Home), string(c.Station), string(c.Cycle))
	if err != nil {
		return err
	}
	if len(open) == 0 {
		return conflict("alarm.none", "该体检站没有待处理的全部复查。", "There is no order to re-examine all of this station.")
	}
	c.State, c.PlaceKept = cases.Recheck, true
	further, err := people.Remedies(r.Pack.On(c.PolicyDay), w.Today())
	if err != nil {
		return err
	}
	return c.TellDiscreetly(w, i18n.T("全部复查", "Everybody of your station is examined again"),
		i18n.T("您的体检站依规全部复查(依据:{article}),不是对您的怀疑;名额为您保留,原结论待复查后由另一站作出,对新结论可申请复核。理由:{reason}。",
			"Everybody examined at your station is examined again (under {article}); this is no suspicion against you, and your place is kept. Another station concludes anew, and a review of its result may be asked for. Reason: {reason}.").
			With("article", r.Pack.Article(w.Kind.Basis), "reason", b.Reason).And(further), further)
}

// Settled refuses to close the selection of a county while an order to re-examine
// all of a station at which its people were examined is open.
func Settled(w *act.Work, county unit.Code, cycle ident.ID) error {
	open, err := act.List[Alarm](w, Alarms, `cycle = $1 AND state = 'raised' AND (county = $2 OR station IN (SELECT station FROM application WHERE county = $2 AND cycle = $1))`,
		string(cycle), string(county))
	if err != nil || len(open) == 0 {
		return err
	}
	stations := make([]string, len(open))
	for i, a := range open {
		stations[i] = w.Tree.Name(a.Station)
	}
	slices.Sort(stations)
	return conflict("exam.reexamine_all", "{station}抽查结果要求全部复查,处理前不得定兵。", "The blind re-examination of {station} orders everybody to be examined again; no list is closed before that is dealt with.",
		"station", strings.Join(slices.Compact(stations), "、"))
}
