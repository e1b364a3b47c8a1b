package main_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"approdo/internal/testkit"
)

// The officer takes the trail out and verifies it on another computer: there is no installation beside the file.
func TestTheTrailIsVerifiedElsewhere(t *testing.T) {
	t.Parallel()
	testkit.Long(t)
	dir, out := demonstrated(t), t.TempDir()
	key := strings.TrimSpace(must(t, "audit", "key", "--dir", dir))
	kept := filepath.Join(out, "kept.txt")
	write(t, kept, must(t, "audit", "checkpoint", "--dir", dir))
	must(t, "import", "contacts", file(t, "one.csv", rows("BRINA-STRADA", 0, 3)), "--skip-bad", "--dir", dir)
	bundle := filepath.Join(out, "trail.jsonl")
	must(t, "audit", "bundle", "--dir", dir, "--out", bundle)
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	said := must(t, "audit", "verify", bundle, "--key", key, "--kept", kept)
	for _, want := range []string{"No entry was changed", "kept elsewhere that agree: 1", "can show"} {
		if !strings.Contains(said, want) {
			t.Errorf("nothing said about %q:\n%s", want, said)
		}
	}
	text, err := os.ReadFile(bundle)
	if err != nil {
		t.Fatal(err)
	}
	code := regexp.MustCompile(`"is":"code","id":"[^"]+","name":"([^"]+)"`).FindSubmatch(text)
	if code == nil {
		t.Fatal("the bundle knows no person")
	}
	if said := must(t, "audit", "verify", bundle, "--key", key, "--person", string(code[1])); !strings.Contains(said, "the program itself") {
		t.Errorf("who saw %s: %s", code[1], said)
	}
	lines := strings.SplitAfter(string(text), "\n")
	at := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, `{"is":"entry","n":100,`) })
	refuse := func(name string, lines []string, want string) {
		t.Helper()
		broken := filepath.Join(out, name)
		write(t, broken, strings.Join(lines, ""))
		a := approdo(t, "audit", "verify", broken, "--key", key, "--kept", kept)
		if a.status != 1 || !strings.Contains(a.out, want) || !strings.Contains(a.err, "does not match") {
			t.Errorf("%s: ended with %d\n%s%s", name, a.status, a.out, a.err)
		}
	}
	edited := slices.Clone(lines)
	edited[at] = strings.Replace(edited[at], `"actor":"job:`, `"actor":"Job:`, 1)
	refuse("edited", edited, "Entry 100 was changed after it was written.")
	refuse("deleted", slices.Delete(slices.Clone(lines), at, at+1), "entry 100, or one of those after it, is gone")
	moved := slices.Clone(lines)
	moved[at], moved[at+1] = moved[at+1], moved[at]
	refuse("moved", moved, "Entry 100 is not in its place")
	dated := slices.Clone(lines)
	dated[at] = regexp.MustCompile(`"at":"20\d\d`).ReplaceAllString(dated[at], `"at":"2019`)
	refuse("dated", dated, "Entry 100 is back-dated")
	refuse("cut", lines[:at], "ends before its end")
	hidden := slices.Clone(lines)
	hidden[at] = regexp.MustCompile(`"format".*`).ReplaceAllString(strings.Replace(hidden[at], `"is":"entry"`, `"is":"hidden"`, 1), `"format":2}`)
	refuse("hidden", hidden, "Entry 100 is hidden, and may not be")
	for _, l := range lines {
		if strings.Contains(l, `"is":"code"`) {
			refuse("coded", slices.DeleteFunc(slices.Clone(lines), func(other string) bool { return other == l }), "not as it was signed")
			break
		}
	}
	if a := approdo(t, "audit", "verify", kept); a.status != 1 || !strings.Contains(a.err, "no trail") {
		t.Errorf("ended with %d: %s", a.status, a.err)
	}
	if a := approdo(t, "audit", "verify", bundle, "--key", "x"); a.status != 1 || !strings.Contains(a.err, "no verifier key") {
		t.Errorf("ended with %d: %s", a.status, a.err)
	}
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// A server signs the trail as soon as it starts and adds the checkpoint to the file that somebody keeps.
func TestAServerSignsTheTrail(t *testing.T) {
	t.Parallel()
	testkit.Long(t)
	dir, kept := founded(t), filepath.Join(t.TempDir(), "kept.txt")
	cmd := exec.Command(binary, "serve", "--dir", dir, "--listen", "127.0.0.1:0", "--checkpoints", kept)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	text := ""
	for range 100 {
		b, err := os.ReadFile(kept)
		if text = string(b); err == nil && strings.Contains(text, "\n\n— approdo/") {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Error(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Error(err)
	}
	if !strings.Contains(text, "number 0\n") {
		t.Fatalf("kept %q", text)
	}
	if said := must(t, "audit", "--dir", dir); !strings.Contains(said, "1 checkpoints") {
		t.Error(said)
	}
	bundle := filepath.Join(t.TempDir(), "trail.jsonl")
	must(t, "audit", "bundle", "--dir", dir, "--out", bundle)
	must(t, "audit", "verify", bundle, "--kept", kept)
}
