package web_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"html"
	"io"
	"maps"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"muster/internal/app"
	"muster/internal/cli"
	"muster/internal/sim"
	"muster/internal/web"
)

// rows is an export: lines of text by the names of their columns.
type rows []map[string]string

func (r rows) count(fits func(map[string]string) bool) (n int) {
	for _, row := range r {
		if fits(row) {
			n++
		}
	}
	return n
}

// year is a season of a city that was played, exported by the command and is served.
type year struct {
	t      *testing.T
	dir    string
	base   string
	app    *app.App
	cycle  string
	county map[string]string // county of each unit, by code
	name   map[string]string // of each unit
}

const oneCity = "1301"

// cityUnits are the units of one city below the province.
func cityUnits() (io.Reader, error) {
	all, err := sim.Units()
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	lines := bufio.NewScanner(all)
	for lines.Scan() {
		code, _, _ := strings.Cut(lines.Text(), ",")
		if code == "code" || code == "13" || strings.HasPrefix(code, oneCity) && !strings.HasPrefix(code, "130181") { // which is the province's own
			b.WriteString(lines.Text() + "\n")
		}
	}
	return strings.NewReader(b.String()), lines.Err()
}

func played(t *testing.T) *year {
	t.Helper()
	y := &year{t: t, dir: t.TempDir(), county: map[string]string{}, name: map[string]string{}}
	s, err := sim.Run(t.Context(), sim.Options{Dir: y.dir, People: 900, Seed: 5, Rates: sim.Rates{Wishes: 0.7}, Seats: 180, Units: cityUnits})
	if err != nil {
		t.Fatal(err)
	}
	y.cycle = string(s.Cycle())
	if _, err := s.Users(); err != nil {
		t.Fatal(err)
	}
	if err := s.App().Close(); err != nil {
		t.Fatal(err)
	}
	units, err := cityUnits()
	if err != nil {
		t.Fatal(err)
	}
	for _, u := range table(t, units) {
		y.name[u["code"]] = u["name"]
		if len(u["code"]) >= 6 {
			y.county[u["code"]] = u["code"][:6]
		}
	}
	return y
}

// table reads a file of comma separated values.
func table(t *testing.T, from io.Reader) (out rows) {
	t.Helper()
	all, err := csv.NewReader(from).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range all[1:] {
		row := map[string]string{}
		for i, cell := range line {
			row[all[0][i]] = cell
		}
		out = append(out, row)
	}
	return out
}

// export is a register as muster export writes it for somebody.
func (y *year) export(register, as string) rows {
	y.t.Helper()
	var out, remarks bytes.Buffer
	if code := cli.Main(context.WithoutCancel(y.t.Context()), []string{"export", register, "--dir", y.dir, "--as", as}, strings.NewReader(""), &out, &remarks); code != 0 {
		y.t.Fatalf("export of %s as %s: %d, %s", register, as, code, remarks.String())
	}
	return table(y.t, &out)
}

// serve opens the season for browsers.
func (y *year) serve() {
	a, err := app.Open(y.t.Context(), app.Options{Dir: y.dir})
	if err != nil {
		y.t.Fatal(err)
	}
	server := httptest.NewServer(web.New(web.Deps{App: a}))
	y.t.Cleanup(func() { server.Close(); _ = a.Close() })
	y.base, y.app = server.URL, a
}

func (y *year) as(login string) *browser {
	y.t.Helper()
	b := open(y.t, y.base)
	if got := b.post("/signin", url.Values{"login": {login}, "password": {"muster-demo-2026"}}); got.Status != 303 {
		y.t.Fatalf("sign-in of %s: %d", login, got.Status)
	}
	return b
}

var (
	tableRows = regexp.MustCompile(`(?s)<tr[^>]*>(.*?)</tr>`)
	cells     = regexp.MustCompile(`(?s)<t[hd][^>]*>(.*?)</t[hd]>`)
)

// below are the rows of the table that a heading labels, without its head; nil where
// there is none.
func below(page, id string) (out [][]string) {
	_, page, found := strings.Cut(page, `aria-labelledby="`+id+`"`)
	if !found {
		return nil
	}
	page, _, _ = strings.Cut(page, "</table>")
	_, page, _ = strings.Cut(page, "</thead>")
	for _, row := range tableRows.FindAllStringSubmatch(page, -1) {
		var line []string
		for _, c := range cells.FindAllStringSubmatch(row[1], -1) {
			line = append(line, strings.TrimSpace(html.UnescapeString(text(c[1]))))
		}
		out = append(out, line)
	}
	return out
}

// is compares a figure of a page with a count; a hidden one must not be a large one
// that stands alone, which the caller sees to. It says whether the figure is shown.
func (y *year) is(what, shown string, want int, hides bool) bool {
	y.t.Helper()
	if hides && shown == "·" {
		return false
	}
	if got := strings.ReplaceAll(shown, ",", ""); got != strconv.Itoa(want) {
		y.t.Errorf("%s: the page says %q, the export %d", what, shown, want)
	}
	if hides && want > 0 && want < 5 {
		y.t.Errorf("%s: %d is shown", what, want)
	}
	return true
}

// TestEveryScreenIsACountOverAnExport plays a year of a city, exports it by the
// command, counts the exports as a spreadsheet would, and compares every count on
// the screens of insight: progress, what-if, forecast, radar and cohort.
func TestEveryScreenIsACountOverAnExport(t *testing.T) {
	t.Parallel()
	y := played(t)
	all := slices.DeleteFunc(y.export("application", "1301.inspector.1"), func(r map[string]string) bool { return r["cycle"] != y.cycle || r["state"] == "void" })
	seats := y.export("quota", "1301.quota_officer.1")
	rankings := y.export("ranking", "1301.inspector.1")
	samples := y.export("exam_sample", "1301.inspector.1")
	var exams, persons rows
	for _, county := range slices.Sorted(maps.Keys(maps.Collect(func(yield func(string, bool) bool) {
		for _, c := range y.county {
			if !yield(c, true) {
				return
			}
		}
	}))) {
		if y.name[county] == "" || len(county) != 6 {
			continue
		}
		exams = append(exams, y.export("exam", county+".chief_examiner.1")...)
		persons = append(persons, y.export("person", county+".county_registrar.1")...)
	}
	y.serve()
	y.progress(all)
	y.whatIf(all, rankings)
	y.forecast(all, seats)
	y.radar(all, exams, samples)
	y.cohort(persons)
}
