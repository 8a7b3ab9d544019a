package sim

import (
	"fmt"

	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
)

// phase collects tasks and does them in order, those that were queued by the
// answers afterwards. An act that fails ends the season: in it, nobody tries
// what the law refuses, unless a step says so.
func (s *Season) phase(name i18n.Text, collect func(add func(task))) error {
	var tasks []task
	collect(func(t task) { tasks = append(tasks, t) })
	s.begin(name, len(tasks))
	defer s.end()
	for len(tasks) > 0 {
		for start := 0; start < len(tasks); start += batchSize {
			if err := s.batch(tasks[start:min(start+batchSize, len(tasks))]); err != nil {
				return fmt.Errorf("%s: %w", name.EN, err)
			}
		}
		tasks, s.queued = append(s.released(), s.queued...), nil
		s.more(len(tasks))
	}
	if s.meanwhile != nil {
		return s.meanwhile(name.EN)
	}
	return nil
}

func (s *Season) batch(tasks []task) error {
	requests := make([]act.Request, len(tasks))
	for i, t := range tasks {
		requests[i] = t.request
		if requests[i].Key == "" {
			requests[i].Key = fmt.Sprintf("sim-%d", s.Acts+i)
		}
	}
	results, err := s.app.Road.Batch(s.ctx, requests)
	if err != nil {
		return err
	}
	for i, r := range results {
		if fault.Coded(r.Err, "velocity.stopped") {
			s.stopped = append(s.stopped, tasks[i])
			continue
		}
		if !s.options.CutOff.IsZero() && fault.Coded(r.Err, "signup.closed") {
			continue // the law says it, not the season
		}
		if r.Err != nil && s.lenient {
			s.refusals[fault.As(r.Err).Code]++
			continue
		}
		if r.Err != nil {
			return fmt.Errorf("%s by %s at %s: %w", requests[i].Kind, requests[i].Actor.Role, requests[i].Actor.Unit, r.Err)
		}
		if tasks[i].done != nil {
			tasks[i].done(r.Answer)
		}
	}
	s.Acts += len(tasks)
	s.step(len(tasks))
	return s.ctx.Err()
}

// later queues a task that follows from an answer.
func (s *Season) later(t task) { s.queued = append(s.queued, t) }

func (s *Season) today() clock.Date { return s.app.Today() }

func (s *Season) begin(name i18n.Text, total int) {
	if s.progress != nil {
		s.progress.Begin(name, total)
	}
}

func (s *Season) step(n int) {
	if s.progress != nil {
		s.progress.Step(n)
	}
}

func (s *Season) more(n int) {
	if grower, ok := s.progress.(interface{ More(int) }); ok && n > 0 {
		grower.More(n)
	}
}

func (s *Season) end() {
	if s.progress != nil {
		s.progress.End()
	}
}
