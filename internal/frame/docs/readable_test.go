package docs_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"muster/internal/frame/docs"
	"muster/internal/frame/docs/docstest"
	"muster/internal/frame/i18n"
)

// TestPrintedCodesAreRead reads the codes of papers from the PDF itself: a short
// one, one in Chinese, one as long as a certificate with its proof.
func TestPrintedCodesAreRead(t *testing.T) {
	t.Parallel()
	want := []string{"muster:form 2026-1", "muster/certificate/v1\nname 王伟\nconclusion 应服兵役\n", "muster/certificate/v1\n" + strings.Repeat("Zm9vYmFy+/", 50) + "\n"}
	var papers []docs.Paper
	for _, code := range want {
		papers = append(papers, docs.Paper{Title: i18n.T("证明", "Certificate"), Code: code, About: i18n.T("扫码核验", "scan to check")})
	}
	var out bytes.Buffer
	if _, err := docs.Print(&out, i18n.ZH, papers...); err != nil {
		t.Fatal(err)
	}
	if got := docstest.Read(t, out.Bytes()); !slices.Equal(got, want) {
		t.Errorf("read %q", got)
	}
}
