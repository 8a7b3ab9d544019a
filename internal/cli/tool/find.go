package tool

import (
	"bufio"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"muster/internal/frame/fault"
)

// kind tells a published file by a column that only it has.
type kind struct{ column, name string }

// The files beside a bundle and beside a record; the first match counts.
var (
	choiceKinds = []kind{{"outcome", chosenFile}, {"score", candidatesFile}, {"code", unitsFile}, {"max", quotasFile}, {"tag", tagsFile}}
	drawKinds   = []kind{{"place", assignedFile}, {"capacity", examinersFile}, {"examiner", conflictsFile}, {"id", candidatesFile}}
)

// findFiles gives the paths of the published files by their usual names. The
// arguments are a folder, or the one JSON file and any of the tables in any
// order; a table that is not given is looked for beside the JSON file.
func findFiles(args []string, head string, kinds []kind) (map[string]string, error) {
	paths := map[string]string{}
	for _, arg := range args {
		name, path, err := tell(arg, head, kinds)
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
			paths[k.name] = filepath.Join(filepath.Dir(paths[head]), k.name)
		}
	}
	return paths, nil
}

// tell says which of the files an argument is.
func tell(arg, head string, kinds []kind) (name, path string, err error) {
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
	names, err := readHeader(strings.TrimPrefix(first, "\ufeff"))
	if err == nil {
		for _, k := range kinds {
			if slices.Contains(names, k.column) {
				return k.name, arg, nil
			}
		}
	}
	return "", "", fault.New(fault.Invalid, "verify.file", "看不出 {file} 是哪一种文件。", "{file} is none of the files of this kind",
		"file", arg).At(arg, 1, "").Because(err)
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
