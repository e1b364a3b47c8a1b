package outreach_test

import (
	"reflect"
	"slices"
	"testing"

	"approdo/internal/base/errs"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/outreach"
	"approdo/internal/care/person"
	"approdo/internal/testkit"
)

var operator = policy.System(policy.Operator, "test")

type scene struct {
	testkit.Town
	s      *store.Store
	log    *outreach.Log
	people *person.Register
	street outreach.Work
}

// stage runs a test on both databases with a Town in place.
func stage(t *testing.T, fn func(t *testing.T, sc scene)) {
	t.Helper()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		town := testkit.Settle(t, s)
		fn(t, scene{town, s, outreach.New(town.Book), person.New(town.Book), outreach.Work{OrganisationID: town.Faro, UnitID: town.Street, Day: "2024-05-01", Province: "IT-BS"}})
	})
}

func (sc scene) write(t *testing.T, grant policy.Grant, fn func(tx *store.Tx) error) error {
	t.Helper()
	return sc.s.Write(t.Context(), grant, fn)
}

func (sc scene) count(t *testing.T, sql string) (n int64) {
	t.Helper()
	err := sc.s.Read(t.Context(), operator, func(tx *store.Tx) error { return tx.QueryRow(sql).Scan(&n) })
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestAContactOfAnOutingTakesTheDayTheOutingStarted(t *testing.T) {
	t.Parallel()
	stage(t, func(t *testing.T, sc scene) {
		err := sc.write(t, operator, func(tx *store.Tx) error {
			outing, err := sc.log.RecordOuting(tx, outreach.Outing{Work: sc.street, Mode: "outdoor", Minutes: 300})
			if err != nil {
				return err
			}
			k := testkit.Contact(sc.street)
			k.OutingID, k.Day = outing.ID, "2024-05-02" // recorded past midnight
			k, err = sc.log.RecordContact(tx, k)
			if err == nil && (k.Day != "2024-05-01" || k.ProjectID != sc.Rotta) {
				t.Errorf("contact on %s, project %s", k.Day, k.ProjectID)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestAnIndividualWhoCannotBeLinkedIsNotKnown(t *testing.T) {
	t.Parallel()
	stage(t, func(t *testing.T, sc scene) {
		err := sc.write(t, operator, func(tx *store.Tx) error {
			k := testkit.Contact(sc.street)
			k.Newness = "known"
			k, err := sc.log.RecordContact(tx, k)
			if err == nil && k.Newness != "known_not_linkable" {
				t.Errorf("newness %s", k.Newness)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestAMeetingReachesThroughTheChannelOfItsPlace(t *testing.T) {
	t.Parallel()
	stage(t, func(t *testing.T, sc scene) {
		err := sc.write(t, operator, func(tx *store.Tx) error {
			for _, place := range []string{"cas", "worship", "school"} {
				_, err := sc.log.RecordMeeting(tx, outreach.Meeting{Work: sc.street, Place: place, Attendees: []outreach.Attendees{
					{Gender: "woman", AgeBand: "not_asked", Protection: "not_asked", Headcount: 7},
					{Gender: "man", AgeBand: "not_asked", Protection: "not_asked", Headcount: 0},
				}})
				if err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		for channel, want := range map[string]int64{"reception_awareness": 7, "community_outreach": 7, "": 7} {
			if n := sc.count(t, `SELECT CAST(COALESCE(SUM(headcount), 0) AS BIGINT) FROM view_contacts WHERE channel = '`+channel+`' AND newness = 'new' AND person IS NULL`); n != want {
				t.Errorf("channel %q reaches %d, want %d", channel, n, want)
			}
		}
		if n := sc.count(t, `SELECT CAST(COALESCE(SUM(headcount), 0) AS BIGINT) FROM view_contacts WHERE reaches`); n != 14 {
			t.Errorf("reached %d, want 14: the school is no channel of the project", n)
		}
	})
}

func TestEverythingWrongIsSaidAtOnce(t *testing.T) {
	t.Parallel()
	stage(t, func(t *testing.T, sc scene) {
		k := testkit.Contact(sc.street)
		k.Day, k.Setting, k.Gender = "2024-02-30", "beach", "F"
		err := sc.write(t, operator, func(tx *store.Tx) error { _, err := sc.log.RecordContact(tx, k); return err })
		var fields []string
		if list, ok := err.(errs.List); ok {
			for _, e := range list {
				fields = append(fields, e.Field)
			}
		}
		slices.Sort(fields)
		if !slices.Equal(fields, []string{"day", "gender", "setting"}) {
			t.Errorf("fields %v in %v", fields, err)
		}
		if n := sc.count(t, `SELECT COUNT(*) FROM outreach_contacts`); n != 0 {
			t.Errorf("%d contacts were stored", n)
		}
	})
}

func TestNobodyRecordsOrRemovesForAnotherOrganisation(t *testing.T) {
	t.Parallel()
	stage(t, func(t *testing.T, sc scene) {
		grant, err := policy.Authorize(sc.Worker.Subject(), policy.ContactRecord) // of Molo
		if err != nil {
			t.Fatal(err)
		}
		err = sc.write(t, grant, func(tx *store.Tx) error {
			_, err := sc.log.RecordContact(tx, testkit.Contact(sc.street))
			return err
		})
		if errs.KindOf(err) != errs.NotFound {
			t.Errorf("recording for another: %v, want NotFound", err)
		}
		var theirs outreach.Contact
		var somebody person.Person
		err = sc.write(t, operator, func(tx *store.Tx) (err error) {
			if somebody, err = sc.people.Record(tx, testkit.Person(sc.Faro)); err != nil {
				return err
			}
			theirs, err = sc.log.RecordContact(tx, testkit.Contact(sc.street))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		err = sc.write(t, grant, func(tx *store.Tx) error { return sc.log.RemoveContact(tx, theirs.ID) })
		if errs.KindOf(err) != errs.NotFound {
			t.Errorf("removing another's: %v, want NotFound", err)
		}
		mine := testkit.Contact(outreach.Work{OrganisationID: sc.Molo, UnitID: sc.Quay, Day: "2024-05-01", Province: "IT-BG"})
		mine.PersonID = somebody.ID
		err = sc.write(t, grant, func(tx *store.Tx) error { _, err := sc.log.RecordContact(tx, mine); return err })
		if errs.KindOf(err) != errs.NotFound {
			t.Errorf("linking another's person: %v, want NotFound", err)
		}
	})
}

func TestLinkingAContactMakesItThePersons(t *testing.T) {
	t.Parallel()
	stage(t, func(t *testing.T, sc scene) {
		err := sc.write(t, operator, func(tx *store.Tx) error {
			p := testkit.Person(sc.Faro)
			p.Gender = "woman"
			p, err := sc.people.Record(tx, p)
			if err != nil {
				return err
			}
			k, err := sc.log.RecordContact(tx, testkit.Contact(sc.street))
			if err != nil {
				return err
			}
			return sc.log.LinkContact(tx, k.ID, p.ID)
		})
		if err != nil {
			t.Fatal(err)
		}
		if n := sc.count(t, `SELECT COUNT(*) FROM view_contacts WHERE person IS NOT NULL AND gender = 'woman'`); n != 1 {
			t.Errorf("%d linked contacts carry the person's facts, want 1", n)
		}
	})
}

// TestACorrectionSavesEveryFact: whatever a form asks is there when it is opened again.
func TestACorrectionSavesEveryFact(t *testing.T) {
	t.Parallel()
	stage(t, func(t *testing.T, sc scene) {
		outing, contact := outreach.Outing{Work: sc.street, Mode: "outdoor"}, testkit.Contact(sc.street)
		err := sc.write(t, operator, func(tx *store.Tx) (err error) {
			if outing, err = sc.log.RecordOuting(tx, outing); err == nil {
				contact, err = sc.log.RecordContact(tx, contact)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		lists := map[string]string{"RegionSource": "age_source"}
		testkit.Alter(t, sc.Book, &outing, lists, "ID", "Work", "Presences", "Revision")
		testkit.Alter(t, sc.Book, &contact, lists, "ID", "Work", "OutingID", "PersonID", "Newness", "Revision")
		contact.Newness, contact.Province, outing.Province = "known_not_linkable", "IT-BG", "IT-BG"
		outing.Presences = []outreach.Presence{{Gender: "woman", Region: "west_africa", Headcount: 3}}
		err = sc.write(t, operator, func(tx *store.Tx) error {
			if err := outreach.Outings.Correct(tx, sc.Book, outing, "mistyped"); err != nil {
				return err
			}
			return outreach.Contacts.Correct(tx, sc.Book, contact, "mistyped")
		})
		if err != nil {
			t.Fatal(err)
		}
		outing.Revision, contact.Revision = outing.Revision+1, contact.Revision+1
		err = sc.s.Read(t.Context(), operator, func(tx *store.Tx) error {
			o, err := outreach.Outings.Find(tx, outing.ID)
			if err == nil {
				o.Presences, err = outreach.Presences(tx, outing.ID)
			}
			if err != nil {
				return err
			}
			if !reflect.DeepEqual(o, outing) {
				t.Errorf("the outing is %+v, want %+v", o, outing)
			}
			k, err := outreach.Contacts.Find(tx, contact.ID)
			if k != contact {
				t.Errorf("the contact is %+v, want %+v", k, contact)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// TestACorrectionIsHeldAgainstItsListsAsTheRecordWas, the province among them, which an erasure makes coarser by its list.
func TestACorrectionIsHeldAgainstItsListsAsTheRecordWas(t *testing.T) {
	t.Parallel()
	stage(t, func(t *testing.T, sc scene) {
		outing := outreach.Outing{Work: sc.street, Mode: "outdoor"}
		if err := sc.write(t, operator, func(tx *store.Tx) (err error) { outing, err = sc.log.RecordOuting(tx, outing); return err }); err != nil {
			t.Fatal(err)
		}
		for what, change := range map[string]func(*outreach.Outing){
			"a province": func(o *outreach.Outing) { o.Province = "IT-XX" },
			"a mode":     func(o *outreach.Outing) { o.Mode = "nowhere" },
		} {
			changed := outing
			change(&changed)
			if err := sc.write(t, operator, func(tx *store.Tx) error { return outreach.Outings.Correct(tx, sc.Book, changed, "mistyped") }); errs.KindOf(err) != errs.Invalid {
				t.Errorf("%s that is none: %v", what, err)
			}
		}
	})
}
