package desk_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/vault"
	"approdo/internal/testkit"
)

// keyed is an office whose vault was founded with one holder, who follows somebody with a name.
func keyed(t *testing.T, s *store.Store) (o *office, ada *visitor, path string) {
	t.Helper()
	o = staff(t, s)
	ada = o.employ(t, "ada", o.Faro, policy.CaseManager)
	testkit.Vault(t, s, o.Faro, "ada")
	var p person.Person
	must(t, s.Write(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) (err error) {
		p, err = person.New(o.Book).Record(tx, testkit.Person(o.Faro))
		return err
	}))
	path = "/people/" + string(p.ID)
	ada.post(path+"/followers", "account", "account-ada").wantStatus(t, http.StatusSeeOther)
	ada.post(path+"/card/save", "section", "names", "revision", "0", "name", "Zefira Nuvolari").wantStatus(t, http.StatusSeeOther)
	return o, ada, path
}

// member reads an account by log-in name.
func (o *office) member(t *testing.T, login string) (a network.Account) {
	t.Helper()
	must(t, o.store.Read(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) (err error) {
		a, err = network.FindAccount(tx, login)
		return err
	}))
	return a
}

// gives presses the button that gives a colleague the key, as the page of keys shows them.
func (v *visitor) gives(login string) answer {
	v.t.Helper()
	a := v.office.member(v.t, login)
	form := []string{"account", string(a.ID), "fingerprint", a.Public.Fingerprint()}
	for _, role := range a.RoleTexts() {
		form = append(form, "roles", role)
	}
	return v.post("/keys", form...)
}

func (a answer) misses(t *testing.T, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if strings.Contains(a.text, text) {
			t.Errorf("the page says %q", text)
		}
	}
}

func TestANewColleagueIsGivenTheKeyAndWhoLeavesLosesIt(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o, ada, path := keyed(t, s)
		bea := o.employ(t, "bea", o.Faro, policy.OutreachWorker)
		boss := o.employ(t, "boss", o.Faro, policy.OrganisationAdmin)

		bea.get("/keys").wantText(t, "You do not hold the key yet")
		ada.get("/").wantText(t, "A colleague waits for the team&#39;s key")
		ada.get("/keys").wantText(t, "bea")
		bea.gives("bea").wantStatus(t, http.StatusConflict) // nobody gives themselves a key
		ada.gives("boss").wantStatus(t, http.StatusNotFound)
		ada.post("/keys", "account", "account-bea").wantStatus(t, http.StatusConflict).wantText(t, "The key changed")
		ada.post("/keys", "account", "account-bea", "fingerprint", o.member(t, "bea").Public.Fingerprint()).wantStatus(t, http.StatusConflict).wantText(t, "The roles changed")
		ada.gives("bea").wantStatus(t, http.StatusSeeOther)
		bea.post(path+"/card", "section", "names").wantStatus(t, http.StatusUnprocessableEntity).misses(t, "Zefira")
		bea.post(path+"/card", "section", "names", "purpose", "handover").wantStatus(t, http.StatusOK).wantText(t, "Zefira Nuvolari")
		boss.post(path+"/card", "section", "names", "purpose", "handover").wantStatus(t, http.StatusNotFound)

		grant, err := policy.Authorize(policy.Subject{Account: "account-boss", Organisation: string(o.Faro), Lead: true, Status: policy.Confirmed, Roles: []policy.Role{policy.OrganisationAdmin}}, policy.MembersChange)
		must(t, err)
		must(t, s.Write(t.Context(), grant, func(tx *store.Tx) error { return network.Leave(tx, "account-bea", roster.By{}) }))
		ada.get("/").wantText(t, "it has to be changed")
		ada.post("/keys/turn").wantStatus(t, http.StatusSeeOther)
		ada.get("/keys").misses(t, "it has to be changed")
		ada.post(path+"/card", "section", "names").wantStatus(t, http.StatusOK).wantText(t, "Zefira Nuvolari")
		must(t, s.Read(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
			doors, err := vault.Doors(tx, "account-bea")
			if len(doors) != 0 {
				t.Error("who left still holds a key")
			}
			return err
		}))
	})
}

func TestGlassIsAskedForAnsweredAndSeen(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o, ada, path := keyed(t, s)
		cleo := o.employ(t, "cleo", o.Faro, policy.DeskWorker)
		officer := o.employ(t, "olga", o.Faro, policy.Officer)

		cleo.get(path).wantText(t, "It is an emergency: ask for the key").misses(t, "Zefira")
		cleo.post(path+"/glass").wantStatus(t, http.StatusUnprocessableEntity)
		cleo.post(path+"/glass", "purpose", "danger").wantStatus(t, http.StatusSeeOther)
		officer.get("/").wantText(t, "cleo asked for the key of", "Danger to the person")
		home := ada.get("/").wantText(t, "cleo asks to see")
		at := strings.Index(home.text, `action="/glass/`)
		if at < 0 {
			t.Fatal("nothing to answer")
		}
		question := home.text[at+len(`action="`):][:len("/glass/")+36]
		cleo.post(question, "answer", "yes").wantStatus(t, http.StatusNotFound)
		ada.post(question, "answer", "yes").wantStatus(t, http.StatusSeeOther)
		cleo.post(path+"/card", "section", "names").wantStatus(t, http.StatusOK).wantText(t, "Zefira Nuvolari", "Broken glass")
		cleo.post(path+"/card/save", "section", "names", "revision", "1", "name", "Another").wantStatus(t, http.StatusNotFound)
		o.pass(61 * 60 * 1e9)
		o.session(t, "cleo").post(path+"/card", "section", "names").misses(t, "Zefira")
	})
}

func TestTwoWhoChangeOneSectionLoseNothing(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		_, ada, path := keyed(t, s)
		ada.post(path+"/card/save", "section", "names", "revision", "1", "name", "Zefira N.", "was_name", "Zefira Nuvolari").wantStatus(t, http.StatusSeeOther)
		conflict := ada.post(path+"/card/save", "section", "names", "revision", "1", "name", "Zefira Nuvolara", "nicknames", "Zef", "was_name", "Zefira Nuvolari")
		conflict.wantStatus(t, http.StatusConflict).wantText(t, "Zefira N.", "Zefira Nuvolara", "Zef")
		ada.post(path+"/card/save", "section", "names", "revision", "2", "name", "Zefira Nuvolara", "nicknames", "Zef").wantStatus(t, http.StatusSeeOther)
		ada.post(path+"/card", "section", "names").wantText(t, "Zefira Nuvolara", "Zef")
	})
}

// TestAFormThatNoPageShowedIsAnsweredCalmly: nothing is opened of a card in which nothing is written, and nothing that was typed is taken for saved.
func TestAFormThatNoPageShowedIsAnsweredCalmly(t *testing.T) {
	t.Parallel()
	o, ada, written := keyed(t, testkit.Store(t))
	path, _ := o.meet(t, o.Faro)
	ada.post(path+"/followers", "account", "account-ada").wantStatus(t, http.StatusSeeOther)
	ada.post(path+"/card", "section", "all").wantStatus(t, http.StatusNotFound)
	for _, revision := range []string{"7", "-1", "9223372036854775807"} {
		ada.post(path+"/card/save", "section", "notes", "revision", revision, "text", "typed").wantStatus(t, http.StatusConflict)
		ada.post(written+"/card/save", "section", "names", "revision", revision, "name", "Zef").wantStatus(t, http.StatusConflict).wantText(t, "Zefira Nuvolari")
	}
}

// TestAConflictProposesWhatTheOtherWroteWhereTheReaderWroteNothing also in a text of several lines, whose ends a browser sends in its own way.
func TestAConflictProposesWhatTheOtherWroteWhereTheReaderWroteNothing(t *testing.T) {
	_, ada, path := keyed(t, testkit.Store(t))
	ada.post(path+"/card/save", "section", "names", "revision", "1", "name", "Zefira Nuvolari", "nicknames", "Zef\r\nNuvola", "others", "Zeffira\r\nNuvolara").wantStatus(t, http.StatusSeeOther)
	edit := func() url.Values {
		return formOf(t, ada.post(path+"/card/edit", "section", "names").wantStatus(t, http.StatusOK).text, path+"/card/save")
	}
	theirs, mine := edit(), edit()
	theirs.Set("nicknames", "Zef\r\nBrezza")
	ada.sendForm(path+"/card/save", theirs).wantStatus(t, http.StatusSeeOther)
	mine.Set("others", "Zeffira\r\nNuvolaro")
	choice := formOf(t, ada.sendForm(path+"/card/save", mine).wantStatus(t, http.StatusConflict).text, path+"/card/save")
	ada.sendForm(path+"/card/save", choice).wantStatus(t, http.StatusSeeOther)
	now := edit()
	for name, want := range map[string]string{"name": "Zefira Nuvolari", "nicknames": "Zef\r\nBrezza", "others": "Zeffira\r\nNuvolaro"} {
		if got := now.Get(name); got != want {
			t.Errorf("%s is %q after the choice that was proposed, want %q", name, got, want)
		}
	}
}
