package vault_test

import (
	"slices"
	"testing"
	"time"

	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/vault"
)

// addressed gives members a mail address.
func (h *house) addressed(members ...*member) {
	h.t.Helper()
	h.system(func(tx *store.Tx) error {
		tx.Note("test", "", nil)
		for _, m := range members {
			if _, err := tx.Exec(`UPDATE network_accounts SET email = $1 WHERE id = $2`, m.Login+"@example.org", m.ID); err != nil {
				return err
			}
		}
		return nil
	})
}

// post takes the letters that are due, and answers to whom.
func (h *house) post() (to []string) {
	h.t.Helper()
	h.must(h.store.Write(h.t.Context(), policy.System(policy.Post), func(tx *store.Tx) error {
		letters, err := network.Letters(tx)
		for _, l := range letters {
			to = append(to, l.To)
			if err == nil {
				err = l.Sent(tx)
			}
		}
		return err
	}))
	slices.Sort(to)
	h.now = h.now.Add(2 * network.LetterPause) // nobody gets two within the hour
	return to
}

func (h *house) wantLetters(after string, want ...string) {
	h.t.Helper()
	if got := h.post(); !slices.Equal(got, want) {
		h.t.Errorf("%s: letters to %q, want %q", after, got, want)
	}
}

func TestWhoeverIsToldIsCalledByMail(t *testing.T) {
	t.Parallel()
	houses(t, func(t *testing.T, h *house) {
		h.addressed(h.ada, h.bea, h.cleo, h.officer, h.boss, h.remo)
		h.wantLetters("nothing happened")
		p := h.someone()
		h.ada.follows(p.ID)
		h.wantLetters("somebody is the first to follow a person")

		h.bea.follows(p.ID)
		h.wantLetters("somebody follows a person whom others follow", "ada@example.org", "officer@example.org")

		h.must(h.cleo.breaks(p.ID, "danger"))
		h.wantLetters("broken glass", "ada@example.org", "bea@example.org", "officer@example.org")
		h.now = h.now.Add(24 * time.Hour)
		h.must(h.cleo.breaks(h.someone().ID, "danger"))
		h.wantLetters("broken glass for somebody whom nobody follows", "officer@example.org")

		for range vault.UsualBudget().People {
			_, err := h.ada.reads(h.called("Zefira Nuvolari"), "handover", vault.Names)
			h.must(err)
		}
		h.wantLetters("as many readings as the budget allows")
		h.now = h.now.Add(-2 * network.LetterPause)
		if _, err := h.ada.reads(h.called("Zefira Nuvolari"), "handover", vault.Names); key(err) != "vault.budget_spent" {
			t.Fatalf("beyond the budget: %v", err)
		}
		h.now = h.now.Add(2 * network.LetterPause)
		h.wantLetters("the budget was spent", "officer@example.org")

		var regain vault.Regain
		grant := h.officer.grant(policy.HomeView, "")
		h.must(h.store.Read(t.Context(), grant, func(tx *store.Tx) (err error) {
			regain, err = vault.Regaining(tx, h.cleo.ID)
			return err
		}))
		keys, err := regain.Open(h.shares[0], h.shares[2])
		h.must(err)
		h.system(func(tx *store.Tx) error { return regain.Record(tx, keys) })
		h.wantLetters("two custodians gave keys", "officer@example.org")
	})
}

// A letter knows to whom it goes and in which language, and nothing of what happened.
func TestALetterDoesNotKnowWhy(t *testing.T) {
	t.Parallel()
	houses(t, func(t *testing.T, h *house) {
		h.addressed(h.officer)
		h.must(h.cleo.breaks(h.someone().ID, "danger"))
		h.must(h.store.Read(t.Context(), policy.System(policy.Post), func(tx *store.Tx) error {
			letters, err := network.Letters(tx)
			want := network.Letter{Account: h.officer.ID, To: "officer@example.org", Language: "it"}
			if len(letters) != 1 || letters[0] != want {
				t.Errorf("letters %+v", letters)
			}
			return err
		}))
		for _, e := range h.trail(0) {
			if e.Object == "letter" && (e.Record != string(h.officer.ID) || e.Person != "" || len(e.Details) > 0) {
				t.Errorf("on record is %+v", e)
			}
		}
	})
}
