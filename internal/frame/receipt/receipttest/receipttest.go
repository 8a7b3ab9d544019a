// Package receipttest makes receipts and notices for tests, from a small log of its
// own: with the libraries of the checksum database, not with the code under test.
package receipttest

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"muster/internal/frame/receipt"
)

// Maker makes random receipts.
type Maker struct {
	*rand.Rand
	Log, Plain, Timed Signer // the log, and two witnesses of either kind of signature
}

// Signer is a key pair that signs notes.
type Signer struct {
	Name, Key string // Key as it is printed
	kind      byte
	private   ed25519.PrivateKey
}

// New makes a maker whose keys and receipts follow from a seed.
func New(seed uint64) *Maker {
	m := &Maker{Rand: rand.New(rand.NewPCG(seed, 1))}
	m.Log, m.Plain, m.Timed = m.signer("muster.test", 1), m.signer("witness.one", 1), m.signer("见证.two", 4)
	return m
}

func (m *Maker) bytes(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(m.Uint32())
	}
	return b
}

func (m *Maker) signer(name string, kind byte) Signer {
	private := ed25519.NewKeyFromSeed(m.bytes(ed25519.SeedSize))
	raw := append([]byte{kind}, private.Public().(ed25519.PublicKey)...)
	id := sha256.Sum256(append([]byte(name+"\n"), raw...))
	return Signer{name, name + "+" + hex.EncodeToString(id[:4]) + "+" + base64.StdEncoding.EncodeToString(raw), kind, private}
}

// Line signs a text and gives the line of the signature.
func (s Signer) Line(text string) string {
	id, _ := hex.DecodeString(strings.Split(strings.TrimPrefix(s.Key, s.Name+"+"), "+")[0])
	var sig []byte
	if s.kind == 4 {
		sig = binary.BigEndian.AppendUint64(nil, 1_790_000_000)
		sig = append(sig, ed25519.Sign(s.private, []byte("cosignature/v1\ntime 1790000000\n"+text))...)
	} else {
		sig = ed25519.Sign(s.private, []byte(text))
	}
	return "— " + s.Name + " " + base64.StdEncoding.EncodeToString(append(id, sig...)) + "\n"
}

// Verifier checks that the library of signed notes agrees with a plain signer.
func (s Signer) Verifier() (note.Verifier, error) { return note.NewVerifier(s.Key) }

// hashes is the stored hashes of a log.
type hashes []tlog.Hash

// ReadHashes implements tlog.HashReader.
func (h hashes) ReadHashes(at []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(at))
	for i, n := range at {
		out[i] = h[n]
	}
	return out, nil
}

// Receipt makes a receipt of a leaf in a log of random size. The record it
// discloses has this body; an empty one discloses none.
func (m *Maker) Receipt(body string, witnesses ...Signer) (*receipt.Receipt, error) {
	size := 1 + m.Int64N(40)
	seq := m.Int64N(size)
	r := &receipt.Receipt{Index: seq, Key: m.Log.Key}
	writes := ""
	if body != "" {
		r.Fact = &receipt.Fact{Table: "ranking", ID: fmt.Sprintf("id%d", m.IntN(9)), Rev: 1 + m.Int64N(3), Salt: m.bytes(32), Body: body}
		writes = `,"writes":[["other","x",1,"` + base64.RawStdEncoding.EncodeToString(m.bytes(32)) + `"],` + write(r.Fact) + `]`
	}
	r.Leaf = fmt.Sprintf(`{"v":1,"log":"130102","seq":%d,"at":"2026-09-01T01:00:00.000000Z","kind":"ranking.publish","subject":"ranking/id","key":"<张>","payload":"%s"%s}`,
		seq, base64.RawStdEncoding.EncodeToString(m.bytes(32)), writes)
	var stored hashes
	for n := range size {
		leaf := m.bytes(50)
		if n == seq {
			leaf = []byte(r.Leaf)
		}
		more, err := tlog.StoredHashes(n, leaf, stored)
		if err != nil {
			return nil, err
		}
		stored = append(stored, more...)
	}
	root, err := tlog.TreeHash(size, stored)
	if err != nil {
		return nil, err
	}
	proof, err := tlog.ProveRecord(size, seq, stored)
	for _, h := range proof {
		r.Proof = append(r.Proof, h)
	}
	text := fmt.Sprintf("%s/130102\n%d\n%s\n2026-09-01T01:01:00Z\n", m.Log.Name, size, base64.StdEncoding.EncodeToString(root[:]))
	r.Checkpoint = text + "\n" + m.Log.Line(text)
	for _, w := range witnesses {
		r.Checkpoint += w.Line(text)
	}
	return r, err
}

// write is what a leaf says of a record that it wrote.
func write(f *receipt.Fact) string {
	h := sha256.New()
	h.Write([]byte("muster/fact/v1\x00"))
	h.Write(f.Salt)
	fmt.Fprintf(h, "%s\x00%s\x00%d\x00%s", f.Table, f.ID, f.Rev, f.Body)
	return fmt.Sprintf(`[%q,%q,%d,%q]`, f.Table, f.ID, f.Rev, base64.RawStdEncoding.EncodeToString(h.Sum(nil)))
}

// Notice makes a random list with its receipt, or one row of it.
func (m *Maker) Notice(witnesses ...Signer) (string, error) {
	rows := make([]receipt.Row, 1+m.IntN(20))
	for i := range rows {
		rows[i] = receipt.Row{Rank: int64(i + 1), Name: receipt.Mask([]string{"张三", "Li Si", "欧阳修远", ""}[m.IntN(4)]), Place: []string{"常安镇", "a,\tb", ""}[m.IntN(3)]}
	}
	r, err := m.Receipt(`{"id":"x","`+receipt.RootField+`":"`+receipt.ListRoot(rows)+`"}`, witnesses...)
	if err != nil {
		return "", err
	}
	return receipt.Notice(rows, m.IntN(len(rows)+1)-1, r), nil
}
