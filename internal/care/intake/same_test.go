package intake_test

import (
	"testing"

	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/care/intake"
	"approdo/internal/care/outreach"
	"approdo/internal/care/person"
)

// TestAContactThatContradictsItsPersonIsAskedAbout, once: by whoever records it, and by whoever links it afterwards. What is absent contradicts nothing.
func TestAContactThatContradictsItsPersonIsAskedAbout(t *testing.T) {
	t.Parallel()
	stage(t, func(t *testing.T, sc scene) {
		for name, c := range map[string]struct {
			tells func(*outreach.Contact)
			want  string
		}{
			"another gender":             {func(k *outreach.Contact) { k.Gender = "man" }, "intake.another"},
			"a minor by now":             {func(k *outreach.Contact) { k.AgeBand = "minor" }, "intake.another"},
			"another region":             {func(k *outreach.Contact) { k.Citizenship, k.Region = "not_asked", "east_asia" }, "intake.another"},
			"another citizenship":        {func(k *outreach.Contact) { k.Citizenship = "CN" }, "intake.another"},
			"nothing about it":           {func(k *outreach.Contact) { k.Gender, k.AgeBand, k.Region = "not_asked", "unknown", "refused" }, ""},
			"met before, and new":        {func(k *outreach.Contact) { k.Newness, k.Day = "new", "2024-05-04" }, "intake.met_before"},
			"met before, and known":      {func(k *outreach.Contact) { k.Newness, k.Day = "known", "2024-05-04" }, ""},
			"the first time, told later": {func(k *outreach.Contact) { k.Newness, k.Day = "new", "2024-04-04" }, ""},
		} {
			p := person.Person{OrganisationID: sc.Faro, Gender: "woman", AgeBand: "adult", AgeSource: "declared", Citizenship: "NG", Region: "west_africa", RegionSource: "declared", Province: "IT-BS", Day: "2024-05-02"}
			sc.must(sc.as(operator, func(tx *store.Tx) (err error) {
				p, err = sc.door.Person(tx, p, false)
				return err
			}))
			agrees := func(k *outreach.Contact) {
				k.Gender, k.AgeBand, k.Citizenship, k.Region, k.Newness, k.Protection = p.Gender, p.AgeBand, p.Citizenship, p.Region, "known", "not_asked"
			}
			_, err := sc.contact(intake.Who{Code: p.Code}, agrees)
			sc.must(err)
			if _, err := sc.contact(intake.Who{Code: p.Code}, agrees, c.tells); key(err) != c.want {
				t.Errorf("%s: %v, want %q", name, err, c.want)
			}
			if _, err := sc.contact(intake.Who{Code: p.Code, Same: true}, agrees, c.tells); err != nil {
				t.Errorf("%s, and sure of it: %v", name, err)
			}
			if c.want == "" {
				continue
			}
			stranger, err := sc.contact(intake.Who{}, agrees, c.tells)
			sc.must(err)
			for _, sure := range []bool{false, true} {
				want := c.want
				if sure {
					want = ""
				}
				if err := sc.as(operator, func(tx *store.Tx) error {
					_, err := sc.door.Link(tx, stranger.ID, intake.Who{Code: p.Code, Same: sure}, 0)
					return err
				}); key(err) != want {
					t.Errorf("%s, linked afterwards (sure: %v): %v, want %q", name, sure, err, want)
				}
			}
		}
	})
}

// TestADayHasOneAnswerAboutProtection, since it keeps no order: another one is refused, wherever it is told, and leads to the one that stands; corrected, that one counts.
func TestADayHasOneAnswerAboutProtection(t *testing.T) {
	t.Parallel()
	stage(t, func(t *testing.T, sc scene) {
		p := sc.met()
		answer := func(day, said string) (a person.Protection, err error) {
			err = sc.as(operator, func(tx *store.Tx) (err error) {
				a, err = sc.door.Protection(tx, person.Protection{PersonID: p.ID, OrganisationID: sc.Faro, Day: day, Answer: said})
				return err
			})
			return a, err
		}
		saying := func(day, said string) func(*outreach.Contact) {
			return func(k *outreach.Contact) {
				k.Day, k.Protection, k.Newness, k.Gender, k.AgeBand, k.Region, k.Citizenship = day, said, "known", "not_asked", "not_asked", "not_asked", "not_asked"
			}
		}
		first, err := answer("2024-05-02", "yes")
		sc.must(err)
		leads := func(name string, err error, want, noun, id string) {
			t.Helper()
			if e, ok := errs.Of(err); !ok || e.Key != want || e.Noun != noun || e.ID != id {
				t.Errorf("%s: %v, want %s at %s %s", name, err, want, noun, id)
			}
		}
		for _, said := range []string{"no", "yes", "refused"} {
			_, err = answer("2024-05-02", said)
			leads(said+" on the same day", err, "person.answered_that_day", "protection", first.ID)
		}
		_, err = sc.contact(intake.Who{ID: p.ID}, saying("2024-05-02", "no"))
		leads("a contact of the same day", err, "person.answered_otherwise", "protection", first.ID)
		for _, said := range []string{"yes", "not_asked", "refused"} {
			if _, err := sc.contact(intake.Who{ID: p.ID}, saying("2024-05-02", said)); err != nil {
				t.Errorf("a contact that says %s: %v", said, err)
			}
		}
		met, err := sc.contact(intake.Who{ID: p.ID}, saying("2024-05-03", "no"))
		sc.must(err)
		_, err = answer("2024-05-03", "yes")
		leads("after a contact", err, "person.answered_that_day", "contact", met.ID)
		_, err = sc.contact(intake.Who{ID: p.ID}, saying("2024-05-03", "yes"))
		leads("two contacts of a day", err, "person.answered_otherwise", "contact", met.ID)
		second, err := sc.contact(intake.Who{ID: p.ID}, saying("2024-05-03", "no"))
		sc.must(err)
		second.Protection = "yes"
		leads("a corrected contact", sc.as(operator, func(tx *store.Tx) error { return outreach.Contacts.Correct(tx, sc.Book, second, "mistyped") }), "person.answered_otherwise", "contact", met.ID)
		sc.must(sc.as(operator, func(tx *store.Tx) error {
			first.Answer = "no" // the contact of the day says yes
			if err := person.Answers.Correct(tx, sc.Book, first, "mistyped"); key(err) != "person.answered_otherwise" {
				t.Errorf("an answer corrected against a contact of its day: %v", err)
			}
			tx.Note("test", "looked", nil)
			return nil
		}))
		alone, err := answer("2024-05-04", "yes")
		sc.must(err)
		sc.must(sc.as(operator, func(tx *store.Tx) error {
			alone.Answer = "no"
			return person.Answers.Correct(tx, sc.Book, alone, "mistyped")
		}))
		stranger, err := sc.contact(intake.Who{}, saying("2024-05-04", "yes"))
		sc.must(err)
		leads("a contact that is linked", sc.as(operator, func(tx *store.Tx) error {
			_, err := sc.door.Link(tx, stranger.ID, intake.Who{ID: p.ID}, 0)
			return err
		}), "person.answered_otherwise", "protection", alone.ID)
	})
}
