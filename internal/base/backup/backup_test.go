package backup_test

import (
	"bytes"
	"errors"
	"io"
	"math"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"approdo/internal/base/audit"
	"approdo/internal/base/backup"
	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

// What was saved from either database is restored into either: every table, row for row.
func TestABackupIsRestoredOnEitherDatabase(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		testkit.RandomNetwork(t, s, 7)
		strange(t, s)
		want := counts(t, s)
		k := newKey(t)
		file := saved(t, s, lock(t, k))
		for name, postgres := range map[string]bool{"into sqlite": false, "into postgres": true} {
			t.Run(name, func(t *testing.T) {
				sealed, err := backup.Open(bytes.NewReader(file))
				must(t, err)
				if sealed.Header.Key != k.ID || sealed.Header.Recovery != k.Recovery {
					t.Errorf("header %+v", sealed.Header)
				}
				r, err := sealed.UnlockWith(gather(t).opens(t, k, 2, 0))
				must(t, err)
				o := place(t, postgres)
				must(t, restore(t.Context(), o, r))
				if string(r.KeyFile) != "the key file" {
					t.Errorf("key file %q", r.KeyFile)
				}
				if string(r.Trust) != "who founded" {
					t.Errorf("file of trust %q", r.Trust)
				}
				restored, err := store.Open(t.Context(), o)
				must(t, err)
				defer restored.Close()
				if table, differ := backup.Differs(want, counts(t, restored)); differ {
					t.Errorf("%s differs", table)
				}
				must(t, restored.Read(t.Context(), operator, func(tx *store.Tx) error {
					head, err := store.TrailHead(tx)
					if err == nil && (head.Size != r.Manifest.Entries || head.Size == 0) {
						t.Errorf("%d entries, the manifest says %d", head.Size, r.Manifest.Entries)
					}
					v, broken := store.VerifyTrail(tx, audit.Check{})
					if v.Fault != nil {
						t.Errorf("the trail is %s at %d", v.Fault.Problem, v.Fault.N)
					}
					return errors.Join(err, broken)
				}))
				// The next write continues the trail.
				must(t, restored.Write(t.Context(), operator, func(tx *store.Tx) error {
					backup.Restored(tx, r.Manifest, 0, false)
					return nil
				}))
			})
		}
	})
}

// strange writes values at the edges of every type.
func strange(t *testing.T, s *store.Store) {
	t.Helper()
	must(t, s.Write(t.Context(), operator, func(tx *store.Tx) error {
		for i, c := range []struct {
			text  string
			n     int64
			bytes []byte
		}{
			{"", math.MinInt64, []byte{}},
			{`"'; DROP TABLE x; -- ` + "\n\r\t", math.MaxInt64, []byte{0, 255, 0}},
			{"Ἀφροδίτη 𝕏 \u202e", 0, bytes.Repeat([]byte("0123456789abcdef"), 40_000)},
		} {
			_, err := tx.Exec(`INSERT INTO backup_backups (id, made, key, digest, size, entries) VALUES ($1, $2, $3, $4, $5, $6)`,
				strings.Repeat("x", i+1), c.text, c.text, c.bytes, c.n, -c.n)
			if err != nil {
				return err
			}
		}
		tx.Note("strange", "values", nil)
		return nil
	}))
}

// No table is forgotten: those inside are all that any migration makes, whoever adds one.
func TestEveryTableOfEveryMigrationIsInside(t *testing.T) {
	t.Parallel()
	s := testkit.Store(t)
	var inside []string
	for _, c := range counts(t, s) {
		inside = append(inside, c.Table)
	}
	files, err := os.ReadDir("../store/migrations/care")
	must(t, err)
	var made []string
	for _, f := range files {
		text, err := os.ReadFile("../store/migrations/care/" + f.Name())
		must(t, err)
		for _, m := range regexp.MustCompile(`(?m)^ALTER TABLE ([a-z_]+) RENAME TO ([a-z_]+);`).FindAllStringSubmatch(string(text), -1) {
			made[slices.Index(made, m[1])] = m[2]
		}
		for _, m := range regexp.MustCompile(`(?m)^(CREATE|DROP) TABLE (?:IF NOT EXISTS )?([a-z_]+)`).FindAllStringSubmatch(string(text), -1) {
			if made = slices.DeleteFunc(made, func(n string) bool { return n == m[2] }); m[1] == "CREATE" {
				made = append(made, m[2])
			}
		}
	}
	slices.Sort(made)
	if len(made) < 20 || !slices.Equal(inside, made) {
		t.Errorf("inside are\n%q, migrations make\n%q", inside, made)
	}
}

func TestOneShareOrAStrangersOpensNothing(t *testing.T) {
	t.Parallel()
	s := testkit.Store(t)
	k, other := newKey(t), newKey(t)
	file := saved(t, s, lock(t, k))
	sealed, err := backup.Open(bytes.NewReader(file))
	must(t, err)
	if _, err := sealed.UnlockWith(gather(t).opens(t, other, 0, 1)); key(err) != "backup.not_opened" {
		t.Errorf("another month's key: %v", err)
	}
	sealed, err = backup.Open(bytes.NewReader(file))
	must(t, err)
	if _, err := sealed.UnlockWithPassphrase("a guess of a passphrase"); key(err) != "backup.wrong_passphrase" {
		t.Errorf("a passphrase instead of shares: %v", err)
	}
}

func TestAPassphraseOpensWhatAPassphraseLocks(t *testing.T) {
	t.Parallel()
	testkit.Long(t)
	s := testkit.Store(t)
	file := saved(t, s, backup.Passphrase("una frase lunga e inventata"))
	open := func(pass string) (*backup.Reader, error) {
		sealed, err := backup.Open(bytes.NewReader(file))
		must(t, err)
		if sealed.Header.Key != backup.ByPassphrase {
			t.Errorf("header %+v", sealed.Header)
		}
		return sealed.UnlockWithPassphrase(pass)
	}
	if _, err := open("una frase lunga e sbagliata"); key(err) != "backup.wrong_passphrase" {
		t.Errorf("a wrong passphrase: %v", err)
	}
	r, err := open("una frase lunga e inventata")
	must(t, err)
	must(t, restore(t.Context(), place(t, false), r))
}

// Whatever bit is flipped, wherever the file is cut, whatever is added: refused, and nothing stands that a server would open.
func TestADamagedBackupIsRefusedWhole(t *testing.T) {
	t.Parallel()
	testkit.Long(t)
	s := testkit.Store(t)
	testkit.Settle(t, s)
	k := newKey(t)
	private := gather(t).opens(t, k, 0, 1)
	file := saved(t, s, lock(t, k))
	o := place(t, false)
	tried := 0
	refused := func(what string, at int, damaged []byte) {
		t.Helper()
		tried++
		sealed, err := backup.Open(bytes.NewReader(damaged))
		if err == nil && sealed.Header == (backup.Header{Key: k.ID, Recovery: k.Recovery}) {
			var r *backup.Reader
			if r, err = sealed.UnlockWith(private); err == nil {
				err = drain(r)
			}
		} else if err == nil {
			err = errors.New("the header names another key")
		}
		if err == nil {
			t.Fatalf("%s at %d of %d was accepted", what, at, len(file))
		}
	}
	for at := 0; at < len(file); at += 1 + at/400 {
		damaged := slices.Clone(file)
		damaged[at] ^= 1 << (at % 8)
		refused("a flipped bit", at, damaged)
		refused("a cut", at, file[:at])
	}
	refused("a byte added", len(file), append(slices.Clone(file), 0))
	refused("itself twice", len(file), append(slices.Clone(file), file...))
	t.Logf("%d damaged backups refused", tried)

	// The last of these pass through a whole restore.
	for _, damaged := range [][]byte{file[:len(file)-1], append(slices.Clone(file), 0)} {
		sealed, err := backup.Open(bytes.NewReader(damaged))
		must(t, err)
		r, err := sealed.UnlockWith(private)
		if err == nil {
			err = restore(t.Context(), o, r)
		}
		if err == nil {
			t.Error("a damaged backup was restored")
		}
		if _, err := os.Stat(o.Dir + "/care.db"); !errors.Is(err, os.ErrNotExist) {
			t.Error("a failed restore left a database")
		}
	}
}

// drain reads a backup to its end.
func drain(r *backup.Reader) error {
	for {
		_, err := r.Table()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		for {
			if _, err := r.Row(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				return err
			}
		}
	}
}

func key(err error) string {
	if e, ok := errs.Of(err); ok {
		return e.Key
	}
	return ""
}
