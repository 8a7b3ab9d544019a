package sim

import (
	"database/sql"
	"io"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"muster/internal/frame/act"
	"muster/internal/frame/db"
	"muster/internal/frame/db/dbtest"
	"muster/internal/frame/fault"
	"muster/internal/frame/field"
	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
)

// life is a whole season, from the due list to the assessment, in which between all
// steps anybody tries anything on anybody, and some write into the database past
// the acts. The season's own people go on as if nothing had happened.
type life struct {
	*chance
	byTable map[string][]*act.Kind
	shared  map[unit.Code]map[string][]rec // records of an office, by county
	edited  []edit
}

// further are the tables of the second half that are about one person.
var further = map[string][2]string{
	"preservice_place": {"application", "''"}, "preservice_injury": {"application", "''"}, "score_item": {"application", "''"}, "score_objection": {"application", "''"},
	"file_defect": {"application", "''"}, "recruit_return": {"application", "''"}, "penalty": {"person", "''"}, "review": {"person", "''"},
}

// ofOffices are the tables that belong to an office.
var ofOffices = []string{"ranking", "meeting", "transport", "preservice_course", "preservice_day", "preservice_test", "notice_objection", "exam_session", "clearance",
	"assessment", "quota", "quota_row", "daily_figures", "observation"}

// rarely are acts that end a sequence, or a whole list: one in thirty of the others.
var rarely = []string{"person.close", "application.withdraw", "application.void_integrity", "application.cancel", "application.reexamine", "case_hold.conceal", "application.hold",
	"conflict.declare", "exam_conflict.declare", "meeting.call", "meeting.hold", "meeting.close", "ranking.freeze", "quota.cut", "quota.give_up", "quota.transfer", "quota_row.add",
	"transport.postpone", "preservice_course.complete", "preservice_place.leave", "application.leave_behind", "exam_appointment.cancel", "exam_appointment.miss", "application.pass_over",
	"exam_session.resize", "preservice_course.open", "penalty.find", "application.reverse", "person.reverse", "registration.reverse"}

// start makes the season of a life. Sequences is how many people there are, all
// of whom apply who may.
func start(t *testing.T, store db.Store, units func() (io.Reader, error), sequences int) *life {
	t.Helper()
	s := fresh(t, store, Options{People: sequences, Units: units, Seats: int64(sequences / 4), Rates: Rates{Wishes: 1, Returns: 7}.filled()})
	s.lenient, s.refusals = true, map[string]int{}
	l := &life{chance: &chance{Season: s, random: rand.New(rand.NewPCG(18, 2)), done: map[string]int{}, sessions: map[unit.Code][]ident.ID{}, tables: map[string][2]string{}}, byTable: map[string][]*act.Kind{}}
	for _, tables := range []map[string][2]string{about, further} {
		for name, columns := range tables {
			l.tables[name] = columns
		}
	}
	for _, k := range s.app.Book.Kinds() {
		if _, ok := l.tables[k.Table.Name]; ok || slices.Contains(ofOffices, k.Table.Name) {
			l.byTable[k.Table.Name] = append(l.byTable[k.Table.Name], k)
			l.kinds = append(l.kinds, k)
		}
	}
	s.meanwhile = func(phase string) error { return l.meanwhile(t, phase) }
	return l
}

// meanwhile lets a tenth of the counties try things, two on each person.
func (l *life) meanwhile(t *testing.T, phase string) error {
	t.Helper()
	if len(l.people) == 0 || l.people[len(l.people)-1].id == "" {
		return nil
	}
	if len(l.lanes) == 0 {
		for _, p := range l.people {
			l.lanes = append(l.lanes, &lane{someone: p, done: map[ident.ID]int64{}})
		}
	}
	if err := l.edit(phase); err != nil {
		return err
	}
	counties := map[unit.Code]bool{}
	for _, county := range l.counties {
		if l.random.IntN(10) == 0 {
			counties[county] = true
		}
	}
	l.lookAt(t, counties)
	if err := l.lookAtOffices(counties); err != nil {
		return err
	}
	var requests []act.Request
	for _, p := range l.lanes {
		if counties[p.county] {
			for range 2 {
				requests = append(requests, l.anything(p))
			}
		}
	}
	for start := 0; start < len(requests); start += batchSize {
		end := min(start+batchSize, len(requests))
		results, err := l.app.Road.Batch(t.Context(), requests[start:end])
		if err != nil {
			return err
		}
		for i, r := range results {
			if r.Err == nil {
				l.done[requests[start+i].Kind]++
			} else if fault.As(r.Err).Kind == fault.Internal {
				t.Errorf("%s: %v", requests[start+i].Kind, r.Err)
			}
		}
	}
	l.tried += len(requests)
	return l.notice()
}

// notice lets the season's people see whose case has ended meanwhile.
func (l *life) notice() error {
	byCase := l.byApplication()
	return l.find("SELECT id, state, state FROM application WHERE state IN ('withdrawn', 'cancelled', 'void', 'not_eligible', 'physical_fail', 'vetting_fail')", func(id, _, _ string) {
		if p := byCase[ident.ID(id)]; p != nil {
			p.active = false
		}
	})
}

// lookAtOffices reads the records that belong to the offices of some counties.
func (l *life) lookAtOffices(counties map[unit.Code]bool) error {
	l.shared = map[unit.Code]map[string][]rec{}
	for county := range counties {
		l.shared[county] = map[string][]rec{}
	}
	for _, name := range ofOffices {
		err := l.find("SELECT county, id, state FROM "+name+" ORDER BY county, id", func(county, id, state string) {
			if at := l.shared[unit.Code(county)]; at != nil {
				at[name] = append(at[name], rec{unit.Code(county), ident.ID(id), state, ""})
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// anything is an act that somebody tries on a person or their office: one in five
// whatever the state, one in eight by somebody who must not.
func (l *life) anything(p *lane) act.Request {
	k, on := l.pick(p)
	grants := k.By
	if k.Name == "proposal.sign" {
		grants = l.signers(on)
	}
	who, purpose := l.actor(p, k, on, grants)
	if crew := l.by(p.county, who.Role, 1+l.random.IntN(2)); crew.Account != "" && l.random.IntN(2) == 0 {
		who = crew
	}
	if l.random.IntN(8) == 0 {
		who = l.wrong(who, p)
	}
	q := act.Request{Kind: k.Name, Actor: who, Purpose: purpose, Body: l.fill(p, k, on)}
	if !k.New {
		q.County, q.Subject = on.county, on.id
	}
	return q
}

func (l *life) pick(p *lane) (*act.Kind, rec) {
	for range 400 {
		records := p.records
		if l.random.IntN(5) == 0 {
			records = l.shared[p.county]
		}
		tables := make([]string, 0, len(records))
		for name := range records {
			tables = append(tables, name)
		}
		slices.Sort(tables)
		if len(tables) == 0 {
			continue
		}
		name := tables[l.random.IntN(len(tables))]
		kinds := l.byTable[name]
		if len(kinds) == 0 {
			continue
		}
		k, on := kinds[l.random.IntN(len(kinds))], records[name][l.random.IntN(len(records[name]))]
		if slices.Contains(rarely, k.Name) && l.random.IntN(30) > 0 {
			continue
		}
		if k.New && l.random.IntN(4) == 0 || !k.New && (k.MayStart(on.state) || l.random.IntN(5) == 0) {
			return k, on
		}
	}
	return l.app.Book.Kind("registration.due"), rec{}
}

// fill guesses a body: an id that the field's register has, for this person or
// their office; otherwise as the gates guess.
func (l *life) fill(p *lane, k *act.Kind, on rec) any {
	return l.bodyOf(p, k, on, func(f *field.Field) []string {
		records := append(slices.Clone(p.records[f.Ref]), l.shared[p.county][f.Ref]...)
		switch {
		case f.Ref != "" && len(records) > 0:
			return []string{string(records[l.random.IntN(len(records))].id)}
		case f.Kind == field.Unit:
			return []string{string(p.county)}
		case f.Kind == field.Integer:
			return []string{strconv.Itoa(l.random.IntN(6))}
		}
		return nil
	})
}

// edit is something that somebody wrote into the database past the acts: about a
// case where it names one, about the whole list of a county otherwise.
type edit struct {
	what        string
	county      unit.Code
	application ident.ID
	since       int64 // leaf
}

// edits are made after a phase, each in some counties: list says that it falsifies
// the whole list and not one entry.
var edits = map[string][]struct {
	what, query string
	list        bool
}{
	"Selection meetings": {
		{"a reserve proposed", `UPDATE application SET state = 'proposed' WHERE id = (SELECT MIN(id) FROM application WHERE county = $1 AND state = 'reserve') RETURNING id`, false},
		{"a better rank", `UPDATE application SET rank = 1, score = score + 1 WHERE id = (SELECT MAX(id) FROM application WHERE county = $1 AND state = 'proposed') RETURNING id`, false},
		{"an outsider on the list", `UPDATE application SET state = 'proposed', rank = 2, ranking = (SELECT MIN(r.id) FROM ranking r WHERE r.county = $1)
			WHERE id = (SELECT MIN(id) FROM application WHERE county = $1 AND state IN ('physical_fail', 'not_eligible', 'withdrawn')) AND EXISTS (SELECT 1 FROM ranking r WHERE r.county = $1) RETURNING id`, false},
		{"another root of the list", `UPDATE ranking SET root = 'ff' WHERE county = $1 RETURNING id`, true},
		{"another root of the meeting", `UPDATE meeting SET root = 'ff' WHERE county = $1 RETURNING id`, true},
		{"a meeting that had not carried it", `UPDATE meeting SET votes_for = 0, decision = 'carried' WHERE county = $1 RETURNING id`, true},
	},
	"Public notice": {
		{"a shorter notice", `UPDATE ranking SET notice_to = notice_from WHERE county = $1 RETURNING id`, true},
		{"the next in order gone by hand", `UPDATE application SET state = 'withdrawn' WHERE id = (SELECT MIN(id) FROM application WHERE county = $1 AND state = 'reserve') RETURNING id`, false},
	},
	"Notices cleared": {
		{"another name on the list", `UPDATE application SET name = '某某' WHERE id = (SELECT MAX(id) FROM application WHERE county = $1 AND state = 'proposed') RETURNING id`, false},
		{"a notice cleared by hand", `UPDATE ranking SET notice_to = notice_from WHERE county = $1 RETURNING id`, true},
	},
	"Approvals": {
		{"approved by hand", `UPDATE application SET state = 'approved', approved_on = '2026-09-14' WHERE id = (SELECT MIN(id) FROM application WHERE county = $1 AND state IN ('reserve', 'cancelled')) RETURNING id`, false},
		{"another person approved", `UPDATE application SET person = (SELECT MIN(id) FROM person WHERE county = $1) WHERE id = (SELECT MAX(id) FROM application WHERE county = $1 AND state = 'approved') RETURNING id`, false},
	},
	"Identities checked": {
		{"put on the transport by hand", `UPDATE application SET state = 'approved', identity = 'confirmed', kit_on = '2026-09-15', batch = (SELECT MIN(id) FROM transport WHERE county = $1)
			WHERE id = (SELECT MIN(id) FROM application WHERE county = $1 AND state IN ('reserve', 'cancelled', 'physical_fail')) AND EXISTS (SELECT 1 FROM transport t WHERE t.county = $1) RETURNING id`, false},
	},
}

// edit makes the edits that follow a phase, each in some counties, in each county one.
func (l *life) edit(phase string) error {
	for i, e := range edits[phase] {
		for n, county := range l.counties {
			if (n+i)%(3*len(edits[phase])) != 0 || slices.ContainsFunc(l.edited, func(x edit) bool { return x.county == county }) {
				continue
			}
			var id string
			err := l.app.Store.Admin().QueryRowContext(l.ctx, e.query, string(county)).Scan(&id)
			if err == sql.ErrNoRows {
				continue
			}
			if err != nil {
				return err
			}
			made := edit{what: e.what, county: county}
			if !e.list {
				made.application = ident.ID(id)
			}
			if err := l.app.Store.Admin().QueryRowContext(l.ctx, "SELECT COALESCE(MAX(seq), 0) FROM ledger_leaf WHERE log = $1", string(county)).Scan(&made.since); err != nil {
				return err
			}
			l.edited = append(l.edited, made)
		}
	}
	return nil
}

// TestNoLifeBreaksAPromise tries random legal and illegal sequences of acts over
// whole lives of cases, from the due list to the assessment, with edits past the
// acts, and looks for what must never come of them. MUSTER_LIVES says how many.
func TestNoLifeBreaksAPromise(t *testing.T) {
	t.Parallel()
	lives, err := strconv.Atoi(os.Getenv("MUSTER_LIVES"))
	if err != nil {
		lives = 10000
	}
	where := Units
	if lives < 3000 {
		where = oneCity
	}
	for name, engine := range map[string]struct {
		store func(t *testing.T) db.Store
		units func() (io.Reader, error)
		lives int
	}{
		"sqlite":   {func(t *testing.T) db.Store { return dbtest.SQLite(t) }, where, lives},
		"postgres": {func(t *testing.T) db.Store { return dbtest.Postgres(t) }, oneCity, 300},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := start(t, engine.store(t), engine.units, engine.lives)
			if err := l.run(); err != nil {
				t.Fatal(err)
			}
			t.Logf("%d acts of the season, %d tried between them, %d kinds done: %s", l.Acts, l.tried, len(l.done), strings.Join(l.funnel(t), ", "))
			l.held(t)
		})
	}
}

// funnel says how many cases came to each state.
func (l *life) funnel(t *testing.T) (out []string) {
	t.Helper()
	if err := l.find("SELECT state, CAST(COUNT(*) AS TEXT), '' FROM application GROUP BY state ORDER BY state", func(state, n, _ string) { out = append(out, state+" "+n) }); err != nil {
		t.Fatal(err)
	}
	return out
}
