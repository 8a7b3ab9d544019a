package tool

import (
	"muster/internal/frame/fault"
	"muster/internal/intake/selection/draw"
)

// VerifyDraw is the command "verify draw".
type VerifyDraw struct {
	Files []string `arg:"" name:"file" help:"The folder of a draw, or its record.json and any of the other files."`
}

// Help is the example under --help.
func (*VerifyDraw) Help() string { return "Example:\n  muster verify draw draw/record.json" }

// Run draws again and compares.
func (v *VerifyDraw) Run(env *Env) error {
	paths, err := env.findFiles(v.Files, recordFile, drawKinds)
	if err != nil {
		return err
	}
	data, err := readFile(paths[recordFile])
	if err != nil {
		return err
	}
	record, err := draw.ParseRecord([]byte(data))
	if err != nil {
		return fault.As(err).At(paths[recordFile], 0, "")
	}
	result, err := readFile(paths[assignedFile])
	if err != nil {
		return err
	}
	files, lists, err := env.readDraw(paths)
	if err != nil {
		return err
	}
	if err := record.Verify(files, lists, []byte(result), assignedBytes); err != nil {
		return fault.As(err).At(paths[recordFile], 0, "")
	}
	for i, commitment := range record.Commitments {
		env.remark("请核对事先公布的第 {n} 份承诺:{hash}", "compare with commitment {n} as published before the draw: {hash}",
			"n", i+1, "hash", commitment)
		if record.Secrets[i].Default {
			env.remark("第 {n} 份密值是替代值:该出值人没有公开;请核对事先确定的替代值。",
				"secret {n} stands in for a contributor who did not reveal; compare with the value fixed in advance", "n", i+1)
		}
	}
	return env.say(verified{true, record.Rule, record.Result},
		"属实:抽签“{id}”按规则 {rule} 重算,与公布的一致。", "verified: the draw {id}, computed again by {rule}, is as published",
		"id", record.ID, "rule", record.Rule)
}
