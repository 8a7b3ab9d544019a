package witness_test

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"

	"muster/internal/frame/fault"
	"muster/internal/frame/receipt"
	"muster/internal/frame/receipt/receipttest"
	"muster/internal/frame/witness"
)

var noon = time.Date(2026, 9, 1, 4, 0, 0, 0, time.UTC)

// history is a log as the office keeps it.
type history struct {
	leaves []string
	hashes []tlog.Hash
	maker  *receipttest.Maker
}

// ReadHashes implements tlog.HashReader.
func (h *history) ReadHashes(at []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(at))
	for i, n := range at {
		out[i] = h.hashes[n]
	}
	return out, nil
}

func (h *history) grow(t require, leaves ...string) {
	for _, leaf := range leaves {
		more, err := tlog.StoredHashes(int64(len(h.leaves)), []byte(leaf), h)
		t.must(err)
		h.leaves, h.hashes = append(h.leaves, leaf), append(h.hashes, more...)
	}
}

// ask makes a request for the whole log, from what the witness saw last.
func (h *history) ask(t require, old int64) witness.Request {
	size := int64(len(h.leaves))
	root, err := tlog.TreeHash(size, h)
	t.must(err)
	text := fmt.Sprintf("%s/130102\n%d\n%s\n2026-09-01T04:00:00Z\n", h.maker.Log.Name, size, base64.StdEncoding.EncodeToString(root[:]))
	r := witness.Request{Old: old, Checkpoint: text + "\n" + h.maker.Log.Line(text)}
	if old > 0 && old < size {
		proof, err := tlog.ProveTree(size, old, h)
		t.must(err)
		for _, p := range proof {
			r.Proof = append(r.Proof, p)
		}
	}
	return r
}

// require ends a test at an error that is none of the code under test.
type require struct{ fatal func(...any) }

func (r require) must(err error) {
	if err != nil {
		r.fatal(err)
	}
}

func newWitness(t require, m *receipttest.Maker) witness.Witness {
	made, err := witness.NewKey("witness.test")
	t.must(err)
	key, err := witness.ParseSecret(made.Secret() + "\n")
	t.must(err)
	if key.Public != made.Public {
		t.fatal("the key changed when it was kept")
	}
	log, err := receipt.ParseKey(m.Log.Key)
	t.must(err)
	return witness.Witness{Key: key, Log: log}
}

// TestOnlyExtensions: whatever two histories an office keeps and whichever it shows,
// the witness signs every extension of what it saw and nothing else, and what it
// signs the library of signed notes and the check of receipts believe.
func TestOnlyExtensions(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := require{t.Fatal}
		m := receipttest.New(7)
		w := newWitness(r, m)
		one := &history{maker: m}
		common := rapid.IntRange(1, 20).Draw(t, "common")
		for i := range common {
			one.grow(r, fmt.Sprint("leaf ", i))
		}
		two := &history{append([]string(nil), one.leaves...), append([]tlog.Hash(nil), one.hashes...), m}
		one.grow(r, "one")
		two.grow(r, "two")
		state, signed, old := witness.State{}, (*history)(nil), int64(0)
		for range 12 {
			shown := rapid.SampledFrom([]*history{one, two}).Draw(t, "shown")
			for i := range rapid.IntRange(0, 5).Draw(t, "more") {
				shown.grow(r, fmt.Sprint("later ", i))
			}
			request := shown.ask(r, old)
			answer, err := w.Cosign(state, request, noon)
			legal := signed == nil || shown == signed
			if (err == nil) != legal {
				t.Fatalf("legal %v, but %v", legal, err)
			}
			if err != nil {
				continue
			}
			signed, old = shown, int64(len(shown.leaves))
			if c, err := receipt.OpenCheckpoint(answer, w.Key.Public); err != nil || c.Size != old {
				t.Fatal(c, err)
			}
			if kept, err := witness.ParseState(state.Text()); err != nil || kept[m.Log.Name+"/130102"] != state[m.Log.Name+"/130102"] {
				t.Fatal(kept, err)
			}
		}
	})
}

// TestRefusals: an older checkpoint, a proof that is changed, left out or not
// wanted, a request from another size.
func TestRefusals(t *testing.T) {
	t.Parallel()
	r := require{t.Fatal}
	m := receipttest.New(8)
	w := newWitness(r, m)
	log := &history{maker: m}
	log.grow(r, "a", "b", "c", "d", "e")
	early := log.ask(r, 0)
	log.grow(r, "f", "g")
	first := log.ask(r, 0)
	state := witness.State{}
	if _, err := w.Cosign(state, first, noon); err != nil {
		t.Fatal(err)
	}
	early.Old = 7
	log.grow(r, "h", "i", "j", "k")
	good := log.ask(r, 7)
	changed := good
	changed.Proof = append([][32]byte(nil), good.Proof...)
	changed.Proof[0][0] ^= 1
	without := good
	without.Proof = nil
	again := log.ask(r, 11)
	again.Old = 7
	other := good
	other.Checkpoint = strings.Replace(good.Checkpoint, "\n11\n", "\n10\n", 1)
	before := state.Text()
	for want, request := range map[string]witness.Request{"witness.shrunk": early, "witness.fork": changed, "witness.old": log.ask(r, 6), "receipt.unsigned_by": other,
		"receipt.checkpoint": {Old: 7, Checkpoint: "x"}} {
		if _, err := w.Cosign(state, request, noon); !fault.Coded(err, want) || state.Text() != before {
			t.Errorf("%s: %v", want, err)
		}
	}
	for _, request := range []witness.Request{without, again} {
		if _, err := w.Cosign(state, request, noon); !fault.Coded(err, "witness.fork") {
			t.Error(err)
		}
	}
	if _, err := w.Cosign(state, good, noon); err != nil {
		t.Error(err)
	}
}

// TestFormsInOneSpelling: what was written is read as it was; a changed byte of it is
// read as something else or not at all.
func TestFormsInOneSpelling(t *testing.T) {
	t.Parallel()
	r := require{t.Fatal}
	m := receipttest.New(9)
	log := &history{maker: m}
	log.grow(r, "a", "b", "c")
	first := log.ask(r, 0)
	log.grow(r, "d", "e")
	text := witness.Text([]witness.Request{log.ask(r, 3), first, log.ask(r, 2)})
	back, err := witness.Parse(text)
	if err != nil || len(back) != 3 || witness.Text(back) != text || back[1].Old != 0 || len(back[0].Proof) == 0 {
		t.Fatal(back, err)
	}
	for _, bad := range []string{"", "x", text[1:], strings.Replace(text, "old 3", "old -3", 1), strings.Replace(text, "old 3", "old 03", 1)} {
		if _, err := witness.Parse(bad); !fault.Coded(err, "witness.request") {
			t.Errorf("%q: %v", bad, err)
		}
	}
	for _, bad := range []string{"x\n", "a b c\n", "a 1 " + strings.Repeat("A", 43) + "=", "a 01 " + strings.Repeat("A", 43) + "=\n"} {
		if _, err := witness.ParseState(bad); !fault.Coded(err, "witness.state") {
			t.Errorf("%q: %v", bad, err)
		}
	}
	for _, bad := range []string{"", "a\n", "a\n\nb\n\nc\n"} {
		if _, err := witness.ParseAnswers(bad); !fault.Coded(err, "witness.answer") {
			t.Errorf("%q: %v", bad, err)
		}
	}
	if _, err := witness.ParseSecret("PRIVATE+KEY+x+AQ=="); !fault.Coded(err, "witness.secret") {
		t.Error(err)
	}
}
