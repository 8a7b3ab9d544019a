package tool

import (
	"muster/internal/intake/selection/choicefile"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/alecthomas/kong"

	"muster/internal/frame/fault"
	"muster/internal/intake/selection/draw"
)

// The files of a draw, beside candidatesFile; the names are those they have in
// its folder.
const (
	examinersFile = "examiners.csv"
	conflictsFile = "conflicts.csv"
	assignedFile  = "assigned.csv"
	recordFile    = "record.json"
)

// Draw is the command "draw".
type Draw struct {
	ID         string  `required:"" placeholder:"NAME" help:"Name of the draw; part of the seed."`
	Candidates string  `required:"" placeholder:"FILE" help:"Candidates: id."`
	Examiners  string  `required:"" placeholder:"FILE" help:"Examiners: id,capacity."`
	Conflicts  string  `required:"" placeholder:"FILE" help:"Pairs that must not meet: candidate,examiner."`
	Secret     inOrder `required:"" placeholder:"FILE …" help:"The contributors' secrets and salts, a file of two lines of hex for each, in their order; may be repeated."`
	Public     string  `required:"" placeholder:"TEXT" help:"The public value."`
	Out        string  `required:"" placeholder:"DIR" help:"Folder for assigned.csv, record.json and copies of the lists."`
	Defaulted  []int   `placeholder:"N" help:"The N-th secret stands in for a contributor who did not reveal."`
}

// inOrder is file names that keep the order of the command line, on which the
// seed depends: all that stand after one flag, and then those after the next.
type inOrder []string

// Decode implements kong.MapperValue.
func (o *inOrder) Decode(line *kong.DecodeContext) error {
	name := ""
	if err := line.Scan.PopValueInto("file", &name); err != nil {
		return err
	}
	*o = append(*o, name)
	for next := line.Scan.Peek(); next.IsValue() && !next.IsEOL(); next = line.Scan.Peek() {
		*o = append(*o, line.Scan.Pop().String())
	}
	return nil
}

// Help is the example under --help.
func (*Draw) Help() string {
	return "Example:\n  muster draw --id 2027-spring-recheck --candidates candidates.csv --examiners examiners.csv \\\n" +
		"    --conflicts conflicts.csv --secret court.txt --secret press.txt --public '2027-01-08 07 13 22' --out draw"
}

// Run draws and publishes.
func (d *Draw) Run(env *Env) error {
	secrets, err := d.secrets()
	if err != nil {
		return err
	}
	if !utf8.ValidString(d.ID) || !utf8.ValidString(d.Public) {
		return usage("draw.usage.text", "--id 和 --public 应为 UTF-8 文本。", "--id and --public must be UTF-8")
	}
	files, lists, err := env.readDraw(map[string]string{candidatesFile: d.Candidates, examinersFile: d.Examiners, conflictsFile: d.Conflicts})
	if err != nil {
		return err
	}
	assigned := draw.Assign(draw.Seed(d.ID, draw.ListsHash(files), secrets, d.Public), lists)
	result := assignedBytes(assigned)
	record := draw.NewRecord(d.ID, d.Public, secrets, files, result)
	for _, f := range []struct {
		name string
		data []byte // as it is, for that is what is hashed
	}{
		{candidatesFile, files.Candidates}, {examinersFile, files.Examiners}, {conflictsFile, files.Conflicts},
		{assignedFile, result}, {recordFile, record.Bytes()},
	} {
		name := f.name
		if isPacked(string(f.data)) {
			name = asSheet(name)
		}
		if err := writeText(d.Out, name, string(f.data)); err != nil {
			return err
		}
	}
	return d.tell(env, assigned, record)
}

// drawn is the machine-readable answer.
type drawn struct {
	Assigned   int    `json:"assigned"`
	Unassigned int    `json:"unassigned"`
	S          string `json:"s"`
	Result     string `json:"result"`
}

// tell says how many found an examiner; who did not is drawn again, elsewhere.
func (d *Draw) tell(env *Env, assigned []draw.Assignment, record *draw.Record) error {
	left := 0
	for _, a := range assigned {
		if a.Examiner == "" {
			left++
		}
	}
	env.remark("{n} 人没有抽到主考。", "{n} without an examiner", "n", left)
	return env.say(drawn{len(assigned) - left, left, record.S, record.Result},
		"{n} 人已抽定;结果在 {dir}", "{n} assigned; the result is in {dir}", "n", len(assigned)-left, "dir", d.Out)
}

// secrets reads what the contributors revealed, in the order of the command line.
func (d *Draw) secrets() ([]draw.Secret, error) {
	secrets := make([]draw.Secret, len(d.Secret))
	for i, path := range d.Secret {
		text, err := readFile(path)
		if err != nil {
			return nil, err
		}
		lines := strings.Fields(strings.TrimPrefix(text, "\ufeff"))
		if len(lines) != 2 {
			lines = []string{"", ""} // ParseSecret says what is expected
		}
		if secrets[i], err = draw.ParseSecret(lines[0], lines[1]); err != nil {
			return nil, fault.As(err).At(path, 0, "")
		}
	}
	for _, n := range d.Defaulted {
		if n < 1 || n > len(secrets) {
			return nil, usage("draw.usage.defaulted", "--defaulted 应是密值文件的序号,从 1 数起。",
				"--defaulted is the number of a secret file, counted from 1")
		}
		secrets[n-1].Defaulted = true
	}
	return secrets, nil
}

// assignedBytes is the file of the outcome.
func assignedBytes(assigned []draw.Assignment) []byte {
	out := choicefile.AppendRow(nil, "place", "candidate", "examiner")
	for n, a := range assigned {
		out = choicefile.AppendRow(out, strconv.Itoa(n+1), a.Candidate, a.Examiner)
	}
	return out
}
