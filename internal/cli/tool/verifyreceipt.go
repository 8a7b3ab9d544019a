package tool

import (
	"strings"

	"muster/internal/frame/fault"
	"muster/internal/frame/receipt"
)

// Keys are the public keys that a check believes in.
type Keys struct {
	Key        string   `required:"" placeholder:"FILE" help:"Public key of the log (keys/log.pub); further lines are keys of witnesses."`
	WitnessKey []string `sep:"none" placeholder:"FILE" help:"Public key of a witness; may be repeated."`
	Witnesses  int      `default:"1" placeholder:"N" help:"How many witnesses must have signed (default 1)."`
}

// trust reads the keys.
func (k *Keys) trust() (receipt.Trust, error) {
	t := receipt.Trust{Needed: k.Witnesses}
	keys, err := readKeys(k.Key)
	if err != nil {
		return t, err
	}
	t.Log, t.Witnesses = keys[0], keys[1:]
	for _, path := range k.WitnessKey {
		more, err := readKeys(path)
		if err != nil {
			return t, err
		}
		t.Witnesses = append(t.Witnesses, more...)
	}
	return t, nil
}

// checked reads the keys and a file and checks it; what is wrong with it names the file.
func checked[Found any](file string, keys Keys, check func(text string, trust receipt.Trust) (Found, error)) (found Found, trust receipt.Trust, err error) {
	if trust, err = keys.trust(); err != nil {
		return found, trust, err
	}
	text, err := readFile(file)
	if err != nil {
		return found, trust, err
	}
	if found, err = check(text, trust); err != nil {
		err = fault.As(err).At(file, 0, "")
	}
	return found, trust, err
}

// ReadKey reads a file with one public key; further ones are not looked at.
func ReadKey(path string) (receipt.Key, error) {
	keys, err := readKeys(path)
	if err != nil {
		return receipt.Key{}, err
	}
	return keys[0], nil
}

// readKeys reads a file of keys, one a line; there is at least one.
func readKeys(path string) (keys []receipt.Key, err error) {
	text, err := readFile(path)
	if err != nil {
		return nil, err
	}
	n := 0
	for line := range strings.Lines(text) {
		n++
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		key, err := receipt.ParseKey(line)
		if err != nil {
			return nil, fault.As(err).At(path, n, "")
		}
		keys = append(keys, key)
	}
	if len(keys) == 0 {
		return nil, fault.New(fault.Invalid, "receipt.nokey", "文件中没有公钥。", "there is no key in the file").At(path, 0, "")
	}
	return keys, nil
}

// Unwitnessed is the error of a receipt that is genuine but has too few witnesses.
// What was proven has been said; the exit code says the rest.
type Unwitnessed struct{ Have, Need int }

// Error implements error for logs; people have read more already.
func (u Unwitnessed) Error() string { return "genuine, not yet witnessed" }

// VerifyReceipt is the command "verify receipt".
type VerifyReceipt struct {
	File string `arg:"" type:"path" help:"A receipt."`
	Keys
}

// Help is the example under --help.
func (*VerifyReceipt) Help() string {
	return "Example:\n  muster verify receipt receipt.txt --key log.pub --witness-key inspectors.pub\n\nExit code 3: genuine, but not yet witnessed."
}

// Run checks a receipt offline.
func (v *VerifyReceipt) Run(env *Env) error {
	p, trust, err := checked(v.File, v.Keys, receipt.Check)
	if err != nil {
		return err
	}
	if err := env.say(p, "属实:日志 {log} 第 {seq} 号记录,{at},{kind}。日志签名于 {signed},见证人 {n} 位。",
		"genuine: entry {seq} of the log {log}, {at}, {kind}; the log was signed {signed}, with {n} witnesses",
		"log", p.Log, "seq", p.Seq, "at", p.At, "kind", p.Kind, "signed", p.Signed, "n", p.Witnesses); err != nil {
		return err
	}
	if p.Fact != nil && !env.JSON {
		if err := env.say(nil, "所附内容属实:{table}/{id} {body}", "its contents are genuine: {table}/{id} {body}",
			"table", p.Fact.Table, "id", p.Fact.ID, "body", p.Fact.Body); err != nil {
			return err
		}
	}
	return env.witnessed(p, trust)
}

// witnessed says what a lack of witnesses means.
func (e *Env) witnessed(p *receipt.Proven, trust receipt.Trust) error {
	if p.Witnessed {
		return nil
	}
	e.remark("尚未见证:签名的见证人有 {have} 位,需要 {need} 位。在见证之前,只有签发机关自己担保这份记录。",
		"not yet witnessed: {have} of {need} witnesses have signed. Until then only the office that issued it vouches for it.",
		"have", p.Witnesses, "need", trust.Needed)
	return Unwitnessed{p.Witnesses, trust.Needed}
}

// VerifyNotice is the command "verify notice".
type VerifyNotice struct {
	File string `arg:"" type:"path" help:"A notice, or one row of it."`
	Keys
}

// Help is the example under --help.
func (*VerifyNotice) Help() string {
	return "Example:\n  muster verify notice notice.txt --key log.pub --witness-key inspectors.pub\n\nExit code 3: genuine, but not yet witnessed."
}

// Run checks a notice offline.
func (v *VerifyNotice) Run(env *Env) error {
	list, trust, err := checked(v.File, v.Keys, receipt.CheckNotice)
	if err != nil {
		return err
	}
	first := list.Rows[0]
	if int64(len(list.Rows)) == list.All {
		err = env.say(list, "属实:名单 {list} 共 {all} 行,与 {at} 公示的一致。", "genuine: the list {list} with its {all} rows is the one published {at}",
			"list", list.List, "all", list.All, "at", list.At)
	} else {
		err = env.say(list, "属实:{at} 公示的名单 {list}(共 {all} 行)中有这一行:第 {rank} 名,{name},{place}。",
			"genuine: the list {list} of {all} rows, published {at}, has this row: rank {rank}, {name}, {place}",
			"list", list.List, "all", list.All, "at", list.At, "rank", first.Rank, "name", first.Name, "place", first.Place)
	}
	if err != nil {
		return err
	}
	return env.witnessed(list.Proven, trust)
}
