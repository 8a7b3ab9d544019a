// Package choicefile is the files by which anybody re-computes a choice: units,
// tags, quotas, candidates, the outcome, and the bundle with their hashes, byte by
// byte as the published rule has them. It reads and writes no disk.
package choicefile

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"hash"
	"io"
	"slices"
	"strconv"
	"strings"

	"muster/internal/intake/selection/choose"
)

// Rule is the version of the rule that a choice is made by.
const Rule = "muster/choice/v1"

// The names of the files in the folder of a choice.
const (
	Units      = "units.csv"
	Tags       = "tags.csv"
	Quotas     = "quotas.csv"
	Candidates = "candidates.csv"
	Chosen     = "chosen.csv"
	BundleName = "bundle.json"
)

// The columns of the inputs as the rule writes them.
var (
	UnitColumns      = []string{"code", "parent", "kind", "name", "valid_from", "valid_to"}
	QuotaColumns     = []string{"id", "unit", "tag", "min", "max"}
	CandidateColumns = []string{"id", "unit", "score", "tie", "tags"}
)

// Bundle vouches for a choice: what went in, by which rule, and what came out.
type Bundle struct {
	Rule   string `json:"rule"`
	Inputs Inputs `json:"inputs"`
	Result Result `json:"result"`
}

// Inputs are the digests of the inputs.
type Inputs struct {
	Units      Digest  `json:"units"`
	Tags       *Digest `json:"tags,omitempty"`
	Quotas     Digest  `json:"quotas"`
	Candidates Digest  `json:"candidates"`
}

// Result counts the outcomes; the hash is that of chosen.csv as it is.
type Result struct {
	Chosen    int    `json:"chosen"`
	Reserve   int    `json:"reserve"`
	NoSeat    int    `json:"no_seat"`
	Shortfall int64  `json:"shortfall"`
	SHA256    string `json:"sha256"`
}

// Text is the one way in which a bundle is written.
func (b *Bundle) Text() string {
	out, _ := json.MarshalIndent(b, "", "  ") // plain fields only: cannot fail
	return string(out) + "\n"
}

// Digest is what a bundle says of a file.
type Digest struct {
	Rows   int    `json:"rows"`
	SHA256 string `json:"sha256"`
}

// Digester hashes the header and the rows of a file, in blocks.
type Digester struct {
	hash   hash.Hash
	buffer []byte
}

// NewDigester begins with the header.
func NewDigester(columns []string) *Digester {
	return &Digester{hash: sha256.New(), buffer: AppendRow(nil, columns...)}
}

// Add takes a row as AppendRow writes it, without its line end.
func (d *Digester) Add(row string) {
	d.buffer = append(append(d.buffer, row...), '\n')
	if len(d.buffer) > 1<<16 {
		d.hash.Write(d.buffer)
		d.buffer = d.buffer[:0]
	}
}

// Digest ends the file.
func (d *Digester) Digest(rows int) Digest {
	d.hash.Write(d.buffer)
	return Digest{Rows: rows, SHA256: hex.EncodeToString(d.hash.Sum(nil))}
}

// Outcome writes chosen.csv and says what it holds.
func Outcome(w io.Writer, in *choose.Input, result *choose.Result) (Result, error) {
	hash := sha256.New()
	if err := writeChosen(io.MultiWriter(w, hash), in, result); err != nil {
		return Result{}, err
	}
	out := Result{SHA256: hex.EncodeToString(hash.Sum(nil))}
	for _, v := range result.Verdicts {
		switch v.Outcome {
		case choose.Chosen:
			out.Chosen++
		case choose.Reserve:
			out.Reserve++
		default:
			out.NoSeat++
		}
	}
	for _, s := range result.Standings {
		out.Shortfall += s.Shortfall
	}
	return out, nil
}

// writeChosen writes the outcome of everybody.
func writeChosen(w io.Writer, in *choose.Input, result *choose.Result) error {
	out := AppendRow(nil, "id", "outcome", "place", "quota", "reason")
	for _, v := range result.Verdicts {
		out = append(AppendCell(out, in.ID(v.Candidate)), ',')
		out = append(append(out, v.Outcome.String()...), ',')
		if v.Place > 0 {
			out = strconv.AppendInt(out, int64(v.Place), 10)
		}
		out = append(out, ',')
		if v.Quota != choose.NoQuota {
			out = AppendCell(out, in.Quota(v.Quota).ID)
		}
		out = append(append(append(out, ','), v.Reason.String()...), '\n')
		if len(out) > 1<<16 {
			if _, err := w.Write(out); err != nil {
				return err
			}
			out = out[:0]
		}
	}
	_, err := w.Write(out)
	return err
}

// AppendRow writes cells as CSV: quotes only where needed, LF.
func AppendRow(to []byte, cells ...string) []byte {
	for i, cell := range cells {
		if i > 0 {
			to = append(to, ',')
		}
		to = AppendCell(to, cell)
	}
	return append(to, '\n')
}

// AppendCell writes one cell of a row. Cells are written as they are: ids are
// compared and hashed, so none may be changed to please a spreadsheet.
func AppendCell(to []byte, cell string) []byte {
	if !strings.ContainsAny(cell, ",\"\r\n") {
		return append(to, cell...)
	}
	to = append(to, '"')
	to = append(to, strings.ReplaceAll(cell, `"`, `""`)...)
	return append(to, '"')
}

// Files writes everything that a choice is re-computed from: its inputs, its
// outcome and the bundle, by their names. Units, rows and people are written in
// the order given; the hashes are over rows sorted by id, as the rule has it.
func Files(units []choose.Unit, rows []choose.Quota, people []choose.Candidate) (map[string][]byte, error) {
	in, err := choose.NewInput(units, nil, rows)
	if err != nil {
		return nil, err
	}
	for _, p := range people {
		if err := in.Add(p); err != nil {
			return nil, err
		}
	}
	result, err := choose.Choose(in)
	if err != nil {
		return nil, err
	}
	files, b := map[string][]byte{}, &Bundle{Rule: Rule}
	b.Inputs.Units = write(files, Units, UnitColumns, len(units), func(i int) []string { return []string{units[i].Code, units[i].Parent, "", "", "", ""} })
	b.Inputs.Quotas = write(files, Quotas, QuotaColumns, len(rows), func(i int) []string { return quotaCells(rows[i]) })
	b.Inputs.Candidates = write(files, Candidates, CandidateColumns, len(people), func(i int) []string {
		p := people[i]
		return []string{p.ID, p.Unit, p.Score, p.Tie, p.Tags}
	})
	var chosen bytes.Buffer
	if b.Result, err = Outcome(&chosen, in, result); err != nil {
		return nil, err
	}
	files[Chosen], files[BundleName] = chosen.Bytes(), []byte(b.Text())
	return files, nil
}

func quotaCells(q choose.Quota) []string {
	most := ""
	if q.Max != nil {
		most = strconv.FormatInt(*q.Max, 10)
	}
	return []string{q.ID, q.Unit, q.Tag, strconv.FormatInt(q.Min, 10), most}
}

// write writes a file and takes its digest.
func write(files map[string][]byte, name string, columns []string, n int, cells func(int) []string) Digest {
	type line struct{ id, row string }
	out, lines := AppendRow(nil, columns...), make([]line, n)
	for i := range n {
		row := cells(i)
		text := AppendRow(nil, row...)
		out, lines[i] = append(out, text...), line{row[0], strings.TrimSuffix(string(text), "\n")}
	}
	files[name] = out
	slices.SortFunc(lines, func(a, b line) int { return strings.Compare(a.id, b.id) })
	d := NewDigester(columns)
	for _, l := range lines {
		d.Add(l.row)
	}
	return d.Digest(n)
}
