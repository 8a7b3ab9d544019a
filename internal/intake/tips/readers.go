package tips

import (
	"slices"
	"strings"

	"muster/internal/frame/access"
	"muster/internal/frame/db"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
	"muster/internal/office/role"
	"muster/internal/office/staff"
)

// openKeys finds the newest key of an office that takes reports.
func openKeys(tx *db.Tx, at *unit.Unit) ([]*Key, error) {
	return record.All[Key](tx, Keys, "county = $1 AND unit = $2 AND state = 'active' ORDER BY id DESC LIMIT 1", string(at.Home), string(at.Code))
}

// readers lists the inspectors of an office who may read a report: those whose
// name does not stand anywhere in it and who hold no post in the unit named.
func (l *Line) readers(office, named *unit.Unit, r Report) (out []string) {
	tree, day := l.Road.Tree(), l.today()
	for _, account := range l.Directory.Holders(tree, role.Inspector, office.Place, day) {
		here := slices.ContainsFunc(l.Directory.PostsOf(account.ID, day), func(p staff.Post) bool { return p.Unit == office.Code && access.Role(p.Role) == role.Inspector })
		if here && !l.concerned(account.ID, office, named, r) {
			out = append(out, access.Actor{Unit: office.Code, Account: account.ID}.Name())
		}
	}
	slices.Sort(out)
	return out
}

// concerned says whether a report is about whoever holds an account: the name of one of
// their accounts stands in it, or they hold a post in the unit named.
func (l *Line) concerned(id ident.ID, office, named *unit.Unit, r Report) bool {
	for _, own := range l.Directory.Accounts(id) {
		account, _ := l.Directory.Account(own)
		in := func(p staff.Post) bool { return named != office && named.Place.Contains(p.Place) }
		if mentions(r, account.Name) || slices.ContainsFunc(l.Directory.PostsOf(own, l.today()), in) {
			return true
		}
	}
	return false
}

// mentions says whether a name stands in a report, whatever spaces are in either.
func mentions(r Report, name string) bool {
	plain := func(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), "")) }
	name = plain(name)
	return name != "" && (strings.Contains(plain(r.Names), name) || strings.Contains(plain(r.Text), name))
}
