package medical

import (
	"muster/internal/frame/act"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/intake/cases"
	"muster/internal/office/role"
)

func rebook(w *act.Work, a *Appointment, b *Choice) error {
	from, to, err := lockBoth(w, a.County, a.Session, b.Home, b.Session)
	if err != nil {
		return err
	}
	switch {
	case to.Station != a.Station:
		return conflict("exam.station", "只能改约同一体检站的场次。", "Only sessions of the same station can be booked.")
	case to.On < w.Today() || to.State != Open:
		return conflict("exam.past", "该场次已过。", "That session has passed.")
	case to.Free() == 0 || to.Waiting > 0 && to.ID != from.ID:
		return conflict("exam.full", "该场次没有空余名额。", "That session has no free place.")
	}
	if err := a.leave(w, from); err != nil {
		return err
	}
	if to.Free() == 0 {
		return conflict("exam.full", "该场次没有空余名额。", "That session has no free place.")
	}
	to.Booked++
	w.Save(Sessions, to)
	a.WalkIn = false
	a.in(to, Booked)
	err = a.tell(w, i18n.T("体检时间已改", "Your appointment was changed"), i18n.T("新的体检时间:{day} {time},{station}。", "You are now to come on {day} at {time}, to {station}.").
		With("day", a.On, "time", a.Starts, "station", w.Tree.Name(a.Station)))
	if err != nil {
		return err
	}
	return a.enter(w)
}

// miss notes that somebody did not come. It takes nothing from them: they book
// another time.
func miss(w *act.Work, a *Appointment, _ *Empty) error {
	if a.On >= w.Today() {
		return conflict("exam.early", "体检日尚未过去。", "The day is not over.")
	}
	s, err := act.Load[Session](w, Sessions, a.County, a.Session)
	if err != nil {
		return err
	}
	if err := a.leave(w, s); err != nil {
		return err
	}
	a.State = Missed
	return a.tell(w, i18n.T("您未到检", "You did not come"), i18n.T("未到检不影响您的应征;请在本人页面改约时间。", "This does you no harm: book another time on your page."))
}

// cancel ends an appointment; the case is where it was before it. Who was drawn for a
// blind re-examination is let off by the inspectors who drew, not by the offices that
// it checks; the other appointments are those of the offices.
func cancel(w *act.Work, a *Appointment, b *Words) error {
	if (a.Kind == Blind) != (w.Actor.Role == role.Inspector) {
		return fault.New(fault.Denied, "exam.blind", "抽查复检只能由纪检监察干部取消,其他预约由征兵办取消。", "A blind re-examination is cancelled by the inspectors, any other appointment by the office.")
	}
	s, err := act.Load[Session](w, Sessions, a.County, a.Session)
	if err != nil {
		return err
	}
	if err := a.leave(w, s); err != nil {
		return err
	}
	a.State = Cancelled
	err = a.tell(w, i18n.T("预约已取消", "Your appointment was cancelled"), i18n.T("理由:{reason}。将另行通知。", "Reason: {reason}. You will be told a new time.").With("reason", b.Reason))
	if err != nil || a.Kind == Blind {
		return err
	}
	c, err := act.Load[cases.Case](w, cases.Table, a.Home, a.Case)
	if err != nil || c.State != cases.Summoned {
		return err
	}
	c.ExamOn, c.State = "", cases.Preselected
	if a.Kind == Again {
		c.State = cases.Recheck
	}
	w.Save(cases.Table, c)
	return nil
}
