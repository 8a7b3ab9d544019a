package app

import (
	"archive/tar"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"

	"muster/internal/frame/db"
	"muster/internal/frame/fault"
)

// Backup copies the embedded database into a file while it is in use, and the
// keys into file.keys. A copy of the database never holds keys: destroying a
// key must not be undone by an old copy.
func (a *App) Backup(ctx context.Context, file string) error {
	if a.Store.Dialect() != db.SQLite {
		return fault.New(fault.Conflict, "backup.postgres", "PostgreSQL 请用其自身的备份工具;密钥文件夹另行备份。",
			"Back up PostgreSQL with its own tools, and the folder of the keys apart from it.")
	}
	if _, err := os.Stat(file); err == nil {
		return fault.New(fault.Conflict, "backup.exists", "文件 {file} 已存在。", "The file {file} exists already.", "file", file)
	}
	// An empty file of ours is filled: the copy names people, nobody else reads it.
	empty, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fault.New(fault.Invalid, "file.unwritable", "文件 {file} 不能写入。", "The file {file} cannot be written.", "file", file).Because(err)
	}
	if err := empty.Close(); err != nil {
		return err
	}
	// The keys follow the database, so that every value in the copy has its key.
	if _, err := a.Store.Admin().ExecContext(ctx, "VACUUM INTO $1", file); err != nil {
		return errors.Join(err, os.Remove(file))
	}
	return a.backupKeys(file + ".keys")
}

func (a *App) backupKeys(file string) (err error) {
	out, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Sync(), out.Close()) }()
	archive := tar.NewWriter(out)
	for _, name := range []string{kekFile, claimFile, signFile, verifyFile} {
		content, err := os.ReadFile(keyPath(a.Keys.dir, name))
		if err != nil {
			return err
		}
		if err := pack(archive, name, content); err != nil {
			return err
		}
	}
	subjects := &growing{}
	if err := a.Keys.journal.Backup(subjects); err != nil {
		return err
	}
	if err := pack(archive, journalFile, subjects.b); err != nil {
		return err
	}
	return archive.Close()
}

type growing struct{ b []byte }

// Write implements io.Writer.
func (g *growing) Write(p []byte) (int, error) { g.b = append(g.b, p...); return len(p), nil }

func pack(to *tar.Writer, name string, content []byte) error {
	if err := to.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: int64(len(content))}); err != nil {
		return err
	}
	_, err := to.Write(content)
	return err
}

// Restore lays out an installation from a copy of the database and the archive
// of its keys. The caller verifies it before anybody uses it.
func Restore(database, keys, dir string) error {
	if err := os.MkdirAll(filepath.Join(dir, "keys"), 0o700); err != nil {
		return err
	}
	in, err := os.Open(keys)
	if err != nil {
		return fault.New(fault.Invalid, "restore.keys", "没有密钥档案 {file};备份数据库中不含密钥。", "There is no archive of keys at {file}; the copy of the database holds none.", "file", keys).Because(err)
	}
	defer in.Close()
	archive := tar.NewReader(in)
	for {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if err := copyTo(keyPath(dir, filepath.Base(header.Name)), archive); err != nil {
			return err
		}
	}
	from, err := os.Open(database)
	if err != nil {
		return fault.New(fault.Invalid, "file.unreadable", "文件 {file} 打不开。", "The file {file} cannot be read.", "file", database).Because(err)
	}
	defer from.Close()
	return copyTo(filepath.Join(dir, DatabaseFile), from)
}

func copyTo(path string, from io.Reader) (err error) {
	out, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Sync(), out.Close()) }()
	_, err = io.Copy(out, from)
	return err
}
