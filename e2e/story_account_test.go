package e2e_test

import (
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
)

// TestAColleagueIsInvitedConfirmedAndFindsHerWayBack: Teo invites Clelia, who chooses a password and writes her recovery code down. Nora, who
// has keys, compares the fingerprint and confirms. Clelia sets up a second factor, logs in with it, loses her password, and comes back with
// the code from her drawer. Nobody uses a script.
func TestAColleagueIsInvitedConfirmedAndFindsHerWayBack(t *testing.T) {
	b := open(t)
	s := visitSite(t)
	const first, second = "onda lunga sul molo quieto", "tre gatti e una barca rossa"

	teo := b.walk(t, s.address, "it", true)
	teo.enter(s.login(t, "teo"))
	teo.open("/members")
	teo.press("Invita un collega")
	teo.fill("Nome", "Clelia")
	teo.fill("Nome di accesso", "clelia")
	teo.fill("Responsabile dei percorsi", "")
	teo.fill("Percorsi individuali Brinaverde", "")
	teo.press("Crea l'invito")
	teo.sees("Clelia", "L'invito è pronto. Si vede solo adesso.", "Invitata")
	teo.pictures("story-account-link")
	link := teo.text(".callout .hash")
	member := teo.path()
	teo.open(member)
	teo.misses("/join/")

	clelia := b.walk(t, s.address, "it", true)
	clelia.open(strings.TrimPrefix(link, s.address))
	clelia.sees("Ti diamo il benvenuto, Clelia", "nemmeno chi amministra può leggerla")
	clelia.fill("Nuova password", "clelia brinaverde")
	clelia.fill("La stessa", "clelia brinaverde")
	clelia.press("Avanti")
	clelia.sees("È fatta soprattutto del tuo nome")
	clelia.pictures("story-account-join")
	clelia.fill("Nuova password", first)
	clelia.fill("La stessa", first)
	clelia.press("Avanti")
	code := strings.Fields(clelia.text(".groups"))
	if len(code) != 7 {
		t.Fatalf("the recovery code reads %q", code)
	}
	clelia.pictures("story-account-recovery")
	clelia.fill("Per essere sicuri", strings.ToLower(code[2]+" "+code[5]))
	clelia.press("L'ho scritto")
	clelia.open("/people")
	clelia.sees("Manca la conferma di un collega")
	clelia.pictures("story-account-waiting")
	fingerprint := clelia.text(".groups")

	nora := teo // sits down at the same desk
	nora.enter(s.login(t, "nora"))
	nora.open("/members")
	nora.sees("Da confermare")
	nora.press("Clelia")
	if shown := nora.text(".groups"); shown != fingerprint {
		t.Errorf("two screens show two fingerprints: %s, %s", shown, fingerprint)
	}
	nora.pictures("story-account-confirm")
	nora.press("Sono uguali: confermo")
	nora.sees("Confermata")

	clelia.press("Mi hanno confermato")
	clelia.sees("La sessione è finita. Entra di nuovo")
	enter := func(password, digits string) {
		t.Helper()
		clelia.fill("Nome di accesso", "clelia")
		clelia.fill("Password", password)
		clelia.fill("Codice del secondo fattore", digits)
		clelia.press("Accedi")
	}
	clelia.unfold("Accedi con nome e password")
	enter(first, "")
	clelia.sees("Ciao Clelia")
	clelia.open("/account/second")
	secret := strings.ReplaceAll(clelia.text(".qr .hash"), " ", "")
	digits := func(steps int) string {
		t.Helper()
		code, err := totp.GenerateCode(secret, time.Now().Add(time.Duration(steps)*30*time.Second))
		if err != nil {
			t.Fatal(err)
		}
		return code
	}
	clelia.fill("Le sei cifre", digits(-1))
	clelia.press("Attiva")
	clelia.sees("Il secondo fattore è attivo")
	clelia.pictures("story-account")
	clelia.unfold("Clelia")
	clelia.press("Esci")
	clelia.unfold("Accedi con nome e password")
	enter(first, "")
	clelia.sees("non corrispondono")
	enter(first, digits(0))
	clelia.sees("Ciao Clelia")

	clelia.unfold("Clelia")
	clelia.press("Esci")
	clelia.unfold("Accedi con nome e password")
	clelia.press("Ho perso la password")
	clelia.fill("Nome di accesso", "clelia")
	clelia.fill("Codice di recupero", strings.ToLower(strings.Join(code, " ")))
	clelia.fill("Nuova password", second)
	clelia.fill("La stessa", second)
	clelia.pictures("story-account-lost")
	clelia.press("Entra con la nuova password")
	fresh := strings.Fields(clelia.text(".groups"))
	clelia.fill("Per essere sicuri", fresh[2]+fresh[5])
	clelia.press("L'ho scritto")
	clelia.sees("Il codice di recupero è al sicuro")
	clelia.open("/")
	clelia.sees("Ciao Clelia")
}
