package records

import (
	"cmp"
	"database/sql"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"muster/internal/frame/clock"
	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
	"muster/internal/insight/radar"
	"muster/internal/intake/medical/blind"
	"muster/internal/intake/medical/sample"
)

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// Sample is what blind re-examination of a station came to.
type Sample struct {
	Station                         unit.Code
	Drawn, Compared, Differ, Failed int64
	Lower                           float64 // lower bound of disagreement, in percent
	Alarm                           bool
}

// samples adds the samples of each station up.
func (r reader) samples(l limits) (out []Sample, err error) {
	condition, args := r.within("place", []any{string(r.cycle)})
	err = r.tx.Each("SELECT station, SUM(drawn), SUM(compared), SUM(differ), SUM(failed) FROM exam_sample WHERE cycle = $1 AND state <> 'void' AND ("+condition+") GROUP BY station ORDER BY station", args,
		func(rows *sql.Rows) error {
			var s Sample
			if err := rows.Scan((*string)(&s.Station), &s.Drawn, &s.Compared, &s.Differ, &s.Failed); err != nil {
				return err
			}
			s.Lower, s.Alarm = sample.Lower(s.Differ, s.Compared, l.tail)*100, sample.Alarm(s.Differ, s.Compared, l.disagreement, l.tail)
			out = append(out, s)
			return nil
		})
	return out, err
}

// Edit is how often somebody corrected what was signed, with whom as the second,
// and which way the corrections went.
type Edit struct {
	Log           unit.Code
	Kind          string
	Actor, Signer ident.ID
	N             int64
	For, Against  int64 // the corrected went on to pass, or to fail; marked less absent, or more
}

// edited are the acts that correct what stood already.
var edited = []string{"exam_section.amend", "exam_section.adopt", "exam_section.refuse", "exam_section.reassign", "exam.band", "preservice_day.correct", "correction.accept"}

// edits counts corrections. Which way one of an examination went is read from the
// conclusion that followed, since its values are sealed; one of attendance from
// the two revisions.
func (r reader) edits(leaves []leaf, list []*exam) ([]Edit, error) {
	passed := map[ident.ID]bool{}
	known := map[ident.ID]bool{}
	for _, e := range list {
		for _, id := range r.recordsOf(e) {
			passed[id], known[id] = e.pass, true
		}
	}
	found := map[Edit]*Edit{}
	for _, l := range leaves {
		if !slices.Contains(edited, l.kind) {
			continue
		}
		key := Edit{Log: l.log, Kind: l.kind, Actor: l.actor, Signer: l.signer}
		if found[key] == nil {
			found[key] = &Edit{Log: l.log, Kind: l.kind, Actor: l.actor, Signer: l.signer}
		}
		e := found[key]
		e.N++
		_, id, _ := strings.Cut(l.subject, "/")
		way := 0
		if known[ident.ID(id)] {
			way = map[bool]int{true: 1, false: -1}[passed[ident.ID(id)]]
		}
		if l.kind == "preservice_day.correct" {
			var err error
			if way, err = r.attendance(l, ident.ID(id)); err != nil {
				return nil, err
			}
		}
		if way > 0 {
			e.For++
		} else if way < 0 {
			e.Against++
		}
	}
	out := make([]Edit, 0, len(found))
	for _, e := range found {
		out = append(out, *e)
	}
	slices.SortFunc(out, func(a, b Edit) int {
		return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Actor, b.Actor), cmp.Compare(a.Signer, b.Signer), cmp.Compare(a.Log, b.Log))
	})
	return out, nil
}

// recordsOf are the ids under which an examination and its sections are kept.
func (r reader) recordsOf(e *exam) []ident.ID {
	out := []ident.ID{r.key.Record(e.candidate, blind.Chief)}
	for _, t := range r.pack.Scale("exam_section") {
		out = append(out, r.key.Record(e.candidate, t.Code))
	}
	return out
}

// attendance is 1 where a correction left fewer absent than before, -1 where more.
func (r reader) attendance(l leaf, id ident.ID) (way int, err error) {
	var absent [2]int
	n := 0
	err = r.tx.Each(`SELECT f.body FROM fact f WHERE f.county = $1 AND f.kind = 'preservice_day' AND f.id = $2 AND f.seq <= (SELECT MAX(x.seq) FROM ledger_leaf x
		WHERE x.log = $1 AND x.subject = $3 AND x.kind = $4 AND x.at = $5) ORDER BY f.rev DESC LIMIT 2`,
		[]any{string(l.log), string(id), l.subject, l.kind, int64(l.at)}, func(rows *sql.Rows) error {
			var text string
			if err := rows.Scan(&text); err != nil {
				return err
			}
			var body struct {
				Absent []string `json:"absent"`
			}
			err := json.Unmarshal([]byte(text), &body)
			absent[min(n, 1)] = len(body.Absent)
			n++
			return err
		})
	if n < 2 {
		return 0, err
	}
	return cmp.Compare(absent[1], absent[0]), err
}

// Pair is two people who met, against how often chance would have had them meet.
type Pair struct {
	How         string // "desk", "summons": the first one's part; "signed": the second signed
	A, B        ident.ID
	Met         int64
	Of          int64 // what the first one had a part in where the two could meet
	Expected    float64
	Probability float64
	Alarm       bool
}

// pairs compares how often two people met with the draw. The null: within a
// station, day and section the lot gives each candidate to a doctor without regard
// to who admitted or summoned them; and of the acts of a kind in a county the second
// signature is anybody's who signs such acts. Pairs whom chance leaves no
// choice are left out.
func pairs(list []*exam, leaves []leaf, alpha float64) (out []Pair) {
	m := meetings{}
	for _, e := range list {
		for _, h := range e.sections {
			group := string(e.station) + "|" + e.on + "|" + h.section
			if e.desk != "" {
				m.add("desk", group, e.desk, h.doctor)
			}
			if e.summoner != "" {
				m.add("summons", group, e.summoner, h.doctor)
			}
		}
	}
	for _, l := range leaves {
		if l.signer != "" {
			m.add("signed", string(l.log)+"|"+l.kind, l.actor, l.signer)
		}
	}
	for how, groups := range m {
		out = append(out, groups.pairs(how)...)
	}
	for i := range out {
		out[i].Alarm = out[i].Probability < alpha/float64(len(out))
	}
	slices.SortFunc(out, func(a, b Pair) int {
		return cmp.Or(cmp.Compare(a.Probability, b.Probability), cmp.Compare(b.Met, a.Met), cmp.Compare(a.How, b.How), cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B))
	})
	return out
}

// meetings are groups by how people met.
type meetings map[string]parties

// parties are, by group, how often each pair met.
type parties map[string]map[[2]ident.ID]int64

func (m meetings) add(how, group string, a, b ident.ID) {
	if m[how] == nil {
		m[how] = parties{}
	}
	if m[how][group] == nil {
		m[how][group] = map[[2]ident.ID]int64{}
	}
	m[how][group][[2]ident.ID{a, b}]++
}

func (p parties) pairs(how string) (out []Pair) {
	groups := map[[2]ident.ID][]radar.Meeting{}
	for _, met := range p {
		all, first, second := int64(0), map[ident.ID]int64{}, map[ident.ID]int64{}
		for pair, n := range met {
			all, first[pair[0]], second[pair[1]] = all+n, first[pair[0]]+n, second[pair[1]]+n
		}
		for a, n := range first {
			for b, k := range second {
				pair := [2]ident.ID{a, b}
				groups[pair] = append(groups[pair], radar.Meeting{All: all, A: n, B: k, Both: met[pair]})
			}
		}
	}
	for pair, list := range groups {
		met, fewest, most, expected, probability := radar.Together(list)
		if fewest == most {
			continue
		}
		p := Pair{How: how, A: pair[0], B: pair[1], Met: met, Expected: expected, Probability: probability}
		for _, m := range list {
			p.Of += m.A
		}
		out = append(out, p)
	}
	return out
}

// Speed is how fast somebody signed results of examinations.
type Speed struct {
	Log     unit.Code
	Account ident.ID
	Kind    string
	N       int64
	Hour    int64 // most within any hour
	Gap     int64 // median pause between two, in seconds
	Alarm   bool
}

// timed are the acts whose speed is looked at: each is done about one person in
// the room. Acts that may lawfully be done to a whole list at once are not.
var timed = []string{"exam_section.sign", "exam.conclude"}

func speeds(leaves []leaf, perHour int64) (out []Speed) {
	type doing struct {
		log  unit.Code
		who  ident.ID
		kind string
	}
	times := map[doing][]clock.Instant{}
	for _, l := range leaves {
		if slices.Contains(timed, l.kind) {
			d := doing{l.log, l.actor, l.kind}
			times[d] = append(times[d], l.at)
		}
	}
	for d, at := range times {
		slices.Sort(at)
		s := Speed{Log: d.log, Account: d.who, Kind: d.kind, N: int64(len(at)), Hour: busiest(at), Gap: median(at)}
		s.Alarm = s.Hour > perHour
		out = append(out, s)
	}
	slices.SortFunc(out, func(a, b Speed) int {
		return cmp.Or(cmp.Compare(b.Hour, a.Hour), cmp.Compare(a.Gap, b.Gap), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Account, b.Account), cmp.Compare(a.Log, b.Log))
	})
	return out
}

// busiest is the most instants within any hour.
func busiest(at []clock.Instant) (most int64) {
	from := 0
	for i, t := range at {
		for t.Time().Sub(at[from].Time()) >= time.Hour {
			from++
		}
		most = max(most, int64(i-from+1))
	}
	return most
}

// median is the middle pause of two instants that follow each other, in seconds.
func median(at []clock.Instant) int64 {
	var gaps []time.Duration
	for i := 1; i < len(at); i++ {
		gaps = append(gaps, at[i].Time().Sub(at[i-1].Time()))
	}
	if len(gaps) == 0 {
		return 0
	}
	slices.Sort(gaps)
	return int64(gaps[len(gaps)/2].Seconds())
}

// Steps is how many conclusions of a station lack what must come before them.
type Steps struct {
	Station    unit.Code
	N          int64
	Unadmitted int64 // nobody was admitted at the desk
	Unsigned   int64 // a section has not signed
	Hasty      int64 // from admission to conclusion in less than the least time
	Alarm      bool
}

// steps counts the conclusions that lack a step. One without admission or without a
// section is an alarm by itself, for it cannot come about; hasty ones are where
// they are more than a clean station may have.
func steps(list []*exam, l limits) (out []Steps) {
	found := map[string]*Steps{}
	for _, e := range list {
		s := found[string(e.station)]
		if s == nil {
			s = &Steps{Station: e.station}
			found[string(e.station)] = s
		}
		s.N++
		if e.admitted == 0 {
			s.Unadmitted++
		} else if e.finished.Time().Sub(e.admitted.Time()) < time.Duration(l.minutes)*time.Minute {
			s.Hasty++
		}
		if len(e.sections) == 0 || slices.ContainsFunc(e.sections, func(h hand) bool { return !h.signed }) {
			s.Unsigned++
		}
	}
	for _, name := range sortedKeys(found) {
		s := *found[name]
		s.Alarm = s.Unadmitted > 0 || s.Unsigned > 0 || radar.AtLeast(s.Hasty, s.N, l.hasty) < l.alpha/float64(len(found))
		out = append(out, s)
	}
	return out
}
