package webtest

import (
	"muster/internal/frame/access"
	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
	"muster/internal/office/staff"
)

// open opens an account for somebody who has no other.
func (b *Bench) open(login, name string, r access.Role, at unit.Code) ident.ID {
	b.T.Helper()
	number := b.NumberOf("1980-05-17", len(b.holders))
	id, err := b.App.OpenAccountOf(b.T.Context(), number, login, name, r, at)
	b.must(err)
	b.holders[id] = number
	return id
}

// Holder is the citizen number of whoever holds an account of the bench.
func (b *Bench) Holder(a access.Actor) string { return b.holders[a.Account] }

// Second opens one more account of the human who holds another, under a name that does
// not tell.
func (b *Bench) Second(of access.Actor, login string, r access.Role, at unit.Code) access.Actor {
	b.T.Helper()
	return b.Held(b.Holder(of), login, r, at)
}

// Held opens an account for whoever has a citizen number.
func (b *Bench) Held(number, login string, r access.Role, at unit.Code) access.Actor {
	b.T.Helper()
	id, err := b.App.OpenAccountOf(b.T.Context(), number, login, "第二账号"+login, r, at)
	b.must(err)
	b.holders[id] = number
	return b.seated(id)
}

// seated is an account in its first post.
func (b *Bench) seated(id ident.ID) access.Actor {
	account, _ := b.App.Directory.Account(id)
	return staff.ActorIn(b.App.Road.Tree(), account, b.App.Directory.PostsOf(id, b.App.Today())[0], access.Strong)
}
