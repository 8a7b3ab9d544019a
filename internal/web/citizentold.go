package web

import (
	"slices"
	"strings"

	"muster/internal/frame/db"
	"muster/internal/frame/i18n"
	"muster/internal/frame/outbox"
	"muster/internal/frame/record"
	"muster/internal/intake/appeals"
	"muster/internal/intake/cases"
	"muster/internal/people"
)

// told is one notice with every way that it took.
type told struct {
	outbox.Notice
	Channels []i18n.Text
}

// together joins what was told by several ways at once. A short message that only says that
// something stands on the page is that notice once more.
func together(notices []outbox.Notice) (out []told) {
	pointers := slices.DeleteFunc(slices.Clone(notices), func(n outbox.Notice) bool { return !pointer(n) })
	for _, n := range notices {
		if pointer(n) && slices.ContainsFunc(notices, func(page outbox.Notice) bool { return pointed(n, page) }) {
			continue
		}
		at := slices.IndexFunc(out, func(t told) bool { return t.Made == n.Made && t.Subject == n.Subject && t.Body == n.Body })
		if at < 0 {
			at, out = len(out), append(out, told{Notice: n})
		}
		out[at].Channels = append(out[at].Channels, channels[n.Channel])
		if i := slices.IndexFunc(pointers, func(p outbox.Notice) bool { return pointed(p, n) }); i >= 0 {
			out[at].Channels = append(out[at].Channels, channels[pointers[i].Channel])
			pointers = slices.Delete(pointers, i, i+1)
		}
	}
	return out
}

// pointer says whether a notice only says that something stands on the page, and pointed
// whether it is of that notice.
func pointer(n outbox.Notice) bool {
	return n.Channel != outbox.Page && strings.HasPrefix(n.Body.ZH, people.Discreet.ZH)
}

func pointed(n, page outbox.Notice) bool {
	return page.Channel == outbox.Page && n.Made == page.Made && strings.HasSuffix(page.Body.ZH, strings.TrimPrefix(n.Body.ZH, people.Discreet.ZH))
}

// reviewOf finds the review of the result that stands against somebody, nil where none was
// asked for: of one result there is one, so that asking again is not offered.
func (q *request) reviewOf(d *caseData, c *cases.Case) (of *appeals.Review, err error) {
	var list []*appeals.Review
	err = q.s.read(q.Context(), func(tx *db.Tx) (err error) {
		list, err = record.All[appeals.Review](tx, appeals.Reviews, "county = $1 AND about_id = $2 ORDER BY asked_at", string(c.County), string(c.ID))
		return err
	})
	for _, r := range list {
		if r.Against == c.Result() && (r.State == appeals.Asked || r.Outcome == string(appeals.Stands) && c.ToldAt < r.DecidedAt) {
			of = r
		}
	}
	if of == nil || err != nil {
		return nil, err
	}
	d.Acts = slices.DeleteFunc(d.Acts, func(l linkTo) bool { return l.Href == actPath("application.ask_review", c) })
	d.Forms = slices.DeleteFunc(d.Forms, func(l linkTo) bool { return strings.Contains(l.Href, formPrefix+"application.ask_review/") })
	if d.Review = i18n.T("您于 {asked} 申请的复核正由未经手的人办理,{day} 前决定,期间为您保留名额。", "Somebody who had no part in it decides the review that you asked for on {asked} by {day}; your place is kept meanwhile.").With("asked", of.Asked, "day", of.DecideBy); of.State == appeals.Decided {
		d.Review = i18n.T("您申请的复核已于 {day} 决定维持原结论。理由:{reasons}", "The review that you asked for was decided on {day}: the result stands. Reasons: {reasons}").With("day", of.DecidedOn, "reasons", of.Reasoning)
	}
	return of, nil
}
