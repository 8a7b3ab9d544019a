package web

import (
	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/db"
	"muster/internal/frame/i18n"
	"muster/internal/intake/cases"
	"muster/internal/intake/clocks"
	"muster/internal/intake/dispatch"
)

// returnData is the page of a return.
type returnData struct {
	*dispatch.Return
	Case       *cases.Case // nil: not the reader's to see
	Status     value
	Back       string
	Route      i18n.Text
	Article    i18n.Text
	Level      i18n.Text
	Limits     dispatch.Limits
	Ledger     string // of the quota; empty where nothing was given back
	Trace      string
	Signatures []event
	Acts       []linkTo
}

// returnPage shows a return: route and level, window, appraisal, hand-over, the
// seat, and every signature.
func (s *server) returnPage(q *request) error {
	found, err := q.opened(dispatch.Returns)
	if err != nil {
		return err
	}
	r := found.(*dispatch.Return)
	d := returnData{Return: r, Status: q.valueOf(dispatch.Returns, dispatch.Returns.Schema.Get("state"), r), Back: q.backOf(dispatch.Returns, r), Level: optionText(r.Level.Options(), string(r.Level))}
	if why, ok := s.App.Pack.On(r.Law).Reason("return." + r.Route); ok {
		d.Route, d.Article = why.Text, why.Article
	}
	c, err := q.caseOfReturn(&d)
	if err != nil {
		return err
	}
	if err := q.clocked(func(k *clocks.Reading) (err error) { d.Limits, err = r.Limits(k, c); return err }); err != nil {
		return err
	}
	if d.Signatures, err = q.history(dispatch.Returns, r); err != nil {
		return err
	}
	if d.Acts, err = q.available(dispatch.Returns, r); err != nil {
		return err
	}
	waiting, err := q.toSignOn(r)
	if err != nil {
		return err
	}
	d.Acts = append(d.Acts, waiting...)
	if !q.citizen() {
		d.Acts = append(d.Acts, q.returnLinks(r)...)
	}
	return q.show(returnPage(q.page(i18n.T("退兵", "Return")), d))
}

// caseOfReturn reads the case behind a return; its days count for everybody who may
// see the return, the rest only for those who may see the case.
func (q *request) caseOfReturn(d *returnData) (*cases.Case, error) {
	c := &cases.Case{}
	err := q.s.read(q.Context(), func(tx *db.Tx) error { return cases.Table.Load(tx, d.County, d.Return.Case, c, false) })
	if err != nil {
		return nil, err
	}
	if d.AcceptedOn != "" && !q.citizen() {
		d.Ledger = ledgerPath(c.Cycle, c.Unit)
	}
	reg := q.s.App.Shelf.Get(cases.Table.Name)
	if look := reg.Look(q.actor, reg.Purpose(q.actor), "view"); access.Any(look.Grants, q.actor, look.Purpose, act.ViewOf(cases.Table, c)) {
		if _, err := q.s.App.Road.One(q.Context(), look, c.County, c.ID); err != nil {
			return nil, err
		}
		d.Case = c
		if !q.citizen() {
			d.Trace = "/trace/" + string(c.County) + "/" + string(c.ID)
		}
	}
	return c, nil
}
