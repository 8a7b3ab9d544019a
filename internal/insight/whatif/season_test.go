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
	"muster/internal/frame/act"
	"muster/internal/frame/db"
	"muster/internal/frame/db/dbtest"
	"muster/internal/frame/ident"
	"muster/internal/frame/policy"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
	"muster/internal/insight/smallcell"
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

// proposed are the people whom the list of a season proposed when it was frozen, by
// citizen number, as its selection officer exports them.
func proposed(t *testing.T, s *sim.Season) map[string]*cases.Case {
	t.Helper()
	a := s.App()
	officer := access.Actor{Account: "SELECTOR", Role: role.Selector, Unit: county, Home: county, Ranges: a.Road.Tree().Scope(county), Strength: access.Strong}
	visit := func(table *record.Table, one func(record.Record)) {
		reg := a.Shelf.Get(table.Name)
		look := act.Look{Table: table, Grants: reg.Read, Actor: officer, Purpose: role.Selection, Via: "export"}
		err := a.Road.Export(t.Context(), look, record.Query{Within: officer.Ranges}, func(r record.Record) error { one(r); return nil })
		if err != nil {
			t.Fatal(err)
		}
	}
	chosen := map[ident.ID]int64{}
	visit(selection.Rankings, func(r record.Record) { chosen[r.Head().ID] = r.(*selection.Ranking).Chosen })
	list := []*cases.Case{}
	visit(cases.Table, func(r record.Record) {
		if c := r.(*cases.Case); c.Ranking != "" && c.Rank <= chosen[c.Ranking] {
			list = append(list, c)
		}
	})
	out := map[string]*cases.Case{}
	err := a.Store.Read(t.Context(), func(tx *db.Tx) error {
		for _, c := range list {
			out[numberOf(t, tx, c)] = c
		}
		return nil
	})
	if err != nil || len(chosen) != 1 {
		t.Fatalf("%d lists, %v", len(chosen), err)
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
func selected(t *testing.T, s *sim.Season, a *whatif.Answer) map[string]*cases.Case {
	t.Helper()
	out := map[string]*cases.Case{}
	err := s.App().Store.Read(t.Context(), func(tx *db.Tx) error {
		for _, p := range a.Persons {
			if p.New == whatif.Selected {
				out[numberOf(t, tx, p.Case)] = p.Case
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
func taller(t *testing.T) *policy.Pack { return draft(t, "limits: {low: 160}", "limits: {low: 176}") }

// draft is the pack with one text of the physical standard replaced.
func draft(t *testing.T, old, new string) *policy.Pack {
	t.Helper()
	files, err := policies.Open("cn")
	if err != nil {
		t.Fatal(err)
	}
	out := fstest.MapFS{}
	err = fs.WalkDir(files, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		content, err := fs.ReadFile(files, name)
		text := string(content)
		if name == "medical.yaml" {
			text = strings.ReplaceAll(text, old, new)
			if text == string(content) {
				t.Fatalf("the standard does not say %s", old)
			}
		}
		out[name] = &fstest.MapFile{Data: []byte(text)}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	p, err := policy.Load(out)
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
			answer := ask(t, base, x.change)
			told := selected(t, base, answer)
			is := proposed(t, season(t, x.options))
			figuresAreExports(t, answer.Table, was, is)
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

// figuresAreExports counts two exports, of the season as it was and of the one under
// the change, and compares every figure that is shown.
func figuresAreExports(t *testing.T, table whatif.Table, was, is map[string]*cases.Case) {
	t.Helper()
	in := map[string]func(c *cases.Case) bool{"all ": func(*cases.Case) bool { return true }}
	for _, x := range []string{"junior_middle", "senior_high", "vocational", "junior_college", "bachelor", "master", "doctor", ""} {
		in["education "+x] = func(c *cases.Case) bool { return string(c.Education) == x }
	}
	in["sex male"], in["sex female"] = func(c *cases.Case) bool { return c.Sex == "male" }, func(c *cases.Case) bool { return c.Sex == "female" }
	graduate := func(c *cases.Case) bool {
		return c.Education == "junior_college" || c.Education == "bachelor" || c.Education == "master" || c.Education == "doctor"
	}
	in["graduate yes"], in["graduate no"] = graduate, func(c *cases.Case) bool { return !graduate(c) }
	in["county "+string(county)] = in["all "]
	count := func(group func(*cases.Case) bool, list, without map[string]*cases.Case) (n int64) {
		for number, c := range list {
			if group(c) && without[number] == nil {
				n++
			}
		}
		return n
	}
	shown := 0
	for _, r := range table.Rows {
		group := in[r.By+" "+r.Group]
		if group == nil {
			t.Fatalf("a group that nobody asked for: %s %s", r.By, r.Group)
		}
		for name, x := range map[string]struct {
			cell smallcell.Cell
			want int64
		}{"old": {r.Old, count(group, was, nil)}, "new": {r.New, count(group, is, nil)}, "gain": {r.Gain, count(group, is, was)}, "lose": {r.Lose, count(group, was, is)}} {
			if x.want > 0 && x.want < smallcell.Smallest && !x.cell.Hidden {
				t.Errorf("%s %s %s: %d is shown", r.By, r.Group, name, x.want)
			}
			if !x.cell.Hidden {
				if shown++; x.cell.N != x.want {
					t.Errorf("%s %s %s: %d, the exports have %d", r.By, r.Group, name, x.cell.N, x.want)
				}
			}
		}
	}
	if shown < 10 {
		t.Errorf("only %d figures are shown", shown)
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

func equal(a, b map[string]*cases.Case) bool { return len(a) == len(b) && common(a, b) == len(a) }

func common(a, b map[string]*cases.Case) (n int) {
	for x := range a {
		if b[x] != nil {
			n++
		}
	}
	return n
}

// TestWhatTheRecordsCannotTell: whoever would be let in at a gate that turned them
// away is said to be unknown with the reason and never selected; a cut-off takes off
// exactly those who applied after it; another day moves ages.
func TestWhatTheRecordsCannotTell(t *testing.T) {
	t.Parallel()
	s := season(t, sim.Options{})
	fates := func(ch whatif.Change) (why map[whatif.Why]int, answer *whatif.Answer) {
		answer, why = ask(t, s, ch), map[whatif.Why]int{}
		for _, p := range answer.Persons {
			why[p.Why]++
			if (p.Why == whatif.NotExamined || p.Why == whatif.NotVetted) && p.New != whatif.Unknown {
				t.Errorf("%s is not unknown", p.Case.ID)
			}
		}
		return why, answer
	}
	aged := map[string]int{}
	for _, p := range ask(t, s, whatif.Change{}).Persons {
		aged[p.Case.State+" "+p.Case.Reason]++
	}
	older := pack(t, map[string]string{"eligibility.age_max": "30", "eligibility.age_max_graduate": "30", "eligibility.age_max_postgraduate": "30", "eligibility.age_max_women": "30"})
	if why, _ := fates(whatif.Change{Pack: older}); why[whatif.NotExamined] == 0 || why[whatif.NotExamined] > aged["not_eligible age"] || why[whatif.NotVetted] != 0 {
		t.Errorf("with higher ages: %v of %v", why, aged)
	}
	if why, _ := fates(whatif.Change{Pack: draft(t, "limits: {low: 4.5}", "limits: {low: 4.1}")}); why[whatif.NotVetted] == 0 || why[whatif.NotExamined] != 0 || why[whatif.Physical] != 0 {
		t.Errorf("with a lower standard of vision: %v", why)
	}
	if why, a := fates(whatif.Change{CutOff: "2026-07-05"}); why[whatif.TooLate] == 0 || len(selected(t, s, a)) != 0 {
		t.Errorf("everybody applied on the days after, but %v", why)
	}
	if why, a := fates(whatif.Change{CutOff: "2026-07-17"}); why[whatif.TooLate] != 0 || !equal(selected(t, s, a), proposed(t, s)) {
		t.Errorf("everybody applied by the day, but %v", why)
	}
	if why, _ := fates(whatif.Change{Day: "2028-06-01"}); why[whatif.NotEligible] == 0 {
		t.Errorf("everybody is two years older, but %v", why)
	}
}
