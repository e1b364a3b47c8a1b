package rights_test

import (
	"testing"

	"approdo/internal/base/errs"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/rights"
	"approdo/internal/care/vault"
	"approdo/internal/testkit"
)

// TestWhoIsMovedToAnotherOrganisationIsNobodysThere: whoever writes to the database makes a person another organisation's, whose officer would then erase them, or read their facts.
func TestWhoIsMovedToAnotherOrganisationIsNobodysThere(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		town := testkit.Settle(t, s)
		r := rights.New(town.Book)
		who := met(t, s, town, "2024-01-10", "")
		faro, molo := officer(t, town.Faro), officer(t, town.Molo)
		edit(t, s, `UPDATE person_persons SET organisation_id = $1 WHERE id = $2`, town.Molo, who.ID)
		if err := s.Write(t.Context(), molo, func(tx *store.Tx) error {
			_, err := r.Ask(tx, rights.Erasure, who.ID, "person", "2024-05-01")
			return err
		}); errKey(err) != "person.forged" {
			t.Errorf("the other officer is asked to erase them: %v", err)
		}
		if err := s.Write(t.Context(), molo, func(tx *store.Tx) error { _, err := r.Erase(tx, who.ID); return err }); err == nil {
			t.Error("the other officer erases them")
		}
		must(t, s.Read(t.Context(), molo, func(tx *store.Tx) error {
			if p, err := person.Mine(tx, who.ID); errKey(err) != "person.forged" || p.Code != "" {
				t.Errorf("the other officer reads %+v, %v", p, err)
			}
			if p, err := person.Coded(tx, who.Code); errKey(err) != "person.forged" || p.ID != "" {
				t.Errorf("the other officer finds %+v by their code, %v", p, err)
			}
			if list, err := person.Persons(tx, store.Selection{}); len(list.Items) != 0 || list.Total != 0 || err != nil {
				t.Errorf("the other officer lists %+v, %v", list, err)
			}
			codes, err := person.Codes(tx, []person.ID{who.ID})
			if len(codes) != 0 {
				t.Errorf("the other officer is told codes %v", codes)
			}
			if code, err := person.CodeOf(tx, who.ID); code != "" {
				t.Errorf("the other officer is told the code %s, %v", code, err)
			}
			return err
		}))
		must(t, s.Read(t.Context(), faro, func(tx *store.Tx) error {
			if _, err := person.Mine(tx, who.ID); errs.KindOf(err) != errs.NotFound {
				t.Errorf("their own officer: %v", err)
			}
			return nil
		}))
		if n := differs(t, s, vault.DiffCode); n != 1 {
			t.Errorf("%d people are told, want 1", n)
		}
	})
}

// TestWhomAnEarlierVersionRecordedIsBoundOnce: of an earlier version a guard covers the code alone. It is believed once, and only where it is right.
func TestWhomAnEarlierVersionRecordedIsBoundOnce(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		town := testkit.Settle(t, s)
		who, swapped, planted := met(t, s, town, "2024-01-10", ""), met(t, s, town, "2024-01-11", ""), met(t, s, town, "2024-01-12", "")
		operator := policy.System(policy.Operator, "test")
		write(t, s, operator, func(tx *store.Tx) error {
			for _, x := range []struct {
				id    person.ID
				guard []byte
			}{
				{who.ID, tx.Guard("person", string(who.ID), who.Code)},
				{swapped.ID, tx.Guard("person", string(swapped.ID), who.Code)},
				{planted.ID, nil},
			} {
				if _, err := tx.Exec(`UPDATE person_persons SET guard = $1 WHERE id = $2`, x.guard, x.id); err != nil {
					return err
				}
			}
			tx.Note("test", "", nil)
			return nil
		})
		write(t, s, operator, func(tx *store.Tx) error { return rights.Regard(tx, town.Book, roster.Addresses) })
		must(t, s.Read(t.Context(), operator, func(tx *store.Tx) error {
			if _, err := person.Find(tx, who.ID); err != nil {
				t.Errorf("somebody of an earlier version: %v", err)
			}
			for _, id := range []person.ID{swapped.ID, planted.ID} {
				if _, err := person.Find(tx, id); errKey(err) != "person.forged" {
					t.Errorf("somebody whom the program did not write: %v", err)
				}
			}
			return nil
		}))
	})
}
