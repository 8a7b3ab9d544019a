package quota

import (
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/house"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/policy"
	"muster/internal/frame/record"
	"muster/internal/frame/register"
	"muster/internal/frame/unit"
	"muster/internal/intake/cases"
	"muster/internal/intake/cycle"
	"muster/internal/intake/quota/weigh"
	"muster/internal/people"
)

// Basis is the published weights of the units below one, computed from records
// once and then fixed: whoever signs a division signs these very numbers.
type Basis struct {
	record.Base
	Name         string     `f:"name,search,max=200" zh:"名称" en:"Name"`
	Cycle        ident.ID   `f:"cycle,required,filter,ref=cycle" zh:"征集批次" en:"Intake"`
	Day          clock.Date `f:"day" zh:"取数日期" en:"Figures of"`
	Coefficients []string   `f:"coefficients" zh:"系数" en:"Coefficients"`
	Inputs       []string   `f:"inputs" zh:"基数(单位=登记/人口/毕业生和在校生/以往上站/以往合格/灾情系数)" en:"Inputs (unit=registered/population/graduates and students/examined before/passed before/factor)"`
	Weights      []string   `f:"weights" zh:"权重(单位=数值)" en:"Weights (unit=number)"`
	Source       string     `f:"source,long" zh:"手工数据的来源" en:"Source of figures given by hand"`
}

// Computed is the state of a basis.
const Computed = "computed"

// Bases is the table of bases.
var Bases = record.NewTable[Basis]("quota_basis", i18n.T("名额基数", "Basis of quotas"),
	record.State{Name: Computed, Label: i18n.T("已计算", "computed")},
	record.State{Name: register.Ended, Label: i18n.T("已作废", "withdrawn"), End: true}, act.VoidState)

// Computing is the body of computing a basis for the actor's unit. Population
// replaces the count of those on file by an official figure.
type Computing struct {
	Cycle      ident.ID `f:"cycle,required,ref=cycle" zh:"征集批次" en:"Intake"`
	Population []string `f:"population" zh:"官方人口数(单位=人数;不填用在册人数)" en:"Official population (unit=number; else those on file)"`
	Factors    []string `f:"factors" zh:"灾情系数(单位=数值)" en:"Factor after a disaster (unit=number)"`
	Source     string   `f:"source,long" zh:"手工数据的来源" en:"Source of figures given by hand"`
}

func declareBases(h *house.House, officer []access.Grant) {
	act.Declare(h.Book, act.Spec[Basis, *Basis, Computing]{
		Name: "quota_basis.compute", Title: i18n.T("计算名额基数", "Compute the basis of quotas"), Table: Bases, New: true, To: []string{Computed},
		By: officer, Basis: "conscription-regulation 5",
		Do: func(w *act.Work, s *Basis, b *Computing) error { return compute(w, h.Pack.On(w.Today()), s, b) }})
	act.Declare(h.Book, act.Spec[Basis, *Basis, register.Ending]{
		Name: "quota_basis.withdraw", Title: i18n.T("作废名额基数", "Withdraw the basis"), Table: Bases, From: []string{Computed}, To: []string{register.Ended},
		By: officer, Do: func(_ *act.Work, s *Basis, _ *register.Ending) error { s.State = register.Ended; return nil }})
	h.Shelf.Add(h.Book, &register.Register{Table: Bases, Floor: "intake", Columns: []string{"name", "unit", "cycle", "day", "state"}, Read: readers()})
}

// compute reads the figures, weighs each set of siblings and fixes the result.
func compute(w *act.Work, law *policy.View, s *Basis, b *Computing) error {
	c, err := coefficients(law, s)
	if err != nil {
		return err
	}
	intakes, err := act.List[cycle.Cycle](w, cycle.Table, "state <> 'void'")
	if err != nil {
		return err
	}
	current := slices.IndexFunc(intakes, func(x *cycle.Cycle) bool { return x.ID == b.Cycle })
	if current < 0 {
		return fault.New(fault.Invalid, "cycle.unknown", "没有这个征集批次。", "There is no such intake.").OnField("cycle", "cycle.unknown", "没有这个批次。", "There is none.")
	}
	years, err := law.Int("quota.pass_rate_years")
	if err != nil {
		return err
	}
	found, err := read(w, s.Unit, earlier(intakes, intakes[current], years))
	if err != nil {
		return err
	}
	if err := found.byHand(b); err != nil {
		return err
	}
	s.Cycle, s.Day, s.Source, s.State = b.Cycle, w.Today(), b.Source, Computed
	s.Name = fmt.Sprintf("%s · %s · %s", w.Tree.Name(s.Unit), intakes[current].Name, s.Day)
	for _, group := range found.groups {
		figures := make([]weigh.Figures, len(group))
		for i, u := range group {
			figures[i] = *found.figures[u.Code]
		}
		for i, weight := range weigh.Weigh(figures, c) {
			s.Inputs = append(s.Inputs, string(group[i].Code)+"="+inputText(figures[i]))
			s.Weights = append(s.Weights, string(group[i].Code)+"="+weight)
		}
	}
	if len(s.Weights) == 0 {
		return fault.New(fault.Conflict, "basis.leaf", "{unit}没有下级单位。", "{unit} has no units below it.", "unit", w.Tree.Name(s.Unit))
	}
	return nil
}

// coefficients reads the published numbers and notes them on the basis.
func coefficients(law *policy.View, s *Basis) (c weigh.Coefficients, err error) {
	for _, x := range []struct {
		name string
		into **big.Rat
	}{{"quota.weight.registered", &c.Registered}, {"quota.weight.population", &c.Population}, {"quota.weight.graduates", &c.Graduates},
		{"quota.pass_rate_floor", &c.Floor}, {"quota.pass_rate_ceiling", &c.Ceiling}} {
		text, err := law.DecimalText(x.name)
		if err != nil {
			return c, err
		}
		if *x.into, err = weigh.Decimal(text); err != nil {
			return c, err
		}
		s.Coefficients = append(s.Coefficients, x.name+"="+text)
	}
	return c, c.Check()
}

// earlier lists the other intakes that opened in the years before the day of the
// current one, or before today where it has not opened.
func earlier(all []*cycle.Cycle, current *cycle.Cycle, years int64) (out []ident.ID) {
	until := current.PolicyDay
	if until.IsZero() {
		until = current.SignUp
	}
	from := clock.NewDate(until.Year()-int(years), 1, 1)
	for _, c := range all {
		if c.ID != current.ID && !c.PolicyDay.IsZero() && from <= c.PolicyDay && c.PolicyDay < until {
			out = append(out, c.ID)
		}
	}
	return out
}

// gathered is the figures of every unit that seats are divided among: one set
// of siblings below the unit, or, above the counties, one below each unit down
// to them.
type gathered struct {
	groups  [][]*unit.Unit
	figures map[unit.Code]*weigh.Figures
}

// read counts the records below a unit. Above the counties they are counted by
// home county, within one by unit, and then added up the tree.
func read(w *act.Work, top unit.Code, before []ident.ID) (*gathered, error) {
	g := &gathered{figures: map[unit.Code]*weigh.Figures{}}
	g.descend(w, top)
	u, ok := w.Tree.Get(top)
	if !ok {
		return nil, act.UnknownUnit(top)
	}
	key := "county"
	if w.Tree.Ancestor(top, unit.County) != nil {
		key = "unit"
	}
	for _, s := range series(before) {
		for _, r := range w.Tree.Scope(u.Code) {
			counts, err := w.Counts("SELECT "+key+", COUNT(*) FROM "+s.from+" AND place >= $1 AND place < $2 GROUP BY "+key,
				append([]any{string(r.From), string(r.To)}, s.args...))
			if err != nil {
				return nil, err
			}
			for code, n := range counts {
				g.credit(w, unit.Code(code), func(f *weigh.Figures) { *s.into(f) += n })
			}
		}
	}
	return g, nil
}

// counted is one series: where it is counted, and where it goes.
type counted struct {
	from string
	args []any
	into func(*weigh.Figures) *int64
}

func series(before []ident.ID) []counted {
	list := []counted{
		{"registration WHERE state NOT IN ('void', 'due', 'cancelled')", nil, func(f *weigh.Figures) *int64 { return &f.Registered }},
		{"person WHERE state = '" + people.Living + "'", nil, func(f *weigh.Figures) *int64 { return &f.Population }},
		{"person WHERE state = '" + people.Living + "' AND (student = 1 OR education IN ('junior_college', 'bachelor', 'master', 'doctor'))", nil,
			func(f *weigh.Figures) *int64 { return &f.Graduates }},
	}
	if len(before) == 0 {
		return list
	}
	marks, args := make([]string, len(before)), make([]any, len(before))
	for i, id := range before {
		marks[i], args[i] = "$"+strconv.Itoa(i+4), string(id)
	}
	reached := "application WHERE state <> 'void' AND reach >= $3 AND cycle IN (" + strings.Join(marks, ", ") + ")"
	return append(list,
		counted{reached, append([]any{string(cases.ReachExamined)}, args...), func(f *weigh.Figures) *int64 { return &f.Examined }},
		counted{reached, append([]any{string(cases.ReachPhysical)}, args...), func(f *weigh.Figures) *int64 { return &f.Passed }})
}

// descend lists the sets of siblings, each below the ones before it.
func (g *gathered) descend(w *act.Work, top unit.Code) {
	for queue := []unit.Code{top}; len(queue) > 0; queue = queue[1:] {
		group := children(w, queue[0])
		if len(group) == 0 {
			continue
		}
		g.groups = append(g.groups, group)
		for _, u := range group {
			g.figures[u.Code] = &weigh.Figures{}
			if w.Tree.Ancestor(u.Code, unit.County) == nil {
				queue = append(queue, u.Code)
			}
		}
	}
}

// children lists the units directly below one that exist today.
func children(w *act.Work, code unit.Code) []*unit.Unit {
	return slices.DeleteFunc(slices.Clone(w.Tree.Children(code)), func(u *unit.Unit) bool { return !u.On(w.Today()) })
}

// credit adds to every unit at or above one that seats are divided among. What a
// dissolved unit has on file counts for whoever took over its work.
func (g *gathered) credit(w *act.Work, code unit.Code, add func(*weigh.Figures)) {
	for u, ok := w.Tree.Get(code); ok && !u.On(w.Today()) && u.Successor != ""; u, ok = w.Tree.Get(code) {
		code = u.Successor
	}
	for _, u := range w.Tree.Up(code) {
		if f := g.figures[u.Code]; f != nil {
			add(f)
		}
	}
}

// byHand puts in what is given by hand.
func (g *gathered) byHand(b *Computing) error {
	for _, entry := range b.Population {
		f, number, err := g.given(entry, "population")
		if err != nil {
			return err
		}
		if f.Population, err = strconv.ParseInt(number, 10, 64); err != nil || f.Population < 0 {
			return badEntry(entry, "population")
		}
	}
	for _, entry := range b.Factors {
		f, number, err := g.given(entry, "factors")
		if err != nil {
			return err
		}
		if f.Factor, err = weigh.Decimal(number); err != nil {
			return err
		}
	}
	if len(b.Population)+len(b.Factors) > 0 && b.Source == "" {
		return fault.New(fault.Invalid, "basis.source", "手工数据须写明来源。", "Figures given by hand need their source.").
			OnField("source", "field.required", "必须填写。", "This is required.")
	}
	return nil
}

func (g *gathered) given(entry, fieldName string) (*weigh.Figures, string, error) {
	code, number, ok := strings.Cut(entry, "=")
	f := g.figures[unit.Code(strings.TrimSpace(code))]
	if !ok || f == nil {
		return nil, "", badEntry(entry, fieldName)
	}
	return f, strings.TrimSpace(number), nil
}

func badEntry(entry, fieldName string) error {
	return fault.New(fault.Invalid, "basis.entry", "“{entry}”应写作 下级单位代码=数值。", "{entry} must read: code of a unit below = number.", "entry", entry).
		OnField(fieldName, "basis.entry", "应写作 下级单位代码=数值。", "Write: code of a unit below = number.")
}

func inputText(f weigh.Figures) string {
	factor := "1"
	if f.Factor != nil {
		factor = weigh.Text(f.Factor)
	}
	return fmt.Sprintf("%d/%d/%d/%d/%d/%s", f.Registered, f.Population, f.Graduates, f.Examined, f.Passed, factor)
}
