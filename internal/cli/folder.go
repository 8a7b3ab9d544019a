package cli

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"muster/internal/app"
	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/db"
	"muster/internal/frame/db/postgres"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/frame/register"
	"muster/internal/office/staff"
)

// Folder names an installation and who acts on it.
type Folder struct {
	Dir string `required:"" type:"path" help:"Folder of the installation." placeholder:"D"`
	DB  string `name:"db" env:"MUSTER_DB" help:"PostgreSQL address; the keys stay in the folder." placeholder:"postgres://…"`
	As  string `help:"Sign-in name of who acts (default: the first administrator)." placeholder:"USER"`
}

func (f *Folder) folder() *Folder { return f }

// onFolder is a command on an installation. A running server carries it out on
// behalf of whoever owns the folder; otherwise the command opens it itself.
type onFolder interface {
	folder() *Folder
	run(env *Env, a *app.App) error
}

// onFolder finds the command by its name, nil for one that needs no open
// installation.
func (g *Grammar) onFolder(command string) onFolder {
	name, _, _ := strings.Cut(command, " <")
	if strings.HasPrefix(name, "witness ") {
		return g.Witness.onFolder(name)
	}
	return map[string]onFolder{"import": &g.Import, "export": &g.Export, "act": &g.Act, "verify log": &g.Verify.Log, "verify scores": &g.Verify.Scores, "backup": &g.Backup,
		"receipt": &g.Receipt, "notice": &g.Notice, "due": &g.Due, "missing": &g.Missing, "verification": &g.Verification, "duplicates": &g.Duplicates, "user token": &g.User.Token, "user add": &g.User.Add, "user bind": &g.User.Bind, "user list": &g.User.List, "user password": &g.User.Password, "doctor": &g.Doctor,
		"whatif": &g.WhatIf, "trend": &g.Trend, "cohort": &g.Cohort, "forecast show": &g.Forecast.Show}[name]
}

// open opens the installation of a command.
func (f *Folder) open(ctx context.Context, demo bool) (*app.App, error) {
	store, err := f.store(ctx)
	if err != nil {
		return nil, err
	}
	return app.Open(ctx, app.Options{Dir: f.Dir, Demo: demo, Store: store})
}

// store opens the database of an installation without reading it.
func (f *Folder) store(ctx context.Context) (db.Store, error) {
	if f.DB == "" {
		return app.OpenStore(ctx, f.Dir)
	}
	store, err := postgres.Open(ctx, f.DB)
	if err != nil {
		return nil, fault.New(fault.Unavailable, "db.unreachable", "连接不上数据库:{error}", "The database cannot be reached: {error}", "error", err)
	}
	return store, nil
}

// longestSocket is how many bytes the path of a socket may have on every system:
// macOS and the BSDs end at 103, Linux at 107.
const longestSocket = 100

// socketPath is where the server that holds a folder listens. Where the path of
// the folder is too long for a socket it is a short one among the temporary
// files, named by a digest of the folder, in a folder of its owner.
func socketPath(dir string) string {
	if path := filepath.Join(dir, "muster.sock"); len(path) <= longestSocket {
		return path
	}
	if real, err := filepath.EvalSymlinks(dir); err == nil {
		dir = real
	}
	if absolute, err := filepath.Abs(dir); err == nil {
		dir = absolute
	}
	sum := sha256.Sum256([]byte(dir))
	return filepath.Join(shortFolder(), hex.EncodeToString(sum[:12])+".sock")
}

func shortFolder() string { return filepath.Join(os.TempDir(), fmt.Sprintf("muster-%d", os.Getuid())) }

// ownFolder makes the folder of a socket and refuses one that somebody else made
// or may enter: whoever owns it could pass for the server.
func ownFolder(path string) error {
	if filepath.Dir(path) != shortFolder() {
		return nil
	}
	if err := os.Mkdir(shortFolder(), 0o700); err != nil && !errors.Is(err, os.ErrExist) {
		return err
	}
	return guarded(shortFolder())
}

// guarded is nil where only the caller can enter a folder.
func guarded(folder string) error {
	info, err := os.Lstat(folder)
	if err != nil {
		return err
	}
	if !info.IsDir() || info.Mode().Perm()&0o077 != 0 || !owned(info) {
		return fault.New(fault.Denied, "socket.open", "文件夹 {dir} 须归本人所有且他人不能进入。", "The folder {dir} must be yours, and closed to others.", "dir", folder)
	}
	return nil
}

// runOnFolder carries out a command through the server that holds the folder,
// or alone.
func runOnFolder(env *Env, g *Grammar, name string, c onFolder) error {
	path := socketPath(c.folder().Dir)
	if _, err := os.Lstat(path); err == nil && filepath.Dir(path) == shortFolder() {
		if err := guarded(shortFolder()); err != nil {
			return err
		}
	}
	conn, err := net.Dial("unix", path)
	if err == nil {
		_ = conn.Close()
		return runRemote(env, g, name, c.folder().Dir)
	}
	a, err := c.folder().open(env, false)
	if err != nil {
		return err
	}
	return errors.Join(c.run(env, a), a.Close())
}

// order is a command on its way to the server.
type order struct {
	Command string  `json:"command"`
	Grammar Grammar `json:"grammar"`
	Lang    string  `json:"lang"`
}

// piece is a part of a command's answer.
type piece struct {
	Out  []byte `json:"out,omitempty"`
	Err  []byte `json:"err,omitempty"`
	Exit *int   `json:"exit,omitempty"`
}

func runRemote(env *Env, g *Grammar, name, dir string) error {
	body, err := json.Marshal(order{name, *g, string(env.Lang)})
	if err != nil {
		return err
	}
	client := http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "unix", socketPath(dir))
	}}}
	request, err := http.NewRequestWithContext(env, http.MethodPost, "http://muster/command", strings.NewReader(string(body)))
	if err != nil {
		return err
	}
	answer, err := client.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	for in := json.NewDecoder(answer.Body); ; {
		var p piece
		if err := in.Decode(&p); err != nil {
			return fmt.Errorf("the server broke off: %w", err)
		}
		_, _ = env.Stdout.Write(p.Out)
		_, _ = env.Stderr.Write(p.Err)
		if p.Exit != nil {
			return done(*p.Exit)
		}
	}
}

func done(code int) error {
	if code == 0 {
		return nil
	}
	return exitCode(code)
}

// listenLocal serves commands on the socket of the folder, which only its owner
// can open, until ctx ends.
func listenLocal(ctx context.Context, dir string, a *app.App) error {
	path := socketPath(dir)
	if err := ownFolder(path); err != nil {
		return err
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) { // the lock on the keys says that no server lives
		return err
	}
	listener, err := net.Listen("unix", path)
	if err != nil {
		return err
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return errors.Join(err, listener.Close())
	}
	server := &http.Server{Handler: localHandler(a), ReadHeaderTimeout: 10 * time.Second}
	go func() {
		<-ctx.Done()
		_ = server.Close()
	}()
	go func() { _ = server.Serve(listener) }()
	return nil
}

func localHandler(a *app.App) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var o order
		if err := json.NewDecoder(r.Body).Decode(&o); err != nil {
			http.Error(w, "not a command", http.StatusBadRequest)
			return
		}
		out := json.NewEncoder(w)
		env := &Env{Context: r.Context(), Stdin: strings.NewReader(""), Lang: i18n.Lang(o.Lang), JSON: o.Grammar.JSON,
			Stdout: pieces{out, w, func(p []byte) piece { return piece{Out: p} }}, Stderr: pieces{out, w, func(p []byte) piece { return piece{Err: p} }}}
		code := 2
		if c := o.Grammar.onFolder(o.Command); c != nil {
			code = finish(env, c.run(env, a))
		}
		_ = out.Encode(piece{Exit: &code})
	})
}

// pieces is a writer whose writes travel as pieces of an answer.
type pieces struct {
	out  *json.Encoder
	to   io.Writer
	wrap func([]byte) piece
}

// Write implements io.Writer.
func (p pieces) Write(b []byte) (int, error) {
	if err := p.out.Encode(p.wrap(b)); err != nil {
		return 0, err
	}
	if f, ok := p.to.(http.Flusher); ok {
		f.Flush()
	}
	return len(b), nil
}

// actor finds who acts: the account in the first of its posts whose role one of
// the grants names.
func (f *Folder) actor(a *app.App, grants []access.Grant) (access.Actor, access.Purpose, error) {
	login := f.As
	if login == "" {
		if login = a.FirstAdministratorLogin(); login == "" {
			return access.Actor{}, "", fault.New(fault.Denied, "as.nobody", "没有可用的管理员账号;请用 --as 指明由谁办理。", "No open account administers this installation; name who acts with --as.")
		}
	}
	account, ok := a.Directory.Login(login)
	if !ok || account.State != staff.Open {
		return access.Actor{}, "", fault.New(fault.Denied, "as.unknown", "没有可用的账号“{login}”。", "There is no open account {login}.", "login", login)
	}
	for _, p := range a.Directory.PostsOf(account.ID, a.Today()) {
		actor := staff.ActorIn(a.Road.Tree(), account, p, access.Strong)
		purpose := register.FirstPurpose(grants, actor)
		if access.AnyRole(grants, actor, purpose) {
			return actor, purpose, nil
		}
	}
	return access.Actor{}, "", fault.New(fault.Denied, "as.role", "账号“{login}”没有办理此事的岗位。", "The account {login} holds no post that may do this.", "login", login)
}

// kindOf finds a kind of act by name.
func kindOf(a *app.App, name string) (*act.Kind, error) {
	if k := a.Book.Kind(name); k != nil {
		return k, nil
	}
	return nil, fault.New(fault.Usage, "act.unknown", "没有“{kind}”这种事项。", "There is no act {kind}.", "kind", name)
}
