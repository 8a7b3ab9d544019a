package web

import (
	"net/url"
	"slices"
	"strconv"

	"muster/internal/frame/access"
	"muster/internal/frame/clock"
	"muster/internal/frame/i18n"
	"muster/internal/frame/unit"
	"muster/internal/insight"
	"muster/internal/insight/trend"
	"muster/internal/people"
)

var registrationTitle = i18n.T("兵役登记进度", "Progress of registration")

// registrationData is how far the registrations of a year came, office by office.
type registrationData struct {
	Unit     *unit.Unit
	Year     int
	Years    []linkTo
	Up       []linkTo
	Deadline clock.Date
	Here     registrationRow
	Below    []registrationRow
	Empty    []string // units below with nobody on the list
}

// levels are the kinds of units below which people live.
var levels = []unit.Kind{unit.City, unit.County, unit.Township, unit.Village}

// registrationRow is the line of one unit.
type registrationRow struct {
	people.Progress
	Href  string // the units below; empty where there are none
	Share string // concluded, of all
	query url.Values
}

// records is the list of those in some of the states.
func (r registrationRow) records(states ...string) string {
	values := url.Values{"state": states}
	for name, v := range r.query {
		values[name] = v
	}
	return "/r/" + people.Registrations.Name + "?" + values.Encode()
}

// watchesRegistration says whether the actor may open every registration of their
// subtree: nobody else is shown its counts, which can be of few people.
func (q *request) watchesRegistration() bool {
	return slices.ContainsFunc(q.s.App.Shelf.Get(people.Registrations.Name).Read, func(g access.Grant) bool {
		return g.Role == q.actor.Role && g.Relation == access.Subtree
	})
}

// registrationPage shows how many have registered by the day of the year, and where
// they have not.
func (s *server) registrationPage(q *request) error {
	if !q.watchesRegistration() {
		return access.Denied()
	}
	tree, query := s.App.Road.Tree(), q.URL.Query()
	code := unit.Code(query.Get("unit"))
	if code == "" {
		code = q.actor.Unit
	}
	if _, err := insight.Within(tree, q.actor, code); err != nil {
		return err
	}
	at, _ := tree.Get(code)
	year, err := strconv.Atoi(query.Get("year"))
	if err != nil {
		year = s.App.Today().Year()
	}
	d := registrationData{Unit: at, Year: year}
	if d.Deadline, err = s.App.Pack.On(s.App.Today()).DayOfYear("registration.deadline", year); err != nil {
		return err
	}
	if err := d.fill(q, tree); err != nil {
		return err
	}
	return q.show(registrationPage(q.page(registrationTitle), d))
}

func registrationPath(code unit.Code, year int) string {
	return "/registration/progress?" + url.Values{"unit": {string(code)}, "year": {strconv.Itoa(year)}}.Encode()
}

func (d *registrationData) fill(q *request, tree *unit.Tree) error {
	years, err := d.row(q, tree, d.Unit, &d.Here)
	if err != nil {
		return err
	}
	for _, year := range years {
		d.Years = append(d.Years, linkTo{registrationPath(d.Unit.Code, year), i18n.Same(strconv.Itoa(year))})
	}
	for _, child := range tree.Children(d.Unit.Code) {
		var row registrationRow
		if _, err := d.row(q, tree, child, &row); err != nil {
			return err
		}
		switch {
		case row.All() > 0:
			d.Below = append(d.Below, row)
		case child.On(q.s.App.Today()) && slices.Contains(levels, child.Kind):
			d.Empty = append(d.Empty, child.Name)
		}
	}
	for _, above := range slices.Backward(tree.Up(d.Unit.Code)) {
		if _, err := insight.Within(tree, q.actor, above.Code); err == nil && above.Code != d.Unit.Code {
			d.Up = append(d.Up, linkTo{registrationPath(above.Code, d.Year), i18n.Same(above.Name)})
		}
	}
	return nil
}

func (d *registrationData) row(q *request, tree *unit.Tree, at *unit.Unit, row *registrationRow) (years []int, err error) {
	if row.Progress, years, err = people.ProgressOf(q.s.App.Cube, at.Code, d.Year); err != nil {
		return nil, err
	}
	row.Name, row.query = at.Name, url.Values{"within": {string(at.Code)}, "year": {strconv.Itoa(d.Year)}}
	if len(tree.Children(at.Code)) > 0 {
		row.Href = registrationPath(at.Code, d.Year)
	}
	row.Share = "–"
	if all := row.All(); all > 0 {
		row.Share = trend.ShowRate(row.Concluded()*10000/all, true)
	}
	return years, nil
}
