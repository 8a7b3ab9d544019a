package insight

import (
	"context"
	"slices"

	"muster/internal/frame/access"
	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/fault"
	"muster/internal/frame/policy"
	"muster/internal/frame/unit"
)

// Within is the places of a unit in the scope of an actor; a unit outside it, and
// one that is not there, give the same fault.
func Within(tree *unit.Tree, actor access.Actor, code unit.Code) ([]unit.Range, error) {
	u, ok := tree.Get(code)
	if !ok || !slices.ContainsFunc(actor.Ranges, func(r unit.Range) bool { return r.Contains(u.Place) }) {
		return nil, fault.New(fault.Unknown, "unit.scope", "没有这个单位,或不在您的范围内。", "There is no such unit, or it is outside your scope.")
	}
	return tree.Scope(code), nil
}

// CompareLaws asks for everybody on file in some places who is of age under the law
// of a day whether they are eligible under several laws, and compares each law with
// the one before it in the list.
func CompareLaws(ctx context.Context, store db.Store, within []unit.Range, day clock.Date, laws []*policy.View) (out []*Comparison, err error) {
	first, last, err := years(laws, day)
	if err != nil {
		return nil, err
	}
	cohort, err := ReadCohort(ctx, store, within, first, last)
	if err != nil {
		return nil, err
	}
	for i := 1; i < len(laws); i++ {
		c, err := Compare(cohort, "eligibility", laws[i-1], laws[i])
		if err != nil {
			return nil, err
		}
		c.FirstYear, c.LastYear = first, last
		out = append(out, c)
	}
	return out, nil
}

// years are the years of birth to be looked at: those of the lowest and the highest
// age of any of the laws on the day, and one more on either side.
func years(laws []*policy.View, day clock.Date) (first, last int, err error) {
	for i, view := range laws {
		youngest, err := view.Int("eligibility.age_min_consent")
		if err != nil {
			return 0, 0, err
		}
		oldest, err := view.Int("eligibility.age_max_postgraduate")
		if err != nil {
			return 0, 0, err
		}
		from, to := day.Year()-int(oldest)-1, day.Year()-int(youngest)+1
		if i == 0 || from < first {
			first = from
		}
		last = max(last, to)
	}
	return first, last, nil
}

// CompareBelow compares as CompareLaws does for one unit, with what is small hidden: it is
// decided from another unit down, so that its answers about all units below that one
// tell no small count together. Who asks has that unit as their own.
func CompareBelow(ctx context.Context, store db.Store, tree *unit.Tree, top, at unit.Code, day clock.Date, laws []*policy.View) ([]*Comparison, error) {
	read := func(code unit.Code) ([]*Comparison, error) {
		return CompareLaws(ctx, store, tree.Scope(code), day, laws)
	}
	way := wayDown(tree, top, at)
	first, err := read(way[0])
	if err != nil {
		return nil, err
	}
	var steps []beside
	last := first
	for i, code := range way[1:] {
		b := beside{}
		for _, child := range tree.Children(way[i]) {
			list, err := read(child.Code)
			if err != nil {
				return nil, err
			}
			if child.Code == code {
				b.at, last = len(b.units), list
			}
			b.units = append(b.units, list)
		}
		steps = append(steps, b)
	}
	hideBelow(first, steps...)
	return last, nil
}

// wayDown are the units from one down to another below it; the other alone where it is
// not below.
func wayDown(tree *unit.Tree, top, at unit.Code) (way []unit.Code) {
	for _, u := range tree.Up(at) {
		way = append(way, u.Code)
		if u.Code == top {
			slices.Reverse(way)
			return way
		}
	}
	return []unit.Code{at}
}
