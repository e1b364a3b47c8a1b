package main_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"approdo/internal/base/store"
)

// TestTheProgramSaysWhatItIs: whoever asks for help is asked for it.
func TestTheProgramSaysWhatItIs(t *testing.T) {
	t.Parallel()
	tables, err := store.Newest()
	if err != nil {
		t.Fatal(err)
	}
	said := must(t, "version")
	for _, want := range []string{"Approdo, ", fmt.Sprint("Tables: version ", tables), runtime.Version(), runtime.GOOS + "/" + runtime.GOARCH} {
		if !strings.Contains(said, want) {
			t.Errorf("nothing is said of %q: %s", want, said)
		}
	}
}
