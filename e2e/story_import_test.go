package e2e_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// messy is a register of persons as an office keeps it, from before the months of the demonstration's report.
const messy = `Registro delle persone, sportello

N;Data;Nome e cognome;Telefono;Codice persona;Genere;Età;Note
1;05/02/2024;Zorubabela;3331234567;Z1;Donna;18-25;abita nel bosco dietro alla vecchia fabbrica di mattoni
2;06/02/2024;Zorubabela;3331234567;Z2;Uomo;31-40;
3;77/02/2024;Zorubabela;3331234567;Z3;Donna;18-25;

Totale;3
`

// TestADeskWorkerImportsHerOwnMessyExcelAndUndoesIt is the journey without scripts: look, record what is good, undo.
func TestADeskWorkerImportsHerOwnMessyExcelAndUndoesIt(t *testing.T) {
	b := open(t)
	s := visitSite(t)
	w := b.walk(t, s.address, "it", true)
	w.open("/login")
	w.press("Entra come Dario")
	w.press("Importa")
	w.fill("Persone", "")
	w.attach("File", strings.NewReplacer("\n1;", "\n101;", "\n2;", "\n102;", "\n3;", "\n103;", ";Z", ";Y").Replace(messy)) // rows of its own: other tests import theirs into the same network
	w.press("Leggi il file")
	w.sees("Controlla prima di registrare", "righe nuove", "può contenere nomi di persone", "può contenere frasi", "Righe da correggere", "Qui serve un giorno")
	w.misses("Zorubabela", "3331234567", "bosco")
	w.press("Registra le 2 righe buone")
	w.sees("Le righe buone sono registrate", "Una riga è rimasta fuori")
	w.press("Annulla questa importazione…")
	w.sees("Annullare l'intera importazione?", "Le relazioni congelate restano com'erano")
	w.press("Annulla l'importazione")
	w.sees("Annullata il", "lo stesso file si può importare di nuovo")
}

// attach puts a file into the field with that label, as choosing it does.
func (w *walk) attach(label, text string) {
	w.t.Helper()
	w.waitsFor(`((label, text) => {
		const one = [...document.querySelectorAll("label")].find((l) => l.innerText.trim() === label);
		if (!one) return false;
		const files = new DataTransfer();
		files.items.add(new File([text], "registro.csv", { type: "text/csv" }));
		one.control.files = files.files;
		return one.control.files.length === 1;
	})(` + quote(label) + `,` + quote(text) + `)`)
}

// imports makes sure that there are an import and a file with something to correct to look at.
func (s *site) imports(t *testing.T) {
	t.Helper()
	dario := s.login(t, "dario")
	good := strings.Replace(messy, "77/02", "07/02", 1)
	draft := s.upload(t, dario, good)
	_, _, shown := s.fetch(t, dario, draft)
	response := s.send(t, dario, draft+"/record", url.Values{"reading": {readingOf(shown)}})
	defer response.Body.Close()
	if status, _, _ := s.fetch(t, dario, draft); status != http.StatusSeeOther {
		t.Fatalf("the register cannot be recorded: status %d", status)
	}
	s.upload(t, dario, messy)
}

// readingOf is the number of what a preview shows.
func readingOf(page string) string {
	found := regexp.MustCompile(`name="reading" value="(\d+)"`).FindStringSubmatch(page)
	if found == nil {
		return ""
	}
	return found[1]
}

// upload sends a register of persons and gives the address of its preview.
func (s *site) upload(t *testing.T, token, text string) string {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", "registro.csv")
	if err == nil {
		_, err = part.Write([]byte(text))
	}
	if err == nil {
		err = form.WriteField("kind", "persons")
	}
	if err == nil {
		err = form.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.address+"/imports", &body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.AddCookie(&http.Cookie{Name: "session", Value: token})
	response := exchange(t, r)
	defer response.Body.Close()
	to := response.Header.Get("Location")
	if !strings.HasPrefix(to, "/imports/drafts/") {
		t.Fatalf("the register is not taken: status %d", response.StatusCode)
	}
	return to
}
