package tool

import (
	"muster/internal/frame/fault"
	"muster/internal/frame/receipt"
)

// VerifyCertificate is the command "verify certificate".
type VerifyCertificate struct {
	File string `arg:"" type:"path" help:"The text of a certificate's code."`
	Key  string `required:"" placeholder:"FILE" help:"Public key of the log (keys/log.pub)."`
}

// Help is the example under --help.
func (*VerifyCertificate) Help() string {
	return "Example:\n  muster verify certificate scanned.txt --key log.pub"
}

// Run checks a certificate offline.
func (v *VerifyCertificate) Run(env *Env) error {
	keys, err := readKeys(v.Key)
	if err != nil {
		return err
	}
	text, err := readFile(v.File)
	if err != nil {
		return err
	}
	c, err := receipt.CheckCertificate(text, keys[0])
	if err != nil {
		return fault.As(err).At(v.File, 0, "")
	}
	if env.JSON {
		return env.say(c, "", "")
	}
	for _, line := range certificateLines(c) {
		if err := env.say(nil, "{line}", "{line}", "line", line); err != nil {
			return err
		}
	}
	return nil
}
