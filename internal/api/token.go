package api

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strings"
	"sync"
	"time"

	"muster/internal/app"
	"muster/internal/frame/access"
	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/fault"
	"muster/internal/frame/ident"
)

// tokenPrefix lets a scanner of leaked secrets know a token of ours.
const tokenPrefix = "muster_"

const (
	tokenBytes  = 32                  // 256 random bits
	tokenIdle   = 90 * 24 * time.Hour // unused for so long, a token is void (SECURITY.md: sessions 90 days)
	cachedFor   = 5 * time.Second     // how long another process's revocation may take to be seen
	seenEvery   = time.Hour           // how exactly the last use is kept
	cachedCount = 10_000
)

const (
	addToken  = `INSERT INTO session (digest, account, post, made, seen, strength, api) VALUES ($1, $2, $3, $4, $4, $5, 1)`
	findToken = `SELECT account, post, seen, strength FROM session WHERE digest = $1 AND api = 1`
	dropToken = `DELETE FROM session WHERE digest = $1 AND api = 1`
	sawToken  = `UPDATE session SET seen = $2 WHERE digest = $1 AND api = 1`
)

// IssueToken makes a bearer token with which an account acts in one of its
// posts, or a citizen for the empty post. The token is shown this once; only
// its digest is stored. An account that does not hold the post is refused.
func IssueToken(ctx context.Context, a *app.App, account, post ident.ID, strength int) (string, error) {
	if _, err := a.Directory.Actor(a.Road.Tree(), account, post, strength, a.Today()); err != nil {
		return "", err
	}
	raw := make([]byte, tokenBytes)
	_, _ = rand.Read(raw) // never fails: it ends the program instead
	token := tokenPrefix + base64.RawURLEncoding.EncodeToString(raw)
	digest := sha256.Sum256([]byte(token))
	now := int64(clock.InstantOf(a.Clock.Now()))
	err := a.Store.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(addToken, digest[:], string(account), string(post), now, strength)
		return err
	})
	if err != nil {
		return "", err
	}
	return token, nil
}

// RevokeToken makes a token void: at once in this process, within seconds in
// others. A token that is not known is no error.
func RevokeToken(ctx context.Context, a *app.App, token string) error {
	digest := sha256.Sum256([]byte(token))
	err := a.Store.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(dropToken, digest[:])
		return err
	})
	a.Revocations.Add(1)
	return err
}

// holder is whose a token is.
type holder struct {
	account, post ident.ID
	strength      int
	seen          clock.Instant
	until         time.Time // by the machine's clock
	revocations   uint64    // of the App when it was read
}

// tokens finds the holders of tokens, with a short memory. Rights are never
// remembered, only whose the token is.
type tokens struct {
	app   *app.App
	mu    sync.RWMutex
	known map[[32]byte]holder
}

func newTokens(a *app.App) *tokens { return &tokens{app: a, known: map[[32]byte]holder{}} }

func (t *tokens) find(ctx context.Context, token string) (holder, error) {
	digest := sha256.Sum256([]byte(token))
	now, revocations := clock.System{}.Now(), t.app.Revocations.Load()
	t.mu.RLock()
	h, ok := t.known[digest]
	t.mu.RUnlock()
	if ok && h.revocations == revocations && now.Before(h.until) {
		return h, nil
	}
	h, err := t.read(ctx, digest)
	if err != nil {
		return h, err
	}
	h.until, h.revocations = now.Add(cachedFor), revocations
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.known) >= cachedCount {
		clear(t.known)
	}
	t.known[digest] = h
	return h, nil
}

// read finds the holder in the database and keeps the day of last use.
func (t *tokens) read(ctx context.Context, digest [32]byte) (h holder, err error) {
	found := false
	err = t.app.Store.Read(ctx, func(tx *db.Tx) (err error) {
		found, err = tx.One(findToken, []any{digest[:]}, (*string)(&h.account), (*string)(&h.post), (*int64)(&h.seen), &h.strength)
		return err
	})
	if err != nil {
		return h, err
	}
	now := t.app.Clock.Now()
	if !found || now.Sub(h.seen.Time()) > tokenIdle {
		return h, unauthenticated()
	}
	if now.Sub(h.seen.Time()) > seenEvery {
		err = t.app.Store.WriteBatch(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(sawToken, digest[:], int64(clock.InstantOf(now)))
			return err
		})
	}
	return h, err
}

// authenticate finds who acts: the holder of the bearer token, with the rights
// that the post gives now.
func (s *server) authenticate(r *http.Request) (access.Actor, error) {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") || !strings.HasPrefix(token, tokenPrefix) {
		return access.Actor{}, unauthenticated()
	}
	h, err := s.tokens.find(r.Context(), token)
	if err != nil {
		return access.Actor{}, err
	}
	return s.app.Directory.Actor(s.app.Road.Tree(), h.account, h.post, h.strength, s.app.Today())
}

func unauthenticated() error {
	return fault.New(fault.SignIn, "token.unknown", "缺少有效的访问令牌。", "A valid access token is needed.")
}
