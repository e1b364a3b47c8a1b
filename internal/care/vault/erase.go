package vault

import (
	"time"

	"approdo/internal/base/backup"
	"approdo/internal/base/network"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
)

// Erasure says that all that was sealed about a person was destroyed, when, by whom, and what remains until when. Of it the register keeps a token and the days. How much it was nobody keeps: so many
// records are had by few, and the facts that stay show some of what somebody had.
type Erasure struct {
	Person       person.ID
	Organisation network.OrganisationID
	Account      network.AccountID // who did it
	At           string            // UTC
	Backups      string            // day after which no backup can be opened that still holds what was destroyed
}

// BackupsGone is the day after which no backup can be opened that holds what is destroyed now.
func BackupsGone(now time.Time) string { return now.UTC().Add(backup.Lifetime).Format(time.DateOnly) }

// Tables are those of the vault that an erasure empties of a person, for the scrubbing of the database files afterwards.
var Tables = []string{"vault_person_keys", "vault_records", "vault_of_persons", "vault_chunks", "vault_tokens", "vault_glasses", "vault_grants", "vault_compartments"}

// Erase destroys the keys of a person and all that was sealed under them. It is for whoever keeps the data of the organisation in order,
// who needs no key to do it. It touches the vault only: facts are detached by the rooms that keep them, and the database's files
// have to be scrubbed (store.Scrub) before the certificate is true of them too.
func Erase(tx *store.Tx, who person.ID) (Erasure, error) {
	o, err := organisation(tx, who)
	if err != nil {
		return Erasure{}, err
	}
	e := Erasure{
		Person: who, Organisation: o, Account: me(tx), At: now(tx),
		Backups: BackupsGone(tx.Now()),
	}
	confided, restricted, err := caseOf(tx, who)
	if err != nil {
		return e, err
	}
	if _, err := Registry.Clear(tx, string(who), nil); err != nil {
		return e, err
	}
	if restricted {
		if err := closeCase(tx, confided, roster.By{}); err != nil {
			return e, err
		}
	}
	if _, err := store.EraseSubjects(tx, []string{string(who)}); err != nil { // the trail says that somebody looked, and no longer at what
		return e, err
	}
	if err := e.register(tx); err != nil {
		return e, err
	}
	tx.NoteAbout(string(who), person.Erased, string(who), nil)
	return e, nil
}
