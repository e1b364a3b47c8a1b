package app_test

import (
	"bytes"
	"strings"
	"testing"

	"approdo/internal/app"
	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/vault"
	"approdo/internal/testkit"
)

// TestATableThatDiffersStaysToldUntilSomebodyHasSeenIt: what the program writes afterwards vouches for nothing that was planted before.
func TestATableThatDiffersStaysToldUntilSomebodyHasSeenIt(t *testing.T) {
	t.Parallel()
	stations(t, func(t *testing.T, x *station) {
		x.starts()
		differ := func() (list []string) {
			t.Helper()
			in, err := app.Open(t.Context(), x.place)
			x.must(err)
			x.must(in.Watch(t.Context()))
			for _, d := range in.Held().Differ {
				list = append(list, d.What)
			}
			x.must(in.Close())
			return list
		}
		if list := differ(); len(list) > 0 {
			t.Fatalf("as it is, %v is told", list)
		}
		x.edits(`UPDATE network_networks SET name = 'planted'`)
		x.works() // which writes to the same table
		if list := differ(); len(list) != 1 || list[0] != string(store.SumNetwork) {
			t.Errorf("told is %v", list)
		}
		x.must(app.Believe(t.Context(), x.place, x.digits()))
		if list := differ(); len(list) > 0 {
			t.Errorf("after somebody has seen it, %v is told", list)
		}
		x.edits(`DELETE FROM store_sums`)
		if list := differ(); len(list) == 0 {
			t.Error("without hashes nothing is told")
		}
	})
}

// TestWhatIsVouchedForIsShownRowByRow: who is asked to vouch for a table sees what stands in it, and how many rows.
func TestWhatIsVouchedForIsShownRowByRow(t *testing.T) {
	t.Parallel()
	stations(t, func(t *testing.T, x *station) {
		x.starts()
		x.edits(`INSERT INTO rights_terms (rule, months, account, changed) VALUES ('trail', 1, '', '')`)
		x.edits(`UPDATE network_networks SET name = 'planted'`)
		var out bytes.Buffer
		if err := app.Trust(t.Context(), x.place, &out, i18n.For("en")); key(err) != "app.trust_differs" {
			t.Fatal(err)
		}
		for _, want := range []string{"(rights_terms), one row that would be vouched for", "rule=trail months=1 ", "name=planted ", "--believe"} {
			if !strings.Contains(out.String(), want) {
				t.Errorf("it does not say %q:\n%s", want, out.String())
			}
		}
	})
}

// TestAnIndexThatDoesNotSayWhatItsTableSaysIsTold: a running server tells it and goes no further, the doctor and the check of the trail say it, and with one of those by which it is decided nothing starts.
func TestAnIndexThatDoesNotSayWhatItsTableSaysIsTold(t *testing.T) {
	t.Parallel()
	x := founds(t, "")
	x.starts()
	x.inside(func(s *store.Store) {
		x.must(s.Write(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
			tx.NoteAbout(tx.NewID(), "person", tx.NewID(), nil)
			return nil
		}))
	})
	testkit.Hollow(t, x.place.Dir, "audit_entries_person", `person = 'nobody'`)
	in, err := app.Open(t.Context(), x.place)
	x.must(err)
	x.must(in.Watch(t.Context()))
	if differ := in.Held().Differ; len(differ) == 0 || differ[0].What != vault.DiffIndex {
		t.Errorf("told is %v", differ)
	}
	err = in.Store.Read(t.Context(), policy.System(policy.Operator, "test"), func(*store.Tx) error { return nil })
	if e, known := errs.Of(err); !known || e.Key != "store.astray" {
		t.Errorf("the server goes on: %v", err)
	}
	x.must(in.Close())
	if text := x.doctor(); !strings.Contains(text, "audit_entries_person") {
		t.Errorf("the doctor says:\n%s", text)
	}
	err = app.CheckTree(t.Context(), x.place, new(bytes.Buffer), i18n.For("en"))
	if e, known := errs.Of(err); !known || e.Key != "store.astray" {
		t.Errorf("the check of the trail says: %v", err)
	}
	x.edits(`INSERT INTO rights_holds (id, organisation_id, person_id, reason, account, made) SELECT 'held', id, 'somebody', 'proceedings', '', '2024-05-01T10:00:00Z' FROM network_organisations WHERE lead`)
	testkit.Hollow(t, x.place.Dir, "rights_holds_person", `made = 'never'`)
	_, err = app.Open(t.Context(), x.place)
	if e, known := errs.Of(err); !known || e.Key != "store.astray" {
		t.Errorf("it starts: %v", err)
	}
}

// digits are those by which somebody vouches for what differs as they saw it.
func (x *station) digits() string {
	x.t.Helper()
	var out bytes.Buffer
	_ = app.Trust(x.t.Context(), x.place, &out, i18n.For("en"))
	_, rest, _ := strings.Cut(out.String(), "--believe ")
	digits, _, _ := strings.Cut(rest, ". ")
	return digits
}

// TestOnlyWhatSomebodySawIsVouchedFor: what is edited between the look and the word is not vouched for, nor another table beside it, and what is vouched for is believed by a server at work too, also where
// the table was put back to what it was before its last changes.
func TestOnlyWhatSomebodySawIsVouchedFor(t *testing.T) {
	t.Parallel()
	stations(t, func(t *testing.T, x *station) {
		x.starts()
		in, err := app.Open(t.Context(), x.place)
		x.must(err)
		defer func() { x.must(in.Close()) }()
		works := func() {
			t.Helper()
			x.must(in.Store.Write(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
				_, err := tx.Exec(`UPDATE network_networks SET name = name`)
				tx.Note("work", "test", nil)
				return err
			}))
		}
		works()
		i := testkit.Intrude(t, store.Options{Dir: x.place.Dir, Database: x.place.Database})
		before := i.Copy("network_networks", "store_sums")
		for range 5 {
			works()
		}
		x.must(in.Watch(t.Context()))
		if !in.Held().Right() {
			t.Fatalf("as it is, %v is told", in.Held())
		}
		before.PutBack()
		seen := x.digits()
		for _, edit := range []string{
			`UPDATE network_networks SET name = 'planted'`,
			`INSERT INTO rights_terms (rule, months, account, changed) VALUES ('never_assessed', 1, '', '')`,
		} {
			x.edits(edit)
			if err := app.Believe(t.Context(), x.place, seen); key(err) != "app.believe_other" {
				t.Errorf("%s: %v", edit, err)
			}
			if now := x.digits(); now == seen || now == "" {
				t.Errorf("%s: the digits are %q", edit, now)
			}
			seen = x.digits()
		}
		x.must(in.Watch(t.Context()))
		if in.Held().Right() {
			t.Error("nobody is told")
		}
		x.must(app.Believe(t.Context(), x.place, seen))
		works()
		x.must(in.Watch(t.Context()))
		if !in.Held().Right() {
			t.Errorf("what somebody vouched for is told: %v", in.Held())
		}
		if err := app.Believe(t.Context(), x.place, seen); key(err) != "app.believe_other" {
			t.Errorf("a second time: %v", err)
		}
	})
}
