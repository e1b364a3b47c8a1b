package e2e_test

import (
	"net/url"
	"testing"

	"github.com/chromedp/chromedp"
)

// standing asks about the page on which somebody stands, which no address alone leads to: on a phone in one language, on a desk in the other.
func (b *browser) standing(w *walk, name string) {
	w.t.Helper()
	looks := []look{{360, false}, {360, true}}
	if w.lang == "en" {
		looks = []look{{1280, false}, {1280, true}}
	}
	complaints, err := b.held(w.ctx, visit{name: "standing-" + name, lang: w.lang, looks: looks})
	if err != nil {
		w.t.Fatal(err)
	}
	for _, c := range complaints {
		w.t.Errorf("%s: %s", name, c)
	}
	w.do(looks[0].holding())
}

// spoken are words in the language of a walk.
func (w *walk) spoken(it, en string) string {
	if w.lang == "en" {
		return en
	}
	return it
}

// TestWhereActsLeadCanBeReadByEverybody: the pages that stand after something was saved, undone, refused, sent twice, or given back.
func TestWhereActsLeadCanBeReadByEverybody(t *testing.T) {
	b := open(t)
	s := visitSite(t)
	for _, lang := range []string{"it", "en"} {
		t.Run(lang, func(t *testing.T) {
			contact := s.meetsSomebody(t, "nora")
			token := s.login(t, "nora")
			outing := s.outingOf(t, contact)
			w := b.walk(t, s.address, lang, false)
			w.enter(token)
			save, undo := w.spoken("Salva la correzione", "Save the correction"), w.spoken("Annulla", "Undo")

			w.open(outing)
			w.press(w.spoken("Incontro di gruppo", "Group meeting"))
			b.standing(w, "meeting-new")
			w.fill(w.spoken("Donne nuove", "New women"), "30")
			w.press(w.spoken("Salva l'incontro", "Save the meeting"))
			b.standing(w, "meeting-made")
			meeting := w.path()
			w.press(w.spoken("Correggi", "Correct"))
			b.standing(w, "meeting-edit")
			w.fill(w.spoken("Donne nuove", "New women"), "3")
			w.fill(w.spoken("Errore di battitura", "Typing mistake"), "")
			w.press(save)
			w.sees(w.spoken("Correzione salvata", "Correction saved"), w.spoken("Donne nuove: 30", "New women: 30"))
			b.standing(w, "meeting-corrected")
			w.press(undo)
			w.sees(w.spoken("tutto è tornato com'era prima", "everything is as it was before"))
			b.standing(w, "meeting-restored")

			// one's own correction again, from the form that was open
			w.open(meeting + "/edit")
			w.fill(w.spoken("Donne nuove", "New women"), "7")
			w.fill(w.spoken("Errore di battitura", "Typing mistake"), "")
			s.posts(t, token, meeting+"/edit", w.form(meeting+"/edit"))
			w.fill(w.spoken("Donne nuove", "New women"), "8")
			w.press(save)
			w.sees(w.spoken("Hai già corretto questa registrazione", "You have corrected this already"))
			b.standing(w, "conflict-own")

			// an action rests on the contact, so that it cannot be taken back
			w.open(contact)
			w.press(w.spoken("Nuova azione", "New action"))
			b.standing(w, "action-new")
			w.fill(w.spoken("Mediazione linguistica e culturale", "Language and cultural mediation"), "")
			w.press(w.spoken("Salva l'azione", "Save the action"))
			w.sees(w.spoken("Salvato.", "Saved."))
			b.standing(w, "contact-helped")
			w.open(contact)
			w.takesBack()
			b.standing(w, "in-use")
			w.press(w.spoken("Apri l'azione", "Open the action"))
			b.standing(w, "action")
			w.takesBack()
			b.standing(w, "taken-back")

			// whoever it was gets a code; the link is undone
			w.open(contact + "/link")
			b.standing(w, "link")
			w.fill(w.spoken("Apri una scheda con un codice", "Open a sheet with a code"), "")
			w.press(w.spoken("Collega", "Link"))
			b.standing(w, "linked")
			w.press(undo)
			b.standing(w, "unlinked")

			// the session ends while the form is open
			brief := s.another(t, "nora")
			w.enter(brief)
			w.open("/contacts/new")
			w.fill(w.spoken("Donna trans", "Trans woman"), "")
			s.ends(t, brief)
			w.press(w.spoken("Salva contatto", "Save contact"))
			w.enter(s.login(t, "nora"))
			w.open("/unsent")
			w.sees(w.spoken("Donna trans", "Trans woman"))
			b.standing(w, "unsent")
			w.press(w.spoken("Torna al modulo", "Back to the form"))
			b.standing(w, "given-back")
		})
	}
}

// form is what the form of a page sends that posts to an address.
func (w *walk) form(action string) url.Values {
	w.t.Helper()
	text, err := chromedp.Run(w.ctx, chromedp.Evaluate[string](`new URLSearchParams(new FormData(document.querySelector('form[action="`+action+`"]'))).toString()`))
	if err != nil {
		w.t.Fatal(err)
	}
	values, err := url.ParseQuery(text)
	if err != nil {
		w.t.Fatal(err)
	}
	return values
}

// takesBack opens what takes a record back, names a mistake, and presses its button, which is called as what opens it.
func (w *walk) takesBack() {
	w.t.Helper()
	w.do(chromedp.Evaluate[chromedp.Void](`document.querySelector(".take-back > summary").click(); document.querySelector(".take-back select").value = "mistyped"; 0`))
	if _, err := chromedp.RunResponse(w.ctx, chromedp.Evaluate[chromedp.Void](`document.querySelector(".take-back button").click(); 0`)); err != nil {
		w.t.Fatal(err)
	}
}
