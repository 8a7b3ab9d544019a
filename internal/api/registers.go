package api

import (
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/db"
	"muster/internal/frame/fault"
	"muster/internal/frame/field"
	"muster/internal/frame/ident"
	"muster/internal/frame/ledger"
	"muster/internal/frame/record"
	"muster/internal/frame/register"
	"muster/internal/frame/unit"
)

const (
	defaultLimit = 50
	mostLimit    = 200
	historyLimit = 1000
)

// list answers one page of a register, or with count=only the number of records
// that all pages hold.
func (s *server) list(x *exchange) error {
	reg, look, err := s.look(x, "list")
	if err != nil {
		return err
	}
	values, err := parameters(x.r.URL.RawQuery, "filter", "sort", "search", "limit", "after", "count", "purpose")
	if err != nil {
		return err
	}
	q, err := query(values)
	if err != nil {
		return err
	}
	if values.Get("count") == "only" {
		n, err := s.app.Road.Count(x.r.Context(), look, q)
		if err != nil {
			return err
		}
		return x.json(200, append(strconv.AppendInt([]byte(`{"count":`), n, 10), '}'))
	}
	page, err := s.app.Road.Page(x.r.Context(), look, q)
	if err != nil {
		return err
	}
	return x.json(200, appendPage(reg.Table.Schema.Shown(), page))
}

func appendPage(shown []*field.Field, page record.Page) []byte {
	dst := append(make([]byte, 0, 256*(len(page.Records)+1)), `{"records":[`...)
	for i, rec := range page.Records {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(appendRecord(dst, shown, rec), '}')
	}
	dst = append(dst, ']')
	if page.Next != "" {
		dst = field.AppendString(append(dst, `,"next":`...), page.Next)
	}
	return append(dst, '}')
}

// one answers one record, with history=1 the acts and readings of it too.
func (s *server) one(x *exchange) error {
	reg, look, err := s.look(x, "view")
	if err != nil {
		return err
	}
	values, err := parameters(x.r.URL.RawQuery, "history", "purpose")
	if err != nil {
		return err
	}
	county, id := unit.Code(x.r.PathValue("county")), ident.ID(x.r.PathValue("id"))
	if _, err := ident.Parse(string(id)); err != nil || s.app.Road.Home(county) == "" {
		return record.Missing(reg.Table.Title)
	}
	rec, err := s.app.Road.One(x.r.Context(), look, county, id)
	if err != nil {
		return err
	}
	dst := appendRecord(make([]byte, 0, 512), reg.Table.Schema.Shown(), rec)
	if values.Get("history") == "1" && !reg.Table.Blind {
		if dst, err = s.appendHistory(x, dst, reg, rec); err != nil {
			return err
		}
	}
	return x.json(200, append(dst, '}'))
}

// appendHistory lists the leaves about a record: what, in which role, for which
// office; never what an act said.
func (s *server) appendHistory(x *exchange, dst []byte, reg *register.Register, rec record.Record) ([]byte, error) {
	var leaves []ledger.Found
	err := s.app.Store.Read(x.r.Context(), func(tx *db.Tx) (err error) {
		leaves, err = ledger.History(tx, rec.Head().County, act.Subject(reg.Table, rec.Head().ID), historyLimit)
		return err
	})
	dst = append(dst, `,"history":[`...)
	for i, l := range leaves {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = strconv.AppendInt(append(dst, `{"seq":`...), l.Seq, 10)
		dst = field.AppendString(append(dst, `,"at":`...), l.At.String())
		dst = field.AppendString(append(dst, `,"kind":`...), l.Kind)
		dst = field.AppendString(append(dst, `,"role":`...), l.Leaf.Role)
		dst = field.AppendString(append(dst, `,"unit":`...), string(l.Leaf.Unit))
		if l.Leaf.Signer != "" {
			dst = field.AppendString(append(dst, `,"signer":`...), string(l.Leaf.Signer))
		}
		dst = append(dst, '}')
	}
	return append(dst, ']'), err
}

// appendRecord writes the fields that may leave the house, after the county,
// which with the id is the address of the record. The object is left open.
func appendRecord(dst []byte, shown []*field.Field, rec record.Record) []byte {
	v := reflect.ValueOf(rec).Elem()
	dst = field.AppendString(append(dst, `{"county":`...), string(rec.Head().County))
	for _, f := range shown {
		dst = append(append(append(dst, `,"`...), f.Name...), `":`...)
		dst = f.AppendJSON(dst, v)
	}
	return dst
}

// look finds the register and builds the reading. A register that the actor's
// role may not read at all is denied; what it may read is the grants' matter.
func (s *server) look(x *exchange, via string) (*register.Register, act.Look, error) {
	reg := s.app.Shelf.Get(x.r.PathValue("name"))
	if reg == nil {
		return nil, act.Look{}, fault.New(fault.Unknown, "register.unknown", "没有这种登记册。", "There is no such register.")
	}
	purpose := access.Purpose(x.r.URL.Query().Get("purpose"))
	if purpose == "" {
		purpose = reg.Purpose(x.actor)
	}
	look := reg.Look(x.actor, purpose, via)
	if !look.Visible() {
		return nil, act.Look{}, access.Denied()
	}
	return reg, look, nil
}

// parameters reads the query of an address; a parameter that the address does
// not know, or that is no text, is refused rather than passed over.
func parameters(raw string, known ...string) (url.Values, error) {
	values, err := url.ParseQuery(raw)
	if err != nil {
		return nil, fault.New(fault.Usage, "query.malformed", "地址中的参数格式不对。", "The parameters of the address are malformed.").Because(err)
	}
	for name, list := range values {
		if !slices.Contains(known, name) {
			return nil, fault.New(fault.Usage, "query.unknown", "有不认识的参数。", "There is an unknown parameter.").
				OnField(clipped(strings.ToValidUTF8(name, "�")), "field.unknown", "没有这个参数。", "There is no such parameter.")
		}
		if name != "filter" && len(list) > 1 {
			return nil, fault.New(fault.Usage, "query.doubled", "参数重复。", "A parameter is given twice.").
				OnField(name, "field.doubled", "参数重复。", "It is given twice.")
		}
		for _, text := range list {
			if !utf8.ValidString(text) || strings.ContainsRune(text, 0) || len(text) > 1000 {
				return nil, fault.New(fault.Invalid, "query.text", "参数含有无效字符或过长。", "A parameter has invalid characters or is too long.").
					OnField(name, "text.malformed", "含有无效字符或过长。", "It has invalid characters or is too long.")
			}
		}
	}
	return values, nil
}

// query reads which records of a register are asked for.
func query(values url.Values) (record.Query, error) {
	q := record.Query{Search: values.Get("search"), After: values.Get("after"), Limit: defaultLimit}
	q.Sort, q.Down = strings.CutPrefix(values.Get("sort"), "-")
	if text := values.Get("limit"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > mostLimit {
			return q, fault.New(fault.Invalid, "list.limit", "每页须为 1 至 {most} 条。", "A page holds 1 to {most} records.", "most", mostLimit).
				OnField("limit", "field.bounds", "须在 1 至 {most} 之间。", "It must be between 1 and {most}.", "most", mostLimit)
		}
		q.Limit = n
	}
	if count := values.Get("count"); count != "" && count != "only" {
		return q, fault.New(fault.Invalid, "list.count", "count 只能为 only。", "count can only be only.")
	}
	for _, text := range values["filter"] {
		name, value, ok := strings.Cut(text, ":")
		if !ok {
			return q, fault.New(fault.Invalid, "list.filter", "筛选须写成 字段:值。", "Write a filter as field:value.")
		}
		at := slices.IndexFunc(q.Filters, func(f record.Filter) bool { return f.Field == name })
		if at < 0 {
			at, q.Filters = len(q.Filters), append(q.Filters, record.Filter{Field: name})
		}
		q.Filters[at].Values = append(q.Filters[at].Values, value)
	}
	return q, nil
}
