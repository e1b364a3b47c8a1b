package testkit

import (
	"testing"
	"time"

	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
)

// Employ records a confirmed member with keys of their own, and with a second factor where a role asks for one.
func Employ(tx *store.Tx, a network.Account) (network.Account, seal.Seed, error) {
	seed, err := seal.NewSeed()
	if err != nil {
		return a, seed, err
	}
	identity, err := seed.Identity()
	if err != nil {
		return a, seed, err
	}
	if a.ID == "" {
		a.ID = network.AccountID(tx.NewID())
	}
	a.Status, a.Public = policy.Confirmed, identity.Public()
	if err := network.RecordAccount(tx, a); err != nil {
		return a, seed, err
	}
	if a, err = network.AccountOf(tx, a.ID); err == nil {
		a, err = equip(tx, a)
	}
	return a, seed, err
}

// equip gives a member the second factor that a role asks for. Nobody knows its secret: sessions are opened by Enter.
func equip(tx *store.Tx, a network.Account) (network.Account, error) {
	if a.SecondFactor || !policy.NeedsSecondFactor(a.Roles) {
		return a, nil
	}
	if err := network.ChangeFactor(tx, a, []byte("unknown"), 0); err != nil {
		return a, err
	}
	return network.AccountOf(tx, a.ID)
}

// Enter opens a session of a member as a log-in does, but knowing the seed instead of the password, and answers the browser's cookie.
func Enter(t testing.TB, s *store.Store, ring *network.Keyring, login string, seed seal.Seed) string {
	t.Helper()
	token, err := network.NewToken()
	if err == nil {
		err = s.Write(t.Context(), policy.System(policy.Login), func(tx *store.Tx) error {
			a, err := network.FindAccount(tx, login)
			if err == nil {
				a, err = equip(tx, a)
			}
			if err != nil {
				return err
			}
			return network.OpenSession(tx, a, token, "Firefox · Linux", time.Now().UnixNano())
		})
	}
	if err == nil {
		err = ring.Keep(token, seed, time.Now())
	}
	if err != nil {
		t.Fatalf("open a session for %s: %v", login, err)
	}
	return token.Cookie()
}
