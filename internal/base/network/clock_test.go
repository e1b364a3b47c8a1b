package network_test

import (
	"testing"
	"time"

	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

// TestWhatAClockAYearAheadLeftNeitherOpensNorLocks: what was begun while the machine's clock was wrong does not live a year longer once it is right, and keeps nobody out for that year.
func TestWhatAClockAYearAheadLeftNeitherOpensNorLocks(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		town := testkit.Settle(t, s)
		right := time.Date(2024, 11, 30, 20, 0, 0, 0, time.UTC)
		now := right.AddDate(1, 0, 0)
		s.SetClock(func() time.Time { return now })
		a := account(t, s, "corrado")
		ahead, normal := newToken(t), newToken(t)
		write(t, s, login, func(tx *store.Tx) error { return network.OpenSession(tx, a, ahead, "Firefox", 0) })
		write(t, s, operator, func(tx *store.Tx) error {
			return network.Invite(tx, network.Account{ID: "ada", OrganisationID: town.Molo, Login: "ada", Name: "Ada", Language: "it", Roles: []policy.Role{policy.Volunteer}}, "link")
		})
		kept := func() (kept bool) {
			write(t, s, login, func(tx *store.Tx) (err error) {
				kept, err = network.KeepUnsent(tx, a.ID, []byte("sealed"))
				return err
			})
			return kept
		}
		if !kept() {
			t.Fatal("nothing was kept")
		}
		now = right
		if alive(t, s, ahead) {
			t.Error("a session of the future is alive")
		}
		write(t, s, login, func(tx *store.Tx) error { return network.OpenSession(tx, a, normal, "Firefox", 0) })
		if !alive(t, s, normal) {
			t.Error("nobody enters any more")
		}
		if !kept() {
			t.Error("a form that cannot be sent is lost for a year")
		}
		if err := s.Read(t.Context(), login, func(tx *store.Tx) error { _, err := network.FindInvitation(tx, "link"); return err }); err == nil {
			t.Error("an invitation lives a year")
		}
	})
}
