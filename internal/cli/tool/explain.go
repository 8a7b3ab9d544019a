package tool

import (
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/intake/selection/choose"
)

// explained is one outcome with what decided it.
type explained struct {
	ID      string `json:"id"`
	Outcome string `json:"outcome"`
	Place   int32  `json:"place,omitempty"`
	Reason  string `json:"reason"`
	Quota   string `json:"quota,omitempty"` // the row that decided
	// CutOff is the last of the chosen of that row, or of all where no row decided;
	// empty where nobody was chosen.
	CutOff string `json:"cut_off,omitempty"`
	// AheadOf is, of somebody in the reserve, the one of the chosen whom they would
	// have had to be ahead of; empty where no place would have been enough.
	AheadOf string `json:"ahead_of,omitempty"`
}

// explain says why somebody was chosen or not.
func (c *choiceCase) explain(env *Env, result *choose.Result, id string) error {
	v, ok := c.verdict(result, id)
	if !ok {
		return fault.New(fault.Unknown, "choose.nobody", "没有编号为 {id} 的人。", "there is no candidate {id}", "id", id)
	}
	out := explained{ID: id, Outcome: v.Outcome.String(), Place: v.Place, Reason: v.Reason.String()}
	last := int32(result.Chosen() - 1)
	if v.Quota != choose.NoQuota {
		out.Quota, last = c.input.Quota(v.Quota).ID, result.Standings[v.Quota].Last
	}
	if last >= 0 && v.Outcome != choose.NoSeat {
		out.CutOff = c.input.ID(result.Verdicts[last].Candidate)
	}
	if v.Outcome == choose.Reserve {
		ahead, ok, err := result.Hurdle(id)
		if err != nil {
			return err
		}
		if ok {
			out.AheadOf = c.input.ID(ahead.Candidate)
		}
	}
	if env.JSON {
		return env.say(out, "", "")
	}
	return out.tell(env)
}

func (c *choiceCase) verdict(result *choose.Result, id string) (choose.Verdict, bool) {
	for _, v := range result.Verdicts {
		if c.input.ID(v.Candidate) == id {
			return v, true
		}
	}
	return choose.Verdict{}, false
}

var (
	outcomeWords = map[string]i18n.Text{"chosen": i18n.T("入选", "chosen"), "reserve": i18n.T("递补", "in reserve"), "no_seat": i18n.T("无名额", "without a seat")}
	reasonWords  = map[string]i18n.Text{"by_merit": i18n.T("按名次", "by merit"), "by_minimum": i18n.T("为满足下限", "to meet a minimum"),
		"displaced_by_minimum": i18n.T("因他人满足下限而让出", "displaced by a minimum"), "full": i18n.T("名额已满", "the seats were full"),
		"no_seat": i18n.T("没有带上限的名额行覆盖", "no row with a max covers them")}
)

// tell writes the explanation as lines for people.
func (e *explained) tell(env *Env) error {
	lines := []i18n.Text{i18n.T("{id}:{outcome},{reason}", "{id}: {outcome}, {reason}").With("id", e.ID, "outcome", outcomeWords[e.Outcome], "reason", reasonWords[e.Reason])}
	if e.Place > 0 {
		lines[0] = i18n.T("{id}:{outcome}第 {place} 位,{reason}", "{id}: {outcome}, place {place}, {reason}").
			With("id", e.ID, "outcome", outcomeWords[e.Outcome], "place", e.Place, "reason", reasonWords[e.Reason])
	}
	if e.Quota != "" {
		lines = append(lines, i18n.T("起决定作用的名额行:{quota}", "row that decided: {quota}").With("quota", e.Quota))
	}
	if e.CutOff != "" {
		lines = append(lines, i18n.T("入选的最后一名:{id}", "cut-off, the last of the chosen: {id}").With("id", e.CutOff))
	}
	switch {
	case e.AheadOf != "":
		lines = append(lines, i18n.T("须排在 {id} 之前才会入选", "would have had to be ahead of {id}").With("id", e.AheadOf))
	case e.Outcome == "reserve":
		lines = append(lines, i18n.T("无论排在第几名都不会入选", "no place in merit order would have been enough"))
	}
	for _, line := range lines {
		if err := env.say(nil, line.ZH, line.EN); err != nil {
			return err
		}
	}
	return nil
}
