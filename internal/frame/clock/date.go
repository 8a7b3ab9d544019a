package clock

import (
	"strings"
	"time"

	"muster/internal/frame/fault"
)

// Date is a calendar day in ISO form, "2026-09-01"; the zero value "" is no
// date. It sorts and compares as text, in Go and in SQL alike.
type Date string

// DateOf returns the calendar day of an instant in a place.
func DateOf(t time.Time, place *time.Location) Date { return Date(t.In(place).Format(time.DateOnly)) }

// NewDate builds a date; out-of-range parts are normalised as time.Date does.
func NewDate(year, month, day int) Date {
	return Date(time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Format(time.DateOnly))
}

// ParseDate reads ISO, YYYYMMDD and YYYY/M/D; an impossible day is refused.
func ParseDate(s string) (Date, error) {
	s = strings.TrimSpace(s)
	for _, layout := range []string{time.DateOnly, "20060102", "2006/1/2", "2006-1-2"} {
		if t, err := time.Parse(layout, s); err == nil {
			return Date(t.Format(time.DateOnly)), nil
		}
	}
	return "", fault.New(fault.Invalid, "date.malformed",
		"日期“{value}”无效;请写成 2008-03-09、20080309 或 2008/3/9。",
		"{value} is not a date; write 2008-03-09, 20080309 or 2008/3/9.", "value", s)
}

// IsZero says whether there is no date.
func (d Date) IsZero() bool { return d == "" }

// Time returns midnight UTC of the day; the zero date gives the zero time.
func (d Date) Time() time.Time {
	t, _ := time.Parse(time.DateOnly, string(d))
	return t
}

// In returns the first instant of the day in a place.
func (d Date) In(place *time.Location) time.Time {
	t := d.Time()
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, place)
}

// Year returns the calendar year.
func (d Date) Year() int { return d.Time().Year() }

// AddDays returns the date n days later.
func (d Date) AddDays(n int) Date { return Date(d.Time().AddDate(0, 0, n).Format(time.DateOnly)) }

// AddYears returns the same day n years later, normalised as time.AddDate does.
func (d Date) AddYears(n int) Date { return Date(d.Time().AddDate(n, 0, 0).Format(time.DateOnly)) }

// DaysUntil returns the number of days from d to other.
func (d Date) DaysUntil(other Date) int { return int(other.Time().Sub(d.Time()).Hours() / 24) }

// Before says whether d is earlier than other.
func (d Date) Before(other Date) bool { return d < other }
