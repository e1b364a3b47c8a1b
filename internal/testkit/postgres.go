package testkit

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"approdo/internal/base/store"
)

// Postgres is the address of a new, empty PostgreSQL database. All tests of a process share one throwaway server, made
// by initdb on a Unix socket; it ends with the process, also when that is killed. Where PostgreSQL is not installed the
// test is skipped, except in continuous integration (CI=true), where it fails. With -short it is skipped too: see make quick.
func Postgres(t testing.TB) string {
	t.Helper()
	return database(t, (*cluster).create)
}

// database makes a database for one test on the shared server.
func database(t testing.TB, create func(*cluster) (string, error)) string {
	t.Helper()
	if testing.Short() {
		t.Skip("on SQLite only, with -short")
	}
	c, err := theCluster()
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("PostgreSQL is required with CI=true: %v", err)
		}
		t.Skipf("PostgreSQL is not available here: %v", err)
	}
	name, err := create(c)
	if err != nil {
		t.Fatalf("create a test database: %v", err)
	}
	return c.address(name) // it goes with the server: to drop it takes as long as to make it
}

// DurablePostgres starts a throwaway server that does wait for the disk, and gives the address of an empty database on
// it. It is for measuring. The server runs until stop, or the end of the process.
func DurablePostgres() (address string, stop func() error, err error) {
	c, err := startCluster("on")
	if err != nil {
		return "", nil, err
	}
	name, err := c.create()
	if err != nil {
		return "", nil, errors.Join(err, c.stop())
	}
	return c.address(name), c.stop, nil
}

type cluster struct {
	dir       string // of its files and its socket
	programs  string
	databases atomic.Int64
	template  func() (string, error) // makes a database with tables, once, and tells its name
	guard     *exec.Cmd              // runs the server, and ends it when the leash is let go
	leash     io.Closer              // held here, since the collector closes a file that nobody holds
}

// theCluster is of the tests. Nothing on it has to survive, so it does not wait for the disk.
var theCluster = sync.OnceValues(func() (*cluster, error) { return startCluster("off") })

// startCluster makes the server's files, starts a guard over it, and waits until it answers. fsync is on or off.
func startCluster(fsync string) (c *cluster, err error) {
	initdb, err := findInitdb()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "pg") // short: a socket's path has at most 107 bytes
	if err != nil {
		return nil, err
	}
	defer func() {
		if c == nil { // no guard that would do it
			err = errors.Join(err, os.RemoveAll(dir))
		}
	}()
	as, err := unprivileged(dir)
	if err != nil {
		return nil, err
	}
	data := filepath.Join(dir, "data")
	init := as(initdb, "--pgdata", data, "--auth", "trust", "--username", "approdo", "--encoding", "UTF8", "--locale", "C", "--no-sync")
	if out, err := init.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("initdb: %w: %s", err, out)
	}
	guard := as("/bin/sh", "-c", guardScript, "guard", filepath.Join(filepath.Dir(initdb), "postgres"), data, dir, fsync)
	// The guard reads from us. When this process ends, in whatever way, the pipe closes, and the guard stops the server.
	leash, err := guard.StdinPipe()
	if err != nil {
		return nil, err
	}
	if err := guard.Start(); err != nil {
		return nil, err
	}
	c = &cluster{dir: dir, programs: filepath.Dir(initdb), guard: guard, leash: leash}
	c.template = sync.OnceValues(c.migrate)
	return c, c.wait()
}

// guardScript runs the server ($1) on data ($2) with its socket in $3 until its input ends, then removes everything.
// $4 says whether the server waits for the disk. It does nothing of its own accord meanwhile.
const guardScript = `trap '' INT TERM HUP
"$1" -D "$2" -k "$3" -c listen_addresses= -c fsync="$4" -c synchronous_commit="$4" -c full_page_writes="$4" \
  -c max_connections=200 -c jit=off -c autovacuum=off -c checkpoint_timeout=1d -c max_wal_size=8GB >"$3/log" 2>&1 &
cat >/dev/null
kill -QUIT $!
wait $!
rm -rf "$3"`

// findInitdb looks where Debian keeps the server's programs, the newest version first, and then in PATH.
func findInitdb() (string, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil {
		return "", err
	}
	if len(found) > 0 {
		slices.SortFunc(found, func(a, b string) int { return version(b) - version(a) })
		return found[0], nil
	}
	path, err := exec.LookPath("initdb")
	if err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(path) // postgres stands beside the true file
}

// version is the N of /usr/lib/postgresql/N/bin/initdb; what is no number comes last.
func version(path string) int {
	n, _ := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(path))))
	return n
}

// unprivileged gives dir to the user the server will run as, and tells how to run a command as that user. PostgreSQL
// refuses to run as root, so root becomes nobody.
func unprivileged(dir string) (func(name string, args ...string) *exec.Cmd, error) {
	if os.Getuid() != 0 {
		return func(name string, args ...string) *exec.Cmd { return inside(dir, exec.Command(name, args...)) }, nil
	}
	nobody, err := user.Lookup("nobody")
	if err != nil {
		return nil, err
	}
	uid, errUID := strconv.Atoi(nobody.Uid)
	gid, errGID := strconv.Atoi(nobody.Gid)
	if err := errors.Join(errUID, errGID, os.Chown(dir, uid, gid)); err != nil {
		return nil, err
	}
	return func(name string, args ...string) *exec.Cmd {
		drop := []string{"--reuid", nobody.Uid, "--regid", nobody.Gid, "--clear-groups", "--", name}
		return inside(dir, exec.Command("setpriv", append(drop, args...)...))
	}, nil
}

// inside runs a command in a folder it may enter.
func inside(dir string, c *exec.Cmd) *exec.Cmd {
	c.Dir = dir
	return c
}

func (c *cluster) address(database string) string {
	u := url.URL{Scheme: "postgres", User: url.User("approdo"), Path: "/" + database, RawQuery: url.Values{"host": {c.dir}, "sslmode": {"disable"}}.Encode()}
	return u.String()
}

// stop ends the server and waits until its files are gone.
func (c *cluster) stop() error {
	return errors.Join(c.leash.Close(), c.guard.Wait())
}

// create makes an empty database.
func (c *cluster) create() (name string, err error) {
	name = fmt.Sprintf("test_%d", c.databases.Add(1))
	return name, c.run("createdb", "--maintenance-db", "postgres", name)
}

// copied makes a database whose tables stand already, which is quicker than making them for each test.
func (c *cluster) copied() (name string, err error) {
	template, err := c.template()
	if err != nil {
		return "", err
	}
	name = fmt.Sprintf("test_%d", c.databases.Add(1))
	return name, c.run("createdb", "--maintenance-db", "postgres", "--template", template, name)
}

// ClonePostgres makes a database that holds what another one on the shared server does, to which nobody is connected. It is gone when the test ends, since whoever clones makes many.
func ClonePostgres(t testing.TB, address string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return database(t, func(c *cluster) (string, error) {
		name := fmt.Sprintf("test_%d", c.databases.Add(1))
		err := c.run("createdb", "--maintenance-db", "postgres", "--template", strings.TrimPrefix(u.Path, "/"), name)
		if err == nil {
			t.Cleanup(func() {
				if err := c.run("dropdb", "--maintenance-db", "postgres", "--force", name); err != nil {
					t.Errorf("drop a test database: %v", err)
				}
			})
		}
		return name, err
	})
}

func (c *cluster) migrate() (name string, err error) {
	name, err = c.create()
	if err != nil {
		return "", err
	}
	s, err := store.Open(context.Background(), store.Options{Database: c.address(name)})
	if err != nil {
		return "", err
	}
	return name, s.Close()
}

// run starts one of the programs that come with the server (createdb, dropdb, pg_isready).
func (c *cluster) run(program string, args ...string) error {
	args = append([]string{"--host", c.dir, "--username", "approdo"}, args...)
	if out, err := exec.Command(filepath.Join(c.programs, program), args...).CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w: %s", program, err, out)
	}
	return nil
}

// wait returns when the server answers.
func (c *cluster) wait() error {
	var err error
	for until := time.Now().Add(20 * time.Second); time.Now().Before(until); time.Sleep(20 * time.Millisecond) {
		if err = c.run("pg_isready"); err == nil {
			return nil
		}
	}
	log, _ := os.ReadFile(filepath.Join(c.dir, "log"))
	return fmt.Errorf("the server does not answer: %w: %s", err, log)
}
