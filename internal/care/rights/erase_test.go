package rights_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
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
