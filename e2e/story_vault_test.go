package e2e_test

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/jpeg"
	"io"
	"mime/multipart"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/vault"
)

// ownCase is somebody whom a member of the demonstration follows, and whose names and notes are written.
func (s *site) ownCase(t *testing.T, login string) (found person.Person) {
	t.Helper()
	err := s.in.Store.Read(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
		a, err := network.FindAccount(tx, login)
		if err != nil {
			return err
		}
		people, err := person.Persons(tx, store.Selection{})
		if err != nil {
			return err
		}
		for _, p := range people.Items {
			followers, err := vault.Followers(tx, p.ID)
			if err != nil {
				return err
			}
			written, err := vault.Written(tx, p.ID)
			if err != nil {
				return err
			}
			_, names := written[vault.Names]
			_, notes := written[vault.Notes]
			if len(followers) == 1 && followers[0].Account == a.ID && names && notes {
				found = p
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if found.ID == "" {
		t.Fatalf("%s follows nobody", login)
	}
	return found
}

// readable asks axe-core about the page as it stands, which no address leads to.
func (w *walk) readable(b *browser) {
	w.t.Helper()
	if err := chromedp.Do(w.ctx, chromedp.Func(b.bringRules)); err != nil {
		w.t.Fatal(err)
	}
	for _, l := range looks {
		found, err := chromedp.Run(w.ctx, examining(l))
		if err != nil {
			w.t.Fatal(err)
		}
		for _, complaint := range found {
			w.t.Errorf("%s: %s", l.name(), complaint)
		}
	}
}

// TestACaseManagerOpensWhoSheFollowsAndAColleagueSaysWhatFor is a morning around one person's card.
func TestACaseManagerOpensWhoSheFollowsAndAColleagueSaysWhatFor(t *testing.T) {
	b := open(t)
	s := visitSite(t)
	p := s.ownCase(t, "bianca")
	path := "/people/" + string(p.ID)

	bianca := b.walk(t, s.address, "it", false)
	bianca.open("/login?to=" + path)
	bianca.press("Entra come Bianca")
	bianca.sees(p.Code, "È una persona che segui", "Nomi e soprannomi", "La segue Bianca")
	bianca.misses("Come si chiama")
	bianca.readable(b)
	bianca.press("Apri tutto")
	bianca.sees("Documenti Documento Passaporto", "Numero ZZ")
	bianca.readable(b)
	bianca.press("Scrivi") // the first section in which nothing is written
	bianca.readable(b)
	if strings.Contains(bianca.title(), p.Code) || !strings.Contains(bianca.title(), "Telefoni") && !strings.Contains(bianca.title(), "Contatto") && !strings.Contains(bianca.title(), "Indirizzi") {
		t.Errorf("the title of a form: %q", bianca.title())
	}
	bianca.open(path)
	bianca.press("Apri tutto")
	name := bianca.name()

	nora := b.walk(t, s.address, "it", true)
	nora.open("/login?to=" + path)
	nora.press("Entra come Nora")
	nora.sees("È della tua équipe")
	nora.press("Apri tutto")
	nora.sees("Di' per che cosa ti serve")
	nora.misses(name)
	nora.choose("Per che cosa apri", "Passaggio di consegne o sostituzione")
	nora.press("Apri tutto")
	nora.sees(name)

	nora.open("/people/search")
	nora.fill("Nome, soprannome", strings.ToUpper(name))
	nora.press("Cerca")
	nora.sees("Per cercare tra quelle di tutta l'équipe, di' per che cosa") // whom she does not follow she looks for with a purpose
	nora.misses(p.Code)
	nora.choose("Anche tra le persone di tutta l'équipe? Di' per che cosa", "Passaggio di consegne o sostituzione")
	nora.press("Cerca")
	nora.sees(p.Code, "Il nome somiglia")
	nora.press("Apri il nome")
	nora.sees(name)
	nora.open("/people/search")
	nora.choose("Anche tra le persone di tutta l'équipe? Di' per che cosa", "Passaggio di consegne o sostituzione")
	nora.fill("Nome, soprannome", "Nessunosichiamacosì")
	nora.press("Cerca")
	nora.sees("Nessuna persona che puoi vedere corrisponde")
	s.keepsToItself(t, path, name)
}

// keepsToItself asks for the person's pages as those who open nothing that is sealed.
func (s *site) keepsToItself(t *testing.T, path, name string) {
	t.Helper()
	for _, login := range []string{"giulia", "teo", "irma", "saverio", "ugo", "pia"} {
		token := s.login(t, login)
		for _, address := range []string{"/", "/people", path, path + "/followers", "/people/search", "/plans"} {
			if _, _, text := s.fetch(t, token, address); strings.Contains(text, name) {
				t.Errorf("%s reads the name under %s", login, address)
			}
		}
		for _, post := range []string{path + "/card", path + "/card/edit", "/people/search"} {
			response := s.send(t, token, post, map[string][]string{"section": {"names"}, "purpose": {"care"}, "who": {name}})
			text, err := io.ReadAll(response.Body)
			response.Body.Close()
			if err != nil || bytes.Contains(text, []byte(linkTo(path))) && response.StatusCode == http.StatusOK || strings.Contains(strings.ReplaceAll(string(text), `value="`+name, ""), name) {
				t.Errorf("%s posts to %s: status %d, %v", login, post, response.StatusCode, err)
			}
		}
	}
}

// linkTo is the link to a person.
func linkTo(path string) string { return `href="` + path + `"` }

// name is what the card says the person is called.
func (w *walk) name() string {
	w.t.Helper()
	name, err := chromedp.Run(w.ctx, chromedp.Evaluate[string](`document.querySelector(".sections dd .line").textContent`))
	if err != nil || len(name) < 2 {
		w.t.Fatalf("no name on the card: %q, %v", name, err)
	}
	return name
}

func (w *walk) title() string {
	w.t.Helper()
	title, err := chromedp.Run(w.ctx, chromedp.Evaluate[string](`document.title`))
	if err != nil {
		w.t.Fatal(err)
	}
	return title
}

// TestAPhotographIsKeptWithoutWhatTheCameraWroteIntoIt sends one as a browser does, and takes it back.
func TestAPhotographIsKeptWithoutWhatTheCameraWroteIntoIt(t *testing.T) {
	s := visitSite(t)
	p := s.ownCase(t, "bianca")
	token := s.login(t, "bianca")
	var picture bytes.Buffer
	if err := jpeg.Encode(&picture, image.NewGray(image.Rect(0, 0, 30, 30)), nil); err != nil {
		t.Fatal(err)
	}
	note := []byte("Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x00 taken at 45.5397 10.2203")
	head := append([]byte{0xff, 0xd8, 0xff, 0xe1}, binary.BigEndian.AppendUint16(nil, uint16(len(note)+2))...)
	sent := append(append(head, note...), picture.Bytes()[2:]...)

	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, text := range map[string]string{"file_name": "permesso, fronte", "purpose": ""} {
		if err := form.WriteField(name, text); err != nil {
			t.Fatal(err)
		}
	}
	part, err := form.CreateFormFile("file", "zorubabela-permesso.jpg")
	if err == nil {
		_, err = part.Write(sent)
	}
	if err == nil {
		err = form.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.address+"/people/"+string(p.ID)+"/files", &body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.AddCookie(&http.Cookie{Name: "session", Value: token})
	response := exchange(t, r)
	response.Body.Close()
	if response.StatusCode != http.StatusSeeOther {
		t.Fatalf("the photograph is not taken: status %d", response.StatusCode)
	}
	response = s.send(t, token, "/people/"+string(p.ID)+"/card", map[string][]string{"section": {"files"}})
	text, err := io.ReadAll(response.Body)
	response.Body.Close()
	if err != nil || !strings.Contains(string(text), "permesso, fronte") || strings.Contains(string(text), "zorubabela") {
		t.Fatalf("the list of files: status %d, %v", response.StatusCode, err)
	}
	read := regexp.MustCompile(`formaction="(/people/[0-9a-f-]{36}/files/[0-9a-f-]{36})"`).FindStringSubmatch(string(text))
	if read == nil {
		t.Fatal("no button downloads the file")
	}
	response = s.send(t, token, read[1], map[string][]string{})
	kept, err := io.ReadAll(response.Body)
	response.Body.Close()
	if err != nil || response.Header.Get("Content-Type") != "image/jpeg" || response.Header.Get("Cache-Control") != "no-store" || !strings.HasPrefix(response.Header.Get("Content-Disposition"), "attachment") {
		t.Errorf("the download: %v, %v", response.Header, err)
	}
	if bytes.Contains(kept, []byte("Exif")) || bytes.Contains(kept, []byte("45.5397")) {
		t.Error("the photograph still tells where it was taken")
	}
	if strings.Contains(response.Header.Get("Content-Disposition"), "permesso") {
		t.Error("the name of the file is in a header")
	}
}

// TestAnEveningIsPlannedAndThenMade: the street worker plans, changes, goes out, and the plan leads to the outing.
func TestAnEveningIsPlannedAndThenMade(t *testing.T) {
	b := open(t)
	s := visitSite(t)
	nora := b.walk(t, s.address, "it", true)
	nora.open("/login")
	nora.press("Entra come Nora")
	nora.sees("Oggi si esce", "Stasera")
	nora.press("Uscite")
	nora.press("In programma")
	nora.press("Programma un'uscita")
	nora.choose("Unità", "Unità serale Brinaverde")
	nora.fill("Zona", "Sottopasso dei platani")
	nora.fill("Dalle", "22:15")
	nora.fill("Equipaggio", "Nora")
	nora.press("Salva, chiuso a chiave")
	nora.sees("Salvato.", "Sottopasso dei platani", "22:15", "Unità serale Brinaverde")
	nora.press("Cambia")
	nora.fill("Zona", "Sottopasso dei gelsi")
	nora.press("Salva, chiuso a chiave")
	nora.sees("Sottopasso dei gelsi")
	nora.misses("platani")
	nora.press("Si esce: registra")
	nora.fill("Durata in minuti", "90")
	nora.press("Salva l'uscita")
	nora.sees("Salvato.", "Unità serale Brinaverde", "1,5")
	nora.open("/plans")
	nora.misses("Sottopasso dei gelsi")
	for _, login := range []string{"giulia", "teo", "saverio"} {
		if _, _, text := s.fetch(t, s.login(t, login), "/plans"); strings.Contains(text, "Tangenziale") || strings.Contains(text, "Stazione") {
			t.Errorf("%s reads where the unit will be", login)
		}
	}
}
