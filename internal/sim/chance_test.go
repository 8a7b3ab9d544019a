package sim

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"muster/internal/app"
	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/db/dbtest"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
	"muster/internal/intake/cycle"
	"muster/internal/intake/medical"
	"muster/internal/office/role"
	"time"
)

// chance is a province in which anybody tries anything: one lane for each
// sequence of acts, all of them a step further with each batch.
type chance struct {
	*Season
	random *rand.Rand
	lanes  []*lane
	kinds  []*act.Kind
	tables map[string][2]string // as about
	done   map[string]int       // acts that were done, by kind
	tried  int

	sessions map[unit.Code][]ident.ID
}

// lane is one person, and every record that is about them.
type lane struct {
	*someone
	records map[string][]rec
	last    int64              // the newest leaf on one of them
	done    map[ident.ID]int64 // and on each
}

// rec is a record as the next step finds it. Extra is the value of the field that
// its acts' grants ask for.
type rec struct {
	county unit.Code
	id     ident.ID
	state  string
	extra  string
}

// about are the tables of the gates: the column that leads to the person, and
// the one that their grants ask for.
var about = map[string][2]string{
	"person": {"id", "''"}, "registration": {"person", "''"}, "application": {"person", "''"}, "document": {"application", "office || '/' || kind"},
	"exam_appointment": {"application", "station"}, "exam": {"application", "station"}, "vetting_round": {"application", "station"},
	"vetting_check": {"application", "office"}, "case_hold": {"application", "''"}, "correction": {"person", "''"}, "deferral": {"person", "''"},
	"complaint": {"person", "office"}, "reserve_entry": {"person", "''"}, "pool_entry": {"person", "''"}, "proposal": {"subject", "digest"}, "exam_section": {"id", "examiner"},
}

// founding are the acts that make a record about somebody.
var founding = []string{"registration.due", "registration.volunteer", "application.apply", "document.present", "vetting_session.record", "conflict.declare", "case_hold.conceal",
	"complaint.file", "deferral.ask", "pool_entry.join", "reserve_entry.open", "roster_line.add", "exam_appointment.walk_in", "exam_conflict.declare"}

// begin opens an installation with people, stations and an intake, and nothing
// done yet.
func begin(t *testing.T, store db.Store, sequences int) *chance {
	t.Helper()
	s := fresh(t, store, Options{People: sequences, Units: oneCity})
	c := &chance{Season: s, random: rand.New(rand.NewPCG(17, 2)), done: map[string]int{}, tables: about, sessions: map[unit.Code][]ident.ID{}}
	for _, step := range []func() error{s.loadTree, s.hire, s.assignDepartments, s.settle, c.openIntake, c.openSessions, c.alarm} {
		if err := step(); err != nil {
			t.Fatal(err)
		}
	}
	for _, p := range s.people {
		c.lanes = append(c.lanes, &lane{someone: p, done: map[ident.ID]int64{}})
	}
	for _, k := range s.app.Book.Kinds() {
		if _, ok := about[k.Table.Name]; ok && !k.New || slices.Contains(founding, k.Name) {
			c.kinds = append(c.kinds, k)
		}
	}
	return c
}

// fresh is a season of which nothing has happened yet.
func fresh(t *testing.T, store db.Store, o Options) *Season {
	t.Helper()
	virtual := clock.NewManual(time.Date(year, 7, 6, 0, 30, 0, 0, time.UTC))
	if o.Rates.Wishes > 0 {
		virtual = clock.NewManual(time.Date(year, 1, 5, 1, 0, 0, 0, time.UTC))
	}
	dir := t.TempDir()
	if err := app.CreateKeys(dir, app.DemoName); err != nil {
		t.Fatal(err)
	}
	a, err := app.Open(t.Context(), app.Options{Dir: dir, Clock: virtual, Random: newSeeded(17), Store: store, Demo: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	return &Season{ctx: t.Context(), app: a, clock: virtual, random: rand.New(rand.NewPCG(17, 1)), options: o,
		quotas: map[unit.Code]ident.ID{}, rankings: map[unit.Code]ident.ID{}, courses: map[unit.Code]ident.ID{}}
}

func (c *chance) openIntake() error {
	officer, approver := c.by(c.root, role.QuotaOfficer, 1), c.by(c.root, role.QuotaApprover, 1)
	return c.phase(text("启动征集", "Open the intake"), func(add func(task)) {
		add(task{act.Request{Kind: "cycle.plan", Actor: officer, Purpose: role.Intake, Body: &cycle.Dates{Name: "2026", Year: year, Half: 2, From: "2026-01-01",
			SignUp: "2026-12-20", Hour: 18, Approval: "2026-12-31"}}, func(a act.Answer) {
			c.cycle = a.Subject
			c.later(task{act.Request{Kind: "cycle.open", County: a.County, Subject: a.Subject, Actor: approver, Purpose: role.Intake, Body: &cycle.Empty{}}, nil})
		}})
	})
}

// openSessions opens a session a day and takes the doctors on duty for it.
func (c *chance) openSessions() error {
	return c.phase(text("开设体检场次", "Open sessions"), func(add func(task)) {
		for _, county := range c.counties {
			for day := range 3 {
				add(task{act.Request{Kind: "exam_session.open", Actor: c.by(county, role.CountyOfficer, 1), Purpose: role.Intake,
					Body: &medical.Opening{Station: county, On: c.today().AddDays(day), Starts: "08:00", Capacity: 500}}, func(a act.Answer) { c.sessions[a.County] = append(c.sessions[a.County], a.Subject) }})
			}
			for i, section := range doctors {
				add(task{act.Request{Kind: "exam_duty.add", Actor: c.by(county, role.CountyOfficer, 1), Purpose: role.Intake,
					Body: &medical.Service{Account: c.by(county, role.Examiner, i+1).Account, Station: county, Section: section, From: c.today(), Until: c.today().AddDays(9)}}, nil})
			}
		}
	})
}

// alarm orders, at every fourth station, that everybody is examined again: no
// sequence is long enough to come there from a sample.
func (c *chance) alarm() error {
	return c.app.Store.Write(c.ctx, func(tx *db.Tx) error {
		for i, county := range c.counties {
			if i%4 != 3 {
				continue
			}
			u, _ := c.app.Road.Tree().Get(county)
			a := &medical.Alarm{Station: county, Cycle: c.cycle, Cause: medical.Disagreement, Figures: "3/60"}
			a.County, a.ID, a.Unit, a.Place, a.Rev, a.State = county, ident.ID(fmt.Sprintf("%026d", i)), u.Code, u.Place, 1, medical.Raised
			if err := medical.Alarms.Insert(tx, []record.Record{a}); err != nil {
				return err
			}
			if _, err := tx.Exec(`INSERT INTO fact (county, kind, id, rev, seq, body) VALUES ($1, 'exam_alarm', $2, 1, 0, $3)`, string(county), string(a.ID), string(medical.Alarms.Canonical(a))); err != nil {
				return err
			}
		}
		return nil
	})
}

// look reads what there is about everybody.
func (c *chance) look(t *testing.T) {
	t.Helper()
	c.lookAt(t, nil)
}

// lookAt reads what there is about those of some counties; nil: of all.
func (c *chance) lookAt(t *testing.T, counties map[unit.Code]bool) {
	t.Helper()
	owner := map[string]*lane{}
	for _, l := range c.lanes {
		l.records = map[string][]rec{}
		if counties == nil || counties[l.county] {
			owner[string(l.id)] = l
			for id := range l.done { // a proposal of something new is about no record yet
				owner[string(id)] = l
			}
		}
	}
	tables := []string{"person", "registration", "application", "exam_appointment", "exam_section"}
	for name := range c.tables {
		if !slices.Contains(tables, name) && name != "proposal" {
			tables = append(tables, name)
		}
	}
	slices.Sort(tables[5:])
	for _, name := range append(tables, "proposal") {
		columns := c.tables[name]
		err := c.find("SELECT county, id || ' ' || state || ' ' || "+columns[1]+", "+columns[0]+" FROM "+name+" WHERE state <> 'signed' OR "+columns[0]+" = id ORDER BY county, id", func(county, rest, to string) {
			part := strings.SplitN(rest, " ", 3)
			l := owner[to]
			if l == nil && name == "proposal" {
				l = owner[part[0]]
			}
			if l != nil {
				l.records[name] = append(l.records[name], rec{unit.Code(county), ident.ID(part[0]), part[1], part[2]})
				owner[part[0]] = l
				if name == "exam_appointment" {
					for _, section := range doctors {
						owner[string(c.key().Record(ident.ID(part[0]), section))] = l
					}
				}
			}
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// TestNoSequenceBreaksAPromise tries random sequences of legal and illegal acts,
// by the right and the wrong people and the system, through all gates up to the
// integrity gate, and looks by SQL for what must never come of them.
func TestNoSequenceBreaksAPromise(t *testing.T) {
	t.Parallel()
	for name, engine := range map[string]struct {
		store     func(t *testing.T) db.Store
		sequences int
	}{
		"sqlite":   {func(t *testing.T) db.Store { return dbtest.SQLite(t) }, 2000},
		"postgres": {func(t *testing.T) db.Store { return dbtest.Postgres(t) }, 100},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := begin(t, engine.store(t), engine.sequences)
			for round := range 46 {
				c.look(t)
				c.round(t)
				if pause := 7 * time.Minute; round == 33 {
					c.clock.Advance(22 * time.Hour)
				} else {
					c.clock.Advance(pause)
				}
			}
			t.Logf("%d acts tried, %d of %d kinds done; never: %s", c.tried, len(c.done), len(c.kinds), strings.Join(c.undone(), " "))
			c.reached(t)
			for what, query := range never {
				if n := c.count(t, query); n != 0 {
					t.Errorf("%s: %d times", what, n)
				}
			}
			c.planted(t)
		})
	}
}

// undone are the kinds of act that are tried and that nobody ever did.
func (c *chance) undone() (out []string) {
	for _, k := range c.kinds {
		if c.done[k.Name] == 0 {
			out = append(out, k.Name)
		}
	}
	slices.Sort(out)
	return out
}

// reached is what the sequences must have come to if the test is to mean
// anything.
func (c *chance) reached(t *testing.T) {
	t.Helper()
	if c.done["exam_section.sign"] == 0 || c.done["registration.conclude"] == 0 {
		t.Error("no sequence came to the physical")
	}
	if len(c.lanes) < 1000 {
		return
	}
	for _, kind := range []string{"registration.conclude", "application.precheck", "exam.conclude", "exam_section.amend", "application.vet", "vetting_round.seal_office", "application.conclude_vetting",
		"application.withdraw", "application.hold", "case_hold.release", "proposal.sign", "document.verify",
		"complaint.assign", "complaint.answer", "exam_appointment.rebook", "exam_appointment.miss", "vetting_round.sign_special", "registration.call", "application.reexamine",
		"case_hold.disclose", "person.guardian", "person.reverse"} {
		if c.done[kind] == 0 {
			t.Errorf("in no sequence anybody ever did %s", kind)
		}
	}
	for _, state := range []string{"not_eligible", "physical_pass", "physical_fail", "recheck", "vetting", "withdrawn"} {
		if c.count(t, `SELECT COUNT(*) FROM fact WHERE kind = 'application' AND body LIKE '%"state":"`+state+`"%'`) == 0 {
			t.Errorf("no sequence comes to %s", state)
		}
	}
}

func (c *chance) count(t *testing.T, query string) (n int64) {
	t.Helper()
	if err := c.app.Store.Admin().QueryRowContext(t.Context(), query).Scan(&n); err != nil {
		t.Fatalf("%v in %s", err, query)
	}
	return n
}

// round takes every lane a few steps further, in batches.
func (c *chance) round(t *testing.T) {
	t.Helper()
	var requests []act.Request
	var whose []*lane
	for i, l := range c.lanes {
		tries := 1
		if i%8 == 0 {
			tries = 7 // a long sequence
		}
		for range tries {
			requests, whose = append(requests, c.attempt(l)), append(whose, l)
		}
	}
	c.random.Shuffle(len(requests), func(i, j int) {
		requests[i], requests[j] = requests[j], requests[i]
		whose[i], whose[j] = whose[j], whose[i]
	})
	for start := 0; start < len(requests); start += batchSize {
		end := min(start+batchSize, len(requests))
		results, err := c.app.Road.Batch(t.Context(), requests[start:end])
		if err != nil {
			t.Fatal(err)
		}
		for i, r := range results {
			if r.Err == nil {
				c.done[requests[start+i].Kind]++
				whose[start+i].last, whose[start+i].done[r.Answer.Subject] = r.Answer.Seq, r.Answer.Seq
			}
		}
	}
	c.tried += len(requests)
}

// wrong is somebody who must not do it: the system, another office, another
// person, another role.
func (c *chance) wrong(who access.Actor, l *lane) access.Actor {
	switch c.random.IntN(4) {
	case 0:
		return c.app.System()
	case 1:
		return c.in(who.Account, who.Role, c.elsewhere(l.county))
	case 2:
		return c.self(c.lanes[c.random.IntN(len(c.lanes))].someone)
	}
	roles := role.Options()
	return c.in(who.Account, roles[c.random.IntN(len(roles))], who.Unit)
}
