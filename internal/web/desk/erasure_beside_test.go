package desk_test

import (
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"testing"

	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/rights"
	"approdo/internal/care/sheet"
	"approdo/internal/testkit"
	"approdo/internal/testkit/joins"
)

// naming collects all by which people are known: their ids and codes, the tokens of the register, and the ids of their records.
func (o *office) naming(t *testing.T, people ...worked) joins.Truth {
	t.Helper()
	g := joins.Truth{Store: o.store, Erased: len(people), Dead: map[string]int{}, Husks: map[string]int{}, Stay: map[string]int{}, Except: map[string]bool{}}
	must(t, o.store.Read(t.Context(), operator, func(tx *store.Tx) error {
		for n, w := range people {
			g.Dead[w.id()], g.Dead[w.code] = n, n
			records, err := rights.Registry().About(tx, w.id())
			if err != nil {
				return err
			}
			for _, r := range records {
				g.Dead[r.ID] = n
			}
		}
		return nil
	}))
	if where := g.Standing(t); len(where) < 4 {
		t.Fatalf("before the erasure they stand in %v only: the test is blind", where)
	}
	return g
}

// gone fails where something of whoever was erased stands still.
func (o *office) gone(t *testing.T, g joins.Truth) {
	t.Helper()
	must(t, o.store.Chunks(t.Context(), operator, rights.Finish))
	if where := g.Standing(t); len(where) != 0 {
		t.Errorf("of whoever was erased stands something in %v", where)
	}
}

// asks opens a request to erase somebody.
func (v *visitor) asks(t *testing.T, code string) string {
	t.Helper()
	return v.post("/rights", "code", code, "kind", "erasure", "cause", "person", "day", "2024-05-03").wantStatus(t, http.StatusSeeOther).to
}

// TestTwentyErasuresAtOnceAreTwenty: each once, with its certificate, while colleagues go on recording; nothing of anybody stands afterwards, and the trail is whole.
func TestTwentyErasuresAtOnceAreTwenty(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		const many = 20
		o := staff(t, s)
		wim := o.employ(t, "wim", o.Faro, policy.DeskWorker, policy.CaseManager, policy.OutreachWorker)
		officers := []*visitor{o.employ(t, "livia", o.Faro, policy.Officer), o.employ(t, "lara", o.Faro, policy.Officer)}
		dice := rand.New(rand.NewPCG(3, 9))
		people, requests := make([]worked, many), make([]string, many)
		for i := range people {
			people[i] = o.works(t, wim, dice, 1+i)
			requests[i] = officers[i%2].asks(t, people[i].code)
		}
		g := o.naming(t, people...)
		var done sync.WaitGroup
		answers := make([]int, 2*many)
		for i := range answers { // each is confirmed by two officers at once
			done.Add(1)
			go func() {
				defer done.Done()
				answers[i] = officers[i%2].post(requests[i/2]+"/erase", "code", people[i/2].code).status
			}()
		}
		o.works(t, wim, dice, 500)
		done.Wait()
		for i := range people {
			one, two := answers[2*i], answers[2*i+1]
			if one != http.StatusSeeOther || two != http.StatusSeeOther { // who came second is answered as who came first
				t.Errorf("person %d was erased by %d and %d", i, one, two)
			}
			officers[0].get(requests[i]).wantStatus(t, http.StatusOK).wantText(t, "Certificate of erasure")
		}
		o.gone(t, g)
		must(t, s.Read(t.Context(), operator, func(tx *store.Tx) error {
			var once int64
			if err := tx.QueryRow(`SELECT COUNT(*) FROM vault_erasures`).Scan(&once); err != nil || once != many {
				t.Errorf("%d erasures of %d people: %v", once, many, err)
			}
			found, err := rights.Examine(tx)
			if len(found) != 0 {
				t.Errorf("what stands in the tables does not agree: %v", found)
			}
			return err
		}))
	})
}

// TestAFileThatNamesWhoIsErasedMeanwhile: a register of an office names somebody by its own code. Erased between the preview and the recording, after it, and after a second file, nothing of them stands, whether
// the import is undone or taken again; who stands beside them in the file keeps their records.
func TestAFileThatNamesWhoIsErasedMeanwhile(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		livia := o.employ(t, "livia", o.Faro, policy.Officer)
		dina := o.employ(t, "dina", o.Faro, policy.DeskWorker, policy.CaseManager)
		first := dina.record(dina.draft(sheet.Contacts, register(good, other)))
		met := func(day string) worked {
			t.Helper()
			var w worked
			must(t, s.Read(t.Context(), operator, func(tx *store.Tx) error {
				var id string
				err := tx.QueryRow(`SELECT p.id, p.code FROM person_persons p JOIN outreach_contacts c ON c.person_id = p.id WHERE c.day = $1`, day).Scan(&id, &w.code)
				w.path = "/people/" + id
				return err
			}))
			return w
		}
		who, beside := met("2024-11-04"), met("2024-11-05")
		enrol := func(day, code string) []byte {
			return []byte("Data;Unità;Fonte;Codice persona\n" + day + ";Sportello;Referral;" + code + "\n")
		}
		path := dina.record(dina.draft(sheet.Enrolments, append(enrol("06/11/2024", "K1"), "07/11/2024;Sportello;Referral;K2\n"...)))
		for _, w := range []worked{who, beside} {
			if text := dina.get(w.path).wantStatus(t, http.StatusOK).text; !strings.Contains(text, "Enrolment in the programme") {
				t.Fatalf("the file of enrolments enrolled nobody: %s", path)
			}
		}
		waiting := dina.draft(sheet.Actions, []byte("Data;Unità;Azione;Codice persona\n04/11/2024;Sportello;accompagnamento sanitario;K1\n05/11/2024;Sportello;accompagnamento sanitario;K2\n"))
		seen := dina.reading(waiting)
		dina.get(waiting).wantText(t, "Record 2 rows")
		g := o.naming(t, who)
		livia.post(livia.asks(t, who.code)+"/erase", "code", who.code).wantStatus(t, http.StatusSeeOther)
		o.gone(t, g)

		// What was seen is not what would be recorded now: it is shown again, and whoever was erased is somebody new.
		dina.post(waiting+"/record", "reading", seen).wantStatus(t, http.StatusSeeOther)
		if text := plain(dina.get(waiting).wantStatus(t, http.StatusOK).text); !strings.Contains(text, "nothing was recorded") || !strings.Contains(text, "new persons 1") {
			t.Errorf("a file that names whoever was erased is recorded otherwise than it was shown: %s", text)
		}
		if text := plain(dina.get(dina.record(waiting)).text); !strings.Contains(text, "Rows added 2") || !strings.Contains(text, "New persons 1") {
			t.Errorf("what was shown was not recorded: %s", text)
		}
		o.gone(t, g)
		dina.get(who.path).wantStatus(t, http.StatusNotFound)
		dina.get(beside.path).wantStatus(t, http.StatusOK)

		// The first file again: its rows are known, and nobody comes back by them.
		again := dina.draft(sheet.Contacts, register(good, other))
		dina.get(again).wantText(t, "Every row is recorded already")
		o.gone(t, g)
		dina.post(undoing(path)).wantStatus(t, http.StatusSeeOther)
		dina.post(undoing(first)).wantStatus(t, http.StatusOK).wantText(t, "It cannot be undone")
		o.gone(t, g)
		must(t, s.Read(t.Context(), operator, func(tx *store.Tx) error {
			found, err := rights.Examine(tx)
			if len(found) != 0 {
				t.Errorf("what stands in the tables does not agree: %v", found)
			}
			return err
		}))
	})
}

// TestALinkThatWasLoosedLeadsNowhereAfterAnErasure: a contact is linked to somebody and loosed again, and another corrected and corrected back, before they are erased: neither the undoing of it nor the address of the record brings
// anybody back, and the contact that is nobody's stays as it was.
func TestALinkThatWasLoosedLeadsNowhereAfterAnErasure(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		wim := o.employ(t, "wim", o.Faro, policy.DeskWorker, policy.CaseManager, policy.OutreachWorker)
		livia := o.employ(t, "livia", o.Faro, policy.Officer)
		who := o.works(t, wim, rand.New(rand.NewPCG(1, 2)), 7)
		form := formOf(t, wim.get("/contacts/new").wantStatus(t, http.StatusOK).text, "/contacts")
		meet(form, o)
		contact, _, _ := strings.Cut(wim.sendForm("/contacts", form).wantStatus(t, http.StatusSeeOther).to, "?")
		wim.sends(contact+"/link", contact+"/link", "code", who.code)
		wim.sends(contact+"/unlink", contact+"/unlink", "reason", "wrong_record")
		if text := wim.get(contact).wantStatus(t, http.StatusOK).text; strings.Contains(text, who.code) {
			t.Fatalf("the contact is linked still:\n%s", plain(text))
		}
		g := o.naming(t, who)
		request := livia.asks(t, who.code)
		hold := strings.Replace(who.path, "/people/", "/holds/", 1)
		livia.post(hold, "reason", "proceedings").wantStatus(t, http.StatusSeeOther)
		livia.post(request+"/erase", "code", who.code).wantStatus(t, http.StatusUnprocessableEntity)
		livia.press(t, livia.get(hold), hold+"/lift").wantStatus(t, http.StatusSeeOther)
		livia.post(request+"/erase", "code", who.code).wantStatus(t, http.StatusSeeOther)
		o.gone(t, g)
		wim.get(hold).wantStatus(t, http.StatusNotFound)
		livia.post(hold, "reason", "proceedings").wantStatus(t, http.StatusNotFound)
		livia.get(hold).wantStatus(t, http.StatusNotFound)
		if a := wim.post(contact+"/link", "code", who.code, "revision", "2"); a.status == http.StatusSeeOther || a.status >= 500 {
			t.Errorf("linked to whoever was erased: %d", a.status)
		}
		if text := wim.get(contact).wantStatus(t, http.StatusOK).text; strings.Contains(text, who.code) || strings.Contains(text, who.id()) {
			t.Errorf("the contact names whoever was erased:\n%s", plain(text))
		}
		o.gone(t, g)
	})
}
