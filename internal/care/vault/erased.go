package vault

import (
	"strings"

	"approdo/internal/base/backup"
	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
)

// The register of erasures knows a person by what the key file makes of their id: enough to recognise them in a copy of the database that still holds them, and
// nothing to whoever has the database alone.

func tokenOf(tx *store.Tx, who person.ID) ([]byte, error) {
	if tx.Keys() == nil {
		return nil, errs.E(errs.Internal, "errors.internal")
	}
	token := backup.Token(tx.Keys(), string(who))
	return token[:], nil
}

// register keeps that somebody was erased. Who was erased before, and came back with a copy, has the day of the last time.
func (e Erasure) register(tx *store.Tx) error {
	token, err := tokenOf(tx, e.Person)
	if err != nil {
		return err
	}
	day, _, _ := strings.Cut(e.At, "T")
	_, err = tx.Exec(`INSERT INTO vault_erasures (token, day, records, files, tokens, keys, backups) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (token) DO UPDATE SET day = excluded.day, records = excluded.records, files = excluded.files, tokens = excluded.tokens, keys = excluded.keys, backups = excluded.backups`,
		token, day, e.Records, e.Files, e.Tokens, e.Keys, e.Backups)
	return errs.Wrap(err, "register erasure")
}

// Erasures is the register; a restore replays it.
func Erasures(tx *store.Tx) (backup.Erasures, error) {
	all := backup.Erasures{}
	_, err := store.List(tx, func(row store.Row) (token []byte, err error) {
		var day string
		if err = row.Scan(&token, &day); err == nil && len(token) == 32 {
			all[[32]byte(token)] = day
		}
		return token, err
	}, `SELECT token, day FROM vault_erasures`)
	return all, errs.Wrap(err, "list erasures")
}

// Erased reports whether the keys of a person were destroyed.
func Erased(tx *store.Tx, who person.ID) (bool, error) {
	token, err := tokenOf(tx, who)
	if err != nil {
		return false, err
	}
	_, found, err := store.One(tx, scanID, `SELECT day FROM vault_erasures WHERE token = $1`, token)
	return found, errs.Wrap(err, "find erasure of", who)
}

// Named reports whether rows of an earlier version wait that name who was erased.
func Named(tx *store.Tx) (bool, error) {
	_, found, err := store.One(tx, scanID, `SELECT person_id FROM vault_erasures_once LIMIT 1`)
	return found, errs.Wrap(err, "find earlier erasures")
}

// Unname moves those rows to the register.
func Unname(tx *store.Tx) error {
	list, err := store.List(tx, func(row store.Row) (e Erasure, err error) {
		return e, row.Scan(&e.Person, &e.At, &e.Records, &e.Files, &e.Tokens, &e.Keys, &e.Backups)
	}, `SELECT person_id, erased, records, files, tokens, keys, backups FROM vault_erasures_once ORDER BY erased`)
	for _, e := range list {
		if err == nil {
			err = e.register(tx)
		}
	}
	if err == nil {
		_, err = tx.Exec(`DELETE FROM vault_erasures_once`)
	}
	tx.Note("husks", "", nil)
	return errs.Wrap(err, "move earlier erasures")
}
