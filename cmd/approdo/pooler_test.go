package main_test

import (
	"database/sql"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"approdo/internal/testkit"
)

// bouncer starts PgBouncer before a database, and gives the address behind which it passes connections on by session or by transaction.
func bouncer(t *testing.T, address, mode string) string {
	t.Helper()
	at, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	port := port(t)
	dir, err := os.MkdirTemp("", "pool")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	settings := fmt.Sprintf("[databases]\n* = host=%s user=approdo\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = %s\nunix_socket_dir =\nauth_type = any\npool_mode = %s\nignore_startup_parameters = extra_float_digits\n",
		at.Query().Get("host"), port, mode)
	path := filepath.Join(dir, "pgbouncer.ini")
	if err := os.WriteFile(path, []byte(settings), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	args := []string{path}
	if os.Geteuid() == 0 {
		args = append([]string{"-u", "nobody"}, args...)
	}
	cmd := exec.Command("pgbouncer", args...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGINT)
		_ = cmd.Wait()
	})
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		if c, err := net.Dial("tcp", "127.0.0.1:"+port); err == nil {
			_ = c.Close()
			break
		}
		if time.Now().After(end) {
			t.Fatal("PgBouncer does not answer")
		}
	}
	return "postgres://approdo@127.0.0.1:" + port + at.Path + "?sslmode=disable"
}

// TestAPoolerPassesOnSessionsOrIsRefused: behind one that gives each transaction another connection tables came to stand in the wrong schema. It is refused before anything is made; one that keeps sessions serves.
func TestAPoolerPassesOnSessionsOrIsRefused(t *testing.T) {
	t.Parallel()
	needs(t, "pgbouncer")
	address := testkit.Postgres(t)
	network, dir := file(t, "network.yaml", staffed), t.TempDir()
	pooled := []string{"APPRODO_DATABASE=" + bouncer(t, address, "transaction")}
	if a := runs(t, binary, pooled, "init", network, "--dir", dir); a.status != 1 || !strings.Contains(a.err, "pool_mode = session") {
		t.Errorf("behind a pooler of transactions: %d %s%s", a.status, a.out, a.err)
	}
	db, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var tables int
	if err := db.QueryRow(`SELECT COUNT(*) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`).Scan(&tables); err != nil || tables != 0 {
		t.Errorf("%d tables were made, %v", tables, err)
	}
	session := bouncer(t, address, "session")
	said := on(t, session, "init", network, "--dir", dir)
	s := serving(t, dir, session, invitation(t, said, "nora"))
	s.record(t, s.unit(t), 20)
	on(t, session, "audit", "--dir", dir)
	if err := db.QueryRow(`SELECT COUNT(*) FROM pg_tables WHERE schemaname = 'public'`).Scan(&tables); err != nil || tables != 0 {
		t.Errorf("%d tables stand in the wrong schema, %v", tables, err)
	}
}
