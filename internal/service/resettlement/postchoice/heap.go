package postchoice

// heap keeps the proposals of one post with the worst on top. Each has four below
// it, which lie in one line of memory: entry i stands at top+i, those below it at
// top+4i+1 to top+4i+4. Entries that are not taken are 0, better than every
// proposal, so that there are always four to compare.
type heap []proposal

// top is where the first entry stands; fours then begin at multiples of four.
const top = 3

// room is how much memory a heap of n takes, whole lines of eight.
func room(n int32) int32 {
	if n == 0 {
		return 8 // what is read ahead is read of every post
	}
	return (top + 1 + (n+2)/4*4 + 7) / 8 * 8
}

// order makes a heap of the first n entries.
func (h heap) order(n int) {
	for i := (n + 2) / 4; i >= 0; i-- {
		if i < n {
			h.sink(i, h[top+i])
		}
	}
}

// sink puts p in the place of entry i and lets it down to its own. What of the four
// is the worst is found without a branch: nobody could foresee it.
func (h heap) sink(i int, p proposal) {
	for {
		c := top + 4*i + 1
		if c+3 >= len(h) {
			break
		}
		four := h[c : c+4 : c+4]
		left, right := int(above(four[1], four[0])), 2+int(above(four[3], four[2]))
		worst := left + (right-left)&-int(above(four[right], four[left]))
		if four[worst] <= p {
			break
		}
		h[top+i] = four[worst]
		i = 4*i + 1 + worst
	}
	h[top+i] = p
}

// above is 1 where a is above b, and 0 otherwise.
func above(a, b proposal) (n uint8) {
	if a > b {
		n = 1
	}
	return n
}
