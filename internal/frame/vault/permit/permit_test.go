package permit_test

import (
	"testing"

	"muster/internal/frame/ident"
	"muster/internal/frame/vault/permit"
)

func TestGrantIsAllThatIsAllowed(t *testing.T) {
	t.Parallel()
	subjects := []ident.ID{"a", "b"}
	p, revoke := permit.Issue(permit.Grant{Subjects: subjects, Classes: []string{"x", "y"}})
	subjects[0] = "z" // what was granted does not change afterwards
	erase, _ := permit.Issue(permit.Grant{Subjects: []ident.ID{"a"}, Classes: []string{"x"}, Erase: true})
	empty, _ := permit.Issue(permit.Grant{Subjects: []ident.ID{""}, Classes: []string{"x"}})
	for _, subject := range []ident.ID{"a", "b", "c", "z", ""} {
		for _, class := range []string{"x", "y", "z", ""} {
			inside := (subject == "a" || subject == "b") && (class == "x" || class == "y")
			if p.MayOpen(subject, class) != inside || p.MayErase(subject, class) {
				t.Errorf("open %q %q", subject, class)
			}
			if erase.MayErase(subject, class) != (subject == "a" && class == "x") || erase.MayOpen(subject, class) {
				t.Errorf("erase %q %q", subject, class)
			}
			if none := (permit.Permit{}); none.MayOpen(subject, class) || none.MayErase(subject, class) || empty.MayOpen(subject, class) {
				t.Errorf("an empty permit allows %q %q", subject, class)
			}
		}
	}
	revoke()
	if p.MayOpen("a", "x") {
		t.Error("a revoked permit still opens")
	}
}
