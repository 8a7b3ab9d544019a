package web

import (
	"encoding/base64"
	"io"
	"mime/multipart"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/db"
	"muster/internal/frame/fault"
	"muster/internal/frame/field"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/register"
	"muster/internal/frame/unit"
)

// submit does the act of a form.
func (s *server) submit(q *request) error {
	k, err := q.kind()
	if err != nil {
		return err
	}
	if err := q.parse(); err != nil {
		return err
	}
	body, err := q.body(k)
	if err != nil {
		return q.again(k, err)
	}
	rev, _ := strconv.ParseInt(q.PostFormValue("_rev"), 10, 64) // 0: whichever revision
	answer, err := s.App.Road.Do(q.Context(), act.Request{Kind: k.Name, County: unit.Code(q.PostFormValue("_county")), Subject: ident.ID(q.PostFormValue("_id")),
		Rev: rev, Body: body, Actor: q.actor, Purpose: register.FirstPurpose(k.By, q.actor), Key: q.PostFormValue("_key")})
	if err != nil {
		return q.again(k, err)
	}
	return q.redirect(q.after(k, answer) + doneMark(answer))
}

// doneMark lets the next page say what was done.
func doneMark(a act.Answer) string {
	return "?done=" + string(a.County) + "." + strconv.FormatInt(a.Seq, 10)
}

// largestUpload is how much a form with a file may hold, in bytes.
const largestUpload = 4 << 20

// parse reads a form; a file in it becomes a field in base64.
func (q *request) parse() error {
	if !strings.HasPrefix(q.Header.Get("Content-Type"), "multipart/") {
		if err := q.ParseForm(); err != nil {
			return unreadable(err)
		}
		return nil
	}
	if err := q.ParseMultipartForm(largestUpload); err != nil {
		return unreadable(err)
	}
	q.PostForm = url.Values{}
	for name, values := range q.MultipartForm.Value {
		q.PostForm[name] = values
	}
	for name, files := range q.MultipartForm.File {
		for _, f := range files {
			content, err := readAll(f)
			if err != nil {
				return unreadable(err)
			}
			if len(content) > 0 {
				q.PostForm.Add(name, base64.StdEncoding.EncodeToString(content))
			}
		}
	}
	return nil
}

func readAll(f *multipart.FileHeader) ([]byte, error) {
	in, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer in.Close()
	return io.ReadAll(in)
}

// controls are the fields of a form that are not of the act.
var controls = []string{"_key", "_rev", "_county", "_id", "_sent", "_code", "_signed", "_received", "_seen"}

// body reads the fields of the form into a new body. A field that is not of the
// act, or is given twice, is refused (SECURITY, T18).
func (q *request) body(k *act.Kind) (any, error) {
	body := k.NewBody()
	v := reflect.ValueOf(body).Elem()
	var wrong []fault.Field
	for name, values := range q.PostForm {
		f := k.Body.Get(name)
		if slices.Contains(controls, name) || strings.HasPrefix(name, "~") {
			continue
		}
		if f == nil || f.Hidden || len(values) != 1 && f.Kind != field.List {
			wrong = append(wrong, fault.Field{Name: name, Code: "field.unknown", Text: i18n.T("没有这个字段,或重复。", "There is no such field, or it is given twice.")})
			continue
		}
		text := values[0]
		if f.Kind == field.List {
			text = strings.Join(strings.Fields(strings.Join(values, " ")), "|") // several controls, or one with several words
		}
		if e := f.Parse(v, text); e != nil {
			wrong = append(wrong, *e)
		}
	}
	if err := q.homes(k, v); err != nil {
		return nil, err
	}
	slices.SortFunc(wrong, func(a, b fault.Field) int { return strings.Compare(a.Name, b.Name) })
	return body, field.Faulty(wrong)
}

// homes fills in the home county of each record that the body names by an id of
// its own list.
func (q *request) homes(k *act.Kind, body reflect.Value) error {
	for _, home := range k.Body.Fields {
		name, ok := strings.CutSuffix(home.Name, "_home")
		f := k.Body.Get(name)
		if !ok || f == nil || !home.Value(body).IsZero() || f.Value(body).IsZero() {
			continue
		}
		reg := q.s.App.Shelf.Get(name)
		if reg == nil {
			continue
		}
		found, err := q.s.App.Road.Page(q.Context(), reg.Look(q.actor, reg.Purpose(q.actor), "search"),
			record.Query{Filters: []record.Filter{{Field: "id", Values: []string{f.Value(body).String()}}}, Limit: 1})
		if err != nil {
			return err
		}
		if len(found.Records) == 1 {
			home.Value(body).SetString(string(found.Records[0].Head().County))
		}
	}
	return nil
}

// again shows the form once more with what is wrong and what was written. What
// is not about the form is the page of the fault.
func (q *request) again(k *act.Kind, err error) error {
	f := fault.As(err)
	if !slices.Contains([]fault.Kind{fault.Invalid, fault.Conflict, fault.Stale, fault.Reused}, f.Kind) {
		return err
	}
	subject, loading := q.subject(k, q.PostForm)
	if loading != nil {
		return loading
	}
	values := url.Values{}
	for name, v := range q.PostForm {
		values[name] = v
	}
	values.Set("_sent", "1")
	if f.Kind == fault.Reused || f.Kind == fault.Stale {
		values.Set("_key", newKey())
	}
	if f.Kind == fault.Stale && subject != nil { // the form now shows what it is today
		values.Set("_rev", strconv.FormatInt(subject.Head().Rev, 10))
	}
	d, err := q.form(k, subject, values, f)
	if err != nil {
		return err
	}
	return q.render(statuses[f.Kind], formPage(q.page(k.Title), d))
}

// after is where the reader goes after an act: to the record, where it is still
// theirs to see, otherwise home.
func (q *request) after(k *act.Kind, a act.Answer) string {
	if q.citizen() {
		return "/me"
	}
	if to := examTarget(k.Name, a); to != "" && !a.Pending {
		return to
	}
	t := k.Table
	if a.Pending {
		t = act.Proposals
	}
	reg := q.s.App.Shelf.Get(t.Name)
	if reg == nil {
		return "/"
	}
	rec, allowed := t.New(), false
	err := q.s.read(q.Context(), func(tx *db.Tx) error { return t.Load(tx, a.County, a.Subject, rec, false) })
	if err == nil {
		allowed = access.Any(reg.Read, q.actor, reg.Purpose(q.actor), act.ViewOf(t, rec))
	}
	if !allowed {
		return "/"
	}
	return recordPath(t, a.County, a.Subject)
}
