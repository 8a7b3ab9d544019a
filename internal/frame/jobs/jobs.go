// Package jobs does work at a time: reminders before a deadline, work to be
// tried again.
//
// A job is a row of the transaction that asked for it, so that it exists if and
// only if the act was stored. Whoever claims it first holds it for a lease; a
// claim that is not finished in time is free again, so a job may be done twice
// and must not mind. A job reminds and tidies up; nothing adverse to anybody may
// follow from one: it has no way to the road but as the system role, to which no
// adverse act is granted.
package jobs

import (
	"context"
	"database/sql"
	"time"

	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
)

// Job is one piece of work.
type Job struct {
	County unit.Code
	ID     ident.ID
	Kind   string
	Body   string // what the handler of the kind needs, usually the id of a record
	Due    clock.Instant
	Tries  int64
}

// Handler does a job. An error puts it off; it is tried again after a pause
// that doubles from a minute to a day, and its failure stays readable.
type Handler func(ctx context.Context, j Job) error

// lease is how long whoever claimed a job may take.
const lease = 5 * time.Minute

// claimed is how many jobs are claimed at a time.
const claimed = 50

// Put stores jobs in the transaction of the act that asked for them.
func Put(tx *db.Tx, list []Job) error {
	rows := make([][]any, len(list))
	for i, j := range list {
		rows[i] = []any{string(j.County), string(j.ID), j.Kind, j.Body, int64(j.Due), int64(0), int64(0), int64(0), ""}
	}
	return tx.Bulk("job", []string{"county", "id", "kind", "body", "due", "lease", "tries", "done", "failure"}, rows, "")
}

const (
	claim = `UPDATE job SET lease = $2, tries = tries + 1 WHERE (county, id) IN
		(SELECT county, id FROM job WHERE done = 0 AND due <= $1 AND lease <= $1 ORDER BY due LIMIT $3)
		RETURNING county, id, kind, body, due, tries`
	finish = `UPDATE job SET done = $3, failure = '' WHERE county = $1 AND id = $2`
	putOff = `UPDATE job SET due = $3, lease = 0, failure = $4 WHERE county = $1 AND id = $2`
)

// RunOnce claims what is due, does it, and returns how many were done. A job of
// a kind without a handler stays: a newer version of the program may know it.
func RunOnce(ctx context.Context, store db.Store, handlers map[string]Handler, now time.Time) (done int, err error) {
	list, err := take(ctx, store, clock.InstantOf(now))
	if err != nil {
		return 0, err
	}
	for _, j := range list {
		ok, err := one(ctx, store, handlers[j.Kind], j, now)
		if err != nil {
			return done, err
		}
		if ok {
			done++
		}
	}
	return done, nil
}

func take(ctx context.Context, store db.Store, now clock.Instant) (list []Job, err error) {
	until := clock.InstantOf(now.Time().Add(lease))
	err = store.WriteBatch(ctx, func(tx *db.Tx) error {
		list = nil
		return tx.Each(claim, []any{int64(now), int64(until), claimed}, func(rows *sql.Rows) error {
			var j Job
			err := rows.Scan((*string)(&j.County), (*string)(&j.ID), &j.Kind, &j.Body, (*int64)(&j.Due), &j.Tries)
			list = append(list, j)
			return err
		})
	})
	return list, err
}

func one(ctx context.Context, store db.Store, h Handler, j Job, now time.Time) (ok bool, err error) {
	failure := "no handler"
	if h != nil {
		failure = ""
		if e := h(ctx, j); e != nil {
			failure = e.Error()
		}
	}
	return failure == "", store.WriteBatch(ctx, func(tx *db.Tx) error {
		if failure == "" {
			_, err := tx.Exec(finish, string(j.County), string(j.ID), int64(clock.InstantOf(now)))
			return err
		}
		pause := min(time.Minute<<min(j.Tries, 11), 24*time.Hour)
		_, err := tx.Exec(putOff, string(j.County), string(j.ID), int64(clock.InstantOf(now.Add(pause))), failure)
		return err
	})
}
