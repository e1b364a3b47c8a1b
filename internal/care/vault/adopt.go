package vault

import (
	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/seal"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
)

// Stood is what an installation older than its roster says of papers and of keys of compartments. Which key a compartment has it cannot say: nobody was there to
// open one. The first change of the key does.
func Stood(tx *store.Tx) ([]roster.Statement, error) {
	list, err := store.List(tx, func(row store.Row) (s roster.Statement, err error) {
		s.Kind = roster.Recovery
		return s, row.Scan(&s.Organisation, &s.Series, &s.State, &s.Public, &s.Commitment)
	}, `SELECT organisation_id, series, state, public, commitment FROM vault_recoveries WHERE state <> $1 ORDER BY organisation_id, series`, PapersOver)
	if err != nil {
		return nil, errs.Wrap(err, "list recovery keys")
	}
	keys, err := store.List(tx, func(row store.Row) (s roster.Statement, err error) {
		var reserve []byte
		s.Kind = roster.Key
		err = row.Scan(&s.Subject, &s.Organisation, &s.Type, &s.Epoch, &s.Series, &reserve, &s.About)
		s.Reserve, s.About = digest(reserve), caseName(tx, person.ID(s.About))
		return s, err
	}, `SELECT c.id, c.organisation_id, c.kind, c.epoch, c.series, c.recovery, COALESCE((SELECT MIN(k.person_id) FROM vault_person_keys k WHERE k.compartment_id = c.id AND c.kind = $1), '')
FROM vault_compartments c ORDER BY c.id`, Case)
	if err != nil {
		return nil, errs.Wrap(err, "list keys of compartments")
	}
	accounts, err := network.Accounts(tx)
	for i := range keys {
		var held map[network.AccountID]string
		if err == nil {
			held, err = holders(tx, CompartmentID(keys[i].Subject))
		}
		for _, a := range accounts {
			if a.Public != nil && held[a.ID] == a.Public.Fingerprint() {
				keys[i].Holders = append(keys[i].Holders, string(a.ID))
			}
		}
	}
	return append(list, keys...), err
}

// Regard puts under the key file who follows whom and the glass that is broken, of an installation older than their guards.
func Regard(tx *store.Tx) error {
	if err := move(tx, true); err != nil {
		return err
	}
	glasses, err := store.List(tx, scanGlass, `SELECT `+glassColumns+` FROM vault_glasses WHERE guard IS NULL AND state IN ($1, $2)`, GlassAsked, GlassOpen)
	for _, g := range glasses {
		if err == nil {
			_, err = tx.Exec(`UPDATE vault_glasses SET guard = $1 WHERE id = $2`, tx.Guard("glass", g.says()...), g.ID)
		}
	}
	return errs.Wrap(err, "guard glass")
}

// digest recognises something sealed.
func digest(sealed []byte) []byte {
	sum := seal.Hash(sealed)
	return sum[:]
}
