package tips

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/fault"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
)

// following is a further message in the box.
type following struct {
	Tip ident.ID
	Followed
}

// dropped is the body of a row of the box: one of the two.
type dropped struct {
	Tip     *Dropped   `json:"tip,omitempty"`
	Message *following `json:"message,omitempty"`
}

const (
	putDrop   = `INSERT INTO tip_drop (county, id, day, body) VALUES ($1, $2, $3, $4)`
	ripe      = `SELECT county, id, body FROM tip_drop WHERE day < $1 ORDER BY id LIMIT 500`
	takeDrop  = `DELETE FROM tip_drop WHERE county = $1 AND id = $2`
	countDrop = `SELECT COUNT(*) FROM tip_drop WHERE id = $1`
)

// dropID is the id of a report's row, found again by its reporter.
func dropID(box string) string { return "b" + strings.ToLower(box[:25]) }

// drop puts a report into the box. No leaf is written: its place in the log
// would say at what minute the report came.
func (l *Line) drop(ctx context.Context, d Dropped) error {
	at, ok := l.Road.Tree().Get(d.Office)
	if !ok {
		return act.UnknownUnit(d.Office)
	}
	return l.put(ctx, at.Home, dropID(d.Box), d.Day, dropped{Tip: &d})
}

func (l *Line) dropFollowing(ctx context.Context, county unit.Code, d following) error {
	// The time of an id is that of the day's beginning: an id tells no hour.
	id := ident.New(d.Day.In(time.UTC), ident.Secure)
	return l.put(ctx, county, string(id), d.Day, dropped{Message: &d})
}

func (l *Line) put(ctx context.Context, county unit.Code, id string, day clock.Date, d dropped) error {
	body, err := json.Marshal(d)
	if err != nil {
		return err
	}
	return l.Road.Store.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(putDrop, string(county), id, string(day), string(body))
		return err
	})
}

// waiting says whether the report of a letter box still lies in the box.
func waiting(tx *db.Tx, box string) (bool, error) {
	var n int64
	_, err := tx.One(countDrop, []any{dropID(box)}, &n)
	return n > 0, err
}

// behind reads the report of a letter box and its messages; nil where there is
// none. The same queries run in either case.
func behind(tx *db.Tx, box string) (*Tip, []*Message, error) {
	found, err := record.All[Tip](tx, Tips, "box = $1", box)
	if err != nil {
		return nil, nil, err
	}
	t := &Tip{}
	if len(found) > 0 {
		t = found[0]
	}
	said, err := record.All[Message](tx, Messages, "county = $1 AND tip = $2 ORDER BY day, id", string(t.County), string(t.ID))
	if len(found) == 0 {
		t = nil
	}
	return t, said, err
}

type row struct {
	county unit.Code
	id     string
	body   string
}

// Collect empties the box of what lies there from earlier days, each piece as an
// act of the system, and returns how many there were. It may be repeated after a
// failure at any point; a piece that cannot be taken stays and keeps no other back.
func (l *Line) Collect(ctx context.Context, system access.Actor) (n int, err error) {
	stuck := map[string]error{}
	for {
		rows, err := l.ripe(ctx)
		if err != nil {
			return n, err
		}
		before := n
		for _, r := range rows {
			if stuck[r.id] != nil {
				continue
			}
			if err := l.collect(ctx, system, r); err != nil {
				stuck[r.id] = err
				continue
			}
			n++
		}
		if n == before {
			return n, errors.Join(slices.Collect(maps.Values(stuck))...)
		}
	}
}

func (l *Line) ripe(ctx context.Context) (out []row, err error) {
	err = l.Road.Store.Read(ctx, func(tx *db.Tx) error {
		return tx.Each(ripe, []any{string(l.today())}, func(rows *sql.Rows) error {
			var r row
			err := rows.Scan((*string)(&r.county), &r.id, &r.body)
			out = append(out, r)
			return err
		})
	})
	return out, err
}

// collect is one piece: the act first, under a key that makes a repeat harmless,
// then the row.
func (l *Line) collect(ctx context.Context, system access.Actor, r row) error {
	var d dropped
	if err := json.Unmarshal([]byte(r.body), &d); err != nil {
		return err
	}
	q := act.Request{Actor: system, Key: "drop-" + r.id}
	switch {
	case d.Tip != nil:
		q.Kind, q.Body = "tip.collect", d.Tip
	case d.Message != nil:
		q.Kind, q.County, q.Subject, q.Body = "tip.follow", r.county, d.Message.Tip, &d.Message.Followed
	}
	if _, err := l.Road.Do(ctx, q); err != nil && !fault.Is(err, fault.Unknown) {
		return err
	}
	return l.Road.Store.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(takeDrop, string(r.county), r.id)
		return err
	})
}
