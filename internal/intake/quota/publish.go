package quota

import (
	"strconv"
	"strings"

	"muster/internal/frame/unit"
	"muster/internal/intake/quota/apportion"
)

// Units is the input of the division as it was put to package apportion, the
// top first. The tree gives the parents, which a unit keeps for life.
func (d *Divided) Units(tree *unit.Tree) ([]apportion.Unit, error) {
	p := &plan{line: map[string]int{}}
	for i, entry := range d.Shares {
		code, _, _ := strings.Cut(entry, "=")
		u := apportion.Unit{Code: code}
		if at, ok := tree.Get(unit.Code(code)); ok && i > 0 {
			u.Parent = string(at.Parent)
		}
		p.line[code], p.units = i, append(p.units, u)
	}
	for _, entry := range d.Weights {
		code, number, _ := strings.Cut(entry, "=")
		weight, err := apportion.ParseWeight(strings.TrimSpace(number))
		if err != nil {
			return nil, err
		}
		p.units[p.line[strings.TrimSpace(code)]].Weight = weight
	}
	return p.units, p.bound(d.Bounds)
}

// BasesFile is the division as the file that "muster apportion --in" reads; what
// that writes has the hash Result.
func (d *Divided) BasesFile(units []apportion.Unit) []byte {
	weights := Listed(d.Weights)
	out := []byte("unit,parent,weight,min,max\n")
	for _, u := range units {
		least, most := "", ""
		if u.Min > 0 {
			least = strconv.FormatInt(u.Min, 10)
		}
		if u.Max != nil {
			most = strconv.FormatInt(*u.Max, 10)
		}
		weight := weights[u.Code]
		if weight == "" {
			weight = "0"
		}
		out = append(out, strings.Join([]string{u.Code, u.Parent, weight, least, most}, ",")+"\n"...)
	}
	return out
}

// Listed reads a list of "unit=value" by unit.
func Listed(list []string) map[string]string {
	out := make(map[string]string, len(list))
	for _, entry := range list {
		code, value, _ := strings.Cut(entry, "=")
		out[strings.TrimSpace(code)] = strings.TrimSpace(value)
	}
	return out
}
