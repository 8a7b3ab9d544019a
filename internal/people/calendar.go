package people

import (
	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/fault"
	"muster/internal/frame/house"
	"muster/internal/frame/i18n"
	"muster/internal/frame/outbox"
	"muster/internal/frame/policy"
	"muster/internal/frame/unit"
	"muster/internal/office/role"
)

// declareCalendar declares what the registration year asks for beside the
// registration itself: reminders, the yearly verification, exemption for a later
// illness, the voluntary registration.
func declareCalendar(h *house.House) {
	registrar := role.Grant(role.CountyRegistrar, role.Registration)
	clerk := role.Grant(role.Clerk, role.Registration)
	concluded := []string{MustServe, Exempt, Barred}
	act.Declare(h.Book, act.Spec[Registration, *Registration, Empty]{
		Name: "registration.remind", Title: i18n.T("提醒办理登记", "Remind"), Table: Registrations, From: []string{Due, Draft},
		By: []access.Grant{registrar, clerk}, Basis: "registration-rules",
		Do: func(w *act.Work, r *Registration, _ *Empty) error { return remind(w, h.Pack.On(w.Today()), r) }})
	act.Declare(h.Book, act.Spec[Registration, *Registration, Calling]{
		Name: "registration.call", Title: i18n.T("通知年度核验", "Call to the yearly verification"), Table: Registrations, From: concluded,
		By: []access.Grant{registrar, clerk}, Basis: "service-law 18",
		Do: func(w *act.Work, r *Registration, b *Calling) error { return call(w, h, r, b.Year) }})
	act.Declare(h.Book, act.Spec[Registration, *Registration, Form]{
		Name: "registration.verify", Title: i18n.T("年度核验", "Verify for this year"), Table: Registrations, From: concluded,
		By: []access.Grant{role.Self(), clerk, registrar}, Basis: "service-law 18",
		Do: func(w *act.Work, r *Registration, f *Form) error {
			r.Residence, r.Volunteers, r.VerifiedFor, r.VerifyFor, r.DueBy = f.Residence, f.Volunteers, max(r.VerifyFor, int64(w.Today().Year())), 0, ""
			return nil
		}})
	act.Declare(h.Book, act.Spec[Registration, *Registration, Claim]{
		Name: "registration.ask_exemption", Title: i18n.T("登记后患病致残,申请免服兵役", "Ask for exemption after a later illness"), Table: Registrations,
		From: []string{MustServe}, To: []string{Submitted}, By: []access.Grant{role.Self(), clerk}, Basis: "registration-rules 24",
		Do: func(_ *act.Work, r *Registration, b *Claim) error {
			r.reopen(b.Reason)
			r.Evidence = b.Evidence
			return nil
		}})
	act.Declare(h.Book, act.Spec[Registration, *Registration, OfPerson]{
		Name: "registration.volunteer", Title: i18n.T("自愿提前登记(17 周岁)", "Register early, of one's own will"), Table: Registrations, New: true, To: []string{Due},
		By: []access.Grant{role.Self()}, Basis: "registration-notice",
		Unit: func(*act.Work, *OfPerson) (unit.Code, error) { return "", nil },
		Do:   func(w *act.Work, r *Registration, b *OfPerson) error { return volunteer(w, h, r, b) }})
}

// remind tells somebody who is due by when to register; not more often than the
// pack allows. Nothing follows from a reminder that went unanswered.
func remind(w *act.Work, view *policy.View, r *Registration) error {
	pause, err := view.Int("registration.remind_days")
	if err != nil {
		return err
	}
	if !r.Reminded.IsZero() && r.Reminded.AddDays(int(pause)) > w.Today() {
		return fault.New(fault.Conflict, "registration.reminded", "已于 {day} 提醒,{days} 天内不重复提醒。", "Reminded on {day}; not again within {days} days.", "day", r.Reminded, "days", pause)
	}
	p, err := PersonOf(w, r.County, r.Person)
	if err != nil {
		return err
	}
	r.Reminded = w.Today()
	subject := i18n.T("请办理兵役登记", "Please register for military service")
	body := i18n.T("请在 {day} 前在本人页面或到所在地登记站办理兵役登记;不便自行办理的,可由亲属或基层工作人员代办。",
		"Please register until {day}, on your page or at the station of your place. If you cannot, a relative or the clerk can do it for you.").With("day", r.DueBy)
	w.Notify(Tell(p, outbox.SMS, subject, body))
	w.Notify(Tell(p, outbox.Page, subject, body))
	return nil
}

// call asks somebody who registered earlier to confirm what is on file, up to the
// age at which the verification ends.
func call(w *act.Work, h *house.House, r *Registration, year int64) error {
	if this := int64(w.Today().Year()); year < this || year > this+1 {
		return fault.New(fault.Conflict, "registration.call_year", "只能通知 {this} 年或 {next} 年的核验。", "People are called to the verification of {this} or {next} only.", "this", this, "next", this+1)
	}
	first, _, err := DueYears(h, year)
	if err != nil {
		return err
	}
	p, err := PersonOf(w, r.County, r.Person)
	if err != nil {
		return err
	}
	switch {
	case p.BirthYear < first:
		return fault.New(fault.Conflict, "registration.past_verification", "此人 {year} 年已超过年度核验年龄。", "This person is past the age of verification in {year}.", "year", year)
	case r.VerifiedFor >= year:
		return fault.New(fault.Conflict, "registration.verified", "{year} 年度已核验。", "Verified for {year} already.", "year", year)
	}
	if r.DueBy, err = h.Pack.On(w.Today()).DayOfYear("registration.deadline", int(year)); err != nil {
		return err
	}
	r.VerifyFor = year
	w.Notify(Tell(p, outbox.SMS, i18n.T("兵役登记年度核验", "Yearly verification of your registration"),
		i18n.T("请在 {day} 前在本人页面核对常住地址、学业和联系方式。", "Please check until {day} on your page whether address, study and telephone are right.").With("day", r.DueBy)))
	return nil
}

// volunteer opens the registration of somebody who reaches the age of voluntary
// registration in the year, at their own wish. Women are not registered here
// (registration-rules: their reserve registration is a matter of its own).
func volunteer(w *act.Work, h *house.House, r *Registration, b *OfPerson) error {
	p, err := LivingOf(w, b.County, b.Person)
	if err != nil {
		return err
	}
	year := int64(w.Today().Year())
	view := h.Pack.On(w.Today())
	early, err := view.Int("registration.early_age")
	if err != nil {
		return err
	}
	due, err := view.Int("registration.age")
	if err != nil {
		return err
	}
	if age := year - p.BirthYear; p.Sex != Male || age < early || age >= due {
		return fault.New(fault.Conflict, "registration.not_early", "自愿提前登记限当年满 {early} 周岁、未满 {due} 周岁的男性公民;已满的由县级列入应登记名单。",
			"Early registration is for men who reach {early} and not yet {due} this year; who is older is put on the due list by the county.", "early", early, "due", due)
	}
	return r.found(w, h, p, year)
}
