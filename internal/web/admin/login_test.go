package admin_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

// joined is somebody who chose the password, proved the code and was confirmed from the command line.
func (h *house) joined(login string, role policy.Role) (*somebody, string) {
	h.t.Helper()
	return h.joinedIn(h.Faro, login, role)
}

func (h *house) joinedIn(organisation network.OrganisationID, login string, role policy.Role) (*somebody, string) {
	h.t.Helper()
	var token string
	operator := policy.System(policy.Operator, "test")
	err := h.store.Write(h.t.Context(), operator, func(tx *store.Tx) error {
		token = "link of " + login
		return network.Invite(tx, network.Account{
			ID: network.AccountID(tx.NewID()), OrganisationID: organisation, Login: login, Name: login, Language: "en", Roles: []policy.Role{role},
		}, token)
	})
	if err != nil {
		h.t.Fatal(err)
	}
	s := h.somebody("198.51.100.7")
	code := s.joins("/join/" + strings.ReplaceAll(token, " ", "%20"))
	err = h.store.Write(h.t.Context(), operator, func(tx *store.Tx) error {
		a, err := network.FindAccount(tx, login)
		if err == nil && a.Status == policy.Accepted { // the first who may hold keys is confirmed by the invitation
			if err = network.Entrust(tx.Keys(), a.Public); err == nil {
				_, err = network.Confirm(tx, a.ID, a.Public.Fingerprint(), a.RoleTexts(), roster.By{})
			}
		}
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return s, code
}

// TestASessionIsNeverTakenOver: whatever token a browser comes with, log-in gives another, and the one before is over.
func TestASessionIsNeverTakenOver(t *testing.T) {
	t.Parallel()
	h := open(t, testkit.Store(t))
	ada, _ := h.joined("ada", policy.DeskWorker)
	planted := strings.Repeat("a", 43) + "." + strings.Repeat("A", 43)
	ada.cookie = planted
	ada.post("/login", "login", "ada", "passphrase", password).leads(t, "/")
	first := ada.cookie
	if first == planted {
		t.Fatal("the planted token became a session")
	}
	ada.post("/login", "login", "ada", "passphrase", password).leads(t, "/")
	second := ada.cookie
	ada.get("/").says(t, http.StatusOK, "at work")
	for what, cookie := range map[string]string{"the planted token": planted, "the session before": first, "the id with another key": second[:44] + first[44:]} {
		ada.cookie = cookie
		if got := ada.get("/"); got.to != "/login" {
			t.Errorf("%s opens: %d", what, got.status)
		}
	}
	ada.cookie = second
	ada.post("/logout").leads(t, "/login")
	ada.cookie = second
	ada.get("/").leads(t, "/login")
}

// TestAProcessThatStartsAgainHoldsNothing: the database still knows the session, and nobody is let in with it.
func TestAProcessThatStartsAgainHoldsNothing(t *testing.T) {
	t.Parallel()
	h := open(t, testkit.Store(t))
	nora := h.member("nora", h.Faro, policy.OutreachWorker)
	nora.get("/").says(t, http.StatusOK, "at work")
	h.start()
	nora.get("/").leads(t, "/login")
	nora.get("/login").says(t, http.StatusOK, "The program was started again", "what you saved is safe")
}

// TestAnAnswerSaysNothingAboutWhetherANameIsKnown compares whole answers, for known and unknown names, right up to the brake.
func TestAnAnswerSaysNothingAboutWhetherANameIsKnown(t *testing.T) {
	t.Parallel()
	h := open(t, testkit.Store(t))
	now := time.Now()
	h.store.SetClock(func() time.Time { return now })
	h.joined("ada", policy.DeskWorker)
	h.member("sospesa", h.Faro, policy.DeskWorker)
	teo := h.member("teo", h.Faro, policy.OrganisationAdmin)
	teo.post(path(h.account("sospesa"))+"/suspend").leads(t, path(h.account("sospesa")))
	teo.invites("invitata", policy.DeskWorker)
	try := func(login, secret, from string) answer { // as a stranger would
		s := h.somebody(from)
		a := s.post("/login", "login", login, "passphrase", secret)
		a.text = strings.ReplaceAll(a.text, `value="`+login+`"`, `value="…"`)
		return a
	}
	want := try("nessuno", "qualcosa di sbagliato", "203.0.113.1")
	if want.status != http.StatusUnprocessableEntity {
		t.Fatalf("an unknown name is answered with %d", want.status)
	}
	for i, login := range []string{"ada", "sospesa", "invitata", "nessun-altro", "con spazi"} {
		if got := try(login, "qualcosa di sbagliato", fmt.Sprintf("203.0.113.%d", 10+i)); got.status != want.status || got.text != want.text {
			t.Errorf("%q is answered otherwise: %d\n%s", login, got.status, got.words())
		}
	}
	for _, login := range []string{"ada", "nessuno"} { // a wrong code of one who has none, and of nobody
		if got := try(login, "sbagliata", "203.0.113.40"); got.text != want.text {
			t.Errorf("%q with another answer: %s", login, got.words())
		}
	}
	// The brake: the same tries, the same waits, and the right password changes nothing about them.
	waits := func(login, from string) (list []string) {
		for range 9 {
			a := try(login, "sbagliata", from)
			list = append(list, fmt.Sprint(a.status, a.header.Get("Retry-After")))
			now = now.Add(time.Second)
		}
		return list
	}
	known, unknown := waits("ada", "203.0.113.77"), waits("mai-vista", "203.0.113.78")
	if strings.Join(known, " ") != strings.Join(unknown, " ") || !strings.Contains(strings.Join(known, " "), "429") {
		t.Errorf("a known name waits %q, an unknown one %q", known, unknown)
	}
	for tries := 0; try("ada", "sbagliata", "203.0.113.77").status != http.StatusTooManyRequests; tries++ {
		if tries > 20 {
			t.Fatal("nothing slows guessing down")
		}
	}
	if got := try("ada", password, "203.0.113.77"); got.status != http.StatusTooManyRequests || got.header.Get("Retry-After") == "" {
		t.Errorf("the right password passes the brake: %d", got.status)
	}
	if got := try("ada", password, "198.51.100.7"); got.status != http.StatusSeeOther {
		t.Errorf("a stranger's guesses lock ada out where she is: %d", got.status)
	}
}

// TestNobodyWaitsForOthersTries: a first try is looked at wherever a name or an address was tried before, and a second one waits where somebody guesses.
func TestNobodyWaitsForOthersTries(t *testing.T) {
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		testkit.Settle(t, s)
		keys := testkit.Keys(t)
		now := time.Now().Truncate(time.Second)
		s.SetClock(func() time.Time { return now })
		knock := func(login, from string) (wait time.Duration) {
			t.Helper()
			err := s.Write(t.Context(), policy.System(policy.Login), func(tx *store.Tx) (err error) {
				wait, err = network.Knock(tx, keys, network.Visit{Login: login, Address: from})
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return wait
		}
		for i := range 200 {
			if wait := knock("ada", fmt.Sprintf("10.0.%d.%d", i/250, i%250)); wait != 0 {
				t.Fatalf("from another address the first try waits %v", wait)
			}
			if wait := knock(fmt.Sprint("nome", i), "192.0.2.50"); wait != 0 {
				t.Fatalf("under another name the first try waits %v", wait)
			}
		}
		for what, wait := range map[string]time.Duration{"at a name": knock("ada", "10.0.0.7"), "from an address": knock("nome7", "192.0.2.50")} {
			if wait != 30*time.Second {
				t.Errorf("where somebody guesses %s, a second try waits %v", what, wait)
			}
		}
		now = now.Add(31 * time.Second)
		if wait := knock("ada", "10.0.0.7"); wait != 0 {
			t.Errorf("half a minute later it still waits %v", wait)
		}
		var longest time.Duration
		for range 1000 { // and whoever goes on waits longer and longer, up to five minutes
			longest = max(longest, knock("ada", "10.0.0.7"))
			now = now.Add(time.Second)
		}
		if longest < time.Minute || longest > 5*time.Minute {
			t.Errorf("whoever goes on waits up to %v", longest)
		}
		now = now.Add(16 * time.Minute)
		if wait := knock("ada", "192.0.2.50"); wait != 0 {
			t.Errorf("a quarter of an hour later an address still waits %v", wait)
		}
		var rows int64
		err := s.Read(t.Context(), policy.System(policy.Login), func(tx *store.Tx) error {
			return tx.QueryRow(`SELECT COUNT(*) FROM network_attempts`).Scan(&rows)
		})
		if err != nil || rows != 3 {
			t.Errorf("%d rows are kept, %v", rows, err)
		}
	})
}
