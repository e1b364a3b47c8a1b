package kit

import (
	"approdo/internal/base/network"
	"approdo/internal/base/store"
)

// Surroundings are the organisations, units and projects by id, for the names that records carry as ids. All but UnitList
// is shared between requests.
type Surroundings struct {
	Organisations    map[network.OrganisationID]network.Organisation
	OrganisationList []network.Organisation // members first
	Units            map[network.UnitID]network.Unit
	Projects         map[network.ProjectID]network.Project
	UnitList         []network.Unit // of the reader's own organisation, by code
	ProjectList      []network.Project
	everyUnit        []network.Unit
}

// Around gives the surroundings as the reader of a transaction sees them.
func Around(tx *store.Tx) (Surroundings, error) {
	s, err := store.Recall(tx, "network", readSurroundings)
	if err != nil {
		return s, err
	}
	for _, u := range s.everyUnit {
		if tx.Grant().Own().Sees(string(u.OrganisationID)) {
			s.UnitList = append(s.UnitList, u)
		}
	}
	return s, nil
}

func readSurroundings(tx *store.Tx) (s Surroundings, err error) {
	if s.OrganisationList, err = network.Organisations(tx); err != nil {
		return s, err
	}
	s.Organisations = byID(s.OrganisationList, func(o network.Organisation) network.OrganisationID { return o.ID })
	if s.everyUnit, err = network.Units(tx); err != nil {
		return s, err
	}
	s.Units = byID(s.everyUnit, func(u network.Unit) network.UnitID { return u.ID })
	s.ProjectList, err = network.Projects(tx)
	s.Projects = byID(s.ProjectList, func(p network.Project) network.ProjectID { return p.ID })
	return s, err
}

func byID[K comparable, V any](list []V, id func(V) K) map[K]V {
	m := make(map[K]V, len(list))
	for _, v := range list {
		m[id(v)] = v
	}
	return m
}

// Members are the organisations that record here.
func (s Surroundings) Members() (ids []network.OrganisationID) {
	for _, o := range s.OrganisationList {
		if o.Member {
			ids = append(ids, o.ID)
		}
	}
	return ids
}
