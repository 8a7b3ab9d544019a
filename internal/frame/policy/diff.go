package policy

import (
	"reflect"
	"slices"
	"strings"

	"muster/internal/frame/clock"
)

// item is one declaration as it is written, for comparing packs.
type item struct {
	key  string
	text string
	node node
}

// item remembers a declaration. Versions of one thing in separate entries share
// a key and are compared together.
func (l *loader) item(kind, name string, n node) {
	key := kind + " " + name
	i := l.pack.items[key]
	i.key, i.text, i.node = key, i.text+written(n), n
	l.pack.items[key] = i
}

// written is the text of a declaration without its place and comments.
func written(n node) string {
	if n.value == nil {
		return ""
	}
	return n.value.String() + "\n"
}

// Change is one difference between two packs: a declaration, or the answer to a
// sample. An empty Old or New means that it is not there.
type Change struct {
	What string `json:"what"` // such as "parameter registration.age" or "sample 3 eligibility"
	Old  string `json:"old"`
	New  string `json:"new"`
}

// Sample is a set of facts whose answers two packs are compared by.
type Sample struct {
	Question string         `json:"question"`
	On       clock.Date     `json:"on"`
	Facts    map[string]any `json:"facts"`
}

// Diff lists what differs between two packs, by name, and then the samples
// whose outcome, lines or asked facts differ. An old answer that was refused
// shows as its fault.
func Diff(old, other *Pack, samples ...Sample) []Change {
	changes := []Change{}
	keys := map[string]bool{}
	for key := range old.items {
		keys[key] = true
	}
	for key := range other.items {
		keys[key] = true
	}
	for key := range keys {
		if before, after := old.items[key].text, other.items[key].text; before != after {
			changes = append(changes, Change{What: key, Old: strings.TrimSpace(before), New: strings.TrimSpace(after)})
		}
	}
	slices.SortFunc(changes, func(a, b Change) int { return strings.Compare(a.What, b.What) })
	for _, s := range samples {
		before, after := outcomeLines(old, s), outcomeLines(other, s)
		if !reflect.DeepEqual(before, after) {
			changes = append(changes, Change{What: "sample " + s.Question + " " + string(s.On), Old: strings.Join(before, "\n"), New: strings.Join(after, "\n")})
		}
	}
	return changes
}

func outcomeLines(p *Pack, s Sample) []string {
	answer, err := p.On(s.On).Explain(s.Question, s.Facts)
	if err != nil {
		return []string{err.Error()}
	}
	list := []string{answer.Outcome}
	for _, line := range answer.Lines {
		list = append(list, line.Rule+" "+line.Outcome)
	}
	for _, name := range answer.Ask {
		list = append(list, "? "+name)
	}
	return list
}
