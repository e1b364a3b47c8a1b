package vault_test

import (
	"testing"

	"approdo/internal/care/vault"
)

// TestWhatAClockAYearAheadLeftNeitherOpensNorLocks: readings, questions and opened keys that the clock put a year ahead neither spend anybody's hour nor stay open once it is right.
func TestWhatAClockAYearAheadLeftNeitherOpensNorLocks(t *testing.T) {
	t.Parallel()
	houses(t, func(t *testing.T, h *house) {
		right := h.now
		p, q := h.someone(), h.someone()
		h.ada.follows(p.ID)
		h.must(h.ada.writes(p.ID, &vault.NameCard{Name: "Zefira Nuvolari"}, 0))
		h.must(h.ada.writes(q.ID, &vault.NameCard{Name: "Orso Brumali"}, 0))
		h.now = right.AddDate(1, 0, 0)
		h.must(h.cleo.breaks(p.ID, "danger"))
		h.must(h.ada.answers(h.ada.questions()[0], h.cleo))
		for range vault.GlassBudget - 1 {
			h.must(h.cleo.breaks(h.someone().ID, "danger"))
		}
		for range vault.UsualBudget().Searches {
			if _, err := h.bea.searches("Orso", "", vault.UsualBudget()); err != nil {
				t.Fatal(err)
			}
		}
		h.now = right
		if _, err := h.cleo.reads(p.ID, "", vault.Names); key(err) != "vault.glass_needed" {
			t.Errorf("what was opened for an hour is open for a year: %v", err)
		}
		if err := h.cleo.breaks(q.ID, "danger"); err != nil {
			t.Errorf("nobody may ask in an emergency for a year: %v", err)
		}
		if err := h.cleo.breaks(p.ID, "danger"); err != nil {
			t.Errorf("nobody may ask again for a year: %v", err)
		}
		if n := len(h.ada.questions()); n != 2 {
			t.Errorf("ada is asked %d things, want the two that were asked at the right time", n)
		}
		if _, err := h.bea.searches("Orso", "", vault.UsualBudget()); err != nil {
			t.Errorf("nobody may search for a year: %v", err)
		}
	})
}
