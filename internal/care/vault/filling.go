package vault

import (
	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
)

// Filling seals the cards of many people while the key of their organisation's team is at hand, because it was just made:
// nobody opens anything for it. It is for a network that begins with people it knows already.
type Filling struct {
	organisation network.OrganisationID
	door         door
}

// Filling of an organisation whose vault was made by Start and is not yet forgotten.
func (f Founding) Filling() Filling { return Filling{f.organisation, f.team.door} }

// Card is what is known of one person, sealed and not yet written.
type Card struct {
	on     sealing
	rows   []row
	tokens map[Section][][]byte
}

// Card seals what is known of somebody who has no card yet.
func (f Filling) Card(who person.ID, contents ...Content) (Card, error) {
	card := Card{on: sealing{person: who, organisation: f.organisation}, tokens: map[Section][][]byte{}}
	key, err := seal.NewKey()
	if err != nil {
		return card, err
	}
	if card.on.fresh, err = f.door.wrapPerson(string(who), key); err != nil {
		return card, err
	}
	card.on.door = Door{compartment: f.door.compartment, epoch: f.door.epoch}
	for _, c := range contents {
		if err := check(c); err != nil {
			return card, err
		}
		text, err := encode(c)
		if err != nil {
			return card, err
		}
		r := row{section: c.Section(), revision: 1, schema: form}
		if r.sealed, err = key.Seal(bind(f.organisation, who, string(r.section), 1, form), text); err != nil {
			return card, err
		}
		card.rows = append(card.rows, r)
		if card.tokens[r.section], err = f.door.tokensOf(c); err != nil {
			return card, err
		}
	}
	return card, nil
}

// Record writes the card. The grant sees the organisation, and the person has no card yet, else it is a Conflict.
func (c Card) Record(tx *store.Tx) error {
	if o, err := organisation(tx, c.on.person); err != nil || o != c.on.organisation {
		if err == nil {
			err = none()
		}
		return err
	}
	if err := current(tx, c.on.door.compartment, c.on.door.epoch); err != nil {
		return err
	}
	if keyed, err := Keyed(tx, c.on.person); err != nil || keyed {
		if keyed {
			err = errs.E(errs.Conflict, "vault.changed_meanwhile")
		}
		return err
	}
	if err := c.on.recordKey(tx); err != nil {
		return err
	}
	if len(c.rows) == 0 {
		tx.NoteAbout(string(c.on.person), "identity", string(c.on.person), nil)
	}
	for _, r := range c.rows {
		change := Change{sealing: c.on, row: r, tokens: c.tokens[r.section]}
		if err := change.recordRow(tx); err != nil {
			return err
		}
		if err := change.recordTokens(tx); err != nil {
			return err
		}
		noteSection(tx, c.on.person, r.section, r.revision)
	}
	return nil
}
