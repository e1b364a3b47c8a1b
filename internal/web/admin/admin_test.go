package admin_test

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
	"approdo/internal/testkit"
	"approdo/internal/web/admin"
	"approdo/internal/web/page"
)

// house is the screens of this package over a Town, with one screen of work behind them.
type house struct {
	testkit.Town
	t     *testing.T
	store *store.Store
	keys  *seal.Keys
	ring  *network.Keyring
	here  http.Handler
}

func TestMain(m *testing.M) {
	testkit.LightPasswords()
	os.Exit(m.Run())
}

func open(t *testing.T, s *store.Store) *house {
	t.Helper()
	h := &house{t: t, store: s, Town: testkit.Settle(t, s), keys: s.Keys()}
	h.start()
	return h
}

// start begins as a process does: with an empty keyring.
func (h *house) start() {
	h.t.Helper()
	h.ring = &network.Keyring{}
	a := &admin.Admin{Store: h.store, Keys: h.keys, Keyring: h.ring, Book: h.Book}
	err := h.store.Read(h.t.Context(), policy.System(policy.Startup), func(tx *store.Tx) (err error) {
		a.Network, err = network.Find(tx)
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	work := page.Route{Method: http.MethodGet, Pattern: "/{$}", Action: policy.HomeView, Handler: func(r *page.Request) error {
		identity, err := r.Identity()
		if err != nil {
			return err
		}
		_, err = io.WriteString(r.Writer(), "at work, "+identity.Public().Fingerprint())
		return err
	}}
	server, err := page.New(page.Options{Routes: append(a.Routes(), work), Sessions: a, Menu: a.Menu, Keys: h.store.Keys, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	if err != nil {
		h.t.Fatal(err)
	}
	h.here = server
}

// somebody is a person at a browser, somewhere.
type somebody struct {
	*house
	from    string
	agent   string
	cookie  string
	devices string // what the browser keeps of having been let in
}

func (h *house) somebody(from string) *somebody {
	return &somebody{house: h, from: from, agent: "Mozilla/5.0 (Android 15; Mobile; rv:150.0) Gecko/150.0 Firefox/150.0"}
}

// member is somebody employed and logged in.
func (h *house) member(login string, organisation network.OrganisationID, roles ...policy.Role) *somebody {
	h.t.Helper()
	var seed seal.Seed
	err := h.store.Write(h.t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) (err error) {
		_, seed, err = testkit.Employ(tx, network.Account{OrganisationID: organisation, Login: login, Name: login, Language: "en", Roles: roles})
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	s := h.somebody("192.0.2.1")
	s.cookie = testkit.Enter(h.t, h.store, h.ring, login, seed)
	return s
}

// answer is what a browser got.
type answer struct {
	status int
	to     string
	text   string
	header http.Header
}

func (s *somebody) ask(method, path string, form url.Values) answer {
	s.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	r.Host, r.RemoteAddr = "127.0.0.1:8420", s.from+":40000"
	r.Header.Set("User-Agent", s.agent)
	r.Header.Set("Accept-Language", "en")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if s.cookie != "" {
		r.AddCookie(&http.Cookie{Name: "session", Value: s.cookie})
	}
	if s.devices != "" {
		r.AddCookie(&http.Cookie{Name: "devices", Value: s.devices})
	}
	w := httptest.NewRecorder()
	s.here.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		switch c.Name {
		case "session":
			s.cookie = c.Value
		case "devices":
			s.devices = c.Value
		}
	}
	return answer{w.Code, w.Header().Get("Location"), w.Body.String(), w.Header()}
}

func (s *somebody) get(path string) answer {
	s.t.Helper()
	return s.ask(http.MethodGet, path, nil)
}

func (s *somebody) post(path string, nameValue ...string) answer {
	s.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(nameValue); i += 2 {
		form.Add(nameValue[i], nameValue[i+1])
	}
	return s.ask(http.MethodPost, path, form)
}

// leads demands that an answer sends the browser on.
// saysDone is the part of an address that says what was done.
var saysDone = regexp.MustCompile(`[?&]done=[\w-]+`)

func (a answer) leads(t *testing.T, to string) answer {
	t.Helper()
	if a.status != http.StatusSeeOther || saysDone.ReplaceAllString(a.to, "") != to {
		t.Fatalf("status %d, to %q instead of %q\n%s", a.status, a.to, to, a.words())
	}
	return a
}

func (a answer) says(t *testing.T, status int, words ...string) answer {
	t.Helper()
	if a.status != status {
		t.Fatalf("status %d instead of %d, to %q\n%s", a.status, status, a.to, a.words())
	}
	for _, w := range words {
		if !strings.Contains(a.words(), w) {
			t.Errorf("the page does not say %q:\n%s", w, a.words())
		}
	}
	return a
}

var marks = regexp.MustCompile(`(?s)<head>.*</head>|<[^>]*>`)

// words is the text of a page with single spaces.
func (a answer) words() string {
	return strings.Join(strings.Fields(strings.NewReplacer("&#39;", "'", "&amp;", "&").Replace(marks.ReplaceAllString(a.text, " "))), " ")
}

var group = regexp.MustCompile(`<li class="figure">(\w+)</li>`)

// groups are those of a recovery code or of a fingerprint.
func (a answer) groups() (list []string) {
	for _, m := range group.FindAllStringSubmatch(a.text, -1) {
		list = append(list, m[1])
	}
	return list
}

// invites makes an invitation and gives the path of the link.
func (s *somebody) invites(login string, role policy.Role) string {
	s.t.Helper()
	a := s.post("/members", "name", "Ada "+login, "login", login, "language", "en", "roles", string(role))
	if a.status != http.StatusSeeOther || !strings.HasPrefix(a.to, "/members/") {
		s.t.Fatalf("nobody is invited: %d %s", a.status, a.words())
	}
	return s.link(a.to)
}

// link reads the link that a member's page shows once.
func (s *somebody) link(path string) string {
	s.t.Helper()
	m := regexp.MustCompile(`http://127\.0\.0\.1:8420(/join/[\w-]+)`).FindStringSubmatch(s.get(path).text)
	if m == nil {
		s.t.Fatal("no link is shown")
	}
	return m[1]
}

const password = "onda lunga sul molo quieto"

// joins accepts an invitation, proves the recovery code and gives it.
func (s *somebody) joins(link string) (code string) {
	s.t.Helper()
	s.post(link, "password", password, "again", password).leads(s.t, "/account/recovery")
	groups := s.get("/account/recovery").says(s.t, http.StatusOK, "Write it on paper").groups()
	if len(groups) != 7 {
		s.t.Fatalf("the recovery code is %q", groups)
	}
	s.post("/account/recovery", "groups", strings.ToLower(groups[2]+"-"+groups[5])).leads(s.t, "/account")
	return strings.Join(groups, "-")
}

// digits are what an application on the telephone shows, so many steps from now.
func digits(t *testing.T, secret string, steps int) string {
	t.Helper()
	code, err := totp.GenerateCode(strings.ReplaceAll(secret, " ", ""), time.Now().Add(time.Duration(steps)*30*time.Second))
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// secret is what the page of the second factor tells to type by hand.
func (a answer) secret(t *testing.T) string {
	t.Helper()
	m := regexp.MustCompile(`<span class="hash">([A-Z2-7 ]+)</span>`).FindStringSubmatch(a.text)
	if m == nil {
		t.Fatalf("no secret is shown: %s", a.words())
	}
	return m[1]
}

func (h *house) account(login string) (a network.Account) {
	h.t.Helper()
	err := h.store.Read(h.t.Context(), policy.System(policy.Login), func(tx *store.Tx) (err error) {
		a, err = network.FindAccount(tx, login)
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return a
}

func path(a network.Account) string { return fmt.Sprintf("/members/%s", a.ID) }
