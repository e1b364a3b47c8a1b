package e2e_test

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"approdo/internal/base/policy"
)

// guards are the headers of every answer, whole: one more or one less, or one other letter, is a decision.
var guards = map[string]string{
	"Content-Security-Policy": "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; script-src 'self'; " +
		"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
	"X-Content-Type-Options":       "nosniff",
	"X-Frame-Options":              "DENY",
	"Referrer-Policy":              "same-origin",
	"Cross-Origin-Opener-Policy":   "same-origin",
	"Cross-Origin-Resource-Policy": "same-origin",
	"Permissions-Policy":           "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
	"Cache-Control":                "no-store",
}

// ordinary are headers that say what an answer is, not how to treat it.
var ordinary = []string{
	"Content-Type", "Content-Language", "Content-Length", "Content-Disposition", "Content-Encoding", "Date", "Location", "Vary", "Retry-After", "Refresh", "Set-Cookie",
	"Clear-Site-Data",
}

// TestEveryRouteAnswersWithTheSameGuards asks every route, as everybody who may and as nobody.
func TestEveryRouteAnswersWithTheSameGuards(t *testing.T) {
	towns(t, func(t *testing.T, w *town) {
		for _, route := range w.site.routes {
			tokens := []string{""}
			for _, m := range w.members {
				if policy.May(m.Subject(), route.Action) && route.Method == http.MethodGet {
					tokens = append(tokens, m.token)
					break
				}
			}
			for _, token := range tokens {
				response := w.site.send(t, token, address(route, behind(route, w.faro)), nil)
				_ = response.Body.Close()
				for name, want := range guards {
					if got := response.Header.Values(name); len(got) != 1 || got[0] != want {
						t.Errorf("%s: %s is %q", route.Pattern, name, got)
					}
				}
				for _, name := range slices.Sorted(maps.Keys(response.Header)) {
					if _, known := guards[name]; !known && !slices.Contains(ordinary, name) {
						t.Errorf("%s: an unknown header %s: %q", route.Pattern, name, response.Header.Values(name))
					}
				}
			}
		}
	})
}

// TestNothingChangesForAnotherSite sends to every route that changes something what a page of another site could make a browser send, as
// somebody who may use it.
func TestNothingChangesForAnotherSite(t *testing.T) {
	towns(t, func(t *testing.T, w *town) {
		tried := 0
		for _, route := range w.site.routes {
			if route.Method != http.MethodPost {
				continue
			}
			token := ""
			for _, m := range w.members {
				if policy.May(m.Subject(), route.Action) && m.Lead {
					token = m.token
				}
			}
			before := w.written(t)
			for name, headers := range map[string]map[string]string{
				"another site":               {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
				"a sister site":              {"Sec-Fetch-Site": "same-site", "Origin": "http://evil.localhost"},
				"nobody":                     {},
				"a null origin":              {"Origin": "null"},
				"another origin, no fetch":   {"Origin": "https://evil.example"},
				"this host, another port":    {"Origin": "http://127.0.0.1:1"},
				"a null origin, cross-site":  {"Sec-Fetch-Site": "cross-site", "Origin": "null"},
				"cross-site, an own referer": {"Sec-Fetch-Site": "cross-site", "Referer": w.site.address + "/"},
			} {
				tried++
				r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, w.site.address+address(route, behind(route, w.faro)), strings.NewReader(url.Values{"name": {"x"}}.Encode()))
				if err != nil {
					t.Fatal(err)
				}
				r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
				for k, v := range headers {
					r.Header.Set(k, v)
				}
				if token != "" {
					r.AddCookie(&http.Cookie{Name: "session", Value: token})
				}
				response, err := http.DefaultTransport.RoundTrip(r)
				if err != nil {
					t.Fatal(err)
				}
				_ = response.Body.Close()
				if response.StatusCode != http.StatusForbidden {
					t.Errorf("%s from %s: status %d", route.Pattern, name, response.StatusCode)
				}
			}
			if after := w.written(t); after != before {
				t.Errorf("%s: %d entries were written", route.Pattern, after-before)
			}
		}
		if tried < 8*30 {
			t.Errorf("only %d requests were tried", tried)
		}
	})
}
