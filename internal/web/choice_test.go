package web_test

import (
	"archive/zip"
	"bytes"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"muster/internal/cli/tool"
	"muster/internal/frame/i18n"
	"muster/internal/web/webtest"
)

// TestChoiceFiles: whoever is on a list downloads files from which the published
// command re-computes it, and finds one changed score; no name is in them, and
// who has nothing to do with the list gets none.
func TestChoiceFiles(t *testing.T) {
	t.Parallel()
	b := webtest.New(t).Selection()
	b.Citizen("测试甲01", "candidate")
	b.Person("局外人", 91, webtest.Village)
	b.Citizen("局外人", "outsider")
	b.WithPasswords()
	server := serve(t, b)
	path := "/choice/" + string(b.Ranking.County) + "/" + string(b.Ranking.Subject)
	for _, who := range []string{"selector", "candidate"} {
		dir := t.TempDir()
		unpack(t, as(t, server.URL, who).get(path).want(t, http.StatusOK).Body, dir)
		if said, err := recompute(dir); err != nil {
			t.Fatalf("%s: %v\n%s", who, err, said)
		}
		people, err := os.ReadFile(filepath.Join(dir, "candidates.csv"))
		if err != nil || strings.Contains(string(people), "测试") {
			t.Errorf("a name is in the files, %v", err)
		}
		changed := bytes.Replace(people, []byte(",0,"), []byte(",7,"), 1)
		if bytes.Equal(changed, people) {
			changed = append(people, people[bytes.IndexByte(people, '\n')+1:bytes.IndexByte(people, '\n')+2]...)
		}
		if err := os.WriteFile(filepath.Join(dir, "candidates.csv"), changed, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := recompute(dir); err == nil {
			t.Error("a changed file was not found")
		}
	}
	for _, who := range []string{"outsider", "leader"} {
		if got := as(t, server.URL, who).get(path); got.Status == http.StatusOK {
			t.Errorf("%s got the files", who)
		}
	}
}

func recompute(dir string) (string, error) {
	var out, said bytes.Buffer
	err := (&tool.VerifyChoice{Files: []string{dir}}).Run(&tool.Env{Stdout: &out, Stderr: &said, Lang: i18n.EN})
	return out.String() + said.String(), err
}

func unpack(t *testing.T, archive, dir string) {
	t.Helper()
	z, err := zip.NewReader(strings.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(in)
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, filepath.Base(f.Name)), data, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}
