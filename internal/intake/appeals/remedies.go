package appeals

import (
	"cmp"
	"database/sql"
	"encoding/json"
	"slices"

	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/intake/cases"
	"muster/internal/intake/clocks"
	"muster/internal/intake/dispatch"
	"muster/internal/intake/preservice"
	"muster/internal/intake/quota"
	"muster/internal/intake/signup"
	"muster/internal/intake/vetting"
	"muster/internal/people"
)

// opened says where a case goes when the result against it is set aside; a case
// that was cancelled or returned goes back to what it was.
var opened = map[string]string{
	cases.NotEligible:  cases.Applied,
	cases.Prechecked:   cases.Prechecked, // not preselected: to be considered again
	cases.PhysicalFail: cases.Recheck,
	cases.VettingFail:  cases.InVetting,
}

func (room *Room) declareCases() {
	Against(room, Remedy[cases.Case, *cases.Case]{Name: "application.ask_review", Table: cases.Table,
		From:   append([]string{cases.NotEligible, cases.PhysicalFail, cases.VettingFail, cases.Approved, cases.Cancelled, cases.Returned, cases.Withdrawn}, signup.Open...),
		Until:  func(c *cases.Case) (clock.Date, bool) { return c.ObjectBy, c.Contestable() },
		Made:   []string{"recruit_return.accept", "preservice_place.leave"},
		Result: (*cases.Case).Result,
		Told:   func(c *cases.Case) clock.Instant { return c.ToldAt },
		Of: func(_ *act.Work, c *cases.Case) (Subject, error) {
			return Subject{Person: c.Person, Home: c.FileHome(), Law: c.PolicyDay, Case: c.ID, Cycle: c.Cycle}, nil
		},
		Keep: func(c *cases.Case, open bool) {
			if r := c.Result(); r != cases.ResultVoided && r != cases.ResultLeftBehind { // whoever is where they were has their place
				c.PlaceKept = open
			}
		},
		Touched: func(w *act.Work, c *cases.Case, account ident.ID) (bool, error) {
			if c.State != cases.VettingFail {
				return false, nil
			}
			return vetting.Involved(w, c, account)
		},
		Restore: room.restoreCase})
}

func (room *Room) restoreCase(w *act.Work, c *cases.Case) error {
	switch c.Result() {
	case cases.ResultVoided: // to be cleared by an inspector like everybody
		c.Integrity, c.Reason, c.Remark, c.ObjectBy = cases.Undone, "", "", ""
		return nil
	case cases.ResultLeftBehind:
		c.Reason, c.Remark, c.ObjectBy = "", "", ""
		last, err := newest(w, c, func(was then) bool { return was.Batch != "" })
		if err != nil {
			return err
		}
		return dispatch.Rejoin(w, room.house, c, last.Batch)
	}
	if to, ok := opened[c.State]; ok {
		c.State, c.ObjectBy = to, ""
		if to == cases.Prechecked || to == cases.Applied {
			c.Reason, c.Remark = "", ""
		}
		return nil
	}
	if c.State == cases.Withdrawn {
		return preservice.SetAside(room.house, w, c)
	}
	was, err := standing(w, c)
	if err != nil {
		return err
	}
	if c.State == cases.Returned {
		if err := dispatch.SetAside(w, c); err != nil {
			return err
		}
	}
	c.Reason, c.Remark, c.ObjectBy = "", "", ""
	return reseat(w, c, was)
}

// then is what a case was before the result against it.
type then struct {
	State      string     `json:"state"`
	ApprovedOn clock.Date `json:"approved_on"`
	Benefits   clock.Date `json:"benefits_from"`
	Batch      ident.ID   `json:"batch"`
}

// reseat brings a case back to the list on which it stands with its old rank.
// Somebody who had a seat gets one: it was kept. Where none is free after all,
// the case is proposed and its approval waits for the next. Service and benefits
// count from the approval that was (service-law 29): a cancellation that was wrong
// costs no day of them.
func reseat(w *act.Work, c *cases.Case, was then) error {
	if !slices.Contains([]string{cases.Approved, cases.Dispatched, cases.HandedOver}, was.State) {
		c.State = was.State
		return nil
	}
	c.Batch, c.HandedAt, c.Identity, c.KitOn, c.Kit = "", 0, "", "", nil
	q, err := quota.Lock(w, c.County, c.Unit, c.Cycle)
	if err != nil {
		return err
	}
	if q.Free() < 1 {
		c.State = cases.Proposed
		return nil
	}
	c.State, c.ApprovedOn, c.Benefits = cases.Approved, cmp.Or(was.ApprovedOn, w.Today()), cmp.Or(was.Benefits, was.ApprovedOn, w.Today())
	return quota.Use(w, q)
}

// standing is the state that a case had before the result against it: the newest
// one on record that differs.
func standing(w *act.Work, c *cases.Case) (was then, err error) {
	was, err = newest(w, c, func(was then) bool { return was.State != c.State })
	if was.State == "" && err == nil {
		was.State = cases.Reserve
	}
	return was, err
}

// newest is what a case was on the newest record of it that fits, the zero value where
// none does.
func newest(w *act.Work, c *cases.Case, fits func(then) bool) (was then, err error) {
	err = w.Each(`SELECT COALESCE(body, '') FROM fact WHERE county = $1 AND kind = 'application' AND id = $2 ORDER BY rev DESC`, []any{string(c.County), string(c.ID)},
		func(rows *sql.Rows) error {
			var body string
			if err := rows.Scan(&body); err != nil || was.State != "" || body == "" {
				return err
			}
			var one then
			if err := json.Unmarshal([]byte(body), &one); err != nil {
				return err
			}
			if fits(one) {
				was = one
			}
			return nil
		})
	return was, err
}

// declareDeferrals: a refused deferral goes before another officer; one that was ended is
// in force again.
func (room *Room) declareDeferrals() {
	room.house.Book.Follow("deferral.ask", func(w *act.Work, subject record.Record) error {
		if d, ok := subject.(*people.Deferral); ok {
			clocks.Remind(w, room.house, people.Deferrals, d.County, d.ID, d.DueBy)
		}
		return nil
	})
	Against(room, Remedy[people.Deferral, *people.Deferral]{Name: "deferral.ask_review", Table: people.Deferrals, From: []string{people.DeferralRefused, people.DeferralEnded},
		Until: func(d *people.Deferral) (clock.Date, bool) {
			return d.ObjectBy, d.State == people.DeferralRefused || d.ObjectBy != ""
		}, // who ended it by their own word has nothing to contest
		Of: func(w *act.Work, d *people.Deferral) (Subject, error) {
			return Subject{Person: d.Person, Home: d.County, Law: w.Today()}, nil
		},
		Restore: func(w *act.Work, d *people.Deferral) (err error) {
			if d.State == people.DeferralEnded {
				return d.Resume(w)
			}
			d.State, d.Code, d.Reason, d.ObjectBy = people.DeferralChecked, "", "", ""
			d.DueBy, err = clocks.Of(w, room.house).Due(d.Place, w.Today(), "deferral_decision", w.Today())
			return err
		}})
}
