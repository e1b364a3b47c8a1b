package desk_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/intake"
	"approdo/internal/testkit"
)

// TestAContactLinkedToTheWrongPersonIsUnlinkedLater, for a reason, and can be linked to another; that is undone like all else, and nothing that somebody changed meanwhile.
func TestAContactLinkedToTheWrongPersonIsUnlinkedLater(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		wim := o.employ(t, "wim", o.Faro, policy.OutreachWorker)
		mario := o.employ(t, "mario", o.Molo, policy.OutreachWorker)
		wrong, right := testkit.Person(o.Faro), testkit.Person(o.Faro)
		must(t, s.Write(t.Context(), operator, func(tx *store.Tx) (err error) {
			if wrong, err = intake.New(o.Book).Person(tx, wrong, false); err == nil {
				right, err = intake.New(o.Book).Person(tx, right, false)
			}
			return err
		}))
		form := formOf(t, wim.get("/contacts/new").wantStatus(t, http.StatusOK).text, "/contacts")
		for name, value := range map[string]string{"unit": string(o.Street), "day": "2024-05-02", "newness": "known", "code": wrong.Code, "protection": "yes"} {
			form.Set(name, value)
		}
		contact, _, _ := strings.Cut(wim.sendForm("/contacts", form).wantStatus(t, http.StatusSeeOther).to, "?")
		wim.get(contact).wantStatus(t, http.StatusOK).wantText(t, "/people/"+string(wrong.ID), contact+"/unlink")
		mario.get(contact+"/unlink").wantStatus(t, http.StatusNotFound)
		why := func() answer {
			form := formOf(t, wim.get(contact+"/unlink").wantStatus(t, http.StatusOK).text, contact+"/unlink")
			wim.sendForm(contact+"/unlink", form).wantStatus(t, http.StatusUnprocessableEntity)
			form.Set("reason", "wrong_record")
			return wim.sendForm(contact+"/unlink", form)
		}
		late := formOf(t, wim.get(contact+"/unlink").text, contact+"/unlink")
		late.Set("reason", "mistyped")
		before := o.facts(t)
		done := why().wantStatus(t, http.StatusSeeOther).led
		wim.sendForm(contact+"/unlink", late).wantStatus(t, http.StatusConflict)
		shown := wim.get(done).wantStatus(t, http.StatusOK).wantText(t, "can be linked to another person").text
		if strings.Contains(wim.get("/people/"+string(wrong.ID)).text, contact) {
			t.Error("the contact still stands on the page of the wrong person")
		}
		where, undo := undoOf(t, shown)
		wim.sendForm(where, undo).wantStatus(t, http.StatusSeeOther)
		after := o.facts(t)
		if got, want := strings.Join(after, "\n"), strings.Join(before, "\n"); got != want {
			t.Errorf("undone, there is\n%s\nwant\n%s", got, want)
		}
		why().wantStatus(t, http.StatusSeeOther)
		link := formOf(t, wim.get(contact+"/link").wantStatus(t, http.StatusOK).text, contact+"/link")
		link.Set("code", right.Code)
		wim.sendForm(contact+"/link", link).wantStatus(t, http.StatusSeeOther)
		wim.get("/people/"+string(right.ID)).wantStatus(t, http.StatusOK).wantText(t, contact)
	})
}

// TestTheCodeOfASheetThatWasOpenedWithAContactIsTold, where it was saved: whoever is on the street says it and writes it down.
func TestTheCodeOfASheetThatWasOpenedWithAContactIsTold(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		wim := o.employ(t, "wim", o.Faro, policy.OutreachWorker)
		outing := formOf(t, wim.get("/outings/new").wantStatus(t, http.StatusOK).text, "/outings")
		outing.Set("unit", string(o.Street))
		outing.Set("day", "2024-05-02")
		night, _, _ := strings.Cut(wim.sendForm("/outings", outing).wantStatus(t, http.StatusSeeOther).to, "?")
		form := formOf(t, wim.get(night+"/contacts/new").wantStatus(t, http.StatusOK).text, night+"/contacts")
		form.Set("gender", "woman")
		form.Set("with_code", "yes")
		to := wim.sendForm(night+"/contacts", form).wantStatus(t, http.StatusSeeOther).led
		told := regexp.MustCompile(`href="(/people/[0-9a-f-]{36})">([A-Z][0-9]+-[A-Z]+)<`).FindStringSubmatch(wim.get(to).wantStatus(t, http.StatusOK).text)
		if told == nil {
			t.Fatal("no code is told")
		}
		wim.get(told[1]).wantStatus(t, http.StatusOK).wantText(t, told[2])
		form = formOf(t, wim.get(night+"/contacts/new").wantStatus(t, http.StatusOK).text, night+"/contacts")
		form.Set("gender", "woman")
		if strings.Contains(wim.get(wim.sendForm(night+"/contacts", form).wantStatus(t, http.StatusSeeOther).led).text, told[2]) {
			t.Error("the code of the one before is told of the next")
		}
	})
}

// TestNoDayOfAnyKindIsBeforeTheProgramCanBeAsked: a typing error in the year made somebody one to be erased, and nobody found them.
func TestNoDayOfAnyKindIsBeforeTheProgramCanBeAsked(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		wim := o.employ(t, "wim", o.Faro, policy.DeskWorker, policy.CaseManager, policy.OutreachWorker)
		who := testkit.Person(o.Faro)
		must(t, s.Write(t.Context(), operator, func(tx *store.Tx) (err error) {
			who, err = intake.New(o.Book).Person(tx, who, false)
			return err
		}))
		sheet := "/people/" + string(who.ID)
		for _, c := range [][2]string{
			{"/people/new", "/people"},
			{"/contacts/new", "/contacts"},
			{"/outings/new", "/outings"},
			{"/actions/new", "/actions"},
			{"/meetings/new", "/meetings"},
			{sheet + "/protection/new", sheet + "/protection"},
			{sheet + "/interviews/new", sheet + "/interviews"},
			{sheet + "/enrolments/new", sheet + "/enrolments"},
		} {
			for _, day := range []string{"1949-12-31", "1900-11-30", "0001-01-01"} {
				form := formOf(t, wim.get(c[0]).wantStatus(t, http.StatusOK).text, c[1])
				form.Set("day", day)
				form.Set("gender", "woman")
				wim.sendForm(c[1], form).wantStatus(t, http.StatusUnprocessableEntity).wantText(t, "Choose a day between")
			}
		}
	})
}
