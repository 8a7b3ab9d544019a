package cli

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"muster/internal/app"
)

// TestLongFolder serves a folder whose path is too long for a socket.
func TestLongFolder(t *testing.T) {
	short := t.TempDir()
	t.Setenv("TMPDIR", short)
	dir := filepath.Join(t.TempDir(), strings.Repeat("long", 30))
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	if err := listenLocal(ctx, dir, &app.App{}); err != nil {
		t.Fatal(err)
	}
	path := socketPath(dir)
	if len(path) > longestSocket || socketPath(dir+"x") == path || !strings.HasPrefix(path, short) {
		t.Errorf("the socket is %s", path)
	}
	conn, err := net.Dial("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	_ = conn.Close()
	for _, name := range []string{path, filepath.Dir(path)} {
		if info, err := os.Lstat(name); err != nil || info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s is open to others: %v %v", name, info.Mode(), err)
		}
	}
	if err := os.Chmod(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := listenLocal(ctx, dir, &app.App{}); err == nil {
		t.Error("a folder that others may enter was taken")
	}
}

// TestShortFolder keeps the socket beside the database where it fits.
func TestShortFolder(t *testing.T) {
	t.Parallel()
	if got := socketPath("/srv/muster"); got != "/srv/muster/muster.sock" {
		t.Errorf("the socket is %s", got)
	}
}
