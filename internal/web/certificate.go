package web

import (
	"net/http"

	"muster/internal/frame/db"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/frame/receipt"
	"muster/internal/people"
)

// certificateData is the form that asks whether a certificate still holds.
type certificateData struct {
	Nonce  string
	Text   string
	Answer people.Validity
	Words  i18n.Text
	Fault  *fault.Fault
}

// mostCertified is the longest text that is looked at, in bytes: a code on paper holds
// less.
const mostCertified = 4000

func (s *server) certificateForm(q *request) error {
	return q.certificate(http.StatusOK, certificateData{})
}

// certificateAsk answers whoever has the whole signed text of a code. Who has not gets
// the same page at the same cost, and nothing about anybody.
func (s *server) certificateAsk(q *request) error {
	d := certificateData{Text: q.PostFormValue("text")}
	err := s.certificates.take(q.PostFormValue("nonce"), s.App.Clock.Now())
	if err != nil {
		d.Fault = fault.As(err)
		return q.certificate(statuses[d.Fault.Kind], d)
	}
	key, err := receipt.ParseKey(s.App.Keys.Public)
	if err != nil {
		return err
	}
	signed := d.Text
	if len(signed) > mostCertified {
		signed = ""
	}
	c, bad := receipt.CheckCertificate(signed, key)
	if bad != nil {
		c = nil
	}
	err = s.App.Store.Read(q.Context(), func(tx *db.Tx) (err error) {
		d.Answer, err = people.Ask(tx, c)
		return err
	})
	if err != nil {
		return err
	}
	for _, o := range d.Answer.Options() {
		if o.Value == string(d.Answer) {
			d.Words = o.Label
		}
	}
	return q.certificate(http.StatusOK, d)
}

func (q *request) certificate(status int, d certificateData) error {
	d.Nonce = q.s.certificates.issue(q.s.App.Clock.Now())
	return q.render(status, certificatePage(q.page(i18n.T("证明是否仍然有效", "Does a certificate still hold?")), d))
}
