package signin

import (
	"sync"
	"time"

	"muster/internal/frame/ident"
)

// How many failed tries are free before one has to wait, and for how long each
// is remembered.
const (
	perSource   = 30 // from one address, whoever is aimed at
	perStranger = 20 // at one account, from addresses that never signed in to it
	perFriend   = 10 // at one account, from an address that did
	forgetAfter = 15 * time.Minute
	mostKept    = 100_000 // pairs and sources remembered; beyond that the oldest go
)

// pace counts failed tries. Strangers who try an account share one count, so
// that they are slowed down together; an address from which the account was
// signed in to before has a count of its own, so that strangers cannot lock its
// owner out. It is safe for concurrent use.
type pace struct {
	mu      sync.Mutex
	failed  map[string]tries
	friends map[string]bool
}

type tries struct {
	n     int
	since time.Time
}

func newPace() *pace { return &pace{failed: map[string]tries{}, friends: map[string]bool{}} }

func (p *pace) keys(source string, account ident.ID) (bySource, byAccount string, allowed int) {
	pair := source + "\x00" + string(account)
	if p.friends[pair] {
		return source, pair, perFriend
	}
	return source, "\x00" + string(account), perStranger
}

// wait says how long a try from source at an account has to wait; 0 for not at
// all. An unknown account is counted under its name like any other.
func (p *pace) wait(source string, account ident.ID, now time.Time) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	bySource, byAccount, allowed := p.keys(source, account)
	return max(p.left(bySource, perSource, now), p.left(byAccount, allowed, now))
}

func (p *pace) left(key string, allowed int, now time.Time) time.Duration {
	t := p.failed[key]
	if t.n < allowed {
		return 0
	}
	return max(0, t.since.Add(forgetAfter).Sub(now))
}

// fail counts a failed try.
func (p *pace) fail(source string, account ident.ID, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.failed) > mostKept {
		clear(p.failed)
	}
	bySource, byAccount, _ := p.keys(source, account)
	for _, key := range []string{bySource, byAccount} {
		t := p.failed[key]
		if now.Sub(t.since) >= forgetAfter {
			t = tries{since: now}
		}
		t.n++
		p.failed[key] = t
	}
}

// succeed forgets the tries of an address that knows the account.
func (p *pace) succeed(source string, account ident.ID) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.friends) > mostKept {
		clear(p.friends)
	}
	pair := source + "\x00" + string(account)
	p.friends[pair] = true
	delete(p.failed, pair)
}
