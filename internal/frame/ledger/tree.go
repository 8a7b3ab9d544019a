package ledger

import (
	"math/bits"

	"golang.org/x/mod/sumdb/tlog"
)

// tree is the right edge of a Merkle tree: all that an append needs. It holds
// one hash for each one-bit of the size, the largest subtree first.
type tree struct {
	size int64
	edge []tlog.Hash
}

// node is the root of a complete subtree of 1<<level leaves, the n-th of them.
type node struct {
	level int
	n     int64
	hash  tlog.Hash
}

// keptLevels is the distance between the levels whose nodes are stored. A proof
// recomputes what lies between from at most 1<<keptLevels hashes, so that the
// tree costs a leaf next to nothing.
const keptLevels = 8

// push appends a leaf hash and returns the nodes of kept levels it completed.
func (t *tree) push(h tlog.Hash) (kept []node) {
	level := 0
	for n := t.size; n&1 == 1; n >>= 1 {
		last := len(t.edge) - 1
		h = tlog.NodeHash(t.edge[last], h)
		t.edge = t.edge[:last]
		if level++; level%keptLevels == 0 {
			kept = append(kept, node{level, t.size >> level, h})
		}
	}
	t.edge = append(t.edge, h)
	t.size++
	return kept
}

// root is the RFC 6962 hash of the tree; that of the empty tree is zero here.
func (t *tree) root() tlog.Hash {
	if len(t.edge) == 0 {
		return tlog.Hash{}
	}
	h := t.edge[len(t.edge)-1]
	for i := len(t.edge) - 2; i >= 0; i-- {
		h = tlog.NodeHash(t.edge[i], h)
	}
	return h
}

// bytes is the edge as it is stored in the head of the log.
func (t *tree) bytes() []byte {
	b := make([]byte, 0, len(t.edge)*tlog.HashSize)
	for _, h := range t.edge {
		b = append(b, h[:]...)
	}
	return b
}

// readTree is the inverse of bytes; ok is false where size and edge disagree.
func readTree(size int64, raw []byte) (t tree, ok bool) {
	if len(raw) != bits.OnesCount64(uint64(size))*tlog.HashSize {
		return tree{}, false
	}
	t.size = size
	for len(raw) > 0 {
		t.edge = append(t.edge, tlog.Hash(raw[:tlog.HashSize]))
		raw = raw[tlog.HashSize:]
	}
	return t, true
}
