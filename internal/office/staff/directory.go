package staff

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"sync"

	"muster/internal/frame/access"
	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/fault"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
	"muster/internal/office/role"
)

// Directory is the accounts and posts in memory, so that rights can be looked up
// at every request. It follows each change as soon as it is durable. It is safe
// for concurrent use.
type Directory struct {
	mu      sync.RWMutex
	byID    map[ident.ID]*Account
	byLogin map[string]*Account
	posts   map[ident.ID][]*Post // by account

	byHolder map[string][]ident.ID // accounts of one human; the lists are never changed in place
}

// NewDirectory makes an empty directory.
func NewDirectory() *Directory {
	return &Directory{byID: map[ident.ID]*Account{}, byLogin: map[string]*Account{}, posts: map[ident.ID][]*Post{}, byHolder: map[string][]ident.ID{}}
}

// Load reads all accounts and posts.
func (d *Directory) Load(ctx context.Context, store db.Store) error {
	return store.Read(ctx, func(tx *db.Tx) error {
		for _, t := range []*record.Table{Accounts, Posts} {
			err := tx.Each(t.Select(), nil, func(rows *sql.Rows) error {
				r := t.New()
				if err := rows.Scan(t.Targets(r)...); err != nil {
					return err
				}
				d.Follow(r)
				return nil
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// Follow takes over a changed record. An older revision than the known one is
// passed over.
func (d *Directory) Follow(r record.Record) {
	d.mu.Lock()
	defer d.mu.Unlock()
	switch r := r.(type) {
	case *Account:
		if known := d.byID[r.ID]; known == nil || known.Rev < r.Rev {
			copied := *r
			d.move(known, &copied)
			d.byID[r.ID], d.byLogin[r.Login] = &copied, &copied
		}
	case *Post:
		copied := *r
		list := slices.DeleteFunc(slices.Clone(d.posts[r.Account]), func(p *Post) bool { return p.ID == r.ID && p.Rev <= r.Rev })
		d.posts[r.Account] = append(list, &copied)
	}
}

// move lists an account under its present holder, and under no other.
func (d *Directory) move(before, now *Account) {
	if before != nil && before.Holder == now.Holder {
		return
	}
	if before != nil && before.Holder != "" {
		d.byHolder[before.Holder] = slices.DeleteFunc(slices.Clone(d.byHolder[before.Holder]), func(id ident.ID) bool { return id == now.ID })
	}
	if now.Holder != "" {
		d.byHolder[now.Holder] = append(slices.Clone(d.byHolder[now.Holder]), now.ID)
	}
}

// Account finds an account by its id; ok is false for none.
func (d *Directory) Account(id ident.ID) (Account, bool) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return copied(d.byID[id])
}

// Login finds an account by its sign-in name; ok is false for none.
func (d *Directory) Login(name string) (Account, bool) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return copied(d.byLogin[name])
}

func copied(a *Account) (Account, bool) {
	if a == nil {
		return Account{}, false
	}
	return *a, true
}

// PostsOf lists the posts that an account holds on a day.
func (d *Directory) PostsOf(account ident.ID, day clock.Date) []Post {
	d.mu.RLock()
	defer d.mu.RUnlock()
	var out []Post
	for _, p := range d.posts[account] {
		if p.On(day) {
			out = append(out, *p)
		}
	}
	return out
}

// Holders lists the accounts that hold a role on a day at an office whose scope
// contains a place.
func (d *Directory) Holders(tree *unit.Tree, r access.Role, place unit.Place, day clock.Date) []Account {
	d.mu.RLock()
	defer d.mu.RUnlock()
	var out []Account
	for id, posts := range d.posts {
		holds := func(p *Post) bool {
			return access.Role(p.Role) == r && p.On(day) && slices.ContainsFunc(tree.Scope(p.Unit), func(x unit.Range) bool { return x.Contains(place) })
		}
		if a := d.byID[id]; a != nil && a.State == Open && slices.ContainsFunc(posts, holds) {
			out = append(out, *a)
		}
	}
	slices.SortFunc(out, func(a, b Account) int { return cmp.Compare(a.ID, b.ID) })
	return out
}

// Actor builds who acts: the account in one of its posts, or the citizen for
// the empty post. It is a fault if the account is locked or the post not held.
func (d *Directory) Actor(tree *unit.Tree, account, post ident.ID, strength int, day clock.Date) (access.Actor, error) {
	a, ok := d.Account(account)
	if !ok || a.State != Open {
		return access.Actor{}, gone()
	}
	if post == "" {
		if a.Person == "" {
			return access.Actor{}, gone()
		}
		return access.Actor{Account: a.ID, Person: a.Person, Role: role.Citizen, Unit: a.Unit, Home: a.County, Strength: strength}, nil
	}
	for _, p := range d.PostsOf(account, day) {
		if p.ID == post {
			actor := ActorIn(tree, a, p, strength)
			actor.Others = slices.DeleteFunc(slices.Clone(d.Accounts(a.ID)), func(id ident.ID) bool { return id == a.ID })
			return actor, nil
		}
	}
	return access.Actor{}, gone()
}

// ActorIn is the account in a post that it is known to hold.
func ActorIn(tree *unit.Tree, a Account, p Post, strength int) access.Actor {
	return access.Actor{Account: a.ID, Person: a.Person, Role: access.Role(p.Role), Unit: p.Unit, Home: p.County,
		Ranges: tree.Scope(p.Unit), Strength: strength}
}

func gone() error {
	return fault.New(fault.SignIn, "signin.gone", "账号已停用或岗位已变动;请重新登录。", "The account is locked or its post has ended; please sign in again.")
}

// System is the actor of the product's own jobs.
func System(home unit.Code) access.Actor {
	return access.Actor{Account: "system", Role: access.System, Unit: home, Home: home, Strength: access.Strong}
}
