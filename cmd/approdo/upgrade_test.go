package main_test

import (
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/pressly/goose/v3"

	"approdo/internal/base/backup"
	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

// The network of version 20: two organisations, three people with sealed names, contacts, actions, an outing, an enrolment, imports, a frozen report, and two
// members who hold the keys. A program made it in which the tables had that version, and sealed it; the names and the passphrases are invented.
const (
	networkOf20 = "testdata/upgrade/version-20.approdo"
	sealedWith  = "una frase inventata per prova"
	sealedName  = "Zaffira Numero"
)

const steps = "../../internal/base/store/migrations/care"

// earlier makes the folder that a program would have which knows the migrations up to a version. What tables hold that came after the twentieth stands
// in testdata/upgrade/000NN.sql, if anything has to.
func earlier(t *testing.T, dir, database string, version int) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	driver, address, dialect := "sqlite", "file:"+filepath.Join(dir, "care.db")+"?_pragma=foreign_keys(0)", goose.DialectSQLite3
	if database != "" {
		driver, address, dialect = "pgx", database+"&search_path=care&options=-csession_replication_role%3Dreplica", goose.DialectPostgres
	}
	db, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if database != "" {
		run(t, db, `CREATE SCHEMA care`)
	}
	p, err := goose.NewProvider(dialect, db, os.DirFS(steps), goose.WithTableName("store_versions"), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		t.Fatal(err)
	}
	for n := 20; n <= version; n++ {
		if _, err := p.UpTo(t.Context(), int64(n)); err != nil {
			t.Fatal(err)
		}
		if n == 20 {
			pour(t, db, dir)
		}
		if text, err := os.ReadFile(fmt.Sprintf("testdata/upgrade/%05d.sql", n)); err == nil {
			run(t, db, string(text))
		}
	}
}

func run(t *testing.T, db *sql.DB, statement string, args ...any) {
	t.Helper()
	if _, err := db.ExecContext(t.Context(), statement, args...); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// pour fills tables of version 20 with the network's rows, and puts its key file into the folder.
func pour(t *testing.T, db *sql.DB, dir string) {
	t.Helper()
	f, err := os.Open(networkOf20)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	sealed, err := backup.Open(f)
	if err != nil {
		t.Fatal(err)
	}
	r, err := sealed.UnlockWithPassphrase(sealedWith)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "key"), r.KeyFile, 0o600); err != nil {
		t.Fatal(err)
	}
	for {
		table, err := r.Table()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		run(t, db, `DELETE FROM `+table.Name)
		for {
			row, err := r.Row()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			run(t, db, insertion(table), row...)
		}
	}
}

func insertion(table store.Table) string {
	var names, places []string
	for i, c := range table.Columns {
		names, places = append(names, `"`+c.Name+`"`), append(places, fmt.Sprintf("$%d", i+1))
	}
	return `INSERT INTO ` + table.Name + ` (` + strings.Join(names, ", ") + `) VALUES (` + strings.Join(places, ", ") + `)`
}

// A folder of every version opens with its data, and what is sealed with the password of its member; a backup of it is restored into the other database.
func TestAFolderOfEveryVersionIsBroughtUpToDate(t *testing.T) {
	t.Parallel()
	testkit.Long(t)
	texts, err := filepath.Glob(steps + "/*.sql")
	if err != nil || len(texts) < 20 {
		t.Fatalf("%d migrations, %v", len(texts), err)
	}
	for version := 20; version <= len(texts); version++ {
		if version > 20 && version < len(texts) && os.Getenv("STORE_TEST_UPGRADES") == "" {
			continue
		}
		for name, database := range bothDatabases {
			t.Run(fmt.Sprintf("version %d %s", version, name), func(t *testing.T) {
				t.Parallel()
				database, dir, copies := database(t), filepath.Join(t.TempDir(), "d"), t.TempDir()
				earlier(t, dir, database, version)
				first := runs(t, binary, []string{"APPRODO_DATABASE=" + database}, "audit", "--dir", dir)
				if told := fmt.Sprintf("brought up to date: an older Approdo does not open them any more from=%d to=%d", version, len(texts)); version < len(texts) != strings.Contains(first.err, told) {
					t.Errorf("the first command says %q", first.err)
				}
				report := on(t, database, "report", "interim", "--dir", dir)
				if n := read(t, report).cell("T1", "contact_unit", "attributed"); n != 4 {
					t.Errorf("%v contacts, want 4", n)
				}
				on(t, database, "audit", "--dir", dir)
				opensCard(t, dir, database)
				if a := typed(t, copies, database, []string{sealedWith, sealedWith}, "backup", "--dir", dir, "--out", "b.approdo", "--passphrase"); a.status != 0 {
					t.Fatal(a.err)
				}
				other := bothDatabases[map[string]string{"sqlite": "postgres", "postgres": "sqlite"}[name]](t)
				if a := typed(t, copies, other, []string{sealedWith}, "restore", "b.approdo", "--dir", "again"); a.status != 0 {
					t.Fatal(a.err)
				}
				if again := on(t, other, "report", "interim", "--dir", filepath.Join(copies, "again")); again != report {
					t.Errorf("the restored network answers another report (%d and %d bytes)", len(again), len(report))
				}
			})
		}
	}
}

// A backup is kept for sixty days: the programs of the next two months restore it.
func TestABackupOfAnEarlierVersionIsRestored(t *testing.T) {
	t.Parallel()
	testkit.Long(t)
	source, err := filepath.Abs(networkOf20)
	if err != nil {
		t.Fatal(err)
	}
	for name, database := range bothDatabases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			database, folder := database(t), t.TempDir()
			if a := typed(t, folder, database, []string{sealedWith}, "restore", source, "--dir", "d"); a.status != 0 {
				t.Fatal(a.err)
			}
			on(t, database, "audit", "--dir", filepath.Join(folder, "d"))
			opensCard(t, filepath.Join(folder, "d"), database)
		})
	}
}

// opensCard logs a member in and reads a sealed name.
func opensCard(t *testing.T, dir, database string) {
	t.Helper()
	address, _ := start(t, database, "--dir", dir)
	s := server{address, browser(t)}
	s.leads(t, "/login", url.Values{"login": {"bianca"}, "passphrase": {password}})
	id := regexp.MustCompile(`/people/([0-9a-f-]{36})`).FindStringSubmatch(s.page(t, "/people"))
	if id == nil {
		t.Fatal("the list shows nobody")
	}
	response, err := s.client.Do(s.form(t, "/people/"+id[1]+"/card", url.Values{"section": {"names"}, "purpose": {"care"}}))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil || !strings.Contains(string(text), sealedName) {
		t.Errorf("the card answered %d, %v, without the name that was sealed", response.StatusCode, err)
	}
}
