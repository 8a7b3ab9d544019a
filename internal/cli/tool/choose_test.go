package tool

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"muster/internal/frame/fault"
	"muster/internal/intake/selection/choicefile"
)

const (
	someUnits  = "code,parent,kind,name\nc,,city,城\nd1,c,county,甲\nd2,c,county,乙\n"
	someTags   = "tag,parent\nskilled,\nwelder,skilled\n"
	someQuotas = "id,unit,tag,min,max\nall,c,,0,3\nd1,d1,,,2\nskilled,c,skilled,1,\nno-max,d2,welder,,\n"
	somePeople = "id,unit,score,tie,tags\n" +
		"p1,d1,90,1,\np2,d1,80.5,1,\np3,d1,80.50,2,\np4,d2,70,1,\np5,d2,60,1,welder\np6,d2,50,9,skilled|welder\n"
	someChosen = "id,outcome,place,quota,reason\n" +
		"p1,chosen,1,,by_merit\np2,chosen,2,,by_merit\np5,chosen,3,skilled,by_minimum\n" +
		"p3,reserve,1,d1,full\np4,reserve,2,all,displaced_by_minimum\np6,reserve,3,all,full\n"
)

// choice makes the choice of the sample files in the folder "out".
func (b *bench) choice() {
	b.Helper()
	b.must("choose", "--units", b.put("u.csv", someUnits), "--tags", b.put("t.csv", someTags),
		"--quotas", b.put("q.csv", someQuotas), "--candidates", b.put("c.csv", somePeople), "--out", b.path("out"))
}

func TestChoose(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.choice()
	if got := b.read("out/chosen.csv"); got != someChosen {
		t.Errorf("got\n%s", got)
	}
	if got := b.stdout.String(); !strings.HasPrefix(got, "3 chosen, 3 in reserve, 0 without a seat") {
		t.Error(got)
	}
	for _, args := range [][]string{{b.path("out")}, {b.path("out/bundle.json")},
		{b.path("out/bundle.json"), b.path("c.csv"), b.path("t.csv"), b.path("q.csv"), b.path("u.csv"), b.path("out/chosen.csv")}} {
		b.must(append([]string{"verify", "choice"}, args...)...)
		if got := b.stdout.String(); !strings.HasPrefix(got, "verified: ") {
			t.Error(got)
		}
	}
}

// TestKnownBundle is one choice with its hashes, so that a change of the rule or
// of how rows are hashed shows.
func TestKnownBundle(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.choice()
	const want = `{
  "rule": "muster/choice/v1",
  "inputs": {
    "units": {
      "rows": 3,
      "sha256": "4fce27c4b47b494be0c809e0458d099a21a8b20d2f83bf7f2bec00e3fb2f5909"
    },
    "tags": {
      "rows": 2,
      "sha256": "32e128711f535f2519e7138b8b701d0ac3f456bc4b0cd142ed06c2867fa087e3"
    },
    "quotas": {
      "rows": 4,
      "sha256": "ae44d358e1285280ddc6b68799d26c5c47d36433eca18d9bc641a106079ee015"
    },
    "candidates": {
      "rows": 6,
      "sha256": "c019cfa21ac46d374390ae3895563ae96c71281b35d2505ae7218d0e81d9950a"
    }
  },
  "result": {
    "chosen": 3,
    "reserve": 3,
    "no_seat": 0,
    "shortfall": 0,
    "sha256": "4f8f9bfe422708fcc669d55a062e8df8d2f3a51539d0de4bd8a37ecdbf949720"
  }
}
`
	if got := b.read("out/bundle.json"); got != want {
		t.Errorf("got %s", got)
	}
}

// TestChoiceOfNobody has files with a header only, and no list of tags.
func TestChoiceOfNobody(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.must("choose", "--units", b.put("u.csv", "code,parent,kind,name\n"), "--quotas", b.put("q.csv", "id,unit,tag,min,max\n"),
		"--candidates", b.put("c.csv", "id,unit,score,tie,tags\n"), "--out", b.path("out"))
	if got := b.read("out/chosen.csv"); got != "id,outcome,place,quota,reason\n" {
		t.Errorf("got %q", got)
	}
	b.must("verify", "choice", b.path("out"))
}

// TestUncommonIDs keeps ids as they are, quoted only where needed, and says when
// a min could not be met.
func TestUncommonIDs(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.must("choose", "--units", b.put("u.csv", "code,parent\nu,\n"), "--quotas", b.put("q.csv", "id,unit,tag,min,max\n\"q,\"\"1\"\"\",u,,3,3\nz,u,,,1\n"),
		"--candidates", b.put("c.csv", "id,unit,score,tie,tags\n\"a,1\",u,1,1,\n=2+2,u,2,1,\n 张三,u,0,1,\n"), "--out", b.path("out"))
	want := "id,outcome,place,quota,reason\n=2+2,chosen,1,,by_merit\n\"a,1\",reserve,1,z,full\n 张三,reserve,2,z,full\n"
	if got := b.read("out/chosen.csv"); got != want {
		t.Errorf("got %s", got)
	}
	if got := b.stderr.String(); got != "note: the mins are short of 2 in total\n" {
		t.Error(got)
	}
	b.must("verify", "choice", b.path("out"))
	b.json = true
	b.must("verify", "choice", b.path("out"))
	if got := b.stdout.String(); !strings.HasPrefix(got, `{"verified":true,"rule":"muster/choice/v1","result":"`) {
		t.Error(got)
	}
}

func TestUnwritableFolder(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.choice()
	err := b.run("choose", "--units", b.path("u.csv"), "--tags", b.path("t.csv"), "--quotas", b.path("q.csv"),
		"--candidates", b.path("c.csv"), "--out", b.path("u.csv/out"))
	if !fault.Coded(err, "file.unwritable") {
		t.Error(err)
	}
}

func TestVacate(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.choice()
	for id, want := range map[string]string{"p1": "p3\n", "p5": "p6\n"} {
		b.must("choose", "--vacate", id, "--from", b.path("out"))
		if got := b.stdout.String(); got != want {
			t.Errorf("%s leaves: got %q, want %q", id, got, want)
		}
	}
	b.json = true
	b.must("choose", "--vacate", "p5", "--from", b.path("out"))
	if got := b.stdout.String(); got != `{"vacated":"p5","successor":"p6","place":3}`+"\n" {
		t.Error(got)
	}
	if err := b.run("choose", "--vacate", "p4", "--from", b.path("out")); !fault.Coded(err, "choose.vacate.reserve") {
		t.Error(err)
	}
	b.must("choose", "--units", b.path("u.csv"), "--quotas", b.put("q.csv", "id,unit,tag,min,max\nq,d1,,,2\n"),
		"--candidates", b.put("c.csv", "id,unit,score,tie,tags\np1,d1,1,1,x\n"), "--out", b.path("out"))
	b.json = false
	b.must("choose", "--vacate", "p1", "--from", b.path("out"))
	if b.stdout.Len() != 0 || b.stderr.String() != "nobody can succeed\n" {
		t.Errorf("got %q, %q", b.stdout.String(), b.stderr.String())
	}
}

func TestExplain(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.choice()
	for id, want := range map[string]string{
		"p1": "p1: chosen, place 1, by merit\ncut-off, the last of the chosen: p5\n",
		"p5": "p5: chosen, place 3, to meet a minimum\nrow that decided: skilled\ncut-off, the last of the chosen: p5\n",
		"p4": "p4: in reserve, place 2, displaced by a minimum\nrow that decided: all\ncut-off, the last of the chosen: p5\nwould have had to be ahead of p2\n",
	} {
		b.must("choose", "--explain", id, "--from", b.path("out"))
		if got := b.stdout.String(); got != want {
			t.Errorf("%s: got %s", id, got)
		}
	}
	if err := b.run("choose", "--explain", "px", "--from", b.path("out")); !fault.Coded(err, "choose.nobody") {
		t.Error(err)
	}
	b.json = true
	b.must("choose", "--explain", "p3", "--from", b.path("out"))
	if got := b.stdout.String(); got != `{"id":"p3","outcome":"reserve","place":1,"reason":"full","quota":"d1","cut_off":"p2","ahead_of":"p2"}`+"\n" {
		t.Error(got)
	}
}

// TestOrderOfTheInputDoesNotMatter shuffles rows and columns, and writes the
// same with quotes, other line ends, and as a spreadsheet.
func TestOrderOfTheInputDoesNotMatter(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.choice()
	bundle := b.read("out/bundle.json")
	shuffled := "tie,tags,score,unit,\"id\"\r\n1,,90,d1,p1\r\n9,skilled|welder,50,d2,p6\r\n1,welder,60,d2,\"p5\"\r\n" +
		"2,,80.50,d1,p3\r\n1,,80.5,d1,p2\r\n1,,70,d2,p4\r\n"
	lines := strings.Split(strings.TrimSpace(someQuotas), "\n")
	quotas := strings.Join([]string{lines[0], lines[4], lines[2], lines[3], lines[1]}, "\n")
	b.must("choose", "--units", b.put("u.csv", "\ufeff"+someUnits), "--tags", b.path("t.csv"), "--quotas", b.put("q.csv", quotas),
		"--candidates", b.put("c2.csv", shuffled), "--out", b.path("out2"))
	if got := b.read("out2/bundle.json"); got != bundle || b.read("out2/chosen.csv") != someChosen {
		t.Errorf("got %s, want %s", got, bundle)
	}
	b.must("choose", "--units", b.path("u.csv"), "--tags", b.path("t.csv"), "--quotas", b.path("q.csv"),
		"--candidates", b.spreadsheet("c.xlsx", somePeople), "--out", b.path("out3"))
	if b.read("out3/chosen.csv") != someChosen || b.read("out3/candidates.csv") != somePeople || b.read("out3/bundle.json") != bundle {
		t.Errorf("from a spreadsheet: got\n%s", b.read("out3/candidates.csv"))
	}
	b.must("verify", "choice", b.path("out2/bundle.json"), b.path("out3/candidates.csv"))
}

func (b *bench) spreadsheet(name, text string) string {
	b.Helper()
	book := excelize.NewFile()
	for i, line := range strings.Split(strings.TrimSpace(text), "\n") {
		for j, cell := range strings.Split(line, ",") {
			at, err := excelize.CoordinatesToCellName(j+1, i+1)
			if err != nil {
				b.Fatal(err)
			}
			if err := book.SetCellStr("Sheet1", at, cell); err != nil {
				b.Fatal(err)
			}
		}
	}
	if err := book.SaveAs(b.path(name)); err != nil {
		b.Fatal(err)
	}
	return b.path(name)
}

func TestRefusedChoices(t *testing.T) {
	t.Parallel()
	for want, change := range map[string][2]string{
		"u.csv:4:code: unit d1 stands":          {"u.csv", someUnits[:len(someUnits)-len("d2,c,county,乙\n")] + "d1,c,,\n"},
		"t.csv:3:parent: the parent x":          {"t.csv", "tag,parent\nskilled,\nwelder,x\n"},
		"q.csv:2:unit: there is no unit x":      {"q.csv", "id,unit,tag,min,max\nall,x,,0,3\n"},
		"q.csv:2:tag: there is no tag x":        {"q.csv", "id,unit,tag,min,max\nall,c,x,0,3\n"},
		"q.csv:2: the min 4 of quota row all":   {"q.csv", "id,unit,tag,min,max\nall,c,,4,3\n"},
		"q.csv:2:max: -1 must be a whole":       {"q.csv", "id,unit,tag,min,max\nall,c,,0,-1\n"},
		"q.csv:3: quota rows a (line 3) and b":  {"q.csv", "id,unit,tag,min,max\nb,c,skilled,0,3\na,d2,,0,3\n"},
		"c.csv:3:id: id p1 stands":              {"c.csv", "id,unit,score,tie,tags\np1,c,1,1,\np1,c,1,1,\n"},
		"c.csv:2:unit: there is no unit x":      {"c.csv", "id,unit,score,tie,tags\np1,x,1,1,\n"},
		"c.csv:2:tags: there is no tag x":       {"c.csv", "id,unit,score,tie,tags\np1,c,1,1,x\n"},
		"c.csv:2:score: the score 1,5 must":     {"c.csv", "id,unit,score,tie,tags\np1,c,\"1,5\",1,\n"},
		"c.csv:1: unknown or double columns: n": {"c.csv", "id,unit,score,tie,tags,n\n"},
	} {
		b := setup(t)
		for name, text := range map[string]string{"u.csv": someUnits, "t.csv": someTags, "q.csv": someQuotas,
			"c.csv": "id,unit,score,tie,tags\np1,d1,1,1,skilled\np2,d2,1,1,\np3,d2,1,1,skilled\n"} {
			b.put(name, text)
		}
		b.put(change[0], change[1])
		err := b.run("choose", "--units", b.path("u.csv"), "--tags", b.path("t.csv"), "--quotas", b.path("q.csv"),
			"--candidates", b.path("c.csv"), "--out", b.path("out"))
		if err == nil || !strings.HasPrefix(strings.TrimPrefix(err.Error(), b.dir+"/"), want) {
			t.Errorf("want %s, got %v", want, err)
		}
		if left, _ := os.ReadDir(b.path("out")); len(left) > 0 {
			t.Errorf("%s: a refused choice left %v behind", want, left)
		}
	}
}

func TestWrongUsageOfChoose(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for _, args := range [][]string{{}, {"--units", "u"}, {"--vacate", "p"}, {"--from", "d"}, {"--vacate", "p", "--from", "d", "--out", "o"}, {"--vacate", "p", "--explain", "q", "--from", "d"}, {"--explain", "p"}} {
		if err := b.run(append([]string{"choose"}, args...)...); !fault.Is(err, fault.Usage) {
			t.Errorf("%v: got %v", args, err)
		}
	}
}

// TestMutatedChoicesAreRefused changes one bit of one of the files of a choice.
func TestMutatedChoicesAreRefused(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.choice()
	b.refusesChanges("choice", bundleFile, chosenFile, unitsFile, tagsFile, quotasFile, candidatesFile)
}

// TestForgedBundle has hashes that fit each other but not the rule.
func TestForgedBundle(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.choice()
	bundle := b.read("out/bundle.json")
	for want, forged := range map[string]string{
		"choice.verify.result": strings.Replace(bundle, `"chosen": 3`, `"chosen": 4`, 1),
		"choice.verify.input":  strings.Replace(bundle, `"rows": 6`, `"rows": 7`, 1),
		"choice.rule":          strings.Replace(bundle, choicefile.Rule, "muster/choice/v0", 1),
		"choice.bundle":        bundle + " ",
	} {
		b.put("out/bundle.json", forged)
		if err := b.run("verify", "choice", b.path("out")); !fault.Coded(err, want) {
			t.Errorf("want %s, got %v", want, err)
		}
	}
	b.put("out/bundle.json", bundle)
	for _, args := range [][]string{{b.path("c.csv")}, {b.path("out"), b.path("out/bundle.json")}} {
		if err := b.run(append([]string{"verify", "choice"}, args...)...); !fault.Is(err, fault.Usage) {
			t.Errorf("%v: got %v", args, err)
		}
	}
	if err := b.run("verify", "choice", b.path("out"), b.put("x.csv", "a,b\n")); !fault.Coded(err, "verify.file") {
		t.Error(err)
	}
}

// country writes the files of a large choice.
func (b *bench) country(people int) (args []string) {
	r := rand.New(rand.NewPCG(1, 1))
	var units, quotas, candidates strings.Builder
	units.WriteString("code,parent,kind,name\nn,,nation,\n")
	quotas.WriteString("id,unit,tag,min,max\n")
	fmt.Fprintf(&quotas, "n,n,,,%d\n", people/10)
	for i := range 3000 {
		fmt.Fprintf(&units, "d%04d,n,county,\n", i)
		fmt.Fprintf(&quotas, "d%04d,d%04d,,,%d\n", i, i, people/20000)
		fmt.Fprintf(&quotas, "d%04d-a,d%04d,a,%d,\n", i, i, people/100000)
	}
	candidates.WriteString("id,unit,score,tie,tags\n")
	for i := range people {
		fmt.Fprintf(&candidates, "P%08d,d%04d,%d.%02d,%d,%s\n", i, r.IntN(3000), r.IntN(700), r.IntN(100), r.IntN(people),
			[]string{"", "", "", "a"}[r.IntN(4)])
	}
	return []string{"choose", "--units", b.put("u.csv", units.String()), "--quotas", b.put("q.csv", quotas.String()),
		"--candidates", b.put("c.csv", candidates.String()), "--out", b.path("out")}
}
