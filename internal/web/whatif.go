package web

import (
	"cmp"
	"slices"
	"strings"

	"muster/internal/frame/access"
	"muster/internal/frame/db"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/policy"
	"muster/internal/frame/record"
	"muster/internal/frame/register"
	"muster/internal/frame/unit"
	"muster/internal/insight/smallcell"
	"muster/internal/insight/trend"
	"muster/internal/insight/whatif"
	"muster/internal/intake/cycle"
	"muster/internal/intake/medical"
)

// whatIfData is what the page of a what-if shows.
type whatIfData struct {
	Unit    *unit.Unit
	Cycles  []option
	Drafts  []option
	Day     string
	CutOff  string
	Groups  []termGroup
	Choose  string // where to choose an office whose seats can be set; empty where they are
	Answer  *whatif.Answer
	Changed []string     // as muster whatif writes it
	Said    []said       // the same in words
	Shown   []whatif.Row // of the answer
	Few     []whatif.Row // counties of which nothing is to be seen
	Draft   string       // name of the draft that was asked about
	Fault   *fault.Fault
}

// termGroup is a part of the form: terms that belong together.
type termGroup struct {
	Title i18n.Text
	Terms []term
	Open  bool
}

// said is a change in words, with the name by which the command knows it.
type said struct {
	Label     i18n.Text
	From, To  string
	Parameter string
}

// term is one number that can be set, named as muster whatif names it.
type term struct {
	Name    string
	Label   i18n.Text
	Now     string // as it is
	Value   string // as it is asked about
	Decimal bool
}

var whatIfTitle = i18n.T("假如……谁会入选", "What if: who would gain and who would lose")

// mostCounties is up to how many counties their seats are fields of the form.
const mostCounties = 30

// asker is who may ask about the figures of a unit, with the purpose of the reading.
func (q *request) asker() (u *unit.Unit, purpose access.Purpose, err error) {
	grants := whatif.Readers()
	purpose = register.FirstPurpose(grants, q.actor)
	if q.citizen() || !access.AnyRole(grants, q.actor, purpose) {
		return nil, "", access.Denied()
	}
	code := cmp.Or(unit.Code(q.URL.Query().Get("unit")), q.actor.Unit)
	u, ok := q.s.App.Road.Tree().Get(code)
	if !ok || !slices.ContainsFunc(q.actor.Ranges, func(r unit.Range) bool { return r.Contains(u.Place) }) {
		return nil, "", fault.New(fault.Unknown, "unit.scope", "没有这个单位,或不在您的范围内。", "There is no such unit, or it is outside your scope.")
	}
	return u, purpose, nil
}

// whatIfPage chooses the lists of an intake again under other terms. It answers a
// GET: it changes nothing but the ledger of readings.
func (s *server) whatIfPage(q *request) error {
	u, purpose, err := q.asker()
	if err != nil {
		return err
	}
	d := whatIfData{Unit: u, Day: q.URL.Query().Get("day"), CutOff: q.URL.Query().Get("cutoff")}
	listed, err := q.newestListed()
	if err != nil {
		return err
	}
	intake, err := q.cycles(&d.Cycles, listed)
	if err != nil {
		return err
	}
	if intake == nil {
		return q.show(whatIfPage(q.page(whatIfTitle), d))
	}
	many := false
	if d.Groups, many, err = q.terms(u, intake); err != nil {
		return err
	}
	if many {
		d.Choose = "/insight/funnel?unit=" + string(u.Code)
	}
	for _, name := range s.App.Drafts() {
		d.Drafts = append(d.Drafts, option{Value: name, Label: name, Chosen: name == q.URL.Query().Get("draft")})
	}
	if q.URL.Query().Has("ask") {
		if d.Answer, err = q.askWhatIf(&d, purpose, intake.ID); err != nil {
			if d.Fault = fault.As(err); d.Fault.Kind == fault.Internal || d.Fault.Kind == fault.Denied {
				return err
			}
		}
		d.divide()
	}
	return q.show(whatIfPage(q.page(whatIfTitle), d))
}

// divide sets counties aside of which nothing changes, or nothing is shown, where there
// are many.
func (d *whatIfData) divide() {
	if d.Answer == nil {
		return
	}
	for _, r := range d.Answer.Table.Rows {
		still := func(c smallcell.Cell) bool { return c.Hidden || c.N == 0 }
		if r.By == "county" && still(r.Gain) && still(r.Lose) && still(r.Unknown) {
			d.Few = append(d.Few, r)
		} else {
			d.Shown = append(d.Shown, r)
		}
	}
	if len(d.Few) <= openRows {
		d.Shown, d.Few = d.Answer.Table.Rows, nil
	}
}

func (q *request) askWhatIf(d *whatIfData, purpose access.Purpose, intake ident.ID) (*whatif.Answer, error) {
	a := q.s.App
	var draft *policy.Pack
	var err error
	if name := q.URL.Query().Get("draft"); name != "" {
		if draft, err = a.Draft(name); err != nil {
			return nil, err
		}
		d.Draft = name
	}
	for _, name := range []string{"day", "cutoff"} {
		if v := q.URL.Query().Get(name); v != "" {
			d.Changed = append(d.Changed, name+"="+v)
			d.Said = append(d.Said, said{map[string]i18n.Text{"day": lawOfDay, "cutoff": closingOn}[name], "", v, name})
		}
	}
	for _, g := range d.Groups {
		for _, t := range g.Terms {
			if t.Value != t.Now {
				d.Changed = append(d.Changed, t.Name+"="+t.Value)
				d.Said = append(d.Said, said{g.Title.And(i18n.T(":", ": ")).And(t.Label), t.Now, t.Value, t.Name})
			}
		}
	}
	for _, name := range q.others(d.Groups) {
		value := q.URL.Query().Get(name)
		d.Changed = append(d.Changed, name+"="+value)
		d.Said = append(d.Said, said{To: value, Parameter: name})
	}
	change, err := whatif.Set(a.Pack, draft, d.Changed)
	if err != nil {
		return nil, err
	}
	reader := whatif.Reader{Road: a.Road, Vault: a.Vault, Pack: a.Pack, Key: medical.Key(a.Keys.Derive)}
	return reader.Ask(q.Context(), whatif.Asking{Actor: q.actor, Purpose: purpose, Cycle: intake, Unit: d.Unit.Code, Change: change})
}

// others are the changes that the address names and the form has no field for, such as
// the seats of one of many counties.
func (q *request) others(groups []termGroup) (out []string) {
	for name := range q.URL.Query() {
		kind, _, ok := strings.Cut(name, ".")
		field := slices.ContainsFunc(groups, func(g termGroup) bool {
			return slices.ContainsFunc(g.Terms, func(t term) bool { return t.Name == name })
		})
		if ok && !field && slices.Contains([]string{"quota", "row", "score", "eligibility"}, kind) && q.URL.Query().Get(name) != "" {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// What two fields of the form are called.
var (
	lawOfDay  = i18n.T("按此日的规定和年龄", "Law and ages of this day")
	closingOn = i18n.T("报名截止改为此日", "Sign-up closing on this day")
)

// newestListed is the newest intake in which somebody stands on a list: there is
// nothing to choose again in one that has just begun. "" where there is none; ids
// sort by time.
func (q *request) newestListed() (id ident.ID, err error) {
	err = q.s.App.Store.Read(q.Context(), func(tx *db.Tx) error {
		_, err := tx.One("SELECT COALESCE(MAX(cycle), '') FROM ranking WHERE state <> 'void'", nil, (*string)(&id))
		return err
	})
	return id, err
}

// cycles fills a choice of intakes, the newest first, and gives the chosen one,
// otherwise the usual one or the newest; nil where there is none.
func (q *request) cycles(to *[]option, usual ident.ID) (chosen *cycle.Cycle, err error) {
	var list []*cycle.Cycle
	err = q.s.App.Store.Read(q.Context(), func(tx *db.Tx) (err error) {
		list, err = record.All[cycle.Cycle](tx, cycle.Table, "state IN ('open', 'closed') ORDER BY id DESC")
		return err
	})
	if err != nil || len(list) == 0 {
		return nil, err
	}
	asked := q.URL.Query().Get("cycle")
	at := slices.IndexFunc(list, func(c *cycle.Cycle) bool { return string(c.ID) == cmp.Or(asked, string(usual)) })
	if at < 0 && asked != "" {
		return nil, trend.NoIntake()
	}
	chosen = list[max(at, 0)]
	for _, c := range list {
		*to = append(*to, option{Value: string(c.ID), Label: c.Name, Chosen: c == chosen})
	}
	return chosen, nil
}

// groupNames are what the groups of a what-if are called.
var groupNames = map[string]i18n.Text{"all": {}, "sex": i18n.T("按性别", "By sex"), "graduate": i18n.T("按是否大学毕业生", "Graduates and others"),
	"education": i18n.T("按学历", "By education"), "county": i18n.T("按县(市、区)", "By county")}

// hiddenMark stands for a count that is not shown.
const hiddenMark = "·"

// shownCell is a cell with thousands marks.
func shownCell(c smallcell.Cell) string {
	if c.Hidden {
		return hiddenMark
	}
	return number(c.N)
}

// hiddenNote says what a dot in a table means.
var hiddenNote = i18n.T("“·”:少于 5 人,或可由此推算出少于 5 人的数,不显示。", "“·”: fewer than 5 people, or a count from which such a one could be computed; not shown.")
