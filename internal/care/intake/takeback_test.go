package intake_test

import (
	"testing"

	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/care/intake"
	"approdo/internal/care/outreach"
	"approdo/internal/care/person"
	"approdo/internal/care/work"
)

// read reads the contact as it stands.
func (sc scene) read(id string) (k outreach.Contact, err error) {
	sc.t.Helper()
	err = sc.s.Read(sc.t.Context(), operator, func(tx *store.Tx) (err error) {
		k, err = outreach.Contacts.Find(tx, id)
		return err
	})
	return k, err
}

// TestWhoItWasIsSaidAfterwardsAndTakenBack: a contact is linked with the help that was given, unless that was help to somebody in charge, and unlinked for a reason of the list.
func TestWhoItWasIsSaidAfterwardsAndTakenBack(t *testing.T) {
	t.Parallel()
	stage(t, func(t *testing.T, sc scene) {
		p, charged := sc.met(), sc.met()
		sc.enrols(charged.ID, "2024-04-01", "own")
		k, err := sc.contact(intake.Who{}, func(k *outreach.Contact) { k.Newness = "known" })
		sc.must(err)
		_, err = sc.action("2024-05-02", intake.Who{}, k.ID)
		sc.must(err)
		link := func(who person.ID) (id person.ID, err error) {
			k, missing := sc.read(k.ID)
			sc.must(missing)
			err = sc.as(operator, func(tx *store.Tx) (err error) {
				id, err = sc.door.Link(tx, k.ID, intake.Who{ID: who}, k.Revision)
				return err
			})
			return id, err
		}
		if _, err := link(charged.ID); key(err) != "intake.helped_in_charge" {
			t.Errorf("help to somebody in charge: %v", err)
		}
		if id, err := link(p.ID); err != nil || id != p.ID {
			t.Errorf("linked to %q, %v", id, err)
		}
		detach := func(why string) error {
			k, err := sc.read(k.ID)
			sc.must(err)
			return sc.as(operator, func(tx *store.Tx) error { return sc.door.Detach(tx, k.ID, k.Revision, why) })
		}
		if err := detach("because"); errs.KindOf(err) != errs.Invalid {
			t.Errorf("for a reason that is none: %v", err)
		}
		if k, err := sc.read(k.ID); err != nil || k.PersonID != p.ID {
			t.Errorf("it is of %q, %v", k.PersonID, err)
		}
		sc.must(detach("mistyped"))
		if k, err := sc.read(k.ID); err != nil || k.PersonID != "" {
			t.Errorf("taken back it is of %q, %v", k.PersonID, err)
		}
	})
}

// TestWhatWasRecordedByMistakeGoes: a record, and a sheet on which nothing stands, and for which nobody asked; whoever cannot tell whether somebody did takes no sheet back.
func TestWhatWasRecordedByMistakeGoes(t *testing.T) {
	t.Parallel()
	stage(t, func(t *testing.T, sc scene) {
		p := sc.met()
		k, err := sc.contact(intake.Who{})
		sc.must(err)
		back := func(noun, id string) error {
			return sc.as(operator, func(tx *store.Tx) error {
				return sc.door.TakeBack(tx, work.Reference{Noun: noun, ID: id}, intake.Undone)
			})
		}
		there := func() (yes bool) {
			err := sc.s.Read(t.Context(), operator, func(tx *store.Tx) error { _, err := person.Find(tx, p.ID); return err })
			return err == nil
		}
		sc.must(back("contact", k.ID))
		if _, err := sc.read(k.ID); errs.KindOf(err) != errs.NotFound {
			t.Errorf("the contact stands: %v", err)
		}
		if err := back(person.Noun, string(p.ID)); err == nil || errs.KindOf(err) != errs.Internal || !there() {
			t.Errorf("where nobody tells whether somebody asked: %v", err)
		}
		asked := true
		sc.door.Concerned = func(*store.Tx, person.ID) (bool, error) { return asked, nil }
		if err := back(person.Noun, string(p.ID)); key(err) != "person.in_use" || !there() {
			t.Errorf("somebody asked: %v", err)
		}
		asked = false
		if err := back(person.Noun, "nobody"); errs.KindOf(err) != errs.NotFound {
			t.Errorf("nobody's: %v", err)
		}
		sc.must(back(person.Noun, string(p.ID)))
		if there() {
			t.Error("the sheet stands")
		}
	})
}

// TestADoubtIsAskedAboutAndAnErrorIsNot: whoever says again that it is the same person is believed, and no mistake passes by that.
func TestADoubtIsAskedAboutAndAnErrorIsNot(t *testing.T) {
	t.Parallel()
	for name, doubt := range map[string]bool{"intake.another": true, "intake.met_before": true, "intake.helped_in_charge": false} {
		if got := intake.Doubted(errs.E(errs.Conflict, name)); got != doubt {
			t.Errorf("%s: a doubt %v", name, got)
		}
	}
	if intake.Doubted(nil) {
		t.Error("nothing is doubted")
	}
}
