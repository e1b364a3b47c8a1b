package desk

import (
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/web/page"
)

// surroundings are the organisations, units and projects by id, for the names that records carry as ids.
type surroundings struct {
	Organisations    map[network.OrganisationID]network.Organisation
	OrganisationList []network.Organisation // members first
	Units            map[network.UnitID]network.Unit
	Projects         map[network.ProjectID]network.Project
	UnitList         []network.Unit // of the reader's own organisation, by code
	ProjectList      []network.Project
}

// around reads the surroundings in a transaction.
func around(tx *store.Tx) (surroundings, error) {
	s := surroundings{
		Organisations: map[network.OrganisationID]network.Organisation{}, Units: map[network.UnitID]network.Unit{},
		Projects: map[network.ProjectID]network.Project{},
	}
	organisations, err := network.Organisations(tx)
	if err != nil {
		return s, err
	}
	s.OrganisationList = organisations
	for _, o := range organisations {
		s.Organisations[o.ID] = o
	}
	units, err := network.Units(tx)
	if err != nil {
		return s, err
	}
	for _, u := range units {
		s.Units[u.ID] = u
		if tx.Grant().Own().Sees(string(u.OrganisationID)) {
			s.UnitList = append(s.UnitList, u)
		}
	}
	if s.ProjectList, err = network.Projects(tx); err != nil {
		return s, err
	}
	for _, p := range s.ProjectList {
		s.Projects[p.ID] = p
	}
	return s, nil
}

// members are the organisations that record here.
func (s surroundings) members() (ids []network.OrganisationID) {
	for _, o := range s.OrganisationList {
		if o.Member {
			ids = append(ids, o.ID)
		}
	}
	return ids
}

// projects lists the network's projects; they are nobody's secret inside the network.
func (d *Desk) projects(r *page.Request) (list []network.Project, err error) {
	err = d.Store.Read(r.Context(), policy.System(policy.Startup), func(tx *store.Tx) (err error) {
		list, err = network.Projects(tx)
		return err
	})
	return list, err
}
