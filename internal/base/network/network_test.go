package network_test

import (
	"strings"
	"testing"

	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

var operator = policy.System(policy.Operator, "test")

func TestAFileFoundsAWholeNetwork(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		town := testkit.Settle(t, s)
		err := s.Read(t.Context(), operator, func(tx *store.Tx) error {
			organisations, err := network.Organisations(tx)
			if err != nil {
				return err
			}
			if len(organisations) != 2 || !organisations[0].Lead || !organisations[1].Member {
				t.Errorf("organisations %+v", organisations)
			}
			projects, err := network.Projects(tx)
			if err != nil {
				return err
			}
			p := projects[0]
			if len(p.Partners) != 2 || len(p.Channels) != 4 || strings.Join(p.Provinces, " ") != "IT-BG IT-BS" || !p.Standard {
				t.Errorf("project %+v", p)
			}
			pays, err := network.Pays(tx, town.Street, "2024-12-31")
			if err != nil || pays != town.Rotta {
				t.Errorf("on the last day pays %q, %v", pays, err)
			}
			if _, err := network.Pays(tx, town.Street, "2025-01-01"); errs.KindOf(err) != errs.NotFound {
				t.Errorf("after the project: %v, want NotFound", err)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestASecondNetworkIsRefused(t *testing.T) {
	t.Parallel()
	s := testkit.Store(t)
	testkit.Settle(t, s)
	err := s.Write(t.Context(), operator, func(tx *store.Tx) error {
		return network.Record(tx, network.Network{Code: "x", Name: "x", Zone: "Europe/Rome"})
	})
	if errs.KindOf(err) != errs.Conflict {
		t.Errorf("got %v, want Conflict", err)
	}
}

func TestABadFileIsRefusedWithWhatIsWrong(t *testing.T) {
	t.Parallel()
	book, err := codebook.Load()
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ from, to, key string }{
		"unknown key":          {"lead: true", "capo: true", "network.charter_unreadable"},
		"two leads":            {"kind: ngo,", "kind: ngo, lead: true,", "network.charter_lead"},
		"unknown kind":         {"kind: ngo,", "kind: club,", "network.charter_code"},
		"unknown project":      {"projects: [rotta]}]}\nprojects", "projects: [altra]}]}\nprojects", "network.charter_unknown"},
		"a code twice":         {"code: molo,", "code: faro,", "network.charter_twice"},
		"period reversed":      {"to: 2024-12-31", "to: 2023-12-31", "network.charter_period.reversed"},
		"a day that is no day": {"to: 2024-12-31", "to: 31/12/2024", "network.charter_period.day"},
		"a day far off":        {"to: 2024-12-31", "to: 9999-12-31", "network.charter_period.far"},
		"a long period":        {"to: 2024-12-31", "to: 2100-12-31", "network.charter_period.long"},
		"unknown role":         {"roles: [coordinator]", "roles: [chief]", "network.charter_code"},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.Replace(testkit.TownCharter, c.from, c.to, 1)
			if text == testkit.TownCharter {
				t.Fatal("the file did not change")
			}
			charter, err := network.ReadCharter([]byte(text))
			if err == nil {
				_, err = charter.Prepare(book)
			}
			if err == nil || !strings.Contains(err.Error(), c.key) {
				t.Errorf("got %v, want %s", err, c.key)
			}
		})
	}
	if _, err := network.ReadCharter([]byte(" \n")); errs.KindOf(err) != errs.Invalid {
		t.Errorf("empty file: %v", err)
	}
}

func TestAUnitThatWasJustAddedRecordsAndIsPaidFor(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		town := testkit.Settle(t, s)
		harbour := network.Unit{ID: "unit-harbour", OrganisationID: town.Faro, Code: "harbour", Name: "Porto", Kind: "desk", Province: "IT-BS"}
		want := func(tx *store.Tx) error {
			units, err := network.Units(tx)
			if err != nil {
				return err
			}
			if n := len(units); n != 4 {
				t.Errorf("%d units, want 4", n)
			}
			if err := network.MayRecord(tx, town.Faro, harbour.ID); err != nil {
				t.Errorf("it may not record: %v", err)
			}
			if err := network.MayRecord(tx, town.Molo, harbour.ID); errs.KindOf(err) != errs.NotFound {
				t.Errorf("it records for another organisation: %v", err)
			}
			if pays, err := network.Pays(tx, harbour.ID, "2030-02-01"); err != nil || pays != town.Rotta {
				t.Errorf("pays %q, %v", pays, err)
			}
			return nil
		}
		err := s.Write(t.Context(), operator, func(tx *store.Tx) error {
			if err := network.MayRecord(tx, town.Faro, harbour.ID); errs.KindOf(err) != errs.NotFound {
				t.Errorf("before it was added: %v", err)
			}
			if err := network.RecordUnit(tx, harbour); err != nil {
				return err
			}
			if err := network.RecordFunding(tx, network.Funding{UnitID: harbour.ID, ProjectID: town.Rotta, Starts: "2030-01-01", Ends: "2030-12-31"}); err != nil {
				return err
			}
			return want(tx)
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Read(t.Context(), operator, want); err != nil {
			t.Fatal(err)
		}
	})
}
