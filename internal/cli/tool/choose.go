package tool

import (
	"errors"
	"io"
	"path/filepath"

	"muster/internal/frame/fault"
	"muster/internal/intake/selection/choicefile"
	"muster/internal/intake/selection/choose"
)

// Choose is the command "choose": it makes a choice, or names a successor.
type Choose struct {
	Units      string `placeholder:"FILE" help:"Units: code,parent,kind,name."`
	Candidates string `placeholder:"FILE" help:"Candidates: id,unit,score,tie,tags."`
	Quotas     string `placeholder:"FILE" help:"Quota rows: id,unit,tag,min,max."`
	Tags       string `placeholder:"FILE" help:"Tags: tag,parent. Without it every name is a tag of its own."`
	Out        string `placeholder:"DIR" help:"Folder for chosen.csv, bundle.json and copies of the inputs."`
	Vacate     string `placeholder:"ID" help:"Name the successor of this one of the chosen."`
	Explain    string `placeholder:"ID" help:"Explain the outcome of this one: what decided, the cut-off, and what would have had to be different."`
	From       string `placeholder:"DIR" help:"With --vacate and --explain: the folder of the choice."`
}

// Help is the example under --help.
func (*Choose) Help() string {
	return "Examples:\n" +
		"  muster choose --units units.csv --candidates candidates.csv --quotas quotas.csv --tags tags.csv --out choice\n" +
		"  muster choose --vacate 13010220080001 --from choice\n" +
		"  muster choose --explain 13010220080007 --from choice"
}

// Run makes the choice and its folder, or names the successor on standard output.
func (c *Choose) Run(env *Env) error {
	fresh := c.Units != "" || c.Candidates != "" || c.Quotas != "" || c.Tags != "" || c.Out != ""
	switch {
	case (c.Vacate == "") != (c.Explain == "") && c.From != "" && !fresh:
		return c.look(env)
	case c.Vacate != "" || c.Explain != "" || c.From != "":
		return usage("choose.usage.vacate", "--vacate ID 或 --explain ID 须与 --from DIR 一起用,且不与其他选项同用。",
			"--vacate ID or --explain ID goes with --from DIR and with nothing else")
	case c.Units == "" || c.Candidates == "" || c.Quotas == "" || c.Out == "":
		return usage("choose.usage.files", "须给出 --units、--candidates、--quotas 和 --out。",
			"--units, --candidates, --quotas and --out are needed")
	}
	paths := map[string]string{unitsFile: c.Units, candidatesFile: c.Candidates, quotasFile: c.Quotas}
	if c.Tags != "" {
		paths[tagsFile] = c.Tags
	}
	made, err := env.readCase(paths)
	if err != nil {
		return err
	}
	return c.publish(env, made)
}

// publish fills the folder, the bundle last: it vouches for all that is there.
func (c *Choose) publish(env *Env, made *choiceCase) error {
	b, err := c.writeChosen(made)
	if err != nil {
		return err
	}
	if err := made.copyTo(c.Out); err != nil {
		return err
	}
	if err := writeText(c.Out, bundleFile, b.Text()); err != nil {
		return err
	}
	if b.Result.Shortfall > 0 {
		env.remark("注意:下限合计还差 {n} 人,见各名额行。", "note: the mins are short of {n} in total", "n", b.Result.Shortfall)
	}
	return env.say(b, "入选 {chosen} 人,递补 {reserve} 人,无名额 {none} 人;结果在 {dir}",
		"{chosen} chosen, {reserve} in reserve, {none} without a seat; the result is in {dir}",
		"chosen", b.Result.Chosen, "reserve", b.Result.Reserve, "none", b.Result.NoSeat, "dir", filepath.Clean(c.Out))
}

// writeChosen makes the choice while its list is written.
func (c *Choose) writeChosen(made *choiceCase) (b *choicefile.Bundle, err error) {
	var refused *fault.Fault // of the input, not of the disk
	err = writeFile(c.Out, chosenFile, func(w io.Writer) (err error) {
		b, _, err = made.make(w)
		errors.As(err, &refused)
		return err
	})
	if refused != nil {
		return nil, refused
	}
	return b, err
}

// succession is the answer to --vacate.
type succession struct {
	Vacated   string `json:"vacated"`
	Successor string `json:"successor"` // empty: nobody
	Place     int32  `json:"place"`     // in the reserve
}

// look answers a question about a choice that was made. The folder is verified
// first, so that a list that was changed by hand answers nothing.
func (c *Choose) look(env *Env) error {
	paths, err := env.findFiles([]string{c.From}, bundleFile, choiceKinds)
	if err != nil {
		return err
	}
	made, result, err := env.verifyChoice(paths)
	switch {
	case err != nil:
		return err
	case c.Explain != "":
		return made.explain(env, result, c.Explain)
	}
	return c.succeed(env, made, result)
}

// succeed names the successor.
func (c *Choose) succeed(env *Env, made *choiceCase, result *choose.Result) error {
	next, ok, err := result.Successor(c.Vacate)
	if err != nil {
		return err
	}
	answer := succession{Vacated: c.Vacate}
	if ok {
		answer.Successor, answer.Place = made.input.ID(next.Candidate), next.Place
	}
	if !ok {
		env.remark("无人可递补。", "nobody can succeed")
		if !env.JSON {
			return nil
		}
	}
	return env.say(answer, "{id}", "{id}", "id", answer.Successor)
}
