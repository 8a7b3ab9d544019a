package clock

import "time"

// Instant is a point in time as microseconds since 1970 UTC, the form in which
// records keep it: every database stores it exactly, and it sorts and compares
// as a number. The zero value is no instant.
type Instant int64

// InstantOf converts a time; the zero time gives the zero instant.
func InstantOf(t time.Time) Instant {
	if t.IsZero() {
		return 0
	}
	return Instant(t.UnixMicro())
}

// Time converts back, in UTC.
func (i Instant) Time() time.Time {
	if i == 0 {
		return time.Time{}
	}
	return time.UnixMicro(int64(i)).UTC()
}

// InstantLayout is how instants read in JSON and CSV: fixed width, UTC.
const InstantLayout = "2006-01-02T15:04:05.000000Z"

// String renders the instant in InstantLayout, empty for no instant.
func (i Instant) String() string {
	if i == 0 {
		return ""
	}
	return i.Time().Format(InstantLayout)
}

// Date is the calendar day of the instant in a place.
func (i Instant) Date(place *time.Location) Date {
	if i == 0 {
		return ""
	}
	return DateOf(i.Time(), place)
}
