package web

import (
	"slices"
	"strings"

	"muster/internal/frame/access"
	"muster/internal/frame/db"
	"muster/internal/frame/i18n"
	"muster/internal/frame/record"
	"muster/internal/intake/cases"
	"muster/internal/intake/vetting"
	"muster/internal/office/role"
	"muster/internal/office/staff"
)

// vettingData is the page of whoever has a part in vetting: the questions put to
// one's department, or the vettings under way with what each still waits for.
type vettingData struct {
	Checks  []question
	Rounds  []round
	Open    *task // cases whose vetting is to be opened
	Session *session
}

// question is one question to the reader's department.
type question struct {
	Name, Number string
	Text         i18n.Text
	Asked        string
	Answer       string // the way to the form
}

// round is one vetting under way.
type round struct {
	Name, Unit string
	ID         string
	Answered   int
	Asked      int
	*vetting.Round
	Acts []linkTo
}

// session is the form of a joint session.
type session struct {
	Key  string
	Day  string
	Who  []option
	Wait bool // some vettings have had theirs already
}

func (s *server) vettingPage(q *request) error {
	d := vettingData{}
	if err := q.questions(&d); err != nil {
		return err
	}
	if err := q.rounds(&d); err != nil {
		return err
	}
	if q.actor.Role == role.CountyOfficer {
		t, _, err := q.openCases()
		if err != nil {
			return err
		}
		d.Open = &t
	}
	if q.actor.Role == role.VettingChair && len(d.Rounds) > 0 {
		d.Session = &session{Key: newKey(), Day: string(s.App.Today()), Who: q.mayAttend()}
	}
	p := q.page(i18n.T("政治考核", "Vetting"))
	var err error
	if p.Notice, err = q.done(); err != nil {
		return err
	}
	return q.show(vettingPage(p, d))
}

func (q *request) openCases() (task, bool, error) {
	reg := q.s.App.Shelf.Get(cases.Table.Name)
	n, err := q.s.App.Road.Count(q.Context(), reg.Look(q.actor, reg.Purpose(q.actor), "count"),
		record.Query{Filters: []record.Filter{{Field: "state", Values: []string{cases.PhysicalPass}}}})
	return task{Title: i18n.T("待发起考核", "Vetting to be opened"), Count: n, Href: "/r/application?state=" + cases.PhysicalPass}, true, err
}

// questions lists what the reader's department was asked.
func (q *request) questions(d *vettingData) error {
	reg := q.s.App.Shelf.Get(vetting.Checks.Name)
	if q.actor.Role != role.Reviewer {
		return nil
	}
	page, err := q.s.App.Road.Page(q.Context(), reg.Look(q.actor, role.Vetting, "list"),
		record.Query{Filters: []record.Filter{{Field: "state", Values: []string{vetting.Asked}}}, Sort: "asked_on", Limit: pageSize})
	for _, r := range page.Records {
		c := r.(*vetting.Check)
		d.Checks = append(d.Checks, question{Name: c.Name, Number: c.IDNo, Text: q.questionText(c.Question), Asked: string(c.Asked), Answer: actPath("vetting_check.answer", c)})
	}
	return err
}

// questionText is a question of the pack in words.
func (q *request) questionText(code string) i18n.Text {
	if found, ok := vetting.QuestionOf(q.s.App.Pack.On(q.s.App.Today()), code); ok {
		return found.Text
	}
	return i18n.Same(code)
}

// rounds lists the vettings under way that the reader may see.
func (q *request) rounds(d *vettingData) error {
	reg := q.s.App.Shelf.Get(vetting.Rounds.Name)
	look := reg.Look(q.actor, reg.Purpose(q.actor), "list")
	if !look.Visible() {
		return access.Denied()
	}
	page, err := q.s.App.Road.Page(q.Context(), look, record.Query{Filters: []record.Filter{{Field: "state", Values: []string{vetting.Open}}}, Sort: "opened_on", Limit: pageSize})
	if err != nil {
		return err
	}
	for _, rec := range page.Records {
		r := rec.(*vetting.Round)
		acts, err := q.available(vetting.Rounds, r)
		if err != nil {
			return err
		}
		line := round{Name: r.Name, Unit: q.unitName(r.Unit), ID: string(r.ID), Round: r}
		if line.Answered, line.Asked, err = q.answers(r); err != nil {
			return err
		}
		line.Acts = slices.DeleteFunc(acts, func(l linkTo) bool { return !line.waitsFor(l.Href) })
		if q.actor.Role == role.VettingChair {
			kinds := []string{"application.adjourn_vetting"}
			if !r.Sealed.IsZero() && !r.Stamped.IsZero() {
				kinds = []string{"application.conclude_vetting"}
			}
			for _, kind := range kinds {
				line.Acts = append(line.Acts, linkTo{"/act/" + kind + "?_county=" + string(r.County) + "&_id=" + string(r.Case), q.s.App.Book.Kind(kind).Title})
			}
		}
		d.Rounds = append(d.Rounds, line)
	}
	return nil
}

// waitsFor says whether an act is the next thing that a vetting waits for; the
// road decides when it is done.
func (r round) waitsFor(href string) bool {
	whole := r.Answered == r.Asked && r.Session != ""
	switch {
	case strings.HasPrefix(href, "/act/vetting_round.seal_station"):
		return whole && r.Sealed.IsZero()
	case strings.HasPrefix(href, "/act/vetting_round.seal_office"):
		return whole && r.Stamped.IsZero()
	case strings.HasPrefix(href, "/act/vetting_round.sign_special"):
		return r.Special && r.UnitSigned.IsZero()
	}
	return true
}

// answers counts how many departments have answered, not what.
func (q *request) answers(r *vetting.Round) (answered, asked int, err error) {
	err = q.s.read(q.Context(), func(tx *db.Tx) error {
		checks, err := record.All[vetting.Check](tx, vetting.Checks, "county = $1 AND application = $2 AND round = $3", string(r.County), string(r.Case), string(r.ID))
		answered, asked = 0, len(checks)
		for _, c := range checks {
			if c.State == vetting.Answered {
				answered++
			}
		}
		return err
	})
	return answered, asked, err
}

// mayAttend lists those of the county who may sit in a joint session, with the office
// that each comes from: departments send people of one role.
func (q *request) mayAttend() (out []option) {
	tree, day := q.s.App.Road.Tree(), q.s.App.Today()
	at, _ := tree.Get(q.actor.Unit)
	for _, r := range []access.Role{role.VettingChair, role.VettingMember, role.CountyOfficer, role.Reviewer} {
		for _, holder := range q.holdersBelow(r) {
			posts := q.s.App.Directory.PostsOf(holder.ID, day)
			i := slices.IndexFunc(posts, func(p staff.Post) bool { return at != nil && access.Role(p.Role) == r && at.Place.Contains(p.Place) })
			if i >= 0 && !slices.ContainsFunc(out, func(o option) bool { return o.Value == holder.Login }) {
				out = append(out, option{Value: holder.Login, Label: holder.Name + " · " + roleLabel(r).In(q.lang) + " · " + tree.Name(posts[i].Unit)})
			}
		}
	}
	return out
}

// holdersBelow lists the holders of a role at the reader's office and the
// departments directly below it.
func (q *request) holdersBelow(r access.Role) (out []staff.Account) {
	tree, day := q.s.App.Road.Tree(), q.s.App.Today()
	at, ok := tree.Get(q.actor.Unit)
	if !ok {
		return nil
	}
	out = q.s.App.Directory.Holders(tree, r, at.Place, day)
	for _, child := range tree.Children(at.Code) {
		if child.Kind == "department" {
			out = append(out, q.s.App.Directory.Holders(tree, r, child.Place, day)...)
		}
	}
	return out
}
