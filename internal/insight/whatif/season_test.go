package whatif_test

import (
	"bufio"
	"io"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"muster/internal/app"
	"muster/internal/frame/access"
	"muster/internal/frame/db"
	"muster/internal/frame/db/dbtest"
	"muster/internal/frame/policy"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
	"muster/internal/insight/whatif"
	"muster/internal/intake/cases"
	"muster/internal/intake/medical"
	"muster/internal/intake/quota"
	"muster/internal/intake/selection"
	"muster/internal/office/role"
	"muster/internal/sim"
	"muster/policies"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

const county unit.Code = "130102"

// oneCounty is a province whose people all live in one county; three others, where
// nobody lives, have the stations for rechecks.
func oneCounty() (io.Reader, error) {
	all, err := sim.Units()
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	lines := bufio.NewScanner(all)
	for lines.Scan() {
		code, _, _ := strings.Cut(lines.Text(), ",")
		switch {
		case code == "code", code == "13", code == "1301", code == "130104", code == "130105", code == "130108", strings.HasPrefix(code, string(county)):
			b.WriteString(lines.Text() + "\n")
		}
	}
	return strings.NewReader(b.String()), lines.Err()
}

const (
	inhabitants = 900
	seats       = 30
)

func season(t *testing.T, o sim.Options) *sim.Season {
	t.Helper()
	o.Dir, o.People, o.Seed, o.Units = t.TempDir(), inhabitants, 7, oneCounty
	if o.Seats == 0 {
		o.Seats = seats
	}
	s, err := sim.Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.App().Close() })
	return s
}

// proposed are the citizen numbers of those whom the list of a season proposed when
// it was frozen.
func proposed(t *testing.T, s *sim.Season) map[string]bool {
	t.Helper()
	out := map[string]bool{}
	err := s.App().Store.Read(t.Context(), func(tx *db.Tx) error {
		rankings, err := record.All[selection.Ranking](tx, selection.Rankings, "county = $1 AND cycle = $2", string(county), string(s.Cycle()))
		if err != nil || len(rankings) != 1 {
			t.Fatalf("%d lists, %v", len(rankings), err)
		}
		list, err := record.All[cases.Case](tx, cases.Table, "county = $1 AND ranking = $2 AND rank <= $3", string(county), string(rankings[0].ID), rankings[0].Chosen)
		for _, c := range list {
			out[numberOf(t, tx, c)] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func numberOf(t *testing.T, tx *db.Tx, c *cases.Case) (number string) {
	t.Helper()
	found, err := tx.One("SELECT id_no FROM person WHERE id = $1", []any{string(c.Person)}, &number)
	if err != nil || !found {
		t.Fatal(err)
	}
	return number
}

func reader(a *app.App) whatif.Reader {
	return whatif.Reader{Road: a.Road, Vault: a.Vault, Pack: a.Pack, Key: medical.Key(a.Keys.Derive)}
}

func leader(a *app.App) access.Actor {
	return access.Actor{Account: "LEADER", Role: role.Leader, Unit: "13", Home: a.Road.Tree().Root().Home, Ranges: a.Road.Tree().Scope("13"), Strength: access.Strong}
}

func ask(t *testing.T, s *sim.Season, ch whatif.Change) *whatif.Answer {
	t.Helper()
	a, err := reader(s.App()).Ask(t.Context(), whatif.Asking{Actor: leader(s.App()), Purpose: role.Intake, Cycle: s.Cycle(), Unit: "13", Change: ch})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// selected are the citizen numbers of those whom the what-if selects.
func selected(t *testing.T, s *sim.Season, a *whatif.Answer) map[string]bool {
	t.Helper()
	out := map[string]bool{}
	err := s.App().Store.Read(t.Context(), func(tx *db.Tx) error {
		for _, p := range a.Persons {
			if p.New == whatif.Selected {
				out[numberOf(t, tx, p.Case)] = true
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func pack(t *testing.T, set map[string]string) *policy.Pack {
	t.Helper()
	p, err := app.ChinaPack()
	if err == nil {
		p, err = p.With(set)
	}
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// taller is a draft that asks men for more height.
func taller(t *testing.T) *policy.Pack {
	t.Helper()
	files, err := policies.Open("cn")
	if err != nil {
		t.Fatal(err)
	}
	draft := fstest.MapFS{}
	err = fs.WalkDir(files, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		content, err := fs.ReadFile(files, name)
		text := string(content)
		if name == "medical.yaml" {
			text = strings.Replace(text, "limits: {low: 160}", "limits: {low: 176}", 1)
			if text == string(content) {
				t.Fatal("the height of men stands elsewhere")
			}
		}
		draft[name] = &fstest.MapFile{Data: []byte(text)}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	p, err := policy.Load(draft)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// rows are quota rows with another least number of graduates and most women.
func rows(least, most int64) func(unit.Code, int64) []*quota.Row {
	return func(at unit.Code, _ int64) []*quota.Row {
		return []*quota.Row{{Code: string(at) + "-graduates", Unit: at, Tag: "graduate", Min: least}, {Code: string(at) + "-women", Unit: at, Tag: "female", Max: &most}}
	}
}

// TestWhatIfIsARealRerun: what the records of one season say of a change is, person
// by person, what the season comes to when it is run with the change in force.
func TestWhatIfIsARealRerun(t *testing.T) {
	t.Parallel()
	base := season(t, sim.Options{Rows: rows(8, 3)})
	was := proposed(t, base)
	if same := selected(t, base, ask(t, base, whatif.Change{})); !equal(same, was) {
		t.Fatalf("nothing changed, but %d of %d people are selected", len(same), len(was))
	}
	weights := map[string]string{"score.education.bachelor": "0", "score.education.senior_high": "20", "score.physique.high": "1.5"}
	younger := map[string]string{"eligibility.age_max": "20", "eligibility.age_max_graduate": "22"}
	fourteen, one := int64(22), int64(1)
	for name, x := range map[string]struct {
		change  whatif.Change
		options sim.Options
	}{
		"fewer seats":       {whatif.Change{Seats: map[unit.Code]int64{county: 17}}, sim.Options{Seats: 17, Rows: rows(8, 3)}},
		"more seats":        {whatif.Change{Seats: map[unit.Code]int64{county: 48}}, sim.Options{Seats: 48, Rows: rows(8, 3)}},
		"quota rows":        {whatif.Change{Rows: map[string]selection.Limits{"130102-graduates": {Min: &fourteen}, "130102-women": {Max: &one}}}, sim.Options{Rows: rows(22, 1)}},
		"weights":           {whatif.Change{Pack: pack(t, weights)}, sim.Options{Pack: pack(t, weights), Rows: rows(8, 3)}},
		"ages":              {whatif.Change{Pack: pack(t, younger)}, sim.Options{Pack: pack(t, younger), Rows: rows(8, 3)}},
		"physical standard": {whatif.Change{Pack: taller(t)}, sim.Options{Pack: taller(t), Rows: rows(8, 3)}},
		"all at once": {whatif.Change{Pack: with(t, taller(t), weights), Seats: map[unit.Code]int64{county: 17}, Rows: map[string]selection.Limits{"130102-graduates": {Min: &one}}},
			sim.Options{Pack: with(t, taller(t), weights), Seats: 17, Rows: rows(1, 3)}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			told := selected(t, base, ask(t, base, x.change))
			is := proposed(t, season(t, x.options))
			if !equal(told, is) {
				t.Errorf("what-if selects %d, the season %d; %d of them the same", len(told), len(is), common(told, is))
			}
			if equal(is, was) {
				t.Error("the change moved nobody: this proves nothing")
			}
			t.Logf("%d selected before, %d after, %d of them the same", len(was), len(is), common(was, is))
		})
	}
}

func with(t *testing.T, p *policy.Pack, set map[string]string) *policy.Pack {
	t.Helper()
	p, err := p.With(set)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func equal(a, b map[string]bool) bool { return len(a) == len(b) && common(a, b) == len(a) }

func common(a, b map[string]bool) (n int) {
	for x := range a {
		if b[x] {
			n++
		}
	}
	return n
}
