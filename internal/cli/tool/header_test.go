package tool

import (
	"encoding/json"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"muster/internal/frame/fault"
	"muster/internal/frame/policy"
	"muster/policies"
)

// pack is the policy pack whose names of columns the command line knows.
func pack(t testing.TB) *policy.Pack {
	t.Helper()
	files, err := policies.Open("cn")
	if err != nil {
		t.Fatal(err)
	}
	p, err := policy.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// chinese makes the bench know the names of the pack.
func (b *bench) chinese() {
	p := pack(b)
	b.aliases = func(kind, column string) ([]string, error) { return p.Aliases(kind, column), nil }
}

// TestChineseHeaders: the same files with Chinese names of their columns give the
// same bytes, for every command and also as a spreadsheet.
func TestChineseHeaders(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.choice()
	bundle := b.read("out/bundle.json")
	b.chinese()
	b.must("choose", "--units", b.put("u.csv", strings.Replace(someUnits, "code,parent,kind,name", "单位代码,上级代码,类别,名称", 1)),
		"--tags", b.put("t.csv", strings.Replace(someTags, "tag,parent", "标签,上级", 1)),
		"--quotas", b.put("q.csv", strings.Replace(someQuotas, "id,unit,tag,min,max", "编号,单位,标签,下限,上限", 1)),
		"--candidates", b.spreadsheet("c.xlsx", strings.Replace(somePeople, "id,unit,score,tie,tags", "编号,单位,分数,同分次序,标签", 1)), "--out", b.path("zh"))
	if b.read("zh/bundle.json") != bundle || b.read("zh/quotas.csv") != someQuotas || b.read("zh/chosen.csv") != someChosen {
		t.Errorf("got %s %s", b.read("zh/bundle.json"), b.read("zh/quotas.csv"))
	}
	b.must("verify", "choice", b.path("zh/bundle.json"), b.path("c.xlsx"), b.path("q.csv"), b.path("u.csv"), b.path("t.csv"))
	b.must("apportion", "--in", b.put("bases.csv", "单位,上级,权重,下限,上限\nr,,1,,\na,r,2,,\nb,r,1,,\n"), "--seats", "3")
	if got := b.stdout.String(); got != "unit,parent,seats\nr,,3\na,r,2\nb,r,1\n" {
		t.Error(got)
	}
	b.must("draw", "--id", "n", "--candidates", b.put("dc.csv", "编号\nc1\n"), "--examiners", b.put("de.csv", "编号,容量\ne1,1\n"),
		"--conflicts", b.put("dx.csv", "考生,主考\n"), "--secret", b.secret("s", "1"), "--public", "T", "--out", b.path("draw"))
	b.must("verify", "draw", b.path("draw/record.json"), b.path("de.csv"), b.path("dx.csv"), b.path("dc.csv"))
	err := b.run("apportion", "--in", b.put("bases.csv", "单位,上级,权重,单位代码,别的\nr,,1,,\n"), "--seats", "3")
	if !fault.Coded(err, "csv.columns") || !strings.Contains(err.Error(), "单位代码, 别的") {
		t.Error(err)
	}
}

// TestSpreadsheetLacksColumns: a spreadsheet is asked for its columns like a CSV file.
func TestSpreadsheetLacksColumns(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for want, header := range map[string]string{"sheet.column_missing": "unit,parent", "sheet.column_unknown": "unit,parent,weight,x"} {
		err := b.run("apportion", "--in", b.spreadsheet("b.xlsx", header+"\nr,,1\n"), "--seats", "1")
		if f := fault.As(err); len(f.Fields) == 0 || f.Fields[0].Code != want {
			t.Errorf("%s: %v", header, err)
		}
	}
}

// TestDrawFromSpreadsheets keeps the lists as they are, for their bytes are
// hashed, under names that say what they are.
func TestDrawFromSpreadsheets(t *testing.T) {
	t.Parallel()
	b := setup(t)
	sheet := b.spreadsheet("dc.xlsx", "id\nc1\nc2\n")
	b.must("draw", "--id", "n", "--candidates", sheet, "--examiners", b.put("de.csv", "id,capacity\ne1,1\n"), "--conflicts", b.put("dx.csv", "candidate,examiner\n"),
		"--secret", b.secret("s", "1"), "--public", "T", "--out", b.path("draw"))
	if b.read("draw/candidates.xlsx") != b.read("dc.xlsx") {
		t.Error("the list is not as it was")
	}
	b.must("verify", "draw", b.path("draw"))
	b.must("verify", "draw", b.path("draw/record.json"), sheet)
}

// TestSecretsKeepTheirOrder: the seed depends on it, however the files are named.
func TestSecretsKeepTheirOrder(t *testing.T) {
	t.Parallel()
	b := setup(t)
	one, two, three := b.secret("s1", "1"), b.secret("s2", "2"), b.secret("s3", "3")
	lists := []string{"draw", "--candidates", b.put("dc.csv", "id\nc1\n"), "--examiners", b.put("de.csv", "id,capacity\ne1,1\n"), "--conflicts", b.put("dx.csv", "candidate,examiner\n"), "--out", b.path("o")}
	records := map[string]bool{}
	for _, args := range [][]string{{"--secret", one, "--secret", two, "--secret", three, "--id", "n", "--public", "T"}, {"--secret", one, two, three, "--id", "n", "--public", "T"},
		{"--secret", one, two, "--id", "n", "--secret", three, "--public", "T"}, {"--secret=" + one, "--id", "n", "--secret", two, three, "--public", "T"}} {
		b.must(append(slices.Clone(lists), args...)...)
		records[b.read("o/record.json")] = true
	}
	if len(records) != 1 {
		t.Errorf("%d different records", len(records))
	}
	for _, args := range [][]string{{"--id", "n", "--secret"}, {"--secret", "--id", "n"}} {
		if err := b.run(append(slices.Clone(lists), args...)...); err == nil || fault.Is(err, fault.Internal) {
			t.Errorf("%v: %v", args, err)
		}
	}
}

// TestPageKnowsTheHeaders: the page for browsers has the pack's names of columns.
func TestPageKnowsTheHeaders(t *testing.T) {
	t.Parallel()
	p := pack(t)
	want := map[string]map[string]string{}
	for _, cols := range []columns{unitColumns, tagColumns, quotaColumns, candidateColumns, examinerColumns, conflictColumns} {
		want[cols.kind] = map[string]string{}
		for _, column := range slices.Concat(cols.required, cols.optional) {
			for _, name := range p.Aliases(cols.kind, column) {
				want[cols.kind][name] = column
			}
		}
	}
	node := exec.CommandContext(t.Context(), "node", "--input-type=module", "-e",
		`import { headers } from "../../../web/src/verify/headers.mjs"; console.log(JSON.stringify(headers));`)
	node.Stderr = os.Stderr
	out, err := node.Output()
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]map[string]string{}
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatal(err)
	}
	if !maps.EqualFunc(got, want, maps.Equal[map[string]string, map[string]string]) {
		t.Errorf("headers.mjs should read\n%v\nand not\n%v", want, got)
	}
}
