package web

import (
	"context"
	"reflect"
	"slices"
	"strings"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/field"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
	"muster/internal/intake/appeals"
	"muster/internal/intake/cases"
	"muster/internal/lead/penalty"
	"muster/internal/people"
)

// value is one value as a page shows it.
type value struct {
	Text   string
	Href   string // the record that it names
	Tone   string // of a state: ok, wait, warn, bad
	State  bool
	Code   bool
	Number bool
}

// fact is a value with its name.
type fact struct {
	Label i18n.Text
	value
}

// valueOf renders one field of a record.
func (q *request) valueOf(t *record.Table, f *field.Field, r record.Record) value {
	v := reflect.ValueOf(r).Elem()
	if f.Name == "state" {
		state := r.Head().State
		return value{Text: t.StateLabel(state).In(q.lang), State: true, Tone: tone(t, state)}
	}
	if c, ok := r.(*cases.Case); ok && f.Name == "reason" {
		if why, known := c.Why(q.s.App.Pack.On(q.s.policyDay(c)), c.Reason); known {
			return value{Text: why.Text.In(q.lang)}
		}
	}
	if l, ok := r.(*people.RosterLine); ok && f.Name == "differs" {
		var words []string
		for _, text := range l.Disagreements() {
			words = append(words, text.In(q.lang))
		}
		return value{Text: strings.Join(words, i18n.T("、", ", ").In(q.lang))}
	}
	if f.Rate {
		return value{Text: percent(f.Value(v).Int()), Number: true}
	}
	if f.Kind == field.Integer && f.Min == nil && !f.Required && f.Value(v).IsZero() {
		return value{} // a number without a bound: zero says that there is none
	}
	out := q.plain(t, f, v, r.Head().County)
	if f.Kind == field.Text && out.Text != "" {
		out.Text = q.word(f, out.Text)
	}
	return out
}

// plain renders one field of any declared struct.
func (q *request) plain(t *record.Table, f *field.Field, v reflect.Value, county unit.Code) value {
	text := f.Show(v, q.lang)
	if text == "" {
		return value{}
	}
	switch f.Kind {
	case field.Unit:
		return value{Text: q.unitName(unit.Code(text))}
	case field.Instant:
		return value{Text: (&page{zone: q.s.App.Pack.Zone()}).When(clock.Instant(f.Value(v).Int()))}
	case field.Integer, field.Optional:
		return value{Text: text, Number: true}
	case field.ID:
		return q.reference(t, f, v, county)
	case field.Sealed:
		return value{Text: i18n.T("(已加密)", "(sealed)").In(q.lang)}
	}
	return value{Text: text, Code: f.Code}
}

// word reads the words that the frame keeps as bare text: kinds of act, roles,
// purposes, reason codes.
func (q *request) word(f *field.Field, text string) string {
	switch f.Name {
	case "act":
		if k := q.s.App.Book.Kind(text); k != nil {
			return k.Title.In(q.lang)
		}
	case "role":
		return roleLabel(access.Role(text)).In(q.lang)
	case "purpose":
		return purposeLabel(text).In(q.lang)
	case "basis":
		return q.s.App.Pack.Article(text).In(q.lang)
	case "section":
		return q.s.sectionLabel(text).In(q.lang)
	case "item":
		return q.factLabel(text).In(q.lang)
	case "question":
		return q.questionText(text).In(q.lang)
	case "about":
		if t := q.s.App.Book.Table(text); t != nil {
			return t.Title.In(q.lang)
		}
	case "against", "restored":
		return q.resultLabel(text).In(q.lang)
	}
	if t, ok := words[text]; ok {
		return t.In(q.lang)
	}
	if f.Reasons != "" {
		if why, ok := q.s.App.Pack.On(q.s.App.Today()).Reason(f.Reasons + "." + text); ok {
			return why.Text.In(q.lang)
		}
	}
	return text
}

// resultLabel reads the result that a review is against: the state of one of the matters
// that can be contested, or what an office recorded beside it.
func (q *request) resultLabel(result string) i18n.Text {
	switch result {
	case cases.ResultVoided:
		return i18n.T("廉洁关作废", "voided by the integrity gate")
	case cases.ResultLeftBehind:
		return i18n.T("移出起运批次", "taken off a transport")
	case appeals.Overtaken:
		return i18n.T("原结论此前已不存在", "the result was gone already")
	}
	for _, t := range []*record.Table{cases.Table, penalty.Penalties, people.Deferrals, people.Registrations} {
		if slices.ContainsFunc(t.States, func(s record.State) bool { return s.Name == result }) {
			return t.StateLabel(result)
		}
	}
	return i18n.Same(result)
}

// words are the outcomes that rooms keep as bare words.
var words = map[string]i18n.Text{
	"pass": i18n.T("合格", "pass"), "fail": i18n.T("不合格", "fail"), "recheck": i18n.T("复查", "recheck"),
	"passed": i18n.T("合格", "passed"), "not_passed": i18n.T("不合格", "not passed"), "unknown": i18n.T("资料不全,待核实", "not enough is on file"),
	"eligible": i18n.T("符合条件", "eligible"), "not_eligible": i18n.T("不符合条件", "not eligible"),
	"held":   i18n.T("核查中", "being checked"),
	"county": i18n.T("县(市、区)征兵办", "the county office"), "unit": i18n.T("部队", "the military unit"),
	"upheld": i18n.T("维持", "the result stands"), "repeat": i18n.T("撤销,由他人重新办理", "set aside; done again by others"),
}

func (q *request) unitName(code unit.Code) string {
	if u, ok := q.s.App.Road.Tree().Get(code); ok {
		return u.Name
	}
	return string(code)
}

// reference renders the id of another record: by its name, and as a link where
// the reader may see it.
func (q *request) reference(t *record.Table, f *field.Field, v reflect.Value, county unit.Code) value {
	id := ident.ID(f.Value(v).String())
	name := f.Ref
	if name == "" {
		return value{Text: string(id), Code: true}
	}
	if name == "account" {
		if a, ok := q.s.App.Directory.Account(id); ok {
			return value{Text: a.Name}
		}
	}
	if home := t.Schema.Get(f.Name + "_home"); home != nil && v.Type() == t.Schema.Type {
		county = unit.Code(home.Value(v).String())
	}
	out := value{Text: q.nameOf(name, county, id), Code: false}
	if out.Text == "" {
		out.Text, out.Code = string(id), true
	}
	if reg := q.s.App.Shelf.Get(name); reg != nil && reg.Look(q.actor, reg.Purpose(q.actor), "").Visible() {
		out.Href = recordPath(reg.Table, county, id)
	}
	return out
}

// nameOf is the name of a record that is about no person; empty for others, so
// that a reference shows nothing that only a reading may show.
func (q *request) nameOf(table string, county unit.Code, id ident.ID) string {
	t := q.s.App.Book.Table(table)
	if t == nil || t.Personal || len(t.Names) == 0 {
		return ""
	}
	rec := t.New()
	err := q.s.App.Store.Read(q.Context(), func(tx *db.Tx) error {
		if t.Load(tx, county, id, rec, false) == nil {
			return nil
		}
		found, err := t.List(tx, record.Query{Filters: []record.Filter{{Field: "id", Values: []string{string(id)}}}, Limit: 1}) // kept by another county
		if err == nil && len(found.Records) == 1 {
			rec = found.Records[0]
		}
		return err
	})
	if err != nil || rec.Head().ID == "" {
		return ""
	}
	return t.Schema.Get(t.Names[0]).Format(reflect.ValueOf(rec).Elem())
}

// factsOf lists the visible fields of a record that have a value.
func (q *request) factsOf(t *record.Table, r record.Record) []fact {
	var out, last []fact
	for _, f := range t.Schema.Visible() {
		switch {
		case f.Name == "state" || f.Value(reflect.ValueOf(r).Elem()).IsZero():
		case f.Name == "id" || f.Name == "rev":
			last = append(last, fact{f.Label, q.valueOf(t, f, r)})
		default:
			if v := q.valueOf(t, f, r); !q.citizen() || !v.Code || f.Kind != field.ID {
				out = append(out, fact{f.Label, v})
			}
		}
	}
	if q.citizen() {
		return out // ids mean nothing to whom they are about
	}
	return append(out, last...)
}

// title names a record for people: its names, else what it is.
func (q *request) title(t *record.Table, r record.Record) string {
	v, text := reflect.ValueOf(r).Elem(), ""
	for _, name := range t.Names {
		if part := t.Schema.Get(name).Show(v, q.lang); part != "" {
			text += part + " "
		}
	}
	if text == "" { // a record without a name is known by its office
		return t.Title.In(q.lang) + " · " + q.unitName(r.Head().Unit)
	}
	return text + "· " + t.Title.In(q.lang)
}

// recordPath is the address of a record.
func recordPath(t *record.Table, county unit.Code, id ident.ID) string {
	return "/r/" + t.Name + "/" + string(county) + "/" + string(id)
}

// tones are the states that are good or bad news, for the colour of their badge;
// the word says it anyhow.
var tones = map[string]string{
	"physical_pass": "ok", "qualified": "ok", "approved": "ok", "handed_over": "ok", "must_serve": "ok", "accepted": "ok", "signed": "ok",
	"active": "ok", "open": "ok", "confirmed": "ok", "prechecked": "ok", "preselected": "ok", "dispatched": "ok", "cleared": "ok", "decided": "ok",
	"due": "warn", "recheck": "warn", "reserve": "warn",
	"not_eligible": "bad", "physical_fail": "bad", "vetting_fail": "bad", "returned": "bad", "cancelled": "bad", "barred": "bad", "refused": "bad", "locked": "bad",
}

func tone(t *record.Table, state string) string {
	if t == act.Proposals && state == act.ProposalOpen {
		return "wait"
	}
	if known, ok := tones[state]; ok {
		return known
	}
	for _, s := range t.States {
		if s.Name == state && s.End {
			return ""
		}
	}
	return "wait"
}

// read runs fn against a snapshot.
func (s *server) read(ctx context.Context, fn func(*db.Tx) error) error {
	return s.App.Store.Read(ctx, fn)
}
