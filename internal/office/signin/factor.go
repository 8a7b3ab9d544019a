package signin

import (
	"crypto/rand"
	"encoding/base32"
	"encoding/base64"
	"net/url"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"

	"muster/internal/frame/ident"
	"muster/internal/frame/vault"
	"muster/internal/frame/vault/permit"
)

// Factor is the vault class of one-time secrets.
type Factor struct{}

// VaultClass is A1: what somebody proves their identity with.
func (Factor) VaultClass() string { return "A1" }

// stepSeconds is the life of one code (RFC 6238).
const stepSeconds = 30

var noPadding = base32.StdEncoding.WithPadding(base32.NoPadding)

// Enrolment is a new one-time secret as an authenticator is told of it.
type Enrolment struct {
	Secret string // base 32, to be typed in
	URI    string // otpauth://, to be shown as a code
	Sealed string // what the account keeps
}

// newFactor draws a secret for an account and seals it.
func newFactor(v *vault.Vault, account ident.ID, login, issuer string) (Enrolment, error) {
	raw := make([]byte, 20)
	_, _ = rand.Read(raw) // never fails: it ends the program instead
	secret := noPadding.EncodeToString(raw)
	sealed, err := vault.Seal(v, factorPlace(account), vault.NewClear[Factor]([]byte(secret)))
	if err != nil {
		return Enrolment{}, err
	}
	q := url.Values{"secret": {secret}, "issuer": {issuer}, "algorithm": {"SHA1"}, "digits": {"6"}, "period": {"30"}}
	uri := url.URL{Scheme: "otpauth", Host: "totp", Path: "/" + issuer + ":" + login, RawQuery: q.Encode()}
	return Enrolment{Secret: secret, URI: uri.String(), Sealed: base64.StdEncoding.EncodeToString(sealed.Bytes())}, nil
}

func factorPlace(account ident.ID) vault.Place {
	return vault.Place{Table: "account", Column: "factor", Subject: account}
}

// openFactor opens the secret of an account for the time of one check. It is
// nobody's file that is read, so there is no reading to record; the sign-in
// itself leaves a leaf.
func openFactor(v *vault.Vault, account ident.ID, kept string) (string, error) {
	raw, err := base64.StdEncoding.DecodeString(kept)
	if err != nil {
		return "", err
	}
	var sealed vault.Sealed[Factor]
	if err := sealed.Scan(raw); err != nil {
		return "", err
	}
	p, revoke := permit.Issue(permit.Grant{Subjects: []ident.ID{account}, Classes: []string{Factor{}.VaultClass()}})
	defer revoke()
	clear, err := vault.Open(v, p, factorPlace(account), sealed)
	if err != nil {
		return "", err
	}
	secret, err := clear.Reveal(p, account)
	return string(secret), err
}

// stepOf finds the time step that a code belongs to: the present one, the one
// before or the one after, for clocks that differ; 0 where it belongs to none.
func stepOf(code, secret string, now time.Time) int64 {
	step := now.Unix() / stepSeconds
	for _, s := range []int64{step, step - 1, step + 1} {
		ok, err := hotp.ValidateCustom(code, uint64(s), secret, hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
		if err == nil && ok {
			return s
		}
	}
	return 0
}
