package outbox_test

import (
	"context"
	"errors"
	"os"
	"testing"
	"time"

	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/db/dbtest"
	"muster/internal/frame/i18n"
	"muster/internal/frame/outbox"
	"muster/migrations"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

// flaky fails so often before it works.
type flaky struct {
	left int
	sent []outbox.Notice
}

func (f *flaky) Send(_ context.Context, n outbox.Notice) error {
	if f.left > 0 {
		f.left--
		return errors.New("the gateway is down")
	}
	f.sent = append(f.sent, n)
	return nil
}

// TestNoticesAreSentAtLeastOnce: a notice for the page is there at once, one for
// the outside is tried until it works, and nothing is stored by an act that
// failed.
func TestNoticesAreSentAtLeastOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, store db.Store) {
		ctx := t.Context()
		if err := db.Migrate(ctx, store, migrations.FS); err != nil {
			t.Fatal(err)
		}
		now := time.Date(2026, 3, 2, 4, 0, 0, 0, time.UTC)
		notice := func(id string, channel outbox.Channel) outbox.Notice {
			return outbox.Notice{County: "1", Channel: channel, Recipient: "199", Person: "p",
				Subject: i18n.T("题", "subject"), Body: i18n.T("文", id), Made: clock.InstantOf(now)}
		}
		page, sms := notice("page", outbox.Page), notice("sms", outbox.SMS)
		page.ID, sms.ID = "a", "b"
		if err := store.Write(ctx, func(tx *db.Tx) error { return outbox.Put(tx, []outbox.Notice{page, sms}) }); err != nil {
			t.Fatal(err)
		}
		lost := errors.New("the rule refused")
		if err := store.Write(ctx, func(tx *db.Tx) error {
			gone := sms
			gone.ID = "c"
			return errors.Join(outbox.Put(tx, []outbox.Notice{gone}), lost)
		}); !errors.Is(err, lost) {
			t.Fatal(err)
		}
		list, err := outbox.For(ctx, store, "1", "p")
		if err != nil || len(list) != 2 {
			t.Fatalf("%d notices, %v", len(list), err)
		}
		f := &flaky{left: 2}
		for _, step := range []struct {
			after time.Duration
			sent  int
		}{{0, 0}, {0, 0}, {2 * time.Minute, 0}, {time.Hour, 1}, {2 * time.Hour, 0}} {
			n, err := outbox.RunOnce(ctx, store, f, now.Add(step.after))
			if err != nil || n != step.sent {
				t.Errorf("after %v: %d sent, %v; want %d", step.after, n, err, step.sent)
			}
		}
		if len(f.sent) != 1 || f.sent[0].Body.EN != "sms" || f.sent[0].Tries != 2 {
			t.Errorf("sent: %+v", f.sent)
		}
	})
}

func TestFolderKeepsNotices(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := outbox.Folder(dir).Send(t.Context(), outbox.Notice{ID: "x", Channel: outbox.SMS, Recipient: "199", Subject: i18n.T("题", "s"), Body: i18n.T("文", "b")}); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(dir + "/x.txt")
	if err != nil || len(raw) == 0 {
		t.Errorf("%q, %v", raw, err)
	}
}
