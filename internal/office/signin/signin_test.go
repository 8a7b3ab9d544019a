package signin

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestDigest(t *testing.T) {
	t.Parallel()
	h := NewHasher(1)
	digest, err := h.Digest(t.Context(), "twelve letters")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, password, digest string
		want                   bool
	}{
		{"right", "twelve letters", digest, true},
		{"wrong", "twelve lettres", digest, false},
		{"no digest", "twelve letters", "", false},
		{"empty for nobody", "", "", false},
		{"cut digest", "twelve letters", digest[:len(digest)-4], false},
		{"another cost", "twelve letters", strings.Replace(digest, "t=2", "t=1", 1), false},
		{"endless", strings.Repeat("x", 1<<20), digest, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got, err := h.Check(context.Background(), c.password, c.digest); got != c.want || err != nil {
				t.Errorf("Check gave %v, %v", got, err)
			}
		})
	}
	if _, err := h.Digest(t.Context(), "short"); err == nil {
		t.Error("a short password was taken")
	}
}

func TestWaitingForAPlaceEnds(t *testing.T) {
	t.Parallel()
	h := NewHasher(1)
	h.places <- struct{}{}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := h.Check(ctx, "x", ""); !errors.Is(err, context.Canceled) {
		t.Errorf("waiting ended with %v", err)
	}
}

// TestPaceForgets proves that whatever was tried, everybody may try again after
// the pause, and that no number of strangers' tries makes a friend wait.
func TestPaceForgets(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p, now := newPace(), time.Date(2026, 8, 3, 0, 0, 0, 0, time.UTC)
		p.succeed("home", "a")
		for range rapid.IntRange(0, 200).Draw(t, "tries") {
			p.fail(rapid.SampledFrom([]string{"x", "y", "z"}).Draw(t, "source"), "a", now)
		}
		if p.wait("home", "a", now) > 0 {
			t.Fatal("strangers made the owner wait")
		}
		if p.wait("x", "a", now.Add(forgetAfter)) > 0 {
			t.Fatal("a try is remembered for too long")
		}
	})
}
