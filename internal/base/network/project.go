package network

import (
	"cmp"
	"slices"

	"approdo/internal/base/errs"
	"approdo/internal/base/store"
)

// Project is a funded action. Periods are inclusive ISO days.
type Project struct {
	ID        ProjectID
	Code      string
	Name      string
	Call      string
	Funder    string
	Starts    string
	Ends      string
	Standard  bool // reports are about it unless another is named
	Partners  []Partner
	Provinces []string
	Channels  []string // that count as reaching a person
	Targets   []Target
}

// Partner is an organisation's part in a project.
type Partner struct {
	OrganisationID OrganisationID
	Role           string // list partner_role
}

// Target is an expected value (valore atteso).
type Target struct {
	Measure  string // list measure
	Expected int64
}

// Funding says which project pays a unit's work in a period.
type Funding struct {
	UnitID       UnitID
	ProjectID    ProjectID
	Starts, Ends string
}

// RecordProject adds a project with its partners, provinces, channels and targets.
func RecordProject(tx *store.Tx, p Project) error {
	if err := addProject(tx, p); err != nil {
		return err
	}
	return vouchForLists(tx)
}

func addProject(tx *store.Tx, p Project) error {
	_, err := tx.Exec(`INSERT INTO network_projects (id, code, name, call, funder, starts, ends, standard) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		p.ID, p.Code, p.Name, p.Call, p.Funder, p.Starts, p.Ends, p.Standard)
	for _, partner := range p.Partners {
		if err == nil {
			_, err = tx.Exec(`INSERT INTO network_partners (project_id, organisation_id, role) VALUES ($1, $2, $3)`, p.ID, partner.OrganisationID, partner.Role)
		}
	}
	for _, province := range p.Provinces {
		if err == nil {
			_, err = tx.Exec(`INSERT INTO network_provinces (project_id, province) VALUES ($1, $2)`, p.ID, province)
		}
	}
	for _, channel := range p.Channels {
		if err == nil {
			_, err = tx.Exec(`INSERT INTO network_channels (project_id, channel) VALUES ($1, $2)`, p.ID, channel)
		}
	}
	for _, target := range p.Targets {
		if err == nil {
			_, err = tx.Exec(`INSERT INTO network_targets (project_id, measure, expected) VALUES ($1, $2, $3)`, p.ID, target.Measure, target.Expected)
		}
	}
	if err != nil {
		return errs.Wrap(err, "record project", p.ID)
	}
	changed(tx, "project", string(p.ID))
	return nil
}

// RecordFunding says which project pays a unit by default.
func RecordFunding(tx *store.Tx, f Funding) error {
	if err := addFunding(tx, f); err != nil {
		return err
	}
	return vouchForLists(tx)
}

func addFunding(tx *store.Tx, f Funding) error {
	_, err := tx.Exec(`INSERT INTO network_fundings (unit_id, project_id, starts, ends) VALUES ($1, $2, $3, $4)`, f.UnitID, f.ProjectID, f.Starts, f.Ends)
	if err != nil {
		return errs.Wrap(err, "record funding", f.UnitID, f.ProjectID)
	}
	changed(tx, "funding", string(f.UnitID))
	return nil
}

// Projects lists all with their parts, the standard one first, then by code. The parts are shared, and nobody changes them.
func Projects(tx *store.Tx) ([]Project, error) {
	d, err := lists(tx)
	if err != nil {
		return nil, err
	}
	return slices.Clone(d.projects), nil
}

func readProjects(tx *store.Tx) ([]Project, error) {
	list, err := store.List(tx, func(row store.Row) (Project, error) {
		var p Project
		err := row.Scan(&p.ID, &p.Code, &p.Name, &p.Call, &p.Funder, &p.Starts, &p.Ends, &p.Standard)
		return p, err
	}, `SELECT id, code, name, call, funder, starts, ends, standard FROM network_projects`)
	for i := range list {
		if err == nil {
			err = readParts(tx, &list[i])
		}
	}
	slices.SortFunc(list, func(a, b Project) int {
		if a.Standard != b.Standard {
			if a.Standard {
				return -1
			}
			return 1
		}
		return cmp.Compare(a.Code, b.Code)
	})
	return list, errs.Wrap(err, "list projects")
}

func readParts(tx *store.Tx, p *Project) (err error) {
	text := func(row store.Row) (s string, err error) { return s, row.Scan(&s) }
	if p.Provinces, err = store.List(tx, text, `SELECT province FROM network_provinces WHERE project_id = $1`, p.ID); err != nil {
		return err
	}
	slices.Sort(p.Provinces)
	if p.Channels, err = store.List(tx, text, `SELECT channel FROM network_channels WHERE project_id = $1`, p.ID); err != nil {
		return err
	}
	slices.Sort(p.Channels)
	p.Partners, err = store.List(tx, func(row store.Row) (r Partner, err error) {
		return r, row.Scan(&r.OrganisationID, &r.Role)
	}, `SELECT organisation_id, role FROM network_partners WHERE project_id = $1`, p.ID)
	if err != nil {
		return err
	}
	sortBy(p.Partners, func(r Partner) string { return string(r.OrganisationID) })
	p.Targets, err = store.List(tx, func(row store.Row) (t Target, err error) {
		return t, row.Scan(&t.Measure, &t.Expected)
	}, `SELECT measure, expected FROM network_targets WHERE project_id = $1`, p.ID)
	sortBy(p.Targets, func(t Target) string { return t.Measure })
	return err
}

// Pays finds the project that pays the unit on a day. No project is NotFound "network.no_funding".
func Pays(tx *store.Tx, unit UnitID, day string) (ProjectID, error) {
	d, err := lists(tx)
	if err != nil {
		return "", err
	}
	for _, f := range slices.Backward(d.fundings[unit]) {
		if f.Starts <= day && day <= f.Ends {
			return f.ProjectID, nil
		}
	}
	return "", errs.E(errs.NotFound, "network.no_funding", "day", day).On("day")
}

// PaidBy lists which projects pay the unit, and from when until when, by start.
func PaidBy(tx *store.Tx, unit UnitID) ([]Funding, error) {
	d, err := lists(tx)
	if err != nil {
		return nil, err
	}
	return slices.Clone(d.fundings[unit]), nil
}

func sortBy[T any](list []T, key func(T) string) {
	slices.SortFunc(list, func(a, b T) int { return cmp.Compare(key(a), key(b)) })
}
