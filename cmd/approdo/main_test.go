package main_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"testing"
)

// binary is the program as people run it, built once, in the folder workshop, which is gone when all tests have ended.
var binary, workshop string

func TestMain(m *testing.M) {
	os.Exit(build(m))
}

func build(m *testing.M) int {
	var err error
	if workshop, err = os.MkdirTemp("", "approdo-bin"); err != nil {
		panic(err)
	}
	defer os.RemoveAll(workshop)
	binary = filepath.Join(workshop, "approdo")
	os.Setenv("XDG_CONFIG_HOME", filepath.Join(workshop, "settings")) // where init puts key files
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		panic(string(out))
	}
	return m.Run()
}

// demonstration is a folder with the demonstration network of the first seed, for tests that are not about how it is made.
var demonstration = sync.OnceValues(func() (string, error) {
	dir := filepath.Join(workshop, "demonstration")
	cmd := exec.Command(binary, "demo", "--dir", dir, "--no-serve")
	cmd.Env = append(os.Environ(), "APPRODO_DATABASE=")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return dir, nil
})

// demonstrated is a copy of it in a folder of the test's own.
func demonstrated(t *testing.T) string {
	t.Helper()
	from, err := demonstration()
	if err != nil {
		t.Fatal(err)
	}
	to := filepath.Join(t.TempDir(), "d")
	if out, err := exec.Command("cp", "-a", from, to).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return to
}

// answer is what one run of the program said.
type answer struct {
	status   int
	out, err string
}

// approdo runs the program in English with APPRODO_DATABASE unset.
func approdo(t *testing.T, args ...string) answer {
	t.Helper()
	return runs(t, binary, nil, args...)
}

// runs runs another program than the one that people run, with more in its environment.
func runs(t *testing.T, program string, environment []string, args ...string) answer {
	t.Helper()
	var out, failure bytes.Buffer
	cmd := exec.Command(program, args...)
	cmd.Env = slices.Concat(os.Environ(), []string{"LC_ALL=en_GB.UTF-8", "APPRODO_DATABASE="}, environment)
	cmd.Stdout, cmd.Stderr = &out, &failure
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return answer{cmd.ProcessState.ExitCode(), out.String(), failure.String()}
}

// must runs the program and demands success.
func must(t *testing.T, args ...string) string {
	t.Helper()
	a := approdo(t, args...)
	if a.status != 0 {
		t.Fatalf("approdo %q ended with %d: %s", args, a.status, a.err)
	}
	return a.out
}

// document is the stable JSON of a report, as far as these stories read it.
type document struct {
	Snapshot string
	Tables   []struct {
		ID   string
		Rows []struct {
			Code    string
			Values  map[string]float64
			OfWhich []struct {
				Code   string
				Values map[string]float64
			} `json:"of_which"`
		}
		Total  *struct{ Values map[string]float64 }
		Months []struct {
			Month string
			Total float64
		}
	}
}

func read(t *testing.T, text string) document {
	t.Helper()
	var d document
	if err := json.Unmarshal([]byte(text), &d); err != nil {
		t.Fatalf("%v in %.200s", err, text)
	}
	return d
}

// cell finds a figure; a row that is not there holds nothing.
func (d document) cell(table, row, value string) float64 {
	for _, t := range d.Tables {
		if t.ID != table {
			continue
		}
		if row == "total" && t.Total != nil {
			return t.Total.Values[value]
		}
		for _, r := range t.Rows {
			if r.Code == row {
				return r.Values[value]
			}
			for _, part := range r.OfWhich {
				if part.Code == row {
					return part.Values[value]
				}
			}
		}
	}
	return -1
}
