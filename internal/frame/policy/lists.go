package policy

import (
	"slices"
	"strings"

	"muster/internal/frame/i18n"
)

func (l *loader) scaleSection() {
	for _, n := range l.sections["scales"] {
		r := n.record("name", "values")
		name := r.need("name").word()
		if _, taken := l.pack.scales[name]; taken {
			n.problem("duplicate", "“{name}”重复声明。", "{name} is declared twice.", "name", name)
		}
		l.pack.scales[name] = terms(r.need("values"))
		l.item("scale", name, n)
	}
}

func terms(n node) []Term {
	var list []Term
	for _, at := range n.list() {
		r := at.record("code", "text", "words")
		term := Term{Code: r.need("code").word(), Text: r.need("text").text(), Words: r.get("words").words()}
		if slices.ContainsFunc(list, func(other Term) bool { return other.Code == term.Code }) {
			at.problem("duplicate", "“{name}”重复声明。", "{name} is declared twice.", "name", term.Code)
		}
		list = append(list, term)
	}
	return list
}

func (l *loader) unitSection() {
	for _, n := range l.sections["units"] {
		r := n.record("kind", "name", "under", "words")
		kind := UnitKind{Code: r.need("kind").word(), Name: r.need("name").text(), Under: r.get("under").words(), Words: r.get("words").words()}
		for _, parent := range kind.Under {
			if !slices.ContainsFunc(l.pack.units, func(u UnitKind) bool { return u.Code == parent }) && parent != kind.Code {
				n.problem("unit.unknown", "上级类别“{name}”未在此前声明。", "the parent kind {name} is not declared before.", "name", parent)
			}
		}
		l.pack.units = append(l.pack.units, kind)
		l.item("unit", kind.Code, n)
	}
}

func (l *loader) aliasSection() {
	for _, n := range l.sections["aliases"] {
		for _, kind := range n.pairs() {
			headers := l.pack.aliases[kind.name]
			if headers == nil {
				headers = map[string]string{}
				l.pack.aliases[kind.name] = headers
			}
			l.item("aliases", kind.name, kind.value)
			for _, c := range kind.value.pairs() {
				for _, header := range c.value.list() {
					if other, taken := headers[header.word()]; taken {
						header.problem("duplicate", "表头“{name}”已指“{other}”。", "the header {name} already means {other}.",
							"name", header.word(), "other", other)
					}
					headers[header.word()] = c.name
				}
			}
		}
	}
}

func (l *loader) reasonSection() {
	spans := map[string][]within{}
	for _, n := range l.sections["reasons"] {
		r := n.record("list", "codes")
		list := r.need("list").word()
		for _, at := range r.need("codes").list() {
			c := at.record("code", "text", "article", "from", "to")
			reason := Reason{Code: list + "." + c.need("code").word(), List: list, Text: c.need("text").text(), Article: l.cite(c.need("article"))}
			w := l.span(c, c.get("article"))
			spans[reason.Code] = append(spans[reason.Code], w)
			l.pack.reasons = append(l.pack.reasons, dated[Reason]{w, reason})
			l.item("reason", reason.Code, at)
		}
	}
	for code, list := range spans {
		checkSpans(code, list)
	}
}

func (l *loader) gateSection() {
	spans := map[string][]within{}
	for _, n := range l.sections["gates"] {
		r := n.record("code", "order", "name", "owner", "contest", "results", "article", "from", "to")
		g := Gate{Code: r.need("code").word(), Order: int(r.need("order").whole()), Name: r.need("name").text(), Owner: r.need("owner").text(),
			Contest: r.need("contest").text(), Results: terms(r.need("results")), Article: l.cite(r.need("article"))}
		w := l.span(r, r.get("article"))
		spans[g.Code] = append(spans[g.Code], w)
		l.pack.gates = append(l.pack.gates, dated[Gate]{w, g})
		l.item("gate", g.Code, n)
	}
	for code, list := range spans {
		checkSpans(code, list)
	}
}

func (l *loader) retentionSection() {
	spans := map[string][]within{}
	for _, n := range l.sections["retention"] {
		r := n.record("class", "keep", "unit", "permanent", "after", "article", "from", "to")
		t := Retention{Class: r.need("class").word(), Keep: int(r.get("keep").whole()), Unit: r.get("unit").word(),
			Permanent: r.get("permanent").flag(), After: r.need("after").text(), Article: l.cite(r.need("article"))}
		if !t.Permanent && !slices.Contains([]string{"days", "months", "years"}, t.Unit) {
			n.problem("unit", "保存期限的单位应为 days、months 或 years。", "the unit of a retention must be days, months or years.")
		}
		w := l.span(r, r.get("article"))
		spans[t.Class] = append(spans[t.Class], w)
		l.pack.retention = append(l.pack.retention, dated[Retention]{w, t})
		l.item("retention", t.Class, n)
	}
	for class, list := range spans {
		checkSpans(class, list)
	}
}

// bilingual puts an article into one text that readers of both languages can use.
func bilingual(t i18n.Text) string { return strings.TrimSuffix(t.ZH+" · "+t.EN, " · ") }
