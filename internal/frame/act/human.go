package act

import (
	"slices"
	"strings"

	"muster/internal/frame/access"
	"muster/internal/frame/ident"
)

// Holders knows which accounts one human holds. What must not be done by one person
// twice is asked of the human, whichever account was used: the road asks here, and
// the ledger goes on naming the account.
type Holders interface {
	// Accounts lists every account of whoever holds one, that one included; of an
	// account whose holder is not known, only itself.
	Accounts(account ident.ID) []ident.ID
	// Holder is the keyed digest that stands for whoever holds an account, "" where
	// it is not known.
	Holder(account ident.ID) string
	// Held lists the accounts of a holder, none for "".
	Held(holder string) []ident.ID
}

// Accounts lists every account of the human who holds one, that one included.
func (r *Road) Accounts(account ident.ID) []ident.ID {
	if r.Holders == nil || account == "" {
		return []ident.ID{account}
	}
	return r.Holders.Accounts(account)
}

// Same says whether two accounts are of one human. No account is nobody's.
func (r *Road) Same(one, other ident.ID) bool {
	return one != "" && other != "" && (one == other || slices.Contains(r.Accounts(one), other))
}

// whole is an actor with the other accounts of the same human, for grants that keep a
// record from somebody.
func (r *Road) whole(a access.Actor) access.Actor {
	a.Others = nil
	if all := r.Accounts(a.Account); len(all) > 1 {
		a.Others = slices.DeleteFunc(slices.Clone(all), func(id ident.ID) bool { return id == a.Account })
	}
	return a
}

// Accounts lists every account of the human who holds one, that one included.
func (w *Work) Accounts(account ident.ID) []ident.ID { return w.road.Accounts(account) }

// Same says whether two accounts are of one human: the comparison of everything that
// asks for two people. No account is nobody's.
func (w *Work) Same(one, other ident.ID) bool { return w.road.Same(one, other) }

// Among says whether one of the accounts in a list is of the human who holds an
// account.
func (w *Work) Among(list []ident.ID, account ident.ID) bool {
	return account != "" && slices.ContainsFunc(w.Accounts(account), func(id ident.ID) bool { return slices.Contains(list, id) })
}

// OneOf are the placeholders of every account of the human who holds one, for the
// list of an SQL condition, "account IN (...)"; the accounts are added to args.
func (w *Work) OneOf(account ident.ID, args *access.Args) string {
	var marks []string
	for _, id := range w.Accounts(account) {
		marks = append(marks, args.Add(string(id)))
	}
	return strings.Join(marks, ", ")
}

// Holder is the keyed digest of whoever holds an account, "" where it is not known.
func (w *Work) Holder(account ident.ID) string {
	if w.road.Holders == nil {
		return ""
	}
	return w.road.Holders.Holder(account)
}

// Held lists the accounts of a holder.
func (w *Work) Held(holder string) []ident.ID {
	if w.road.Holders == nil || holder == "" {
		return nil
	}
	return w.road.Holders.Held(holder)
}

// ClaimDigest is the keyed digest under which a unique value is claimed; kind is the
// table and the field, "person.id_no".
func (w *Work) ClaimDigest(kind, value string) []byte { return w.road.ClaimDigest(kind, value) }
