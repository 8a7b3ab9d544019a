package webtest

import (
	"slices"

	"muster/internal/intake/cases"
)

// because is the reason that stands on a case in an adverse state.
var because = map[string]string{cases.NotEligible: "age", cases.PhysicalFail: "", cases.VettingFail: "", cases.Cancelled: "objection", cases.Returned: "body", cases.Withdrawn: "job"}

// InEveryState puts one invented applicant into each state of a case, and opens an
// account for each: the sign-in names are those of the states.
func (b *Bench) InEveryState() (logins []string) {
	b.T.Helper()
	reach := cases.Reach("").Options()
	for i, s := range cases.Table.States {
		name := "试" + s.Label.ZH
		c := b.InState(name, 101+2*i, s.Name, cases.Reach(reach[min(i/2, len(reach)-1)].Value))
		c.Rev, c.Reason = 2, because[s.Name]
		if s.End || slices.Contains([]string{cases.NotEligible, cases.PhysicalFail, cases.VettingFail, cases.Cancelled, cases.Returned}, s.Name) {
			c.ObjectBy, c.Remark = b.App.Today().AddDays(7), "经核对有关记录"
		}
		if slices.Contains([]string{cases.Scored, cases.Proposed, cases.Reserve, cases.Approved, cases.Dispatched, cases.HandedOver}, s.Name) {
			c.Score, c.ScoredOn, c.Rank = 4321, b.App.Today(), int64(i)
		}
		b.Put(cases.Table, c)
		b.Citizen(name, s.Name)
		logins = append(logins, s.Name)
	}
	b.WithPasswords()
	return logins
}
