package receipt

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"strconv"

	"muster/internal/frame/fault"
)

// Trust is what a check believes in: the key of the log, and the keys of
// witnesses of whom at least so many must have signed.
type Trust struct {
	Log       Key
	Witnesses []Key
	Needed    int
}

// Proven is what a good receipt proves.
type Proven struct {
	Log     string `json:"log"`
	Seq     int64  `json:"seq"`
	At      string `json:"at"`
	Kind    string `json:"kind"`
	Subject string `json:"subject,omitempty"`
	Size    int64  `json:"size"` // of the log when it was signed
	Root    string `json:"root"`
	Signed  string `json:"signed"` // when
	Fact    *Fact  `json:"-"`
	// Witnesses is how many of the known witnesses signed; Witnessed whether they
	// are as many as asked for.
	Witnesses int  `json:"witnesses"`
	Witnessed bool `json:"witnessed"`
}

// leafText is the part of a leaf that a check reads.
type leafText struct {
	Version int64               `json:"v"`
	Log     string              `json:"log"`
	Seq     int64               `json:"seq"`
	At      string              `json:"at"`
	Kind    string              `json:"kind"`
	Subject string              `json:"subject"`
	Outcome string              `json:"outcome"`
	Writes  [][]json.RawMessage `json:"writes"`
}

func wrong(code, zh, en string) error { return fault.New(fault.Conflict, "receipt."+code, zh, en) }

func badForm() error {
	return fault.New(fault.Invalid, "receipt.form", "这不是一份未经改动的回执。", "this is not an unaltered receipt")
}

// Check checks a receipt. A text that is none is a fault of kind Invalid, one
// that proves nothing of kind Conflict; it says which part does not hold. A
// receipt with too few witnesses is good all the same: see Witnessed.
func Check(text string, trust Trust) (*Proven, error) {
	r, ok := parse(text)
	if !ok {
		return nil, badForm()
	}
	return r.check(trust)
}

func (r *Receipt) check(trust Trust) (*Proven, error) {
	if r.Key != trust.Log.String() {
		return nil, wrong("otherkey", "回执所附公钥不是您核对用的公钥。", "the key in the receipt is not the key you check with")
	}
	note, ok := openNote(r.Checkpoint)
	if !ok {
		return nil, badForm()
	}
	point, ok := readCheckpoint(note.text)
	if !ok {
		return nil, badForm()
	}
	if good, _ := note.signedBy(trust.Log); !good {
		return nil, wrong("signature", "日志的签名不成立:这份回执不是该机关签发的,或被改过。", "the log's signature does not hold: the receipt was not issued under this key, or was changed")
	}
	leaf := leafText{}
	if json.Unmarshal([]byte(r.Leaf), &leaf) != nil || leaf.Version != 1 {
		return nil, badForm()
	}
	if root, fits := rootFrom(leafHash([]byte(r.Leaf)), r.Index, point.size, r.Proof); !fits || root != point.root {
		return nil, wrong("proof", "这条记录不在所签的日志之中:记录或证明被改过。", "the entry is not in the log that was signed: the entry or its proof was changed")
	}
	if leaf.Seq != r.Index || point.origin != trust.Log.Name+"/"+leaf.Log {
		return nil, wrong("place", "记录的日志或序号与签名不一致。", "the entry's log or number is not the one that was signed")
	}
	if r.Fact != nil && !leaf.commits(r.Fact) {
		return nil, wrong("fact", "所附内容不是这条记录所承诺的内容。", "the contents are not those that the entry committed to")
	}
	p := &Proven{Log: leaf.Log, Seq: leaf.Seq, At: leaf.At, Kind: leaf.Kind, Subject: leaf.Subject, Size: point.size,
		Root: base64.StdEncoding.EncodeToString(point.root[:]), Signed: point.at, Fact: r.Fact}
	return p, p.count(note, trust)
}

// count counts the witnesses who signed, each key once.
func (p *Proven) count(note signed, trust Trust) error {
	counted := map[[32]byte]bool{trust.Log.Public: true} // the log is no witness of itself
	for _, witness := range trust.Witnesses {
		good, bad := note.signedBy(witness)
		if bad {
			return wrong("witness", "一位见证人的签名不成立。", "the signature of a witness does not hold")
		}
		if good && !counted[witness.Public] {
			counted[witness.Public] = true
			p.Witnesses++
		}
	}
	p.Witnessed = p.Witnesses >= trust.Needed
	return nil
}

// commits says whether the leaf wrote this revision with this content.
func (l *leafText) commits(f *Fact) bool {
	sum := f.commitment()
	want := base64.RawStdEncoding.EncodeToString(sum[:])
	for _, w := range l.Writes {
		var table, id, commitment string
		var rev int64
		if len(w) != 4 || json.Unmarshal(w[0], &table) != nil || json.Unmarshal(w[1], &id) != nil || json.Unmarshal(w[2], &rev) != nil ||
			json.Unmarshal(w[3], &commitment) != nil {
			return false
		}
		if table == f.Table && id == f.ID && rev == f.Rev {
			return commitment == want
		}
	}
	return false
}

func (f *Fact) commitment() [32]byte {
	b := append([]byte("muster/fact/v1\x00"), f.Salt...)
	b = append(b, f.Table+"\x00"+f.ID+"\x00"+strconv.FormatInt(f.Rev, 10)+"\x00"...)
	return sha256.Sum256(append(b, f.Body...))
}
