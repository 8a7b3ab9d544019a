package sim

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"muster/internal/frame/clock"
	"muster/internal/intake/appeals"
)

// done is an act of the ledger with the revisions it wrote, in the order of its log.
type done struct {
	log                          string
	seq                          int64
	at                           clock.Instant
	kind, subject, actor, signer string
	facts                        []fact
}

// fact is what the checks read of a revision.
type fact struct {
	table, id string
	State     string   `json:"state"`
	Person    string   `json:"person"`
	Name      string   `json:"name"`
	Rank      int64    `json:"rank"`
	Score     int64    `json:"score"`
	Ranking   string   `json:"ranking"`
	Tags      []string `json:"tags"`
	SeatUnit  string   `json:"seat_unit"`
	Identity  string   `json:"identity"`
	Integrity string   `json:"integrity"`
	Reason    string   `json:"reason"`
	Batch     string   `json:"batch"`
	Seats     int64    `json:"seats"`
	Used      int64    `json:"used"`
	Unit      string   `json:"unit"`
	Rows      []string `json:"rows"`
	Units     []string `json:"units"`
	Until     string   `json:"notice_to"`
	Decision  string   `json:"decision"`
	Case      string   `json:"application"`
	About     string   `json:"about_id"`
	Of        string   `json:"about"`
	Against   string   `json:"against"`
	Outcome   string   `json:"outcome"`
	Restored  string   `json:"restored"`
}

// tables are those whose revisions the checks read.
var replayed = "'application', 'ranking', 'meeting', 'review', 'case_hold', 'transport', 'quota', 'score_objection', 'deferral', 'penalty', 'preservice_place'"

// history reads every log, act by act.
func (l *life) history(t *testing.T) (out []done) {
	t.Helper()
	facts := map[string][]fact{}
	err := l.find("SELECT county || '/' || CAST(seq AS TEXT), kind || '/' || id, COALESCE(body, '') FROM fact WHERE kind IN ("+replayed+") AND seq > 0 ORDER BY county, seq, rev", func(leaf, record, body string) {
		var f fact
		if err := json.Unmarshal([]byte(body), &f); err != nil {
			t.Error(err)
		}
		f.table, f.id, _ = strings.Cut(record, "/")
		facts[leaf] = append(facts[leaf], f)
	})
	if err != nil {
		t.Fatal(err)
	}
	err = l.find("SELECT log || '/' || CAST(seq AS TEXT) || '/' || CAST(at AS TEXT), kind || ' ' || subject, actor || ' ' || signer FROM ledger_leaf WHERE outcome = '' ORDER BY log, seq", func(leaf, what, who string) {
		d := done{}
		place := strings.Split(leaf, "/")
		d.log, d.facts = place[0], facts[place[0]+"/"+place[1]]
		d.seq, _ = strconv.ParseInt(place[1], 10, 64)
		at, _ := strconv.ParseInt(place[2], 10, 64)
		d.at = clock.Instant(at)
		d.kind, d.subject, _ = strings.Cut(what, " ")
		d.actor, d.signer, _ = strings.Cut(who, " ")
		out = append(out, d)
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// replay is how a log is read again: what is known of each record before an act.
type replay struct {
	life   *life
	now    map[string]fact              // record -> newest revision
	lists  map[string]map[string]fact   // list -> its entries as the meeting carried it
	rules  map[string]fact              // list -> the list as frozen
	public map[string]bool              // lists whose notice was cleared
	did    map[string]map[string]string // record -> account -> the kinds of act it did on it
	wrong  map[string]int
	seen   map[string]int
}

// check reads a history and counts what must not be in it, by promise, and how
// often each promise was put to the test.
func (l *life) check(history []done) *replay {
	r := &replay{life: l, wrong: map[string]int{}, seen: map[string]int{}}
	log := ""
	for _, d := range history {
		if d.log != log {
			log = d.log
			r.now, r.lists, r.rules, r.public, r.did = map[string]fact{}, map[string]map[string]fact{}, map[string]fact{}, map[string]bool{}, map[string]map[string]string{}
		}
		r.duties(d)
		r.edited(d)
		switch d.kind {
		case "meeting.close":
			r.carried(d)
		case "ranking.freeze":
			for _, f := range d.facts {
				if f.table == "ranking" {
					r.rules[f.id] = f
				}
			}
		case "ranking.publish":
			r.test("a list published without a meeting", r.lists[id(d.subject)] == nil)
		case "ranking.clear":
			r.cleared(d)
		case "application.approve":
			r.approved(d)
		case "application.board", "application.hand_over":
			r.onTheList(d)
			r.test("boarded or handed over unapproved", !slices.Contains([]string{"approved", "dispatched"}, r.now[d.subject].State))
			if d.kind == "application.hand_over" {
				r.test("handed over by one signature", d.signer == "" || d.signer == d.actor)
				r.test("handed over unidentified", r.now[d.subject].Identity != "confirmed")
			}
		case "ranking.fill":
			r.filled(d)
		case "review.decide":
			r.executed(d)
		}
		for _, f := range d.facts {
			r.now[f.table+"/"+f.id] = f
		}
	}
	return r
}

func id(subject string) string { return subject[strings.Index(subject, "/")+1:] }

func (r *replay) test(promise string, broken bool) {
	r.seen[promise]++
	if broken {
		r.wrong[promise]++
	}
}

// duties: nobody does an act after one that its declaration excludes.
func (r *replay) duties(d done) {
	k := r.life.app.Book.Kind(d.kind)
	if k == nil {
		return
	}
	for _, account := range []string{d.actor, d.signer} {
		if account == "" {
			continue
		}
		for _, other := range k.NotBy {
			r.test("an act after another that its own excludes", strings.Contains(r.did[d.subject][account], " "+other+" "))
		}
		if r.did[d.subject] == nil {
			r.did[d.subject] = map[string]string{}
		}
		if done := r.did[d.subject][account]; !strings.Contains(done, " "+d.kind+" ") {
			r.did[d.subject][account] = done + " " + d.kind + " "
		}
	}
	if k.Adverse {
		r.test("an adverse act of the system", d.actor == "system" || d.signer == "system")
	}
	if len(k.Sign) > 0 {
		r.test("a second signature missing, or by the first", d.signer == "" || d.signer == d.actor)
	}
}

// onward are the acts that take a case or a list further.
var onward = []string{"ranking.publish", "ranking.clear", "ranking.fill", "application.approve", "application.board", "application.verify_identity", "application.hand_over"}

// edited: nothing goes on upon what was written past the acts.
func (r *replay) edited(d done) {
	if !slices.Contains(onward, d.kind) {
		return
	}
	for _, e := range r.life.edited {
		if string(e.county) != d.log || d.seq <= e.since {
			continue
		}
		broken := d.subject == "application/"+string(e.application)
		if e.application == "" {
			broken = d.kind != "application.verify_identity"
		}
		r.test("an act upon what was edited past the acts", broken)
	}
}

// carried keeps the list as a meeting decided on it.
func (r *replay) carried(d done) {
	for _, m := range d.facts {
		if m.table != "meeting" || m.Decision != "carried" {
			continue
		}
		list := map[string]fact{}
		for name, f := range r.now {
			if f.table == "application" && f.Ranking == m.Ranking {
				list[name] = f
			}
		}
		r.lists[m.Ranking] = list
	}
}

// cleared: not before the last day of the notice is over, which is at least a week
// after its first (five working days have a weekend between or after them).
func (r *replay) cleared(d done) {
	list := r.now[d.subject]
	r.test("a notice cleared before its end", string(d.at.Date(r.life.app.Pack.Zone())) <= list.Until || list.Until == "")
	r.public[list.id] = true
}

// approved: a completed notice, a seat of somebody proposed, the entry as decided.
func (r *replay) approved(d done) {
	c := r.now[d.subject]
	r.test("approved without a completed notice", !r.public[c.Ranking])
	r.test("approved though not proposed", c.State != "proposed")
	r.onTheList(d)
}

func (r *replay) onTheList(d done) {
	c := r.now[d.subject]
	then, on := r.lists[c.Ranking][d.subject]
	r.test("an entry that differs from the list decided", !on || then.Rank != c.Rank || then.Score != c.Score || then.Person != c.Person || then.Name != c.Name)
}

// executed: a review that sets a result aside changes the matter in the same act.
func (r *replay) executed(d done) {
	for _, f := range d.facts {
		if f.table != "review" || f.Outcome != string(appeals.Repeat) {
			continue
		}
		is := slices.IndexFunc(d.facts, func(x fact) bool { return x.id == f.About })
		before, decided := r.now[f.Of+"/"+f.About].State, []string{"imposed", "running", "finished"}
		same := before == f.Against || f.Of == "penalty" && slices.Contains(decided, before) && slices.Contains(decided, f.Against)
		overtaken := f.Restored == appeals.Overtaken && !same
		carried := is >= 0 && d.facts[is].State == f.Restored && (f.Restored != f.Against || f.Against == "prechecked")
		switch f.Against {
		case "prechecked", "left_behind":
			carried = carried && d.facts[is].Reason == ""
		case "voided":
			carried = carried && d.facts[is].Integrity == ""
		}
		r.test("an upheld review left unexecuted", !overtaken && !carried)
	}
}

// filled: each who moved up is the one whom the rule names, found here by trying
// everybody (CONTRACT: the first reserve, in order, whose entry keeps every max and
// leaves the least shortfall that one entry can leave).
func (r *replay) filled(d done) {
	moved := map[string]bool{}
	for _, f := range d.facts {
		if f.table == "application" && f.State == "proposed" {
			moved[f.id] = true
		}
	}
	rule := r.rules[id(d.subject)]
	var list []fact
	held := map[string]bool{}
	for _, f := range r.now {
		switch {
		case f.table == "application" && f.Ranking == rule.id:
			list = append(list, f)
		case f.table == "case_hold" && f.State != "released":
			held[f.Case] = true
		}
	}
	slices.SortFunc(list, func(a, b fact) int { return cmp.Compare(a.Rank, b.Rank) })
	for len(moved) > 0 {
		next := successor(rule, list)
		if next < 0 || !moved[list[next].id] && !held[list[next].id] {
			r.test("a vacancy filled out of order", true)
			return
		}
		r.test("a vacancy filled out of order", held[list[next].id] && moved[list[next].id])
		delete(moved, list[next].id)
		list[next].State = "proposed"
	}
}

// held looks for everything that must not be, and proves that it would be found.
func (l *life) held(t *testing.T) {
	t.Helper()
	history := l.history(t)
	r := l.check(history)
	for _, promise := range slices.Sorted(maps.Keys(r.seen)) {
		t.Logf("%s: %d of %d", promise, r.wrong[promise], r.seen[promise])
		if r.wrong[promise] > 0 {
			t.Errorf("%s: %d times", promise, r.wrong[promise])
		}
	}
	l.conserved(t, history)
	l.founded(t)
	for _, p := range plants {
		if len(l.lanes) < 1000 && p.rare {
			continue
		}
		changed := slices.Clone(history)
		if !p.plant(changed) {
			t.Errorf("nothing in these lives to plant %q in", p.promise)
		} else if l.check(changed).wrong[p.promise] <= r.wrong[p.promise] {
			t.Errorf("planted and not found: %s", p.promise)
		}
	}
}

// conserved: of every county as many seats are used as cases hold one.
func (l *life) conserved(t *testing.T, history []done) {
	t.Helper()
	state, used, at := map[string]string{}, map[string]int64{}, map[string]string{}
	for _, d := range history {
		for _, f := range d.facts {
			switch f.table {
			case "application":
				state[d.log+"/"+f.id] = f.State
			case "quota":
				used[d.log+"/"+f.id], at[d.log+"/"+f.id] = f.Used, f.Unit
			}
		}
	}
	holders := map[string]int64{}
	for name, s := range state {
		if slices.Contains([]string{"approved", "dispatched", "handed_over"}, s) {
			county, _, _ := strings.Cut(name, "/")
			holders[county]++
		}
	}
	of, sum := map[string]int64{}, int64(0)
	for name, n := range used { // of every intake
		if county, _, _ := strings.Cut(name, "/"); at[name] == county {
			of[county] += n
			sum += n
		}
	}
	for county, n := range of {
		if n != holders[county] {
			t.Errorf("%s: %d seats are used, %d hold one", county, n, holders[county])
		}
	}
	if sum == 0 {
		t.Error("no seat was used")
	}
}

// founded: every adverse state of the whole life comes from a declared adverse act
// of somebody real, with its reason.
func (l *life) founded(t *testing.T) {
	t.Helper()
	for what, query := range l.unfounded(append(slices.Clone(adverseStates), lateStates...)) {
		if strings.HasSuffix(what, "without a revision") || strings.HasSuffix(what, "without a reason") {
			continue // some rows were edited past the acts, which is what the edits are for
		}
		if n := l.count(t, query); n != 0 {
			t.Errorf("%s: %d times", what, n)
		}
	}
	for _, kind := range []string{"review.decide", "ranking.fill", "recruit_return.accept", "application.cancel", "application.hand_over", "assessment.publish"} {
		var n int64
		if err := l.find("SELECT kind, kind, kind FROM ledger_leaf WHERE outcome = '' AND kind = $1", func(_, _, _ string) { n++ }, kind); err != nil {
			t.Fatal(err)
		}
		if n == 0 && len(l.lanes) > 5000 {
			t.Errorf("in no life there was a %s", kind)
		}
	}
	if (len(l.edited) == 0 || l.refusals["record.tampered"] == 0) && len(l.lanes) > 1000 {
		t.Errorf("%d edits past the acts, %d acts refused upon them", len(l.edited), l.refusals["record.tampered"])
	}
	t.Logf("%d edits past the acts, %d acts of the season refused upon them", len(l.edited), l.refusals["record.tampered"])
}

// lateStates are the adverse states of the second half.
var lateStates = []adverse{{"application", "returned", "reason <> ''"}, {"recruit_return", "accepted", "remark <> ''"},
	{"penalty", "imposed", "measure <> ''"}}
