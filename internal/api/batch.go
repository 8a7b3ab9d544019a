package api

import (
	"bytes"
	"encoding/json"
	"strconv"

	"muster/internal/frame/act"
	"muster/internal/frame/fault"
)

// outcome is what became of one act of a batch.
type outcome struct {
	kind   *act.Kind
	answer act.Answer
	err    error
}

// batch does up to batchActs acts in order, each with its own result. What could
// be decoded is done in one commit; the rest is refused act by act.
func (s *server) batch(x *exchange) error {
	data, err := x.read()
	if err != nil {
		return err
	}
	items, err := elements(data)
	if err != nil {
		return err
	}
	outcomes := make([]outcome, len(items))
	var requests []act.Request
	var at []int // the outcome of each request
	for i, item := range items {
		q, kind, err := s.batched(x, item)
		if outcomes[i] = (outcome{kind: kind, err: err}); err == nil {
			requests, at = append(requests, q), append(at, i)
		}
	}
	if len(requests) > 0 {
		results, err := s.app.Road.Batch(x.r.Context(), requests)
		if err != nil {
			return err
		}
		for i, result := range results {
			outcomes[at[i]].answer, outcomes[at[i]].err = result.Answer, result.Err
		}
	}
	return x.json(200, s.appendOutcomes(x, outcomes))
}

func (s *server) batched(x *exchange, item json.RawMessage) (act.Request, *act.Kind, error) {
	var e BatchEnvelope
	var body json.RawMessage
	if err := unwrap(batchSchema, item, &e, &body); err != nil {
		return act.Request{}, nil, err
	}
	kind, err := s.kind(e.Kind)
	if err != nil {
		return act.Request{}, nil, err
	}
	q, err := e.request(kind, body, x.actor)
	q.Key = e.Key
	return q, kind, err
}

// elements splits the array of a batch without keeping more than it may hold.
func elements(data []byte) ([]json.RawMessage, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	if token, err := d.Token(); err != nil || token != json.Delim('[') {
		return nil, notArray(err)
	}
	var items []json.RawMessage
	for d.More() {
		var raw json.RawMessage
		if err := d.Decode(&raw); err != nil {
			return nil, notArray(err)
		}
		if items = append(items, raw); len(items) > batchActs {
			return nil, fault.New(fault.Invalid, "batch.size", "一批最多 {most} 项。", "A batch holds at most {most} acts.", "most", batchActs)
		}
	}
	if _, err := d.Token(); err != nil || d.More() {
		return nil, notArray(err)
	}
	return items, nil
}

func notArray(err error) error {
	return fault.New(fault.Invalid, "json.malformed", "请求内容须为一个 JSON 数组。", "The body must be one JSON array.").Because(err)
}

func (s *server) appendOutcomes(x *exchange, outcomes []outcome) []byte {
	lang := x.lang()
	dst := []byte(`{"results":[`)
	for i, o := range outcomes {
		if i > 0 {
			dst = append(dst, ',')
		}
		if o.kind != nil {
			s.metrics.act(o.kind.Name, o.answer, o.err)
		}
		if o.err == nil {
			dst = strconv.AppendInt(append(dst, `{"status":`...), int64(answerStatus(o.kind, o.answer)), 10)
			dst = append(appendAnswer(append(dst, `,"answer":`...), o.answer), '}')
			continue
		}
		f := s.classed(x, o.err)
		if f.Kind == fault.Internal {
			s.app.Log.Error("an act of a batch failed", "error", o.err)
		}
		problem, _ := json.Marshal(problemOf(f, lang)) // texts and numbers always encode
		dst = strconv.AppendInt(append(dst, `{"status":`...), int64(statusOf(f)), 10)
		dst = append(append(append(dst, `,"problem":`...), problem...), '}')
	}
	return append(dst, "]}"...)
}
