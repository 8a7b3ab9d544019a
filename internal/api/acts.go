package api

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/fault"
	"muster/internal/frame/field"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/register"
	"muster/internal/frame/unit"
)

// Envelope is what stands around the body of an act. An act that makes its
// subject needs neither county nor subject.
type Envelope struct {
	County  unit.Code `f:"county,max=20" zh:"对象属地" en:"Home county of the subject"`
	Subject ident.ID  `f:"subject" zh:"对象编号" en:"Id of the subject"`
	Rev     int64     `f:"rev,min=0" zh:"所见版本(0 为不核对)" en:"Revision that was seen (0: any)"`
	Purpose string    `f:"purpose,max=40" zh:"用途(默认为本角色的第一项)" en:"Purpose (default: the first of the role)"`
	Basis   string    `f:"basis,max=200" zh:"依据" en:"Article or order it rests on"`
}

// BatchEnvelope is Envelope in a batch, where each act names its kind and key.
type BatchEnvelope struct {
	Kind string `f:"kind,required,max=80" zh:"事项" en:"Kind of act"`
	Key  string `f:"key,max=200" zh:"幂等键" en:"Idempotency key"`
	Envelope
}

var (
	envelopeSchema = field.Of[Envelope]()
	batchSchema    = field.Of[BatchEnvelope]()
)

// keyHeader is the header of the idempotency key (draft-ietf-httpapi-idempotency-key-header).
const keyHeader = "Idempotency-Key"

// act does one act. A repeat with the same key has the same answer, byte for
// byte; a header tells it from the first.
func (s *server) act(x *exchange) error {
	kind, err := s.kind(x.r.PathValue("kind"))
	if err != nil {
		return err
	}
	data, err := x.read()
	if err != nil {
		return err
	}
	q, err := decodeAct(kind, data, x.actor)
	if err != nil {
		s.metrics.act(kind.Name, act.Answer{}, err)
		return err
	}
	if q.Key, err = keyOf(x.r); err != nil {
		return err
	}
	a, err := s.app.Road.Do(x.r.Context(), q)
	s.metrics.act(kind.Name, a, err)
	if err != nil {
		return err
	}
	if a.Again {
		x.Header().Set("Idempotency-Replayed", "true")
	}
	return x.json(answerStatus(kind, a), appendAnswer(make([]byte, 0, 160), a))
}

func (s *server) kind(name string) (*act.Kind, error) {
	k := s.app.Book.Kind(name)
	if k == nil {
		return nil, fault.New(fault.Unknown, "act.unknown", "没有这种事项。", "There is no such act.")
	}
	return k, nil
}

// decodeAct builds the request of an act from what a caller sent.
func decodeAct(kind *act.Kind, data []byte, actor access.Actor) (act.Request, error) {
	var e Envelope
	var body json.RawMessage
	if err := unwrap(envelopeSchema, data, &e, &body); err != nil {
		return act.Request{}, err
	}
	return e.request(kind, body, actor)
}

// unwrap reads an envelope and takes the body out of it.
func unwrap(s *field.Schema, data []byte, envelope any, body *json.RawMessage) error {
	err := s.DecodeAround(data, envelope, func(name string, raw json.RawMessage) bool {
		if name == "body" {
			*body = raw
		}
		return name == "body"
	})
	if err != nil {
		return err
	}
	return s.Validate(envelope)
}

func (e Envelope) request(kind *act.Kind, raw json.RawMessage, actor access.Actor) (act.Request, error) {
	q := act.Request{Kind: kind.Name, County: e.County, Subject: e.Subject, Rev: e.Rev, Actor: actor, Purpose: access.Purpose(e.Purpose),
		Basis: e.Basis, Body: kind.NewBody()}
	if q.Purpose == "" {
		q.Purpose = register.FirstPurpose(kind.By, actor)
	}
	if kind.New {
		q.County, q.Subject = "", ""
	} else if q.County == "" || q.Subject == "" {
		return q, field.Faulty(missing(e))
	}
	if len(raw) > 0 && !bytes.Equal(raw, []byte("null")) {
		if err := kind.Body.Decode(raw, q.Body); err != nil {
			return q, err
		}
	}
	return q, kind.Body.Validate(q.Body)
}

func missing(e Envelope) (wrong []fault.Field) {
	text := i18n.T("必须填写。", "This is required.")
	if e.County == "" {
		wrong = append(wrong, fault.Field{Name: "county", Code: "field.required", Text: text})
	}
	if e.Subject == "" {
		wrong = append(wrong, fault.Field{Name: "subject", Code: "field.required", Text: text})
	}
	return wrong
}

// keyOf reads the idempotency key: visible ASCII, at most 200 characters.
func keyOf(r *http.Request) (string, error) {
	values := r.Header.Values(keyHeader)
	if len(values) == 0 {
		return "", nil
	}
	key := values[0]
	good := len(values) == 1 && len(key) <= 200
	for i := range len(key) {
		good = good && key[i] > ' ' && key[i] < 0x7f
	}
	if !good {
		return "", fault.New(fault.Usage, "key.malformed", "幂等键须为一个不超过 200 个可见 ASCII 字符的值。",
			"The idempotency key must be one value of at most 200 visible ASCII characters.")
	}
	return key, nil
}

// answerStatus is the same for the first answer and for a repeat.
func answerStatus(kind *act.Kind, a act.Answer) int {
	switch {
	case a.Pending:
		return http.StatusAccepted
	case kind.New:
		return http.StatusCreated
	}
	return http.StatusOK
}

// appendAnswer writes an answer without what tells a repeat from the first.
func appendAnswer(dst []byte, a act.Answer) []byte {
	dst = field.AppendString(append(dst, `{"county":`...), string(a.County))
	dst = field.AppendString(append(dst, `,"subject":`...), string(a.Subject))
	dst = strconv.AppendInt(append(dst, `,"rev":`...), a.Rev, 10)
	dst = field.AppendString(append(dst, `,"state":`...), a.State)
	dst = strconv.AppendInt(append(dst, `,"seq":`...), a.Seq, 10)
	dst = field.AppendString(append(dst, `,"at":`...), a.At.String())
	if a.Pending {
		dst = append(dst, `,"pending":true`...)
	}
	return append(dst, '}')
}
