package signup

import (
	"slices"
	"strings"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/fault"
	"muster/internal/frame/house"
	"muster/internal/frame/i18n"
	"muster/internal/frame/policy"
	"muster/internal/intake/cases"
	"muster/internal/intake/velocity"
	"muster/internal/office/role"
	"muster/internal/people"
)

// Checking is the body of the preliminary check.
type Checking struct {
	Outcome Outcome `f:"outcome,required" zh:"结论" en:"Outcome"`
	Reason  string  `f:"reason,max=60,reasons=signup" zh:"理由代码" en:"Reason code"`
	Remark  string  `f:"remark,long" zh:"说明" en:"In words"`
}

// Lane is the body of taking somebody into the green channel.
type Lane struct {
	Reason   string `f:"reason,required,max=60,reasons=green_channel" zh:"理由代码" en:"Reason code"`
	Evidence string `f:"evidence,required,max=120" zh:"依据编号" en:"Evidence reference"`
}

// PassingOver is the body of not preselecting somebody for now.
type PassingOver struct {
	Remark string `f:"remark,required,long" zh:"说明" en:"In words"`
}

func declareChecks(h *house.House) {
	officer, clerk := role.Grant(role.CountyOfficer, role.Intake), role.Grant(role.Clerk, role.Intake)
	act.Declare(h.Book, act.Spec[cases.Case, *cases.Case, Checking]{
		Name: "application.precheck", Title: i18n.T("初审初检", "Preliminary check"), Table: cases.Table, From: []string{cases.Applied},
		To: []string{cases.Prechecked, cases.NotEligible, cases.Applied}, By: []access.Grant{officer}, NotBy: []string{"application.apply"}, Adverse: true,
		Basis: "conscription-regulation 16", Do: func(w *act.Work, c *cases.Case, b *Checking) error { return precheck(w, h, c, b) },
		Limits: []act.Limit{velocity.Per(h, "signup.not_eligible", i18n.T("初审初检不通过", "preliminary checks not passed"), func(c *cases.Case) bool { return c.State == cases.NotEligible })}})
	act.Declare(h.Book, act.Spec[cases.Case, *cases.Case, Lane]{
		Name: "application.prioritise", Title: i18n.T("列入绿色通道", "Take into the green channel"), Table: cases.Table, From: Open,
		By: []access.Grant{officer}, Sign: []access.Grant{officer}, Basis: "conscription-regulation 5",
		Do: func(w *act.Work, c *cases.Case, b *Lane) error {
			why, err := c.ReasonOf(h, "green_channel", b.Reason)
			if err != nil {
				return err
			}
			c.Priority = b.Reason
			return c.Tell(w, false, i18n.T("您已列入绿色通道", "You are in the green channel"),
				i18n.T("优先报名、体检、批准。理由:{why}(依据:{article})。", "You have priority in sign-up, examination and approval. Reason: {why} (under {article}).").
					With("why", why.Text, "article", why.Article))
		}})
	act.Declare(h.Book, act.Spec[cases.Case, *cases.Case, people.Empty]{
		Name: "application.preselect", Title: i18n.T("确定为预定征集对象", "Preselect"), Table: cases.Table, From: []string{cases.Prechecked},
		To: []string{cases.Preselected}, By: []access.Grant{officer, clerk}, NotBy: []string{"application.precheck"}, Basis: "conscription-regulation 17",
		Do: func(w *act.Work, c *cases.Case, _ *people.Empty) error {
			c.Reason, c.Remark, c.ObjectBy = "", "", ""
			c.Move(cases.Preselected, cases.ReachSelected)
			return c.Tell(w, false, i18n.T("您已被确定为预定征集对象", "You are preselected"), i18n.T("请等待体格检查通知。", "You will be told when and where to be examined."))
		}})
	act.Declare(h.Book, act.Spec[cases.Case, *cases.Case, PassingOver]{
		Name: "application.pass_over", Title: i18n.T("暂不列入预定征集对象", "Do not preselect for now"), Table: cases.Table, From: []string{cases.Prechecked},
		By: []access.Grant{officer, clerk}, NotBy: []string{"application.precheck"}, Adverse: true, Basis: "conscription-regulation 17",
		Do: func(w *act.Work, c *cases.Case, b *PassingOver) error {
			why, err := c.ReasonOf(h, "signup", cases.NotPreselected)
			if err != nil {
				return err
			}
			c.Reason, c.Remark = cases.NotPreselected, b.Remark
			return c.TellAdverse(w, h, i18n.T("本批次暂未列入预定征集对象", "You are not preselected for now"), why, b.Remark)
		}})
}

// Facts are the facts of a person that the rules of this gate ask for. What is
// not on file is left out, so that the rules ask for it; nobody is presumed
// barred, ill or convicted (the pack's presumptions).
func Facts(c *cases.Case, p *people.Person) map[string]any {
	facts := map[string]any{"birth_date": string(p.BirthDate), "sex": string(p.Sex), "student": p.Student}
	if p.Education != "" {
		facts["education"] = string(p.Education)
	}
	if p.Graduation != nil {
		facts["graduation_year"] = *p.Graduation
	}
	if c.Consent {
		facts["own_consent"] = true
	}
	return facts
}

// Eligibility is the law's answer for a person, clause by clause.
func Eligibility(pack *policy.Pack, c *cases.Case, p *people.Person) (policy.Answer, error) {
	return pack.On(c.PolicyDay).Explain("eligibility", Facts(c, p))
}

// PlaceOf is the law's answer on the place of application; that the conditions of
// a residence are met is known from a verified document.
func PlaceOf(pack *policy.Pack, c *cases.Case, p *people.Person, residenceProven bool) (policy.Answer, error) {
	facts := map[string]any{"place_choice": string(c.AppliesAt), "student": p.Student}
	if residenceProven {
		facts["residence_conditions"] = true
	}
	return pack.On(c.PolicyDay).Explain("place", facts)
}

// precheck concludes the preliminary check. It passes only on documents that
// were verified; it fails only where what the reason is about is known.
func precheck(w *act.Work, h *house.House, c *cases.Case, b *Checking) error {
	p, err := people.PersonOf(w, c.FileHome(), c.Person)
	if err != nil {
		return err
	}
	answer, err := Eligibility(h.Pack, c, p)
	if err != nil {
		return err
	}
	c.Eligible = answer.Outcome
	switch b.Outcome {
	case "pass":
		return passCheck(w, h, c, p, answer)
	case "incomplete":
		c.Reason, c.Remark = "incomplete", b.Remark
		return askFor(w, h, c, answer.Ask, b.Remark)
	}
	if err := cases.NeedsReason(b.Remark); err != nil {
		return err
	}
	why, err := c.ReasonOf(h, "signup", b.Reason)
	if err != nil {
		return err
	}
	if err := known(h, c, b.Reason, answer); err != nil {
		return err
	}
	c.State, c.Reason, c.Remark = cases.NotEligible, b.Reason, b.Remark
	return c.TellAdverse(w, h, i18n.T("初审初检未通过", "The preliminary check was not passed"), why, b.Remark)
}

func passCheck(w *act.Work, h *house.House, c *cases.Case, p *people.Person, answer policy.Answer) error {
	lacking, err := unverified(w, h, c)
	if err != nil {
		return err
	}
	place, err := placeAnswer(w, h, c, p)
	if err != nil {
		return err
	}
	ask := append(slices.Clone(answer.Ask), place.Ask...)
	switch {
	case len(lacking) > 0:
		return fault.New(fault.Conflict, "signup.documents", "尚有材料未经核实:{list}。可选“待补正”请本人补充。",
			"Not yet verified: {list}. Choose \"incomplete\" to ask for it.", "list", joinReasons(lacking))
	case len(ask) > 0 && (answer.Outcome == "unknown" || place.Outcome == "unknown"):
		return fault.New(fault.Conflict, "signup.unknown", "尚缺:{ask}。可选“待补正”请本人补充,缺少信息不等于不符合条件。",
			"Still missing: {ask}. Choose \"incomplete\" to ask; what is missing is not held against anybody.", "ask", factNames(h, ask))
	case answer.Outcome != "eligible" || place.Outcome != "right_place":
		return fault.New(fault.Conflict, "signup.not_eligible", "按政策核对不符合条件,不能通过;如登记信息有误,请先更正。",
			"By the law of this intake the conditions are not met; if what is on file is wrong, have it corrected first.")
	}
	c.State, c.Reason, c.Remark = cases.Prechecked, "", ""
	return nil
}

func placeAnswer(w *act.Work, h *house.House, c *cases.Case, p *people.Person) (policy.Answer, error) {
	proven, err := act.List[Document](w, Documents, "county = $1 AND application = $2 AND state = $3 AND kind = $4", string(c.County), string(c.ID), Verified, "residence")
	if err != nil {
		return policy.Answer{}, err
	}
	return PlaceOf(h.Pack, c, p, len(proven) > 0)
}

// known refuses to fail somebody for what is not known: a reason that rests on
// a fact which the answer still asks for.
func known(h *house.House, c *cases.Case, reason string, answer policy.Answer) error {
	rests, err := h.Pack.On(c.PolicyDay).Text("signup.reason_facts")
	if err != nil {
		return err
	}
	for pair := range strings.SplitSeq(rests, " ") {
		code, facts, _ := strings.Cut(pair, "=")
		if code != reason {
			continue
		}
		for fact := range strings.SplitSeq(facts, "|") {
			if slices.Contains(answer.Ask, fact) {
				return fault.New(fault.Conflict, "signup.ask_first", "尚不知道:{fact}。请先询问,缺少信息不能作为不通过的理由。",
					"Not known yet: {fact}. Ask first; missing information is no reason to fail anybody.", "fact", factNames(h, []string{fact}))
			}
		}
		return unrefuted(strings.Split(facts, "|"), answer)
	}
	return nil
}

// unrefuted refuses a reason about whose facts the law has answered, clause by
// clause, and not one clause against the person: rules are named after their fact.
func unrefuted(facts []string, answer policy.Answer) error {
	spoken := false
	for _, line := range answer.Lines {
		if fact, _, _ := strings.Cut(line.Rule, "."); !slices.Contains(facts, fact) || line.Outcome == "unknown" {
			continue
		}
		if spoken = true; line.Outcome == notEligible {
			return nil
		}
	}
	if spoken {
		return fault.New(fault.Conflict, "signup.refuted", "按已知信息,法定条件在这一点上已经满足;请核对理由,或先更正信息。",
			"By what is on file the law's conditions are met in this; check the reason, or have the information corrected first.")
	}
	return nil
}

// notEligible is the answer of a clause that speaks against somebody.
const notEligible = "not_eligible"

// askFor tells the person what is still needed. Nothing follows from not
// answering.
func askFor(w *act.Work, h *house.House, c *cases.Case, ask []string, remark string) error {
	lacking, err := unverified(w, h, c)
	if err != nil {
		return err
	}
	return c.TellDiscreetly(w, i18n.T("请补充报名材料", "Your application needs something more"),
		i18n.T("待核实的材料:{documents}。待补充的信息:{facts}。{remark}补充前资格不受影响。",
			"Documents to be verified: {documents}. Information to be added: {facts}. {remark}Nothing is lost meanwhile.").
			With("documents", joinReasons(lacking), "facts", factNames(h, ask), "remark", remark), i18n.T("补充前资格不受影响。", " Nothing is lost meanwhile."))
}
