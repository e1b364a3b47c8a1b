package network_test

import (
	"strings"
	"testing"
	"time"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

var login = policy.System(policy.Login)

func write(t *testing.T, s *store.Store, grant policy.Grant, fn func(tx *store.Tx) error) {
	t.Helper()
	if err := s.Write(t.Context(), grant, fn); err != nil {
		t.Fatal(err)
	}
}

func account(t *testing.T, s *store.Store, name string) (a network.Account) {
	t.Helper()
	err := s.Read(t.Context(), login, func(tx *store.Tx) (err error) {
		a, err = network.FindAccount(tx, name)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func newToken(t *testing.T) network.Token {
	t.Helper()
	token, err := network.NewToken()
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// alive reports whether a token still opens its session.
func alive(t *testing.T, s *store.Store, token network.Token) bool {
	t.Helper()
	err := s.Read(t.Context(), login, func(tx *store.Tx) error {
		_, _, err := network.FindSession(tx, token)
		return err
	})
	if err != nil && errs.KindOf(err) != errs.NotFound {
		t.Fatal(err)
	}
	return err == nil
}

func TestASessionEndsWhenUnusedWhenOldAndWhenClosed(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		testkit.Settle(t, s)
		now := time.Date(2024, 11, 30, 20, 0, 0, 0, time.UTC)
		s.SetClock(func() time.Time { return now })
		token := newToken(t)
		var id string
		write(t, s, login, func(tx *store.Tx) error {
			return network.OpenSession(tx, account(t, s, "corrado"), token, "Firefox", 0)
		})
		err := s.Read(t.Context(), login, func(tx *store.Tx) error {
			session, a, err := network.FindSession(tx, token)
			if err == nil && (a.Login != "corrado" || !a.Lead || a.Organisation != "Cooperativa Faro" || session.Device != "Firefox") {
				t.Errorf("session %+v of %+v", session, a)
			}
			id = session.ID
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		now = now.Add(network.SessionIdle + time.Second)
		if alive(t, s, token) {
			t.Error("an unused session lives on")
		}
		now = now.Add(-2 * time.Second)
		for range 30 {
			write(t, s, login, func(tx *store.Tx) error { return network.SeenSession(tx, account(t, s, "corrado"), id) })
			now = now.Add(network.SessionIdle - time.Minute)
		}
		if alive(t, s, token) {
			t.Error("a used session lives longer than its whole life")
		}
		other := newToken(t)
		write(t, s, login, func(tx *store.Tx) error { return network.OpenSession(tx, account(t, s, "corrado"), other, "", 0) })
		if !alive(t, s, other) {
			t.Error("a new session is dead")
		}
		write(t, s, login, func(tx *store.Tx) error { return network.CloseSession(tx, other) })
		if alive(t, s, other) {
			t.Error("a closed session lives on")
		}
	})
}

// TestASessionIsOverAsSoonAsItsAccountChanges: whatever changed, a token that was good a moment before opens nothing, and neither does a log-in
// that looked at the account before.
func TestASessionIsOverAsSoonAsItsAccountChanges(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		testkit.Settle(t, s)
		admin := administrator(t, s, "faro")
		for what, change := range map[string]func(tx *store.Tx, a network.Account) error{
			"password": func(tx *store.Tx, a network.Account) error {
				return network.ChangePassword(tx, a, network.Slot{Kind: network.Password, Sealed: []byte("x")}, testkit.Hand(a).Pen)
			},
			"second factor": func(tx *store.Tx, a network.Account) error {
				return network.ChangeFactor(tx, a, []byte("x"), 1, testkit.Hand(a).Pen)
			},
			"roles": func(tx *store.Tx, a network.Account) error {
				a.Roles = []policy.Role{policy.Volunteer}
				return network.ChangeMember(tx, a, testkit.Hand(admin))
			},
			"suspended": func(tx *store.Tx, a network.Account) error { return network.Suspend(tx, a.ID, testkit.Hand(admin)) },
			"left":      func(tx *store.Tx, a network.Account) error { return network.Leave(tx, a.ID, testkit.Hand(admin)) },
			"invited": func(tx *store.Tx, a network.Account) error {
				return network.InviteAgain(tx, a.ID, "again", testkit.Hand(admin))
			},
		} {
			t.Run(what, func(t *testing.T) {
				name := "dina-" + strings.ReplaceAll(what, " ", "-")
				employ(t, s, admin.OrganisationID, name, policy.DeskWorker)
				token, before := newToken(t), account(t, s, name)
				write(t, s, login, func(tx *store.Tx) error { return network.OpenSession(tx, before, token, "", 1) })
				if !alive(t, s, token) {
					t.Fatal("a new session is dead")
				}
				write(t, s, grant(t, admin, policy.MembersChange), func(tx *store.Tx) error { return change(tx, before) })
				if alive(t, s, token) {
					t.Error("the session lives on")
				}
				err := s.Write(t.Context(), login, func(tx *store.Tx) error { return network.OpenSession(tx, before, newToken(t), "", 2) })
				if errs.KindOf(err) != errs.Conflict {
					t.Errorf("a log-in that began before the change: %v", err)
				}
			})
		}
	})
}

func TestAKeyringGivesTheSeedToTheWholeTokenOnly(t *testing.T) {
	t.Parallel()
	var ring network.Keyring
	seed, err := seal.NewSeed()
	if err != nil {
		t.Fatal(err)
	}
	token, other := newToken(t), newToken(t)
	now := time.Now()
	if err := ring.Keep(token, "ada", seed, now); err != nil {
		t.Fatal(err)
	}
	if got, err := ring.Seed(token); err != nil || !got.Equal(seed) {
		t.Errorf("the seed does not come back: %v", err)
	}
	id, _, _ := strings.Cut(token.Cookie(), ".")
	_, key, _ := strings.Cut(other.Cookie(), ".")
	forged, err := network.ParseToken(id + "." + key)
	if err != nil {
		t.Fatal(err)
	}
	for what, wrong := range map[string]network.Token{"another session": other, "the id with another key": forged} {
		if _, err := ring.Seed(wrong); errs.KindOf(err) != errs.NotFound {
			t.Errorf("%s: %v", what, err)
		}
	}
	if err := ring.Lay(token, "code", []byte("abc")); err != nil {
		t.Fatal(err)
	}
	if b, ok := ring.Laid(token, "code"); !ok || string(b) != "abc" {
		t.Errorf("what was put aside is %q, %v", b, ok)
	}
	if _, ok := ring.Laid(forged, "code"); ok {
		t.Error("what was put aside opens with another key")
	}
	ring.Lift(token, "code")
	if _, ok := ring.Laid(token, "code"); ok {
		t.Error("what was lifted is still there")
	}
	if err := ring.Keep(other, "ada", seed, now.Add(network.SessionWhole+time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := ring.Seed(token); err == nil {
		t.Error("a seed is held longer than a session lives")
	}
	ring.Drop(other)
	if _, err := ring.Seed(other); err == nil {
		t.Error("a dropped seed is still held")
	}
}

func TestACookieIsReadBackOrRefused(t *testing.T) {
	t.Parallel()
	token := newToken(t)
	again, err := network.ParseToken(token.Cookie())
	if err != nil || again.Cookie() != token.Cookie() {
		t.Errorf("%v", err)
	}
	for _, bad := range []string{"", ".", "x", "corrado", token.Cookie() + "x", token.Cookie()[1:], strings.ReplaceAll(token.Cookie(), ".", "-"), strings.Repeat("é", 43) + "." + strings.Repeat("a", 43)} {
		if _, err := network.ParseToken(bad); errs.KindOf(err) != errs.NotFound {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func FuzzCookie(f *testing.F) {
	f.Add("")
	f.Add(strings.Repeat("a", 43) + "." + strings.Repeat("b", 42) + "A")
	f.Fuzz(func(t *testing.T, cookie string) {
		token, err := network.ParseToken(cookie)
		if err == nil && token.Cookie() != cookie {
			t.Errorf("%q is read as %q", cookie, token.Cookie())
		}
	})
}

// administrator employs one for an organisation, by its code.
func administrator(t *testing.T, s *store.Store, code string) network.Account {
	t.Helper()
	var id network.OrganisationID
	err := s.Read(t.Context(), operator, func(tx *store.Tx) error {
		list, err := network.Organisations(tx)
		for _, o := range list {
			if o.Code == code {
				id = o.ID
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return employ(t, s, id, "admin-"+code, policy.OrganisationAdmin)
}

// employ records a confirmed member.
func employ(t *testing.T, s *store.Store, o network.OrganisationID, name string, roles ...policy.Role) (a network.Account) {
	t.Helper()
	write(t, s, operator, func(tx *store.Tx) (err error) {
		a, _, err = testkit.Employ(tx, network.Account{OrganisationID: o, Login: name, Name: name, Language: "it", Roles: roles})
		return err
	})
	return a
}

// grant is what an account may do.
func grant(t *testing.T, a network.Account, action policy.Action) policy.Grant {
	t.Helper()
	g, err := policy.Authorize(a.Subject(), action)
	if err != nil {
		t.Fatal(err)
	}
	return g
}
