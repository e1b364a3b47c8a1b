package e2e_test

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"
)

// TestACoordinatorMakesChecksFreezesAndTakesTheReportAway is the main journey, in Italian with scripts and in English without.
func TestACoordinatorMakesChecksFreezesAndTakesTheReportAway(t *testing.T) {
	b := open(t)
	s := visitSite(t)
	t.Run("Italian, with scripts", func(t *testing.T) {
		w := b.walk(t, s.address, "it", false)
		w.open("/reports/interim")
		w.sees("Dati di esempio", "Guardati intorno in una rete inventata")
		w.press("Entra come Giulia")
		w.sees("Relazione intermedia", "Unità di contatto 591", "1.031", "torna")
		w.misses("non torna")
		w.open("/")
		w.press("Prepara")
		w.sees("Le risposte abituali sono già inserite")
		w.press("Prepara la relazione")
		w.sees("1.031", "Prima di congelare")
		w.press("Congela")
		w.sees("La relazione è congelata", "Unità di contatto 591")
		s.takes(t, w, "XLSX", "PK")
		s.takes(t, w, "JSON", `{`)
		w.press("Che cosa è cambiato")
		w.sees("Non è cambiato nulla")
		w.unfold("Giulia")
		w.press("Esci")
		w.sees("Guardati intorno")
		w.open("/reports")
		w.misses("Relazioni congelate")
	})
	t.Run("English, without scripts", func(t *testing.T) {
		w := b.walk(t, s.address, "en", true)
		w.open("/login")
		w.press("Enter as Giulia")
		w.press("Reports")
		w.press("Make a report")
		w.fill("Internal", "")
		w.fill("From", "2024-11-30")
		w.fill("To", "2024-03-01")
		w.press("Make the report")
		w.sees("to correct")
		w.fill("From", "2024-03-01")
		w.fill("To", "2024-11-30")
		w.press("Make the report")
		w.sees("Contact unit 591", "1,031", "adds up")
		w.press("Freeze")
		w.sees("The report is frozen")
		s.takes(t, w, "CSV", "PK")
	})
}

// takes follows a download of the page with the session of the person who sees it.
func (s *site) takes(t *testing.T, w *walk, words, begins string) {
	t.Helper()
	at, err := url.Parse(w.link(words))
	if err != nil {
		t.Fatal(err)
	}
	status, kind, text := s.fetch(t, w.token(), at.RequestURI())
	if status != 200 || !strings.HasPrefix(text, begins) {
		t.Errorf("%s: status %d, %s, begins with %.20q", words, status, kind, text)
	}
	if words == "JSON" && !json.Valid([]byte(text)) {
		t.Error("the JSON cannot be read")
	}
}

// TestAWorkerSeesNothingOfTheNetworksFigures: who may not make reports is not even told that there are any.
func TestAWorkerSeesNothingOfTheNetworksFigures(t *testing.T) {
	b := open(t)
	s := visitSite(t)
	w := b.walk(t, s.address, "it", false)
	w.open("/login")
	w.press("Entra come Nora")
	w.misses("Prepara la relazione")
	for _, path := range []string{"/reports", "/reports/interim", "/reports/interim/new", "/nothing/here"} {
		w.open(path)
		w.sees("Qui non c'è nulla")
		w.misses("591", "1.031")
	}
}
