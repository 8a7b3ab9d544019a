package cli

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"muster/internal/app"
	"muster/internal/cli/tool"
	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/frame/unit"
	"muster/internal/frame/witness"
)

// Witness is both sides of witnessing: the office asks and adds, the witness, on a
// machine of its own, signs.
type Witness struct {
	Init WitnessInit `cmd:"" help:"Make the key of a witness. Example: muster witness init --dir W --name inspectors.hebei"`
	Ask  WitnessAsk  `cmd:"" help:"Write the requests to a witness. Example: muster witness ask --dir D --out requests.txt"`
	Sign WitnessSign `cmd:"" help:"Cosign checkpoints that extend what was seen. Example: muster witness sign --dir W --key log.pub requests.txt --out answers.txt"`
	Add  WitnessAdd  `cmd:"" help:"Keep the answers of a witness. Example: muster witness add --dir D --witness-key witness.pub answers.txt"`
}

// The files of a witness.
const (
	witnessSecret = "witness.key"
	witnessPublic = "witness.pub"
	witnessSeen   = "seen"
	witnessLock   = "lock"
)

// WitnessInit makes the key of a witness and an empty record of what it saw.
type WitnessInit struct {
	Dir  string `required:"" type:"path" help:"Folder of the witness." placeholder:"W"`
	Name string `required:"" help:"Name of the witness, in every signature; no blanks." placeholder:"NAME"`
}

// Run refuses a folder that has a key already.
func (c *WitnessInit) Run(env *Env) error {
	key, err := witness.NewKey(c.Name)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(c.Dir, 0o700); err != nil {
		return unwritable(c.Dir, err)
	}
	if _, err := os.Lstat(filepath.Join(c.Dir, witnessSecret)); err == nil {
		return fault.New(fault.Conflict, "witness.exists", "文件夹 {dir} 中已有见证人的密钥。", "The folder {dir} holds the key of a witness already.", "dir", c.Dir)
	}
	for _, f := range []struct {
		name, text string
		mode       fs.FileMode
	}{{witnessSeen, "", 0o600}, {witnessPublic, key.Public.String() + "\n", 0o644}, {witnessSecret, key.Secret() + "\n", 0o600}} {
		if err := keep(c.Dir, f.name, f.text, f.mode); err != nil {
			return err
		}
	}
	env.Say(i18n.Same(key.Public.String()))
	return nil
}

// WitnessAsk writes the requests of an installation to a witness.
type WitnessAsk struct {
	Folder
	WitnessKey string `type:"path" help:"Public key of the witness, where there are several." placeholder:"FILE"`
	Log        string `help:"One log only: the code of its county." placeholder:"LOG"`
	Old        int64  `default:"-1" help:"With --log: how many entries the witness saw last, where it says otherwise." placeholder:"N"`
	Out        string `type:"path" help:"File to write (default: stdout)." placeholder:"FILE"`
}

func (c *WitnessAsk) run(env *Env, a *app.App) error {
	if c.Old >= 0 && c.Log == "" {
		return fault.New(fault.Usage, "witness.usage", "--old 须与 --log 一起用。", "--old goes with --log.")
	}
	name := ""
	if c.WitnessKey != "" {
		key, err := tool.ReadKey(c.WitnessKey)
		if err != nil {
			return err
		}
		name = key.Name
	}
	requests, err := a.AskWitness(env, name, unit.Code(c.Log), c.Old)
	if err != nil {
		return err
	}
	if len(requests) == 0 {
		env.Remark(i18n.T("没有待见证的检查点。", "No checkpoint waits for a witness."))
	}
	return writeOut(env, c.Out, witness.Text(requests))
}

// WitnessSign cosigns checkpoints. It needs no installation and no line.
type WitnessSign struct {
	Dir  string `required:"" type:"path" help:"Folder of the witness." placeholder:"W"`
	Key  string `required:"" type:"path" help:"Public key of the log." placeholder:"FILE"`
	File string `arg:"" type:"path" help:"The requests."`
	Out  string `type:"path" help:"File to write (default: stdout)." placeholder:"FILE"`
}

// Run answers all requests that can be answered. What was seen is kept on the disk
// before any signature is handed out; a refusal is told, and is a fault at the end.
func (c *WitnessSign) Run(env *Env) (err error) {
	w, err := c.witness()
	if err != nil {
		return err
	}
	text, err := tool.ReadFile(c.File)
	if err != nil {
		return err
	}
	requests, err := witness.Parse(text)
	if err != nil && text != "" {
		return fault.As(err).At(c.File, 0, "")
	}
	release, err := lockFolder(c.Dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, release()) }()
	seen, err := tool.ReadFile(filepath.Join(c.Dir, witnessSeen))
	if err != nil {
		return err
	}
	state, err := witness.ParseState(seen)
	if err != nil {
		return fault.As(err).At(filepath.Join(c.Dir, witnessSeen), 0, "")
	}
	var answers []string
	var refused []error
	for _, r := range requests {
		answer, err := w.Cosign(state, r, clock.System{}.Now())
		if err != nil {
			refused = append(refused, err)
			continue
		}
		answers = append(answers, answer)
	}
	if err := keep(c.Dir, witnessSeen, state.Text(), 0o600); err != nil {
		return err
	}
	return errors.Join(append(refused, writeOut(env, c.Out, witness.Answers(answers)))...)
}

func (c *WitnessSign) witness() (w witness.Witness, err error) {
	secret, err := tool.ReadFile(filepath.Join(c.Dir, witnessSecret))
	if err != nil {
		return w, err
	}
	if w.Key, err = witness.ParseSecret(secret); err != nil {
		return w, err
	}
	w.Log, err = tool.ReadKey(c.Key)
	return w, err
}

// WitnessAdd keeps the answers of a witness in an installation.
type WitnessAdd struct {
	Folder
	WitnessKey string `required:"" type:"path" help:"Public key of the witness." placeholder:"FILE"`
	File       string `arg:"" type:"path" help:"The answers."`
}

func (c *WitnessAdd) run(env *Env, a *app.App) error {
	key, err := tool.ReadKey(c.WitnessKey)
	if err != nil {
		return err
	}
	text, err := tool.ReadFile(c.File)
	if err != nil || text == "" {
		return err
	}
	notes, err := witness.ParseAnswers(text)
	if err != nil {
		return fault.As(err).At(c.File, 0, "")
	}
	for _, note := range notes {
		if err := a.AddCosignature(env, key, note); err != nil {
			return err
		}
	}
	env.Say(i18n.T("已收下见证人 {name} 的 {n} 份签名。", "{n} signatures of the witness {name} are kept.").With("n", len(notes), "name", key.Name))
	return nil
}

// keep writes a file of a witness so that it survives a power cut, or leaves the
// old one.
func keep(dir, name, text string, mode fs.FileMode) error {
	path := filepath.Join(dir, name)
	file, err := os.OpenFile(path+".new", os.O_WRONLY|os.O_CREATE|os.O_TRUNC, mode)
	if err != nil {
		return unwritable(path, err)
	}
	_, err = file.WriteString(text)
	if err = errors.Join(err, file.Sync(), file.Close()); err == nil {
		err = os.Rename(path+".new", path)
	}
	if folder, opened := os.Open(dir); opened == nil && err == nil {
		err = errors.Join(folder.Sync(), folder.Close())
	}
	return unwritable(path, err)
}

func unwritable(path string, err error) error {
	if err == nil {
		return nil
	}
	return fault.New(fault.Unavailable, "file.unwritable", "写不了 {file}:请检查权限和磁盘空间。", "{file} cannot be written; check its permissions and the space on the disk.", "file", path).Because(err)
}

// lockFolder keeps a second signing out: two that read the same record at once
// could sign two histories.
func lockFolder(dir string) (release func() error, err error) {
	path := filepath.Join(dir, witnessLock)
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil, fault.New(fault.Conflict, "witness.busy", "另一次见证正在进行;若确认没有,请删除 {file}。", "Another signing is under way; if there is none for certain, remove {file}.", "file", path)
	}
	if err != nil {
		return nil, unwritable(path, err)
	}
	return func() error { return errors.Join(file.Close(), os.Remove(path)) }, nil
}

// onFolder finds the commands that need the office's installation, nil for those of
// the witness.
func (w *Witness) onFolder(name string) onFolder {
	switch strings.TrimPrefix(name, "witness ") {
	case "ask":
		return &w.Ask
	case "add":
		return &w.Add
	}
	return nil
}
