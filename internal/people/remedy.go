package people

import (
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/i18n"
	"muster/internal/frame/outbox"
	"muster/internal/frame/policy"
)

// Remedies are the remedies that the law gives against what somebody is told on a day,
// each with its last day, as the pack counts them (reconsideration, lawsuit). They are asked
// for elsewhere, so that no outage of ours lengthens them.
func Remedies(view *policy.View, told clock.Date) (i18n.Text, error) {
	reconsider, err := view.Due("reconsideration", told)
	if err != nil {
		return i18n.Text{}, err
	}
	sue, err := view.Due("lawsuit", told)
	return i18n.T("您仍可依法在 {reconsider} 前申请行政复议,或在 {sue} 前提起行政诉讼。",
		" The statutory remedies stay open to you: administrative reconsideration until {reconsider}, a lawsuit until {sue}.").With("reconsider", reconsider, "sue", sue), err
}

// Discreet is what a short message says instead of a reason: others read phones, and a
// reason may tell of somebody's body or family. The offices can open an account
// (account.enrol); they cannot open a sealed reason.
var Discreet = i18n.T("理由和依据请登录本人页面查看;没有账号的,可持身份证件到村(社区)或县(市、区)征兵办当场开通;短信不写明。",
	"The reason and its article stand on your page; if you have no account, have one opened with your identity card at your village or county office. A message does not say them.")

// TellDiscreetly tells a person the whole on their page, and by short message only that
// there is something to be read, and what is said of it openly.
func TellDiscreetly(w *act.Work, p *Person, subject, page, openly i18n.Text) {
	TellDiscreetlyAs(w, p, subject, subject, page, openly)
}

// TellDiscreetlyAs is TellDiscreetly with another subject for the short message, where the
// subject itself would say too much.
func TellDiscreetlyAs(w *act.Work, p *Person, subject, open, page, openly i18n.Text) {
	message := Tell(p, outbox.SMS, open, Discreet.And(openly))
	if w.Notify(Tell(p, outbox.Page, subject, page)); message.Channel == outbox.SMS { // who has no number is not told twice
		w.Notify(message)
	}
}
