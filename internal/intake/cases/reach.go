package cases

import (
	"muster/internal/frame/field"
	"muster/internal/frame/i18n"
)

// Reach is the furthest point that a case came to. It never goes back, so that
// a funnel counts everybody who ever passed a point.
type Reach string

// The points of the funnel, in order.
const (
	ReachApplied    Reach = "01_applied"
	ReachSelected   Reach = "02_preselected"
	ReachExamined   Reach = "03_examined"
	ReachPhysical   Reach = "04_physical_pass"
	ReachQualified  Reach = "05_qualified"
	ReachScored     Reach = "06_scored"
	ReachProposed   Reach = "07_proposed"
	ReachApproved   Reach = "08_approved"
	ReachDispatched Reach = "09_dispatched"
	ReachHandedOver Reach = "10_handed_over"
)

// Options lists the points of the funnel in order.
func (Reach) Options() []field.Option {
	return []field.Option{
		{Value: string(ReachApplied), Label: i18n.T("报名", "applied")}, {Value: string(ReachSelected), Label: i18n.T("预定征集", "preselected")},
		{Value: string(ReachExamined), Label: i18n.T("上站体检", "examined")}, {Value: string(ReachPhysical), Label: i18n.T("体检合格", "physical passed")},
		{Value: string(ReachQualified), Label: i18n.T("双合格", "doubly qualified")}, {Value: string(ReachScored), Label: i18n.T("役前教育并评分", "trained and scored")},
		{Value: string(ReachProposed), Label: i18n.T("拟定兵", "proposed")}, {Value: string(ReachApproved), Label: i18n.T("批准入伍", "approved")},
		{Value: string(ReachDispatched), Label: i18n.T("起运", "dispatched")}, {Value: string(ReachHandedOver), Label: i18n.T("交接完成", "handed over")}}
}

// Number is the place of a point in the order of the points, from 0; ok is false for
// what is none.
func (r Reach) Number() (n int, ok bool) { n, ok = reaches[r]; return n, ok }

var reaches = func() map[Reach]int {
	out := map[Reach]int{}
	for i, o := range Reach("").Options() {
		out[Reach(o.Value)] = i
	}
	return out
}()
