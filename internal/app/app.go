package app

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"sync/atomic"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/house"
	"muster/internal/frame/ident"
	"muster/internal/frame/outbox"
	"muster/internal/frame/policy"
	"muster/internal/frame/record"
	"muster/internal/frame/register"
	"muster/internal/frame/tally"
	"muster/internal/frame/unit"
	"muster/internal/frame/vault"
	"muster/internal/intake/tips"
	"muster/internal/office/offices"
	"muster/internal/office/staff"
	"muster/migrations"
)

// App is the running product without a face.
type App struct {
	Store     db.Store
	Road      *act.Road
	Book      *act.Book
	Shelf     *register.Shelf
	Pack      *policy.Pack
	Vault     *vault.Vault
	Cube      *tally.Cube
	Directory *staff.Directory
	Clock     clock.Clock
	Keys      *Keys
	Tips      *tips.Line
	Sender    outbox.Sender
	Log       *slog.Logger
	Demo      bool // synthetic people: every page says so, notices can be read by all

	// Revocations grows whenever a session or a token is revoked, after the row is
	// gone: whoever keeps a copy in memory drops it when the number has changed.
	Revocations atomic.Uint64

	dir     string // of the installation
	closers []io.Closer
}

// Options are what an App is opened with.
type Options struct {
	Dir    string       // the folder of the installation, with keys/
	Store  db.Store     // nil: muster.db in Dir
	Clock  clock.Clock  // nil: the machine's
	Random ident.Random // nil: the machine's
	Pack   *policy.Pack // nil: the China pack of this build
	Demo   bool
	Log    *slog.Logger
}

// Open opens an installation: its keys, its database (migrated to the newest
// schema), its office tree, its staff and its counts.
func Open(ctx context.Context, o Options) (*App, error) {
	o = o.filled()
	a := &App{dir: o.Dir, Clock: o.Clock, Pack: o.Pack, Demo: o.Demo, Log: o.Log, Store: o.Store, Cube: tally.NewCube(), Directory: staff.NewDirectory()}
	if err := a.open(ctx, o); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	return a, nil
}

func (o Options) filled() Options {
	if o.Clock == nil {
		o.Clock = clock.System{}
	}
	if o.Random == nil {
		o.Random = ident.Secure
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return o
}

func (a *App) open(ctx context.Context, o Options) (err error) {
	if a.Pack == nil {
		if a.Pack, err = ChinaPack(); err != nil {
			return err
		}
	}
	if a.Keys, err = LoadKeys(o.Dir); err != nil {
		return err
	}
	a.closers = append(a.closers, a.Keys)
	a.Demo = a.Demo || a.Keys.Verifier.Name() == DemoName
	if a.Store == nil {
		if a.Store, err = OpenStore(ctx, o.Dir); err != nil {
			return err
		}
	}
	a.closers = append(a.closers, a.Store)
	if err := db.Migrate(ctx, a.Store, migrations.FS); err != nil {
		return err
	}
	a.Vault = a.Keys.Vault
	a.Sender = outbox.Folder(o.Dir + "/outbox")
	a.Book, a.Shelf = act.NewBook(), register.NewShelf()
	Declare(&house.House{Book: a.Book, Shelf: a.Shelf, Pack: a.Pack, Vault: a.Vault, Derive: a.Keys.Derive},
		Followers{Tree: a.reloadTree, Staff: func(r record.Record) { a.Directory.Follow(r) }})
	a.shelveProposals()
	a.Road = act.NewRoad(act.Deps{Store: a.Store, Book: a.Book, Clock: a.Clock, Random: o.Random, Zone: a.Pack.Zone(), Cube: a.Cube,
		Policy: a.Pack.Version(), Sealed: func() error { return a.Vault.Sync(ctx) }, ClaimKey: a.Keys.Claim, Holders: a.Directory})
	if a.Tips, err = tips.NewLine(a.Road, a.Vault, a.Pack, a.Directory); err != nil {
		return err
	}
	return a.load(ctx)
}

// load reads what is kept in memory.
func (a *App) load(ctx context.Context) error {
	tree, err := offices.Load(ctx, a.Store)
	if err != nil {
		return err
	}
	a.Road.SetTree(tree)
	if err := a.Directory.Load(ctx, a.Store); err != nil {
		return err
	}
	a.loadCounts(ctx, tree)
	return nil
}

// loadCounts begins to read the counts. Nothing waits for it but whoever asks for
// counts, and closing.
func (a *App) loadCounts(ctx context.Context, tree *unit.Tree) {
	ctx, stop := context.WithCancel(context.WithoutCancel(ctx))
	wait := a.Cube.Load(ctx, a.Store, tree)
	a.closers = append(a.closers, closing(func() error {
		stop()
		_ = wait() // who asked for counts was told
		return nil
	}))
	go func() {
		if err := wait(); err != nil && ctx.Err() == nil {
			a.Log.Error("the counts could not be read", "error", err)
		}
	}()
}

// closing is what is done when the installation is closed.
type closing func() error

func (c closing) Close() error { return c() }

func (a *App) reloadTree() {
	tree, err := offices.Load(context.Background(), a.Store)
	if err != nil {
		a.Log.Error("the office tree could not be read again", "error", err)
		return
	}
	a.Road.SetTree(tree)
}

// shelveProposals makes the acts that wait for a second signature a register:
// whoever may sign sees them, and whoever proposed.
func (a *App) shelveProposals() {
	var readers []access.Grant
	seen := map[access.Role]bool{}
	for _, k := range a.Book.Kinds() {
		for _, g := range append(append([]access.Grant(nil), k.Sign...), proposers(k)...) {
			if !seen[g.Role] {
				seen[g.Role] = true
				readers = append(readers, access.Grant{Role: g.Role, Relation: access.Subtree, Purposes: g.Purposes})
			}
		}
	}
	a.Shelf.Add(a.Book, &register.Register{Table: act.Proposals, Floor: "office", Read: readers,
		Columns: []string{"act", "unit", "role", "office", "purpose", "state"}})
}

func proposers(k *act.Kind) []access.Grant {
	if len(k.Sign) == 0 {
		return nil
	}
	return k.By
}

// Today is the calendar day in the zone of the installation.
func (a *App) Today() clock.Date { return clock.DateOf(a.Clock.Now(), a.Pack.Zone()) }

// System is the actor of the product's own jobs.
func (a *App) System() access.Actor {
	if root := a.Road.Tree().Root(); root != nil {
		return staff.System(root.Code)
	}
	return staff.System("")
}

// Close closes what Open opened, the last first.
func (a *App) Close() error {
	var err error
	for i := len(a.closers) - 1; i >= 0; i-- {
		err = errors.Join(err, a.closers[i].Close())
	}
	a.closers = nil
	return err
}

// ChinaPack loads the policy pack that this build carries.
func ChinaPack() (*policy.Pack, error) {
	return LoadPack("cn")
}
