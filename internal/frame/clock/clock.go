// Package clock is the only place that asks the machine for the time.
//
// Everything else is given a Clock, so that a season can run on virtual time
// and a deadline can be tested a second before and after it.
package clock

import (
	"sync"
	"time"
)

// Clock tells the time in UTC, truncated to the microsecond that every
// database keeps.
type Clock interface{ Now() time.Time }

// System is the machine's clock.
type System struct{}

// Now returns the current time in UTC with microsecond precision.
func (System) Now() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }

// Manual is a clock that moves only when told, until it is released. It is safe
// for concurrent use.
type Manual struct {
	mu       sync.Mutex
	now      time.Time
	released time.Time // when it began to run by itself; zero: it has not
}

// NewManual starts a manual clock at the given instant.
func NewManual(at time.Time) *Manual { return &Manual{now: at.UTC().Truncate(time.Microsecond)} }

// Now returns the instant the clock was last moved to, and after its release
// that instant plus what has passed since.
func (m *Manual) Now() time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.released.IsZero() {
		return m.now
	}
	return m.now.Add(time.Since(m.released)).Truncate(time.Microsecond)
}

// Release lets the clock run on from where it stands, at the pace of the
// machine's: a season that was simulated goes on being used.
func (m *Manual) Release() {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.released.IsZero() {
		m.released = time.Now()
	}
}

// Set moves the clock; a move backwards is ignored, as recorded time never
// decreases.
func (m *Manual) Set(at time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if at = at.UTC().Truncate(time.Microsecond); at.After(m.now) {
		m.now = at
	}
}

// Advance moves the clock forward by d.
func (m *Manual) Advance(d time.Duration) { m.Set(m.Now().Add(d)) }
