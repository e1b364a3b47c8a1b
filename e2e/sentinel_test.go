package e2e_test

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"approdo/internal/base/backup"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
	"approdo/internal/demo"
	"approdo/internal/testkit"
)

// TestWhatIsSealedStandsNowhereInClear runs the whole program, types a mark into every field that is sealed and into forms that are refused, lets it send
// letters and make a backup, and looks for the marks in all that anybody else could ever get hold of. The same sweep has to see the proof wherever texts
// may stand in clear, and a field that is put in clear into the database.
func TestWhatIsSealedStandsNowhereInClear(t *testing.T) {
	testkit.Long(t)
	binary := assemble(t)
	for name, database := range map[string]func(*testing.T) string{
		"sqlite":   func(*testing.T) string { return "" },
		"postgres": func(t *testing.T) string { return testkit.Postgres(t) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := settle(t, binary, database(t))
			m := newMarking(r)
			r.start()
			m.work(t)
			m.sweepPages(t)
			m.restricts(t)
			r.stop()
			r.start() // letters leave when the server starts
			m.sweepRestricted(t)
			r.does("backup", "--out", r.at("copies", "first.age"))
			m.sweepFiles(t)
			m.opens(t)
			m.betrays(t)
		})
	}
}

// work is all that happens to the marked person and the marked planned outings, with an eye on what the program writes meanwhile.
func (m *marking) work(t *testing.T) {
	passing := m.r.at("tmp", "passing")
	if err := os.WriteFile(passing, []byte(proof), 0o600); err != nil {
		t.Fatal(err)
	}
	stop := m.r.watch(newSweeper(brand, proof))
	teo := m.r.login(t, "teo")
	bianca := m.r.login(t, "bianca")
	m.calls(teo, bianca, "Livia", "Bianca")
	nora, dario, livia := m.r.login(t, "nora"), m.r.login(t, "dario"), m.r.login(t, "livia")
	m.records(bianca)
	m.card(bianca)
	m.attach(bianca)
	m.plan(nora, "2024-11-30")
	m.types(bianca, nora, dario, livia)
	m.imports(dario)
	m.proves(teo, nora)
	m.joins(t, bianca)
	m.asks(livia, "erasure")
	m.request = m.asks(livia, "access")
	m.r.posts(t, livia, "/retention/rules/never_assessed", url.Values{"months": {"1"}})
	m.r.compose(t)
	m.r.freeze(t)
	if err := os.Remove(passing); err != nil {
		t.Fatal(err)
	}
	seen := stop()
	if !seen[sighting{"tmp/passing", "in clear", proof}] {
		t.Error("a temporary file that is gone again is not seen: the watch is blind")
	}
	delete(seen, sighting{"tmp/passing", "in clear", proof})
	for x := range seen {
		t.Errorf("in a temporary file: %s", x)
	}
	t.Logf("%d fields of the card, %d of plans and %d that are only typed hold %d marks", len(m.fields("card")), len(m.fields("plan")), len(m.fields("typed")), m.count+m.days)
}

// sweepFiles sweeps every file that the program or its database keeps.
func (m *marking) sweepFiles(t *testing.T) {
	m.writesOut(t)
	s := m.sweeper()
	done := &swept{}
	for _, dir := range m.r.folders() {
		for _, seen := range s.folder(t, dir, done) {
			t.Errorf("%s (%s)", seen, m.given[strings.ToLower(seen.word)])
		}
	}
	if done.files == 0 {
		t.Error("there are no files")
	}
	t.Logf("%d files of %d folders, %d KiB: 0 marks", done.files, len(m.r.folders()), done.bytes>>10)
	letters, err := os.ReadFile(m.r.at("out", "letters"))
	if n := strings.Count(string(letters), "Subject:"); err != nil || n < 2 {
		t.Errorf("%d letters were sent: %v", n, err)
	}
	if err := os.WriteFile(m.r.at("tmp", "left"), []byte(proof), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(m.r.at("key", "left"), []byte(proof), 0o600); err != nil {
		t.Fatal(err)
	}
	places := seenIn(newSweeper(proof), t, m.r.folders())
	m.wants(t, places, `^data/care\.db$`, `^pg\d+/data/base/`, `^pg\d+/data/pg_wal/`, `^pg\d+/log$`, `^out/log$`, `^out/letters$`, `^tmp/left$`, `^key/left$`)
	if slices.ContainsFunc(places, func(p string) bool { return strings.Contains(p, ".age") }) {
		t.Error("a backup can be read without its key")
	}
	for _, name := range []string{"tmp", "key"} {
		if err := os.Remove(m.r.at(name, "left")); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("the proof is seen in %d files", len(places))
}

// wants demands that something was seen in places of each kind; kinds that only the other database has count for nothing.
func (m *marking) wants(t *testing.T, places []string, kinds ...string) {
	t.Helper()
	for _, kind := range kinds {
		if strings.HasPrefix(kind, "^data/") && m.r.database != "" || strings.HasPrefix(kind, "^pg") && m.r.database == "" {
			continue
		}
		if !slices.ContainsFunc(places, regexp.MustCompile(kind).MatchString) {
			t.Errorf("nothing is seen in %s, so a mark would not be either: the sweep is blind there; it sees %q", kind, places)
		}
	}
}

// does does something to the database beside the program.
func (m *marking) does(t *testing.T, fn func(*store.Tx) error) {
	t.Helper()
	s, err := testkit.OpenStore(t.Context(), store.Options{Dir: m.r.at("data"), Database: m.r.database})
	if err == nil {
		err = s.Write(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
			tx.Note("test", "", nil)
			return fn(tx)
		})
		err = errors.Join(err, s.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
}

// writesOut lets PostgreSQL write its tables out of its memory.
func (m *marking) writesOut(t *testing.T) {
	t.Helper()
	if m.r.database != "" {
		m.does(t, func(tx *store.Tx) error {
			_, err := tx.Exec(`CHECKPOINT`)
			return err
		})
	}
}

// seenIn names the places in which a sweeper sees something.
func seenIn(s *sweeper, t *testing.T, dirs []string) []string {
	t.Helper()
	places := map[string]bool{}
	for _, dir := range dirs {
		for _, seen := range s.folder(t, dir, &swept{}) {
			places[seen.place] = true
		}
	}
	return slices.Sorted(maps.Keys(places))
}

// opens opens the backup with two shares, as a thief of shares would, and sweeps every value in it.
func (m *marking) opens(t *testing.T) {
	seen, values := m.inBackup(t, m.sweeper(), "first.age")
	for _, x := range seen {
		t.Errorf("%s (%s)", x, m.given[strings.ToLower(x.word)])
	}
	proofs, _ := m.inBackup(t, newSweeper(proof), "first.age")
	if len(proofs) == 0 {
		t.Error("the opened backup does not tell the proof, so no mark would be seen in it")
	}
	t.Logf("the backup, opened: %d values, 0 marks; the proof in %d places", values, len(proofs))
}

func (m *marking) inBackup(t *testing.T, s *sweeper, name string) (seen []sighting, values int) {
	t.Helper()
	r := unlocked(t, m.r.at("copies"), name)
	seen = s.look("the backup's manifest", fmt.Appendf(nil, "%+v", r.Manifest))
	for {
		table, err := r.Table()
		if errors.Is(err, io.EOF) {
			return seen, values
		}
		if err != nil {
			t.Fatal(err)
		}
		for {
			row, err := r.Row()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			for i, value := range row {
				values++
				place := "the opened backup, " + table.Name + "." + table.Columns[i].Name
				switch value := value.(type) {
				case []byte:
					seen = append(seen, s.look(place, value)...)
				default:
					seen = append(seen, s.look(place, fmt.Append(nil, value))...)
				}
			}
		}
	}
}

// unlocked opens a backup of the demonstration, whose shares are public.
func unlocked(t *testing.T, dir, name string) *backup.Reader {
	t.Helper()
	f, err := os.Open(dir + "/" + name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	sealed, err := backup.Open(f)
	if err != nil {
		t.Fatal(err)
	}
	keys, err := backup.Keys(dir)
	if err != nil || len(keys) != 1 {
		t.Fatalf("%d keys beside the backup, %v", len(keys), err)
	}
	seed, err := seal.Combine(keys[0].Commitment, demo.Shares[0], demo.Shares[2])
	if err != nil {
		t.Fatal(err)
	}
	identity, err := seed.Identity()
	if err != nil {
		t.Fatal(err)
	}
	private, err := keys[0].Open(identity)
	if err != nil {
		t.Fatal(err)
	}
	r, err := sealed.UnlockWith(private)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// betrays is the control: one sealed section of the marked person is replaced by what it says, as a program with a fault would write it. It has to be seen
// in the files of the database, and in a backup that is made then.
func (m *marking) betrays(t *testing.T) {
	said := m.word("betrayed")
	m.does(t, func(tx *store.Tx) error {
		n, err := tx.Exec(`UPDATE vault_records SET sealed = $1 WHERE kind = 'notes' AND person_id = $2`, []byte(`{"Text":"`+said+`"}`), strings.TrimPrefix(m.person, "/people/"))
		if err == nil && n != 1 {
			err = fmt.Errorf("%d sections were replaced", n)
		}
		return err
	})
	m.writesOut(t)
	places := seenIn(m.sweeper(), t, m.r.folders())
	m.wants(t, places, `^data/care\.db`, `^pg\d+/data/base/`, `^pg\d+/data/pg_wal/`, `^pg\d+/log$`)
	m.r.does("backup", "--out", m.r.at("copies", "second.age"))
	seen, _ := m.inBackup(t, m.sweeper(), "second.age")
	if len(seen) == 0 {
		t.Error("a field in clear is not seen in the opened backup: the sweep is blind")
	}
	t.Logf("a field in clear is seen in %q, and in the backup in %v", places, seen)
}
