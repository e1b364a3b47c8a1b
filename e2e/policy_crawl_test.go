package e2e_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	protocol "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
)

// listening runs before anything of a page does, and keeps what the browser says was against the content policy.
const listening = `(() => {
  const seen = [];
  document.addEventListener("securitypolicyviolation", (e) => seen.push(e.effectiveDirective + " " + (e.blockedURI || "") + " " + (e.sample || "")), true);
  Object.defineProperty(window, "violations", { value: () => JSON.stringify(seen) });
})()`

// telling lets a page come to rest, when what its scripts do late is done, and tells the violations.
const telling = `new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(window.violations()))))`

// glimpse is a tab that hears of violations, with one person's session.
type glimpse struct {
	tab   *tab
	ctx   context.Context
	heeds protocol.ScriptIdentifier
}

// glimpse takes a tab of the browser until done. It goes without pictures and rules: only the content policy and the scripts matter.
func (b *browser) glimpse(address, session string) (g *glimpse, done func(), err error) {
	tab := <-b.free
	ctx, cancel := context.WithTimeout(tab.ctx, 3*time.Minute)
	g = &glimpse{tab: tab, ctx: ctx}
	done = func() {
		_ = chromedp.Do(ctx, command(protocol.RemoveScriptToEvaluateOnNewDocument, protocol.RemoveScriptToEvaluateOnNewDocumentParams{Identifier: g.heeds}))
		cancel()
		b.free <- tab
	}
	_, err = chromedp.Run(ctx, tab.visiting(visit{address: address, lang: "it", session: session}))
	if err == nil {
		g.heeds, err = chromedp.Run(ctx, func(ctx context.Context, t *chromedp.Target) (protocol.ScriptIdentifier, error) {
			result, err := cdp.Call(ctx, t, protocol.AddScriptToEvaluateOnNewDocument, protocol.AddScriptToEvaluateOnNewDocumentParams{Source: listening})
			return result.Identifier, err
		})
	}
	if err != nil {
		done()
	}
	return g, done, err
}

// at opens an address and gives its status and everything that was against the policy or that a script stumbled over.
func (g *glimpse) at(address string) (status int64, complaints []string, err error) {
	g.tab.heard()
	response, err := chromedp.Run(g.ctx, chromedp.NavigateResponse(address))
	if err != nil {
		return 0, nil, err
	}
	text, err := chromedp.Run(g.ctx, chromedp.Evaluate[string](telling, chromedp.EvalAwaitPromise))
	if err != nil {
		return response.Status, nil, err
	}
	if err := json.Unmarshal([]byte(text), &complaints); err != nil {
		return response.Status, nil, err
	}
	for i := range complaints {
		complaints[i] = "violation: " + complaints[i]
	}
	for _, heard := range g.tab.heard() {
		// The browser itself notes a page with an error status as a failed load.
		if response.Status < http.StatusBadRequest || !strings.Contains(heard, "Failed to load resource") || !strings.HasSuffix(heard, address) {
			complaints = append(complaints, heard)
		}
	}
	return response.Status, complaints, nil
}

// looked is what a crawl saw.
type looked struct {
	mu                             sync.Mutex
	pages, shown, denied, download int
	complaints                     int
}

// TestNoPageBreaksTheContentPolicyForAnybody opens every GET pattern as every role, and as nobody: with what a role may see, or with the page that says it may
// not. The address is that which somebody finds who may.
func TestNoPageBreaksTheContentPolicyForAnybody(t *testing.T) {
	b := open(t)
	s := visitSite(t)
	s.furnish(t)
	var patterns []string
	addresses := map[string]string{}
	for _, pattern := range slices.Sorted(maps.Keys(calls)) {
		c := calls[pattern]
		patterns = append(patterns, pattern)
		switch {
		case c.join:
			addresses[pattern] = s.invite(t, "ospite")
		case c.elsewhere:
			addresses[pattern] = strings.ReplaceAll(pattern, "{number}", "1")
		case c.as == "":
			addresses[pattern] = s.find(t, "", c)
		default:
			addresses[pattern] = s.find(t, s.login(t, c.as), c)
		}
	}
	people := slices.DeleteFunc(slices.Clone(logins), func(login string) bool { return login == "irma" || login == "saverio" }) // each role once
	s.haveEveryRole(t, people)
	seen := &looked{}
	started := time.Now()
	var all sync.WaitGroup
	for _, login := range append([]string{""}, people...) {
		token := ""
		if login != "" {
			token = s.login(t, login)
		}
		all.Go(func() { s.crawl(t, b, seen, login, token, patterns, addresses) })
	}
	all.Wait()
	t.Logf("%d pages (%d patterns as %d members and nobody) in %.0f s: %d shown, %d denied, %d downloads left to the test of headers; %d violations and errors",
		seen.pages, len(patterns), len(people), time.Since(started).Seconds(), seen.shown, seen.denied, seen.download, seen.complaints)
	if seen.shown == 0 || seen.denied == 0 || seen.pages+seen.download != len(patterns)*(len(people)+1) {
		t.Error("not every page was looked at")
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

// crawl opens the addresses as one person.
func (s *site) crawl(t *testing.T, b *browser, seen *looked, login, token string, patterns []string, addresses map[string]string) {
	g, done, err := b.glimpse(s.address+"/login", token)
	if err != nil {
		t.Error(err)
		return
	}
	defer done()
	for _, pattern := range patterns {
		if calls[pattern].file && s.gives(t, token, calls[pattern], addresses[pattern]) {
			seen.mu.Lock()
			seen.download++
			seen.mu.Unlock()
			continue
		}
		status, complaints, err := g.at(s.address + addresses[pattern])
		if err != nil {
			t.Errorf("%s as %q: %v", pattern, login, err)
			return
		}
		for _, complaint := range complaints {
			t.Errorf("%s as %q (%d): %s", pattern, login, status, complaint)
		}
		seen.mu.Lock()
		seen.pages++
		seen.complaints += len(complaints)
		if status < http.StatusBadRequest {
			seen.shown++
		} else {
			seen.denied++
		}
		seen.mu.Unlock()
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

// TestAGlimpseSeesWhatBreaksThePolicy shows pages with one fault each to the crawl, under the program's own policy.
func TestAGlimpseSeesWhatBreaksThePolicy(t *testing.T) {
	b := open(t)
	for name, c := range map[string]struct {
		page, want string
		status     int
	}{
		"nothing":                {`<p>All is well.</p>`, "", 200},
		"nothing, not there":     {`<p>All is well.</p>`, "", 404},
		"an inline style":        {`<p style="color:red">Red.</p>`, "violation: style-src", 200},
		"a style sheet within":   {`<style>p { color: red }</style>`, "violation: style-src", 200},
		"an inline script":       {`<script>document.title = "x"</script>`, "violation: script-src", 200},
		"the same, not there":    {`<script>document.title = "x"</script>`, "violation: script-src", 404},
		"a handler":              {`<img alt="" src="/x.svg" onload="document.title = 1">`, "violation: script-src-attr", 200},
		"a frame":                {`<iframe title="x" src="/other"></iframe>`, "violation: frame-src", 200},
		"a foreign request":      {`<img alt="" src="https://elsewhere.invalid/x.png">`, "violation: img-src", 200},
		"a script that evals":    {`<script src="/evals.js"></script>`, "violation: script-src", 200},
		"a script that stumbles": {`<script src="/stumbles.js"></script>`, "script: ", 200},
		"one that stumbles late": {`<script src="/late.js"></script>`, "script: ", 200},
		"one that complains":     {`<script src="/complains.js"></script>`, "script: console.error", 200},
		"a file that is not":     {`<img alt="" src="/none.png">`, "404", 200},
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				served(w, r.URL.Path, c.page, c.status)
			}))
			t.Cleanup(server.Close)
			g, done, err := b.glimpse(server.URL+"/x.svg", "")
			if err != nil {
				t.Fatal(err)
			}
			defer done()
			status, complaints, err := g.at(server.URL + "/")
			if err != nil || status != int64(c.status) {
				t.Fatalf("status %d, %v", status, err)
			}
			complaints = slices.DeleteFunc(complaints, func(s string) bool { return strings.Contains(s, "favicon.ico") })
			if c.want == "" && len(complaints) > 0 {
				t.Errorf("complaints about nothing: %q", complaints)
			}
			if c.want != "" && !slices.ContainsFunc(complaints, func(s string) bool { return strings.Contains(s, c.want) }) {
				t.Errorf("nothing said of %q: %q", c.want, complaints)
			}
		})
	}
}

// served is a page under the program's policy, and the scripts that such pages use.
func served(w http.ResponseWriter, path, inside string, status int) {
	for name, value := range guards {
		w.Header().Set(name, value)
	}
	scripts := map[string]string{
		"/evals.js": `try { eval("1") } catch {}`, "/stumbles.js": `nothing.at.all`, "/complains.js": `console.error("x")`,
		"/late.js": `requestAnimationFrame(() => nothing.at.all)`,
	}
	switch script, found := scripts[path]; {
	case found:
		w.Header().Set("Content-Type", "text/javascript")
		_, _ = w.Write([]byte(script))
	case path == "/x.svg":
		w.Header().Set("Content-Type", "image/svg+xml")
		_, _ = w.Write([]byte(`<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"></svg>`))
	case path == "/":
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(status)
		_, _ = fmt.Fprintf(w, `<!DOCTYPE html><html lang="en"><head><title>Page</title></head><body><main><h1>Page</h1>%s</main></body></html>`, inside)
	default:
		w.WriteHeader(http.StatusNotFound)
	}
}
