package tool

import (
	"muster/internal/frame/fault"
	"muster/internal/intake/selection/draw"
)

// The lists of a draw.
var (
	drawnColumns    = columns{kind: "candidates", required: []string{"id"}}
	examinerColumns = columns{kind: "examiners", required: []string{"id", "capacity"}}
	conflictColumns = columns{kind: "conflicts", required: []string{"candidate", "examiner"}}
)

// drawReader reads the three lists of a draw and checks what refers to what.
type drawReader struct {
	lists      draw.Lists
	candidates map[string]int // lines
	examiners  map[string]int
	conflicts  map[draw.Conflict]int
}

// readDraw reads the lists; paths are by their names in the folder. The bytes
// are those of the files as they are, for they are what is hashed.
func (e *Env) readDraw(paths map[string]string) (files draw.Files, lists draw.Lists, err error) {
	r := &drawReader{candidates: map[string]int{}, examiners: map[string]int{}, conflicts: map[draw.Conflict]int{}}
	for _, f := range []struct {
		name  string
		cols  columns
		visit func(row) error
		bytes *[]byte
	}{
		{candidatesFile, drawnColumns, r.candidate, &files.Candidates},
		{examinersFile, examinerColumns, r.examiner, &files.Examiners},
		{conflictsFile, conflictColumns, r.conflict, &files.Conflicts},
	} {
		data, err := readFile(paths[f.name])
		if err != nil {
			return files, lists, err
		}
		t, err := e.newTable(paths[f.name], data, f.cols)
		if err != nil {
			return files, lists, err
		}
		if err := t.each(f.visit); err != nil {
			return files, lists, err
		}
		*f.bytes = []byte(data)
	}
	return files, r.lists, nil
}

func badRow(line int, column, code, zh, en string, pairs ...any) error {
	return fault.New(fault.Invalid, code, zh, en, pairs...).At("", line, column)
}

// unique checks an id and remembers its line.
func unique(known map[string]int, id string, line int) error {
	if id == "" {
		return badRow(line, "id", "draw.id", "编号为空。", "the id is empty")
	}
	if first, twice := known[id]; twice {
		return badRow(line, "id", "draw.duplicate", "编号 {id} 出现两次,先见于第 {first} 行。", "id {id} stands here a second time, after line {first}", "id", id, "first", first)
	}
	known[id] = line
	return nil
}

// candidate reads a row of the list of candidates.
func (d *drawReader) candidate(r row) error {
	d.lists.Candidates = append(d.lists.Candidates, r.cells[0])
	return unique(d.candidates, r.cells[0], r.line)
}

// examiner reads a row of the list of examiners.
func (d *drawReader) examiner(r row) error {
	if err := unique(d.examiners, r.cells[0], r.line); err != nil {
		return err
	}
	capacity, err := wholeNumber(r.cells[1], r.line, "capacity")
	if err != nil {
		return err
	}
	if capacity == nil {
		return badRow(r.line, "capacity", "draw.capacity", "主考 {id} 的容量为空。", "examiner {id} has no capacity", "id", r.cells[0])
	}
	d.lists.Examiners = append(d.lists.Examiners, draw.Examiner{ID: r.cells[0], Capacity: *capacity})
	return nil
}

// conflict reads a pair; both must stand in the lists that were read before.
func (d *drawReader) conflict(r row) error {
	pair := draw.Conflict{Candidate: r.cells[0], Examiner: r.cells[1]}
	switch {
	case d.candidates[pair.Candidate] == 0:
		return badRow(r.line, "candidate", "draw.candidate", "名单中没有考生“{id}”。", "there is no candidate {id}", "id", pair.Candidate)
	case d.examiners[pair.Examiner] == 0:
		return badRow(r.line, "examiner", "draw.examiner", "名单中没有主考“{id}”。", "there is no examiner {id}", "id", pair.Examiner)
	case d.conflicts[pair] != 0:
		return badRow(r.line, "", "draw.pair", "这一对({candidate},{examiner})出现两次,先见于第 {first} 行。",
			"the pair {candidate}, {examiner} stands here a second time, after line {first}", "candidate", pair.Candidate, "examiner", pair.Examiner, "first", d.conflicts[pair])
	}
	d.conflicts[pair] = r.line
	d.lists.Conflicts = append(d.lists.Conflicts, pair)
	return nil
}
