package docs_test

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"testing"

	"muster/internal/frame/docs"
	"muster/internal/frame/i18n"
)

var pages = regexp.MustCompile(`/Type /Page\b[^s]`)

// TestPrint: papers come out as PDF, each on pages of its own; a long table
// breaks pages; what the font lacks is named.
func TestPrint(t *testing.T) {
	t.Parallel()
	rows := make([][]string, 120)
	for i := range rows {
		rows[i] = []string{"张*", strings.Repeat("长安区建北街道 ", 5), "1"}
	}
	short := docs.Paper{Title: i18n.T("兵役登记证明", "Certificate"), Issuer: "长安区", Number: "2026-1", Foot: i18n.T("页脚", "foot"),
		Parts: []docs.Part{docs.Facts{{Label: i18n.T("姓名", "Name"), Value: "甲一"}}, docs.Words{Heading: i18n.T("说明", "Words"), Lines: []i18n.Text{
			i18n.T(strings.Repeat("依法登记", 60), strings.Repeat("registered under the law ", 40))}}, docs.Signatures{i18n.T("登记机关(章)", "Office (seal)")}},
		Code: "muster/certificate/v1\nkind test\n", About: i18n.T("扫码核验", "scan to check")}
	long := docs.Paper{Title: i18n.T("名册", "Roster"), Parts: []docs.Part{docs.Table{Head: []i18n.Text{i18n.T("姓名", "Name"), i18n.T("单位", "Unit"), i18n.T("名次", "Rank")},
		Widths: []float64{1, 3, 1}, Rows: rows}}}
	for _, lang := range []i18n.Lang{i18n.ZH, i18n.EN} {
		var out bytes.Buffer
		lacking, err := docs.Print(&out, lang, short, long)
		if err != nil {
			t.Fatal(err)
		}
		if len(lacking) != 0 {
			t.Errorf("the font lacks %q", string(lacking))
		}
		if n := len(pages.FindAll(out.Bytes(), -1)); !bytes.HasPrefix(out.Bytes(), []byte("%PDF-")) || n < 3 || n > 8 {
			t.Errorf("%s: %d pages", lang, n)
		}
	}
	var out bytes.Buffer
	lacking, err := docs.Print(&out, i18n.ZH, docs.Paper{Title: i18n.Same("甲\U0002B7FC")})
	if err != nil || !slices.Contains(lacking, '\U0002B7FC') {
		t.Errorf("a character that the font lacks is not named: %q, %v", string(lacking), err)
	}
}

func TestCodeIsLargeEnoughToScan(t *testing.T) {
	t.Parallel()
	picture, err := docs.Code(strings.Repeat("muster/certificate/v1 ", 25))
	if err != nil {
		t.Fatal(err)
	}
	if w := picture.Bounds().Dx(); w < 300 || w != picture.Bounds().Dy() {
		t.Errorf("the code is %d pixels wide", w)
	}
}
