package web_test

import (
	"bufio"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"muster/internal/frame/db"
	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
	"muster/internal/intake/medical"
	"muster/internal/intake/medical/blind"
	"muster/internal/sim"
)

// entry is what a leaf of the log says, in the text that is hashed.
type entry struct {
	At                                    time.Time
	Kind, Subject, Actor, Signer, Outcome string
}

// log are the leaves of a county's log that were not refused.
func (y *year) log(county string) (out []entry) {
	y.t.Helper()
	var texts []string
	err := y.app.Store.Read(y.t.Context(), func(tx *db.Tx) error {
		return tx.Each("SELECT leaf FROM ledger_leaf WHERE log = $1 ORDER BY seq", []any{county}, func(rows *sql.Rows) error {
			var text string
			err := rows.Scan(&text)
			texts = append(texts, text)
			return err
		})
	})
	if err != nil {
		y.t.Fatal(err)
	}
	for _, text := range texts {
		var e entry
		if err := json.Unmarshal([]byte(text), &e); err != nil {
			y.t.Fatal(err)
		}
		if e.Outcome == "" {
			out = append(out, e)
		}
	}
	return out
}

// fewCounties are the units of five counties of the city.
func fewCounties() (io.Reader, error) {
	all, err := cityUnits()
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	lines := bufio.NewScanner(all)
	for lines.Scan() {
		code, _, _ := strings.Cut(lines.Text(), ",")
		if len(code) <= 4 || slices.Contains([]string{"130102", "130104", "130105", "130107", "130108"}, code[:6]) {
			b.WriteString(lines.Text() + "\n")
		}
	}
	return strings.NewReader(b.String()), lines.Err()
}

// station is what a county exports of its first examinations.
type station struct {
	exams, appointments rows
}

// TestRadarIsACountOverTheLog plays a year in which two desks and two doctors of the
// eyes stand at every station and one station steers people to a doctor, and counts
// for each county, from what its offices export and from the text of its log, who met
// whom how often, who gave whom to another doctor and what came of it, and how fast
// everybody signed: every line of the three tables of the radar is such a count.
func TestRadarIsACountOverTheLog(t *testing.T) {
	t.Parallel()
	y := &year{t: t, dir: t.TempDir(), name: map[string]string{}}
	s, err := sim.Run(t.Context(), sim.Options{Dir: y.dir, People: 500, Seed: 5, Rates: sim.Rates{Wishes: 0.8}, Units: fewCounties,
		Fraud: &sim.Fraud{Lots: true, Steered: 0.9, Station: func([]unit.Code) unit.Code { return "130102" }}})
	if err != nil {
		t.Fatal(err)
	}
	y.cycle = string(s.Cycle())
	inspector, _ := s.App().Directory.Login("1301.inspector.1")
	if err := s.App().NewDesk().SetLasting(t.Context(), inspector.ID, "muster-demo-2026"); err != nil {
		t.Fatal(err)
	}
	var counties []string
	s.App().Road.Tree().Walk("1301", func(u *unit.Unit) bool {
		if u.Kind == unit.County {
			counties = append(counties, string(u.Code))
		}
		return true
	})
	if err := s.App().Close(); err != nil {
		t.Fatal(err)
	}
	exports := map[string]station{}
	for _, c := range counties {
		exports[c] = station{y.export("exam", c+".chief_examiner.1"), y.export("exam_appointment", c+".desk.1")}
	}
	y.serve()
	reader, found := y.as("1301.inspector.1"), map[string]int{}
	for _, c := range counties {
		page := reader.get("/insight/radar?cycle="+y.cycle+"&unit="+c).want(t, 200).Body
		for id, want := range map[string][]string{"pairs": y.metBy(exports[c], y.log(c)), "edits": y.edits(exports[c], y.log(c)), "speeds": y.speeds(y.log(c))} {
			var got []string
			for _, line := range append(below(page, id), below(page, id+"-more")...) {
				for i := range line { // without the form that opens a lead, the unit and the act
					line[i], _, _ = strings.Cut(line[i], "\n")
				}
				got = append(got, strings.Join(recounted(id, line), " | "))
			}
			slices.Sort(got)
			slices.Sort(want)
			if found[id] += len(want); !slices.Equal(got, want) {
				t.Errorf("%s of %s: the page says\n%s\nthe log and the exports\n%s", id, c, strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
		}
	}
	if found["pairs"] < 20 || found["edits"] < 1 || found["speeds"] < 50 {
		t.Errorf("too few lines to prove anything: %v", found)
	}
}

// recounted are the cells of a line that are counted again.
func recounted(id string, line []string) []string {
	switch id {
	case "pairs":
		return line[:6]
	case "edits":
		return append([]string{line[0]}, line[3:6]...)
	}
	return append([]string{line[0]}, line[3:6]...)
}

// staff is how an inspector sees somebody.
func (y *year) staff(id string) string {
	if id == "" {
		return "–"
	}
	a, _ := y.app.Directory.Account(ident.ID(id))
	return a.Name
}

// concluded are the outcomes of first examinations by the id of their record.
func (s station) concluded() map[string]string {
	out := map[string]string{}
	for _, e := range s.exams {
		if e["exam_on"] == "2026-08-18" && e["state"] == "concluded" && (e["outcome"] == "pass" || e["outcome"] == "fail") {
			out[e["id"]] = e["outcome"]
		}
	}
	return out
}

// metBy counts how often desk and doctor of the eyes met, in the one day of the
// station: the others have one doctor, whom everybody meets.
func (y *year) metBy(s station, log []entry) (out []string) {
	key, concluded := medical.Key(y.app.Keys.Derive), s.concluded()
	desk, signed := map[string]string{}, map[string]string{}
	for _, e := range log {
		_, id, _ := strings.Cut(e.Subject, "/")
		switch e.Kind {
		case "exam_appointment.admit":
			desk[id] = e.Actor
		case "exam_section.sign":
			signed[id] = e.Actor
		}
	}
	all, both, of, with := int64(0), map[[2]string]int64{}, map[string]int64{}, map[string]int64{}
	for _, a := range s.appointments {
		id := ident.ID(a["id"])
		if a["kind"] != "first" || concluded[string(key.Record(id, blind.Chief))] == "" {
			continue
		}
		d, e := desk[a["id"]], signed[string(key.Record(id, "eyes"))]
		all++
		both[[2]string{d, e}]++
		of[d]++
		with[e]++
	}
	for d, n := range of {
		for e, m := range with {
			if max(0, n+m-all) == min(n, m) {
				continue // chance leaves no choice
			}
			p, _ := atLeast(all, n, m, both[[2]string{d, e}]).Float64()
			probability := strconv.FormatFloat(p, 'f', 3, 64)
			if p < 0.001 {
				probability = strconv.FormatFloat(p, 'e', 1, 64)
			}
			out = append(out, fmt.Sprintf("%s → %s | 登记 → 医生 | %d | %d | %.1f | %s", y.staff(d), y.staff(e), both[[2]string{d, e}], n, float64(n)*float64(m)/float64(all), probability))
		}
	}
	return out
}

// atLeast is how probable it is that of n cards dealt from all, of which m are marked,
// at least k are: whole numbers of deals divided by all deals.
func atLeast(all, n, m, k int64) *big.Rat {
	deals := new(big.Int)
	for x := k; x <= min(n, m); x++ {
		deals.Add(deals, new(big.Int).Mul(new(big.Int).Binomial(m, x), new(big.Int).Binomial(all-m, n-x)))
	}
	return new(big.Rat).SetFrac(deals, new(big.Int).Binomial(all, n))
}

// edits counts who gave whose section to another doctor, and what the examination
// came to.
func (y *year) edits(s station, log []entry) (out []string) {
	key, concluded := medical.Key(y.app.Keys.Derive), s.concluded()
	outcome := map[string]string{} // by the record of the section that has two doctors
	for _, a := range s.appointments {
		id := ident.ID(a["id"])
		outcome[string(key.Record(id, "eyes"))] = concluded[string(key.Record(id, blind.Chief))]
	}
	n, pass, fail := map[string]int{}, map[string]int{}, map[string]int{}
	for _, e := range log {
		if e.Kind != "exam_section.reassign" {
			continue
		}
		_, id, _ := strings.Cut(e.Subject, "/")
		who := y.staff(e.Actor) + " → " + y.staff(e.Signer)
		n[who]++
		switch outcome[id] {
		case "pass":
			pass[who]++
		case "fail":
			fail[who]++
		}
	}
	for who := range n {
		out = append(out, fmt.Sprintf("%s | %d | %d | %d", who, n[who], pass[who], fail[who]))
	}
	return out
}

// speeds looks at every hour that begins with a signature, and at the pauses.
func (y *year) speeds(log []entry) (out []string) {
	at := map[[2]string][]time.Time{}
	for _, e := range log {
		if e.Kind == "exam_section.sign" || e.Kind == "exam.conclude" {
			at[[2]string{e.Actor, e.Kind}] = append(at[[2]string{e.Actor, e.Kind}], e.At)
		}
	}
	for who, list := range at {
		slices.SortFunc(list, time.Time.Compare)
		most, pauses := 0, []time.Duration{0}
		for i, from := range list {
			n := 0
			for _, t := range list[i:] {
				if t.Before(from.Add(time.Hour)) {
					n++
				}
			}
			if most = max(most, n); i > 0 {
				pauses = append(pauses, from.Sub(list[i-1]))
			}
		}
		if len(pauses) > 1 {
			pauses = pauses[1:]
		}
		slices.Sort(pauses)
		out = append(out, fmt.Sprintf("%s | %d | %d | %d", y.staff(who[0]), len(list), most, int64(pauses[len(pauses)/2].Seconds())))
	}
	return out
}
