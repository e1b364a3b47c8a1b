package vault

import (
	"approdo/internal/base/audit"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
)

// Reveal reads sections of a person for the one who acts, if the grant allows it with the purpose it carries. It runs in a
// store.Reveal: the note is safe before anything can be opened. What is missing (a purpose, broken glass) is told; beyond the budget
// nothing is read of people who are not own cases, and the refusal is on record.
func Reveal(tx *store.Tx, who person.ID, b Budget, some ...Section) (Sealed, error) {
	s, err := allowed(tx, who)
	if err == nil && len(some) == 0 {
		err = none()
	}
	if err != nil {
		return Sealed{}, err
	}
	if s.Relation != policy.OwnCase {
		if spent, err := b.learn(tx, who); err != nil || spent {
			if err == nil {
				err = b.beyond(tx, who, "identity")
			}
			return Sealed{}, err
		}
	}
	sealed := Sealed{Person: who, Organisation: network.OrganisationID(s.Organisation), reader: me(tx), way: s.way}
	for _, section := range some {
		if _, err := Blank(section); err != nil && section != Files {
			return Sealed{}, err
		}
		tx.NoteAbout(string(who), "identity", string(who), audit.Details{"section": audit.Code(section)})
	}
	sealed.rows, err = sections(tx, sealed.Organisation, who, some...)
	return sealed, err
}

// allowed finds how the one who acts stands to a person and answers an error unless the grant opens what is sealed about them. The
// purpose, also one that goes without saying, is then that of the transaction.
func allowed(tx *store.Tx, who person.ID) (standing, error) {
	s, err := stand(tx, me(tx), who)
	if err != nil {
		return s, err
	}
	d := tx.Grant().Decide(s.Resource)
	if !d.Allowed {
		return s, refusal(s.Resource, d)
	}
	tx.For(d.Purpose)
	return s, nil
}
