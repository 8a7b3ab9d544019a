package tool

import (
	"strings"
	"testing"

	"muster/internal/frame/fault"
)

func (b *bench) secret(name, digit string) string {
	return b.put(name, strings.Repeat(digit, 64)+"\r\n"+strings.Repeat(digit, 32)+"\r\n")
}

func (b *bench) drawArgs() []string {
	return []string{"draw", "--id", "d1", "--candidates", b.put("c.csv", "id\na\nb\n\"c,1\"\n"), "--examiners", b.put("e.csv", "id,capacity\nx,1\ny,1\n"),
		"--conflicts", b.put("x.csv", "candidate,examiner\na,x\n"), "--secret", b.secret("s1", "a"), "--secret", b.secret("s2", "0"),
		"--defaulted", "2", "--public", "<7> & 13", "--out", b.path("out")}
}

func TestDraw(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.must(b.drawArgs()...)
	if b.stderr.String() != "1 without an examiner\n" || !strings.HasPrefix(b.stdout.String(), "2 assigned;") {
		t.Errorf("got %q, %q", b.stdout.String(), b.stderr.String())
	}
	record := b.read("out/record.json")
	for _, part := range []string{`"public": "<7> & 13"`, `"secret": "` + strings.Repeat("a", 64), `"default": true`} {
		if !strings.Contains(record, part) {
			t.Errorf("no %s in %s", part, record)
		}
	}
	b.must("verify", "draw", b.path("out"))
	b.must("verify", "draw", b.path("out/record.json"), b.path("e.csv"), b.path("x.csv"), b.path("c.csv"), b.path("out/assigned.csv"))
	if !strings.Contains(b.stderr.String(), "compare with commitment 2") {
		t.Error(b.stderr.String())
	}
	first := b.read("out/assigned.csv")
	args := append(b.drawArgs()[:9], "--secret", b.path("s1"), b.path("s2"), "--defaulted", "2", "--public", "<7> & 13", "--out", b.path("again"))
	b.must(args...)
	if b.read("again/assigned.csv") != first || b.read("again/record.json") != record {
		t.Error("the same draw gave other bytes")
	}
}

func TestRefusedDraws(t *testing.T) {
	t.Parallel()
	for want, change := range map[string][2]string{
		"c.csv:3:id: id a stands here":                  {"c.csv", "id\na\na\n"},
		"e.csv:2:id: the id is empty":                   {"e.csv", "id,capacity\n,1\n"},
		"x.csv:2:candidate: there is no candidate a":    {"c.csv", "id\n\"\"\nb\n"}, // a row without content is passed over
		"e.csv:2:capacity: -1 must be":                  {"e.csv", "id,capacity\nx,-1\n"},
		"e.csv:2:capacity: examiner x has no capacity":  {"e.csv", "id,capacity\nx,\n"},
		"e.csv:3:id: id x stands here":                  {"e.csv", "id,capacity\nx,1\nx,1\n"},
		"x.csv:2:candidate: there is no candidate q":    {"x.csv", "candidate,examiner\nq,x\n"},
		"x.csv:2:examiner: there is no examiner q":      {"x.csv", "candidate,examiner\na,q\n"},
		"x.csv:3: the pair a, x stands here":            {"x.csv", "candidate,examiner\na,x\na,x\n"},
		"s1: a secret is 32 bytes and a salt 16 bytes,": {"s1", "00\n11\n"},
		"s2: a secret is 32 bytes and a salt 16 bytes,": {"s2", strings.Repeat("0", 64)},
	} {
		b := setup(t)
		args := b.drawArgs()
		b.put(change[0], change[1])
		if err := b.run(args...); err == nil || !strings.HasPrefix(strings.TrimPrefix(err.Error(), b.dir+"/"), want) {
			t.Errorf("want %s, got %v", want, err)
		}
	}
	b := setup(t)
	args := b.drawArgs()
	if err := b.run(append(args, "--defaulted", "3")...); !fault.Is(err, fault.Usage) {
		t.Error(err)
	}
	if err := (&Draw{Public: "\xff"}).Run(&Env{}); !fault.Is(err, fault.Usage) {
		t.Error(err)
	}
}

// TestMutatedDrawsAreRefused changes one bit of one of the files of a draw.
func TestMutatedDrawsAreRefused(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.must(b.drawArgs()...)
	b.refusesChanges("draw", recordFile, assignedFile, candidatesFile, examinersFile, conflictsFile)
}
