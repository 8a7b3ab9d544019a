package act

import (
	"context"
	"errors"

	"muster/internal/frame/db"
)

// errCareful asks for a batch to be run again with a savepoint around each act.
var errCareful = errors.New("an act of the batch failed after it had written")

// Batch takes many acts down the same road in one commit, each with its own
// result. They are done in order; one that fails leaves the others alone. The
// returned error means that none was stored.
func (r *Road) Batch(ctx context.Context, requests []Request) ([]Result, error) {
	results, err := r.batch(ctx, requests, false)
	if errors.Is(err, errCareful) {
		results, err = r.batch(ctx, requests, true)
	}
	var denied []Request
	for i := range results {
		if refusal := results[i].Answer.refused; err == nil && refusal != nil {
			results[i] = Result{Err: refusal}
			continue
		}
		if err == nil && results[i].Err != nil && r.answered(ctx, requests[i], &results[i].Answer) {
			results[i].Err = nil
		}
		if err == nil && refused(results[i].Err) {
			denied = append(denied, requests[i])
		}
	}
	r.recordDenials(ctx, denied)
	return results, err
}

func (r *Road) batch(ctx context.Context, requests []Request, careful bool) ([]Result, error) {
	results := make([]Result, len(requests))
	err := r.Store.WriteBatch(ctx, func(tx *db.Tx) error {
		clear(results)
		for i := range requests {
			if err := r.one(tx, requests[i], &results[i], careful); err != nil {
				return err
			}
		}
		return nil
	})
	return results, err
}

// one performs an act of a batch. An act that fails before it has written
// anything needs no savepoint; only where one fails later is the batch repeated
// carefully.
func (r *Road) one(tx *db.Tx, q Request, result *Result, careful bool) error {
	perform := func() error { return r.perform(tx, q, options{}, &result.Answer) }
	if careful {
		result.Err = tx.Savepoint(perform)
		return nil
	}
	before := tx.Writes()
	if result.Err = perform(); result.Err != nil && tx.Writes() != before {
		return errCareful
	}
	return nil
}
