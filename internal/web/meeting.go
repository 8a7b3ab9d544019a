package web

import (
	"slices"
	"strconv"
	"strings"

	"muster/internal/frame/access"
	"muster/internal/frame/db"
	"muster/internal/frame/field"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/receipt"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
	"muster/internal/intake/cases"
	"muster/internal/intake/dispatch"
	"muster/internal/intake/preservice"
	"muster/internal/intake/selection"
	"muster/internal/lead/assessment"
)

// pageLinks are the pages that are written by hand for a record.
func pageLinks(r record.Record) []linkTo {
	h := r.Head()
	at := string(h.County) + "/" + string(h.ID)
	switch r := r.(type) {
	case *selection.Meeting:
		return []linkTo{{"/meeting/" + at, i18n.T("会议页面:名单、到会、表决", "The meeting: list, presence, votes")}}
	case *preservice.Course:
		return []linkTo{{"/education/" + at, i18n.T("花名册:出勤、成绩、伤病", "Roster: attendance, marks, injuries")}}
	case *preservice.Injury:
		return []linkTo{{"/education/injury/" + at, i18n.T("查看伤病情况(留痕)", "Read what happened (recorded)")}}
	case *dispatch.Transport:
		return []linkTo{{"/transport/" + at, i18n.T("批次页面:人员、期限、交接", "The transport: people, limits, hand-over")}}
	case *dispatch.Return:
		return []linkTo{{"/return/" + at, i18n.T("退兵页面:期限、鉴定、名额、责任", "The return: limits, appraisal, seat, liability")}}
	case *assessment.Assessment:
		return []linkTo{{"/assessment/" + at, i18n.T("五率及其记录", "The five rates and their records")}}
	case *cases.Case:
		if r.Batch != "" {
			return []linkTo{{"/handover/" + at, i18n.T("交接页面", "The hand-over")}}
		}
	}
	return nil
}

// meetingData is the page of a selection meeting.
type meetingData struct {
	*selection.Meeting
	Name     string
	Status   value
	Back     string
	Members  []string
	Watchers []string
	Items    []agendaItem
	Acts     []linkTo
	Decided  i18n.Text
	Fits     bool // the list is still the one the meeting decided on
}

// agendaItem is one rank of the list before the meeting.
type agendaItem struct {
	Rank    int64
	Name    string
	Place   string
	Score   string
	Chosen  bool
	Recused string
	Voters  int64
	Vote    string
}

// meetingPage shows the ranked list as the agenda, who is present and recused, and
// the votes, to those who may see meetings; names only to those who may read cases.
func (s *server) meetingPage(q *request) error {
	reg := s.App.Shelf.Get(selection.Meetings.Name)
	found, err := s.App.Road.One(q.Context(), reg.Look(q.actor, reg.Purpose(q.actor), "view"), unit.Code(q.PathValue("county")), ident.ID(q.PathValue("id")))
	if err != nil {
		return err
	}
	m := found.(*selection.Meeting)
	d := meetingData{Meeting: m, Name: s.App.Road.Tree().Name(m.Unit), Back: recordPath(reg.Table, m.County, m.ID),
		Status: q.valueOf(reg.Table, reg.Table.Schema.Get("state"), m), Decided: optionText(m.Decision.Options(), string(m.Decision)),
		Members: q.accounts(m.Members), Watchers: q.accounts(m.Observers)}
	for kind, state := range map[string]string{"meeting.hold": selection.Called, "meeting.close": selection.Held} {
		k := s.App.Book.Kind(kind)
		if m.State == state && slices.ContainsFunc(k.By, func(g access.Grant) bool { return g.Role == q.actor.Role }) {
			d.Acts = append(d.Acts, linkTo{actPath(kind, m), k.Title})
		}
	}
	if err := q.agenda(&d); err != nil {
		return err
	}
	return q.show(meetingPage(q.page(i18n.T("定兵会议", "Selection meeting")), d))
}

// accounts are the names of accounts.
func (q *request) accounts(ids []string) (out []string) {
	for _, id := range ids {
		name := id
		if a, ok := q.s.App.Directory.Account(ident.ID(id)); ok {
			name = a.Name
		}
		out = append(out, name)
	}
	return out
}

// agenda fills in the list before the meeting.
func (q *request) agenda(d *meetingData) error {
	reg := q.s.App.Shelf.Get(cases.Table.Name)
	if !reg.Look(q.actor, reg.Purpose(q.actor), "").Visible() {
		return nil
	}
	r := &selection.Ranking{}
	err := q.s.read(q.Context(), func(tx *db.Tx) error { return selection.Rankings.Load(tx, d.Origin, d.Ranking, r, false) })
	if err != nil {
		return err
	}
	list, err := q.onList(r)
	if err != nil {
		return err
	}
	e, err := selection.Explain(r, list)
	if err != nil {
		return err
	}
	d.Fits = d.Root == "" || d.Root == r.Root
	for _, c := range e.People() {
		item := agendaItem{Rank: c.Rank, Name: receipt.Mask(c.Name), Place: q.unitName(c.Unit), Score: selection.Points(c.Score), Chosen: e.Chosen(c), Voters: d.Voters(c.Rank)}
		var recused []string
		for _, entry := range d.Recused {
			if who, ok := strings.CutSuffix(entry, "="+strconv.FormatInt(c.Rank, 10)); ok {
				recused = append(recused, who)
			}
		}
		item.Recused = strings.Join(q.accounts(recused), " ")
		for _, v := range d.Votes {
			if votes, ok := strings.CutPrefix(v, strconv.FormatInt(c.Rank, 10)+"="); ok {
				item.Vote = votes
			}
		}
		d.Items = append(d.Items, item)
	}
	return nil
}

// optionText is the reading of a value of a closed list, nothing for no value.
func optionText(options []field.Option, value string) i18n.Text {
	for _, o := range options {
		if o.Value == value {
			return o.Label
		}
	}
	return i18n.Text{}
}
