package jobs_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/db/dbtest"
	"muster/internal/frame/jobs"
	"muster/migrations"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

var noon = time.Date(2026, 3, 2, 4, 0, 0, 0, time.UTC)

func put(t *testing.T, store db.Store, list ...jobs.Job) {
	t.Helper()
	if err := db.Migrate(t.Context(), store, migrations.FS); err != nil {
		t.Fatal(err)
	}
	if err := store.Write(t.Context(), func(tx *db.Tx) error { return jobs.Put(tx, list) }); err != nil {
		t.Fatal(err)
	}
}

// TestJobsAreDoneWhenDueAndOnce: not before their time, each once, a failed one
// again after a pause that grows, one without a handler never lost.
func TestJobsAreDoneWhenDueAndOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, store db.Store) {
		due := clock.InstantOf(noon)
		put(t, store, jobs.Job{County: "1", ID: "a", Kind: "good", Due: due}, jobs.Job{County: "1", ID: "b", Kind: "bad", Due: due},
			jobs.Job{County: "1", ID: "c", Kind: "unknown", Due: due}, jobs.Job{County: "1", ID: "d", Kind: "good", Due: due + 1})
		var done []string
		tries := 0
		handlers := map[string]jobs.Handler{
			"good": func(_ context.Context, j jobs.Job) error { done = append(done, string(j.ID)); return nil },
			"bad":  func(context.Context, jobs.Job) error { tries++; return errors.New("the line is down") },
		}
		at := func(now time.Time, want int) {
			t.Helper()
			n, err := jobs.RunOnce(t.Context(), store, handlers, now)
			if err != nil || n != want {
				t.Fatalf("at %s: %d done, %v; want %d", now, n, err, want)
			}
		}
		at(noon.Add(-time.Second), 0)
		at(noon, 1)
		at(noon, 0)
		at(noon.Add(time.Second), 1)
		if len(done) != 2 || done[0] != "a" || done[1] != "d" {
			t.Errorf("done: %v", done)
		}
		if tries != 1 {
			t.Errorf("the failing job was tried %d times before its pause was over", tries)
		}
		at(noon.Add(3*time.Minute), 0)
		if tries != 2 {
			t.Errorf("the failing job was tried %d times after its first pause", tries)
		}
		handlers["unknown"] = handlers["good"]
		at(noon.Add(time.Hour), 1)
	})
}

// TestALostClaimIsFreeAgain: whoever claimed a job and died does not keep it.
func TestALostClaimIsFreeAgain(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, store db.Store) {
		put(t, store, jobs.Job{County: "1", ID: "a", Kind: "k", Due: clock.InstantOf(noon)})
		died := errors.New("killed")
		ctx, kill := context.WithCancel(t.Context())
		_, err := jobs.RunOnce(ctx, store, map[string]jobs.Handler{"k": func(context.Context, jobs.Job) error { kill(); return died }}, noon)
		if err == nil {
			t.Log("the store finished the job's row although its caller was gone")
		}
		n := 0
		handlers := map[string]jobs.Handler{"k": func(context.Context, jobs.Job) error { n++; return nil }}
		if _, err := jobs.RunOnce(t.Context(), store, handlers, noon.Add(time.Hour)); err != nil || n != 1 {
			t.Errorf("after the lease: done %d times, %v", n, err)
		}
	})
}
