package e2e_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"approdo/internal/base/policy"
	"approdo/internal/testkit"
)

// TestTwoPeopleFoundANetworkAndGoLive: Teodora founds with scripts switched off; Bianca makes the papers. One paper is typed back wrongly, going live is
// refused, then accepted.
func TestTwoPeopleFoundANetworkAndGoLive(t *testing.T) {
	t.Parallel()
	b := open(t)
	s := testkit.Store(t)
	h := &house{t: t, store: s, keys: s.Keys()}
	h.start()
	teodora, bianca := b.walk(t, h.address, "it", true), b.walk(t, h.address, "it", false)
	teodora.foundsIn(h.code)
	teodora.open("/")
	teodora.sees("La rete non è ancora avviata")
	teodora.press("Guarda che cosa manca")
	teodora.sees("Nessuno tiene ancora le chiavi")
	teodora.pictures("setup-begin")
	teodora.press("Avvia")
	teodora.sees("ce ne sono 0", "Non c'è ancora una chiave di recupero")

	bianca.open(teodora.inviting("Bianca", "bianca", policy.CaseManager))
	bianca.joins()
	h.joins(teodora.inviting("Nora", "nora", policy.CaseManager))
	h.joins(teodora.inviting("Livia", "livia", policy.Officer))
	teodora.open("/setup")
	teodora.press("Avvia")
	teodora.sees("Nessuno sorveglia i dati", "La rete più piccola che può partire sono tre persone")
	for _, name := range []string{"Nora", "Livia"} {
		bianca.open("/members")
		bianca.press(name)
		bianca.press("Sono uguali")
	}
	bianca.open("/setup")
	bianca.sees("2 persone tengono le chiavi: Bianca, Nora")
	bianca.open("/setup/recovery")
	bianca.pictures("papers-new")
	for i, name := range []string{"Ada Uno", "Bea Due", "Cleo Tre"} {
		bianca.fill("Chi custodisce il foglio "+string(rune('1'+i)), name)
	}
	bianca.press("Fai i tre fogli")
	bianca.sees("Foglio 1: Ada Uno", "non ancora riscritto")
	bianca.pictures("papers-made")
	first := bianca.typesBack("1", "")
	teodora.open("/setup")
	teodora.press("Avvia")
	teodora.sees("lo sono 1")
	bianca.typesBack("2", first)
	bianca.typesBack("3", "")
	teodora.open("/setup")
	teodora.pictures("setup-ready")
	teodora.press("Avvia")
	teodora.sees("La rete è avviata")
	teodora.pictures("setup-live")
}

// foundsIn goes through the set-up with a mistake or two, up to the second factor.
func (w *walk) foundsIn(code string) {
	w.t.Helper()
	w.open("/")
	w.sees("Fondare una rete", "Qui non c'è ancora nessuna rete")
	w.fill("Codice di avvio", code)
	w.press("Comincia")
	w.fill("Nome della rete", "Rete della costa")
	w.press("Avanti")
	w.sees("Questo serve")
	w.pictures("found-network-wrong")
	w.fill("Il tuo ente", "Cooperativa Faro")
	w.press("Avanti")
	w.sees("Una prima unità e un primo progetto")
	w.fill("Nome di un'unità", "Unità di strada")
	w.press("Avanti")
	w.sees("Tu, che amministri", "Rete della costa", "Chi amministra non apre nessun nome")
	w.fill("Nome", "Teodora")
	w.fill("Nome di accesso", "teodora")
	w.fill("Nuova password", password)
	w.fill("La stessa", password)
	w.press("Fonda la rete")
	w.proves()
	w.open("/")
	w.sees("Secondo fattore")
	digits, err := totp.GenerateCode(strings.ReplaceAll(w.text(".qr .hash"), " ", ""), time.Now())
	if err != nil {
		w.t.Fatal(err)
	}
	w.fill("Le sei cifre", digits)
	w.press("Attiva")
}

// typesBack shows a paper and types it back, after a wrong one if there is one, and gives what stands on it.
func (w *walk) typesBack(number, wrong string) string {
	w.t.Helper()
	w.open("/setup/recovery")
	w.press("Mostra il foglio " + number)
	w.sees("Questa pagina si vede una volta sola")
	paper := w.text(".groups")
	w.pictures("paper-" + number)
	w.press("L'ho stampato")
	w.misses(strings.Fields(paper)[4])
	if wrong != "" {
		w.fill("Quello che c'è sul foglio", wrong)
		w.press("Confronta")
		w.sees("È giusto, ma è il foglio 1")
	}
	w.fill("Quello che c'è sul foglio", strings.ToLower(paper))
	w.press("Confronta")
	w.sees("riscritto il")
	return paper
}

// proves types two groups of a recovery code back.
func (w *walk) proves() {
	w.t.Helper()
	groups := strings.Fields(w.text(".groups"))
	w.fill("Per essere sicuri", groups[2]+groups[5])
	w.press("L'ho scritto")
}

// joins chooses a password and copies the recovery code.
func (w *walk) joins() {
	w.t.Helper()
	w.fill("Nuova password", password)
	w.fill("La stessa", password)
	w.press("Avanti")
	w.proves()
}

// inviting invites somebody in a role that the check list proposes, and gives the path of their link.
func (w *walk) inviting(name, login string, role policy.Role) string {
	w.t.Helper()
	w.open("/members/new?roles=" + string(role))
	w.fill("Nome", name)
	w.fill("Nome di accesso", login)
	w.press("Crea l'invito")
	_, link, _ := strings.Cut(w.text(".callout .hash"), "/join/")
	return "/join/" + link
}

// TestEveryPageOfTheSetUpCanBeReadByEverybody visits the pages that the demonstration never shows.
func TestEveryPageOfTheSetUpCanBeReadByEverybody(t *testing.T) {
	t.Parallel()
	b := open(t)
	s := testkit.Store(t)
	h := &house{t: t, store: s, keys: s.Keys()}
	h.start()
	v := h.visitor()
	look := func(name, path string) {
		t.Helper()
		b.readable(t, name, visit{name: name, address: h.address + path, session: v.session()})
	}
	look("setup-code", "/found")
	v.goes("/found", url.Values{"code": {h.code}}, "/found/network")
	v.goes("/found/network", networkForm, "/found/work")
	v.goes("/found/work", workForm, "/found/you")
	seen := []string{"/{$}", "/login", "/found"}
	for _, route := range h.gate.Routes() {
		if route.Method == http.MethodGet && !slices.Contains(seen, route.Pattern) {
			look("setup"+strings.ReplaceAll(route.Pattern, "/", "-"), route.Pattern)
			seen = append(seen, route.Pattern)
		}
	}
	if len(seen) != 7 {
		t.Errorf("seen %q", seen)
	}
	v.goes("/found/you", youForm, "/account/recovery")
	v.proves()
	v.equips()
	look("setup-list", "/setup")
	v = h.joins(v.invites("bianca", policy.CaseManager))
	look("setup-papers-none", "/setup/recovery")
	v.papers()
	look("setup-papers", "/setup/recovery")
	look("setup-type", "/setup/recovery/2")
}

// session is the token that this browser holds.
func (v *visitor) session() string {
	at, err := url.Parse(v.h.address)
	if err != nil {
		v.h.t.Fatal(err)
	}
	for _, c := range v.client.Jar.Cookies(at) {
		if c.Name == "session" {
			return c.Value
		}
	}
	return ""
}
