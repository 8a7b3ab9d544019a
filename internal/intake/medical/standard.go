package medical

import (
	"encoding/json"
	"slices"
	"strings"

	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/frame/policy"
	"muster/internal/intake/medical/sample"
	"muster/internal/people"
)

// Item is one thing that a section examines, as the pack says.
type Item struct {
	Name    string
	Section string
	Guarded bool // kept as M3
	Device  bool // a device or a laboratory may deliver it
	Single  bool // out of range it may fail somebody by itself
}

// Items lists what a section examines, in the order of the pack; of all sections
// where section is "".
func Items(view *policy.View, section string) (out []Item) {
	for _, row := range view.Table("exam_item") {
		if section == "" || row.Text("section") == section {
			out = append(out, Item{row.Text("item"), row.Text("section"), row.Text("class") == Guarded{}.VaultClass(), row.Bool("device"), row.Bool("single")})
		}
	}
	return out
}

func names(items []Item) []string {
	out := make([]string, len(items))
	for i, it := range items {
		out[i] = it.Name
	}
	return out
}

func find(items []Item, name string) (Item, bool) {
	at := slices.IndexFunc(items, func(it Item) bool { return it.Name == name })
	if at < 0 {
		return Item{}, false
	}
	return items[at], true
}

// Findings are the entered values of a section with the examiner's opinion; what is
// sealed is their JSON.
type Findings struct {
	Values  map[string]string `json:"values,omitempty"`
	Opinion Opinion           `json:"opinion,omitempty"`
	Remark  string            `json:"remark,omitempty"`
}

// Bytes is what is sealed.
func (f Findings) bytes() []byte {
	raw, _ := json.Marshal(f) // texts always encode
	return raw
}

// ReadFindings reads what was sealed; nothing reads as no findings.
func ReadFindings(text string) (f Findings, err error) {
	if text == "" {
		return f, nil
	}
	return f, json.Unmarshal([]byte(text), &f)
}

// Proposal is what the standard says of values: the lines of the section's items,
// and which of its items are still to be examined.
type Proposal struct {
	Answer policy.Answer
	Ask    []string // items of the section itself
	Near   bool     // a value is near a limit
	Fails  bool     // a line fails, or is for the doctor to decide and may fail alone
}

// Propose asks the standard about values of some items, for general posts. It
// decides nothing: the lines are shown, a doctor signs.
func Propose(view *policy.View, items []Item, sex people.Sex, values map[string]string) (p Proposal, err error) {
	facts := map[string]any{"sex": string(sex)}
	for name, value := range values {
		facts[name] = value
	}
	if p.Answer, err = view.ExplainOf(question, names(items), facts); err != nil {
		return p, err
	}
	for _, name := range p.Answer.Ask {
		if _, own := find(items, name); own {
			p.Ask = append(p.Ask, name)
		}
	}
	percent, err := view.Decimal("physical.near_limit_percent")
	if err != nil {
		return p, err
	}
	doubtful := 0
	for _, line := range p.Answer.Lines {
		value, isNumber := line.Value.(float64)
		p.Near = p.Near || isNumber && sample.Near(value, line.Limits, percent)
		name, _, _ := strings.Cut(line.Rule, ".")
		item, _ := find(items, name)
		switch {
		case line.Outcome == "fail", line.Outcome == "doctor_decides" && item.Single:
			p.Fails = true
		case line.Outcome == "doctor_decides":
			doubtful++
		}
	}
	p.Fails = p.Fails || doubtful > 1 // one blood figure alone never fails anybody
	return p, nil
}

// Unfit lists the special posts for which the values fail although they do not fail
// for general posts; for people who asked for such a post.
func Unfit(pack *policy.Pack, day clock.Date, sex people.Sex, values map[string]string) (out []string, err error) {
	view := pack.On(day)
	for _, post := range pack.Scale("post_type") {
		facts := map[string]any{"sex": string(sex), "post_type": post.Code}
		for name, value := range values {
			facts[name] = value
		}
		answer, err := view.Explain(question, facts)
		if err != nil {
			return nil, err
		}
		fails := slices.ContainsFunc(answer.Lines, func(l policy.Line) bool { return l.Outcome == "fail" })
		if fails && post.Code == "general" {
			return nil, nil
		}
		if fails {
			out = append(out, post.Code)
		}
	}
	return out, nil
}

// Pairs reads "item=value" pairs as the values of a section.
func Pairs(pairs []string) map[string]string {
	out := make(map[string]string, len(pairs))
	for _, pair := range pairs {
		name, value, _ := strings.Cut(pair, "=")
		out[name] = value
	}
	return out
}

// entered reads "item=value" pairs of a section; a foreign item, one given twice
// and a value that does not fit are refused, naming the item.
func entered(items []Item, pairs []string) (map[string]string, error) {
	values := map[string]string{}
	for _, pair := range pairs {
		name, value, ok := strings.Cut(pair, "=")
		_, own := find(items, name)
		if _, doubled := values[name]; !ok || !own || doubled {
			return nil, fault.New(fault.Invalid, "exam.item", "“{item}”不是本科室的项目,或重复、格式不对。", "{item} is not an item of this section, or is given twice or malformed.", "item", name).
				OnField("values", "exam.item", "请检查“{item}”。", "Look at {item}.", "item", name)
		}
		if value = strings.TrimSpace(value); value != "" {
			values[name] = value
		}
	}
	return values, nil
}

// missing is the fault that asks for what a section has not examined: whatever is
// missing is asked for and never counts against anybody.
func missing(pack *policy.Pack, ask []string) error {
	var zh, en []string
	for _, name := range ask {
		label := i18n.Same(name)
		if f, ok := pack.Fact(name); ok {
			label = f.Label
		}
		zh, en = append(zh, label.ZH), append(en, label.EN)
	}
	list := i18n.T(strings.Join(zh, "、"), strings.Join(en, ", "))
	return fault.New(fault.Invalid, "exam.ask", "尚缺:{list}。缺项只能补查,不作不利结论。", "Still to be examined: {list}. What is missing is asked for and never counts against anybody.", "list", list).
		OnField("values", "exam.ask", "尚缺:{list}。", "Still to be examined: {list}.", "list", list)
}
