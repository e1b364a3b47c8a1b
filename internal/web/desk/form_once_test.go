package desk_test

import (
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/intake"
	"approdo/internal/testkit"
)

// TestAThousandFormsSentAgainAndAgainMakeARecordEach: double taps, the back button, lost answers and retries, in any order and at once. Whoever sends a form again is led to the same
// record each time.
func TestAThousandFormsSentAgainAndAgainMakeARecordEach(t *testing.T) {
	forms := 1000
	if testing.Short() {
		forms = 100
	}
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		wim := o.employ(t, "wim", o.Faro, policy.OutreachWorker, policy.DeskWorker)
		who := testkit.Person(o.Faro)
		must(t, s.Write(t.Context(), operator, func(tx *store.Tx) (err error) {
			who, err = intake.New(o.Book).Person(tx, who, false)
			return err
		}))
		sheet := "/people/" + string(who.ID)
		street := []string{"unit", string(o.Street), "day", "2024-05-02"}
		kinds := []struct {
			shown, action, table string
			answers              []string
		}{
			{"/outings/new", "/outings", "outreach_outings", append(street[:4:4], "mode", "online")},
			{"/contacts/new", "/contacts", "outreach_contacts", append(street[:4:4], "newness", "new", "gender", "woman", "age_band", "adult", "region", "west_africa")},
			{"/meetings/new", "/meetings", "outreach_meetings", append(street[:4:4], "place", "cas", "new_women", "3")},
			{"/actions/new", "/actions", "outreach_actions", append(street[:4:4], "type", "mediation")},
			{sheet + "/interviews/new", sheet + "/interviews", "casework_interviews", []string{"unit", string(o.Desk), "day", "2024-05-02"}},
			{sheet + "/protection/new", sheet + "/protection", "person_protections", []string{"answer", "yes", "day", "2024-05-02"}},
		}
		type sending struct {
			number int
			action string
			form   url.Values
		}
		rng := rand.New(rand.NewPCG(54, 55))
		var sent []sending
		want := map[string]int{}
		for n := range forms {
			k := kinds[n%len(kinds)]
			form := formOf(t, wim.get(k.shown).text, k.action)
			for i := 0; i < len(k.answers); i += 2 {
				form.Set(k.answers[i], k.answers[i+1])
			}
			if k.table == "person_protections" { // of which there is one a day
				form.Set("day", time.Date(2020, 1, 1+n, 0, 0, 0, 0, time.UTC).Format(time.DateOnly))
			}
			for range 1 + rng.IntN(4) {
				sent = append(sent, sending{n, k.action, form})
			}
			want[k.table]++
		}
		rng.Shuffle(len(sent), func(i, j int) { sent[i], sent[j] = sent[j], sent[i] })
		led, mutex := make(map[int]string, forms), sync.Mutex{}
		queue := make(chan sending)
		var workers sync.WaitGroup
		for range 6 {
			workers.Go(func() {
				for x := range queue {
					a := wim.sendForm(x.action, x.form)
					mutex.Lock()
					if before, again := led[x.number]; a.status != http.StatusSeeOther || again && saysDone.ReplaceAllString(before, "") != a.to {
						t.Errorf("form %d of %s: status %d, led to %q and %q", x.number, x.action, a.status, before, a.to)
					}
					led[x.number] = a.led
					mutex.Unlock()
				}
			})
		}
		for _, x := range sent {
			queue <- x
		}
		close(queue)
		workers.Wait()
		must(t, s.Read(t.Context(), operator, func(tx *store.Tx) error {
			for table, n := range want {
				var got int
				if err := tx.QueryRow(`SELECT COUNT(*) FROM ` + table).Scan(&got); err != nil || got != n {
					t.Errorf("%s: %d records of %d forms: %v", table, got, n, err)
				}
			}
			return nil
		}))
		records := map[string]bool{}
		for _, to := range led {
			made, _ := undoOf(t, wim.get(to).text)
			records[made] = true
		}
		if len(records) != forms {
			t.Errorf("%d forms lead to %d records", forms, len(records))
		}
	})
}

// TestAFormWithoutItsAnswerIsSentAgain is case 54 of the field: the same contact six times, an outing twice.
func TestAFormWithoutItsAnswerIsSentAgain(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		wim := o.employ(t, "wim", o.Faro, policy.OutreachWorker)
		for action, times := range map[string]int{"/contacts": 6, "/outings": 2} {
			form := formOf(t, wim.get(action+"/new").text, action)
			meet(form, o)
			form.Set("mode", "online")
			leads := map[string]bool{}
			for range times {
				leads[wim.sendForm(action, form).wantStatus(t, http.StatusSeeOther).to] = true
			}
			var n int
			must(t, s.Read(t.Context(), operator, func(tx *store.Tx) error {
				return tx.QueryRow(`SELECT COUNT(*) FROM outreach_` + strings.TrimPrefix(action, "/")).Scan(&n)
			}))
			if len(leads) != 1 || n != 1 {
				t.Errorf("%s sent %d times: %d records, %d answers", action, times, n, len(leads))
			}
		}
	})
}

// TestTheKeyOfAFormIsGoodForOneAccountAndOnePage: nobody is led to what a colleague recorded, and nothing is recorded with a key of another form.
func TestTheKeyOfAFormIsGoodForOneAccountAndOnePage(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		wim, ada := o.employ(t, "wim", o.Faro, policy.OutreachWorker), o.employ(t, "ada", o.Faro, policy.OutreachWorker)
		form := formOf(t, wim.get("/contacts/new").text, "/contacts")
		meet(form, o)
		wim.sendForm("/contacts", form).wantStatus(t, http.StatusSeeOther)
		back := ada.sendForm("/contacts", form).wantStatus(t, http.StatusConflict).wantText(t, "opened by another account, or for another page")
		if again := formOf(t, back.text, "/contacts"); again.Get("key") == form.Get("key") {
			t.Error("the form is given back under the same key")
		} else {
			ada.sendForm("/contacts", again).wantStatus(t, http.StatusSeeOther)
		}
		other := formOf(t, wim.get("/actions/new").text, "/actions")
		other.Set("key", form.Get("key"))
		wim.sendForm("/actions", other).wantStatus(t, http.StatusConflict)
		for _, key := range []string{"x", strings.Repeat("0", 36) + "." + strings.Repeat("0", 64), "."} {
			form.Set("key", key)
			wim.sendForm("/contacts", form).wantStatus(t, http.StatusConflict)
		}
	})
}

// TestWhatIsSealedIsMadeOnceToo: planned outings, files, requests.
func TestWhatIsSealedIsMadeOnceToo(t *testing.T) {
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o, ada, dora, _ := crew(t, s)
		count := func(table string) (n int) {
			t.Helper()
			must(t, s.Read(t.Context(), operator, func(tx *store.Tx) error { return tx.QueryRow(`SELECT COUNT(*) FROM ` + table).Scan(&n) }))
			return n
		}
		form := formOf(t, dora.get("/plans/new").wantStatus(t, http.StatusOK).text, "/plans")
		for name, value := range map[string]string{"unit": string(o.Street), "day": "2024-09-01", "mode": "outdoor", "zone": "Molo vecchio"} {
			form.Set(name, value)
		}
		first := dora.sendForm("/plans", form).wantStatus(t, http.StatusSeeOther).to
		if again := dora.sendForm("/plans", form).wantStatus(t, http.StatusSeeOther).to; again != first || count("vault_of_teams") != 1 {
			t.Errorf("led to %s and %s, %d planned outings", first, again, count("vault_of_teams"))
		}
		form.Set("zone", "Molo nuovo")
		made, _, _ := strings.Cut(first, "?")
		edit := formOf(t, dora.sendForm("/plans", form).wantStatus(t, http.StatusConflict).wantText(t, "Molo nuovo").text, made+"/edit")
		dora.sendForm(made+"/edit", edit).wantStatus(t, http.StatusSeeOther)
		if dora.get(made).wantText(t, "Molo nuovo"); count("vault_of_teams") != 1 {
			t.Errorf("%d planned outings", count("vault_of_teams"))
		}
		edit = formOf(t, dora.get(made+"/edit").text, made+"/edit")
		dora.get(dora.sendForm(made+"/edit", edit).wantStatus(t, http.StatusSeeOther).led).wantText(t, "You changed nothing")

		path, _ := o.meet(t, o.Faro)
		ada.post(path+"/followers", "account", "account-ada").wantStatus(t, http.StatusSeeOther)
		key := formOf(t, ada.get(path).wantStatus(t, http.StatusOK).text, path+"/files").Get("key")
		var leads []string
		for range 3 {
			leads = append(leads, ada.attachUnder(path+"/files", key, "verbale", []byte("a text that was sent again")).wantStatus(t, http.StatusSeeOther).to)
		}
		if count("vault_of_persons") != 1 || leads[0] != leads[2] {
			t.Errorf("%d files, led to %v", count("vault_of_persons"), leads)
		}
	})
}
