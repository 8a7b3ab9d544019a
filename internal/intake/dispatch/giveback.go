package dispatch

import (
	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/house"
	"muster/internal/frame/i18n"
	"muster/internal/frame/register"
	"muster/internal/frame/unit"
	"muster/internal/intake/cases"
	"muster/internal/intake/clocks"
	"muster/internal/intake/quota"
	"muster/internal/office/role"
)

// ToldKind is the job that tells the household office and the place of work or
// study of an accepted return.
const ToldKind = "recruit_return.told"

func declareReturns(h *house.House) {
	city := []access.Grant{role.Grant(role.AppealsOfficer, role.Review)}
	act.Declare(h.Book, act.Spec[Return, *Return, Opening]{
		Name: "recruit_return.open", Title: i18n.T("收到退兵函", "Note a return letter"), Table: Returns, New: true, To: []string{Notified}, By: receiver(), Adverse: true, Cause: true,
		Basis: "conscription-regulation 49", Unit: func(*act.Work, *Opening) (unit.Code, error) { return "", nil },
		Do: func(w *act.Work, r *Return, b *Opening) error { return open(w, h, r, b) }})
	act.Declare(h.Book, act.Spec[Return, *Return, Disputing]{
		Name: "recruit_return.dispute", Title: i18n.T("提请医学鉴定", "Ask for a medical appraisal"), Table: Returns, From: []string{Notified}, To: []string{Appraisal}, By: city, Cause: true,
		Basis: "conscription-regulation 53", Do: func(w *act.Work, r *Return, b *Disputing) error { return dispute(w, h, r, b) }})
	act.Declare(h.Book, act.Spec[Return, *Return, Appraising]{
		Name: "recruit_return.appraise", Title: i18n.T("作出医学鉴定(最终)", "Appraise (final)"), Table: Returns, From: []string{Appraisal}, To: []string{Appraised, Refuted}, By: city,
		NotBy: []string{"recruit_return.dispute"}, Adverse: true, Basis: "conscription-regulation 53", Do: func(w *act.Work, r *Return, b *Appraising) error { return appraise(w, h, r, b) }})
	act.Declare(h.Book, act.Spec[Return, *Return, Accepting]{
		Name: "recruit_return.accept", Title: i18n.T("接收退兵,取消批准", "Accept the return, cancel the approval"), Table: Returns, From: []string{Notified, Appraised}, To: []string{Accepted},
		By: approver(), Sign: []access.Grant{role.Grant(role.Inspector, role.Integrity)}, NotBy: []string{"recruit_return.open"}, Adverse: true, Basis: "conscription-regulation 54",
		Do: func(w *act.Work, r *Return, b *Accepting) error { return accept(w, h, r, b) }})
	act.Declare(h.Book, act.Spec[Return, *Return, Words]{
		Name: "recruit_return.hand_back", Title: i18n.T("退兵交接", "Hand back"), Table: Returns, From: []string{Accepted}, To: []string{Back}, By: receiver(), Sign: officer(),
		Basis: "conscription-regulation 52", Do: func(w *act.Work, r *Return, _ *Words) error {
			r.State, r.BackAt, r.Late, r.DueBy = Back, w.Now, w.Today() > r.DueBy, ""
			return nil
		}})
	h.Shelf.Add(h.Book, &register.Register{Table: Returns, Floor: "intake", Columns: []string{"application", "route", "letter_on", "decided_on", "due_by", "responsible", "state"},
		Read: append(append(append(officer(), receiver()...), approver()...), city[0], role.Self(), role.Grant(role.Inspector, role.Integrity), role.Grant(role.Assessor, role.Assessment))})
}

func refused(code, zh, en, fieldName string) error {
	return fault.New(fault.Invalid, code, zh, en).OnField(fieldName, code, zh, en)
}

// open notes a letter by the rules of its route: the level that approves it, and
// for body and vetting the window from the arrival. Fraud knows none
// (conscription-regulation 56), nor does an illness once it is stable (50).
func open(w *act.Work, h *house.House, r *Return, b *Opening) error {
	c, err := act.Load[cases.Case](w, cases.Table, b.Home, b.Case)
	if err != nil {
		return err
	}
	if c.State != cases.HandedOver {
		return fault.New(fault.Conflict, "act.state", "此人没有已完成的交接。", "This person was not handed over.")
	}
	why, err := c.ReasonOf(h, "return", b.Route)
	if err != nil {
		return err
	}
	row, ok := h.Pack.On(c.PolicyDay).Row("return_route", b.Route)
	switch {
	case !ok:
		return refused("return.route", "没有这种退兵类别。", "There is no such route.", "route")
	case row.Text("level") != string(b.Level):
		return refused("return.level", "此类退兵的批准层级不对。", "This route needs the approval of another level.", "level")
	case row.Text("stable") == "yes" && !b.Stable:
		return refused("return.unstable", "病情未稳定的不得退回,由部队免费治疗。", "Nobody is returned before the illness is stable; treatment is free.", "stable")
	case b.LetterOn > w.Today():
		return refused("return.day", "退兵函日期在将来。", "The letter is of a future day.", "letter_on")
	case b.LetterOn < c.HandedAt.Date(h.Pack.Zone()):
		return refused("return.day", "退兵函日期早于交接。", "The letter is older than the hand-over.", "letter_on")
	}
	if row.Text("window") == "yes" {
		last, err := clocks.Of(w, h).Due(c.Place, c.PolicyDay, "return", c.Arrived)
		if err != nil {
			return err
		}
		if b.LetterOn > last {
			return fault.New(fault.Conflict, "return.late", "退兵期限已于 {day} 届满。", "The window for a return closed on {day}.", "day", last)
		}
	}
	if err := noneBefore(w, c, b, row.Text("window") == "yes"); err != nil {
		return err
	}
	r.County, r.Unit, r.Place, r.State, r.Law = c.County, c.Unit, c.Place, Notified, c.PolicyDay
	r.Case, r.Person, r.Cycle, r.Route, r.Level, r.Proof, r.Letter, r.LetterOn, r.Remark, r.Decided = c.ID, c.Person, c.Cycle, b.Route, b.Level, b.Proof, b.Letter, b.LetterOn, b.Remark, b.LetterOn
	if err := r.waits(w, h); err != nil {
		return err
	}
	r.Belated = w.Today() > r.DueBy // the county had no day left
	return c.TellDiscreetly(w, i18n.T("部队提出退兵", "Your unit asks to return you"), i18n.T("理由:{reason}(依据:{article})。县(市、区)和市级征兵办正在核查。身体原因的,市级征兵办可在核查后提请医学鉴定;接收前您的批准有效,名额为您保留。",
		"Reason: {reason} (under {article}). The county and city offices look into it. Where it is for your body the city can ask for a medical appraisal; until it is accepted your approval stands and your place is kept.").
		With("reason", why.Text, "article", why.Article).And(untilAccepted(r.DueBy)), untilAccepted(r.DueBy))
}

// noneBefore refuses a letter beside a return that is open, and one by a route by which
// an appraisal has refuted a return already (conscription-regulation 53): within the window
// whatever its proof, later only with the same.
func noneBefore(w *act.Work, c *cases.Case, b *Opening, window bool) error {
	before, err := act.List[Return](w, Returns, "county = $1 AND application = $2 AND state IN ('notified', 'appraisal', 'appraised', 'refuted')", string(c.County), string(c.ID))
	if err != nil {
		return err
	}
	for _, o := range before {
		if o.State != Refuted {
			return fault.New(fault.Conflict, "return.doubled", "此人已有退兵件。", "There is a return of this person already.")
		}
		if o.Route == b.Route && (window || o.Proof == b.Proof) { // a new illness goes by its own route
			return fault.New(fault.Conflict, "return.final", "医学鉴定已不同意按此类别退兵,为最终结论。", "A medical appraisal has disagreed with a return by this route, and is final.")
		}
	}
	return nil
}

// untilAccepted says what can be done against a return that is not accepted yet, and by
// when it ought to be.
func untilAccepted(due clock.Date) i18n.Text {
	return i18n.T("不同意的,请在 {due} 前向县(市、区)征兵办陈述;如被接收,您可自接到通知起依法申请复核,届时另行告知截止日。",
		" If you disagree, tell the county office before {due}; should it be accepted you may ask for a review, until a day that you will be told then.").With("due", due)
}

// waits sets the clock.
func (r *Return) waits(w *act.Work, h *house.House) error {
	if err := r.setClock(clocks.Of(w, h)); err != nil {
		return err
	}
	clocks.Remind(w, h, Returns, r.County, r.ID, r.DueBy)
	return nil
}

// asked is the subject of the short messages about a return: they do not say whether it
// is for the body.
var asked = i18n.T("关于退兵的办理进展", "News about your return")

func dispute(w *act.Work, h *house.House, r *Return, _ *Disputing) error {
	row, _ := h.Pack.On(r.Law).Row("return_route", r.Route)
	if row.Text("appraisal") != "yes" {
		return fault.New(fault.Conflict, "return.no_appraisal", "只有身体原因的退兵可以提请医学鉴定。", "Only a return for the body can be appraised.")
	}
	c, err := act.Load[cases.Case](w, cases.Table, r.County, r.Case)
	if err != nil {
		return err
	}
	r.State, r.Disputed = Appraisal, w.Today()
	if err := r.waits(w, h); err != nil {
		return err
	}
	return c.TellDiscreetlyAs(w, i18n.T("已提请医学鉴定", "A medical appraisal was asked for"), asked, i18n.T("鉴定在 {day} 前作出,为最终结论。", "It is made by {day} and is final.").With("day", r.DueBy), i18n.Text{})
}

func appraise(w *act.Work, h *house.House, r *Return, b *Appraising) error {
	c, err := act.Load[cases.Case](w, cases.Table, r.County, r.Case)
	if err != nil {
		return err
	}
	r.State, r.Finding = Refuted, b.Finding
	body, until := i18n.T("鉴定不同意退兵:您继续服役。", "The appraisal disagrees with the return: you go on serving."), i18n.Text{}
	if b.Agrees {
		r.State, r.Decided, r.Belated = Appraised, w.Today(), false
		body = i18n.T("鉴定同意退兵,为最终结论(依据:{article})。理由:{finding}。接收前您的批准有效,名额为您保留。",
			"The appraisal agrees with the return and is final (under {article}). Reasons: {finding}. Until the return is accepted your approval stands and your place is kept.").
			With("article", h.Pack.Article(w.Kind.Basis), "finding", b.Finding)
	}
	if err := r.waits(w, h); err != nil {
		return err
	}
	if b.Agrees {
		until = untilAccepted(r.DueBy)
	}
	return c.TellDiscreetlyAs(w, i18n.T("医学鉴定结论", "The medical appraisal"), asked, body.And(until), until)
}

// accept cancels the approval, gives the seat back and has the offices told.
func accept(w *act.Work, h *house.House, r *Return, b *Accepting) error {
	c, err := act.Load[cases.Case](w, cases.Table, r.County, r.Case)
	if err != nil {
		return err
	}
	if c.State != cases.HandedOver {
		return fault.New(fault.Conflict, "act.state", "此人没有已完成的交接。", "This person was not handed over.")
	}
	why, err := c.ReasonOf(h, "return", r.Route)
	if err != nil {
		return err
	}
	q, err := quota.Lock(w, c.County, c.Unit, c.Cycle)
	if err != nil {
		return err
	}
	if err := quota.GiveBack(w, q); err != nil {
		return err
	}
	r.Ours = w.Today() > r.DueBy && !r.Belated
	r.State, r.AcceptedOn, r.Responsible = Accepted, w.Today(), b.Responsible
	c.State, c.Reason, c.Remark, c.ApprovedOn, c.Benefits = cases.Returned, r.Route, r.Remark, "", ""
	w.Save(cases.Table, c)
	w.Schedule(c.County, ToldKind, string(r.ID), w.Now)
	if err := r.waits(w, h); err != nil {
		return err
	}
	if err := c.Tell(w, true, i18n.T("退兵后的学业和工作", "After the return: study, work, household"),
		i18n.T("批准已取消,有关机关和原就业、就学单位将收到通知,原工作或学籍依法恢复。", "The approval is cancelled; household office and place of work or study are told, and your work or study is restored by law.")); err != nil {
		return err
	}
	if r.Route == "fraud" {
		return c.TellAdverse(w, h, i18n.T("您被退回", "You were returned"), why, r.Remark)
	}
	return c.TellPrivately(w, h, i18n.T("您被退回", "You were returned"))
}

// SetAside ends the return of a case that a review has set aside: nobody is handed
// back any more, nothing counts it, and the offices that were told are told of it.
func SetAside(w *act.Work, c *cases.Case) error {
	list, err := act.Take[Return](w, Returns, "county = $1 AND application = $2 AND state IN ('accepted', 'back')", string(c.County), string(c.ID))
	for _, r := range list {
		r.State, r.DueBy = Undone, ""
		w.Save(Returns, r)
		w.Schedule(c.County, ToldKind, string(r.ID), w.Now)
	}
	return err
}

// Told is what the offices are told of an accepted return, and of one that was set
// aside: no reason.
func Told(r *Return) (subject, body i18n.Text) {
	if r.State == Undone {
		return i18n.T("退兵已撤销", "A return was set aside"),
			i18n.T("退兵件 {id} 经复核撤销,入伍批准恢复:此前关于落户、学籍、工作的通知不再执行。", "The return {id} was set aside on review and the approval restored: what you were told of household, study or work no longer holds.").With("id", r.ID)
	}
	return i18n.T("退兵后的落户、学籍、工作恢复", "Household, study or work to be restored"),
		i18n.T("退兵件 {id} 已接收:请依法办理落户、恢复学籍或者原工作(不载明退兵原因)。", "The return {id} was accepted: please restore the person's household entry, study or work by law (the reason is not stated).").With("id", r.ID)
}
