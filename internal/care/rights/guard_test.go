package rights_test

import (
	"slices"
	"testing"

	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/rights"
	"approdo/internal/care/vault"
	"approdo/internal/testkit"
)

// differs counts what differs in one way.
func differs(t *testing.T, s *store.Store, what string) (n int) {
	t.Helper()
	must(t, s.Read(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
		list, err := rights.Examine(tx)
		for _, d := range list {
			if d.What == what {
				n++
			}
		}
		return err
	}))
	return n
}

// edit changes the tables as whoever can write to the database does.
func edit(t *testing.T, s *store.Store, sql string, args ...any) {
	t.Helper()
	write(t, s, policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
		n, err := tx.Exec(sql, args...)
		if err == nil && n == 0 {
			t.Errorf("%s changes nothing", sql)
		}
		tx.Note("edit", "outside", nil)
		return err
	})
}

// TestARequestThatWasPlantedOrChangedIsNone: nobody puts a pack together for it, nobody is erased for it, and each is told.
func TestARequestThatWasPlantedOrChangedIsNone(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		town := testkit.Settle(t, s)
		r := rights.New(town.Book)
		who, other := met(t, s, town, "2024-01-10", ""), met(t, s, town, "2024-01-11", "")
		faro := officer(t, town.Faro)
		colleague, err := policy.Authorize(policy.Subject{Account: "colleague", Organisation: string(town.Faro), Status: policy.Confirmed, Roles: []policy.Role{policy.Officer}}, policy.RightsKeep)
		must(t, err)
		var access, erasure rights.Request
		write(t, s, faro, func(tx *store.Tx) (err error) {
			if access, err = r.Ask(tx, rights.Access, who.ID, "person", "2024-05-01"); err == nil {
				erasure, err = r.Ask(tx, rights.Erasure, who.ID, "person", "2024-05-02")
			}
			return err
		})
		edit(t, s, `INSERT INTO rights_requests (id, organisation_id, number, kind, cause, person_id, day, state, account, closed_by, closed, outcome)
SELECT 'planted', organisation_id, 99, kind, cause, $1, day, state, account, closed_by, closed, outcome FROM rights_requests WHERE id = $2`, other.ID, access.ID)
		packs := func(what string, want ...string) {
			t.Helper()
			must(t, s.Read(t.Context(), colleague, func(tx *store.Tx) error {
				list, err := rights.Packs(tx)
				var ids []string
				for _, w := range list {
					ids = append(ids, w.ID)
				}
				if !slices.Equal(ids, want) {
					t.Errorf("%s: packs %v, want %v", what, ids, want)
				}
				for _, id := range []string{access.ID, "planted"} {
					_, err := rights.Pack(tx, id)
					if slices.Contains(want, id) != (err == nil) || err != nil && errKey(err) != "rights.forged" {
						t.Errorf("%s: the pack of %s: %v", what, id, err)
					}
				}
				return err
			}))
		}
		packs("planted", access.ID)
		edit(t, s, `UPDATE rights_requests SET account = 'nobody' WHERE id = $1`, access.ID)
		packs("of another")
		erases := func(code string) error {
			return s.Write(t.Context(), faro, func(tx *store.Tx) error { return r.EraseAsked(tx, erasure.ID, code) })
		}
		edit(t, s, `UPDATE rights_requests SET person_id = $1 WHERE id = $2`, other.ID, erasure.ID)
		if err := erases(other.Code); err == nil || errKey(err) != "rights.forged" {
			t.Errorf("somebody else is erased: %v", err)
		}
		if n := differs(t, s, vault.DiffRequest); n != 3 {
			t.Errorf("%d requests are told, want 3", n)
		}
		edit(t, s, `UPDATE rights_requests SET person_id = $1 WHERE id = $2`, who.ID, erasure.ID)
		write(t, s, faro, func(tx *store.Tx) error { return r.Hold(tx, who.ID, "proceedings") })
		edit(t, s, `UPDATE rights_holds SET lifted = '2024-05-03T00:00:00Z'`)
		if err := erases(who.Code); err == nil || errKey(err) != "rights.held" {
			t.Errorf("a hold that nobody lifted: %v", err)
		}
		if n := differs(t, s, vault.DiffRequest); n != 3 {
			t.Errorf("%d requests and holds are told, want 3", n)
		}
		write(t, s, faro, func(tx *store.Tx) error { return lift(tx, r, who.ID) })
		must(t, erases(who.Code))
		must(t, s.Read(t.Context(), faro, func(tx *store.Tx) error {
			q, err := rights.Find(tx, erasure.ID)
			if q.State != rights.Done || q.Person != "" {
				t.Errorf("a request that was done is %+v", q)
			}
			return err
		}))
	})
}

// TestSwappedCodesEraseAndHandOverNobody: the code that is typed is that of somebody else's row; what a version before kept without a guard gets one once.
func TestSwappedCodesEraseAndHandOverNobody(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		town := testkit.Settle(t, s)
		r := rights.New(town.Book)
		who, other := met(t, s, town, "2024-01-10", ""), met(t, s, town, "2024-01-11", "")
		faro := officer(t, town.Faro)
		var access, erasure rights.Request
		write(t, s, faro, func(tx *store.Tx) (err error) {
			if access, err = r.Ask(tx, rights.Access, who.ID, "person", "2024-05-01"); err == nil {
				erasure, err = r.Ask(tx, rights.Erasure, who.ID, "person", "2024-05-02")
			}
			return err
		})
		edit(t, s, `UPDATE person_persons SET code = 'swap' WHERE id = $1`, who.ID)
		edit(t, s, `UPDATE person_persons SET code = $1 WHERE id = $2`, who.Code, other.ID)
		edit(t, s, `UPDATE person_persons SET code = $1 WHERE id = $2`, other.Code, who.ID)
		if n := differs(t, s, vault.DiffCode); n != 2 {
			t.Errorf("%d swapped codes are told, want 2", n)
		}
		err := s.Write(t.Context(), faro, func(tx *store.Tx) error { return r.EraseAsked(tx, erasure.ID, other.Code) })
		if err == nil || errKey(err) != "person.forged" {
			t.Errorf("erased under a swapped code: %v", err)
		}
		colleague, err := policy.Authorize(policy.Subject{Account: "colleague", Organisation: string(town.Faro), Status: policy.Confirmed, Roles: []policy.Role{policy.Officer}}, policy.RightsKeep)
		must(t, err)
		must(t, s.Read(t.Context(), colleague, func(tx *store.Tx) error {
			if _, err := rights.Pack(tx, access.ID); err == nil || errKey(err) != "person.forged" {
				t.Errorf("a pack under a swapped code: %v", err)
			}
			return nil
		}))
		edit(t, s, `UPDATE person_persons SET guard = NULL WHERE id = $1`, who.ID)
		edit(t, s, `UPDATE rights_requests SET guard = NULL WHERE id = $1`, access.ID)
		write(t, s, policy.System(policy.Operator, "test"), func(tx *store.Tx) error { return rights.Regard(tx, town.Book, 0) })
		must(t, s.Read(t.Context(), faro, func(tx *store.Tx) error {
			if _, err := person.Find(tx, who.ID); err != nil {
				t.Errorf("somebody of an earlier version: %v", err)
			}
			if _, err := person.Find(tx, other.ID); err == nil || errKey(err) != "person.forged" {
				t.Errorf("somebody with a guard that is not theirs: %v", err)
			}
			_, err := rights.Find(tx, access.ID)
			return err
		}))
	})
}
