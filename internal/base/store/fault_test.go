package store_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

func TestAFileThatIsNoDatabaseIsRefusedAndLeftAlone(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "care.db")
	content := make([]byte, 10_000)
	for i := range content {
		content[i] = byte(i * 7)
	}
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := store.Open(t.Context(), store.Options{Dir: dir})
	wantKey(t, err, "store.not_a_database")
	after, err := os.ReadFile(path)
	if err != nil || string(after) != string(content) {
		t.Errorf("the file was changed: %v", err)
	}
}

func TestAFolderThatCannotBeMadeIsToldSo(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := store.Open(t.Context(), store.Options{Dir: filepath.Join(file, "below")})
	wantKey(t, err, "store.cannot_open")
}

func TestAFolderInPlaceOfTheDatabaseIsToldSo(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "care.db"), 0o700); err != nil {
		t.Fatal(err)
	}
	_, err := store.Open(t.Context(), store.Options{Dir: dir})
	wantKey(t, err, "store.cannot_open")
}

func TestOnlyItsOwnerReadsTheDatabase(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := reopen(t, store.Options{Dir: dir})
	mustAdd(t, s, "a")
	for _, name := range []string{"care.db", "care.db-wal"} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v", name, info.Mode())
		}
	}
}

// TestTheCauseOfAFailureOfPostgreSQLIsTold: "check that its server is running" helps nobody whose server runs.
func TestTheCauseOfAFailureOfPostgreSQLIsTold(t *testing.T) {
	t.Parallel()
	answering := func(answer string) (database string) {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		must(t, err)
		t.Cleanup(func() { _ = l.Close() })
		go func() {
			for {
				c, err := l.Accept()
				if err != nil {
					return
				}
				_, _ = c.Read(make([]byte, 8)) // asks for TLS
				_, _ = c.Write([]byte(answer))
				_ = c.Close()
			}
		}()
		return "postgres://nobody@" + l.Addr().String() + "/none?sslmode=require"
	}
	for _, answer := range []string{"N", "SThis is no TLS at all."} {
		_, err := store.Open(t.Context(), store.Options{Dir: t.TempDir(), Database: answering(answer)})
		wantKey(t, err, "store.untrusted")
	}
	o := store.Options{Dir: t.TempDir(), Database: testkit.Postgres(t)}
	reopen(t, o)
	db := beside(t, o)
	for _, line := range []string{`DROP ROLE IF EXISTS crowded`, `CREATE ROLE crowded LOGIN CONNECTION LIMIT 0`} {
		_, err := db.Exec(line)
		must(t, err)
	}
	address, err := url.Parse(o.Database)
	must(t, err)
	as := func(user, setting, value string) store.Options {
		other := *address
		query := other.Query()
		if user != "" {
			other.User = url.User(user)
		}
		if setting != "" {
			query.Set(setting, value)
		}
		other.RawQuery = query.Encode()
		return store.Options{Dir: o.Dir, Database: other.String()}
	}
	_, err = store.Open(t.Context(), as("crowded", "", ""))
	wantKey(t, err, "store.crowded")
	if s, err := store.Open(t.Context(), as("", "default_transaction_read_only", "on")); err != nil {
		wantKey(t, err, "store.read_only")
	} else {
		wantKey(t, add(t.Context(), s, "x"), "store.read_only")
		must(t, s.Close())
	}
}

func TestADatabaseThatDoesNotAnswerIsToldSo(t *testing.T) {
	t.Parallel()
	_, err := store.Open(t.Context(), store.Options{Dir: t.TempDir(), Database: "postgres://nobody@127.0.0.1:1/none"})
	wantKey(t, err, "store.unreachable")
}

func TestAnAddressOfNoKnownDatabaseIsRefused(t *testing.T) {
	t.Parallel()
	_, err := store.Open(t.Context(), store.Options{Dir: t.TempDir(), Database: "mysql://somewhere"})
	wantKey(t, err, "store.unknown_database")
}

func TestALockHeldByAnotherProgramIsToldSoAndPasses(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := reopen(t, store.Options{Dir: dir, LockWait: 200 * time.Millisecond})
	mustAdd(t, s, "before")
	other, err := sql.Open("sqlite", "file:"+filepath.Join(dir, "care.db")+"?_txlock=immediate")
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	tx, err := other.Begin()
	if err != nil {
		t.Fatal(err)
	}
	err = add(t.Context(), s, "during")
	wantKey(t, err, "store.locked")
	if errs.KindOf(err) != errs.Unavailable {
		t.Errorf("kind = %v", errs.KindOf(err))
	}
	wantCodes(t, s, "before") // reading goes on
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	mustAdd(t, s, "later")
	wantCodes(t, s, "before", "later")
	wantWhole(t, s)
}

func TestAHeadLockedByAnotherProgramIsToldSoAndPasses(t *testing.T) {
	t.Parallel()
	address := testkit.Postgres(t)
	s := reopen(t, store.Options{Dir: t.TempDir(), Database: address, LockWait: 1500 * time.Millisecond}) // also what a busy machine has to connect
	tx, err := pgx(t, address).Begin()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec(`SELECT size FROM care.audit_head FOR UPDATE`); err != nil {
		t.Fatal(err)
	}
	wantKey(t, add(t.Context(), s, "during"), "store.locked")
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	mustAdd(t, s, "later")
	wantCodes(t, s, "later")
}

func TestAConnectionThatBreaksIsToldSoAndMadeAgain(t *testing.T) {
	t.Parallel()
	address := testkit.Postgres(t)
	s := reopen(t, store.Options{Dir: t.TempDir(), Database: address})
	mustAdd(t, s, "before")
	other := pgx(t, address)
	const cut = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'approdo' AND datname = current_database()`
	err := s.Write(t.Context(), operator, func(tx *store.Tx) error {
		if err := addCode(tx, "during"); err != nil {
			return err
		}
		_, err := other.Exec(cut)
		return err
	})
	wantKey(t, err, "store.unreachable")
	mustAdd(t, s, "later")
	wantCodes(t, s, "before", "later")
	if _, err := other.Exec(cut); err != nil { // while nobody needs them
		t.Fatal(err)
	}
	mustAdd(t, s, "last")
	wantCodes(t, s, "before", "last", "later")
	wantWhole(t, s)
}

// pgx connects past the store.
func pgx(t *testing.T, address string) *sql.DB {
	t.Helper()
	db, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func TestAWriteRunsAgainWhenTheDatabaseAsks(t *testing.T) {
	t.Parallel()
	s := reopen(t, store.Options{Dir: t.TempDir(), Database: testkit.Postgres(t)})
	for _, code := range []string{"40001", "40P01"} {
		runs := 0
		err := s.Write(t.Context(), operator, func(tx *store.Tx) error {
			runs++
			if err := addCode(tx, code); err != nil {
				return err
			}
			if runs == 1 {
				_, err := tx.Exec(`DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '` + code + `'; END $$`)
				return err
			}
			return nil
		})
		if err != nil || runs != 2 {
			t.Errorf("%s: %d runs, %v", code, runs, err)
		}
	}
	wantCodes(t, s, "40001", "40P01")
	wantWhole(t, s)
}

// TestAFullDiskLosesNothing runs in a child process, whose files the system is told not to let grow.
func TestAFullDiskLosesNothing(t *testing.T) {
	t.Parallel()
	o := store.Options{Dir: t.TempDir()}
	c := spawn(t, "disk", "", o)
	if err := c.Run(); err != nil {
		t.Fatal(err)
	}
	s := reopen(t, o)
	kept := map[string]bool{}
	for _, code := range codes(t, s) {
		kept[code] = true
	}
	if !kept["before"] || !kept["after"] || kept["big"] {
		t.Errorf("before %v, after %v, refused %v", kept["before"], kept["after"], kept["big"])
	}
	wantWhole(t, s)
}

// fillDisk writes until the disk is full, several times at different moments, and once more when there is room again.
func fillDisk(s *store.Store) error {
	signal.Ignore(syscall.SIGXFSZ) // the write fails instead
	ctx := context.Background()
	if err := add(ctx, s, "before"); err != nil {
		return err
	}
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	for room := uint64(1 << 10); room <= 1<<20; room *= 4 {
		full := limit
		full.Cur = room
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &full); err != nil {
			return err
		}
		err := s.Write(ctx, operator, func(tx *store.Tx) error {
			for i := range 5_000 {
				if err := addCode(tx, fmt.Sprint("row ", i)); err != nil {
					return err
				}
			}
			return addCode(tx, "big")
		})
		if e, ok := errs.Of(err); !ok || e.Key != "store.disk_full" {
			return fmt.Errorf("with room for %d bytes: %w", room, errors.Join(errors.New("want store.disk_full"), err))
		}
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
			return err
		}
		if err := add(ctx, s, fmt.Sprint("room-", room)); err != nil {
			return fmt.Errorf("after a full disk: %w", err)
		}
	}
	return add(ctx, s, "after")
}

// TestWhatRestsOnSomethingThatIsGoneIsAConflict, and no fault of the program: two people do both in one moment.
func TestWhatRestsOnSomethingThatIsGoneIsAConflict(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		err := s.Write(t.Context(), operator, func(tx *store.Tx) error {
			tx.Note("test", "resting", nil)
			_, err := tx.Exec(`INSERT INTO network_units (id, organisation_id, code, name, kind, province) VALUES ('u', 'nobody', 'u', 'U', 'desk', 'IT-BS')`)
			return err
		})
		wantKey(t, err, "store.gone_meanwhile")
	})
}

// Whoever may connect can hold the lock that writers share. They keep everybody from writing, and nobody waiting: each is told so with a sentence, reads go on, and so do writes once it is let go.
func TestALockThatSomebodyHoldsKeepsNobodyWaiting(t *testing.T) {
	t.Parallel()
	o := store.Options{Dir: t.TempDir(), Database: testkit.Postgres(t), LockWait: time.Second}
	s := reopen(t, o)
	mustAdd(t, s, "before")
	holder, err := beside(t, o).Conn(t.Context())
	must(t, err)
	defer holder.Close()
	_, err = holder.ExecContext(t.Context(), `SELECT pg_advisory_lock(1634758770)`)
	must(t, err)
	begun := time.Now()
	wantKey(t, add(t.Context(), s, "meanwhile"), "store.locked")
	if took := time.Since(begun); took > 20*time.Second {
		t.Errorf("a write waits %s", took)
	}
	if n := len(codes(t, s)); n != 1 {
		t.Errorf("%d codes are read meanwhile", n)
	}
	_, err = holder.ExecContext(t.Context(), `SELECT pg_advisory_unlock(1634758770)`)
	must(t, err)
	mustAdd(t, s, "after")
}
