package records

import (
	"cmp"
	"slices"
	"time"

	"muster/internal/frame/clock"
	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
)

// Speed is how fast somebody signed results of examinations.
type Speed struct {
	Log     unit.Code
	Account ident.ID
	Kind    string
	N       int64
	Hour    int64 // most within any hour
	Gap     int64 // median pause between two, in seconds
	Alarm   bool
}

// Raised says whether this is an alarm.
func (s Speed) Raised() bool { return s.Alarm }

// timed are the acts whose speed is looked at: each is done about one person in
// the room. Acts that may lawfully be done to a whole list at once are not.
var timed = []string{"exam_section.sign", "exam.conclude"}

func speeds(leaves []leaf, perHour int64) (out []Speed) {
	type doing struct {
		log  unit.Code
		who  ident.ID
		kind string
	}
	times := map[doing][]clock.Instant{}
	for _, l := range leaves {
		if slices.Contains(timed, l.kind) {
			d := doing{l.log, l.actor, l.kind}
			times[d] = append(times[d], l.at)
		}
	}
	for d, at := range times {
		slices.Sort(at)
		s := Speed{Log: d.log, Account: d.who, Kind: d.kind, N: int64(len(at)), Hour: busiest(at), Gap: median(at)}
		s.Alarm = s.Hour > perHour
		out = append(out, s)
	}
	slices.SortFunc(out, func(a, b Speed) int {
		return cmp.Or(cmp.Compare(b.Hour, a.Hour), cmp.Compare(a.Gap, b.Gap), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Account, b.Account), cmp.Compare(a.Log, b.Log))
	})
	return out
}

// busiest is the most instants within any hour.
func busiest(at []clock.Instant) (most int64) {
	from := 0
	for i, t := range at {
		for t.Time().Sub(at[from].Time()) >= time.Hour {
			from++
		}
		most = max(most, int64(i-from+1))
	}
	return most
}

// median is the middle pause of two instants that follow each other, in seconds.
func median(at []clock.Instant) int64 {
	var gaps []time.Duration
	for i := 1; i < len(at); i++ {
		gaps = append(gaps, at[i].Time().Sub(at[i-1].Time()))
	}
	if len(gaps) == 0 {
		return 0
	}
	slices.Sort(gaps)
	return int64(gaps[len(gaps)/2].Seconds())
}
