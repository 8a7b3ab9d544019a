package web

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"

	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/ledger"
	"muster/internal/frame/outbox"
	"muster/internal/frame/policy"
	"muster/internal/frame/record"
	"muster/internal/intake/appeals"
	"muster/internal/intake/cases"
	"muster/internal/intake/dispatch"
	"muster/internal/intake/integrity"
	"muster/internal/intake/medical"
	"muster/internal/intake/preservice"
	"muster/internal/intake/selection"
	"muster/internal/intake/signup"
	"muster/internal/lead/penalty"
	"muster/internal/office/role"
	"muster/internal/people"
	"muster/internal/service/studyplace"
)

// citizenData is what the one page of a citizen shows.
type citizenData struct {
	Cases         []caseData
	Registrations []matter
	Others        []matter // reviews, corrections
	Papers        []matter // documents, which are many and small
	Person        []fact
	PersonActs    []linkTo
	PersonForms   []linkTo
	Begin         []linkTo
	Notices       []told
	Seen          []sighting // by others
	Own           []sighting // what the citizen did
}

// caseData is one application: where, what next, by when, why, what can be done.
type caseData struct {
	matter
	ID      ident.ID
	Steps   []cases.Step
	Next    i18n.Text
	By      clock.Date
	Why     *policy.Reason
	Remark  string
	Object  clock.Date // last day to ask for a review
	Late    bool       // it has passed
	Contest i18n.Text
	Further i18n.Text // the remedies of the law with their last days
	Review  i18n.Text // of this result, asked for or decided
	Rank    int64
	Visits  []appointmentData

	record    *cases.Case
	Score     *scoreData
	Notice    *noticeOfCase
	Departure *departureData
}

// matter is one record of the citizen with what may be done about it.
type matter struct {
	Title i18n.Text
	State value
	Facts []fact
	Acts  []linkTo
	Forms []linkTo // the same on paper
}

// sighting is one look at, or act on, the citizen's records.
type sighting struct {
	event
	What string
}

// ownTables are the tables about a person, in the order of the page.
var ownTables = []*record.Table{cases.Table, medical.Appointments, people.Registrations, appeals.Reviews, dispatch.Returns, penalty.Penalties, integrity.Complaints, people.Corrections,
	people.Deferrals, people.Reserves, people.Pool, studyplace.Table, signup.Documents, act.PaperForms, selection.Sheets, selection.ScoreObjections, preservice.Places, preservice.Injuries}

func (s *server) citizenPage(q *request) error {
	if !q.citizen() {
		return q.redirect("/")
	}
	d := citizenData{}
	own, err := q.ownRecords()
	if err != nil {
		return err
	}
	var visits []appointmentData
	var sheets []*selection.Sheet
	for _, o := range own {
		if o.unread {
			continue
		}
		m, err := q.matter(o)
		if err != nil {
			return err
		}
		switch r := o.rec.(type) {
		case *cases.Case:
			c, err := q.caseOf(m, r)
			if err != nil {
				return err
			}
			d.Cases = append(d.Cases, c)
		case *medical.Appointment:
			a, err := q.appointment(r)
			if err != nil {
				return err
			}
			visits = append(visits, a)
		case *selection.Sheet:
			sheets = append(sheets, r)
		case *people.Registration:
			d.Registrations = append(d.Registrations, m)
		case *signup.Document:
			m.Title = i18n.Same(q.word(signup.Documents.Schema.Get("kind"), r.Kind))
			d.Papers = append(d.Papers, m)
		case *people.Person:
			d.Person, d.PersonActs, d.PersonForms, d.Begin = m.Facts, m.Acts, m.Forms, q.begin(people.Persons, r)
		default:
			d.Others = append(d.Others, m)
		}
	}
	for i := range d.Cases {
		for _, sheet := range sheets {
			if sheet.Case == d.Cases[i].ID {
				q.score(&d.Cases[i], sheet)
			}
		}
		d.Cases[i].Visits = slices.DeleteFunc(slices.Clone(visits), func(a appointmentData) bool { return a.Case != d.Cases[i].ID })
	}
	notices, err := outbox.For(q.Context(), s.App.Store, q.actor.Home, q.actor.Person)
	if err != nil {
		return err
	}
	d.Notices = together(notices)
	if d.Seen, d.Own, err = q.sightings(own); err != nil {
		return err
	}
	p := q.page(i18n.T("我的事项", "My matters"))
	if p.Notice, err = q.done(); err != nil {
		return err
	}
	return q.show(citizenPage(p, d))
}

// owned is one record about the reader.
type owned struct {
	table  *record.Table
	rec    record.Record
	unread bool // only who looked at it is shown here
}

func (q *request) ownRecords() ([]owned, error) {
	var out []owned
	for _, t := range ownTables {
		reg := q.s.App.Shelf.Get(t.Name)
		page, err := q.s.App.Road.Page(q.Context(), reg.Look(q.actor, reg.Purpose(q.actor), "view"),
			record.Query{Filters: []record.Filter{{Field: "person", Values: []string{string(q.actor.Person)}}}, Limit: pageSize})
		if err != nil {
			return nil, err
		}
		for _, r := range page.Records {
			out = append(out, owned{table: t, rec: r})
			if a, ok := r.(*medical.Appointment); ok {
				out = append(out, q.examRecords(a)...)
			}
		}
	}
	reg := q.s.App.Shelf.Get(people.Persons.Name)
	person, err := q.s.App.Road.One(q.Context(), reg.Look(q.actor, reg.Purpose(q.actor), "view"), q.actor.Home, q.actor.Person)
	if err != nil {
		return nil, err
	}
	return append(out, owned{table: people.Persons, rec: person}), nil
}

func (q *request) matter(o owned) (matter, error) {
	acts, err := q.available(o.table, o.rec)
	acts = append(acts, q.printable(o.rec)...)
	facts := q.factsOf(o.table, o.rec)
	return matter{Title: o.table.Title, State: q.valueOf(o.table, o.table.Schema.Get("state"), o.rec), Facts: facts, Acts: acts, Forms: q.forms(o.table, o.rec)}, err
}

func (q *request) caseOf(m matter, c *cases.Case) (caseData, error) {
	view := q.s.App.Pack.On(q.s.policyDay(c))
	d := caseData{matter: m, record: c, ID: c.ID, Steps: c.Progress(view.Gates()), Next: c.Next(), By: c.By(), Rank: c.Rank}
	if err := q.later(&d, c); err != nil {
		return d, err
	}
	for _, step := range d.Steps {
		if step.Standing == cases.Failed || step.Standing == cases.Now && c.State == cases.Prechecked {
			d.Contest = step.Gate.Contest
		}
	}
	if r := c.Result(); r == cases.ResultVoided || r == cases.ResultLeftBehind {
		d.Contest = i18n.T("由未经手的人重新审查", "it is looked at again by somebody who had no part in it")
	}
	reason, remark, err := c.Open(q.Context(), q.s.App.Road, q.s.App.Vault, q.actor, role.Own)
	if err != nil {
		return d, err
	}
	why, known := c.Why(view, reason)
	if known {
		d.Why, d.Remark = &why, remark
	}
	if !q.s.App.Book.Kind("application.ask_review").MayStart(c.State) || !c.Contestable() {
		return d, nil
	}
	asked, err := q.reviewOf(&d, c)
	if err != nil {
		return d, err
	}
	told := c.ToldOn
	if asked != nil && asked.State == appeals.Decided {
		told = asked.DecidedOn
	}
	if told != "" {
		if d.Further, err = people.Remedies(view, told); err != nil {
			return d, err
		}
	}
	if asked != nil {
		return d, nil
	}
	if c.ObjectBy != "" {
		d.Object, d.Late = c.ObjectBy, q.s.App.Today() > c.ObjectBy
		return d, nil
	}
	changed, err := q.lastChange(cases.Table, c)
	if err != nil || changed == 0 {
		return d, err
	}
	d.Object, err = view.Due("review_request", changed.Date(q.s.App.Pack.Zone()))
	return d, err
}

// lastChange is when a record was last changed.
func (q *request) lastChange(t *record.Table, r record.Record) (at clock.Instant, err error) {
	err = q.s.read(q.Context(), func(tx *db.Tx) error {
		found, err := ledger.Changes(tx, r.Head().County, t.Name, r.Head().ID, historyLimit)
		for _, f := range found {
			at = max(at, f.At)
		}
		return err
	})
	return at, err
}

// mostSightings is how many looks at one record are listed.
const mostSightings = 100

// receipt is where the receipt of the entry is to be had.
func (s sighting) receipt() string {
	return "/me/receipt?" + url.Values{"log": {string(s.Log)}, "seq": {strconv.FormatInt(s.Seq, 10)}}.Encode()
}

// sightings lists who else looked at or changed the reader's records, and what the
// reader did, the newest first; the reader's own looks are left out.
func (q *request) sightings(own []owned) (others, self []sighting, err error) {
	err = q.s.read(q.Context(), func(tx *db.Tx) error {
		others, self = nil, nil
		known := map[[2]string]bool{} // one entry may concern several records
		for _, o := range own {
			h := o.rec.Head()
			seen, err := ledger.SightingsOf(tx, h.County, act.Subject(o.table, h.ID), mostSightings)
			if err != nil {
				return err
			}
			done, err := ledger.Changes(tx, h.County, o.table.Name, h.ID, historyLimit)
			if err != nil {
				return err
			}
			tried, err := ledger.History(tx, h.County, act.Subject(o.table, h.ID), historyLimit)
			if err != nil {
				return err
			}
			seen = append(seen, done...)
			seen = append(seen, slices.DeleteFunc(tried, func(f ledger.Found) bool { return f.Leaf.Outcome != "denied" })...)
			for _, f := range seen {
				s := sighting{q.event(f), o.table.Title.In(q.lang)}
				entry := [2]string{string(f.Log), strconv.FormatInt(f.Seq, 10)}
				if known[entry] {
					continue
				}
				known[entry] = true
				switch {
				case f.Actor != q.actor.Account && f.Actor != q.actor.Person:
					others = append(others, s)
				case !s.Reading:
					self = append(self, s)
				}
			}
		}
		return nil
	})
	newestFirst(others)
	newestFirst(self)
	return others, self, err
}

func newestFirst(list []sighting) {
	slices.SortStableFunc(list, func(a, b sighting) int { return cmp.Compare(b.At, a.At) })
}
