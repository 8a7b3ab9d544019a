package tool

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/alecthomas/kong"

	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
)

// commandLine is the tree of commands as a person types them.
type commandLine struct {
	Apportion Apportion `cmd:""`
	Choose    Choose    `cmd:""`
	Draw      Draw      `cmd:""`
	Verify    struct {
		Choice      VerifyChoice      `cmd:""`
		Draw        VerifyDraw        `cmd:""`
		Receipt     VerifyReceipt     `cmd:""`
		Certificate VerifyCertificate `cmd:""`
		Notice      VerifyNotice      `cmd:""`
	} `cmd:""`
}

// bench is a folder, and what the last command said.
type bench struct {
	testing.TB
	dir            string
	stdout, stderr bytes.Buffer
	json           bool
	aliases        func(kind, column string) ([]string, error)
}

func setup(t testing.TB) *bench {
	t.Helper()
	return &bench{TB: t, dir: t.TempDir()}
}

func (b *bench) path(name string) string { return filepath.Join(b.dir, name) }

// put writes a file and gives its path.
func (b *bench) put(name, text string) string {
	b.Helper()
	path := b.path(name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		b.Fatal(err)
	}
	return path
}

func (b *bench) read(name string) string {
	b.Helper()
	data, err := os.ReadFile(b.path(name))
	if err != nil {
		b.Fatal(err)
	}
	return string(data)
}

// run runs a command line.
func (b *bench) run(args ...string) error {
	b.Helper()
	b.stdout.Reset()
	b.stderr.Reset()
	parser, err := kong.New(&commandLine{}, kong.Exit(func(int) { b.Error("the command line ended the process") }))
	if err != nil {
		b.Fatal(err)
	}
	command, err := parser.Parse(args)
	if err != nil {
		return err
	}
	return command.Run(&Env{Stdout: &b.stdout, Stderr: &b.stderr, Lang: i18n.EN, JSON: b.json, Aliases: b.aliases})
}

func (b *bench) must(args ...string) {
	b.Helper()
	if err := b.run(args...); err != nil {
		b.Fatalf("%v: %v", args, err)
	}
}

// refusesChanges changes one bit of one of the files of an output a thousand times: each is
// found out, and none is an internal error.
func (b *bench) refusesChanges(what string, names ...string) {
	b.Helper()
	r := rand.New(rand.NewPCG(1, 1))
	for n := range 1000 {
		name := "out/" + names[r.IntN(len(names))]
		good := b.read(name)
		changed := []byte(good)
		changed[r.IntN(len(changed))] ^= 1 << r.IntN(8)
		b.put(name, string(changed))
		if err := b.run("verify", what, b.path("out")); err == nil {
			b.Fatalf("%d: a change of %s passed:\n%s", n, name, changed)
		} else if fault.Is(err, fault.Internal) {
			b.Fatalf("%d: %s: %v", n, name, err)
		}
		b.put(name, good)
	}
	b.must("verify", what, b.path("out"))
}
