package codebook_test

import (
	"strings"
	"testing"

	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"
	"approdo/internal/testkit"
)

func TestTextThatCouldExhaustTheMachineIsRefusedUnread(t *testing.T) {
	for name, text := range map[string]string{
		"brackets": strings.Repeat("[", 100_000), "braces": strings.Repeat("{a: ", 1000), "dashes": strings.Repeat("- ", 100_000),
		"a long text": "name: " + strings.Repeat("x", codebook.MostText),
	} {
		if err := codebook.Tame([]byte(text)); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%s: %v, want Invalid", name, err)
		}
	}
	if err := codebook.Tame([]byte(testkit.TownPlan)); err != nil {
		t.Errorf("what a person writes is refused: %v", err)
	}
}
