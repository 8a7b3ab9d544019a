package sim

import "runtime/debug"

// mostMemory is what a season may take before memory is freed as often as elsewhere,
// in bytes.
const mostMemory = 2 << 30

// Roomy lets memory be freed less often while a season is played, which takes no time
// from whoever serves: a tenth of the season goes into it otherwise. back undoes it.
func Roomy() (back func()) {
	percent, limit := debug.SetGCPercent(400), debug.SetMemoryLimit(mostMemory)
	return func() {
		debug.SetGCPercent(percent)
		debug.SetMemoryLimit(limit)
		debug.FreeOSMemory()
	}
}
