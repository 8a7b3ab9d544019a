package trend

import (
	"cmp"
	"fmt"
	"slices"

	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
)

// compare explains the change between the intake asked about and the one it is held
// against: by default the newest that came to the later point of the gate, and the
// one before it that did. Where a count of either up to that point is hidden there
// is no explanation: it would tell it.
func (f *Figures) compare() {
	var reached []Intake
	for _, i := range f.Intakes {
		if f.counts.at(i.ID, nil, f.To) > 0 {
			reached = append(reached, i)
		}
	}
	after := slices.IndexFunc(reached, func(i Intake) bool { return i.ID == f.Intake })
	if f.Intake == "" {
		after = len(reached) - 1
	}
	before := after - 1
	if f.Against != "" {
		before = slices.IndexFunc(reached, func(i Intake) bool { return i.ID == f.Against })
	}
	if after < 0 || before < 0 || before == after {
		return
	}
	ch := &Change{Before: reached[before], After: reached[after]}
	old, now := f.line(ch.Before, nil), f.line(ch.After, nil)
	for p := 0; p <= f.To; p++ {
		if old.At[p].Hidden || now.At[p].Hidden {
			return
		}
	}
	ch.Old, ch.New = old.At[:f.To+1], now.At[:f.To+1]
	ch.From, ch.To = old.At[f.To], now.At[f.To]
	ch.Parts = Decompose(upTo(f.counts, ch.Before.ID, f.To), upTo(f.counts, ch.After.ID, f.To))
	f.Change = ch
}

func upTo(c *counts, id ident.ID, point int) (out []int64) {
	for p := 0; p <= point; p++ {
		out = append(out, c.at(id, nil, p))
	}
	return out
}

// Cause names what a part is due to.
func (p Part) Cause() i18n.Text {
	if p.Gate == 0 {
		return i18n.T("报名人数", "number of applicants")
	}
	points := Points()
	return i18n.T("“{from}→{to}”通过率", "pass rate {from} → {to}").With("from", points[p.Gate-1], "to", points[p.Gate])
}

// Words answers the first question of every meeting in one line.
func (ch *Change) Words(to int) i18n.Text {
	by := ch.To.N - ch.From.N
	parts := slices.Clone(ch.Parts)
	slices.SortStableFunc(parts, func(a, b Part) int { return cmp.Compare(max(b.People, -b.People), max(a.People, -a.People)) })
	var zh, en string
	for _, p := range parts {
		if p.People == 0 {
			continue
		}
		if zh != "" {
			zh, en = zh+"、", en+", "
		}
		cause := p.Cause()
		zh += fmt.Sprintf("%s %+d 人%s", cause.ZH, p.People, ch.figures(p.Gate).ZH)
		en += fmt.Sprintf("%s %+d%s", cause.EN, p.People, ch.figures(p.Gate).EN)
	}
	if zh == "" {
		zh, en = "无", "nothing"
	}
	note := i18n.T("", "")
	if ch.After.Running || ch.Before.Running {
		note = i18n.T("(有批次仍在进行)", " (an intake is still running)")
	}
	return i18n.T("“{point}”:{after} {new} 人,{before} {old} 人,相差 {by} 人;其中 ", "{point}: {new} in {after}, {old} in {before}, a change of {by}; of it ").
		With("point", Points()[to], "after", ch.After.Name, "before", ch.Before.Name, "new", ch.To.N, "old", ch.From.N, "by", fmt.Sprintf("%+d", by)).
		And(i18n.T(zh, en)).And(i18n.T("。", ".")).And(note)
}

// figures are the numbers behind a part: applicants then and now, or the rates with
// what they are of.
func (ch *Change) figures(gate int) i18n.Text {
	if gate == 0 {
		text := fmt.Sprintf("%d → %d", ch.Old[0].N, ch.New[0].N)
		return i18n.T("("+text+")", " ("+text+")")
	}
	text := fmt.Sprintf("%d/%d → %d/%d", ch.Old[gate].N, ch.Old[gate-1].N, ch.New[gate].N, ch.New[gate-1].N)
	return i18n.T("("+text+")", " ("+text+")")
}
