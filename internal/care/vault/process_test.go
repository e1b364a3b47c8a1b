package vault_test

import (
	"testing"

	"approdo/internal/care/vault"
	"approdo/internal/testkit"
)

// TestTwoProcessesNeverSealUnderAKeyThatIsGone: one turns the team's key, both write, and each sees at once what the other did.
func TestTwoProcessesNeverSealUnderAKeyThatIsGone(t *testing.T) {
	t.Parallel()
	for name, options := range testkit.Places() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := options(t)
			var h, other *house
			for _, into := range []**house{&h, &other} {
				s, err := testkit.OpenStore(t.Context(), o)
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() {
					if err := s.Close(); err != nil {
						t.Error(err)
					}
				})
				if h == nil {
					*into = found(t, s)
					continue
				}
				twin := *h
				twin.store = s
				*into = &twin
			}
			bea := *h.bea // the same colleague at the other process
			bea.h = other
			p := h.someone()
			h.must(h.ada.writes(p.ID, &vault.NoteCard{Text: "first"}, 0))
			if card, err := bea.reads(p.ID, "check", vault.Notes); err != nil || card[vault.Notes].Revision != 1 {
				t.Errorf("the other process reads %v, %v", card, err)
			}
			if err := h.ada.turns(func() { h.must(bea.writes(h.someone().ID, &vault.NoteCard{Text: "new"}, 0)) }, h.ada, h.bea); key(err) != "vault.keys_changed" {
				t.Errorf("turned over somebody's head: %v", err)
			}
			h.must(h.ada.turns(func() {}, h.ada, h.bea))
			h.must(bea.writes(p.ID, &vault.NoteCard{Text: "second"}, 1))
			if err := h.ada.writes(p.ID, &vault.NoteCard{Text: "stale"}, 1); key(err) != "vault.changed_meanwhile" {
				t.Errorf("a stale save in the first process: %v", err)
			}
		})
	}
}
