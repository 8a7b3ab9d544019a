package app

import (
	"archive/tar"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"

	"muster/internal/frame/db"
	"muster/internal/frame/db/sqlite"
	"muster/internal/frame/fault"
)

// Restore makes an installation in dir from a copy of the database and the
// archive of its keys. verify says whether the result may be used; unless it
// agrees everything that was made is removed again. Errors that are no faults,
// such as those of the database's driver, come back as restore.damaged.
func Restore(ctx context.Context, database, keys, dir string, verify func() error) error {
	for _, path := range []string{filepath.Join(dir, DatabaseFile), filepath.Join(dir, "keys")} {
		if _, err := os.Lstat(path); err == nil {
			return fault.New(fault.Conflict, "init.exists", "文件夹 {dir} 中已有一套系统。", "The folder {dir} holds an installation already.", "dir", dir)
		}
	}
	made := firstMissing(dir)
	err := layOut(ctx, database, keys, dir)
	if err == nil {
		err = verify()
	}
	if err == nil {
		return nil
	}
	if f := new(fault.Fault); !errors.As(err, &f) && ctx.Err() == nil {
		err = fault.New(fault.Invalid, "restore.damaged", "备份 {file} 已损坏或与密钥不符，未恢复任何内容。",
			"The backup {file} is damaged or its keys belong to another one; nothing was restored.", "file", database).Because(err)
	}
	return errors.Join(err, unmake(dir, made))
}

// firstMissing is the topmost folder that making dir would make, "" if dir is
// there already.
func firstMissing(dir string) (top string) {
	for {
		if _, err := os.Lstat(dir); err == nil {
			return top
		}
		top = dir
		above := filepath.Dir(dir)
		if above == dir {
			return top
		}
		dir = above
	}
}

// unmake removes what a restore made, and no file that was there before it.
func unmake(dir, made string) error {
	if made != "" {
		return os.RemoveAll(made)
	}
	database := filepath.Join(dir, DatabaseFile)
	err := os.RemoveAll(filepath.Join(dir, "keys"))
	for _, path := range []string{database, database + "-wal", database + "-shm"} {
		if e := os.Remove(path); !errors.Is(e, os.ErrNotExist) {
			err = errors.Join(err, e)
		}
	}
	return err
}

func layOut(ctx context.Context, database, keys, dir string) error {
	from, err := os.Open(database)
	if err != nil {
		return fault.New(fault.Invalid, "file.unreadable", "文件 {file} 打不开。", "The file {file} cannot be read.", "file", database).Because(err)
	}
	defer from.Close()
	in, err := os.Open(keys)
	if err != nil {
		return fault.New(fault.Invalid, "restore.keys", "没有密钥档案 {file};备份数据库中不含密钥。", "There is no archive of keys at {file}; the copy of the database holds none.", "file", keys).Because(err)
	}
	defer in.Close()
	if err := os.MkdirAll(filepath.Join(dir, "keys"), 0o700); err != nil {
		return fault.New(fault.Invalid, "file.unwritable", "文件 {file} 不能写入。", "The file {file} cannot be written.", "file", dir).Because(err)
	}
	if err := unpackKeys(in, dir); err != nil {
		return fault.New(fault.Invalid, "restore.no_keys", "文件 {file} 不是本系统的密钥档案。", "The file {file} is not an archive of the keys of this program.", "file", keys).Because(err)
	}
	path := filepath.Join(dir, DatabaseFile)
	if err := copyTo(path, from); err != nil {
		return err
	}
	if err := recognise(ctx, path); err != nil {
		return fault.New(fault.Invalid, "restore.no_backup", "文件 {file} 不是本系统的备份。", "The file {file} is not a backup of this program.", "file", database).Because(err)
	}
	return nil
}

// unpackKeys takes the files of the keys, each once and no others.
func unpackKeys(in io.Reader, dir string) error {
	missing := []string{kekFile, claimFile, signFile, verifyFile, journalFile}
	archive := tar.NewReader(in)
	for {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		at := slices.Index(missing, header.Name)
		if at < 0 {
			return errors.New("a strange file: " + header.Name)
		}
		missing = slices.Delete(missing, at, at+1)
		if err := copyTo(keyPath(dir, header.Name), archive); err != nil {
			return err
		}
	}
	if len(missing) > 0 {
		return errors.New("there is no " + missing[0])
	}
	return nil
}

// recognise looks for a leaf of a log: every installation has one.
func recognise(ctx context.Context, path string) error {
	store, err := sqlite.Open(ctx, path)
	if err != nil {
		return err
	}
	var seq int64
	err = store.Read(ctx, func(tx *db.Tx) error {
		found, err := tx.One(`SELECT seq FROM ledger_leaf LIMIT 1`, nil, &seq)
		if err == nil && !found {
			err = errors.New("it holds no log")
		}
		return err
	})
	return errors.Join(err, store.Close())
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
