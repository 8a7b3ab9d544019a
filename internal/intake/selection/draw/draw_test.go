package draw

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"muster/internal/frame/fault"
)

// testCase is a random draw, as the other implementation reads it.
type testCase struct {
	Name       string   `json:"name"`
	Public     string   `json:"public"`
	Candidates string   `json:"candidates"`
	Examiners  string   `json:"examiners"`
	Conflicts  string   `json:"conflicts"`
	Secrets    []string `json:"secrets"`

	lists   Lists
	secrets []Secret
}

func randomCase(seed uint64) *testCase {
	r := rand.New(rand.NewPCG(seed, 11))
	c := &testCase{Name: fmt.Sprintf("复核-%d", seed), Public: strings.Repeat("公", r.IntN(3)) + "7 13 22",
		Candidates: "id\n", Examiners: "id,capacity\n", Conflicts: "candidate,examiner\n"}
	for i := range r.IntN(30) {
		id := fmt.Sprintf("考生%d", i*r.IntN(1000)+i)
		c.lists.Candidates = append(c.lists.Candidates, id)
		c.Candidates += id + "\n"
	}
	for i := range r.IntN(8) {
		e := Examiner{ID: fmt.Sprintf("e%d", i), Capacity: int64(r.IntN(6))}
		c.lists.Examiners = append(c.lists.Examiners, e)
		c.Examiners += fmt.Sprintf("%s,%d\n", e.ID, e.Capacity)
		for _, id := range c.lists.Candidates {
			if r.IntN(5) == 0 {
				c.lists.Conflicts = append(c.lists.Conflicts, Conflict{id, e.ID})
				c.Conflicts += id + "," + e.ID + "\n"
			}
		}
	}
	for range r.IntN(4) {
		var s Secret
		for i := range s.Value {
			s.Value[i] = byte(r.UintN(256))
		}
		s.Salt[3], s.Defaulted = byte(r.UintN(256)), r.IntN(4) == 0
		c.secrets = append(c.secrets, s)
		c.Secrets = append(c.Secrets, hex.EncodeToString(s.Value[:]))
	}
	if c.Secrets == nil {
		c.Secrets = []string{}
	}
	return c
}

func (c *testCase) files() Files {
	return Files{[]byte(c.Candidates), []byte(c.Examiners), []byte(c.Conflicts)}
}

// answer is what an implementation says.
type answer struct {
	H        string      `json:"h"`
	S        string      `json:"s"`
	Assigned [][2]string `json:"assigned"`
}

func (c *testCase) draw() answer {
	lists := ListsHash(c.files())
	seed := Seed(c.Name, lists, c.secrets, c.Public)
	a := answer{H: hex.EncodeToString(lists[:]), S: hex.EncodeToString(seed[:]), Assigned: [][2]string{}}
	for _, d := range Assign(seed, c.lists) {
		a.Assigned = append(a.Assigned, [2]string{d.Candidate, d.Examiner})
	}
	return a
}

// TestASecondImplementationAgrees lets a script that was written from the rule
// alone compute 1,000 draws again.
func TestASecondImplementationAgrees(t *testing.T) {
	t.Parallel()
	const draws = 1000
	var in, want bytes.Buffer
	for seed := range uint64(draws) {
		c := randomCase(seed)
		line, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		in.Write(append(line, '\n'))
		if line, err = json.Marshal(c.draw()); err != nil {
			t.Fatal(err)
		}
		want.Write(append(line, '\n'))
	}
	node := exec.Command("node", "testdata/draw.js")
	node.Stdin = &in
	var remarks bytes.Buffer
	node.Stderr = &remarks
	got, err := node.Output()
	if err != nil {
		t.Fatalf("node: %v\n%s", err, remarks.String())
	}
	if diff := cmp.Diff(want.String(), string(got)); diff != "" {
		t.Error(diff)
	}
}

// TestKnownDraw is one draw with its numbers, so that a change of the rule shows.
func TestKnownDraw(t *testing.T) {
	t.Parallel()
	c := &testCase{Name: "d1", Public: "42", Candidates: "id\na\nb\n", Examiners: "id,capacity\nx,1\n", Conflicts: "candidate,examiner\n",
		secrets: []Secret{{}}, lists: Lists{Candidates: []string{"a", "b"}, Examiners: []Examiner{{"x", 1}}}}
	want := answer{H: "bb12866a97029595f7f6d4acd6a46ef965da53c0bdada726e11b61a0960a15ce", S: "e55e3ecb77a26d8f267ad4db18564db19e6cc4f3a8dc34c32e3707445968917c",
		Assigned: [][2]string{{"b", "x"}, {"a", ""}}}
	if diff := cmp.Diff(want, c.draw()); diff != "" {
		t.Error(diff)
	}
}

// TestAssignmentsHold checks capacity, conflicts, and that nobody is left over
// who could have had somebody at the turn.
func TestAssignmentsHold(t *testing.T) {
	t.Parallel()
	for seed := range uint64(500) {
		c := randomCase(seed)
		left := map[string]int64{}
		for _, e := range c.lists.Examiners {
			left[e.ID] = e.Capacity
		}
		forbidden := map[Conflict]bool{}
		for _, x := range c.lists.Conflicts {
			forbidden[x] = true
		}
		for _, d := range Assign(Seed(c.Name, ListsHash(c.files()), c.secrets, c.Public), c.lists) {
			if d.Examiner == "" {
				for id, n := range left {
					if n > 0 && !forbidden[Conflict{d.Candidate, id}] {
						t.Fatalf("case %d: %s was left over though %s had room", seed, d.Candidate, id)
					}
				}
				continue
			}
			if left[d.Examiner]--; left[d.Examiner] < 0 || forbidden[Conflict(d)] {
				t.Fatalf("case %d: %s must not have %s", seed, d.Candidate, d.Examiner)
			}
		}
	}
}

func write(assigned []Assignment) []byte {
	var b bytes.Buffer
	for n, a := range assigned {
		fmt.Fprintf(&b, "%d,%s,%s\n", n+1, a.Candidate, a.Examiner)
	}
	return b.Bytes()
}

// TestMutatedRecordsAreRefused changes one byte of the record, of a list or of
// the outcome; nothing of that may pass.
func TestMutatedRecordsAreRefused(t *testing.T) {
	t.Parallel()
	for seed := range uint64(1000) {
		c := randomCase(seed)
		files := c.files()
		result := write(Assign(Seed(c.Name, ListsHash(files), c.secrets, c.Public), c.lists))
		record := NewRecord(c.Name, c.Public, c.secrets, files, result).Bytes()
		if err := verify(record, files, c.lists, result); err != nil {
			t.Fatalf("case %d: a good record was refused: %v", seed, err)
		}
		r := rand.New(rand.NewPCG(seed, 12))
		targets := []*[]byte{&record, &files.Candidates, &files.Examiners, &files.Conflicts}
		if len(result) > 0 {
			targets = append(targets, &result)
		}
		target := targets[r.IntN(len(targets))]
		changed := bytes.Clone(*target)
		changed[r.IntN(len(changed))] ^= 1 << r.IntN(8)
		*target = changed
		if err := verify(record, files, c.lists, result); err == nil {
			t.Fatalf("case %d: a change passed:\n%s", seed, changed)
		} else if !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.Conflict) {
			t.Fatalf("case %d: %v", seed, err)
		}
	}
}

func verify(record []byte, files Files, lists Lists, result []byte) error {
	r, err := ParseRecord(record)
	if err != nil {
		return err
	}
	return r.Verify(files, lists, result, write)
}

// TestForgedRecordsAreRefused builds records whose hashes fit but whose outcome,
// commitments or rule are not the draw's.
func TestForgedRecordsAreRefused(t *testing.T) {
	t.Parallel()
	c := randomCase(4)
	c.secrets = []Secret{{}, {Defaulted: true}}
	files, forged := c.files(), []byte("1,nobody,anybody\n")
	for code, change := range map[string]func(r *Record){
		"draw.verify.outcome":     func(*Record) {},
		"draw.verify.commitments": func(r *Record) { r.Commitments[0] = r.H },
		"draw.verify.lists":       func(r *Record) { r.H = r.S },
		"draw.verify.seed":        func(r *Record) { r.S = r.H },
		"draw.verify.result":      func(r *Record) { r.Result = r.H },
		"draw.verify.record":      func(r *Record) { r.Secrets[0].Secret = strings.ToUpper(r.Secrets[0].Secret[:62]) + "AA" },
		"draw.record.rule":        func(r *Record) { r.Rule = "muster/draw/v0" },
		"draw.secret":             func(r *Record) { r.Secrets[0].Salt = "00" },
	} {
		c.secrets[0].Value[31] = 0xaa
		r := NewRecord(c.Name, c.Public, c.secrets, files, forged)
		change(r)
		if err := verify(r.Bytes(), files, c.lists, forged); !fault.Coded(err, code) {
			t.Errorf("want %s, got %v", code, err)
		}
	}
}
