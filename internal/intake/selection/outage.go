package selection

import (
	"muster/internal/frame/act"
	"muster/internal/frame/house"
	"muster/internal/frame/record"
	"muster/internal/intake/clocks"
)

// FollowOutages lengthens within the act that records an outage the notices and the
// postings of scores that run in its area: days on which nobody could read a list are
// made up. It is called after the act of recording was declared.
func FollowOutages(h *house.House) {
	h.Book.Follow("outage.record", func(w *act.Work, subject record.Record) error {
		o := subject.(*clocks.Outage)
		k := clocks.Upon(w, h, o)
		for _, part := range w.Tree.Scope(o.Area) {
			if err := lengthen(w, k, string(k.Day(o.From)), string(part.From), string(part.To)); err != nil {
				return err
			}
		}
		return nil
	})
}

// lengthen counts the ends of what ran on a day between two places again; none gets
// shorter.
func lengthen(w *act.Work, k *clocks.Reading, on, from, to string) error {
	lists, err := act.Take[Ranking](w, Rankings, "state = $1 AND place >= $2 AND place < $3", OnShow, from, to)
	if err != nil {
		return err
	}
	for _, r := range lists {
		until, err := k.Due(r.Place, r.PolicyDay, "notice", r.NoticeFrom)
		if err != nil {
			return err
		}
		if until > r.NoticeTo {
			r.NoticeTo = until
			w.Save(Rankings, r)
		}
	}
	sheets, err := act.Take[Sheet](w, Sheets, "state = 'active' AND posted_until >= $1 AND place >= $2 AND place < $3", on, from, to)
	for _, s := range sheets {
		if err != nil {
			return err
		}
		until, problem := k.Due(s.Place, s.PostedOn, "score_posting", s.PostedOn)
		if err = problem; err == nil && until > s.Until {
			s.Until = until
			w.Save(Sheets, s)
		}
	}
	return err
}
