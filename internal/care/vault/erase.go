package vault

import (
	"time"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
)

// backupsKept is how long a backup can be opened: its identity changes every 30 days and is destroyed at 60.
const backupsKept = 60 * 24 * time.Hour

// Erasure is the certificate of what was destroyed about a person, when, by whom, and what remains until when.
type Erasure struct {
	ID           string
	Person       person.ID
	Organisation network.OrganisationID
	Account      network.AccountID // who did it
	At           string            // UTC
	Keys         int64             // copies of the person's key
	Records      int64             // sections
	Files        int64
	Tokens       int64
	Backups      string // day after which no backup can be opened that still holds what was destroyed
}

// BackupsGone is the day after which no backup can be opened that holds what is destroyed now.
func BackupsGone(now time.Time) string { return now.UTC().Add(backupsKept).Format(time.DateOnly) }

// Tables are those of the vault that an erasure empties of a person, for the scrubbing of the database files afterwards.
var Tables = []string{"vault_person_keys", "vault_records", "vault_files", "vault_chunks", "vault_tokens", "vault_glasses", "vault_grants", "vault_compartments"}

// Erase destroys the keys of a person and all that was sealed under them. It is for whoever keeps the data of the organisation in order,
// who needs no key to do it. It touches the vault only: facts are detached by the rooms that keep them, and the database's files
// have to be scrubbed (store.Scrub) before the certificate is true of them too.
func Erase(tx *store.Tx, who person.ID) (Erasure, error) {
	o, err := organisation(tx, who)
	if err != nil {
		return Erasure{}, err
	}
	e := Erasure{
		ID: tx.NewID(), Person: who, Organisation: o, Account: me(tx), At: now(tx),
		Backups: BackupsGone(tx.Now()),
	}
	confided, restricted, err := caseOf(tx, who)
	if err != nil {
		return e, err
	}
	counts, err := Registry.Clear(tx, string(who), nil)
	if err != nil {
		return e, err
	}
	e.Keys, e.Records, e.Files, e.Tokens = counts["vault_person_keys"], counts["vault_records"], counts["vault_files"], counts["vault_tokens"]
	if restricted {
		if err := closeCase(tx, confided, roster.By{}); err != nil {
			return e, err
		}
	}
	if _, err := store.EraseDetails(tx, string(who)); err != nil { // the trail says that somebody looked, and no longer at what
		return e, err
	}
	_, err = tx.Exec(`INSERT INTO vault_erasures (id, person_id, organisation_id, account_id, erased, records, files, tokens, keys, backups)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, e.ID, e.Person, e.Organisation, e.Account, e.At, e.Records, e.Files, e.Tokens, e.Keys, e.Backups)
	tx.NoteAbout(string(who), "erasure", e.ID, nil)
	return e, errs.Wrap(err, "erase", who)
}

const erasureColumns = `id, person_id, organisation_id, account_id, erased, keys, records, files, tokens, backups`

func scanErasure(row store.Row) (e Erasure, err error) {
	return e, row.Scan(&e.ID, &e.Person, &e.Organisation, &e.Account, &e.At, &e.Keys, &e.Records, &e.Files, &e.Tokens, &e.Backups)
}

// Erasures lists the certificates of the grant's own organisations, the latest first; a restore replays them.
func Erasures(tx *store.Tx) ([]Erasure, error) {
	within, args := store.Within(tx.Grant().Own(), "organisation_id", 1)
	list, err := store.List(tx, scanErasure, `SELECT `+erasureColumns+` FROM vault_erasures WHERE `+within+` ORDER BY erased DESC, id DESC`, args...)
	return list, errs.Wrap(err, "list erasures")
}

// Erased reports whether the keys of a person were destroyed.
func Erased(tx *store.Tx, who person.ID) (bool, error) {
	_, found, err := store.One(tx, scanID, `SELECT id FROM vault_erasures WHERE person_id = $1`, who)
	return found, errs.Wrap(err, "find erasure of", who)
}
