package web

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/boombuler/barcode/qr"

	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/frame/unit"
	"muster/internal/intake/tips"
)

// The pages of the tip line (SECURITY, 3.9): no sign-in, no cookie, no script.
// They ask the reader's language of the address, not of a cookie, and log nothing.

// tipData is what the first page of the tip line shows: the way down the office
// tree, or the form about one office.
type tipData struct {
	Path   []linkTo // from the root to here
	Here   string
	About  unit.Code // the form is about this office; empty while one is chosen
	This   string    // the way to the form about the office that is shown
	Below  []linkTo
	Nonce  string
	Names  string
	Text   string
	Fault  *fault.Fault
	Closed bool
}

// tipping serves a page of the tip line.
func (s *server) tipping(h handler) handler {
	return func(q *request) error {
		h0 := q.w.Header()
		h0.Set("Referrer-Policy", "no-referrer")
		h0.Set("X-Robots-Tag", "noindex, nofollow, noarchive")
		if err := q.ParseForm(); err != nil {
			return unreadable(err)
		}
		if lang, ok := i18n.Parse(q.FormValue("lang")); ok {
			q.lang = lang
		}
		return h(q)
	}
}

// tipPath is a page of the tip line in the reader's language.
func (q *request) tipPath(path string, pairs ...string) string {
	v := url.Values{"lang": {string(q.lang)}}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return path + "?" + v.Encode()
}

// tipIn is the page that is shown, in another language: what was chosen stays chosen. A
// page that answers what was sent has none: a receipt, shown once, would be gone.
func (q *request) tipIn(l i18n.Lang) string {
	v := url.Values{"lang": {string(l)}}
	for _, name := range []string{"about", "at"} {
		if said := q.URL.Query().Get(name); said != "" {
			v.Set(name, said)
		}
	}
	return q.URL.Path + "?" + v.Encode()
}

func (q *request) tipPage(title i18n.Text) *page {
	p := &page{Lang: q.lang, Title: title, Demo: q.s.App.Demo, zone: q.s.App.Pack.Zone(), Here: q.URL.Path}
	return p
}

var tipTitle = i18n.T("匿名举报", "Tell the inspectors, without your name")

func (s *server) tipForm(q *request) error {
	d := tipData{Nonce: s.nonces.issue(s.App.Clock.Now())}
	return q.show(tipPage(q, q.tipPage(tipTitle), q.choose(d)))
}

// choose fills in where in the office tree the reader is.
func (q *request) choose(d tipData) tipData {
	tree := q.s.App.Road.Tree()
	root := tree.Root()
	if root == nil {
		d.Closed = true
		return d
	}
	at, known := tree.Get(unit.Code(q.FormValue("about")))
	if known {
		d.About = at.Code
	} else if at, known = tree.Get(unit.Code(q.FormValue("at"))); !known {
		at = root
	}
	d.Here = at.Name
	up := tree.Up(at.Code)
	for i := len(up) - 1; i >= 0; i-- {
		d.Path = append(d.Path, linkTo{q.tipPath("/tip", "at", string(up[i].Code)), i18n.Same(up[i].Name)})
	}
	if d.About != "" {
		return d
	}
	d.This = q.tipPath("/tip", "about", string(at.Code))
	for _, child := range tree.Children(at.Code) {
		if child.On(q.s.App.Today()) {
			d.Below = append(d.Below, linkTo{q.tipPath("/tip", "at", string(child.Code)), i18n.Same(child.Name)})
		}
	}
	return d
}

// receiptData is what is shown once, and never again.
type receiptData struct {
	Receipt string
	From    clock.Date // the day from which an answer may be there
}

// tipSend takes a report and shows its receipt.
func (s *server) tipSend(q *request) error {
	d := tipData{Names: q.PostFormValue("names"), Text: q.PostFormValue("text")}
	report := tips.Report{About: unit.Code(q.PostFormValue("about")), Names: d.Names, Text: d.Text}
	err := s.nonces.take(q.PostFormValue("nonce"), s.App.Clock.Now())
	var receipt tips.Receipt
	if err == nil {
		receipt, err = s.App.Tips.Send(q.Context(), report)
	}
	if err == nil {
		return q.show(tipReceiptPage(q, q.tipPage(i18n.T("您的回执", "Your receipt")), receiptData{receipt.Grouped(), s.App.Today().AddDays(1)}))
	}
	f := fault.As(err)
	if f.Kind == fault.Internal {
		return err
	}
	d.Fault, d.Nonce = f, s.nonces.issue(s.App.Clock.Now())
	return q.render(statuses[f.Kind], tipPage(q, q.tipPage(tipTitle), q.choose(d)))
}

// boxData is what a reporter finds behind a receipt.
type boxData struct {
	Receipt string // as typed, while it opened nothing
	Open    tips.Receipt
	State   i18n.Text
	Outcome i18n.Text
	Said    []tips.Said
	Waiting bool
	Sent    bool
	Nonce   string
	Text    string
	Fault   *fault.Fault
}

var boxTitle = i18n.T("凭回执查看答复", "Read the answer with your receipt")

func (s *server) tipBox(q *request) error {
	return q.show(tipBoxPage(q, q.tipPage(boxTitle), boxData{}))
}

// tipOpen shows what is behind a receipt. Good and wrong receipts cost the same.
func (s *server) tipOpen(q *request) error {
	return q.behind(boxData{Receipt: q.PostFormValue("receipt")})
}

func (q *request) behind(d boxData) error {
	receipt, err := tips.ParseReceipt(d.Receipt)
	var letter *tips.Letter
	if err == nil {
		letter, err = q.s.App.Tips.Open(q.Context(), receipt)
	}
	if f := fault.As(err); err != nil {
		if f.Kind == fault.Internal {
			return err
		}
		d.Fault = f
		return q.render(statuses[f.Kind], tipBoxPage(q, q.tipPage(boxTitle), d))
	}
	d.Open, d.Waiting, d.Said, d.Nonce = receipt, letter.Waiting, letter.Said, q.s.nonces.issue(q.s.App.Clock.Now())
	if t := letter.Tip; t != nil {
		d.State = tips.Tips.StateLabel(t.State)
		if r, ok := q.s.App.Pack.On(q.s.App.Today()).Reason("tip." + t.Outcome); ok {
			d.Outcome = r.Text
		}
	}
	status := http.StatusOK
	if d.Fault != nil {
		status = statuses[d.Fault.Kind]
	}
	return q.render(status, tipBoxPage(q, q.tipPage(boxTitle), d))
}

// tipWrite takes a further message of a reporter.
func (s *server) tipWrite(q *request) error {
	d := boxData{Receipt: q.PostFormValue("receipt"), Text: q.PostFormValue("text")}
	receipt, err := tips.ParseReceipt(d.Receipt)
	if err == nil {
		err = s.nonces.take(q.PostFormValue("nonce"), s.App.Clock.Now())
	}
	if err == nil {
		err = s.App.Tips.Write(q.Context(), receipt, d.Text)
	}
	if f := fault.As(err); err != nil {
		if f.Kind == fault.Internal || f.Kind == fault.Unknown {
			return err
		}
		d.Fault = f
		return q.behind(d)
	}
	d.Sent, d.Text = true, ""
	return q.behind(d)
}

// paperData is one paper form.
type paperData struct {
	Receipt string
	Code    string
	Square  square
	Address string
}

// tipPaper makes one paper form: a page to print, with a receipt to tear off. The
// server keeps nothing of it.
func (s *server) tipPaper(q *request) error {
	code, receipt, err := s.App.Tips.Form(q.Context())
	if err != nil {
		return err
	}
	picture, err := qr.Encode(string(code), qr.M, qr.Auto)
	if err != nil {
		return err
	}
	d := paperData{Receipt: receipt.Grouped(), Code: code.Grouped()}
	d.Square.Size = picture.Bounds().Dx()
	var b strings.Builder
	for y := range d.Square.Size {
		for x := range d.Square.Size {
			if r, _, _, _ := picture.At(x, y).RGBA(); r == 0 {
				b.WriteString("M" + num(x) + " " + num(y) + "h1v1h-1z")
			}
		}
	}
	d.Square.Path = b.String()
	return q.show(tipPaperPage(q, q.tipPage(i18n.T("纸质举报表", "Paper form")), d))
}

// square is a two-dimensional code as one path of a drawing.
type square struct {
	Size int
	Path string
}
