package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"

	"muster/internal/frame/db"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
)

// Problem is an error as RFC 9457 has it.
type Problem struct {
	Type   string         `json:"type"` // urn:muster:fault:CODE
	Title  string         `json:"title"`
	Status int            `json:"status"`
	Detail string         `json:"detail"`
	Code   string         `json:"code"`
	Fields []FieldProblem `json:"fields,omitempty"`
}

// FieldProblem is the error of one field.
type FieldProblem struct {
	Name   string `json:"name"`
	Code   string `json:"code"`
	Detail string `json:"detail"`
}

const (
	codeTooLarge = "request.too_large"
	codeMethod   = "request.method"
)

// kindOf is what a kind of fault means over HTTP.
var kindOf = map[fault.Kind]struct {
	status int
	name   string // of the outcome in the metrics
	title  i18n.Text
}{
	fault.Internal:    {500, "internal", i18n.T("系统内部错误", "Internal error")},
	fault.Invalid:     {422, "invalid", i18n.T("内容有误", "Invalid contents")},
	fault.Denied:      {403, "denied", i18n.T("无权办理", "Not allowed")},
	fault.Unknown:     {404, "unknown", i18n.T("没有找到", "Not found")},
	fault.Conflict:    {409, "conflict", i18n.T("当前不能办理", "Not possible now")},
	fault.Stale:       {409, "stale", i18n.T("内容已被更改", "Changed meanwhile")},
	fault.Reused:      {422, "reused", i18n.T("幂等键重复使用", "Idempotency key reused")},
	fault.Unsigned:    {409, "unsigned", i18n.T("尚待会签", "Second signature needed")},
	fault.SignIn:      {401, "sign_in", i18n.T("须先认证", "Authentication needed")},
	fault.Unavailable: {503, "unavailable", i18n.T("暂时不可用", "Temporarily unavailable")},
	fault.Usage:       {400, "usage", i18n.T("请求有误", "Bad request")},
}

// statusOf is the status of a fault; two codes have a status of their own.
func statusOf(f *fault.Fault) int {
	switch f.Code {
	case codeTooLarge:
		return http.StatusRequestEntityTooLarge
	case codeMethod:
		return http.StatusMethodNotAllowed
	}
	return kindOf[f.Kind].status
}

// discreet are the texts that stand in for those of the frame that repeat what
// was submitted, which an answer must not (SECURITY.md T23).
var discreet = map[string]i18n.Text{
	"integer.malformed": i18n.T("应为整数。", "It must be a whole number."),
	"bool.malformed":    i18n.T("应为 是 或 否。", "It must be yes or no."),
	"date.malformed":    i18n.T("日期无效;请写成 2008-03-09。", "It is not a date; write 2008-03-09."),
	"instant.malformed": i18n.T("时间无效;请写成 2026-09-01T08:00:00Z。", "It is not a time; write 2026-09-01T08:00:00Z."),
	"id.malformed":      i18n.T("编号格式不对。", "It is not a record id."),
	"choice.unknown":    i18n.T("不在可选值中。", "It is none of the values to choose from."),
	"unit.unknown":      i18n.T("单位代码不存在。", "There is no unit with this code."),
	"unit.doubled":      i18n.T("该单位代码已存在。", "There is a unit with this code already."),
	"act.unknown":       i18n.T("没有这种事项。", "There is no such act."),
	"list.field":        i18n.T("不能按此字段筛选或排序。", "The list cannot be filtered or sorted by this field."),
}

func discreetly(code string, text i18n.Text, lang i18n.Lang) string {
	if plain, ok := discreet[code]; ok {
		text = plain
	}
	return text.In(lang)
}

// problemOf renders a fault for a reader.
func problemOf(f *fault.Fault, lang i18n.Lang) Problem {
	p := Problem{Type: "urn:muster:fault:" + f.Code, Title: kindOf[f.Kind].title.In(lang), Status: statusOf(f),
		Detail: discreetly(f.Code, f.Text, lang), Code: f.Code}
	for _, field := range f.Fields {
		p.Fields = append(p.Fields, FieldProblem{Name: clipped(field.Name), Code: field.Code, Detail: discreetly(field.Code, field.Text, lang)})
	}
	return p
}

// clipped keeps the name of an unknown field readable without letting a caller
// fill an answer with it.
func clipped(name string) string {
	if runes := []rune(name); len(runes) > 60 {
		return string(runes[:60]) + "…"
	}
	return name
}

func (s *server) problem(x *exchange, f *fault.Fault) {
	h, lang := x.Header(), x.lang()
	h.Set("Content-Type", "application/problem+json")
	h.Set("Content-Language", string(lang))
	h.Add("Vary", "Accept-Language")
	h.Del("Content-Disposition")
	switch f.Kind {
	case fault.SignIn:
		h.Set("WWW-Authenticate", `Bearer realm="muster"`)
	case fault.Unavailable:
		h.Set("Retry-After", strconv.Itoa(int(retryAfter.Seconds())))
	}
	p := problemOf(f, lang)
	x.WriteHeader(p.Status)
	body, _ := json.Marshal(p) // texts and numbers always encode
	_, _ = x.Write(body)
}

// classed finds the fault of an error. A store that is closing and a time that
// ran out are faults that pass.
func (s *server) classed(x *exchange, err error) *fault.Fault {
	f := fault.As(err)
	if f.Kind != fault.Internal {
		return f
	}
	if errors.Is(err, db.ErrClosed) || errors.Is(err, context.DeadlineExceeded) || x.r.Context().Err() != nil {
		return fault.New(fault.Unavailable, "service.unavailable", "系统暂时不能办理;请稍后用同一幂等键重试。",
			"This cannot be done right now; please retry after a while with the same idempotency key.").Because(err)
	}
	return f
}
