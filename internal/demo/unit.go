package demo

import (
	"slices"
	"strings"

	"approdo/internal/base/network"
	"approdo/internal/base/store"
)

// unit is a unit paid by the project; its team is the last part of its code.
type unit struct {
	id           network.UnitID
	organisation network.OrganisationID
	team         string
	kind         string
	province     string
}

// teamed keeps the units of some teams.
func teamed(units []unit, teams []string) []unit {
	return slices.DeleteFunc(slices.Clone(units), func(u unit) bool { return !slices.Contains(teams, u.team) })
}

// beside keeps the units of the same organisation.
func (u unit) beside(units []unit) []unit {
	return slices.DeleteFunc(slices.Clone(units), func(other unit) bool { return other.organisation != u.organisation })
}

// paid are the codes of the units that a project pays.
func paid(charter network.Charter, project string) map[string]bool {
	codes := map[string]bool{}
	for _, o := range charter.Organisations {
		for _, u := range o.Units {
			for _, p := range u.Projects {
				if p == project {
					codes[u.Code] = true
				}
			}
		}
	}
	return codes
}

// cast finds the project and its units in the store.
func (p *play) cast(tx *store.Tx, paid map[string]bool) error {
	projects, err := network.Projects(tx)
	if err != nil {
		return err
	}
	for _, project := range projects {
		if project.Code == p.Project {
			p.project = project.ID
		}
	}
	units, err := network.Units(tx)
	p.units = nil
	for _, u := range units {
		if paid[u.Code] {
			team := u.Code[strings.LastIndex(u.Code, "-")+1:]
			p.units = append(p.units, unit{u.ID, u.OrganisationID, team, u.Kind, u.Province})
		}
	}
	return err
}
