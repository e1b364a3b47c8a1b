package desk_test

import (
	"html"
	"maps"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"approdo/internal/base/i18n"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/intake"
	"approdo/internal/care/person"
	"approdo/internal/testkit"
)

// refused is one refusal: what was asked, its key, and where its way leads.
type refused struct {
	key string
	ask func() answer
	to  string // a pattern
}

// TestWhoeverIsRefusedIsLedToTheStepThatIsAskedFor: each refusal that names a step has a link there, and the link opens. Who may not take the step is not offered it.
func TestWhoeverIsRefusedIsLedToTheStepThatIsAskedFor(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		wim := o.employ(t, "wim", o.Faro, policy.OutreachWorker, policy.DeskWorker, policy.CaseManager)
		street, home := []string{"unit", string(o.Street), "day", "2024-05-02"}, []string{"unit", string(o.Desk), "day", "2024-05-02"}
		somebody := func() person.Person {
			p := testkit.Person(o.Faro)
			must(t, s.Write(t.Context(), operator, func(tx *store.Tx) (err error) {
				p, err = intake.New(o.Book).Person(tx, p, false)
				return err
			}))
			return p
		}
		sheet := func(p person.Person) string { return "/people/" + string(p.ID) }
		send := func(v *visitor, shown, action string, nameValue ...string) answer {
			t.Helper()
			form := formOf(t, v.get(shown).wantStatus(t, http.StatusOK).text, action)
			for i := 0; i+1 < len(nameValue); i += 2 {
				form.Set(nameValue[i], nameValue[i+1])
			}
			return v.sendForm(action, form)
		}
		made := func(shown, action string, nameValue ...string) string {
			t.Helper()
			a := send(wim, shown, action, nameValue...)
			if a.status != http.StatusSeeOther {
				t.Fatalf("%s: status %d: %s", action, a.status, problemOf(a.text))
			}
			if undo := undoButton.FindStringSubmatch(wim.get(a.led).text); undo != nil {
				return strings.TrimSuffix(undo[1], "/remove")
			}
			return a.to
		}
		met := append(slices.Clone(street), "newness", "unsure", "gender", "woman", "age_band", "adult")
		aside := func(list []string, nameValue ...string) []string { return append(slices.Clone(list), nameValue...) }
		enrol := func(p person.Person, nameValue ...string) string {
			return made(sheet(p)+"/enrolments/new", sheet(p)+"/enrolments", aside(aside(home, "kind", "own", "source", "desk"), nameValue...)...)
		}
		in, out, helped, answered, sent := somebody(), somebody(), somebody(), somebody(), somebody()
		enrolment := enrol(in)
		made(sheet(in)+"/deliveries/new", sheet(in)+"/deliveries", aside(home, "type", "legal_support")...)
		enrol(sent, "kind", "elsewhere", "receiver", "other_project")
		help := made("/actions/new?person="+string(helped.ID), "/actions", aside(street, "type", "mediation")...)
		outing := made("/outings/new", "/outings", aside(street, "mode", "outdoor")...)
		made(outing+"/contacts/new", outing+"/contacts", met[4:]...)
		contact := made("/contacts/new", "/contacts", met...)
		made("/actions/new?contact="+strings.TrimPrefix(contact, "/contacts/"), "/actions", aside(street, "type", "mediation")...)
		linked := made("/contacts/new", "/contacts", aside(met, "code", out.Code)...)
		made(sheet(answered)+"/protection/new", sheet(answered)+"/protection", "answer", "no", "day", "2024-05-02")
		link := formOf(t, wim.get(contact+"/link").text, contact+"/link")
		other := made("/contacts/new", "/contacts", met...)
		otherLink := formOf(t, wim.get(other+"/link").text, other+"/link")
		otherLink.Set("code", out.Code)
		wim.sendForm(other+"/link", otherLink).wantStatus(t, http.StatusSeeOther)
		otherLink.Del("key")
		undone := send(wim, "/contacts/new", "/contacts", met...).led
		where, undo := undoOf(t, wim.get(undone).text)
		changed, _, _ := strings.Cut(undone, "?")
		send(o.employ(t, "ada", o.Faro, policy.OutreachWorker), changed+"/edit", changed+"/edit", "gender", "man", "reason", "mistyped").wantStatus(t, http.StatusSeeOther)

		cases := []refused{
			{"outreach.in_use", func() answer { return wim.post(contact+"/remove", "reason", "mistyped") }, `/actions/[0-9a-f-]{36}`},
			{"outreach.in_use", func() answer { return wim.post(outing+"/remove", "reason", "mistyped") }, `/contacts/[0-9a-f-]{36}`},
			{"casework.in_use", func() answer { return wim.post(enrolment+"/remove", "reason", "mistyped") }, `/deliveries/[0-9a-f-]{36}`},
			{"person.in_use", func() answer { return wim.post(sheet(helped)+"/remove", "reason", "mistyped") }, `/actions/[0-9a-f-]{36}`},
			{"casework.in_charge", func() answer {
				return send(wim, "/actions/new?person="+string(in.ID), "/actions", aside(street, "type", "mediation")...)
			}, sheet(in) + `/deliveries/new\?day=2024-05-02`},
			{"casework.not_in_charge", func() answer {
				return send(wim, sheet(out)+"/deliveries/new", sheet(out)+"/deliveries", aside(home, "type", "legal_support")...)
			}, `/actions/new\?day=2024-05-02&person=` + string(out.ID)},
			{"casework.enrolled_twice", func() answer {
				return send(wim, sheet(in)+"/enrolments/new", sheet(in)+"/enrolments", aside(home, "kind", "own", "source", "desk")...)
			}, `/enrolments/[0-9a-f-]{36}`},
			{"casework.elsewhere_since", func() answer {
				return send(wim, sheet(sent)+"/enrolments/new", sheet(sent)+"/enrolments", aside(home, "kind", "own", "source", "desk")...)
			}, `/enrolments/[0-9a-f-]{36}`},
			{"casework.helped_before", func() answer {
				return send(wim, sheet(helped)+"/enrolments/new", sheet(helped)+"/enrolments", aside(home, "kind", "own", "source", "desk")...)
			}, help},
			{"work.changed_since", func() answer { return wim.sendForm(where, undo) }, changed},
			{"desk.undo.late", func() answer { return wim.post(contact+"/restore", "undo", "yes", "deed", "1.00") }, contact},
			{"desk.undo.late", func() answer { return wim.post(contact+"/unlink", "undo", "yes", "deed", "1.00") }, contact},
			{"intake.not_linked", func() answer { return wim.get(contact + "/unlink") }, contact},
			{"desk.undo.late", func() answer { return wim.post(contact+"/remove", "undo", "yes", "deed", "1.00") }, contact},
			{"intake.linked_already", func() answer { return wim.sendForm(other+"/link", otherLink) }, sheet(out)},
			{"intake.linked_already", func() answer { return wim.get(linked + "/link") }, sheet(out)},
			{"intake.helped_in_charge", func() answer {
				link.Set("code", in.Code)
				return wim.sendForm(contact+"/link", link)
			}, `/actions/[0-9a-f-]{36}`},
			{"work.changed_meanwhile", func() answer {
				stale := url.Values{}
				maps.Copy(stale, link)
				stale.Set("revision", "7")
				return wim.sendForm(contact+"/link", stale)
			}, contact},
			{"intake.met_before", func() answer {
				return send(wim, "/contacts/new", "/contacts", aside(met, "newness", "new", "code", out.Code)...)
			}, sheet(out)},
			{"intake.another", func() answer {
				return send(wim, "/contacts/new", "/contacts", aside(met, "gender", "man", "code", somebodyKnown(t, o, wim, met).Code)...)
			}, `/people/[0-9a-f-]{36}`},
			{"person.answered_that_day", func() answer {
				return send(wim, sheet(answered)+"/protection/new", sheet(answered)+"/protection", "answer", "yes", "day", "2024-05-02")
			}, `/protections/[0-9a-f-]{36}`},
			{"person.answered_otherwise", func() answer {
				return send(wim, "/contacts/new", "/contacts", aside(met, "protection", "yes", "code", answered.Code)...)
			}, `/protections/[0-9a-f-]{36}`},
		}
		walked := map[string]bool{
			"intake.sent_otherwise": true, // TestWhatWasSentAgainWithOtherAnswersLeadsToWhatWasSaved
			"planned.made_of_it":    true, // TestAPlanThatEndedMeanwhileLosesNothingAndIsNotAskedAboutForEver
		}
		for _, c := range cases {
			walked[c.key] = true
			a := c.ask()
			if a.status < 400 || !strings.Contains(html.UnescapeString(a.text), sentence(c.key)) {
				t.Errorf("%s: status %d: %s", c.key, a.status, problemOf(a.text))
				continue
			}
			found := regexp.MustCompile(`href="(` + c.to + `[^"]*)"[^>]*>Open|href="(` + c.to + `[^"]*)"[^>]*>Record`).FindStringSubmatch(html.UnescapeString(a.text))
			if found == nil {
				t.Errorf("%s: nothing leads to %s", c.key, c.to)
				continue
			}
			wim.get(found[1]+found[2]).wantStatus(t, http.StatusOK)
		}
		for _, key := range keysWithWays(t) {
			if !walked[key] {
				t.Errorf("the refusal %s has a way that no test walks", key)
			}
		}
		leo := o.employ(t, "leo", o.Faro, policy.OutreachWorker) // records no services
		if a := send(leo, "/actions/new?person="+string(in.ID), "/actions", aside(street, "type", "mediation")...); strings.Contains(a.text, "/deliveries/new") {
			t.Error("who may record no services is led to their form")
		}
	})
}

// somebodyKnown is somebody who was met and given a code: their facts are known.
func somebodyKnown(t *testing.T, o *office, v *visitor, met []string) (p person.Person) {
	t.Helper()
	form := formOf(t, v.get("/contacts/new").wantStatus(t, http.StatusOK).text, "/contacts")
	for i := 0; i < len(met); i += 2 {
		form.Set(met[i], met[i+1])
	}
	form.Set("with_code", "yes")
	to := v.sendForm("/contacts", form).wantStatus(t, http.StatusSeeOther).led
	id := regexp.MustCompile(`href="/people/([0-9a-f-]{36})"`).FindStringSubmatch(v.get(to).text)[1]
	must(t, o.store.Read(t.Context(), operator, func(tx *store.Tx) (err error) {
		p, err = person.Find(tx, person.ID(id))
		return err
	}))
	v.get(to).wantText(t, p.Code) // nobody looks for it elsewhere
	return p
}

// sentence is how the words of a refusal end; what depends on the case stands before.
func sentence(key string) string {
	words := i18n.For("en").T(key)
	return words[max(0, len(words)-30):]
}

// keysWithWays are the refusals that the rooms of casework, and the screens, lead on from.
func keysWithWays(t *testing.T) (keys []string) {
	t.Helper()
	leads := regexp.MustCompile(`errs\.E\(errs\.\w+, "([a-z_.]+)"[^\n]*\.At\(`)
	for _, dir := range []string{"../../care/outreach", "../../care/casework", "../../care/intake", "../../care/person", "../../care/track", "../../care/work", "../kit", "outreach", "people", "programme"} {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		must(t, err)
		for _, name := range files {
			text, err := os.ReadFile(name)
			must(t, err)
			for _, m := range leads.FindAllSubmatch(text, -1) {
				keys = append(keys, string(m[1]))
			}
		}
	}
	if len(keys) < 8 {
		t.Fatalf("only %d refusals lead on: the sources are read wrongly", len(keys))
	}
	return keys
}

// TestTheCodeOfASheetThatAContactOpenedIsSaidAtOnce: on an outing the next contact's form follows, and the one to whom the code is to be told still stands there.
func TestTheCodeOfASheetThatAContactOpenedIsSaidAtOnce(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		wim := o.employ(t, "wim", o.Faro, policy.OutreachWorker)
		outing, _, _ := strings.Cut(wim.post("/outings", "unit", string(o.Street), "day", "2024-05-02", "mode", "outdoor").wantStatus(t, http.StatusSeeOther).to, "?")
		outing = strings.TrimSuffix(outing, "/contacts/new")
		form := formOf(t, wim.get(outing+"/contacts/new").wantStatus(t, http.StatusOK).text, outing+"/contacts")
		meet(form, o)
		form.Set("with_code", "yes")
		to := wim.sendForm(outing+"/contacts", form).wantStatus(t, http.StatusSeeOther).led
		var code string
		must(t, s.Read(t.Context(), operator, func(tx *store.Tx) error {
			return tx.QueryRow(`SELECT code FROM person_persons`).Scan(&code)
		}))
		wim.get(to).wantStatus(t, http.StatusOK).wantText(t, ">"+code+"</a>")
	})
}
