package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"muster/internal/intake/cases"
	"muster/internal/web/webtest"
)

// TestReviewIsOfferedInTime: a result can be contested until its last day, and the own
// page says so until then and what is left afterwards. Whose approval was cancelled
// stopped at the dispatch.
func TestReviewIsOfferedInTime(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	b.InEveryState()
	base := serve(t, b).URL
	const ask, ended = "application.ask_review", "申请复核的期限已于"
	page := func(state string) string { return as(t, base, state).get("/me").want(t, http.StatusOK).Body }
	for range 8 { // the last day is the seventh
		if body := page(cases.Cancelled); !strings.Contains(body, ask) || strings.Contains(body, ended) {
			t.Fatalf("on %s no review is offered", b.App.Today())
		}
		b.Clock.Advance(24 * time.Hour)
	}
	body := page(cases.Cancelled)
	if strings.Contains(body, ask) || !strings.Contains(body, ended) {
		t.Error("a review is offered after its last day")
	}
	if before, _, _ := strings.Cut(body, "未通过或已停止"); strings.Count(before, "已通过") < 4 {
		t.Error("the approved case stopped before the dispatch")
	}
}
