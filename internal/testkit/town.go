package testkit

import (
	"context"
	"maps"
	"sync"
	"testing"

	"approdo/internal/base/codebook"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
)

// Town is a small network for tests: a lead "faro" with a street unit and a desk, a second member "molo" with a street
// unit, one project "rotta" through 2024 that counts every channel but the desk, and one account for each role.
type Town struct {
	Book                *codebook.Book
	Faro, Molo          network.OrganisationID
	Street, Desk, Quay  network.UnitID // of Faro, of Faro, of Molo
	Rotta               network.ProjectID
	Coordinator, Worker network.Account      // of Faro, of Molo
	Seeds               map[string]seal.Seed // by log-in name; their accounts are confirmed, and nobody knows a password of theirs
}

// TownCharter is the Town as the file an organisation would write.
const TownCharter = `
network: {code: costa, name: Rete della costa, zone: Europe/Rome}
organisations:
  - {code: faro, name: Cooperativa Faro, kind: cooperative, province: IT-BS, lead: true, units: [
      {code: faro-strada, name: Unità di strada, kind: contact_unit, province: IT-BS, projects: [rotta]},
      {code: faro-sportello, name: Sportello, kind: desk, province: IT-BS, projects: [rotta]}]}
  - {code: molo, name: Associazione Molo, kind: ngo, province: IT-BG, units: [
      {code: molo-strada, name: Unità del porto, kind: contact_unit, province: IT-BG, projects: [rotta]}]}
projects:
  - {code: rotta, name: Rotta, call: Bando 1, funder: Fondo, from: 2024-01-01, to: 2024-12-31, standard: true,
     partners: {faro: lead, molo: implementing}, provinces: [IT-BS, IT-BG],
     channels: [contact_unit, reception_awareness, community_outreach, identification_interview]}
accounts:
  - {login: corrado, name: Corrado, organisation: faro, language: it, roles: [coordinator]}
  - {login: wanda, name: Wanda, organisation: molo, language: en, roles: [outreach_worker]}
`

// founding is prepared once, so that everybody has the same keys in every test.
var founding = sync.OnceValues(func() (*network.Founding, error) {
	book, err := codebook.Load()
	if err != nil {
		return nil, err
	}
	charter, err := network.ReadCharter([]byte(TownCharter))
	if err != nil {
		return nil, err
	}
	f, err := charter.Prepare(book)
	if err != nil {
		return nil, err
	}
	return f, f.Admit(context.Background(), nil, "")
})

// Settle founds the Town in a store.
func Settle(t testing.TB, s *store.Store) Town {
	t.Helper()
	book, err := codebook.Load()
	if err != nil {
		t.Fatal(err)
	}
	store.Follow(s, codebook.Kind, codebook.Additions, book.Learn)
	founding, err := founding()
	if err != nil {
		t.Fatal(err)
	}
	town := Town{Book: book, Seeds: maps.Clone(founding.Seeds)} // tests that run beside it employ people too
	err = s.Write(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
		if err := founding.Entrust(tx.Keys()); err != nil {
			return err
		}
		if err := founding.Establish(tx, false, 0); err != nil {
			return err
		}
		return town.read(tx)
	})
	if err != nil {
		t.Fatal(err)
	}
	return town
}

func (town *Town) read(tx *store.Tx) error {
	organisations, err := network.Organisations(tx)
	if err != nil {
		return err
	}
	for _, o := range organisations {
		if o.Code == "faro" {
			town.Faro = o.ID
		} else {
			town.Molo = o.ID
		}
	}
	units, err := network.Units(tx)
	if err != nil {
		return err
	}
	for _, u := range units {
		switch u.Code {
		case "faro-strada":
			town.Street = u.ID
		case "faro-sportello":
			town.Desk = u.ID
		default:
			town.Quay = u.ID
		}
	}
	projects, err := network.Projects(tx)
	if err != nil {
		return err
	}
	town.Rotta = projects[0].ID
	if town.Coordinator, err = network.FindAccount(tx, "corrado"); err != nil {
		return err
	}
	if town.Worker, err = network.FindAccount(tx, "wanda"); err != nil {
		return err
	}
	for _, a := range []network.Account{town.Coordinator, town.Worker} {
		pen, err := town.Seeds[a.Login].Pen()
		if err != nil {
			return err
		}
		keepPen(pen)
	}
	return nil
}
