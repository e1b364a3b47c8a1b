package main_test

import (
	"database/sql"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"approdo/internal/base/audit"
	"approdo/internal/testkit"
)

// examined is what the doctor says, by check.
func examined(t *testing.T, dir, database string, accept ...string) (status int, verdicts map[string]string) {
	t.Helper()
	args := []string{"doctor", "--dir", dir, "--format", "json"}
	if len(accept) > 0 {
		args = append(args, "--accept", strings.Join(accept, ","))
	}
	a := typed(t, t.TempDir(), database, nil, args...)
	var said struct {
		Safe     bool
		Findings []struct{ Check, Verdict, Text string }
	}
	if err := json.Unmarshal([]byte(a.out), &said); err != nil {
		t.Fatalf("%v: %s %s", err, a.out, a.err)
	}
	if said.Safe != (a.status == 0) {
		t.Errorf("safe is %v and the status %d", said.Safe, a.status)
	}
	verdicts = map[string]string{}
	for _, f := range said.Findings {
		if f.Text == "" || strings.Contains(f.Text, "{{") || strings.Contains(f.Text, "doctor.") {
			t.Errorf("%s says %q", f.Check, f.Text)
		}
		verdicts[f.Check] = f.Verdict
	}
	return a.status, verdicts
}

// known are dangers of the machine and of the small town, not of what these stories are about.
var known = []string{"volume_bare", "recovery_none", "holders_few", "room_low"}

func TestTheDoctorFindsNoDangerWhereThereIsNone(t *testing.T) {
	t.Parallel()
	testkit.Long(t)
	for name, database := range map[string]string{"sqlite": "", "postgres": ""} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if name == "postgres" {
				database = testkit.Postgres(t)
			}
			dir := filepath.Join(t.TempDir(), "d")
			if a := typed(t, t.TempDir(), database, nil, "init", file(t, "network.yaml", town), "--dir", dir, "--key-beside"); a.status != 0 {
				t.Fatal(a.err)
			}
			ceremony(t, dir, database)
			for _, args := range [][]string{{"audit", "checkpoint", "--dir", dir}, {"backup", "--dir", dir, "--out", filepath.Join(t.TempDir(), "b.approdo")}} {
				if a := typed(t, t.TempDir(), database, nil, args...); a.status != 0 {
					t.Fatal(a.err)
				}
			}
			accept := known
			if name == "postgres" {
				accept = append(accept, "setting_unsafe") // the tests' server does not wait for the disk, and the doctor says so
			}
			status, said := examined(t, dir, database, accept...)
			if status != 0 {
				t.Errorf("danger: %v", said)
			}
			for check, want := range map[string]string{
				"folder_private": "safe", "key_private": "safe", "schema_current": "safe", "clock_right": "safe",
				"backup_fresh": "safe", "checkpoint_fresh": "safe", "holders_few": "warning",
			} {
				if said[check] != want {
					t.Errorf("%s is %q, want %q", check, said[check], want)
				}
			}
			if (said["setting_unsafe"] == "") != (name == "sqlite") {
				t.Errorf("settings of %s: %v", name, said)
			}
			if status, _ := examined(t, dir, database); status != 1 {
				t.Error("one key holder is no danger?")
			}
		})
	}
}

// Each way of being unsafe is found; nothing is changed by looking.
func TestTheDoctorFindsWhatIsUnsafe(t *testing.T) {
	t.Parallel()
	testkit.Long(t)
	longAgo := time.Now().Add(-20 * 24 * time.Hour).UTC()
	for want, c := range map[string]struct {
		verdict string
		make    func(t *testing.T, dir string)
	}{
		"folder_open":     {"danger", func(t *testing.T, dir string) { chmod(t, dir, 0o755) }},
		"key_exposed":     {"danger", func(t *testing.T, dir string) { chmod(t, filepath.Join(dir, "key"), 0o644) }},
		"key_missing":     {"danger", func(t *testing.T, dir string) { remove(t, filepath.Join(dir, "key")) }},
		"key_inside":      {"warning", func(*testing.T, string) {}},
		"backup_none":     {"danger", func(*testing.T, string) {}},
		"checkpoint_none": {"danger", func(*testing.T, string) {}},
		"backup_old": {"danger", func(t *testing.T, dir string) {
			tamper(t, dir, `INSERT INTO backup_backups (id, made, key, digest, size, entries) VALUES ('b', '`+longAgo.Format(time.RFC3339)+`', 'k', '', 1, 1)`)
		}},
		"clock_back": {"danger", func(t *testing.T, dir string) {
			tamper(t, dir, `UPDATE audit_head SET at = '`+time.Now().Add(2*time.Hour).UTC().Format(audit.TimeFormat)+`'`)
		}},
		"shares_unread": {"danger", func(t *testing.T, dir string) {
			ceremony(t, dir, "")
			tamper(t, dir, `INSERT INTO vault_shares (organisation_id, series, number, custodian, checked) SELECT organisation_id, series, 1, 'Ugo', '' FROM vault_recoveries`)
		}},
		"schema_foreign": {"danger", func(t *testing.T, dir string) {
			tamper(t, dir, `INSERT INTO store_versions (version_id, is_applied) VALUES (99999, TRUE)`)
		}},
	} {
		t.Run(want, func(t *testing.T) {
			dir := founded(t)
			if err := os.Chmod(dir, 0o700); err != nil {
				t.Fatal(err)
			}
			c.make(t, dir)
			before := listing(t, dir)
			if _, said := examined(t, dir, ""); said[want] != c.verdict {
				t.Errorf("%s is %q, want %q, in %v", want, said[want], c.verdict, said)
			}
			if after := listing(t, dir); after != before {
				t.Errorf("looking changed the folder from\n%s to\n%s", before, after)
			}
		})
	}
	if a := approdo(t, "doctor", "--dir", t.TempDir()); a.status != 1 || strings.Count(strings.TrimSpace(a.err), "\n") != 0 {
		t.Errorf("where there is no network: %d %s", a.status, a.err)
	}
}

func chmod(t *testing.T, name string, mode os.FileMode) {
	t.Helper()
	if err := os.Chmod(name, mode); err != nil {
		t.Fatal(err)
	}
}

func remove(t *testing.T, name string) {
	t.Helper()
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
}

// tamper changes the database behind the program's back.
func tamper(t *testing.T, dir, statement string) {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(dir, "care.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), statement); err != nil {
		t.Fatal(err)
	}
}

// counted asks the database of a folder for a number.
func counted(t *testing.T, dir, query string) (n int) {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(dir, "care.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.QueryRowContext(t.Context(), query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// listing is the files of a folder with their rights; the database's log comes and goes.
func listing(t *testing.T, dir string) string {
	t.Helper()
	found, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, f := range found {
		info, err := f.Info()
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(f.Name(), "-wal") && !strings.HasSuffix(f.Name(), "-shm") {
			b.WriteString(f.Name() + " " + info.Mode().String() + "\n")
		}
	}
	return b.String()
}
