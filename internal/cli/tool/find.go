package tool

import (
	"bufio"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"muster/internal/frame/fault"
	"muster/internal/frame/sheet"
)

// kind tells a published file by a column that only it has.
type kind struct {
	column, name string
	columns      columns
}

// The files beside a bundle and beside a record; the first match counts.
var (
	choiceKinds = []kind{{"outcome", chosenFile, columns{required: []string{"id", "outcome", "place", "quota", "reason"}}},
		{"score", candidatesFile, candidateColumns}, {"code", unitsFile, unitColumns}, {"max", quotasFile, quotaColumns}, {"tag", tagsFile, tagColumns}}
	drawKinds = []kind{{"place", assignedFile, columns{required: []string{"place", "candidate", "examiner"}}},
		{"capacity", examinersFile, examinerColumns}, {"examiner", conflictsFile, conflictColumns}, {"id", candidatesFile, drawnColumns}}
)

// findFiles gives the paths of the published files by their usual names. The
// arguments are a folder, or the one JSON file and any of the tables in any
// order; a table that is not given is looked for beside the JSON file.
func (e *Env) findFiles(args []string, head string, kinds []kind) (map[string]string, error) {
	paths := map[string]string{}
	for _, arg := range args {
		name, path, err := e.tell(arg, head, kinds)
		if err != nil {
			return nil, err
		}
		if paths[name] != "" {
			return nil, fault.New(fault.Usage, "verify.twice", "{a} 和 {b} 是同一种文件。", "{a} and {b} are the same kind of file",
				"a", paths[name], "b", path)
		}
		paths[name] = path
	}
	if paths[head] == "" {
		return nil, fault.New(fault.Usage, "verify.head", "请给出 {file} 或它所在的文件夹。", "name {file} or its folder", "file", head)
	}
	for _, k := range kinds {
		if paths[k.name] == "" {
			paths[k.name] = beside(paths[head], k.name)
		}
	}
	return paths, nil
}

// beside is the path of a table in the folder of another file; it may lie there
// as a spreadsheet.
func beside(head, name string) string {
	path := filepath.Join(filepath.Dir(head), name)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		if _, err := os.Stat(asSheet(path)); err == nil {
			return asSheet(path)
		}
	}
	return path
}

// asSheet is the name that a table has as a spreadsheet.
func asSheet(name string) string { return strings.TrimSuffix(name, ".csv") + ".xlsx" }

// tell says which of the files an argument is.
func (e *Env) tell(arg, head string, kinds []kind) (name, path string, err error) {
	info, err := os.Stat(arg)
	switch {
	case err != nil:
		return "", "", unread(arg, err)
	case info.IsDir():
		return head, filepath.Join(arg, head), nil
	case strings.EqualFold(filepath.Ext(arg), ".json"):
		return head, arg, nil
	}
	first, err := firstLine(arg)
	if err != nil {
		return "", "", err
	}
	for _, k := range kinds {
		is, err := e.isKind(arg, first, k)
		if err != nil {
			return "", "", err
		}
		if is {
			return k.name, arg, nil
		}
	}
	return "", "", fault.New(fault.Invalid, "verify.file", "看不出 {file} 是哪一种文件。", "{file} is none of the files of this kind",
		"file", arg).At(arg, 1, "")
}

// isKind says whether a table, of which the first line is known, is of a kind.
func (e *Env) isKind(path, first string, k kind) (bool, error) {
	if isPacked(first) {
		return e.isPackedKind(path, k)
	}
	written, err := readHeader(strings.TrimPrefix(first, "\ufeff"))
	if err != nil {
		return false, nil //nolint:nilerr // a file without a header is of no kind
	}
	names, err := e.translate(written, k.columns.kind, slices.Concat(k.columns.required, k.columns.optional))
	return slices.Contains(names, k.column), err
}

// isPackedKind is isKind for a spreadsheet: its header must be that of the kind.
func (e *Env) isPackedKind(path string, k kind) (bool, error) {
	text, err := readFile(path)
	if err != nil {
		return false, err
	}
	cols, err := (&header{e, k.columns}).declared()
	if err != nil {
		return false, err
	}
	reader, err := sheet.NewReader(strings.NewReader(text), path, cols)
	if err != nil {
		return false, nil //nolint:nilerr // another kind may fit
	}
	return true, reader.Close()
}

// firstLine is the header of a table, which tells what it is; files can be large.
func firstLine(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", unread(path, err)
	}
	defer func() { _ = f.Close() }() // reading only
	line, err := bufio.NewReader(io.LimitReader(f, 1<<16)).ReadString('\n')
	if err != nil && err != io.EOF { //nolint:errorlint // ReadString promises io.EOF itself
		return "", unread(path, err)
	}
	return line, nil
}
