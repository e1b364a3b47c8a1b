package rights_test

import (
	"slices"
	"testing"

	"approdo/internal/base/errs"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/rights"
	"approdo/internal/testkit"
)

// TestNobodyIsSilentForWhomSomethingWasDone: what is sealed, followed, corrected or asked is a sign of life as much as a record.
func TestNobodyIsSilentForWhomSomethingWasDone(t *testing.T) {
	t.Parallel()
	done := map[string]string{ // for $1, at noon of 1 November 2025
		"a card written":  `INSERT INTO vault_records (person_id, kind, revision, form, sealed, recorded) VALUES ($1, 'names', 1, 1, '', '2025-11-01T12:00:00Z')`,
		"a file kept":     `INSERT INTO vault_of_persons (id, kind, person_id, revision, form, sealed, recorded) VALUES ('f', 'file', $1, 1, 1, '', '2025-11-01T12:00:00Z')`,
		"a follower":      `INSERT INTO vault_followers (person_id, follower, since) VALUES ($1, 'x', '2025-11-01')`,
		"a correction":    `INSERT INTO work_corrections (id, noun, record, reason, before, account, recorded) VALUES ('c', 'person', $1, 'mistyped', '{}', '', '2025-11-01T12:00:00Z')`,
		"what they asked": `INSERT INTO rights_requests (id, organisation_id, number, kind, cause, person_id, day, state, account, closed_by, closed, outcome) SELECT 'r', organisation_id, 1, 'access', 'person', id, '2025-11-01', 'open', '', '', '', '' FROM person_persons WHERE id = $1`,
	}
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		town := testkit.Settle(t, s)
		r, faro := rights.New(town.Book), officer(t, town.Faro)
		due := func(who person.ID) (last string) {
			must(t, s.Read(t.Context(), faro, func(tx *store.Tx) error {
				list, _, err := r.Queue(tx, "2026-02-01")
				if i := slices.IndexFunc(list, func(d rights.Due) bool { return d.Person == who }); i >= 0 {
					last = list[i].Last
				}
				return err
			}))
			return last
		}
		for what, sql := range done {
			who := met(t, s, town, "2022-01-10", "")
			if last := due(who.ID); last != "2022-01-10" {
				t.Fatalf("nobody did anything since 10 January 2022, and they are due since %q", last)
			}
			write(t, s, policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
				_, err := tx.Exec(sql, who.ID)
				tx.Note("test", "past the program", nil)
				return err
			})
			if last := due(who.ID); last != "" {
				t.Errorf("%s on 1 November 2025, and they are due in February 2026, silent since %s", what, last)
			}
		}
	})
}

// TestATermThatNobodySetIsNotGoneBy: nobody is due by months that an officer did not give.
func TestATermThatNobodySetIsNotGoneBy(t *testing.T) {
	t.Parallel()
	for name, place := range testkit.Places() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := place(t)
			s, err := testkit.OpenStore(t.Context(), o)
			must(t, err)
			defer s.Close()
			town := testkit.Settle(t, s)
			r, faro := rights.New(town.Book), officer(t, town.Faro)
			rules := func() error {
				return s.Read(t.Context(), faro, func(tx *store.Tx) error { _, err := rights.Rules(tx); return err })
			}
			write(t, s, faro, func(tx *store.Tx) error { return r.SetRule(tx, "never_assessed", 36) })
			must(t, rules())
			testkit.Intrude(t, o).Exec(`UPDATE rights_terms SET months = 12`)
			if err := rules(); errs.KindOf(err) != errs.Forged {
				t.Errorf("another's months: %v", err)
			}
		})
	}
}
