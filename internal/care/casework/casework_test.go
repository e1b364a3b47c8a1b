package casework_test

import (
	"testing"

	"approdo/internal/base/errs"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/casework"
	"approdo/internal/care/person"
	"approdo/internal/testkit"
)

var operator = policy.System(policy.Operator, "test")

type scene struct {
	s    *store.Store
	file *casework.File
	work casework.Work
}

func stage(t *testing.T, fn func(t *testing.T, sc scene)) {
	t.Helper()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		town := testkit.Settle(t, s)
		sc := scene{s: s, file: casework.New(town.Book)}
		err := s.Write(t.Context(), operator, func(tx *store.Tx) error {
			p, err := person.New(town.Book).Record(tx, testkit.Person(town.Faro))
			sc.work = casework.Work{OrganisationID: town.Faro, UnitID: town.Desk, PersonID: p.ID, Day: "2024-05-10", Province: "IT-BS"}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		fn(t, sc)
	})
}

func (sc scene) enrol(t *testing.T, kind, receiver string) error {
	t.Helper()
	return sc.s.Write(t.Context(), operator, func(tx *store.Tx) error {
		_, err := sc.file.RecordEnrolment(tx, casework.Enrolment{Work: sc.work, Kind: kind, Source: "desk", Receiver: receiver})
		return err
	})
}

func (sc scene) deliver(t *testing.T, day string) error {
	t.Helper()
	w := sc.work
	w.Day = day
	return sc.s.Write(t.Context(), operator, func(tx *store.Tx) error {
		_, err := sc.file.RecordDelivery(tx, casework.Delivery{Work: w, Type: "legal_support", Minutes: 45})
		return err
	})
}

func TestAPersonIsInChargeFromTheDayOfTheirOwnEnrolment(t *testing.T) {
	stage(t, func(t *testing.T, sc scene) {
		if err := sc.deliver(t, "2024-05-10"); errs.KindOf(err) != errs.Invalid {
			t.Errorf("a delivery before enrolment: %v, want Invalid", err)
		}
		if err := sc.enrol(t, "own", ""); err != nil {
			t.Fatal(err)
		}
		if err := sc.deliver(t, "2024-05-09"); errs.KindOf(err) != errs.Invalid {
			t.Errorf("a delivery on the day before: %v, want Invalid", err)
		}
		if err := sc.deliver(t, "2024-05-10"); err != nil {
			t.Errorf("a delivery on the day of enrolment: %v", err)
		}
	})
}

func TestWhoEnrolsElsewhereOpensNoCaseHere(t *testing.T) {
	stage(t, func(t *testing.T, sc scene) {
		if err := sc.enrol(t, "elsewhere", ""); errs.KindOf(err) != errs.Invalid {
			t.Errorf("without a receiving project: %v, want Invalid", err)
		}
		if err := sc.enrol(t, "elsewhere", "Rete del sud"); err != nil {
			t.Fatal(err)
		}
		if err := sc.deliver(t, "2024-05-11"); errs.KindOf(err) != errs.Invalid {
			t.Errorf("a delivery: %v, want Invalid", err)
		}
	})
}

func TestNobodyEnrolsTwiceInOneProject(t *testing.T) {
	stage(t, func(t *testing.T, sc scene) {
		if err := sc.enrol(t, "own", ""); err != nil {
			t.Fatal(err)
		}
		if err := sc.enrol(t, "own", ""); errs.KindOf(err) != errs.Conflict {
			t.Errorf("got %v, want Conflict", err)
		}
	})
}

func TestAnInterviewIsReadAsAContact(t *testing.T) {
	stage(t, func(t *testing.T, sc scene) {
		err := sc.s.Write(t.Context(), operator, func(tx *store.Tx) error {
			_, err := sc.file.RecordInterview(tx, casework.Interview{Work: sc.work, Language: "en", Mediator: true, Information: "yes"})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		err = sc.s.Read(t.Context(), operator, func(tx *store.Tx) error {
			var n int64
			err := tx.QueryRow(`SELECT COUNT(*) FROM view_contacts WHERE channel = 'identification_interview' AND person = $1 AND reaches`, sc.work.PersonID).Scan(&n)
			if err == nil && n != 1 {
				t.Errorf("%d contacts, want 1", n)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
