package codebook_test

import (
	"testing"

	"approdo/internal/base/codebook"
)

// A cell of signs alone says something: a tick, a gender, a star, a flag. Marks of a sentence say nothing.
func TestASignAloneIsNotFoldedAway(t *testing.T) {
	t.Parallel()
	seen := map[string]string{}
	for _, sign := range []string{"✓", "✔", "✗", "♀", "♂", "⚧", "★", "☆", "🇳🇬", "🇷🇴", "😀"} {
		folded := codebook.Fold(sign)
		if folded == "" {
			t.Errorf("%s is nothing", sign)
		}
		if other, same := seen[folded]; same {
			t.Errorf("%s and %s are one", sign, other)
		}
		seen[folded] = sign
	}
	for _, mark := range []string{"-", "–", "...", "/", " ", "(.)"} {
		if codebook.Fold(mark) != "" {
			t.Errorf("%q says something", mark)
		}
	}
}
