package codebook_test

import (
	"errors"
	"testing"

	"approdo/internal/base/errs"
)

func TestACheckNamesEveryFieldThatIsWrong(t *testing.T) {
	t.Parallel()
	check := shipped(t).Check()
	check.Code("gender", "gender", "woman")
	check.Code("setting", "setting", "moon")
	check.Code("colour", "no_such_list", "red")
	check.Day("day", "2024-02-29", "2024-02-29")
	check.Day("until", "2023-02-29", "2024-02-29")
	check.Day("from", "30/11/2024", "2024-12-01")
	check.Day("ahead", "2024-03-01", "2024-02-29")
	check.Amount("minutes", 0, 0, 600)
	check.Amount("seats", 2, 2, 2)
	check.Amount("hours", 601, 0, 600)
	check.Amount("kilometres", -1, 0, 600)
	check.Amount("length", 4, 5, 480)
	check.Given("unit", true)
	check.Given("project", false)
	check.Refuse("person", "check.given")
	var failures errs.List
	if !errors.As(check.Err(), &failures) {
		t.Fatalf("nothing was wrong: %v", check.Err())
	}
	want := []string{"setting", "colour", "until", "from", "ahead", "hours", "kilometres", "length", "project", "person"}
	for i, e := range failures {
		if i >= len(want) || e.Field != want[i] || e.Kind != errs.Invalid {
			t.Errorf("failure %d: %v on %s", i, e, e.Field)
		}
	}
	if len(failures) != len(want) {
		t.Errorf("%d failures, want %d", len(failures), len(want))
	}
	if err := shipped(t).Check().Err(); err != nil {
		t.Errorf("an empty check fails: %v", err)
	}
}
