package main

import (
	"os"
	"testing"

	"approdo/internal/base/codebook"
	"approdo/internal/testkit"
)

// The measure means something only while both count the same, and a rule that changes in one place only is noticed by nobody until it runs.
func TestEveryFigureOfTheMeasuredReportIsThatOfPostgreSQL(t *testing.T) {
	testkit.Long(t)
	*duck, *rounds, *periods, *relinks, *here = false, 1, 6, 0, "."
	book, err := codebook.Load()
	if err != nil {
		t.Fatal(err)
	}
	m, err := measure(t.Context(), book, t.TempDir(), 4000, true)
	switch {
	case err != nil:
		t.Fatal(err)
	case m.skipped != "" && os.Getenv("CI") != "":
		t.Fatal(m.skipped)
	case m.skipped != "":
		t.Skip(m.skipped)
	case m.figures == 0:
		t.Error("nothing was compared")
	}
}
