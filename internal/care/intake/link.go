package intake

import (
	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/care/casework"
	"approdo/internal/care/outreach"
	"approdo/internal/care/person"
	"approdo/internal/care/track"
	"approdo/internal/care/work"
)

// Link says afterwards who it was whom a contact met, as it was read at a revision: the help that was given to them is the person's then. Of somebody who was in charge on a
// day of that help it is a Conflict "intake.helped_in_charge": it was a service. It answers the person.
func (d *Door) Link(tx *store.Tx, contact string, who Who, revision int64) (person.ID, error) {
	k, err := outreach.Contacts.Find(tx, contact)
	switch {
	case err != nil:
		return "", err
	case k.PersonID != "":
		return "", errs.E(errs.Conflict, "intake.linked_already").At(person.Noun, string(k.PersonID))
	case k.Revision != revision:
		return "", errs.E(errs.Conflict, "work.changed_meanwhile").At("contact", contact)
	}
	id, err := who.find(tx)
	if err == nil {
		id, err = d.met(tx, k, id, who)
		err = onCode(err)
	}
	if err == nil && id == "" {
		err = errs.E(errs.Invalid, "check.given").On("code")
	}
	if err != nil {
		return "", err
	}
	if err := helpedBefore(tx, contact, id); err != nil {
		return "", err
	}
	if err := d.outreach.LinkContact(tx, contact, id); err != nil {
		return "", err
	}
	tx.NoteFact("contact", contact, audit.Details{"did": audit.Code("linked")})
	return id, nil
}

// onCode blames the code, which is all that is asked.
func onCode(err error) error {
	if e, known := errs.Of(err); known && e.Field == "protection" {
		return e.On("code")
	}
	return err
}

// helpedBefore answers a Conflict if help to the individual of a contact would be help to somebody in charge.
func helpedBefore(tx *store.Tx, contact string, who person.ID) error {
	way, err := casework.Way(tx, who)
	if err != nil {
		return err
	}
	actions, err := outreach.Actions.List(tx, store.Selection{Equal: map[string]string{"contact": contact}})
	for _, a := range actions.Items {
		if err == nil && way.May(track.Step{Kind: track.Act, Day: a.Day}) != nil {
			err = errs.E(errs.Conflict, "intake.helped_in_charge", "day", a.Day).On("code").At("action", a.ID)
		}
	}
	return err
}

// Detach says that a contact, as it was read at a revision, was linked to the wrong person: it stands without a person again, with its help, and can be linked anew. Why is on
// record, a code of the list correction_reason.
func (d *Door) Detach(tx *store.Tx, contact string, revision int64, why string) error {
	c := d.book.Check()
	if c.Code("reason", "correction_reason", why); c.Err() != nil {
		return c.Err()
	}
	k, err := outreach.Contacts.Find(tx, contact)
	switch {
	case err != nil:
		return err
	case k.PersonID == "":
		return errs.E(errs.Conflict, "intake.not_linked").At("contact", contact)
	case k.Revision != revision:
		return errs.E(errs.Conflict, "work.changed_since").At("contact", contact)
	}
	if err := d.outreach.LinkContact(tx, contact, ""); err != nil {
		return err
	}
	tx.NoteFact("contact", contact, audit.Details{"did": audit.Code("unlinked"), "reason": audit.Code(why)})
	return nil
}

// Unlink takes a link back that was just made: the contact stands as it was recorded, read at a revision. A sheet that was opened with the link, newcomer, goes too unless
// something stands on it by now.
func (d *Door) Unlink(tx *store.Tx, contact string, revision int64, newcomer person.ID) error {
	k, err := outreach.Contacts.Find(tx, contact)
	switch {
	case err != nil:
		return err
	case k.PersonID == "" || k.Revision != revision || newcomer != "" && newcomer != k.PersonID:
		return errs.E(errs.Conflict, "work.changed_since").At("contact", contact)
	}
	if err := d.outreach.LinkContact(tx, contact, ""); err != nil {
		return err
	}
	tx.NoteFact("contact", contact, audit.Details{"did": audit.Code("unlinked")})
	if newcomer == "" {
		return nil
	}
	return d.TakeBack(tx, work.Reference{Noun: person.Noun, ID: string(newcomer)}, Undone)
}
