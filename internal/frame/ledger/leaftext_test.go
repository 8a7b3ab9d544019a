package ledger

import (
	"bytes"
	"testing"

	"pgregory.net/rapid"

	"muster/internal/frame/clock"
	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
)

// TestLeafIsReadBack: what Append writes is taken apart into the same parts, and
// a leaf with one byte changed, or written another way, is not the same leaf.
func TestLeafIsReadBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringN(0, 12, 40)
		e := &Entry{Log: unit.Code(text.Draw(t, "log")), Kind: text.Draw(t, "kind"), Subject: text.Draw(t, "subject"), Actor: ident.ID(text.Draw(t, "actor")),
			Signer: ident.ID(text.Draw(t, "signer")), Role: text.Draw(t, "role"), Basis: text.Draw(t, "basis"), Outcome: text.Draw(t, "outcome"),
			Key: text.Draw(t, "key"), Rows: rapid.Int64Range(0, 9).Draw(t, "rows"), Payload: []byte(text.Draw(t, "payload")), salt: newSalt()}
		for range rapid.IntRange(0, listed+2).Draw(t, "facts") {
			f := Fact{Table: text.Draw(t, "table"), ID: ident.ID(text.Draw(t, "id")), Rev: rapid.Int64Range(1, 99).Draw(t, "rev"), Body: []byte("{}")}
			e.Facts, e.commitments = append(e.Facts, f), append(e.commitments, CommitFact(factSalt(e.salt[:], f), f))
		}
		seq, at := rapid.Int64Range(0, 1<<40).Draw(t, "seq"), clock.Instant(rapid.Int64Range(1, 1<<50).Draw(t, "at"))
		raw := e.leaf(seq, at)
		var l leafText
		if !parseLeaf(raw, &l) {
			t.Fatalf("not read back: %s", raw)
		}
		if l.seq != seq || string(l.at) != at.String() || string(l.log) != string(e.Log) || string(l.kind) != e.Kind || string(l.subject) != e.Subject ||
			string(l.actor) != string(e.Actor) || string(l.key) != e.Key || l.rows != e.Rows || l.payload != Commit(e.salt[:], e.Payload) {
			t.Fatalf("%s was read as %+v", raw, l)
		}
		if len(e.Facts) > listed && (l.bulk != int64(len(e.Facts)) || l.bulkHash != e.bulkHash()) || len(e.Facts) <= listed && len(l.writes) != len(e.Facts) {
			t.Fatalf("%d facts were read as %d and %d", len(e.Facts), l.bulk, len(l.writes))
		}
		spaced := bytes.Replace(raw, []byte(`,"seq":`), []byte(`, "seq":`), 1)
		if parseLeaf(spaced, &l) || parseLeaf(append(bytes.Clone(raw), ' '), &l) || parseLeaf(raw[:len(raw)-1], &l) {
			t.Fatal("a leaf written another way was taken for one of Append")
		}
	})
}
