package tool

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"strconv"

	"muster/internal/frame/fault"
	"muster/internal/intake/selection/choose"
)

// choiceRule is the version of the rule that a choice is made by.
const choiceRule = "muster/choice/v1"

// bundle vouches for a choice: what went in, by which rule, and what came out.
type bundle struct {
	Rule   string       `json:"rule"`
	Inputs bundleInputs `json:"inputs"`
	Result bundleResult `json:"result"`
}

type bundleInputs struct {
	Units      digest  `json:"units"`
	Tags       *digest `json:"tags,omitempty"`
	Quotas     digest  `json:"quotas"`
	Candidates digest  `json:"candidates"`
}

// bundleResult counts the outcomes; the hash is that of chosen.csv as it is.
type bundleResult struct {
	Chosen    int    `json:"chosen"`
	Reserve   int    `json:"reserve"`
	NoSeat    int    `json:"no_seat"`
	Shortfall int64  `json:"shortfall"`
	SHA256    string `json:"sha256"`
}

// inputs computes what a bundle says of the inputs.
func (c *choiceCase) inputs() (bundleInputs, error) {
	people, err := c.peopleDigest()
	if err != nil {
		return bundleInputs{}, err
	}
	in := bundleInputs{Units: c.listDigest(unitsFile), Quotas: c.listDigest(quotasFile), Candidates: people}
	if c.tables[tagsFile] != nil {
		tags := c.listDigest(tagsFile)
		in.Tags = &tags
	}
	return in, nil
}

// text is the one way in which a bundle is written.
func (b *bundle) text() string {
	out, _ := json.MarshalIndent(b, "", "  ") // plain fields only: cannot fail
	return string(out) + "\n"
}

// parseBundle reads a bundle and refuses anything but the bytes of text.
func parseBundle(path string) (*bundle, error) {
	data, err := readFile(path)
	if err != nil {
		return nil, err
	}
	b := &bundle{}
	if err := json.Unmarshal([]byte(data), b); err != nil || b.text() != data {
		return nil, fault.New(fault.Invalid, "choice.bundle", "这不是一份未经改动的遴选凭据。",
			"this is not an unaltered bundle of a choice").At(path, 0, "").Because(err)
	}
	if b.Rule != choiceRule {
		return nil, fault.New(fault.Invalid, "choice.rule", "不认识的规则版本“{rule}”。", "the rule {rule} is not known",
			"rule", b.Rule).At(path, 0, "")
	}
	return b, nil
}

// make makes the choice and writes chosen.csv to w.
func (c *choiceCase) make(w io.Writer) (*bundle, *choose.Result, error) {
	type hashed struct {
		inputs bundleInputs
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
	b := &bundle{Rule: choiceRule, Inputs: in.inputs}
	hash := sha256.New()
	if err := writeChosen(io.MultiWriter(w, hash), c.input, result); err != nil {
		return nil, nil, err
	}
	b.Result.SHA256 = hex.EncodeToString(hash.Sum(nil))
	for _, v := range result.Verdicts {
		switch v.Outcome {
		case choose.Chosen:
			b.Result.Chosen++
		case choose.Reserve:
			b.Result.Reserve++
		default:
			b.Result.NoSeat++
		}
	}
	for _, s := range result.Standings {
		b.Result.Shortfall += s.Shortfall
	}
	return b, result, nil
}

// writeChosen writes the outcome of everybody.
func writeChosen(w io.Writer, in *choose.Input, result *choose.Result) error {
	out := appendRow(nil, "id", "outcome", "place", "quota", "reason")
	for _, v := range result.Verdicts {
		out = append(appendCell(out, in.ID(v.Candidate)), ',')
		out = append(append(out, v.Outcome.String()...), ',')
		if v.Place > 0 {
			out = strconv.AppendInt(out, int64(v.Place), 10)
		}
		out = append(out, ',')
		if v.Quota != choose.NoQuota {
			out = appendCell(out, in.Quota(v.Quota).ID)
		}
		out = append(append(append(out, ','), v.Reason.String()...), '\n')
		if len(out) > 1<<16 {
			if _, err := w.Write(out); err != nil {
				return err
			}
			out = out[:0]
		}
	}
	_, err := w.Write(out)
	return err
}
