package dbtest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
	"time"

	"muster/internal/frame/db/postgres"
)

// server is a PostgreSQL of this test process.
type server struct {
	folder  string
	port    int
	process *exec.Cmd
	mu      sync.Mutex
	admin   *postgres.Store
}

var (
	startOnce sync.Once
	running   *server
	startErr  error
)

func started() (*server, error) {
	startOnce.Do(func() { running, startErr = start() })
	return running, startErr
}

// stop ends the server with everything it has started, and forgets its folder.
func stop() {
	if running == nil {
		return
	}
	running.end()
}

func (s *server) end() {
	if s.process != nil && s.process.Process != nil {
		_ = syscall.Kill(-s.process.Process.Pid, syscall.SIGKILL)
		_ = s.process.Wait()
	}
	_ = os.RemoveAll(s.folder)
}

// binary finds a program of PostgreSQL: the newest that Debian has installed,
// or the one on the path.
func binary(name string) (string, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/" + name)
	if err == nil && len(found) > 0 {
		return found[len(found)-1], nil
	}
	return exec.LookPath(name)
}

func start() (s *server, err error) {
	s = &server{}
	defer func() {
		if err != nil {
			s.end()
		}
	}()
	initdb, err := binary("initdb")
	if err != nil {
		return s, err
	}
	serve, err := binary("postgres")
	if err != nil {
		return s, err
	}
	if s.folder, err = os.MkdirTemp("", "muster-postgres-"); err != nil {
		return s, err
	}
	who, err := identity(s.folder)
	if err != nil {
		return s, err
	}
	data := filepath.Join(s.folder, "data")
	create := exec.Command(initdb, "-D", data, "-U", "muster", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
	create.Dir, create.SysProcAttr = s.folder, &syscall.SysProcAttr{Credential: who}
	if out, err := create.CombinedOutput(); err != nil {
		return s, fmt.Errorf("initdb: %w: %s", err, out)
	}
	if s.port, err = freePort(); err != nil {
		return s, err
	}
	// What is tested is SQL, locks and transactions; a test server survives no
	// power cut, so it need not wait for the disk.
	s.process = exec.Command(serve, "-D", data, "-k", s.folder, "-p", strconv.Itoa(s.port), "-h", "127.0.0.1",
		"-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=400", "-c", "shared_buffers=64MB", "-c", "log_min_messages=fatal")
	s.process.Dir = s.folder
	s.process.SysProcAttr = &syscall.SysProcAttr{Credential: who, Setpgid: true, Pdeathsig: syscall.SIGKILL}
	if err = s.process.Start(); err != nil {
		return s, err
	}
	return s, s.connect()
}

// identity is who runs the server, which refuses to be root: the system's own
// account for it, to which the folder is given.
func identity(folder string) (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return nil, err
	}
	uid, err1 := strconv.Atoi(u.Uid)
	gid, err2 := strconv.Atoi(u.Gid)
	if err := errors.Join(err1, err2, os.Chown(folder, uid, gid)); err != nil {
		return nil, err
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	return l.Addr().(*net.TCPAddr).Port, l.Close()
}

func (s *server) address(database string) string {
	return fmt.Sprintf("postgres://muster@127.0.0.1:%d/%s?sslmode=disable", s.port, database)
}

// connect waits until the server answers, half a minute at most.
func (s *server) connect() (err error) {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	pause := time.NewTicker(50 * time.Millisecond)
	defer pause.Stop()
	for {
		if s.admin, err = postgres.Open(ctx, s.address("postgres")); err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return err
		case <-pause.C:
		}
	}
}

func (s *server) run(statement string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, err := s.admin.Admin().Exec(statement)
	return err
}
