package clocks

import (
	"cmp"
	"slices"

	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/house"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/policy"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
)

// Reading counts deadlines with the outages that are on record.
type Reading struct {
	w     *act.Work
	h     *house.House
	extra []*Outage // being recorded by this very act
}

// Of begins a reading within an act.
func Of(w *act.Work, h *house.House) *Reading { return &Reading{w: w, h: h} }

// Upon begins a reading within the act that records an outage, which counts already.
func Upon(w *act.Work, h *house.House, o *Outage) *Reading {
	return &Reading{w: w, h: h, extra: []*Outage{o}}
}

// Day is the calendar day of an instant.
func (r *Reading) Day(at clock.Instant) clock.Date { return at.Date(r.h.Pack.Zone()) }

// Start is the first instant of a day.
func (r *Reading) Start(day clock.Date) clock.Instant {
	return clock.InstantOf(day.In(r.h.Pack.Zone()))
}

// View is the law of a day.
func (r *Reading) View(law clock.Date) *policy.View { return r.h.Pack.On(law) }

// Load reads another record that a clock counts from.
func Load[R any, P record.Of[R]](r *Reading, t *record.Table, county unit.Code, id ident.ID) (P, error) {
	return act.Load[R, P](r.w, t, county, id)
}

// since lists the outages that ended after an instant, by their beginning.
func (r *Reading) since(at clock.Instant, place unit.Place) ([]*Outage, error) {
	list, err := act.List[Outage](r.w, Outages, "state = 'active' AND until_at > $1", int64(at))
	list = append(list, r.extra...)
	list = slices.DeleteFunc(list, func(o *Outage) bool { return !o.covers(r.w.Tree, place) })
	slices.SortFunc(list, func(a, b *Outage) int { return cmp.Compare(a.From, b.From) })
	return list, err
}

// Due is the limit of a deadline that began on a day, for somebody or something
// at a place, by the law of a day.
func (r *Reading) Due(place unit.Place, law clock.Date, name string, event clock.Date) (clock.Date, error) {
	view := r.h.Pack.On(law)
	d, err := view.Deadline(name)
	if err != nil {
		return "", err
	}
	limit, err := d.From(event, r.h.Pack.WorkingDays())
	if err != nil || d.Stands || d.Amount < 0 {
		return limit, err
	}
	zone := r.h.Pack.Zone()
	outages, err := r.since(clock.InstantOf(event.In(zone)), place)
	if err != nil {
		return "", err
	}
	return d.Extended(event, limit, r.h.Pack.WorkingDays(), func(day clock.Date) bool {
		return slices.ContainsFunc(outages, func(o *Outage) bool { return o.touches(r.w.Tree, place, day, zone) })
	})
}

// Moved is a limit whose event is not on record, moved past the outages that took
// the day itself.
func (r *Reading) Moved(place unit.Place, name string, limit clock.Date) (clock.Date, error) {
	d, err := r.h.Pack.On(limit).Deadline(name)
	if err != nil || limit == "" {
		return limit, err
	}
	zone := r.h.Pack.Zone()
	outages, err := r.since(clock.InstantOf(limit.In(zone)), place)
	if err != nil {
		return "", err
	}
	return d.Extended(limit, limit, r.h.Pack.WorkingDays(), func(day clock.Date) bool {
		return slices.ContainsFunc(outages, func(o *Outage) bool { return o.touches(r.w.Tree, place, day, zone) })
	})
}

// Given is a term of calendar days that somebody set on a day, moved past the days
// that outages took from it.
func (r *Reading) Given(place unit.Place, event, limit clock.Date) (clock.Date, error) {
	zone := r.h.Pack.Zone()
	outages, err := r.since(clock.InstantOf(event.In(zone)), place)
	if err != nil {
		return "", err
	}
	return policy.Deadline{Unit: policy.Days}.Extended(event, limit, r.h.Pack.WorkingDays(), func(day clock.Date) bool {
		return slices.ContainsFunc(outages, func(o *Outage) bool { return o.touches(r.w.Tree, place, day, zone) })
	})
}

// DueAt is Due for a deadline whose hour matters: the last instant at which it is
// kept.
func (r *Reading) DueAt(place unit.Place, law clock.Date, name string, event clock.Instant) (clock.Instant, error) {
	zone := r.h.Pack.Zone()
	d, err := r.h.Pack.On(law).Deadline(name)
	if err != nil {
		return 0, err
	}
	if d.Unit != policy.Hours {
		day, err := r.Due(place, law, name, event.Date(zone))
		return clock.InstantOf(day.AddDays(1).In(zone)) - 1, err
	}
	limit, err := d.FromInstant(event.Time(), r.h.Pack.WorkingDays(), zone)
	if err != nil || d.Stands || d.Amount < 0 {
		return clock.InstantOf(limit), err
	}
	outages, err := r.since(event, place)
	lost := make([]policy.Stretch, len(outages))
	for i, o := range outages {
		lost[i] = o.stretch()
	}
	return clock.InstantOf(d.ExtendedInstant(event.Time(), limit, lost)), err
}

// Kept refuses with the code "clock.late" what is done after its limit.
func Kept(what i18n.Text, today, limit clock.Date) error {
	if today <= limit {
		return nil
	}
	return fault.New(fault.Conflict, "clock.late", "{what}的期限已于 {day} 届满。", "The time for this ended on {day}: {what}.", "what", what, "day", limit)
}

// Running is a table whose records have a clock.
type Running struct {
	table  *record.Table
	extend func(r *Reading, o *Outage) (int64, error)
}

// For says how the clock of a table's records is set again: reset counts it from
// the events on the record, and must not shorten it.
func For[R any, P record.Of[R]](t *record.Table, clockOf func(P) *clock.Date, reset func(r *Reading, rec P) error) Running {
	return running(t, false, clockOf, reset)
}

// Fixed is For a clock whose event is not on record: a day of the calendar, which
// moves past the outages that took the day itself (deadline says in what days it is
// counted). Limits says which records' day is a limit; nil: of all.
func Fixed[R any, P record.Of[R]](t *record.Table, clockOf func(P) *clock.Date, deadline string, limits func(P) bool) Running {
	return running(t, true, clockOf, func(r *Reading, rec P) error {
		if limits != nil && !limits(rec) {
			return nil
		}
		at := clockOf(rec)
		due, err := r.Moved(rec.Head().Place, deadline, *at)
		*at = max(*at, due)
		return err
	})
}

func running[R any, P record.Of[R]](t *record.Table, fixed bool, clockOf func(P) *clock.Date, reset func(r *Reading, rec P) error) Running {
	if t.Due() == nil {
		panic("table " + t.Name + " has no clock")
	}
	ends := map[string]bool{}
	for _, s := range t.States {
		ends[s.Name] = s.End
	}
	extend := func(r *Reading, o *Outage) (moved int64, err error) {
		for _, part := range r.w.Tree.Scope(o.Area) {
			condition, args := t.Due().Name+" <> '' AND place >= $1 AND place < $2", []any{string(part.From), string(part.To)}
			if fixed {
				condition += " AND " + t.Due().Name + " >= $3 AND " + t.Due().Name + " <= $4"
				args = append(args, string(r.Day(o.From)), string(r.Day(o.Until)))
			}
			list, err := act.Take[R, P](r.w, t, condition, args...)
			if err != nil {
				return moved, err
			}
			for _, rec := range list {
				before := *clockOf(rec)
				if ends[rec.Head().State] {
					continue
				}
				if err := reset(r, rec); err != nil {
					return moved, err
				}
				if *clockOf(rec) > before {
					r.w.Save(t, rec)
					moved++
				}
			}
		}
		return moved, nil
	}
	return Running{table: t, extend: extend}
}

// RemindKind is the job that reminds of a clock; its body is the table and the id
// of the record.
const RemindKind = "clock.remind"

// Remind asks that those who may act on a record are reminded the day before its
// clock ends.
func Remind(w *act.Work, h *house.House, t *record.Table, county unit.Code, id ident.ID, due clock.Date) {
	if due != "" {
		w.Schedule(county, RemindKind, act.Subject(t, id), clock.InstantOf(due.AddDays(-1).In(h.Pack.Zone())))
	}
}
