package policy

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync/atomic"
	"time"
	_ "time/tzdata" // a pack names its zone; the machine may lack the data

	"cel.dev/cel-go/cel"

	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
)

// testFolder holds the tests beside the pack; it is no part of the law.
const testFolder = "tests"

// Load reads a pack. The error joins every problem found, each a *fault.Fault
// with file and line.
func Load(fsys fs.FS) (*Pack, error) {
	pack, problems := read(fsys)
	if len(problems) == 0 {
		return pack, nil
	}
	joined := make([]error, len(problems))
	for i, p := range problems {
		joined[i] = p
	}
	return nil, errors.Join(joined...)
}

// Check lists everything that is wrong with a pack, in the order of files and
// lines: a wrong type, a gap or an overlap in dates, an unknown field, name or
// source, a missing translation, an expression that does not compile. Nil means
// that Load succeeds.
func Check(fsys fs.FS) []*fault.Fault {
	_, problems := read(fsys)
	return problems
}

// loader is one reading of a pack.
type loader struct {
	problems
	pack     *Pack
	sections map[string][]node
	names    map[string]node // everything an expression can name, and where it is declared
	bounds   boundaries
	env      *cel.Env
}

var sectionNames = []string{"pack", "sources", "units", "scales", "aliases", "facts", "derived", "parameters", "tables",
	"questions", "clauses", "deadlines", "reasons", "gates", "calendars", "retention"}

func read(fsys fs.FS) (*Pack, []*fault.Fault) {
	l := &loader{sections: map[string][]node{}, names: map[string]node{}, bounds: boundaries{}, pack: &Pack{
		scales: map[string][]Term{}, aliases: map[string]map[string]string{}, sources: map[string]Source{}, facts: map[string]*Fact{},
		derived: map[string]*derivedFact{}, parameters: map[string]*parameter{}, tables: map[string]*table{},
		questions: map[string]*Question{}, items: map[string]item{}}}
	l.files(fsys)
	for _, section := range []func(){l.header, l.sourceSection, l.scaleSection, l.unitSection, l.aliasSection, l.factSection,
		l.parameterSection, l.tableSection, l.environment, l.derivedSection, l.questionSection, l.clauseSection,
		l.deadlineSection, l.reasonSection, l.gateSection, l.retentionSection, l.calendars} {
		section()
	}
	l.pack.days = l.bounds.sorted()
	l.pack.editions = make([]atomic.Pointer[edition], len(l.pack.days))
	slices.SortStableFunc(l.list, func(a, b *fault.Fault) int {
		if byFile := strings.Compare(a.Place.File, b.Place.File); byFile != 0 {
			return byFile
		}
		return a.Place.Line - b.Place.Line
	})
	return l.pack, l.list
}

// files reads every YAML file outside the tests and hashes what it read.
func (l *loader) files(fsys fs.FS) {
	hash := sha256.New()
	err := fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && name == testFolder {
			return fs.SkipDir
		}
		if entry.IsDir() || path.Ext(name) != ".yaml" {
			return nil
		}
		content, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		fmt.Fprintf(hash, "%d %s %d\n%s", len(name), name, len(content), content)
		l.file(name, content)
		return nil
	})
	if err != nil {
		l.list = append(l.list, fault.New(fault.Unknown, "policy.unreadable", "无法读取政策包。", "the policy pack cannot be read.").Because(err))
	}
	l.pack.version = hex.EncodeToString(hash.Sum(nil))[:12]
}

func (l *loader) file(name string, content []byte) {
	root, ok := parse(name, content, &l.problems)
	if !ok {
		return
	}
	for _, p := range root.pairs() {
		switch {
		case !slices.Contains(sectionNames, p.name):
			p.value.problem("field.unknown", "未知字段“{name}”。", "unknown field {name}.", "name", p.name)
		case p.name == "pack" || p.name == "aliases":
			l.sections[p.name] = append(l.sections[p.name], p.value)
		default:
			l.sections[p.name] = append(l.sections[p.name], p.value.list()...)
		}
	}
}

// declare takes a name for expressions; a name can mean one thing only.
func (l *loader) declare(name string, at node) {
	if before, taken := l.names[name]; taken {
		at.problem("duplicate", "“{name}”重复声明（另见 {file}:{line}）。", "{name} is declared twice (see {file}:{line}).",
			"name", name, "file", before.file, "line", before.line)
	}
	l.names[name] = at
}

func (l *loader) header() {
	list := l.sections["pack"]
	if len(list) != 1 {
		l.add("pack.yaml", 1, "header", "政策包应恰好有一个 pack 段。", "a pack must have exactly one section named pack.")
		l.pack.zone = time.UTC
		return
	}
	r := list[0].record("code", "name", "country", "time_zone", "log_origin", "identity_number")
	p := l.pack
	p.code, p.name, p.country = r.need("code").word(), r.need("name").text(), r.need("country").word()
	p.logOrigin, p.identity = r.need("log_origin").word(), r.get("identity_number").word()
	zone, err := time.LoadLocation(r.need("time_zone").word())
	if err != nil {
		r.get("time_zone").problem("zone", "未知时区“{name}”。", "unknown time zone {name}.", "name", r.get("time_zone").word())
		zone = time.UTC
	}
	p.zone = zone
}

// span reads from and to; where from is not given, the day on which the cited
// source came into force stands for it.
func (l *loader) span(r record, article node) within {
	w := within{Span{r.get("from").date(), r.get("to").date()}, r.at}
	if w.From.IsZero() && article.given() {
		code, _, _ := strings.Cut(article.word(), " ")
		w.From = l.pack.sources[strings.TrimSuffix(code, ";")].InForce
	}
	l.bounds.add(w.Span)
	return w
}

// cite reads an article such as "service-law 20" or "service-law 20; notice":
// codes of declared sources, each with an optional article.
func (l *loader) cite(n node) i18n.Text {
	if !n.given() {
		return i18n.Text{}
	}
	var zh, en []string
	for _, part := range strings.Split(n.word(), ";") {
		code, clause, _ := strings.Cut(strings.TrimSpace(part), " ")
		source, ok := l.pack.sources[code]
		if !ok {
			n.problem("source.unknown", "未知依据“{code}”。", "unknown source {code}.", "code", code)
			continue
		}
		if clause == "" {
			zh, en = append(zh, "《"+source.Name.ZH+"》"), append(en, source.Name.EN)
			continue
		}
		zh, en = append(zh, "《"+source.Name.ZH+"》第"+clause+"条"), append(en, source.Name.EN+", Art. "+clause)
	}
	return i18n.T(strings.Join(zh, "、"), strings.Join(en, "; "))
}

func (l *loader) sourceSection() {
	for _, n := range l.sections["sources"] {
		r := n.record("code", "name", "in_force", "tier")
		s := Source{Code: r.need("code").word(), Name: r.need("name").text(), InForce: r.get("in_force").date(), Tier: r.need("tier").word()}
		if _, taken := l.pack.sources[s.Code]; taken {
			n.problem("duplicate", "“{name}”重复声明。", "{name} is declared twice.", "name", s.Code)
		}
		l.pack.sources[s.Code] = s
		l.item("source", s.Code, n)
	}
}

// dayIn is the day of a year that a month and day such as "10-31" names.
func dayIn(year int64, monthDay string) (clock.Date, error) {
	return clock.ParseDate(fmt.Sprintf("%04d-%s", year, monthDay))
}
