package policy

import (
	"slices"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"muster/internal/frame/clock"
)

// edition is what is in force between two days on which something changes.
type edition struct {
	values    map[string]inForce // parameters and tables as expressions see them
	settings  map[string]dated[setting]
	rows      map[string][]Row
	clauses   map[string][]*clause
	deadlines map[string]Deadline
	counted   []*deadline
	reasons   map[string]Reason
	lists     map[string][]Reason
	gates     []Gate
	retention map[string]Retention
}

// inForce is a value and the day since which it holds.
type inForce struct {
	value ref.Val
	since clock.Date
}

func (p *Pack) newEdition(day clock.Date) *edition {
	e := &edition{values: map[string]inForce{}, settings: map[string]dated[setting]{}, rows: map[string][]Row{}, clauses: map[string][]*clause{},
		deadlines: map[string]Deadline{}, reasons: map[string]Reason{}, lists: map[string][]Reason{}, retention: map[string]Retention{}}
	for name, parameter := range p.parameters {
		if i := slices.IndexFunc(parameter.versions, func(v dated[setting]) bool { return v.Covers(day) }); i >= 0 {
			e.settings[name] = parameter.versions[i]
			e.values[name] = inForce{parameter.versions[i].value.value, parameter.versions[i].From}
		}
	}
	for _, t := range p.tables {
		e.addTable(t, day)
	}
	for _, c := range p.clauses {
		if c.Covers(day) {
			e.clauses[c.question.Name] = append(e.clauses[c.question.Name], c)
		}
	}
	for _, d := range p.deadlines {
		if d.Covers(day) {
			e.addDeadline(d)
		}
	}
	e.addLists(p, day)
	return e
}

func (e *edition) addTable(t *table, day clock.Date) {
	cells, since := map[ref.Val]ref.Val{}, clock.Date("")
	for _, row := range t.rows {
		if row.Covers(day) {
			e.rows[t.name] = append(e.rows[t.name], row.value)
			cells[types.String(row.value.key)] = types.NewRefValMap(types.DefaultTypeAdapter, row.value.cells)
			since = max(since, row.From)
		}
	}
	e.values[t.name] = inForce{types.NewRefValMap(types.DefaultTypeAdapter, cells), since}
}

func (e *edition) addDeadline(d *deadline) {
	limit := d.Deadline
	if name := d.parameter; name != "" {
		sign := 1
		if name[0] == '-' {
			sign, name = -1, name[1:]
		}
		amount, _ := e.settings[name].value.native.(int64)
		limit.Amount = sign * int(amount)
	}
	limit.Label = limit.Label.With("amount", abs(limit.Amount))
	e.deadlines[d.Name] = limit
	e.counted = append(e.counted, d)
}

func (e *edition) addLists(p *Pack, day clock.Date) {
	for _, r := range p.reasons {
		if r.Covers(day) {
			e.reasons[r.value.Code] = r.value
			e.lists[r.value.List] = append(e.lists[r.value.List], r.value)
		}
	}
	for _, g := range p.gates {
		if g.Covers(day) {
			e.gates = append(e.gates, g.value)
		}
	}
	slices.SortFunc(e.gates, func(a, b Gate) int { return a.Order - b.Order })
	for _, r := range p.retention {
		if r.Covers(day) {
			e.retention[r.value.Class] = r.value
		}
	}
}
