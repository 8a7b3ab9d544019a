package selection

import (
	"cmp"
	"slices"
	"strings"

	"muster/internal/frame/db"
	"muster/internal/frame/fault"
	"muster/internal/frame/ident"
	"muster/internal/frame/policy"
	"muster/internal/frame/record"
	"muster/internal/frame/register"
	"muster/internal/frame/unit"
	"muster/internal/intake/cases"
	"muster/internal/intake/preservice"
	"muster/internal/intake/quota"
	"muster/internal/intake/selection/choose"
	"muster/internal/intake/selection/score"
)

// Pool is everything on file from which the list of one county in one intake can be
// scored and chosen again. It is read once and changes nothing; whoever reads one
// has shown before that they may see its cases.
type Pool struct {
	County  unit.Code
	Cases   []*cases.Case // of the intake, those who left included, by id
	Ranking *Ranking      // nil: no list is frozen yet
	Seats   int64         // of the list, or free where there is none yet

	audit  *audit
	bounds []*quota.Bound
}

// ReadPool reads the pool of a county.
func ReadPool(tx *db.Tx, tree *unit.Tree, county unit.Code, intake ident.ID) (*Pool, error) {
	a := &audit{tx: tx, county: county}
	if err := a.read(); err != nil {
		return nil, err
	}
	p := &Pool{County: county, audit: a}
	for _, c := range a.cases {
		if c.Cycle == intake {
			p.Cases = append(p.Cases, c)
		}
	}
	slices.SortFunc(p.Cases, func(x, y *cases.Case) int { return strings.Compare(string(x.ID), string(y.ID)) })
	for _, r := range a.rankings {
		if r.Cycle == intake {
			p.Ranking, p.Seats = r, r.Seats
			return p, nil
		}
	}
	var err error
	if p.bounds, err = record.All[quota.Bound](tx, quota.Bounds, "county = $1 AND state = $2", string(county), register.Active); err != nil {
		return nil, err
	}
	quotas, err := record.All[quota.Quota](tx, quota.Table, "county = $1 AND cycle = $2 AND state = $3 AND unit = $1", string(county), string(intake), quota.Issued)
	if err == nil && len(quotas) > 0 {
		p.Seats = quotas[0].Free()
	}
	return p, err
}

// Listed says whether somebody is on the list, or would be on it if it were frozen
// now.
func (p *Pool) Listed(c *cases.Case) bool {
	if p.Ranking != nil {
		return c.Ranking == p.Ranking.ID
	}
	return c.State == cases.Scored
}

// Chosen says whether somebody was proposed when the list was frozen.
func (p *Pool) Chosen(c *cases.Case) bool {
	return p.Ranking != nil && c.Ranking == p.Ranking.ID && c.Rank <= p.Ranking.Chosen
}

// Score computes what somebody would have by a law, from the evidence on file; what
// the education earned is computed from its sheets again. Evidence that is lacking
// is a fault, as it is when a score is posted.
func (p *Pool) Score(view *policy.View, c *cases.Case) (int64, error) {
	e := p.audit.evidence(c)
	if place := p.audit.places[c.ID]; place != nil && p.audit.courses[place.Course] != nil {
		limits, err := preservice.LimitsOf(view)
		if err != nil {
			return 0, err
		}
		course := p.audit.courses[place.Course]
		drill, knowledge, _, _, missing := preservice.Points(limits, course, place, p.audit.records[course.ID])
		if len(missing) == 0 {
			e.Drill, e.Knowledge = drill, knowledge
		}
	}
	s, err := score.Compute(view, e)
	return s.Total, err
}

// Limits are other bounds for a row; what is nil stays as it is.
type Limits struct {
	Min, Max *int64
}

// Terms are what a list is chosen under.
type Terms struct {
	View  *policy.View // whose tags rows ask for; nil: those noted when the list was frozen
	Seats int64
	Rows  map[string]Limits // other bounds, by id of the row
}

// Choose makes the choice of some people with their scores as freezing a list would,
// and returns who is chosen. A row that the list does not have is ignored.
func (p *Pool) Choose(tree *unit.Tree, law *policy.View, list []*cases.Case, scores map[ident.ID]int64, t Terms) (map[ident.ID]bool, error) {
	r := &Ranking{Seats: t.Seats}
	r.Unit, r.County = p.County, p.County
	if p.Ranking != nil {
		r.Unit, r.Rows, r.Units = p.Ranking.Unit, slices.Clone(p.Ranking.Rows), p.Ranking.Units
	} else if err := r.setRows(tree, law, p.bounds); err != nil {
		return nil, err
	}
	if err := r.rebound(t.Rows); err != nil {
		return nil, err
	}
	entrants := make([]*cases.Case, len(list))
	at := r.seatUnits()
	for i, c := range list {
		e := *c
		if p.Ranking == nil {
			e.SeatUnit = cmp.Or(nearest(tree, c.Unit, at), r.Unit)
		}
		if t.View != nil || p.Ranking == nil {
			e.Tags = tagsOf(cmp.Or(t.View, law), c)
		}
		e.Score, e.Tie = scores[c.ID], tie(c.ID)
		entrants[i] = &e
	}
	result, in, err := choice(r, entrants)
	if err != nil {
		return nil, err
	}
	out := map[ident.ID]bool{}
	for _, v := range result.Verdicts {
		out[ident.ID(in.ID(v.Candidate))] = v.Outcome == choose.Chosen
	}
	return out, nil
}

// RowIDs are the ids of the rows of the list.
func (p *Pool) RowIDs() (out []string) {
	if p.Ranking == nil {
		for _, b := range p.bounds {
			out = append(out, b.Code)
		}
		return out
	}
	for _, text := range p.Ranking.Rows {
		if q, err := readRow(text); err == nil {
			out = append(out, q.ID)
		}
	}
	return out
}

// rebound gives rows other bounds.
func (r *Ranking) rebound(rows map[string]Limits) error {
	for i, text := range r.Rows {
		q, err := readRow(text)
		if err != nil {
			return err
		}
		l, changed := rows[q.ID]
		if !changed {
			continue
		}
		b := &quota.Bound{Code: q.ID, Tag: q.Tag, Min: q.Min, Max: q.Max}
		b.Unit = unit.Code(q.Unit)
		if l.Min != nil {
			b.Min = *l.Min
		}
		if l.Max != nil {
			b.Max = l.Max
		}
		if b.Max != nil && b.Min > *b.Max {
			return fault.New(fault.Invalid, "quota.crossed", "下限大于上限。", "The least is above the most.")
		}
		r.Rows[i] = writeRow(b)
	}
	return nil
}
