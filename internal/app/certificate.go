package app

import (
	"strconv"

	"golang.org/x/mod/sumdb/note"

	"muster/internal/frame/receipt"
)

// Certify signs a certificate with the key of the log.
func (a *App) Certify(c *receipt.Certificate) (string, error) {
	signed, err := note.Sign(&note.Note{Text: c.Text()}, a.Keys.Signer)
	return string(signed), err
}

// Entry is how a certificate names the entry of a log that it rests on.
func Entry(log string, seq int64) string { return log + "/" + strconv.FormatInt(seq, 10) }
