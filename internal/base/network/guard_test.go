package network_test

import (
	"testing"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

// TestASessionThatWasPlantedIsNone: whoever writes to the database makes a session for a cookie of their own, makes theirs somebody else's, or lets it live longer.
func TestASessionThatWasPlantedIsNone(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		town := testkit.Settle(t, s)
		employ(t, s, town.Faro, "eve", policy.DeskWorker)
		for what, edit := range map[string]string{
			"somebody else's":      `UPDATE network_sessions SET account_id = (SELECT id FROM network_accounts WHERE login = 'corrado'), epoch = 0`,
			"for another cookie":   `UPDATE network_sessions SET token = $1`,
			"one that never ends":  `UPDATE network_sessions SET made = '2999-01-01T00:00:00Z', seen = '2999-01-01T00:00:00Z'`,
			"of another epoch":     `UPDATE network_sessions SET epoch = epoch + 1`,
			"planted beside it":    `INSERT INTO network_sessions (id, token, account_id, epoch, device, made, seen, guard) SELECT 'planted', $1, account_id, epoch, device, made, seen, guard FROM network_sessions`,
			"without its guard":    `UPDATE network_sessions SET guard = NULL`,
			"with another's guard": `UPDATE network_sessions SET id = 'other'`,
		} {
			token, other := newToken(t), newToken(t)
			write(t, s, login, func(tx *store.Tx) error {
				if _, err := tx.Exec(`DELETE FROM network_sessions`); err != nil {
					return err
				}
				return network.OpenSession(tx, account(t, s, "eve"), token, "", 0)
			})
			if !alive(t, s, token) {
				t.Fatal("a session is dead")
			}
			if what == "for another cookie" || what == "planted beside it" {
				hash := tokenHash(other)
				edits(t, s, edit, hash)
				if alive(t, s, other) {
					t.Errorf("%s: it is believed", what)
				}
				continue
			}
			edits(t, s, edit)
			if alive(t, s, token) {
				t.Errorf("%s: it is believed", what)
			}
		}
	})
}

// tokenHash is what stands in the table for a cookie.
func tokenHash(t network.Token) []byte {
	id := t.Cookie()[:43]
	sum := seal.Hash([]byte(id))
	return sum[:]
}

// TestAnInvitationThatWasPlantedIsNone: a link for somebody, and one that would confirm whoever accepts it.
func TestAnInvitationThatWasPlantedIsNone(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		town := testkit.Settle(t, s)
		invites := func(id network.AccountID) {
			t.Helper()
			write(t, s, operator, func(tx *store.Tx) error {
				return network.Invite(tx, network.Account{ID: id, OrganisationID: town.Molo, Login: string(id), Name: string(id), Language: "it", Roles: []policy.Role{policy.Volunteer}}, "link of "+string(id))
			})
		}
		found := func(link string) (i network.Invitation, err error) {
			err = s.Read(t.Context(), login, func(tx *store.Tx) (err error) {
				i, err = network.FindInvitation(tx, link)
				return err
			})
			return i, err
		}
		invites("ada")
		if i, err := found("link of ada"); err != nil || i.Founding {
			t.Fatalf("%v, founding %v", err, i.Founding)
		}
		edits(t, s, `UPDATE network_invitations SET founding = TRUE`)
		if _, err := found("link of ada"); errs.KindOf(err) != errs.NotFound {
			t.Errorf("made founding: %v", err)
		}
		invites("bea")
		edits(t, s, `UPDATE network_invitations SET expires = '2999-01-01T00:00:00Z' WHERE account_id = 'bea'`)
		if _, err := found("link of bea"); errs.KindOf(err) != errs.NotFound {
			t.Errorf("made to last: %v", err)
		}
		sum := seal.Hash([]byte("their own"))
		edits(t, s, `UPDATE network_invitations SET token = $1 WHERE account_id = 'ada'`, sum[:])
		if _, err := found("their own"); errs.KindOf(err) != errs.NotFound {
			t.Errorf("a link of their own: %v", err)
		}
	})
}
