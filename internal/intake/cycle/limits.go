package cycle

import (
	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/house"
	"muster/internal/frame/i18n"
	"muster/internal/intake/clocks"
)

// Noting is the body of noting the day of a step.
type Noting struct {
	On clock.Date `f:"on,required" zh:"日期" en:"Day"`
}

// declareLimits declares the steps of the province that have a limit counted from
// the start of the work.
func declareLimits(h *house.House, planner []access.Grant) {
	act.Declare(h.Book, act.Spec[Cycle, *Cycle, Noting]{
		Name: "cycle.liaise", Title: i18n.T("登记部队联络组对接", "The unit's liaison group has come"), Table: Table, From: []string{Planned, Open}, By: planner,
		Basis: "conscription-regulation 36", Do: func(w *act.Work, c *Cycle, b *Noting) error { c.Liaison = b.On; return c.took(w, h) }})
	act.Declare(h.Book, act.Spec[Cycle, *Cycle, Noting]{
		Name: "cycle.state_needs", Title: i18n.T("登记提出运输需求", "The transport need is stated"), Table: Table, From: []string{Open}, By: planner,
		Basis: "conscription-regulation 45", Do: func(w *act.Work, c *Cycle, b *Noting) error { c.Needs = b.On; return c.took(w, h) }})
}

// Clock is how the clock of an intake is set again.
func Clock() clocks.Running {
	return clocks.For(Table, func(c *Cycle) *clock.Date { return &c.DueBy }, func(k *clocks.Reading, c *Cycle) error { return c.setClock(k) })
}

// setClock points the clock at the next step of the province that is open.
func (c *Cycle) setClock(k *clocks.Reading) error {
	c.DueBy = ""
	for _, step := range []struct {
		deadline string
		done     clock.Date
	}{{"liaison", c.Liaison}, {"transport_need", c.Needs}} {
		if step.done != "" || c.Starts == "" || step.deadline == "liaison" && c.State != Planned { // the work has begun
			continue
		}
		due, err := k.Due(c.Place, c.Starts, step.deadline, c.Starts)
		if err != nil {
			return err
		}
		if c.DueBy == "" || due < c.DueBy {
			c.DueBy = due
		}
	}
	return nil
}

// took sets the clock after a step, and asks for its reminder.
func (c *Cycle) took(w *act.Work, h *house.House) error {
	before := c.DueBy
	err := c.setClock(clocks.Of(w, h))
	if err == nil && c.DueBy != before {
		clocks.Remind(w, h, Table, c.County, c.ID, c.DueBy)
	}
	return err
}
