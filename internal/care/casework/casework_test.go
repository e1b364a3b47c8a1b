package casework_test

import (
	"fmt"
	"testing"

	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/casework"
	"approdo/internal/care/outreach"
	"approdo/internal/care/person"
	"approdo/internal/care/track"
	"approdo/internal/care/work"
	"approdo/internal/testkit"
)

var operator = policy.System(policy.Operator, "test")

type scene struct {
	s    *store.Store
	book *codebook.Book
	log  *outreach.Log
	work casework.Work
}

func stage(t *testing.T, fn func(t *testing.T, sc scene)) {
	t.Helper()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		town := testkit.Settle(t, s)
		sc := scene{s: s, book: town.Book, log: outreach.New(town.Book)}
		err := s.Write(t.Context(), operator, func(tx *store.Tx) error {
			p, err := person.New(town.Book).Record(tx, testkit.Person(town.Faro))
			sc.work = casework.Work{PersonID: p.ID, Work: work.Work{OrganisationID: town.Faro, UnitID: town.Desk, Day: "2024-05-10", Province: "IT-BS"}}
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
		_, err := casework.Enrol(tx, sc.book, casework.Enrolment{Work: sc.work, Kind: kind, Source: "desk", Receiver: receiver})
		return err
	})
}

func (sc scene) deliver(t *testing.T, day string) error {
	t.Helper()
	w := sc.work
	w.Day = day
	return sc.s.Write(t.Context(), operator, func(tx *store.Tx) error {
		_, err := casework.Deliveries.Take(tx, sc.book, casework.Delivery{Work: w, Type: "legal_support", Minutes: 45})
		return err
	})
}

func TestAPersonIsInChargeFromTheDayOfTheirOwnEnrolment(t *testing.T) {
	t.Parallel()
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
	t.Parallel()
	stage(t, func(t *testing.T, sc scene) {
		if err := sc.enrol(t, "elsewhere", ""); errs.KindOf(err) != errs.Invalid {
			t.Errorf("without a receiving project: %v, want Invalid", err)
		}
		if err := sc.enrol(t, "elsewhere", "other_project"); err != nil {
			t.Fatal(err)
		}
		if err := sc.deliver(t, "2024-05-11"); errs.KindOf(err) != errs.Invalid {
			t.Errorf("a delivery: %v, want Invalid", err)
		}
	})
}

func TestNobodyEnrolsTwiceInOneProject(t *testing.T) {
	t.Parallel()
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
	t.Parallel()
	stage(t, func(t *testing.T, sc scene) {
		err := sc.s.Write(t.Context(), operator, func(tx *store.Tx) error {
			_, err := casework.Interviews.Take(tx, sc.book, casework.Interview{Work: sc.work, Language: "en", Mediator: true, Information: "yes"})
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

// enrolled is the person's enrolment of a kind.
func (sc scene) enrolled(t *testing.T, kind string) (id string) {
	t.Helper()
	err := sc.s.Read(t.Context(), operator, func(tx *store.Tx) error {
		list, err := casework.Enrolments.List(tx, store.Selection{Equal: map[string]string{"kind": kind}})
		if err == nil && len(list.Items) == 1 {
			id = list.Items[0].ID
		}
		return err
	})
	if err != nil || id == "" {
		t.Fatalf("no enrolment %s: %v", kind, err)
	}
	return id
}

func (sc scene) takeBack(t *testing.T, id string) error {
	t.Helper()
	return sc.s.Write(t.Context(), operator, func(tx *store.Tx) error { return casework.RemoveEnrolment(tx, id) })
}

func TestAnEnrolmentStaysWhileServicesRestOnItAndOnNoOther(t *testing.T) {
	stage(t, func(t *testing.T, sc scene) {
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		must(sc.enrol(t, "own", ""))
		must(sc.deliver(t, "2024-05-20"))
		first := sc.enrolled(t, "own")
		for _, remove := range []func() error{
			func() error { return sc.takeBack(t, first) },
			func() error {
				return sc.s.Write(t.Context(), operator, func(tx *store.Tx) error { return casework.RemoveEnrolment(tx, first) })
			},
		} {
			if err := remove(); errs.KindOf(err) != errs.Conflict {
				t.Errorf("the only enrolment: %v, want Conflict", err)
			}
		}
		// A second project, which the person never enrolled in: nothing rests on the mistake, wherever it says and whenever it was.
		must(sc.s.Write(t.Context(), operator, func(tx *store.Tx) error {
			if _, err := tx.Exec(`INSERT INTO network_projects (id, code, name, call, funder, starts, ends, standard) SELECT 'p2', 'altra', 'Altra', call, funder, starts, ends, FALSE FROM network_projects`); err != nil {
				return err
			}
			tx.Note("network", "p2", nil)
			return nil
		}))
		other := sc
		other.work.ProjectID, other.work.Day = "p2", "2024-05-01"
		must(other.enrol(t, "elsewhere", "other_project"))
		must(sc.takeBack(t, sc.enrolled(t, "elsewhere")))
		var second casework.Enrolment
		must(sc.s.Write(t.Context(), operator, func(tx *store.Tx) (err error) {
			second, err = casework.Enrol(tx, sc.book, casework.Enrolment{Work: other.work, Kind: "own", Source: "desk"})
			return err
		}))
		must(sc.deliver(t, "2024-05-05"))
		if err := sc.takeBack(t, second.ID); errs.KindOf(err) != errs.Conflict {
			t.Errorf("the earlier one, which carries a service before the other: %v, want Conflict", err)
		}
		must(sc.takeBack(t, first)) // what rested on it is carried by the earlier one
		if err := sc.takeBack(t, second.ID); errs.KindOf(err) != errs.Conflict {
			t.Errorf("the last one: %v, want Conflict", err)
		}
	})
}

// TestReportsAndGuardsSayTheSameOfWhoIsInCharge: the view counts an action as one to somebody in charge if and only if the guard would refuse it.
func TestReportsAndGuardsSayTheSameOfWhoIsInCharge(t *testing.T) {
	t.Parallel()
	stage(t, func(t *testing.T, sc scene) {
		for i, enrolment := range []struct{ day, kind string }{{"2024-05-20", "own"}, {"2024-05-10", "elsewhere"}, {"2024-05-15", "own"}} {
			project := network.ProjectID(fmt.Sprint("project ", i))
			err := sc.s.Write(t.Context(), operator, func(tx *store.Tx) error {
				err := network.RecordProject(tx, network.Project{ID: project, Code: string(project), Name: "Progetto", Starts: "2024-01-01", Ends: "2024-12-31"})
				w := sc.work
				w.ProjectID, w.Day = project, enrolment.day
				if err == nil {
					_, err = casework.Enrol(tx, sc.book, casework.Enrolment{Work: w, Kind: enrolment.kind, Source: "desk", Receiver: map[string]string{"elsewhere": "other_project"}[enrolment.kind]})
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		days := map[string]bool{}
		err := sc.s.Write(t.Context(), operator, func(tx *store.Tx) error {
			way, err := casework.Way(tx, sc.work.PersonID)
			for _, day := range []string{"2024-05-09", "2024-05-10", "2024-05-14", "2024-05-15", "2024-05-16", "2024-05-20", "2024-06-01"} {
				w := sc.work.Work
				w.Day, days[day] = day, way.May(track.Step{Kind: track.Act, Day: day}) != nil
				if err == nil {
					_, err = sc.log.RecordAction(tx, outreach.Action{Work: w, PersonID: sc.work.PersonID, Type: "mediation", Outcome: "completed"})
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		err = sc.s.Read(t.Context(), operator, func(tx *store.Tx) error {
			counted, err := store.List(tx, func(row store.Row) (x struct {
				day  string
				open bool
			}, err error,
			) {
				return x, row.Scan(&x.day, &x.open)
			}, `SELECT day, in_charge FROM view_actions`)
			if len(counted) != len(days) {
				t.Errorf("%d actions are counted, want %d", len(counted), len(days))
			}
			for _, x := range counted {
				if x.open != days[x.day] || x.open != (x.day >= "2024-05-15") {
					t.Errorf("on %s: in charge %v for the reports, %v for the guard", x.day, x.open, days[x.day])
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
