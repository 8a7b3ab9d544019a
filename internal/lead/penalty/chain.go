package penalty

import (
	"slices"
	"unicode/utf8"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/house"
	"muster/internal/frame/i18n"
	"muster/internal/frame/policy"
	"muster/internal/frame/register"
	"muster/internal/intake/appeals"
	"muster/internal/intake/clocks"
	"muster/internal/office/role"
	"muster/internal/people"
)

// LiftedKind is the job that tells the departments that execute of a measure that was
// set aside.
const LiftedKind = "penalty.lifted"

// Lifting is what the departments are told: no name, no reason.
func Lifting(p *Penalty) (subject, body i18n.Text) {
	return i18n.T("行政处罚措施已撤销", "A measure was set aside"),
		i18n.T("处罚 {id} 经复核撤销,其措施自 {day} 起解除:请停止执行并恢复原状。", "The penalty {id} was set aside on review and its measures ended on {day}: stop executing them and undo what was done.").
			With("id", p.ID, "day", p.Until)
}

// Declare declares the chain. Facts are found by the county office, legality is
// reviewed by the office above, the government decides, departments execute.
func Declare(h *house.House, remedies *appeals.Room) {
	finder, decider := grant(role.CountyOfficer, role.Penalty), grant(role.Government, role.Penalty)
	lawyer, executor := grant(role.AppealsOfficer, role.Review), grant(role.Reviewer, role.Penalty)
	investigators := []string{"penalty.find", "penalty.file", "penalty.order", "penalty.persist", "penalty.notify"}
	hearers := []string{"penalty.call_hearing", "penalty.hear", "penalty.close_notice"}
	decided := []string{Imposed, Running, Finished} // one result, whose execution takes no remedy away
	c := chain{h}
	act.Declare(h.Book, act.Spec[Penalty, *Penalty, Finding]{Name: "penalty.find", Title: i18n.T("提出事实", "Note facts"), Table: Penalties, New: true, To: []string{Found},
		By: finder, Adverse: true, Cause: true, Basis: "penalty-law 54", Do: c.find})
	step(h, "penalty.file", i18n.T("第二名执法人员核实并立案", "Confirm the facts and file"), Found, Filed, finder, []string{"penalty.find"}, "penalty-law 42", c.file)
	step(h, "penalty.order", i18n.T("责令改正", "Order to correct"), Filed, Ordered, finder, nil, "service-law 57", c.order)
	step(h, "penalty.persist", i18n.T("逾期再次拒绝", "Refused again after the term"), Ordered, Persisted, finder, nil, "service-law 57", c.persist)
	step(h, "penalty.notify", i18n.T("事先告知事实、理由、依据", "Serve the notice"), Persisted, Noticed, finder, nil, "penalty-law 44", c.notify)
	act.Declare(h.Book, act.Spec[Penalty, *Penalty, Words]{Name: "penalty.state", Title: i18n.T("陈述和申辩", "Make a statement"), Table: Penalties, From: []string{Noticed, HearingDue, Heard},
		By: []access.Grant{role.Self()}, Cause: true, Basis: "penalty-law 45", Do: func(_ *act.Work, p *Penalty, b *Words) error { return p.said(b.Remark) }})
	act.Declare(h.Book, act.Spec[Penalty, *Penalty, Words]{Name: "penalty.ask_hearing", Title: i18n.T("要求听证", "Ask for a hearing"), Table: Penalties, From: []string{Noticed}, To: []string{HearingDue},
		By: append([]access.Grant{role.Self()}, finder...), Cause: true, Basis: "penalty-law 63", Do: c.askHearing,
		Offered: func(p *Penalty, today clock.Date) bool { return today <= p.HearBy }})
	act.Declare(h.Book, act.Spec[Penalty, *Penalty, Calling]{Name: "penalty.call_hearing", Title: i18n.T("通知听证", "Call the hearing"), Table: Penalties, From: []string{HearingDue},
		By: lawyer, NotBy: investigators, Basis: "penalty-law 64", Do: c.callHearing})
	act.Declare(h.Book, act.Spec[Penalty, *Penalty, Words]{Name: "penalty.hear", Title: i18n.T("主持听证并作笔录", "Hold the hearing"), Table: Penalties, From: []string{HearingDue}, To: []string{Heard},
		By: lawyer, NotBy: investigators, Basis: "penalty-law 64", Do: c.hear})
	step(h, "penalty.close_notice", i18n.T("期满未要求听证", "No hearing was asked for"), Noticed, Heard, lawyer, investigators, "penalty-law 64", c.closeNotice)
	step(h, "penalty.review_law", i18n.T("法制审核", "Legal review"), Heard, Reviewed, lawyer, append([]string{"penalty.hear"}, investigators...), "penalty-law 58", c.legal)
	step(h, "penalty.impose", i18n.T("作出处罚决定(县级人民政府)", "Decide (county government)"), Reviewed, Imposed, decider, slices.Concat([]string{"penalty.review_law"}, hearers, investigators), "service-law 63", c.impose)
	act.Declare(h.Book, act.Spec[Penalty, *Penalty, Words]{Name: "penalty.drop", Title: i18n.T("不予处罚", "No penalty"), Table: Penalties, Cause: true, To: []string{Dropped},
		From: []string{Found, Filed, Ordered, Persisted, Noticed, HearingDue, Heard, Reviewed}, By: append(append([]access.Grant{}, finder...), decider...), Basis: "penalty-law 33",
		Do: func(w *act.Work, p *Penalty, b *Words) error {
			if w.Actor.Role == role.CountyOfficer && slices.Contains([]string{Noticed, HearingDue, Heard, Reviewed}, p.State) {
				return fault.New(fault.Denied, "penalty.decider", "告知之后,是否处罚由县级人民政府决定,办案机关不能自行撤案。", "Once notice was served the county government decides; whoever investigates cannot drop the case.")
			}
			return c.end(w, p, Dropped, i18n.T("不予处罚:{why}", "No penalty: {why}").With("why", b.Remark))
		}})
	act.Declare(h.Book, act.Spec[Penalty, *Penalty, Serving]{Name: "penalty.serve", Title: i18n.T("登记决定书送达", "Note that the decision was served"), Table: Penalties, From: []string{Imposed},
		By: finder, Adverse: true, Basis: "penalty-law 61", Offered: func(p *Penalty, _ clock.Date) bool { return p.ServedOn == "" }, Do: c.serve})
	act.Declare(h.Book, act.Spec[Penalty, *Penalty, Term]{Name: "penalty.execute", Title: i18n.T("执行(部门)", "Execute (department)"), Table: Penalties, From: []string{Imposed}, To: []string{Running},
		By: executor, NotBy: slices.Concat([]string{"penalty.impose", "penalty.review_law", "penalty.serve"}, hearers, investigators), Adverse: true, Basis: "service-law 63", Do: c.execute})
	act.Declare(h.Book, act.Spec[Penalty, *Penalty, Words]{Name: "penalty.finish", Title: i18n.T("期满解除", "Its term has ended"), Table: Penalties, From: []string{Running}, To: []string{Finished}, By: executor,
		Do: func(w *act.Work, p *Penalty, b *Words) error {
			if w.Today() < p.Until {
				return fault.New(fault.Conflict, "penalty.runs", "措施到 {day} 才期满;提前解除须由复核撤销。", "The measure runs until {day}; only a review lifts it before.", "day", p.Until)
			}
			return c.end(w, p, Finished, i18n.T("措施期满解除:{why}", "The measure has ended: {why}").With("why", b.Remark))
		}})
	appeals.Against(remedies, appeals.Remedy[Penalty, *Penalty]{Name: "penalty.ask_review", Table: Penalties, From: decided, Goes: decided,
		Until: func(p *Penalty) (clock.Date, bool) { return p.ObjectBy, true },
		Of: func(_ *act.Work, p *Penalty) (appeals.Subject, error) {
			return appeals.Subject{Person: p.Person, Home: p.Home, Law: p.FiledOn}, nil
		},
		Restore: func(w *act.Work, p *Penalty) error {
			if p.State != Imposed {
				w.Schedule(p.County, LiftedKind, string(p.ID), w.Now)
			}
			if p.State != Finished {
				p.Until = w.Today()
			}
			p.State, p.DueBy = Lifted, ""
			return nil
		}})
	declareOrganisations(h, remedies, slices.Concat(finder, lawyer), decided)
	h.Shelf.Add(h.Book, &register.Register{Table: Penalties, Floor: "lead", Columns: []string{"party", "conduct", "filed_on", "measure", "due_by", "starts_on", "ends_on", "state"},
		Read: append(append(append(append([]access.Grant{role.Self()}, finder...), decider...), lawyer...), executor[0], role.Grant(role.Inspector, role.Integrity))})
}

func grant(r access.Role, p access.Purpose) []access.Grant { return []access.Grant{role.Grant(r, p)} }

// step is one link of the chain: from one state to the next, by somebody who did
// none of the acts named.
func step[B any](h *house.House, name string, title i18n.Text, from, to string, by []access.Grant, notBy []string, basis string, do func(*act.Work, *Penalty, *B) error) {
	act.Declare(h.Book, act.Spec[Penalty, *Penalty, B]{Name: name, Title: title, Table: Penalties, From: []string{from}, To: []string{to}, By: by, NotBy: notBy, Adverse: true, Basis: basis,
		Do: func(w *act.Work, p *Penalty, b *B) error {
			p.State = to
			return do(w, p, b)
		}})
}

// longestStatement is how many characters of a party's words a case holds.
const longestStatement = 20000

type chain struct{ h *house.House }

func invalid(code, fieldName, zh, en string) error {
	return fault.New(fault.Invalid, code, zh, en).OnField(fieldName, code, zh, en)
}

// find notes facts about somebody of age, within the time of the law. Whoever is
// below the least age is not penalised at all (penalty-law 30).
func (c chain) find(w *act.Work, p *Penalty, b *Finding) error {
	view := c.h.Pack.On(w.Today())
	row, ok := view.Row("conduct", b.Conduct)
	if !ok || row.Text("party") != string(b.Party) {
		return invalid("penalty.conduct", "conduct", "没有这种违法行为,或与当事人类别不符。", "No such conduct, or not of this kind of party.")
	}
	if b.ConductOn > w.Today() {
		return invalid("penalty.day", "conduct_on", "行为日在将来。", "The conduct lies in the future.")
	}
	last, err := clocks.Of(w, c.h).Due(p.Place, w.Today(), "penalty_bar", b.ConductOn)
	if err == nil {
		err = clocks.Kept(i18n.T("处罚时效", "time bar of penalties"), w.Today(), last)
	}
	if err != nil {
		return err
	}
	p.Party, p.Person, p.Home, p.Body, p.Conduct, p.ConductOn, p.Facts, p.State = b.Party, b.Person, b.Home, b.Body, b.Conduct, b.ConductOn, b.Facts, Found
	if b.Party != "citizen" {
		if b.Body == "" {
			return invalid("field.required", "organisation", "必须填写。", "This is required.")
		}
		return nil
	}
	return c.age(w, view, p)
}

func (c chain) age(w *act.Work, view *policy.View, p *Penalty) error {
	who, err := people.PersonOf(w, p.Home, p.Person)
	if err != nil {
		return err
	}
	least, err := view.Int("penalty.least_age")
	if err != nil {
		return err
	}
	full, err := view.Int("penalty.full_age")
	if who.BirthDate.AddYears(int(least)) > p.ConductOn {
		return fault.New(fault.Conflict, "penalty.age", "行为时未满 {age} 周岁,不予处罚。", "Below {age} at the time: no penalty.", "age", least)
	}
	p.Minor = who.BirthDate.AddYears(int(full)) > p.ConductOn
	return err
}

func (c chain) file(w *act.Work, p *Penalty, _ *Words) (err error) {
	p.FiledOn = w.Today()
	p.DecideBy, err = clocks.Of(w, c.h).Due(p.Place, p.FiledOn, "penalty_decision", p.FiledOn)
	return c.next(w, p, p.DecideBy, err)
}

// next sets the clock and its reminder.
func (c chain) next(w *act.Work, p *Penalty, due clock.Date, err error) error {
	p.DueBy = due
	clocks.Remind(w, c.h, Penalties, p.County, p.ID, due)
	return err
}

func (c chain) order(w *act.Work, p *Penalty, b *Order) error {
	least, err := c.h.Pack.On(p.FiledOn).Int("penalty.correct_days")
	if err != nil {
		return err
	}
	if b.By < w.Today().AddDays(int(least)) {
		return invalid("penalty.term", "correct_by", "改正期限过短。", "The term is too short.")
	}
	p.CorrectBy, p.OrderedOn, p.Ordered = b.By, w.Today(), b.By
	why := c.conduct(p)
	return c.against(w, p, i18n.T("责令改正", "You are ordered to put something right"), i18n.T("{conduct}(依据:{article})。请在 {day} 前改正:{what}。改正的不予处罚。有异议可在同日前向作出机关陈述,由他人核实。",
		"{conduct} (under {article}). By {day}: {what}. Who does is not penalised. Tell the office until then if you disagree: somebody else looks into it.").
		With("conduct", why.Text, "article", why.Article, "day", b.By, "what", b.Remark), w.Today(), c.next(w, p, b.By, nil))
}

// persist is refused before the term of the order has ended: refusing once is not
// enough for any measure.
func (c chain) persist(w *act.Work, p *Penalty, b *Words) error {
	if w.Today() <= p.CorrectBy {
		return fault.New(fault.Conflict, "penalty.term_runs", "改正期限到 {day} 才届满。", "The term to correct runs until {day}.", "day", p.CorrectBy)
	}
	p.Refused = b.Remark
	return c.next(w, p, p.DecideBy, nil)
}

func (c chain) notify(w *act.Work, p *Penalty, b *Notice) (err error) {
	row, ok := c.h.Pack.On(p.FiledOn).Row("penalty_measure", p.Conduct, b.Measure)
	if !ok {
		return invalid("penalty.measure", "measure", "法律没有对此行为规定这种措施。", "The law knows no such measure for this conduct.")
	}
	if row.Text("fine") != "yes" && b.Amount != 0 {
		return invalid("penalty.amount", "amount", "此措施没有罚款。", "This measure has no fine.")
	}
	p.Measure, p.Amount, p.Reasons, p.NoticeOn = b.Measure, b.Amount, b.Reasons, w.Today()
	p.HearBy, err = clocks.Of(w, c.h).Due(p.Place, p.FiledOn, "hearing_request", w.Today())
	conduct := c.conduct(p)
	heard := i18n.T("您有权陈述和申辩,不因此加重处罚;可在 {day} 前要求听证。现在尚未作出任何决定。",
		" You may make a statement, which never makes it heavier; a hearing may be asked for until {day}. Nothing is decided yet.").With("day", p.HearBy)
	return c.tell(w, p, i18n.T("处罚事先告知", "Notice before a penalty"), i18n.T("{conduct}(依据:{article})。事实:{facts}。理由与依据:{why}。",
		"{conduct} (under {article}). Facts: {facts}. Reasons and basis: {why}.").
		With("conduct", conduct.Text, "article", conduct.Article, "facts", p.Facts, "why", b.Reasons).And(heard), heard, c.next(w, p, p.HearBy, err))
}

func (c chain) askHearing(w *act.Work, p *Penalty, b *Words) error {
	if err := clocks.Kept(i18n.T("要求听证", "asking for a hearing"), w.Today(), p.HearBy); err != nil {
		return err
	}
	if err := p.said(b.Remark); err != nil {
		return err
	}
	p.State = HearingDue
	return c.next(w, p, p.DecideBy, nil)
}

// said adds to what the party has said: nothing that was said is lost by saying more.
func (p *Penalty) said(words string) error {
	if p.Statement != "" {
		words = p.Statement + "\n" + words
	}
	if utf8.RuneCountInString(words) > longestStatement {
		return fault.New(fault.Conflict, "penalty.statement", "系统内陈述已满;其余请以书面交听证主持人或办案机关,一并归档。", "No more fits here; hand the rest in on paper to whoever hears or investigates: it joins the file.")
	}
	p.Statement = words
	return nil
}

// callHearing needs the days of the law between the call and the hearing.
func (c chain) callHearing(w *act.Work, p *Penalty, b *Calling) error {
	last, err := clocks.Of(w, c.h).Due(p.Place, p.FiledOn, "hearing_notice", b.On)
	if err != nil {
		return err
	}
	if w.Today() > last {
		return invalid("penalty.hearing_early", "hearing_on", "须在听证七个工作日前通知。", "The party is told at least seven working days before.")
	}
	p.Hearing = b.On
	when := i18n.T("听证于 {day} 举行,可委托代理人。", " It is held on {day}; you may be represented.").With("day", b.On)
	return c.tell(w, p, i18n.T("听证通知", "Your hearing"), when, when, nil)
}

func (c chain) hear(w *act.Work, p *Penalty, b *Words) error {
	if p.Hearing == "" || w.Today() < p.Hearing {
		return fault.New(fault.Conflict, "penalty.no_hearing", "听证尚未通知,或未到听证日。", "The hearing was not called, or its day has not come.")
	}
	p.State, p.Minutes = Heard, b.Remark
	return c.next(w, p, p.DecideBy, nil)
}

func (c chain) closeNotice(w *act.Work, p *Penalty, _ *Words) error {
	if w.Today() <= p.HearBy {
		return fault.New(fault.Conflict, "penalty.notice_runs", "要求听证的期限到 {day} 才届满。", "A hearing may be asked for until {day}.", "day", p.HearBy)
	}
	return c.next(w, p, p.DecideBy, nil)
}

func (c chain) legal(w *act.Work, p *Penalty, b *Words) error {
	p.Legal = b.Remark
	return c.next(w, p, p.DecideBy, nil)
}

func (c chain) impose(w *act.Work, p *Penalty, b *Words) (err error) {
	if err := clocks.Kept(i18n.T("作出处罚决定", "deciding a penalty"), w.Today(), p.DecideBy); err != nil {
		return err
	}
	why := c.conduct(p)
	k := clocks.Of(w, c.h)
	p.DecidedOn, p.Decision = w.Today(), b.Remark
	if p.ObjectBy, err = k.Due(p.Place, p.FiledOn, "reconsideration", w.Today()); err != nil {
		return err
	}
	served, err := k.Due(p.Place, p.FiledOn, "penalty_service", w.Today())
	return c.against(w, p, i18n.T("行政处罚决定", "Decision on a penalty"), i18n.T("{conduct}(依据:{article})。{reasons}不服的,可在 {day} 前在本人页面申请复核,由他人办理;撤销的,措施同时解除。",
		"{conduct} (under {article}). {reasons} If you disagree, ask for a review on your page until {day}: somebody else decides, and what is set aside is lifted at once.").
		With("conduct", why.Text, "article", why.Article, "reasons", b.Remark, "day", p.ObjectBy), w.Today(), c.next(w, p, served, err))
}

// conduct is what the party is said to have done, as the law of the case words it.
func (c chain) conduct(p *Penalty) policy.Reason {
	why, _ := c.h.Pack.On(p.FiledOn).Reason("conduct." + p.Conduct)
	return why
}

// serve notes when the decision reached the party; the time to contest it counts from
// then (penalty-law 61), and never ends earlier than the party was told.
func (c chain) serve(w *act.Work, p *Penalty, b *Serving) error {
	switch {
	case p.ServedOn != "":
		return fault.New(fault.Conflict, "penalty.served", "决定书已于 {day} 送达。", "The decision was served on {day}.", "day", p.ServedOn)
	case b.On < p.DecidedOn || b.On > w.Today():
		return invalid("penalty.day", "served_on", "送达日应在决定日之后、今天之前。", "It lies between the decision and today.")
	}
	objectBy, err := clocks.Of(w, c.h).Due(p.Place, p.FiledOn, "reconsideration", b.On)
	if err != nil {
		return err
	}
	p.ServedOn, p.Served, p.ObjectBy = b.On, b.How, max(p.ObjectBy, objectBy)
	return c.against(w, p, i18n.T("处罚决定书已送达", "The decision was served"), i18n.T("{conduct}(依据:{article})的处罚决定书,登记的送达日为 {day}({how})。您可在 {until} 前在本人页面申请复核,由他人办理。未收到的,请立即提出。",
		"The decision for {conduct} (under {article}) is on record as served on {day} ({how}). You may ask for a review on your page until {until}: somebody else decides. If it did not reach you, say so at once.").
		With("conduct", c.conduct(p).Text, "article", c.conduct(p).Article, "day", b.On, "how", b.How, "until", p.ObjectBy), max(p.DecidedOn, p.ServedOn),
		c.next(w, p, "", nil))
}

// execute gives the measure its dates; how long it may last is the pack's. Nothing is
// executed that has not reached the party.
func (c chain) execute(w *act.Work, p *Penalty, b *Term) error {
	if p.ServedOn == "" {
		return fault.New(fault.Conflict, "penalty.unserved", "决定书尚未送达当事人,不得执行。", "The decision has not been served on the party, so it is not executed.")
	}
	row, ok := c.h.Pack.On(p.FiledOn).Row("penalty_measure", p.Conduct, p.Measure)
	if !ok || b.From < p.ServedOn {
		return invalid("penalty.term", "starts_on", "起始日早于决定书送达日。", "It begins before the decision was served.")
	}
	p.State, p.From, p.Until = Running, b.From, b.From.AddYears(int(row.Int("years")))
	return c.against(w, p, i18n.T("处罚执行", "The measure begins"), i18n.T("{conduct}(依据:{article}):{measure},自 {from} 至 {until}。可在 {day} 前在本人页面申请复核,由他人办理;撤销的,措施同时解除。",
		"{conduct} (under {article}): {measure}, from {from} to {until}. You may ask for a review on your page until {day}: somebody else decides, and what is set aside is lifted at once.").
		With("conduct", c.conduct(p).Text, "article", c.conduct(p).Article, "measure", c.measure(p).Text, "from", p.From, "until", p.Until, "day", p.ObjectBy), max(p.DecidedOn, p.ServedOn), c.next(w, p, p.Until, nil))
}

func (c chain) end(w *act.Work, p *Penalty, state string, body i18n.Text) error {
	p.State, p.DueBy = state, ""
	return c.tell(w, p, i18n.T("处罚案件", "Your penalty case"), body, i18n.Text{}, nil)
}

// measure is what was decided, as the law of the case words it.
func (c chain) measure(p *Penalty) policy.Reason {
	what, _ := c.h.Pack.On(p.FiledOn).Reason("measure." + p.Measure)
	return what
}

// against tells what goes against a party, with the remedies of the law and their last
// days, counted from a day.
func (c chain) against(w *act.Work, p *Penalty, subject, body i18n.Text, from clock.Date, err error) error {
	if err != nil {
		return err
	}
	further, err := people.Remedies(c.h.Pack.On(p.FiledOn), from)
	return c.tell(w, p, subject, body.And(further), further, err)
}

// tell tells a citizen, by short message only what may be said openly; an organisation is
// served on paper.
func (c chain) tell(w *act.Work, p *Penalty, subject, body, openly i18n.Text, err error) error {
	if err != nil || p.Party != "citizen" {
		return err
	}
	who, err := people.PersonOf(w, p.Home, p.Person)
	if err == nil {
		people.TellDiscreetlyAs(w, who, subject, i18n.T("您有一件行政事项", "A matter of yours"), body, openly)
	}
	return err
}
