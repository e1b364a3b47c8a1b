package desk_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/intake"
	"approdo/internal/care/rights"
	"approdo/internal/testkit"
)

// facts are all that is recorded, but for how often it was corrected and how: what an undoing must bring back.
func (o *office) facts(t *testing.T) []string {
	t.Helper()
	tables := map[string][]string{
		"outreach_outings":   {"id", "unit_id", "project_id", "day", "province", "mode", "minutes", "kilometres", "on_call", "materials", "adverts"},
		"outreach_presences": {"outing_id", "gender", "region", "headcount"},
		"outreach_meetings":  {"id", "unit_id", "day", "province", "place"}, "outreach_attendees": {"meeting_id", "gender", "age_band", "headcount"},
		"person_persons":  {"id", "code", "gender", "age_band", "age_source", "citizenship", "region", "region_source", "province", "day"},
		"vault_followers": {"person_id"},
	}
	for _, n := range rights.Registry().Nouns {
		tables[n.Table] = slices.DeleteFunc(n.Columns(), func(c string) bool { return c == "revision" })
	}
	var facts []string
	must(t, o.store.Read(t.Context(), operator, func(tx *store.Tx) error {
		for table, columns := range tables {
			list := make([]string, len(columns))
			for i, c := range columns {
				list[i] = "COALESCE(CAST(" + c + " AS TEXT), '')"
			}
			rows, err := store.List(tx, func(row store.Row) (s string, err error) { return s, row.Scan(&s) }, `SELECT `+strings.Join(list, ` || '|' || `)+` FROM `+table)
			if err != nil {
				return fmt.Errorf("%s: %w", table, err)
			}
			for _, r := range rows {
				facts = append(facts, table+" "+r)
			}
		}
		return nil
	}))
	slices.Sort(facts)
	return facts
}

var undoButton = regexp.MustCompile(`(?s)<form method="post" action="([^"]+)">(?:<input type="hidden" name="[^"]+" value="[^"]*">)*<input type="hidden" name="undo" value="yes">.*?</form>`)

// undoOf is the button that undoes what was just done: where it posts, and what it sends.
func undoOf(t *testing.T, text string) (string, url.Values) {
	t.Helper()
	all := undoButton.FindAllStringSubmatch(text, -1)
	if len(all) != 1 {
		t.Fatalf("%d buttons undo what was done", len(all))
	}
	return all[0][1], formOf(t, text, all[0][1])
}

// TestUndoBelongsToTheActJustDone: every undoing of every flow brings back what was recorded before, however often it is pressed; the page says so, and offers nothing when it is
// come to by another way.
func TestUndoBelongsToTheActJustDone(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		wim := o.employ(t, "wim", o.Faro, policy.OutreachWorker, policy.DeskWorker, policy.CaseManager)
		who := testkit.Person(o.Faro)
		must(t, s.Write(t.Context(), operator, func(tx *store.Tx) (err error) {
			who, err = intake.New(o.Book).Person(tx, who, false)
			return err
		}))
		sheet := "/people/" + string(who.ID)
		street, home := []string{"unit", string(o.Street), "day", "2024-05-02"}, []string{"unit", string(o.Desk), "day", "2024-05-02"}
		met := append(slices.Clone(street), "newness", "new", "gender", "woman", "age_band", "adult", "region", "west_africa")
		// send fills the form of a page in, and answers where it leads.
		send := func(shown, action string, nameValue ...string) string {
			t.Helper()
			form := formOf(t, wim.get(shown).wantStatus(t, http.StatusOK).text, action)
			for i := 0; i < len(nameValue); i += 2 {
				form.Set(nameValue[i], nameValue[i+1])
			}
			a := wim.sendForm(action, form)
			if a.status != http.StatusSeeOther {
				t.Fatalf("%s: status %d: %s", action, a.status, problemOf(a.text))
			}
			return a.led
		}
		path := func(to string) string {
			to, _, _ = strings.Cut(to, "?")
			return to
		}
		outing := path(send("/outings/new", "/outings", append(slices.Clone(street), "mode", "outdoor", "women", "2")...))
		meeting := path(send("/meetings/new", "/meetings", append(slices.Clone(street), "place", "cas", "new_women", "3")...))
		stranger := path(send("/contacts/new", "/contacts", met...))
		helped := path(send("/contacts/new", "/contacts", append(slices.Clone(met), "protection", "yes")...))
		helpedBy, _ := undoOf(t, wim.get(send("/actions/new?contact="+strings.TrimPrefix(helped, "/contacts/"), "/actions", append(slices.Clone(street), "type", "mediation")...)).text)
		helpedBy = strings.TrimSuffix(helpedBy, "/remove")
		for _, c := range []struct {
			act           string
			shown, action string
			answers       []string
			said          string
		}{
			{"an outing", "/outings/new", "/outings", append(slices.Clone(street), "mode", "online"), "Saved"},
			{"a corrected outing", outing + "/edit", outing + "/edit", []string{"minutes", "90", "women", "0", "reason", "mistyped"}, "Correction saved"},
			{"a contact", "/contacts/new", "/contacts", met, "Saved"},
			{"a contact of somebody known", "/contacts/new", "/contacts", append(slices.Clone(met), "code", who.Code, "protection", "no"), "Saved"},
			{"a contact with a sheet", "/contacts/new", "/contacts", append(slices.Clone(met), "with_code", "yes"), "Saved"},
			{"a contact of an outing", outing + "/contacts/new", outing + "/contacts", met[4:], "Saved"},
			{"a corrected contact", stranger + "/edit", stranger + "/edit", []string{"gender", "man", "reason", "mistyped"}, "Correction saved"},
			{"a link", helped + "/link", helped + "/link", []string{"code", who.Code}, "Contact linked"},
			{"a link to a new sheet", helped + "/link", helped + "/link", []string{"with_code", "yes"}, "Contact linked"},
			{"a meeting", "/meetings/new", "/meetings", append(slices.Clone(street), "place", "cas", "new_women", "3"), "Saved"},
			{"a corrected meeting", meeting + "/edit", meeting + "/edit", []string{"new_women", "5", "minors", "yes", "place", "worship", "reason", "mistyped"}, "Correction saved"},
			{"help to nobody known", "/actions/new", "/actions", append(slices.Clone(street), "type", "mediation"), "Saved"},
			{"corrected help", helpedBy + "/edit", helpedBy + "/edit", []string{"type", "legal_advice", "reason", "mistyped"}, "Correction saved"},
			{"help to somebody", "/actions/new?person=" + string(who.ID), "/actions", append(slices.Clone(street), "type", "mediation"), "Saved"},
			{"help to an individual", "/actions/new?contact=" + strings.TrimPrefix(stranger, "/contacts/"), "/actions", append(slices.Clone(street), "type", "mediation"), "Saved"},
			{"a sheet", "/people/new", "/people", []string{"gender", "woman", "day", "2024-05-02"}, "Saved"},
			{"corrected facts", sheet + "/edit", sheet + "/edit", []string{"gender", "woman", "reason", "learned_later"}, "Correction saved"},
			{"an interview", sheet + "/interviews/new", sheet + "/interviews", home, "Saved"},
			{"an answer", sheet + "/protection/new", sheet + "/protection", []string{"answer", "yes", "day", "2024-05-02"}, "Saved"},
			{"an enrolment", sheet + "/enrolments/new", sheet + "/enrolments", append(slices.Clone(home), "kind", "own", "source", "desk"), "Saved"},
		} {
			before := o.facts(t)
			to := send(c.shown, c.action, c.answers...)
			if slices.Equal(before, o.facts(t)) {
				t.Errorf("%s: nothing is recorded", c.act)
			}
			where, form := undoOf(t, wim.get(to).wantStatus(t, http.StatusOK).wantText(t, c.said).text)
			if text := wim.get(path(to)).text; undoButton.MatchString(text) {
				t.Errorf("%s: the page offers to undo without anything just done", c.act)
			}
			first := wim.sendForm(where, form)
			if first.status != http.StatusSeeOther {
				t.Errorf("%s: undone with status %d: %s", c.act, first.status, problemOf(first.text))
				continue
			}
			if again := wim.sendForm(where, form); again.status != http.StatusSeeOther || again.to != first.to {
				t.Errorf("%s: pressed again, it answers %d and leads to %q, not to %q", c.act, again.status, again.to, first.to)
			}
			if text := wim.get(first.led).wantStatus(t, http.StatusOK).text; undoButton.MatchString(text) {
				t.Errorf("%s: what was undone can be undone", c.act)
			} else if strings.HasSuffix(where, "/restore") && !strings.Contains(text, "Undone") {
				t.Errorf("%s: its history does not say that it was undone", c.act)
			}
			if after := o.facts(t); !slices.Equal(before, after) {
				t.Errorf("%s: undone, it leaves\n%s", c.act, differences(before, after))
			}
		}
	})
}

// differences are the lines of one list that are not in the other.
func differences(before, after []string) string {
	var lines []string
	for _, f := range before {
		if !slices.Contains(after, f) {
			lines = append(lines, "- "+f)
		}
	}
	for _, f := range after {
		if !slices.Contains(before, f) {
			lines = append(lines, "+ "+f)
		}
	}
	return strings.Join(lines, "\n")
}

// TestWhatWasChangedSinceIsNotUndone: a colleague corrects the record before the button is pressed.
func TestWhatWasChangedSinceIsNotUndone(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		wim, ada := o.employ(t, "wim", o.Faro, policy.OutreachWorker), o.employ(t, "ada", o.Faro, policy.OutreachWorker)
		correct := func(v *visitor, path, gender string) string {
			t.Helper()
			form := formOf(t, v.get(path+"/edit").wantStatus(t, http.StatusOK).text, path+"/edit")
			form.Set("gender", gender)
			form.Set("reason", "mistyped")
			return v.sendForm(path+"/edit", form).wantStatus(t, http.StatusSeeOther).led
		}
		form := formOf(t, wim.get("/contacts/new").wantStatus(t, http.StatusOK).text, "/contacts")
		meet(form, o)
		made := wim.sendForm("/contacts", form).wantStatus(t, http.StatusSeeOther).led
		path, _, _ := strings.Cut(made, "?")
		for _, done := range []string{made, correct(wim, path, "man")} {
			where, form := undoOf(t, wim.get(done).text)
			correct(ada, path, map[string]string{made: "trans_woman", done: "non_binary"}[done])
			before := o.facts(t)
			wim.sendForm(where, form).wantStatus(t, http.StatusConflict).wantText(t, "was changed since")
			if after := o.facts(t); !slices.Equal(before, after) {
				t.Errorf("%s", differences(before, after))
			}
		}
	})
}

// TestWhoFollowsIsUndone: a colleague who was added or taken out by mistake, and nothing where nothing was changed.
func TestWhoFollowsIsUndone(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		ada, dora := o.employ(t, "ada", o.Faro, policy.CaseManager), o.employ(t, "dora", o.Faro, policy.CaseManager)
		o.lock(t, o.Faro, ada, dora)
		path, _ := o.meet(t, o.Faro)
		follows := func() bool {
			return strings.Contains(ada.get(path+"/followers").wantStatus(t, http.StatusOK).text, `value="no"`)
		}
		for _, begins := range []bool{true, false} {
			if !begins {
				ada.post(path+"/followers", "account", "account-dora").wantStatus(t, http.StatusSeeOther)
			}
			answer := map[bool]string{true: "", false: "no"}[begins]
			to := ada.post(path+"/followers", "account", "account-dora", "follows", answer).wantStatus(t, http.StatusSeeOther).led
			if follows() != begins || strings.Contains(to, "dora") {
				t.Fatalf("led to %s", to)
			}
			where, form := undoOf(t, ada.get(to).text)
			dora.sendForm(where, form).wantStatus(t, http.StatusConflict)
			for range 2 {
				ada.get(ada.sendForm(where, form).wantStatus(t, http.StatusSeeOther).led).wantText(t, "the same people follow them as before")
			}
			if follows() == begins {
				t.Error("nothing was undone")
			}
		}
		again := ada.post(path+"/followers", "account", "account-dora").wantStatus(t, http.StatusSeeOther).to
		if undoButton.MatchString(ada.get(again).text) {
			t.Error("what changed nothing can be undone")
		}
	})
}

// TestASecondCorrectionOfOnesOwnIsNotSomebodyElses: who goes back to the form and corrects again is asked what to keep, and is not told of anybody else.
func TestASecondCorrectionOfOnesOwnIsNotSomebodyElses(t *testing.T) {
	t.Parallel()
	s := open(t)
	path := s.outing()
	form := formOf(t, s.wants(http.StatusOK, worker, path+"/edit", nil), path+"/edit")
	for _, minutes := range []string{"200", "210"} {
		form.Set("minutes", minutes)
		form.Set("reason", "mistyped")
		if minutes == "200" {
			s.saves(worker, path+"/edit", form)
		}
	}
	var text string
	for _, key := range []string{form.Get("key"), ""} { // with the back button, and from another tab
		form.Set("key", key)
		text = s.wants(http.StatusConflict, worker, path+"/edit", form)
		s.sees(text, "You have corrected this already", "What you saved then", "What you wrote")
		s.misses(text, "Somebody else")
	}
	choice := formOf(t, text, path+"/edit")
	s.saves(worker, path+"/edit", choice)
	if o := s.stored(path); o.Minutes != 210 {
		t.Errorf("the outing says %d minutes", o.Minutes)
	}
}

// TestACorrectionThatIsSentTwiceIsMadeOnce, and one that corrects nothing changes nothing and says so.
func TestACorrectionThatIsSentTwiceIsMadeOnce(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		wim := o.employ(t, "wim", o.Faro, policy.OutreachWorker)
		form := formOf(t, wim.get("/contacts/new").wantStatus(t, http.StatusOK).text, "/contacts")
		meet(form, o)
		path, _, _ := strings.Cut(wim.sendForm("/contacts", form).wantStatus(t, http.StatusSeeOther).to, "?")
		corrections := func() (n int) {
			must(t, s.Read(t.Context(), operator, func(tx *store.Tx) error { return tx.QueryRow(`SELECT COUNT(*) FROM work_corrections`).Scan(&n) }))
			return n
		}
		form = formOf(t, wim.get(path+"/edit").wantStatus(t, http.StatusOK).text, path+"/edit")
		if a := wim.sendForm(path+"/edit", form).wantStatus(t, http.StatusSeeOther); corrections() != 0 {
			t.Errorf("nothing was changed, and %d corrections are kept; led to %s", corrections(), a.to)
		} else {
			wim.get(a.led).wantText(t, "You changed nothing")
		}
		form = formOf(t, wim.get(path+"/edit").wantStatus(t, http.StatusOK).text, path+"/edit")
		form.Set("gender", "man")
		form.Set("reason", "mistyped")
		first := wim.sendForm(path+"/edit", form).wantStatus(t, http.StatusSeeOther).to
		if again := wim.sendForm(path+"/edit", form).wantStatus(t, http.StatusSeeOther).to; again != first || corrections() != 1 {
			t.Errorf("led to %s and %s, %d corrections", first, again, corrections())
		}
		form.Del("key") // from another tab, with another key or none
		wim.sendForm(path+"/edit", form).wantStatus(t, http.StatusSeeOther)
		if corrections() != 1 {
			t.Errorf("%d corrections", corrections())
		}
	})
}

// TestAContactIsLinkedAfterwards: somebody says later who it was, and what does not go together is said.
func TestAContactIsLinkedAfterwards(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		wim := o.employ(t, "wim", o.Faro, policy.OutreachWorker, policy.DeskWorker)
		who := testkit.Person(o.Faro)
		must(t, s.Write(t.Context(), operator, func(tx *store.Tx) (err error) {
			who, err = intake.New(o.Book).Person(tx, who, false)
			return err
		}))
		form := formOf(t, wim.get("/contacts/new").wantStatus(t, http.StatusOK).text, "/contacts")
		meet(form, o)
		path, _, _ := strings.Cut(wim.sendForm("/contacts", form).wantStatus(t, http.StatusSeeOther).to, "?")
		link := formOf(t, wim.get(path+"/link").wantStatus(t, http.StatusOK).text, path+"/link")
		wim.sendForm(path+"/link", link).wantStatus(t, http.StatusUnprocessableEntity)
		link.Set("code", "K7-NESSUNO")
		wim.sendForm(path+"/link", link).wantStatus(t, http.StatusUnprocessableEntity)
		link.Set("code", strings.ToLower(who.Code))
		linked := wim.sendForm(path+"/link", link).wantStatus(t, http.StatusSeeOther).to
		if again := wim.sendForm(path+"/link", link).wantStatus(t, http.StatusSeeOther).to; again != linked {
			t.Errorf("led to %s and %s", linked, again)
		}
		wim.get(path).wantStatus(t, http.StatusOK).wantText(t, who.Code)
		wim.get("/people/"+string(who.ID)).wantStatus(t, http.StatusOK).wantText(t, path)
		link.Del("key")
		wim.sendForm(path+"/link", link).wantStatus(t, http.StatusConflict).wantText(t, "linked to somebody already")
		o.employ(t, "mario", o.Molo, policy.OutreachWorker).post(path+"/link", "code", who.Code, "revision", "0").wantStatus(t, http.StatusNotFound)
	})
}

// TestAnUndoingIsGoodForWhatWasDone: for the account that did it, for that act and what it made, and for an hour. Whatever else stands in the address or in the form takes
// nothing back, neither a colleague's record nor somebody's sheet.
func TestAnUndoingIsGoodForWhatWasDone(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		wim := o.employ(t, "wim", o.Faro, policy.OutreachWorker, policy.DeskWorker)
		ada := o.employ(t, "ada", o.Faro, policy.OutreachWorker, policy.DeskWorker)
		livia := o.employ(t, "livia", o.Faro, policy.Officer)
		met := func(v *visitor, more ...string) string {
			t.Helper()
			form := formOf(t, v.get("/contacts/new").wantStatus(t, http.StatusOK).text, "/contacts")
			meet(form, o)
			for i := 0; i < len(more); i += 2 {
				form.Set(more[i], more[i+1])
			}
			return v.sendForm("/contacts", form).wantStatus(t, http.StatusSeeOther).led
		}
		sheet := func(v *visitor) (to, path string) {
			t.Helper()
			form := formOf(t, v.get("/people/new").wantStatus(t, http.StatusOK).text, "/people")
			form.Set("day", "2024-05-02")
			to = v.sendForm("/people", form).wantStatus(t, http.StatusSeeOther).led
			path, _, _ = strings.Cut(to, "?")
			return to, path
		}
		mine, theirs := met(wim), met(ada)
		made, path := sheet(ada)
		theirPath, _, _ := strings.Cut(theirs, "?")
		before := o.facts(t)
		where, form := undoOf(t, wim.get(mine).text)
		_, deed := undoOf(t, ada.get(theirs).text)
		for what, bent := range map[string]url.Values{
			"somebody's sheet goes along": {"newcomer": {strings.TrimPrefix(path, "/people/")}},
			"another revision":            {"at": {"7"}},
			"a deed of another time":      {"deed": {"1" + form.Get("deed")}},
			"no deed":                     {"deed": {""}},
			"a deed that another did":     {"deed": deed["deed"]},
		} {
			f := url.Values{}
			for name, values := range form {
				f[name] = values
			}
			for name, values := range bent {
				f[name] = values
			}
			if a := wim.sendForm(where, f); a.status != http.StatusConflict {
				t.Errorf("%s: status %d", what, a.status)
			}
		}
		minePath, query, _ := strings.Cut(mine, "?")
		for what, address := range map[string]string{
			"that was written by hand":             minePath + "?said=recorded&done=recorded&undo=" + url.QueryEscape(theirPath+"/remove"),
			"that says of one page what was done":  "/contacts?" + query,
			"that says it of another contact":      theirPath + "?" + query,
			"to which a colleague was led":         theirs,
			"to which they were led, half of it":   mine[:len(mine)-1],
			"that says what was done, with a word": minePath + "?" + query + "A",
		} {
			if text := wim.get(address).text; undoButton.MatchString(text) || strings.Contains(text, `class="done`) {
				t.Errorf("an address %s says that something was done", what)
			}
		}
		if after := o.facts(t); !slices.Equal(before, after) {
			t.Errorf("%s", differences(before, after))
		}
		// a sheet with a request about it is not undone, whoever made it
		undo, button := undoOf(t, ada.get(made).text)
		asked := formOf(t, livia.get("/rights/new").wantStatus(t, http.StatusOK).text, "/rights")
		asked.Set("code", spokenCode.FindStringSubmatch(ada.get(path).text)[1])
		asked.Set("kind", "access")
		asked.Set("cause", "person")
		livia.sendForm("/rights", asked).wantStatus(t, http.StatusSeeOther)
		ada.sendForm(undo, button).wantStatus(t, http.StatusConflict)
		// nor after an hour
		late, path2 := sheet(ada)
		undo, button = undoOf(t, ada.get(late).text)
		for range 7 {
			o.pass(9 * time.Minute)
			ada.get("/").wantStatus(t, http.StatusOK)
		}
		ada.sendForm(undo, button).wantStatus(t, http.StatusConflict).wantText(t, "can no longer be undone")
		ada.get(path2).wantStatus(t, http.StatusOK)
	})
}

var spokenCode = regexp.MustCompile(`<h1 class="spoken">([^<]+)</h1>`)
