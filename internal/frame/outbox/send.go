package outbox

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
)

func pack(t i18n.Text) string {
	raw, _ := json.Marshal(t) // two strings always encode
	return string(raw)
}

func unpack(s string) (t i18n.Text) {
	if json.Unmarshal([]byte(s), &t) != nil {
		return i18n.Same(s)
	}
	return t
}

// Sender hands a notice to the outside. It may be called twice for the same
// notice; Notice.ID tells the receiver.
type Sender interface {
	Send(ctx context.Context, n Notice) error
}

// Folder is the sender of an installation without a mail server: it writes each
// notice into a file, where the demo shows it and an operator can fetch it.
type Folder string

// Send writes the notice as a file named by its id.
func (f Folder) Send(_ context.Context, n Notice) error {
	if err := os.MkdirAll(string(f), 0o700); err != nil {
		return err
	}
	text := fmt.Sprintf("To: %s %s\nSubject: %s / %s\n\n%s\n\n%s\n", n.Channel, n.Recipient, n.Subject.ZH, n.Subject.EN, n.Body.ZH, n.Body.EN)
	return os.WriteFile(filepath.Join(string(f), string(n.ID)+".txt"), []byte(text), 0o600)
}

const (
	selectDue = `SELECT county, id, channel, recipient, person, subject, body, made, sent, tries, failure
		FROM outbox WHERE sent = 0 AND due <= $1 ORDER BY due LIMIT 200`
	selectFor = `SELECT county, id, channel, recipient, person, subject, body, made, sent, tries, failure
		FROM outbox WHERE county = $1 AND person = $2 ORDER BY made DESC, id DESC LIMIT 200`
	selectNewest = `SELECT county, id, channel, recipient, person, subject, body, made, sent, tries, failure
		FROM outbox ORDER BY made DESC, id DESC LIMIT 200`
	markSent   = `UPDATE outbox SET sent = $3, tries = tries + 1, failure = '' WHERE county = $1 AND id = $2`
	markFailed = `UPDATE outbox SET due = $3, tries = tries + 1, failure = $4 WHERE county = $1 AND id = $2`
)

func list(ctx context.Context, store db.Store, query string, args ...any) (out []Notice, err error) {
	err = store.Read(ctx, func(tx *db.Tx) error {
		out = nil
		return tx.Each(query, args, func(rows *sql.Rows) error {
			var n Notice
			var subject, body string
			if err := rows.Scan((*string)(&n.County), (*string)(&n.ID), (*string)(&n.Channel), &n.Recipient, (*string)(&n.Person),
				&subject, &body, (*int64)(&n.Made), (*int64)(&n.Sent), &n.Tries, &n.Failure); err != nil {
				return err
			}
			n.Subject, n.Body = unpack(subject), unpack(body)
			out = append(out, n)
			return nil
		})
	})
	return out, err
}

// For lists the notices to a person, the newest first, at most 200.
func For(ctx context.Context, store db.Store, county unit.Code, person ident.ID) ([]Notice, error) {
	return list(ctx, store, selectFor, string(county), string(person))
}

// Newest lists the newest notices of the installation, at most 200. It is for
// the demo, whose people are synthetic.
func Newest(ctx context.Context, store db.Store) ([]Notice, error) {
	return list(ctx, store, selectNewest)
}

// RunOnce sends what is due and returns how many were sent. A failed notice is
// tried again after a pause that doubles from a minute to a day; it is never
// given up silently: its failure stays readable on the row.
func RunOnce(ctx context.Context, store db.Store, sender Sender, now time.Time) (sent int, err error) {
	due, err := list(ctx, store, selectDue, int64(clock.InstantOf(now)))
	if err != nil {
		return 0, err
	}
	for _, n := range due {
		failure := sender.Send(ctx, n)
		err := store.WriteBatch(ctx, func(tx *db.Tx) error {
			if failure == nil {
				_, err := tx.Exec(markSent, string(n.County), string(n.ID), int64(clock.InstantOf(now)))
				return err
			}
			pause := min(time.Minute<<min(n.Tries, 11), 24*time.Hour)
			_, err := tx.Exec(markFailed, string(n.County), string(n.ID), int64(clock.InstantOf(now.Add(pause))), failure.Error())
			return err
		})
		if err != nil {
			return sent, err
		}
		if failure == nil {
			sent++
		}
	}
	return sent, nil
}

var _ Sender = Folder("")
