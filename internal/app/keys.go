package app

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"muster/internal/frame/db"
	"muster/internal/frame/db/sqlite"
	"muster/internal/frame/fault"
	"muster/internal/frame/vault"
	"muster/internal/frame/vault/journal"
)

// Keys are the secrets of an installation. They live in the folder keys/ beside
// the database, never in it, and no backup of the database holds them.
type Keys struct {
	Claim    []byte        // keeps digests of unique values from being guessed
	Signer   note.Signer   // signs checkpoints
	Verifier note.Verifier // its public half, as text in keys/log.pub
	Public   string        // the same text: what receipts carry and citizens compare
	Vault    *vault.Vault

	dir     string
	journal *journal.Store
}

const (
	kekFile     = "kek"
	claimFile   = "claim"
	signFile    = "log.key"
	verifyFile  = "log.pub"
	journalFile = "subjects"
)

func keyPath(dir, name string) string { return filepath.Join(dir, "keys", name) }

// DemoName is the name of an installation with synthetic people. It is part of
// the keys, so that a demo remains one whoever serves or restores it.
const DemoName = "muster.demo"

// CreateKeys makes the keys of a new installation; existing ones are a fault.
// name is the name of the installation, which every checkpoint carries.
func CreateKeys(dir, name string) error {
	if err := os.MkdirAll(filepath.Join(dir, "keys"), 0o700); err != nil {
		return err
	}
	if _, err := os.Stat(keyPath(dir, signFile)); err == nil {
		return fault.New(fault.Conflict, "init.exists", "文件夹 {dir} 中已有一套系统。", "The folder {dir} holds an installation already.", "dir", dir)
	}
	if _, err := vault.CreateRing(keyPath(dir, kekFile)); err != nil {
		return err
	}
	claim := make([]byte, 32)
	_, _ = rand.Read(claim) // never fails: it ends the program instead
	secret, public, err := note.GenerateKey(rand.Reader, name)
	if err != nil {
		return err
	}
	for file, content := range map[string][]byte{claimFile: claim, signFile: []byte(secret + "\n"), verifyFile: []byte(public + "\n")} {
		if err := os.WriteFile(keyPath(dir, file), content, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// LoadKeys opens the keys of an installation.
func LoadKeys(dir string) (*Keys, error) {
	k := &Keys{dir: dir}
	secret, err := os.ReadFile(keyPath(dir, signFile))
	if errors.Is(err, os.ErrNotExist) {
		return nil, missing(dir)
	}
	if err != nil {
		return nil, err
	}
	if k.Signer, err = note.NewSigner(strings.TrimSpace(string(secret))); err != nil {
		return nil, err
	}
	public, err := os.ReadFile(keyPath(dir, verifyFile))
	if err != nil {
		return nil, err
	}
	k.Public = strings.TrimSpace(string(public))
	if k.Verifier, err = note.NewVerifier(k.Public); err != nil {
		return nil, err
	}
	if k.Claim, err = os.ReadFile(keyPath(dir, claimFile)); err != nil {
		return nil, err
	}
	ring, err := vault.LoadRing(keyPath(dir, kekFile))
	if err != nil {
		return nil, err
	}
	if k.journal, err = journal.Open(keyPath(dir, journalFile)); err != nil {
		return nil, err
	}
	k.Vault = vault.New(ring, k.journal)
	return k, nil
}

// Derive is a secret of the installation for one purpose, 32 bytes; secrets of
// different purposes say nothing about each other.
func (k *Keys) Derive(purpose string) []byte {
	mac := hmac.New(sha256.New, k.Claim)
	mac.Write([]byte("muster/derived/v1\x00" + purpose))
	return mac.Sum(nil)
}

// LoadVerifier reads the public key of an installation from a file.
func LoadVerifier(path string) (note.Verifier, error) {
	public, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return note.NewVerifier(strings.TrimSpace(string(public)))
}

// Close closes the store of the data keys.
func (k *Keys) Close() error { return k.journal.Close() }

// OpenStore opens the embedded database of an installation.
func OpenStore(ctx context.Context, dir string) (db.Store, error) {
	if _, err := os.Stat(keyPath(dir, signFile)); err != nil {
		return nil, missing(dir)
	}
	return sqlite.Open(ctx, filepath.Join(dir, DatabaseFile))
}

// DatabaseFile is the embedded database in the folder of an installation.
const DatabaseFile = "muster.db"

func missing(dir string) error {
	return fault.New(fault.Unknown, "init.missing", "文件夹 {dir} 中没有系统;请先运行 muster init。", "There is no installation in {dir}; run muster init first.", "dir", dir)
}
