package page_test

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"

	"approdo/internal/web/page"
)

func TestOnlyFormsOfThisSiteAreAccepted(t *testing.T) {
	s, _ := site(t, page.Options{})
	for name, c := range map[string]struct {
		headers map[string]string
		want    int
	}{
		"own page":            {map[string]string{"Sec-Fetch-Site": "same-origin"}, http.StatusOK},
		"own page, no fetch":  {map[string]string{"Sec-Fetch-Site": "", "Origin": "http://127.0.0.1:8080"}, http.StatusOK},
		"typed by the reader": {map[string]string{"Sec-Fetch-Site": "none"}, http.StatusOK},
		"another site":        {map[string]string{"Sec-Fetch-Site": "cross-site"}, http.StatusForbidden},
		"a sister site":       {map[string]string{"Sec-Fetch-Site": "same-site"}, http.StatusForbidden},
		"another origin":      {map[string]string{"Sec-Fetch-Site": "", "Origin": "https://evil.example"}, http.StatusForbidden},
		"says nothing":        {map[string]string{"Sec-Fetch-Site": ""}, http.StatusForbidden},
	} {
		if w := (ask{method: "POST", path: "/write", body: "word=sea", headers: c.headers}).to(s); w.Code != c.want {
			t.Errorf("%s: status %d, want %d", name, w.Code, c.want)
		}
	}
}

func TestOnlyKnownNamesAreAnswered(t *testing.T) {
	s, _ := site(t, page.Options{Hosts: []string{"rete.example"}})
	for host, want := range map[string]int{
		"localhost:8080": 200, "127.0.0.1:8080": 200, "127.0.0.2": 200, "[::1]:8080": 200, "[::1]": 200, "rete.example": 200,
		"evil.example": 421, "127.0.0.1.evil.example:8080": 421, "10.0.0.1": 421,
	} {
		if w := (ask{path: "/open", host: host}).to(s); w.Code != want {
			t.Errorf("%s: status %d, want %d", host, w.Code, want)
		}
	}
}

func TestEveryAnswerIsGuarded(t *testing.T) {
	s, _ := site(t, page.Options{Secure: true})
	for _, path := range []string{"/open", "/", "/missing", "/assets/none.css"} {
		h := ask{path: path}.to(s).Header()
		policy := h.Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'none'", "style-src 'self'", "script-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"} {
			if !strings.Contains(policy, want) {
				t.Errorf("%s: the policy lacks %s", path, want)
			}
		}
		if strings.Contains(policy, "unsafe") || strings.Contains(policy, "http") {
			t.Errorf("%s: the policy is loose: %s", path, policy)
		}
		for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "Cache-Control": "no-store"} {
			if h.Get(name) != want {
				t.Errorf("%s: %s is %q", path, name, h.Get(name))
			}
		}
		if h.Get("Strict-Transport-Security") == "" {
			t.Errorf("%s: nothing says to stay on TLS", path)
		}
	}
}

func TestTheSessionCookieStaysWithThisSite(t *testing.T) {
	for secure, name := range map[bool]string{false: "session", true: "__Host-session"} {
		s, _ := site(t, page.Options{Secure: secure})
		w := ask{method: "POST", path: "/enter"}.to(s)
		c := w.Result().Cookies()[0]
		if c.Name != name || !c.HttpOnly || c.Secure != secure || c.SameSite != http.SameSiteStrictMode || c.Path != "/" || c.MaxAge != 0 {
			t.Errorf("cookie %+v", c)
		}
		if to := w.Header().Get("Location"); to != "/" {
			t.Errorf("a prepared address led to %s", to)
		}
	}
}

func TestOnlyPathsOfThisSiteAreFollowed(t *testing.T) {
	for to, want := range map[string]string{
		"/runs?a=1": "/runs?a=1", "": "/", "//evil.example": "/", "https://evil.example": "/", `/\evil.example`: "/", "/\nSet-Cookie": "/", "javascript:alert(1)": "/",
	} {
		if got := page.LocalPath(to); got != want {
			t.Errorf("%q became %q", to, got)
		}
	}
}

func TestWhatCannotBeReadIsRefused(t *testing.T) {
	s, _ := site(t, page.Options{})
	for name, body := range map[string]string{
		"NUL": "word=a%00b", "not UTF-8": "word=%ff", "bad escape": "word=%zz", "too long": "word=" + strings.Repeat("a", 2<<20),
	} {
		if w := (ask{method: "POST", path: "/write", body: body}).to(s); w.Code != http.StatusUnprocessableEntity {
			t.Errorf("%s: status %d", name, w.Code)
		}
	}
}

func TestTheLanguageIsTheReadersChoiceThenTheAccountsThenTheBrowsers(t *testing.T) {
	s, _ := site(t, page.Options{})
	lang := func(session, cookie, accept string) string {
		headers := map[string]string{"Accept-Language": accept}
		if cookie != "" {
			headers["Cookie"] = "language=" + cookie
		}
		return ask{path: "/open", session: session, headers: headers}.to(s).Header().Get("Content-Language")
	}
	for _, c := range []struct{ session, cookie, accept, want string }{
		{"", "", "it-IT,it;q=0.9,en;q=0.8", "it"},
		{"", "", "en-GB", "en"},
		{"", "", "", "it"},
		{"coordinator", "", "it", "en"},
		{"coordinator", "it", "en", "it"},
		{"", "xx", "en", "en"},
	} {
		if got := lang(c.session, c.cookie, c.accept); got != c.want {
			t.Errorf("%+v: got %s", c, got)
		}
	}
	form := url.Values{"language": {"en"}, "to": {"/open?a=1"}}
	w := ask{method: "POST", path: "/language", body: form.Encode()}.to(s)
	if w.Header().Get("Location") != "/open?a=1" || w.Result().Cookies()[0].Value != "en" {
		t.Errorf("the choice was not kept: %v", w.Header())
	}
	if w := (ask{method: "POST", path: "/language", body: "language=xx"}).to(s); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("an unknown language: status %d", w.Code)
	}
}

func TestPagesTravelCompressed(t *testing.T) {
	s, _ := site(t, page.Options{})
	w := ask{path: "/open", headers: map[string]string{"Accept-Encoding": "gzip, br"}}.to(s)
	if w.Header().Get("Content-Encoding") != "gzip" {
		t.Fatalf("headers %v", w.Header())
	}
	z, err := gzip.NewReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(z)
	if err != nil || !strings.Contains(string(body), "<h1>open") {
		t.Errorf("%v: %s", err, body)
	}
}

func TestBuiltFilesAreKeptForEverAndNothingElseIsServed(t *testing.T) {
	s, _ := site(t, page.Options{})
	for _, path := range []string{"/assets/manifest.json", "/assets/.keep", "/assets/", "/assets/../asset.go"} {
		if w := (ask{path: path}).to(s); w.Code == http.StatusOK {
			t.Errorf("%s is served", path)
		}
	}
	_, rest, found := strings.Cut(ask{path: "/open"}.to(s).Body.String(), `rel="stylesheet" href="`)
	switch {
	case !found && os.Getenv("CI") == "true":
		t.Fatal("the assets are not built")
	case !found:
		t.Skip("the assets are not built: make assets")
	}
	path, _, _ := strings.Cut(rest, `"`)
	w := ask{path: path}.to(s)
	if w.Code != http.StatusOK || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/css") {
		t.Errorf("%s: status %d, %v", path, w.Code, w.Header())
	}
	if strings.Contains(w.Body.String(), "url(http") || strings.Contains(w.Body.String(), "url(//") {
		t.Error("the style asks somebody else for something")
	}
}
