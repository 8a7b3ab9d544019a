package web

import (
	"slices"
	"strconv"
	"strings"

	"muster/internal/frame/access"
	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
	"muster/internal/intake/preservice"
	"muster/internal/intake/selection"
)

// educationData is the roster of a course.
type educationData struct {
	Course  *preservice.Course
	Name    string
	Status  value
	Back    string
	Days    []string
	Rows    []pupil
	Acts    []linkTo
	Lacking []i18n.Text
}

// pupil is one line of the roster.
type pupil struct {
	Number           int64
	Name             string
	Href             string
	Days             []string
	Drill, Knowledge string
	Points           string
	State            value
}

// mostLacking is how much of what a completion still lacks is named.
const mostLacking = 3

// educationPage shows the roster of a course: who was there on each day, the marks,
// the points once they are computed.
func (s *server) educationPage(q *request) error {
	reg := s.App.Shelf.Get(preservice.Courses.Name)
	found, err := s.App.Road.One(q.Context(), reg.Look(q.actor, reg.Purpose(q.actor), "view"), unit.Code(q.PathValue("county")), ident.ID(q.PathValue("id")))
	if err != nil {
		return err
	}
	c := found.(*preservice.Course)
	d := educationData{Course: c, Name: s.App.Road.Tree().Name(c.Unit), Back: recordPath(reg.Table, c.County, c.ID), Status: q.valueOf(reg.Table, reg.Table.Schema.Get("state"), c)}
	if c.State == preservice.Open {
		d.Acts = q.courseActs(c)
	}
	places, sheets, err := q.roster(c)
	if err != nil {
		return err
	}
	limits, err := preservice.LimitsOf(s.App.Pack.On(c.PolicyDay))
	if err != nil {
		return err
	}
	for day := c.From; day <= c.Until; day = day.AddDays(1) {
		d.Days = append(d.Days, string(day)[len("2006-"):])
	}
	for _, p := range places {
		d.Rows = append(d.Rows, q.pupil(c, p, sheets))
		if p.State != preservice.Enrolled || len(d.Lacking) >= mostLacking {
			continue
		}
		_, _, _, _, missing := preservice.Points(limits, c, p, sheets)
		for _, m := range missing {
			if len(d.Lacking) < mostLacking && !slices.ContainsFunc(d.Lacking, func(t i18n.Text) bool { return t.In(i18n.EN) == m.In(i18n.EN) }) {
				d.Lacking = append(d.Lacking, m)
			}
		}
	}
	return q.show(educationPage(q.page(i18n.T("役前教育花名册", "Roster of the pre-service education")), d))
}

// courseActs are what the reader may do on an open course.
func (q *request) courseActs(c *preservice.Course) (out []linkTo) {
	for _, kind := range []string{"preservice_course.enrol", "preservice_day.record", "preservice_test.record", "preservice_injury.record", "preservice_course.complete"} {
		k := q.s.App.Book.Kind(kind)
		if !slices.ContainsFunc(k.By, func(g access.Grant) bool { return g.Role == q.actor.Role }) {
			continue
		}
		href := actPath(kind, c)
		if k.New {
			href = "/act/" + kind + "?course=" + string(c.ID) + "&course_home=" + string(c.County)
		}
		out = append(out, linkTo{href, k.Title})
	}
	return out
}

// roster reads the places of a course, and leaves a leaf, with its sheets.
func (q *request) roster(c *preservice.Course) (places []*preservice.Place, sheets preservice.Sheets, err error) {
	reg := q.s.App.Shelf.Get(preservice.Places.Name)
	look := reg.Look(q.actor, reg.Purpose(q.actor), "list")
	if !look.Visible() {
		return nil, sheets, access.Denied()
	}
	err = q.s.App.Road.Export(q.Context(), look, record.Query{Filters: []record.Filter{{Field: "course", Values: []string{string(c.ID)}}}, Sort: "number"},
		func(r record.Record) error { places = append(places, r.(*preservice.Place)); return nil })
	if err != nil {
		return nil, sheets, err
	}
	err = q.s.read(q.Context(), func(tx *db.Tx) (err error) {
		where, args := "county = $1 AND course = $2 AND state <> 'void'", []any{string(c.County), string(c.ID)}
		if sheets.Days, err = record.All[preservice.Day](tx, preservice.Days, where, args...); err != nil {
			return err
		}
		sheets.Tests, err = record.All[preservice.Test](tx, preservice.Tests, where, args...)
		return err
	})
	return places, sheets, err
}

func (q *request) pupil(c *preservice.Course, p *preservice.Place, s preservice.Sheets) pupil {
	row := pupil{Number: p.Number, Name: p.Name, Href: recordPath(preservice.Places, p.County, p.ID), State: q.valueOf(preservice.Places, preservice.Places.Schema.Get("state"), p)}
	number := strconv.FormatInt(p.Number, 10)
	held := map[clock.Date]*preservice.Day{}
	for _, d := range s.Days {
		held[d.Day] = d
	}
	for day := c.From; day <= c.Until; day = day.AddDays(1) {
		mark := "✓"
		switch d := held[day]; {
		case d == nil:
			mark = "–"
		case slices.Contains(d.Excused, number):
			mark = "○"
		case slices.Contains(d.Absent, number):
			mark = "✗"
		}
		row.Days = append(row.Days, mark)
	}
	for _, t := range s.Tests {
		for _, m := range t.Marks {
			if mark, ok := strings.CutPrefix(m, number+"="); ok && t.Sort == preservice.Drill {
				row.Drill = strings.TrimSpace(row.Drill + " " + mark)
			} else if ok {
				row.Knowledge = strings.TrimSpace(row.Knowledge + " " + mark)
			}
		}
	}
	if p.State == preservice.Finished {
		row.Points = selection.Points(p.Drill) + " + " + selection.Points(p.Knowledge)
	}
	return row
}

// injuryPage opens what is sealed of an injury, for whom the register allows it.
func (s *server) injuryPage(q *request) error {
	found, err := q.seen(preservice.Injuries, unit.Code(q.PathValue("county")), ident.ID(q.PathValue("id")))
	if err != nil {
		return err
	}
	i := found.(*preservice.Injury)
	reg := s.App.Shelf.Get(preservice.Injuries.Name)
	told, err := i.Open(q.Context(), s.App.Road, s.App.Vault, reg.Look(q.actor, reg.Purpose(q.actor), "open"))
	if err != nil {
		return err
	}
	return q.show(injuryPage(q.page(i18n.T("役前教育伤病", "Injury during the education")), string(i.Day), q.backOf(reg.Table, i), told))
}

// backOf is where a page of a record leads back to: the record, or the own page.
func (q *request) backOf(t *record.Table, r record.Record) string {
	if q.citizen() {
		return "/me"
	}
	return recordPath(t, r.Head().County, r.Head().ID)
}
