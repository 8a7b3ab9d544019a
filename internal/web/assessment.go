package web

import (
	"fmt"
	"net/url"

	"muster/internal/frame/db"
	"muster/internal/frame/i18n"
	"muster/internal/lead/assessment"
)

// assessmentData is the page of an assessment: every rate with its numerator and
// denominator and the ways to the records that they count.
type assessmentData struct {
	*assessment.Assessment
	Office string
	Intake string
	Status value
	Back   string
	Five   []measured
	Others []measured
	Closed bool // some of the records are not the reader's to see
	Acts   []linkTo
}

// measured is one rate as it is shown.
type measured struct {
	Code  string
	Label i18n.Text
	Rate  string
	N, D  numbered
}

// numbered is one number with the way to its records, if the reader may open them.
type numbered struct {
	Label i18n.Text
	N     int64 // -1: not kept
	Href  string
	Parts []numbered
}

// percent renders hundredths of a percent.
func percent(rate int64) string {
	if rate < 0 {
		return "–"
	}
	return fmt.Sprintf("%d.%02d %%", rate/100, rate%100)
}

// assessmentPage shows an assessment to the superior office and to the office that
// it is about.
func (s *server) assessmentPage(q *request) error {
	found, err := q.opened(assessment.Table)
	if err != nil {
		return err
	}
	a := found.(*assessment.Assessment)
	d := assessmentData{Assessment: a, Office: q.unitName(a.Unit), Back: recordPath(assessment.Table, a.County, a.ID), Status: q.valueOf(assessment.Table, assessment.Table.Schema.Get("state"), a)}
	if err := s.read(q.Context(), func(tx *db.Tx) error { d.Intake = intakeName(tx, a.Cycle); return nil }); err != nil {
		return err
	}
	for _, m := range a.Measures() {
		row := measured{Code: m.Code, Label: m.Label, Rate: percent(m.Rate), N: q.countedOf(&d, m.N), D: q.countedOf(&d, m.D)}
		if m.Five {
			d.Five = append(d.Five, row)
		} else {
			d.Others = append(d.Others, row)
		}
	}
	if d.Acts, err = q.available(assessment.Table, a); err != nil {
		return err
	}
	return q.show(assessmentPage(q.page(i18n.T("考核评价", "Assessment")), d))
}

// countedOf is the way to the records of a count: the list of their register, as far
// as it is open to the reader.
func (q *request) countedOf(d *assessmentData, c assessment.Count) numbered {
	out := numbered{Label: c.Label, N: c.N}
	for _, part := range c.Parts {
		out.Parts = append(out.Parts, q.countedOf(d, part))
	}
	reg := q.s.App.Shelf.Get(c.Table)
	if c.Table == "" || reg == nil || !reg.Look(q.actor, reg.Purpose(q.actor), "").Visible() {
		d.Closed = d.Closed || c.Table != ""
		return out
	}
	where := url.Values{"within": {string(d.Unit)}}
	if c.Anywhere {
		where.Del("within")
	}
	if c.Overdue {
		where.Set("due", "overdue")
	}
	for _, f := range c.Where {
		where[f.Field] = f.Values
	}
	out.Href = "/r/" + c.Table + "?" + where.Encode()
	return out
}
