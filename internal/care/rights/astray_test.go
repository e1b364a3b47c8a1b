package rights_test

import (
	"testing"

	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/rights"
	"approdo/internal/testkit"
)

// TestAnIndexThatHidesAHoldErasesNobody: who writes to a SQLite file can leave rows out of an index and put its definition back to the letter. What is looked up there is not found: nothing that cannot
// be undone is done by it.
func TestAnIndexThatHidesAHoldErasesNobody(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s, err := testkit.OpenStore(t.Context(), store.Options{Dir: dir})
	must(t, err)
	town := testkit.Settle(t, s)
	r := rights.New(town.Book)
	faro := officer(t, town.Faro)
	who := met(t, s, town, "2024-01-10", "")
	var q, pack rights.Request
	write(t, s, faro, func(tx *store.Tx) (err error) {
		if q, err = r.Ask(tx, rights.Erasure, who.ID, "person", "2024-05-01"); err == nil {
			pack, err = r.Ask(tx, rights.Access, who.ID, "person", "2024-05-01")
		}
		if err == nil {
			err = r.Hold(tx, who.ID, "proceedings")
		}
		return err
	})
	must(t, s.Close())
	testkit.Hollow(t, dir, "rights_holds_person", `made = 'never'`)
	testkit.Hollow(t, dir, "audit_entries_person", `person = 'nobody'`)
	s, err = testkit.OpenStore(t.Context(), store.Options{Dir: dir})
	must(t, err)
	t.Cleanup(func() { must(t, s.Close()) })
	must(t, s.Read(t.Context(), faro, func(tx *store.Tx) error {
		list, err := rights.Held(tx, who.ID)
		if len(list) != 1 {
			t.Errorf("%d holds stand, one was made", len(list))
		}
		return err
	}))
	for what, do := range map[string]func(*store.Tx) error{
		"erased":      func(tx *store.Tx) error { return r.EraseAsked(tx, q.ID, who.Code) },
		"handed over": func(tx *store.Tx) error { _, err := rights.Pack(tx, pack.ID); return err },
		"let go":      func(tx *store.Tx) error { return lift(tx, r, who.ID) },
	} {
		if err := s.Write(t.Context(), faro, do); errKey(err) != "store.astray" {
			t.Errorf("somebody is %s by indexes that do not say what their tables say: %v", what, err)
		}
	}
	list, err := s.Astray(t.Context(), policy.System(policy.Operator, "test"))
	must(t, err)
	if len(list) != 2 {
		t.Errorf("told are %v", list)
	}
}
