package policy

import (
	"slices"
	"sort"
	"strings"
	"sync/atomic"
	"time"

	"muster/internal/frame/clock"
	"muster/internal/frame/i18n"
)

// Pack is the law of one country, immutable and safe for concurrent use.
type Pack struct {
	code       string
	name       i18n.Text
	version    string
	files      map[string]string // as read, for Bundle
	country    string
	zone       *time.Location
	logOrigin  string
	identity   string
	units      []UnitKind
	scales     map[string][]Term
	aliases    map[string]map[string]string // kind of file, header as printed, column
	sources    map[string]Source
	facts      map[string]*Fact
	factOrder  []string
	derived    map[string]*derivedFact
	parameters map[string]*parameter
	tables     map[string]*table
	questions  map[string]*Question
	clauses    []*clause
	deadlines  []*deadline
	reasons    []dated[Reason]
	gates      []dated[Gate]
	retention  []dated[Retention]
	calendar   *Calendar
	items      map[string]item // everything declared, for Diff
	days       []clock.Date    // the days on which something changes, ascending from ""
	editions   []atomic.Pointer[edition]
}

// dated is a version of something.
type dated[T any] struct {
	within
	value T
}

// UnitKind is a level of the office tree as the country names it. Under lists
// the kinds that may be its parent, nearest first; empty at the root.
type UnitKind struct {
	Code  string
	Name  i18n.Text
	Under []string
	Words []string // how files write it beside its code and its names
}

// Term is one value of a closed, ordered list.
type Term struct {
	Code  string
	Text  i18n.Text
	Words []string // how forms and files write it
}

// Source is a published text that rules are taken from.
type Source struct {
	Code    string
	Name    i18n.Text
	InForce clock.Date
	Tier    string // A the text itself was read, B official page, C secondary, M from memory: to be verified
}

// Reason is a code of a closed list with its text and article.
type Reason struct {
	Code    string // list and name, such as "refusal.late"
	List    string
	Text    i18n.Text
	Article i18n.Text
}

// Gate is one stage of the procedure in order.
type Gate struct {
	Code    string
	Order   int
	Name    i18n.Text
	Owner   i18n.Text
	Contest i18n.Text // how a result is contested
	Results []Term
	Article i18n.Text
}

// Retention says how long a class of records is kept after an event. A keep of
// 0 days means erased at the event, Permanent that it is never erased.
type Retention struct {
	Class     string
	Keep      int
	Unit      string // days, months, years
	Permanent bool
	After     i18n.Text
	Article   i18n.Text
}

// Code is the short name of the pack, such as "cn".
func (p *Pack) Code() string { return p.code }

// Name is the name of the pack for people.
func (p *Pack) Name() i18n.Text { return p.name }

// Version is a short hash of the content of every file of the pack, its tests
// left out. A decision records it beside the day that it was decided for.
func (p *Pack) Version() string { return p.version }

// Country is the ISO 3166 code of the country.
func (p *Pack) Country() string { return p.country }

// Zone is the country's legal time.
func (p *Pack) Zone() *time.Location { return p.zone }

// LogOrigin is the prefix of the names of the country's logs.
func (p *Pack) LogOrigin() string { return p.logOrigin }

// IdentityScheme names the check of identity numbers; empty means none.
func (p *Pack) IdentityScheme() string { return p.identity }

// UnitKinds lists the levels of the office tree from the root down.
func (p *Pack) UnitKinds() []UnitKind { return p.units }

// UnitKindCode is the code of a level that a file names by its code, by its name
// in any language or by one of its words; ok is false for an unknown one.
func (p *Pack) UnitKindCode(word string) (code string, ok bool) {
	for _, u := range p.units {
		if strings.EqualFold(word, u.Code) || word == u.Name.ZH || strings.EqualFold(word, u.Name.EN) || slices.Contains(u.Words, word) {
			return u.Code, true
		}
	}
	return "", false
}

// Scale lists the values of a closed list in order, nil for an unknown one.
func (p *Pack) Scale(name string) []Term { return p.scales[name] }

// Rank is the position of a value in its list, counted from 0; ok is false for
// a value that is not in it.
func (p *Pack) Rank(scale, code string) (rank int, ok bool) {
	for i, term := range p.scales[scale] {
		if term.Code == code {
			return i, true
		}
	}
	return 0, false
}

// Column finds the column that a header of an imported file means; ok is false
// where the pack knows no such header for this kind of file.
func (p *Pack) Column(kind, header string) (column string, ok bool) {
	column, ok = p.aliases[kind][header]
	return column, ok
}

// TermCode finds the code that a word of an imported file means in a closed
// list; a code means itself.
func (p *Pack) TermCode(scale, word string) (code string, ok bool) {
	for _, term := range p.scales[scale] {
		if term.Code == word || term.Text.ZH == word || term.Text.EN == word {
			return term.Code, true
		}
		for _, other := range term.Words {
			if other == word {
				return term.Code, true
			}
		}
	}
	return "", false
}

// Facts lists what the pack's questions may ask, in the order of the files.
func (p *Pack) Facts() []*Fact {
	list := make([]*Fact, 0, len(p.factOrder))
	for _, name := range p.factOrder {
		list = append(list, p.facts[name])
	}
	return list
}

// Fact finds the declaration of a fact.
func (p *Pack) Fact(name string) (*Fact, bool) { f, ok := p.facts[name]; return f, ok }

// Sources lists the published texts of the pack by code.
func (p *Pack) Sources() []Source {
	list := make([]Source, 0, len(p.sources))
	for _, s := range p.sources {
		list = append(list, s)
	}
	sort.Slice(list, func(i, j int) bool { return list[i].Code < list[j].Code })
	return list
}

// WorkingDays is the calendar of working days.
func (p *Pack) WorkingDays() *Calendar { return p.calendar }

// On is the pack as it stands on a day.
func (p *Pack) On(day clock.Date) *View {
	i := sort.Search(len(p.days), func(i int) bool { return p.days[i] > day }) - 1
	if i < 0 {
		i = 0
	}
	e := p.editions[i].Load()
	if e == nil {
		e = p.newEdition(p.days[i])
		p.editions[i].Store(e)
	}
	return &View{pack: p, edition: e, day: day}
}

// Aliases lists the headers of imported files that mean a column of this kind of
// file, sorted.
func (p *Pack) Aliases(kind, column string) []string {
	var list []string
	for header, name := range p.aliases[kind] {
		if name == column {
			list = append(list, header)
		}
	}
	slices.Sort(list)
	return list
}
