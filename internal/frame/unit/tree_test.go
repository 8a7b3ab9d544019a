package unit

import "testing"

// TestScopeOfAnHeir proves that whoever took over a dissolved unit answers for
// its range too, and so does every unit above the heir, once.
func TestScopeOfAnHeir(t *testing.T) {
	t.Parallel()
	root := Place("").Child(0)
	tree := NewTree([]*Unit{{Code: "p", Place: root}, {Code: "c1", Parent: "p", Place: root.Child(0)}, {Code: "c2", Parent: "p", Place: root.Child(1)},
		{Code: "old", Parent: "c1", Place: root.Child(0).Child(0), Successor: "new"}, {Code: "new", Parent: "c2", Place: root.Child(1).Child(40)}})
	gone := root.Child(0).Child(0)
	for code, ranges := range map[Code]int{"p": 1, "c1": 1, "c2": 2, "new": 2, "old": 1, "none": 0} {
		scope := tree.Scope(code)
		if len(scope) != ranges {
			t.Errorf("%s answers for %v", code, scope)
		}
		if ranges == 2 && !scope[0].Contains(gone) {
			t.Errorf("%s does not answer for what it took over", code)
		}
	}
}

// TestPlaces proves that Ordinal undoes Child and that siblings never share a
// range.
func TestPlaces(t *testing.T) {
	t.Parallel()
	for n := range MaxChildren {
		p := Place("00").Child(n)
		if p.Ordinal() != n || !Place("00").Contains(p) || p.End() <= p.Child(MaxChildren-1) || (n > 0 && Place("00").Child(n-1).End() > p) {
			t.Fatalf("child %d has the place %s", n, p)
		}
	}
}
