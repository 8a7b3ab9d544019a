package choose

import (
	"strings"

	"muster/internal/frame/fault"
)

// Unit is an office; candidates and quotas name it by code.
type Unit struct {
	Code   string
	Parent string // empty at the root
	Line   int    // where it stands in its file, for messages; 0: unknown
}

// Tag is a mark that candidates carry. Who carries a tag carries its parent.
type Tag struct {
	Tag    string
	Parent string // empty: none
	Line   int
}

// Quota is one row of bounds on the chosen.
type Quota struct {
	ID   string
	Unit string
	Tag  string // empty: everybody in the subtree of the unit
	Min  int64  // at least 0
	Max  *int64 // nil: none
	Line int
}

// Candidate is somebody who can be chosen, as written in the file.
type Candidate struct {
	ID    string
	Unit  string
	Score string // a decimal; higher is better
	Tie   string // a whole number; lower is better
	Tags  string // separated by "|"; empty: none
	Line  int
}

// Input is a checked case: units, tags, quotas and candidates. It is filled by
// one goroutine and then read by any number.
type Input struct {
	unitAt  map[string]int32
	parents []int32 // by unit; -1 at the root
	tagAt   map[string]int32
	tagUp   []int32 // by tag; -1: no parent
	tagOpen bool    // no list of tags was given: any name is a tag
	rows    []row
	people
}

// row is a checked quota row.
type row struct {
	Quota
	unit int32
	tag  int32 // -1: everybody
}

// people are the candidates, by column.
type people struct {
	ids       []string
	lines     []int32
	units     []int32
	sets      []int32 // index into tagSets
	scores    column
	ties      column
	ascending bool // ids came in ascending order, so none can be double
	setAt     map[string]int32
	tagSets   [][]int32 // each closed under parents, in no order, without doubles
	lastUnit  string    // neighbours in a file often share the unit
	lastIndex int32
}

// NewInput checks units, tags and quotas. Tags nil means that no list was given
// and every name is a tag of its own. A fault of kind Invalid carries the line.
func NewInput(units []Unit, tags []Tag, quotas []Quota) (*Input, error) {
	in := &Input{tagAt: map[string]int32{}, tagOpen: tags == nil}
	in.ascending, in.setAt = true, map[string]int32{}
	for _, step := range []func() error{
		func() error { return in.addUnits(units) },
		func() error { return in.addTags(tags) },
		func() error { return in.addQuotas(quotas) },
	} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return in, nil
}

// Len is the number of candidates.
func (in *Input) Len() int { return len(in.ids) }

// ID is the id of the candidate that was added as number i, counted from 0.
func (in *Input) ID(i int32) string { return in.ids[i] }

// Quota is the row that was given as number i, counted from 0.
func (in *Input) Quota(i int32) *Quota { return &in.rows[i].Quota }

// Grow makes room for n more candidates.
func (in *Input) Grow(n int) {
	in.ids = append(make([]string, 0, len(in.ids)+n), in.ids...)
	in.lines = append(make([]int32, 0, len(in.lines)+n), in.lines...)
	in.units = append(make([]int32, 0, len(in.units)+n), in.units...)
	in.sets = append(make([]int32, 0, len(in.sets)+n), in.sets...)
	in.scores.grow(n)
	in.ties.grow(n)
}

// maxCandidates keeps every count within 32 bits.
const maxCandidates = 1 << 30

// Add checks and adds a candidate. The fault of a bad one carries its line and
// column, and the candidate is not added; a double id is found by Choose.
func (in *Input) Add(c Candidate) error {
	if len(in.ids) >= maxCandidates {
		return refuse(c.Line, "", "choose.size", "人数超过 {limit} 人。", "there are more than {limit} candidates", "limit", maxCandidates)
	}
	if c.ID == "" {
		return refuse(c.Line, "id", "choose.id", "编号为空。", "the id is empty")
	}
	unit, err := in.findUnit(&c)
	if err != nil {
		return err
	}
	set, err := in.tagSet(&c)
	if err != nil {
		return err
	}
	score, err := parseNumber(c.Score, true)
	if err != nil {
		return locate(err, c.Line, "score")
	}
	tie, err := parseNumber(c.Tie, false)
	if err != nil {
		return locate(err, c.Line, "tie")
	}
	if n := len(in.ids); n > 0 && c.ID <= in.ids[n-1] {
		in.ascending = false
	}
	in.ids, in.lines = append(in.ids, c.ID), append(in.lines, int32(c.Line))
	in.units, in.sets = append(in.units, unit), append(in.sets, set)
	in.scores.add(score)
	in.ties.add(tie)
	return nil
}

func (in *Input) findUnit(c *Candidate) (int32, error) {
	if c.Unit == in.lastUnit && c.Unit != "" {
		return in.lastIndex, nil
	}
	unit, ok := in.unitAt[c.Unit]
	if !ok {
		return 0, refuse(c.Line, "unit", "choose.unit", "没有单位“{unit}”。", "there is no unit {unit}", "unit", quoteEmpty(c.Unit))
	}
	in.lastUnit, in.lastIndex = c.Unit, unit
	return unit, nil
}

// tagSet finds or makes the set of tags, closed under parents, of a field.
func (in *Input) tagSet(c *Candidate) (int32, error) {
	if set, ok := in.setAt[c.Tags]; ok {
		return set, nil
	}
	carried := map[int32]bool{}
	var tags []int32
	for name := range strings.SplitSeq(c.Tags, "|") {
		if c.Tags == "" {
			break
		}
		tag, err := in.findTag(name, c.Line, "tags")
		if err != nil {
			return 0, err
		}
		for ; tag >= 0 && !carried[tag]; tag = in.tagUp[tag] {
			carried[tag] = true
			tags = append(tags, tag)
		}
	}
	set := int32(len(in.tagSets))
	in.tagSets = append(in.tagSets, tags)
	in.setAt[c.Tags] = set
	return set, nil
}

// findTag finds a tag by name; where no list was given it makes one.
func (in *Input) findTag(name string, line int, column string) (int32, error) {
	tag, ok := in.tagAt[name]
	switch {
	case ok:
		return tag, nil
	case name == "" || !in.tagOpen:
		return 0, refuse(line, column, "choose.tag", "没有标签“{tag}”。", "there is no tag {tag}", "tag", quoteEmpty(name))
	}
	tag = int32(len(in.tagUp))
	in.tagAt[name], in.tagUp = tag, append(in.tagUp, -1)
	return tag, nil
}

// quoteEmpty makes an empty name visible in a message.
func quoteEmpty(name string) string {
	if name == "" {
		return `""`
	}
	return name
}

func refuse(line int, column, code, zh, en string, pairs ...any) error {
	return fault.New(fault.Invalid, code, zh, en, pairs...).At("", line, column)
}

func locate(err error, line int, column string) error { return fault.As(err).At("", line, column) }
