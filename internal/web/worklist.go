package web

import (
	"net/url"
	"slices"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/field"
	"muster/internal/frame/i18n"
	"muster/internal/frame/record"
	"muster/internal/frame/register"
)

// task is one line of a worklist: records on which something may be done.
type task struct {
	Title i18n.Text // of the act
	Table i18n.Text
	Count int64
	Href  string
}

// worklist is what waits for somebody in a post.
type worklist struct {
	Overdue []task   // registers with records whose day has passed or is near
	Waiting []task   // acts that move a record on, where something waits
	Idle    []task   // those where nothing waits
	Sign    *task    // proposals that wait for the second signature
	Found   []linkTo // acts that begin something
	Anytime []task   // acts that may be done whenever there is cause
}

// linkTo is a named way.
type linkTo struct {
	Href  string
	Label i18n.Text
}

// home is the worklist of an official, the own page of a citizen.
func (s *server) home(q *request) error {
	if q.citizen() {
		to := "/me"
		if q.URL.RawQuery != "" {
			to += "?" + q.URL.RawQuery
		}
		return q.redirect(to)
	}
	w, err := s.worklist(q)
	if err != nil {
		return err
	}
	p := q.page(i18n.T("工作台", "Worklist"))
	if p.Notice, err = q.done(); err != nil {
		return err
	}
	return q.show(worklistPage(p, w))
}

func (s *server) worklist(q *request) (w worklist, err error) {
	counted := map[string]int64{}
	for _, k := range s.App.Book.Kinds() {
		purpose := register.FirstPurpose(k.By, q.actor)
		if k.Table == act.Proposals || !access.AnyRole(k.By, q.actor, purpose) {
			continue
		}
		if k.New {
			if len(k.Body.Visible()) > 0 {
				w.Found = append(w.Found, q.beginning(k))
			}
			continue
		}
		t, ok, err := s.task(q, k, counted)
		if err != nil {
			return w, err
		}
		switch {
		case !ok:
		case moves(k) && t.Count > 0:
			w.Waiting = append(w.Waiting, t)
		case moves(k):
			w.Idle = append(w.Idle, t)
		default:
			w.Anytime = append(w.Anytime, t)
		}
	}
	w.Found = append(w.Found, q.bulkLinks()...)
	if w.Overdue, err = s.overdue(q); err != nil {
		return w, err
	}
	w.Sign, err = s.toSign(q)
	return w, err
}

// overdue counts, register by register, what is over its day and what soon will
// be. A day that has passed changes nothing by itself: it is shown.
func (s *server) overdue(q *request) (out []task, err error) {
	for _, reg := range s.App.Shelf.All() {
		look := reg.Look(q.actor, reg.Purpose(q.actor), "count")
		if reg.Table.Due() == nil || !look.Visible() || !q.minds(reg) {
			continue
		}
		for _, word := range []string{"overdue", "week"} {
			day, _ := q.dueBefore(word)
			n, err := s.App.Road.Count(q.Context(), look, record.Query{DueBefore: day})
			if err != nil {
				return nil, err
			}
			if n > 0 {
				out = append(out, task{Title: dueTitles[word], Table: reg.Table.Title, Count: n, Href: "/r/" + reg.Table.Name + "?due=" + word})
			}
		}
	}
	return out, nil
}

// minds says whether the clocks of a register concern the reader: everybody may read
// some registers, whose clocks are for those who act on them.
func (q *request) minds(reg *register.Register) bool {
	public := func(g access.Grant) bool { return g.Role == q.actor.Role && g.Relation == access.Anybody }
	return !slices.ContainsFunc(reg.Read, public) || slices.ContainsFunc(q.s.App.Book.On(reg.Table), func(k *act.Kind) bool {
		return access.AnyRole(k.By, q.actor, register.FirstPurpose(k.By, q.actor))
	})
}

var dueTitles = map[string]i18n.Text{"overdue": i18n.T("已逾期", "Overdue"), "week": i18n.T("七日内到期或已逾期", "Due within seven days or overdue")}

// beginning is the way to a founding act: its form, or, where it is about
// somebody, the register in which to find that person first.
func (q *request) beginning(k *act.Kind) linkTo {
	for _, f := range k.Body.Visible() {
		name := f.Ref
		if name == "" {
			name = f.Name
		}
		reg := q.s.App.Shelf.Get(name)
		if f.Kind == field.ID && f.Required && reg != nil && reg.Table.Personal && reg.Look(q.actor, reg.Purpose(q.actor), "").Visible() {
			return linkTo{"/r/" + name, k.Title.And(i18n.T("(先选{what})", " (choose first: {what})").With("what", reg.Table.Title))}
		}
	}
	return linkTo{"/act/" + k.Name, k.Title}
}

// moves says whether an act moves records on: it leads to states other than
// those it starts from, and does not start everywhere.
func moves(k *act.Kind) bool {
	open := 0
	for _, s := range k.Table.States {
		if !s.End {
			open++
		}
	}
	onward := slices.ContainsFunc(k.To, func(to string) bool { return !slices.Contains(k.From, to) })
	return !k.Cause && onward && len(k.From) > 0 && (len(k.From) < open || open == 1)
}

// task counts the records that the act could be done to, as the list of the
// register would show them.
func (s *server) task(q *request, k *act.Kind, counted map[string]int64) (task, bool, error) {
	reg := s.App.Shelf.Get(k.Table.Name)
	if reg == nil {
		return task{}, false, nil
	}
	look := reg.Look(q.actor, reg.Purpose(q.actor), "count")
	if !look.Visible() {
		return task{}, false, nil
	}
	values := url.Values{"state": from(k)}
	t := task{Title: k.Title, Table: k.Table.Title, Href: "/r/" + k.Table.Name + "?" + values.Encode()}
	if n, ok := counted[t.Href]; ok {
		t.Count = n
		return t, true, nil
	}
	n, err := s.App.Road.Count(q.Context(), look, record.Query{Filters: []record.Filter{{Field: "state", Values: from(k)}}})
	counted[t.Href], t.Count = n, n
	return t, true, err
}

// from lists the states in which an act may be done.
func from(k *act.Kind) (states []string) {
	for _, s := range k.Table.States {
		if k.MayStart(s.Name) {
			states = append(states, s.Name)
		}
	}
	return states
}

// toSign counts the proposals that wait for the reader's signature.
func (s *server) toSign(q *request) (*task, error) {
	var kinds []string
	for _, k := range s.App.Book.Kinds() {
		if access.AnyRole(k.Sign, q.actor, register.FirstPurpose(k.Sign, q.actor)) {
			kinds = append(kinds, k.Name)
		}
	}
	if len(kinds) == 0 {
		return nil, nil
	}
	reg := s.App.Shelf.Get(act.Proposals.Name)
	filters := []record.Filter{{Field: "state", Values: []string{act.ProposalOpen}}, {Field: "act", Values: kinds}}
	n, err := s.App.Road.Count(q.Context(), reg.Look(q.actor, reg.Purpose(q.actor), "count"), record.Query{Filters: filters})
	values := url.Values{"state": {act.ProposalOpen}, "act": kinds}
	return &task{Title: i18n.T("待我会签", "Awaiting my signature"), Table: act.Proposals.Title, Count: n,
		Href: "/r/" + act.Proposals.Name + "?" + values.Encode()}, err
}

// floors are the parts of the house, for the page of registers.
var floors = []struct {
	Name  string
	Label i18n.Text
}{
	{"people", i18n.T("人员与登记", "People and registration")}, {"intake", i18n.T("征集", "Intake")}, {"service", i18n.T("退役与优待", "After service")},
	{"readiness", i18n.T("战备与民防", "Readiness")}, {"reach", i18n.T("宣传教育", "Outreach")}, {"lead", i18n.T("领导与考核", "Leadership")},
	{"office", i18n.T("机关", "Offices and staff")},
}

// shelfFloor is the registers of one part of the house.
type shelfFloor struct {
	Label     i18n.Text
	Registers []linkTo
}

// registersPage lists the registers that the reader may look into.
func (s *server) registersPage(q *request) error {
	var out []shelfFloor
	for _, floor := range floors {
		f := shelfFloor{Label: floor.Label}
		for _, reg := range s.App.Shelf.All() {
			if reg.Floor == floor.Name && reg.Look(q.actor, reg.Purpose(q.actor), "").Visible() {
				f.Registers = append(f.Registers, linkTo{"/r/" + reg.Table.Name, reg.Table.Title})
			}
		}
		if len(f.Registers) > 0 {
			out = append(out, f)
		}
	}
	return q.show(registersPage(q.page(i18n.T("登记簿", "Registers")), out))
}
