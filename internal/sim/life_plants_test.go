package sim

import (
	"cmp"
	"slices"

	"muster/internal/intake/appeals"
)

// plants change a history so that it breaks a promise; false where it has no place
// for it. Rare ones need many lives.
var plants = []struct {
	promise string
	rare    bool
	plant   func(h []done) bool
}{
	{"approved without a completed notice", false, without("ranking.clear", "application.approve")},
	{"a list published without a meeting", false, without("meeting.close", "ranking.publish")},
	{"a notice cleared before its end", false, first("ranking.clear", func(d *done) bool { d.at -= 9 * 24 * 3600 * 1_000_000; return true })},
	{"an entry that differs from the list decided", false, earlier("application.approve", func(f *fact) { f.Rank++ })},
	{"handed over unidentified", false, earlier("application.hand_over", func(f *fact) { f.Identity = "" })},
	{"handed over by one signature", false, first("application.hand_over", func(d *done) bool { d.signer = ""; return true })},
	{"a second signature missing, or by the first", false, first("ranking.freeze", func(d *done) bool { d.signer = d.actor; return true })},
	{"an adverse act of the system", false, first("exam.conclude", func(d *done) bool { d.kind, d.actor = "application.cancel", "system"; return true })},
	{"an upheld review left unexecuted", false, first("review.decide", func(d *done) bool {
		for i := range d.facts {
			if d.facts[i].table == "review" && d.facts[i].Outcome == string(appeals.Repeat) && d.facts[i].Restored != appeals.Overtaken {
				d.facts = []fact{d.facts[i]}
				return true
			}
		}
		return false
	})},
	{"a vacancy filled out of order", true, jump},
}

// jump makes of a publication an act that fills a vacancy with somebody before whom
// another waits who is alike in everything that quota rows ask.
func jump(h []done) bool {
	for i := range h {
		if h[i].kind != "ranking.freeze" {
			continue
		}
		var waiting []fact
		for _, f := range h[i].facts {
			if f.table == "application" && f.State == "reserve" {
				waiting = append(waiting, f)
			}
		}
		slices.SortFunc(waiting, func(a, b fact) int { return cmp.Compare(a.Rank, b.Rank) })
		for n, f := range waiting {
			alike := slices.ContainsFunc(waiting[:n], func(x fact) bool { return slices.Equal(x.Tags, f.Tags) && x.SeatUnit == f.SeatUnit })
			at := slices.IndexFunc(h[i:], func(d done) bool {
				return d.log == h[i].log && d.kind == "ranking.publish" && id(d.subject) == f.Ranking
			})
			if alike && at > 0 {
				f.State = "proposed"
				h[i+at].kind, h[i+at].facts = "ranking.fill", []fact{f}
				return true
			}
		}
	}
	return false
}

// without takes away the act that another rests on.
func without(kind, before string) func(h []done) bool {
	return func(h []done) bool {
		for i := range h {
			if h[i].kind == kind && slices.ContainsFunc(h[i:], func(d done) bool { return d.log == h[i].log && d.kind == before }) {
				h[i].kind = "nothing"
				return true
			}
		}
		return false
	}
}

// first changes the first act of a kind that can be changed.
func first(kind string, change func(d *done) bool) func(h []done) bool {
	return func(h []done) bool {
		return slices.IndexFunc(h, func(d done) bool { return d.kind == kind }) >= 0 && slices.ContainsFunc(indexes(h), func(i int) bool { return h[i].kind == kind && change(&h[i]) })
	}
}

func indexes(h []done) []int {
	out := make([]int, len(h))
	for i := range out {
		out[i] = i
	}
	return out
}

// earlier changes the newest revision of a case before an act on it.
func earlier(kind string, change func(f *fact)) func(h []done) bool {
	return func(h []done) bool {
		at := slices.IndexFunc(h, func(d done) bool { return d.kind == kind })
		for i := at - 1; i >= 0; i-- {
			for n, f := range h[i].facts {
				if f.table+"/"+f.id == h[at].subject {
					h[i].facts = slices.Clone(h[i].facts)
					change(&h[i].facts[n])
					return true
				}
			}
		}
		return false
	}
}
