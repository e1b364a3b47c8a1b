package main_test

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

const town = `
network: {code: costa, name: Rete della costa, zone: Europe/Rome}
organisations:
  - {code: faro, name: Cooperativa Faro, kind: cooperative, province: IT-BS, lead: true, units: [
      {code: faro-strada, name: Unità di strada, kind: contact_unit, province: IT-BS, projects: [rotta]}]}
  - {code: molo, name: Associazione Molo, kind: ngo, province: IT-BG, units: [
      {code: molo-strada, name: Unità del porto, kind: contact_unit, province: IT-BG, projects: [rotta]}]}
projects:
  - {code: rotta, name: Rotta, call: Bando 1, funder: Fondo, from: 2024-01-01, to: 2024-12-31, standard: true,
     partners: {faro: lead, molo: implementing}, provinces: [IT-BS, IT-BG],
     channels: [contact_unit, reception_awareness, community_outreach, identification_interview]}
`

// founded makes a folder with a small network.
func founded(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	must(t, "init", file(t, "network.yaml", town), "--dir", dir, "--key-beside")
	return dir
}

func file(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// Every refusal is one clear line in the user's language and another exit status than success; nothing is half done.
func TestBadInputIsRefusedInOneClearLine(t *testing.T) {
	t.Parallel()
	dir := founded(t)
	before := must(t, "report", "interim", "--dir", dir)
	broken := t.TempDir()
	if err := os.WriteFile(filepath.Join(broken, "care.db"), []byte(strings.Repeat("this is not a database ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	contacts := file(t, "c.csv", "data;unità\n2024-05-01;faro-strada\n")
	for name, c := range map[string]struct {
		args   []string
		status int
		says   string // in Italian
	}{
		"no command":            {nil, 2, "approdo --help"},
		"unknown command":       {[]string{"dance"}, 2, "Non ho capito «dance»"},
		"mistyped command":      {[]string{"repot"}, 2, "Forse \"report\""},
		"unknown option":        {[]string{"serve", "--adress", "x"}, 2, "Non c'è l'opzione --adress"},
		"folder not named":      {[]string{"serve"}, 2, "Manca --dir"},
		"unknown size":          {[]string{"demo", "--size=big"}, 2, "Il valore di --size"},
		"a device to read":      {[]string{"import", "contacts", "/dev/zero", "--dir", dir}, 1, "/dev/zero"},
		"a folder to write":     {[]string{"report", "interim", "--dir", dir, "--out", dir}, 1, "non è un file"},
		"a hostile definition":  {[]string{"report", "interim", "--dir", dir, "--definitions", hostile(t)}, 1, "annidato"},
		"unknown report":        {[]string{"report", "yearly", "--dir", dir}, 1, "yearly"},
		"unknown project":       {[]string{"report", "interim", "--dir", dir, "--project", "nessuno"}, 1, "nessuno"},
		"period reversed":       {[]string{"report", "interim", "--dir", dir, "--from", "2024-11-30", "--to", "2024-03-01"}, 1, "2024"},
		"a day that is none":    {[]string{"report", "interim", "--dir", dir, "--from", "2024-02-30"}, 1, "data che esiste"},
		"unknown scope":         {[]string{"report", "interim", "--dir", dir, "--scope", "org:altri"}, 1, "altri"},
		"unknown format":        {[]string{"report", "interim", "--dir", dir, "--format", "doc"}, 1, "doc"},
		"a folder not writable": {[]string{"report", "interim", "--dir", dir, "--out", "/nonexistent/r.json"}, 1, "/nonexistent/r.json"},
		"no network":            {[]string{"report", "interim", "--dir", t.TempDir()}, 1, "approdo init"},
		"a file in its place":   {[]string{"report", "interim", "--dir", broken}, 1, "archivio"},
		"a second network":      {[]string{"init", file(t, "n.yaml", town), "--dir", dir}, 1, "già una rete"},
		"an empty network file": {[]string{"init", file(t, "n.yaml", ""), "--dir", t.TempDir()}, 1, "vuoto"},
		"a missing file":        {[]string{"import", "contacts", "/nonexistent.csv", "--dir", dir}, 1, "nonexistent"},
		"an empty file":         {[]string{"import", "contacts", file(t, "e.csv", ""), "--dir", dir}, 1, "vuoto"},
		"a binary file":         {[]string{"import", "contacts", file(t, "b.csv", "\x7fELF\x00\x01\x02\x00"), "--dir", dir}, 1, "foglio"},
		"an unknown kind":       {[]string{"import", "dreams", contacts, "--dir", dir}, 2, `Il valore di <kind> non è tra quelli possibili. Forse "contacts"`},
		"the demonstration":     {[]string{"demo", "--dir", dir, "--no-serve"}, 1, "rete vera"},
		"an open address":       {[]string{"serve", "--dir", dir, "--listen", "0.0.0.0:8420"}, 1, "0.0.0.0:8420"},
		"a port taken":          {[]string{"serve", "--dir", dir, "--listen", taken.Addr().String()}, 1, "occupato"},
		"the database to read":  {[]string{"import", "contacts", filepath.Join(dir, "care.db"), "--dir", dir}, 1, "fa parte dell'archivio"},
		"a report over it":      {[]string{"report", "interim", "--dir", dir, "--out", filepath.Join(dir, "care.db")}, 1, "fa parte dell'archivio"},
		"a backup over it":      {[]string{"backup", "--dir", dir, "--out", filepath.Join(dir, "care.db"), "--force"}, 1, "fa parte dell'archivio"},
		"a bundle over it":      {[]string{"audit", "bundle", "--dir", dir, "--out", filepath.Join(dir, "care.db")}, 1, "fa parte dell'archivio"},
		"checkpoints in it":     {[]string{"serve", "--dir", dir, "--listen", "127.0.0.1:0", "--checkpoints", filepath.Join(dir, "care.db")}, 1, "fa parte dell'archivio"},
		"an unknown run":        {[]string{"runs", "show", "018f0000-0000-7000-8000-000000000000", "--dir", dir}, 1, "congelata"},
		"an unknown import":     {[]string{"imports", "undo", "018f0000-0000-7000-8000-000000000000", "--dir", dir}, 1, "importazione"},
	} {
		t.Run(name, func(t *testing.T) {
			a := approdo(t, append(c.args, "--lang", "it")...)
			line, rest, _ := strings.Cut(strings.TrimSpace(a.err), "\n")
			if a.status != c.status || rest != "" || !strings.Contains(line, c.says) || strings.Contains(line, "[") && strings.Contains(line, "]") {
				t.Errorf("ended with %d, want %d: %s", a.status, c.status, a.err)
			}
		})
	}
	if after := must(t, "report", "interim", "--dir", dir); after != before {
		t.Error("a refused command changed something")
	}
	must(t, "audit", "--dir", dir)
}

// hostile is a folder of definitions that would exhaust a reader of YAML.
func hostile(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	must(t, "definitions", "--out", dir)
	if err := os.WriteFile(filepath.Join(dir, "T3.yaml"), []byte(strings.Repeat("[", 200_000)), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

// Another process holds the database: after its patience the command says so, and nothing is lost.
func TestALockedDatabaseIsSaidAndNothingIsLost(t *testing.T) {
	t.Parallel()
	testkit.Long(t)
	dir := founded(t)
	s, err := testkit.OpenStore(t.Context(), store.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	holding, release := make(chan struct{}), make(chan struct{})
	done := make(chan error, 1)
	go func() {
		done <- s.Write(t.Context(), policy.System(policy.Operator, "test"), func(*store.Tx) error {
			close(holding)
			<-release
			return nil
		})
	}()
	<-holding
	a := approdo(t, "import", "contacts", file(t, "c.csv", rows("faro-strada", 0, 5)), "--dir", dir)
	close(release)
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if a.status != 1 || strings.Count(strings.TrimSpace(a.err), "\n") != 0 || !strings.Contains(a.err, "Another") {
		t.Errorf("ended with %d: %s", a.status, a.err)
	}
	must(t, "import", "contacts", file(t, "c.csv", rows("faro-strada", 0, 5)), "--dir", dir)
}

// The disk is full: a file of the process may not grow. The import is refused whole and can be repeated when there is room.
func TestAFullDiskIsSaidAndNothingIsLost(t *testing.T) {
	t.Parallel()
	testkit.Long(t)
	dir := founded(t)
	path := file(t, "c.csv", rows("faro-strada", 0, 3000))
	cmd := exec.Command("bash", "-c", `trap "" XFSZ; ulimit -f 600; exec "$0" "$@"`, binary, "import", "contacts", path, "--dir", dir, "--lang", "en")
	cmd.Env = append(os.Environ(), "APPRODO_DATABASE=")
	out, err := cmd.CombinedOutput()
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if last := lines[len(lines)-1]; err == nil || !strings.Contains(last, "full") {
		t.Fatalf("with a full disk: %v, %s", err, out)
	}
	if n := read(t, must(t, "report", "interim", "--dir", dir)).cell("T1", "total", "unique"); n != 0 {
		t.Errorf("%v persons of a refused import", n)
	}
	must(t, "audit", "--dir", dir)
	must(t, "import", "contacts", path, "--dir", dir)
	if n := read(t, must(t, "report", "interim", "--dir", dir)).cell("T1", "total", "unique"); n != 3000 {
		t.Errorf("%v persons once there is room, want 3000", n)
	}
}
