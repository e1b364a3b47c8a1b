package rights_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
	"approdo/internal/care/rights"
	"approdo/internal/testkit"
)

// TestNobodyIsErasedByMistake: the code is typed again, a hold stops it, and the certificate names nobody.
func TestNobodyIsErasedByMistake(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		town := testkit.Settle(t, s)
		r := rights.New(town.Book)
		who := met(t, s, town, "2024-01-10", "")
		faro := officer(t, town.Faro)
		var asked, access rights.Request
		write(t, s, faro, func(tx *store.Tx) (err error) {
			if access, err = r.Ask(tx, rights.Access, who.ID, "person", "2024-05-01"); err != nil {
				return err
			}
			if err := r.Hold(tx, who.ID, "proceedings"); err != nil {
				return err
			}
			asked, err = r.Ask(tx, rights.Erasure, who.ID, "person", "2024-05-02")
			return err
		})
		try := func(id, code string) error {
			return s.Write(t.Context(), faro, func(tx *store.Tx) error { return r.EraseAsked(tx, id, code) })
		}
		for name, c := range map[string]struct {
			id, code, key string
		}{
			"another code":      {asked.ID, "K0-NULLA", "rights.other_code"},
			"a hold":            {asked.ID, who.Code, "rights.held"},
			"a request to read": {access.ID, who.Code, "rights.closed"},
			"no request":        {"nothing", who.Code, "rights.none"},
		} {
			if err := try(c.id, c.code); err == nil || errKey(err) != c.key {
				t.Errorf("%s: %v, want %s", name, err, c.key)
			}
		}
		write(t, s, faro, func(tx *store.Tx) error { return lift(tx, r, who.ID) })
		must(t, s.Read(t.Context(), faro, func(tx *store.Tx) error {
			others, err := asked.Others(tx)
			if len(others) != 1 || others[0].ID != access.ID {
				t.Errorf("before the tap the officer is told of %v", others)
			}
			return err
		}))
		if err := try(asked.ID, who.Code); err != nil {
			t.Fatalf("with the code and no hold: %v", err)
		}
		err := s.Read(t.Context(), faro, func(tx *store.Tx) error {
			for _, id := range []string{asked.ID, access.ID} {
				q, err := rights.Find(tx, id)
				if err != nil || q.Person != "" || q.State == rights.Open {
					t.Errorf("a request still names the person, or waits for them: %+v, %v", q, err)
				}
			}
			if packs, err := rights.Packs(tx); err != nil || len(packs) != 0 {
				t.Errorf("packs that wait for nobody: %v, %v", packs, err)
			}
			q, err := rights.Find(tx, access.ID)
			if err != nil || q.State != rights.Overtaken {
				t.Errorf("nobody refused what was asked, yet it is %s, %v", q.State, err)
			}
			q, err = rights.Find(tx, asked.ID)
			if x, ok := q.Certificate(); !ok || x.Day == "" || x.Backups <= x.Day || x.Scrubbed {
				t.Errorf("certificate %+v, %v", x, ok)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		write(t, s, faro, func(tx *store.Tx) error { return r.Scrubbed(tx, asked.ID) })
		if err := s.Write(t.Context(), faro, func(tx *store.Tx) error { return r.Scrubbed(tx, access.ID) }); errs.KindOf(err) != errs.NotFound {
			t.Errorf("nothing was erased by a request to read: %v", err)
		}
	})
}

// TestAnErasureDestroysWhatWasBeingTyped: what somebody typed when their session ended is sealed to them, and may name whoever is erased. It goes, of the whole organisation; of another
// organisation it stays, and who was locked in a hurry stays locked.
func TestAnErasureDestroysWhatWasBeingTyped(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		town := testkit.Settle(t, s)
		who := met(t, s, town, "2024-01-10", "")
		of := map[string]network.AccountID{}
		write(t, s, policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
			for login, o := range map[string]network.OrganisationID{"bianca": town.Faro, "dario": town.Faro, "elsewhere": town.Molo} {
				a, _, err := testkit.Employ(tx, network.Account{OrganisationID: o, Login: login, Name: login, Roles: []policy.Role{policy.CaseManager}})
				if err != nil {
					return err
				}
				of[login] = a.ID
				if _, err := network.KeepUnsent(tx, a.ID, []byte("sealed to "+login)); err != nil {
					return err
				}
			}
			return network.LockUnsent(tx, of["dario"])
		})
		write(t, s, policy.System(policy.Operator, "test"), func(tx *store.Tx) error { _, err := rights.New(town.Book).Erase(tx, who.ID); return err })
		must(t, s.Read(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
			left, err := store.List(tx, func(row store.Row) (id string, err error) { return id, row.Scan(&id) }, `SELECT account_id FROM network_unsent ORDER BY account_id`)
			want := []string{string(of["dario"]), string(of["elsewhere"])}
			slices.Sort(want)
			if !slices.Equal(left, want) {
				t.Errorf("of %v there is left %v", of, left)
			}
			return err
		}))
	})
}

func errKey(err error) string {
	e, ok := errs.Of(err)
	if !ok {
		return ""
	}
	return e.Key
}

// TestAnErasureDestroysFormsThatWereKept: what somebody was writing when their session ended may say who it was about, and nobody can look.
func TestAnErasureDestroysFormsThatWereKept(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		w := populate(t, s, 2, rand.New(rand.NewPCG(8, 3)))
		kept := func() (found bool) {
			t.Helper()
			if err := s.Read(t.Context(), w.operator, func(tx *store.Tx) (err error) {
				_, found, err = network.Unsent(tx, w.Coordinator.ID)
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return found
		}
		write(t, s, w.operator, func(tx *store.Tx) error {
			_, err := network.KeepUnsent(tx, w.Coordinator.ID, []byte("sealed"))
			return err
		})
		if !kept() {
			t.Fatal("nothing is kept")
		}
		w.erase(t, []int{0}, false)
		if kept() {
			t.Error("a form is kept")
		}
	})
}

// TestAnErasureLeavesNoWordOfHowMuchItDestroyed: so many sealed records are had by few, and the facts that stay show some of what somebody had; so neither the certificate nor the register counts them, and
// what an earlier version counted goes with the first start of this one. Rows that it did not write it leaves as they are.
func TestAnErasureLeavesNoWordOfHowMuchItDestroyed(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		town := testkit.Settle(t, s)
		r := rights.New(town.Book)
		who := met(t, s, town, "2024-01-10", "")
		faro := officer(t, town.Faro)
		var q rights.Request
		write(t, s, faro, func(tx *store.Tx) (err error) {
			if q, err = r.Ask(tx, rights.Erasure, who.ID, "person", "2024-05-01"); err == nil {
				err = r.EraseAsked(tx, q.ID, who.Code)
			}
			return err
		})
		const counted = `SELECT COUNT(*) FROM vault_erasures WHERE records + files + tokens + keys > 0`
		const said = `SELECT COUNT(*) FROM rights_requests WHERE outcome <> '' AND outcome NOT IN (SELECT '{"Day":"' || day || '","Backups":"' || backups || '","Scrubbed":false}' FROM vault_erasures)`
		says := func(what string, register, certificates int64) {
			t.Helper()
			must(t, s.Read(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
				for query, want := range map[string]int64{counted: register, said: certificates} {
					var n int64
					if err := tx.QueryRow(query).Scan(&n); err != nil {
						return err
					}
					if n != want {
						t.Errorf("%s: %s: %d, want %d", what, query, n, want)
					}
				}
				return nil
			}))
		}
		says("now", 0, 0)
		write(t, s, policy.System(policy.Operator, "test"), func(tx *store.Tx) error { // as an earlier version wrote both
			var token []byte
			var day, backups, closed string
			if err := tx.QueryRow(`SELECT token, day, backups FROM vault_erasures`).Scan(&token, &day, &backups); err != nil {
				return err
			}
			if err := tx.QueryRow(`SELECT closed FROM rights_requests`).Scan(&closed); err != nil {
				return err
			}
			_, err := tx.Exec(`UPDATE vault_erasures SET records = 5, files = 1, tokens = 3, keys = 2, guard = $1`, tx.Guard("erasure", string(token), day, backups, "5", "1", "3", "2"))
			if err != nil {
				return err
			}
			outcome := `{"Day":"` + day + `","Keys":2,"Records":5,"Files":1,"Backups":"` + backups + `","Scrubbed":false}`
			_, err = tx.Exec(`UPDATE rights_requests SET outcome = $1, guard = $2`, outcome,
				tx.Guard("request", q.ID, string(town.Faro), "1", rights.Erasure, "person", "", "2024-05-01", rights.Done, faro.Actor(), faro.Actor(), closed, outcome))
			if err == nil {
				_, err = tx.Exec(`INSERT INTO vault_erasures (token, day, records, files, tokens, keys, backups) VALUES ($1, '2024-05-01', 7, 0, 0, 0, '2024-07-01')`, []byte("planted"))
			}
			tx.Note("work", "test", nil)
			return err
		})
		says("as it was", 2, 1)
		write(t, s, policy.System(policy.Operator, "test"), func(tx *store.Tx) error { return rights.Regard(tx, town.Book, roster.Imports) })
		says("since", 1, 0)
		must(t, s.Read(t.Context(), faro, func(tx *store.Tx) error {
			found, err := rights.Find(tx, q.ID)
			if x, ok := found.Certificate(); err == nil && (!ok || x.Day == "" || x.Backups == "") {
				t.Errorf("the certificate says %+v", x)
			}
			return err
		}))
	})
}

// TestAnErasureDoesNotGoByWhoPaysAsSomebodyPlantedIt: days become the first of their quarter, cut where a funding begins or ends: fundings of a day each would leave every day as it was. Nobody is erased while they stand there, nor
// when they are gone again and a server remembers them.
func TestAnErasureDoesNotGoByWhoPaysAsSomebodyPlantedIt(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		town := testkit.Settle(t, s)
		r := rights.New(town.Book)
		who := met(t, s, town, "2024-01-10", "")
		faro := officer(t, town.Faro)
		var q rights.Request
		write(t, s, faro, func(tx *store.Tx) (err error) {
			q, err = r.Ask(tx, rights.Erasure, who.ID, "person", "2024-05-01")
			return err
		})
		write(t, s, policy.System(policy.Operator, "test"), func(tx *store.Tx) error { return network.RegardLists(tx) })
		erases := func() error {
			return s.Write(t.Context(), faro, func(tx *store.Tx) error { return r.EraseAsked(tx, q.ID, who.Code) })
		}
		edit(t, s, `INSERT INTO network_fundings (unit_id, project_id, starts, ends) SELECT u.id, p.id, '2024-01-10', '2024-01-10' FROM network_units u CROSS JOIN network_projects p WHERE u.organisation_id = $1`, town.Faro)
		write(t, s, policy.System(policy.Operator, "test"), func(tx *store.Tx) error { // as a server does that starts now
			tx.Changed("network", "")
			tx.Note("test", "", nil)
			return nil
		})
		must(t, s.Read(t.Context(), faro, func(tx *store.Tx) error { _, err := network.Units(tx); return err }))
		if err := erases(); errKey(err) != "store.sum_differs" {
			t.Errorf("while they stand: %v", err)
		}
		edit(t, s, `DELETE FROM network_fundings WHERE starts = ends`)
		if err := erases(); err != nil {
			t.Errorf("when they are gone: %v", err)
		}
		must(t, s.Read(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
			var n int64
			err := tx.QueryRow(`SELECT COUNT(*) FROM person_persons WHERE detached AND day = '2024-01-10'`).Scan(&n)
			if n > 0 {
				t.Error("the day stays as it was")
			}
			return err
		}))
	})
}
