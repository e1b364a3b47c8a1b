package network

import (
	"approdo/internal/base/errs"
	"approdo/internal/base/store"
)

// directory is the network's own lists: who belongs to it, and what pays whose work. They change a few times a year, and
// every record and every page asks for them.
type directory struct {
	organisations []Organisation
	units         []Unit
	projects      []Project
	owners        map[UnitID]OrganisationID
	fundings      map[UnitID][]Funding // by start
}

// lists gives the directory as it stands in a transaction.
func lists(tx *store.Tx) (*directory, error) { return store.Recall(tx, "network", readDirectory) }

func readDirectory(tx *store.Tx) (*directory, error) {
	d := &directory{owners: map[UnitID]OrganisationID{}, fundings: map[UnitID][]Funding{}}
	var err error
	if d.organisations, err = readOrganisations(tx); err != nil {
		return nil, err
	}
	if d.units, err = readUnits(tx); err != nil {
		return nil, err
	}
	for _, u := range d.units {
		d.owners[u.ID] = u.OrganisationID
	}
	if d.projects, err = readProjects(tx); err != nil {
		return nil, err
	}
	fundings, err := store.List(tx, func(row store.Row) (f Funding, err error) {
		return f, row.Scan(&f.UnitID, &f.ProjectID, &f.Starts, &f.Ends)
	}, `SELECT unit_id, project_id, starts, ends FROM network_fundings`)
	sortBy(fundings, func(f Funding) string { return f.Starts })
	for _, f := range fundings {
		d.fundings[f.UnitID] = append(d.fundings[f.UnitID], f)
	}
	return d, errs.Wrap(err, "list fundings")
}
