package main_test

import (
	"bytes"
	"compress/gzip"
	"database/sql"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib"

	"approdo/internal/base/seal"
	"approdo/internal/testkit"
)

// newer does to a database what a program does that knows more migrations than this one.
func newer(t *testing.T, dir, database string) {
	t.Helper()
	const step = `INSERT INTO store_versions (version_id, is_applied) VALUES (99999, TRUE)`
	if database == "" {
		tamper(t, dir, step)
		return
	}
	db, err := sql.Open("pgx", database+"&search_path=care")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), step); err != nil {
		t.Fatal(err)
	}
}

var bothDatabases = map[string]func(*testing.T) string{
	"sqlite": func(*testing.T) string { return "" }, "postgres": func(t *testing.T) string { return testkit.Postgres(t) },
}

// Commands that work on no installation, or on an empty place.
var elsewhere = []string{"definitions", "restore", "audit verify", "version"}

// commands are all that the program says it can do on an installation, with something for whatever it asks.
func commands(t *testing.T, dir string) (list [][]string) {
	t.Helper()
	given := map[string]string{
		"<network.yaml>": file(t, "network.yaml", town), "<name>": "interim", "<kind>": "contacts", "<file>": file(t, "c.csv", rows("faro-strada", 0, 2)),
		"<fingerprint>": "00000 00000 00000 00000 00000",
	}
	for _, line := range regexp.MustCompile(`(?m)^  ([a-z]+(?: [a-z]+)*)((?: \S+)*) \[flags\]$`).FindAllStringSubmatch(must(t, "--help"), -1) {
		if slices.Contains(elsewhere, line[1]) {
			continue
		}
		args := strings.Fields(line[1])
		for _, word := range strings.Fields(line[2]) {
			switch {
			case word == "--dir=D":
			case word == "--custodian=NAME":
				args = append(args, "--custodian=Ada", "--custodian=Ugo", "--custodian=Eva")
			case strings.HasPrefix(word, "--"):
				args = append(args, strings.SplitN(word, "=", 2)[0], filepath.Join(t.TempDir(), "out"))
			case given[word] != "":
				args = append(args, given[word])
			default:
				args = append(args, "nessuno")
			}
		}
		list = append(list, append(args, "--dir", dir))
	}
	if len(list) < 20 {
		t.Fatalf("read only %q out of the help", list)
	}
	return list
}

func TestNoCommandTouchesTheTablesOfANewerProgram(t *testing.T) {
	t.Parallel()
	testkit.Long(t)
	for name, database := range bothDatabases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			database, dir := database(t), t.TempDir()
			on(t, database, "init", file(t, "network.yaml", town), "--dir", dir, "--key-beside")
			newer(t, dir, database)
			for _, args := range commands(t, dir) {
				for lang, says := range map[string]string{"en": "A newer Approdo has been at work here", "it": "Qui ha già lavorato un Approdo più recente"} {
					a := typed(t, t.TempDir(), database, nil, append(args, "--lang", lang)...)
					if a.status != 1 || !strings.Contains(a.out+a.err, says) {
						t.Errorf("approdo %q ended with %d and said %s%s", args, a.status, a.out, a.err)
					}
				}
			}
		})
	}
}

// A server goes on answering while a newer program migrates: with a sentence, and without writing.
func TestAServerStopsWritingWhenANewerProgramHasMigrated(t *testing.T) {
	t.Parallel()
	testkit.Long(t)
	for name, database := range bothDatabases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			database, dir := database(t), t.TempDir()
			said := on(t, database, "init", file(t, "network.yaml", staffed), "--dir", dir)
			s := serving(t, dir, database, invitation(t, said, "nora"))
			form := url.Values{"unit": {s.unit(t)}, "day": {"2024-06-01"}, "channel": {"contact_unit"}, "newness": {"new"}, "setting": {"sexual_outdoor"}}
			s.leads(t, "/contacts", form)
			newer(t, dir, database)
			if status := s.post(t, "/contacts", form); status != http.StatusServiceUnavailable {
				t.Errorf("a contact answered %d", status)
			}
			for lang, says := range map[string]string{"en": "A newer Approdo has been at work here", "it": "Qui ha già lavorato un Approdo più recente"} {
				r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.address+"/contacts", nil)
				if err != nil {
					t.Fatal(err)
				}
				r.Header.Set("Accept-Language", lang)
				response, err := s.client.Do(r)
				if err != nil {
					t.Fatal(err)
				}
				text, err := io.ReadAll(response.Body)
				if err != nil || response.Body.Close() != nil {
					t.Fatal(err)
				}
				if response.StatusCode != http.StatusServiceUnavailable || !strings.Contains(string(text), says) {
					t.Errorf("%s: answered %d without «%s»", lang, response.StatusCode, says)
				}
			}
		})
	}
}

func TestABackupOfANewerProgramIsNotRestored(t *testing.T) {
	t.Parallel()
	testkit.Long(t)
	dir, copies := founded(t), t.TempDir()
	name := filepath.Join(copies, "p.approdo")
	const pass = "una frase inventata per prova"
	if a := typed(t, copies, "", []string{pass, pass}, "backup", "--dir", dir, "--out", name, "--passphrase"); a.status != 0 {
		t.Fatal(a.err)
	}
	sealAgain(t, name, pass, func(inside []byte) []byte {
		return regexp.MustCompile(`"schema":\d\d,`).ReplaceAll(inside, []byte(`"schema":99,`))
	})
	for lang, says := range map[string]string{"en": "made by a newer Approdo (tables of version 99", "it": "fatta da un Approdo più recente (tabelle alla versione 99"} {
		if a := typed(t, copies, "", []string{pass}, "restore", name, "--dir", "new", "--lang", lang); a.status != 1 || !strings.Contains(a.err, says) {
			t.Errorf("%d %s", a.status, a.err)
		}
	}
	if left, err := os.ReadDir(filepath.Join(copies, "new")); err == nil && len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// sealAgain changes what is inside a backup that a passphrase locks.
func sealAgain(t *testing.T, name, pass string, change func([]byte) []byte) {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	end := bytes.Index(text, []byte("\n\n")) + 2
	plain, err := seal.DecryptWithPassphrase(bytes.NewReader(text[end:]), pass)
	if err != nil {
		t.Fatal(err)
	}
	unpacked, err := gzip.NewReader(plain)
	if err != nil {
		t.Fatal(err)
	}
	inside, err := io.ReadAll(unpacked)
	if err != nil {
		t.Fatal(err)
	}
	out := bytes.NewBuffer(text[:end:end])
	sealed, err := seal.EncryptWithPassphrase(out, pass)
	if err != nil {
		t.Fatal(err)
	}
	packed := gzip.NewWriter(sealed)
	if _, err := packed.Write(change(inside)); err != nil {
		t.Fatal(err)
	}
	if packed.Close() != nil || sealed.Close() != nil {
		t.Fatal("the backup was not sealed again")
	}
	if err := os.WriteFile(name, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}
