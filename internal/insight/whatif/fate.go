package whatif

import "muster/internal/frame/i18n"

// Fate is what becomes of somebody on a list.
type Fate uint8

// The fates.
const (
	Out      Fate = iota // not on the list
	Waiting              // on it, without a place
	Selected             // on it, with a place
	Unknown              // the records cannot tell
)

// Why is what made the difference for somebody.
type Why string

// The reasons. The first four take somebody off the list, Places moves people who
// stay on it, the others are why the records cannot tell.
const (
	TooLate     Why = "too_late"
	NotEligible Why = "not_eligible"
	Physical    Why = "physical"
	Places      Why = "places"
	NotExamined Why = "not_examined"
	NotVetted   Why = "not_vetted"
	NotMeasured Why = "not_measured"
	NoFacts     Why = "no_facts"
	NoEvidence  Why = "no_evidence"
)

// Whys are the readings of the reasons, in their order.
var Whys = []struct {
	Why  Why
	Text i18n.Text
}{
	{TooLate, i18n.T("报名晚于截止日", "applied after the cut-off day")},
	{NotEligible, i18n.T("不再符合征集条件", "no longer eligible")},
	{Physical, i18n.T("按已测值不符合体检标准", "fails the physical standard by what was measured")},
	{Places, i18n.T("名次或名额变动", "order or places differ")},
	{NotExamined, i18n.T("将符合条件,但当时未体检", "would be eligible, but was never examined")},
	{NotVetted, i18n.T("将体检合格,但当时未政治考核", "would pass the physical, but was never vetted")},
	{NotMeasured, i18n.T("没有保存可供重新判断的测值", "no measured values are held")},
	{NoFacts, i18n.T("缺少判断条件所需的信息", "what the conditions ask is not on file")},
	{NoEvidence, i18n.T("缺少评分依据", "evidence for the score is lacking")},
}
