package tips

import (
	"context"
	"crypto/ecdh"
	"crypto/hpke"
	"crypto/rand"
	"math/big"
	"strings"

	"golang.org/x/crypto/argon2"

	"muster/internal/frame/fault"
)

// digits is the length of a receipt: about 80 bits.
const digits = 24

// Receipt is what the reporter keeps: 24 digits.
type Receipt string

// NewReceipt draws a receipt.
func NewReceipt() (Receipt, error) {
	n, err := rand.Int(rand.Reader, new(big.Int).Exp(big.NewInt(10), big.NewInt(digits), nil))
	if err != nil {
		return "", err
	}
	text := n.String()
	return Receipt(strings.Repeat("0", digits-len(text)) + text), nil
}

// ParseReceipt reads a receipt as people write it, with spaces or dashes, and
// with the digits of Chinese keyboards.
func ParseReceipt(text string) (Receipt, error) {
	var b strings.Builder
	for _, r := range text {
		switch {
		case r >= '0' && r <= '9':
			b.WriteRune(r)
		case r >= '０' && r <= '９':
			b.WriteRune(r - '０' + '0')
		case strings.ContainsRune(" -–—\t\r\n　", r):
		default:
			return "", malformed()
		}
	}
	if b.Len() != digits {
		return "", malformed()
	}
	return Receipt(b.String()), nil
}

func malformed() error {
	return fault.New(fault.Invalid, "tip.receipt", "回执是 24 位数字,请核对后重新输入。", "A receipt has 24 digits; please look again.")
}

// Grouped writes the receipt in groups of four.
func (r Receipt) Grouped() string {
	var b strings.Builder
	for i := 0; i < len(r); i += 4 {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(string(r[i:min(i+4, len(r))]))
	}
	return b.String()
}

// holder is what a receipt gives: the secret number of the letter box and the
// key that opens the answers in it.
type holder struct {
	box []byte
	key hpke.PrivateKey
}

// The cost of one derivation: Argon2id with 19 MiB and two passes, as for
// passwords. A receipt has too many digits to be guessed at any cost; the cost
// makes guessing futile even for whoever holds the keyed digests and their key.
const (
	memory = 19 * 1024 // KiB
	passes = 2
	salt   = "muster/tip/receipt/v1"
)

// kem of the reporter's key pair, small enough for a paper form's code.
func kem() hpke.KEM { return hpke.DHKEM(ecdh.X25519()) }

// derive does the same work for every receipt, whether it was ever given out.
// places bounds how many derivations run at a time.
func derive(ctx context.Context, places chan struct{}, r Receipt) (holder, error) {
	select {
	case places <- struct{}{}:
		defer func() { <-places }()
	case <-ctx.Done():
		return holder{}, fault.New(fault.Unavailable, "tip.busy", "现在使用的人较多,请稍后再试。", "Many people are using this just now; please try again in a while.").Because(ctx.Err())
	}
	out := argon2.IDKey([]byte(r), []byte(salt), passes, memory, 1, 64)
	key, err := kem().DeriveKeyPair(out[32:])
	return holder{box: out[:32], key: key}, err
}
