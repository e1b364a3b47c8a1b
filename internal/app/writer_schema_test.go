package app_test

import (
	"os"
	"path/filepath"
	"strings"

	"approdo/internal/base/backup"
	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

// warning is what the program writes when somebody is warned, as far as a database cares.
const warning = `INSERT INTO vault_notices (id, account_id, kind, person_id, about, reason, made) SELECT id || 'x', account_id, kind, person_id, about, reason, made FROM vault_notices WHERE kind = 'glass'`

// constrains makes the table of warnings anew, with one constraint more, so that the database itself refuses the next.
func (w *work) constrains() {
	w.t.Helper()
	if w.place.Database != "" {
		w.writer.Exec(`ALTER TABLE vault_notices ADD CONSTRAINT planted CHECK (kind <> 'glass') NOT VALID`)
		return
	}
	_, rows := w.writer.Rows(`SELECT sql FROM main.sqlite_master WHERE name = 'vault_notices' OR tbl_name = 'vault_notices' AND type = 'index' AND sql IS NOT NULL ORDER BY type DESC`)
	w.editAll([]string{`PRAGMA legacy_alter_table = on`, `ALTER TABLE vault_notices RENAME TO moved`})
	definition := text(rows[0][0]).(string)
	at := strings.LastIndex(definition, ")")
	list := []string{definition[:at] + `, UNIQUE (account_id, kind)` + definition[at:], `INSERT INTO vault_notices SELECT * FROM moved`, `DROP TABLE moved`}
	for _, row := range rows[1:] {
		list = append(list, text(row[0]).(string))
	}
	w.editAll(list)
}

// takes reports whether the database takes a statement, which is not kept.
func (w *work) takes(query string) bool {
	w.t.Helper()
	w.writer.Exec(`BEGIN`)
	_, err := w.writer.Try(query)
	w.writer.Exec(`ROLLBACK`)
	return err == nil
}

// refers makes a table that refers to sessions, with a trigger that puts one back when it is deleted.
func (w *work) refers() {
	w.t.Helper()
	if w.place.Database == "" {
		w.editAll([]string{
			`CREATE TABLE keep (id TEXT PRIMARY KEY REFERENCES network_sessions(id) ON DELETE CASCADE)`, `CREATE TABLE kept AS SELECT * FROM network_sessions`, `INSERT INTO keep SELECT id FROM network_sessions`,
			`CREATE TRIGGER back AFTER DELETE ON keep BEGIN INSERT INTO network_sessions SELECT * FROM kept WHERE id = old.id; END`,
		})
		return
	}
	w.editAll([]string{
		`CREATE TABLE past.keep (id TEXT PRIMARY KEY REFERENCES care.network_sessions(id) ON DELETE CASCADE)`, `CREATE TABLE past.kept AS SELECT * FROM care.network_sessions`, `INSERT INTO past.keep SELECT id FROM care.network_sessions`,
		`CREATE FUNCTION past.back() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO care.network_sessions SELECT * FROM past.kept WHERE id = old.id; RETURN old; END'`,
		`CREATE TRIGGER back AFTER DELETE ON past.keep FOR EACH ROW EXECUTE FUNCTION past.back()`,
	})
}

// returns reports whether a session stands although a program that goes by its tables has deleted it, as one whose references are held does.
func (w *work) returns() bool {
	w.t.Helper()
	other := testkit.Intrude(w.t, store.Options{Dir: w.place.Dir, Database: w.place.Database})
	defer other.Close()
	held := `PRAGMA foreign_keys = on`
	if w.place.Database != "" {
		held = `SET session_replication_role = origin`
	}
	other.Exec(held)
	other.Exec(`BEGIN`)
	other.Exec(`DELETE FROM network_sessions`)
	_, rows := other.Rows(`SELECT COUNT(*) FROM network_sessions`)
	other.Exec(`ROLLBACK`)
	return rows[0][0].(int64) > 0
}

// cuts takes bea's departure out of the register beside the database.
func (w *work) cuts() {
	w.t.Helper()
	path := filepath.Join(w.place.Dir, backup.ErasuresFile)
	whole, err := os.ReadFile(path)
	w.must(err)
	lines := strings.SplitAfter(strings.TrimSuffix(string(whole), "\n"), "\n")
	w.must(os.WriteFile(path, []byte(strings.Join(lines[:len(lines)-1], "")), 0o600))
}

// registered reports whether a restore that goes by the register alone would keep bea out.
func (w *work) registered() bool {
	w.t.Helper()
	whole, err := os.ReadFile(filepath.Join(w.place.Dir, backup.ErasuresFile))
	w.must(err)
	return strings.Count(string(whole), "\n") > 1
}
