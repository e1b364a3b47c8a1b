package desk_test

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
	"approdo/internal/care/report"
	"approdo/internal/care/rights"
	"approdo/internal/care/sheet"
	"approdo/internal/testkit"
	gate "approdo/internal/web/admin"
	"approdo/internal/web/desk"
	"approdo/internal/web/desk/trail"
	"approdo/internal/web/kit"
	"approdo/internal/web/page"
)

// office is the program's screens over a Town, listening on a real address.
type office struct {
	testkit.Town
	store    *store.Store
	ring     network.Keyring
	trail    trail.Trail
	refusals *desk.Refusals
	address  string
	routes   []page.Route
	program  *desk.Desk
	ahead    atomic.Int64           // how far the clock went on, in nanoseconds
	between  atomic.Pointer[func()] // what happens once, the next time that somebody's key is asked for: after something was read, before it is written
}

// keyholders are the sessions of an office, in which something may happen between reading and writing.
type keyholders struct {
	*gate.Admin
	office *office
}

func (k keyholders) Identity(token string) (*seal.Identity, error) {
	if happens := k.office.between.Swap(nil); happens != nil {
		(*happens)()
	}
	return k.Admin.Identity(token)
}

// meanwhile lets something happen between reading and writing of the next request that needs somebody's key.
func (o *office) meanwhile(what func()) { o.between.Store(&what) }

// opened is when the tests begin: after every day of their files.
var opened = time.Date(2025, 1, 15, 10, 0, 0, 0, time.UTC)

func staff(t *testing.T, s *store.Store) *office {
	t.Helper()
	return staffWith(t, s, func(*desk.Needs) {})
}

// staffWith is staff whose screens depend on something else than usual.
func staffWith(t *testing.T, s *store.Store, but func(*desk.Needs)) *office {
	t.Helper()
	o := &office{store: s}
	s.SetClock(func() time.Time { return opened.Add(time.Duration(o.ahead.Load())) })
	o.Town = testkit.Settle(t, s)
	s.Require(network.Standing)
	keys := s.Keys()
	sheets, err := sheet.New(o.Book, keys, rights.Registry())
	must(t, err)
	reports, err := report.ShippedReports(o.Book)
	must(t, err)
	needs := desk.Needs{Desk: kit.Desk{Store: s, Book: o.Book, Looking: &kit.Looking{Store: s}}, Engine: report.New(o.Book, rights.Registry().Views()), Sheets: sheets, Reports: reports}
	must(t, s.Read(t.Context(), policy.System(policy.Startup), func(tx *store.Tx) (err error) {
		needs.Network, err = network.Find(tx)
		return err
	}))
	o.trail = trail.Trail{Store: s, Keys: keys, Network: needs.Network}
	needs.Trail = o.trail
	but(&needs)
	d, err := desk.New(needs)
	must(t, err)
	o.routes, o.program = d.Routes(), d
	o.refusals = &desk.Refusals{Store: s}
	a := &gate.Admin{Store: s, Keys: keys, Keyring: &o.ring, Book: o.Book, Network: d.Network, Leaving: d.Leaving}
	server, err := page.New(page.Options{Routes: slices.Concat(a.Routes(), d.Routes()), Sessions: keyholders{a, o}, Menu: d.Menu, Typed: d.Typed, Unsent: d.KeepUnsent, Keys: s.Keys, Ways: d.Ways, Refused: o.refusals.Put, Forged: desk.Alarms{Store: s}.Put})
	must(t, err)
	listener := httptest.NewServer(server)
	t.Cleanup(listener.Close)
	o.address = listener.URL
	return o
}

// pass lets time go by.
func (o *office) pass(d time.Duration) { o.ahead.Add(int64(d)) }

// visitor is somebody at a browser.
type visitor struct {
	t      *testing.T
	office *office
	login  string
	token  string
}

// employ gives an organisation an account of a role, and opens a session for it.
func (o *office) employ(t *testing.T, login string, organisation network.OrganisationID, roles ...policy.Role) *visitor {
	t.Helper()
	return o.employIn(t, "en", login, organisation, roles...)
}

// employIn employs somebody who reads a language.
func (o *office) employIn(t *testing.T, language, login string, organisation network.OrganisationID, roles ...policy.Role) *visitor {
	t.Helper()
	a := network.Account{ID: network.AccountID("account-" + login), OrganisationID: organisation, Login: login, Name: login, Language: language, Roles: roles}
	var seed seal.Seed
	must(t, o.store.Write(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) (err error) {
		_, seed, err = testkit.Employ(tx, a)
		return err
	}))
	o.Seeds[login] = seed
	return o.session(t, login)
}

// session is one more browser of an account.
func (o *office) session(t *testing.T, login string) *visitor {
	t.Helper()
	return &visitor{t: t, office: o, login: login, token: testkit.Enter(t, o.store, &o.ring, login, o.Seeds[login])}
}

// answer is what a browser got.
type answer struct {
	status  int
	to      string // where it is sent on
	led     string // the same with what the page is to say of what was done
	text    string
	refresh string
}

// secrets stand in the files of the tests and must never come back.
var secrets = []string{"Zorubabela", "3331234567", "bosco dietro", "=HYPERLINK"}

// saysDone is the part of an address that says what was done; it is sealed anew each time.
var saysDone = regexp.MustCompile(`[?&]done=[\w-]+`)

// unworded is what a page says for a key that has no words.
var unworded = regexp.MustCompile(`\[[a-z]+\.[a-z_.]+\]`)

func (v *visitor) send(r *http.Request) answer {
	v.t.Helper()
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Accept-Language", "en")
	if v.token != "" {
		r.AddCookie(&http.Cookie{Name: "session", Value: v.token})
	}
	response, err := http.DefaultTransport.RoundTrip(r)
	must(v.t, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	must(v.t, err)
	led := response.Header.Get("Location")
	a := answer{response.StatusCode, saysDone.ReplaceAllString(led, ""), led, string(body), response.Header.Get("Refresh")}
	if key := unworded.FindString(a.text); key != "" {
		v.t.Errorf("%s %s says %s, which has no words", r.Method, r.URL.Path, key)
	}
	for _, secret := range secrets {
		if strings.Contains(a.text, secret) || strings.Contains(a.to, secret) {
			v.t.Errorf("%s %s repeats a private cell", r.Method, r.URL.Path)
		}
	}
	return a
}

func (v *visitor) get(path string) answer {
	v.t.Helper()
	r, err := http.NewRequestWithContext(v.t.Context(), http.MethodGet, v.office.address+path, nil)
	must(v.t, err)
	return v.send(r)
}

func (v *visitor) post(path string, nameValue ...string) answer {
	v.t.Helper()
	return v.sendForm(path, formValues(nameValue...))
}

// sendForm sends a form as a browser does.
func (v *visitor) sendForm(path string, form url.Values) answer {
	v.t.Helper()
	r, err := http.NewRequestWithContext(v.t.Context(), http.MethodPost, v.office.address+path, strings.NewReader(form.Encode()))
	must(v.t, err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return v.send(r)
}

// upload sends a file as a browser does.
func (v *visitor) upload(kind sheet.Kind, data []byte) answer {
	v.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	must(v.t, form.WriteField("kind", string(kind)))
	part, err := form.CreateFormFile("file", "Zorubabela.csv")
	must(v.t, err)
	_, err = part.Write(data)
	must(v.t, err)
	must(v.t, form.Close())
	r, err := http.NewRequestWithContext(v.t.Context(), http.MethodPost, v.office.address+"/imports", &body)
	must(v.t, err)
	r.Header.Set("Content-Type", form.FormDataContentType())
	return v.send(r)
}

// draft sends a file that is taken, and gives the address of its preview.
func (v *visitor) draft(kind sheet.Kind, data []byte) string {
	v.t.Helper()
	a := v.upload(kind, data)
	if a.status != http.StatusSeeOther || !strings.HasPrefix(a.to, "/imports/drafts/") {
		v.t.Fatalf("the file is not taken: status %d, to %q\n%s", a.status, a.to, a.text)
	}
	return a.to
}

// wantStatus and wantText say what an answer must be.
func (a answer) wantStatus(t *testing.T, status int) answer {
	t.Helper()
	if a.status != status {
		t.Errorf("status %d instead of %d, to %q", a.status, status, a.to)
	}
	return a
}

func (a answer) wantText(t *testing.T, texts ...string) answer {
	t.Helper()
	for _, text := range texts {
		if !strings.Contains(a.text, text) {
			t.Errorf("the page does not say %q", text)
		}
	}
	return a
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// reopen opens a session of the same token again, as if somebody had kept it.
func (o *office) reopen(t *testing.T, login string, v *visitor) {
	t.Helper()
	token, err := network.ParseToken(v.token)
	must(t, err)
	var a network.Account
	must(t, o.store.Write(t.Context(), policy.System(policy.Login), func(tx *store.Tx) (err error) {
		if a, err = network.FindAccount(tx, login); err != nil {
			return err
		}
		return network.OpenSession(tx, a, token, "", 0)
	}))
	must(t, o.ring.Keep(token, a.ID, o.Seeds[login], time.Now()))
}
