package vault

import (
	"approdo/internal/base/errs"
	"approdo/internal/base/seal"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
)

// Stood is what an installation older than its roster says of papers and of keys of compartments. Which key a compartment has it cannot say: nobody was there to
// open one. The first change of the key does.
func Stood(tx *store.Tx) ([]roster.Statement, error) {
	list, err := store.List(tx, func(row store.Row) (s roster.Statement, err error) {
		s.Kind = roster.Recovery
		return s, row.Scan(&s.Organisation, &s.Series, &s.State, &s.Public, &s.Commitment)
	}, `SELECT organisation_id, series, state, public, commitment FROM vault_recoveries WHERE state IN ($1, $2) ORDER BY organisation_id, series`, PapersInForce, PapersComing)
	if err != nil {
		return nil, errs.Wrap(err, "list recovery keys")
	}
	keys, err := store.List(tx, func(row store.Row) (s roster.Statement, err error) {
		var reserve []byte
		s.Kind = roster.Key
		err = row.Scan(&s.Subject, &s.Organisation, &s.Type, &s.Epoch, &s.Series, &reserve, &s.About)
		s.Reserve = digest(reserve)
		return s, err
	}, `SELECT c.id, c.organisation_id, c.kind, c.epoch, c.series, c.recovery, COALESCE((SELECT MIN(k.person_id) FROM vault_person_keys k WHERE k.compartment_id = c.id AND c.kind = $1), '')
FROM vault_compartments c ORDER BY c.id`, Case)
	return append(list, keys...), errs.Wrap(err, "list keys of compartments")
}

// digest recognises something sealed.
func digest(sealed []byte) []byte {
	sum := seal.Hash(sealed)
	return sum[:]
}
