package intake_test

import (
	"slices"
	"strings"
	"testing"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/casework"
	"approdo/internal/care/intake"
	"approdo/internal/care/outreach"
	"approdo/internal/care/person"
	"approdo/internal/care/vault"
	"approdo/internal/care/work"
	"approdo/internal/testkit"
)

var operator = policy.System(policy.Operator, "test")

type scene struct {
	testkit.Town
	t    testing.TB
	s    *store.Store
	door *intake.Door
	on   work.Work // the street unit, one evening, and no province said
}

// stage runs a test on both databases with a Town in place.
func stage(t *testing.T, fn func(t *testing.T, sc scene)) {
	t.Helper()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		town := testkit.Settle(t, s)
		fn(t, scene{town, t, s, intake.New(town.Book), work.Work{OrganisationID: town.Faro, UnitID: town.Street, Day: "2024-05-02"}})
	})
}

func (sc scene) as(g policy.Grant, fn func(tx *store.Tx) error) error {
	sc.t.Helper()
	return sc.s.Write(sc.t.Context(), g, fn)
}

func (sc scene) must(err error) {
	sc.t.Helper()
	if err != nil {
		sc.t.Fatal(err)
	}
}

func key(err error) string {
	e, known := errs.Of(err)
	if !known {
		return ""
	}
	return e.Key
}

// met records somebody with a sheet.
func (sc scene) met() (p person.Person) {
	sc.t.Helper()
	sc.must(sc.as(operator, func(tx *store.Tx) (err error) {
		p, err = sc.door.Person(tx, testkit.Person(sc.Faro), false)
		return err
	}))
	return p
}

func (sc scene) contact(who intake.Who, also ...func(*outreach.Contact)) (k outreach.Contact, err error) {
	sc.t.Helper()
	k = testkit.Contact(sc.on)
	for _, change := range also {
		change(&k)
	}
	err = sc.as(operator, func(tx *store.Tx) (err error) {
		k, err = sc.door.Contact(tx, k, who)
		return err
	})
	return k, err
}

func (sc scene) action(day string, who intake.Who, contact string) (a outreach.Action, err error) {
	sc.t.Helper()
	on := sc.on
	on.Day = day
	err = sc.as(operator, func(tx *store.Tx) (err error) {
		a, err = sc.door.Action(tx, outreach.Action{Work: on, Type: "legal_advice", Outcome: "completed", ContactID: contact}, who)
		return err
	})
	return a, err
}

func (sc scene) enrols(who person.ID, day, kind string) {
	sc.t.Helper()
	on := sc.on
	on.UnitID, on.Day, on.Province = sc.Desk, day, "IT-BS"
	sc.must(sc.as(operator, func(tx *store.Tx) error {
		_, err := casework.Enrol(tx, sc.Book, casework.Enrolment{Work: casework.Work{Work: on, PersonID: who}, Kind: kind, Source: "desk", Receiver: map[string]string{"elsewhere": "other_project"}[kind]})
		return err
	}))
}

func TestWhoItIsCanBeSaidInFourWays(t *testing.T) {
	t.Parallel()
	stage(t, func(t *testing.T, sc scene) {
		p := sc.met()
		for name, c := range map[string]struct {
			who  intake.Who
			want person.ID
		}{
			"nobody who is known":       {intake.Who{}, ""},
			"by id":                     {intake.Who{ID: p.ID}, p.ID},
			"by code":                   {intake.Who{Code: p.Code}, p.ID},
			"by code, as it is spoken":  {intake.Who{Code: " " + strings.ToLower(strings.ReplaceAll(p.Code, "-", " ")) + " "}, p.ID},
			"named, and to get a code":  {intake.Who{Code: p.Code, Newcomer: true}, p.ID},
			"by id, and a code besides": {intake.Who{ID: p.ID, Code: "K1-NESSUNO"}, p.ID},
		} {
			k, err := sc.contact(c.who, func(k *outreach.Contact) { k.Newness = "known" })
			if err != nil || k.PersonID != c.want {
				t.Errorf("%s: %q, %v", name, k.PersonID, err)
			}
		}
		if _, err := sc.contact(intake.Who{Code: "K1-NESSUNO"}); key(err) != "person.no_such_code" {
			t.Errorf("a code of nobody: %v", err)
		}
		if _, err := sc.contact(intake.Who{ID: "none"}); errs.KindOf(err) != errs.NotFound {
			t.Errorf("an id of nobody: %v", err)
		}
	})
}

// TestANewcomerHasTheFactsOfTheirContact, met where and when the outing says; nobody follows them by that.
func TestANewcomerHasTheFactsOfTheirContact(t *testing.T) {
	t.Parallel()
	stage(t, func(t *testing.T, sc scene) {
		var o outreach.Outing
		sc.must(sc.as(operator, func(tx *store.Tx) (err error) {
			o, err = sc.door.Outing(tx, outreach.Outing{Work: sc.on, Mode: "outdoor"})
			return err
		}))
		for province, want := range map[string]string{"": "IT-BS", "IT-BG": "IT-BG"} {
			k, err := sc.contact(intake.Who{Newcomer: true}, func(k *outreach.Contact) {
				k.OutingID, k.Day, k.Province, k.Gender, k.AgeBand = o.ID, "2024-05-03", province, "woman", "minor"
			})
			sc.must(err)
			sc.must(sc.s.Read(t.Context(), operator, func(tx *store.Tx) error {
				p, err := person.Find(tx, k.PersonID)
				if err != nil || p.Gender != "woman" || p.AgeBand != "minor" || p.AgeSource != "estimated" || p.Day != "2024-05-02" || p.Province != want || k.Province != want {
					t.Errorf("%q: %+v of %+v, %v", province, p, k, err)
				}
				followers, err := vault.Followers(tx, k.PersonID)
				if len(followers) != 0 {
					t.Errorf("followed by %+v", followers)
				}
				return err
			}))
		}
	})
}

// TestHelpIsThePersonsAsSoonAsSomebodyKnowsWhoItWas: of the person once somebody knows who the individual of a contact was, and until then of the individual.
func TestHelpIsThePersonsAsSoonAsSomebodyKnowsWhoItWas(t *testing.T) {
	t.Parallel()
	stage(t, func(t *testing.T, sc scene) {
		p := sc.met()
		known, err := sc.contact(intake.Who{ID: p.ID})
		sc.must(err)
		unknown, err := sc.contact(intake.Who{})
		sc.must(err)
		for name, c := range map[string]struct {
			who     intake.Who
			contact string
			person  person.ID
			rests   string
		}{
			"of a person met":            {intake.Who{}, known.ID, p.ID, ""},
			"of an individual":           {intake.Who{}, unknown.ID, "", unknown.ID},
			"of an individual who is it": {intake.Who{Code: p.Code}, unknown.ID, p.ID, ""},
			"of nobody described":        {intake.Who{}, "", "", ""},
		} {
			if a, err := sc.action("2024-05-03", c.who, c.contact); err != nil || a.PersonID != c.person || a.ContactID != c.rests {
				t.Errorf("%s: %+v, %v", name, a, err)
			}
		}
		if _, err := sc.action("2024-05-03", intake.Who{}, "none"); errs.KindOf(err) != errs.NotFound {
			t.Errorf("of a contact that is not there: %v", err)
		}
	})
}

func TestWhoIsInChargeIsGivenServicesAndNoActions(t *testing.T) {
	t.Parallel()
	stage(t, func(t *testing.T, sc scene) {
		here, elsewhere := sc.met(), sc.met()
		k, err := sc.contact(intake.Who{ID: here.ID})
		sc.must(err)
		sc.enrols(here.ID, "2024-05-10", "own")
		sc.enrols(elsewhere.ID, "2024-05-10", "elsewhere")
		for _, who := range []intake.Who{{ID: here.ID}, {Code: here.Code}, {}} {
			contact := ""
			if who == (intake.Who{}) {
				contact = k.ID
			}
			if _, err := sc.action("2024-05-10", who, contact); key(err) != "casework.in_charge" {
				t.Errorf("%+v on the day: %v", who, err)
			}
			if _, err := sc.action("2024-05-09", who, contact); err != nil {
				t.Errorf("%+v on the day before: %v", who, err)
			}
		}
		if _, err := sc.action("2024-05-10", intake.Who{ID: elsewhere.ID}, ""); err != nil {
			t.Errorf("to somebody whom another project took: %v", err)
		}
	})
}

// TestARecordThatSaysNoPlaceIsOfItsUnitOrItsOrganisation, whoever tells it.
func TestARecordThatSaysNoPlaceIsOfItsUnitOrItsOrganisation(t *testing.T) {
	t.Parallel()
	stage(t, func(t *testing.T, sc scene) {
		nowhere := network.Unit{ID: "nowhere", OrganisationID: sc.Molo, Code: "online", Name: "Online", Kind: "contact_unit"}
		sc.must(sc.as(operator, func(tx *store.Tx) error {
			if err := network.RecordUnit(tx, nowhere); err != nil {
				return err
			}
			return network.RecordFunding(tx, network.Funding{UnitID: nowhere.ID, ProjectID: sc.Rotta, Starts: "2024-01-01", Ends: "2024-12-31"})
		}))
		for unit, want := range map[network.UnitID]string{sc.Quay: "IT-BG", nowhere.ID: "IT-BG"} {
			sc.on.OrganisationID, sc.on.UnitID = sc.Molo, unit
			sc.must(sc.as(operator, func(tx *store.Tx) error {
				k, err := sc.door.Contact(tx, testkit.Contact(sc.on), intake.Who{})
				if err != nil {
					return err
				}
				a, err := sc.door.Action(tx, outreach.Action{Work: sc.on, Type: "mediation", Outcome: "completed"}, intake.Who{})
				if err != nil {
					return err
				}
				o, err := sc.door.Outing(tx, outreach.Outing{Work: sc.on, Mode: "online"})
				if err != nil {
					return err
				}
				m, err := sc.door.Meeting(tx, outreach.Meeting{Work: sc.on, Place: "cas"})
				for name, province := range map[string]string{"contact": k.Province, "action": a.Province, "outing": o.Province, "meeting": m.Province} {
					if province != want {
						t.Errorf("%s of %s: %q", name, unit, province)
					}
				}
				return err
			}))
		}
	})
}

// TestWorkOfAUnitThatNobodyKnowsIsRefused, and breaks nothing on the way.
func TestWorkOfAUnitThatNobodyKnowsIsRefused(t *testing.T) {
	t.Parallel()
	stage(t, func(t *testing.T, sc scene) {
		for name, unit := range map[string]network.UnitID{"unknown": "none", "not said": ""} {
			sc.on.UnitID = unit
			if k, err := sc.contact(intake.Who{}); err == nil || errs.KindOf(err) == errs.Internal {
				t.Errorf("%s: %+v, %v", name, k, err)
			}
		}
	})
}

// TestANewcomerOfAnOutingThatIsNotThereIsNobody: nothing is left of them.
func TestANewcomerOfAnOutingThatIsNotThereIsNobody(t *testing.T) {
	t.Parallel()
	stage(t, func(t *testing.T, sc scene) {
		before := sc.count(`SELECT COUNT(*) FROM person_persons`)
		_, err := sc.contact(intake.Who{Newcomer: true}, func(k *outreach.Contact) { k.OutingID = "none" })
		if errs.KindOf(err) != errs.NotFound || err == nil || sc.count(`SELECT COUNT(*) FROM person_persons`) != before {
			t.Errorf("%v", err)
		}
	})
}

func TestWhoOpensASheetFollowsThePerson(t *testing.T) {
	t.Parallel()
	stage(t, func(t *testing.T, sc scene) {
		grant, err := policy.Authorize(sc.Worker.Subject(), policy.PersonRecord) // of Molo
		sc.must(err)
		for _, follow := range []bool{true, false} {
			sc.must(sc.as(grant, func(tx *store.Tx) error {
				p, err := sc.door.Person(tx, testkit.Person(sc.Molo), follow)
				if err != nil {
					return err
				}
				followers, err := vault.Followers(tx, p.ID)
				if (len(followers) == 1 && followers[0].Account == sc.Worker.ID) != follow {
					t.Errorf("follow %v: %+v", follow, followers)
				}
				return err
			}))
		}
	})
}

// TestAnswersAreTakenInAsTheyCome: somebody who was not asked may not want to say, or say and then keep silent, and what was said before may be told later.
func TestAnswersAreTakenInAsTheyCome(t *testing.T) {
	t.Parallel()
	stage(t, func(t *testing.T, sc scene) {
		p := sc.met()
		for day, answer := range map[string]string{
			"2024-05-01": "not_asked", "2024-05-02": "refused", "2024-05-03": "no", "2024-05-04": "not_asked", "2024-05-05": "yes", "2024-05-06": "refused", "2024-04-01": "unknown",
		} { // in no order
			sc.must(sc.as(operator, func(tx *store.Tx) error {
				_, err := sc.door.Protection(tx, person.Protection{PersonID: p.ID, OrganisationID: sc.Faro, Day: day, Answer: answer})
				return err
			}))
		}
		if n := sc.count(`SELECT COUNT(*) FROM person_protections`); n != 7 {
			t.Errorf("%d answers are kept, want 7", n)
		}
		sc.must(sc.as(operator, func(tx *store.Tx) error {
			tx.Note("test", "looked", nil)
			_, err := sc.door.Protection(tx, person.Protection{PersonID: "none", OrganisationID: sc.Faro, Day: "2024-05-01", Answer: "yes"})
			if errs.KindOf(err) != errs.NotFound {
				t.Errorf("of nobody: %v", err)
			}
			return nil
		}))
	})
}

// TestWhatSomebodyKnownSaysInAContactIsAnAnswerOfTheirs, and goes with the contact: when it is corrected, taken back, or turns out to be of somebody else.
func TestWhatSomebodyKnownSaysInAContactIsAnAnswerOfTheirs(t *testing.T) {
	t.Parallel()
	stage(t, func(t *testing.T, sc scene) {
		p := sc.met()
		says := func(answer string) func(*outreach.Contact) {
			return func(k *outreach.Contact) { k.Protection, k.Newness = answer, "known" }
		}
		said := func(want ...string) {
			t.Helper()
			sc.must(sc.s.Read(t.Context(), operator, func(tx *store.Tx) error {
				list, err := person.Protections(tx, p.ID)
				var got []string
				for _, a := range list {
					got = append(got, a.Day+" "+a.Answer)
				}
				if !slices.Equal(got, want) {
					t.Errorf("answers %v, want %v", got, want)
				}
				return err
			}))
		}
		log := outreach.New(sc.Book)
		k, err := sc.contact(intake.Who{ID: p.ID}, says("yes"))
		sc.must(err)
		said("2024-05-02 yes")
		k.Protection = "no"
		sc.must(sc.as(operator, func(tx *store.Tx) error { return outreach.Contacts.Correct(tx, sc.Book, k, "mistyped") }))
		said("2024-05-02 no")
		k.Protection, k.Revision = "refused", 1
		sc.must(sc.as(operator, func(tx *store.Tx) error { return outreach.Contacts.Correct(tx, sc.Book, k, "mistyped") }))
		said()
		stranger, err := sc.contact(intake.Who{}, says("yes"))
		sc.must(err)
		said()
		sc.must(sc.as(operator, func(tx *store.Tx) error { return log.LinkContact(tx, stranger.ID, p.ID) }))
		said("2024-05-02 yes")
		sc.must(sc.as(operator, func(tx *store.Tx) error { return log.LinkContact(tx, stranger.ID, "") }))
		said()
		_, err = sc.contact(intake.Who{Code: p.Code}, says("no"))
		sc.must(err)
		said("2024-05-02 no")
		var last string
		sc.must(sc.s.Read(t.Context(), operator, func(tx *store.Tx) error {
			return tx.QueryRow(`SELECT id FROM outreach_contacts WHERE person_id = $1 AND protection = 'no'`, p.ID).Scan(&last)
		}))
		sc.must(sc.as(operator, func(tx *store.Tx) error { return log.RemoveContact(tx, last) }))
		said()
	})
}

// TestNobodyIsInChargeAndHelpedAsIfTheyWereNot: whichever of the two was recorded first, also when nobody knew yet who it was that was helped.
func TestNobodyIsInChargeAndHelpedAsIfTheyWereNot(t *testing.T) {
	t.Parallel()
	stage(t, func(t *testing.T, sc scene) {
		for name, helped := range map[string]func(p person.Person){
			"somebody known": func(p person.Person) {
				_, err := sc.action("2024-05-10", intake.Who{ID: p.ID}, "")
				sc.must(err)
			},
			"somebody known later": func(p person.Person) {
				k, err := sc.contact(intake.Who{})
				sc.must(err)
				_, err = sc.action("2024-05-10", intake.Who{}, k.ID)
				sc.must(err)
				sc.must(sc.as(operator, func(tx *store.Tx) error { return outreach.New(sc.Book).LinkContact(tx, k.ID, p.ID) }))
			},
		} {
			p := sc.met()
			helped(p)
			for _, c := range []struct{ day, kind, want string }{
				{"2024-05-09", "own", "casework.helped_before"},
				{"2024-05-10", "own", "casework.helped_before"},
				{"2024-05-09", "elsewhere", ""},
				{"2024-05-11", "own", ""},
			} {
				on := sc.on
				on.UnitID, on.Day = sc.Desk, c.day
				err := sc.as(operator, func(tx *store.Tx) error {
					_, err := sc.door.Enrolment(tx, casework.Enrolment{
						Work: casework.Work{Work: on, PersonID: p.ID}, Kind: c.kind, Source: "desk", Receiver: map[string]string{"elsewhere": "other_project"}[c.kind],
					})
					return err
				})
				if key(err) != c.want {
					t.Errorf("%s, %s on %s: %v, want %q", name, c.kind, c.day, err, c.want)
				}
			}
		}
	})
}

// TestSomebodyWhoEnrolsHereHasNoReceivingProject: of two things that cannot be true together the form says so.
func TestSomebodyWhoEnrolsHereHasNoReceivingProject(t *testing.T) {
	t.Parallel()
	stage(t, func(t *testing.T, sc scene) {
		p := sc.met()
		err := sc.as(operator, func(tx *store.Tx) error {
			_, err := sc.door.Enrolment(tx, casework.Enrolment{Work: casework.Work{Work: sc.on, PersonID: p.ID}, Kind: "own", Source: "desk", Receiver: "other_project"})
			return err
		})
		if err == nil || !strings.Contains(err.Error(), "casework.receiver_of_own") {
			t.Errorf("answered %v", err)
		}
	})
}
