package draw

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"

	"muster/internal/frame/fault"
)

// Record is what is published after a draw, so that anybody can compute it
// again from the three lists. Hashes, secrets and salts are lower-case hex.
type Record struct {
	Rule        string     `json:"rule"`
	ID          string     `json:"id"`
	Public      string     `json:"public"`
	Commitments []string   `json:"commitments"`
	Secrets     []Revealed `json:"secrets"`
	H           string     `json:"h"`
	S           string     `json:"s"`
	Result      string     `json:"result"` // SHA-256 of assigned.csv
}

// Revealed is one contributor's part, in the order of the draw.
type Revealed struct {
	Secret  string `json:"secret"`
	Salt    string `json:"salt"`
	Default bool   `json:"default"` // stands in for a contributor who did not reveal
}

// NewRecord writes down a draw. Result is the file of the outcome, byte by byte.
func NewRecord(id, public string, secrets []Secret, files Files, result []byte) *Record {
	lists := ListsHash(files)
	seed := Seed(id, lists, secrets, public)
	sum := sha256.Sum256(result)
	r := &Record{Rule: Rule, ID: id, Public: public, Commitments: []string{}, Secrets: []Revealed{},
		H: hex.EncodeToString(lists[:]), S: hex.EncodeToString(seed[:]), Result: hex.EncodeToString(sum[:])}
	for i := range secrets {
		s := &secrets[i]
		commitment := s.Commitment()
		r.Commitments = append(r.Commitments, hex.EncodeToString(commitment[:]))
		r.Secrets = append(r.Secrets, Revealed{hex.EncodeToString(s.Value[:]), hex.EncodeToString(s.Salt[:]), s.Defaulted})
	}
	return r
}

// Bytes is the one way in which a record is written.
func (r *Record) Bytes() []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	_ = e.Encode(r) // strings and slices of strings into memory: cannot fail
	return b.Bytes()
}

// ParseRecord reads a record. Anything but the bytes that Bytes would write for
// it is a fault of kind Invalid.
func ParseRecord(data []byte) (*Record, error) {
	r := &Record{}
	if err := json.Unmarshal(data, r); err != nil || !bytes.Equal(r.Bytes(), data) {
		return nil, fault.New(fault.Invalid, "draw.record.form", "这不是一份未经改动的抽签记录。",
			"this is not an unaltered record of a draw").Because(err)
	}
	if r.Rule != Rule {
		return nil, fault.New(fault.Invalid, "draw.record.rule", "不认识的规则版本“{rule}”。", "the rule {rule} is not known", "rule", r.Rule)
	}
	return r, nil
}

// ParseSecret reads 32 bytes of secret and 16 bytes of salt, each in hex.
func ParseSecret(value, salt string) (Secret, error) {
	var s Secret
	v, errValue := hex.DecodeString(value)
	t, errSalt := hex.DecodeString(salt)
	if errValue != nil || errSalt != nil || len(v) != len(s.Value) || len(t) != len(s.Salt) {
		return Secret{}, fault.New(fault.Invalid, "draw.secret", "密值应为 32 字节、盐应为 16 字节,各写一行十六进制。",
			"a secret is 32 bytes and a salt 16 bytes, each in one line of hex")
	}
	copy(s.Value[:], v)
	copy(s.Salt[:], t)
	return s, nil
}

// Verify computes the draw again. Write turns an outcome into the bytes of
// assigned.csv; result is that file as published. Any difference is a fault of
// kind Conflict that says which part does not follow from the others.
func (r *Record) Verify(files Files, lists Lists, result []byte, write func([]Assignment) []byte) error {
	secrets := make([]Secret, len(r.Secrets))
	for i, revealed := range r.Secrets {
		s, err := ParseSecret(revealed.Secret, revealed.Salt)
		if err != nil {
			return err
		}
		s.Defaulted = revealed.Default
		secrets[i] = s
	}
	again := NewRecord(r.ID, r.Public, secrets, files, result)
	differs := func(code, zh, en string) error { return fault.New(fault.Conflict, code, zh, en) }
	switch {
	case !slices.Equal(again.Commitments, r.Commitments):
		return differs("draw.verify.commitments", "公开的密值与承诺不符。", "a revealed secret does not match its commitment")
	case again.H != r.H:
		return differs("draw.verify.lists", "名单与记录中的 H 不符:名单被改过,或不是这次抽签的名单。",
			"the lists do not match H in the record: they were changed or belong to another draw")
	case again.S != r.S:
		return differs("draw.verify.seed", "种子 S 不能由记录的内容算出。", "S does not follow from what the record reveals")
	case again.Result != r.Result:
		return differs("draw.verify.result", "结果文件与记录中的哈希不符。", "the outcome does not match its hash in the record")
	case !bytes.Equal(r.Bytes(), again.Bytes()):
		return differs("draw.verify.record", "记录中有与重算不同之处。", "the record differs from the one computed again")
	}
	seed := Seed(r.ID, ListsHash(files), secrets, r.Public)
	if !bytes.Equal(write(Assign(seed, lists)), result) {
		return differs("draw.verify.outcome", "按规则重算,结果与公布的不同。", "the outcome is not the one that the rule gives")
	}
	return nil
}
