package main_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"approdo/internal/app"
	"approdo/internal/base/backup"
	"approdo/internal/base/codebook"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/rights"
	"approdo/internal/care/vault"
	example "approdo/internal/demo"
	"approdo/internal/testkit"
	"approdo/internal/testkit/joins"
)

// inside opens an installation's database and reads or erases in it.
func inside(t *testing.T, dir, database string, fn func(s *store.Store)) {
	t.Helper()
	in, err := app.Open(t.Context(), app.Place{Dir: dir, Database: database}) // with its key file, wherever that lies
	if err != nil {
		t.Fatal(err)
	}
	fn(in.Store)
	if err := in.Close(); err != nil {
		t.Error(err)
	}
}

var job = policy.System(policy.Operator, "test")

// sealedPerson is somebody with a sealed identity.
func sealedPerson(t *testing.T, s *store.Store) (who person.ID) {
	t.Helper()
	err := s.Read(t.Context(), job, func(tx *store.Tx) error {
		list, err := store.List(tx, func(r store.Row) (id person.ID, err error) { return id, r.Scan(&id) },
			`SELECT person_id FROM vault_records ORDER BY person_id LIMIT 1`)
		if len(list) == 1 {
			who = list[0]
		}
		return err
	})
	if err != nil || who == "" {
		t.Fatalf("nobody has a sealed identity: %v", err)
	}
	return who
}

// left is how many rows of the tables of people and of the vault name a person.
func left(t *testing.T, s *store.Store, who person.ID) (n int64) {
	t.Helper()
	err := s.Read(t.Context(), job, func(tx *store.Tx) error {
		return tx.QueryRow(`SELECT (SELECT COUNT(*) FROM vault_person_keys WHERE person_id = $1) + (SELECT COUNT(*) FROM vault_records WHERE person_id = $1)
 + (SELECT COUNT(*) FROM vault_tokens WHERE person_id = $1) + (SELECT COUNT(*) FROM person_persons WHERE id = $1)`, who).Scan(&n)
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// traces are what stands in the tables about a person, and nowhere once they are erased: their id and code, sealed key, sections and tokens.
func traces(t *testing.T, s *store.Store, who person.ID) (list [][]byte) {
	t.Helper()
	err := s.Read(t.Context(), job, func(tx *store.Tx) (err error) {
		list, err = store.List(tx, func(r store.Row) (b []byte, err error) { return b, r.Scan(&b) },
			`SELECT CAST(id AS BLOB) FROM person_persons WHERE id = $1 UNION ALL SELECT CAST(code AS BLOB) FROM person_persons WHERE id = $1 UNION ALL SELECT sealed FROM vault_person_keys WHERE person_id = $1
UNION ALL SELECT SUBSTR(sealed, 1, 64) FROM vault_records WHERE person_id = $1 UNION ALL SELECT token FROM vault_tokens WHERE person_id = $1`, who)
		return err
	})
	if err != nil || len(list) < 4 {
		t.Fatalf("%d values about a person: %v", len(list), err)
	}
	return list
}

// called are the ids of somebody and of all records about them.
func called(t *testing.T, s *store.Store, who person.ID) map[string]int {
	t.Helper()
	ids := map[string]int{string(who): 0}
	err := s.Read(t.Context(), job, func(tx *store.Tx) error {
		records, err := rights.Registry().About(tx, string(who))
		for _, r := range records {
			ids[r.ID] = 0
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

// inFile counts the values that stand anywhere in the files of a database.
func inFile(t *testing.T, dir string, values [][]byte) (n int) {
	t.Helper()
	var all []byte
	for _, name := range []string{"care.db", "care.db-wal"} {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			t.Fatal(err)
		}
		all = append(all, b...)
	}
	for _, v := range values {
		if bytes.Contains(all, v) {
			n++
		}
	}
	return n
}

func login(t *testing.T, tx *store.Tx, name string) network.Account {
	t.Helper()
	a, err := network.FindAccount(tx, name)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// Somebody is erased after a backup, and a colleague leaves. Restored with the register, they do not come back, and the report is that of the network they were
// erased from; without it the program says that people may come back.
func TestWhoWasErasedDoesNotComeBackWithABackup(t *testing.T) {
	t.Parallel()
	testkit.Long(t)
	book, err := codebook.Load()
	if err != nil {
		t.Fatal(err)
	}
	dir := demonstrated(t)
	before, after := t.TempDir(), t.TempDir()
	must(t, "backup", "--dir", dir, "--out", filepath.Join(before, "b.approdo"))
	var who person.ID
	var says [][]byte
	dead := map[string]int{}
	inside(t, dir, "", func(s *store.Store) {
		who = sealedPerson(t, s)
		says = traces(t, s, who)
		dead = called(t, s, who)
		err := s.Write(t.Context(), job, func(tx *store.Tx) error { _, err := rights.New(book).Erase(tx, who); return err })
		if err == nil {
			err = s.Chunks(t.Context(), job, rights.Finish)
		}
		if err == nil {
			err = s.Scrub(t.Context(), rights.Tables()...)
		}
		if err != nil {
			t.Fatal(err)
		}
		if n := left(t, s, who); n != 0 {
			t.Fatalf("%d rows of an erased person", n)
		}
		if err := s.Write(t.Context(), job, func(tx *store.Tx) error { return network.Leave(tx, login(t, tx, "nora").ID, roster.By{}) }); err != nil {
			t.Fatal(err)
		}
	})
	must(t, "backup", "--dir", dir, "--out", filepath.Join(after, "later.approdo"))
	report := must(t, "report", "interim", "--dir", dir)
	register := filepath.Join(after, backup.ErasuresFile)
	text, err := os.ReadFile(register)
	if err != nil || strings.Contains(string(text), string(who)) || strings.Count(string(text), "\n") != 3 {
		t.Fatalf("the register: %v %q", err, text)
	}
	for kind, database := range map[string]string{"sqlite": "", "postgres": ""} {
		t.Run(kind, func(t *testing.T) {
			if kind == "postgres" {
				database = testkit.Postgres(t)
			}
			a := typed(t, before, database, example.Shares[1:], "restore", "b.approdo", "--dir", "with-"+kind, "--erasures", register)
			if a.status != 0 || !strings.Contains(a.out, "replayed: 1") || !strings.Contains(a.out, "One colleague who had left since is out again") {
				t.Fatalf("%d %s %s", a.status, a.out, a.err)
			}
			inside(t, filepath.Join(before, "with-"+kind), database, func(s *store.Store) {
				if n := left(t, s, who); n != 0 {
					t.Errorf("%d rows of a person who was erased came back", n)
				}
				if where := (joins.Truth{Store: s, Dead: dead}).Standing(t); len(where) != 0 {
					t.Errorf("what the person and their %d records were called stands in %v", len(dead)-1, where)
				}
				if n := inFile(t, filepath.Join(before, "with-"+kind), says); kind == "sqlite" && n != 0 {
					t.Errorf("%d of the %d values about a person who was erased again stand in the file", n, len(says))
				}
				if err := s.Read(t.Context(), job, func(tx *store.Tx) error {
					nora := login(t, tx, "nora")
					doors, err := vault.Doors(tx, nora.ID)
					if err != nil || nora.Status != policy.Left || len(doors) > 0 {
						t.Errorf("a colleague who left came back: %s, %d keys, %v", nora.Status, len(doors), err)
					}
					erased, err := vault.Erased(tx, who)
					if err == nil && !erased {
						t.Error("the restored network does not know of the erasure")
					}
					return err
				}); err != nil {
					t.Error(err)
				}
			})
			if again := typed(t, before, database, nil, "report", "interim", "--dir", "with-"+kind); again.out != report {
				t.Errorf("the report is another one than that of the network in which the person was erased (%d and %d bytes) %s", len(again.out), len(report), again.err)
			}
			if kept, err := os.ReadFile(filepath.Join(before, "with-"+kind, backup.ErasuresFile)); err != nil || string(kept) != string(text) {
				t.Errorf("the restored folder does not keep the register: %v", err)
			}
		})
	}
	if err := os.Remove(filepath.Join(before, backup.ErasuresFile)); err != nil {
		t.Fatal(err)
	}
	if a := typed(t, before, "", example.Shares[1:], "restore", "b.approdo", "--dir", "without"); a.status != 1 || !strings.Contains(a.err, "--incomplete-register") {
		t.Errorf("without a register: %d %s %s", a.status, a.out, a.err)
	}
	a := typed(t, before, "", example.Shares[1:], "restore", "b.approdo", "--dir", "without", "--incomplete-register")
	if a.status != 0 || !strings.Contains(a.out, "come back") {
		t.Errorf("without a register: %d %s %s", a.status, a.out, a.err)
	}
	inside(t, filepath.Join(before, "without"), "", func(s *store.Store) {
		if left(t, s, who) == 0 {
			t.Error("the control restore lost the person: this test proves nothing")
		}
		if where := (joins.Truth{Store: s, Dead: dead}).Standing(t); len(where) < 3 || len(dead) < 3 {
			t.Errorf("of whom was not erased, %d names stand in %v: this test proves nothing", len(dead), where)
		}
		var people []person.ID // whose rows were written first: a page that is divided could show them for ever
		err := s.Read(t.Context(), job, func(tx *store.Tx) (err error) {
			people, err = store.List(tx, func(r store.Row) (id person.ID, err error) { return id, r.Scan(&id) }, `SELECT person_id FROM vault_person_keys ORDER BY rowid LIMIT 5`)
			return err
		})
		if err != nil || len(people) != 5 {
			t.Fatal(people, err)
		}
		var gone [][]byte
		for _, who := range people {
			gone = append(gone, traces(t, s, who)...)
			if err == nil {
				err = s.Write(t.Context(), job, func(tx *store.Tx) error { _, err := rights.New(book).Erase(tx, who); return err })
			}
		}
		if err == nil {
			err = s.Chunks(t.Context(), job, rights.Finish)
		}
		folder := filepath.Join(before, "without")
		if n := inFile(t, folder, gone); n != len(gone) {
			t.Errorf("before the cleaning %d of %d values are found: the search is blind", n, len(gone))
		}
		if err == nil {
			err = s.Scrub(t.Context(), rights.Tables()...)
		}
		if n := inFile(t, folder, gone); err != nil || n != 0 {
			t.Errorf("of people who were erased after a restore %d of %d values stand in the file: %v", n, len(gone), err)
		}
	})
	if err := os.WriteFile(filepath.Join(before, backup.ErasuresFile), text[:len(text)-9], 0o600); err != nil {
		t.Fatal(err)
	}
	if a := typed(t, before, "", example.Shares[1:], "restore", "b.approdo", "--dir", "damaged"); a.status != 1 || !strings.Contains(a.err, "line 3") {
		t.Errorf("a damaged register: %d %s", a.status, a.err)
	}
}

// A backup dies with its key: sixty days later, when there are two newer backups and the program was in use, the next one destroys the key wherever the program reaches it, and the
// old copy opens for nobody, whatever shares they have. Until then the key stays, whatever the clock says, and the doctor says why.
func TestABackupDiesWithItsKey(t *testing.T) {
	t.Parallel()
	testkit.Long(t)
	dir, copies := founded(t), t.TempDir()
	shares := ceremony(t, dir, "")
	must(t, "backup", "--dir", dir, "--out", filepath.Join(copies, "old.approdo"))
	for _, folder := range []string{copies, filepath.Join(dir, "backup-keys")} {
		keys, err := backup.Keys(folder)
		if err != nil || len(keys) != 1 {
			t.Fatalf("%d keys in %s, %v", len(keys), folder, err)
		}
		k := keys[0]
		remove(t, filepath.Join(folder, k.Name()))
		k.Made, k.End = k.Made.Add(-backup.Lifetime), k.End.Add(-backup.Lifetime)
		if err := k.Save(folder); err != nil {
			t.Fatal(err)
		}
	}
	if a := typed(t, copies, "", shares[:2], "restore", "old.approdo", "--dir", "in-time"); a.status != 0 {
		t.Fatalf("before the key is destroyed: %s", a.err)
	}
	for _, name := range []string{"second.approdo", "third.approdo"} {
		if _, said := examined(t, dir, ""); said["backup_key_kept"] != "warning" {
			t.Errorf("the doctor does not say why an old key is kept: %v", said)
		}
		if out := must(t, "backup", "--dir", dir, "--out", filepath.Join(copies, name)); strings.Contains(out, "destroyed") {
			t.Errorf("after one day of work the %s said %s", name, out)
		}
	}
	inside(t, dir, "", func(s *store.Store) {
		err := s.Write(t.Context(), job, func(tx *store.Tx) (err error) {
			for day := range 20 {
				err = errors.Join(err, backup.Served(tx, time.Now().AddDate(0, 0, -day)))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
	if _, said := examined(t, dir, ""); said["backup_key_old"] != "danger" {
		t.Errorf("the doctor does not see an old key: %v", said)
	}
	if out := must(t, "backup", "--dir", dir, "--out", filepath.Join(copies, "new.approdo")); strings.Count(out, "destroyed") != 2 {
		t.Errorf("the next backup said %s", out)
	}
	if a := typed(t, copies, "", shares[:2], "restore", "old.approdo", "--dir", "late"); a.status != 1 || !strings.Contains(a.err, "nobody can open") {
		t.Errorf("an old backup: %d %s", a.status, a.err)
	}
	if a := typed(t, copies, "", shares[:2], "restore", "new.approdo", "--dir", "new"); a.status != 0 {
		t.Errorf("the new backup: %s", a.err)
	}
}
