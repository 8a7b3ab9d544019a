// Package outbox carries what leaves the house: notices to people by mail, by
// short message, or on their own page.
//
// A notice is a row of the transaction that caused it, so that it is sent if
// and only if the act was stored. Sending happens after the commit, at least
// once; the row's id is the receiver's key against doubles.
package outbox

import (
	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
)

// Channel is the way a notice takes.
type Channel string

// The channels. A notice on the person's own page is always kept as well.
const (
	Page Channel = "page"
	SMS  Channel = "sms"
	Mail Channel = "mail"
)

// Notice is one message to one person.
type Notice struct {
	County    unit.Code
	ID        ident.ID
	Channel   Channel
	Recipient string   // a phone number or an address; empty for Page
	Person    ident.ID // who is told
	Subject   i18n.Text
	Body      i18n.Text
	Made      clock.Instant
	Sent      clock.Instant
	Tries     int64
	Failure   string
}

var columns = []string{"county", "id", "channel", "recipient", "person", "subject", "body", "made", "due", "tries", "sent", "failure"}

// Put stores notices in the transaction of the act that caused them.
func Put(tx *db.Tx, notices []Notice) error {
	rows := make([][]any, len(notices))
	for i, n := range notices {
		var sent clock.Instant
		if n.Channel == Page {
			sent = n.Made // it is there already
		}
		rows[i] = []any{string(n.County), string(n.ID), string(n.Channel), n.Recipient, string(n.Person),
			pack(n.Subject), pack(n.Body), int64(n.Made), int64(n.Made), int64(0), int64(sent), ""}
	}
	return tx.Bulk("outbox", columns, rows, "")
}
