package oracle_test

import (
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"approdo/internal/testkit"
	"approdo/internal/testkit/mutant"
)

// mutantSeeds is how many networks a mutant may survive before it has escaped.
const mutantSeeds = 60

// mistake is the engine with one small mistake: the first text in a file, which must be there exactly once, becomes the second.
type mistake struct {
	name     string
	file     string // below internal/care/report
	was, now string
}

// The oracle catches every mutant. All of them are compiled into one test program, which is this test again, with workOn set: it exists
// only in the overlay that the compiler is told of.
func TestEveryMutantIsCaught(t *testing.T) {
	if workOn != nil {
		catch(t)
		return
	}
	testkit.Long(t)
	began := time.Now()
	program := build(t)
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

// candidate is an engine with a mistake in its code, by number, or in its definition.
type candidate struct {
	*engine
	number int
}

// catch lets every mutant answer, network by network, until it says something else than the oracle.
func catch(t *testing.T) {
	s, o := onSQLite(t)
	book, free := load(t), map[string]candidate{}
	for i, m := range mutants {
		c := candidate{engine: newEngine(t, book)}
		if inCode(m) {
			c.number = i + 1
		} else {
			c.files = mistaken(t, m)
		}
		free[m.name] = c
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
					workOn(free[name].number)
					text, why := free[name].count(t.Context(), s, q.ask, q.sees)
					workOn(0)
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

func inCode(m mistake) bool { return strings.HasSuffix(m.file, ".go") }

// path of a mutant's file.
func path(m mistake) string { return filepath.Join("..", filepath.FromSlash(m.file)) }

// mistaken is the folder of the definition with a mistake in one file.
func mistaken(t *testing.T, m mistake) fstest.MapFS {
	t.Helper()
	c, err := mutant.Replacing(path(m), m.was, m.now)
	if err != nil {
		t.Fatalf("%s: %v: the definition has changed, and so must the mutant", m.name, err)
	}
	folder := interim(t)
	name := filepath.Base(m.file)
	folder[name].Data = []byte(c.Apply(string(folder[name].Data)))
	return folder
}

// build compiles this test with every mistake in the engine's code.
func build(t *testing.T) (program string) {
	t.Helper()
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	var changes []mutant.Change
	packages := map[string]bool{} // below internal/care/report
	for _, m := range mutants {
		c := mutant.Change{}
		if inCode(m) {
			if c, err = mutant.Replacing(filepath.Join(here, path(m)), m.was, m.now); err != nil {
				t.Fatalf("%s: %v: the engine has changed, and so must the mutant", m.name, err)
			}
			packages[filepath.ToSlash(filepath.Dir(m.file))] = true
		}
		changes = append(changes, c)
	}
	files, err := mutant.Switched(changes)
	if err != nil {
		t.Fatal(err)
	}
	files[filepath.Join(here, "mutated_test.go")] = switchboard(packages)
	dir := t.TempDir()
	overlay, err := mutant.Overlay(dir, files)
	if err != nil {
		t.Fatal(err)
	}
	program = filepath.Join(dir, "mutants.test")
	if out, err := exec.Command("go", "test", "-c", "-vet=off", "-ldflags=-s -w", "-overlay", overlay, "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("compile the mutants: %v\n%s", err, out)
	}
	return program
}

// switchboard is the text that takes the place of mutated_test.go: workOn tells all packages with mistakes.
func switchboard(packages map[string]bool) string {
	var imports, sets strings.Builder
	for i, name := range slices.Sorted(maps.Keys(packages)) {
		fmt.Fprintf(&imports, "\tp%d %q\n", i, strings.TrimSuffix("approdo/internal/care/report/"+name, "/."))
		fmt.Fprintf(&sets, "\tp%d.MutantAtWork = mutant\n", i)
	}
	return fmt.Sprintf("package oracle_test\n\nimport (\n%s)\n\nvar workOn = func(mutant int) {\n%s}\n", &imports, &sets)
}
