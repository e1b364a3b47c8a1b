package desk_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/rights"
	"approdo/internal/testkit"
)

// press sends the form on a page that posts to an address, with what else is typed into it.
func (v *visitor) press(t *testing.T, on answer, action string, typed ...string) answer {
	t.Helper()
	form := formOf(t, on.text, action)
	for i := 0; i < len(typed); i += 2 {
		form.Set(typed[i], typed[i+1])
	}
	return v.sendForm(action, form)
}

// freeze reads a report and freezes what it saw.
func (v *visitor) freeze(t *testing.T, name, edition string) answer {
	t.Helper()
	shown := v.get("/reports/"+name+"?"+url.Values{"edition": {edition}}.Encode()).wantStatus(t, http.StatusOK)
	return v.press(t, shown, "/reports/"+name+"/freeze")
}

// TestWhatIsFrozenIsWhatWasSeen: a report that moved while it was read is shown anew with the tables that moved, and frozen once these were seen.
func TestWhatIsFrozenIsWhatWasSeen(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		nadia, wim := o.employ(t, "nadia", o.Faro, policy.Coordinator), o.employ(t, "wim", o.Faro, policy.OutreachWorker)
		const freeze = "/reports/interim/freeze"
		seen := nadia.get("/reports/interim?edition=internal").wantStatus(t, http.StatusOK)
		if again := nadia.get("/reports/interim?edition=internal"); formOf(t, again.text, freeze).Get("seen") != formOf(t, seen.text, freeze).Get("seen") {
			t.Fatal("two pages of the same figures are told apart")
		}
		wim.post("/outings", "unit", string(o.Street), "day", "2024-05-02", "mode", "outdoor").wantStatus(t, http.StatusSeeOther)
		moved := nadia.press(t, seen, freeze).wantStatus(t, http.StatusConflict).wantText(t, "nothing was frozen", "other ones stand in")
		if strings.Contains(nadia.get("/runs").text, `href="/runs/`) {
			t.Error("what nobody saw is frozen")
		}
		nadia.post(freeze, "edition", "internal").wantStatus(t, http.StatusConflict) // who says nothing of what they saw
		nadia.press(t, moved, freeze).wantStatus(t, http.StatusSeeOther)
	})
}

// TestAHoldThatNobodySawIsNotLifted, nor is a request closed by an erasure whose officer did not read it.
func TestAHoldThatNobodySawIsNotLifted(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		livia, cesira := o.employ(t, "livia", o.Faro, policy.Officer), o.employ(t, "cesira", o.Faro, policy.CaseManager)
		o.lock(t, o.Faro, cesira)
		path, code := o.meet(t, o.Faro)
		who := person.ID(strings.TrimPrefix(path, "/people/"))
		holds := "/holds/" + string(who)
		livia.post(holds, "reason", "claim").wantStatus(t, http.StatusSeeOther)
		seen := livia.get(holds)
		livia.post(holds, "reason", "law").wantStatus(t, http.StatusSeeOther)
		livia.press(t, seen, holds+"/lift").wantStatus(t, http.StatusSeeOther)
		if a := livia.get(holds); strings.Count(a.text, `name="hold"`) != 1 {
			t.Errorf("the reason that was made meanwhile does not stand alone:\n%s", plain(a.text))
		}
		livia.press(t, seen, holds+"/lift").wantStatus(t, http.StatusSeeOther) // sent twice is one
		livia.post(holds, "reason", "law").wantStatus(t, http.StatusSeeOther)  // sent twice too
		livia.post(holds, "reason", "").wantStatus(t, http.StatusUnprocessableEntity)
		lifted := livia.press(t, livia.get(holds), holds+"/lift").wantStatus(t, http.StatusSeeOther).led
		if a := livia.get(lifted); strings.Contains(a.text, `name="hold"`) || !strings.Contains(a.text, "That reason holds no more") {
			t.Errorf("when both were lifted:\n%s", plain(a.text))
		}
		livia.post(holds+"/lift", "hold", "none").wantStatus(t, http.StatusNotFound)

		ask := func(kind string) string {
			return livia.post("/rights", "code", code, "kind", kind, "cause", "person", "day", "2024-05-02").wantStatus(t, http.StatusSeeOther).to
		}
		erasure := ask(rights.Erasure)
		seen = livia.get(erasure)
		ask(rights.Access)
		moved := livia.press(t, seen, erasure+"/erase", "code", code).wantStatus(t, http.StatusConflict).wantText(t, "Nothing was done")
		livia.press(t, moved, erasure+"/erase", "code", code).wantStatus(t, http.StatusSeeOther)
		livia.press(t, moved, erasure+"/erase", "code", code).wantStatus(t, http.StatusSeeOther) // sent twice is one
	})
}

// TestAFeedThatWasForgedHidesNothing: the feed says which records are read again. Where it is made to name another, or a line is put into it, everything is read anew, and it is told.
func TestAFeedThatWasForgedHidesNothing(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		nadia, wim := o.employ(t, "nadia", o.Faro, policy.Coordinator), o.employ(t, "wim", o.Faro, policy.OutreachWorker)
		const page, freeze = "/reports/interim?edition=internal", "/reports/interim/freeze"
		before := formOf(t, nadia.get(page).text, freeze).Get("seen")
		wim.post("/outings", "unit", string(o.Street), "day", "2024-05-02", "mode", "outdoor").wantStatus(t, http.StatusSeeOther)
		o.past(t, `UPDATE store_changes SET id = '018f3a00-0000-7000-8000-000000000001' WHERE kind = 'outing'`)
		if formOf(t, nadia.get(page).text, freeze).Get("seen") == before {
			t.Error("an outing that the feed was made to hide is not counted")
		}
		if !slices.Contains(s.SeenToDiffer(), store.FeedDiffers) {
			t.Error("it is told to nobody")
		}
	})
}

// TestNothingIsIssuedThatIsNotWhatStands: what was written to a record past the program and its feed is noticed before anything is frozen, or leaves as a file, which is held against all records.
func TestNothingIsIssuedThatIsNotWhatStands(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		nadia, wim := o.employ(t, "nadia", o.Faro, policy.Coordinator), o.employ(t, "wim", o.Faro, policy.OutreachWorker)
		livia := o.employ(t, "livia", o.Faro, policy.Officer)
		const page, freeze = "/reports/interim?edition=internal", "/reports/interim/freeze"
		wim.post("/outings", "unit", string(o.Street), "day", "2024-05-02", "mode", "outdoor").wantStatus(t, http.StatusSeeOther)
		for _, issues := range []func(from answer) answer{
			func(from answer) answer { return nadia.press(t, from, freeze) },
			func(answer) answer { return nadia.get("/reports/interim/download?edition=internal&format=csv") },
		} {
			before := nadia.get(page)
			o.past(t, `UPDATE outreach_outings SET day = CASE WHEN day = '2024-05-02' THEN '2019-05-02' ELSE '2024-05-02' END`)
			hidden := nadia.get(page)
			if formOf(t, hidden.text, freeze).Get("seen") != formOf(t, before.text, freeze).Get("seen") {
				t.Fatal("the outing is counted otherwise, so there is nothing to notice")
			}
			told := o.incidents(t)
			issues(hidden).wantStatus(t, http.StatusConflict).wantText(t, "other records than stand in the database")
			if !strings.Contains(livia.get("/").text, "somebody wrote to the database past it") || o.incidents(t) != told+1 {
				t.Error("the officer is not told, or it is not on record")
			}
			anew := nadia.get(page)
			if formOf(t, anew.text, freeze).Get("seen") == formOf(t, before.text, freeze).Get("seen") {
				t.Error("the outing is not counted as it stands afterwards either")
			}
			if a := issues(anew); a.status != http.StatusSeeOther && a.status != http.StatusOK {
				t.Errorf("what is shown is not issued: %d", a.status)
			}
		}
	})
}

// TestNothingIsIssuedByListsThatSomebodyEdited: which channels reach somebody, who pays, and the network's own codes say what is counted. Nothing is frozen, nor leaves as a file, by what the program did not write there.
func TestNothingIsIssuedByListsThatSomebodyEdited(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		nadia, wim := o.employ(t, "nadia", o.Faro, policy.Coordinator), o.employ(t, "wim", o.Faro, policy.OutreachWorker)
		must(t, s.Write(t.Context(), operator, network.RegardLists))
		const page, freeze = "/reports/interim?edition=internal", "/reports/interim/freeze"
		wim.post("/outings", "unit", string(o.Street), "day", "2024-05-02", "mode", "outdoor").wantStatus(t, http.StatusSeeOther)
		issues := map[string]func() answer{
			"frozen": func() answer { return nadia.press(t, nadia.get(page), freeze) },
			"a file": func() answer { return nadia.get("/reports/interim/download?edition=internal&format=csv") },
		}
		for how, issue := range issues {
			if a := issue(); a.status != http.StatusSeeOther && a.status != http.StatusOK {
				t.Fatalf("%s before anything was edited: %d", how, a.status)
			}
		}
		o.past(t, `DELETE FROM network_channels`)
		for how, issue := range issues {
			if a := issue(); a.status != http.StatusConflict || !strings.Contains(a.text, "changed in the database outside the program") {
				t.Errorf("%s, by other channels: %d", how, a.status)
			}
		}
	})
}

// TestAChangeThatIsMissingInTheFeedIsAChangeOfEverything, also where others stand before and behind it.
func TestAChangeThatIsMissingInTheFeedIsAChangeOfEverything(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		nadia, wim := o.employ(t, "nadia", o.Faro, policy.Coordinator), o.employ(t, "wim", o.Faro, policy.OutreachWorker)
		const page, freeze = "/reports/interim?edition=internal", "/reports/interim/freeze"
		before := formOf(t, nadia.get(page).text, freeze).Get("seen")
		for range 3 {
			o.meet(t, o.Faro)
			wim.post("/outings", "unit", string(o.Street), "day", "2024-05-02", "mode", "outdoor").wantStatus(t, http.StatusSeeOther)
			o.meet(t, o.Faro)
		}
		o.past(t, `DELETE FROM store_changes WHERE kind = 'outing'`)
		if formOf(t, nadia.get(page).text, freeze).Get("seen") == before {
			t.Error("outings that the feed lacks are not counted")
		}
	})
}
