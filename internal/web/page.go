package web

import (
	"net/url"
	"strconv"
	"time"

	"muster/internal/frame/access"
	"muster/internal/frame/clock"
	"muster/internal/frame/i18n"
	"muster/internal/insight/radar/records"
	"muster/internal/office/role"
	"muster/internal/office/signin"
)

// page is what every page knows: its reader's language, its title, the way
// around. It belongs to one request and is never shared.
type page struct {
	Lang   i18n.Lang
	Title  i18n.Text
	Here   string // path and query of the page, for the change of language
	User   string
	Post   i18n.Text
	Nav    []navItem
	Demo   bool
	Signed bool
	Notice *notice
	zone   *time.Location
}

// navItem is one way of the menu.
type navItem struct {
	Href    string
	Label   i18n.Text
	Current bool
}

// notice is what has just been done.
type notice struct {
	Text i18n.Text
	Wait bool // it waits for somebody else
}

// page builds the common part of a page.
func (q *request) page(title i18n.Text) *page {
	p := &page{Lang: q.lang, Title: title, Here: q.back(), Demo: q.s.App.Demo, zone: q.s.App.Pack.Zone()}
	if q.session.Account == "" {
		return p
	}
	p.Signed, p.User = true, q.account.Name
	if q.session.Post == signin.NoPost || q.actor.Role == "" {
		return p
	}
	p.Post = roleLabel(q.actor.Role)
	if !q.citizen() {
		p.Post = p.Post.And(i18n.Same(" · " + q.s.App.Road.Tree().Name(q.actor.Unit)))
	}
	p.Nav = q.nav()
	return p
}

func (q *request) nav() []navItem {
	items := []navItem{{Href: "/", Label: i18n.T("工作台", "Worklist")}, {Href: "/r", Label: i18n.T("登记簿", "Registers")},
		{Href: "/insight/funnel", Label: i18n.T("征集进展", "Progress")}}
	if examRoles[q.actor.Role] != "" {
		items = append([]navItem{{Href: examRoles[q.actor.Role], Label: i18n.T("体检日", "Exam day")}}, items...)
	}
	if q.citizen() {
		items = []navItem{{Href: "/me", Label: i18n.T("我的事项", "My matters")}}
	}
	items = append(items, q.gateNav()...)
	if q.s.App.Demo {
		items = append(items, navItem{Href: "/demo/notices", Label: i18n.T("演示通知", "Demo notices")})
	}
	for i := range items {
		items[i].Current = items[i].Href == q.URL.Path
	}
	return items
}

// gateNav are the pages of the gates that the reader's post works at.
func (q *request) gateNav() (out []navItem) {
	switch q.actor.Role {
	case role.Reviewer, role.VettingMember, role.VettingChair, role.Receiver:
		out = append(out, navItem{Href: "/vetting", Label: i18n.T("政治考核", "Vetting")})
	case role.CountyOfficer:
		out = append(out, navItem{Href: "/vetting", Label: i18n.T("政治考核", "Vetting")}, navItem{Href: "/integrity/report", Label: i18n.T("今日收尾", "End of the day")})
	case role.Inspector, role.Supervisor:
		out = append(out, navItem{Href: "/integrity", Label: i18n.T("廉洁监督", "Integrity")})
	}
	if q.watchesRegistration() {
		out = append(out, navItem{Href: "/registration/progress", Label: registrationTitle})
	}
	if records.PurposeOf(q.actor.Role) != "" {
		out = append(out, navItem{Href: "/insight/radar", Label: radarTitle})
	}
	return out
}

// T reads a text in the language of the page.
func (p *page) T(t i18n.Text) string { return t.In(p.Lang) }

// HTMLLang is the language tag of the page.
func (p *page) HTMLLang() string {
	if p.Lang == i18n.ZH {
		return "zh-CN"
	}
	return string(p.Lang)
}

// Others are the languages to which the page can be changed.
func (p *page) Others() (out []i18n.Lang) {
	for _, l := range i18n.Langs {
		if l != p.Lang {
			out = append(out, l)
		}
	}
	return out
}

// langNames are the languages in their own words.
var langNames = map[i18n.Lang]string{i18n.ZH: "中文", i18n.EN: "English"}

func (p *page) langLink(l i18n.Lang) string {
	return "/lang?" + url.Values{"to": {string(l)}, "back": {p.Here}}.Encode()
}

// When renders an instant in the zone of the installation.
func (p *page) When(i clock.Instant) string {
	if i == 0 {
		return ""
	}
	return i.Time().In(p.zone).Format("2006-01-02 15:04")
}

// number renders a count with thin groups of three.
func number[N int | int64](n N) string {
	text := strconv.FormatInt(int64(n), 10)
	for i := len(text) - 3; i > 0 && text[i-1] != '-'; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

func roleLabel(r access.Role) i18n.Text {
	if t, ok := role.Labels[r]; ok {
		return t
	}
	return i18n.Same(string(r))
}

func purposeLabel(p string) i18n.Text {
	if t, ok := role.Purposes[access.Purpose(p)]; ok {
		return t
	}
	return i18n.Same(p)
}
