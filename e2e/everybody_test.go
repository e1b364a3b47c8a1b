package e2e_test

import (
	"fmt"
	"html"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
)

// crawl opens every page for everybody.
type crawl struct {
	b         *browser
	s         *site
	people    []string          // nobody, and each role once
	addresses map[string]string // by pattern: what somebody finds who may

	mu                                   sync.Mutex
	known                                map[string]bool // what was looked at, by who was told it, status and text
	pages, shown, denied, same, download int
}

// TestEveryPageKeepsToThePolicyAndCanBeReadByEverybody opens every GET pattern as every role, and as nobody: with what a role may see, or with the page that
// says it may not. Nothing may be against the content policy and no script may stumble, for anybody; and whoever the page is for must be able to read it, in
// the language and look of this week: see angles.
func TestEveryPageKeepsToThePolicyAndCanBeReadByEverybody(t *testing.T) {
	b := open(t)
	s := visitSite(t)
	for _, complaint := range unvisited(s.routes, calls) {
		t.Error(complaint)
	}
	s.furnish(t)
	people := slices.DeleteFunc(slices.Clone(logins), func(login string) bool { return login == "irma" || login == "saverio" }) // each role once
	s.haveEveryRole(t, people)
	c := &crawl{b: b, s: s, people: append([]string{""}, people...), addresses: map[string]string{}, known: map[string]bool{}}
	for _, pattern := range slices.Sorted(maps.Keys(calls)) {
		c.addresses[pattern] = s.leads(t, pattern)
	}
	started := time.Now()
	t.Run("patterns", func(t *testing.T) {
		for pattern := range calls {
			t.Run(strings.Trim(strings.ReplaceAll(pattern, "/", "-"), "-"), func(t *testing.T) {
				t.Parallel()
				for _, login := range c.people {
					c.open(t, pattern, login)
				}
			})
		}
	})
	t.Logf("%d pages (%d patterns as %d members and nobody) in %.0f s: %d shown, %d denied, of which %d in the same words as others; %d downloads left to the test of headers",
		c.pages, len(calls), len(people), time.Since(started).Seconds(), c.shown, c.denied, c.same, c.download)
	if !t.Failed() && (c.shown == 0 || c.denied == c.same || c.pages+c.download != len(calls)*len(c.people)) {
		t.Error("not every page was looked at")
	}
}

// refusedBefore reports whether somebody is refused a page in words that they were told elsewhere, to the byte but for the address: a browser does
// with the same text what it did before.
func (c *crawl) refusedBefore(t *testing.T, pattern, login, lang string) bool {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, c.s.address+c.addresses[pattern], nil)
	if err != nil {
		t.Fatal(err)
	}
	r.AddCookie(&http.Cookie{Name: "language", Value: lang})
	if login != "" {
		r.AddCookie(&http.Cookie{Name: "session", Value: c.s.login(t, login)})
	}
	answer := read(t, exchange(t, r))
	if answer.status < http.StatusBadRequest {
		return false
	}
	text := strings.NewReplacer(c.addresses[pattern], "", html.EscapeString(c.addresses[pattern]), "", url.QueryEscape(c.addresses[pattern]), "").Replace(answer.body)
	key := fmt.Sprintln(login, answer.status, text)
	c.mu.Lock()
	defer c.mu.Unlock()
	known := c.known[key]
	c.known[key] = true
	if known {
		c.same++
	}
	return known
}

// leads is the address of a pattern.
func (s *site) leads(t *testing.T, pattern string) string {
	t.Helper()
	c := calls[pattern]
	switch {
	case c.join:
		return s.invite(t, "ospite")
	case c.elsewhere:
		return strings.ReplaceAll(pattern, "{number}", "1")
	case c.as == "":
		return s.find(t, "", c)
	}
	return s.find(t, s.login(t, c.as), c)
}

// open opens the address of a pattern as one person.
func (c *crawl) open(t *testing.T, pattern, login string) {
	t.Helper()
	call, token := calls[pattern], ""
	if login != "" {
		token = c.s.login(t, login)
	}
	given := call.file && c.s.gives(t, token, call, c.addresses[pattern])
	meant := login == call.as && !call.elsewhere
	lang := angleOf(pattern, time.Now()).lang
	status, complaints := int64(http.StatusOK), []string(nil)
	switch v := (visit{address: c.s.address + c.addresses[pattern], session: token}); {
	case given:
	case meant && call.file:
		t.Errorf("%s gives %q no file", pattern, login)
	case meant:
		v.name = "page" + strings.ReplaceAll(strings.NewReplacer("{", "", "}", "", "$", "home").Replace(pattern), "/", "-")
		c.b.readable(t, pattern, v)
	case c.refusedBefore(t, pattern, login, lang):
		status = http.StatusNotFound
	default:
		v.lang = lang
		var err error
		if status, complaints, err = c.b.see(v); err != nil {
			t.Errorf("%s as %q: %v", pattern, login, err)
			return
		}
	}
	for _, complaint := range complaints {
		t.Errorf("%s as %q (%d): %s", pattern, login, status, complaint)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case given:
		c.download++
	case status < http.StatusBadRequest:
		c.pages++
		c.shown++
	default:
		c.pages++
		c.denied++
	}
}

// haveEveryRole demands that some accounts have, together, every role of the table.
func (s *site) haveEveryRole(t *testing.T, people []string) {
	t.Helper()
	missing := map[policy.Role]bool{}
	for _, rule := range policy.Table() {
		missing[rule.Role] = true
	}
	err := s.in.Store.Read(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
		for _, login := range people {
			a, err := network.FindAccount(tx, login)
			if err != nil {
				return err
			}
			for _, role := range a.Roles {
				delete(missing, role)
			}
		}
		return nil
	})
	if err != nil || len(missing) > 0 {
		t.Fatalf("nobody has the roles %v, %v", slices.Collect(maps.Keys(missing)), err)
	}
}

// gives reports whether an address hands a file to somebody, instead of a page that says why not.
func (s *site) gives(t *testing.T, token string, c call, path string) bool {
	if c.once != "" {
		_ = s.send(t, token, c.once, nil).Body.Close()
	}
	response := s.send(t, token, path, nil)
	_ = response.Body.Close()
	return response.StatusCode == http.StatusOK && !strings.HasPrefix(response.Header.Get("Content-Type"), "text/html")
}
