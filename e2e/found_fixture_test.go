package e2e_test

import (
	"context"
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"approdo/internal/app"
	"approdo/internal/base/codebook"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
	"approdo/internal/care/vault"
	"approdo/internal/testkit"
)

// house is an installation in which no network stands yet, and the program that answers for it.
type house struct {
	t       *testing.T
	store   *store.Store
	keys    *seal.Keys
	address string
	code    string // as the terminal shows it
	gate    *app.Gate
}

// houses runs a test on an empty place over each database.
func houses(t *testing.T, test func(*testing.T, *house)) {
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		h := &house{t: t, store: s, keys: s.Keys()}
		h.start()
		test(t, h)
	})
}

// start starts the program on what is stored, as if it had been stopped: with an empty memory and another code.
func (h *house) start() {
	h.t.Helper()
	ctx := context.WithoutCancel(h.t.Context())
	book, err := codebook.Load()
	if err != nil {
		h.t.Fatal(err)
	}
	in := &app.Installation{Store: h.store, Keys: h.keys, Book: book}
	quiet := app.Options{Log: slog.New(slog.NewTextHandler(io.Discard, nil))}
	var handler http.Handler
	if in.Network, err = h.network(); err == nil {
		handler, err = app.Handler(ctx, in, quiet)
		h.gate, h.code = nil, ""
	} else {
		h.gate, h.code, err = app.Await(ctx, in, quiet, func() {})
		handler = h.gate
	}
	if err != nil {
		h.t.Fatal(err)
	}
	server := httptest.NewServer(handler)
	h.t.Cleanup(server.Close)
	h.address = server.URL
}

func (h *house) network() (n network.Network, err error) {
	err = h.read(func(tx *store.Tx) (err error) {
		n, err = network.Find(tx)
		return err
	})
	return n, err
}

func (h *house) read(fn func(*store.Tx) error) error {
	return h.store.Read(h.t.Context(), policy.System(policy.Operator, "test"), fn)
}

// holds reports whether a member holds the key of the lead's team.
func (h *house) holds(login string) (held bool) {
	h.t.Helper()
	err := h.read(func(tx *store.Tx) error {
		a, err := network.FindAccount(tx, login)
		if err == nil {
			held, err = vault.Holds(tx, a.OrganisationID, a.ID)
		}
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return held
}

// withdraws takes from a member all keys they hold.
func (h *house) withdraws(login string) {
	h.t.Helper()
	err := h.store.Write(h.t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
		a, err := network.FindAccount(tx, login)
		if err == nil {
			err = vault.Withdraw(tx, a.ID)
		}
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
}

// visitor is one browser, with its cookies.
type visitor struct {
	h      *house
	client *http.Client
	said   string // the page seen last
	secret string // of the second factor
}

func (h *house) visitor() *visitor {
	h.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		h.t.Fatal(err)
	}
	return &visitor{h: h, client: &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// send makes a request, from the program's own page where it changes something, and gives status and address it leads to.
func (v *visitor) send(method, path, kind, body string) (int, string) {
	v.h.t.Helper()
	r, err := http.NewRequestWithContext(v.h.t.Context(), method, v.h.address+path, strings.NewReader(body))
	if err != nil {
		v.h.t.Fatal(err)
	}
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Accept-Language", "en")
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	response, err := v.client.Do(r)
	if err != nil {
		v.h.t.Fatal(err)
	}
	defer response.Body.Close()
	for _, fault := range unguarded(response) {
		v.h.t.Errorf("%s %s (%d): %s", method, path, response.StatusCode, fault)
	}
	text, err := io.ReadAll(response.Body)
	if err != nil {
		v.h.t.Fatal(err)
	}
	v.said = html.UnescapeString(string(text))
	return response.StatusCode, response.Header.Get("Location")
}

func (v *visitor) get(path string) (int, string) { return v.send(http.MethodGet, path, "", "") }

func (v *visitor) post(path string, form url.Values) (int, string) {
	return v.send(http.MethodPost, path, "application/x-www-form-urlencoded", form.Encode())
}

// goes posts a form that must lead to an address.
func (v *visitor) goes(path string, form url.Values, to string) {
	v.h.t.Helper()
	status, location := v.post(path, form)
	if page, _, _ := strings.Cut(location, "?done="); status != http.StatusSeeOther || page != to {
		v.h.t.Fatalf("%s answers %d, to %q instead of %q: %s", path, status, location, to, v.words())
	}
}

// refused posts a form that must be sent back, and wants words on the page.
func (v *visitor) refused(path string, form url.Values, status int, words ...string) {
	v.h.t.Helper()
	if got, _ := v.post(path, form); got != status {
		v.h.t.Fatalf("%s answers %d instead of %d: %s", path, got, status, v.words())
	}
	v.sees(words...)
}

func (v *visitor) sees(words ...string) {
	v.h.t.Helper()
	for _, w := range words {
		if !strings.Contains(v.said, w) {
			v.h.t.Fatalf("%q cannot be read: %s", w, v.words())
		}
	}
}

// words are those of the page's own part.
func (v *visitor) words() string {
	_, main, _ := strings.Cut(v.said, "<main")
	return strings.Join(strings.Fields(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(main, " ")), " ")
}

// find gives what stands on the page where a pattern says.
func (v *visitor) find(pattern string) string {
	v.h.t.Helper()
	found := regexp.MustCompile(pattern).FindStringSubmatch(v.said)
	if found == nil {
		v.h.t.Fatalf("nothing is like %s: %s", pattern, v.words())
	}
	return found[1]
}

// password is one that nobody can guess, and everybody in these tests has.
const password = "gabbiano sotto la tettoia verde"

// forms of the set-up, filled rightly.
var (
	networkForm = url.Values{"name": {"Rete della costa"}, "organisation": {"Cooperativa Faro"}, "kind": {"cooperative"}, "province": {"IT-BS"}, "zone": {"Europe/Rome"}}
	workForm    = url.Values{"unit": {"Unità di strada"}, "unit_kind": {"contact_unit"}, "project": {"Rotta"}, "from": {"2024-03-01"}, "to": {"2025-08-31"}}
	youForm     = url.Values{"name": {"Teodora"}, "login": {"teodora"}, "password": {password}, "again": {password}}
)

// founds goes through the set-up to the check list.
func (v *visitor) founds() {
	v.h.t.Helper()
	v.goes("/found", url.Values{"code": {v.h.code}}, "/found/network")
	v.goes("/found/network", networkForm, "/found/work")
	v.goes("/found/work", workForm, "/found/you")
	v.goes("/found/you", youForm, "/account/recovery")
	v.proves()
	v.equips()
}

// proves copies the recovery code and types two groups of it back.
func (v *visitor) proves() {
	v.h.t.Helper()
	v.get("/account/recovery")
	groups := v.groups()
	v.goes("/account/recovery", url.Values{"groups": {groups[2] + groups[5]}}, "/account")
}

// groups are the numbered groups on the page.
func (v *visitor) groups() (list []string) {
	for _, found := range regexp.MustCompile(`<li class="figure">([0-9A-Z]+)</li>`).FindAllStringSubmatch(v.said, -1) {
		list = append(list, found[1])
	}
	return list
}

// equips sets up a second factor.
func (v *visitor) equips() {
	v.h.t.Helper()
	v.get("/account/second")
	v.secret = strings.ReplaceAll(v.find(`<span class="hash">([A-Z2-7 ]+)</span>`), " ", "")
	code, err := totp.GenerateCode(v.secret, time.Now())
	if err != nil {
		v.h.t.Fatal(err)
	}
	v.goes("/account/second", url.Values{"code": {code}}, "/account")
}

// invites invites somebody and gives the path of their link.
func (v *visitor) invites(login string, role policy.Role) string {
	v.h.t.Helper()
	status, location := v.post("/members", url.Values{"name": {strings.ToUpper(login[:1]) + login[1:]}, "login": {login}, "language": {"en"}, "roles": {string(role)}})
	if status != http.StatusSeeOther {
		v.h.t.Fatalf("%s cannot be invited: %d, %s", login, status, v.words())
	}
	v.get(location)
	return v.find(`(/join/[\w-]+)`)
}

// joins accepts an invitation in a browser of one's own.
func (h *house) joins(link string) *visitor {
	h.t.Helper()
	v := h.visitor()
	v.goes(link, url.Values{"password": {password}, "again": {password}}, "/account/recovery")
	v.proves()
	return v
}

// confirms compares the fingerprint of a colleague and confirms them.
func (v *visitor) confirms(login string) {
	v.h.t.Helper()
	v.get("/members")
	path := v.find(`href="(/members/[0-9a-f-]{36})">` + strings.ToUpper(login[:1]) + login[1:] + `<`)
	v.get(path)
	v.goes(path+"/confirm", url.Values{"fingerprint": {v.find(`name="fingerprint" value="([0-9 ]+)"`)}, "roles": {v.find(`name="roles" value="(\w+)"`)}}, path)
}

// enters logs in after everything was stopped, with the next code of a second factor if there is one.
func (h *house) enters(login, secret string) *visitor {
	h.t.Helper()
	v := h.visitor()
	form := url.Values{"login": {login}, "passphrase": {password}}
	if secret != "" {
		code, err := totp.GenerateCode(secret, time.Now().Add(30*time.Second))
		if err != nil {
			h.t.Fatal(err)
		}
		form.Set("code", code)
	}
	if status, _ := v.post("/login", form); status != http.StatusSeeOther {
		h.t.Fatalf("%s cannot log in: %s", login, v.words())
	}
	return v
}

// custodians are those of the tests.
var custodians = url.Values{"custodian1": {"Ada Uno"}, "custodian2": {"Bea Due"}, "custodian3": {"Cleo Tre"}}

// papers makes the three papers and gives what stands on them.
func (v *visitor) papers() [3]string {
	v.h.t.Helper()
	v.goes("/setup/recovery", custodians, "/setup/recovery")
	return v.shown()
}

// shown gives what stands on papers that were just made.
func (v *visitor) shown() (list [3]string) {
	v.h.t.Helper()
	for i := range list {
		number := string(rune('1' + i))
		if status, _ := v.post("/setup/recovery/"+number+"/paper", url.Values{}); status != http.StatusOK {
			v.h.t.Fatalf("paper %s is not shown: %d", number, status)
		}
		if list[i] = strings.Join(v.groups(), " "); len(v.groups()) != 11 {
			v.h.t.Fatalf("paper %s has %d groups", number, len(v.groups()))
		}
	}
	return list
}

// ready founds, invites two people who hold keys and one who watches over the data, and has all papers typed back.
func (h *house) ready() (teodora, bianca *visitor, papers [3]string) {
	h.t.Helper()
	teodora = h.visitor()
	teodora.founds()
	bianca = h.joins(teodora.invites("bianca", policy.CaseManager))
	h.joins(teodora.invites("nora", policy.OutreachWorker))
	h.joins(teodora.invites("olga", policy.Officer))
	bianca.confirms("nora")
	bianca.confirms("olga")
	papers = bianca.papers()
	for i, paper := range papers {
		bianca.types(string(rune('1'+i)), paper)
	}
	return teodora, bianca, papers
}

// types types a paper back.
func (v *visitor) types(number, paper string) {
	v.h.t.Helper()
	v.goes("/setup/recovery/"+number, url.Values{"share": {paper}}, "/setup/recovery")
}
