package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"approdo/internal/testkit/mutant"
)

// lab holds the programs of the tests, with the mutants in them.
type lab struct {
	dir      string
	drawn    []mutation
	patience time.Duration
	near     bool
	tests    []listed            // packages with tests
	sees     map[string][]string // package with tests → what it is made of
	overlays map[int]string      // by index of the mutant; those inside functions share one
	programs map[program]built
}

// program is a test program with one of the overlays.
type program struct{ overlay, path string }

type built struct {
	file    string
	healthy map[bool]time.Duration // how long it takes without a mutant, short or whole
}

func newLab(drawn []mutation, o *order) (l *lab, err error) {
	l = &lab{drawn: drawn, patience: o.patience, near: o.near, sees: map[string][]string{}, overlays: map[int]string{}, programs: map[program]built{}}
	if l.dir, err = os.MkdirTemp("", "mutate"); err != nil {
		return nil, err
	}
	packages, err := goList(".", "./...")
	if err != nil {
		return nil, err
	}
	deps := map[string][]string{}
	for _, p := range packages {
		deps[p.ImportPath] = p.Deps
	}
	for _, p := range packages {
		asked := len(o.tests) == 0 || slices.ContainsFunc(o.tests, func(begins string) bool { return strings.HasPrefix(p.ImportPath+"/", begins) })
		if !asked || len(p.TestGoFiles)+len(p.XTestGoFiles) == 0 {
			continue
		}
		l.tests = append(l.tests, p)
		seen := append([]string{p.ImportPath}, p.Deps...)
		for _, name := range append(p.TestImports, p.XTestImports...) {
			seen = append(append(seen, name), deps[name]...)
		}
		if strings.HasSuffix(p.ImportPath, "/e2e") {
			seen = append(seen, deps["approdo/cmd/approdo"]...)
		}
		l.sees[p.ImportPath] = seen
	}
	return l, l.overlay()
}

func (l *lab) close() error { return os.RemoveAll(l.dir) }

// overlay writes what the compiler is told of: one file for all mutants inside functions, and one for each of the others.
func (l *lab) overlay() error {
	write := func(name string, files map[string]string) (string, error) {
		dir := filepath.Join(l.dir, name)
		if err := os.Mkdir(dir, 0o700); err != nil {
			return "", err
		}
		return mutant.Overlay(dir, files)
	}
	inside := make([]mutant.Change, len(l.drawn))
	for i, m := range l.drawn {
		_, err := mutant.Switched([]mutant.Change{m.Change})
		switch {
		case err == nil:
			inside[i] = m.Change
		case errors.Is(err, mutant.ErrOutside):
			if l.overlays[i], err = write(fmt.Sprint("own", i+1), map[string]string{m.File: m.Apply(m.room.texts[m.File])}); err != nil {
				return err
			}
		default:
			return err
		}
	}
	files, err := mutant.Switched(inside)
	if err != nil {
		return err
	}
	shared, err := write("shared", files)
	for i := range l.drawn {
		if l.overlays[i] == "" {
			l.overlays[i] = shared
		}
	}
	return err
}

// ask runs the tests that could see a mutant, from near to far, until one does, and tells which. Nobody is "".
func (l *lab) ask(i int, short bool) (by string, err error) {
	m := l.drawn[i]
	tests := slices.DeleteFunc(slices.Clone(l.tests), func(p listed) bool { return !slices.Contains(l.sees[p.ImportPath], m.room.path) })
	far := func(p listed) int {
		switch {
		case p.ImportPath == m.room.path:
			return 0
		case strings.HasPrefix(p.ImportPath, m.room.path+"/") || strings.HasPrefix(m.room.path, p.ImportPath+"/") || filepath.Dir(p.ImportPath) == filepath.Dir(m.room.path) && strings.Count(p.ImportPath, "/") > 3:
			return 1
		}
		return 2 + len(l.sees[p.ImportPath])
	}
	slices.SortStableFunc(tests, func(a, b listed) int { return far(a) - far(b) })
	for _, p := range tests {
		if l.near && far(p) > 1 {
			break
		}
		killed, err := l.kills(i, p, short)
		if err != nil {
			return "", fmt.Errorf("%s: %w", p.ImportPath, err)
		}
		if killed {
			return strings.TrimPrefix(p.ImportPath, "approdo/") + map[bool]string{true: "", false: ", whole"}[short], nil
		}
	}
	return "", nil
}

// kills runs the tests of one package with a mutant at work. Before it does so the first time, the tests must pass without.
func (l *lab) kills(i int, p listed, short bool) (bool, error) {
	key := program{l.overlays[i], p.ImportPath}
	b, ok := l.programs[key]
	if !ok {
		b = built{filepath.Join(l.dir, fmt.Sprint(len(l.programs), ".test")), map[bool]time.Duration{}}
		cmd := exec.Command("go", "test", "-c", "-vet=off", "-overlay", key.overlay, "-o", b.file, p.ImportPath)
		if out, err := cmd.CombinedOutput(); err != nil {
			return false, fmt.Errorf("%w: %s", err, out)
		}
		l.programs[key] = b
	}
	alone := !strings.HasSuffix(filepath.Dir(key.overlay), "shared") // at work always, so that health cannot be asked
	if _, known := b.healthy[short]; !known && !alone {
		for try := 1; ; try++ { // a busy machine can make one of thousands fail
			began := time.Now()
			out, err := l.run(key, b, p, 0, short, l.patience)
			if err == nil {
				b.healthy[short] = time.Since(began)
				break
			}
			if try == 3 {
				return false, fmt.Errorf("without a mutant: %w: %s", err, out)
			}
		}
	}
	patience := l.patience
	if healthy, known := b.healthy[short]; known {
		patience = min(patience, 4*healthy+30*time.Second)
	}
	_, err := l.run(key, b, p, i+1, short, patience)
	return err != nil, nil
}

// run runs a test program. What it builds itself is built with the mutants too.
func (l *lab) run(key program, b built, p listed, number int, short bool, patience time.Duration) ([]byte, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	tmp, err := os.MkdirTemp(l.dir, "t")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(tmp)
	cmd := exec.CommandContext(ctx, b.file, "-test.failfast", "-test.short="+strconv.FormatBool(short), "-test.timeout", patience.String())
	cmd.Dir = p.Dir
	cmd.WaitDelay = 10 * time.Second
	cmd.Env = append(os.Environ(), mutant.Number+"="+strconv.Itoa(number), "TMPDIR="+tmp, "GOFLAGS="+strings.TrimSpace(os.Getenv("GOFLAGS")+" -overlay="+key.overlay))
	return cmd.CombinedOutput()
}
