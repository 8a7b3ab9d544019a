package policycmd

import (
	"bytes"
	"encoding/json"
	"strings"

	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
)

// Explain answers a question of the law.
type Explain struct {
	What   string `arg:"" help:"The question: eligibility, deferral, medical, priority, benefits or deadlines."`
	Policy string `default:"cn" help:"Name of a built-in pack, or a folder." placeholder:"PACK"`
	On     string `help:"The day asked about; today where it is not given." placeholder:"DATE"`
	Facts  string `required:"" help:"JSON file with the facts by field name; - reads the standard input." placeholder:"FILE"`
}

// Help shows an example.
func (c *Explain) Help() string {
	return "Example: muster policy explain eligibility --policy cn --on 2026-03-01 --facts person.json"
}

// Run prints the answer as JSON. Facts that are missing are listed in it and are
// no fault; a fact whose value cannot be read is.
func (c *Explain) Run(env *Env) error {
	pack, err := env.load(c.Policy)
	if err != nil {
		return err
	}
	day := clock.DateOf(env.today(), pack.Zone())
	if c.On != "" {
		if day, err = clock.ParseDate(c.On); err != nil {
			return err
		}
	}
	facts, err := c.read(env)
	if err != nil {
		return err
	}
	answer, err := pack.On(day).Explain(c.What, facts)
	if err != nil {
		return err
	}
	if len(answer.Ignored) > 0 {
		env.say(i18n.T("政策包不认识以下字段，已忽略：{names}", "The policy pack does not know these fields and ignored them: {names}").
			With("names", strings.Join(answer.Ignored, ", ")))
	}
	return env.printJSON(answer)
}

func (c *Explain) read(env *Env) (map[string]any, error) {
	content, err := env.read(c.Facts)
	if err != nil {
		return nil, err
	}
	decoder := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(content, []byte("\xef\xbb\xbf"))))
	decoder.UseNumber()
	var facts map[string]any
	if err := decoder.Decode(&facts); err != nil || decoder.More() {
		return nil, fault.New(fault.Invalid, "facts.malformed", "事实文件应是一个 JSON 对象，如 {example}。",
			"the facts must be one JSON object such as {example}.", "example", `{"birth_date": "2008-03-09", "sex": "male"}`).
			At(c.Facts, 0, "").Because(err)
	}
	return facts, nil
}
