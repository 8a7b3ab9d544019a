package app

import (
	"archive/tar"
	"context"
	"errors"
	"os"

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
