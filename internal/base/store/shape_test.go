package store_test

import (
	"slices"
	"testing"

	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

// planted are things that act by themselves once they stand in a database, and what they are called.
var planted = map[string]map[string]string{
	"sqlite": {
		"trigger vault_notices.hush":                   `CREATE TRIGGER hush AFTER INSERT ON vault_notices BEGIN DELETE FROM vault_notices; END`,
		"trigger store_versions.step":                  `CREATE TRIGGER step AFTER INSERT ON store_versions BEGIN DELETE FROM store_versions; END`,
		"view view_people":                             `DROP VIEW view_people; CREATE VIEW view_people AS SELECT p.id AS person, p.organisation_id AS organisation, p.code AS code, p.day AS day FROM person_persons p WHERE FALSE`,
		"reference from outside network_sessions.keep": `CREATE TABLE keep (id TEXT PRIMARY KEY REFERENCES network_sessions(id) ON DELETE CASCADE)`,
		"view more": `CREATE VIEW more AS SELECT 1 AS one`,
		"constraint vault_notices.UNIQUE (account_id)": `DROP TABLE vault_notices; CREATE TABLE vault_notices (id TEXT PRIMARY KEY, account_id TEXT NOT NULL UNIQUE REFERENCES network_accounts(id), kind TEXT NOT NULL, person_id TEXT NOT NULL, about TEXT NOT NULL, reason TEXT NOT NULL, made TEXT NOT NULL);
CREATE INDEX vault_notices_account ON vault_notices(account_id, made)`,
		"constraint backup_days.PRIMARY KEY (day)": `DROP TABLE backup_days; CREATE TABLE backup_days (day TEXT NOT NULL)`,
		"table vault_notices": `DROP TABLE vault_notices; CREATE TABLE vault_notices (id TEXT PRIMARY KEY, account_id TEXT NOT NULL CHECK (kind <> 'outside') REFERENCES network_accounts(id), kind TEXT NOT NULL, person_id TEXT NOT NULL, about TEXT NOT NULL, reason TEXT NOT NULL, made TEXT NOT NULL);
CREATE INDEX vault_notices_account ON vault_notices(account_id, made)`,
		"index rights_requests.often": `CREATE UNIQUE INDEX often ON rights_requests (person_id)`,
		"column network_letters.due":  `ALTER TABLE network_letters DROP COLUMN due; ALTER TABLE network_letters ADD COLUMN due TEXT NOT NULL DEFAULT '2999'`,
	},
	"postgres": {
		"trigger vault_notices.hush":             `CREATE FUNCTION public.hush() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'; CREATE TRIGGER hush BEFORE INSERT ON vault_notices FOR EACH ROW EXECUTE FUNCTION public.hush()`,
		"rule vault_notices.hush":                `CREATE RULE hush AS ON INSERT TO vault_notices DO INSTEAD NOTHING`,
		"policy vault_notices.hush":              `CREATE POLICY hush ON vault_notices USING (FALSE)`,
		"relation vault_notices":                 `ALTER TABLE vault_notices ENABLE ROW LEVEL SECURITY; ALTER TABLE vault_notices FORCE ROW LEVEL SECURITY`,
		"relation network_letters":               `ALTER TABLE network_letters SET UNLOGGED`,
		"function concat_ws":                     `CREATE FUNCTION concat_ws(text, "char", "char", boolean, boolean) RETURNS text LANGUAGE sql AS 'SELECT ''r p f f''::text'; ALTER TABLE vault_notices ENABLE ROW LEVEL SECURITY`,
		"function lower":                         `CREATE FUNCTION lower(text) RETURNS text LANGUAGE sql AS 'SELECT $1'`,
		"event trigger hush":                     `CREATE FUNCTION public.ddl() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'; CREATE EVENT TRIGGER hush ON ddl_command_end EXECUTE FUNCTION public.ddl()`,
		"view view_people":                       `DO $$ DECLARE def text := pg_get_viewdef('view_people'::regclass); BEGIN DROP VIEW view_people; EXECUTE 'CREATE MATERIALIZED VIEW view_people AS ' || def; END $$`,
		"view view_contacts":                     `CREATE SCHEMA ocare; CREATE VIEW ocare.utreach_contacts AS SELECT * FROM outreach_contacts WHERE FALSE; DO $$ BEGIN EXECUTE 'CREATE OR REPLACE VIEW view_contacts AS ' || replace(pg_get_viewdef('view_contacts'::regclass), 'outreach_contacts', 'ocare.utreach_contacts'); END $$`,
		"view view_actions":                      `DO $$ BEGIN EXECUTE 'CREATE OR REPLACE VIEW view_actions AS ' || replace(pg_get_viewdef('view_actions'::regclass), '''own''', '''care.own'''); END $$`,
		"index rights_holds.rights_holds_person": `CREATE SCHEMA lcare; CREATE FUNCTION lcare.ower(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1'; DROP INDEX rights_holds_person; CREATE INDEX rights_holds_person ON rights_holds (lcare.ower(person_id))`,
		"constraint rights_holds.FOREIGN KEY (person_id) REFERENCES pcare.erson_persons(id)": `CREATE SCHEMA pcare; CREATE TABLE pcare.erson_persons (id TEXT PRIMARY KEY); ALTER TABLE rights_holds ADD FOREIGN KEY (person_id) REFERENCES pcare.erson_persons(id)`,
		"setting synchronous_commit=OFF":                    `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET synchronous_commit = ''OFF''', current_database()); END $$`,
		"reference from outside network_sessions.evil.keep": `CREATE SCHEMA evil; CREATE TABLE evil.keep (id TEXT PRIMARY KEY REFERENCES network_sessions(id) ON DELETE CASCADE)`,
		"view view_more": `CREATE VIEW view_more AS SELECT 1 AS one`,
		"reference from outside network_sessions.keep":               `CREATE TABLE keep (id TEXT PRIMARY KEY REFERENCES network_sessions(id) ON DELETE CASCADE)`,
		"rule store_versions.step":                                   `CREATE RULE step AS ON INSERT TO store_versions DO INSTEAD NOTHING`,
		"setting synchronous_commit=off":                             `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET synchronous_commit = off', current_database()); END $$`,
		"column vault_notices.made":                                  `ALTER TABLE vault_notices ALTER COLUMN made SET DEFAULT '1999'`,
		"index rights_requests.often":                                `CREATE UNIQUE INDEX often ON rights_requests (person_id)`,
		"inheritance network_accounts.more":                          `CREATE TABLE more () INHERITS (network_accounts)`,
		"constraint vault_notices.CHECK ((kind <> 'outside'::text))": `ALTER TABLE vault_notices ADD CHECK (kind <> 'outside')`,
	},
}

// TestWhatNoMigrationMadeIsFound: whatever acts by itself, or shows other rows than the tables hold, and a table that is nobody's business is none, unless it refers to one of ours.
func TestWhatNoMigrationMadeIsFound(t *testing.T) {
	t.Parallel()
	for name, options := range testkit.Standing() {
		for want, statement := range planted[name] {
			t.Run(name+" "+want, func(t *testing.T) {
				t.Parallel()
				o := options(t)
				s, err := store.Open(t.Context(), o)
				must(t, err)
				t.Cleanup(func() { must(t, s.Close()) })
				db := beside(t, o)
				_, err = db.ExecContext(t.Context(), `CREATE TABLE of_somebody_else (id TEXT PRIMARY KEY, a JSON)`)
				must(t, err)
				if list, err := s.Oddities(t.Context()); err != nil || len(list) > 0 {
					t.Fatalf("new tables have oddities: %v, %v", list, err)
				}
				_, err = db.ExecContext(t.Context(), statement)
				must(t, err)
				list, err := s.Oddities(t.Context())
				must(t, err)
				if !slices.ContainsFunc(list, func(o store.Oddity) bool { return o.String() == want }) {
					t.Errorf("found %v", list)
				}
				h, err := store.Inspect(t.Context(), o)
				must(t, err)
				if len(h.Odd) != len(list) {
					t.Errorf("the doctor finds %v", h.Odd)
				}
			})
		}
	}
}

// TestAConflictThatIsPassedOverIsFound: a table of the same columns which drops rows without a word.
func TestAConflictThatIsPassedOverIsFound(t *testing.T) {
	t.Parallel()
	o := store.Options{Dir: t.TempDir()}
	s, err := store.Open(t.Context(), o)
	must(t, err)
	t.Cleanup(func() { must(t, s.Close()) })
	_, err = beside(t, o).ExecContext(t.Context(), `PRAGMA writable_schema = 1;
UPDATE sqlite_schema SET sql = replace(sql, 'id TEXT PRIMARY KEY', 'id TEXT PRIMARY KEY ON CONFLICT IGNORE') WHERE name = 'vault_notices'; PRAGMA writable_schema = RESET`)
	must(t, err)
	list, err := s.Oddities(t.Context())
	if err != nil || len(list) != 1 || list[0].String() != "table vault_notices" {
		t.Errorf("found %v, %v", list, err)
	}
}
