package web_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"mime/multipart"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"muster/internal/web/webtest"
)

var (
	rowLink = regexp.MustCompile(`<a href="/r/application/\d+/([0-9a-z]{26})"`)
	total   = regexp.MustCompile(`共 (\d+) 条`)
	figures = regexp.MustCompile(`<a class="figure" href="([^"]*)"[^>]*> ?<span class="figure-value">(\d+)`)
)

// TestListCountExportAgree compares what the channels show for several posts
// and conditions (SECURITY, T20).
func TestListCountExportAgree(t *testing.T) {
	t.Parallel()
	b := webtest.New(t).Season()
	server := serve(t, b)
	for _, login := range []string{"county_officer", "clerk", "desk", "selector"} {
		browser := as(t, server.URL, login)
		for _, query := range []string{"", "state=applied", "sex=male&state=physical_pass", "q=测试1", "within=130102001002", "reach=03_examined&reach=04_physical_pass&sort=name"} {
			page := browser.get("/r/application?"+query).want(t, http.StatusOK)
			var listed []string
			for _, m := range rowLink.FindAllStringSubmatch(page.Body, -1) {
				listed = append(listed, m[1])
			}
			rows, err := csv.NewReader(strings.NewReader(browser.get("/r/application/export?format=csv&"+query).want(t, http.StatusOK).Body)).ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			at, exported := slices.Index(rows[0], "id"), []string(nil)
			for _, row := range rows[1:] {
				exported = append(exported, row[at])
			}
			lines := strings.Count(browser.get("/r/application/export?format=jsonl&"+query).want(t, http.StatusOK).Body, "\n")
			count := total.FindStringSubmatch(page.Body)[1]
			if !slices.Equal(listed, exported) || fmt.Sprint(len(listed)) != count || lines != len(listed) {
				t.Errorf("%s %q: %d listed, %s counted, %d exported, %d JSON lines", login, query, len(listed), count, len(exported), lines)
			}
		}
	}
}

// TestWorklistCountsWhatItsListsShow follows every figure of a worklist.
func TestWorklistCountsWhatItsListsShow(t *testing.T) {
	t.Parallel()
	b := webtest.New(t).Season()
	server := serve(t, b)
	for _, login := range []string{"county_officer", "clerk", "desk", "chief_examiner", "appeals_officer", "quota_approver"} {
		browser := as(t, server.URL, login)
		found := figures.FindAllStringSubmatch(browser.get("/").want(t, http.StatusOK).Body, -1)
		if len(found) == 0 {
			t.Errorf("%s: no figures", login)
		}
		for _, m := range found {
			page := browser.get(strings.ReplaceAll(m[1], "&amp;", "&")).want(t, http.StatusOK)
			if got := total.FindStringSubmatch(page.Body)[1]; got != m[2] {
				t.Errorf("%s: %s says %s, its list has %s", login, m[1], m[2], got)
			}
		}
	}
}

// upload posts a file to an import.
func (b *browser) upload(path, name, content string, dry bool) answer {
	b.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	if dry {
		_ = w.WriteField("dry", "true") // a buffer never fails
	}
	file, err := w.CreateFormFile("file", name)
	if err != nil {
		b.t.Fatal(err)
	}
	_, _ = file.Write([]byte(content))
	_ = w.Close()
	return b.send(http.MethodPost, path, w.FormDataContentType(), &body)
}

func TestImport(t *testing.T) {
	t.Parallel()
	b := webtest.New(t).Season()
	browser := as(t, serve(t, b).URL, "county_registrar")
	const file = "身份证号,姓名,出生日期,性别,单位代码\n" +
		"130102200803091012,好行一,2008-03-09,男,130102001001\n" +
		"130102200803091013,坏行二,2008-13-09,男,130102001001\n" +
		"130102200803091014,坏行三,2008-03-09,男,999999\n"
	good := strings.Split(file, "\n")
	good[1] = strings.Replace(good[1], "130102200803091012", b.Number(101), 1)
	upload := strings.Join(good, "\n")
	before := counted(t, b)["fact"]
	dry := browser.upload("/r/person/import", "人员.csv", upload, true).want(t, http.StatusOK)
	if !strings.Contains(text(dry.Body), "共 3 行,1 行通过") || counted(t, b)["fact"] != before {
		t.Fatalf("the dry run says:\n%s", text(dry.Body))
	}
	done := browser.upload("/r/person/import", "人员.csv", upload, false).want(t, http.StatusOK)
	for _, want := range []string{"共 3 行,1 行通过", "2 行有误", "birth_date", "date.malformed"} {
		if !strings.Contains(text(done.Body), want) {
			t.Errorf("the report lacks %s:\n%s", want, text(done.Body))
		}
	}
	report, err := csv.NewReader(strings.NewReader(browser.get("/r/person/import/report").want(t, http.StatusOK).Body)).ReadAll()
	if err != nil || !slices.Equal(report[0], []string{"row", "column", "code", "message"}) || report[1][0] != "3" || report[2][0] != "4" {
		t.Errorf("report %v, %v", report, err)
	}
	again := browser.upload("/r/person/import", "人员.csv", upload, false).want(t, http.StatusOK)
	if !strings.Contains(text(again.Body), "0 行通过,1 行此前已导入") {
		t.Errorf("the repeat says:\n%s", text(again.Body))
	}
	wrong := browser.upload("/r/person/import", "x.csv", "姓名,无此列\n", false).want(t, http.StatusUnprocessableEntity)
	if !strings.Contains(text(wrong.Body), "x.csv:1") || !strings.Contains(wrong.Body, "无此列") {
		t.Errorf("a wrong header says:\n%s", text(wrong.Body))
	}
}
