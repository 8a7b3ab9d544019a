package web_test

import (
	"bytes"
	"fmt"
	"image/png"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/field"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
	"muster/internal/insight/trend"
	"muster/internal/intake/cases"
	"muster/internal/office/role"
	"muster/internal/web/webtest"
)

// TestFiguresEqualCountsOverAnExport counts every figure of the file again, one by
// one, over an export of the cases: for several units, conditions and roles. Whoever
// may open all cases sees every count; a leader sees no small one. Every count of
// the file that is shown is on the page.
func TestFiguresEqualCountsOverAnExport(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	b.Years()
	b.Actor(role.CountyOfficer)
	b.Actor(role.Leader)
	b.WithPasswords()
	all := everyCase(t, b)
	server := serve(t, b)
	for _, who := range []access.Role{role.CountyOfficer, role.Leader} {
		reader := open(t, server.URL)
		reader.post("/signin", url.Values{"login": {webtest.Login(who)}, "password": {webtest.Password}}).want(t, http.StatusSeeOther)
		for _, at := range []unit.Code{webtest.Province, webtest.County, webtest.Township} {
			if who == role.CountyOfficer && at == webtest.Province {
				continue
			}
			for i, query := range []string{"by=education", "by=target&sex=male", "by=graduate&from=2&to=3", "by=applies_at&education=bachelor&from=1&to=7", "by=sex&applies_at=household", "by=priority", ""} {
				if i%2 == 1 && at == webtest.Township && who == role.Leader {
					continue
				}
				if conditions := slices.ContainsFunc([]string{"&sex=", "&education=", "&applies_at="}, func(c string) bool { return strings.Contains(query, c) }); conditions && who == role.Leader {
					reader.get("/insight/trend?"+query+"&unit="+string(at)).want(t, http.StatusForbidden)
					query, _, _ = strings.Cut(query, "&")
				}
				query += "&unit=" + string(at)
				page := reader.get("/insight/trend?"+query).want(t, http.StatusOK).Body + reader.get("/insight/funnel?"+query).want(t, http.StatusOK).Body
				rows := workbook(t, reader.get("/insight/trend/export?format=xlsx&"+query).want(t, http.StatusOK).Body)
				values, _ := url.ParseQuery(query)
				recount{t, b, all, at, values, who}.compare(rows, page)
			}
		}
	}
}

func everyCase(t *testing.T, b *webtest.Bench) (out []*cases.Case) {
	t.Helper()
	look := act.Look{Table: cases.Table, Grants: []access.Grant{role.Grant(role.Leader, role.Intake)}, Actor: b.Actor(role.Leader), Purpose: role.Intake, Via: "export"}
	if err := b.App.Road.Export(t.Context(), look, record.Query{}, func(r record.Record) error {
		if c := r.(*cases.Case); c.State != record.Void {
			out = append(out, c)
		}
		return nil
	}); err != nil || len(out) < 900 {
		t.Fatalf("%d cases, %v", len(out), err)
	}
	return out
}

// workbook reads the rows of a file, by the names of its columns.
func workbook(t *testing.T, body string) (out []map[string]string) {
	t.Helper()
	file, err := excelize.OpenReader(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := file.GetRows(file.GetSheetName(0))
	if err != nil || len(rows) < 2 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for _, row := range rows[1:] {
		m := map[string]string{}
		for i, cell := range row {
			m[rows[0][i]] = strings.TrimPrefix(cell, "'")
		}
		out = append(out, m)
	}
	return out
}

// recount counts what a file says again, in its own way.
type recount struct {
	t     *testing.T
	b     *webtest.Bench
	all   []*cases.Case
	at    unit.Code
	query url.Values
	who   access.Role
}

const (
	numerator   = "分子(到达终点)"
	denominator = "分母(到达起点)"
)

func (r recount) compare(rows []map[string]string, page string) {
	r.t.Helper()
	shown, hidden := 0, 0
	for _, row := range rows {
		if row["口径"] != "rates/6" || row["截至"] == "" || row["政策包"] == "" || row["统计范围"] != r.b.App.Road.Tree().Name(r.at) {
			r.t.Fatalf("a figure that does not say where it is from: %v", row)
		}
		if row["表"] == trend.ChangeTable {
			continue
		}
		for column, point := range map[string]string{numerator: row["终点"], denominator: row["起点"]} {
			if point == "" {
				continue
			}
			want, text := r.count(row, point), row[column]
			switch {
			case text == "·":
				hidden++
			case text != strconv.Itoa(want):
				r.t.Errorf("%s %v: %v %s is %s, an export has %d", r.at, r.query, row, column, text, want)
			case r.who == role.Leader && want > 0 && want < 5:
				r.t.Errorf("%s %v: a leader is shown %d in %v", r.at, r.query, want, row)
			case !strings.Contains(page, ">"+text+"<") && !strings.Contains(page, text):
				r.t.Errorf("%s %v: the pages lack %s of %v", r.at, r.query, text, row)
			default:
				shown++
			}
		}
	}
	if shown == 0 || r.who == role.CountyOfficer && hidden > 0 || r.who == role.Leader && r.query.Get("by") != "" && hidden == 0 {
		r.t.Errorf("%s %s %v: %d shown, %d hidden", r.who, r.at, r.query, shown, hidden)
	}
	r.parts(rows)
}

// parts adds up what the change is divided into.
func (r recount) parts(rows []map[string]string) {
	sum, n := 0, 0
	for _, row := range rows {
		if row["表"] == trend.ChangeTable {
			by, err := strconv.Atoi(row[numerator])
			if err != nil {
				r.t.Fatal(err)
			}
			sum, n = sum+by, n+1
		}
	}
	to := trend.Goal
	if text := r.query.Get("to"); text != "" {
		to, _ = strconv.Atoi(text)
	}
	point := trend.Points()[to].ZH
	want := r.count(map[string]string{"表": trend.TrendTable, "批次": "2026年下半年"}, point) - r.count(map[string]string{"表": trend.TrendTable, "批次": "2025年下半年"}, point)
	if n == 0 && r.who == role.Leader {
		return // a count on the way is hidden
	}
	if n != to+1 || sum != want {
		r.t.Errorf("%s %v: %d parts make %d, the change is %d", r.at, r.query, n, sum, want)
	}
}

// count goes through the cases one by one.
func (r recount) count(row map[string]string, point string) (n int) {
	r.t.Helper()
	tree, names := r.b.App.Road.Tree(), r.intakes()
	within := tree.Scope(r.at)
	if row["表"] == trend.UnitTable {
		for _, child := range tree.Children(r.at) {
			if child.Name == row["单位"] {
				within = tree.Scope(child.Code)
			}
		}
	}
	reach := slices.IndexFunc(cases.Reach("").Options(), func(o field.Option) bool { return o.Label.ZH == point })
	for _, c := range r.all {
		fields := map[string]string{"sex": string(c.Sex), "education": string(c.Education), "applies_at": string(c.AppliesAt), "priority": c.Priority}
		ok := slices.ContainsFunc(within, func(p unit.Range) bool { return p.Contains(c.Place) }) && slices.IndexFunc(cases.Reach("").Options(), func(o field.Option) bool { return o.Value == string(c.Reach) }) >= reach
		for name, value := range fields {
			ok = ok && (r.query.Get(name) == "" || r.query.Get(name) == value)
		}
		if ok && (row["批次"] == "" || names[c.Cycle] == row["批次"]) && r.grouped(row["分组"], c) {
			n++
		}
	}
	return n
}

// grouped says in words of its own who belongs to a group.
func (r recount) grouped(group string, c *cases.Case) bool {
	higher := slices.Contains([]string{"junior_college", "bachelor", "master", "doctor"}, string(c.Education))
	known := map[string]bool{"": true, "全部": true, "男": c.Sex == "male", "女": c.Sex == "female", "大学毕业生": higher, "大学毕业生(大专以上)": higher, "其他学历": !higher,
		"初中": c.Education == "junior_middle", "高中": c.Education == "senior_high", "中职": c.Education == "vocational", "大专": c.Education == "junior_college",
		"本科": c.Education == "bachelor", "硕士": c.Education == "master", "博士": c.Education == "doctor", "研究生": c.Education == "master" || c.Education == "doctor",
		"户籍所在地": c.AppliesAt == "household", "经常居住地": c.AppliesAt == "residence", "就读学校所在地": c.AppliesAt == "campus",
		"普通高校毕业生优先": c.Priority == "graduate", "法定优先对象": c.Priority == "statutory"}
	if group == "未填或无" {
		return r.query.Get("by") == "education" && c.Education == "" || r.query.Get("by") == "priority" && c.Priority == ""
	}
	in, ok := known[group]
	if !ok {
		r.t.Fatalf("a group that nobody knows: %s", group)
	}
	return in
}

func (r recount) intakes() map[ident.ID]string {
	list, err := trend.Intakes(r.t.Context(), r.b.App.Store)
	if err != nil {
		r.t.Fatal(err)
	}
	out := map[ident.ID]string{}
	for _, i := range list {
		out[i.ID] = i.Name
	}
	return out
}

// TestRecordsBehindAFigure: the list behind a count has as many cases as it says, for
// every link of the two pages.
func TestRecordsBehindAFigure(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	intakes := b.Years()
	b.Actor(role.CountyOfficer)
	b.Actor(role.Leader)
	b.WithPasswords()
	server := serve(t, b)
	officer := open(t, server.URL)
	officer.post("/signin", url.Values{"login": {webtest.Login(role.CountyOfficer)}, "password": {webtest.Password}}).want(t, http.StatusSeeOther)
	links, lost := map[string]string{}, 0
	for _, path := range []string{"/insight/funnel?by=graduate", "/insight/trend?by=priority&sex=male&cycle=" + string(intakes[1])} {
		for rest := officer.get(path).want(t, http.StatusOK).Body; ; {
			_, after, found := strings.Cut(rest, `<a href="/r/application?`)
			if !found {
				break
			}
			href, text, _ := strings.Cut(after, `">`)
			text, rest, _ = strings.Cut(text, "<")
			if strings.HasPrefix(text, "−") {
				lost++
			}
			links[strings.ReplaceAll(href, "&amp;", "&")] = strings.TrimPrefix(strings.ReplaceAll(text, ",", ""), "−")
		}
	}
	if len(links) < 40 || lost < 3 {
		t.Fatalf("%d links, %d to those lost between two points", len(links), lost)
	}
	for i, href := range slices.Sorted(maps.Keys(links)) {
		if i%4 != 0 {
			continue
		}
		if body := officer.get("/r/application?"+href).want(t, http.StatusOK).Body; !strings.Contains(body, fmt.Sprintf("共 %s 条", links[href])) {
			t.Errorf("%s does not have %s records", href, links[href])
		}
	}
}

// TestAPostOfOneGateIsLedToItsOwnRecords: a receiving officer opens cases from the
// approval on. The counts lead to those and say so; where there is none of them, a
// count leads nowhere.
func TestAPostOfOneGateIsLedToItsOwnRecords(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	b.Years()
	b.Actor(role.Receiver)
	b.Actor(role.Leader)
	b.WithPasswords()
	server := serve(t, b)
	for who, want := range map[access.Role]bool{role.Receiver: true, role.Leader: false} {
		reader := open(t, server.URL)
		reader.post("/signin", url.Values{"login": {webtest.Login(who)}, "password": {webtest.Password}}).want(t, http.StatusSeeOther)
		page := reader.get("/insight/funnel?unit="+string(webtest.County)).want(t, http.StatusOK).Body + reader.get("/insight/trend?unit="+string(webtest.County)).want(t, http.StatusOK).Body
		if said := strings.Contains(page, "只列出您的岗位可以查阅的档案"); said != want {
			t.Errorf("%s is told that lists may be shorter: %v", who, said)
		}
		links := 0
		for _, part := range strings.Split(page, `<a href="/r/application?`)[1:] {
			href, _, _ := strings.Cut(part, `"`)
			if list := reader.get("/r/application?"+strings.ReplaceAll(href, "&amp;", "&")).want(t, http.StatusOK).Body; strings.Contains(list, "共 0 条") {
				t.Errorf("%s is led to an empty list by %s", who, href)
			}
			links++
		}
		if (links > 0) != want {
			t.Errorf("%s has %d links", who, links)
		}
	}
}

// TestPicturesAndRefusals: the pictures are pictures; what is no figure is refused.
func TestPicturesAndRefusals(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	b.Years()
	b.Actor(role.CountyOfficer)
	b.Actor(role.Leader)
	b.WithPasswords()
	server := serve(t, b)
	leader := open(t, server.URL)
	leader.post("/signin", url.Values{"login": {webtest.Login(role.Leader)}, "password": {webtest.Password}}).want(t, http.StatusSeeOther)
	for _, name := range []string{"funnel", "map", "trend"} {
		body := leader.get("/insight/trend/export?format=png&by=sex&picture="+name).want(t, http.StatusOK).Body
		if _, err := png.Decode(bytes.NewReader([]byte(body))); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if body := leader.get("/insight/trend/export?format=svg&picture="+name).want(t, http.StatusOK).Body; !strings.Contains(body, "rates/6") || !strings.Contains(body, "河北省") {
			t.Errorf("%s does not say what it is of", name)
		}
	}
	for query, status := range map[string]int{"format=gif": 422, "format=png&picture=cat": 422, "format=xlsx&by=name": 422, "format=csv&from=4&to=4": 422, "format=csv&from=0&to=99": 422,
		"format=csv&cycle=nowhere": 422, "format=csv&education=nonsense": 422, "format=csv&unit=99": 404} {
		leader.get("/insight/trend/export?"+query).want(t, status)
	}
	citizen := open(t, server.URL)
	citizen.get("/insight/trend").want(t, http.StatusSeeOther)
}
