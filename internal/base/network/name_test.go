package network_test

import (
	"errors"
	"testing"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

// TestNobodyIsCalledLikeAColleague: a name that an eye does not tell from another's of the organisation, or that has signs nobody sees, is given to nobody, neither newly nor later.
func TestNobodyIsCalledLikeAColleague(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		town := testkit.Settle(t, s)
		invites := func(login, name string, o network.OrganisationID) error {
			return s.Write(t.Context(), operator, func(tx *store.Tx) error {
				return network.Invite(tx, network.Account{ID: network.AccountID(login), OrganisationID: o, Login: login, Name: name, Language: "it", Roles: []policy.Role{policy.Volunteer}}, "link of "+login)
			})
		}
		refuses := func(what string, err error, want string) {
			t.Helper()
			var list errs.List
			if !errors.As(err, &list) || len(list) != 1 || list[0].Key != want {
				t.Errorf("%q: %v, want %s", what, err, want)
			}
		}
		if err := invites("alma", "Alma", town.Molo); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"Alma", "alma", " ALMA", "\u0410lma", "Al ma", "Alma.", "\u0391lm\u0430", "Àlma"} {
			refuses(name, invites("other", name, town.Molo), "network.name_taken")
		}
		for _, name := range []string{"Alma\u2060", "Alma\U000e0041", "Alma\u00a0B", "Alma\u202eamlA", "Al\u200bma", "Alma\u034f", "\u3164", "Al\tma", "Al\ufe0fma", "\ue000"} {
			refuses(name, invites("other", name, town.Molo), "network.bad_name")
		}
		for login, name := range map[string]string{"almab": "Alma B.", "milena": "Милена Ветрова", "fatima": "فاطمة", "mbaye": "M’Baye Ndiaye-Łoś"} {
			if err := invites(login, name, town.Molo); err != nil {
				t.Errorf("%q: %v", name, err)
			}
		}
		if err := invites("elsewhere", "Alma", town.Faro); err != nil {
			t.Errorf("in another organisation: %v", err)
		}
	})
}
