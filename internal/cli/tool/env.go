package tool

import (
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
)

// Env is what a command runs in.
type Env struct {
	Stdout, Stderr io.Writer
	Lang           i18n.Lang
	JSON           bool // machine-readable results on Stdout
	// Aliases gives the further names of a column of a kind of file, such as the
	// Chinese ones of the policy pack; nil for none.
	Aliases func(kind, column string) ([]string, error)
}

// remark says something to the person at the terminal.
func (e *Env) remark(zh, en string, pairs ...any) {
	_, _ = io.WriteString(e.Stderr, i18n.T(zh, en).With(pairs...).In(e.Lang)+"\n") // a lost remark changes nothing
}

// say writes the result: as JSON where asked for, otherwise as a line.
func (e *Env) say(value any, zh, en string, pairs ...any) error {
	if e.JSON {
		out := json.NewEncoder(e.Stdout)
		out.SetEscapeHTML(false)
		return unwritten("stdout", out.Encode(value))
	}
	_, err := io.WriteString(e.Stdout, i18n.T(zh, en).With(pairs...).In(e.Lang)+"\n")
	return unwritten("stdout", err)
}

// names are all the names under which a header may speak of a column.
func (e *Env) names(kind, column string) ([]string, error) {
	if e.Aliases == nil {
		return nil, nil
	}
	return e.Aliases(kind, column)
}

func usage(code, zh, en string) error { return fault.New(fault.Usage, code, zh, en) }

// ReadFile reads a file whole, a missing one is the caller's fault.
func ReadFile(path string) (string, error) { return readFile(path) }

// readFile reads a file whole. A missing one is the caller's fault.
func readFile(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", unread(path, err)
	}
	defer func() { _ = f.Close() }() // reading only
	var b strings.Builder            // its string is no copy, and files can be large
	if info, err := f.Stat(); err == nil {
		b.Grow(int(info.Size()) + 1)
	}
	if _, err := io.Copy(&b, f); err != nil {
		return "", unread(path, err)
	}
	return b.String(), nil
}

// unread words why a file could not be read; the system's own words go to the log.
func unread(path string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return fault.New(fault.Invalid, "file.missing", "没有文件 {file}。", "there is no file {file}", "file", path).Because(err)
	}
	return fault.New(fault.Invalid, "file.unreadable", "文件 {file} 读不了:请检查权限,以及它是不是文件夹。",
		"{file} cannot be read; check its permissions and that it is no folder", "file", path).Because(err)
}

// unwritten words why a file could not be written; nil stays nil.
func unwritten(path string, err error) error {
	if err == nil {
		return nil
	}
	return fault.New(fault.Unavailable, "file.unwritable", "写不了 {file}:请检查权限和磁盘空间。",
		"{file} cannot be written; check its permissions and the space on the disk", "file", path).Because(err)
}

// writeFile makes a file of a folder, or replaces it, in one step: a reader sees
// the old one or the whole new one.
func writeFile(dir, name string, write func(io.Writer) error) (err error) {
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return unwritten(dir, err)
	}
	f, err := os.CreateTemp(dir, "."+name+"-*")
	if err != nil {
		return unwritten(path, err)
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name()) // best effort: the fault is what matters
		}
	}()
	if err := errors.Join(f.Chmod(0o644), write(f)); err != nil {
		_ = f.Close() // the first error is the one to report
		return unwritten(path, err)
	}
	if err := f.Close(); err != nil {
		return unwritten(path, err)
	}
	return unwritten(path, os.Rename(f.Name(), path))
}

// writeText is writeFile for a text in memory.
func writeText(dir, name, text string) error {
	return writeFile(dir, name, func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	})
}
