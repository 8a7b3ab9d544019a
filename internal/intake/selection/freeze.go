package selection

import (
	"slices"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/house"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
	"muster/internal/intake/cases"
	"muster/internal/intake/clocks"
	"muster/internal/intake/integrity"
	"muster/internal/intake/medical"
	"muster/internal/intake/quota"
	"muster/internal/intake/selection/choose"
	"muster/internal/intake/vetting"
	"muster/internal/office/role"
)

// freeze ranks everybody who was scored and whose score was posted long enough,
// and fixes who is proposed and who waits, in order.
func freeze(w *act.Work, h *house.House, r *Ranking, b *Freezing) error {
	if err := medical.Settled(w, r.County, b.Cycle); err != nil {
		return err
	}
	before, err := act.List[Ranking](w, Rankings, "county = $1 AND unit = $2 AND cycle = $3 AND state <> 'void'", string(r.County), string(b.Unit), string(b.Cycle))
	if err != nil {
		return err
	}
	if len(before) > 0 {
		return fault.New(fault.Conflict, "ranking.frozen", "本批次名单已定稿。", "The list of this intake is frozen already.")
	}
	list, err := act.Take[cases.Case](w, cases.Table, "county = $1 AND cycle = $2 AND state = $3", string(r.County), string(b.Cycle), cases.Scored)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return fault.New(fault.Conflict, "ranking.empty", "没有已评分的人员。", "Nobody has been scored.")
	}
	if err := postedLongEnough(w, h, list); err != nil {
		return err
	}
	if err := noObjection(w, r.County, b.Cycle); err != nil {
		return err
	}
	if err := nobodyLeftOut(w, r.County, b.Cycle); err != nil {
		return err
	}
	q, err := quota.Lock(w, r.County, b.Unit, b.Cycle)
	if err != nil {
		return err
	}
	r.Cycle, r.PolicyDay, r.Seats, r.FrozenOn, r.State = b.Cycle, list[0].PolicyDay, q.Free(), w.Today(), Frozen
	if err := takeRows(w, h, r); err != nil {
		return err
	}
	mark(w, h, r, list)
	ordered, err := rank(r, list)
	if err != nil {
		return err
	}
	for _, c := range ordered {
		w.Save(cases.Table, c)
	}
	r.Root = Root(r, ordered)
	return nil
}

func postedLongEnough(w *act.Work, h *house.House, list []*cases.Case) error {
	type posting struct {
		on, law clock.Date
		at      unit.Place
	}
	known := map[posting]bool{} // of a county most were posted on one day
	for _, c := range list {
		p := posting{c.ScoredOn, c.PolicyDay, c.Place}
		if known[p] {
			continue
		}
		known[p] = true
		until, err := clocks.Of(w, h).Due(c.Place, c.PolicyDay, "score_posting", c.ScoredOn)
		if err != nil {
			return err
		}
		if w.Today() < until {
			return fault.New(fault.Conflict, "score.posted", "成绩须公布至 {day} 方可定稿。", "The scores must stay posted until {day} before the list is frozen.", "day", until)
		}
	}
	return nil
}

const (
	unscored = `SELECT COUNT(*) FROM application WHERE county = $1 AND cycle = $2 AND state = 'trained'`
	// Whoever was called to the repeated examination and did not come is not waited for.
	repeated = `SELECT COUNT(*) FROM application a WHERE a.county = $1 AND a.cycle = $2 AND a.state IN ('summoned', 'recheck', 'examined', 'physical_pass', 'vetting')
		AND EXISTS (SELECT 1 FROM review r WHERE r.county = a.county AND r.application = a.id AND r.outcome = 'repeat')
		AND NOT EXISTS (SELECT 1 FROM exam_appointment e WHERE e.application = a.id AND e.state = 'missed')`
	contested = `SELECT COUNT(*) FROM review WHERE county = $1 AND cycle = $2 AND about = 'application' AND state = 'asked'`
)

// nobodyLeftOut refuses a list while somebody who finished the education has no
// score, a review is not decided, or what a review had done again is not done: the list is frozen once, and whoever is not on
// it by then would lose their place without anybody having decided that.
func nobodyLeftOut(w *act.Work, county unit.Code, intake ident.ID) error {
	var n int64
	if _, err := w.Query(unscored, []any{string(county), string(intake)}, &n); err != nil {
		return err
	}
	if n > 0 {
		return fault.New(fault.Conflict, "ranking.unscored", "有 {n} 人完成役前教育尚未评分,不得定稿。", "{n} people finished the education and are not scored; the list cannot be frozen without them.", "n", n)
	}
	if _, err := w.Query(contested, []any{string(county), string(intake)}, &n); err != nil {
		return err
	}
	if n > 0 {
		return fault.New(fault.Conflict, "ranking.review", "有 {n} 件复核未决定,期间须保留名额,不得定稿。", "{n} reviews are not decided; the places are kept until they are, and the list is not frozen.", "n", n)
	}
	if _, err := w.Query(repeated, []any{string(county), string(intake)}, &n); err != nil {
		return err
	}
	if n > 0 {
		return fault.New(fault.Conflict, "ranking.repeated", "有 {n} 人经复核撤销原结论,重新体检或考核尚未作出结论,不得定稿;通知后未到检的不再等候。",
			"The results of {n} people were set aside, and their examination or vetting is not done again yet; the list is not frozen. Who was called and did not come is not waited for.", "n", n)
	}
	return nil
}

// rank asks package choose for the one best choice and writes it on the cases.
func rank(r *Ranking, list []*cases.Case) ([]*cases.Case, error) {
	result, in, err := choice(r, list)
	if err != nil {
		return nil, err
	}
	byID := map[string]*cases.Case{}
	for _, c := range list {
		byID[string(c.ID)] = c
	}
	r.Chosen = int64(result.Chosen())
	r.Waiting = int64(len(list)) - r.Chosen
	ordered := make([]*cases.Case, 0, len(list))
	for i, v := range result.Verdicts {
		c := byID[in.ID(v.Candidate)]
		c.Rank, c.Ranking = int64(i+1), r.ID
		if v.Outcome == choose.Chosen {
			c.Move(cases.Proposed, cases.ReachProposed)
		} else {
			c.State = cases.Reserve
		}
		ordered = append(ordered, c)
	}
	return ordered, nil
}

// fill lets the reserve take the places that have become free, one after the other
// by the successor's rule: the first, in order, whose entry keeps every max and
// leaves the least shortfall that one entry can leave.
func fill(w *act.Work, r *Ranking, _ *Words) error {
	list, err := intact(w, r)
	if err != nil {
		return err
	}
	q, err := quota.Lock(w, r.County, r.Unit, r.Cycle)
	if err != nil {
		return err
	}
	result, in, err := choice(r, list)
	if err != nil {
		return err
	}
	people, free := map[string]*cases.Case{}, q.Free()
	for _, c := range list {
		people[string(c.ID)] = c
		if c.State == cases.Proposed {
			free--
		}
	}
	held, err := integrity.HeldIn(w, r.County)
	if err != nil {
		return err
	}
	reviewed, err := cases.KeptPlaces(w, r.County, r.ID) // of those taken off the list who may still be put back
	if err != nil {
		return err
	}
	free -= reviewed
	kept := map[string]bool{} // the place is kept while somebody looks into the case
	holds := func(id string) bool { return kept[id] || slices.Contains(Shown, people[id].State) }
	waits := func(id string) bool { return !kept[id] && people[id].State == cases.Reserve }
	filled := 0
	for ; free > 0; free-- {
		next, ok := result.Next(holds, waits)
		if !ok {
			break
		}
		id := in.ID(next.Candidate)
		if held[id] > 0 {
			kept[id] = true
			continue
		}
		c := people[id]
		c.Move(cases.Proposed, cases.ReachProposed)
		w.Save(cases.Table, c)
		if err := c.Tell(w, true, i18n.T("您已按序递补", "You moved up from the reserve"), i18n.T("您按名次递补为拟定兵对象。", "In order of rank you are now proposed.")); err != nil {
			return err
		}
		filled++
	}
	if filled == 0 {
		return fault.New(fault.Conflict, "ranking.no_vacancy", "没有空缺,或没有可递补的人员。", "There is no vacancy, or nobody in the reserve.")
	}
	return nil
}

func declareApproval(h *house.House, approver []access.Grant) {
	act.Declare(h.Book, act.Spec[cases.Case, *cases.Case, Words]{
		Name: "application.approve", Title: i18n.T("批准入伍", "Approve for service"), Table: cases.Table, From: []string{cases.Proposed}, To: []string{cases.Approved},
		By: approver, NotBy: []string{"application.precheck", "application.preselect", "application.conclude_vetting", "application.score"},
		Basis: "conscription-regulation 31", Do: func(w *act.Work, c *cases.Case, _ *Words) error { return approve(w, c) }})
	act.Declare(h.Book, act.Spec[cases.Case, *cases.Case, Cancelling]{
		Name: "application.cancel", Title: i18n.T("取消资格", "Cancel"), Table: cases.Table, From: []string{cases.Proposed, cases.Reserve, cases.Approved}, To: []string{cases.Cancelled},
		By: approver, Sign: []access.Grant{role.Grant(role.Inspector, role.Integrity)}, Adverse: true, Basis: "conscription-regulation 30",
		Do: func(w *act.Work, c *cases.Case, b *Cancelling) error { return cancel(w, h, c, b) }})
}

// approve takes a seat: no notice, no approval; nothing open, nobody passed over.
func approve(w *act.Work, c *cases.Case) error {
	r, err := act.Load[Ranking](w, Rankings, c.County, c.Ranking)
	if err != nil {
		return err
	}
	if r.State != Cleared {
		return fault.New(fault.Conflict, "approve.no_notice", "公示未完成并确认,不得批准。", "No public notice completed and cleared, no approval.")
	}
	if err := answered(w, r, c.Rank); err != nil {
		return err
	}
	if err := integrity.MayApprove(w, c); err != nil {
		return err
	}
	if err := vetting.MayApprove(w, c); err != nil {
		return err
	}
	q, err := quota.Lock(w, c.County, c.Unit, c.Cycle)
	if err != nil {
		return err
	}
	if err := quota.Use(w, q); err != nil {
		return err
	}
	c.ApprovedOn, c.Benefits = w.Today(), w.Today()
	c.Move(cases.Approved, cases.ReachApproved)
	return c.Tell(w, false, i18n.T("批准入伍", "You are approved for service"), i18n.T("祝贺您被批准入伍。", "Congratulations: you are approved for service."))
}

func cancel(w *act.Work, h *house.House, c *cases.Case, b *Cancelling) error {
	r, err := c.ReasonOf(h, "cancellation", b.Reason)
	if err != nil {
		return err
	}
	if c.State == cases.Approved {
		q, err := quota.Lock(w, c.County, c.Unit, c.Cycle)
		if err != nil {
			return err
		}
		if err := quota.GiveBack(w, q); err != nil {
			return err
		}
	}
	c.State, c.Reason, c.Remark, c.ApprovedOn = cases.Cancelled, b.Reason, b.Remark, ""
	c.Benefits = ""
	return c.TellAdverse(w, h, i18n.T("资格被取消", "You were taken off the list"), r, b.Remark)
}
