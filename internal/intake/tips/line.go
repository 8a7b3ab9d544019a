package tips

import (
	"context"
	"crypto/hpke"
	"strings"

	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/fault"
	"muster/internal/frame/policy"
	"muster/internal/frame/unit"
	"muster/internal/frame/vault"
	"muster/internal/office/staff"
)

// Line is the tip line of an installation, for those who report and for the
// inspectors. It is safe for concurrent use.
type Line struct {
	Road      *act.Road
	Vault     *vault.Vault
	Pack      *policy.Pack
	Directory *staff.Directory

	places chan struct{}
	decoy  string // what is opened in vain for a receipt that nobody was given
}

// atOnce is how many receipts are worked on at a time.
const atOnce = 2

// NewLine makes the line.
func NewLine(road *act.Road, v *vault.Vault, pack *policy.Pack, directory *staff.Directory) (*Line, error) {
	nobody, err := kem().GenerateKey()
	if err != nil {
		return nil, err
	}
	decoy, err := seal(nobody.PublicKey(), answerInfo, nil)
	return &Line{Road: road, Vault: v, Pack: pack, Directory: directory, places: make(chan struct{}, atOnce), decoy: decoy}, err
}

// LongestText is the largest number of characters of a report or message.
const LongestText = 3000

func (l *Line) today() clock.Date { return clock.DateOf(l.Road.Clock.Now(), l.Pack.Zone()) }

func checkText(text string) error {
	if n := len([]rune(text)); strings.TrimSpace(text) == "" || n > LongestText {
		return fault.New(fault.Invalid, "tip.text", "请写明情况,不超过 {max} 字。", "Please say what happened, in at most {max} characters.", "max", LongestText)
	}
	return nil
}

// Send seals a report, drops it into the box and returns the receipt, which is
// kept nowhere.
func (l *Line) Send(ctx context.Context, r Report) (Receipt, error) {
	receipt, err := NewReceipt()
	if err != nil {
		return "", err
	}
	h, err := derive(ctx, l.places, receipt)
	if err != nil {
		return "", err
	}
	d, err := l.sealed(ctx, r, l.box(h), h.key.PublicKey())
	if err != nil {
		return "", err
	}
	return receipt, l.drop(ctx, *d)
}

// sealed finds who is to read a report and seals it to them.
func (l *Line) sealed(ctx context.Context, r Report, box string, replies hpke.PublicKey) (*Dropped, error) {
	if err := checkText(r.Text); err != nil {
		return nil, err
	}
	to, err := l.route(ctx, r)
	if err != nil {
		return nil, err
	}
	public, err := publicKey(office(), to.key.Public)
	if err != nil {
		return nil, err
	}
	d := &Dropped{Office: to.key.Unit, Day: l.today(), Key: to.key.ID, Box: box, ReplyKey: encodeKey(replies), Addressed: to.addressed}
	d.Content, err = sealReport(public, r)
	return d, err
}

// box is the keyed digest under which a letter box is kept.
func (l *Line) box(h holder) string {
	return plain.EncodeToString(l.Road.ClaimDigest("tip.box", string(h.box)))
}

// Said is one message as it is read.
type Said struct {
	From Sender
	Day  clock.Date
	Text string
}

// Letter is what a reporter finds behind a receipt.
type Letter struct {
	Waiting bool // dropped today, not collected yet
	Tip     *Tip
	Said    []Said

	key hpke.PrivateKey
}

// Open opens the letter box of a receipt. For one that was never given out the
// same work is done, and the fault says no more than that nothing is there.
func (l *Line) Open(ctx context.Context, r Receipt) (*Letter, error) {
	h, err := derive(ctx, l.places, r)
	if err != nil {
		return nil, err
	}
	box := l.box(h)
	letter := &Letter{key: h.key}
	var messages []*Message
	err = l.Road.Store.Read(ctx, func(tx *db.Tx) (err error) {
		letter.Waiting, err = waiting(tx, box)
		if err != nil {
			return err
		}
		letter.Tip, messages, err = behind(tx, box)
		return err
	})
	if err != nil {
		return nil, err
	}
	_, _ = unseal(h.key, answerInfo, l.decoy) // in vain, whether there is something to open or not
	for _, m := range messages {
		text, err := unseal(h.key, answerInfo, m.ForReporter)
		if err != nil {
			return nil, err
		}
		letter.Said = append(letter.Said, Said{m.Sender, m.Day, string(text)})
	}
	if letter.Tip == nil && !letter.Waiting {
		return nil, fault.New(fault.Unknown, "tip.unknown", "没有与此回执对应的举报件;请核对数字。", "There is nothing behind this receipt; please check its digits.")
	}
	return letter, nil
}

// Write drops a further message of the reporter into the box.
func (l *Line) Write(ctx context.Context, r Receipt, text string) error {
	if err := checkText(text); err != nil {
		return err
	}
	letter, err := l.Open(ctx, r)
	if err != nil {
		return err
	}
	if letter.Tip == nil {
		return fault.New(fault.Conflict, "tip.waiting", "您的举报今天还在信箱里,明天起可以补充。", "Your report still lies in the box; from tomorrow on you can add to it.")
	}
	key, err := l.keyOf(ctx, letter.Tip)
	if err != nil {
		return err
	}
	public, err := publicKey(office(), key.Public)
	if err != nil {
		return err
	}
	d := following{Tip: letter.Tip.ID, Followed: Followed{Day: l.today(), Key: key.ID}}
	if d.ForOffice, err = seal(public, messageInfo, []byte(text)); err != nil {
		return err
	}
	if d.ForReporter, err = seal(letter.key.PublicKey(), answerInfo, []byte(text)); err != nil {
		return err
	}
	return l.dropFollowing(ctx, letter.Tip.County, d)
}

func (l *Line) keyOf(ctx context.Context, t *Tip) (*Key, error) {
	k := &Key{}
	err := l.Road.Store.Read(ctx, func(tx *db.Tx) error { return Keys.Load(tx, t.County, t.Key, k, false) })
	return k, err
}

// addressee is where a report goes.
type addressee struct {
	key       *Key
	addressed []string
}

// route finds the nearest office above the unit named that has a letter box and
// an inspector who may read: one whom the report does not name, and who holds no
// post in that unit or below. Nobody stands above the root; reports about it go
// to its own inspectors, those named left out.
func (l *Line) route(ctx context.Context, r Report) (a addressee, err error) {
	tree := l.Road.Tree()
	up := tree.Up(r.About)
	if len(up) == 0 {
		return a, act.UnknownUnit(r.About)
	}
	named, above := up[0], up[1:]
	if len(above) == 0 {
		above = up
	}
	for _, u := range above {
		if a.key, err = l.openKey(ctx, u); err != nil {
			return a, err
		}
		if a.key == nil {
			continue
		}
		if a.addressed = l.readers(u, named, r); len(a.addressed) > 0 {
			return a, nil
		}
	}
	return a, fault.New(fault.Conflict, "tip.nobody", "上级单位尚未开通举报信箱,请改用电话或信函向上一级纪检监察机关反映。",
		"No office above has opened its letter box yet; please write or telephone to the inspectors of the office above.")
}

func (l *Line) openKey(ctx context.Context, at *unit.Unit) (k *Key, err error) {
	err = l.Road.Store.Read(ctx, func(tx *db.Tx) error {
		list, err := openKeys(tx, at)
		if len(list) > 0 {
			k = list[0]
		}
		return err
	})
	return k, err
}
