package e2e_test

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"approdo/internal/app"
	"approdo/internal/base/i18n"
)

// TestACoordinatorAddsATableOfTheNetworksOwn: the funder does not ask how many women and men were met in each setting, the network wants
// to know. Giulia answers a few questions, sees that her table counts everybody and not only whom the contact units met, says whom she
// means, and puts it in use: it leaves with every report from then on.
func TestACoordinatorAddsATableOfTheNetworksOwn(t *testing.T) {
	b := open(t)
	s := visitSite(t)
	t.Run("Italian, with scripts", func(t *testing.T) {
		w := b.walk(t, s.address, "it", false)
		w.open("/login")
		w.press("Entra come Giulia")
		w.open("/reports")
		w.press("Tabelle della rete")
		w.press("Aggiungi una tabella")
		w.fill("Italiano", "Ambito e genere")
		w.fill("English", "Setting and gender")
		w.fill("Persone", "")
		w.waits("Quali persone?")
		w.choose("Quali persone?", "Tutte le persone di T1 · Persone raggiunte per canale")
		w.waitsFor(`document.querySelectorAll("[name=filter1]").length === 0`)
		w.choose("Una riga per…", "Le righe di T3 · Persone incontrate dalle unità di contatto per ambito")
		w.waits("Dentro ogni riga")
		w.choose("Dentro ogni riga, dividi ancora per", "Genere")
		w.waitsFor(`document.querySelectorAll("[name=across]").length === 0`)
		w.choose("Riga per riga, deve essere uguale a", "T3 · Persone incontrate dalle unità di contatto per ambito")
		w.pictures("story-table-form")
		w.press("Conta e guarda")
		w.sees("Ambito e genere", "non torna", "dovrebbero dare 192", "bozza")
		w.misses("Metti in uso")
		w.pictures("story-table-gap")
		w.press("Cambia")
		w.choose("Quali persone?", "T1, solo la riga: Unità di contatto")
		w.press("Conta e guarda")
		w.sees("Persone, contate una volta 591", "torna", "La relazione non cambia finché non la metti in uso")
		w.misses("non torna")
		w.pictures("story-table")
		w.press("Metti in uso")
		w.sees("in uso, versione 1")
		table := w.at()
		w.open("/reports/interim?edition=internal")
		w.sees("· Ambito e genere")
		s.takes(t, w, "XLSX", "PK")
		s.takes(t, w, "JSON", `{`)
		s.commands(t, "Ambito e genere")
		w.press("Congela")
		w.sees("La relazione è congelata", "· Ambito e genere")
		w.open(table)
		w.press("Togli dall'uso")
		w.sees("tolta dall'uso")
		w.open("/reports/interim")
		w.misses("Ambito e genere")
	})
	t.Run("English, without scripts, as text", func(t *testing.T) {
		w := b.walk(t, s.address, "en", true)
		w.open("/login")
		w.press("Enter as Giulia")
		w.open("/reports/interim/tables/new")
		w.press("Write it as text")
		w.fill("Definition", "title: {it: Uscite, en: Outings}\nunit: events\nkind: partition\npopulation: {view: outings}\nrows: {colum: mode}\nmeasures: [count]\n")
		w.press("Count and look")
		w.sees("line 5: there is no key colum", "5 │ rows: {colum: mode}")
		w.fill("Definition", "title: {it: Uscite, en: Outings by mode}\nunit: events\nkind: partition\npopulation: {view: outings}\nrows: {column: mode}\nmeasures: [count]\n")
		w.press("Back to the questions")
		w.sees("What do you count?", "Which figures?")
		w.press("Count and look")
		w.sees("Outings by mode", "adds up", "draft")
		w.press("Throw this draft away")
		w.sees("The network's own tables")
		w.misses("Outings by mode")
	})
	t.Run("somebody who only reads is told of nothing", func(t *testing.T) {
		for _, login := range []string{"dario", "nora", "teo"} {
			if status, _, _ := s.fetch(t, s.login(t, login), "/reports/interim/tables"); status != http.StatusNotFound {
				t.Errorf("%s: status %d", login, status)
			}
		}
	})
}

// commands makes the report with the command line, over the same folder, and wants it to say so.
func (s *site) commands(t *testing.T, says string) {
	t.Helper()
	for _, format := range []string{"json", "html"} {
		var out bytes.Buffer
		if err := app.Report(t.Context(), app.Place{Dir: s.dir}, app.ReportOrder{Name: "interim", Format: format}, &out, i18n.For("it")); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(out.String(), says) {
			t.Errorf("the command line's %s does not say %q", format, says)
		}
	}
}

// compose makes sure that there is a table of the network's own to look at: a draft, which changes no report.
func (s *site) compose(t *testing.T) {
	t.Helper()
	response := s.send(t, s.login(t, "giulia"), "/reports/interim/tables", url.Values{
		"go": {"look"}, "title_it": {"Persone per lingua"}, "title_en": {"Persons by language"}, "counts": {"persons"}, "of": {"T1"}, "kind": {"partition"},
		"rows": {"setting"}, "each": {"chosen"}, "measures": {"attributed", "gross"}, "same": {"T3"},
		"group1_it": {"Al chiuso"}, "group1_en": {"Indoors"}, "place_sexual_indoor": {"1"}, "place_sexual_massage_parlour": {"1"}, "place_sexual_outdoor": {"alone"},
	})
	defer response.Body.Close()
	if response.StatusCode != http.StatusSeeOther {
		t.Fatalf("the table cannot be added: status %d", response.StatusCode)
	}
}
