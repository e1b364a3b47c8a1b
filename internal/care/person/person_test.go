package person_test

import (
	"regexp"
	"strings"
	"testing"

	"approdo/internal/base/errs"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/work"
	"approdo/internal/testkit"
)

var operator = policy.System(policy.Operator, "test")

func TestAPersonNeedsNoNameAndNoAnswerToBeRecorded(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		town := testkit.Settle(t, s)
		people := person.New(town.Book)
		speakable := regexp.MustCompile(`^[A-Z][0-9]-[A-Z]+$`)
		err := s.Write(t.Context(), operator, func(tx *store.Tx) error {
			seen := map[string]bool{}
			for range 300 {
				p, err := people.Record(tx, testkit.Person(town.Faro))
				if err != nil {
					return err
				}
				if seen[p.Code] || len(seen) < 5 && !speakable.MatchString(p.Code) {
					t.Errorf("code %q is taken or cannot be spoken", p.Code)
				}
				seen[p.Code] = true
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestACitizenshipIsACountryOrAnAbsenceNeverARegion(t *testing.T) {
	t.Parallel()
	s := testkit.Store(t)
	town := testkit.Settle(t, s)
	p := testkit.Person(town.Faro)
	p.Citizenship = "west_africa"
	err := s.Write(t.Context(), operator, func(tx *store.Tx) error { _, err := person.New(town.Book).Record(tx, p); return err })
	if errs.KindOf(err) != errs.Invalid {
		t.Errorf("got %v, want Invalid", err)
	}
}

func TestChangingAPersonAnnouncesThemToTheReports(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		town := testkit.Settle(t, s)
		people := person.New(town.Book)
		var before int64
		var p person.Person
		err := s.Write(t.Context(), operator, func(tx *store.Tx) (err error) { p, err = people.Record(tx, testkit.Person(town.Faro)); return err })
		if err != nil {
			t.Fatal(err)
		}
		err = s.Read(t.Context(), operator, func(tx *store.Tx) error { before = store.Last(tx); return nil })
		if err != nil {
			t.Fatal(err)
		}
		p.Gender = "woman"
		if err := s.Write(t.Context(), operator, func(tx *store.Tx) error { return people.Change(tx, p) }); err != nil {
			t.Fatal(err)
		}
		err = s.Read(t.Context(), operator, func(tx *store.Tx) error {
			changes, err := store.Changes(tx, before)
			if err == nil && (len(changes) != 1 || changes[0].Kind != "person" || changes[0].ID != string(p.ID)) {
				t.Errorf("changes %+v", changes)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestAnotherOrganisationsPersonCannotBeChanged(t *testing.T) {
	t.Parallel()
	s := testkit.Store(t)
	town := testkit.Settle(t, s)
	people := person.New(town.Book)
	var p person.Person
	err := s.Write(t.Context(), operator, func(tx *store.Tx) (err error) { p, err = people.Record(tx, testkit.Person(town.Faro)); return err })
	if err != nil {
		t.Fatal(err)
	}
	grant, err := policy.Authorize(town.Worker.Subject(), policy.PersonRecord)
	if err != nil {
		t.Fatal(err)
	}
	for name, act := range map[string]func(*store.Tx) error{
		"change": func(tx *store.Tx) error { return people.Change(tx, p) },
		"remove": func(tx *store.Tx) error { return people.Remove(tx, p.ID) },
		"record for": func(tx *store.Tx) error {
			_, err := people.Record(tx, testkit.Person(town.Faro))
			return err
		},
	} {
		if err := s.Write(t.Context(), grant, act); errs.KindOf(err) != errs.NotFound {
			t.Errorf("%s another's person: %v, want NotFound", name, err)
		}
	}
}

func TestACorrectionKeepsWhatTheFactsSaidAndWhy(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		town := testkit.Settle(t, s)
		people := person.New(town.Book)
		var p person.Person
		write := func(fn func(*store.Tx) error) error { return s.Write(t.Context(), operator, fn) }
		if err := write(func(tx *store.Tx) (err error) { p, err = people.Record(tx, testkit.Person(town.Faro)); return err }); err != nil {
			t.Fatal(err)
		}
		p.Gender = "woman"
		for reason, want := range map[string]errs.Kind{"": errs.Invalid, "because": errs.Invalid} {
			if err := write(func(tx *store.Tx) error { return people.Correct(tx, p, reason) }); errs.KindOf(err) != want {
				t.Errorf("reason %q: %v, want %v", reason, err, want)
			}
		}
		if err := write(func(tx *store.Tx) error { return people.Correct(tx, p, "learned_later") }); err != nil {
			t.Fatal(err)
		}
		if err := write(func(tx *store.Tx) error { return people.Correct(tx, p, "mistyped") }); errs.KindOf(err) != errs.Conflict {
			t.Errorf("an older revision: %v, want Conflict", err)
		}
		err := s.Read(t.Context(), operator, func(tx *store.Tx) error {
			list, err := work.Corrections(tx, string(p.ID))
			if len(list) != 1 || list[0].Reason != "learned_later" || !strings.Contains(list[0].Before, `"Gender":"not_asked"`) {
				t.Errorf("corrections %+v", list)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := write(func(tx *store.Tx) error { return people.Remove(tx, p.ID) }); err != nil {
			t.Errorf("a corrected person cannot be removed: %v", err)
		}
	})
}

func TestCodesAreToldOfTheOwnOrganisationOnly(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		town := testkit.Settle(t, s)
		var ids []person.ID
		err := s.Write(t.Context(), operator, func(tx *store.Tx) error {
			ids = nil
			for i := range 700 { // more than one statement asks about
				o := town.Molo
				if i == 0 {
					o = town.Faro
				}
				p, err := person.New(town.Book).Record(tx, testkit.Person(o))
				if err != nil {
					return err
				}
				ids = append(ids, p.ID)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		grant, err := policy.Authorize(town.Worker.Subject(), policy.WorkView)
		if err != nil {
			t.Fatal(err)
		}
		err = s.Read(t.Context(), grant, func(tx *store.Tx) error {
			codes, err := person.Codes(tx, ids)
			if len(codes) != 699 || codes[ids[0]] != "" || codes[ids[1]] == "" {
				t.Errorf("%d codes, of another organisation %q", len(codes), codes[ids[0]])
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// TestACorrectionSavesEveryFact: whatever a form asks is there when it is opened again.
func TestACorrectionSavesEveryFact(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		town := testkit.Settle(t, s)
		people := person.New(town.Book)
		var p person.Person
		err := s.Write(t.Context(), operator, func(tx *store.Tx) (err error) { p, err = people.Record(tx, testkit.Person(town.Faro)); return err })
		if err != nil {
			t.Fatal(err)
		}
		testkit.Alter(t, town.Book, &p, map[string]string{"RegionSource": "age_source"}, "ID", "OrganisationID", "Code", "Day", "Revision")
		p.Day = "2024-04-30"
		if err := s.Write(t.Context(), operator, func(tx *store.Tx) error { return people.Correct(tx, p, "mistyped") }); err != nil {
			t.Fatal(err)
		}
		p.Revision++
		err = s.Read(t.Context(), operator, func(tx *store.Tx) error {
			got, err := person.Find(tx, p.ID)
			if got != p {
				t.Errorf("the person is %+v, want %+v", got, p)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// TestWhoIsTheOnlyOneWithTheirFactsIsCounted: two who are alike hide each other; a husk is nobody.
func TestWhoIsTheOnlyOneWithTheirFactsIsCounted(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		town := testkit.Settle(t, s)
		people := person.New(town.Book)
		alike, other, later := testkit.Person(town.Faro), testkit.Person(town.Molo), testkit.Person(town.Faro)
		other.Gender, later.Day = "woman", "2024-06-01"
		counted := func() (n [2]int64) {
			err := s.Read(t.Context(), operator, func(tx *store.Tx) (err error) { n[0], n[1], err = person.Unique(tx); return err })
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		if got := counted(); got != [2]int64{} {
			t.Errorf("among nobody: %v", got)
		}
		var gone person.Person
		err := s.Write(t.Context(), operator, func(tx *store.Tx) (err error) {
			for _, p := range []person.Person{alike, alike, other, later} {
				if gone, err = people.Record(tx, p); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if got := counted(); got != [2]int64{2, 4} {
			t.Errorf("unique and all are %v, want 2 of 4", got)
		}
		if err := s.Write(t.Context(), operator, func(tx *store.Tx) error {
			tx.Note("person", "husk", nil)
			_, err := people.Detach(tx, gone.ID)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if got := counted(); got != [2]int64{2, 4} {
			t.Errorf("with a husk: %v", got)
		}
	})
}
