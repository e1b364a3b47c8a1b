package oracle_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"approdo/internal/testkit"
)

// mutantSeeds is how many networks a mutant may survive before it has escaped.
const mutantSeeds = 60

// mutant is the engine with one small mistake: the first text in a file, which must be there exactly once, becomes the second.
type mutant struct {
	name     string
	file     string // below internal/care/report
	was, now string
}

// The oracle catches every mutant. All of them are compiled into one test program: each is a copy of the engine's packages in a
// folder of its own, which exists only in the overlay that the compiler is told of. That program is this test again,
// with engines in mutated.
func TestEveryMutantIsCaught(t *testing.T) {
	if len(mutated) > 0 {
		catch(t)
		return
	}
	began := time.Now()
	program := build(t, mutants)
	built := time.Now()
	out, err := exec.Command(program, "-test.run", "^TestEveryMutantIsCaught$", "-test.v").CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	t.Logf("%d mutants, compiled in %v, caught in %v\n%s", len(mutants), built.Sub(began).Round(time.Second), time.Since(built).Round(time.Second), out)
	for _, m := range mutants {
		if !strings.Contains(string(out), "caught "+m.name+":") {
			t.Errorf("%s was never asked:\n%s", m.name, out)
		}
	}
}

// catch lets every mutant answer, network by network, until it says something else than the oracle.
func catch(t *testing.T) {
	s, o := onSQLite(t)
	book, free := load(t), map[string]counter{}
	for name, make := range mutated {
		free[name] = make(book)
	}
	for seed := uint64(0); seed < mutantSeeds && len(free) > 0; seed++ {
		empty(t, s)
		net := testkit.RandomNetwork(t, s, seed)
		early, late := questions(net)
		for round, questions := range [][]question{early, late} {
			if round == 1 {
				net.Grow(t, s)
			}
			for _, q := range questions {
				expected, err := o.answer(q.truth)
				if err != nil {
					t.Fatal(err)
				}
				for _, name := range slices.Sorted(maps.Keys(free)) {
					text, why := free[name].count(t.Context(), s, q.ask, q.sees)
					if why == nil {
						why, _ = check(text, expected) // what a mutant finds wrong about itself is not the oracle's merit
					}
					if why != nil {
						t.Logf("caught %s: seed %d, %v", name, seed, strings.SplitN(why.Error(), "\n", 2)[0])
						delete(free, name)
					}
				}
			}
		}
	}
	for name := range free {
		t.Errorf("%s escaped", name)
	}
}

// build compiles this test with a copy of the engine for each mutant.
func build(t *testing.T, mutants []mutant) (program string) {
	t.Helper()
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	w := &workshop{t: t, engine: filepath.Dir(here), here: here, dir: t.TempDir(), replace: map[string]string{}}
	var list strings.Builder
	list.WriteString("package oracle_test\n\nimport \"approdo/internal/base/codebook\"\n\nvar mutated = map[string]func(*codebook.Book) counter{\n")
	for i, m := range mutants {
		fmt.Fprintf(&list, "\t%q: newEngine%d,\n", m.name, i)
		w.copy(i, m)
	}
	list.WriteString("}\n")
	w.write(filepath.Join(here, "mutated_test.go"), list.String())
	overlay, err := json.Marshal(map[string]any{"Replace": w.replace})
	if err != nil {
		t.Fatal(err)
	}
	file, program := filepath.Join(w.dir, "overlay.json"), filepath.Join(w.dir, "mutants.test")
	if err := os.WriteFile(file, overlay, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("go", "test", "-c", "-vet=off", "-gcflags=approdo/internal/care/report/oracle/...=-N -l", "-ldflags=-s -w", "-overlay", file, "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("compile the mutants: %v\n%s", err, out)
	}
	return program
}

// workshop makes the files that only the compiler sees.
type workshop struct {
	t                 *testing.T
	engine, here, dir string
	replace           map[string]string // what the compiler is told → what it reads
}

// write gives the compiler a file that is not there. Its name is always the same, because the compiler's cache knows files by it: what
// did not change since the last run is not compiled again.
func (w *workshop) write(as, text string) {
	w.t.Helper()
	within, err := filepath.Rel(w.here, as)
	if err != nil {
		w.t.Fatal(err)
	}
	w.replace[as] = filepath.Join(w.dir, strings.ReplaceAll(filepath.ToSlash(within), "/", "-"))
	if err := os.WriteFile(w.replace[as], []byte(text), 0o600); err != nil {
		w.t.Fatal(err)
	}
}

// copy gives mutant i the engine under a path of its own, and a copy of engine_test.go that speaks to it. Of packages below, only
// a mistake in one of them makes copies.
func (w *workshop) copy(i int, m mutant) {
	w.t.Helper()
	const original = "approdo/internal/care/report"
	path := fmt.Sprintf("%s/oracle/m%d", original, i)
	packages := []string{`"`}
	deep := strings.HasSuffix(m.file, ".go") && strings.Contains(m.file, "/")
	if deep {
		packages = []string{`"`, `/column"`, `/definition"`}
	}
	elsewhere := func(source string) string {
		for _, end := range packages {
			source = strings.ReplaceAll(source, `"`+original+end, `"`+path+end)
		}
		return source
	}
	changed := false
	err := filepath.WalkDir(w.engine, func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		within, err := filepath.Rel(w.engine, file)
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if slices.Contains([]string{"oracle", "render", "testdata"}, within) || !deep && (within == "column" || within == "definition") {
				return filepath.SkipDir
			}
			return nil
		}
		if strings.HasSuffix(file, "_test.go") {
			return nil
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		source := string(text)
		if filepath.ToSlash(within) == m.file {
			if n := strings.Count(source, m.was); n != 1 {
				w.t.Fatalf("%s: %s has %d times %q, want it once: the engine has changed, and so must the mutant", m.name, m.file, n, m.was)
			}
			source, changed = strings.Replace(source, m.was, m.now, 1), true
		}
		if strings.HasSuffix(file, ".go") {
			source = elsewhere(source)
		}
		as := filepath.Join(w.here, fmt.Sprintf("m%d", i), within)
		if source == string(text) {
			w.replace[as] = file
		} else {
			w.write(as, source)
		}
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	if !changed {
		w.t.Fatalf("%s: there is no file %s", m.name, m.file)
	}
	adapter, err := os.ReadFile(filepath.Join(w.here, "engine_test.go"))
	if err != nil {
		w.t.Fatal(err)
	}
	source := elsewhere(string(adapter))
	source = strings.ReplaceAll(source, "engine struct", fmt.Sprintf("engine%d struct", i))
	source = strings.ReplaceAll(source, "(e *engine)", fmt.Sprintf("(e *engine%d)", i))
	source = strings.ReplaceAll(source, "&engine{", fmt.Sprintf("&engine%d{", i))
	source = strings.ReplaceAll(source, "newEngine(", fmt.Sprintf("newEngine%d(", i))
	w.write(filepath.Join(w.here, fmt.Sprintf("engine%d_test.go", i)), source)
}
