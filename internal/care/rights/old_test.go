package rights_test

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/rights"
	"approdo/internal/testkit"
)

// trailOf is a store whose trail keeps what its entries say, with something said about several people in both organisations.
type trailOf struct {
	testkit.Town
	*store.Store
	t          *testing.T
	keys       *seal.Keys
	rights     *rights.Rights
	kept, gone person.Person // of Faro; the first is under a hold
	now        time.Time
}

func openTrail(t *testing.T, s *store.Store) *trailOf {
	t.Helper()
	x := &trailOf{Store: s, t: t, keys: s.Keys(), now: time.Now()}
	s.SetClock(func() time.Time { return x.now })
	x.Town = testkit.Settle(t, s)
	x.rights = rights.New(x.Book)
	x.kept, x.gone = met(t, s, x.Town, "2024-01-10", ""), met(t, s, x.Town, "2024-01-10", "")
	s.UseKeys(x.keys)
	for _, o := range []network.OrganisationID{x.Faro, x.Molo} {
		write(t, s, officer(t, o), func(tx *store.Tx) error {
			tx.NoteAbout(string(x.kept.ID), "course", string(x.kept.ID), audit.Details{"fields": audit.Code("names")})
			tx.NoteAbout(string(x.gone.ID), "course", string(x.gone.ID), audit.Details{"fields": audit.Code("names")})
			tx.Note("export", "x", audit.Details{"rows": audit.Count(12)})
			tx.Note("export", "y", nil) // says nothing more
			return nil
		})
	}
	write(t, s, policy.System(policy.Keeping), func(tx *store.Tx) error {
		tx.Note("backup", "", audit.Details{"rows": audit.Count(1)})
		return nil
	})
	write(t, s, officer(t, x.Faro), func(tx *store.Tx) error { return x.rights.Hold(tx, x.kept.ID, "proceedings") }) // says why
	return x
}

func (x *trailOf) today() string { return x.now.Format(time.DateOnly) }

func (x *trailOf) old(o network.OrganisationID) (due, held int64) {
	x.t.Helper()
	must(x.t, x.Read(x.t.Context(), officer(x.t, o), func(tx *store.Tx) error {
		old, err := x.rights.Old(tx, x.today())
		due, held = old.Due, old.Held
		return err
	}))
	return due, held
}

func (x *trailOf) clear(o network.OrganisationID) (n int64, err error) {
	return n, x.Write(x.t.Context(), officer(x.t, o), func(tx *store.Tx) error {
		var err error
		n, err = x.rights.ClearTrail(tx, x.today())
		return err
	})
}

// details tells which entries can still be opened: what they are about, and of whom.
func (x *trailOf) details() (list []string) {
	x.t.Helper()
	must(x.t, x.Read(x.t.Context(), policy.System(policy.Operator), func(tx *store.Tx) error {
		entries, err := store.Trail(tx, 0, 1000)
		for _, e := range entries {
			if _, err := store.Details(tx, x.keys, e); err == nil {
				list = append(list, e.Organisation+" "+e.Object+" "+e.Person)
			}
		}
		return err
	}))
	return list
}

func TestWhatTheTrailSaysIsDestroyedAfterTenYearsAndTheTrailStands(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		x := openTrail(t, s)
		x.now = x.now.AddDate(10, 0, -1)
		if due, held := x.old(x.Faro); due+held != 0 {
			t.Errorf("a day before ten years: %d due, %d held", due, held)
		}
		if _, err := x.clear(x.Faro); errs.KindOf(err) != errs.Conflict {
			t.Errorf("destroyed before ten years: %v", err)
		}
		x.now = x.now.AddDate(0, 0, 2)
		// Faro leads: its own two that are free, and the program's own; what is about who is held stays, and why they are.
		if due, held := x.old(x.Faro); due != 3 || held != 2 {
			t.Errorf("the lead's officer: %d due, %d held", due, held)
		}
		// A hold of one organisation keeps what the other's trail says about the same person.
		if due, held := x.old(x.Molo); due != 2 || held != 1 {
			t.Errorf("another's officer: %d due, %d held", due, held)
		}
		if n, err := x.clear(x.Faro); err != nil || n != 3 {
			t.Errorf("%d destroyed, %v", n, err)
		}
		faro, molo, kept := string(x.Faro), string(x.Molo), string(x.kept.ID)
		want := []string{
			faro + " course " + kept,
			molo + " course " + kept, molo + " course " + string(x.gone.ID), molo + " export ",
			faro + " hold " + kept,
			faro + " retention ", // how many were destroyed, of before when
		}
		if got := x.details(); !slices.Equal(got, want) {
			t.Errorf("details that are left: %q, want %q", got, want)
		}
		// The trail is dated by the machine's clock, which no test moves: what was written since is as old as the rest.
		if due, _ := x.old(x.Faro); due != 1 {
			t.Errorf("still due: %d, want the entry that says what was destroyed", due)
		}
		write(t, s, officer(t, x.Faro), func(tx *store.Tx) error { return lift(tx, x.rights, x.kept.ID) })
		if due, held := x.old(x.Faro); due != 4 || held != 0 {
			t.Errorf("after the hold: %d due, %d held", due, held)
		}
		x.verifies()
	})
}

// verifies checks the whole trail in the database, and as a file elsewhere.
func (x *trailOf) verifies() {
	x.t.Helper()
	origin := audit.Origin("costa")
	signer, err := x.keys.Signer(origin)
	must(x.t, err)
	key, err := x.keys.Verifier(origin)
	must(x.t, err)
	verifier, err := audit.Verifier(key)
	must(x.t, err)
	var c audit.Checkpoint
	write(x.t, x.Store, policy.System(policy.Sealing), func(tx *store.Tx) error {
		c, _, err = store.SignCheckpoint(tx, signer, verifier, 0, audit.Roster{})
		return err
	})
	var file bytes.Buffer
	must(x.t, x.Read(x.t.Context(), policy.System(policy.Operator), func(tx *store.Tx) error {
		v, err := store.VerifyTrail(tx, audit.Check{Verifier: verifier})
		if err == nil && v.Fault != nil {
			x.t.Errorf("in the database: %+v", v.Fault)
		}
		b := audit.Bundle{Origin: origin, Key: key, Zone: "Europe/Rome", Made: c.At, Size: c.Size}
		if err == nil {
			b.Blinds, b.Since, err = store.Blinds(tx)
		}
		if err == nil {
			err = b.Write(&file, store.Log(tx), signer, func(audit.Entry) bool { return true })
		}
		return err
	}))
	report, err := audit.Inspect(&file, audit.Inspection{Key: verifier, Kept: []audit.Checkpoint{c}})
	if err != nil || len(report.Faults) > 0 || report.Kept != 1 || report.Entries != c.Size {
		x.t.Errorf("as a file: %+v, %v", report, err)
	}
}

func TestTheTrailIsNotEmptiedByAShortTerm(t *testing.T) {
	t.Parallel()
	s := testkit.Store(t)
	x := openTrail(t, s)
	err := s.Write(t.Context(), officer(t, x.Faro), func(tx *store.Tx) error { return x.rights.SetRule(tx, "trail", 23) })
	if e, ok := errs.Of(err); !ok || e.Key != "rights.months" || e.Field != "months" {
		t.Errorf("23 months: %v", err)
	}
	write(t, s, officer(t, x.Faro), func(tx *store.Tx) error { return x.rights.SetRule(tx, "trail", 24) })
	x.now = x.now.AddDate(2, 0, 1)
	if due, _ := x.old(x.Faro); due != 4 {
		t.Errorf("after the two years that were set: %d due", due)
	}
}
