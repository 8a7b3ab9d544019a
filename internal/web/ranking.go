package web

import (
	"net/http"
	"slices"
	"strconv"

	"muster/internal/frame/access"
	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/receipt"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
	"muster/internal/intake/cases"
	"muster/internal/intake/selection"
)

// rankingData is what the page of a ranked list shows.
type rankingData struct {
	*selection.Ranking
	Name    string
	Status  value
	CutOff  i18n.Text // empty where nobody was chosen
	Rows    []standingRow
	People  []ranked
	Why     *whyNot
	Notice  string // of the public page; empty while there is none
	Back    string
	PerPage []linkTo
}

// ranked is one line of the list.
type ranked struct {
	Rank    int64
	Name    string
	Score   string
	Chosen  bool
	Reason  i18n.Text
	Row     i18n.Text
	Now     value
	Href    string // the case
	Explain string // of somebody in the reserve
}

// standingRow is one row of bounds with how full it was.
type standingRow struct {
	selection.Standing
	Place  string
	Tag    i18n.Text
	Bounds i18n.Text
	Last   i18n.Text // the cut-off; empty: nobody
}

// standings shows the rows of bounds that a list was chosen under.
func (q *request) standings(e *selection.Explained, day clock.Date) (out []standingRow) {
	for _, s := range e.Standings() {
		row := standingRow{Standing: s, Place: q.unitName(s.Unit)}
		if s.Tag != "" {
			row.Tag = selection.TagName(q.s.App.Pack.On(day), s.Tag)
		}
		switch {
		case s.Max == nil:
			row.Bounds = i18n.T("至少 {min}", "at least {min}").With("min", s.Min)
		case s.Min == 0:
			row.Bounds = i18n.T("至多 {max}", "at most {max}").With("max", *s.Max)
		default:
			row.Bounds = i18n.T("{min} 至 {max}", "{min} to {max}").With("min", s.Min, "max", *s.Max)
		}
		if s.Last != nil {
			row.Last = i18n.T("第 {rank} 名,{score} 分", "rank {rank}, {score} points").With("rank", s.Last.Rank, "score", selection.Points(s.Last.Score))
		}
		out = append(out, row)
	}
	return out
}

// whyNot is what would have had to be different for somebody in the reserve.
type whyNot struct {
	Rank int64
	Name string
	Text i18n.Text
}

// rankedPage is how many lines of a list one page shows.
const rankedPage = 100

func (q *request) rankingLinks(r *selection.Ranking) (out []linkTo) {
	if reg := q.s.App.Shelf.Get(cases.Table.Name); reg.Look(q.actor, reg.Purpose(q.actor), "").Visible() {
		out = append(out, linkTo{"/ranking/" + string(r.County) + "/" + string(r.ID), i18n.T("名单及理由", "The list with its reasons")},
			linkTo{"/choice/" + string(r.County) + "/" + string(r.ID), i18n.T("离线复算文件", "Files to re-compute it offline")})
	}
	if r.OnNotice(q.s.App.Today()) {
		out = append(out, linkTo{noticePath(r), i18n.T("公示页面", "The public notice")})
	}
	return out
}

func noticePath(r *selection.Ranking) string {
	return "/notice/" + string(r.County) + "/" + string(r.ID)
}

// rankingPage shows a ranked list to those who may read the cases on it: each
// outcome with the row that decided it, the cut-off, and for somebody in the
// reserve what would have had to be different.
func (s *server) rankingPage(q *request) error {
	reg := s.App.Shelf.Get(selection.Rankings.Name)
	found, err := s.App.Road.One(q.Context(), reg.Look(q.actor, reg.Purpose(q.actor), "view"), unit.Code(q.PathValue("county")), ident.ID(q.PathValue("id")))
	if err != nil {
		return err
	}
	r := found.(*selection.Ranking)
	list, err := q.onList(r)
	if err != nil {
		return err
	}
	e, err := selection.Explain(r, list)
	if err != nil {
		return err
	}
	d := rankingData{Ranking: r, Name: s.App.Road.Tree().Name(r.Unit), Back: recordPath(reg.Table, r.County, r.ID),
		Status: q.valueOf(reg.Table, reg.Table.Schema.Get("state"), r)}
	if r.OnNotice(s.App.Today()) {
		d.Notice = noticePath(r)
	}
	if last, ok := e.CutOff(); ok {
		d.CutOff = i18n.T("入选的最后一名:第 {rank} 名,{score} 分", "The last of the chosen: rank {rank}, {score} points").With("rank", last.Rank, "score", selection.Points(last.Score))
	}
	if err := q.why(e, &d); err != nil {
		return err
	}
	d.Rows = q.standings(e, r.PolicyDay)
	q.lines(e, &d)
	return q.show(rankingPage(q.page(i18n.T("定兵名单", "Ranked list")), d))
}

// onList reads everybody on a list whom the reader may see. The list can be
// computed again only whole, so it is read whole, and the reading recorded.
func (q *request) onList(r *selection.Ranking) (list []*cases.Case, err error) {
	reg := q.s.App.Shelf.Get(cases.Table.Name)
	look := reg.Look(q.actor, reg.Purpose(q.actor), "list")
	if !look.Visible() {
		return nil, access.Denied()
	}
	err = q.s.App.Road.Export(q.Context(), look, record.Query{Filters: []record.Filter{{Field: "ranking", Values: []string{string(r.ID)}}}, Sort: "rank"},
		func(rec record.Record) error { list = append(list, rec.(*cases.Case)); return nil })
	return list, err
}

// lines shows one page of the list.
func (q *request) lines(e *selection.Explained, d *rankingData) {
	all := e.People()
	from, _ := strconv.Atoi(q.URL.Query().Get("from"))
	from = max(0, min(from, len(all)))
	for at := 0; len(all) > rankedPage && at < len(all); at += rankedPage {
		d.PerPage = append(d.PerPage, linkTo{q.URL.Path + "?from=" + strconv.Itoa(at), i18n.Same(strconv.Itoa(at+1) + "–" + strconv.Itoa(min(at+rankedPage, len(all))))})
	}
	state := cases.Table.Schema.Get("state")
	for _, c := range all[from:min(from+rankedPage, len(all))] {
		row := ranked{Rank: c.Rank, Name: receipt.Mask(c.Name), Score: selection.Points(c.Score), Chosen: e.Chosen(c), Reason: e.Reason(c),
			Now: q.valueOf(cases.Table, state, c), Href: recordPath(cases.Table, c.County, c.ID)}
		row.Row, _ = e.Row(c)
		if !row.Chosen {
			row.Explain = q.URL.Path + "?from=" + strconv.Itoa(from) + "&why=" + string(c.ID) + "#why"
		}
		d.People = append(d.People, row)
	}
}

// why explains one person of the reserve.
func (q *request) why(e *selection.Explained, d *rankingData) error {
	id := ident.ID(q.URL.Query().Get("why"))
	if id == "" {
		return nil
	}
	at := slices.IndexFunc(e.People(), func(c *cases.Case) bool { return c.ID == id })
	if at < 0 {
		return record.Missing(cases.Table.Title)
	}
	c := e.People()[at]
	ahead, ok, err := e.Hurdle(c)
	if err != nil {
		return err
	}
	d.Why = &whyNot{Rank: c.Rank, Name: receipt.Mask(c.Name), Text: i18n.T("无论排在第几名都不会入选。", "No rank would have been enough.")}
	if ok {
		d.Why.Text = i18n.T("须排在第 {rank} 名之前:得分高于 {score},或同分而抽定次序在前;现得 {own} 分。",
			"They would have had to be ahead of rank {rank}: more than {score} points, or as many and an earlier place among equals; they have {own}.").
			With("rank", ahead.Rank, "score", selection.Points(ahead.Score), "own", selection.Points(c.Score))
	}
	return nil
}

// noticeData is what the public notice of a list shows, and nothing else.
type noticeData struct {
	Name   string
	Cycle  string
	From   clock.Date
	To     clock.Date
	Root   string // of the list that the meeting decided
	Public string // of the rows as they were published
	Rows   []selection.NoticeRow
	Seats  int64
	Others []selection.NoticeRow // who move up in this order where a place becomes free
	Object string                // where to object
}

// noticePage shows the public notice of a list while it runs; afterwards only
// that it ran, with the root of the list. Publishing was the act that let the public read it, so a reading
// leaves no leaf and asks nobody to sign in.
func (s *server) noticePage(q *request) error {
	q.w.Header().Set("X-Robots-Tag", "noindex, nofollow, noarchive")
	d, over := noticeData{}, false
	err := s.read(q.Context(), func(tx *db.Tx) error {
		r := &selection.Ranking{}
		if err := selection.Rankings.Load(tx, unit.Code(q.PathValue("county")), ident.ID(q.PathValue("id")), r, false); err != nil {
			return err
		}
		if !r.OnNotice(s.App.Today()) && !r.Over(s.App.Today()) {
			return fault.New(fault.Unknown, "notice.none", "没有这份公示,或公示期已过。", "There is no such notice, or it has ended.")
		}
		over = r.Over(s.App.Today())
		d = noticeData{Object: noticePath(r) + "/objection", Name: s.App.Road.Tree().Name(r.Unit), From: r.NoticeFrom, To: r.NoticeTo, Root: r.Root, Public: r.NoticeRoot, Seats: r.Seats}
		d.Cycle = intakeName(tx, r.Cycle)
		if over {
			return nil
		}
		return q.noticeRows(tx, r, &d)
	})
	if err != nil {
		return err
	}
	p := q.page(i18n.T("拟批准服现役公示", "Public notice of those proposed for service"))
	if over {
		return q.render(http.StatusGone, noticeOver(p, d))
	}
	return q.show(noticePage(p, d))
}

func intakeName(tx *db.Tx, id ident.ID) (name string) {
	_, err := tx.One("SELECT name FROM cycle WHERE id = $1", []any{string(id)}, &name)
	if err != nil {
		return ""
	}
	return name
}

func (q *request) noticeRows(tx *db.Tx, r *selection.Ranking, d *noticeData) error {
	list, err := record.All[cases.Case](tx, cases.Table, "county = $1 AND ranking = $2 ORDER BY rank", string(r.County), string(r.ID))
	if err != nil {
		return err
	}
	for _, c := range list {
		if c.State == cases.Reserve { // whoever moves up has stood on the notice as long as everybody else
			d.Others = append(d.Others, selection.NoticeRowOf(q.s.App.Road.Tree(), c))
		}
		if slices.Contains(selection.Shown, c.State) {
			d.Rows = append(d.Rows, selection.NoticeRowOf(q.s.App.Road.Tree(), c))
		}
	}
	return nil
}
