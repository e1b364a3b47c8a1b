package admin_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

// wrong tries a wrong password, as one who guesses does.
func (h *house) wrong(login, from string) answer {
	return h.somebody(from).post("/login", "login", login, "passphrase", "qualcosa di sbagliato")
}

// door is a house whose clock the test moves.
func door(t *testing.T, s *store.Store) (*house, func(time.Duration)) {
	h := open(t, s)
	now := time.Now().Truncate(time.Second)
	h.store.SetClock(func() time.Time { return now })
	return h, func(d time.Duration) { now = now.Add(d) }
}

// TestNobodyIsKeptOutByTriesFromElsewhere: one name is tried from twelve addresses, each as often as it may and without a pause. Whoever has the name
// comes in each time, from a browser of theirs and from one that was never seen.
func TestNobodyIsKeptOutByTriesFromElsewhere(t *testing.T) {
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		h, pass := door(t, s)
		ada, _ := h.joined("ada", policy.DeskWorker)
		looked := 0
		attack := func() {
			for i := range 12 {
				if h.wrong("ada", fmt.Sprintf("203.0.113.%d", i)).status != http.StatusTooManyRequests {
					looked++
				}
			}
		}
		for second := range 120 {
			attack()
			pass(time.Second)
			if second%10 == 9 {
				if got := ada.post("/login", "login", "ada", "passphrase", password); got.status != http.StatusSeeOther {
					t.Fatalf("after %d s ada is kept out of her own browser: %d %s", second, got.status, got.words())
				}
				elsewhere := h.somebody(fmt.Sprintf("198.51.100.%d", 100+second))
				if got := elsewhere.post("/login", "login", "ada", "passphrase", password); got.status != http.StatusSeeOther {
					t.Fatalf("after %d s ada is kept out of another browser: %d %s", second, got.status, got.words())
				}
			}
		}
		if looked > 12*12 {
			t.Errorf("%d guesses of %d were looked at: nothing slows them down", looked, 12*120)
		}
	})
}

// TestNobodyIsKeptOutByAMachineInTheirOffice: one machine behind the office's address tries names without a pause, also those of the colleagues.
func TestNobodyIsKeptOutByAMachineInTheirOffice(t *testing.T) {
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		h, pass := door(t, s)
		const office = "198.51.100.7"
		ada, _ := h.joined("ada", policy.DeskWorker)
		for i := range 12 {
			h.joined(fmt.Sprint("collega", i), policy.DeskWorker)
		}
		ada.from = office
		looked := 0
		for second := range 120 {
			for try := range 5 {
				for _, login := range []string{"ada", fmt.Sprintf("nome%d-%d", second, try)} {
					if h.wrong(login, office).status != http.StatusTooManyRequests {
						looked++
					}
				}
			}
			pass(time.Second)
			if second%10 == 9 {
				if got := ada.post("/login", "login", "ada", "passphrase", password); got.status != http.StatusSeeOther {
					t.Fatalf("after %d s ada is kept out: %d %s", second, got.status, got.words())
				}
				// A colleague's name that the machine does not know, from a browser that was never seen here.
				fresh := h.somebody(office)
				if got := fresh.post("/login", "login", fmt.Sprint("collega", second/10), "passphrase", password); got.status != http.StatusSeeOther {
					t.Fatalf("after %d s a colleague is kept out: %d %s", second, got.status, got.words())
				}
			}
		}
		t.Logf("%d of %d tries were looked at", looked, 120*10)
	})
}

// TestABrowserThatWasLetInIsKnownForItsOwnAccountOnly: what it keeps frees it from the brakes of others, for whoever it was given to, until the password
// changes or it is sent away; and it is slowed down by its own tries.
func TestABrowserThatWasLetInIsKnownForItsOwnAccountOnly(t *testing.T) {
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		h, pass := door(t, s)
		ada, _ := h.joined("ada", policy.DeskWorker)
		h.joined("bea", policy.DeskWorker)
		braked := func(login, from string) { // until nobody unknown comes in there
			for try := 0; h.wrong(login, from).status != http.StatusTooManyRequests; try++ {
				if try > 20 {
					t.Fatal("nothing slows guessing down")
				}
			}
		}
		in := func(who *somebody, login string) bool {
			t.Helper()
			braked(login, who.from)
			switch a := who.post("/login", "login", login, "passphrase", password); a.status {
			case http.StatusSeeOther:
				return true
			case http.StatusTooManyRequests:
				return false
			default:
				t.Fatalf("answered with %d: %s", a.status, a.words())
				return false
			}
		}
		if !in(ada, "ada") {
			t.Error("ada's browser is not known")
		}
		if in(ada, "bea") {
			t.Error("ada's browser is known for bea")
		}
		stolen := h.somebody(ada.from)
		for what, devices := range map[string]string{
			"nothing": "", "another token": altered(ada.devices, 0), "another seal": altered(ada.devices, len(ada.devices)-2), "half of it": ada.devices[:len(ada.devices)/2],
			"very much": strings.Repeat("x~", 3000), "two tokens, swapped": swapped(t, h, ada),
		} {
			stolen.devices, stolen.cookie = devices, ""
			if in(stolen, "ada") {
				t.Errorf("%s passes for ada's browser", what)
			}
		}
		// Beside others: the same browser is known for two.
		pass(time.Hour)
		ada.post("/login", "login", "bea", "passphrase", password).leads(t, "/")
		if !in(ada, "bea") || !in(ada, "ada") {
			t.Error("a browser of two is not known for both")
		}
		// Its own tries slow it down, and a hundred of others do not.
		for i := 0; ada.post("/login", "login", "ada", "passphrase", "sbagliata di molto").status != http.StatusTooManyRequests; i++ {
			if i > 10 {
				t.Fatal("nothing slows a known browser down")
			}
		}
		pass(6 * time.Minute)
		if !in(ada, "ada") {
			t.Error("ada's browser is not known any more")
		}
		// Sent away from another browser.
		other := h.somebody("192.0.2.44")
		other.post("/login", "login", "ada", "passphrase", password).leads(t, "/")
		other.post("/account/sessions/end").leads(t, "/account")
		if in(ada, "ada") {
			t.Error("a browser that was sent away is known")
		}
		if !in(other, "ada") {
			t.Error("the browser that sent others away is forgotten")
		}
		// The password changes: this browser stays known, the others do not.
		pass(time.Hour)
		ada.post("/login", "login", "ada", "passphrase", password).leads(t, "/")
		const next = "sette mucche sul tetto rosso"
		ada.post("/account/password", "current", password, "password", next, "again", next).leads(t, "/account")
		braked("ada", ada.from)
		if got := ada.post("/login", "login", "ada", "passphrase", next); got.status != http.StatusSeeOther {
			t.Errorf("after the change of the password its own browser is unknown: %d", got.status)
		}
		braked("ada", other.from)
		if got := other.post("/login", "login", "ada", "passphrase", next); got.status != http.StatusTooManyRequests {
			t.Errorf("another browser is known although the password changed: %d", got.status)
		}
	})
}

// altered puts another letter in one place; the last of a seal says less than a letter, so that another may mean the same.
func altered(cookie string, at int) string {
	other := "x"
	if cookie[at] == 'x' {
		other = "y"
	}
	return cookie[:at] + other + cookie[at+1:]
}

// swapped puts the token of a browser before the seal of another.
func swapped(t *testing.T, h *house, ada *somebody) string {
	t.Helper()
	bea := h.somebody("192.0.2.77")
	bea.post("/login", "login", "bea", "passphrase", password).leads(t, "/")
	token, _, _ := strings.Cut(ada.devices, ".")
	_, mac, ok := strings.Cut(bea.devices, ".")
	if !ok {
		t.Fatalf("a browser keeps %q", bea.devices)
	}
	return token + "." + mac
}

// TestAPlantedDeviceIsNone: whoever writes into the database has no key file, and so cannot make what a browser would have to show.
func TestAPlantedDeviceIsNone(t *testing.T) {
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		h, _ := door(t, s)
		ada, _ := h.joined("ada", policy.DeskWorker)
		bea, _ := h.joined("bea", policy.DeskWorker)
		err := h.store.Write(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
			tx.Note("test", "", nil)
			_, err := tx.Exec(`UPDATE network_devices SET account_id = $1`, h.account("ada").ID) // bea's too
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		for h.wrong("ada", bea.from).status != http.StatusTooManyRequests {
		}
		if got := bea.post("/login", "login", "ada", "passphrase", password); got.status != http.StatusTooManyRequests {
			t.Errorf("a row that was edited makes a browser known: %d", got.status)
		}
		if got := ada.post("/login", "login", "ada", "passphrase", password); got.status != http.StatusSeeOther {
			t.Errorf("ada's own is not known any more: %d", got.status)
		}
	})
}

// TestADeviceSaysNothingAboutNames: with whatever a browser keeps, a name that exists and one that does not get the same answers.
func TestADeviceSaysNothingAboutNames(t *testing.T) {
	h := open(t, testkit.Store(t))
	ada, _ := h.joined("ada", policy.DeskWorker)
	bea, _ := h.joined("bea", policy.DeskWorker)
	for i, devices := range []string{"", ada.devices, "x." + strings.Repeat("y", 40), strings.Repeat("~", 300)} {
		var answers []string
		for _, login := range []string{"bea", "nessuno"} {
			var all []string
			for range 9 {
				s := h.somebody(fmt.Sprintf("203.0.113.%d", i))
				s.devices = devices
				a := s.post("/login", "login", login, "passphrase", "sbagliata")
				all = append(all, fmt.Sprint(a.status, a.header.Get("Retry-After"), a.header.Values("Set-Cookie"), strings.ReplaceAll(a.text, `value="`+login+`"`, "")))
			}
			answers = append(answers, strings.Join(all, "\n"))
		}
		if answers[0] != answers[1] {
			t.Errorf("with %q the answers differ:\n%s\n%s", devices, answers[0], answers[1])
		}
	}
	for name, kept := range map[string]string{"ada": ada.devices, "bea": bea.devices} {
		if kept == "" || strings.Contains(kept, name) || strings.Contains(kept, string(h.account(name).ID)) {
			t.Errorf("%s's browser keeps %q", name, kept)
		}
	}
}

// TestWhoComesToAFullHouseIsToldAtOnce: the form again, with a sentence and when to come back; nothing was looked at, and nothing is counted.
func TestWhoComesToAFullHouseIsToldAtOnce(t *testing.T) {
	h := open(t, testkit.Store(t))
	ada, _ := h.joined("ada", policy.DeskWorker)
	free := h.fill(t)
	for _, login := range []string{"ada", "nessuno"} {
		start := time.Now()
		a := h.wrong(login, "203.0.113.9").says(t, http.StatusServiceUnavailable, "Too many are at the door", "Nothing was looked at")
		if took := time.Since(start); took > time.Second || a.header.Get("Retry-After") == "" {
			t.Errorf("told after %v, to come back after %q s", took, a.header.Get("Retry-After"))
		}
	}
	// A browser that was let in waits for nobody in that line.
	if got := ada.post("/login", "login", "ada", "passphrase", password); got.status != http.StatusSeeOther {
		t.Errorf("a known browser: %d", got.status)
	}
	free()
	for range 5 {
		h.wrong("ada", "203.0.113.9").says(t, http.StatusUnprocessableEntity)
	}
}

// fill lets strangers stand in the whole line, until free is called.
func (h *house) fill(t *testing.T) (free func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	var all sync.WaitGroup
	for i := range 400 {
		all.Go(func() {
			turn, err := h.keys.Turn(ctx, seal.Line{Source: fmt.Sprint("elsewhere ", i)})
			if err == nil {
				<-ctx.Done()
				turn.End()
			}
		})
	}
	time.Sleep(100 * time.Millisecond)
	return func() { cancel(); all.Wait() }
}
