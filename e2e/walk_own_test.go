package e2e_test

import "testing"

// TestTheMenuAndTheFormsWorkWithAndWithoutScripts opens the account menu, changes the language, and opens records inside a gap.
func TestTheMenuAndTheFormsWorkWithAndWithoutScripts(t *testing.T) {
	b := open(t)
	server := gallery(t)
	for name, plain := range map[string]bool{"with scripts": false, "without": true} {
		t.Run(name, func(t *testing.T) {
			w := b.walk(t, server.URL, "it", plain)
			w.enter("any")
			w.open("/gallery/home")
			w.misses("Esci")
			w.unfold("Marta Riva")
			w.sees("Porto Sicuro", "Esci")
			w.press("English")
			w.sees("Worth doing now")
			w.open("/gallery/report-blocked")
			w.sees("37 are missing")
			if plain {
				w.press("12 records of your organisation")
			} else {
				w.unfold("12 records of your organisation")
			}
			w.waits("K7-MARE")
			if !plain {
				w.sees("37 are missing")
			}
		})
	}
}

// TestChoosingAProjectProposesItsPeriod needs scripts; without them the period stays as it was typed.
func TestChoosingAProjectProposesItsPeriod(t *testing.T) {
	b := open(t)
	server := gallery(t)
	w := b.walk(t, server.URL, "it", false)
	w.enter("any")
	w.open("/gallery/new")
	w.fill("Riva", "")
	w.waitsFor(`document.getElementById("field-from").value === "2024-01-01"`)
}
