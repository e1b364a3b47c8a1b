package e2e_test

import (
	"testing"

	"github.com/chromedp/chromedp/kb"

	"approdo/internal/demo"
)

// TestSomebodyWithoutAMouseRecordsAContactAndAlwaysSeesWhereTheyAre logs in, records and saves with Tab, Enter, Space,
// arrows and letters alone.
func TestSomebodyWithoutAMouseRecordsAContactAndAlwaysSeesWhereTheyAre(t *testing.T) {
	b := open(t)
	s := visitSite(t)
	for _, l := range []look{{360, false}, {1280, true}} {
		t.Run(l.name(), func(t *testing.T) {
			w := b.walk(t, s.address, "it", false)
			w.do(l.holding())
			w.open("/login")
			k := &keys{w: w}
			k.reach("Accedi con nome e password")
			k.press(kb.Enter)
			k.reach("Nome di accesso")
			k.write("nora")
			k.reach("Password")
			k.write(demo.Passphrase)
			k.leave()
			w.sees("Ciao Nora")
			k.reach("Contatti")
			k.leave()
			k.reach("Nuovo contatto")
			k.leave()
			k.answer()
			k.reach("Salva contatto")
			k.leave()
			w.sees("Salvato.", "Forse già incontrata", "Uomo", "Minorenne, età non precisata", "Sud America", "Sessuale indoor")
			k.reach("Annulla")
			k.leave()
			w.sees("Contatti")
		})
	}
}

// answer goes through the form of a contact: Space takes the answer in focus, an arrow the next one.
func (k *keys) answer() {
	k.w.t.Helper()
	k.reach("Mai incontrata prima")
	k.press(kb.ArrowDown)
	k.press(kb.ArrowDown)
	k.at("Forse già incontrata")
	k.reach("Donna")
	k.press(" ")
	k.press(kb.ArrowRight)
	k.at("Uomo")
	k.reach("Maggiorenne, età non precisata")
	k.press(kb.ArrowRight)
	k.at("Minorenne, età non precisata")
	k.reach("Africa occidentale")
	k.press(kb.ArrowDown)
	k.press(kb.ArrowDown)
	k.at("Sud America")
	k.reach("Altro, anche dopo")
	k.press(" ")
	k.reach("Ambito")
	k.press(kb.Home)
	k.press(kb.ArrowDown)
}

// at fails unless the focus is on what says so, and can be seen.
func (k *keys) at(words string) {
	k.w.t.Helper()
	if said := k.stop(); said != words {
		k.w.t.Fatalf("the focus is on %q instead of %q", said, words)
	}
}
