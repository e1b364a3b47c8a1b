package admin_test

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"approdo/internal/base/audit"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

// trail lists what an officer reads of log-ins since entry from: what, the outcome, the log-in name, and by which rule it was refused.
func (h *house) trail(organisation network.OrganisationID, lead bool, from int64) (list []string) {
	h.t.Helper()
	grant, err := policy.Authorize(policy.Subject{
		Account: "officer", Organisation: string(organisation), Lead: lead, Status: policy.Confirmed, Roles: []policy.Role{policy.Officer},
	}, policy.AuditView)
	if err != nil {
		h.t.Fatal(err)
	}
	err = h.store.Read(h.t.Context(), grant, func(tx *store.Tx) error {
		after := from - 1
		found, err := store.SearchTrail(tx, store.Search{After: &after, Limit: 1000})
		entries := found.Entries
		slices.Reverse(entries)
		for _, e := range entries {
			if err != nil || e.Action != string(policy.SessionOpen) {
				continue
			}
			who := "nobody"
			if e.Record != "" {
				var a network.Account
				if a, err = network.AccountOf(tx, network.AccountID(e.Record)); err == nil {
					who = a.Login
				}
			}
			line := e.Object + " " + who
			if e.Decision == audit.Denied {
				line += ": " + e.Rule
			}
			list = append(list, line)
		}
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return list
}

// size is how long the trail is.
func (h *house) size() (n int64) {
	h.t.Helper()
	err := h.store.Read(h.t.Context(), policy.System(policy.Operator), func(tx *store.Tx) error {
		head, err := store.TrailHead(tx)
		n = head.Size
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return n
}

// TestTheOfficerOfAnOrganisationReadsTheLogInsToItsAccounts: those that went well, those that did not and why, and when they ended. Names of
// nobody are read by the lead's officer alone.
func TestTheOfficerOfAnOrganisationReadsTheLogInsToItsAccounts(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		h := open(t, s)
		gino, code := h.joinedIn(h.Molo, "gino", policy.DeskWorker)
		h.joined("ada", policy.DeskWorker)
		gino.post("/login", "login", "gino", "passphrase", password).leads(t, "/") // being confirmed ended the session
		secret := gino.get("/account/second").secret(t)
		gino.post("/account/second", "code", digits(t, secret, -1)).leads(t, "/account")
		from := h.size()

		strange := h.somebody("203.0.113.9")
		wrong := func(path string, nameValue ...string) {
			t.Helper()
			if a := strange.post(path, nameValue...); a.status != http.StatusUnprocessableEntity {
				t.Fatalf("%s: %d\n%s", path, a.status, a.words())
			}
		}
		wrong("/login", "login", "gino", "passphrase", "non è questa")
		wrong("/login", "login", "gino", "passphrase", password, "code", "000000")
		wrong("/login", "login", "nessuno", "passphrase", password)
		wrong("/login", "login", "ada", "passphrase", "non è questa")
		wrong("/recover", "login", "gino", "recovery", "0000-0000-0000-0000-0000-0000-0000", "password", password+" bis", "again", password+" bis")
		gino.post("/login", "login", "gino", "passphrase", password, "code", digits(t, secret, 0)).leads(t, "/")
		wrong("/login", "login", "gino", "passphrase", password, "code", digits(t, secret, 0)) // used
		gino.post("/logout").leads(t, "/login")
		gino.post("/logout").leads(t, "/login") // nobody is in
		gino.post("/recover", "login", "gino", "recovery", code, "password", password+" bis", "again", password+" bis").leads(t, "/account/recovery")
		err := s.Write(t.Context(), policy.System(policy.Operator), func(tx *store.Tx) error {
			return network.Suspend(tx, h.account("gino").ID, roster.By{})
		})
		if err != nil {
			t.Fatal(err)
		}
		wrong("/login", "login", "gino", "passphrase", password+" bis")

		want := []string{
			"attempt gino: " + network.WrongSecret,
			"attempt gino: " + network.WrongFactor,
			"attempt gino: " + network.WrongSecret,
			"logout gino", // the session that the browser came with
			"session gino",
			"attempt gino: " + network.WrongFactor,
			"logout gino",
			"account gino", // another password, with the recovery code
			"session gino",
			"attempt gino: " + network.MayNotEnter,
		}
		if got := h.trail(h.Molo, false, from); !slices.Equal(got, want) {
			t.Errorf("the officer of their organisation reads\n%q, want\n%q", got, want)
		}
		if got := h.trail(h.Faro, false, from); !slices.Equal(got, []string{"attempt ada: " + network.WrongSecret}) {
			t.Errorf("another organisation's officer reads %q", got)
		}
		if got := h.trail(h.Faro, true, from); !slices.Contains(got, "attempt nobody: "+network.NoSuchName) || !slices.Contains(got, want[1]) {
			t.Errorf("the lead's officer reads %q", got)
		}
	})
}

// TestATryThatFailsIsTheSameWorkForEverybody: whoever's the name and whatever was wrong, it leaves as many entries, with as much beside them.
func TestATryThatFailsIsTheSameWorkForEverybody(t *testing.T) {
	t.Parallel()
	h := open(t, testkit.Store(t))
	now := time.Now()
	h.store.SetClock(func() time.Time { return now })
	h.store.UseKeys(h.keys)
	ada, _ := h.joined("ada", policy.DeskWorker)
	ada.post("/account/second", "code", digits(t, ada.get("/account/second").secret(t), 0)).leads(t, "/account")
	h.member("sospesa", h.Faro, policy.DeskWorker)
	work := func(login, passphrase string) (entries, details int64) {
		count := func() (n int64) {
			err := h.store.Read(t.Context(), policy.System(policy.Operator), func(tx *store.Tx) error {
				return tx.QueryRow(`SELECT COUNT(*) FROM audit_details`).Scan(&n)
			})
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		entries, details = h.size(), count()
		if a := h.somebody("203.0.113.5").post("/login", "login", login, "passphrase", passphrase, "code", "000000"); a.status != http.StatusUnprocessableEntity {
			t.Fatalf("%s: %d", login, a.status)
		}
		return h.size() - entries, count() - details
	}
	wantEntries, wantDetails := work("nessuno", password)
	if wantEntries == 0 || wantDetails != 0 {
		t.Errorf("a name of nobody: %d entries, %d details", wantEntries, wantDetails)
	}
	for name, try := range map[string][2]string{
		"a wrong password": {"ada", "non è questa"}, "a wrong second factor": {"ada", password}, "who has no password": {"sospesa", password},
	} {
		if entries, details := work(try[0], try[1]); entries != wantEntries || details != wantDetails {
			t.Errorf("%s: %d entries and %d details, for a name of nobody %d and %d", name, entries, details, wantEntries, wantDetails)
		}
	}
}
