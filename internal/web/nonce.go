package web

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"sync"
	"time"

	"muster/internal/frame/fault"
)

// nonces are the one-time numbers of forms that nobody signs in for. They bound
// how fast such forms are taken without remembering who sent one: each number is
// good once and for half a day, and only so many are taken in a minute, whoever
// sends them. The zero value is not usable; it is safe for concurrent use.
type nonces struct {
	mu     sync.Mutex
	key    [32]byte
	used   map[string]bool
	taken  int
	minute int64
}

// How long a number is good, how many forms are taken in a minute, and how many
// used numbers are remembered.
const (
	nonceHours = 12
	perMinute  = 60
	mostUsed   = 100_000
)

func newNonces() *nonces {
	n := &nonces{used: map[string]bool{}}
	_, _ = rand.Read(n.key[:]) // never fails: it ends the program instead
	return n
}

func hourOf(now time.Time) uint32 { return uint32(now.Unix() / 3600) }

// issue makes a number: its hour, a random part, and a keyed digest of both.
func (n *nonces) issue(now time.Time) string {
	raw := binary.BigEndian.AppendUint32(nil, hourOf(now))
	raw = append(raw, make([]byte, 12)...)
	_, _ = rand.Read(raw[4:]) // never fails: it ends the program instead
	return base64.RawURLEncoding.EncodeToString(append(raw, n.digest(raw)...))
}

func (n *nonces) digest(raw []byte) []byte {
	mac := hmac.New(sha256.New, n.key[:])
	mac.Write(raw)
	return mac.Sum(nil)[:16]
}

// take uses a number up. The faults say that the form is to be sent again, or
// that too many are sent at present.
func (n *nonces) take(text string, now time.Time) error {
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || len(raw) != 32 || !hmac.Equal(raw[16:], n.digest(raw[:16])) || hourOf(now)-binary.BigEndian.Uint32(raw) > nonceHours {
		return again()
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.used[text] {
		return again()
	}
	if minute := now.Unix() / 60; minute != n.minute {
		n.minute, n.taken = minute, 0
	}
	if n.taken >= perMinute {
		return fault.New(fault.Unavailable, "form.busy", "现在提交的人较多,请过一分钟再试;也可以用纸质表。", "Many forms are being sent just now; please try again in a minute, or use the paper form.")
	}
	if len(n.used) >= mostUsed {
		clear(n.used)
	}
	n.taken++
	n.used[text] = true
	return nil
}

func again() error {
	return fault.New(fault.Invalid, "form.stale", "此表单已提交过或已过期,内容仍在,请再提交一次。", "This form was sent already or is too old; what you wrote is still here, please send it once more.")
}
