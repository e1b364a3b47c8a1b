package track_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"approdo/internal/care/track"
)

func silent(answer string) bool { return answer == "not_asked" || answer == "refused" }

// What counts is the last answer, so a silence never takes the place of something that was said; and what is kept of two parts is what is kept of the whole.
func TestASilenceHidesNoAnswer(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		given := rapid.SliceOf(rapid.SampledFrom([]string{"yes", "no", "not_asked", "refused"})).Draw(t, "given")
		kept := track.Kept(given, silent, false)
		said := slices.DeleteFunc(slices.Clone(given), silent)
		if !slices.Equal(slices.DeleteFunc(slices.Clone(kept), silent), said) {
			t.Fatalf("of %v is kept %v: answers are lost", given, kept)
		}
		if n := len(kept); len(said) > 0 && kept[n-1] != said[len(said)-1] {
			t.Fatalf("of %v counts %s", given, kept[n-1])
		}
		if len(given) > 0 && (len(kept) == 0 || kept[0] != given[0]) {
			t.Fatalf("of %v is kept %v: that nobody asked is a thing to know of whom nothing else is known", given, kept)
		}
		at := rapid.IntRange(0, len(given)).Draw(t, "in two parts")
		first := track.Kept(given[:at], silent, false)
		if parts := slices.Concat(first, track.Kept(given[at:], silent, len(first) > 0)); !slices.Equal(parts, kept) {
			t.Fatalf("of %v in two parts is kept %v, at once %v", given, parts, kept)
		}
	})
}
