package quota

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"muster/internal/frame/act"
	"muster/internal/frame/fault"
	"muster/internal/frame/field"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
	"muster/internal/intake/quota/apportion"
)

// Method is a way to divide seats; see package apportion.
type Method string

// Options is the closed list of methods.
func (Method) Options() []field.Option {
	return []field.Option{{Value: "webster", Label: i18n.T("圣拉古法", "Webster")}, {Value: "largest-remainder", Label: i18n.T("最大余数法", "largest remainder")}}
}

// Division is the body of dividing a quota among the units below. The weights
// are those of a basis or are given by hand, each as "unit=weight"; a unit that
// is not named gets weight 0. A bound reads "unit=least..most", either side may
// be left out. Whole divides down to the counties in one act.
type Division struct {
	Basis   ident.ID `f:"basis,ref=quota_basis" zh:"名额基数" en:"Basis"`
	Weights []string `f:"by_hand" zh:"手工权重(单位=数值,以 | 分隔;无基数时填)" en:"Weights by hand (unit=number, separated by |; without a basis)"`
	Bounds  []string `f:"bounds" zh:"上下限(单位=下限..上限,以 | 分隔)" en:"Bounds (unit=least..most, separated by |)"`
	Method  Method   `f:"method" zh:"方法" en:"Method"`
	Whole   bool     `f:"whole" zh:"一次分到县" en:"Down to the counties at once"`
}

// Divided is what one division rested on and came to.
type Divided struct {
	record.Base
	Cycle   ident.ID `f:"cycle,required,filter,ref=cycle" zh:"征集批次" en:"Intake"`
	Quota   ident.ID `f:"quota,required,filter,ref=quota" zh:"名额" en:"Quota"`
	Basis   ident.ID `f:"basis,ref=quota_basis" zh:"名额基数" en:"Basis"`
	Seats   int64    `f:"seats,min=0" zh:"分配名额" en:"Seats divided"`
	Method  string   `f:"method,max=30" zh:"方法" en:"Method"`
	Inputs  []string `f:"inputs" zh:"基数(单位=登记/人口/毕业生和在校生/以往上站/以往合格/灾情系数)" en:"Inputs (unit=registered/population/graduates and students/examined before/passed before/factor)"`
	Weights []string `f:"weights" zh:"权重(单位=数值)" en:"Weights (unit=number)"`
	Bounds  []string `f:"bounds" zh:"上下限" en:"Bounds"`
	Shares  []string `f:"shares" zh:"结果(单位=名额)" en:"Result (unit=seats)"`
	Result  string   `f:"result,max=64" zh:"结果指纹(muster apportion 输出的 SHA-256)" en:"Hash of the result (SHA-256 of what muster apportion writes)"`
}

// Done is the state of a division.
const Done = "done"

// Divisions is the table of divisions.
var Divisions = record.NewTable[Divided]("quota_division", i18n.T("名额分配", "Division of a quota"),
	record.State{Name: Done, Label: i18n.T("已分配", "done")}, act.VoidState)

// divide gives all free seats to the units below by their weights, exactly.
func divide(w *act.Work, q *Quota, b *Division) error {
	p, err := prepare(w, q, b)
	if err != nil {
		return err
	}
	method, err := apportion.ParseMethod(string(b.Method))
	if err != nil {
		return err
	}
	seats := q.Free()
	given, err := apportion.Divide(p.units, seats, method)
	if err != nil {
		return named(err)
	}
	if err := hand(w, q, p.units, given); err != nil {
		return err
	}
	q.PassedOn += seats
	q.Weights, q.Method = p.direct(q.Unit), string(b.Method)
	if q.Method == "" {
		q.Method = "webster"
	}
	d := &Divided{Cycle: q.Cycle, Quota: q.ID, Basis: b.Basis, Seats: seats, Method: q.Method, Inputs: p.inputs, Weights: p.weights, Bounds: b.Bounds,
		Result: resultHash(p.units, given)}
	for i, u := range p.units {
		d.Shares = append(d.Shares, u.Code+"="+strconv.FormatInt(given[i], 10))
	}
	d.State = Done
	return w.Found(Divisions, d, q.Unit)
}

// hand founds the quotas of the units below, the larger units first, and posts
// what each was given.
func hand(w *act.Work, top *Quota, units []apportion.Unit, given []int64) error {
	passed := map[string]int64{}
	for i := range units[1:] {
		passed[units[i+1].Parent] += given[i+1]
	}
	for i := range units {
		u, seats := units[i], given[i]
		if i == 0 || seats == 0 {
			continue
		}
		at, _ := w.Tree.Get(unit.Code(u.Code)) // prepare took it from the tree
		if err := unissued(w, at.Home, at.Code, top.Cycle); err != nil {
			return err
		}
		below := &Quota{Cycle: top.Cycle, Parent: unit.Code(u.Parent), Seats: seats, PassedOn: passed[u.Code]}
		below.State = Issued
		if err := w.Found(Table, below, at.Code); err != nil {
			return err
		}
	}
	for i := range units {
		if i > 0 && given[i] > 0 {
			if _, err := post(w, top.Cycle, PassOn, unit.Code(units[i].Parent), unit.Code(units[i].Code), given[i], ""); err != nil {
				return err
			}
		}
	}
	return nil
}

// establish founds the quota of a unit by an amendment.
func establish(w *act.Work, from *Quota, code unit.Code, seats int64) error {
	parent, _ := w.Tree.Get(code)
	q := &Quota{Cycle: from.Cycle, Parent: parent.Parent, Seats: seats}
	q.State = Issued
	return w.Found(Table, q, code)
}

// plan is what is to be divided among whom.
type plan struct {
	units   []apportion.Unit // the top first
	weights []string
	inputs  []string
	line    map[string]int
}

// prepare builds the tree of units with their weights and bounds.
func prepare(w *act.Work, q *Quota, b *Division) (*plan, error) {
	p := &plan{units: []apportion.Unit{{Code: string(q.Unit)}}, line: map[string]int{string(q.Unit): 0}}
	p.grow(w, q.Unit, b.Whole)
	list, err := p.source(w, q, b)
	if err != nil {
		return nil, err
	}
	for _, entry := range list {
		code, number, ok := strings.Cut(entry, "=")
		at, known := p.line[strings.TrimSpace(code)]
		if at == 0 && b.Basis != "" {
			continue // a basis may reach further up and down than this division
		}
		if !ok || !known || at == 0 {
			return nil, fault.New(fault.Invalid, "quota.weight", "权重“{entry}”应写作 下级单位代码=数值。", "The weight {entry} must read: code of a unit below = number.", "entry", entry).
				OnField("by_hand", "quota.weight", "应写作 下级单位代码=数值。", "Write: code of a unit below = number.")
		}
		if p.units[at].Weight, err = apportion.ParseWeight(strings.TrimSpace(number)); err != nil {
			return nil, err
		}
		p.weights = append(p.weights, entry)
	}
	return p, p.bound(b.Bounds)
}

// grow lists the units below, breadth first: one level, or all down to the
// counties.
func (p *plan) grow(w *act.Work, top unit.Code, whole bool) {
	for queue := []unit.Code{top}; len(queue) > 0; queue = queue[1:] {
		for _, u := range children(w, queue[0]) {
			p.line[string(u.Code)] = len(p.units)
			p.units = append(p.units, apportion.Unit{Code: string(u.Code), Parent: string(u.Parent)})
			if whole && w.Tree.Ancestor(u.Code, unit.County) == nil && len(children(w, u.Code)) > 0 {
				queue = append(queue, u.Code)
			}
		}
	}
}

// source is the list of weights: those of a basis, or those given by hand.
func (p *plan) source(w *act.Work, q *Quota, b *Division) ([]string, error) {
	if (b.Basis == "") == (len(b.Weights) == 0) {
		return nil, fault.New(fault.Invalid, "quota.source", "请选一份名额基数,或手工填写权重,二者取一。", "Choose a basis or give weights by hand, one of the two.").
			OnField("basis", "quota.source", "二者取一。", "One of the two.").OnField("by_hand", "quota.source", "二者取一。", "One of the two.")
	}
	if b.Basis == "" {
		return b.Weights, nil
	}
	for _, u := range w.Tree.Up(q.Unit) {
		list, err := act.List[Basis](w, Bases, "county = $1 AND id = $2 AND state = $3", string(u.Home), string(b.Basis), Computed)
		if err != nil {
			return nil, err
		}
		if len(list) == 1 && list[0].Unit == u.Code && list[0].Cycle == q.Cycle {
			p.inputs = slices.DeleteFunc(slices.Clone(list[0].Inputs), func(entry string) bool {
				code, _, _ := strings.Cut(entry, "=")
				return p.line[code] == 0
			})
			return list[0].Weights, nil
		}
	}
	return nil, fault.New(fault.Invalid, "quota.basis", "这份名额基数不是本单位或其上级在本批次的有效基数。", "This is no valid basis of this unit, or of one above it, in this intake.").
		OnField("basis", "quota.basis", "不适用。", "It does not apply.")
}

// bound sets the bounds, each written "unit=least..most".
func (p *plan) bound(list []string) error {
	for _, entry := range list {
		code, span, ok := strings.Cut(entry, "=")
		least, most, dotted := strings.Cut(span, "..")
		at := p.line[strings.TrimSpace(code)]
		low, errLow := bound(least)
		high, errHigh := bound(most)
		if !ok || !dotted || at == 0 || errLow != nil || errHigh != nil {
			return fault.New(fault.Invalid, "quota.bound", "上下限“{entry}”应写作 下级单位代码=下限..上限。", "The bound {entry} must read: code of a unit below = least..most.", "entry", entry).
				OnField("bounds", "quota.bound", "应写作 下级单位代码=下限..上限。", "Write: code of a unit below = least..most.")
		}
		if low != nil {
			p.units[at].Min = *low
		}
		p.units[at].Max = high
	}
	return nil
}

// bound reads one side of a bound; nil for an empty one.
func bound(text string) (*int64, error) {
	if text = strings.TrimSpace(text); text == "" {
		return nil, nil //nolint:nilnil // an empty side is no bound
	}
	n, err := strconv.ParseInt(text, 10, 64)
	return &n, err
}

// direct lists the weights of the units directly below one.
func (p *plan) direct(top unit.Code) (out []string) {
	for _, entry := range p.weights {
		code, _, _ := strings.Cut(entry, "=")
		if p.units[p.line[strings.TrimSpace(code)]].Parent == string(top) {
			out = append(out, entry)
		}
	}
	return out
}

// named shows a refusal on the field that can mend it.
func named(err error) error {
	f := fault.As(err)
	name := "bounds"
	if f.Code == "apportion.weightless" || f.Code == "apportion.weight" {
		name = "by_hand"
	}
	f.Fields = append(f.Fields, fault.Field{Name: name, Code: f.Code, Text: f.Text})
	return f
}

// resultHash is the SHA-256 of what "muster apportion" writes for a division.
func resultHash(units []apportion.Unit, given []int64) string {
	sum := sha256.Sum256(resultFile(units, given))
	return hex.EncodeToString(sum[:])
}

func resultFile(units []apportion.Unit, given []int64) []byte {
	out := []byte("unit,parent,seats\n")
	for i, u := range units {
		out = append(out, u.Code+","+u.Parent+","+strconv.FormatInt(given[i], 10)+"\n"...)
	}
	return out
}
