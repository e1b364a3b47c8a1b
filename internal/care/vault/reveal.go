package vault

import (
	"time"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
)

// Reveal reads sections of a person for the one who acts, if the grant allows it with the purpose it carries. It runs in a
// store.Reveal: the note is safe before anything can be opened. What is missing (a purpose, broken glass) is told; beyond the budget
// of readings nothing is read, and the refusal is on record.
func Reveal(tx *store.Tx, who person.ID, budget int64, some ...Section) (Sealed, error) {
	s, err := allowed(tx, who)
	if err == nil && len(some) == 0 {
		err = none()
	}
	if err != nil {
		return Sealed{}, err
	}
	spent, err := spend(tx, budget, int64(len(some)))
	if err != nil {
		return Sealed{}, err
	}
	if spent {
		tx.Deny(string(who), "identity", errs.E(errs.Conflict, "vault.budget_spent", "most", budget))
		return Sealed{}, warn(tx, notice{kind: NoticeBudget, about: me(tx)})
	}
	sealed := Sealed{Person: who, Organisation: network.OrganisationID(s.Organisation), reader: me(tx), way: s.way}
	for _, section := range some {
		if _, err := Blank(section); err != nil && section != Files {
			return Sealed{}, err
		}
		tx.NoteAbout(string(who), "identity", string(who), map[string]string{"section": string(section)})
	}
	sealed.rows, err = sections(tx, who, some...)
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

// spend counts what an account opens in an hour, and reports whether that would be more than the budget.
func spend(tx *store.Tx, budget, some int64) (over bool, err error) {
	hour := tx.Now().UTC().Truncate(time.Hour).Format(time.RFC3339)
	opened, _, err := store.One(tx, func(row store.Row) (n int64, err error) { return n, row.Scan(&n) },
		`SELECT opened FROM vault_readings WHERE account_id = $1 AND hour = $2`, me(tx), hour)
	if err != nil {
		return false, errs.Wrap(err, "count readings")
	}
	if opened+some > budget {
		return true, nil
	}
	if opened == 0 {
		_, err = tx.Exec(`DELETE FROM vault_readings WHERE account_id = $1`, me(tx))
	}
	if err == nil {
		_, err = tx.Exec(`INSERT INTO vault_readings (account_id, hour, opened) VALUES ($1, $2, $3)
ON CONFLICT (account_id, hour) DO UPDATE SET opened = excluded.opened`, me(tx), hour, opened+some)
	}
	return false, errs.Wrap(err, "count readings")
}
