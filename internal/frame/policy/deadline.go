package policy

import (
	"slices"
	"strings"
	"time"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"

	"muster/internal/frame/clock"
	"muster/internal/frame/i18n"
)

// The units of a deadline.
const (
	Days        = "days"
	WorkingDays = "working_days"
	Hours       = "hours"
	Months      = "months"
	Years       = "years"
)

// The bounds of a deadline.
const (
	NotAfter  = "not_after"  // to be done by then
	NotBefore = "not_before" // not to be done earlier
)

// deadline is a declared deadline with one version.
type deadline struct {
	within
	Deadline
	parameter string // where the amount is a parameter
	source    string
}

// Deadline is a limit in time, counted from an event.
type Deadline struct {
	Name    string
	Event   string // the fact that says when the event was
	Amount  int    // negative: before the event
	Unit    string
	Bound   string
	Label   i18n.Text
	Article i18n.Text
	Stands  bool // an outage does not move it: it limits what may be done to somebody
}

func (l *loader) deadlineSection() {
	versions := map[string][]within{}
	for _, n := range l.sections["deadlines"] {
		r := n.record("name", "event", "amount", "unit", "bound", "label", "article", "from", "to", "outage")
		d := &deadline{Deadline: Deadline{Name: r.need("name").word(), Event: r.need("event").word(), Unit: r.need("unit").word(),
			Bound: r.need("bound").word(), Label: r.need("label").text(), Article: l.cite(r.need("article"))}}
		d.within, d.source = l.span(r, r.get("article")), bilingual(d.Article)
		l.amount(d, r.need("amount"))
		if r.has("outage") {
			if d.Stands = r.get("outage").word() == "stands"; !d.Stands {
				r.get("outage").problem("outage", "outage 只能为 stands。", "outage can only be stands.")
			}
		}
		if !slices.Contains([]string{Days, WorkingDays, Hours, Months, Years}, d.Unit) {
			r.get("unit").problem("unit", "期限单位应为 days、working_days、hours、months 或 years。", "the unit must be days, working_days, hours, months or years.")
		}
		if d.Bound != NotAfter && d.Bound != NotBefore {
			r.get("bound").problem("bound", "bound 应为 not_after 或 not_before。", "bound must be not_after or not_before.")
		}
		if l.env != nil && r.has("event") {
			l.compile(r.get("event"), cel.TimestampType)
		}
		versions[d.Name] = append(versions[d.Name], d.within)
		l.pack.deadlines = append(l.pack.deadlines, d)
		l.item("deadline", d.Name, n)
	}
	for name, list := range versions {
		checkSpans(name, list)
	}
}

// amount reads a number or the name of a whole-number parameter, with a minus
// sign where it counts backwards.
func (l *loader) amount(d *deadline, n node) {
	name := n.word()
	if p, ok := l.pack.parameters[strings.TrimPrefix(name, "-")]; ok && p.kind == Int {
		d.parameter = name
		return
	}
	d.Amount = int(n.whole())
}

// From counts the deadline from a day; working days of a year without a
// calendar are refused. Hours count as whole days, rounded away from the event:
// use FromInstant where the hour matters.
func (d Deadline) From(day clock.Date, c *Calendar) (clock.Date, error) {
	switch d.Unit {
	case WorkingDays:
		return c.AddWorkingDays(day, d.Amount)
	case Months:
		return addMonths(day, d.Amount), nil
	case Years:
		return addMonths(day, 12*d.Amount), nil
	case Hours:
		days := (abs(d.Amount) + 23) / 24
		if d.Amount < 0 {
			days = -days
		}
		return day.AddDays(days), nil
	}
	return day.AddDays(d.Amount), nil
}

// FromInstant counts the deadline from an instant: hours exactly, every other
// unit by the calendar day in the zone, its last instant being the limit.
func (d Deadline) FromInstant(at time.Time, c *Calendar, zone *time.Location) (time.Time, error) {
	if d.Unit == Hours {
		return at.Add(time.Duration(d.Amount) * time.Hour), nil
	}
	day, err := d.From(clock.DateOf(at, zone), c)
	return day.AddDays(1).In(zone).Add(-time.Microsecond), err
}

// Extended moves a limit past the days that an outage took from it: a day that
// was lost after the event and up to the limit is counted again after it, of
// working days only those that were lost. A limit before its event, and one that
// stands, does not move. It is a pure function of its arguments.
func (d Deadline) Extended(event, limit clock.Date, c *Calendar, lost func(clock.Date) bool) (clock.Date, error) {
	if d.Stands || d.Amount < 0 || d.Unit == Hours {
		return limit, nil
	}
	from := event.AddDays(1)
	if limit <= event { // a fixed day: only the day itself can be lost
		from = limit
	}
	for day := from; day <= limit; day = day.AddDays(1) {
		if !lost(day) {
			continue
		}
		if d.Unit != WorkingDays {
			limit = limit.AddDays(1)
			continue
		}
		works, err := c.IsWorkingDay(day)
		if err != nil {
			return "", err
		}
		if works {
			if limit, err = c.AddWorkingDays(limit, 1); err != nil {
				return "", err
			}
		}
	}
	return limit, nil
}

// Stretch is a stretch of time, its end not included.
type Stretch struct{ From, To time.Time }

// ExtendedInstant is Extended for a limit of hours: what the stretches took after
// the event and before the limit is added, time that two share once. The stretches
// are in the order of their beginning.
func (d Deadline) ExtendedInstant(event, limit time.Time, lost []Stretch) time.Time {
	if d.Stands || d.Amount < 0 {
		return limit
	}
	at := event
	for _, s := range lost {
		if s.From.After(at) {
			at = s.From
		}
		if at.After(limit) || !s.To.After(at) {
			continue
		}
		limit, at = limit.Add(s.To.Sub(at)), s.To
	}
	return limit
}

// addMonths keeps the day of the month; where the month is shorter, its last day.
func addMonths(day clock.Date, n int) clock.Date {
	t := day.Time()
	first := time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, time.UTC).AddDate(0, n, 0)
	last := first.AddDate(0, 1, -1).Day()
	return clock.NewDate(first.Year(), int(first.Month()), min(t.Day(), last))
}

func abs(n int) int { return max(n, -n) }

// line counts one deadline for an answer. A deadline that has passed is said to
// have passed, not to have been missed: what was done is not known here.
func (d *deadline) line(e *evaluation) (Line, bool) {
	value, ok := e.ResolveName(d.Event)
	if !ok {
		return Line{}, false
	}
	event := value.(types.Timestamp).Time
	p, v := e.view.pack, e.view
	limit := v.edition.deadlines[d.Name]
	l := Line{Rule: d.Event + "." + d.Name, Article: d.source, Source: d.Article, ValidFrom: d.within.From, Text: d.Label.With("amount", abs(limit.Amount))}
	day, err := d.count(&l, limit, event, p)
	if err != nil {
		e.ask(p.calendar.firstUnknown(event.Year(), limit.Amount))
		return Line{}, false
	}
	l.Outcome = deadlineOutcome(d.Bound, v.day, day)
	return l, true
}

// count puts the limit into the line and returns its day. An event that is a
// day begins with that day in the pack's zone.
func (d *deadline) count(l *Line, limit Deadline, event time.Time, p *Pack) (clock.Date, error) {
	from := clock.Date(event.UTC().Format(time.DateOnly))
	if f := p.facts[d.Event]; f != nil && f.Type == Instant {
		from = clock.DateOf(event, p.zone)
	} else {
		event = from.In(p.zone)
	}
	if d.Unit == Hours {
		at := event.Add(time.Duration(limit.Amount) * time.Hour).In(p.zone)
		l.Value = at.Format(time.RFC3339)
		return clock.DateOf(at, p.zone), nil
	}
	day, err := limit.From(from, p.calendar)
	l.Value = string(day)
	return day, err
}

func deadlineOutcome(bound string, on, limit clock.Date) string {
	switch {
	case bound == NotAfter && on > limit:
		return "passed"
	case bound == NotBefore && on < limit:
		return "waiting"
	}
	return "open"
}
