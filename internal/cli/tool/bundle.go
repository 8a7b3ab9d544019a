package tool

import (
	"encoding/json"
	"io"

	"muster/internal/frame/fault"
	"muster/internal/intake/selection/choicefile"
	"muster/internal/intake/selection/choose"
)

// inputs computes what a bundle says of the inputs.
func (c *choiceCase) inputs() (choicefile.Inputs, error) {
	people, err := c.peopleDigest()
	if err != nil {
		return choicefile.Inputs{}, err
	}
	in := choicefile.Inputs{Units: c.listDigest(unitsFile), Quotas: c.listDigest(quotasFile), Candidates: people}
	if c.tables[tagsFile] != nil {
		tags := c.listDigest(tagsFile)
		in.Tags = &tags
	}
	return in, nil
}

// parseBundle reads a bundle and refuses anything but the bytes of text.
func parseBundle(path string) (*choicefile.Bundle, error) {
	data, err := readFile(path)
	if err != nil {
		return nil, err
	}
	b := &choicefile.Bundle{}
	if err := json.Unmarshal([]byte(data), b); err != nil || b.Text() != data {
		return nil, fault.New(fault.Invalid, "choice.bundle", "这不是一份未经改动的遴选凭据。",
			"this is not an unaltered bundle of a choice").At(path, 0, "").Because(err)
	}
	if b.Rule != choicefile.Rule {
		return nil, fault.New(fault.Invalid, "choice.rule", "不认识的规则版本“{rule}”。", "the rule {rule} is not known",
			"rule", b.Rule).At(path, 0, "")
	}
	return b, nil
}

// make makes the choice and writes chosen.csv to w.
func (c *choiceCase) make(w io.Writer) (*choicefile.Bundle, *choose.Result, error) {
	type hashed struct {
		inputs choicefile.Inputs
		err    error
	}
	inputs := make(chan hashed, 1) // beside the choice, which needs one core
	go func() {
		in, err := c.inputs()
		inputs <- hashed{in, err}
	}()
	result, err := choose.Choose(c.input)
	in := <-inputs
	if err != nil {
		return nil, nil, c.blame(err)
	}
	if in.err != nil {
		return nil, nil, in.err
	}
	b := &choicefile.Bundle{Rule: choicefile.Rule, Inputs: in.inputs}
	if b.Result, err = choicefile.Outcome(w, c.input, result); err != nil {
		return nil, nil, err
	}
	return b, result, nil
}
