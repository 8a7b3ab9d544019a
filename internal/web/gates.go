package web

import (
	"maps"
	"slices"

	"muster/internal/frame/access"
	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
	"muster/internal/intake/integrity"
	"muster/internal/intake/tips"
	"muster/internal/intake/velocity"
	"muster/internal/office/role"
)

func senderLabel(s tips.Sender) i18n.Text {
	for _, o := range s.Options() {
		if o.Value == string(s) {
			return o.Label
		}
	}
	return i18n.Same(string(s))
}

// watchData is the page of an inspector, and of a citizen supervisor.
type watchData struct {
	Figures []task
	Days    []clock.Date
	Reports []reported
	Silent  []string // of whom no report is there for any of the days, where the offices are many
	Begin   []linkTo
	Lists   []linkTo
	Counts  []fact // of tips, by state, for whoever may not read them
}

// reported is one county's daily reports.
type reported struct {
	Unit string
	Days []integrity.Reported
}

// watched are the lists of an inspector's page with what is open in them.
var watched = []struct {
	table  *record.Table
	states []string
}{
	{tips.Tips, []string{tips.Received, tips.Assigned, tips.Inquiry}}, {velocity.Stops, []string{velocity.Open}},
	{integrity.Holds, []string{integrity.Held, integrity.Undisclosed}}, {integrity.Complaints, []string{integrity.Received, integrity.Assigned}},
	{integrity.Observations, []string{integrity.Filed}},
}

// integrityPage shows what is open in the integrity gate below the reader's
// office, and which counties reported on the last days. Nothing follows from a
// report that is missing but that it is seen.
func (s *server) integrityPage(q *request) error {
	if !slices.Contains([]access.Role{role.Inspector, role.Supervisor}, q.actor.Role) {
		return access.Denied()
	}
	d := watchData{}
	for _, l := range watched {
		t, ok, err := q.openIn(l.table, l.states)
		if err != nil {
			return err
		}
		if ok {
			d.Figures = append(d.Figures, t)
		}
	}
	if err := q.reports(&d); err != nil {
		return err
	}
	for _, name := range []string{"case_hold.conceal", "clearance.give", "supervisor.add", "tip_key.open", "observation.file", "conflict.declare"} {
		if k := s.App.Book.Kind(name); access.AnyRole(k.By, q.actor, role.Integrity) {
			d.Begin = append(d.Begin, q.beginning(k))
		}
	}
	for _, t := range []*record.Table{integrity.FiguresTable, integrity.Conflicts, integrity.Clearances} {
		if s.App.Shelf.Get(t.Name).Look(q.actor, role.Integrity, "").Visible() {
			d.Lists = append(d.Lists, linkTo{"/r/" + t.Name, t.Title})
		}
	}
	if q.actor.Role == role.Inspector {
		d.Begin = append(d.Begin, linkTo{"/integrity/paper", i18n.T("录入纸质举报表", "Enter a paper form")})
	}
	var err error
	if d.Counts, err = q.tipCounts(); err != nil {
		return err
	}
	return q.show(watchPage(q.page(i18n.T("廉洁监督", "Integrity")), d))
}

// openIn counts what is open in a list.
func (q *request) openIn(t *record.Table, states []string) (task, bool, error) {
	reg := q.s.App.Shelf.Get(t.Name)
	look := reg.Look(q.actor, role.Integrity, "count")
	if !look.Visible() {
		return task{}, false, nil
	}
	n, err := q.s.App.Road.Count(q.Context(), look, record.Query{Filters: []record.Filter{{Field: "state", Values: states}}})
	href := "/r/" + t.Name
	for i, state := range states {
		href += map[bool]string{true: "?", false: "&"}[i == 0] + "state=" + state
	}
	return task{Title: t.Title, Count: n, Href: href}, true, err
}

func (q *request) reports(d *watchData) error {
	view, today := q.s.App.Pack.On(q.s.App.Today()), q.s.App.Today()
	days, err := view.Int("integrity.report_days")
	if err != nil {
		return err
	}
	first := today.AddDays(1 - int(days))
	for day := first; day <= today; day = day.AddDays(1) {
		d.Days = append(d.Days, day)
	}
	return q.s.read(q.Context(), func(tx *db.Tx) error {
		list, err := integrity.Missing(tx, q.s.App.Road.Tree(), q.actor.Unit, first, today)
		d.Reports = nil
		for start := 0; start < len(list); start += len(d.Days) {
			d.Reports = append(d.Reports, reported{q.unitName(list[start].Unit), list[start : start+len(d.Days)]})
		}
		d.Silent = nil
		if len(d.Reports) > manyOffices {
			d.fold()
		}
		return err
	})
}

// manyOffices is from how many on the offices without any report are named in one line
// instead of a row each.
const manyOffices = 12

func (d *watchData) fold() {
	d.Reports = slices.DeleteFunc(d.Reports, func(r reported) bool {
		silent := !slices.ContainsFunc(r.Days, func(x integrity.Reported) bool { return x.Filed })
		if silent {
			d.Silent = append(d.Silent, r.Unit)
		}
		return silent
	})
}

// tipCounts are the numbers of tips for the reader's offices by state, small ones
// hidden: all that anybody learns to whom they are not addressed.
func (q *request) tipCounts() (out []fact, err error) {
	n := map[string]int64{}
	err = q.s.App.Cube.Each(tips.Tips.Name, q.actor.Unit, tips.Tips.Places("state"), func(cell []string, k int64) { n[cell[0]] = k })
	for _, state := range slices.Sorted(maps.Keys(n)) {
		out = append(out, fact{tips.Tips.StateLabel(state), value{Text: rare(n[state], true).Show()}})
	}
	return out, err
}

// inboxData is one tip with its correspondence.
type inboxData struct {
	*tips.Thread
	About  string
	Status value
	Hidden []hidden
	Acts   []linkTo
}

// tipThread opens a tip for whom it is addressed to.
func (s *server) tipThread(q *request) error {
	t, err := s.App.Tips.Read(q.Context(), q.actor, unit.Code(q.PathValue("county")), ident.ID(q.PathValue("id")))
	if err != nil {
		return err
	}
	d := inboxData{Thread: t, About: q.unitName(t.Report.About), Status: q.valueOf(tips.Tips, tips.Tips.Schema.Get("state"), t.Tip),
		Hidden: []hidden{{"_key", newKey()}, {"_county", string(t.Tip.County)}, {"_id", string(t.Tip.ID)}}}
	acts, err := q.available(tips.Tips, t.Tip)
	for _, l := range acts {
		if l.Href != actPath("tip.reply", t.Tip) {
			d.Acts = append(d.Acts, l)
		}
	}
	if err != nil {
		return err
	}
	return q.show(inboxPage(q.page(i18n.T("举报件", "Tip")), d))
}

// enterData is the form by which a paper report is entered.
type enterData struct {
	Values map[string]string
	Key    string
	Fault  *fault.Fault
}

var enterTitle = i18n.T("录入纸质举报表", "Enter a paper form")

func (s *server) paperForm(q *request) error {
	return q.show(enterPage(q.page(enterTitle), enterData{Values: map[string]string{}, Key: newKey()}))
}

// paperEnter seals a paper report to the office above the one named; whoever
// enters it may be somebody else.
func (s *server) paperEnter(q *request) error {
	if err := q.ParseForm(); err != nil {
		return unreadable(err)
	}
	d := enterData{Values: map[string]string{}, Key: q.PostFormValue("_key")}
	for _, name := range []string{"code", "about", "names", "text"} {
		d.Values[name] = q.PostFormValue(name)
	}
	_, err := s.App.Tips.Enter(q.Context(), q.actor, tips.FormCode(d.Values["code"]), tips.Report{About: unit.Code(d.Values["about"]), Names: d.Values["names"], Text: d.Values["text"]}, d.Key)
	if err == nil {
		return q.redirect("/integrity")
	}
	if d.Fault = fault.As(err); d.Fault.Kind != fault.Invalid && d.Fault.Kind != fault.Conflict {
		return err
	}
	return q.render(statuses[d.Fault.Kind], enterPage(q.page(enterTitle), d))
}
