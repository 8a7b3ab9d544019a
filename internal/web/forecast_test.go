package web_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"testing"

	"muster/internal/cli"
	"muster/internal/sim"
)

// TestForecastSaysWhyNot: of a year with three seats, in which people have just signed
// up, page, table of the command and its machine-readable answer name every county
// that an export has people of, and say in words where there are no seats.
func TestForecastSaysWhyNot(t *testing.T) {
	t.Parallel()
	enough := errors.New("seen enough")
	y := &year{t: t, dir: t.TempDir(), county: map[string]string{}, name: map[string]string{}}
	_, err := sim.Run(t.Context(), sim.Options{Dir: y.dir, People: 600, Seed: 5, Rates: sim.Rates{Wishes: 0.7}, Seats: 3, Units: cityUnits, After: func(step string, s *sim.Season) error {
		if step != "sign_up" {
			return nil
		}
		y.cycle = string(s.Cycle())
		account, _ := s.App().Directory.Login("1301.leader.1")
		return errors.Join(enough, s.App().NewDesk().SetLasting(t.Context(), account.ID, "muster-demo-2026"))
	}})
	if !errors.Is(err, enough) {
		t.Fatal(err)
	}
	units, err := cityUnits()
	if err != nil {
		t.Fatal(err)
	}
	for _, u := range table(t, units) {
		y.name[u["code"]] = u["name"]
	}
	people, seats := map[string]int{}, map[string]int{}
	for _, r := range y.export("application", "1301.inspector.1") {
		people[r["unit"][:6]]++
	}
	for _, r := range y.export("quota", "1301.quota_officer.1") {
		seats[r["unit"]], _ = strconv.Atoi(r["seats"])
	}
	show := func(flags ...string) string {
		var out, remarks bytes.Buffer
		if code := cli.Main(context.WithoutCancel(t.Context()), append([]string{"forecast", "show", "--dir", y.dir, "--as", "1301.leader.1", "--cycle", y.cycle}, flags...), strings.NewReader(""), &out, &remarks); code != 0 {
			t.Fatalf("%d, %s", code, remarks.String())
		}
		return out.String()
	}
	var lines []struct {
		Unit    string
		Without *struct{ ZH, EN string }
	}
	if err := json.Unmarshal([]byte(show("--json")), &lines); err != nil {
		t.Fatal(err)
	}
	words := map[string]string{}
	for _, l := range lines {
		words[l.Unit] = ""
		if l.Without != nil {
			words[l.Unit] = l.Without.EN
		}
	}
	printed := map[string]string{"zh": show("--lang", "zh"), "en": show("--lang", "en")}
	y.serve()
	page := below(y.as("1301.leader.1").get("/insight/forecast?cycle="+y.cycle).want(t, 200).Body, "forecast")
	shown := 0
	for code, n := range people {
		line := []string{}
		for _, l := range page {
			if l[0] == y.name[code] {
				line = l
			}
		}
		switch {
		case n < 5 && len(line) > 0:
			t.Errorf("%s: %d people are shown", code, n)
		case n >= 5 && seats[code] == 0:
			shown++
			if !strings.Contains(words[code], "no seats") || len(line) < 3 || !strings.Contains(line[2], "没有名额") ||
				!says(printed["zh"], y.name[code], "没有名额") || !says(printed["en"], y.name[code], "no seats") {
				t.Errorf("%s: %d people and no seats; the page says %q, the command %q", code, n, line, words[code])
			}
		case n >= 5 && (words[code] != "" || len(line) != 8):
			t.Errorf("%s: %d people, %d seats; the page says %q", code, n, seats[code], line)
		}
	}
	if shown < 3 {
		t.Errorf("only %d counties have people and no seats", shown)
	}
}

// says is whether the line of a county in a printed table holds some words.
func says(printed, name, words string) bool {
	for line := range strings.Lines(printed) {
		if strings.HasPrefix(line, name) && strings.Contains(line, words) {
			return true
		}
	}
	return false
}
