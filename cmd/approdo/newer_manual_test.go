package main_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"

	"approdo/internal/testkit"
)

// later is the program as it will be once it has one migration more.
var later = sync.OnceValue(func() string {
	all, err := filepath.Glob(steps + "/*.sql")
	if err != nil {
		panic(err)
	}
	step, err := filepath.Abs(fmt.Sprintf("%s/%05d_later.sql", steps, len(all)+1))
	if err != nil {
		panic(err)
	}
	program, sql, overlay := filepath.Join(workshop, "later"), filepath.Join(workshop, "later.sql"), filepath.Join(workshop, "later.json")
	text, err := json.Marshal(map[string]map[string]string{"Replace": {step: sql}})
	if err == nil {
		err = os.WriteFile(overlay, text, 0o600)
	}
	if err == nil {
		err = os.WriteFile(sql, []byte("-- +goose Up\nALTER TABLE outreach_outings ADD COLUMN later BIGINT NOT NULL DEFAULT 0;\n"), 0o600)
	}
	if err != nil {
		panic(err)
	}
	if out, err := exec.Command("go", "build", "-overlay", overlay, "-o", program, ".").CombinedOutput(); err != nil {
		panic(string(out))
	}
	return program
})

// TestTheManualBringsANewerProgramAndLeadsBack: what stands under "A newer program" is typed as it stands, with this program as the former and one with a migration more as the new.
func TestTheManualBringsANewerProgramAndLeadsBack(t *testing.T) {
	t.Parallel()
	testkit.Long(t)
	text, err := os.ReadFile("../../doc/operating.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(text), "\n## A newer program\n")
	section, _, _ = strings.Cut(section, "\n## ")
	var lines [][]string
	for _, m := range regexp.MustCompile(`(?m)^    approdo (.+)$`).FindAllStringSubmatch(section, -1) {
		lines = append(lines, strings.Fields(m[1]))
	}
	if len(lines) != 4 {
		t.Fatalf("the manual tells %q", lines)
	}
	folder := t.TempDir()
	if err := os.Mkdir(filepath.Join(folder, "COPIES"), 0o700); err != nil {
		t.Fatal(err)
	}
	in := func(args []string) (full []string) { // as in that folder
		for _, a := range args {
			if strings.HasPrefix(a, "D") || strings.HasPrefix(a, "COPIES/") {
				a = filepath.Join(folder, a)
			}
			full = append(full, a)
		}
		return full
	}
	serves := func(program string, line []string) *process {
		t.Helper()
		return (&life{t: t, dir: in(line)[2], clock: filepath.Join(folder, "none")}).starts(program)
	}
	l := &life{t: t, dir: filepath.Join(folder, "D"), clock: filepath.Join(folder, "none")}
	said := must(t, "init", file(t, "network.yaml", staffed), "--dir", l.dir)
	p := l.starts(binary)
	p.server.joins(t, invitation(t, said, "nora"))
	p.server.record(t, p.server.unit(t), 3)
	shares := ceremony(t, l.dir, "")
	must(t, in(lines[0])...)
	p.ends(syscall.SIGTERM)
	q := serves(later(), lines[1])
	q.enters()
	q.server.record(t, q.server.unit(t), 1)
	q.ends(syscall.SIGTERM)
	if a := approdo(t, in(lines[1])...); a.status == 0 || !strings.Contains(a.err, "A newer Approdo") {
		t.Errorf("the former program on the tables of the new one: %d %s", a.status, a.err)
	}
	if a := typed(t, folder, "", []string{shares[0], shares[1]}, lines[2]...); a.status != 0 {
		t.Fatalf("%q: %s%s", lines[2], a.out, a.err)
	}
	back := serves(binary, lines[3])
	back.enters()
	back.server.record(t, back.server.unit(t), 1)
	back.ends(syscall.SIGTERM)
	if n := contacts(t, filepath.Join(folder, "D-BEFORE"), ""); n != 4 {
		t.Errorf("%d contacts, where three had been recorded before the new program and one after the way back", n)
	}
	if n := contacts(t, l.dir, ""); n != 4 {
		t.Errorf("%d contacts stay where the new program was", n)
	}
}
