package rights

import (
	"slices"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/report"
	"approdo/internal/care/sheet"
	"approdo/internal/care/vault"
)

// An erasure is true at once, and is followed by what may take longer: the marks of the person's records are taken out of frozen reports, and all husks of the
// organisation are written anew, so that the order in which rows are stored says nothing. Whoever erases goes on with Finish until nothing is left; what a program
// that was killed left is finished at the next start.

// husksAtOnce is how many husks are written anew in one transaction, so that others wait no longer than a moment.
const husksAtOnce = 20

// scatter begins to write the husks of an organisation anew.
func scatter(tx *store.Tx, o network.OrganisationID) error {
	_, err := tx.Exec(`INSERT INTO rights_scatters (organisation_id, after) VALUES ($1, '') ON CONFLICT (organisation_id) DO UPDATE SET after = excluded.after`, o)
	return errs.Wrap(err, "begin to scatter")
}

// Unfinished reports whether Finish has anything to do.
func Unfinished(tx *store.Tx) (bool, error) {
	if left, err := report.Unfinished(tx); err != nil || left {
		return left, err
	}
	_, left, err := scattering(tx)
	return left, err
}

// Finish does one piece of what is left to do after erasures, of any organisation; more is false when there was none.
func Finish(tx *store.Tx) (more bool, err error) {
	at, left, err := scattering(tx)
	if err != nil || left {
		if err == nil {
			err = at.step(tx)
		}
		return true, errs.Wrap(err, "scatter")
	}
	return report.Thin(tx) // last: what is scattered may withdraw marks
}

// scattered is how far the writing anew of an organisation's husks has come.
type scattered struct {
	organisation network.OrganisationID
	after        string
}

func scattering(tx *store.Tx) (scattered, bool, error) {
	return store.One(tx, func(row store.Row) (s scattered, err error) { return s, row.Scan(&s.organisation, &s.after) },
		`SELECT organisation_id, after FROM rights_scatters ORDER BY organisation_id LIMIT 1`)
}

func (s scattered) step(tx *store.Tx) error {
	tx.Note("husks", "", nil)
	husks, err := person.Husks(tx, s.organisation, s.after, husksAtOnce)
	if err != nil {
		return err
	}
	if len(husks) == 0 {
		if err := sheet.Scatter(tx, s.organisation); err != nil {
			return err
		}
		_, err = tx.Exec(`DELETE FROM rights_scatters WHERE organisation_id = $1`, s.organisation)
		return err
	}
	records, err := kept.Lift(tx, husks)
	if err == nil {
		err = person.Relay(tx, husks)
	}
	if err == nil {
		err = records.Lay(tx)
	}
	if err == nil && len(records.Renamed) > 0 {
		if err = kept.Release(tx, records.Renamed); err == nil {
			tx.Changed("network", string(s.organisation))
		}
	}
	if err == nil {
		_, err = tx.Exec(`UPDATE rights_scatters SET after = $1 WHERE organisation_id = $2`, husks[len(husks)-1], s.organisation)
	}
	return err
}

// Tables are those to scrub when all that erasures leave to do is done.
func Tables() []string {
	tables := append(kept.Tables(), append(slices.Clone(network.Erasing), vault.Tables...)...)
	slices.Sort(tables)
	return slices.Compact(tables)
}
