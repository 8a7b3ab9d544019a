package tool

import (
	"slices"
	"strings"

	"muster/internal/frame/fault"
	"muster/internal/intake/selection/choicefile"
	"muster/internal/intake/selection/choose"
)

// The files of a choice; the names are those they have in its folder.
const (
	unitsFile      = choicefile.Units
	tagsFile       = choicefile.Tags
	quotasFile     = choicefile.Quotas
	candidatesFile = choicefile.Candidates
	chosenFile     = choicefile.Chosen
	bundleFile     = choicefile.BundleName
)

// caseFiles are the inputs with their columns.
var caseFiles = []struct {
	name    string
	columns columns
}{
	{unitsFile, unitColumns},
	{tagsFile, tagColumns},
	{quotasFile, quotaColumns},
	{candidatesFile, candidateColumns},
}

var (
	unitColumns = columns{kind: "units", required: []string{"code", "parent"}, optional: []string{"kind", "name", "valid_from", "valid_to"}}
	tagColumns  = columns{kind: "tags", required: []string{"tag", "parent"}}

	quotaColumns     = columns{kind: "quotas", required: []string{"id", "unit", "tag", "min", "max"}}
	candidateColumns = columns{kind: "candidates", required: []string{"id", "unit", "score", "tie", "tags"}}
)

// choiceCase is everything that a choice is made from.
type choiceCase struct {
	input  *choose.Input
	tables map[string]*table  // by the name in the folder
	lists  map[string][]entry // the rows of units, tags and quotas
	people []string           // the rows of the candidates as the rule writes them, as numbered in the input
}

// entry is a row as the rule writes it, with its id.
type entry struct{ id, row string }

// readCase reads the files of a choice; paths are by name in the folder, and
// without one for tags there is no list of tags.
func (e *Env) readCase(paths map[string]string) (*choiceCase, error) {
	c := &choiceCase{tables: map[string]*table{}, lists: map[string][]entry{}}
	for _, file := range caseFiles {
		path, ok := paths[file.name]
		if !ok {
			continue
		}
		t, err := e.readTable(path, file.columns)
		if err != nil {
			return nil, err
		}
		c.tables[file.name] = t
	}
	if err := c.readLists(); err != nil {
		return nil, err
	}
	return c, c.readCandidates()
}

// readLists reads units, tags and quotas, which the candidates refer to.
func (c *choiceCase) readLists() error {
	var units []choose.Unit
	if err := c.list(unitsFile, func(r row) error {
		units = append(units, choose.Unit{Code: r.cells[0], Parent: r.cells[1], Line: r.line})
		return nil
	}); err != nil {
		return err
	}
	var tags []choose.Tag
	if c.tables[tagsFile] != nil {
		tags = []choose.Tag{}
		if err := c.list(tagsFile, func(r row) error {
			tags = append(tags, choose.Tag{Tag: r.cells[0], Parent: r.cells[1], Line: r.line})
			return nil
		}); err != nil {
			return err
		}
	}
	var quotas []choose.Quota
	if err := c.list(quotasFile, func(r row) error {
		q, err := quotaOf(r)
		quotas = append(quotas, q)
		return err
	}); err != nil {
		return err
	}
	var err error
	c.input, err = choose.NewInput(units, tags, quotas)
	return c.blame(err)
}

// list visits the rows of a small file and keeps them as the rule writes them.
func (c *choiceCase) list(name string, visit func(row) error) error {
	return c.tables[name].each(func(r row) error {
		c.lists[name] = append(c.lists[name], entry{r.cells[0], r.canonical()})
		return visit(r)
	})
}

// quotaOf reads a quota row; an empty min is 0, an empty max none.
func quotaOf(r row) (choose.Quota, error) {
	q := choose.Quota{ID: r.cells[0], Unit: r.cells[1], Tag: r.cells[2], Line: r.line}
	least, err := wholeNumber(r.cells[3], r.line, "min")
	if err != nil {
		return q, err
	}
	if least != nil {
		q.Min = *least
	}
	q.Max, err = wholeNumber(r.cells[4], r.line, "max")
	return q, err
}

// blame finds the file that a fault of the input is about by its code.
func (c *choiceCase) blame(err error) error {
	if err == nil {
		return nil
	}
	name := quotasFile
	switch code := fault.As(err).Code; {
	case strings.HasPrefix(code, "choose.unit."):
		name = unitsFile
	case strings.HasPrefix(code, "choose.tag."):
		name = tagsFile
	case code == "choose.duplicate":
		name = candidatesFile
	}
	return c.tables[name].placed(err)
}

// readCandidates adds the candidates row by row and keeps the rows for the hash.
func (c *choiceCase) readCandidates() error {
	t := c.tables[candidatesFile]
	rows := strings.Count(t.text, "\n")
	c.input.Grow(rows)
	c.people = make([]string, 0, rows)
	return t.each(func(r row) error {
		c.people = append(c.people, r.canonical())
		return c.input.Add(choose.Candidate{ID: r.cells[0], Unit: r.cells[1], Score: r.cells[2], Tie: r.cells[3], Tags: r.cells[4], Line: r.line})
	})
}

// canonical is the row as the rule writes it, without its line end.
func (r row) canonical() string {
	if r.raw != "" {
		return r.raw
	}
	return strings.TrimSuffix(string(choicefile.AppendRow(nil, r.cells...)), "\n")
}

// listDigest is taken over the header and the rows in the order of the rule,
// sorted by their first column, each with LF.
func (c *choiceCase) listDigest(name string) choicefile.Digest {
	rows := slices.Clone(c.lists[name])
	slices.SortFunc(rows, func(a, b entry) int { return strings.Compare(a.id, b.id) })
	d := choicefile.NewDigester(c.tables[name].columns)
	for _, r := range rows {
		d.Add(r.row)
	}
	return d.Digest(len(rows))
}

// peopleDigest is listDigest for the candidates.
func (c *choiceCase) peopleDigest() (choicefile.Digest, error) {
	order, err := c.input.ByID()
	if err != nil {
		return choicefile.Digest{}, c.blame(err)
	}
	d := choicefile.NewDigester(c.tables[candidatesFile].columns)
	for _, i := range order {
		d.Add(c.people[i])
	}
	return d.Digest(len(order)), nil
}

// copyTo puts the inputs into the folder of the choice.
func (c *choiceCase) copyTo(dir string) error {
	for name, t := range c.tables {
		text := t.text
		if t.packed != nil || t.renamed {
			text = c.rewritten(name)
		}
		if err := writeText(dir, name, text); err != nil {
			return err
		}
	}
	return nil
}

// rewritten is a spreadsheet as CSV, or a table with the rule's own names of its
// columns, which every reader knows.
func (c *choiceCase) rewritten(name string) string {
	out := choicefile.AppendRow(nil, c.tables[name].columns...)
	for _, e := range c.lists[name] {
		out = append(append(out, e.row...), '\n')
	}
	if name == candidatesFile {
		for _, r := range c.people {
			out = append(append(out, r...), '\n')
		}
	}
	return string(out)
}
