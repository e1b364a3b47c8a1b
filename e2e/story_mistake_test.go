package e2e_test

import (
	"net/http"
	"strings"
	"testing"
)

// TestAContactJustRecordedIsTakenBackWithOnePress: the worker tapped for the wrong person.
func TestAContactJustRecordedIsTakenBackWithOnePress(t *testing.T) {
	b := open(t)
	s := visitSite(t)
	outing := s.outingOf(t, s.meetsSomebody(t, "nora"))
	for name, plain := range map[string]bool{"with scripts": false, "without": true} {
		t.Run(name, func(t *testing.T) {
			w := b.walk(t, s.address, "it", plain)
			w.enter(s.login(t, "nora"))
			w.open(outing)
			w.sees("Contatti 1")
			w.press("Nuovo contatto")
			h := &thumb{w: w}
			h.tap("Mai incontrata prima")
			h.leave("Salva contatto")
			w.sees("Salvato.")
			if !w.holds(`new URLSearchParams(location.search).has("done")`) {
				t.Fatal("the page does not say what was done")
			}
			h.leave("Annulla")
			w.sees("Annullato.", "Contatti 1", "di cui nuovi 0")
		})
	}
}

// TestAFormWithAMistakeKeepsEverythingTyped: what is wrong is said beside the field, and nothing has to be typed again.
func TestAFormWithAMistakeKeepsEverythingTyped(t *testing.T) {
	b := open(t)
	s := visitSite(t)
	w := b.walk(t, s.address, "it", false)
	w.enter(s.login(t, "nora"))

	w.open("/outings/new")
	w.choose("Unità", "Unità serale Brinaverde")
	w.fill("Online", "")
	w.fill("Durata in minuti", "-5")
	w.fill("Donne viste", "4")
	w.unfold("Altro, anche dopo")
	w.fill("Annunci mappati", "12")
	w.press("Salva l'uscita")
	w.sees("Scrivi un numero intero")
	w.keeps(map[string]string{"minutes": "-5", "women": "4", "adverts": "12", "mode": "online"})
	w.fill("Durata in minuti", "90")
	w.press("Salva l'uscita")
	w.sees("Salvato.", "Unità serale Brinaverde", "Online", "Annunci mappati 12", "1,5")

	w.press("Nuovo contatto")
	w.fill("Già incontrata", "")
	w.fill("Donna trans", "")
	w.fill("Sud America", "")
	w.unfold("Altro, anche dopo")
	w.choose("Ambito", "Sessuale online")
	w.fill("Codice della persona", "Z9-NESSUNO")
	w.press("Salva contatto")
	w.sees("Z9-NESSUNO")
	w.keeps(map[string]string{"newness": "known", "gender": "trans_woman", "region": "south_america", "setting": "sexual_online", "code": "Z9-NESSUNO", "province": "IT-BG"})
}

// keeps fails unless the fields of the form hold these answers.
func (w *walk) keeps(answers map[string]string) {
	w.t.Helper()
	for name, answer := range answers {
		if !w.holds(`new FormData(document.querySelector("form.form")).get(` + quote(name) + `) === ` + quote(answer)) {
			w.t.Errorf("%s is no longer %q; the page reads:\n%s", name, answer, w.reads())
		}
	}
}

// outingOf is the address of the outing that a contact belongs to.
func (s *site) outingOf(t *testing.T, contact string) string {
	t.Helper()
	_, _, page := s.fetch(t, s.login(t, "nora"), contact)
	_, rest, found := strings.Cut(page, `href="/outings/`)
	if !found {
		t.Fatal("the contact names no outing")
	}
	id, _, _ := strings.Cut(rest, `"`)
	return "/outings/" + id
}

// TestAnotherOrganisationCannotTellAContactFromNone: Saverio of another cooperative asks for Nora's contact and for one
// that never was. The answers are the same to the byte, but for the address he asked for, which the choice of language repeats.
func TestAnotherOrganisationCannotTellAContactFromNone(t *testing.T) {
	s := visitSite(t)
	contact := s.meetsSomebody(t, "nora")
	const never = "/contacts/019368aa-0000-7000-8000-000000000000"
	saverio := s.login(t, "saverio")
	for _, then := range []string{"", "/edit"} {
		status, kind, theirs := s.fetch(t, saverio, contact+then)
		noStatus, noKind, none := s.fetch(t, saverio, never+then)
		if status != http.StatusNotFound || status != noStatus || kind != noKind {
			t.Errorf("%s: status %d, %s; of none: %d, %s", then, status, kind, noStatus, noKind)
		}
		if strings.ReplaceAll(theirs, contact, never) != none {
			t.Errorf("%s: another organisation's contact and none give different pages", then)
		}
	}
	if status, _, page := s.fetch(t, s.login(t, "nora"), contact); status != http.StatusOK || !strings.Contains(page, "Unità serale Brinaverde") {
		t.Errorf("Nora herself does not see it: status %d", status)
	}
}
