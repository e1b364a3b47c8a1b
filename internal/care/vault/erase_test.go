package vault_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"path/filepath"
	"testing"

	"approdo/internal/base/backup"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/vault"
	"approdo/internal/testkit"
)

// inFiles counts in how many files under a folder some bytes stand.
func inFiles(t *testing.T, dir string, needle []byte) (found []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return nil //nolint:nilerr // the server removes files while we look
		}
		b, err := testkit.Look(path)
		if err == nil && bytes.Contains(b, needle) {
			found = append(found, path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// sealedKey is the person's key as it stands in the database, with a sealed section and a token.
func (h *house) remains(who person.ID) (list map[string][]byte) {
	h.t.Helper()
	list = map[string][]byte{}
	h.must(h.store.Read(h.t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
		for name, sql := range map[string]string{
			"key": `SELECT sealed FROM vault_person_keys WHERE person_id = $1`, "section": `SELECT sealed FROM vault_records WHERE person_id = $1`,
			"token": `SELECT token FROM vault_tokens WHERE person_id = $1`, "file": `SELECT c.body FROM vault_chunks c JOIN vault_of_persons f ON f.id = c.file_id WHERE f.person_id = $1`,
		} {
			b, found, err := store.One(tx, func(row store.Row) (b []byte, err error) { return b, row.Scan(&b) }, sql, who)
			if err != nil {
				return err
			}
			if found {
				list[name] = b[:min(len(b), 64)]
			}
		}
		about, err := store.SearchTrail(tx, store.Search{Person: string(who), Limit: 100})
		for _, e := range about.Entries {
			for name, sql := range map[string]string{"details of the trail": `SELECT sealed FROM audit_details WHERE n = $1`, "subject of the trail": `SELECT sealed FROM audit_subjects WHERE n = $1`} {
				b, found, err := store.One(tx, func(row store.Row) (b []byte, err error) { return b, row.Scan(&b) }, sql, e.N)
				if err != nil {
					return err
				}
				if found {
					list[name] = b[:min(len(b), 64)]
				}
			}
		}
		return err
	}))
	return list
}

// erasing erases somebody of four, and looks into every file of the database for what was sealed about them.
func erasing(t *testing.T, h *house, files string, counted func()) {
	var people []person.ID
	for i := range 4 {
		p := h.someone()
		h.must(h.ada.writes(p.ID, &vault.NameCard{Name: "Zefira Nuvolari"}, 0))
		h.must(h.ada.writes(p.ID, &vault.PhoneCard{Phones: fmt.Sprintf("+39 333 000 112%d", i)}, 0))
		_, err := h.ada.attaches(p.ID, vault.Attachment{Name: "x", Type: "text", Body: bytes.Repeat([]byte("verbale "), 50_000)})
		h.must(err)
		h.ada.follows(p.ID)
		people = append(people, p.ID)
	}
	gone := people[1]
	remains := h.remains(gone)
	if len(remains) != 6 {
		t.Fatalf("to look for: %d", len(remains))
	}
	h.must(h.store.Scrub(t.Context(), vault.Tables...)) // everything stands in the tables, not only in the log
	for name, b := range remains {
		if len(inFiles(t, files, b)) == 0 {
			t.Errorf("the %s is not found even before: the search is blind", name)
		}
	}
	counted()
	var e vault.Erasure
	grant, err := policy.Authorize(h.officer.Subject(), policy.IdentityErase)
	h.must(err)
	h.must(h.store.Write(t.Context(), grant, func(tx *store.Tx) (err error) {
		e, err = vault.Erase(tx, gone)
		return err
	}))
	h.must(h.store.Scrub(t.Context(), vault.Tables...))
	for name, b := range remains {
		if found := inFiles(t, files, b); len(found) > 0 {
			t.Errorf("after erasure the %s is still in %q", name, found)
		}
	}
	if e.Account != h.officer.ID || e.Backups != "2024-07-01" {
		t.Errorf("certificate %+v", e)
	}
	if _, err := h.ada.reads(gone, "", vault.Names); key(err) != "vault.none" {
		t.Errorf("the erased person is read: %v", err)
	}
	if err := h.ada.writes(gone, &vault.NameCard{Name: "again"}, 0); key(err) != "vault.none" {
		t.Errorf("the erased person is written: %v", err)
	}
	if found := h.ada.finds("3330001121"); len(found) != 0 {
		t.Errorf("the phone still finds: %+v", found)
	}
	if _, err := h.ada.reads(people[2], "", vault.Names); err != nil {
		t.Errorf("somebody else: %v", err)
	}
}

func TestAfterAnErasureNoByteOfTheKeyIsInTheFilesOfSQLite(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s, err := testkit.OpenStore(t.Context(), store.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	erasing(t, found(t, s), dir, func() {})
}

func TestAfterAnErasureNoByteOfTheKeyIsInTheTablesOfPostgreSQL(t *testing.T) {
	h := found(t, testkit.PostgresStore(t))
	var data, base string
	h.must(h.store.Read(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
		return tx.QueryRow(`SELECT current_setting('data_directory'), CAST(oid AS TEXT) FROM pg_database WHERE datname = current_database()`).Scan(&data, &base)
	}))
	outside := testkit.Outside(t, h.store)
	erasing(t, h, filepath.Join(data, "base", base), func() { outside.Exec(`ANALYZE`) }) // as the server does by itself: what it keeps to plan by has keys and ids
}

// TestWhatPostgreSQLPlansByForgetsTheErased: also where nobody is left, of whom it would count something else.
func TestWhatPostgreSQLPlansByForgetsTheErased(t *testing.T) {
	t.Parallel()
	h := found(t, testkit.PostgresStore(t))
	outside := testkit.Outside(t, h.store)
	kept := func(who person.ID) [][]any { // what facts become, and the feed, is not the vault's
		_, rows := outside.Rows(`SELECT tablename, attname FROM pg_stats WHERE schemaname = 'care' AND tablename NOT LIKE 'person%' AND tablename <> 'store_changes' AND (most_common_vals::text LIKE $1 OR histogram_bounds::text LIKE $1)`, "%"+string(who)+"%")
		return rows
	}
	var people []person.ID
	for i := range 3 {
		p := h.someone()
		for n := range i + 1 {
			h.must(h.ada.writes(p.ID, &vault.NameCard{Name: "Zefira Nuvolari"}, int64(n)))
			h.must(h.ada.writes(p.ID, &vault.PhoneCard{Phones: fmt.Sprintf("+39 333 000 112%d", i)}, int64(n)))
		}
		h.ada.follows(p.ID)
		people = append(people, p.ID)
	}
	for _, gone := range people {
		outside.Exec(`ANALYZE`)
		if len(kept(gone)) == 0 {
			t.Error("the server keeps nothing of them before: the search is blind")
		}
		h.system(func(tx *store.Tx) error { _, err := vault.Erase(tx, gone); return err })
		h.must(h.store.Scrub(t.Context(), vault.Tables...))
		if list := kept(gone); len(list) > 0 {
			t.Errorf("it keeps an id of somebody erased in %v", list)
		}
	}
	if _, rows := outside.Rows(`SELECT attname FROM pg_stats WHERE schemaname = 'care' AND tablename = 'vault_person_keys'`); len(rows) > 0 {
		t.Errorf("of a table without rows it keeps %v", rows)
	}
	h.must(h.store.Refuse(t.Context()))
	h.must(h.ada.writes(h.someone().ID, &vault.NameCard{Name: "Zefira Nuvolari"}, 0))
}

// TestTheRegisterOfErasuresBelievesNoRowThatWasPlanted: the token of somebody who lives, a row of an earlier version, a true row with another day, and rubbish. None of them is in
// what a restore replays, each is told, and the step that an upgrade takes once believes none of them either.
func TestTheRegisterOfErasuresBelievesNoRowThatWasPlanted(t *testing.T) {
	t.Parallel()
	houses(t, func(t *testing.T, h *house) {
		x := h.thief()
		lives, gone := h.called("Zefira Nuvolari"), h.called("Altra Persona")
		h.system(func(tx *store.Tx) error {
			_, err := vault.Erase(tx, gone)
			return err
		})
		register := func(what string, want map[person.ID]bool, differ int) {
			t.Helper()
			h.must(h.store.Read(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
				all, err := vault.Erasures(tx)
				if err != nil {
					return err
				}
				for who, is := range want {
					erased, err := vault.Erased(tx, who)
					_, there := all[backup.Token(tx.Keys(), string(who))]
					if err != nil || there != is || erased != is {
						t.Errorf("%s: the register says %v, and %v, want %v: %v", what, there, erased, is, err)
					}
				}
				if len(all) > 1 {
					t.Errorf("%s: the register has %d", what, len(all))
				}
				list, err := vault.Examine(tx)
				n := 0
				for _, d := range list {
					if d.What == vault.DiffErasure {
						n++
					}
				}
				if n != differ {
					t.Errorf("%s: %d differences are told, want %d", what, n, differ)
				}
				return err
			}))
		}
		register("as it was written", map[person.ID]bool{lives: false, gone: true}, 0)
		h.must(h.store.Read(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
			token := backup.Token(tx.Keys(), string(lives))
			defer x.edits(`INSERT INTO vault_erasures (token, day, records, files, tokens, keys, backups) VALUES ($1, '2024-05-01', 0, 0, 0, 0, '2024-07-01')`, token[:])
			return nil
		}))
		x.edits(`INSERT INTO vault_erasures (token, day, records, files, tokens, keys, backups) VALUES ($1, '', 0, 0, 0, 0, '')`, []byte("rubbish"))
		x.edits(`INSERT INTO vault_erasures_once (id, person_id, organisation_id, account_id, erased, records, files, tokens, keys, backups)
VALUES ('planted', $1, $2, 'officer', '2024-05-01T10:11:12Z', 1, 0, 0, 1, '2024-07-01')`, lives, h.Faro)
		register("planted", map[person.ID]bool{lives: false, gone: true}, 3)
		h.system(vault.RegardErasures)
		register("after an upgrade", map[person.ID]bool{lives: false, gone: true}, 3)
		x.edits(`UPDATE vault_erasures SET day = '2024-01-01' WHERE guard IS NOT NULL`)
		register("another day", map[person.ID]bool{lives: false, gone: false}, 4)
		x.edits(`UPDATE vault_erasures SET guard = NULL`)
		h.system(vault.RegardErasures)
		register("a row of an earlier version", map[person.ID]bool{lives: false, gone: true}, 3)
	})
}
