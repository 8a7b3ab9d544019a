package policy

import (
	"time"

	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
)

// Calendar knows the working days of the years for which the government has
// published its notice. It never guesses: a year without a notice is refused.
type Calendar struct {
	years    map[int]i18n.Text
	holidays map[clock.Date]i18n.Text
	makeUp   map[clock.Date]bool
}

// IsWorkingDay says whether offices work on a day; it refuses a year without a
// published calendar with the code "calendar.missing".
func (c *Calendar) IsWorkingDay(day clock.Date) (bool, error) {
	if _, ok := c.years[day.Year()]; !ok {
		return false, fault.New(fault.Conflict, "calendar.missing",
			"{year} 年的放假安排尚未载入，不能计算工作日；请在政策包中补充该年度国务院办公厅放假通知。",
			"there is no holiday calendar for {year}, so working days cannot be counted; add that year's official notice to the policy pack.",
			"year", day.Year())
	}
	if _, holiday := c.holidays[day]; holiday {
		return false, nil
	}
	weekday := day.Time().Weekday()
	return c.makeUp[day] || weekday != time.Saturday && weekday != time.Sunday, nil
}

// AddWorkingDays counts n working days from a day, which itself is not counted:
// 1 is the next working day, -1 the one before, 0 the day itself. It refuses a
// year without a calendar.
func (c *Calendar) AddWorkingDays(day clock.Date, n int) (clock.Date, error) {
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	for n > 0 {
		day = day.AddDays(step)
		works, err := c.IsWorkingDay(day)
		if err != nil {
			return "", err
		}
		if works {
			n--
		}
	}
	return day, nil
}

// WorkingDaysBetween counts the working days after from, up to and including to.
func (c *Calendar) WorkingDaysBetween(from, to clock.Date) (int, error) {
	count := 0
	for day := from.AddDays(1); day <= to; day = day.AddDays(1) {
		works, err := c.IsWorkingDay(day)
		if err != nil {
			return 0, err
		}
		if works {
			count++
		}
	}
	return count, nil
}

// Holiday names the holiday of a day; ok is false on any other day.
func (c *Calendar) Holiday(day clock.Date) (name i18n.Text, ok bool) {
	name, ok = c.holidays[day]
	return name, ok
}

// Knows says whether the calendar of a year is published.
func (c *Calendar) Knows(year int) bool { _, ok := c.years[year]; return ok }

func (l *loader) calendars() {
	c := &Calendar{years: map[int]i18n.Text{}, holidays: map[clock.Date]i18n.Text{}, makeUp: map[clock.Date]bool{}}
	l.pack.calendar = c
	for _, n := range l.sections["calendars"] {
		r := n.record("year", "article", "holidays", "make_up")
		year := int(r.need("year").whole())
		if c.Knows(year) {
			n.problem("duplicate", "“{name}”重复声明。", "{name} is declared twice.", "name", year)
		}
		c.years[year] = l.cite(r.need("article"))
		l.item("calendar", r.get("year").word(), n)
		l.holidays(year, r)
		for _, at := range r.get("make_up").list() {
			day := at.date()
			if weekday := day.Time().Weekday(); weekday != time.Saturday && weekday != time.Sunday || day.Year() != year {
				at.problem("calendar.make_up", "调休上班日 {day} 应是 {year} 年的周六或周日。",
					"the make-up day {day} must be a Saturday or Sunday of {year}.", "day", day, "year", year)
			}
			c.makeUp[day] = true
		}
	}
}

func (l *loader) holidays(year int, r record) {
	c := l.pack.calendar
	for _, at := range r.need("holidays").list() {
		h := at.record("from", "to", "name")
		from, to, name := h.need("from").date(), h.need("to").date(), h.need("name").text()
		if from.Year() != year || to.Year() != year || to < from {
			at.problem("calendar.holiday", "假期应在 {year} 年之内，且起止顺序正确。", "a holiday must lie within {year} and end after it begins.", "year", year)
			continue
		}
		for day := from; day <= to; day = day.AddDays(1) {
			if _, twice := c.holidays[day]; twice {
				at.problem("dates.overlap", "{day} 属于两个假期。", "{day} belongs to two holidays.", "day", day)
			}
			c.holidays[day] = name
		}
	}
}
