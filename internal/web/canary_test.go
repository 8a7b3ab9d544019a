package web_test

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"muster/internal/api"
	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/db"
	"muster/internal/intake/cycle"
	"muster/internal/intake/medical"
	"muster/internal/intake/signup"
	"muster/internal/office/role"
	"muster/internal/people"
	"muster/internal/web"
	"muster/internal/web/webtest"
)

// planted is how many people stand in the canary test.
const planted = 50

// secretValue is a value that nobody but the doctors of its section may see.
const secretValue = "心律不齐金丝雀"

// canaries plants fifty people with names, numbers, telephones and addresses that
// occur nowhere else, and brings them to the station: some are examined, some
// concluded, one correction waits, devices have delivered, one is drawn again.
type canaries struct {
	*webtest.Bench
	visits []act.Answer
	words  map[string]string // what must not be seen, and what it is
}

func plant(t *testing.T) *canaries {
	t.Helper()
	c := &canaries{Bench: webtest.Live(t), words: map[string]string{}}
	for _, r := range []access.Role{role.Clerk, role.CountyOfficer, role.CountyRegistrar, role.Desk, role.Examiner, role.ChiefExaminer, role.Inspector} {
		c.Actor(r)
	}
	c.Cycle = c.Do(role.QuotaOfficer, role.Intake, "cycle.plan", act.Answer{}, &cycle.Dates{Name: "2026 年下半年", Year: 2026, Half: 2, SignUp: "2026-08-10", Approval: "2026-09-10"})
	c.Do(role.QuotaApprover, role.Intake, "cycle.open", c.Cycle, &cycle.Empty{})
	c.Station()
	c.Session("2026-08-03", "07:00", 60)
	for i := range planted {
		c.person(i)
	}
	c.examine()
	c.WithPasswords()
	return c
}

func (c *canaries) person(i int) {
	c.T.Helper()
	name, phone := fmt.Sprintf("金丝雀%02d", i), fmt.Sprintf("1770000%04d", i)
	p := c.PersonWith(name, 101+2*i, webtest.Village, phone)
	address := fmt.Sprintf("金丝雀巷%02d号", i)
	due := c.Do(role.CountyRegistrar, role.Registration, "registration.due", act.Answer{}, &people.DueBody{Person: p.Subject, County: p.County, Unit: webtest.Village, Year: 2026})
	c.Do(role.Clerk, role.Registration, "registration.submit", due, &people.Form{Residence: address})
	on := c.Do(role.Clerk, role.Intake, "application.apply", act.Answer{}, &signup.Applying{Cycle: c.Cycle.Subject, CycleHome: c.Cycle.County, County: p.County, Person: p.Subject})
	c.Papers(on)
	c.Do(role.CountyOfficer, role.Intake, "application.precheck", on, &signup.Checking{Outcome: "pass"})
	c.Do(role.Clerk, role.Intake, "application.preselect", on, &people.Empty{})
	c.Do(role.CountyOfficer, role.Intake, "application.summon", on, &medical.Summons{Station: webtest.County, On: "2026-08-03"})
	a := c.Admit(on)
	c.visits = append(c.visits, a)
	for word, what := range map[string]string{name: "a name", c.Number(101 + 2*i): "a citizen number", phone: "a telephone", address: "an address",
		string(p.Subject): "the id of a person", string(on.Subject): "the id of an application", string(a.Subject): "the id of an appointment"} {
		c.words[word] = what
	}
}

// examine brings the day half to its end.
func (c *canaries) examine() {
	c.T.Helper()
	for i, a := range c.visits {
		for n, section := range webtest.Sections {
			switch {
			case i == 6 && section == "internal":
				c.As(c.Doctor(section), role.Medical, "exam_section.sign", c.Part(a, section),
					&medical.Entry{Values: webtest.Values[section], Opinion: medical.Note, Remark: secretValue})
			case i%2 == 0:
				c.SignSection(a, section, medical.Pass)
			case n == i%8:
				c.As(c.Doctor(section), role.Medical, "exam_section.call", c.Part(a, section), &medical.Empty{})
			}
		}
		if i%4 == 0 {
			c.Do(role.ChiefExaminer, role.Medical, "exam.conclude", c.Exam(a), &medical.Conclusion{Outcome: medical.Pass})
		}
	}
	c.As(c.Doctor("internal"), role.Medical, "exam_section.amend", c.Part(c.visits[2], "internal"), &medical.Correcting{Reason: "录入错误",
		Entry: medical.Entry{Values: []string{"systolic=128", "diastolic=76", "heart_rate=104", "ecg=normal"}, Opinion: medical.Note, Remark: secretValue}})
	c.Do(role.ChiefExaminer, role.Medical, "exam_reading.take", act.Answer{}, &medical.Delivery{Number: c.ExamNumber(c.visits[1], "surgery"), On: "2026-08-03", Item: "height_cm",
		Value: "177.31", Device: "SG-1"})
	c.Do(role.ChiefExaminer, role.Medical, "exam_section.reassign", c.Part(c.visits[3], "dental"), &medical.Giving{Account: c.Doctor("dental").Account, Reason: "设备"})
	c.Do(role.Examiner, role.Medical, "exam_conflict.declare", act.Answer{}, &medical.Declaring{IDNo: c.Number(101), Reason: "表兄"})
}

// serveBoth serves pages and API of a bench.
func (c *canaries) serveBoth() *httptest.Server {
	d := *c.Handler()
	d.API = api.New(api.Deps{App: c.App})
	server := httptest.NewServer(web.New(d))
	c.T.Cleanup(server.Close)
	return server
}

// records names some records of every table, as an attacker would who has learnt
// their ids.
func (c *canaries) records(each int) (out []string) {
	for _, t := range c.App.Book.Tables() {
		err := c.App.Store.Read(c.T.Context(), func(tx *db.Tx) error {
			return tx.Each(fmt.Sprintf("SELECT county, id FROM %s ORDER BY id LIMIT %d", t.Name, each), nil, func(rows *sql.Rows) error {
				var county, id string
				err := rows.Scan(&county, &id)
				out = append(out, t.Name+"/"+county+"/"+id)
				return err
			})
		})
		if err != nil {
			c.T.Fatal(err)
		}
	}
	return out
}

// addresses fills the patterns of every page with everything that there is.
func (c *canaries) addresses() (out []string) {
	records := c.records(4)
	for _, pattern := range append(web.Routes(), "GET /account", "GET /post") {
		path, ok := strings.CutPrefix(pattern, "GET ")
		if !ok {
			continue
		}
		path = strings.ReplaceAll(path, "{$}", "")
		switch {
		case strings.Contains(path, "{table}") && !strings.Contains(path, "{id}"):
			for _, reg := range c.App.Shelf.All() {
				one := strings.ReplaceAll(path, "{table}", reg.Table.Name)
				out = append(out, one, one+"?q="+"金丝雀", one+"?sort=id&dir=down", one+"?format=csv", one+"?format=jsonl", one+"?state=waiting")
			}
		case strings.Contains(path, "{kind}"):
			for _, k := range c.App.Book.Kinds() {
				out = append(out, strings.ReplaceAll(path, "{kind}", k.Name))
				for _, r := range records {
					parts := strings.Split(r, "/")
					if parts[0] == k.Table.Name {
						out = append(out, strings.ReplaceAll(path, "{kind}", k.Name)+"?_county="+parts[1]+"&_id="+parts[2])
					}
				}
			}
		case strings.Contains(path, "{id}"):
			for _, r := range records {
				parts := strings.Split(r, "/")
				out = append(out, strings.NewReplacer("{table}", parts[0], "{county}", parts[1], "{id}", parts[2], "{file}", "conflicts.csv").Replace(path))
			}
		default:
			out = append(out, strings.ReplaceAll(path, "{station}", string(webtest.County)))
		}
	}
	for _, reg := range c.App.Shelf.All() {
		base := "/api/v1/registers/" + reg.Table.Name
		out = append(out, base, base+"?limit=200", base+"?search=金丝雀", base+"?sort=-id", base+"/export?format=csv", base+"/export?format=jsonl", base+"?count=only")
	}
	for _, r := range records {
		out = append(out, "/api/v1/registers/"+r+"?history=1")
	}
	return append(out, "/api/v1/openapi.json", "/metrics")
}

var anyLink = regexp.MustCompile(`href="(/[^"#]*)"`)

// crawl opens every address as somebody, and every link of the pages of the exam
// day and of the lists, and gives each hit of a forbidden word.
func (c *canaries) crawl(server *httptest.Server, login string, words map[string]string) (hits []string, opened int) {
	c.T.Helper()
	client := as(c.T, server.URL, login)
	token := c.token(login)
	queue, seen := c.addresses(), map[string]bool{}
	for len(queue) > 0 && opened < 6000 {
		path := queue[0]
		queue = queue[1:]
		if seen[path] || strings.HasPrefix(path, "/signout") || strings.HasPrefix(path, "/lang") || strings.HasPrefix(path, "/assets") {
			continue
		}
		seen[path] = true
		var header []string
		if strings.HasPrefix(path, "/api/") {
			header = []string{"Authorization", "Bearer " + token}
		}
		got := client.get(path, header...)
		opened++
		hits = append(hits, scan(path, got, words)...)
		if got.Status == http.StatusOK && !strings.HasPrefix(path, "/api/") {
			for _, m := range anyLink.FindAllStringSubmatch(got.Body, -1) {
				queue = append(queue, strings.ReplaceAll(m[1], "&amp;", "&"))
			}
		}
	}
	return hits, opened
}

func (c *canaries) token(login string) string {
	c.T.Helper()
	account, ok := c.App.Directory.Login(login)
	if !ok {
		c.T.Fatalf("no account %s", login)
	}
	token, err := api.IssueToken(c.T.Context(), c.App, account.ID, c.App.Directory.PostsOf(account.ID, c.App.Today())[0].ID, access.Strong)
	if err != nil {
		c.T.Fatal(err)
	}
	return token
}

// scan looks for forbidden words in a body and its headers. What the reader asked
// for by its address is no answer, and is left out.
func scan(path string, got answer, words map[string]string) (hits []string) {
	text := got.Body + fmt.Sprint(got.Header)
	for _, part := range strings.FieldsFunc(path, func(r rune) bool { return strings.ContainsRune("/?&=", r) }) {
		if len(part) > 20 {
			text = strings.ReplaceAll(text, part, "")
		}
	}
	for word, what := range words {
		if strings.Contains(text, word) && !strings.Contains(path, word) {
			hits = append(hits, fmt.Sprintf("%s shows %s (%s)", path, what, word))
		}
	}
	return hits
}

// TestExaminersSeeNobody plants fifty people and calls everything that an examiner
// of each section and the chief examiner can reach: no name, number, telephone,
// address or id that leads to a person is found (SECURITY, T02).
func TestExaminersSeeNobody(t *testing.T) {
	t.Parallel()
	c := plant(t)
	server := c.serveBoth()
	for _, login := range []string{"examiner", "examiner_internal", "examiner_psychology", "chief_examiner"} {
		hits, opened := c.crawl(server, login, c.words)
		if opened < 500 {
			t.Errorf("%s: only %d addresses were opened", login, opened)
		}
		for _, hit := range hits[:min(10, len(hits))] {
			t.Errorf("%s: %s", login, hit)
		}
	}
	// What the sections find is seen by nobody outside: not the desk, which knows the
	// names, nor another section, nor the office.
	values := map[string]string{secretValue: "what a section found", "177.31": "a raw value"}
	for _, login := range []string{"desk", "examiner", "county_officer", "inspector"} {
		hits, _ := c.crawl(server, login, values)
		for _, hit := range hits[:min(10, len(hits))] {
			t.Errorf("%s: %s", login, hit)
		}
	}
}

// TestTheScanFinds is the control: names planted where an examiner sees them, and the
// doctor's own remark on the doctor's own sheet, are found.
func TestTheScanFinds(t *testing.T) {
	t.Parallel()
	c := plant(t)
	for _, statement := range []string{"UPDATE exam_section SET section = '金丝雀07' WHERE section = 'eyes' AND state = 'waiting'", "UPDATE exam_room SET room = '17700000009' WHERE section = 'ent'"} {
		if _, err := c.App.Store.Admin().ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	server := c.serveBoth()
	hits, _ := c.crawl(server, "examiner", c.words)
	for _, want := range []string{"/exam/section shows a name", "/r/exam_section shows a name", "/api/v1/registers/exam_section shows a name", "/queue/130102 shows a telephone", "/r/exam_section/export?format=csv shows a name"} {
		if !slices.ContainsFunc(hits, func(h string) bool { return strings.HasPrefix(h, want) }) {
			t.Errorf("not found: %s", want)
		}
	}
	own, _ := c.crawl(server, "examiner_internal", map[string]string{secretValue: "the doctor's own remark"})
	if len(own) == 0 {
		t.Error("the doctor does not find what the doctor wrote")
	}
}

// TestSectionsCannotBeJoined takes everything that two sections can read and tries to
// find which rows belong to one person: by equal values, by the order of any column,
// by beginnings, by history. With the key it is a look-up.
func TestSectionsCannotBeJoined(t *testing.T) {
	t.Parallel()
	c := plant(t)
	server := c.serveBoth()
	eyes, ent := c.rows(server, "examiner"), c.rows(server, "examiner_ent")
	truth := map[string]string{} // number of the eyes to number of the ear
	for _, a := range c.visits {
		truth[c.ExamNumber(a, "eyes")] = c.ExamNumber(a, "ent")
	}
	both := pairs(eyes, ent, truth)
	if len(both) < planted/2 {
		t.Fatalf("only %d people are visible to both", len(both))
	}
	for column := range eyes[0] {
		for _, down := range []bool{false, true} {
			// One for every value that both have is expected of chance, three or four in
			// all; an order that tells anything gives nearly all of them.
			if right := joined(eyes, ent, truth, column, down); right > len(both)/3 {
				t.Errorf("the order by %s joins %d of %d", column, right, len(both))
			}
		}
		if right := equal(eyes, ent, truth, column); right > 6 {
			t.Errorf("equal values of %s join %d of %d", column, right, len(both))
		}
	}
	screen := as(t, server.URL, "examiner").get("/queue/130102").want(t, http.StatusOK).Body
	called, waiting := 0, 0
	for _, row := range append(eyes, ent...) {
		shown := strings.Contains(screen, row["number"])
		called += map[bool]int{true: 1}[shown && row["state"] == medical.Called]
		waiting += map[bool]int{true: 1}[shown && row["state"] == medical.Waiting]
	}
	if called == 0 || waiting != 0 { // all numbers of somebody appear at the moment of their arrival
		t.Errorf("the screen in the hall shows %d called and %d waiting numbers", called, waiting)
	}
	client := as(t, server.URL, "examiner")
	for _, row := range eyes {
		body := client.get("/api/v1/registers/exam_section/130102/"+row["id"]+"?history=1", "Authorization", "Bearer "+c.token("examiner")).Body
		if strings.Contains(body, `"seq"`) || strings.Contains(body, `"at"`) {
			t.Fatalf("the history of a row tells when it was made: %s", body)
		}
		if page := client.get("/r/exam_section/130102/" + row["id"]).Body; strings.Contains(page, "发临时编号") {
			t.Fatal("the page of a row tells of the act that made it")
		}
	}
}

// rows are the section's rows as the API gives them.
func (c *canaries) rows(server *httptest.Server, login string) (out []map[string]string) {
	c.T.Helper()
	var page struct {
		Records []map[string]any `json:"records"`
	}
	got := as(c.T, server.URL, login).get("/api/v1/registers/exam_section?limit=200", "Authorization", "Bearer "+c.token(login))
	if err := json.Unmarshal([]byte(got.Body), &page); err != nil {
		c.T.Fatal(err, got.Body)
	}
	for _, r := range page.Records {
		row := map[string]string{}
		for k, v := range r {
			row[k] = fmt.Sprint(v)
		}
		out = append(out, row)
	}
	return out
}

func pairs(a, b []map[string]string, truth map[string]string) (out []string) {
	for _, x := range a {
		if slices.ContainsFunc(b, func(y map[string]string) bool { return y["number"] == truth[x["number"]] }) {
			out = append(out, x["number"])
		}
	}
	return out
}

// joined sorts both sections by a column and pairs the n-th with the n-th.
func joined(a, b []map[string]string, truth map[string]string, column string, down bool) (right int) {
	order := func(rows []map[string]string) []map[string]string {
		out := slices.Clone(rows)
		slices.SortStableFunc(out, func(x, y map[string]string) int { return strings.Compare(x[column], y[column]) })
		if down {
			slices.Reverse(out)
		}
		return out
	}
	x, y := order(a), order(b)
	for i := range min(len(x), len(y)) {
		if truth[x[i]["number"]] == y[i]["number"] {
			right++
		}
	}
	return right
}

// equal pairs rows whose value of a column is found once in each section.
func equal(a, b []map[string]string, truth map[string]string, column string) (right int) {
	for _, x := range a {
		same := slices.DeleteFunc(slices.Clone(b), func(y map[string]string) bool { return y[column] != x[column] })
		if len(same) == 1 && truth[x["number"]] == same[0]["number"] {
			right++
		}
	}
	return right
}
