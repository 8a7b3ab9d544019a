package whatif

import (
	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/ident"
	"muster/internal/frame/policy"
	"muster/internal/frame/unit"
	"muster/internal/intake/cases"
	"muster/internal/intake/medical"
	"muster/internal/intake/selection"
	"muster/internal/intake/signup"
	"muster/internal/people"
)

// Change is what would be otherwise. The zero value changes nothing.
type Change struct {
	Seats  map[unit.Code]int64         // of a county's list
	Rows   map[string]selection.Limits // bounds of quota rows, by their id
	Pack   *policy.Pack                // nil: the pack in force
	Day    clock.Date                  // the law, and ages, of this day; zero: of the day on which the intake opened
	CutOff clock.Date                  // whoever applied after it would be too late; zero: nobody
}

// law says whether the change asks for another law.
func (ch Change) law() bool { return ch.Pack != nil || !ch.Day.IsZero() }

// Person is somebody of the intake under both.
type Person struct {
	Case     *cases.Case
	Old, New Fate
	Why      Why // where the fates differ, or the new one is unknown
}

// File is what is on file of a county beside its pool.
type File struct {
	Pool     *selection.Pool
	People   map[ident.ID]*people.Person    // by id
	Measured map[ident.ID]*medical.Measured // by application; nil: no standard differs
	Late     map[ident.ID]bool              // applications after the cut-off day
}

// Run chooses the list of one county under the change. It is a pure function of
// what is on file, the office tree and the law; people come in the order of their
// applications. A choice that cannot be made is refused as freezing the list would be.
func Run(f *File, tree *unit.Tree, law *policy.Pack, ch Change) ([]Person, error) {
	r := &run{File: f, law: law, Change: ch}
	old, err := r.asItIs(tree)
	if err != nil {
		return nil, err
	}
	out, list, scores := make([]Person, 0, len(f.Pool.Cases)), []*cases.Case{}, map[ident.ID]int64{}
	for _, c := range f.Pool.Cases {
		p := Person{Case: c, Old: old[c.ID]}
		if p.New, p.Why, err = r.stands(c); err != nil {
			return nil, err
		}
		if p.New == Waiting {
			if scores[c.ID], err = r.score(c); fault.Is(err, fault.Conflict) {
				p.New, p.Why = Unknown, NoEvidence
			} else if err != nil {
				return nil, err
			}
		}
		if p.New == Waiting {
			list = append(list, c)
		}
		out = append(out, p)
	}
	chosen, err := r.choose(tree, list, scores)
	if err != nil {
		return nil, err
	}
	for i, p := range out {
		if p.New == Waiting && chosen[p.Case.ID] {
			out[i].New = Selected
		}
		if p.New == Waiting && out[i].New != p.Old {
			out[i].Why = Places
		}
	}
	return out, nil
}

type run struct {
	*File
	Change
	law *policy.Pack
}

// asItIs are the fates on the frozen list, or on one frozen now.
func (r *run) asItIs(tree *unit.Tree) (map[ident.ID]Fate, error) {
	out, scores, list := map[ident.ID]Fate{}, map[ident.ID]int64{}, []*cases.Case{}
	for _, c := range r.Pool.Cases {
		if !r.Pool.Listed(c) {
			continue
		}
		out[c.ID], scores[c.ID], list = Waiting, c.Score, append(list, c)
		if r.Pool.Chosen(c) {
			out[c.ID] = Selected
		}
	}
	if r.Pool.Ranking != nil || len(list) == 0 {
		return out, nil
	}
	chosen, err := r.Pool.Choose(tree, r.law.On(list[0].PolicyDay), list, scores, selection.Terms{Seats: r.Pool.Seats})
	for id, yes := range chosen {
		if yes {
			out[id] = Selected
		}
	}
	return out, err
}

func (r *run) choose(tree *unit.Tree, list []*cases.Case, scores map[ident.ID]int64) (map[ident.ID]bool, error) {
	if len(list) == 0 {
		return nil, nil
	}
	t := selection.Terms{Seats: r.Pool.Seats, Rows: r.Rows}
	if n, ok := r.Seats[r.Pool.County]; ok {
		t.Seats = n
	}
	if r.Change.law() {
		t.View = r.view(list[0])
	}
	return r.Pool.Choose(tree, r.File.view(r.law, list[0]), list, scores, t)
}

// view is the law of a case as it is.
func (f *File) view(pack *policy.Pack, c *cases.Case) *policy.View { return pack.On(c.PolicyDay) }

// view is the law that the change asks about.
func (r *run) view(c *cases.Case) *policy.View {
	pack, day := r.law, c.PolicyDay
	if r.Pack != nil {
		pack = r.Pack
	}
	if !r.Day.IsZero() {
		day = r.Day
	}
	return pack.On(day)
}

func (r *run) score(c *cases.Case) (int64, error) {
	if !r.Change.law() {
		return c.Score, nil
	}
	return r.Pool.Score(r.view(c), c)
}

// stands says whether somebody would stand on the list: Waiting, Out or Unknown.
// Only where the law's answer differs from the one it gave does it move anybody:
// what people decided on that answer stays theirs.
func (r *run) stands(c *cases.Case) (Fate, Why, error) {
	listed := r.Pool.Listed(c)
	if r.Late[c.ID] {
		return Out, map[bool]Why{true: TooLate}[listed], nil
	}
	if !r.Change.law() {
		return fateOf(listed), "", nil
	}
	fate, why, err := r.eligible(c, listed)
	if err != nil || why != "" || r.Measured == nil {
		return fate, why, err
	}
	return r.fit(c, listed)
}

func fateOf(listed bool) Fate {
	if listed {
		return Waiting
	}
	return Out
}

func (r *run) eligible(c *cases.Case, listed bool) (Fate, Why, error) {
	p := r.People[c.Person]
	if p == nil || !listed && c.State != cases.NotEligible && c.State != cases.PhysicalFail {
		return fateOf(listed), "", nil
	}
	facts := signup.Facts(c, p)
	was, err := r.File.view(r.law, c).Explain("eligibility", facts)
	if err != nil {
		return Out, "", err
	}
	is, err := r.view(c).Explain("eligibility", facts)
	switch {
	case err != nil:
		return Out, "", err
	case was.Outcome == is.Outcome:
		return fateOf(listed), "", nil
	case listed && is.Outcome == policy.Unknown:
		return Unknown, NoFacts, nil
	case listed && was.Outcome == "eligible":
		return Out, NotEligible, nil
	case c.State == cases.NotEligible && is.Outcome == "eligible":
		return Unknown, NotExamined, nil
	case c.State == cases.PhysicalFail && is.Outcome != "eligible":
		return Out, NotEligible, nil
	}
	return fateOf(listed), "", nil
}

// fit judges what was measured by both standards.
func (r *run) fit(c *cases.Case, listed bool) (Fate, Why, error) {
	if !listed && c.State != cases.PhysicalFail {
		return Out, "", nil
	}
	m := r.Measured[c.ID]
	if m == nil || m.Values == nil {
		return Unknown, NotMeasured, nil
	}
	was, err := m.FailedBy(r.File.view(r.law, c))
	if err != nil {
		return Out, "", err
	}
	is, err := m.FailedBy(r.view(c))
	switch {
	case err != nil:
		return Out, "", err
	case listed && is && !was:
		return Out, Physical, nil
	case !listed && was && !is:
		return Unknown, NotVetted, nil
	}
	return fateOf(listed), "", nil
}
