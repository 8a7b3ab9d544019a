package tips

import (
	"context"
	"crypto/hpke"
	"encoding/base64"
	"strings"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
	"muster/internal/office/role"
)

// Thread is a report with its correspondence as an inspector reads it.
type Thread struct {
	Tip    *Tip
	Report Report
	Said   []Said
}

// Read opens a report for an inspector to whom it is addressed. That the report
// was read and that the key was opened are leaves, durable before anything is
// returned. Whoever it is not addressed to gets the fault of a record that is not
// there.
func (l *Line) Read(ctx context.Context, who access.Actor, county unit.Code, id ident.ID) (*Thread, error) {
	look := act.Look{Table: Tips, Grants: []access.Grant{addressed}, Actor: who, Purpose: role.Integrity, Via: "view"}
	found, err := l.Road.One(ctx, look, county, id)
	if err != nil {
		return nil, err
	}
	t := &Thread{Tip: found.(*Tip)}
	look.Table = Messages
	page, err := l.Road.Page(ctx, look, record.Query{Filters: []record.Filter{{Field: "tip", Values: []string{string(id)}}}, Sort: "day", Limit: 1000})
	if err != nil {
		return nil, err
	}
	keys := map[ident.ID]hpke.PrivateKey{}
	if t.Report, err = l.report(ctx, who, t.Tip, keys); err != nil {
		return nil, err
	}
	for _, r := range page.Records {
		m := r.(*Message)
		key, err := l.private(ctx, who, county, m.Key, keys)
		if err != nil {
			return nil, err
		}
		text, err := unseal(key, messageInfo, m.ForOffice)
		if err != nil {
			return nil, err
		}
		t.Said = append(t.Said, Said{m.Sender, m.Day, string(text)})
	}
	return t, nil
}

func (l *Line) report(ctx context.Context, who access.Actor, t *Tip, keys map[ident.ID]hpke.PrivateKey) (Report, error) {
	key, err := l.private(ctx, who, t.County, t.Key, keys)
	if err != nil {
		return Report{}, err
	}
	return unsealReport(key, t.Content)
}

// private opens the private key of an office for one of its inspectors.
func (l *Line) private(ctx context.Context, who access.Actor, county unit.Code, id ident.ID, opened map[ident.ID]hpke.PrivateKey) (hpke.PrivateKey, error) {
	if k := opened[id]; k != nil {
		return k, nil
	}
	look := act.Look{Table: Keys, Grants: []access.Grant{atOffice}, Actor: who, Purpose: role.Integrity, Via: "view"}
	found, err := l.Road.One(ctx, look, county, id)
	if err != nil {
		return nil, err
	}
	k := found.(*Key)
	text, err := act.Reveal(ctx, l.Road, l.Vault, look, k, "private", k.owner(), k.Private)
	if err != nil {
		return nil, err
	}
	raw, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return nil, errEnvelope
	}
	opened[id], err = office().NewPrivateKey(raw)
	return opened[id], err
}

// FormCode is what a paper form carries beside the receipt that its reporter
// tears off: where the answers go and to which key, so that whoever enters the
// form learns neither.
type FormCode string

// formVersion begins every form code, so that a later form is told apart.
const formVersion = "M1"

// Form makes the code and the receipt of one paper form. Nothing is stored.
func (l *Line) Form(ctx context.Context) (FormCode, Receipt, error) {
	receipt, err := NewReceipt()
	if err != nil {
		return "", "", err
	}
	h, err := derive(ctx, l.places, receipt)
	if err != nil {
		return "", "", err
	}
	return FormCode(formVersion + l.box(h) + "." + base32Key(h.key.PublicKey())), receipt, nil
}

// Enter seals a report from a paper form and founds it, in the name of the
// inspector who enters it. The report goes to the office above the unit named,
// like any other.
func (l *Line) Enter(ctx context.Context, who access.Actor, code FormCode, r Report, key string) (act.Answer, error) {
	box, public, err := code.parse()
	if err != nil {
		return act.Answer{}, err
	}
	d, err := l.sealed(ctx, r, box, public)
	if err != nil {
		return act.Answer{}, err
	}
	return l.Road.Do(ctx, act.Request{Kind: "tip.enter", Actor: who, Purpose: role.Integrity, Body: d, Key: key})
}

// parse reads a form code as it is scanned or typed.
func (c FormCode) parse() (box string, replies hpke.PublicKey, err error) {
	text := strings.ToUpper(strings.Join(strings.Fields(strings.ReplaceAll(string(c), "-", "")), ""))
	text, ok := strings.CutPrefix(text, formVersion)
	box, encoded, cut := strings.Cut(text, ".")
	if !ok || !cut || len(box) != boxLength {
		return "", nil, wrongCode()
	}
	raw, err := plain.DecodeString(encoded)
	if err != nil {
		return "", nil, wrongCode()
	}
	if replies, err = kem().NewPublicKey(raw); err != nil {
		return "", nil, wrongCode()
	}
	return box, replies, nil
}
