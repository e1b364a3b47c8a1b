package intake

import (
	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/care/outreach"
	"approdo/internal/care/person"
	"approdo/internal/care/vault"
	"approdo/internal/care/work"
)

// Undone is why a record is taken back whose recording was just done, and is undone: nobody is asked for a reason then.
const Undone = work.Undone

// TakeBack takes a record back that was a mistake, and says on record why: a code of the list correction_reason, or Undone. While something rests on it that is a Conflict,
// and so is undoing a record that was changed since (work.changed_since).
func (d *Door) TakeBack(tx *store.Tx, made work.Reference, why string) error {
	if why != Undone {
		c := d.book.Check()
		c.Code("reason", "correction_reason", why)
		if err := c.Err(); err != nil {
			return err
		}
	} else if changed, err := Revised(tx, made); err != nil || changed {
		if err == nil {
			err = errs.E(errs.Conflict, "work.changed_since").At(made.Noun, made.ID)
		}
		return err
	}
	if err := d.remove(tx, made); err != nil {
		return err
	}
	tx.NoteFact("taken_back", made.ID, audit.Details{"noun": audit.Code(made.Noun), "reason": audit.Code(why)})
	return nil
}

func (d *Door) remove(tx *store.Tx, made work.Reference) error {
	if made.Noun == person.Noun {
		return d.removePerson(tx, person.ID(made.ID))
	}
	kind, known := kinds.Noun(made.Noun)
	if !known {
		return errs.E(errs.NotFound, "errors.not_found")
	}
	planned, err := vault.Plans.Made(tx, made.ID)
	if err == nil && planned { // the planned outing says that it was made
		if _, err = outreach.Outings.Find(tx, made.ID); err == nil {
			err = errs.E(errs.Conflict, "planned.made_of_it").At(made.Noun, made.ID)
		}
	}
	if err != nil {
		return err
	}
	return kind.Remove(tx, made.ID)
}

// Revised reports whether a record was changed since it came in.
func Revised(tx *store.Tx, made work.Reference) (bool, error) {
	if made.Noun == person.Noun {
		p, err := person.Mine(tx, person.ID(made.ID))
		return p.Revision > 0, err
	}
	if kind, known := kinds.Noun(made.Noun); known {
		return kind.Revised(tx, made.ID)
	}
	return false, nil
}

// removePerson takes a sheet back on which nothing stands yet; whoever has more is erased, which is a right of theirs and not a mistake of ours.
func (d *Door) removePerson(tx *store.Tx, who person.ID) error {
	if _, err := person.Mine(tx, who); err != nil {
		return err
	}
	about, err := nouns.About(tx, string(who))
	if err != nil {
		return err
	}
	keyed, err := vault.Keyed(tx, who)
	if err != nil {
		return err
	}
	if d.Concerned == nil {
		return errs.E(errs.Internal, "errors.internal")
	}
	stands := work.Reference{Noun: person.Noun, ID: string(who)}
	if len(about) > 0 {
		stands = about[0]
	}
	concerned, err := d.Concerned(tx, who)
	if err == nil && (keyed || concerned || len(about) > 0) {
		err = errs.E(errs.Conflict, "person.in_use").At(stands.Noun, stands.ID)
	}
	if err != nil {
		return err
	}
	followers, err := vault.Followers(tx, who)
	if err != nil {
		return err
	}
	for _, f := range followers {
		if err := vault.Leave(tx, who, f.Account); err != nil {
			return err
		}
	}
	if _, err := vault.Registry.Clear(tx, string(who), nil); err != nil {
		return err
	}
	return d.people.Remove(tx, who)
}
