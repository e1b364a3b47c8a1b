package vault

import (
	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
)

// RegardRows vouches for what a team's records of an earlier version have come to, and for its warnings, as they stand.
func RegardRows(tx *store.Tx) error {
	rows, err := store.List(tx, scanShared, `SELECT `+sharedColumns+` FROM vault_of_teams WHERE guard IS NULL`)
	for _, x := range rows {
		if err == nil {
			_, err = tx.Exec(`UPDATE vault_of_teams SET guard = $1 WHERE id = $2`, x.vouch(tx), x.id)
		}
	}
	if err != nil {
		return errs.Wrap(err, "vouch for records of teams")
	}
	warnings, err := store.List(tx, scanWarning, `SELECT `+warningColumns+` FROM vault_notices WHERE guard IS NULL`)
	for _, w := range warnings {
		if err == nil {
			_, err = tx.Exec(`UPDATE vault_notices SET guard = $1 WHERE id = $2`, tx.Guard("warning", w.says()...), w.ID)
		}
	}
	return errs.Wrap(err, "vouch for warnings")
}

// keptDiffers finds a team's records that came to something by nobody's word, and warnings that nobody gave.
func keptDiffers(tx *store.Tx, _ *roster.Roster) (list []Difference, err error) {
	rows, err := store.List(tx, scanShared, `SELECT `+sharedColumns+` FROM vault_of_teams ORDER BY id`)
	for _, x := range rows {
		if !x.vouched(tx) {
			list = append(list, Difference{DiffKept, x.id})
		}
	}
	if err != nil {
		return list, errs.Wrap(err, "compare records of teams")
	}
	warnings, err := store.List(tx, scanWarning, `SELECT `+warningColumns+` FROM vault_notices ORDER BY id`)
	for _, w := range warnings {
		if !w.genuine(tx) {
			list = append(list, Difference{DiffKept, w.ID})
		}
	}
	return list, errs.Wrap(err, "compare warnings")
}

// SumsDiffer finds small tables that say something else than the program wrote there.
func SumsDiffer(tx *store.Tx) ([]Difference, error) {
	r, err := network.Roster(tx)
	if err != nil {
		return nil, err
	}
	return sumsDiffer(tx, r)
}

// sumsDiffer finds small tables that say something else than the program wrote there; one that has no hash any more is among them, once the roster says that all have.
func sumsDiffer(tx *store.Tx, r *roster.Roster) (list []Difference, err error) {
	for _, name := range store.Sums() {
		differs, err := store.Differs(tx, name)
		if err == nil && !differs && r.Guards() >= name.Since() {
			var stands bool
			stands, err = store.Hashed(tx, name)
			differs = !stands
		}
		if err != nil {
			return list, err
		}
		if differs {
			list = append(list, Difference{string(name), ""})
		}
	}
	return list, nil
}
