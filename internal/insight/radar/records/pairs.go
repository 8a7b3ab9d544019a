package records

import (
	"cmp"
	"slices"

	"muster/internal/frame/ident"
	"muster/internal/insight/radar"
)

// Pair is two people who met, against how often chance would have had them meet.
type Pair struct {
	How         string // "desk", "summons": the first one's part; "signed": the second signed
	A, B        ident.ID
	Met         int64
	Of          int64 // what the first one had a part in where the two could meet
	Expected    float64
	Probability float64
	Alarm       bool
}

// Raised says whether this is an alarm.
func (p Pair) Raised() bool { return p.Alarm }

// pairs compares how often two people met with the draw. The null: within a
// station, day and section the lot gives each candidate to a doctor without regard
// to who admitted or summoned them; and of the acts of a kind in a county the second
// signature is anybody's who signs such acts. Pairs whom chance leaves no
// choice are left out.
func pairs(list []*exam, leaves []leaf, alpha float64) (out []Pair) {
	m := meetings{}
	for _, e := range list {
		for _, h := range e.sections {
			group := string(e.station) + "|" + e.on + "|" + h.section
			if e.desk != "" {
				m.add("desk", group, e.desk, h.doctor)
			}
			if e.summoner != "" {
				m.add("summons", group, e.summoner, h.doctor)
			}
		}
	}
	for _, l := range leaves {
		if l.signer != "" {
			m.add("signed", string(l.log)+"|"+l.kind, l.actor, l.signer)
		}
	}
	for how, groups := range m {
		out = append(out, groups.pairs(how)...)
	}
	for i := range out {
		out[i].Alarm = out[i].Probability < alpha/float64(len(out))
	}
	slices.SortFunc(out, func(a, b Pair) int {
		return cmp.Or(cmp.Compare(a.Probability, b.Probability), cmp.Compare(b.Met, a.Met), cmp.Compare(a.How, b.How), cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B))
	})
	return out
}

// meetings are groups by how people met.
type meetings map[string]parties

// parties are, by group, how often each pair met.
type parties map[string]map[[2]ident.ID]int64

func (m meetings) add(how, group string, a, b ident.ID) {
	if m[how] == nil {
		m[how] = parties{}
	}
	if m[how][group] == nil {
		m[how][group] = map[[2]ident.ID]int64{}
	}
	m[how][group][[2]ident.ID{a, b}]++
}

func (p parties) pairs(how string) (out []Pair) {
	groups := map[[2]ident.ID][]radar.Meeting{}
	for _, met := range p {
		all, first, second := int64(0), map[ident.ID]int64{}, map[ident.ID]int64{}
		for pair, n := range met {
			all, first[pair[0]], second[pair[1]] = all+n, first[pair[0]]+n, second[pair[1]]+n
		}
		for a, n := range first {
			for b, k := range second {
				pair := [2]ident.ID{a, b}
				groups[pair] = append(groups[pair], radar.Meeting{All: all, A: n, B: k, Both: met[pair]})
			}
		}
	}
	for pair, list := range groups {
		met, fewest, most, expected, probability := radar.Together(list)
		if fewest == most {
			continue
		}
		p := Pair{How: how, A: pair[0], B: pair[1], Met: met, Expected: expected, Probability: probability}
		for _, m := range list {
			p.Of += m.A
		}
		out = append(out, p)
	}
	return out
}
