package store_test

import (
	"context"
	"database/sql"
	"errors"
	"maps"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver that the store uses too

	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

// beside opens a database past the store, as another program would.
func beside(t *testing.T, o store.Options) *sql.DB {
	t.Helper()
	driver, address := "sqlite", "file:"+filepath.Join(o.Dir, "care.db")+"?_pragma=busy_timeout(10000)"
	if o.Database != "" {
		driver, address = "pgx", o.Database+"&search_path=care"
	}
	db, err := sql.Open(driver, address)
	must(t, err)
	t.Cleanup(func() { must(t, db.Close()) })
	return db
}

// history is what a database says of its migrations, row by row.
func history(t *testing.T, db *sql.DB) string {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), `SELECT version_id FROM store_versions ORDER BY id`)
	must(t, err)
	defer rows.Close()
	var b strings.Builder
	for rows.Next() {
		var n string
		must(t, rows.Scan(&n))
		b.WriteString(n + " ")
	}
	must(t, rows.Err())
	return b.String()
}

// strangers are the tables of a program that this one does not know.
var strangers = map[string]struct{ key, statement string }{
	"a newer one":           {"store.tables_newer", `INSERT INTO store_versions (version_id, is_applied) VALUES (99999, TRUE)`},
	"one with other steps":  {"store.tables_newer", `UPDATE store_versions SET version_id = 77777 WHERE version_id = 3`},
	"one that left one out": {"store.tables_gap", `DELETE FROM store_versions WHERE version_id = 3`},
	"one that undid a step": {"store.tables_gap", `UPDATE store_versions SET is_applied = FALSE WHERE version_id = 3`},
}

// meanwhile are those that a program at work has to notice, and one that starts brings up to date.
var meanwhile = map[string]struct{ key, statement string }{
	"an older one":                    {"store.tables_older", `DELETE FROM store_versions WHERE version_id > 20`},
	"one without any step":            {"store.tables_damaged", `DELETE FROM store_versions`},
	"another one with the same sum":   {"store.tables_gap", `UPDATE store_versions SET version_id = CASE WHEN version_id = 7 THEN 12 ELSE 5 END WHERE version_id IN (7, 9)`},
	"one whose steps cannot be read":  {"store.tables_damaged", `ALTER TABLE store_versions RENAME COLUMN version_id TO version`},
	"one that has no steps any more":  {"store.tables_damaged", `ALTER TABLE store_versions RENAME TO store_versions_before`},
	"one that has no trail any more":  {"store.tables_damaged", `ALTER TABLE audit_head RENAME TO audit_head_before`},
	"one whose trail is without head": {"store.tables_damaged", `DELETE FROM audit_head`},
}

func TestTablesThatTheProgramDoesNotKnowAreRefusedAtTheStart(t *testing.T) {
	t.Parallel()
	for name, options := range testkit.Standing() {
		for what, c := range strangers {
			t.Run(name+" "+what, func(t *testing.T) {
				t.Parallel()
				o := options(t)
				s, err := store.Open(t.Context(), o)
				must(t, err)
				mustAdd(t, s, "before")
				must(t, s.Close())
				db := beside(t, o)
				_, err = db.ExecContext(t.Context(), c.statement)
				must(t, err)
				before := history(t, db)
				if s, err = store.Open(t.Context(), o); err == nil {
					_ = s.Close()
				}
				wantKey(t, err, c.key)
				if after := history(t, db); after != before {
					t.Errorf("the steps were %s, and are %s", before, after)
				}
				h, err := store.Inspect(t.Context(), o)
				must(t, err)
				wantKey(t, h.Foreign, c.key)
			})
		}
	}
}

// A newer program may migrate while an older one runs, or somebody puts tables back. From the first step on the running one neither writes nor reads.
func TestAProcessStopsWhenTheTablesBecomeAnothers(t *testing.T) {
	t.Parallel()
	cases := maps.Clone(strangers)
	maps.Copy(cases, meanwhile)
	for name, options := range testkit.Standing() {
		for what, c := range cases {
			t.Run(name+" "+what, func(t *testing.T) {
				t.Parallel()
				o := options(t)
				s, err := store.Open(t.Context(), o)
				must(t, err)
				defer s.Close()
				mustAdd(t, s, "before")
				db := beside(t, o)
				_, err = db.ExecContext(t.Context(), c.statement)
				must(t, err)
				wantKey(t, add(t.Context(), s, "after"), c.key)
				ran := false
				wantKey(t, s.Read(t.Context(), operator, func(*store.Tx) error { ran = true; return nil }), c.key)
				if ran {
					t.Error("it read")
				}
				var n int
				must(t, db.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM codebook_codes WHERE code = 'after'`).Scan(&n))
				if n > 0 {
					t.Error("it wrote")
				}
			})
		}
	}
}

// damages are what somebody, or a disk, may do to tables. Each is told in a sentence that names what is not there, whoever asks for it first.
var damages = map[string]string{
	"no table of codes":             `ALTER TABLE codebook_codes RENAME TO codebook_codes_before`,
	"a table without a column":      `ALTER TABLE codebook_codes RENAME COLUMN labels TO label`,
	"no head of the trail":          `DELETE FROM audit_head`,
	"no table of the head":          `ALTER TABLE audit_head RENAME TO audit_head_before`,
	"no table of steps":             `ALTER TABLE store_versions RENAME TO store_versions_before`,
	"steps without their number":    `ALTER TABLE store_versions RENAME COLUMN version_id TO version`,
	"tables, but no step of theirs": `DELETE FROM store_versions`,
	"steps without their time":      `ALTER TABLE store_versions DROP COLUMN tstamp`,
	"a head before the first entry": `UPDATE audit_head SET size = -1`,
	"a head beyond every entry":     `UPDATE audit_head SET size = 9223372036854775807`,
	"a head beyond the last entry":  `UPDATE audit_head SET size = size + 1`,
	"a head before the last entry":  `UPDATE audit_head SET size = 0`,
	"a head before the last change": `UPDATE audit_head SET changes = 0`,
}

func TestDamagedTablesAreSaidPlainly(t *testing.T) {
	t.Parallel()
	testkit.Long(t)
	for name, options := range testkit.Standing() {
		for what, statement := range damages {
			t.Run(name+" "+what, func(t *testing.T) {
				t.Parallel()
				o := options(t)
				s, err := store.Open(t.Context(), o)
				must(t, err)
				mustAdd(t, s, "before")
				must(t, s.Close())
				_, err = beside(t, o).ExecContext(t.Context(), statement)
				must(t, err)
				if s, err = store.Open(t.Context(), o); err == nil {
					err = errors.Join(add(t.Context(), s, "after"), s.Close())
				}
				wantKey(t, err, "store.tables_damaged")
			})
		}
	}
}

// acting are things that do something by themselves, in both databases.
var acting = map[string]string{
	"sqlite":   `CREATE TRIGGER swallow BEFORE INSERT ON codebook_codes BEGIN SELECT RAISE(IGNORE); END`,
	"postgres": `CREATE RULE swallow AS ON INSERT TO codebook_codes DO INSTEAD NOTHING`,
}

// What acts by itself is refused before the tables are brought up to date, and not after it acted.
func TestWhatActsIsRefusedBeforeAnythingIsMigrated(t *testing.T) {
	t.Parallel()
	for name, options := range testkit.Places() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := options(t)
			f := folder{steps: fstest.MapFS{}}
			f.add(t, "1-19")
			db := f.make(t, o)
			_, err := db.ExecContext(t.Context(), acting[name])
			must(t, err)
			before := history(t, db)
			s, err := store.Open(t.Context(), o)
			if err == nil {
				_ = s.Close()
			}
			wantKey(t, err, "store.odd")
			if after := history(t, db); after != before {
				t.Errorf("the steps were %s, and are %s", before, after)
			}
		})
	}
}

// A program at work looks once a minute; from then on it neither reads nor writes.
func TestAProcessStopsWhenSomethingActsInItsTables(t *testing.T) {
	t.Parallel()
	for name, options := range testkit.Standing() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := options(t)
			s, err := store.Open(t.Context(), o)
			must(t, err)
			defer s.Close()
			mustAdd(t, s, "before")
			db := beside(t, o)
			_, err = db.ExecContext(t.Context(), acting[name])
			must(t, err)
			odd, err := s.Oddities(t.Context())
			must(t, err)
			s.Shut(odd)
			wantKey(t, add(t.Context(), s, "after"), "store.odd")
			wantKey(t, s.Read(t.Context(), operator, func(*store.Tx) error { return nil }), "store.odd")
		})
	}
}

// A migration never happens in the middle of a write: it waits for the one at work, and those that come later find it done.
func TestAMigrationAndAWriteDoNotOverlap(t *testing.T) {
	o := store.Options{Dir: t.TempDir(), Database: testkit.Postgres(t)} // SQLite has one writer at a time, whoever it is
	s, err := store.Open(t.Context(), o)
	must(t, err)
	defer s.Close()
	mustAdd(t, s, "before")
	migrator, err := beside(t, o).Conn(t.Context())
	must(t, err)
	defer migrator.Close()
	begun, goOn, migrating := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	written := make(chan error, 1)
	go func() {
		written <- s.Write(t.Context(), operator, func(tx *store.Tx) error {
			close(begun)
			<-goOn
			return addCode(tx, "during")
		})
	}()
	<-begun
	go func() {
		_, err := migrator.ExecContext(context.WithoutCancel(t.Context()), `SELECT pg_advisory_lock(1634758770)`)
		migrating <- err
	}()
	select {
	case err := <-migrating:
		t.Fatalf("a migration begins while somebody writes: %v", err)
	case <-time.After(200 * time.Millisecond):
	}
	close(goOn)
	must(t, <-written)
	must(t, <-migrating)
	after := make(chan error, 1)
	go func() { after <- add(context.WithoutCancel(t.Context()), s, "after") }()
	select {
	case err := <-after:
		t.Fatalf("somebody writes during a migration: %v", err)
	case <-time.After(200 * time.Millisecond):
	}
	_, err = migrator.ExecContext(t.Context(), `INSERT INTO store_versions (version_id, is_applied) VALUES (99999, TRUE)`)
	must(t, err)
	_, err = migrator.ExecContext(t.Context(), `SELECT pg_advisory_unlock(1634758770)`)
	must(t, err)
	wantKey(t, <-after, "store.tables_newer")
}

// After some steps were done the sentence does not send anybody back to the program of before.
func TestTablesThatAreBroughtUpInPartAreSaidPlainly(t *testing.T) {
	t.Parallel()
	for name, options := range testkit.Places() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := options(t)
			f := folder{steps: fstest.MapFS{}}
			f.add(t, "1-17")
			db := f.make(t, o)
			_, err := db.ExecContext(t.Context(), `DROP VIEW view_people`) // which step 20 replaces
			must(t, err)
			s, err := store.Open(t.Context(), o)
			if err == nil {
				_ = s.Close()
			}
			wantKey(t, err, "store.half_migrated")
			if after := history(t, db); !strings.HasSuffix(after, " 18 19 ") {
				t.Errorf("the steps are %s", after)
			}
		})
	}
}

// A step that does not fit is said with its number, and is done whole or not at all.
func TestAMigrationThatDoesNotFitIsSaidPlainly(t *testing.T) {
	t.Parallel()
	for name, options := range testkit.Places() {
		t.Run(name, func(t *testing.T) {
			o := options(t)
			f := folder{steps: fstest.MapFS{}}
			f.add(t, "1-19")
			db := f.make(t, o)
			_, err := db.ExecContext(t.Context(), `DROP VIEW view_people`) // which step 20 replaces
			must(t, err)
			before := history(t, db)
			s, err := store.Open(t.Context(), o)
			if err == nil {
				_ = s.Close()
			}
			wantKey(t, err, "store.not_migrated")
			if after := history(t, db); after != before {
				t.Errorf("the steps were %s, and are %s", before, after)
			}
		})
	}
}

// TestWhatIsPlantedIsNoticedWhateverElseIsCommitted: numbers of transactions and of things are others' to choose, and so is the order in which they are committed.
func TestWhatIsPlantedIsNoticedWhateverElseIsCommitted(t *testing.T) {
	t.Parallel()
	for what, planted := range map[string]string{
		"a trigger":   `CREATE TRIGGER e BEFORE INSERT ON vault_notices FOR EACH ROW EXECUTE FUNCTION evil.f()`,
		"a reference": `CREATE TABLE evil.keep (id TEXT PRIMARY KEY REFERENCES network_sessions(id) ON DELETE CASCADE)`,
		"an operator": `CREATE OPERATOR care.|| (LEFTARG = bigint, RIGHTARG = text, FUNCTION = evil.g)`,
		"a function":  `CREATE FUNCTION care.concat_ws(text, text, text, text) RETURNS text LANGUAGE sql AS 'SELECT ''the same'''`,
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			o := store.Options{Dir: t.TempDir(), Database: testkit.Postgres(t)}
			s, err := store.Open(t.Context(), o)
			must(t, err)
			defer s.Close()
			db := beside(t, o)
			older, err := db.Conn(t.Context())
			must(t, err)
			defer older.Close()
			do := func(exec func(context.Context, string, ...any) (sql.Result, error), query string) {
				t.Helper()
				_, err := exec(t.Context(), query)
				must(t, err)
			}
			do(db.ExecContext, `CREATE SCHEMA evil; CREATE TABLE evil.t (x INT); CREATE FUNCTION evil.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE FUNCTION evil.g(bigint, text) RETURNS text LANGUAGE sql AS 'SELECT ''the same'''; CREATE TRIGGER d1 BEFORE INSERT ON evil.t FOR EACH ROW EXECUTE FUNCTION evil.f()`)
			mustAdd(t, s, "before")
			do(older.ExecContext, `BEGIN`)
			do(older.ExecContext, planted)
			do(db.ExecContext, `CREATE TRIGGER d2 BEFORE INSERT ON evil.t FOR EACH ROW EXECUTE FUNCTION evil.f()`)
			mustAdd(t, s, "meanwhile")
			do(older.ExecContext, `DROP TRIGGER d1 ON evil.t`)
			do(older.ExecContext, `COMMIT`)
			wantKey(t, s.Read(t.Context(), operator, func(*store.Tx) error { return nil }), "store.odd")
			wantKey(t, add(t.Context(), s, "after"), "store.odd")
		})
	}
}

// alterations are what whoever owns our tables can do to one of them that acts in what the program does next, and how it is taken away again.
var alterations = map[string][2]string{
	"a check":                       {`ALTER TABLE vault_readings ADD CONSTRAINT e CHECK (evil.f(account_id)) NOT VALID`, `ALTER TABLE vault_readings DROP CONSTRAINT e`},
	"a key":                         {`ALTER TABLE vault_readings ADD CONSTRAINT e UNIQUE (account_id)`, `ALTER TABLE vault_readings DROP CONSTRAINT e`},
	"what excludes":                 {`ALTER TABLE vault_readings ADD CONSTRAINT e EXCLUDE USING btree (account_id WITH =)`, `ALTER TABLE vault_readings DROP CONSTRAINT e`},
	"row security without a policy": {`ALTER TABLE vault_readings ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`, `ALTER TABLE vault_readings DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY`},
	"an index that calls":           {`CREATE INDEX e ON vault_readings (evil.f(account_id))`, `DROP INDEX e`},
	"an index of some rows":         {`CREATE UNIQUE INDEX e ON vault_readings (account_id) WHERE evil.f(account_id)`, `DROP INDEX e`},
	"a default":                     {`ALTER TABLE vault_notices ALTER COLUMN reason SET DEFAULT evil.f('')::text`, `ALTER TABLE vault_notices ALTER COLUMN reason DROP DEFAULT`},
	"a column that computes":        {`ALTER TABLE vault_readings ADD COLUMN e BOOLEAN GENERATED ALWAYS AS (evil.f(account_id)) STORED`, `ALTER TABLE vault_readings DROP COLUMN e`},
	"a column of a type that looks": {`ALTER TABLE vault_notices ALTER COLUMN reason TYPE evil.word`, `ALTER TABLE vault_notices ALTER COLUMN reason TYPE TEXT`},
	"a column that may be missing":  {`ALTER TABLE vault_notices ALTER COLUMN reason DROP NOT NULL`, `ALTER TABLE vault_notices ALTER COLUMN reason SET NOT NULL`},
	"another order of words":        {`ALTER TABLE vault_notices ALTER COLUMN reason TYPE TEXT COLLATE "C"`, `ALTER TABLE vault_notices ALTER COLUMN reason TYPE TEXT COLLATE "default"`},
	"a trigger":                     {`CREATE TRIGGER e BEFORE INSERT ON vault_readings FOR EACH ROW EXECUTE FUNCTION evil.t()`, `DROP TRIGGER e ON vault_readings`},
	"a rule":                        {`CREATE RULE e AS ON INSERT TO vault_readings DO INSTEAD NOTHING`, `DROP RULE e ON vault_readings`},
	"a policy":                      {`CREATE POLICY e ON vault_readings USING (FALSE)`, `DROP POLICY e ON vault_readings`},
	"a table that inherits":         {`CREATE TABLE evil.c () INHERITS (vault_readings)`, `DROP TABLE evil.c`},
	"a table to inherit from":       {`CREATE TABLE evil.p (account_id TEXT NOT NULL); ALTER TABLE vault_readings INHERIT evil.p`, `ALTER TABLE vault_readings NO INHERIT evil.p; DROP TABLE evil.p`},
	"a table that it is a part of": {
		`CREATE TABLE evil.p (LIKE vault_readings) PARTITION BY LIST (evil.f(account_id)); ALTER TABLE evil.p ATTACH PARTITION vault_readings FOR VALUES IN (TRUE)`,
		`ALTER TABLE evil.p DETACH PARTITION vault_readings; DROP TABLE evil.p`,
	},
	"a reference":          {`ALTER TABLE vault_readings ADD CONSTRAINT e FOREIGN KEY (account_id) REFERENCES network_accounts(id) ON DELETE CASCADE NOT VALID`, `ALTER TABLE vault_readings DROP CONSTRAINT e`},
	"a log that is none":   {`ALTER TABLE network_letters SET UNLOGGED`, `ALTER TABLE network_letters SET LOGGED`},
	"a setting":            {`DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET synchronous_commit = off', current_database()); END $$`, `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I RESET synchronous_commit', current_database()); END $$`},
	"a view in its place":  {`ALTER TABLE vault_readings RENAME TO e; CREATE VIEW vault_readings AS SELECT * FROM e`, `DROP VIEW vault_readings; ALTER TABLE e RENAME TO vault_readings`},
	"another table's name": {`ALTER TABLE vault_readings SET SCHEMA evil; CREATE TABLE vault_readings (LIKE evil.vault_readings)`, `DROP TABLE vault_readings; ALTER TABLE evil.vault_readings SET SCHEMA care`},
}

// TestTheNextTransactionNoticesWhateverWasDoneToATable: nothing that acts in our tables is there for a second without a word, so that it could be taken away before somebody looks.
func TestTheNextTransactionNoticesWhateverWasDoneToATable(t *testing.T) {
	t.Parallel()
	o := store.Options{Dir: t.TempDir(), Database: testkit.Postgres(t)}
	s, err := store.Open(t.Context(), o)
	must(t, err)
	defer s.Close()
	db := beside(t, o)
	_, err = db.ExecContext(t.Context(), `CREATE SCHEMA evil; CREATE FUNCTION evil.f(text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN TRUE; END'; CREATE FUNCTION evil.t() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE DOMAIN evil.word AS TEXT CHECK (evil.f(VALUE))`)
	must(t, err)
	nothing := func(*store.Tx) error { return nil }
	for what, a := range alterations {
		must(t, s.Read(t.Context(), operator, nothing))
		mustAdd(t, s, "before "+what)
		_, err := db.ExecContext(t.Context(), a[0])
		must(t, err)
		for who, err := range map[string]error{"reads": s.Read(t.Context(), operator, nothing), "writes": add(t.Context(), s, what)} {
			if e, known := errs.Of(err); !known || e.Key != "store.odd" {
				t.Errorf("%s: who %s next is answered %v", what, who, err)
			}
		}
		_, err = db.ExecContext(t.Context(), a[1])
		must(t, err)
		list, err := s.Oddities(t.Context())
		if err != nil || len(list) > 0 {
			t.Fatalf("%s is still there: %v, %v", what, list, err)
		}
	}
}
