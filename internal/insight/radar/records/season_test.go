package records_test

import (
	"bufio"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"muster/internal/app"
	"muster/internal/frame/access"
	"muster/internal/frame/db"
	"muster/internal/frame/db/dbtest"
	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
	"muster/internal/insight/radar/records"
	"muster/internal/intake/medical"
	"muster/internal/office/role"
	"muster/internal/sim"
	"muster/internal/web/webtest"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

// city is one city with its counties.
const city unit.Code = "1303"

func oneCity() (io.Reader, error) {
	all, err := sim.Units()
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	lines := bufio.NewScanner(all)
	for lines.Scan() {
		code, _, _ := strings.Cut(lines.Text(), ",")
		if code == "code" || code == "13" || strings.HasPrefix(code, "1303") {
			b.WriteString(lines.Text() + "\n")
		}
	}
	return strings.NewReader(b.String()), lines.Err()
}

// season plays a season of a city; where fraud is planted it is at its first county.
func season(t *testing.T, store db.Store, people int, seed uint64, f sim.Fraud) *app.App {
	t.Helper()
	o := sim.Options{Dir: t.TempDir(), People: people, Seed: seed, Rates: sim.Rates{Wishes: 0.9}, Seats: int64(people / 5), Units: oneCity, Fraud: &f, Store: store}
	if f.Lots { // two desks and two doctors show who meets whom where there are many, half of whom are unfit
		o.Units, o.People, o.Rates.Healthy = oneCounty, people*6/10, 0.5
	}
	s, err := sim.Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.App().Close() })
	return s.App()
}

// oneCounty has its people in one county; the three others have stations for rechecks.
func oneCounty() (io.Reader, error) {
	all, err := oneCity()
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	lines := bufio.NewScanner(all)
	for lines.Scan() {
		code, _, _ := strings.Cut(lines.Text(), ",")
		if slices.Contains([]string{"code", "13", "1303", "130303", "130304", "130306"}, code) || strings.HasPrefix(code, "130302") {
			b.WriteString(lines.Text() + "\n")
		}
	}
	return strings.NewReader(b.String()), lines.Err()
}

func first(all []unit.Code) unit.Code { return all[0] }

func read(t *testing.T, a *app.App, actor access.Actor, at unit.Code) (*records.Figures, error) {
	t.Helper()
	var cycle string
	if err := a.Store.Read(t.Context(), func(tx *db.Tx) error {
		_, err := tx.One("SELECT MAX(cycle) FROM exam WHERE state = 'concluded'", nil, &cycle)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	source := records.Source{Road: a.Road, Pack: a.Pack, Key: medical.Key(a.Keys.Derive)}
	return source.Read(t.Context(), actor, at, ident.ID(cycle))
}

// inspector is an inspector of an office.
func inspector(a *app.App, at unit.Code) access.Actor {
	u, _ := a.Road.Tree().Get(at)
	return access.Actor{Account: "inspector", Role: role.Inspector, Unit: at, Home: u.Home, Ranges: a.Road.Tree().Scope(at), Strength: access.Strong}
}

// alarmed lists what the radar raises, by detector and station.
func alarmed(f *records.Figures) (out []string) {
	for _, p := range f.Stations {
		if p.Alarm {
			out = append(out, "funnel "+p.Name)
		}
	}
	for _, x := range f.Samples {
		if x.Alarm {
			out = append(out, "sample "+string(x.Station))
		}
	}
	for _, x := range f.Steps {
		if x.Alarm {
			out = append(out, "steps "+string(x.Station))
		}
	}
	for _, x := range f.Identity {
		if x.Alarm {
			out = append(out, "identity "+string(x.County))
		}
	}
	for _, x := range f.Pairs {
		if x.Alarm {
			out = append(out, "pair "+x.How)
		}
	}
	out = slices.Compact(out)
	for _, x := range f.Speeds {
		if x.Alarm {
			out = append(out, "speed "+string(x.Log))
		}
	}
	return out
}

// seasons is how many seasons of each kind are played through the real acts; the
// guide's figures are of five.
var seasons = flag.Uint64("seasons", 1, "seasons of each kind")

// TestThePageRaisesPlantedFrauds plays seasons through the real acts: bought results,
// examinations steered to one doctor, stand-ins and papers of examinations that never
// were are raised at the station where they were planted and nowhere else, each by
// the detector made for it, and a clean season raises nothing. A gross fraud
// is planted, since the sample of the pack finds no small one (docs/guide/radar.md).
func TestThePageRaisesPlantedFrauds(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fraud sim.Fraud
		seed  uint64
		want  []string // by the station where it was planted
	}{
		"bought":     {sim.Fraud{Station: first, Bought: 0.9}, 21, []string{"funnel 130302", "sample 130302"}},
		"steered":    {sim.Fraud{Station: first, Steered: 1, Lots: true}, 321, []string{"sample 130302", "pair desk"}},
		"swapped":    {sim.Fraud{Station: first, Swapped: 0.9, Unseen: true}, 421, []string{"funnel 130302", "identity 130302"}},
		"clean lots": {sim.Fraud{Lots: true}, 521, nil},
		"ghosts":     {sim.Fraud{Station: first, Ghosts: 0.9}, 121, []string{"funnel 130302", "sample 130302", "steps 130302"}},
		"clean":      {sim.Fraud{}, 221, nil},
	} {
		for n := range *seasons {
			t.Run(fmt.Sprintf("%s %d", name, n+1), func(t *testing.T) {
				t.Parallel()
				a := season(t, nil, 900, c.seed+n, c.fraud)
				f, err := read(t, a, inspector(a, city), city)
				if err != nil {
					t.Fatal(err)
				}
				got := slices.DeleteFunc(alarmed(f), func(s string) bool {
					return s == "speed 130302" && (c.fraud.Ghosts > 0 || c.fraud.Lots) // so many in one day at one station
				})
				if !slices.Equal(got, c.want) {
					t.Errorf("raised %v, want %v; %d examined, identities %+v, pairs %+v", got, c.want, f.Exams, f.Identity, f.Pairs[:min(4, len(f.Pairs))])
				} else if n == 0 {
					t.Logf("%d examined, pairs %+v", f.Exams, f.Pairs[:min(2, len(f.Pairs))])

				}
			})
		}
	}
}

// TestFiguresAreCounts: every figure of the radar is what a count of its own over
// the tables and the log finds, on both engines; and reading it is a leaf.
func TestFiguresAreCounts(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, store db.Store) {
		a := season(t, store, 500, 31, sim.Fraud{Station: first, Bought: 0.5, Ghosts: 0.3})
		f, err := read(t, a, inspector(a, city), city)
		if err != nil {
			t.Fatal(err)
		}
		const firsts = "FROM exam e WHERE e.state = 'concluded' AND e.kind = 'first' AND e.outcome IN ('pass', 'fail')"
		equal(t, a, f.Exams, "SELECT COUNT(*) "+firsts)
		for _, p := range f.Stations {
			equal(t, a, p.N+p.Alone, "SELECT COUNT(*) "+firsts+" AND e.station = '"+p.Name+"'")
			if p.Alone == 0 {
				equal(t, a, p.X, "SELECT COUNT(*) "+firsts+" AND e.outcome = 'pass' AND e.station = '"+p.Name+"'")
			}
		}
		for _, p := range f.Examiners[records.Chief] {
			equal(t, a, p.N+p.Alone, "SELECT COUNT(*) "+firsts+" AND e.chief = '"+p.Name+"'")
		}
		for _, p := range f.Examiners["eyes"] { // one doctor of the eyes a station
			equal(t, a, p.N+p.Alone, "SELECT COUNT(*) "+firsts+" AND e.exam_on = '2026-08-18' AND e.station = '"+homeOf(t, a, p.Name)+"'")
		}
		for _, x := range f.Samples {
			equal(t, a, x.Compared, "SELECT COUNT(*) FROM exam e WHERE e.kind = 'sample' AND e.state = 'concluded' AND e.sample IN (SELECT id FROM exam_sample WHERE station = '"+string(x.Station)+"')")
			equal(t, a, x.Differ, `SELECT COUNT(*) FROM exam b JOIN exam e ON e.application = b.application AND e.sample = b.sample AND e.kind <> 'sample'
				WHERE b.kind = 'sample' AND b.outcome <> e.outcome AND b.outcome <> 'recheck' AND e.station = '`+string(x.Station)+`'`)
		}
		for _, x := range f.Speeds {
			equal(t, a, x.N, "SELECT COUNT(*) FROM ledger_leaf WHERE log = '"+string(x.Log)+"' AND outcome = '' AND actor = '"+string(x.Account)+"' AND kind = '"+x.Kind+"'")
		}
		for _, x := range f.Steps {
			equal(t, a, x.N, "SELECT COUNT(*) "+firsts+" AND e.station = '"+string(x.Station)+"'")
		}
		equal(t, a, 1, "SELECT COUNT(*) FROM ledger_leaf WHERE kind = 'read.exam' AND outcome = 'radar' AND subject = 'unit/1303'")
		signed := int64(0)
		for _, x := range f.Speeds {
			signed += x.N
		}
		equal(t, a, signed, "SELECT COUNT(*) FROM ledger_leaf WHERE outcome = '' AND kind IN ('exam_section.sign', 'exam.conclude') AND log LIKE '1303%'")
		// An intake of another year has its own acts, and none of this one's.
		source := records.Source{Road: a.Road, Pack: a.Pack, Key: medical.Key(a.Keys.Derive)}
		if f, err = source.Read(t.Context(), inspector(a, city), city, "00000000000000000000000000"); err != nil {
			t.Fatal(err)
		}
		if len(f.Speeds)+len(f.Pairs)+len(f.Edits)+len(f.Identity)+f.Alarms() != 0 {
			t.Errorf("another intake is blamed for %d speeds, %d pairs, %d edits, %d identities", len(f.Speeds), len(f.Pairs), len(f.Edits), len(f.Identity))
		}
	})
}

func homeOf(t *testing.T, a *app.App, account string) string {
	t.Helper()
	posts := a.Directory.PostsOf(ident.ID(account), a.Today())
	if len(posts) == 0 {
		t.Fatal("no post")
	}
	return string(posts[0].Unit)
}

func equal(t *testing.T, a *app.App, got int64, query string) {
	t.Helper()
	var want int64
	if err := a.Store.Read(t.Context(), func(tx *db.Tx) error { _, err := tx.One(query, nil, &want); return err }); err != nil {
		t.Fatal(err)
	}
	if got != want {
		t.Errorf("%d, the count says %d: %s", got, want, query)
	}
}

// TestWhoMayRead: inspectors, leaders and auditors of the scope, and nobody else.
func TestWhoMayRead(t *testing.T) {
	t.Parallel()
	b := webtest.New(t).Season()
	source := records.Source{Road: b.App.Road, Pack: b.App.Pack, Key: b.Key()}
	for _, r := range slices.DeleteFunc(role.Options(), func(r access.Role) bool { return r == role.Government }) {
		for _, at := range []unit.Code{webtest.County, webtest.Other} {
			actor := b.Actor(r)
			place, _ := b.App.Road.Tree().Get(at)
			_, err := source.Read(t.Context(), actor, at, b.Cycle.Subject)
			may := slices.Contains([]access.Role{role.Inspector, role.Leader, role.Auditor}, r) && actor.Reaches(place.Place)
			if (err == nil) != may {
				t.Errorf("%s at %s of %s: %v", r, actor.Unit, at, err)
			}
		}
	}
}
