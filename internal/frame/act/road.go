package act

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"muster/internal/frame/access"
	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/ident"
	"muster/internal/frame/tally"
	"muster/internal/frame/unit"
)

// Deps is what a road is built from.
type Deps struct {
	Store  db.Store
	Book   *Book
	Clock  clock.Clock
	Random ident.Random
	Zone   *time.Location
	Cube   *tally.Cube
	Policy string // version of the policy pack, carried by every leaf
	// Sealed makes new encryption keys durable; it is called before each commit
	// that may hold values sealed under them. nil where nothing is sealed.
	Sealed func() error
	// ClaimKey keeps the digests of unique values from being guessed by whoever
	// reads the database.
	ClaimKey []byte
	// Holders knows which accounts are one human's; nil: each is somebody else's.
	Holders Holders
}

// Road takes acts from request to commit. It is safe for concurrent use.
type Road struct {
	Deps
	claims claims
	tree   atomic.Pointer[unit.Tree]
}

// NewRoad makes a road with an empty office tree.
func NewRoad(d Deps) *Road {
	road := &Road{Deps: d, claims: claims{d.ClaimKey}}
	road.tree.Store(unit.NewTree(nil))
	return road
}

// Tree is the office tree as last published.
func (r *Road) Tree() *unit.Tree { return r.tree.Load() }

// SetTree publishes a new office tree.
func (r *Road) SetTree(t *unit.Tree) {
	r.tree.Store(t)
	if r.Cube != nil {
		r.Cube.SetTree(t)
	}
}

// Home is the county itself if it is one whose log keeps records, otherwise "":
// a name that came from outside must not found a log.
func (r *Road) Home(county unit.Code) unit.Code {
	if u, ok := r.Tree().Get(county); ok && u.Home == county {
		return county
	}
	return ""
}

// Request is one act as a face builds it.
type Request struct {
	Kind    string
	County  unit.Code // home county of the subject; empty for a new one
	Subject ident.ID  // empty for a new one
	Rev     int64     // the revision the actor saw; 0 where it does not matter
	Body    any       // pointer to the kind's body struct
	Actor   access.Actor
	Purpose access.Purpose
	Basis   string // article or order; the kind's own where empty
	Key     string // idempotency key; empty for none
}

// Answer is what came of an act.
type Answer struct {
	County  unit.Code     `json:"county"`
	Subject ident.ID      `json:"subject"`
	Rev     int64         `json:"rev"`
	State   string        `json:"state"`
	Seq     int64         `json:"seq"` // place of the leaf in its log
	At      clock.Instant `json:"-"`
	Pending bool          `json:"pending,omitempty"` // it waits for a second signature: Subject is the proposal
	Again   bool          `json:"again,omitempty"`   // a repeat: the first answer

	refused error // why the act was refused although something was stored
}

// Result is the outcome of one act of a batch.
type Result struct {
	Answer Answer
	Err    error
}

// options of one run of the road.
type options struct {
	dry    bool
	recall bool // only look for the first answer to the key
	signer access.Actor
}

// errNew ends a look for the first answer to a key that nobody used before.
var errNew = errors.New("no answer yet")

// errDry ends a dry run after the rule; nothing is stored.
var errDry = errors.New("dry run")

// Do takes one act down the road. On return without error it is durable.
func (r *Road) Do(ctx context.Context, q Request) (Answer, error) {
	var a Answer
	err := r.Store.Write(ctx, func(tx *db.Tx) (err error) {
		a = Answer{}
		return r.perform(tx, q, options{}, &a)
	})
	if err != nil && r.answered(ctx, q, &a) {
		return a, nil
	}
	if refused(err) {
		r.recordDenial(ctx, q, r.Book.Kind(q.Kind).Table)
	}
	if err == nil && a.refused != nil {
		return Answer{}, a.refused
	}
	return a, err
}

// Try runs an act up to its rule and stores nothing: the dry run.
func (r *Road) Try(ctx context.Context, q Request) error {
	err := r.Store.Read(ctx, func(tx *db.Tx) error { return r.perform(tx, q, options{dry: true}, &Answer{}) })
	if errors.Is(err, errDry) {
		return nil
	}
	return err
}
