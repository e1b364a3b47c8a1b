package vault

import (
	"encoding/hex"

	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
)

// What is sealed about a person opens for its own section and revision only, and so cannot be exchanged; but an older row could be put back, or one
// taken away. Therefore whenever something is written the trail says which revision it was, and whenever something is read that must be
// the one: for each section, for each record of a kind of which there are many. What was written before the trail said so passes, until it is written again.

// CardNoun is what the trail calls a written section of a card, by its alias.
const CardNoun = "card"

// forged says that something of a person is not what was kept. The page layer tells whoever watches.
func forged(o network.OrganisationID, who person.ID, object string, cause error) error {
	args := []any{"object", object, "record", string(who), "person", string(who), "organisation", string(o)}
	if cause != nil {
		args = append(args, cause)
	}
	return errs.E(errs.Forged, "vault.forged", args...)
}

// alias is what the trail calls one section of one person: whoever reads the trail, or keeps it after an erasure, does not learn from it which.
func alias(tx *store.Tx, who person.ID, s Section) string {
	token := tx.Keys().Token("section of a card", string(who), string(s))
	return hex.EncodeToString(token[:16])
}

// noteSection puts on record which revision of a section was written.
func noteSection(tx *store.Tx, who person.ID, s Section, revision int64) {
	tx.NoteRevision(string(who), CardNoun, alias(tx, who, s), revision, audit.Details{"section": audit.Code(s)})
}

// fresh answers Forged "vault.forged" unless a section stands in the revision that was written last; 0 stands for a section that is not there.
func fresh(tx *store.Tx, o network.OrganisationID, who person.ID, s Section, revision int64) error {
	last, err := store.LastRevision(tx, string(who), CardNoun, alias(tx, who, s))
	if err == nil && last != 0 && last != revision {
		err = forged(o, who, "identity", nil)
	}
	return err
}
