package mutant_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"approdo/internal/testkit/mutant"
)

const program = `package main

import "fmt"

type box[T any] struct{ inside T }

func (b box[T]) shown() string { return fmt.Sprint(b.inside) }

func count(words ...string) (n int) {
outer:
	for _, w := range words {
		for _, r := range w {
			if r == 'x' {
				continue outer
			}
		}
		n++
	}
	return n
}

func tell(n int) {
	fmt.Print(n, " ")
}

const limit = 3

func main() {
	tell(count("a", "x", "b"))
	fmt.Print(box[int]{limit}.shown())
}
`

// Every mutant answers in the one program when its number is called, and none when no number is.
func TestOneProgramHoldsAllMutants(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	write("go.mod", "module program\n\ngo 1.24\n")
	main := write("main.go", program)
	var changes []mutant.Change
	for _, c := range [][2]string{
		{`r == 'x'`, `r != 'x'`},
		{`n++`, `n--`},
		{`continue outer`, `break outer`},
		{`fmt.Print(n, " ")`, `fmt.Print(-n, " ")`},
		{`fmt.Sprint(b.inside)`, `fmt.Sprint(b.inside, b.inside)`},
	} {
		change, err := mutant.Replacing(main, c[0], c[1])
		if err != nil {
			t.Fatal(err)
		}
		changes = append(changes, change)
	}
	files, err := mutant.Switched(changes)
	if err != nil {
		t.Fatal(err)
	}
	overlay, err := mutant.Overlay(t.TempDir(), files)
	if err != nil {
		t.Fatal(err)
	}
	binary := filepath.Join(dir, "program")
	build := exec.Command("go", "build", "-overlay", overlay, "-o", binary, ".")
	build.Dir = dir
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s\n%s", err, out, files[main])
	}
	for number, want := range map[string]string{"": "2 3", "1": "1 3", "2": "-2 3", "3": "1 3", "4": "-2 3", "5": "2 3 3", "6": "2 3"} {
		c := exec.Command(binary)
		c.Env = append(os.Environ(), mutant.Number+"="+number)
		if out, err := c.CombinedOutput(); err != nil || string(out) != want {
			t.Errorf("mutant %q says %q, want %q, %v", number, out, want, err)
		}
	}
	if text, err := os.ReadFile(main); err != nil || string(text) != program {
		t.Error("the source itself was changed")
	}
}

func TestAChangeOutsideOfFunctionsIsSaid(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "a.go")
	if err := os.WriteFile(file, []byte(program), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := mutant.Replacing(file, `limit = 3`, `limit = 4`)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := mutant.Switched([]mutant.Change{c}); !errors.Is(err, mutant.ErrOutside) {
		t.Errorf("error = %v", err)
	}
	if _, err := mutant.Replacing(file, "fmt", "x"); err == nil || !strings.Contains(err.Error(), "want it once") {
		t.Errorf("a text that is there often: %v", err)
	}
}
