package db

import (
	"context"
	"time"
)

// Attempts is how often a transaction is tried before its failure is final.
const Attempts = 12

// Retry runs try until it succeeds, fails for good, or Attempts is reached.
// again says whether an error is worth another try: the engines decide that by
// the driver's error code, never by its text.
func Retry(ctx context.Context, again func(error) bool, try func() error) error {
	for n := 0; ; n++ {
		err := try()
		if err == nil || n+1 >= Attempts || !again(err) {
			return err
		}
		timer := time.NewTimer(backoff(n))
		select {
		case <-ctx.Done():
			timer.Stop()
			return err
		case <-timer.C:
		}
	}
}
