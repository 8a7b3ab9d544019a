package web

import (
	"testing"

	"muster/internal/frame/i18n"
	"muster/internal/frame/outbox"
	"muster/internal/people"
)

// TestAPointerIsNoSecondNotice: a short message that leads to the page is shown there once,
// with what it leads to; one of another instant, or whose page notice is not there, stands
// for itself.
func TestAPointerIsNoSecondNotice(t *testing.T) {
	t.Parallel()
	how := i18n.T("可在 2026-08-10 前申请复核。", " Ask for a review until 2026-08-10.")
	page := outbox.Notice{Made: 2, Channel: outbox.Page, Subject: i18n.T("未通过", "Not passed"), Body: i18n.T("理由。", "Reason.").And(how)}
	sms := outbox.Notice{Made: 2, Channel: outbox.SMS, Subject: i18n.T("有结论", "A result"), Body: people.Discreet.And(how)}
	alone := sms
	alone.Made = 1
	for _, list := range [][]outbox.Notice{{page, sms, alone}, {sms, page, alone}} {
		got := together(list)
		if len(got) != 2 || got[0].Body != page.Body || len(got[0].Channels) != 2 || got[1].Made != 1 || len(got[1].Channels) != 1 {
			t.Errorf("%d notices, the first %v by %d ways", len(got), got[0].Body, len(got[0].Channels))
		}
	}
}
