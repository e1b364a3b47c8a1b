package desk_test

import (
	"net/http"
	"strings"
	"testing"

	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

// TestWhoFollowsIsToldThatAHoldEnded: whoever works with somebody may know why their data should stay.
func TestWhoFollowsIsToldThatAHoldEnded(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		cesira := o.employ(t, "cesira", o.Faro, policy.CaseManager)
		other := o.employ(t, "other", o.Faro, policy.CaseManager)
		livia := o.employ(t, "livia", o.Faro, policy.Officer)
		o.lock(t, o.Faro, cesira, other)
		path, code := o.meet(t, o.Faro)
		if a := cesira.post(path+"/followers", "account", "account-cesira"); a.status != http.StatusSeeOther {
			t.Fatalf("following: %d %s", a.status, problemOf(a.text))
		}
		hold := strings.Replace(path, "/people/", "/holds/", 1)
		livia.post(hold, "reason", "claim").wantStatus(t, http.StatusSeeOther)
		livia.press(t, livia.get(hold), hold+"/lift").wantStatus(t, http.StatusSeeOther)
		const said = "livia ended what kept the data of "
		cesira.get("/").wantText(t, said+code)
		for _, v := range []*visitor{other, livia} {
			if strings.Contains(v.get("/").text, said) {
				t.Errorf("%s is told too", v.login)
			}
		}
	})
}

// TestWhatIsDueFirstComesFirst: among requests what is to be answered before what is closed, and by its term.
func TestWhatIsDueFirstComesFirst(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		livia := o.employ(t, "livia", o.Faro, policy.Officer)
		var at []string
		for _, day := range []string{"2025-01-10", "2024-12-20", "2025-01-12", "2025-01-02"} {
			_, code := o.meet(t, o.Faro)
			at = append(at, livia.post("/rights", "code", code, "kind", "access", "cause", "person", "day", day).to)
		}
		livia.post(at[3]+"/refuse").wantStatus(t, http.StatusSeeOther)
		text := livia.get("/rights").wantStatus(t, http.StatusOK).text
		last := -1
		for _, n := range []int{1, 0, 2, 3} {
			place := strings.Index(text, at[n])
			if place <= last {
				t.Errorf("request %d stands at %d, behind %d", n, place, last)
			}
			last = place
		}
	})
}

// TestThePageOfAPersonSaysHowTheyAskForTheirData, and a contact of somebody known says no more that perhaps they had been met before.
func TestThePageOfAPersonSaysHowTheyAskForTheirData(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		wim := o.employ(t, "wim", o.Faro, policy.DeskWorker, policy.CaseManager, policy.OutreachWorker)
		path, code := o.meet(t, o.Faro)
		wim.get(path).wantText(t, "They can ask to see their data")
		met := []string{"unit", string(o.Street), "day", "2024-05-02", "newness", "unsure", "gender", "woman", "age_band", "adult", "region", "west_africa"}
		const doubt = "Perhaps met before"
		for known, answers := range map[bool][]string{false: met, true: append(met, "code", code)} {
			wim.sends("/contacts/new", "/contacts", answers...)
			var id string
			must(t, s.Read(t.Context(), operator, func(tx *store.Tx) error {
				return tx.QueryRow(`SELECT id FROM outreach_contacts WHERE (person_id IS NOT NULL) = $1`, known).Scan(&id)
			}))
			if said := strings.Contains(wim.get("/contacts/"+id).text, doubt); said == known {
				t.Errorf("known %v: the doubt is said: %v", known, said)
			}
		}
	})
}
