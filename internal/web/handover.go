package web

import (
	"cmp"
	"strings"

	"muster/internal/frame/act"
	"muster/internal/frame/db"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ledger"
	"muster/internal/frame/record"
	"muster/internal/intake/cases"
	"muster/internal/intake/dispatch"
)

// handoverData is the page of one hand-over.
type handoverData struct {
	*cases.Case
	Trip      *dispatch.Transport
	Mode      i18n.Text
	Place     string
	Status    value
	Back      string
	Transport string
	Identity  value
	Checked   *event // when and by whom the identity was checked last
	Given     *event // the first signature
	Taken     *event // the second
	Answers   i18n.Text
	Acts      []linkTo
}

func handoverPath(c *cases.Case) string { return "/handover/" + string(c.County) + "/" + string(c.ID) }

// handoverActs are the acts of a hand-over, in their order.
var handoverActs = []string{"application.kit", "application.verify_identity", "application.settle_identity", "application.hand_over", "application.leave_behind"}

// handoverPage shows how the hand-over of one person stands: mode, identity, the two
// signatures with their times, and who answers for the person.
func (s *server) handoverPage(q *request) error {
	found, err := q.opened(cases.Table)
	if err != nil {
		return err
	}
	c := found.(*cases.Case)
	d := handoverData{Case: c, Trip: &dispatch.Transport{}, Place: q.unitName(c.Unit), Back: recordPath(cases.Table, c.County, c.ID), Identity: identity(c.Identity, q.lang),
		Status: q.valueOf(cases.Table, cases.Table.Schema.Get("state"), c)}
	err = s.read(q.Context(), func(tx *db.Tx) error {
		if c.Batch != "" {
			if err := dispatch.Transports.Load(tx, c.County, c.Batch, d.Trip, false); err != nil {
				return err
			}
		}
		return q.signatures(tx, &d)
	})
	if err != nil {
		return err
	}
	if c.Batch != "" {
		d.Mode, d.Transport = optionText(d.Trip.Mode.Options(), string(d.Trip.Mode)), "/transport/"+string(c.County)+"/"+string(c.Batch)
	}
	d.Answers = i18n.T("县(市、区)征兵办(交接前)", "The county office (before the hand-over)")
	if c.HandedAt != 0 {
		d.Answers = i18n.T("接收部队(自交接时刻起)", "The receiving unit (from the instant of the hand-over)")
	}
	acts, err := q.available(cases.Table, c)
	if err != nil {
		return err
	}
	for _, name := range handoverActs {
		for _, l := range acts {
			if strings.HasPrefix(l.Href, "/act/"+name+"?") {
				d.Acts = append(d.Acts, l)
			}
		}
	}
	waiting, err := q.toSignOn(c)
	d.Acts = append(d.Acts, waiting...)
	if err != nil {
		return err
	}
	return q.show(handoverPage(q.page(i18n.T("交接", "Hand-over")), d))
}

// signatures finds the two signatures of a hand-over and the last check of
// identity in the ledger.
func (q *request) signatures(tx *db.Tx, d *handoverData) error {
	done, err := ledger.Changes(tx, d.County, cases.Table.Name, d.ID, historyLimit)
	if err != nil {
		return err
	}
	for _, f := range done {
		if f.Kind == "application.verify_identity" {
			e := q.event(f)
			d.Checked = &e
		}
	}
	list, err := record.All[act.Proposal](tx, act.Proposals, "county = $1 AND subject = $2 AND act = 'application.hand_over' AND state <> 'refused' ORDER BY id", string(d.County), string(d.ID))
	if err != nil || len(list) == 0 {
		return err
	}
	signed, err := ledger.Changes(tx, d.County, act.Proposals.Name, list[len(list)-1].ID, historyLimit)
	for _, f := range signed {
		e := q.event(f)
		if f.Kind == "proposal.open" {
			d.Given = &e
		} else {
			d.Taken = &e
		}
	}
	return err
}

// toSignOn are the proposals about a record that the reader may sign.
func (q *request) toSignOn(r record.Record) (out []linkTo, err error) {
	var list []*act.Proposal
	err = q.s.read(q.Context(), func(tx *db.Tx) (err error) {
		list, err = record.All[act.Proposal](tx, act.Proposals, "county = $1 AND subject = $2 AND state = 'open' ORDER BY id", string(r.Head().County), string(r.Head().ID))
		return err
	})
	for _, p := range list {
		may, failed := q.available(act.Proposals, p)
		if err = cmp.Or(err, failed); err != nil {
			return nil, err
		}
		k := q.s.App.Book.Kind(p.Act)
		if k == nil {
			continue
		}
		for _, l := range may {
			out = append(out, linkTo{l.Href, l.Label.And(i18n.T(":", ": ")).And(k.Title)})
		}
	}
	return out, err
}
