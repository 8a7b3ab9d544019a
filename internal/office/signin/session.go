package signin

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"time"

	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/fault"
	"muster/internal/frame/ident"
)

// How long a session lives (SECURITY, T28).
const (
	Idle     = 15 * time.Minute // without a request
	Absolute = 12 * time.Hour   // at all
	// touchEvery is how old the last sighting may grow before it is stored
	// again, so that reading pages does not write each time.
	touchEvery = time.Minute
)

// NoPost marks a session whose post is still to be chosen. The empty post is
// the citizen's.
const NoPost ident.ID = "?"

// Session is somebody who has signed in.
type Session struct {
	Account  ident.ID
	Post     ident.ID // NoPost until it is chosen, empty for a citizen
	Made     clock.Instant
	Seen     clock.Instant
	Strength int
	API      bool // a bearer token: it opens no page

	digest []byte
}

// Sessions keeps sessions by the digest of their token.
type Sessions struct {
	Store db.Store
	Clock clock.Clock
}

const (
	insertSession = `INSERT INTO session (digest, account, post, made, seen, strength, api) VALUES ($1, $2, $3, $4, $4, $5, $6)`
	selectSession = `SELECT account, post, made, seen, strength, api FROM session WHERE digest = $1`
	touchSession  = `UPDATE session SET seen = $2 WHERE digest = $1 AND seen < $2`
	postSession   = `UPDATE session SET post = $2 WHERE digest = $1`
	dropSession   = `DELETE FROM session WHERE digest = $1`
	dropAccount   = `DELETE FROM session WHERE account = $1`
	sweepSessions = `DELETE FROM session WHERE made < $1 OR (seen < $2 AND api = 0)`
)

func digestOf(token string) []byte {
	sum := sha256.Sum256([]byte("muster/session/v1\x00" + token))
	return sum[:]
}

// Start makes a session and returns its token, which is kept nowhere.
func (s Sessions) Start(ctx context.Context, n Session) (token string, err error) {
	raw := make([]byte, 32)
	_, _ = rand.Read(raw) // never fails: it ends the program instead
	token = base64.RawURLEncoding.EncodeToString(raw)
	api := int64(0)
	if n.API {
		api = 1
	}
	err = s.exec(ctx, insertSession, digestOf(token), string(n.Account), string(n.Post), s.now(), int64(n.Strength), api)
	return token, err
}

// Find returns the session of a token and notes that it was seen. A token that
// is unknown, idle for too long or too old is a SignIn fault.
func (s Sessions) Find(ctx context.Context, token string) (Session, error) {
	n := Session{digest: digestOf(token)}
	var strength, api int64
	var found bool
	err := s.Store.Read(ctx, func(tx *db.Tx) (err error) {
		found, err = tx.One(selectSession, []any{n.digest}, (*string)(&n.Account), (*string)(&n.Post), (*int64)(&n.Made), (*int64)(&n.Seen), &strength, &api)
		return err
	})
	if err != nil {
		return Session{}, err
	}
	n.Strength, n.API = int(strength), api != 0
	now := s.Clock.Now()
	if !found || now.Sub(n.Made.Time()) > Absolute || (!n.API && now.Sub(n.Seen.Time()) > Idle) {
		return Session{}, Needed()
	}
	if now.Sub(n.Seen.Time()) > touchEvery {
		return n, s.exec(ctx, touchSession, n.digest, s.now())
	}
	return n, nil
}

// Needed is the fault for whoever has to sign in first.
func Needed() error {
	return fault.New(fault.SignIn, "signin.needed", "请先登录;登录后 15 分钟无操作会自动退出。", "Please sign in; a session ends after 15 minutes without use.")
}

// Choose sets the post in which the session acts.
func (s Sessions) Choose(ctx context.Context, n Session, post ident.ID) error {
	return s.exec(ctx, postSession, n.digest, string(post))
}

// End ends a session.
func (s Sessions) End(ctx context.Context, token string) error {
	return s.exec(ctx, dropSession, digestOf(token))
}

// EndAll ends every session of an account.
func (s Sessions) EndAll(ctx context.Context, account ident.ID) error {
	return s.exec(ctx, dropAccount, string(account))
}

// Sweep removes sessions that are over.
func (s Sessions) Sweep(ctx context.Context) error {
	now := s.Clock.Now()
	return s.exec(ctx, sweepSessions, int64(clock.InstantOf(now.Add(-Absolute))), int64(clock.InstantOf(now.Add(-Idle))))
}

func (s Sessions) now() int64 { return int64(clock.InstantOf(s.Clock.Now())) }

func (s Sessions) exec(ctx context.Context, query string, args ...any) error {
	return s.Store.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(query, args...)
		return err
	})
}
