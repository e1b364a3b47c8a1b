package rights_test

import (
	"testing"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/rights"
	"approdo/internal/care/vault"
	"approdo/internal/testkit"
)

// TestAWholeRowThatIsTakenAwayOrPutBackIsTold: to delete a row leaves no wrong hash behind, and one that was right once is right for ever; the trail knows of both.
func TestAWholeRowThatIsTakenAwayOrPutBackIsTold(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		town := testkit.Settle(t, s)
		r := rights.New(town.Book)
		faro := officer(t, town.Faro)
		who, gone, lone := met(t, s, town, "2024-01-10", ""), met(t, s, town, "2024-01-11", ""), met(t, s, town, "2024-01-12", "")
		var open, shut rights.Request
		write(t, s, faro, func(tx *store.Tx) (err error) {
			if open, err = r.Ask(tx, rights.Access, who.ID, "person", "2024-05-01"); err != nil {
				return err
			}
			if shut, err = r.Ask(tx, rights.Erasure, who.ID, "person", "2024-05-02"); err != nil {
				return err
			}
			return r.Hold(tx, who.ID, "proceedings")
		})
		write(t, s, policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
			_, err := r.Erase(tx, gone.ID)
			if err == nil {
				_, _, err = testkit.Employ(tx, network.Account{ID: "ada", OrganisationID: town.Faro, Login: "ada", Name: "Ada", Language: "it", Roles: []policy.Role{policy.CaseManager}})
			}
			return err
		})
		ada, err := policy.Authorize(policy.Subject{Account: "ada", Organisation: string(town.Faro), Status: policy.Confirmed, Roles: []policy.Role{policy.CaseManager}}, policy.HomeView)
		must(t, err)
		write(t, s, ada, func(tx *store.Tx) error { return vault.Begin(tx, lone.ID) })
		told := func(what string, want int) {
			t.Helper()
			if n := differs(t, s, vault.DiffGone); n != want {
				t.Errorf("%s: %d rows are told, want %d", what, n, want)
			}
		}
		told("as it is", 0)
		keep := func(table string) (back func()) {
			t.Helper()
			edit(t, s, `CREATE TABLE kept_`+table+` AS SELECT * FROM `+table)
			return func() {
				t.Helper()
				write(t, s, policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
					_, err := tx.Exec(`DELETE FROM ` + table)
					if err == nil {
						_, err = tx.Exec(`INSERT INTO ` + table + ` SELECT * FROM kept_` + table)
					}
					tx.Note("edit", "outside", nil)
					return err
				})
			}
		}
		for _, table := range []string{"rights_requests", "rights_holds", "vault_erasures", "vault_followers"} {
			back := keep(table)
			edit(t, s, `DELETE FROM `+table)
			told("without "+table, map[bool]int{true: 2, false: 1}[table == "rights_requests"])
			if table == "rights_holds" {
				write(t, s, faro, func(tx *store.Tx) error {
					if err := r.EraseAsked(tx, shut.ID, who.Code); errs.KindOf(err) != errs.Forged {
						t.Errorf("somebody is erased whose hold was taken away: %v", err)
					}
					tx.Note("edit", "outside", nil)
					return nil
				})
			}
			back()
			told("with "+table+" again", 0)
		}
		write(t, s, faro, func(tx *store.Tx) error {
			if err := r.Refuse(tx, open.ID); err != nil {
				return err
			}
			return lift(tx, r, who.ID)
		})
		told("when a request was refused and the hold lifted", 0)
		edit(t, s, `UPDATE rights_requests SET state = k.state, closed_by = k.closed_by, closed = k.closed, outcome = k.outcome, guard = k.guard FROM kept_rights_requests k WHERE k.id = rights_requests.id`)
		edit(t, s, `UPDATE rights_holds SET lifted = k.lifted, guard = k.guard FROM kept_rights_holds k WHERE k.id = rights_holds.id`)
		told("with both put back as they were", 2)
		must(t, s.Read(t.Context(), faro, func(tx *store.Tx) error {
			if _, err := rights.Find(tx, open.ID); errs.KindOf(err) != errs.Forged {
				t.Errorf("a request that was put back is one: %v", err)
			}
			return nil
		}))
		edit(t, s, `DELETE FROM vault_followers`)
		edit(t, s, `DELETE FROM person_persons WHERE id = $1`, lone.ID)
		told("without a person and who followed them", 4)
	})
}

// TestARequestThatWasPlantedIsNotListed: nor does it shift the pages of the others.
func TestARequestThatWasPlantedIsNotListed(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		town := testkit.Settle(t, s)
		r := rights.New(town.Book)
		faro := officer(t, town.Faro)
		who := met(t, s, town, "2024-01-10", "")
		var genuine rights.Request
		write(t, s, faro, func(tx *store.Tx) (err error) {
			genuine, err = r.Ask(tx, rights.Access, who.ID, "person", "2024-05-01")
			return err
		})
		edit(t, s, `INSERT INTO rights_requests (id, organisation_id, number, kind, cause, person_id, day, state, account, closed_by, closed, outcome)
SELECT 'planted', organisation_id, 99, kind, cause, person_id, '2024-06-01', state, account, closed_by, closed, outcome FROM rights_requests`)
		must(t, s.Read(t.Context(), faro, func(tx *store.Tx) error {
			list, err := rights.Requests(tx, store.Selection{Limit: 1})
			if len(list.Items) != 1 || list.Items[0].ID != genuine.ID || list.Total != 1 {
				t.Errorf("listed are %d of %d: %+v", len(list.Items), list.Total, list.Items)
			}
			return err
		}))
	})
}

// TestAHoldWhoseEntryWasTakenAwayTooHoldsAllTheSame: who takes a hold away, or puts a request back, and the entries of the trail that say so, is too late once the process has read them.
func TestAHoldWhoseEntryWasTakenAwayTooHoldsAllTheSame(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		town := testkit.Settle(t, s)
		r := rights.New(town.Book)
		faro := officer(t, town.Faro)
		who := met(t, s, town, "2024-01-10", "")
		var q, shut rights.Request
		write(t, s, faro, func(tx *store.Tx) (err error) {
			if q, err = r.Ask(tx, rights.Erasure, who.ID, "person", "2024-05-01"); err == nil {
				shut, err = r.Ask(tx, rights.Access, who.ID, "person", "2024-05-01")
			}
			return err
		})
		edit(t, s, `CREATE TABLE kept_requests AS SELECT * FROM rights_requests`)
		write(t, s, faro, func(tx *store.Tx) error {
			if err := r.Refuse(tx, shut.ID); err != nil {
				return err
			}
			return r.Hold(tx, who.ID, "proceedings")
		})
		if n := differs(t, s, vault.DiffGone); n != 0 { // which reads the trail, as the watch does each minute
			t.Fatalf("%d rows are told before anything was edited", n)
		}
		edit(t, s, `DELETE FROM rights_holds`)
		edit(t, s, `DELETE FROM rights_requests`)
		edit(t, s, `INSERT INTO rights_requests SELECT * FROM kept_requests`)
		edit(t, s, `DELETE FROM audit_entries WHERE object = 'hold' OR object = 'request' AND count > 2`)
		err := s.Write(t.Context(), faro, func(tx *store.Tx) error { return r.EraseAsked(tx, q.ID, who.Code) })
		if errKey(err) != "store.trail_forged" {
			t.Errorf("somebody is erased whose hold was taken away with its entry: %v", err)
		}
		must(t, s.Read(t.Context(), faro, func(tx *store.Tx) error {
			if _, err := rights.Find(tx, shut.ID); errKey(err) != "store.trail_forged" {
				t.Errorf("a request that was put back, with its entry, is one: %v", err)
			}
			return nil
		}))
	})
}

// TestWhatTheProcessReadOfTheTrailHoldsNothingBackThatWasLifted: it compares what it remembers with what stands there, and both say the same.
func TestWhatTheProcessReadOfTheTrailHoldsNothingBackThatWasLifted(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		town := testkit.Settle(t, s)
		r := rights.New(town.Book)
		faro := officer(t, town.Faro)
		who := met(t, s, town, "2024-01-10", "")
		var q rights.Request
		write(t, s, faro, func(tx *store.Tx) (err error) {
			if err = r.Hold(tx, who.ID, "proceedings"); err == nil {
				q, err = r.Ask(tx, rights.Erasure, who.ID, "person", "2024-05-02")
			}
			return err
		})
		write(t, s, faro, func(tx *store.Tx) error { return lift(tx, r, who.ID) })
		if n := differs(t, s, vault.DiffGone); n != 0 {
			t.Fatalf("%d rows are told", n)
		}
		write(t, s, faro, func(tx *store.Tx) error { return r.EraseAsked(tx, q.ID, who.Code) })
		if n := differs(t, s, vault.DiffGone); n != 0 {
			t.Errorf("after the erasure %d rows are told", n)
		}
	})
}
