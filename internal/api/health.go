package api

import (
	"time"

	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/fault"
	"muster/migrations"
)

// checkpointAge is how long a log may have grown without a signed checkpoint
// before something is wrong with the signing.
const checkpointAge = 3 * time.Minute

// unsigned counts the logs whose first leaf after their newest checkpoint is
// older than an instant.
const unsigned = `SELECT COUNT(*) FROM ledger_head h JOIN ledger_leaf l ON l.log = h.log
	AND l.seq = COALESCE((SELECT MAX(c.size) FROM ledger_checkpoint c WHERE c.log = h.log), 0) WHERE l.at < $1`

// health says that the process answers.
func health(x *exchange) error { return x.json(200, []byte(`{"status":"ok"}`)) }

// ready says that requests can be served: the database answers, its schema is
// the newest, and what was logged has been signed in time.
func (s *server) ready(x *exchange) error {
	pending, err := db.Pending(x.r.Context(), s.app.Store, migrations.FS)
	if err != nil {
		return notReady("database.unavailable", "数据库没有应答。", "The database does not answer.").Because(err)
	}
	if pending > 0 {
		return notReady("schema.old", "数据库结构不是最新版本。", "The schema is not the newest.")
	}
	var late int64
	before := clock.InstantOf(s.app.Clock.Now().Add(-checkpointAge))
	err = s.app.Store.Read(x.r.Context(), func(tx *db.Tx) error {
		_, err := tx.One(unsigned, []any{int64(before)}, &late)
		return err
	})
	if err != nil {
		return notReady("database.unavailable", "数据库没有应答。", "The database does not answer.").Because(err)
	}
	if late > 0 {
		return notReady("checkpoint.late", "日志已增长,但 3 分钟内没有签署检查点。", "The log grew, but no checkpoint was signed within 3 minutes.")
	}
	return x.json(200, []byte(`{"status":"ready"}`))
}

func notReady(code, zh, en string) *fault.Fault { return fault.New(fault.Unavailable, code, zh, en) }
