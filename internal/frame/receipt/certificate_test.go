package receipt_test

import (
	"crypto/rand"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"muster/internal/frame/fault"
	"muster/internal/frame/receipt"
)

// TestCertificate: what was signed reads back, also without the last line end,
// which a code on paper may lose, and as an editor saves it that puts a mark in front and
// two bytes at the end of a line; one changed character, or another key, is found.
func TestCertificate(t *testing.T) {
	t.Parallel()
	secret, public, err := note.GenerateKey(rand.Reader, "muster.cn.test")
	if err != nil {
		t.Fatal(err)
	}
	signer, err := note.NewSigner(secret)
	if err != nil {
		t.Fatal(err)
	}
	key, err := receipt.ParseKey(public)
	if err != nil {
		t.Fatal(err)
	}
	want := &receipt.Certificate{Kind: "registration", Number: "2026-130102-abc", Says: [][2]string{{"name", "甲 一\n乙"}, {"conclusion", "must_serve"}}}
	signed, err := note.Sign(&note.Note{Text: want.Text()}, signer)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{string(signed), strings.TrimSuffix(string(signed), "\n"), "\ufeff" + strings.ReplaceAll(string(signed), "\n", "\r\n")} {
		got, err := receipt.CheckCertificate(text, key)
		if err != nil || got.Number != want.Number || got.Says[0][1] != "甲 一 乙" || got.Says[1][1] != "must_serve" {
			t.Fatalf("%+v, %v", got, err)
		}
	}
	for at := range signed {
		changed := append([]byte(nil), signed...)
		if changed[at] ^= 1; string(changed) == string(signed) {
			continue
		}
		if _, err := receipt.CheckCertificate(string(changed), key); err == nil {
			t.Errorf("a changed byte at %d was not found", at)
		}
	}
	_, other, err := note.GenerateKey(rand.Reader, "muster.cn.test")
	if err != nil {
		t.Fatal(err)
	}
	stranger, err := receipt.ParseKey(other)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := receipt.CheckCertificate(string(signed), stranger); !fault.Coded(err, "certificate.signature") {
		t.Errorf("another key: %v", err)
	}
}
