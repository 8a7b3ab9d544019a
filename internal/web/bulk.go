package web

import (
	"net/url"
	"reflect"
	"slices"

	"muster/internal/app"
	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/fault"
	"muster/internal/frame/field"
	"muster/internal/frame/i18n"
	"muster/internal/frame/record"
	"muster/internal/frame/register"
	"muster/internal/office/role"
)

// mostAtOnce is how many records of a list one click moves on.
const mostAtOnce = 2000

// bulkData is what the page of a bulk work shows, before and after.
type bulkData struct {
	Title  i18n.Text
	Words  i18n.Text
	Action string
	Word   *input // of a bulk work that asks for one
	Inputs []input
	Hidden []hidden
	Units  []option
	Fault  *fault.Fault
	Count  int
	Back   string
	Result *app.Batched
	Wrong  []wrongAct
}

// wrongAct is why some acts of a bulk work failed, and how many.
type wrongAct struct {
	Text i18n.Text
	N    int
}

// counting collects the reasons of failures, the same ones together.
func (d *bulkData) counting(lang i18n.Lang) func(act.Request, error) {
	return func(_ act.Request, err error) {
		text := fault.As(err).Text
		at := slices.IndexFunc(d.Wrong, func(w wrongAct) bool { return w.Text.In(lang) == text.In(lang) })
		if at < 0 {
			at, d.Wrong = len(d.Wrong), append(d.Wrong, wrongAct{Text: text})
		}
		d.Wrong[at].N++
	}
}

// bulk is the bulk work of the path, where the reader may do it.
func (q *request) bulk() (app.Bulk, error) {
	b, ok := app.BulkOf(q.PathValue("name"))
	if !ok || !access.AnyRole(q.s.App.Book.Kind(b.Kind).By, q.actor, role.Registration) {
		return b, fault.New(fault.Unknown, "bulk.unknown", "没有这种批量事项,或您无权办理。", "There is no such bulk work, or it is not yours to do.")
	}
	return b, nil
}

func (q *request) bulkData(b app.Bulk, word string) bulkData {
	d := bulkData{Title: b.Title, Words: b.Words, Action: "/bulk/" + b.Name, Back: "/"}
	if !b.Asks.IsZero() {
		d.Word = &input{ID: "word", Type: "text", Value: word, Field: &field.Field{Name: "word", Label: b.Asks, Required: true}}
	}
	return d
}

// bulkPage says whom a bulk work would concern; nothing is done yet.
func (s *server) bulkPage(q *request) error {
	b, err := q.bulk()
	if err != nil {
		return err
	}
	word := q.URL.Query().Get("word")
	if word == "" {
		word = b.Word(s.App.Today())
	}
	d := q.bulkData(b, word)
	found, err := s.App.DoBulk(q.Context(), b.Name, q.actor, word, true, nil)
	if d.Count = found.Found; err != nil {
		d.Fault = fault.As(err)
	}
	return q.show(bulkPage(q.page(b.Title), d))
}

// doBulk does a bulk work.
func (s *server) doBulk(q *request) error {
	b, err := q.bulk()
	if err != nil {
		return err
	}
	if err := q.ParseForm(); err != nil {
		return unreadable(err)
	}
	d := q.bulkData(b, q.PostFormValue("word"))
	result, err := s.App.DoBulk(q.Context(), b.Name, q.actor, q.PostFormValue("word"), false, d.counting(q.lang))
	if err != nil {
		return err
	}
	d.Result = &result
	return q.show(bulkPage(q.page(b.Title), d))
}

// bulkLinks are the bulk works that the reader may do.
func (q *request) bulkLinks() (out []linkTo) {
	for _, b := range app.Bulks() {
		if access.AnyRole(q.s.App.Book.Kind(b.Kind).By, q.actor, role.Registration) {
			out = append(out, linkTo{"/bulk/" + b.Name, b.Title})
		}
	}
	return out
}

// wholesale says whether an act may be done to a whole list at once: it takes
// nothing from anybody, needs no second signature, and the list holds only
// records that it may start from.
func (q *request) wholesale(k *act.Kind, query record.Query) bool {
	if k.New || k.Adverse || len(k.Sign) > 0 || !access.AnyRole(k.By, q.actor, register.FirstPurpose(k.By, q.actor)) {
		return false
	}
	at := slices.IndexFunc(query.Filters, func(f record.Filter) bool { return f.Field == "state" })
	return at >= 0 && !slices.ContainsFunc(query.Filters[at].Values, func(state string) bool { return !k.MayStart(state) })
}

// wholesaleLinks are the acts that may be done to the whole list shown.
func (q *request) wholesaleLinks(reg *register.Register, query record.Query) (out []linkTo) {
	for _, k := range q.s.App.Book.On(reg.Table) {
		if q.wholesale(k, query) && moves(k) {
			out = append(out, linkTo{"/all/" + k.Name + "?" + q.values("after", "").Encode(), k.Title})
		}
	}
	return out
}

// whole is the act, the register and the conditions of a page about a whole list.
func (q *request) whole() (*act.Kind, act.Look, record.Query, error) {
	k, err := q.kind()
	if err != nil {
		return nil, act.Look{}, record.Query{}, err
	}
	reg := q.s.App.Shelf.Get(k.Table.Name)
	if reg == nil {
		return nil, act.Look{}, record.Query{}, access.Denied()
	}
	query, err := q.query(reg)
	if err == nil && !q.wholesale(k, query) {
		err = fault.New(fault.Invalid, "bulk.single", "此事须逐件办理。", "This is done one by one.")
	}
	return k, reg.Look(q.actor, reg.Purpose(q.actor), "list"), query, err
}

func (q *request) wholeData(k *act.Kind, values url.Values, wrong *fault.Fault) (bulkData, error) {
	d := bulkData{Title: k.Title, Action: "/all/" + k.Name + "?" + q.URL.RawQuery, Back: "/r/" + k.Table.Name + "?" + q.URL.RawQuery, Fault: wrong}
	form, err := q.form(k, nil, values, wrong)
	d.Inputs, d.Hidden, d.Units = form.Inputs, form.Hidden, form.Units
	return d, err
}

// allPage asks whether an act is to be done to every record of a list.
func (s *server) allPage(q *request) error {
	k, look, query, err := q.whole()
	if err != nil {
		return err
	}
	n, err := s.App.Road.Count(q.Context(), look, query)
	if err != nil {
		return err
	}
	values := url.Values{"_key": {newKey()}}
	body := reflect.ValueOf(k.NewBody()).Elem()
	for _, f := range k.Body.Visible() {
		values.Set(f.Name, f.Format(body))
	}
	d, err := q.wholeData(k, values, nil)
	if err != nil {
		return err
	}
	d.Count = int(min(n, mostAtOnce))
	return q.show(bulkPage(q.page(k.Title), d))
}

// doAll does the act to every record of the list, each an act of its own, at most
// mostAtOnce of them.
func (s *server) doAll(q *request) error {
	k, look, query, err := q.whole()
	if err != nil {
		return err
	}
	if err := q.ParseForm(); err != nil {
		return unreadable(err)
	}
	body, err := q.body(k)
	if err != nil {
		d, again := q.wholeData(k, q.PostForm, fault.As(err))
		if again != nil {
			return again
		}
		return q.render(statuses[fault.As(err).Kind], bulkPage(q.page(k.Title), d))
	}
	var requests []act.Request
	for query.Limit = 500; len(requests) < mostAtOnce; {
		page, err := s.App.Road.Page(q.Context(), look, query)
		if err != nil {
			return err
		}
		for _, r := range page.Records {
			h := r.Head()
			requests = append(requests, act.Request{Kind: k.Name, County: h.County, Subject: h.ID, Body: body, Actor: q.actor,
				Purpose: register.FirstPurpose(k.By, q.actor), Key: q.PostFormValue("_key") + "-" + string(h.ID)})
		}
		if query.After = page.Next; query.After == "" {
			break
		}
	}
	d := bulkData{Title: k.Title, Back: "/r/" + k.Table.Name + "?" + q.URL.RawQuery}
	result, err := s.App.DoAll(q.Context(), requests[:min(len(requests), mostAtOnce)], d.counting(q.lang))
	if err != nil {
		return err
	}
	d.Result = &result
	return q.show(bulkPage(q.page(k.Title), d))
}
