// Package outbox carries what leaves the house: notices to people by mail, by
// short message, or on their own page.
//
// A notice is a row of the transaction that caused it, so that it is sent if
// and only if the act was stored. Sending happens after the commit, at least
// once; the row's id is the receiver's key against doubles.
package outbox

import (
	"time"

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

	// Until MinorUntil whoever is told is a minor: the message says so in words that a
	// child understands, and Guardian (a number, empty: none) is sent the same.
	MinorUntil clock.Date
	Guardian   string
}

// plain is what a minor is told with every notice.
var plain = i18n.T("\n这条通知和你有关。你可以请家长、老师或者村(居)里的工作人员陪你一起看;有看不懂的地方就问,问了不会有任何不好的后果。",
	"\nThis is about you. You may ask a parent, a teacher or somebody at the village office to read it with you. Ask whatever you do not understand: asking never counts against you.")

var toGuardian = i18n.T("(致监护人)", "(to the guardian) ")

var columns = []string{"county", "id", "channel", "recipient", "person", "subject", "body", "made", "due", "tries", "sent", "failure"}

// Put stores notices in the transaction of the act that caused them.
func Put(tx *db.Tx, notices []Notice) error {
	var rows [][]any
	for _, n := range withGuardians(notices) {
		var sent clock.Instant
		if n.Channel == Page {
			sent = n.Made // it is there already
		}
		rows = append(rows, []any{string(n.County), string(n.ID), string(n.Channel), n.Recipient, string(n.Person),
			pack(n.Subject), pack(n.Body), int64(n.Made), int64(n.Made), int64(0), int64(sent), ""})
	}
	return tx.Bulk("outbox", columns, rows, "")
}

// withGuardians says to minors in plain words what a notice is, and adds a copy for
// the guardian. The copy's id follows from the notice's, so that it is sent once.
func withGuardians(notices []Notice) []Notice {
	out := make([]Notice, 0, len(notices))
	for _, n := range notices {
		if n.MinorUntil == "" || n.Made.Date(time.UTC) >= n.MinorUntil {
			out = append(out, n)
			continue
		}
		n.Body = n.Body.And(plain)
		out = append(out, n)
		if n.Guardian != "" {
			n.ID, n.Channel, n.Recipient, n.Subject = n.ID+"-g", SMS, n.Guardian, toGuardian.And(n.Subject)
			out = append(out, n)
		}
	}
	return out
}
