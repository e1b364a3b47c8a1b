package network_test

import (
	"testing"

	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

// TestWhoWatchesIsCalledWhereTheRosterSays: somebody writes another address, or none, or another standing into the row of an officer, so that they are not told.
func TestWhoWatchesIsCalledWhereTheRosterSays(t *testing.T) {
	t.Parallel()
	for what, edit := range map[string]string{
		"another address": `UPDATE network_accounts SET email = 'thief@example.org' WHERE id = $1`,
		"no address":      `UPDATE network_accounts SET email = '' WHERE id = $1`,
		"never due":       `INSERT INTO network_letters (account_id, waiting, tries, due, sent) VALUES ($1, TRUE, 0, '2999-01-01T00:00:00Z', '')`,
		"suspended":       `UPDATE network_accounts SET status = 'suspended' WHERE id = $1`,
	} {
		t.Run(what, func(t *testing.T) {
			testkit.Stores(t, func(t *testing.T, s *store.Store) {
				town := testkit.Settle(t, s)
				var olga network.Account
				write(t, s, operator, func(tx *store.Tx) (err error) {
					olga, _, err = testkit.Employ(tx, network.Account{
						OrganisationID: town.Faro, Login: "olga", Name: "Olga", Language: "it", Email: "olga@example.org", Roles: []policy.Role{policy.Officer},
					})
					return err
				})
				write(t, s, operator, func(tx *store.Tx) error { return network.StateGuards(tx, roster.Addresses) })
				edits(t, s, edit, olga.ID)
				var letters []network.Letter
				write(t, s, operator, func(tx *store.Tx) (err error) {
					if err = network.Call(tx, olga.ID); err == nil {
						letters, err = network.Letters(tx)
					}
					return err
				})
				if len(letters) == 1 {
					write(t, s, operator, func(tx *store.Tx) error {
						if taken, err := letters[0].Take(tx); err != nil || !taken {
							t.Errorf("it is not taken: %v, %v", taken, err)
						}
						tx.Note("letter", "test", nil)
						return nil
					})
				}
				if len(letters) != 1 || letters[0].To != "olga@example.org" {
					t.Errorf("the officer is called by %+v", letters)
				}
				if what != "suspended" && what != "never due" && account(t, s, "olga").Vouched() {
					t.Error("the row is believed")
				}
			})
		})
	}
}
