package network_test

import (
	"testing"
	"time"

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
		"tries unread":    `INSERT INTO network_letters (account_id, waiting, tries, due, sent) VALUES ($1, TRUE, 0, '', '')`,
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
				if what == "tries unread" { // where the database keeps what is no number
					_ = s.Write(t.Context(), operator, func(tx *store.Tx) error {
						_, err := tx.Exec(`UPDATE network_letters SET tries = 'x'`)
						tx.Note("edit", "outside", nil)
						return err
					})
				}
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
				if what != "suspended" && what != "never due" && what != "tries unread" && account(t, s, "olga").Vouched() {
					t.Error("the row is believed")
				}
			})
		})
	}
}

// TestALetterOfWhichTheRowSaysNonsenseIsTriedAgain: a number of tries that nobody counts must not end the server that sends letters.
func TestALetterOfWhichTheRowSaysNonsenseIsTriedAgain(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		town := testkit.Settle(t, s)
		olga := employ(t, s, town.Faro, "olga", policy.Officer)
		for _, tries := range []int64{-1, -1 << 63, 1<<63 - 2} {
			write(t, s, operator, func(tx *store.Tx) error {
				tx.Note("letter", "test", nil)
				return network.Letter{Account: olga.ID, Tries: tries}.Failed(tx)
			})
		}
	})
}

// TestATryThatIsYetToComeKeepsNobodyOut: one row that says that a name was tried in a thousand years would close the door until then.
func TestATryThatIsYetToComeKeepsNobodyOut(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		testkit.Settle(t, s)
		visit := network.Visit{Login: "olga", Address: "198.51.100.4"}
		write(t, s, login, func(tx *store.Tx) error {
			for range 6 {
				if _, err := network.Knock(tx, tx.Keys(), visit); err != nil {
					return err
				}
			}
			tx.Note("test", "test", nil)
			return nil
		})
		edits(t, s, `UPDATE network_attempts SET last = '2999-01-01T00:00:00Z'`)
		write(t, s, login, func(tx *store.Tx) error {
			wait, err := network.Wait(tx, tx.Keys(), visit)
			if wait > time.Hour {
				t.Errorf("one waits %v", wait)
			}
			tx.Note("test", "test", nil)
			return err
		})
	})
}
