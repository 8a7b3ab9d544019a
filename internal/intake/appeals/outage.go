package appeals

import (
	"cmp"

	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/house"
	"muster/internal/frame/record"
	"muster/internal/intake/cases"
	"muster/internal/intake/clocks"
	"muster/internal/people"
)

// Time is the time in which the results of a table may be contested.
type Time[R any, P record.Of[R]] struct {
	Table    *record.Table
	Deadline string                      // its name in the pack
	Until    func(P) *clock.Date         // the last day
	Field    string                      // its field; "" for object_by
	From     func(P) (told clock.Date)   // the day from which it counts; "" where none is on record
	Law      func(P) (theirs clock.Date) // whose law counts it
}

// FollowOutages lengthens within the act that records an outage the time to contest a
// result: days on which nobody could ask are made up, and the place is kept as long. It
// is called after the act of recording was declared.
func FollowOutages(h *house.House) {
	Lengthen(h, Time[cases.Case, *cases.Case]{Table: cases.Table, Deadline: "review_request", Until: func(c *cases.Case) *clock.Date { return &c.ObjectBy },
		From: func(c *cases.Case) clock.Date { return c.ToldOn }, Law: func(c *cases.Case) clock.Date { return c.PolicyDay }})
	Lengthen(h, Time[people.Deferral, *people.Deferral]{Table: people.Deferrals, Deadline: "review_request", Until: func(d *people.Deferral) *clock.Date { return &d.ObjectBy },
		From: func(d *people.Deferral) clock.Date { return d.ToldOn }, Law: func(d *people.Deferral) clock.Date { return d.ToldOn }})
	Lengthen(h, Time[people.Registration, *people.Registration]{Table: people.Registrations, Deadline: "review_request", Until: func(r *people.Registration) *clock.Date { return &r.ObjectBy },
		From: func(r *people.Registration) clock.Date { return r.ToldOn }, Law: func(r *people.Registration) clock.Date { return r.ToldOn }})
}

// Lengthen has recorded outages lengthen the time to contest the results of a table.
func Lengthen[R any, P record.Of[R]](h *house.House, t Time[R, P]) {
	h.Book.Follow("outage.record", func(w *act.Work, subject record.Record) error {
		o := subject.(*clocks.Outage)
		k := clocks.Upon(w, h, o)
		for _, part := range w.Tree.Scope(o.Area) {
			list, err := act.Take[R, P](w, t.Table, cmp.Or(t.Field, "object_by")+" >= $1 AND place >= $2 AND place < $3", string(k.Day(o.From)), string(part.From), string(part.To))
			if err != nil {
				return err
			}
			for _, rec := range list {
				if t.From(rec) == "" {
					continue
				}
				until, err := k.Due(rec.Head().Place, t.Law(rec), t.Deadline, t.From(rec))
				if err != nil {
					return err
				}
				if until > *t.Until(rec) {
					*t.Until(rec) = until
					w.Save(t.Table, rec)
				}
			}
		}
		return nil
	})
}
