package web

import (
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/frame/outbox"
)

// demoNotices shows what would have been sent. It is there only where all people
// are synthetic.
func (s *server) demoNotices(q *request) error {
	if !s.App.Demo {
		return fault.New(fault.Unknown, "page.unknown", "没有这个页面。", "There is no such page.")
	}
	list, err := outbox.Newest(q.Context(), s.App.Store)
	if err != nil {
		return err
	}
	return q.show(demoPage(q.page(i18n.T("演示通知", "Demo notices")), list))
}

// channels are the ways of notices, for people.
var channels = map[outbox.Channel]i18n.Text{outbox.Page: i18n.T("本人页面", "own page"), outbox.SMS: i18n.T("短信", "SMS"), outbox.Mail: i18n.T("邮件", "mail")}
