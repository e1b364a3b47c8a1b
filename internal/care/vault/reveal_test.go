package vault_test

import (
	"errors"
	"testing"
	"time"

	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/vault"
)

func key(err error) string {
	if e, ok := errs.Of(err); ok {
		return e.Key
	}
	return ""
}

func TestWhoFollowsAPersonOpensTheCardAndOthersOfTheTeamSayWhatFor(t *testing.T) {
	t.Parallel()
	houses(t, func(t *testing.T, h *house) {
		p := h.someone()
		h.ada.follows(p.ID)
		h.must(h.ada.writes(p.ID, &vault.NameCard{Name: "Zefira Nuvolari", Nicknames: "Zef\nLa Zefi"}, 0))

		before := h.entries()
		card, err := h.ada.reads(p.ID, "", vault.Names, vault.Notes)
		h.must(err)
		if got := card[vault.Names].Content.(*vault.NameCard); got.Name != "Zefira Nuvolari" || card[vault.Names].Revision != 1 {
			t.Errorf("ada reads %+v", card)
		}
		if _, written := card[vault.Notes]; written {
			t.Error("notes nobody wrote")
		}
		for _, e := range h.trail(before) {
			if e.Person != string(p.ID) || e.Purpose != policy.Care || e.Decision != audit.Allowed || e.Actor != string(h.ada.ID) || e.Action != string(policy.IdentityReveal) {
				t.Errorf("on record is %+v", e)
			}
		}
		if n := len(h.trail(before)); n != 2 {
			t.Errorf("%d entries for two sections", n)
		}
		if _, err := h.bea.reads(p.ID, "", vault.Names); key(err) != "vault.purpose_needed" {
			t.Errorf("bea reads without saying what for: %v", err)
		}
		if card, err := h.bea.reads(p.ID, "handover", vault.Names); err != nil || len(card) != 1 {
			t.Errorf("bea, with a purpose: %v, %v", card, err)
		}
		if _, err := h.cleo.reads(p.ID, "handover", vault.Names); key(err) != "vault.glass_needed" {
			t.Errorf("cleo holds no key: %v", err)
		}
		if _, err := h.med.reads(p.ID, "handover", vault.Names); errs.KindOf(err) != errs.NotFound {
			t.Errorf("a mediator reads somebody they do not follow: %v", err)
		}
		h.ada.assigns(p.ID, h.med)
		if _, err := h.med.reads(p.ID, "", vault.Names); err != nil {
			t.Errorf("a mediator who follows: %v", err)
		}
		if _, err := h.remo.reads(p.ID, "handover", vault.Names); errs.KindOf(err) != errs.NotFound {
			t.Errorf("another organisation: %v", err)
		}
		for _, m := range []*member{h.boss, h.officer} {
			if _, err := policy.Authorize(m.Subject(), policy.IdentityReveal); err == nil {
				t.Errorf("%s may reveal", m.Login)
			}
		}
	})
}

func TestAStaleSaveIsAConflictAndLosesNothing(t *testing.T) {
	t.Parallel()
	houses(t, func(t *testing.T, h *house) {
		p := h.someone()
		h.must(h.ada.writes(p.ID, &vault.NoteCard{Text: "first"}, 0))
		h.must(h.bea.writes(p.ID, &vault.NoteCard{Text: "second"}, 1))
		if err := h.ada.writes(p.ID, &vault.NoteCard{Text: "mine"}, 1); key(err) != "vault.changed_meanwhile" {
			t.Errorf("a stale save: %v", err)
		}
		if err := h.ada.writes(p.ID, &vault.NoteCard{Text: "mine"}, 0); key(err) != "vault.changed_meanwhile" {
			t.Errorf("a second first save: %v", err)
		}
		card, err := h.ada.reads(p.ID, "care", vault.Notes)
		h.must(err)
		if got := card[vault.Notes]; got.Revision != 2 || got.Content.(*vault.NoteCard).Text != "second" {
			t.Errorf("what stands: %+v", got)
		}
	})
}

func TestARevealWithoutAnEntryShowsNothing(t *testing.T) {
	t.Parallel()
	houses(t, func(t *testing.T, h *house) {
		err := h.store.Reveal(t.Context(), h.ada.grant(policy.IdentityReveal, ""), func(*store.Tx) error { return nil })
		if key(err) != "store.unaudited" {
			t.Errorf("a reveal that notes nothing: %v", err)
		}
	})
}

func TestBeyondTheBudgetNothingIsReadAndItIsOnRecord(t *testing.T) {
	t.Parallel()
	houses(t, func(t *testing.T, h *house) {
		var team []person.ID
		for range vault.UsualBudget().People + 1 {
			team = append(team, h.someone().ID)
			h.must(h.ada.writes(team[len(team)-1], &vault.NameCard{Name: "Zefira Nuvolari"}, 0))
		}
		last := team[len(team)-1]
		for _, who := range team[:len(team)-1] {
			for range 3 { // as often as it takes: a person counts once
				_, err := h.bea.reads(who, "handover", vault.Names, vault.Phones, vault.Notes)
				h.must(err)
			}
			h.now = h.now.Add(time.Minute)
		}
		before := h.entries()
		if _, err := h.bea.reads(last, "handover", vault.Names); key(err) != "vault.budget_spent" {
			t.Fatalf("one person more in the hour: %v", err)
		}
		if list := h.trail(before); len(list) != 1 || list[0].Decision != audit.Denied || list[0].Person != string(last) || list[0].Rule != "vault.budget_spent" {
			t.Errorf("on record is %+v", list)
		}
		if list := h.officer.warnings(); len(list) != 1 || list[0].Kind != vault.WarningBudget || list[0].Account != h.bea.ID {
			t.Errorf("the officer is told %+v", list)
		}
		if _, err := h.bea.reads(team[3], "handover", vault.Names); err != nil {
			t.Errorf("somebody who counts already: %v", err)
		}
		h.now = h.now.Add(50 * time.Minute) // an hour after the first, whatever the clock on the wall says
		if _, err := h.bea.reads(last, "handover", vault.Names); err != nil {
			t.Errorf("an hour after the first of them: %v", err)
		}
		if _, err := h.bea.reads(team[0], "handover", vault.Names); key(err) != "vault.budget_spent" {
			t.Errorf("and not an hour after the second: %v", err)
		}
	})
}

// TestWhatIsSealedOpensNowhereElse moves what is sealed about one person to another, to another section and to another
// revision, as somebody with the database in their hands could; the right key is there each time.
func TestWhatIsSealedOpensNowhereElse(t *testing.T) {
	t.Parallel()
	houses(t, func(t *testing.T, h *house) {
		p, q := h.someone(), h.someone()
		for _, who := range []person.ID{p.ID, q.ID} {
			h.must(h.ada.writes(who, &vault.NoteCard{Text: "note"}, 0))
			h.must(h.ada.writes(who, &vault.NameCard{Name: "name"}, 0))
		}
		opens := func() error {
			_, err := h.ada.reads(q.ID, "check", vault.Notes)
			return err
		}
		h.must(opens())
		for name, sql := range map[string]string{
			"another person's record": `UPDATE vault_records SET sealed = (SELECT sealed FROM vault_records WHERE person_id = $2 AND kind = 'notes') WHERE person_id = $1 AND kind = 'notes'`,
			"another person's key":    `UPDATE vault_person_keys SET sealed = (SELECT sealed FROM vault_person_keys WHERE person_id = $2) WHERE person_id = $1`,
			"another section":         `UPDATE vault_records SET sealed = (SELECT sealed FROM vault_records WHERE person_id = $1 AND kind = 'names') WHERE person_id = $1 AND kind = 'notes' AND $2 = $2`,
			"another revision":        `UPDATE vault_records SET revision = 2 WHERE person_id = $1 AND kind = 'notes' AND $2 = $2`,
		} {
			swapped := errors.New("put back")
			err := h.store.Write(t.Context(), h.ada.grant(policy.IdentityReveal, "check"), func(tx *store.Tx) error {
				if _, err := tx.Exec(sql, q.ID, p.ID); err != nil {
					return err
				}
				s, err := vault.Reveal(tx, q.ID, vault.UsualBudget(), vault.Notes)
				if err == nil {
					_, err = s.Open(h.ada.id)
				}
				if errs.KindOf(err) != errs.Forged {
					t.Errorf("%s: %v", name, err)
				}
				return swapped
			})
			if !errors.Is(err, swapped) {
				t.Errorf("%s: %v", name, err)
			}
		}
		h.must(opens())
	})
}
