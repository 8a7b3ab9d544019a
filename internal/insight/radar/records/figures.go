package records

import (
	"context"
	"slices"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/ident"
	"muster/internal/frame/policy"
	"muster/internal/frame/unit"
	"muster/internal/insight/radar"
	"muster/internal/intake/medical"
	"muster/internal/intake/medical/blind"
	"muster/internal/office/role"
)

// Source reads the radar of an installation.
type Source struct {
	Road *act.Road
	Pack *policy.Pack
	Key  blind.Key
}

// Readers are those who may read the radar of their scope. Names of the staff are
// shown to inspectors only (Names).
func Readers() []access.Grant {
	return []access.Grant{role.Grant(role.Inspector, role.Integrity), role.Grant(role.Leader, role.Intake), role.Grant(role.Auditor, role.Audit)}
}

// PurposeOf is why a role reads the radar; "" where it may not.
func PurposeOf(r access.Role) access.Purpose {
	for _, g := range Readers() {
		if g.Role == r {
			return g.Purposes[0]
		}
	}
	return ""
}

// Names says whether a role may see whom of the staff a figure is about.
func Names(r access.Role) bool { return r == role.Inspector }

// MostLogs is how many counties' logs one reading goes through; larger offices see
// the funnels and the samples, and choose a county for the rest.
const MostLogs = 25

// Figures are everything that the radar has to say of an office in an intake.
type Figures struct {
	At        clock.Instant
	Alpha     float64              // share of clean seasons that each detector may alarm
	Exams     int64                // examinations that the funnels rest on
	Passed    int64                // of them
	Office    Closed               // which of the counts of the office stay closed, see Closed
	Closed    map[unit.Code]Closed // and of its stations
	Stations  []radar.Point
	Examiners map[string][]radar.Point // by section; "chief" for those who concluded
	Officers  []radar.Point
	Samples   []Sample
	Logs      bool // the logs were read; otherwise the office has too many
	Edits     []Edit
	Pairs     []Pair
	Speeds    []Speed
	Steps     []Steps
	Identity  []Identity
	Limit     int64   // results of examinations an hour
	Minutes   int64   // least length of an examination
	Mistaken  float64 // share of the right people whose identity is doubted
}

// Alarms is how many of what was compared are outside their limits.
func (f *Figures) Alarms() int {
	n := radar.CountRaised(f.Stations) + radar.CountRaised(f.Samples)
	if !f.Logs {
		return n
	}
	for _, doctors := range f.Examiners {
		n += radar.CountRaised(doctors)
	}
	return n + radar.CountRaised(f.Officers) + radar.CountRaised(f.Pairs) + radar.CountRaised(f.Speeds) + radar.CountRaised(f.Steps) + radar.CountRaised(f.Identity)
}

// Chief is the name under which the funnels list those who conclude.
const Chief = "chief"

// Read reads the radar of an office for an intake. It is refused to whoever is no
// reader, and outside the reader's scope.
func (s Source) Read(ctx context.Context, actor access.Actor, at unit.Code, cycle ident.ID) (*Figures, error) {
	view := s.Pack.On(clock.InstantOf(s.Road.Clock.Now()).Date(s.Road.Zone))
	limits, err := limitsOf(view)
	if err != nil {
		return nil, err
	}
	var f *Figures
	look := act.Look{Table: medical.Exams, Grants: Readers(), Actor: actor, Purpose: PurposeOf(actor.Role), Via: "radar"}
	err = s.Road.Survey(ctx, look, at, func(tx *db.Tx) (int64, error) {
		f = &Figures{At: clock.InstantOf(s.Road.Clock.Now()), Alpha: limits.alpha, Limit: limits.perHour, Minutes: limits.minutes, Mistaken: limits.mistaken}
		r := reader{tx: tx, cycle: cycle, ranges: s.Road.Tree().Scope(at), pack: s.Pack, key: s.Key}
		if !Names(actor.Role) {
			if err := f.close(r, s.Road.Tree(), actor, at); err != nil {
				return 0, err
			}
		}
		return f.fill(r, logsOf(s.Road.Tree(), at), limits)
	})
	return f, err
}

// limits are the numbers of the pack that the radar goes by.
type limits struct {
	alpha, hasty, mistaken, disagreement, tail float64
	perHour, minutes                           int64
}

func limitsOf(v *policy.View) (l limits, err error) {
	for name, to := range map[string]*float64{"radar.false_alarm_percent": &l.alpha, "radar.hasty_percent": &l.hasty, "radar.mistaken_percent": &l.mistaken,
		"physical.disagreement_limit_percent": &l.disagreement, "physical.disagreement_tail_percent": &l.tail} {
		if *to, err = v.Decimal(name); err != nil {
			return l, err
		}
	}
	l.alpha, l.hasty, l.mistaken = l.alpha/100, l.hasty/100, l.mistaken/100
	if l.perHour, err = v.Int("radar.acts_per_hour"); err == nil {
		l.minutes, err = v.Int("radar.examination_minutes")
	}
	return l, err
}

// logsOf are the counties whose logs hold what an office's radar reads.
func logsOf(tree *unit.Tree, at unit.Code) (out []unit.Code) {
	tree.Walk(at, func(u *unit.Unit) bool {
		if u.Kind == unit.County || u.Code == at {
			out = append(out, u.Home)
		}
		return true
	})
	slices.Sort(out)
	out = slices.Compact(out)
	return out
}

func (f *Figures) fill(r reader, logs []unit.Code, l limits) (int64, error) {
	list, err := r.exams()
	if err != nil {
		return 0, err
	}
	if f.Samples, err = r.samples(l); err != nil {
		return 0, err
	}
	var leaves []leaf
	if f.Logs = len(logs) <= MostLogs; f.Logs {
		if leaves, err = r.leaves(logs); err != nil {
			return 0, err
		}
		if leaves, err = r.ofIntake(leaves, logs); err != nil {
			return 0, err
		}
		r.trace(list, leaves)
	}
	f.Exams = int64(len(list))
	for _, e := range list {
		if e.pass {
			f.Passed++
		}
	}
	f.funnels(list)
	if f.Logs {
		if f.Edits, err = r.edits(leaves, list); err != nil {
			return 0, err
		}
		f.Pairs = pairs(list, leaves, l.alpha)
		f.Speeds = speeds(leaves, l.perHour)
		f.Steps = steps(list, l)
		if f.Identity, err = r.identities(logs, l); err != nil {
			return 0, err
		}
	}
	return f.Exams, nil
}

// funnels compares stations, doctors and officers by the examinations that went
// through their hands.
func (f *Figures) funnels(list []*exam) {
	stations, officers := gather{}, gather{}
	doctors := map[string]gather{Chief: {}}
	for _, e := range list {
		stations.add(string(e.station), e)
		doctors[Chief].add(string(e.chief), e)
		if e.summoner != "" {
			officers.add(string(e.summoner), e)
		}
		for _, h := range e.sections {
			if doctors[h.section] == nil {
				doctors[h.section] = gather{}
			}
			doctors[h.section].add(string(h.doctor), e)
		}
	}
	f.Stations, f.Officers, f.Examiners = radar.Funnel(stations.sources(), f.Alpha), radar.Funnel(officers.sources(), f.Alpha), map[string][]radar.Point{}
	for section, g := range doctors {
		// The false alarms of all sections together are to stay below alpha.
		f.Examiners[section] = radar.Funnel(g.sources(), f.Alpha/float64(len(doctors)))
	}
}

// gather collects decisions by source and kind of case.
type gather map[string]map[string]radar.Stratum

func (g gather) add(name string, e *exam) {
	if g[name] == nil {
		g[name] = map[string]radar.Stratum{}
	}
	t := g[name][e.kind]
	t.Kind, t.N = e.kind, t.N+1
	if e.pass {
		t.X++
	}
	g[name][e.kind] = t
}

func (g gather) sources() (out []radar.Source) {
	for _, name := range sortedKeys(g) {
		s := radar.Source{Name: name}
		for _, kind := range sortedKeys(g[name]) {
			s.Strata = append(s.Strata, g[name][kind])
		}
		out = append(out, s)
	}
	return out
}
