package web

import (
	"fmt"
	"slices"
	"strings"

	"muster/internal/frame/db"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/policy"
	"muster/internal/frame/record"
	"muster/internal/frame/register"
	"muster/internal/frame/unit"
	"muster/internal/intake/cycle"
	"muster/internal/intake/quota"
)

// terms are the numbers that can be set: seats and rows of the counties, weights of
// the score, ages, each with what it is now; and whether the seats are those of too
// many counties for a form.
func (q *request) terms(u *unit.Unit, intake *cycle.Cycle) (out []termGroup, many bool, err error) {
	var seats, rows []term
	err = q.s.App.Store.Read(q.Context(), func(tx *db.Tx) (err error) {
		if seats, err = q.seatTerms(tx, u, intake.ID); err == nil {
			rows, err = q.rowTerms(tx, u)
		}
		return err
	})
	if err != nil {
		return nil, false, err
	}
	if many = len(seats) > mostCounties; many {
		seats = nil
	}
	view := q.s.App.Pack.On(intake.PolicyDay)
	out = []termGroup{{i18n.T("名额", "Seats"), seats, true}, {i18n.T("名额行(下限、上限)", "Quota rows (at least, at most)"), rows, false},
		{i18n.T("评分权重", "Weights of the score"), parameterTerms(view, "score."), false}, {i18n.T("年龄条件", "Ages"), parameterTerms(view, "eligibility.age"), false}}
	out = slices.DeleteFunc(out, func(g termGroup) bool { return len(g.Terms) == 0 })
	for g := range out {
		for i, t := range out[g].Terms {
			out[g].Terms[i].Value = t.Now
			if q.URL.Query().Has(t.Name) {
				out[g].Terms[i].Value = strings.TrimSpace(q.URL.Query().Get(t.Name))
				out[g].Open = out[g].Open || out[g].Terms[i].Value != t.Now
			}
		}
	}
	return out, many, nil
}

// seatTerms are the seats of each county of the unit.
func (q *request) seatTerms(tx *db.Tx, u *unit.Unit, intake ident.ID) (out []term, err error) {
	all, err := record.All[quota.Quota](tx, quota.Table, "cycle = $1 AND state = $2 ORDER BY unit", string(intake), quota.Issued)
	for _, x := range all {
		at, ok := q.s.App.Road.Tree().Get(x.Unit)
		if ok && at.Kind == unit.County && q.under(u, at) {
			out = append(out, term{Name: "quota." + string(x.Unit), Label: i18n.Same(at.Name), Now: fmt.Sprint(x.Seats - x.PassedOn)})
		}
	}
	return out, err
}

func (q *request) under(above, u *unit.Unit) bool {
	return slices.ContainsFunc(q.s.App.Road.Tree().Scope(above.Code), func(r unit.Range) bool { return r.Contains(u.Place) })
}

// rowTerms are the bounds of the rows of a county; of a larger unit there are too
// many for a form.
func (q *request) rowTerms(tx *db.Tx, u *unit.Unit) (out []term, err error) {
	if u.Kind != unit.County {
		return nil, nil
	}
	all, err := record.All[quota.Bound](tx, quota.Bounds, "county = $1 AND state = $2 ORDER BY code", string(u.Home), register.Active)
	for _, b := range all {
		most := ""
		if b.Max != nil {
			most = fmt.Sprint(*b.Max)
		}
		label := i18n.Same(b.Code)
		out = append(out, term{Name: "row." + b.Code + ".min", Label: label.And(i18n.T(" 至少", " at least")), Now: fmt.Sprint(b.Min)},
			term{Name: "row." + b.Code + ".max", Label: label.And(i18n.T(" 至多", " at most")), Now: most})
	}
	return out, err
}

func parameterTerms(view *policy.View, prefix string) (out []term) {
	for _, p := range view.Parameters(prefix) {
		if p.Type == policy.Int && !strings.HasSuffix(p.Name, "_days") || p.Type == policy.Decimal {
			out = append(out, term{Name: p.Name, Label: p.Label, Now: fmt.Sprint(p.Value), Decimal: p.Type == policy.Decimal})
		}
	}
	return out
}
