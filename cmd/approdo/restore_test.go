package main_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	example "approdo/internal/demo"
	"approdo/internal/testkit"
)

// ceremony gives a network the recovery key of its lead, and its custodians their shares.
func ceremony(t *testing.T, dir, database string) [3]string {
	t.Helper()
	s, err := testkit.OpenStore(t.Context(), store.Options{Dir: dir, Database: database})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var lead network.OrganisationID
	err = s.Read(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
		list, err := network.Organisations(tx)
		if err == nil {
			lead = list[slices.IndexFunc(list, func(o network.Organisation) bool { return o.Lead })].ID
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return testkit.Vault(t, s, lead).Shares
}

// typed runs the program in a folder as somebody who types lines.
func typed(t *testing.T, folder, database string, lines []string, args ...string) answer {
	t.Helper()
	var out, failure bytes.Buffer
	cmd := exec.Command(binary, args...)
	cmd.Dir = folder
	cmd.Env = append(os.Environ(), "LC_ALL=en_GB.UTF-8", "APPRODO_DATABASE="+database)
	cmd.Stdin = strings.NewReader(strings.Join(lines, "\n") + "\n")
	cmd.Stdout, cmd.Stderr = &out, &failure
	_ = cmd.Run()
	return answer{cmd.ProcessState.ExitCode(), out.String(), failure.String()}
}

// manual is what the README tells to type after the words "To restore".
func manual(t *testing.T) (lines [][]string) {
	t.Helper()
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, after, found := strings.Cut(string(text), "To restore")
	if !found {
		t.Fatal("the README does not say how to restore")
	}
	section, _, _ := strings.Cut(after, "\n## ")
	for _, m := range regexp.MustCompile(`(?m)^    bin/approdo ([^#\n]+)`).FindAllStringSubmatch(section, -1) {
		lines = append(lines, strings.Fields(m[1]))
	}
	return lines
}

// The machine is lost. Somebody has the copies, two papers and the README: they type what it says, in an empty folder, and the
// network answers the same report, to the byte.
func TestTheREADMEAndTwoSharesRestoreTheNetwork(t *testing.T) {
	t.Parallel()
	testkit.Long(t)
	databases := map[string]func(*testing.T) string{
		"sqlite":   func(*testing.T) string { return "" },
		"postgres": func(t *testing.T) string { return testkit.Postgres(t) },
	}
	for from, source := range databases {
		t.Run("from "+from, func(t *testing.T) {
			t.Parallel()
			dir, database := filepath.Join(t.TempDir(), "d"), source(t)
			run := func(args ...string) answer { return typed(t, t.TempDir(), database, nil, args...) }
			if a := run("demo", "--dir", dir, "--no-serve"); a.status != 0 {
				t.Fatal(a.err)
			}
			shares := example.Shares
			report := run("report", "interim", "--dir", dir).out
			copies := t.TempDir()
			commands := manual(t)
			if len(commands) < 2 || commands[0][0] != "restore" {
				t.Fatalf("the README tells %q", commands)
			}
			name := commands[0][1]
			if a := run("backup", "--dir", dir, "--out", filepath.Join(copies, name)); a.status != 0 || !strings.Contains(a.out, "approdo-backup-key-") {
				t.Fatalf("backup: %d %s %s", a.status, a.out, a.err)
			}
			for into, target := range databases {
				t.Run("into "+into, func(t *testing.T) {
					t.Parallel()
					folder, database := t.TempDir(), target(t)
					if err := os.CopyFS(folder, os.DirFS(copies)); err != nil {
						t.Fatal(err)
					}
					for _, args := range commands {
						if args[0] == "doctor" {
							continue // has its own story; here it rightly misses a second key holder
						}
						a := typed(t, folder, database, []string{shares[2], strings.ToLower(shares[0])}, args...)
						if a.status != 0 {
							t.Fatalf("%q: %s", args, a.err)
						}
						if args[0] == "restore" && !strings.Contains(a.out, "register of erasures") {
							t.Errorf("nothing is said of how far the register of erasures reaches: %s", a.out)
						}
						if args[0] == "restore" {
							digits := regexp.MustCompile(`founders’ digits ([0-9 ]+)\.`).FindStringSubmatch(a.out)
							trust := typed(t, folder, database, nil, "trust", "--dir", "restored").out
							if digits == nil || !strings.Contains(trust, digits[1]) || !strings.Contains(a.out, "the network “") {
								t.Errorf("nothing is said of whose backup it was: %s", a.out)
							}
						}
					}
					if a := typed(t, folder, database, nil, "doctor", "--dir", "restored"); strings.Contains(a.out+a.err, "taken away") || !strings.Contains(a.out, "counter beside the key file") {
						t.Errorf("the doctor before the first start: %s %s", a.out, a.err)
					}
					if a := typed(t, folder, database, []string{shares[2], shares[0]}, "restore", name, "--dir", "again"); database != "" && (a.status != 1 || !strings.Contains(a.err, "already")) {
						t.Errorf("restored over a network: %d %s", a.status, a.err)
					}
					again := typed(t, folder, database, nil, "report", "interim", "--dir", "restored")
					if again.out != report || len(report) < 1000 {
						t.Errorf("the restored network answers another report (%d and %d bytes): %s", len(again.out), len(report), again.err)
					}
				})
			}
		})
	}
}

// Each way in which a restore must not work, in the words people read. Nothing is left that a server would open, and after all of them the right
// papers still work.
func TestWhatDoesNotRestoreIsSaidPlainly(t *testing.T) {
	t.Parallel()
	testkit.Long(t)
	dir := founded(t)
	shares, strangers := ceremony(t, dir, ""), ceremony(t, founded(t), "")
	copies := t.TempDir()
	name := filepath.Join(copies, "b.approdo")
	must(t, "backup", "--dir", dir, "--out", name)
	whole, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	flipped := bytes.Clone(whole)
	flipped[len(flipped)/2] ^= 4
	damaged := func(content []byte) func(*testing.T, string) {
		return func(t *testing.T, folder string) {
			if err := os.WriteFile(filepath.Join(folder, "b.approdo"), content, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	mistyped := "0" + shares[0][1:]
	for what, c := range map[string]struct {
		lines   []string
		prepare func(t *testing.T, folder string)
		args    []string
		says    string
	}{
		"one share":          {lines: shares[:1], says: "two of the three"},
		"no share":           {says: "two of the three"},
		"one share twice":    {lines: []string{shares[1], shares[1]}, says: "twice"},
		"a stranger's share": {lines: []string{shares[0], strangers[1]}, says: "not share 2"},
		"a mistyped share":   {lines: []string{mistyped, shares[1]}, says: "typing mistake"},
		"a flipped bit":      {lines: shares[:2], prepare: damaged(flipped), says: "damaged"},
		"a cut file":         {lines: shares[:2], prepare: damaged(whole[:len(whole)*2/3]), says: "damaged"},
		"a cut header":       {lines: shares[:2], prepare: damaged(whole[:30]), says: "no backup"},
		"another file":       {lines: shares[:2], prepare: damaged([]byte("a letter")), says: "no backup"},
		"a device":           {args: []string{"restore", "/dev/zero", "--dir", "new"}, says: "/dev/zero"},
		"no key file":        {lines: shares[:2], prepare: func(t *testing.T, folder string) { removeKeys(t, folder) }, says: "approdo-backup-key-"},
		"a folder in use":    {lines: shares[:2], args: []string{"restore", "b.approdo", "--dir", "."}, says: "not empty"},
		"no database":        {lines: shares[:2], args: []string{"restore", "b.approdo", "--dir", "new", "--database", "mysql://x"}, says: "database"},
	} {
		t.Run(what, func(t *testing.T) {
			folder := t.TempDir()
			if err := os.CopyFS(folder, os.DirFS(copies)); err != nil {
				t.Fatal(err)
			}
			if c.prepare != nil {
				c.prepare(t, folder)
			}
			args := c.args
			if args == nil {
				args = []string{"restore", "b.approdo", "--dir", "new"}
			}
			a := typed(t, folder, "", c.lines, args...)
			if a.status != 1 || !strings.Contains(a.err, c.says) || strings.Count(strings.TrimSpace(a.err), "\n") != 0 {
				t.Errorf("ended with %d: %s", a.status, a.err)
			}
			for _, share := range append(shares[:], strangers[:]...) {
				if strings.Contains(a.err+a.out, share) {
					t.Error("a share was printed")
				}
			}
			if left, err := os.ReadDir(filepath.Join(folder, "new")); err == nil && len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
			if served := typed(t, folder, "", nil, "report", "interim", "--dir", "new"); served.status == 0 {
				t.Error("what a failed restore left is served")
			}
			if what == "a flipped bit" {
				damaged(whole)(t, folder)
				if a := typed(t, folder, "", []string{shares[1], shares[2]}, args...); a.status != 0 {
					t.Errorf("the right papers no longer work: %s", a.err)
				}
			}
		})
	}
}

func removeKeys(t *testing.T, folder string) {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(folder, "approdo-backup-key-*"))
	if err != nil || len(found) != 1 {
		t.Fatalf("%v %v", found, err)
	}
	if err := os.Remove(found[0]); err != nil {
		t.Fatal(err)
	}
}

// A backup never stands half written under its name, whenever the program is killed, and never replaces another unasked.
func TestAKilledBackupLeavesNoHalfFile(t *testing.T) {
	t.Parallel()
	testkit.Long(t)
	dir := founded(t)
	shares := ceremony(t, dir, "")
	must(t, "import", "contacts", file(t, "c.csv", rows("faro-strada", 0, 3000)), "--dir", dir)
	copies := t.TempDir()
	began := time.Now()
	must(t, "backup", "--dir", dir, "--out", filepath.Join(copies, "first.approdo"))
	takes := int(time.Since(began).Milliseconds())
	kept := 0
	for round := range 12 {
		name := filepath.Join(copies, fmt.Sprintf("%d.approdo", round))
		kill(t, takes*(round+1)/8, "backup", "--dir", dir, "--out", name)
		if _, err := os.Stat(name); err != nil {
			continue
		}
		kept++
		if a := typed(t, copies, "", shares[1:], "restore", name, "--dir", filepath.Join(t.TempDir(), "new")); a.status != 0 {
			t.Errorf("round %d left half a backup: %s", round, a.err)
		}
	}
	t.Logf("%d of 12 backups were whole when killed", kept)
	must(t, "audit", "--dir", dir)
	name := filepath.Join(copies, "last.approdo")
	must(t, "backup", "--dir", dir, "--out", name)
	before, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if a := approdo(t, "backup", "--dir", dir, "--out", name); a.status != 1 || !strings.Contains(a.err, "--force") {
		t.Errorf("a second backup of the same name: %d %s", a.status, a.err)
	}
	if after, err := os.ReadFile(name); err != nil || !bytes.Equal(before, after) {
		t.Errorf("a refused backup changed the file: %v", err)
	}
	if a := approdo(t, "backup", "--dir", dir, "--out", "/dev/null", "--force"); a.status != 1 {
		t.Error("a device was written to")
	}
	must(t, "backup", "--dir", dir, "--out", name, "--force")
}

// A restore that is killed leaves nothing that would be served, and the next one begins afresh.
func TestAKilledRestoreIsBegunAfresh(t *testing.T) {
	t.Parallel()
	testkit.Long(t)
	for kind, database := range map[string]func(*testing.T) string{
		"sqlite":   func(*testing.T) string { return "" },
		"postgres": func(t *testing.T) string { return testkit.Postgres(t) },
	} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			dir := founded(t)
			shares := ceremony(t, dir, "")
			must(t, "import", "contacts", file(t, "c.csv", rows("faro-strada", 0, 3000)), "--dir", dir)
			want := must(t, "report", "interim", "--dir", dir)
			copies, address := t.TempDir(), database(t)
			must(t, "backup", "--dir", dir, "--out", filepath.Join(copies, "b.approdo"))
			began := time.Now()
			if a := typed(t, t.TempDir(), "", shares[:2], "restore", filepath.Join(copies, "b.approdo"), "--dir", "new"); a.status != 0 {
				t.Fatal(a.err)
			}
			takes := time.Since(began)
			served := func() answer { return typed(t, copies, address, nil, "report", "interim", "--dir", "new") }
			for round := range 8 {
				cmd := exec.Command(binary, "restore", "b.approdo", "--dir", "new")
				cmd.Dir = copies
				cmd.Env = append(os.Environ(), "APPRODO_DATABASE="+address)
				cmd.Stdin = strings.NewReader(shares[0] + "\n" + shares[1] + "\n")
				if err := cmd.Start(); err != nil {
					t.Fatal(err)
				}
				time.AfterFunc(takes*time.Duration(round+1)/8, func() { _ = cmd.Process.Kill() })
				if err := cmd.Wait(); err == nil {
					break // done before it could be killed
				}
				if a := served(); a.status == 0 && a.out != want {
					t.Fatal("half a network is served")
				}
			}
			if a := served(); a.status != 0 {
				if a := typed(t, copies, address, shares[:2], "restore", "b.approdo", "--dir", "new"); a.status != 0 {
					t.Fatalf("after being killed: %s", a.err)
				}
			}
			if served().out != want {
				t.Error("the restored network answers another report")
			}
		})
	}
}

// A network without a recovery key is told so; a passphrase typed twice locks its backups.
func TestWithoutARecoveryKeyAPassphraseLocks(t *testing.T) {
	t.Parallel()
	testkit.Long(t)
	dir, copies := founded(t), t.TempDir()
	name := filepath.Join(copies, "p.approdo")
	if a := approdo(t, "backup", "--dir", dir, "--out", name); a.status != 1 || !strings.Contains(a.err, "--passphrase") {
		t.Errorf("without a recovery key: %d %s", a.status, a.err)
	}
	const pass = "una frase inventata per prova"
	for says, lines := range map[string][]string{"too short": {"corta", "corta"}, "differ": {pass, pass + "!"}} {
		if a := typed(t, copies, "", lines, "backup", "--dir", dir, "--out", name, "--passphrase"); a.status != 1 || !strings.Contains(a.err, says) {
			t.Errorf("%s: %d %s", says, a.status, a.err)
		}
	}
	if a := typed(t, copies, "", []string{pass, pass}, "backup", "--dir", dir, "--out", name, "--passphrase"); a.status != 0 {
		t.Fatal(a.err)
	}
	if a := typed(t, copies, "", []string{"una frase inventata ma altra"}, "restore", name, "--dir", "new"); a.status != 1 || !strings.Contains(a.err, "does not open") {
		t.Errorf("a wrong passphrase: %d %s", a.status, a.err)
	}
	if a := typed(t, copies, "", []string{pass}, "restore", name, "--dir", "new"); a.status != 0 {
		t.Errorf("the right passphrase: %s", a.err)
	}
}

// TestARestoreOnAFullDiskDoesNotBlameTheBackup: who reads that the backup is broken throws the last good one away.
func TestARestoreOnAFullDiskDoesNotBlameTheBackup(t *testing.T) {
	t.Parallel()
	testkit.Long(t)
	dir, copies := demonstrated(t), t.TempDir()
	name := filepath.Join(copies, "p.approdo")
	const pass = "una frase inventata per prova"
	if a := typed(t, copies, "", []string{pass, pass}, "backup", "--dir", dir, "--out", name, "--passphrase"); a.status != 0 {
		t.Fatal(a.err)
	}
	for _, kib := range []string{"64", "1024", "4096"} { // how long a file may be: the disk is full at different steps
		cmd := exec.Command("/bin/bash", "-c", "ulimit -f "+kib+`; exec "$0" restore "$1" --dir "$2" --lang en`, binary, name, filepath.Join(copies, "new"))
		cmd.Stdin = strings.NewReader(pass + "\n")
		out, err := cmd.CombinedOutput()
		if err == nil || !strings.Contains(string(out), "perhaps because it is full") {
			t.Errorf("with files of %s KiB: %v, %s", kib, err, out)
		}
	}
	if a := typed(t, copies, "", []string{pass}, "restore", name, "--dir", "new"); a.status != 0 {
		t.Errorf("when there is room again: %s", a.err)
	}
}
