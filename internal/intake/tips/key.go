package tips

import (
	"encoding/base64"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/house"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/register"
	"muster/internal/frame/vault"
	"muster/internal/office/role"
)

// Private is the vault class of the private key of an office's letter box.
type Private struct{}

// VaultClass is T1: tips.
func (Private) VaultClass() string { return "T1" }

// Key is the key pair to which reports for one office are sealed. The private
// half lies in the vault and is opened only for an inspector of the office, each
// time with a leaf.
type Key struct {
	record.Base
	Public  string                `f:"public,hidden,max=4000" zh:"公钥" en:"Public key"`
	Private vault.Sealed[Private] `f:"private,hidden" zh:"私钥" en:"Private key"`
}

// Keys is the table of the offices' keys.
var Keys = keys()

func keys() *record.Table {
	t := record.NewTable[Key]("tip_key", i18n.T("举报信箱", "Letter box for tips"),
		record.State{Name: register.Active, Label: i18n.T("使用中", "in use")}, record.State{Name: register.Ended, Label: i18n.T("已停收", "takes no more")})
	t.Personal = true
	return t
}

// Empty is the body of an act that needs no words.
type Empty struct{}

// atOffice is an inspector of exactly the office.
var atOffice = access.Grant{Role: role.Inspector, Relation: access.Exact, Purposes: []access.Purpose{role.Integrity}}

func declareKeys(h *house.House) {
	act.Declare(h.Book, act.Spec[Key, *Key, Opening]{
		Name: "tip_key.open", Title: i18n.T("开通本单位举报信箱", "Open the office's letter box"), Table: Keys, New: true, To: []string{register.Active},
		By: []access.Grant{atOffice}, Basis: "integrity-practice", Do: func(w *act.Work, k *Key, _ *Opening) error { return openBox(w, h, k) }})
	h.Shelf.Add(h.Book, &register.Register{Table: Keys, Floor: "intake", Columns: []string{"unit", "state"}, Read: []access.Grant{atOffice}})
}

// Opening is the body of opening a letter box.
type Opening struct {
	On clock.Date `f:"on,required" zh:"开通日" en:"From"`
}

// openBox makes a key pair. An office that has one gets a newer one, and what was
// sealed to the older one still opens with it.
func openBox(w *act.Work, h *house.House, k *Key) error {
	private, err := office().GenerateKey()
	if err != nil {
		return err
	}
	raw, err := private.Bytes()
	if err != nil {
		return err
	}
	k.Public = encodeKey(private.PublicKey())
	k.Private, err = vault.Seal(h.Vault, k.at(), vault.NewClear[Private]([]byte(base64.StdEncoding.EncodeToString(raw))))
	if err != nil {
		return err
	}
	older, err := act.Take[Key](w, Keys, "county = $1 AND unit = $2 AND state = 'active'", string(k.County), string(k.Unit))
	for _, o := range older {
		o.State = register.Ended
		w.Save(Keys, o)
	}
	k.State = register.Active
	return err
}

// owner is the subject of the vault under which the private key is sealed.
func (k *Key) owner() ident.ID { return "tip-key/" + k.ID }

func (k *Key) at() vault.Place {
	return vault.Place{Table: Keys.Name, Column: "private", Subject: k.owner()}
}
