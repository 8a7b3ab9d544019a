package crash

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"muster/internal/api"
	"muster/internal/app"
	"muster/internal/frame/db"
	"muster/internal/frame/db/sqlite"
)

// The environment that makes the test binary a child.
const (
	childDir   = "MUSTER_CRASH_CHILD" // the installation that it serves
	childEarly = "MUSTER_CRASH_EARLY" // it answers before the commit: the control
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" {
		fmt.Fprintln(os.Stderr, serve(dir))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// serve serves an installation until it is killed. The address goes to standard
// output as soon as it answers.
func serve(dir string) error {
	ctx := context.Background()
	options := app.Options{Dir: dir}
	if os.Getenv(childEarly) != "" {
		store, err := sqlite.Open(ctx, filepath.Join(dir, "muster.db"))
		if err != nil {
			return err
		}
		options.Store = early{store}
	}
	a, err := app.Open(ctx, options)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println(listener.Addr())
	return http.Serve(listener, api.New(api.Deps{App: a}))
}

// early is a store that breaks its promise: it answers once a transaction has
// run, while its commit is still on the way.
type early struct{ db.Store }

// Write answers before the commit.
func (s early) Write(ctx context.Context, fn func(*db.Tx) error) error {
	ran := make(chan error, 2)
	go func() {
		err := s.Store.Write(context.WithoutCancel(ctx), func(tx *db.Tx) error {
			err := fn(tx)
			select {
			case ran <- err:
			default:
			}
			return err
		})
		select {
		case ran <- err:
		default:
		}
	}()
	return <-ran
}

// child is a running child process.
type child struct {
	command *exec.Cmd
	url     string
}

func start(t *testing.T, dir string, control bool) child {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(self)
	command.Env = append(os.Environ(), childDir+"="+dir)
	if control {
		command.Env = append(command.Env, childEarly+"=1")
	}
	command.Stderr = os.Stderr
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = command.Process.Kill() })
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("the child did not come up: %v", err)
	}
	return child{command, "http://" + strings.TrimSpace(address)}
}

// kill ends the child with SIGKILL, at once.
func (c child) kill() { _ = c.command.Process.Kill() }

// gone waits until the child is dead.
func (c child) gone() { _ = c.command.Wait() }
