package tool

import (
	"crypto/sha256"
	"encoding/hex"
	"io"

	"muster/internal/frame/fault"
	"muster/internal/intake/selection/choicefile"
	"muster/internal/intake/selection/choose"
)

// VerifyChoice is the command "verify choice".
type VerifyChoice struct {
	Files []string `arg:"" name:"file" help:"The folder of a choice, or its bundle.json and any of the other files."`
}

// Help is the example under --help.
func (*VerifyChoice) Help() string { return "Example:\n  muster verify choice choice/bundle.json" }

// verified is the machine-readable answer of both verifications.
type verified struct {
	Verified bool   `json:"verified"`
	Rule     string `json:"rule"`
	Result   string `json:"result"` // SHA-256 of the published result
}

// Run makes the choice again and compares.
func (v *VerifyChoice) Run(env *Env) error {
	paths, err := env.findFiles(v.Files, bundleFile, choiceKinds)
	if err != nil {
		return err
	}
	made, result, err := env.verifyChoice(paths)
	if err != nil {
		return err
	}
	published, err := parseBundle(paths[bundleFile])
	if err != nil {
		return err
	}
	return env.say(verified{true, choicefile.Rule, published.Result.SHA256},
		"属实:{all} 人按规则 {rule} 重算,{chosen} 人入选,与公布的一致。",
		"verified: computed again by {rule}, {chosen} of {all} are chosen, as published",
		"all", made.input.Len(), "rule", choicefile.Rule, "chosen", result.Chosen())
}

// verifyChoice recomputes a choice from its files and refuses any difference.
func (e *Env) verifyChoice(paths map[string]string) (*choiceCase, *choose.Result, error) {
	published, err := parseBundle(paths[bundleFile])
	if err != nil {
		return nil, nil, err
	}
	if published.Inputs.Tags == nil {
		delete(paths, tagsFile)
	}
	made, err := e.readCase(paths)
	if err != nil {
		return nil, nil, err
	}
	again, result, err := made.make(io.Discard)
	if err != nil {
		return nil, nil, err
	}
	if err := compareInputs(&published.Inputs, &again.Inputs, paths); err != nil {
		return nil, nil, err
	}
	if again.Result != published.Result {
		return nil, nil, fault.New(fault.Conflict, "choice.verify.result", "按规则重算,结果与凭据中的不同。",
			"computed again by the rule, the result is not the one in the bundle").At(paths[bundleFile], 0, "")
	}
	chosen, err := readFile(paths[chosenFile])
	if err != nil {
		return nil, nil, err
	}
	if sum := sha256.Sum256([]byte(chosen)); hex.EncodeToString(sum[:]) != published.Result.SHA256 {
		return nil, nil, fault.New(fault.Conflict, "choice.verify.chosen", "这份名单与凭据不符:它被改过,或属于另一次遴选。",
			"this list does not match the bundle: it was changed or belongs to another choice").At(paths[chosenFile], 0, "")
	}
	return made, result, nil
}

// compareInputs says which of the inputs is not the one of the bundle.
func compareInputs(published, found *choicefile.Inputs, paths map[string]string) error {
	tags := published.Tags == nil && found.Tags == nil || published.Tags != nil && found.Tags != nil && *published.Tags == *found.Tags
	for _, file := range []struct {
		name string
		same bool
	}{
		{unitsFile, published.Units == found.Units},
		{tagsFile, tags},
		{quotasFile, published.Quotas == found.Quotas},
		{candidatesFile, published.Candidates == found.Candidates},
	} {
		if !file.same {
			return fault.New(fault.Conflict, "choice.verify.input", "这个文件与凭据不符:它被改过,或属于另一次遴选。",
				"this file does not match the bundle: it was changed or belongs to another choice").At(paths[file.name], 0, "")
		}
	}
	return nil
}
