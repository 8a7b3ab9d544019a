package records_test

import (
	"bufio"
	"io"
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
func season(t *testing.T, store db.Store, seed uint64, f sim.Fraud) *app.App {
	t.Helper()
	s, err := sim.Run(t.Context(), sim.Options{Dir: t.TempDir(), People: 2500, Seed: seed, Wish: 0.9, Seats: 20, Units: oneCity, Fraud: &f, Store: store})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.App().Close() })
	return s.App()
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

func TestTry(t *testing.T) {
	a := season(t, nil, 1, sim.Fraud{Station: first, Bought: 0.5, Ghosts: 0.3})
	f, err := read(t, a, inspector(a, city), city)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("exams %d", f.Exams)
	for _, p := range f.Stations {
		t.Logf("%+v", p)
	}
	t.Logf("%+v", f.Samples)
	t.Logf("%+v", f.Steps)
	t.Logf("%+v", f.Speeds[:8])
	t.Logf("%+v", f.Edits)
	t.Logf("%d %+v", len(f.Pairs), f.Pairs[:min(8, len(f.Pairs))])
	for s, list := range f.Examiners {
		t.Logf("%s %+v", s, list[0])
	}
}
