package intake

import (
	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/care/outreach"
	"approdo/internal/care/person"
)

// A code is spoken on a bad line and typed in the dark. So what is told of whoever it means must be able to be true of them, or somebody is asked once: a form there and then,
// a file before any of it is taken in.

// mayBe asks whether whom a contact met can be the person whom it names: it is a Conflict on field code if it says otherwise of gender, age or origin ("intake.another"), or
// that nobody had met them ("intake.met_before").
func (d *Door) mayBe(tx *store.Tx, k outreach.Contact) error {
	p, err := person.Mine(tx, k.PersonID)
	if err != nil {
		return err
	}
	if !person.Same(d.book, p, ToldIn(k)) {
		return errs.E(errs.Conflict, "intake.another").On("code").At(person.Noun, string(p.ID))
	}
	if k.Newness == "new" {
		met, err := outreach.Contacts.List(tx, store.Selection{To: k.Day, Limit: 1, Equal: map[string]string{"person": string(p.ID)}})
		if err != nil {
			return err
		}
		if met.Total > 0 {
			return errs.E(errs.Conflict, "intake.met_before").On("code").At(person.Noun, string(p.ID))
		}
	}
	return nil
}

// ToldIn is what a contact tells of whom it met.
func ToldIn(k outreach.Contact) person.Told {
	return person.Told{Gender: k.Gender, AgeBand: k.AgeBand, Citizenship: k.Citizenship, Region: k.Region, Day: k.Day}
}

// Doubted reports whether an error asks whether it is really the same person: whoever says so again is believed.
func Doubted(err error) bool {
	e, known := errs.Of(err)
	return known && (e.Key == "intake.another" || e.Key == "intake.met_before")
}
