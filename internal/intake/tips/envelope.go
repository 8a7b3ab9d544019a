package tips

import (
	"crypto/hpke"
	"encoding/base64"
	"encoding/json"
	"errors"

	"muster/internal/frame/unit"
)

// Report is what somebody reports.
type Report struct {
	About unit.Code `json:"about"` // the unit that it is about
	Names string    `json:"names"` // the people whom it names, as written
	Text  string    `json:"text"`
}

// bucket is the step of length to which contents are padded, so that the length
// of what is stored does not tell one report from another.
const bucket = 4096

// office is the suite of an office's key: hybrid, so that what is copied today
// cannot be opened by a quantum computer of tomorrow.
func office() hpke.KEM { return hpke.MLKEM768X25519() }

// The purposes that a sealed content is bound to.
const (
	reportInfo  = "muster/tip/report/v1"
	messageInfo = "muster/tip/message/v1"
	answerInfo  = "muster/tip/answer/v1"
)

// seal seals a content to a public key; the result is text.
func seal(to hpke.PublicKey, info string, content []byte) (string, error) {
	padded := make([]byte, (len(content)/bucket+1)*bucket)
	padded[copy(padded, content)] = 0x80
	sealed, err := hpke.Seal(to, hpke.HKDFSHA256(), hpke.AES256GCM(), []byte(info), padded)
	return base64.StdEncoding.EncodeToString(sealed), err
}

var errEnvelope = errors.New("a sealed content is damaged")

// unseal opens what seal made.
func unseal(with hpke.PrivateKey, info, text string) ([]byte, error) {
	sealed, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return nil, errEnvelope
	}
	padded, err := hpke.Open(with, hpke.HKDFSHA256(), hpke.AES256GCM(), []byte(info), sealed)
	if err != nil {
		return nil, err
	}
	for i := len(padded) - 1; i >= 0; i-- {
		if padded[i] == 0x80 {
			return padded[:i], nil
		}
	}
	return nil, errEnvelope
}

func sealReport(to hpke.PublicKey, r Report) (string, error) {
	raw, err := json.Marshal(r)
	if err != nil {
		return "", err
	}
	return seal(to, reportInfo, raw)
}

func unsealReport(with hpke.PrivateKey, text string) (r Report, err error) {
	raw, err := unseal(with, reportInfo, text)
	if err == nil {
		err = json.Unmarshal(raw, &r)
	}
	return r, err
}

// publicKey reads a public key as it is stored.
func publicKey(k hpke.KEM, text string) (hpke.PublicKey, error) {
	raw, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return nil, err
	}
	return k.NewPublicKey(raw)
}

func encodeKey(k hpke.PublicKey) string { return base64.StdEncoding.EncodeToString(k.Bytes()) }
