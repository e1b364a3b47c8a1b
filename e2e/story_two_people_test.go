package e2e_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// TestTwoPeopleCorrectOneContactAndNobodysWordsAreLost: Nora and Dario open the same contact; Dario saves first. Nora sees
// what stood before, what Dario saved and what she wrote, and chooses field by field.
func TestTwoPeopleCorrectOneContactAndNobodysWordsAreLost(t *testing.T) {
	b := open(t)
	s := visitSite(t)
	contact := s.meetsSomebody(t, "nora")

	nora, dario := b.walk(t, s.address, "it", false), b.walk(t, s.address, "it", true)
	nora.enter(s.login(t, "nora"))
	dario.enter(s.login(t, "dario"))
	for _, w := range []*walk{nora, dario} {
		w.open(contact)
		w.press("Correggi")
		w.sees("Correggi il contatto")
	}

	dario.choose("Ambito", "Sessuale indoor")
	dario.choose("Genere", "Donna trans")
	dario.choose("Protezione internazionale", "Sì")
	dario.fill("Saputo dopo", "")
	dario.press("Salva la correzione")
	dario.sees("Correzione salvata", "Sessuale indoor", "Donna trans")

	nora.choose("Ambito", "Sessuale online")
	nora.choose("Genere", "Altro")
	nora.fill("Capito male", "")
	nora.press("Salva la correzione")
	nora.sees("Qualcun altro ha corretto la stessa scheda",
		"Ambito Prima era: Non definito Sessuale online Quello che hai scritto tu Sessuale indoor Quello che è stato salvato nel frattempo",
		"Genere Prima era: Donna Altro Quello che hai scritto tu Donna trans Quello che è stato salvato nel frattempo",
		"Protezione internazionale Prima era: Non chiesto Non chiesto Quello che hai scritto tu Sì Quello che è stato salvato nel frattempo")
	nora.pictures("story-two-people")
	nora.fill("Donna trans", "") // hers is proposed where she wrote; she takes Dario's word for this field
	nora.press("Salva la scelta")

	nora.sees("Correzione salvata", "Ambito Sessuale online", "Genere Donna trans", "Protezione internazionale Sì",
		"Capito male · prima: Ambito: Sessuale indoor", "Saputo dopo · prima: Ambito: Non definito")
	dario.open(contact)
	dario.sees("Ambito Sessuale online", "Genere Donna trans")
}

// meetsSomebody records an outing of the evening unit and one contact, and gives the address of the contact.
func (s *site) meetsSomebody(t *testing.T, login string) string {
	t.Helper()
	token := s.login(t, login)
	_, _, page := s.fetch(t, token, "/outings/new")
	unit := regexp.MustCompile(`<option value="([^"]+)"[^>]*>Unità serale Brinaverde`).FindStringSubmatch(page)
	if unit == nil {
		t.Fatal("the evening unit cannot be chosen")
	}
	outing := s.posts(t, token, "/outings", url.Values{"unit": {unit[1]}, "day": {"2024-11-29"}, "mode": {"outdoor"}, "minutes": {"60"}, "province": {"IT-BG"}})
	form := url.Values{"newness": {"known"}, "gender": {"woman"}, "age_band": {"adult"}, "region": {"west_africa"}, "protection": {"not_asked"}}
	next := s.posts(t, token, strings.Split(outing, "?")[0]+"/contacts", form)
	_, _, page = s.fetch(t, token, next)
	contact := regexp.MustCompile(`action="([^"]+)/remove"`).FindStringSubmatch(page)
	if contact == nil {
		t.Fatal("the page does not offer to undo the contact")
	}
	return contact[1]
}

// posts sends a form that must be accepted, and gives the address it leads to.
func (s *site) posts(t *testing.T, token, path string, form url.Values) string {
	t.Helper()
	response := s.send(t, token, path, form)
	defer response.Body.Close()
	to := response.Header.Get("Location")
	if to == "" {
		t.Fatalf("%s is not accepted: status %d", path, response.StatusCode)
	}
	return to
}
