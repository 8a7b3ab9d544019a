package integrity

import (
	"slices"
	"strings"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/fault"
	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
	"muster/internal/office/role"
	"muster/internal/office/staff"
)

// keepFrom notes which inspectors a complaint is kept from: those whose name stands
// in it, and those who hold a post at the office complained about, or below, and
// another one elsewhere. It gives the office to answer: the one above, or, where it is
// kept from every inspector of that one, the next above that has another.
func (c *Complaint) keepFrom(w *act.Work, against *unit.Unit) (unit.Code, error) {
	inspectors, err := act.List[staff.Account](w, staff.Accounts, "id IN (SELECT account FROM post WHERE role = $1 AND state = 'active')", string(role.Inspector))
	if err != nil {
		return "", err
	}
	there, err := act.List[staff.Post](w, staff.Posts, "state = 'active' AND place >= $1 AND place < $2", string(against.Place), string(against.Place.End()))
	if err != nil {
		return "", err
	}
	above := w.Tree.Up(against.Code)[1:]
	for _, a := range inspectors {
		holds := len(above) > 0 && slices.ContainsFunc(there, func(p *staff.Post) bool { return w.Same(p.Account, a.ID) })
		if id := string(a.ID); (holds || mentions(c.About+" "+c.Grounds, a.Name)) && !slices.Contains(c.KeptFrom, id) {
			c.KeptFrom = append(c.KeptFrom, id)
		}
	}
	for _, u := range above {
		at, err := inspectorsAt(w, u.Code)
		if err != nil || !c.keptFromAll(w, at) || len(at) == 0 {
			return u.Code, err
		}
	}
	if len(above) > 0 {
		return above[len(above)-1].Code, nil
	}
	return against.Code, nil // nobody stands above the root
}

// inspectorsAt are the accounts of an office's inspectors.
func inspectorsAt(w *act.Work, at unit.Code) (out []ident.ID, err error) {
	posts, err := act.List[staff.Post](w, staff.Posts, "unit = $1 AND role = $2 AND state = 'active'", string(at), string(role.Inspector))
	for _, p := range posts {
		out = append(out, p.Account)
	}
	return out, err
}

// keptFromAll says whether a complaint is kept from everybody who holds one of the
// accounts.
func (c *Complaint) keptFromAll(w *act.Work, accounts []ident.ID) bool {
	return !slices.ContainsFunc(accounts, func(id ident.ID) bool {
		return !slices.ContainsFunc(c.KeptFrom, func(kept string) bool { return w.Same(ident.ID(kept), id) })
	})
}

// notNamed keeps a complaint from being taken down by the clerk whom it names.
func notNamed(w *act.Work, b *Complaining) error {
	if w.Actor.Role == role.Citizen || w.Actor.Role == access.System {
		return nil
	}
	args := &access.Args{}
	own, err := act.List[staff.Account](w, staff.Accounts, "id IN ("+w.OneOf(w.Actor.Account, args)+")", args.Values...)
	if err != nil || !slices.ContainsFunc(own, func(a *staff.Account) bool { return mentions(b.About, a.Name) }) {
		return err
	}
	return fault.New(fault.Denied, "complaint.own", "投诉涉及您本人,应由他人受理。", "The complaint is about you; somebody else must take it down.")
}

// mentions says whether a name stands in a text, whatever spaces are in either.
func mentions(text, name string) bool {
	plain := func(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), "")) }
	name = plain(name)
	return name != "" && strings.Contains(plain(text), name)
}
