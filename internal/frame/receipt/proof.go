package receipt

import "crypto/sha256"

// leafHash and nodeHash are those of RFC 6962.
func leafHash(data []byte) [32]byte { return sha256.Sum256(append([]byte{0}, data...)) }

func nodeHash(left, right [32]byte) [32]byte {
	b := make([]byte, 0, 65)
	b = append(append(append(b, 1), left[:]...), right[:]...)
	return sha256.Sum256(b)
}

// rootFrom computes the root that a leaf and its inclusion proof lead to; ok is
// false for a proof of the wrong length. Index and size as in RFC 9162, 2.1.3.2.
func rootFrom(leaf [32]byte, index, size int64, proof [][32]byte) (root [32]byte, ok bool) {
	if index < 0 || index >= size {
		return root, false
	}
	node, last := index, size-1
	for _, p := range proof {
		if last == 0 {
			return root, false
		}
		if node&1 == 1 || node == last {
			leaf = nodeHash(p, leaf)
			for node&1 == 0 && node != 0 {
				node, last = node>>1, last>>1
			}
		} else {
			leaf = nodeHash(leaf, p)
		}
		node, last = node>>1, last>>1
	}
	return leaf, last == 0
}

// treeRoot is the root over all leaves, and with an index the proof for it.
func treeRoot(leaves [][32]byte, index int) (root [32]byte, proof [][32]byte) {
	if len(leaves) == 1 {
		return leaves[0], nil
	}
	split := 1
	for split*2 < len(leaves) {
		split *= 2
	}
	left, proofLeft := treeRoot(leaves[:split], index)
	right, proofRight := treeRoot(leaves[split:], index-split)
	switch {
	case index >= 0 && index < split:
		proof = append(proofLeft, right)
	case index >= split && index < len(leaves):
		proof = append(proofRight, left)
	}
	return nodeHash(left, right), proof
}
