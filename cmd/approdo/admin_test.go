package main_test

import (
	"bytes"
	"errors"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"approdo/internal/testkit"
)

// typing runs the program with lines on its standard input.
func typing(t *testing.T, database, typed string, args ...string) answer {
	t.Helper()
	var out, failure bytes.Buffer
	cmd := exec.Command(binary, args...)
	cmd.Env = append(os.Environ(), "LC_ALL=en_GB.UTF-8", "APPRODO_DATABASE="+database)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(typed), &out, &failure
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return answer{cmd.ProcessState.ExitCode(), out.String(), failure.String()}
}

// accept opens an invitation and chooses a password, as a browser would.
func accept(t *testing.T, address, said, login string) {
	t.Helper()
	server{address, browser(t)}.leads(t, invitation(t, said, login), url.Values{"password": {password}, "again": {password}})
}

// TestTheCommandLineGoesLiveWithoutABrowser does all that the set-up's pages do, on both databases, with the key file on another folder.
func TestTheCommandLineGoesLiveWithoutABrowser(t *testing.T) {
	t.Parallel()
	testkit.Long(t)
	for name, database := range map[string]func(*testing.T) string{
		"sqlite": func(*testing.T) string { return "" }, "postgres": func(t *testing.T) string { return testkit.Postgres(t) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			database, dir, key := database(t), t.TempDir(), filepath.Join(t.TempDir(), "apart", "key")
			at := []string{"--dir", dir, "--key-file", key}
			run := func(typed string, words ...string) answer { return typing(t, database, typed, append(words, at...)...) }
			done := func(words ...string) string {
				t.Helper()
				a := run("", words...)
				if a.status != 0 {
					t.Fatalf("%q: status %d: %s", words, a.status, a.err)
				}
				return a.out
			}
			refused := func(want string, a answer) {
				t.Helper()
				if a.status != 1 || !strings.Contains(a.err, want) {
					t.Errorf("status %d, want %q: %s", a.status, want, a.err)
				}
			}
			nora := done("init", file(t, "network.yaml", staffed))
			refused("Something is still missing", run("", "admin", "status"))
			refused("there are 0", run("", "admin", "live"))
			bianca := done("admin", "invite", "bianca", "--name", "Bianca", "--role", "case_manager")
			refused("cannot hold keys", run("", "admin", "invite", "olga", "--name", "Olga", "--role", "data_protection_officer,case_manager"))
			olga := done("admin", "invite", "olga", "--name", "Olga", "--role", "data_protection_officer")
			address, _ := start(t, database, at...)
			accept(t, address, nora, "nora")
			accept(t, address, bianca, "bianca")
			groups := fingerprint(t, address, "bianca")
			refused("key changed", run("", "admin", "confirm", "bianca", "11111 22222 33333 44444 55555"))
			refused("--role case_manager", run("", "admin", "confirm", "bianca", groups))
			refused("--role case_manager", run("", "admin", "confirm", "bianca", groups, "--role", "case_manager,data_protection_officer"))
			done("admin", "confirm", "bianca", groups, "--role", "case_manager")
			accept(t, address, olga, "olga")
			refused("Nobody watches over the data", run("", "admin", "live"))
			done("admin", "confirm", "olga", fingerprint(t, address, "olga"), "--role", "data_protection_officer")

			refused("no recovery key yet", run("", "admin", "recovery", "check"))
			made := run("\n\n\n", "admin", "recovery", "make", "--custodian", "Ada", "--custodian", "Bea", "--custodian", "Cleo")
			papers := regexp.MustCompile(`(?m)^  ([123][0-9A-Z]{4}(?: [0-9A-Z]{5}){10})$`).FindAllStringSubmatch(made.out, -1)
			if made.status != 0 || len(papers) != 3 {
				t.Fatalf("%d papers, status %d: %s", len(papers), made.status, made.err)
			}
			refused("it is paper 2", run(papers[1][1]+"\n", "admin", "recovery", "check"))
			if a := run(papers[0][1]+"\n\n"+papers[2][1]+"\n", "admin", "recovery", "check"); a.status != 0 {
				t.Fatalf("checking: %s", a.err)
			}
			done("admin", "status")
			done("admin", "live")
			refused("made in the browser", run("\n\n\n", "admin", "recovery", "make", "--custodian", "Ada", "--custodian", "Bea", "--custodian", "Cleo"))

			cleo := done("admin", "invite", "cleo", "--name", "Cleo", "--role", "desk_worker")
			refused("cannot get the keys", run(papers[0][1]+"\n"+papers[1][1]+"\n", "admin", "recover", "cleo"))
			accept(t, address, cleo, "cleo")
			cleos := fingerprint(t, address, "cleo")
			refused("has keys already", run("", "admin", "confirm", "cleo", cleos))
			refused("waits to be confirmed", run(papers[1][1]+"\n"+papers[2][1]+"\n", "admin", "recover", "cleo"))
			refused("One share opens nothing", run(papers[0][1]+"\n", "admin", "recover", "cleo", cleos))
			if a := run(papers[1][1]+"\n"+papers[2][1]+"\n", "admin", "recover", "cleo", cleos); a.status != 0 {
				t.Fatalf("recovering: %s", a.err)
			}
			done("admin", "suspend", "bianca")
			if text := done("admin", "status"); !strings.Contains(text, "Cleo, Nora") && !strings.Contains(text, "Nora, Cleo") || strings.Contains(text, "Bianca") {
				t.Errorf("the check list says: %s", text)
			}
			invitation(t, done("admin", "reset", "nora"), "nora")
			refused("takes two people", run("", "admin", "suspend", "cleo")) // the last who holds keys
			refused("takes two people", run("", "admin", "suspend", "olga"))
		})
	}
}

// fingerprint is what a member who waits reads from their own screen.
func fingerprint(t *testing.T, address, login string) string {
	t.Helper()
	s := server{address, browser(t)}
	s.leads(t, "/login", url.Values{"login": {login}, "passphrase": {password}})
	var groups []string
	for _, m := range regexp.MustCompile(`<li class="figure">(\d{5})</li>`).FindAllStringSubmatch(s.page(t, "/account"), -1) {
		groups = append(groups, m[1])
	}
	if len(groups) != 5 {
		t.Fatalf("%s reads %q", login, groups)
	}
	return strings.Join(groups, " ")
}

// A network opens with the key file it was founded with, and with no other; none is made in its place.
func TestAnotherKeyFileIsRefused(t *testing.T) {
	t.Parallel()
	dir, key := t.TempDir(), filepath.Join(t.TempDir(), "key")
	must(t, "init", file(t, "network.yaml", staffed), "--dir", dir, "--key-file", key)
	must(t, "audit", "--dir", dir, "--key-file", key)
	must(t, "audit", "--dir", dir) // the folder knows where it lies
	away := key + ".away"
	if err := os.Rename(key, away); err != nil {
		t.Fatal(err)
	}
	if a := approdo(t, "audit", "--dir", dir); a.status != 1 || !strings.Contains(a.err, "--key-file") {
		t.Errorf("without its key file: status %d, %s", a.status, a.err)
	}
	if err := os.Rename(away, key); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "key")); !os.IsNotExist(err) {
		t.Error("another key file was made")
	}
	other := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(other, bytes.Repeat([]byte{7}, 32), 0o600); err != nil {
		t.Fatal(err)
	}
	if a := approdo(t, "audit", "--dir", dir, "--key-file", other); a.status != 1 || !strings.Contains(a.err, "not the one") {
		t.Errorf("with another: status %d, %s", a.status, a.err)
	}
	if err := os.Chmod(key, 0o644); err != nil {
		t.Fatal(err)
	}
	if a := approdo(t, "audit", "--dir", dir, "--key-file", key); a.status != 1 || !strings.Contains(a.err, "chmod 600") {
		t.Errorf("readable by others: status %d, %s", a.status, a.err)
	}
}

// A folder that holds something else is left alone; an empty one waits for its founder.
func TestServeTouchesNoFolderOfSomebodyElse(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "letters.txt"), []byte("dear"), 0o600); err != nil {
		t.Fatal(err)
	}
	if a := approdo(t, "serve", "--dir", dir, "--listen", "127.0.0.1:0"); a.status != 1 || !strings.Contains(a.err, "holds no network") {
		t.Errorf("status %d, %s", a.status, a.err)
	}
	found, err := os.ReadDir(dir)
	if err != nil || len(found) != 1 {
		t.Errorf("%d things in the folder, %v", len(found), err)
	}
}
