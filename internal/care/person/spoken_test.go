package person_test

import (
	"testing"

	"approdo/internal/care/person"
)

// TestACodeIsKnownHoweverItIsTyped: what a file may hold, a form, a search and the command line take too.
func TestACodeIsKnownHoweverItIsTyped(t *testing.T) {
	t.Parallel()
	for name, typed := range map[string]string{
		"small": "k7-mare", "spaces": "  K7  mare ", "en dash": "K7–MARE", "em dash": "K7—MARE", "minus": "K7−MARE", "no-break hyphen": "K7‑MARE", "full width": "Ｋ７－ＭＡＲＥ",
		"equals": `="K7-MARE"`, "apostrophe": "'K7-MARE", "quotes": "“K7-MARE”", "stop": "K7-MARE.", "no-break space": "K7\u00a0MARE", "invisible": "K7-\u200bMARE", "cyrillic": "К7-МАRЕ",
		"arabic digit": "K٧-MARE", "spaces beside the dash": "K7 – MARE",
	} {
		if code := person.Spoken(typed); code != "K7-MARE" {
			t.Errorf("%s: %q is read as %q", name, typed, code)
		}
	}
	for _, other := range []string{"K7-MARI", "K71-MARE", "7-MARE", ""} {
		if person.Spoken(other) == "K7-MARE" {
			t.Errorf("%q is read as another code", other)
		}
	}
}
