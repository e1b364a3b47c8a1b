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
	doubtful      bool                 // it was not as the program wrote it when it was read
}

// lists gives the directory as it stands in a transaction. One that somebody had edited when it was read is not remembered.
func lists(tx *store.Tx) (*directory, error) {
	d, err := store.Recall(tx, "network", examined)
	if err == nil && d.doubtful {
		d, err = examined(tx)
	}
	return d, err
}

// examined reads the directory, and whether the program wrote it so.
func examined(tx *store.Tx) (*directory, error) {
	d, err := readDirectory(tx)
	if err == nil {
		d.doubtful, err = d.differs(tx)
	}
	return d, err
}

// Vouched answers Forged "store.sum_differs" where the network's own lists, as they stand or as a process remembers them, are not as the program wrote them: what is done by them and cannot be undone waits.
func Vouched(tx *store.Tx) error {
	d, err := lists(tx)
	differs := false
	if err == nil {
		differs, err = ListsDiffer(tx)
	}
	if err == nil && (d.doubtful || differs) {
		err = errs.E(errs.Forged, "store.sum_differs", "object", "lists")
	}
	return err
}

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
