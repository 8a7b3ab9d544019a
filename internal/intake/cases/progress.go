package cases

import (
	"muster/internal/frame/clock"
	"muster/internal/frame/i18n"
	"muster/internal/frame/policy"
)

// Standing is how a case stands at one gate.
type Standing string

// The standings.
const (
	Ahead  Standing = ""       // not there yet
	Now    Standing = "now"    // being dealt with
	Passed Standing = "passed" // behind it
	Failed Standing = "failed" // it ended, or stopped, here
)

// Step is one gate of a case's way.
type Step struct {
	Gate     policy.Gate
	Standing Standing
}

// stands says at which gate of the person a case in a state stands, and how.
var stands = map[string]struct {
	gate     string
	standing Standing
}{
	Applied: {"signup", Now}, NotEligible: {"signup", Failed}, Prechecked: {"signup", Now},
	Preselected: {"physical", Now}, Summoned: {"physical", Now}, Examined: {"physical", Now}, Recheck: {"physical", Now}, PhysicalFail: {"physical", Failed},
	PhysicalPass: {"vetting", Now}, InVetting: {"vetting", Now}, VettingFail: {"vetting", Failed},
	Qualified: {"integrity", Now}, Trained: {"integrity", Now}, Scored: {"integrity", Now}, Proposed: {"integrity", Now}, Reserve: {"integrity", Now},
	Approved: {"dispatch", Now}, Dispatched: {"dispatch", Now}, HandedOver: {"dispatch", Passed}, Returned: {"dispatch", Failed},
}

// left says at which gate a withdrawn or cancelled case stopped, by the furthest point that
// it came to.
var left = map[Reach]string{ReachApplied: "signup", ReachSelected: "physical", ReachExamined: "physical", ReachPhysical: "vetting",
	ReachQualified: "integrity", ReachScored: "integrity", ReachProposed: "integrity", ReachApproved: "dispatch", ReachDispatched: "dispatch", ReachHandedOver: "dispatch"}

// Progress is the way of the case through the gates that concern a person; the
// gate that weighs the offices afterwards is left out.
func (c *Case) Progress(gates []policy.Gate) []Step {
	at := stands[c.State]
	if at.gate == "" {
		at.gate, at.standing = left[c.Reach], Failed
	}
	standing, out := Passed, []Step{}
	for _, g := range gates {
		if g.Code == "assessment" {
			continue
		}
		step := Step{Gate: g, Standing: standing}
		if g.Code == at.gate {
			step.Standing, standing = at.standing, Ahead
		}
		out = append(out, step)
	}
	return out
}

var next = map[string]i18n.Text{
	Applied:      i18n.T("征兵办将进行初审初检。", "The county office will make the preliminary check."),
	Prechecked:   i18n.T("等待确定为预定征集对象。", "You wait to be preselected."),
	Preselected:  i18n.T("等待体格检查通知。", "You will be summoned to the physical examination."),
	Summoned:     i18n.T("请按时到体检站,携带居民身份证。", "Come to the examination station on the day, with your identity card."),
	Examined:     i18n.T("主检医师将作出结论。", "The chief examiner will conclude the examination."),
	Recheck:      i18n.T("请按通知到站复查,由另一名医生检查。", "Come to the station again; another doctor will examine you."),
	PhysicalPass: i18n.T("将进行政治考核。", "Vetting comes next."),
	InVetting:    i18n.T("有关部门正在答复核查。", "The departments are answering their questions."),
	Qualified:    i18n.T("请参加役前教育。", "Attend the pre-service education."),
	Trained:      i18n.T("将公布综合得分。", "Your score will be posted."),
	Scored:       i18n.T("得分已公布,将按序确定名单并公示。", "Your score is posted; the ranked list will be drawn up and shown."),
	Proposed:     i18n.T("名单公示期满后审批。", "Approval follows after the public notice."),
	Reserve:      i18n.T("有空缺时按名次递补。", "A vacancy is filled in the order of the list."),
	Approved:     i18n.T("等待起运通知。", "You will be told the day of departure."),
	Dispatched:   i18n.T("到达部队后办理交接。", "You will be handed over to your unit."),
}

// Next says in plain words what comes next; zero where nothing does.
func (c *Case) Next() i18n.Text { return next[c.State] }

// By is the day by which the person has to do something, zero for none.
func (c *Case) By() clock.Date {
	if c.State == Summoned || c.State == Recheck {
		return c.ExamOn
	}
	return ""
}

var reasonLists = map[string]string{NotEligible: "signup", Prechecked: "signup", PhysicalFail: "physical", Recheck: "physical", VettingFail: "vetting", Approved: "dispatch",
	Cancelled: "cancellation", Withdrawn: "withdrawal", Returned: "return"}

// Why is a reason of an adverse outcome as the law of the case words it; ok is
// false where there is none.
func (c *Case) Why(view *policy.View, reason string) (r policy.Reason, ok bool) {
	list := reasonLists[c.State]
	if c.Result() == ResultVoided {
		list = "integrity"
	}
	if reason == "" || list == "" {
		return r, false
	}
	return view.Reason(list + "." + reason)
}
