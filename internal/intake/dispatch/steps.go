package dispatch

import (
	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/house"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/register"
	"muster/internal/intake/cases"
	"muster/internal/intake/clocks"
	"muster/internal/office/role"
)

// Plan is the body of planning a transport.
type Plan struct {
	Cycle   ident.ID   `f:"cycle,required,ref=cycle" zh:"征集批次" en:"Intake"`
	Name    string     `f:"name,required,max=60" zh:"批次名称" en:"Name"`
	Mode    Mode       `f:"mode,required" zh:"交接方式" en:"Mode"`
	On      clock.Date `f:"departs_on,required" zh:"起运日期" en:"Departs on"`
	Hour    string     `f:"departs_time,required,max=5" zh:"起运时刻(如 08:30)" en:"Time (such as 08:30)"`
	Meeting string     `f:"meeting_point,required,max=120" zh:"集合地点" en:"Meeting point"`
	Escorts []string   `f:"escorts" zh:"护送人员(以 | 分隔,自行报到的不填)" en:"Escorts (separated by |; none for own travel)"`
}

// Delay is the body of putting a transport off.
type Delay struct {
	On     clock.Date `f:"departs_on,required" zh:"新的起运日期" en:"New day"`
	Hour   string     `f:"departs_time,required,max=5" zh:"时刻" en:"Time"`
	Remark string     `f:"remark,required,long,max=500" zh:"原因" en:"Why"`
}

// Words is the body of a step with a remark.
type Words struct {
	Remark string `f:"remark,long,max=500" zh:"说明" en:"Remark"`
}

// Arrival is the body of noting an arrival.
type Arrival struct {
	On clock.Date `f:"on,required" zh:"日期" en:"Day"`
}

func officer() []access.Grant  { return []access.Grant{role.Grant(role.CountyOfficer, role.Dispatch)} }
func receiver() []access.Grant { return []access.Grant{role.Grant(role.Receiver, role.Dispatch)} }
func approver() []access.Grant { return []access.Grant{role.Grant(role.Approver, role.Selection)} }

// Declare declares the gate.
func Declare(h *house.House) {
	declareTransports(h)
	declareAboard(h)
	declareDefects(h)
	declareReturns(h)
	h.Shelf.Add(h.Book, &register.Register{Table: Transports, Floor: "intake", Columns: []string{"name", "mode", "departs_at", "size", "handed", "due_by", "state"},
		Read: append(append(officer(), receiver()...), approver()[0], role.Grant(role.Inspector, role.Integrity), role.Grant(role.Assessor, role.Assessment), role.Grant(role.Leader, role.Intake))})
}

func declareTransports(h *house.House) {
	act.Declare(h.Book, act.Spec[Transport, *Transport, Plan]{
		Name: "transport.plan", Title: i18n.T("制定起运计划", "Plan a transport"), Table: Transports, New: true, To: []string{Planned}, By: officer(),
		Basis: "conscription-regulation 35", Do: func(w *act.Work, t *Transport, b *Plan) error { return plan(w, h, t, b) }})
	act.Declare(h.Book, act.Spec[Transport, *Transport, Delay]{
		Name: "transport.postpone", Title: i18n.T("调整起运时间", "Put off"), Table: Transports, From: []string{Planned, Ready}, By: officer(), Cause: true,
		Do: func(w *act.Work, t *Transport, b *Delay) error { return postpone(w, h, t, b) }})
	act.Declare(h.Book, act.Spec[Transport, *Transport, Arrival]{
		Name: "transport.officers", Title: i18n.T("领兵干部到达", "The unit's officers have arrived"), Table: Transports, From: []string{Planned, Ready}, By: receiver(),
		Basis: "conscription-regulation 39", Do: func(w *act.Work, t *Transport, b *Arrival) error {
			if b.On > w.Today() {
				return refused("transport.future", "到达日期在将来。", "They have not arrived yet.", "on")
			}
			t.Officers = b.On
			return t.took(w, h, stepOfficers)
		}})
	act.Declare(h.Book, act.Spec[Transport, *Transport, Words]{
		Name: "transport.review_files", Title: i18n.T("完成档案审查", "Files reviewed"), Table: Transports, From: []string{Planned, Ready}, By: receiver(),
		Basis: "conscription-regulation 43", Do: func(w *act.Work, t *Transport, _ *Words) error { return review(w, h, t) }})
	act.Declare(h.Book, act.Spec[Transport, *Transport, Words]{
		Name: "transport.approve_list", Title: i18n.T("审定名单", "Approve the list"), Table: Transports, From: []string{Planned, Ready, Departed, Arrived}, To: []string{Ready, Departed, Arrived},
		By: approver(), NotBy: []string{"transport.plan"}, Basis: "conscription-regulation 35", Do: func(w *act.Work, t *Transport, _ *Words) error { return approve(w, t) }})
	act.Declare(h.Book, act.Spec[Transport, *Transport, Words]{
		Name: "transport.depart", Title: i18n.T("起运", "Depart"), Table: Transports, From: []string{Ready}, To: []string{Departed, Done}, By: officer(),
		Basis: "conscription-regulation 35", Do: func(w *act.Work, t *Transport, _ *Words) error { return depart(w, h, t) }})
	act.Declare(h.Book, act.Spec[Transport, *Transport, Words]{
		Name: "transport.arrive", Title: i18n.T("到达部队", "Arrived at the unit"), Table: Transports, From: []string{Departed}, To: []string{Arrived, Done}, By: receiver(), Basis: "conscription-regulation 37",
		Do: func(w *act.Work, t *Transport, _ *Words) error { return arrive(w, h, t) }})
	act.Declare(h.Book, act.Spec[Transport, *Transport, Words]{
		Name: "transport.send_files", Title: i18n.T("寄送档案(机要或专人)", "Send the files"), Table: Transports, From: []string{Departed, Arrived}, By: officer(),
		Basis: "conscription-regulation 42", Do: func(w *act.Work, t *Transport, _ *Words) error {
			t.FilesSent = w.Today()
			return t.took(w, h, stepFiles)
		}})
	act.Declare(h.Book, act.Spec[Transport, *Transport, Words]{
		Name: "transport.check_files", Title: i18n.T("训练单位完成档案审查", "The training unit has checked the files"), Table: Transports, From: []string{Arrived}, By: receiver(),
		Basis: "conscription-regulation 43", Do: func(w *act.Work, t *Transport, _ *Words) error {
			t.Checked = w.Today()
			return t.took(w, h, stepCheck)
		}})
}

func plan(w *act.Work, h *house.House, t *Transport, b *Plan) (err error) {
	if b.Mode != OwnTravel && len(b.Escorts) == 0 {
		return fault.New(fault.Invalid, "transport.escorts", "须指定护送人员。", "Name who escorts them.").OnField("escorts", "field.required", "必须填写。", "This is required.")
	}
	t.Cycle, t.Law, t.Name, t.Mode, t.Meeting, t.Escorts, t.State = b.Cycle, w.Today(), b.Name, b.Mode, b.Meeting, b.Escorts, Planned
	if t.DepartsAt, err = clocks.At(b.On, b.Hour, h.Pack.Zone(), "departs_time"); err != nil {
		return err
	}
	if t.DepartsAt <= w.Now {
		return past()
	}
	return t.took(w, h, "")
}

func past() error {
	return fault.New(fault.Invalid, "transport.past", "起运时间须在将来。", "It must depart in the future.").OnField("departs_on", "transport.past", "须在将来。", "It must be in the future.")
}

func postpone(w *act.Work, h *house.House, t *Transport, b *Delay) (err error) {
	if t.DepartsAt, err = clocks.At(b.On, b.Hour, h.Pack.Zone(), "departs_time"); err != nil {
		return err
	}
	if t.DepartsAt <= w.Now {
		return past()
	}
	if err := t.everybody(w, func(c *cases.Case) error { return t.tell(w, h, c) }); err != nil {
		return err
	}
	return t.took(w, h, "")
}

// tell tells somebody when and where they leave.
func (t *Transport) tell(w *act.Work, h *house.House, c *cases.Case) error {
	at := t.DepartsAt.Time().In(h.Pack.Zone())
	return c.Tell(w, false, i18n.T("起运通知", "Departure"), i18n.T("您编入批次“{name}”,{day} {hour} 在{place}集合起运({mode})。", "You leave with {name} on {day} at {hour}; meet at {place} ({mode}).").
		With("name", t.Name, "day", at.Format("2006-01-02"), "hour", at.Format("15:04"), "place", t.Meeting, "mode", optionOf(t.Mode)))
}

func optionOf(m Mode) i18n.Text {
	for _, o := range m.Options() {
		if o.Value == string(m) {
			return o.Label
		}
	}
	return i18n.Same(string(m))
}

// everybody visits the cases on the list, which the act may change.
func (t *Transport) everybody(w *act.Work, visit func(*cases.Case) error) error {
	list, err := act.Take[cases.Case](w, cases.Table, "county = $1 AND batch = $2 AND state IN ('approved', 'dispatched', 'handed_over')", string(t.County), string(t.ID))
	for _, c := range list {
		if err == nil {
			err = visit(c)
		}
	}
	return err
}

// review is refused too late: the transport must then be put off.
func review(w *act.Work, h *house.House, t *Transport) error {
	limit, needed, err := t.limit(w, h, stepReview)
	if err != nil {
		return err
	}
	if needed && w.Now > limit {
		return tooLate(limit, h)
	}
	t.Reviewed = w.Now
	return t.took(w, h, stepReview)
}

func tooLate(limit clock.Instant, h *house.House) error {
	return fault.New(fault.Conflict, "transport.late", "最迟应于 {at} 完成,已来不及;须调整起运时间。", "This had to be done by {at}; put the departure off.",
		"at", limit.Time().In(h.Pack.Zone()).Format("2006-01-02 15:04"))
}

// approve fixes the list. Everybody on it is read, so that nobody whose record was
// changed past the acts goes along unseen.
func approve(w *act.Work, t *Transport) (err error) {
	if err = t.everybody(w, func(*cases.Case) error { return nil }); err != nil {
		return err
	}
	if t.Root, t.Size, err = rootOf(w, t.County, t.ID); err != nil {
		return err
	}
	if t.Size == 0 {
		return fault.New(fault.Conflict, "transport.empty", "名单为空。", "Nobody is on the list.")
	}
	if t.State == Planned {
		t.State = Ready
	}
	return nil
}

func depart(w *act.Work, h *house.House, t *Transport) error {
	if w.Today() < t.DepartsAt.Date(h.Pack.Zone()) {
		return fault.New(fault.Conflict, "transport.early", "未到起运日。", "Its day has not come.")
	}
	if err := t.approved(w); err != nil {
		return err
	}
	if err := filesInOrder(w, h, t); err != nil {
		return err
	}
	err := t.everybody(w, func(c *cases.Case) error {
		switch {
		case c.KitOn == "":
			return fault.New(fault.Conflict, "transport.kit", "第 {rank} 名尚未发放被装。", "Rank {rank} has no clothing yet.", "rank", c.Rank)
		case c.State == cases.HandedOver:
			return nil
		case t.Mode == Collected:
			return fault.New(fault.Conflict, "transport.not_handed", "第 {rank} 名尚未交接;领兵的须在起运前交接。", "Rank {rank} is not handed over; the collected are handed over before they leave.", "rank", c.Rank)
		}
		c.Move(cases.Dispatched, cases.ReachDispatched)
		w.Save(cases.Table, c)
		return nil
	})
	if err != nil {
		return err
	}
	t.Departed, t.State = w.Now, Departed
	return t.took(w, h, "")
}

// arrive notes that a transport is there. From then count the days of those whom the unit
// collected (conscription-regulation 49, 50); the others are handed over afterwards.
func arrive(w *act.Work, h *house.House, t *Transport) error {
	t.Arrived, t.State = w.Now, Arrived
	if t.Mode == Collected {
		err := t.everybody(w, func(c *cases.Case) error {
			c.Arrived = w.Today()
			w.Save(cases.Table, c)
			care, err := h.Pack.On(t.Law).Due("injury_care", c.Arrived)
			if err != nil {
				return err
			}
			return c.Tell(w, false, i18n.T("到达部队", "You have arrived"),
				i18n.T("您已到达部队。{day} 前患病负伤,部队免费治疗。", "You have arrived at your unit. Illness or injury until {day} is treated free of charge.").With("day", care))
		})
		if err != nil {
			return err
		}
	}
	return t.took(w, h, "")
}
