package tool

import (
	"strings"
	"testing"

	"muster/internal/frame/fault"
)

func TestApportion(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ in, want string }{
		"as published": {"unit,parent,weight,min,max\nr,,0,,\na,r,2.5,0,\nb,r,2.5,0,\nc,r,0.0,1,\n", "unit,parent,seats\nr,,8\na,r,4\nb,r,3\nc,r,1\n"},
		"mark, line ends, order, no bounds": {"\ufeffparent,weight,unit\r\n,0,r\r\nr,1,\"a,\"\"x\"\r\n",
			"unit,parent,seats\nr,,8\n\"a,\"\"x\",r,8\n"},
		"header only": {"unit,parent,weight,min,max\n", "unit,parent,seats\n"},
	} {
		b := setup(t)
		err := b.run("apportion", "--in", b.put("bases.csv", c.in), "--seats", "8")
		if err != nil || b.stdout.String() != c.want {
			t.Errorf("%s: got %v %s", name, err, b.stdout.String())
		}
	}
}

func TestApportionInJSON(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.json = true
	b.must("apportion", "--in", b.put("bases.csv", "unit,parent,weight\nr,,1\n"), "--seats", "3", "--method", "largest-remainder")
	if got := b.stdout.String(); got != `[{"unit":"r","parent":"","seats":3}]`+"\n" {
		t.Error(got)
	}
}

// TestRefusedTables names file and line for everything that is wrong with a table.
func TestRefusedTables(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                                       ":1: the header is missing",
		"\nunit,parent,weight\n":                 ":1: the header is missing",
		"unit,parent,weight,Min,x\n":             ":1: unknown or double columns: Min, x;",
		"unit,parent,weight,unit\n":              ":1: unknown or double columns: unit;",
		"unit,weight\n":                          ":1: missing columns: parent;",
		"unit,parent,weight\nr,\n":               ":2: this row has not as many cells",
		"unit,parent,weight\nr,,1,2\n":           ":2: this row has not as many cells",
		"unit,parent,weight\n\"r\",,1,2\n":       ":2: this row has not as many cells",
		"unit,parent,weight\n\n\"r,,1\n":         ":3: the quotes of this row",
		"unit,parent,weight\nr,,1\n\xff,r,1":     ":3: this line is not UTF-8",
		"unit,parent,weight\nr,,x\n":             ":2:weight: the weight x must be a decimal",
		"unit,parent,weight,min\nr,,1,+1\n":      ":2:min: +1 must be a whole number",
		"unit,parent,weight,max\nr,,1,1.0\n":     ":2:max: 1.0 must be a whole number",
		"unit,parent,weight\nr,,1\n\n,,\nr,,1\n": ":5:unit: unit r stands here a second time",
		"unit,parent,weight\nr,,1\nx,y,1\n":      ":3:parent: the parent y of unit x is not in the table",
		"unit,parent,weight,max\nr,,1,0\n":       ":2: 1 seats are outside the bounds of the root r",
	} {
		b := setup(t)
		path := b.put("bases.csv", text)
		if err := b.run("apportion", "--in", path, "--seats", "1"); err == nil || !strings.HasPrefix(err.Error(), path+want) {
			t.Errorf("%q: got %v, want %s", text, err, want)
		}
	}
	b := setup(t)
	if err := b.run("apportion", "--in", b.path("none.csv"), "--seats", "1"); !fault.Coded(err, "file.missing") {
		t.Errorf("a missing file: %v", err)
	}
	if err := b.run("apportion", "--in", b.dir, "--seats", "1"); !fault.Coded(err, "file.unreadable") {
		t.Errorf("a folder: %v", err)
	}
}
