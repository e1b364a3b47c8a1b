package e2e_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

// entries is how long the audit trail is: nothing is written without one.
func (h *house) entries() (n int64) {
	h.t.Helper()
	if err := h.read(func(tx *store.Tx) error { return tx.QueryRow(`SELECT size FROM audit_head`).Scan(&n) }); err != nil {
		h.t.Fatal(err)
	}
	return n
}

// TestAStrangerOnTheSameMachineFoundsNothing: without the code, with a wrong one, or with the right one used by somebody else.
func TestAStrangerOnTheSameMachineFoundsNothing(t *testing.T) {
	t.Parallel()
	houses(t, func(t *testing.T, h *house) {
		stranger, owner := h.visitor(), h.visitor()
		nothing := func() {
			t.Helper()
			before, tried := h.entries(), 0
			for _, route := range h.gate.Routes() {
				if route.Pattern == "/found" || !strings.HasPrefix(route.Pattern, "/found") {
					continue
				}
				status, to := stranger.send(route.Method, route.Pattern, "application/x-www-form-urlencoded", networkForm.Encode())
				if status != http.StatusSeeOther || to != "/found" {
					t.Errorf("%s %s answers %d, to %q", route.Method, route.Pattern, status, to)
				}
				tried++
			}
			if after := h.entries(); after != before || tried < 8 {
				t.Errorf("%d entries written by a stranger in %d tries", after-before, tried)
			}
		}
		nothing()
		stranger.refused("/found", url.Values{"code": {"AAAA-BBBB-CCCC"}}, http.StatusUnprocessableEntity, "not the code")
		nothing()
		owner.goes("/found", url.Values{"code": {strings.ToLower(strings.ReplaceAll(h.code, "-", " "))}}, "/found/network")
		stranger.refused("/found", url.Values{"code": {h.code}}, http.StatusUnprocessableEntity, "used in another browser")
		nothing()
		for _, path := range []string{"/", "/login", "/members", "/setup"} {
			if status, to := stranger.get(path); status != http.StatusSeeOther {
				t.Errorf("%s answers %d, to %q", path, status, to)
			}
		}
	})
}

// Whoever guesses has twenty tries in all, and then not even the right code counts.
func TestTheCodeCannotBeGuessed(t *testing.T) {
	t.Parallel()
	s := testkit.Store(t)
	h := &house{t: t, store: s, keys: s.Keys()}
	h.start()
	v := h.visitor()
	for range 20 {
		v.refused("/found", url.Values{"code": {"AAAA-BBBB-CCCC"}}, http.StatusUnprocessableEntity, "not the code")
	}
	v.refused("/found", url.Values{"code": {h.code}}, http.StatusUnprocessableEntity, "Too many wrong codes")
}

// TestFromAnEmptyFolderToGoingLive is the whole way, with a mistake at every step and the program stopped in the middle of each part.
func TestFromAnEmptyFolderToGoingLive(t *testing.T) {
	t.Parallel()
	houses(t, func(t *testing.T, h *house) {
		teodora := h.visitor()
		teodora.goes("/found", url.Values{"code": {h.code}}, "/found/network")
		wrong := url.Values{"name": {"Rete della costa"}, "kind": {"cooperative"}, "province": {"IT-XX"}}
		teodora.refused("/found/network", wrong, http.StatusUnprocessableEntity, `value="Rete della costa"`, "This is needed")

		h.start() // stopped and started: another code, nothing typed is lost
		teodora.get("/found/network")
		teodora.sees("/found")
		teodora = h.visitor()
		teodora.goes("/found", url.Values{"code": {h.code}}, "/found/network")
		teodora.get("/found/network")
		teodora.sees(`value="Rete della costa"`)
		teodora.goes("/found/network", networkForm, "/found/work")
		teodora.refused("/found/work", url.Values{"project": {"Rotta"}, "from": {"2025-01-01"}, "to": {"2024-01-01"}}, http.StatusUnprocessableEntity, "before it begins", `value="Rotta"`)
		teodora.goes("/found/work", workForm, "/found/you")
		short := url.Values{"name": {"Teodora"}, "login": {"teodora"}, "password": {"corta"}, "again": {"corta"}}
		teodora.refused("/found/you", short, http.StatusUnprocessableEntity, "too short", `value="Teodora"`)
		if strings.Contains(teodora.said, "corta") {
			t.Error("a password is sent back")
		}
		teodora.goes("/found/you", youForm, "/account/recovery")
		teodora.proves()
		teodora.equips()

		if status, _ := teodora.get("/setup"); status != http.StatusOK {
			t.Fatalf("the check list answers %d", status)
		}
		teodora.refused("/setup/live", url.Values{}, http.StatusUnprocessableEntity, "there are 0", "no recovery key yet")
		if status, _ := teodora.get("/setup/recovery"); status != http.StatusNotFound {
			t.Errorf("whoever administers may look at the papers: %d", status)
		}

		first, second := teodora.invites("bianca", policy.CaseManager), teodora.invites("nora", policy.OutreachWorker)
		bianca := h.joins(first)
		bianca.get("/setup")
		bianca.sees("One person holds keys: Bianca", "Not yet there: Nora")
		h.joins(second)
		teodora.refused("/setup/live", url.Values{}, http.StatusUnprocessableEntity, "there are 1")
		bianca.confirms("nora")
		h.joins(teodora.invites("olga", policy.Officer))
		teodora.refused("/setup/live", url.Values{}, http.StatusUnprocessableEntity, "Nobody watches over the data")
		teodora.get("/setup")
		teodora.sees("The smallest network that can go live is three people")
		bianca.confirms("olga")

		bianca.refused("/setup/recovery", url.Values{"custodian1": {"Ada"}, "custodian2": {"ada"}}, http.StatusUnprocessableEntity, "is there already", "Write who keeps", `value="Ada"`)
		papers := bianca.papers()
		bianca.refused("/setup/recovery/1/paper", url.Values{}, http.StatusConflict, "shown already")
		teodora.refused("/setup/live", url.Values{}, http.StatusUnprocessableEntity, "At least 2 papers")
		bianca.refused("/setup/recovery/1", url.Values{"share": {papers[1]}}, http.StatusUnprocessableEntity, "it is paper 2")
		bianca.refused("/setup/recovery/1", url.Values{"share": {"X" + papers[0][1:]}}, http.StatusUnprocessableEntity, "typing mistake")
		bianca.types("1", papers[0])
		teodora.refused("/setup/live", url.Values{}, http.StatusUnprocessableEntity, "1 were")
		bianca.types("3", strings.ToLower(papers[2]))

		h.start() // everybody is out, what was checked stays checked
		bianca, teodora = h.enters("bianca", ""), h.enters("teodora", teodora.secret)
		bianca.get("/setup/recovery")
		bianca.sees("typed back on", "not typed back yet")
		h.live(t, teodora, bianca)
	})
}

// live goes live, and looks what that gave to whom.
func (h *house) live(t *testing.T, teodora, bianca *visitor) {
	t.Helper()
	bianca.refused("/setup/live", url.Values{}, http.StatusNotFound)
	if h.holds("bianca") {
		t.Error("a key was there before going live")
	}
	teodora.goes("/setup/live", url.Values{}, "/setup")
	for login, want := range map[string]bool{"bianca": true, "nora": true, "teodora": false} {
		if got := h.holds(login); got != want {
			t.Errorf("%s holds the team's key: %v", login, got)
		}
	}
	bianca.get("/setup")
	bianca.sees("The network is live")
}

// A network file is taken instead, and its people's links are told once to whoever founds.
func TestANetworkIsFoundedFromAFile(t *testing.T) {
	t.Parallel()
	houses(t, func(t *testing.T, h *house) {
		v := h.visitor()
		v.goes("/found", url.Values{"code": {h.code}}, "/found/network")
		upload := func(text string) (int, string) {
			var b bytes.Buffer
			form := multipart.NewWriter(&b)
			part, err := form.CreateFormFile("file", "network.yaml")
			if err == nil {
				_, err = part.Write([]byte(text))
			}
			if err != nil || form.Close() != nil {
				t.Fatal(err)
			}
			return v.send(http.MethodPost, "/found/file", form.FormDataContentType(), b.String())
		}
		for _, bad := range []string{"", "network: [", "network: {code: a, name: A}\norganisations: [{code: o, name: O, kind: unknown}]"} {
			if status, _ := upload(bad); status != http.StatusUnprocessableEntity {
				t.Errorf("%q answers %d", bad, status)
			}
		}
		if status, to := upload(testkit.TownCharter); status != http.StatusSeeOther || to != "/found/you" {
			t.Fatalf("the file answers %d, to %q: %s", status, to, v.words())
		}
		v.get("/found/you")
		v.sees("Rete della costa", "Cooperativa Faro")
		taken := url.Values{"name": {"Corrado"}, "login": {"Corrado"}, "password": {password}, "again": {password}}
		v.refused("/found/you", taken, http.StatusUnprocessableEntity, "such a login name already")
		v.goes("/found/you", youForm, "/account/recovery")
		v.proves()
		v.equips()
		v.get("/setup")
		v.sees("corrado http", "wanda http")
		link := v.find(`corrado http://[^/]+(/join/[\w-]+)`)
		if v.get("/setup"); strings.Contains(v.said, "/join/") {
			t.Error("the links are shown twice")
		}
		h.joins(link)
	})
}

// Two programs wait on one place: who comes second finds the network that stands.
func TestOfTwoProgramsOneFounds(t *testing.T) {
	t.Parallel()
	houses(t, func(t *testing.T, h *house) {
		other := *h
		other.start()
		late := other.visitor()
		late.goes("/found", url.Values{"code": {other.code}}, "/found/network")
		late.goes("/found/network", networkForm, "/found/work")
		late.goes("/found/work", workForm, "/found/you")
		early := h.visitor()
		early.goes("/found", url.Values{"code": {h.code}}, "/found/you") // what was typed there is here too
		early.goes("/found/you", youForm, "/account/recovery")
		late.goes("/found/you", youForm, "/")
		if status, to := late.get("/"); status != http.StatusSeeOther || !strings.HasPrefix(to, "/login") {
			t.Errorf("the other program answers %d, to %q", status, to)
		}
		var accounts int
		err := h.read(func(tx *store.Tx) error {
			return tx.QueryRow(`SELECT count(*) FROM network_accounts`).Scan(&accounts)
		})
		if err != nil || accounts != 1 {
			t.Errorf("%d accounts, %v", accounts, err)
		}
	})
}

// When nobody is left who could, two custodians give a member the keys; one cannot, nor can whoever administers, nor for themselves.
func TestTwoCustodiansGiveTheKeysAgain(t *testing.T) {
	t.Parallel()
	houses(t, func(t *testing.T, h *house) {
		teodora, bianca, papers := h.ready()
		teodora.goes("/setup/live", url.Values{}, "/setup")
		ugo := h.joins(teodora.invites("ugo", policy.Custodian))
		ugo.equips()
		bianca.confirms("ugo")
		livia := h.joins(teodora.invites("livia", policy.Officer))
		livia.equips()
		bianca.confirms("livia")
		h.joins(teodora.invites("carla", policy.DeskWorker))
		bianca.confirms("carla")
		h.withdraws("carla")
		if h.holds("carla") {
			t.Fatal("who was confirmed holds the key already, so nothing is tried")
		}
		ugo = h.enters("ugo", ugo.secret)
		ugo.get("/setup/regain")
		carla := ugo.find(`value="([0-9a-f.-]+)"[^>]*>Carla`)
		if strings.Contains(ugo.said, ">Teodora</option>") || strings.Contains(ugo.said, ">Ugo</option>") {
			t.Error("somebody who holds no keys can be chosen")
		}
		for name, form := range map[string]url.Values{
			"one paper":           {"member": {carla}, "first": {papers[0]}},
			"one paper twice":     {"member": {carla}, "first": {papers[0]}, "second": {papers[0]}},
			"a paper of others":   {"member": {carla}, "first": {papers[0]}, "second": {"2" + papers[0][1:]}},
			"nobody":              {"first": {papers[0]}, "second": {papers[1]}},
			"somebody not listed": {"member": {"019368aa-0000-7000-8000-000000000000"}, "first": {papers[0]}, "second": {papers[1]}},
		} {
			if status, _ := ugo.post("/setup/regain", form); status != http.StatusUnprocessableEntity {
				t.Errorf("%s: %d", name, status)
			}
		}
		form := url.Values{"member": {carla}, "first": {papers[2]}, "second": {papers[0]}}
		for who, v := range map[string]*visitor{"administrator": teodora, "key holder": bianca} {
			if status, _ := v.post("/setup/regain", form); status != http.StatusNotFound {
				t.Errorf("%s: %d", who, status)
			}
		}
		if h.holds("carla") {
			t.Fatal("the key was given by something that is refused")
		}
		ugo.goes("/setup/regain", form, "/setup/regain")
		if !h.holds("carla") {
			t.Error("two papers gave no key")
		}
		var told int
		err := h.read(func(tx *store.Tx) error {
			return tx.QueryRow(`SELECT count(*) FROM vault_notices n JOIN network_accounts a ON a.id = n.account_id WHERE n.kind = 'recovery' AND a.login = 'livia'`).Scan(&told)
		})
		if err != nil || told != 1 {
			t.Errorf("the officer is told %d times, %v", told, err)
		}
	})
}
